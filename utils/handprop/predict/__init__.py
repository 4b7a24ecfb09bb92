"""Predict, then see: what lessons ask with **Predict:** has a box in the learner's copy."""

from handprop.predict.box import predict

__all__ = ["predict"]
