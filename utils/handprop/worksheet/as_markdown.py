"""A sheet as Markdown, with formulas in LaTeX between dollar signs."""

from __future__ import annotations

import base64
from collections.abc import Sequence

from handprop.language import tr
from handprop.worksheet.blocks import Block, Drawing, Formula, Grid, Heading, Room, Words


def written(blocks: Sequence[Block]) -> str:
    """The sheet as a text that Jupyter, GitHub and pandoc read."""
    return "\n\n".join(_block(block) for block in blocks) + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f"{'#' * level} {text}"
        case Words(text):
            return text
        case Formula():
            return f"$$\n{block.latex}\n$$"
        case Grid(rows):
            return _table(rows)
        case Drawing(picture):
            data = base64.b64encode(picture.png).decode("ascii")
            return f"![{picture.alt}](data:image/png;base64,{data})"
        case Room(lines):
            return "\n\n".join(["&nbsp;"] * lines)
    raise TypeError(tr("no block: {block!r}", block=block))


def _table(rows: Sequence[Sequence[str]]) -> str:
    head, *rest = (f"| {' | '.join(row)} |" for row in rows)
    return "\n".join([head, "|" + " --- |" * len(rows[0]), *rest])
