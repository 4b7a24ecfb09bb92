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
# What is said in English alone, by file or folder, and why.  Anything else goes through the catalogue.
LEFT = {
    "border/channel.py": "faults between processes, which nobody is shown",
    "border/plain.py": "what Python would print of a number, for one too long to print",
    "build": "for authors, who write the lessons in English; the pages of docs/",
    "check/mistakes": "for authors: why a mistake leaves no trace, in docs/mistakes.md; names of functions",
    "check/variants/draw.py": "for authors, whose numbers cannot be drawn",
    "cli.py": "columns of numbers",
    "course/words.py": "for authors, of a fault in exercise.md",
    "demo/notes.py": "docs/demos.md, a page of docs/",
    "grade/gradebook/engine.py": "an assertion",
    "grade/intake/names.py": "words that names of files are searched for, in nine languages",
    "grade/intake/names_file.py": "the header of names.csv, by which it is read again",
    "grade/intake/worksheet.py": "the header of Moodle's table",
    "grade/nbgrader/sentences.py": "how a traceback begins",
    "grade/report/screen.py": "columns of numbers",
    "grade/sandbox/inside/guest.py": "faults between processes; a cell of code",
    "grade/sandbox/wasm/machine.py": "faults of the machine's own, which a log keeps",
    "little_torch": "PyTorch's own messages, which learners look up",
    "prove": "for authors; docs/proof.md",
}
SAID = {"tr", "trn", "counted"}
SAID_BY_THEMSELVES = {"name", "belief", "hint"}  # of mistakes
_SENTENCE = re.compile(r"(?:\b[A-Za-z][a-z'’-]*[ ,]+){3}[a-z]+")
_CODE = re.compile(
    r"[<>\\]|\{[^}]* |\S=|;(?! )|^import |^\[|SELECT|INSERT|UPDATE|hp-|^module .* has no attribute"
)


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
            case ast.Call(ast.Attribute(ast.Name("traitlets")), _, keywords):
                apart.update(keyword.value for keyword in keywords)  # help, which documents
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
    """How many there are in each place of LEFT; elsewhere, by file."""
    return Counter(place_of(name) for _, name, *_ in unsaid())


def place_of(name):
    """The place of LEFT in which a file is, or its own name."""
    return next((place for place in LEFT if name == place or name.startswith(f"{place}/")), name)


if __name__ == "__main__":
    if sys.argv[1:]:
        for room, name, line, text in unsaid():
            if room == sys.argv[1]:
                print(f"{name}:{line}: {text[:100]}")
    else:
        for place, count in sorted(counts().items()):
            print(f"{count:4} {place}: {LEFT.get(place, 'no reason')}")
