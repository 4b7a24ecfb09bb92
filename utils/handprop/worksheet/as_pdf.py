"""A sheet as a PDF that screen readers can read (PDF/UA), set by Typst; the extra `print` brings it.

Pandoc turns the LaTeX of the formulas into Typst's notation, all of a sheet in one go.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path

from handprop.language import tr
from handprop.worksheet.blocks import Block, Drawing, Formula, Grid, Heading, Room, Words

_PAGE = """\
#set document(title: {title})
#set page(paper: "a4", margin: 2cm, numbering: "1")
#set text(size: 11pt, lang: "en")
#set table(stroke: (x: none, y: 0.4pt + gray))
#show math.equation: set block(breakable: false)
#show heading: set block(above: 1.6em, below: 0.9em, sticky: true)
"""


_NEXT = '#pagebreak(to: "odd")\n#counter(page).update(1)'  # a sheet of paper belongs to one learner


def written(*sheets: Sequence[Block]) -> bytes:
    """The sheet as a PDF; several begin on a front page each, so that both sides can be printed.

    Raises ModuleNotFoundError, which the commands turn into a sentence, without the extra `print`.
    """
    import typst

    blocks = [block for sheet in sheets for block in sheet]
    formulas = iter(_in_typst([block for block in blocks if isinstance(block, Formula)]))
    with tempfile.TemporaryDirectory() as folder:
        parts = [_block(block, formulas, Path(folder), number) for number, block in enumerate(blocks)]
        for start in sorted(accumulate(map(len, sheets[:-1])), reverse=True):
            parts.insert(start, _NEXT)
        title = next((block.text for block in blocks if isinstance(block, Heading)), "Worksheet")
        source = Path(folder) / "sheet.typ"
        source.write_text("\n".join([_PAGE.format(title=_text(title)), *parts]), encoding="utf-8")
        return typst.compile(str(source), pdf_standards="ua-1")


def _block(block: Block, formulas: Iterator[str], folder: Path, number: int) -> str:
    match block:
        case Heading(text, level):
            return f"#heading(level: {level}, {_text(text)})"
        case Words(text):
            return f"#par({_text(text)})"
        case Formula():
            # Text for those who cannot see the formula: PDF/UA asks for it.
            return f"#math.equation(block: true, alt: {_text(block.spoken)}, ${next(formulas)}$)"
        case Grid(rows):
            cells = [
                f"table.header({', '.join(map(_text, rows[0]))})",
                *(_text(cell) for row in rows[1:] for cell in row),
            ]
            return f"#table(columns: {len(rows[0])}, {', '.join(cells)})"
        case Drawing(picture):
            (folder / f"{number}.png").write_bytes(picture.png)
            return f'#image("{number}.png", width: 85%, alt: {_text(picture.alt)})'
        case Room(lines):
            return f"#for _ in range({lines}) {{ v(1.6em); line(length: 100%, stroke: 0.3pt + gray) }}"
    raise TypeError(f"no block: {block!r}")


def _in_typst(formulas: Sequence[Formula]) -> list[str]:
    """The formulas in Typst's notation, in their order."""
    if not formulas:
        return []
    import pypandoc

    source = "\n\n".join(f"$$ {formula.latex.replace(chr(10), ' ')} $$" for formula in formulas)
    told = pypandoc.convert_text(
        source, "typst", format="markdown+tex_math_dollars", extra_args=["--wrap=none"]
    )
    found = [one.strip().strip("$").strip() for one in told.strip().split("\n\n")]
    if len(found) != len(formulas):
        raise RuntimeError(
            tr("pandoc made {made} formulas of {given}.", made=len(found), given=len(formulas))
        )
    return [f" {one} " for one in found]


def _text(words: str) -> str:
    """Words as a Typst string, in which nothing is markup."""
    return json.dumps(words, ensure_ascii=False)
