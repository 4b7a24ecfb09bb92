"""`handprop prove`: what the checks of functions do with every small change of the solutions."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handprop.check.question import Question
    from handprop.prove.prove import Proof

OK, SURVIVED, FAULTY = 0, 1, 2


def add(commands) -> None:
    """Add the command to the parser of `handprop`."""
    help_ = "try the checks of functions on every small change of the solutions (minutes)"
    command = commands.add_parser("prove", help=help_, description=f"{help_.capitalize()}.")
    command.add_argument(
        "names", nargs="*", metavar="NAME", help="a question with the number of its lesson: 06.exercise_2"
    )
    command.add_argument("--write", action="store_true", help="put what comes out into docs/proof.md")
    command.set_defaults(command=run)


def functions(names: list[str]) -> Iterator[tuple[str, Question]]:
    """The questions with a domain, by number of lesson and name: those named, or all."""
    from handprop.course.lessons import lessons
    from handprop.course.questions import load_questions

    for lesson in lessons():
        for question in load_questions(lesson):
            name = f"{lesson[:2]}.{question.name}"
            if question.domain is not None and (not names or name in names):
                yield name, question


def run(options: argparse.Namespace) -> int:
    """Prove them one after the other; 1 if a mutant survives without a reason."""
    from handprop.prove import table
    from handprop.prove.prove import prove

    found = list(functions(options.names))
    if unknown := set(options.names) - {name for name, _ in found}:
        print(f"There is no function to write in {', '.join(sorted(unknown))}.", file=sys.stderr)
        return FAULTY
    print(f"{'question':<24}" + "".join(f"{title:>11}" for title in table.Row._fields))
    proofs = {name: _told(name, prove(question)) for name, question in found}
    if options.write:
        table.write({name: table.row(proof) for name, proof in proofs.items()})
    return SURVIVED if any(proof.surviving for proof in proofs.values()) else OK


def _told(name: str, proof: Proof) -> Proof:
    from handprop.prove import table

    print(f"{name:<24}" + "".join(f"{count:>11}" for count in table.row(proof)), flush=True)
    for mutant in proof.surviving:
        print(f"    line {mutant.line}: {mutant.change}")
    return proof
