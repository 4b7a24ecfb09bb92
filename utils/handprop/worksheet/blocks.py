"""What a sheet is made of, before anybody decides whether it becomes Markdown, HTML or a PDF."""

from __future__ import annotations

from dataclasses import dataclass

from handprop.draw.picture import Picture


@dataclass(frozen=True)
class Heading:
    """A heading; `level` 1 is the sheet's title."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Words:
    """A paragraph."""

    text: str


@dataclass(frozen=True)
class Formula:
    """A formula on one line or several: `rows` in LaTeX with an ``&`` before the sign, `spoken` as text."""

    rows: tuple[str, ...]
    spoken: str

    @property
    def latex(self) -> str:
        """All rows as one aligned formula."""
        return "\\begin{aligned}\n" + " \\\\\n".join(self.rows) + "\n\\end{aligned}"


@dataclass(frozen=True)
class Grid:
    """A table of plain text, its headings first."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Drawing:
    """A picture of the network."""

    picture: Picture


@dataclass(frozen=True)
class Room:
    """Empty lines to write on."""

    lines: int


Block = Heading | Words | Formula | Grid | Drawing | Room
