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

    def slider(self) -> widgets.FloatSlider:
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


Groups = dict[str, list[Control]]  # a heading, and the sliders below it


def controls_of(columns: list[Groups]) -> list[Control]:
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

    _esm = _HERE / "front.js"
    _css = _HERE / "front.css"
    picture = traitlets.Unicode().tag(sync=True)
    spec = traitlets.Dict().tag(sync=True)


def view(picture: str, spec: dict, controls: list[Control]) -> View:
    """A `View` of that kind of picture, with a number for each of `controls`."""
    numbers = {c.name: traitlets.Float(c.start).tag(sync=True) for c in controls}
    described = {
        c.name: {"label": c.label, "start": c.start, "bound": c.high, "notch": c.notch} for c in controls
    }
    return type("View", (View,), numbers)(picture=picture, spec={**spec, "controls": described})


class Explorer(widgets.VBox):
    """Sliders above, the picture below.

    ``explorer.controls["w1"]`` is the slider of w1; ``explorer.numbers()`` reads them all.
    """

    def __init__(self, picture: View, columns: list[Groups]):
        self.view = picture
        self.controls = {c.name: c.slider() for c in controls_of(columns)}
        for name, slider in self.controls.items():
            widgets.jslink((slider, "value"), (picture, name))
            slider.observe(self._moved, "value")
        super().__init__([self._panel(columns), picture])
        self.add_class("handprop-explorer")
        self._moved()

    def numbers(self) -> dict[str, float]:
        """The value of each control.  A slider is good to 15 digits: the rest is the browser's arithmetic."""
        return {name: float(f"{slider.value:.15g}") for name, slider in self.controls.items()}

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
