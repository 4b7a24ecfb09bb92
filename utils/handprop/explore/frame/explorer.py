"""What all explorers share: sliders, the one view that they are linked to, and what stays in a notebook."""

from __future__ import annotations

import base64
import html
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar, Self

import anywidget
import ipywidgets as widgets
import traitlets
from IPython import get_ipython

from handprop.draw import Picture
from handprop.explore.frame import bundle, cells
from handprop.explore.frame.cells import family
from handprop.explore.frame.controls import Choice, Control, Groups, Presets, controls_of
from handprop.language import tr

_VIEW = "application/vnd.jupyter.widget-view+json"


_ALIVE = tr("To move the sliders, open the lesson in JupyterLab and run this cell.")
_VIEWS: dict[tuple, type[View]] = {}


class View(anywidget.AnyWidget):
    """The picture in the browser; it has one synchronised number for each control.

    ``call`` is the line of Python that opened the explorer, ``presets`` has the number of each control.
    """

    picture = traitlets.Unicode(help="whose picture it is")
    spec = traitlets.Dict().tag(sync=True)
    call = traitlets.Unicode().tag(sync=True)
    page = traitlets.Unicode(help="the address of the explorer's own page").tag(sync=True)
    presets = traitlets.Dict().tag(sync=True)
    family = traitlets.List(help="the ids of all widgets of the explorer").tag(sync=True)
    still = traitlets.Unicode(help="the class of the still picture, which a live one hides").tag(sync=True)

    def own(self) -> dict:
        """What this kind of view has beside what all have, by name: the number of each control, above all.

        Without what only a kernel can answer, which has the tag ``kernel``.
        """
        names = self.traits(sync=True, kernel=lambda tag: not tag)
        return {name: getattr(self, name) for name in names if not View.class_traits().get(name)}


def view(picture: str, spec: dict, controls: list[Control | Choice], **more: traitlets.TraitType) -> View:
    """A `View` of that kind of picture, with a number for each of `controls`, and `more` traits by name."""
    key = (picture, *((c.name, type(c)) for c in controls), *more)
    if key not in _VIEWS:  # a class is large, and cells are run again and again
        parts = {"_esm": bundle.module(picture), "_css": bundle.style(picture)}
        numbers = {c.name: c.trait() for c in controls}
        # A class name of its own: anywidget keeps one style sheet for each.
        _VIEWS[key] = type(f"{picture.title().replace('_', '')}View", (View,), {**parts, **numbers, **more})
    described = {**spec, "controls": {c.name: c.described() for c in controls}}
    return _VIEWS[key](picture=picture, spec=described, **{c.name: c.place(c.start) for c in controls})


class Explorer(widgets.VBox):
    """The picture above, sliders below.

    ``explorer.controls["w1"]`` is the slider of w1; ``explorer.numbers()`` reads them all.  ``presets`` are
    named states: what is set on top of the start, by name of the control.  A function that opens an explorer
    is decorated with `shareable`, so that ``explorer.code()`` knows how it was called.
    """

    presets: ClassVar[Presets] = {}
    _links: Sequence[widgets.Widget] = ()  # closing asks for them, also where opening has failed

    def __init__(self, picture: View, columns: list[Groups]):
        self.view, self.columns = picture, columns
        self._kinds = {c.name: c for c in controls_of(columns)}
        self.controls = {name: kind.widget() for name, kind in self._kinds.items()}
        self._links = [
            widgets.jslink((control, self._kinds[name].linked), (picture, name))
            for name, control in self.controls.items()
        ]
        for control in self.controls.values():
            control.observe(self._moved, "value")
        picture.presets = {name: self._places(setting) for name, setting in self.presets.items()}
        super().__init__([picture, self._panel(columns)])
        self.add_class("handprop-explorer")
        picture.still = f"hp-still-{self.model_id}"
        self._moved()

    def numbers(self) -> dict[str, float | str]:
        """The value of each control: a number, or what is chosen from a list."""
        return {name: kind.read(self.controls[name]) for name, kind in self._kinds.items()}

    def at(self, **setting: float | str) -> Self:
        """Move controls, by name, and return the explorer.

        Raises ValueError where a control is missing or does not take the value; then none has moved.
        """
        for name, value in {name: self._taken(name, value) for name, value in setting.items()}.items():
            self.controls[name].value = value
        return self

    def reset(self) -> Self:
        """Put every control back to where it started."""
        return self.at(**{name: kind.start for name, kind in self._kinds.items()})

    def preset(self, name: str) -> Self:
        """Put the explorer into the state of that name.  Raises ValueError if there is none."""
        if name not in list(self.presets):
            known = (
                tr("choose from {presets}", presets=", ".join(self.presets))
                if self.presets
                else tr("this explorer has none")
            )
            raise ValueError(tr("There is no preset {name!r}; {known}.", name=name, known=known))
        starts = {name: kind.start for name, kind in self._kinds.items()}
        return self.at(**starts | self.presets[name])

    def code(self) -> str:
        """One line of Python that opens the explorer in its state of now; its twin is in as_code.js."""
        now = self.numbers()
        texts = {name: (kind.text(now[name]), kind.text(kind.start)) for name, kind in self._kinds.items()}
        moved = ", ".join(f"{name}={text}" for name, (text, start) in texts.items() if text != start)
        return self.view.call + (f".at({moved})" if moved else "")

    def save_page(self, file: str | Path) -> Path:
        """Write the explorer, in its state of now, to an HTML file that needs no kernel; returns its path.

        The page keeps its state in its address.  Raises OSError if the file cannot be written.
        """
        from handprop.explore.frame.page import page_of

        path = Path(file)
        path.write_text(page_of(self), encoding="utf-8")
        return path

    def hall_spec(self) -> dict:
        """The view's spec, for a picture that is read from the last row of a lecture hall."""
        return self.view.spec

    def complete(self) -> None:
        """Give the view at once what it would otherwise ask for once it is shown."""

    @property
    def kinds(self) -> dict[str, Control | Choice]:
        """What each control was made from, by name."""
        return dict(self._kinds)

    def close(self) -> None:
        """Take the explorer and its parts out of kernel and browser; shown again, it opens again."""
        for part in family(self, *self._links):
            widgets.Widget.close(part)
            part.__dict__.pop("_repr_mimebundle_", None)  # a closed widget would be shown as its name only

    def picture(self) -> Picture:
        """The picture for the numbers of now, as it stays in the notebook."""
        raise NotImplementedError

    def _moved(self, change=None) -> None:
        """Called when a slider has moved."""

    def _taken(self, name: str, value: float | str) -> float | str:
        if name not in self._kinds:
            raise ValueError(
                tr(
                    "There is no control {name!r}; there are {kinds}.",
                    name=name,
                    kinds=", ".join(self._kinds),
                )
            )
        return self._kinds[name].take(value)

    def _places(self, setting: Mapping[str, float | str]) -> dict[str, float]:
        return {name: kind.place(setting.get(name, kind.start)) for name, kind in self._kinds.items()}

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
        """The still picture and its text; the live view goes out first, because drawing it takes longer.

        A notebook keeps both as two outputs of one cell, and the view hides the picture while it lives.
        Without IPython, one bundle has all.
        """
        parts = family(self, *self._links)
        for part in parts:
            part.open()
        self.view.family = [part.model_id for part in parts]
        cells.shows(self)
        live = super()._repr_mimebundle_(**kwargs)
        if not isinstance(live, dict):
            return live
        if shell := get_ipython():
            shell.display_pub.publish({_VIEW: live.pop(_VIEW)})
        return {**live, **self._still()}

    def _still(self) -> dict[str, str]:
        picture = self.picture()
        figure = picture.figure_html(caption=f"<pre>{html.escape(picture.text)}</pre>")
        return {
            "text/html": f'<div class="{self.view.still}">{figure}<p>{_ALIVE}</p></div>',
            "image/png": base64.b64encode(picture.png).decode("ascii"),
            "text/plain": picture.text,
        }
