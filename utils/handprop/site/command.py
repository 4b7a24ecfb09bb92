"""`handprop site`: the words on the command line."""

from __future__ import annotations

import argparse
from pathlib import Path

from handprop.course.lessons import find_root
from handprop.language import tr


def add(commands) -> None:
    """Add the command to the parser of `handprop`."""
    help_ = tr("write the course as a folder of web pages that any host serves")
    one = commands.add_parser("site", help=help_, description=f"{help_.capitalize()}.")
    one.add_argument(
        "folder", type=Path, metavar="FOLDER", help=tr("a new folder, or one with an earlier site")
    )
    one.add_argument(
        "--address",
        default="",
        metavar="URL",
        help=tr("where it will be published, for previews of links and for QR codes"),
    )
    one.add_argument(
        "--repository", default="", metavar="OWNER/NAME", help=tr("on GitHub, for links to Binder and Colab")
    )
    one.add_argument(
        "--no-python",
        action="store_true",
        help=tr("without Python for the browser: pages and explorers only"),
    )
    one.set_defaults(command=_site)


def _site(options: argparse.Namespace) -> int:
    from handprop.site.make import make

    where = {"address": options.address, "repository": options.repository}
    make(find_root(), options.folder.resolve(), **where, python=not options.no_python)
    return 0
