"""With a test language that says every word twice, no word for learners is said once."""

import json
import os
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest
from places import REPO

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import unsaid  # noqa: E402
from doubled import EXTRACT, doubled, escaped, write  # noqa: E402

from handprop import explore  # noqa: E402
from handprop.course.lessons import Place  # noqa: E402
from handprop.grade.judging import checks_digest  # noqa: E402
from handprop.language import in_browser  # noqa: E402
from handprop.site import runtime  # noqa: E402

SAID = """() => [
    document.body.innerText,
    ...[...document.querySelectorAll("[aria-label]")].map((node) => node.getAttribute("aria-label")),
    ...[...document.querySelectorAll("svg text")].map((node) => node.textContent),
]"""

# No words of a language: names of functions and losses, options that are typed as code, units, the course.
NAMES = "relu ReLU linear sigmoid tanh leaky Handprop half_squared central one sided loss exp"
UNITS = "metre metres dollars thousand per square feet"
CODE = "nan inf np float Number Network check solution Glossary delta"
PHASES = "start back race sub"  # below a time line
# Titles of pages are names of explorers, and the story of a demo is translated with its file.
TITLES = " ".join(name.capitalize().replace("_", " ") for name in explore.__all__) + " The forward pass"
ALLOWED = {*NAMES.split(), *UNITS.split(), *CODE.split(), *PHASES.split()}


@pytest.fixture(scope="module")
def language(tmp_path_factory):
    """The folder of the test language, whose path is its name."""
    return write(tmp_path_factory.mktemp("doubled"))


@pytest.fixture(scope="module")
def said(language):
    """place -> all that is said there."""
    ways = {
        "HANDPROP_LANGUAGE": str(language),
        "PYTHONPATH": os.pathsep.join([str(HERE), str(REPO / "tests")]),
    }
    command = [sys.executable, str(HERE / "everything_said.py")]
    run = subprocess.run(command, env=os.environ | ways, capture_output=True, text=True, encoding="utf-8")
    assert run.returncode == 0, run.stderr[-2000:]
    found = defaultdict(str)
    for line in run.stdout.splitlines():
        told = json.loads(line)
        found[told["place"]] += told["text"] + "\n"
    return found


def test_a_doubled_text_keeps_places_code_and_formulas():
    text = "The loss of {x:.4g} is `loss`, <b>not</b> $\\frac{a}{b}$."
    assert doubled(text) == "The The loss loss of of {x:.4g} is is `loss`, <b>not not</b> $\\frac{a}{b}$."
    assert escaped(doubled(text)) == []
    assert escaped("The The loss is is high") == ["loss", "high"]


def test_every_word_goes_through_the_catalogue(said):
    assert len(said) > 150
    once = {}
    for place, text in said.items():
        allowed = ALLOWED | set(TITLES.split() if place == "demo" or place.endswith(": page") else ())
        if words := {word for line in text.splitlines() for word in escaped(line)} - allowed:
            once[place] = sorted(words)
    assert once == {}


def test_no_call_for_the_catalogue_stands_inside_an_f_string():
    assert list(unsaid.in_f_strings("""f'{n} {tr("files")}'""")) == [(1, "tr('files')")]
    sources = [*(REPO / "utils").rglob("*.py"), *(REPO / "lessons").rglob("*.py")]
    texts = {path: path.read_text(encoding="utf-8") for path in sources}
    assert {path: found for path, text in texts.items() if (found := [*unsaid.in_f_strings(text)])} == {}


def test_python_on_a_page_speaks_the_language_of_its_site(language, monkeypatch):
    kernel = (REPO / "utils" / "handprop" / "site" / "page" / "kernel.py").read_text(encoding="utf-8")
    name = re.search(r'"HANDPROP_LANGUAGE": "(\w+)"', kernel)[1]
    place = f"handprop/language/{name}/LC_MESSAGES/handprop.mo"
    assert place not in dict(runtime._handprop())
    monkeypatch.setenv("HANDPROP_LANGUAGE", str(language))
    assert dict(runtime._handprop())[place] == (language / "LC_MESSAGES" / "handprop.mo").read_bytes()


def test_a_browser_is_told_a_word_that_has_a_plural_elsewhere(language, monkeypatch):
    monkeypatch.setenv("HANDPROP_LANGUAGE", str(language))
    assert '"difference": "difference difference"' in in_browser('tr("difference")')


def test_what_is_said_in_english_alone_has_a_reason():
    counts = unsaid.counts()
    assert {place: count for place, count in counts.items() if place not in unsaid.LEFT} == {}
    assert unsaid.LEFT.keys() == counts.keys(), "a reason for what is not there"


def test_a_language_says_what_the_catalogue_says_and_english_what_it_lacks(language, tmp_path):
    code = "from handprop.language import tr, trn; print(tr('Right.'), tr('Nowhere {n}', n=1))"
    for name, words in (
        (str(language), "Right Right. Nowhere 1"),
        ("", "Right. Nowhere 1"),
        ("xx", "Right. Nowhere 1"),
    ):
        ways = os.environ | {"HANDPROP_LANGUAGE": name}
        run = subprocess.run([sys.executable, "-c", code], env=ways, capture_output=True, text=True)
        assert run.stdout.strip() == words, run.stderr


def test_a_lesson_is_read_from_the_folder_of_its_language(tmp_path, monkeypatch):
    folder = tmp_path / "lessons" / "03_slopes"
    (folder / "de").mkdir(parents=True)
    for name in ("lesson.md", "exercise.md", "de/lesson.md"):
        (folder / name).touch()
    place = Place(tmp_path, "03_slopes")
    monkeypatch.setenv("HANDPROP_LANGUAGE", "de")
    assert (place.lesson, place.exercise) == (folder / "de" / "lesson.md", folder / "exercise.md")
    monkeypatch.delenv("HANDPROP_LANGUAGE")
    assert place.lesson == folder / "lesson.md"


def test_a_change_of_language_is_a_change_of_what_is_said(language, monkeypatch):
    english = checks_digest.digest.__wrapped__("06_by_hand")
    monkeypatch.setenv("HANDPROP_LANGUAGE", str(language))
    assert checks_digest.digest.__wrapped__("06_by_hand") != english
    assert language / "LC_MESSAGES" / "handprop.mo" in set(checks_digest.judging_files("06_by_hand"))


def test_the_command_that_the_test_language_is_made_with_is_the_one_for_translators():
    assert f"pybabel extract {EXTRACT}" in (REPO / "CONTRIBUTING.md").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_pages_fit_with_every_word_twice_and_show_none_once(browser, language, tmp_path, width):
    ways = os.environ | {"HANDPROP_LANGUAGE": str(language), "PYTHONPATH": str(REPO / "tests")}
    run = subprocess.run([sys.executable, str(HERE / "doubled_pages.py"), str(tmp_path)], env=ways)
    assert run.returncode == 0
    tools = (REPO / "tests/browser/on_the_page.js").read_text(encoding="utf-8")
    once, cut = {}, {}
    for file in sorted(tmp_path.glob("*.html")):
        page = browser.new_page(viewport={"width": width, "height": 844}, reduced_motion="reduce")
        page.add_init_script(tools)
        page.goto(file.as_uri())
        page.wait_for_timeout(500)
        said = "\n".join(page.evaluate(SAID)) if not file.stem.startswith("demo") else ""
        if (
            words := {word for line in said.splitlines() for word in escaped(line)}
            - ALLOWED
            - set(TITLES.split())
        ):
            once[file.stem] = sorted(words)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
            cut[file.stem] = page.evaluate("document.documentElement.scrollWidth")
        page.close()
    assert (once, cut) == ({}, {})
