"""What Babel finds besides `tr("...")`: sentences of explorers, and the words of mistakes."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from typing import IO, Any

from babel.messages.extract import extract_python

Found = Iterator[Any]  # line, function, text and comments, as Babel takes them


def words(file: IO[bytes], *_: Any, **__: Any) -> Found:
    """Every value in a ``words.json``."""
    yield from ((0, "", text, []) for text in json.load(file).values())


def mistakes(file: IO[bytes], keywords: Any, comment_tags: Any, options: Any) -> Found:
    """As Babel finds them; and what is named name, belief or hint, which `Mistake` says through `tr`."""
    yield from extract_python(file, keywords, comment_tags, options)
    file.seek(0)
    named: list[tuple[object, ast.expr]] = []
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.keyword):
            named.append((node.arg, node.value))
        elif isinstance(node, ast.Dict):
            keys = [getattr(key, "value", None) for key in node.keys]
            named += zip(keys, node.values, strict=True)
    for name, one in named:
        match one:
            case ast.Constant(str(text)) if name in ("name", "belief", "hint") and " " in text:
                yield one.lineno, "", text, []
