"""The options of a choice in another order: what is asked, what is said to each, and their letters."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from handprop.course.words import Words

_OPTION = re.compile(r"(?:- \((\w)\)|(\d)\.) ")
_LETTER = re.compile(r"(?<!\w)\(([a-z])\)")


def reordered(words: Words, order: str, reasons: str = "") -> Words:
    """The words with the options in this order: ``"cab"`` makes (c) the first, which is then called (a).

    `reasons` is the order of the numbered reasons.
    """
    options, numbers = _renamed(order), _renamed(reasons)
    if not options:
        return words

    def said(text: str) -> str:
        return _LETTER.sub(lambda found: f"({options.get(found[1], found[1])})", text)

    return replace(
        words,
        ask=_lines(words.ask, order, reasons, said),
        insight=said(words.insight),
        hints=tuple(map(said, words.hints)),
        options={options[old]: said(words.options[old]) for old in order},
        replies={options[old]: said(words.replies[old]) for old in order if old in words.replies},
        right=options.get(words.right, ""),
        places={options[old]: int(numbers.get(str(at), at)) for old, at in words.places.items()},
        reasons={numbers.get(old, old): words.reasons[old] for old in reasons or words.reasons},
        right_reason=numbers.get(words.right_reason, words.right_reason),
    )


def _renamed(order: str) -> Mapping[str, str]:
    """Old label -> new one."""
    return dict(zip(order, sorted(order), strict=True))


def _lines(ask: str, order: str, reasons: str, said: Callable[[str], str]) -> str:
    """What is asked, with its lists of options and reasons in their new order."""
    blocks = _blocks(ask)
    by_label = {label: text for label, text in blocks if label}
    going = {"letter": iter(order), "number": iter(reasons)}
    made = []
    for label, text in blocks:
        kind = "letter" if label.isalpha() else "number"
        old = next(going[kind], label) if label else ""
        if not old:
            made.append(said(text))
        elif kind == "letter":
            made.append(said(by_label[old]))
        else:
            made.append(f"{label}{by_label[old][1:]}")
    return "".join(made)


def _blocks(ask: str) -> list[tuple[str, str]]:
    """The text in pieces: each option or reason with the lines that belong to it, and what lies between."""
    blocks: list[tuple[str, str]] = []
    for line in ask.splitlines(keepends=True):
        found = _OPTION.match(line)
        if found:
            blocks.append((found[1] or found[2], line))
        elif blocks and (not blocks[-1][0] or (line[:1].isspace() and line.strip())):
            blocks[-1] = (blocks[-1][0], blocks[-1][1] + line)
        else:
            blocks.append(("", line))
    return blocks
