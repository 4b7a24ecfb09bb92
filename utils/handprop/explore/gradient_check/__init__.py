"""The explorer of gradient checks."""
