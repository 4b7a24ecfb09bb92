"""The licences of what others made and the site brings along."""

from __future__ import annotations

import json
from pathlib import Path

from handprop.course.lessons import own_root
from handprop.site import runtime

# What is bundled, with what it needs itself; esbuild and the linters only work on it.
_BUNDLED = (
    "@bjorn3/browser_wasi_shim",
    "@jupyter-widgets/base",
    "@jupyter-widgets/base-manager",
    "@jupyter-widgets/controls",
    "@codemirror/lang-python",
    "codemirror",
    "katex",
    "marked",
    "pagefind",
)


def text(root: Path, python: bool) -> str:
    """All licences, one after the other, the course's own first; with `python`, those of the runtime."""
    own = ("Handprop", "", (own_root() / "LICENSE").read_text(encoding="utf-8"))
    found = [own, *(_of(root, name) for name in _reached(root)), *(runtime.licences() if python else ())]
    return "\n\n".join(
        f"{'=' * 72}\n{name} {version}\n{'=' * 72}\n{words.strip()}" for name, version, words in found
    )


def _reached(root: Path) -> list[str]:
    found: dict[str, None] = {}
    left = list(_BUNDLED)
    while left:
        name = left.pop()
        if name not in found and (about := _about(root, name)):
            found[name] = None
            left += about.get("dependencies", {})
    return sorted(found)


def _about(root: Path, name: str) -> dict:
    file = root / "node_modules" / name / "package.json"
    return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


def _of(root: Path, name: str) -> tuple[str, str, str]:
    about, folder = _about(root, name), root / "node_modules" / name
    files = sorted(
        path for path in folder.iterdir() if path.name.lower().startswith(("license", "licence", "copying"))
    )
    words = "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in files if path.is_file())
    return name, about.get("version", ""), words or f"Licence: {about.get('license', 'see its package')}"
