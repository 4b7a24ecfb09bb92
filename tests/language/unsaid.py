"""Sentences that do not go through the catalogue, room by room: ``python tests/language/unsaid.py [ROOM]``.

A sentence has four words or more and is no documentation, no key and no argument of `tr`, `trn` or `counted`;
some that it counts are code or written for authors alone.  With a room it lists them.
"""

import ast
import re
import sys
from collections import Counter
from pathlib import Path

from babel.messages.jslexer import tokenize

REPO = Path(__file__).resolve().parents[2]
PACKAGE = REPO / "utils" / "handprop"
SAID = {"tr", "trn", "counted"}
SAID_BY_THEMSELVES = {"name", "belief", "hint"}  # of mistakes
_SENTENCE = re.compile(r"(?:\b[A-Za-z][a-z'’-]*[ ,]+){3}[a-z]+")
_CODE = re.compile(r"[=;{}<>\\]|SELECT|INSERT|UPDATE|hp-")


def is_sentence(text):
    """Whether a text reads as words for people."""
    return bool(_SENTENCE.search(text)) and not _CODE.search(text)


def in_python(source):
    """(line, text) of each sentence in a module."""
    tree = ast.parse(source)
    apart = set()
    for node in ast.walk(tree):
        match node:
            case ast.Expr(ast.Constant() as words):
                apart.add(words)
            case ast.Call(ast.Name(name), args) if name in SAID:
                apart.update(args)
            case ast.keyword(name, value) if name in SAID_BY_THEMSELVES:
                apart.add(value)
            case ast.Dict(keys, values):
                apart.update(key for key in keys if key is not None)
                apart.update(
                    value
                    for key, value in zip(keys, values, strict=True)
                    if getattr(key, "value", None) in SAID_BY_THEMSELVES
                )
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            apart.update(node.values)
            text = "".join(
                getattr(part, "value", "") if isinstance(part, ast.Constant) else "a" for part in node.values
            )
            if is_sentence(text):
                yield node.lineno, text
        elif (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and node not in apart
            and is_sentence(node.value)
        ):
            yield node.lineno, node.value


def in_f_strings(source):
    """(line, call) of each call for the catalogue in an f-string, where Babel on Python 3.11 sees none."""
    for text in ast.walk(ast.parse(source)):
        if isinstance(text, ast.JoinedStr):
            for node in ast.walk(text):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAID:
                    yield node.lineno, ast.unparse(node)


def in_javascript(source):
    """(line, text) of each sentence in a module."""
    before = ["", ""]
    for token in tokenize(source, template_string=True):
        if token.type in ("string", "template_string") and before != ["tr", "("] and is_sentence(token.value):
            yield token.lineno, token.value
        before = [before[1], token.value]


def unsaid():
    """(room, file, line, text) of all."""
    for path in sorted(PACKAGE.rglob("*")):
        read = {".py": in_python, ".js": in_javascript}.get(path.suffix)
        if read and path.name != "bundle.js":
            name = path.relative_to(PACKAGE)
            for line, text in read(path.read_text(encoding="utf-8")):
                yield name.parts[0], name.as_posix(), line, text


def counts():
    """How many there are in each room."""
    return Counter(room for room, *_ in unsaid())


if __name__ == "__main__":
    if sys.argv[1:]:
        for room, name, line, text in unsaid():
            if room == sys.argv[1]:
                print(f"{name}:{line}: {text[:100]}")
    else:
        for room, count in sorted(counts().items()):
            print(f"{count:4} {room}")
