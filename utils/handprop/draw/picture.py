"""A picture that a notebook can show, a screen reader can read and nbval can compare."""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Callable
from functools import cached_property

_DOTS_PER_PIXEL = 2  # sharp on screens of high density


class Picture:
    """A matplotlib figure, its alternative text, and its numbers as plain text.

    In a notebook it shows as an SVG image with alternative text (``text/html``: JupyterLab gives other
    images none), which fits a light and a dark page; ``image/png`` goes along for PDF, and ``text/plain``
    holds the numbers.
    """

    def __init__(self, paint: Callable, size: tuple[float, float], alt: str, text: str):
        self._paint, self._size, self.alt, self.text = paint, size, alt, text

    @cached_property
    def figure(self):
        """The `matplotlib.figure.Figure`, made when first asked for; not known to pyplot."""
        from matplotlib.figure import Figure

        figure = Figure(figsize=(self._size[0] / 100, self._size[1] / 100), dpi=100, facecolor="white")
        self._paint(figure)
        return figure

    @cached_property
    def png(self) -> bytes:
        """The picture as a PNG file, the same bytes for the same numbers on the same machine."""
        from PIL import Image

        drawn = io.BytesIO()
        self.figure.savefig(drawn, format="png", dpi=100 * _DOTS_PER_PIXEL, metadata={"Software": None})
        small = io.BytesIO()
        few = Image.open(drawn).convert("RGB").quantize(64, dither=Image.Dither.NONE)
        few.save(small, "png", optimize=True)
        return small.getvalue()

    @cached_property
    def svg(self) -> bytes:
        """The picture as an SVG file without a ground, for light and dark pages."""
        from handprop.draw.as_svg import as_svg

        return as_svg(self.figure)

    def figure_html(self, caption: str = "") -> str:
        """An HTML ``figure``; `caption` is HTML that goes below the picture."""
        data = base64.b64encode(self.svg).decode("ascii")
        width = round(self._size[0])
        below = f"<figcaption>{caption}</figcaption>" if caption else ""
        return (
            f'<figure style="margin: 0"><img alt="{html.escape(self.alt)}" width="{width}" '
            f'style="max-width: 100%; height: auto" src="data:image/svg+xml;base64,{data}">'
            f"{below}</figure>"
        )

    def with_text(self, text: str) -> Picture:
        """The same picture, with other text beside it."""
        return Picture(self._paint, self._size, self.alt, text)

    def save(self, path) -> None:
        """Write the picture to a PNG file."""
        from pathlib import Path

        Path(path).write_bytes(self.png)

    def __repr__(self) -> str:
        return self.text

    def _repr_mimebundle_(self, include=None, exclude=None):
        bundle = {
            "text/plain": self.text,
            "text/html": self.figure_html(),
            "image/png": base64.b64encode(self.png).decode("ascii"),
        }
        size = {"width": round(self._size[0]), "height": round(self._size[1])}
        return bundle, {"image/png": {**size, "alt": self.alt}}
