"""Names that come from outside, made safe to print and to write under.

A learner's name may hold anything that a file system or a class list allows: control codes for the terminal,
a path, a formula for a spreadsheet, characters that differ only in case.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from handprop.course.lessons import lessons

LONGEST = 100  # characters of a name; nbgrader's gradebook has room for 128, file systems for 255 bytes

_SUFFIX = re.compile(
    r"(?:\.(?:ipynb|zip|tar|gz|tgz|bz2|xz|7z|rar|txt|json|html?|download|crdownload|bak|pdf))+"
    r"(?P<copy> ?\(\d+\))?$",
    re.IGNORECASE,
)
_LESSON = re.compile(
    r"\d\d[_\- ]?(?:" + "|".join(one[3:].replace("_", "[_\\- ]?") for one in lessons()) + ")", re.I
)
_COPY = re.compile(r"(?:[ _-]*(?:\(\d+\)|- ?copy|copy|- ?kopie|kopie)(?: ?\(?\d+\)?)?)+$", re.IGNORECASE)
# What people add to a file's name to tell their own attempts apart.
_ATTEMPT = frozenset(
    re.findall(
        r"\w+",
        """
        a abgabe again alt an answer answers aufgabe by copie copy corrected correction del done draft
        dritte ende endgültig entwurf erste erster essai exercise exercises fertig fin final finale first
        fix fixed for hand handin handprop homework hw in intento jupyter kopie korrigiert last late
        latest letzte most my nb neu neue new nochmal notebook nr number of old on one really recent redo
        resubmission resubmit result retry rev revised revision right second solution solutions solved sub
        submission submit submitted task tentative test the third three to try two update updated upload v
        ver versie version versione versuch with work working works wrong zweite
        """,
    )
)
_NOT_IN_FILES = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)  # on Windows
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def identity(text: str) -> str:
    """A learner's name as it is kept: composed Unicode, no blanks around it, of bounded length."""
    whole = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")  # names in old encodings
    kept = unicodedata.normalize("NFC", whole).strip()
    if whole == text and len(kept) <= LONGEST:
        return kept
    return f"{kept[: LONGEST - 9].strip()}~{_digest(text)}"


def plain_stem(name: str) -> str:
    """A file's name without the endings of a notebook or an archive, as browsers leave them."""
    match = _SUFFIX.search(name)
    return (name[: match.start()] + (match["copy"] or "")) if match and match.start() else name


def without_copy(stem: str) -> str:
    """A name without what a browser or a desktop adds to the name of a copy: ``ada (1)``, ``ada - Copy``."""
    return _COPY.sub("", stem).strip() or stem


def without_lesson(stem: str) -> str:
    """A name without the name of an exercise."""
    return re.sub(r"^[\s_.,-]+|[\s_.,-]+$", "", _LESSON.sub("", stem))


def residue(stem: str, known: Iterable[str] = (), *, single: bool = False) -> str:
    """What a name says besides exercise, number and attempt, perhaps a person; "" for ``06_by_hand-final2``.

    Words of `known`, and single letters unless `single`, say nothing.
    """
    words = re.findall(r"[^\W\d_]+", without_lesson(stem).casefold())
    told = [word for word in words if word not in _ATTEMPT or (single and len(word) == 1)]
    return " ".join(word for word in told if (single or len(word) > 1) and word not in known)


def printable(text: str) -> str:
    """The text on one line, with nothing in it that a terminal would obey."""
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in text)


def folder_names(learners: Iterable[str]) -> dict[str, str]:
    """A folder's name for each learner: the learner's own where it is safe, and never the same for two.

    A name that had to be changed, or that differs from another in case only, ends in a digest of it.
    """
    safe = {learner: _safe(learner) for learner in learners}
    used = Counter(name.casefold() for name in safe.values())
    return {
        learner: name if name == learner and used[name.casefold()] == 1 else f"{name}~{_digest(learner)}"
        for learner, name in safe.items()
    }


def cell(value: object) -> object:
    """A value for a CSV file: a text that a spreadsheet would run as a formula gets an apostrophe in front.

    After https://owasp.org/www-community/attacks/CSV_Injection; numbers, and a lone minus, stay as they are.
    """
    if isinstance(value, str) and value != "-" and value.lstrip(" ").startswith(_FORMULA):
        return f"'{value}"
    return value


def _safe(text: str) -> str:
    text = _NOT_IN_FILES.sub("_", text).strip(". ")
    while len(text.encode()) > LONGEST:
        text = text[:-1]
    return f"_{text}" if not text or _RESERVED.fullmatch(text) else text


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
