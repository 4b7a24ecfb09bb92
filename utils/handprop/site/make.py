"""Making the site: every page, what the pages load, the search, Python, and what keeps it offline."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import segno

from handprop import __version__
from handprop.course.faults import Refused
from handprop.language import tr
from handprop.site import assets, formulas, licences, offline, pictures, runtime, search
from handprop.site.contents import Page, pages
from handprop.site.exporter import Exporter

# Everything comes from the folder itself.  WebAssembly needs leave of its own, and so does the one script
# that stands in the page, which chooses light or dark before anything is painted; KaTeX writes styles.
POLICY = (
    "default-src 'none'; script-src 'self' {theme} 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; "
    "manifest-src 'self'; form-action 'none'; base-uri 'none'"
)
_MARK = ".handprop-site"
_MORE = re.compile(r"sklearn|digits\(")


@dataclass(frozen=True)
class Entry:
    """A lesson with its exercise in the contents, and its page for practice, if it has one."""

    lesson: Page
    exercise: Page
    questions: int
    practice: Page | None


@dataclass
class Site:
    """What all pages share.

    `address` is where it will be published, or empty; `runtime` the name of the folder of Python, or empty.
    """

    all: list[Page]
    bundle: assets.Bundle
    theme: str  # the script that stands in every page
    address: str = ""
    repository: str = ""
    runtime: str = ""
    parts: dict = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)  # of all pages, by the names of their files
    version: str = __version__  # for the template, as are all

    @property
    def policy(self) -> str:
        """The content security policy."""
        digest = base64.b64encode(hashlib.sha256(self.theme.encode()).digest()).decode()
        return POLICY.format(theme=f"'sha256-{digest}'")

    @property
    def contents(self) -> list[Entry]:
        """The lessons, each with its exercise."""
        lessons = [page for page in self.all if page.kind == "lesson"]
        exercises, more = (
            {page.lesson: page for page in self.all if page.kind == kind} for kind in ("exercise", "practice")
        )
        return [
            Entry(one, exercises[one.lesson], _questions(exercises[one.lesson]), more.get(one.lesson))
            for one in lessons
        ]

    def practice(self, page: Page) -> Page | None:
        """The page for practice of an exercise's lesson, if it has one."""
        return next((one for one in self.all if one.kind == "practice" and one.lesson == page.lesson), None)

    @property
    def texts(self) -> list[Page]:
        """The other pages."""
        return [page for page in self.all if page.kind == "text"]

    def neighbours(self, page: Page) -> tuple[Page | None, Page | None]:
        """The pages before and after, in reading order; practice lies beside it, behind its exercise."""
        read = [one for one in self.all if one.kind != "practice"]
        aside = page.kind == "practice"
        at = (
            [(one.kind, one.lesson) for one in read].index(("exercise", page.lesson))
            if aside
            else read.index(page)
        )
        before = read[at] if aside else read[at - 1] if at else None
        return (before, read[at + 1] if at + 1 < len(read) else None)


def make(
    root: Path,
    folder: Path,
    *,
    address: str = "",
    repository: str = "",
    python: bool = True,
    say: Callable = print,
) -> None:
    """Write the site of the course at `root` into `folder`, which is new, empty or a site made earlier.

    `address` is where it will be published, `repository` its ``OWNER/NAME`` on GitHub, for links to
    Binder and Colab.

    Raises Refused for another folder, Stop where Node.js and its packages are missing, OSError.
    """
    _clear(folder)
    (folder / "assets").mkdir(parents=True)
    bundle = assets.bundle(root, folder / "assets")
    names = bundle.names
    theme = folder / "assets" / names["theme.js"]
    assets.copy_parts(folder / "assets")
    assets.copy_pictures(root, folder / "assets")
    address = address.rstrip("/") + "/" if address else ""
    site = Site(pages(root, runs=python), bundle, theme.read_text(encoding="utf-8"), address, repository)
    theme.unlink()
    site.parts = {"live": bundle.live, "formulas": names["formulas.css"], "widgets": names["widgets.css"]}
    if python:
        site.runtime, site.parts["sizes"] = runtime.add(folder)
        site.parts["worker"] = names["worker.js"]
        site.parts["more"] = _want_more(root)
        sizes = site.parts["sizes"]
        site.parts["megabytes"] = round(sum(sizes.values()) / 1e6)
        site.parts["first_megabytes"] = round((sum(sizes.values()) - sizes["more.zip"]) / 1e6)
    _write_pages(site, root, folder)
    search.index(root, folder)
    _write_demos(folder)
    (folder / "licences.txt").write_text(licences.text(root, python), encoding="utf-8")
    offline.write(folder, {page.url: _heading(page) for page in site.all})
    (folder / _MARK).write_text(f"{__version__}\n", encoding="utf-8")
    say(f"{folder}: {len(site.all)} pages. Serve it with `python -m http.server --directory {folder}`.")


def _clear(folder: Path) -> None:
    if folder.is_dir() and any(folder.iterdir()):
        if not (folder / _MARK).is_file():
            raise Refused(
                tr(
                    "{folder} holds other files: name a new folder, so that none of them is lost.",
                    folder=folder,
                )
            )
        shutil.rmtree(folder)


def _write_pages(site: Site, root: Path, folder: Path) -> None:
    exporter = Exporter()
    texts = {page.url: exporter.convert(page, site) for page in site.all}
    for url, text in formulas.typeset(texts, root).items():
        (folder / url).mkdir(parents=True, exist_ok=True)
        (folder / url / "index.html").write_text(text, encoding="utf-8")
    (folder / pictures.PLACE).mkdir(parents=True)
    for name, png in site.pictures.items():
        (folder / pictures.PLACE / name).write_bytes(png)
    for page in site.all:
        if site.address:
            segno.make(site.address + page.url).save(
                str(folder / page.url / "qr.svg"), scale=8, border=4, light="#fff"
            )
        if page.file:
            whole = json.dumps(page.notebook, ensure_ascii=False, indent=1) + "\n"
            (folder / page.url / page.file).write_text(whole, encoding="utf-8")


def _write_demos(folder: Path) -> None:
    from handprop import demo
    from handprop.demo.page import export

    (folder / "demos").mkdir(exist_ok=True)
    for story in demo.stories():
        export(story, folder / "demos" / f"{story.name}.html", on_site=True)


def _heading(page: Page) -> str:
    return f"{page.number} {page.title}" if page.kind == "lesson" else page.title


def _want_more(root: Path) -> list[str]:
    """The lessons whose checks want scikit-learn, be it that no cell names it."""
    files = sorted(root.glob("lessons/*/questions.py"))
    return [path.parent.name for path in files if _MORE.search(path.read_text(encoding="utf-8"))]


def _questions(exercise: Page) -> int:
    """How many can be right on the page: those with a check, and not what an instructor reads."""
    cells = exercise.notebook["cells"]
    return sum("handprop" in cell["metadata"] and cell["cell_type"] == "code" for cell in cells)
