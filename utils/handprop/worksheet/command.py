"""`handprop worksheet`: sheets of back-propagation on paper, with their solutions."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from handprop.course.faults import Refused
from handprop.language import tr

WORD = "worksheet"


def add(commands: argparse._SubParsersAction) -> None:
    """Add the command."""
    help_ = tr("write the back-propagation of a network as a sheet to print, with its solution")
    command = commands.add_parser(
        WORD,
        help=help_,
        description=tr(
            "{help}. Without --given, a network with nice numbers is drawn.", help=help_.capitalize()
        ),
    )
    command.add_argument("folder", metavar="FOLDER", type=Path, help=tr("where the files go"))
    command.add_argument("--given", metavar="FILE", type=Path, help=tr("the network and its data, as TOML"))
    command.add_argument(
        "--layers", default="2,2,1", help=tr("inputs, then units of each layer; default: 2,2,1")
    )
    command.add_argument(
        "--activations", default="", help=tr("one for each layer; default: relu, then linear")
    )
    command.add_argument(
        "--loss", default="", help=tr("half_squared, binary_cross_entropy, categorical_cross_entropy")
    )
    command.add_argument("--samples", type=int, default=1, help=tr("how many samples; default: 1"))
    command.add_argument("--biases", action="store_true", help=tr("with biases"))
    command.add_argument("--rate", default="0.1", help=tr("the learning rate; default: 0.1"))
    command.add_argument("--seed", default="0", help=tr("other numbers for another seed"))
    command.add_argument("--digits", type=int, default=4, help=tr("significant digits; default: 4"))
    command.add_argument(
        "--fractions", action="store_true", help=tr("exact fractions where the numbers are some")
    )
    command.add_argument(
        "--title", default="Back-propagation by hand", help=tr("what stands above the sheet")
    )
    command.add_argument("--formats", default="html", help=tr("html, md, pdf, or several: html,pdf"))
    many = command.add_mutually_exclusive_group()
    many.add_argument(
        "--sheets", type=int, default=1, metavar="N", help=tr("N sheets, each with other numbers")
    )
    many.add_argument(
        "--class", type=Path, dest="class_list", metavar="CSV", help=tr("a sheet for each id of a list")
    )
    command.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Write the sheets; 0 if that went well.  Raises Refused for what makes none."""
    from handprop.worksheet import for_a_class as sheets
    from handprop.worksheet.printing import Style
    from handprop.worksheet.problem import drawn, from_file
    from handprop.worksheet.sheet import Worksheet

    names = _names(options)
    if not 1 <= options.digits <= 12:
        raise Refused(tr("A sheet is printed with 1 to 12 digits."))
    style = Style(options.digits, options.fractions)
    given = from_file(options.given) if options.given else None
    if given and len(names) > 1:
        raise Refused(tr("A given network has one sheet; leave out --sheets and --class, or --given."))

    def make(name: str) -> Worksheet:
        title = f"{options.title}: {name}" if len(names) > 1 else options.title
        if given:
            return Worksheet(given, style, title)
        seed = f"{options.seed}|{name}"
        problem = drawn(
            _sizes(options.layers),
            [one.strip() for one in options.activations.split(",") if one.strip()],
            *(options.loss, options.samples, options.biases, options.rate, seed),
        )
        return Worksheet(problem, style, title)

    formats = [one.strip() for one in options.formats.split(",")]
    written = sheets.write(options.folder, names, make, formats, _say)
    folders = tr(
        "{folder} and {folder_2}",
        folder=options.folder / sheets.SHEETS,
        folder_2=options.folder / sheets.SOLUTIONS,
    )
    print(tr("{count} files in {folders}.", count=len(written) - 1, folders=folders))
    if (options.folder / sheets.ALL).is_file():
        print(tr("All sheets, to print in one go: {file}", file=options.folder / sheets.ALL))
    print(tr("All answers: {written}", written=written[-1]))
    return 0


def _say(told: str) -> None:
    """How far it is, in one line of the screen."""
    if sys.stderr.isatty():
        print(f"\r{told} ", end="", file=sys.stderr, flush=True)


def _sizes(text: str) -> list[int]:
    try:
        return [int(one) for one in text.replace("-", ",").split(",")]
    except ValueError:
        raise Refused(tr("--layers {words}: name whole numbers, such as 2,2,1.", words=text)) from None


def _names(options: argparse.Namespace) -> list[str]:
    from handprop.worksheet import for_a_class as sheets

    if options.class_list is None:
        return sheets.numbered(options.sheets)
    import csv

    try:
        with options.class_list.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (UnicodeDecodeError, csv.Error):
        raise Refused(
            tr("{class_list} is no CSV file in UTF-8.", class_list=options.class_list.name)
        ) from None
    names = [name for row in rows if (name := (row.get("id") or "").strip())]
    if not names:
        raise Refused(
            tr("{class_list} has no column id with names in it.", class_list=options.class_list.name)
        )
    return names
