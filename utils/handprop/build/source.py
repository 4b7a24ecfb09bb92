"""Reading lesson.md and exercise.md: front matter, cells, and the line in the file that each came from.

jupytext reads the file (`md:myst`), after `fences` has reported and blanked out what is faulty in it.
"""

from __future__ import annotations

import re
import warnings
from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from jupytext.myst import get_parser, myst_to_notebook

from handprop.build.fences import DIRECTIVE, faults_of
from handprop.build.problem import Problem

# jupytext counts these as ends of lines, and Markdown does not.
ODD_BREAKS = re.compile("[\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")


@dataclass
class Cell:
    """One cell as the author wrote it: markdown, code, or the place of a question (its name is `source`)."""

    kind: str
    source: str
    metadata: dict
    line: int
    number: int


@dataclass
class Source:
    """One Markdown file: its path as messages show it, front matter, cells, and what is wrong."""

    path: str
    front: dict = field(default_factory=dict)
    cells: list[Cell] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def complain(self, text: str, line: int | None = None, cell: int | None = None) -> None:
        """Note something that the author has to mend."""
        self.problems.append(Problem(self.path, text, line, cell))

    def line_of(self, text: str) -> int | None:
        """The first line that holds `text`, from 1."""
        return next((k for k, line in enumerate(self.lines, 1) if text in line), None)


def read_source(path: Path, shown: str, directives: tuple[str, ...]) -> Source:
    """The file at `path`; `directives` are those allowed in it besides code-cell.

    Everything wrong with the file is in the result's `problems`; nothing is raised for an author's mistake.
    """
    source = Source(shown)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        source.complain("This file is not UTF-8 text; save it as UTF-8.")
        return source
    for odd in ODD_BREAKS.finditer(text):
        what = f"An invisible character, U+{ord(odd[0]):04X}, breaks the line; delete it."
        source.complain(what, text.count("\n", 0, odd.start()) + 1)
    text = ODD_BREAKS.sub(" ", text)
    source.lines = text.split("\n")
    kept = list(source.lines)
    tokens = get_parser().parse(text + "\n")
    faults = _read_front(source, tokens, kept)
    for token in tokens:
        faults += faults_of(token, source.lines, kept, directives)
    starts = _read_cells(source, kept, tokens)
    for fault, line in faults:
        in_cells = starts and line > _front_end(tokens)
        source.complain(fault, line, max(1, bisect_right(starts, line)) if in_cells else None)
    return source


def _front_end(tokens: list) -> int:
    return tokens[0].map[1] if tokens and tokens[0].type == "front_matter" else 0


def _read_front(source: Source, tokens: list, kept: list[str]) -> list[tuple[str, int]]:
    end = _front_end(tokens)
    if not end:
        return [("The file must begin with front matter: lines of YAML between two lines `---`.", 1)]
    kept[:end] = [""] * end
    try:
        front = yaml.safe_load(tokens[0].content)
    except yaml.YAMLError as fault:
        line, what = _yaml_fault(fault, first_line=2)
        return [(f"The front matter is not valid YAML: {what}.", line)]
    if not isinstance(front, dict):
        return [("The front matter must hold `name: value` lines.", 1)]
    source.front = front
    return []


def _yaml_fault(fault: yaml.YAMLError, first_line: int) -> tuple[int, str]:
    mark = getattr(fault, "problem_mark", None)
    return (first_line + mark.line if mark else first_line), getattr(fault, "problem", None) or str(fault)


def _read_cells(source: Source, kept: list[str], tokens: list) -> list[int]:
    """Fill `source.cells`; return the line, from 1, at which each cell of jupytext begins."""
    with warnings.catch_warnings(action="ignore"):  # jupytext warns where python and ipython3 are mixed
        notebook = myst_to_notebook("\n".join(kept), add_source_map=True)
    inside = {token.map[0]: token.content for token in tokens if token.type == "fence"}
    starts = []
    for number, (cell, start) in enumerate(
        zip(notebook.cells, notebook.metadata["source_map"], strict=True), 1
    ):
        metadata = dict(cell.metadata)
        if cell.cell_type == "code":
            line = start + 1 + _lines_above(cell.source, inside.get(start - 1, ""))
            source.cells.append(Cell("code", cell.source, metadata, line, number))
        else:
            line = next(k for k in range(start, len(kept)) if kept[k].strip()) + 1
            source.cells += _split_questions(cell.source, metadata, line, number)
        starts.append(start)  # the line above: the fence of code, or the break that holds a text's metadata
    return starts


def _lines_above(code: str, content: str) -> int:
    """How many lines of options stand above the code between two fences."""
    lines, wanted = content.split("\n"), code.split("\n")
    fits = (k for k in range(len(lines)) if lines[k : k + len(wanted)] == wanted)
    return next(fits, 0)


def _split_questions(text: str, metadata: dict, start: int, number: int) -> list[Cell]:
    lines, cells, done = text.split("\n"), [], 0

    def add_text(upto: int) -> None:
        first = next((k for k in range(done, upto) if lines[k].strip()), None)
        if first is not None:
            body = "\n".join(lines[first:upto]).rstrip()
            cells.append(Cell("markdown", body, dict(metadata), start + first, number))

    for token in get_parser().parse(text):
        match = DIRECTIVE.match(token.info.strip()) if token.type == "fence" and not token.level else None
        if match and match[1] == "question":
            add_text(token.map[0])
            cells.append(Cell("question", match[2].strip(), {}, start + token.map[0], number))
            done = token.map[1]
    add_text(len(lines))
    return cells
