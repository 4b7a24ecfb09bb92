"""The front end of an explorer: one module and one style sheet, from its own folder and the frame."""

from __future__ import annotations

from pathlib import Path

_EXPLORE = Path(__file__).parents[1]
_SHARED = {"digits": ["pixels"], "input_gradient": ["pixels"]}  # parts of the frame that not all need


def source(picture: str, kind: str = "js") -> str:
    """The frame with that explorer's own files after it: one module, or one style sheet (`css`)."""
    shared = ("engine", "mount", "front", "plot", *_SHARED.get(picture, ()))
    parts = [_EXPLORE / "frame" / f"{name}.{kind}" for name in shared]
    parts += sorted((_EXPLORE / picture).glob(f"*.{kind}"))
    return "\n".join(part.read_text(encoding="utf-8") for part in parts if part.exists())
