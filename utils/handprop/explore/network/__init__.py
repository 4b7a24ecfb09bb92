"""The explorer of a small network."""
