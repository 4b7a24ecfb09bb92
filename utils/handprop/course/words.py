"""The words of an exercise: what its questions say stands in exercise.md, apart from what they compute.

A question's block begins with YAML between two lines ``---`` (title, insight, hints ...); below stands what
is asked, in Markdown.  The options of a choice are a task list, reasons a numbered one; the right one is
ticked, and what is said to a wrong one is quoted under it:

    - [ ] (a) none of them
      > Nudge w3 a little: does the prediction move?
    - [x] (b) those of w3 and w4

A number in the brackets is the place of a step, ``- [2] (c) ...``, or the partner of what is to be matched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import yaml

from handprop.course.data import from_yaml
from handprop.course.faults import Refused

_BLOCK = re.compile(r"^(`{3,})\{question\} *(\S+) *\n(.*?)^\1 *$", re.MULTILINE | re.DOTALL)
_FRONT = re.compile(r"---\n(.*?)^---\n?", re.MULTILINE | re.DOTALL)
_OPTION = re.compile(r"(- |\d\. )\[([ x\d])\] (?:\((\w)\) )?(.*)")
_REPLY = re.compile(r"\s+> ?(.*)")
_KEYS = {"title": str, "insight": str, "hints": list, "further_shown": str, "model": str}


class WordsFault(Refused):
    """The words of a question cannot be used; the message says which and why."""


@dataclass(frozen=True)
class Words:
    """What one question says.

    `options` and `reasons` map label to text, `replies` the label of a wrong option to what is said to it;
    `right` and `right_reason` are the labels of the right ones, empty where there are none; `places` are the
    numbers in the brackets of options that have one.
    """

    title: str = ""
    ask: str = ""
    insight: str = ""
    hints: tuple[str, ...] = ()
    further_shown: str = ""
    model: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    replies: Mapping[str, str] = field(default_factory=dict)
    right: str = ""
    reasons: Mapping[str, str] = field(default_factory=dict)
    right_reason: str = ""
    places: Mapping[str, int] = field(default_factory=dict)

    def mapped(self, change: Callable[[str], str]) -> Words:
        """The words with each of their texts changed alike."""
        of_labels = ("options", "replies", "reasons")
        texts = {name: change(getattr(self, name)) for name in ("title", "ask", "insight", "further_shown")}
        tables = {
            name: {label: change(text) for label, text in getattr(self, name).items()} for name in of_labels
        }
        return replace(self, hints=tuple(map(change, self.hints)), **texts, **tables)


def words_in(exercise: Path) -> dict[str, Words]:
    """The words of every question placed in an exercise.md, by the question's name; empty without the file.

    Raises WordsFault for the first block that cannot be read.
    """
    return {name: words_of(name, content) for name, content in _blocks(exercise)}


def names_in(exercise: Path) -> tuple[str, ...]:
    """The names of the questions placed in an exercise.md, in order; their words are not looked at."""
    return tuple(name for name, _ in _blocks(exercise))


def _blocks(exercise: Path) -> list[tuple[str, str]]:
    if not exercise.is_file():
        return []
    text = exercise.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    return [(name, content) for _, name, content in _BLOCK.findall(text)]


def words_of(name: str, content: str) -> Words:
    """The words in the block of the question called `name`; empty for an empty block.  Raises WordsFault."""
    if not content.strip():
        return Words()
    front = _FRONT.match(content)
    facts = _facts(name, front[1] if front else "")
    facts["hints"] = tuple(facts.get("hints", ()))
    return Words(**facts, **_body(name, content[front.end() :] if front else content))


def _facts(name: str, text: str) -> dict:
    try:
        facts = from_yaml(text) or {}
    except yaml.YAMLError as fault:
        what = " ".join(str(fault).split())
        raise WordsFault(f"The front of the question {name!r} is not valid YAML: {what}.") from None
    if not isinstance(facts, dict):
        raise WordsFault(f"The front of the question {name!r} must hold `name: value` lines.")
    for key, value in facts.items():
        if key not in _KEYS:
            raise WordsFault(f"Unknown entry {key!r} in the question {name!r}; known are {', '.join(_KEYS)}.")
        if not isinstance(value, _KEYS[key]):
            kind = "a list" if _KEYS[key] is list else "text"
            raise WordsFault(f"The entry {key!r} of the question {name!r} must be {kind}.")
    return facts


def _body(name: str, text: str) -> dict:
    """The parts of Words that stand below the front: what is asked, without ticks and replies."""
    found: dict = {"options": {}, "replies": {}, "right": "", "reasons": {}, "right_reason": "", "places": {}}
    asked, label = [], ""
    for line in text.strip("\n").split("\n"):
        if option := _OPTION.match(line):
            mark, tick, letter, words = option.groups()
            label = letter or mark[0]
            kinds, right = ("options", "right") if letter else ("reasons", "right_reason")
            if label in found[kinds] or (tick == "x" and found[right]):
                raise WordsFault(f"The question {name!r} has ({label}) twice, or two right ones.")
            found[kinds][label] = words
            found[right] = label if tick == "x" else found[right]
            if tick.isdigit():
                found["places"][label] = int(tick)
            asked.append(f"{mark}({letter}) {words}" if letter else f"{mark}{words}")
        elif label and (reply := _REPLY.match(line)):
            found["replies"][label] = f"{found['replies'].get(label, '')} {reply[1]}".strip()
        else:
            if not line.strip():
                label = ""
            elif label in found["options"]:
                found["options"][label] += " " + line.strip()
            asked.append(line)
    _check_complete(name, found)
    return found | {"ask": "\n".join(asked) + "\n"}


def _check_complete(name: str, found: dict) -> None:
    for kinds, right in (("options", "right"), ("reasons", "right_reason")):
        if found[kinds] and not found[right] and not found["places"]:
            raise WordsFault(f"The question {name!r} ticks none of its {kinds}: mark the right one with [x].")
    if silent := set(found["options"]) - set(found["replies"]) - {found["right"], *found["places"]}:
        raise WordsFault(f"The question {name!r} says nothing to ({', '.join(sorted(silent))}).")
