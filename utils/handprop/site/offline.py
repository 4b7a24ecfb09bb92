"""What browsers need to keep the site: the service worker with its lists, and the manifest."""

from __future__ import annotations

import hashlib
import html
import json
from pathlib import Path

from handprop.language import tr

_ROOM = Path(__file__).parent


def write(folder: Path, titles: dict[str, str]) -> None:
    """Write both, once everything else of the site is in `folder`; `titles` are its pages', by place."""
    assets = [path for path in _files(folder / "assets") if path.suffix in (".js", ".css", ".svg")]
    assets += [path for path in _files(folder / "assets") if "KaTeX_Main-Regular" in path.name]
    always = [folder / "index.html", folder / "glossary" / "index.html"]  # every page leads to them
    pages = [
        *_files(folder, "*/index.html"),
        *_files(folder, "*/exercise/*"),
        *_files(folder, "*/practice/*"),
        *_files(folder, "[0-9]*/*.ipynb"),
    ]
    pages += [*_files(folder / "search"), *_files(folder / "demos"), *_files(folder / "assets" / "pictures")]
    pages += [path for path in _files(folder / "assets") if path.suffix == ".woff2"]
    lists = {
        "NOT_KEPT": tr("This page was not kept on this device. Open it once with a network."),
        "VERSION": digest(folder),
        "KEPT": tr("These pages are on this device:"),
        "TITLES": {place: html.escape(title) for place, title in titles.items()},
        "ASSETS": [_path(folder, path) for path in [*assets, *always]],
        "PAGES": ["", *dict.fromkeys(_path(folder, path) for path in pages)],
    }
    head = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in lists.items())
    code = (_ROOM / "page" / "sw.js").read_text(encoding="utf-8")
    (folder / "sw.js").write_text(head + code, encoding="utf-8")
    (folder / "app.webmanifest").write_text(json.dumps(_MANIFEST), encoding="utf-8")
    (folder / ".nojekyll").touch()  # or GitHub Pages leaves files out


_MANIFEST = {
    "name": "Handprop",
    "short_name": "Handprop",
    "description": tr("Back-propagation by hand"),
    "start_url": "./",
    "display": "standalone",
    "background_color": "#ffffff",
    "theme_color": "#0b5cad",
    "icons": [{"src": "assets/icon.svg", "sizes": "any", "type": "image/svg+xml"}],
}


def digest(folder: Path) -> str:
    """A name for all that the folder holds now."""
    whole = hashlib.sha256()
    for path in _files(folder):
        whole.update(_path(folder, path).encode() + path.read_bytes())
    return whole.hexdigest()[:12]


def _files(folder: Path, pattern: str = "*") -> list[Path]:
    found = folder.glob(pattern) if "/" in pattern else folder.rglob(pattern)
    return sorted(path for path in found if path.is_file())


def _path(folder: Path, path: Path) -> str:
    """As the browser asks for it: a page by its folder."""
    return path.relative_to(folder).as_posix().removesuffix("index.html")
