"""The words for learners in another language than English: the catalogue that HANDPROP_LANGUAGE names.

A language is a folder beside this file, as gettext and Babel lay it out: ``de/LC_MESSAGES/handprop.po``, and
``handprop.mo``, which is read.  Lessons are translated as whole files, in a folder of the language's name
beside them: ``lessons/03_partial_derivatives/de/lesson.md``.  CONTRIBUTING says how all are made.

>>> tr("There are {count} files.", count=3)
'There are 3 files.'
"""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gettext import GNUTranslations

_HERE = Path(__file__).parent


def language() -> str:
    """The language of this process, as its folder is named; empty for English."""
    return os.environ.get("HANDPROP_LANGUAGE", "")


def spoken() -> list[Path]:
    """The file of this process's catalogue, if there is one: what is said depends on it."""
    return [file for file in [_file(language())] if language() and file.is_file()]


def translated(file: Path) -> Path:
    """The same file in the folder of this language beside it, if it is there; else the file itself."""
    other = file.parent / language() / file.name
    return other if language() and other.is_file() else file


def tr(text: str, /, **values: object) -> str:
    """A text in the language of this process, with values in its places, as `str.format` puts them.

    A text without values is taken as it is, braces and all; what no catalogue has is said in English.
    """
    catalogue = _catalogue(language())
    said = catalogue.gettext(text) if catalogue and text else text
    return said.format(**values) if values else said


def trn(one: str, many: str, count: int, /, **values: object) -> str:
    """The text that goes with a count, as `tr` says it: for one, or for any other number."""
    catalogue = _catalogue(language())
    said = catalogue.ngettext(one, many, count) if catalogue else one if count == 1 else many
    return said.format(**values) if values else said


def in_browser(module: str) -> str:
    """JavaScript with what the catalogue says for its texts in front, where tr.js finds it."""
    catalogue = _catalogue(language())
    if not catalogue:
        return module
    every = catalogue._catalog  # type: ignore[attr-defined]  # as Django's catalogue for browsers does
    # A word that has a plural somewhere stands there by its number.
    texts = {text if isinstance(text, str) else text[0] for text in every}
    known = {text: catalogue.gettext(text) for text in texts if text and _stands(text, module)}
    words = json.dumps(known, ensure_ascii=False)
    return f"globalThis.handpropWords = {{...globalThis.handpropWords, ...{words}}};\n{module}"


def _stands(text: str, module: str) -> bool:
    return text in module or json.dumps(text, ensure_ascii=False)[1:-1] in module


@cache
def _catalogue(name: str) -> GNUTranslations | None:
    if not name or not _file(name).is_file():
        return None
    from gettext import GNUTranslations  # only where it is needed: most runs are in English

    with _file(name).open("rb") as opened:
        return GNUTranslations(opened)


def _file(name: str) -> Path:
    return _HERE / name / "LC_MESSAGES" / "handprop.mo"
