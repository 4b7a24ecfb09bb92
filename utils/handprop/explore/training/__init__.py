"""The explorer of a training."""
