"""What all explorers share: sliders, the one view that they are linked to, and what stays in a notebook."""

from __future__ import annotations

import base64
import html
import math
from dataclasses import dataclass
from pathlib import Path

import anywidget
import ipywidgets as widgets
import traitlets

from handprop.draw import Picture

_HERE = Path(__file__).parent


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

    def widget(self) -> widgets.FloatSlider:
        """The slider, with the class by which the front end finds it."""
        slider = widgets.FloatSlider(
            value=self.start,
            min=self.low,
            max=self.high,
            step=self.notch,
            description=self.short,
            tooltip=self.label,
            readout_format=".4",
            layout=widgets.Layout(width="auto"),
            style={"description_width": "2.2em"},
        )
        return slider.add_class(f"hp-control-{self.name}")

    def trait(self) -> traitlets.TraitType:
        """The number of the view that follows the slider."""
        return traitlets.Float(self.start).tag(sync=True)

    def described(self) -> dict:
        """What the front end has to know."""
        return {"label": self.label, "start": self.start, "bound": self.high, "notch": self.notch}

    def read(self, slider) -> float:
        """The value.  A slider is good to 15 digits: the rest is the browser's arithmetic."""
        return float(f"{slider.value:.15g}")


@dataclass(frozen=True)
class LogControl(Control):
    """A slider over powers of ten: `low`, `high` and `notch` are exponents, `start` is the number itself."""

    def widget(self) -> widgets.FloatLogSlider:
        """The slider, with the class by which the front end finds it."""
        slider = widgets.FloatLogSlider(
            value=self.start,
            base=10,
            # The browser rounds to notches above `min`: one of them is to be the start.
            min=math.log10(self.start) - self.notch * self._notches_below(),
            max=self.high,
            step=self.notch,
            description=self.short,
            tooltip=self.label,
            readout_format=".4",
            layout=widgets.Layout(width="auto"),
            style={"description_width": "2.2em"},
        )
        return slider.add_class(f"hp-control-{self.name}")

    def described(self) -> dict:
        """What the front end has to know; a notch near the start, as a number."""
        near = self.start * (10**self.notch - 1)
        return {"label": self.label, "start": self.start, "bound": 10.0**self.high, "notch": near}

    def read(self, slider) -> float:
        """The value.  The browser takes logarithm and power at every move: 12 digits outlive that."""
        return float(f"{slider.value:.12g}")

    def _notches_below(self) -> int:
        return math.floor((math.log10(self.start) - self.low) / self.notch + 1e-9)


@dataclass(frozen=True)
class Choice:
    """A list to choose from; `options` are pairs of words and value, `start` is the first value shown."""

    name: str
    short: str
    label: str
    start: str
    options: tuple[tuple[str, str], ...]

    linked = "index"  # ipywidgets keeps the value of a Dropdown in Python

    def widget(self) -> widgets.Dropdown:
        """The list, with the class by which the front end finds it."""
        chosen = widgets.Dropdown(
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
        return traitlets.Int(self._place()).tag(sync=True)

    def described(self) -> dict:
        """What the front end has to know."""
        return {"label": self.label, "start": self._place(), "options": [value for _, value in self.options]}

    def read(self, chosen) -> str:
        """The value that is chosen."""
        return chosen.value

    def _place(self) -> int:
        return [value for _, value in self.options].index(self.start)


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


class View(anywidget.AnyWidget):
    """The picture in the browser; it has one synchronised number for each control."""

    picture = traitlets.Unicode().tag(sync=True)
    spec = traitlets.Dict().tag(sync=True)


def source(picture: str, kind: str = "js") -> str:
    """The shared front end with that picture's own part after it: one module, or one style sheet (`css`)."""
    parts = [_HERE / f"{name}.{kind}" for name in ("front", "plot", picture)]
    return "\n".join(part.read_text(encoding="utf-8") for part in parts if part.exists())


def view(picture: str, spec: dict, controls: list[Control | Choice]) -> View:
    """A `View` of that kind of picture, with a number for each of `controls`."""
    parts = {"_esm": source(picture), "_css": source(picture, "css")}
    numbers = {c.name: c.trait() for c in controls}
    # A class name of its own: anywidget keeps one style sheet for each.
    kind = type(f"{picture.title().replace('_', '')}View", (View,), {**parts, **numbers})
    return kind(picture=picture, spec={**spec, "controls": {c.name: c.described() for c in controls}})


class Explorer(widgets.VBox):
    """Sliders above, the picture below.

    ``explorer.controls["w1"]`` is the slider of w1; ``explorer.numbers()`` reads them all.
    """

    def __init__(self, picture: View, columns: list[Groups]):
        self.view = picture
        self._kinds = {c.name: c for c in controls_of(columns)}
        self.controls = {name: kind.widget() for name, kind in self._kinds.items()}
        for name, control in self.controls.items():
            widgets.jslink((control, self._kinds[name].linked), (picture, name))
            control.observe(self._moved, "value")
        super().__init__([self._panel(columns), picture])
        self.add_class("handprop-explorer")
        self._moved()

    def numbers(self) -> dict[str, float | str]:
        """The value of each control: a number, or what is chosen from a list."""
        return {name: kind.read(self.controls[name]) for name, kind in self._kinds.items()}

    @property
    def kinds(self) -> dict[str, Control | Choice]:
        """What each control was made from, by name."""
        return dict(self._kinds)

    def picture(self) -> Picture:
        """The picture for the numbers of now, as it stays in the notebook."""
        raise NotImplementedError

    def _moved(self, change=None) -> None:
        """Called when a slider has moved."""

    def _panel(self, columns: list[Groups]) -> widgets.Widget:
        boxes = [
            widgets.VBox([w for group in column.items() for w in self._group(*group)]) for column in columns
        ]
        layout = widgets.Layout(
            grid_template_columns="repeat(auto-fit, minmax(240px, 1fr))", grid_gap="4px 24px", width="100%"
        )
        return widgets.GridBox(boxes, layout=layout).add_class("handprop-controls")

    def _group(self, title: str, controls: list[Control]) -> list[widgets.Widget]:
        heading = widgets.HTML(f'<span class="handprop-heading">{html.escape(title)}</span>')
        return [heading, *(self.controls[c.name] for c in controls)]

    def _repr_mimebundle_(self, **kwargs):
        bundle = super()._repr_mimebundle_(**kwargs)
        if not isinstance(bundle, dict):
            return bundle
        picture = self.picture()
        still = {
            "text/html": picture.figure_html(caption=f"<pre>{html.escape(picture.text)}</pre>"),
            "image/png": base64.b64encode(picture.png).decode("ascii"),
            "text/plain": picture.text,
        }
        return {**bundle, **still}
