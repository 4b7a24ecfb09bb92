"""From a story to what is on the screen: the position of every control and the filled texts of each stop."""

from __future__ import annotations

import re
import string
from dataclasses import dataclass

import numpy as np

from handprop.demo.story import Setting, Step, Story
from handprop.draw import digits
from handprop.explore.frame.controls import Choice
from handprop.explore.frame.explorer import Explorer


@dataclass(frozen=True)
class Stop:
    """What the screen shows between two keys.

    ``numbers`` has the value of each control, ``values`` what the view knows of it (for a list: the place of
    the choice), ``state`` what the explorer computes; ``notice`` is empty while the question stands;
    ``point`` is the entry that is traced; ``answers`` are for the notes.
    """

    numbers: dict[str, float | str]
    values: dict[str, float]
    state: dict
    ask: str
    notice: str
    answers: tuple[str, ...]
    step: int
    point: str
    seconds: float


def stops(story: Story) -> list[Stop]:
    """Two stops for each step: the question, and the question with its answer.

    Raises ValueError for a control or a value that the explorer does not have, KeyError for a text that
    names what is not there.
    """
    explorer = story.make()
    start = _place(explorer)
    first, was, point, made = explorer.state(), explorer.state(), "", []
    for index, step in enumerate(story.steps):
        if step.again:
            put(explorer, start)
        put(explorer, step.at)
        asked = _stop(story, step, index, point, explorer, first, was)
        point = step.point or point
        put(explorer, step.do)
        _update(explorer, step.update)
        told = _stop(story, step, index, point, explorer, first, asked.state, asked.ask)
        made += [asked, told]
        was = told.state
    return made


def settings(story: Story) -> dict[str, dict[str, float]]:
    """The values of the view for each preset: the start with the preset on top."""
    explorer = story.make()
    start, found = _place(explorer), {}
    for name, setting in story.presets.items():
        put(explorer, start)
        put(explorer, setting)
        found[name] = values_of(explorer)
    return found


def put(explorer: Explorer, setting: Setting) -> None:
    """Move controls.  Raises ValueError where a control is missing or does not reach the value."""
    explorer.at(**setting)


def values_of(explorer: Explorer) -> dict[str, float]:
    """What the view knows of each control: a number, or the place of the choice."""
    return {name: _value(kind, explorer) for name, kind in explorer.kinds.items()}


def fill(text: str, names: dict) -> str:
    """The text with its numbers in four digits, and with true minus signs."""
    return _FORMATTER.vformat(text, (), names)


class _Formatter(string.Formatter):
    def format_field(self, value, spec: str) -> str:
        if isinstance(value, str):
            return re.sub(r"-(?=\d)", "−", value)
        number = np.asarray(value).item()
        return (format(number, spec) if spec else digits(number)).replace("-", "−")


_FORMATTER = _Formatter()


def _stop(story: Story, step: Step, index: int, point: str, explorer, first, was, asked: str = "") -> Stop:
    numbers, state = explorer.numbers(), explorer.state()
    names = {**numbers, "now": state, "was": was, "start": first, "do": step.do, "facts": story.facts()}
    ask = asked or fill(step.ask, names)
    notice = fill(step.notice, names) if asked else ""
    answers = tuple(fill(answer, names) for answer in step.answers)
    return Stop(numbers, values_of(explorer), state, ask, notice, answers, index, point, step.seconds)


def _place(explorer: Explorer) -> dict[str, float | str]:
    return {name: control.value for name, control in explorer.controls.items()}


def _value(kind, explorer: Explorer) -> float:
    control = explorer.controls[kind.name]
    return control.index if isinstance(kind, Choice) else kind.read(control)


def _update(explorer: Explorer, count: int) -> None:
    for _ in range(count):
        after = explorer.state()["params_after"]
        for name, labels in explorer.view.spec["names"].items():
            cells = np.ndenumerate(np.array(labels))
            put(explorer, {str(label): float(after[name][at]) for at, label in cells})
