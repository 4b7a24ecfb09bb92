"""What the pages load: our JavaScript and styles by esbuild, the explorers' bundles, icons."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

from handprop.course.lessons import Stop
from handprop.language import in_browser, tr

_ROOM = Path(__file__).parent
_PACKAGE = _ROOM.parent
_ENTRIES = ("main.js", "theme.js", "worker.js", "site.css")
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


def tool(root: Path, name: str) -> str:
    """The path of a program that `npm ci` brings.  Raises Stop where it is not there."""
    found = shutil.which(name, path=root / "node_modules" / ".bin") if shutil.which("node") else None
    if found is None:
        raise Stop(NO_NODE)
    return found


def bundle(root: Path, folder: Path) -> dict[str, str]:
    """Write our own JavaScript and styles; the name of each entry in `folder`, by its name here.

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
    return {Path(made["entryPoint"]).name: Path(path).name for path, made in entries.items()}


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
