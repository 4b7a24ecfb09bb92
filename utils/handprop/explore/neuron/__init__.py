"""The explorer of one neuron."""
