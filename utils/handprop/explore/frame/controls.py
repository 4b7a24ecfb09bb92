"""The controls of explorers: a slider, a slider over powers of ten, a list."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from numbers import Real
from typing import Any

import ipywidgets as widgets
import traitlets

from handprop.language import tr

_NUMBER = re.compile(r"-?\d+(\.\d+)?")


@dataclass(frozen=True)
class Control:
    """One slider: its name in code, in the drawing and in words, and where it starts and ends."""

    name: str
    short: str
    label: str
    start: float
    low: float
    high: float
    notch: float

    linked = "value"  # the trait that the view follows
    digits = 15  # the rest is the browser's arithmetic

    def widget(self) -> widgets.FloatSlider:
        """The slider, with the class by which the front end finds it."""
        return self._slider(widgets.FloatSlider, min=self.low, max=self.high)

    def _slider(self, kind: type[widgets.FloatSlider | widgets.FloatLogSlider], **ends: float) -> Any:
        slider = kind(
            value=self.start,
            **ends,
            step=self.notch,
            description=self.short,
            tooltip=self.label,
            continuous_update=False,  # the front end follows the hand, and only the hand
            readout_format=".4",
            layout=widgets.Layout(width="auto"),
            style={"description_width": f"{max(2.2, 0.62 * len(self.short)):.1f}em"},
        )
        return slider.add_class(f"hp-control-{self.name}")

    def trait(self) -> traitlets.TraitType:
        """The number of the view that follows the slider."""
        return traitlets.Float(self.start).tag(sync=True)

    def described(self) -> dict:
        """What the front end has to know."""
        return {**self._words(), "bound": self.high, "notch": self.notch, "ends": self.ends}

    def read(self, slider) -> float:
        """The value, to as many digits as the browser's arithmetic keeps."""
        return float(self.text(slider.value))

    def text(self, value: float) -> str:
        """The value in a line of Python."""
        return f"{value + 0.0:.{self.digits}g}"

    def place(self, value: float) -> float:
        """What the view knows of the value: the value itself."""
        return float(value)

    def take(self, value: float) -> float:
        """The value as the slider takes it.  Raises ValueError with what fits instead."""
        if not is_number(value):
            raise ValueError(
                tr("{name} cannot be {value!r}; it must be a number.", name=self.name, value=value)
            )
        if self.notch == 1 and value != round(value):
            raise ValueError(
                tr("{name} cannot be {value!r}; it must be a whole number.", name=self.name, value=value)
            )
        nearest = min(max(float(value), self.ends[0]), self.ends[1])
        if not math.isclose(nearest, value, rel_tol=1e-9):
            raise ValueError(
                tr(
                    "{name} cannot be {value!r}: its slider ends at {nearest!r}.",
                    name=self.name,
                    value=value,
                    nearest=nearest,
                )
            )
        return nearest

    @property
    def ends(self) -> tuple[float, float]:
        """The smallest and the largest number that the slider reaches."""
        return float(self.low), float(self.high)

    def _words(self) -> dict:
        short = self.short or self.label
        return {"label": self.label, "short": short, "start": self.start, "digits": self.digits}


@dataclass(frozen=True)
class LogControl(Control):
    """A slider over powers of ten: `low`, `high` and `notch` are exponents, `start` is the number itself."""

    digits = 12  # the browser takes logarithm and power at every move

    def widget(self) -> widgets.FloatLogSlider:
        """The slider, with the class by which the front end finds it."""
        # The browser rounds to notches above `min`: one of them is to be the start.
        return self._slider(widgets.FloatLogSlider, base=10, min=self._lowest(), max=self.high)

    def described(self) -> dict:
        """What the front end has to know; a notch near the start, as a number."""
        near = self.start * (10**self.notch - 1)
        return {**self._words(), "bound": 10.0**self.high, "notch": near, "ends": self.ends, "power": 10}

    @property
    def ends(self) -> tuple[float, float]:
        """The smallest and the largest number that the slider reaches."""
        return 10.0 ** self._lowest(), 10.0**self.high

    def _lowest(self) -> float:
        middle = math.log10(self.start)
        return middle - self.notch * math.floor((middle - self.low) / self.notch + 1e-9)


@dataclass(frozen=True)
class Choice:
    """A list to choose from; `options` are pairs of words and value, `start` is the first value shown."""

    name: str
    short: str
    label: str
    start: str
    options: tuple[tuple[str, str], ...]

    linked = "index"  # ipywidgets keeps the value of a Dropdown in Python
    kind = widgets.Dropdown

    def widget(self) -> widgets.Widget:
        """The list, with the class by which the front end finds it."""
        chosen = self.kind(
            options=list(self.options),
            value=self.start,
            description=self.short,
            tooltip=self.label,
            layout=widgets.Layout(width="auto"),
            style={"description_width": "initial"},
        )
        return chosen.add_class(f"hp-control-{self.name}")

    def trait(self) -> traitlets.TraitType:
        """The number of the view that follows the list: the place of the choice."""
        return traitlets.Int(self.place(self.start)).tag(sync=True)

    def described(self) -> dict:
        """What the front end has to know."""
        return {"label": self.label, "start": self.place(self.start), "options": self._values()}

    def read(self, chosen) -> str:
        """The value that is chosen."""
        return chosen.value

    def text(self, value: str) -> str:
        """The value in a line of Python: a number where it reads as one."""
        return value if _NUMBER.fullmatch(value) else json.dumps(value, ensure_ascii=False)

    def place(self, value: str | float) -> int:
        """What the view knows of the value: its place in the list.  Raises ValueError if it is not there."""
        return self._values().index(self.take(value))

    def take(self, value: str | float) -> str:
        """The value as the list takes it; a number may be given for an option that reads as one.

        Raises ValueError for anything else, with the options.
        """
        text = f"{value:g}" if is_number(value) else value
        if text not in self._values():
            options = ", ".join(map(self.text, self._values()))
            raise ValueError(
                tr(
                    "{name} cannot be {value!r}; it must be one of its options: {options}.",
                    name=self.name,
                    value=value,
                    options=options,
                )
            )
        return text

    def _values(self) -> list[str]:
        return [value for _, value in self.options]


def is_number(value: object) -> bool:
    """Whether a value is a finite number; True and False are none."""
    return isinstance(value, Real) and not isinstance(value, bool) and math.isfinite(value)


Presets = Mapping[str, Mapping[str, float | str]]  # name -> control -> its value
Groups = dict[str, list[Control | Choice]]  # a heading, and the controls below it


def controls_of(columns: list[Groups]) -> list[Control | Choice]:
    """All controls of a panel, in its order."""
    return [control for groups in columns for group in groups.values() for control in group]


def notch(value: float, most: float = 0.01) -> float:
    """The coarsest of 0.1, 0.01, 0.001, 0.0001 up to `most` on which `value` lies."""
    for power in range(round(-math.log10(most)), 4):
        if math.isclose(value, round(value, power), abs_tol=1e-12):
            return 10.0**-power
    return 1e-4
