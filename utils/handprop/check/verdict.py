"""What a learner is told: a verdict, shown as a card when the answer is right, raised when it is not."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from textwrap import wrap
from urllib.parse import quote

from handprop.language import tr

_TICK = "✓"
_WIDTH = 92  # columns; JupyterLab would break a longer line in the middle of a word


@dataclass(frozen=True)
class Link:
    """Where to go next: a text, and a path from the notebook, empty where none is known."""

    text: str
    path: str = ""

    def __str__(self) -> str:
        return tr("Next: {words}", words=self.text)

    def _repr_html_(self) -> str:
        text = escape(self.text)
        return (
            tr('Next: <a href="{quote}">{words}</a>', quote=quote(self.path, safe="/#"), words=text)
            if self.path
            else tr("Next: {words}", words=text)
        )


@dataclass(frozen=True)
class Verdict:
    """The outcome of a check.

    `state` is ``right``, ``wrong``, ``unfinished`` or ``problem`` (an answer that cannot be compared).
    `sentences` are for the learner, the most important first; `mistakes` are the ids of what was recognised;
    `share` is what a wrong answer earns of the points, from 0 to less than 1, where its parts count singly.
    `onward` leads to what comes next; `formula` is how a formula was read, as it stands in a sentence and in
    LaTeX.
    """

    state: str
    sentences: tuple[str, ...]
    mistakes: tuple[str, ...] = ()
    share: float = 0.0
    onward: Link | None = None
    formula: tuple[str, str] | None = None

    @property
    def passed(self) -> bool:
        """Whether the answer is right."""
        return self.state == "right"

    @property
    def earned(self) -> float:
        """The part of the points that the answer earns, from 0 to 1."""
        return 1.0 if self.passed else self.share

    def __str__(self) -> str:
        return "\n".join([*self.sentences, *([str(self.onward)] if self.onward else [])])

    def __repr__(self) -> str:
        return f"{_TICK} {self}" if self.passed else str(self)

    def _repr_html_(self) -> str:
        onward = [self.onward._repr_html_()] if self.onward else []
        body = "<br>".join([*map(self._typeset, self.sentences), *onward])
        return (
            '<div style="border-left: 4px solid #009E73; padding: 0.4em 0.8em; max-width: 46em">'
            f'<span aria-hidden="true">{_TICK}</span> {body}</div>'
        )

    def _typeset(self, sentence: str) -> str:
        text, latex = map(escape, self.formula or ("", ""))
        return escape(sentence).replace(text, f"${latex}$") if text else escape(sentence)


class WrongAnswer(AssertionError):
    """Raised by a check when the answer is not right; shows the verdict and no traceback."""

    def __init__(self, verdict: Verdict):
        super().__init__(str(verdict))
        self.verdict = verdict

    def _render_traceback_(self) -> list[str]:
        # IPython shows this instead of a traceback: the learner's mistake is in the answer, not in our code.
        return [line for sentence in self.verdict.sentences for line in [*wrap(sentence, _WIDTH), ""]][:-1]
