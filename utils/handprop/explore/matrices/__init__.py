"""The explorer of matrices."""
