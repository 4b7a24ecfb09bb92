"""The JavaScript of explorers and demos, bundled by esbuild into one file for each."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from handprop.course.lessons import Stop

_PACKAGE = Path("utils/handprop")
_OPTIONS = ["--bundle", "--format=esm", "--charset=utf8", "--external:explorer", "--entry-names=[dir]/bundle"]


def missing(root: Path) -> str:
    """A sentence that says what the bundles cannot be made without, or nothing."""
    if not (root / "package.json").is_file() or _esbuild(root):
        return ""
    if shutil.which("npm") is None:
        return "not bundled, because Node.js is not installed; needed only after a change of JavaScript"
    return "not bundled, because `npm ci` has not been run; needed only after a change of JavaScript"


def pages(root: Path) -> dict[Path, str]:
    """Each bundle as esbuild makes it now; none where it is missing.

    Raises Stop with what esbuild found in the sources.
    """
    entries = (
        *("explore/*/explorer.js", "explore/frame/host.js"),
        *("predict/prediction.js", "check/sketchpad/sketchpad.js", "demo/host.js"),
    )
    sources = [path for entry in entries for path in sorted(root.glob(f"{_PACKAGE}/{entry}"))]
    if not sources or not _esbuild(root):
        return {}
    with tempfile.TemporaryDirectory() as folder:
        _bundle(root, sources, folder)
        made = sorted(path for path in Path(folder).rglob("*") if path.is_file())
        texts = {path.relative_to(folder): path.read_text(encoding="utf-8") for path in made}
    return {root / _PACKAGE / path: text for path, text in texts.items()}


def _esbuild(root: Path) -> str | None:
    return shutil.which("esbuild", path=root / "node_modules" / ".bin") if shutil.which("node") else None


def _bundle(root: Path, sources: list[Path], folder: str) -> None:
    where = [f"--outbase={_PACKAGE}", f"--outdir={folder}", "--log-level=warning"]
    entries = [path.relative_to(root).as_posix() for path in sources]
    command = [_esbuild(root), *entries, *_OPTIONS, *where]
    run = subprocess.run(command, cwd=root, capture_output=True, text=True, encoding="utf-8")
    if run.returncode or run.stderr:
        raise Stop(f"The JavaScript could not be bundled:\n{run.stderr.strip()}")
