"""The explorer of learning rates."""
