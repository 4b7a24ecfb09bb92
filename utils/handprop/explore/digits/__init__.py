"""The explorer of digits in training."""
