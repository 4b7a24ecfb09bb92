"""Everybody's own numbers: what a question says of them, how they are drawn, and where they are read."""

from handprop.check.variants.vary import Vary, shown, steps, vary

__all__ = ["Vary", "shown", "steps", "vary"]
