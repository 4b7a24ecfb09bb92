"""What a demo is made of: a start, steps that ask and then show, and presets.

Texts hold no numbers of their own, only places for them: ``{now[loss]}`` is filled with four digits from what
the explorer computes, so that a story cannot drift from `handprop.network`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Setting = Mapping[str, float | str]
"""Control -> number, or the option of a list: ``{"w4": -0.2, "activation": "sigmoid"}``."""


@dataclass(frozen=True)
class Step:
    """One question to the class, and what it leads to.

    Parameters
    ----------
    ask : the question, shown first.
    notice : what to see, shown when the presenter goes on.
    answers : what learners will say; for the notes only.
    at : what is set while the question stands, on top of what the step before has left.
    do : what is set when the answer is shown.
    update : steps of gradient descent that are taken when the answer is shown (network explorer).
    again : whether the step begins from the start of the demo.
    point : the entry that is traced when the answer is shown, such as ``"∂W1 (∂w3)"`` (matrices explorer).
    panel : the one panel of the picture that the step needs, counted from 1; it fills the screen.  0: all.
    hides : what would answer the question, as a selector of the page; hidden while the question stands.
    seconds : how long the sliders travel.

    A text may name ``now`` and ``was`` (the explorer's state with this text and before it), ``start``,
    ``do``, ``facts``, and any control.
    """

    ask: str
    notice: str
    answers: tuple[str, ...]
    at: Setting = field(default_factory=dict)
    do: Setting = field(default_factory=dict)
    update: int = 0
    again: bool = False
    point: str = ""
    panel: int = 0
    hides: str = ""
    seconds: float = 0.8


@dataclass(frozen=True)
class Story:
    """A demo: ``make`` returns its explorer at the start; ``controls`` are the few sliders on the screen.

    ``presets`` are settings on top of the start, for the keys 1 to 9; ``facts`` works out numbers that texts
    may name and that no explorer shows; ``names`` are shorter words beside a slider; ``buttons`` keeps the
    explorer's own buttons on the screen.  ``lesson`` and ``title`` are those of the folder that it lies in.
    """

    name: str
    minutes: int
    about: str
    make: Callable[[], object]
    controls: tuple[str, ...]
    presets: Mapping[str, Setting]
    steps: tuple[Step, ...]
    facts: Callable[[], Mapping[str, float]] = dict
    names: Mapping[str, str] = field(default_factory=dict)
    buttons: bool = False
    lesson: str = ""
    title: str = ""

    @property
    def number(self) -> str:
        """The number of the lesson: ``"06"``."""
        return self.lesson.partition("_")[0]
