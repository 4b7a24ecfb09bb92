"""The explorer of wrong back-propagation: a mistake's gradients beside the nudges, while the loss falls."""
