"""What the pages load: our JavaScript and styles by esbuild, the explorers' bundles, icons."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from handprop.course.lessons import Stop
from handprop.language import in_browser, tr

_ROOM = Path(__file__).parent
_PACKAGE = _ROOM.parent
_ENTRIES = ("main.js", "theme.js", "worker.js", "site.css", "formulas.css", "widgets.css")
_OPTIONS = [
    "--bundle",
    "--format=esm",
    "--splitting",
    "--minify",
    "--charset=utf8",
    "--target=es2022",
    "--entry-names=[name]-[hash]",
    "--asset-names=[name]-[hash]",
    "--loader:.woff2=file",
    "--external:*.woff",
    "--external:*.ttf",
    "--log-level=warning",
]
NO_NODE = tr(
    "`handprop site` needs Node.js and the packages of the clone: install Node.js, run `npm ci` in the "
    "folder of the course, then try again."
)


@dataclass(frozen=True)
class Bundle:
    """What was bundled: the file of each entry by its name here, and what a page asks for early.

    `main` is what every page's module imports; `live` is what explorers are made of.
    """

    names: dict[str, str]
    main: list[str]
    live: list[str]


def tool(root: Path, name: str) -> str:
    """The path of a program that `npm ci` brings.  Raises Stop where it is not there."""
    found = shutil.which(name, path=root / "node_modules" / ".bin") if shutil.which("node") else None
    if found is None:
        raise Stop(NO_NODE)
    return found


def bundle(root: Path, folder: Path) -> Bundle:
    """Write our own JavaScript and styles into `folder`.

    Raises Stop with what esbuild found in the sources.
    """
    about = folder / "meta.json"
    # sanitize-html is for descriptions in HTML, which no slider of the course has: a quarter of all.
    alias = f"--alias:sanitize-html={_ROOM / 'page' / 'plain.js'}"
    command = [tool(root, "esbuild"), *(str(_ROOM / "page" / name) for name in _ENTRIES), *_OPTIONS, alias]
    run = subprocess.run(
        [*command, f"--outdir={folder}", f"--metafile={about}"],
        cwd=root,
        capture_output=True,
        encoding="utf-8",
    )
    if run.returncode:
        raise Stop(
            tr("The JavaScript of the site could not be bundled:\n{stderr}", stderr=run.stderr.strip())
        )
    outputs = json.loads(about.read_text(encoding="utf-8"))["outputs"]
    about.unlink()
    for path in folder.glob("*.js"):
        path.write_text(in_browser(path.read_text(encoding="utf-8")), encoding="utf-8")
    entries = {path: made for path, made in outputs.items() if "entryPoint" in made}
    paths = {Path(made["entryPoint"]).name: path for path, made in entries.items()}
    names = {name: Path(path).name for name, path in paths.items()}
    first = paths["first.js"]
    steps = _imports(outputs, first, "dynamic-import")
    live = dict.fromkeys([first, *(one for step in steps for one in [*_all_imports(outputs, step), step])])
    main = _all_imports(outputs, paths["main.js"])
    return Bundle(names, *([Path(one).name for one in some] for some in (main, live)))


def _imports(outputs: dict, path: str, kind: str = "import-statement") -> list[str]:
    return [one["path"] for one in outputs[path]["imports"] if one["kind"] == kind]


def _all_imports(outputs: dict, path: str) -> list[str]:
    found = list(_imports(outputs, path))
    for one in found:
        found += [new for new in _imports(outputs, one) if new not in found]
    return found


def copy_parts(folder: Path) -> None:
    """The explorers, the box of predictions and the axes for sketches, each a module and a style sheet."""
    parts = ("explore/*/bundle.*", "predict/bundle.*", "check/sketchpad/bundle.*")
    for found in [path for part in parts for path in _PACKAGE.glob(part)]:
        place = folder / found.parent.relative_to(_PACKAGE)
        place.parent.mkdir(parents=True, exist_ok=True)
        text = found.read_text(encoding="utf-8")
        text = in_browser(text) if found.suffix == ".js" else text
        place.with_suffix(found.suffix).write_text(text, encoding="utf-8")


def copy_pictures(root: Path, folder: Path) -> None:
    """The icon, and the picture that others show of a link."""
    shutil.copyfile(_ROOM / "page" / "icon.svg", folder / "icon.svg")
    shutil.copyfile(root / "docs" / "course.png", folder / "preview.png")
