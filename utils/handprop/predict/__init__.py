"""Predict, then see: what lessons ask with **Predict:** has a box in the learner's copy."""

from typing import Any

__all__ = ["predict"]


def __getattr__(name: str) -> Any:
    """Import the box when it is asked for: who lays the lessons out only looks for predictions."""
    if name == "predict":
        from handprop.predict.box import predict

        return predict
    raise AttributeError(f"module 'handprop.predict' has no attribute {name!r}")
