"""What grading shows on the screen while it runs."""

from __future__ import annotations

import os
import sys
from time import monotonic
from typing import TextIO

from handprop.language import tr

_LINES = 20  # of progress where there is no terminal
_WIDTH = 24  # columns of the bar


def say(text: str, end: str = "\n", stream: TextIO | None = None) -> None:
    """Print a text at once; where nobody reads any more, as after `| head`, say nothing and go on."""
    stream = stream or sys.stdout
    try:
        print(text, end=end, file=stream, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


class Progress:
    """How far a run is: one line that is written anew on a terminal, else a line now and then."""

    def __init__(self, lesson: str, total: int, stream: TextIO | None = None):
        self.lesson, self.total, self.done = lesson, total, 0
        self._stream = stream or sys.stdout
        self._live = self._stream.isatty()
        self._began = monotonic()

    def step(self) -> None:
        """One more submission is graded."""
        self.done += 1
        every = max(1, -(-self.total // _LINES))
        if self._live:
            say(f"\r\033[K{self.line()}", "", self._stream)
        elif self.done % every == 0 or self.done == self.total:
            say(self.line(), stream=self._stream)

    def end(self) -> None:
        """Leave the line of a terminal behind."""
        if self._live and self.done:
            say("", stream=self._stream)

    def line(self) -> str:
        """The bar, the numbers, and the time that is left at this pace."""
        full = _WIDTH * self.done // max(1, self.total)
        seconds = (monotonic() - self._began) / max(1, self.done) * (self.total - self.done)
        left = "  " + tr("{time} left", time=_time(seconds)) if 0 < self.done < self.total else ""
        done = tr("{done} of {total}", done=self.done, total=self.total)
        return f"{self.lesson}  [{'#' * full}{'.' * (_WIDTH - full)}]  {done}{left}"


class Waiting:
    """How long something has gone on that says nothing itself, beside what it usually takes.

    A bar on a terminal, which is full only at the end; elsewhere one line.
    """

    def __init__(self, what: str, usual: float):
        self._what, self._usual = what, usual
        self._live = sys.stdout.isatty()
        self._began: float | None = None

    def step(self) -> None:
        """It still goes on."""
        if self._began is None:
            self._began = monotonic()
            if not self._live:
                say(tr("{what}; it usually takes {time}.", what=self._what, time=_time(self._usual)))
        if self._live:
            say(f"\r\033[K{self.line(monotonic() - self._began)}", "")

    def end(self) -> None:
        """Leave the line of a terminal behind."""
        if self._live and self._began is not None:
            say("")

    def line(self, seconds: float) -> str:
        """The bar after some seconds, and the times."""
        full = int(_WIDTH * min(seconds / self._usual, 0.95))
        bar = f"[{'#' * full}{'.' * (_WIDTH - full)}]"
        times = tr("{time} of about {usual}", time=_time(seconds), usual=_time(self._usual))
        return f"{self._what}  {bar}  {times}"


def _time(seconds: float) -> str:
    if seconds < 60:
        return f"{max(1, round(seconds))} s"
    return f"{round(seconds / 60)} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
