"""The bundles that the browser gets: made from what the JavaScript imports, and from nothing else."""

import gc
import json
import shutil
import sys

import pytest

from handprop import explore
from handprop.build import Stop, bundles
from handprop.explore.frame import bundle, explorer


@pytest.fixture(scope="module")
def node(repo):
    """The repository, where its JavaScript can be bundled; elsewhere the test is skipped."""
    if sentence := bundles.missing(repo):
        pytest.skip(f"The JavaScript is {sentence}.")
    return repo


@pytest.fixture
def copied(node, tmp_path):
    """A copy of what a bundle is made from, to change."""
    package = tmp_path / "utils" / "handprop"
    for room in ("explore", "demo"):
        shutil.copytree(node / "utils" / "handprop" / room, package / room)
    (tmp_path / "package.json").write_text("{}")
    (tmp_path / "node_modules").symlink_to(node / "node_modules")
    return tmp_path


def test_the_stored_bundles_are_what_their_sources_make(node):
    made = bundles.pages(node)
    stored = [
        *(node / "utils/handprop").glob("explore/*/bundle.[cj]s*"),
        *(node / "utils/handprop").glob("predict/bundle.[cj]s*"),
        *(node / "utils/handprop").glob("check/*/bundle.[cj]s*"),
        node / "utils/handprop/demo/bundle.js",
    ]
    assert set(made) == set(stored)
    for path, text in made.items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name}: run `handprop build`"


@pytest.mark.parametrize("name", explore.__all__)
def test_a_bundle_is_one_module_that_imports_nothing(name):
    module = bundle.module(name)
    assert module.rstrip().endswith("_default as default\n};")
    assert "import" not in [line.split(" ")[0] for line in module.splitlines()]
    assert "@import" not in bundle.style(name)
    assert ".handprop-view" in bundle.style(name)


def test_a_new_file_beside_an_explorer_is_not_swallowed(copied):
    before = bundles.pages(copied)
    (copied / "utils/handprop/explore/network/depth.js").write_text('export const depth = "a new idea";\n')
    assert bundles.pages(copied) == before


def test_an_import_comes_into_the_bundle(copied):
    folder = copied / "utils/handprop/explore/network"
    (folder / "depth.js").write_text('export const depth = "a new idea";\n')
    entry = folder / "explorer.js"
    entry.write_text(f'import {{ depth }} from "./depth.js";\nconsole.log(depth);\n{entry.read_text()}')
    assert "a new idea" in bundles.pages(copied)[folder / "bundle.js"]


def test_a_name_that_is_not_exported_is_refused_with_the_place(copied):
    entry = copied / "utils/handprop/explore/network/explorer.js"
    entry.write_text(f'import {{ depth }} from "./step.js";\nconsole.log(depth);\n{entry.read_text()}')
    with pytest.raises(Stop, match=r'(?s)could not be bundled.*"depth".*network/explorer\.js:1'):
        bundles.pages(copied)


@pytest.mark.browser
def test_two_modules_with_the_same_names_live_in_one_bundle(copied, browser):
    """Pixels and the neuron's map once ended in: Identifier 'signed' has already been declared."""
    folder = copied / "utils/handprop/explore/both"
    folder.mkdir()
    (folder / "explorer.js").write_text(
        'import * as pixels from "../frame/pixels.js";\nimport * as map from "../neuron/map.js";\n'
        'import * as digits from "../digits/numbers.js";\nexport default { ...pixels, ...map, ...digits };\n'
    )
    text = bundles.pages(copied)[folder / "bundle.js"]
    page = browser.new_page()
    load = """text => import(`data:text/javascript,${encodeURIComponent(text)}`)
        .then(({ default: both }) =>
            [both.signed(1), both.neuronSurface([1, 0], 0, { levels: [] }, 4, 8).words])"""
    assert page.evaluate(load, text) == [
        "rgb(230,159,0)", "z = 0 on the line from x = (0, -4) to (0, 4).",
    ]  # fmt: skip
    page.close()


@pytest.mark.parametrize(("gone", "words"), [("node", "Node.js is not installed"), ("modules", "`npm ci`")])
def test_without_node_the_build_says_so_and_leaves_the_bundles(gone, words, copied, monkeypatch):
    if gone == "node":
        monkeypatch.setenv("PATH", "")
    else:
        (copied / "node_modules").unlink()
    assert words in bundles.missing(copied)
    assert bundles.pages(copied) == {}


def test_the_lock_of_the_tools_names_no_address(repo):
    lock = json.loads((repo / "package-lock.json").read_text(encoding="utf-8"))
    packages = [package for name, package in lock["packages"].items() if name]
    assert all("resolved" not in package and package["integrity"] for package in packages)


def test_an_explorer_that_is_not_built_says_what_builds_it(tmp_path, monkeypatch):
    """And it says nothing else: what has not been opened is closed without a word."""
    unheard = []
    monkeypatch.setattr(bundle, "_EXPLORE", tmp_path)
    monkeypatch.setattr(explorer, "_VIEWS", {})
    monkeypatch.setattr(sys, "unraisablehook", unheard.append)
    with pytest.raises(
        FileNotFoundError, match=r"nudge has no bundle\.js yet: run `handprop build`"
    ) as caught:
        explore.nudge()
    caught.value.__traceback__ = None
    del caught
    gc.collect()
    assert unheard == []
