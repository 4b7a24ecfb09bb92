"""How Babel finds the sentences of explorers: every value in a ``words.json``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import IO, Any


def words(file: IO[bytes], *_: Any, **__: Any) -> Iterator[tuple[int, str, str, list[str]]]:
    """Line, function, text and comments of each, as Babel's own extractors give them."""
    yield from ((0, "", text, []) for text in json.load(file).values())
