"""The explorer of error and loss."""
