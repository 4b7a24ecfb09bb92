"""A sheet as one HTML file that needs nothing else: formulas are MathML, pictures are in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from handprop.language import tr
from handprop.worksheet.blocks import Block, Drawing, Formula, Grid, Heading, Room, Words

# A minus sign behind a bracket or another sign belongs to its number; the browser cannot know.
_MINUS = re.compile(r"(<mo[^>]*>(?:\(|&#x00028;|=|&#x0003D;|&#x02248;)</mo>)<mo>(&#x02212;|-)</mo>")
_PREFIX = r'\1<mo form="prefix">\2</mo>'

_STYLE = """\
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; margin: 1rem 0; }
th, td { border-bottom: 1px solid #8888; padding: .2rem .8rem; text-align: left; }
td { font-variant-numeric: tabular-nums; }
.formula { overflow-x: auto; margin: .8rem 0; }
.formula math { font-size: 1.1rem; math-style: normal; }
.room div { border-bottom: 1px dotted #888; height: 2rem; }
img { max-width: 100%; height: auto; background: #fff; border-radius: 6px; }
h2, h3 { break-after: avoid; margin-top: 2rem; }
tr, .formula, figure { break-inside: avoid; }
@media print { body { max-width: none; margin: 0; font-size: 11pt; } }
"""


def written(blocks: Sequence[Block]) -> str:
    """The sheet as a page."""
    title = next((block.text for block in blocks if isinstance(block, Heading)), tr("Worksheet"))
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"{fragment(blocks)}\n</main>\n</body>\n</html>\n"
    )


def fragment(blocks: Sequence[Block]) -> str:
    """The sheet as the inside of a page, for a notebook."""
    return "\n".join(_block(block) for block in blocks)


def _block(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f"<h{level}>{escape(text)}</h{level}>"
        case Words(text):
            return f"<p>{escape(text)}</p>"
        case Formula():
            return _formula(block)
        case Grid(rows):
            return _table(rows)
        case Drawing(picture):
            return picture.figure_html()
        case Room(lines):
            return f'<div class="room" aria-hidden="true">{"<div></div>" * lines}</div>'
    raise TypeError(tr("no block: {block!r}", block=block))


def _formula(formula: Formula) -> str:
    from latex2mathml.converter import convert

    # A table of our own: MathML Core, which browsers follow, aligns no rows at their signs.
    rows = [row.partition("&") for row in formula.rows]
    cells = "".join(
        f'<tr><td style="border: 0; text-align: right">{convert(left) if left.strip() else ""}</td>'
        f'<td style="border: 0">{_MINUS.sub(_PREFIX, convert(right))}</td></tr>'
        for left, _, right in rows
    )
    return f'<div class="formula"><table role="presentation">{cells}</table></div>'


def _table(rows: Sequence[Sequence[str]]) -> str:
    head, *rest = rows
    heads = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rest)
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
