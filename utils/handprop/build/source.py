"""Reading lesson.md and exercise.md: front matter, cells, and the line in the file that each came from.

jupytext reads the file (`md:myst`).  It is lenient: a fence that is never closed swallows the rest of the
file, and an indented code cell is taken for text.  So the fences are looked at first, and what is faulty is
reported and blanked out line by line, which keeps all line numbers.
"""

from __future__ import annotations

import json
import re
import warnings
from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from jupytext.myst import MystMetadataParsingError, get_parser, myst_to_notebook, parse_directive_options

from handprop.build.places import Problem

DIRECTIVE = re.compile(r"\{([^}]*)\}\s*(.*)")
LEXERS = ("", "ipython3", "python", "python3")


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
    source.lines = text.split("\n")
    kept = list(source.lines)
    tokens = get_parser().parse(text + "\n")
    faults = _read_front(source, tokens, kept)
    for token in tokens:
        faults += _look_at(token, source.lines, kept, directives)
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


def _look_at(token, lines: list[str], kept: list[str], directives: tuple[str, ...]) -> list[tuple[str, int]]:
    """What is wrong with one block, as (text, line); a faulty block is blanked out in `kept`."""
    if token.type == "myst_block_break":
        return _look_at_break(token, kept)
    if token.type in ("paragraph_open", "code_block"):
        return _look_at_text(token, lines)
    if token.type == "heading_open" and token.tag == "h1":
        text = "The title is made from the front matter; headings in the text begin with ## or more."
        return [(text, token.map[0] + 1)]
    if token.type != "fence":
        return []
    found = [*_unclosed(token, lines), *_directive_faults(token, directives)]
    if found:
        _blank_out(token, kept)
    return found


def _blank_out(token, kept: list[str]) -> None:
    # What stands in its place keeps the count of the cells.
    first, end = token.map
    is_cell = token.info.startswith("{code-cell}") and not token.level
    kept[first:end] = ["```{code-cell}" if is_cell else "faulty", *[""] * (end - first - 1)]
    if is_cell and end - first > 1:
        kept[end - 1] = "```"


def _look_at_break(token, kept: list[str]) -> list[tuple[str, int]]:
    if not token.content.strip():
        return []
    try:
        fits = isinstance(json.loads(token.content), dict)
    except ValueError:
        fits = False
    if fits:
        return []
    kept[token.map[0]] = "+++"
    return [('After `+++` comes nothing, or metadata as JSON such as {"tags": ["…"]}.', token.map[0] + 1)]


def _look_at_text(token, lines: list[str]) -> list[tuple[str, int]]:
    found = []
    for number in range(token.map[0], min(token.map[1], len(lines))):
        stripped = lines[number].strip()
        if re.match(r":{3,}\s*\{", stripped):
            found.append((f"Unknown directive {stripped.lstrip(':').strip()}.", number + 1))
        elif token.type == "code_block" and re.match(r"(```|~~~)\s*\{", stripped):
            found.append(
                ("This fence is indented, so it is only text; move it to the left margin.", number + 1)
            )
    return found


def _unclosed(token, lines: list[str]) -> list[tuple[str, int]]:
    first, mark = token.map[0], token.markup
    end = lines[min(token.map[1], len(lines)) - 1].strip("> ") if token.map[1] - first > 1 else ""
    for number in range(first + 1, token.map[1] - 1):
        inner = re.match(r"\s*(`{3,}|~{3,})\s*\{", lines[number])
        if inner and inner[1].startswith(mark):
            return [
                (f"The fence opened here is not closed before the next one, line {number + 1}.", first + 1)
            ]
    if len(end) < len(mark) or set(end) != {mark[0]}:
        return [(f"The fence opened here is never closed; end it with a line {mark}.", first + 1)]
    return []


def _directive_faults(token, directives: tuple[str, ...]) -> list[tuple[str, int]]:
    match, line = DIRECTIVE.match(token.info.strip()), token.map[0] + 1
    if not match:
        return []
    name, rest = match[1].strip(), match[2].strip()
    if name not in ("code-cell", *directives):
        known = " and ".join(("code-cell", *directives))
        where = " Questions are placed in exercise.md." if name == "question" else ""
        return [(f"Unknown directive {{{name}}}; this file may use {known}.{where}", line)]
    if token.level:
        return [(f"A {name} inside a list or a quotation is only text; move it to the left margin.", line)]
    if name == "code-cell":
        return _cell_faults(token, rest, line)
    if not rest or len(rest.split()) > 1 or token.content.strip():
        return [("A question is placed by its name alone: ```{question} name, and nothing inside.", line)]
    return []


def _cell_faults(token, lexer: str, line: int) -> list[tuple[str, int]]:
    if lexer not in LEXERS:
        return [(f"A code cell holds Python; {lexer!r} is not understood.", line)]
    try:
        _, options = parse_directive_options(token.content, "")
    except (MystMetadataParsingError, yaml.YAMLError) as fault:
        return [(f"The options of this cell are not valid YAML: {' '.join(str(fault).split())}.", line)]
    tags = options.get("tags", []) if isinstance(options, dict) else None
    if tags is None or set(options) - {"tags"} or not isinstance(tags, list):
        return [("The only option of a code cell is its tags: `:tags: [nbval-ignore-output]`.", line)]
    return []


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
