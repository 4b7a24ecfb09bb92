"""Controls that only the explorers of digits have: stops along a slider, and pixels painted by hand.

>>> painted_pixels("7/9:16 10:0")
(7, {9: 16, 10: 0})
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

import ipywidgets as widgets
import traitlets

from handprop.explore.frame.controls import Choice
from handprop.explore.frame.pixels import INK, SIDE
from handprop.language import tr

_PAINTED = re.compile(r"(\d{1,2})/(\d{1,2}:\d{1,2}(?: \d{1,2}:\d{1,2})*)")


@dataclass(frozen=True)
class Stops(Choice):
    """A slider that goes from one option to the next; the view holds the place of the option."""

    kind = widgets.SelectionSlider

    def widget(self) -> widgets.SelectionSlider:
        """The slider; the front end follows the hand, and only the hand."""
        slider = super().widget()
        slider.continuous_update = False
        return slider


@dataclass(frozen=True)
class Painted:
    """Pixels painted on a picture, as text: ``"7/9:16 10:0"``, on picture 7, ink on pixel 9, paper on 10.

    Pixels are counted from 0, row by row; other pictures stay as they are.  The picture itself is the
    control; this one is not seen.
    """

    name: str
    label: str
    start: str = ""

    linked = "value"

    def widget(self) -> widgets.Text:
        """The text that holds the pixels; without a place on the screen."""
        text = widgets.Text(value=self.start, layout=widgets.Layout(display="none"))
        return text.add_class(f"hp-control-{self.name}")

    def trait(self) -> traitlets.TraitType:
        """The text of the view that follows."""
        return traitlets.Unicode(self.start).tag(sync=True)

    def described(self) -> dict:
        """What the front end has to know."""
        return {"label": self.label, "start": self.start}

    def read(self, text) -> str:
        """The pixels painted."""
        return text.value

    def text(self, value: str) -> str:
        """The value in a line of Python."""
        return json.dumps(value)

    def place(self, value: str) -> str:
        """What the view knows of the value: the value itself."""
        return value

    def take(self, value: str) -> str:
        """The value as the control takes it.  Raises ValueError for a text that names no pixels."""
        painted_pixels(value)
        return value


def painted_pixels(text: str) -> tuple[int, dict[int, int]]:
    """The picture that is painted on, and the ink, 0 to 16, of each painted pixel; (0, {}) without paint.

    Raises ValueError for a text of another form.
    """
    if text == "":
        return 0, {}
    made = _PAINTED.fullmatch(text) if isinstance(text, str) else None
    pairs = [tuple(map(int, part.split(":"))) for part in made[2].split(" ")] if made else []
    if not pairs or any(place >= SIDE**2 or ink > INK for place, ink in pairs):
        raise ValueError(
            tr(
                'painted must be text such as "7/9:16 10:0", picture, pixel and ink from 0 to 16; got '
                "{words!r}.",
                words=text,
            )
        )
    return int(made[1]), dict(pairs)
