"""Numbers that look random and come again: from the secret of a class, a learner and a question."""

from __future__ import annotations

import hashlib
import hmac
import random
import unicodedata
from collections.abc import Sequence
from typing import Any


class Stream:
    """A source of draws, the same for the same key, on every machine and in every version of Python."""

    def __init__(self, key: bytes):
        # Of Python's generator only `random` is promised to stay as it is.
        self._random = random.Random(int.from_bytes(key, "big")).random

    def choice(self, values: Sequence[Any]) -> Any:
        """One of the values."""
        return values[int(self._random() * len(values))]

    def shuffled(self, values: Sequence[Any]) -> list[Any]:
        """The values in another order."""
        order = sorted(range(len(values)), key=[self._random() for _ in values].__getitem__)
        return [values[k] for k in order]


def stream(secret: bytes, lesson: str, question: str, learner: str, attempt: int = 1) -> Stream:
    """The draws for a learner's question; nobody without the secret can tell them beforehand."""
    parts = (lesson, question, plain(learner), str(attempt))
    text = "".join(f"{len(part.encode())}:{part}" for part in parts)  # no two lists of parts make one text
    return Stream(hmac.new(secret, text.encode(), hashlib.sha256).digest())


def plain(learner: str) -> str:
    """A learner's name in the one form in which names are compared: accents composed, no capitals."""
    return " ".join(unicodedata.normalize("NFC", learner).casefold().split())
