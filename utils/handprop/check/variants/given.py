"""The file of numbers that an instructor hands out, and a learner's part of it.

One file may be for one learner or for a class.  Names stand in it as salted digests, so that it does not
list the class; it holds numbers only: neither answers nor the secret that they were drawn with.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from handprop.check.variants.draw import Drawn
from handprop.check.variants.stream import plain
from handprop.course import where
from handprop.course.faults import Refused
from handprop.language import tr

NAME = "numbers.json"
_PLACE = "HANDPROP_NUMBERS"
_USER = "JUPYTERHUB_USER"
Lessons = Mapping[str, Mapping[str, Drawn]]
"""lesson -> question -> what was drawn for it."""


class NumbersFault(Refused):
    """A learner's numbers cannot be had; the message says why, and what to do."""


def written(learners: Mapping[str, Lessons], salt: str) -> str:
    """The text of a file for these learners."""
    content = {"salt": salt, "learners": {_key(salt, name): of for name, of in learners.items()}}
    return json.dumps({"handprop": "numbers", "digest": _digest(content), **content}, sort_keys=True) + "\n"


def mine(lesson: str, me: str = "") -> Mapping[str, Drawn]:
    """What was drawn for the questions of a lesson, for the learner `me`; raises NumbersFault.

    Without a name it is the user of the hub, or the one learner that the file is for.
    """
    content = _read(_file())
    of = _learner(content, me.strip(), lesson)
    if lesson not in of:
        raise NumbersFault(
            tr(
                "{name} holds no numbers for {lesson}. Ask your instructor for a newer one.",
                name=NAME,
                lesson=lesson,
            )
        )
    return of[lesson]


def _learner(content: Mapping[str, Any], name: str, lesson: str) -> Lessons:
    learners = content["learners"]
    key = _key(content["salt"], name or os.environ.get(_USER, ""))
    if key in learners:
        return learners[key]
    if name:
        said = tr("{name} holds no numbers for {name_2!r}.", name=NAME, name_2=name[:60])
        raise NumbersFault(
            tr("{said} Write the name as it stands on your instructor's class list.", said=said)
        )
    if len(learners) == 1:
        return next(iter(learners.values()))
    call = f'exercise("{lesson}", me="...")'
    raise NumbersFault(tr("Whose numbers? Write your name into the first cell: {call}.", call=call))


def _file() -> Path:
    """Where the numbers are: the file that HANDPROP_NUMBERS names, else beside the notebook or above it."""
    if named := os.environ.get(_PLACE):
        return Path(named)
    folders = [Path.cwd(), Path.cwd().parent, *filter(None, [where.find()])]
    return next((folder / NAME for folder in folders if (folder / NAME).is_file()), folders[0] / NAME)


def _read(file: Path) -> Mapping[str, Any]:
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NumbersFault(
            tr(
                "Your numbers are not here: put {name}, which your instructor gave you, "
                "beside this notebook.",
                name=NAME,
            )
        ) from None
    except (OSError, ValueError):
        content = None
    if not _is_whole(content):
        raise NumbersFault(
            tr("{file} is damaged or was changed. Ask your instructor for it again.", file=file.name)
        )
    return content


def _is_whole(content: object) -> bool:
    if not isinstance(content, dict) or content.get("handprop") != "numbers":
        return False
    parts = {name: content.get(name) for name in ("salt", "learners")}
    return content.get("digest") == _digest(parts)


def _digest(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _key(salt: str, name: str) -> str:
    return hashlib.sha256(f"{salt}\0{plain(name)}".encode()).hexdigest()[:24]
