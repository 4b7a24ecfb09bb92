"""What is wrong with the blocks of a lesson: fences, directives, options of cells, breaks between cells.

jupytext is lenient: a fence that is never closed swallows the rest of the file, and an indented code cell is
taken for text.  So the blocks are looked at before it reads them.  What is faulty is blanked out line by
line, so that the lines and the cells keep their numbers.
"""

from __future__ import annotations

import json
import re

import yaml
from jupytext.myst import MystMetadataParsingError, parse_directive_options

from handprop.course.words import WordsFault, words_of

DIRECTIVE = re.compile(r"\{([^}]*)\}\s*(.*)")
LEXERS = ("", "ipython3", "python", "python3")

Fault = tuple[str, int]  # what is wrong, and the line, from 1


def faults_of(token, lines: list[str], kept: list[str], directives: tuple[str, ...]) -> list[Fault]:
    """What is wrong with one block of markdown-it.

    `lines` is the file; a faulty block is blanked out in `kept`, a copy of it; `directives` are those allowed
    besides code-cell.
    """
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


def _look_at_break(token, kept: list[str]) -> list[Fault]:
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


def _look_at_text(token, lines: list[str]) -> list[Fault]:
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


def _unclosed(token, lines: list[str]) -> list[Fault]:
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


def _directive_faults(token, directives: tuple[str, ...]) -> list[Fault]:
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
    if not rest or len(rest.split()) > 1:
        return [("A question is placed by its name alone: ```{question} name.", line)]
    return _word_faults(rest, token.content, line)


def _word_faults(name: str, content: str, line: int) -> list[Fault]:
    try:
        words_of(name, content)
    except WordsFault as fault:
        return [(str(fault), line)]
    return []


def _cell_faults(token, lexer: str, line: int) -> list[Fault]:
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
