"""The table of docs/proof.md: what came of the mutants of each question, when it was last proved."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from handprop.course.lessons import own_root

if TYPE_CHECKING:
    from handprop.prove.prove import Proof

PAGE = own_root() / "docs" / "proof.md"
_ROW = re.compile(r"\| (\S+) \|" + r" (\d+) \|" * 6)
_WORDS = """# What the checks of functions refuse

This page is generated: `handprop prove --write` writes a row for each question that it tries. Do not edit it.

Every small change of a solution (a mutant: another operator, a constant, an index, a line left out, a number
clipped or rounded, a list changed in place, a value kept between calls, ...) was handed to the check of its
question. *Equivalent* is a mutant that gives the right numbers on 1000 other cases of all that the question
allows. *Excused* is one that may pass, with the reason in `utils/handprop/prove/reasons.py`. What *survives*
is a hole in the check. Seconds are those of one processor.

| question | mutants | rejected | equivalent | excused | surviving | seconds |
|---|---:|---:|---:|---:|---:|---:|
"""


class Row(NamedTuple):
    """The counts of one question."""

    made: int
    rejected: int
    equivalent: int
    excused: int
    surviving: int
    seconds: int


def row(proof: Proof) -> Row:
    """The counts of a proof."""
    counts = (len(proof.equivalent), len(proof.excused), len(proof.surviving))
    return Row(proof.made, proof.rejected, *counts, round(proof.seconds))


def cells(counts: Row) -> str:
    """The counts side by side, as they stand in a row of a table."""
    return " | ".join(map(str, counts))


def rows() -> dict[str, Row]:
    """The rows of the page as it stands, by question."""
    if not PAGE.exists():
        return {}
    found = _ROW.findall(PAGE.read_text(encoding="utf-8"))
    return {name: Row(*map(int, counts)) for name, *counts in found if name != "all"}


def write(new: dict[str, Row]) -> None:
    """Put these rows into the page; those of other questions stay."""
    every = sorted((rows() | new).items())
    lines = [f"| {name} | {cells(counts)} |\n" for name, counts in every]
    total = Row(*(sum(column) for column in zip(*(counts for _, counts in every), strict=True)))
    last = f"| all | {cells(total)} |\n"
    PAGE.write_text(_WORDS + "".join(lines) + last, encoding="utf-8")
