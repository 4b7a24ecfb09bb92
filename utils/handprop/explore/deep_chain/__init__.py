"""The explorer of deep chains: what is left of a gradient after many layers."""
