"""The explorer of input gradients."""
