"""The lessons as texts: pace, words explained before they are used, numbers that come from a calculation."""

import re
from itertools import groupby

import nbformat
import pytest
from places import REPO

from handprop.build.reference import fronts, missing

ROOT = REPO
FRONTS = {place.name: front for place, front in fronts(ROOT)}
PATHS = {name: ROOT / "notebooks" / f"{name}.ipynb" for name in FRONTS}
# A notebook that is missing is found by test_notebooks.py.
NOTEBOOKS = {name: nbformat.read(path, as_version=4) for name, path in PATHS.items() if path.is_file()}

CELLS = range(18, 31)
WORDS_IN_A_CELL = 90
WORDS = 950
LINES_OF_CODE = 15

# Given in the course's first story, and read in words in every lesson that returns to it.
GIVEN = {"150000", "100000", "50000"}

# Where a lesson goes beyond the pace, and why.
EXCEPTIONS: dict[tuple[str, str], str] = {
    ("12_autograd", "cells"): "its graph is drawn twice, once for a fork, and the engine is put to use",
}

lesson = pytest.mark.parametrize("name", sorted(NOTEBOOKS))


def texts(name):
    """The text between two code cells, parted at headings; without the links at the end."""
    cells = [cell.source for cell in NOTEBOOKS[name].cells[:-1] if cell.cell_type == "markdown"]
    return [part for cell in cells for part in re.split(r"\n(?=## )", cell)]


def codes(name):
    return [cell.source for cell in NOTEBOOKS[name].cells if cell.cell_type == "code"]


def words(text):
    text = re.sub(r"\]\([^)]*\)", "]", text)  # the address of a link is not read
    return re.findall(r"[^\W_]+(?:['’.,-][^\W_]+)*", text)


def outputs(name):
    """The text of all outputs of a lesson."""
    shown = []
    for cell in NOTEBOOKS[name].cells:
        for output in cell.get("outputs", []):
            shown.append(output.get("text", ""))
            shown += [text for kind, text in output.get("data", {}).items() if kind.startswith("text/")]
    return "\n".join(shown)


def excused(name, rule):
    return (name, rule) in EXCEPTIONS


@lesson
def test_the_number_of_cells(name):
    """Text between two code cells counts once: what stays open has a cell beside what is folded."""
    kinds = [kind for kind, _ in groupby(cell.cell_type for cell in NOTEBOOKS[name].cells)]
    count = kinds.count("markdown") + len(codes(name))
    told = f"{count} cells; a lesson has {CELLS[0]} to {CELLS[-1]}, text between two of code as one"
    assert excused(name, "cells") or count in CELLS, told


@lesson
def test_text_cells_are_short(name):
    for text in texts(name)[1:]:  # the first is made from the front matter
        assert excused(name, "text") or len(words(text)) <= WORDS_IN_A_CELL, text


@lesson
def test_the_lesson_is_short(name):
    count = sum(len(words(text)) for text in texts(name)[1:])
    assert excused(name, "words") or count <= WORDS, f"{count} words; a lesson has at most {WORDS}"


@lesson
def test_code_cells_are_short(name):
    for code in codes(name):
        assert excused(name, "code") or len(code.splitlines()) <= LINES_OF_CODE, code


@lesson
def test_there_is_one_import_cell_and_it_comes_first(name):
    importing = [k for k, code in enumerate(codes(name)) if re.search(r"^(import|from) ", code, re.MULTILINE)]
    told = f"cells of code with imports: {importing}; only the first, number 0, imports"
    assert importing == [0] or excused(name, "imports"), told


@lesson
def test_three_objectives_and_a_take_away(name):
    assert len(FRONTS[name]["objectives"]) == 3, "a lesson has three objectives"
    assert any(text.startswith("## Take away") for text in texts(name)), "no heading `## Take away`"


@lesson
def test_learners_predict_before_they_see(name):
    asked = sum(len(re.findall(r"\*\*(?:Predict|Your turn)", text)) for text in texts(name))
    assert asked >= 3, "a lesson asks three times or more, with `**Predict` or `**Your turn`, before it shows"


@lesson
def test_no_exclamation_marks_and_no_filler(name):
    for text in texts(name):
        prose = re.sub(r"`[^`]*`|!\[", "", text)
        assert "!" not in prose, text
        assert not re.search(r"\b(simply|obviously|of course|trivial(ly)?|easy|easily)\b", prose, re.I), text


@lesson
def test_every_figure_has_alternative_text(name):
    for cell in NOTEBOOKS[name].cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            assert "image/png" not in data or "<img" in data.get("text/html", ""), "no alternative text"
            for image in re.findall(r"<img\b[^>]*>", data.get("text/html", "")):
                assert re.search(r'\balt="[^"]{10,}"', image)


@lesson
def test_no_picture_comes_from_elsewhere(name):
    for text in [*texts(name), outputs(name)]:
        assert not re.search(r'(!\[[^]]*\]\(|src=")https?:', text)


@lesson
def test_numbers_in_the_prose_come_from_the_notebook(name):
    """A number of three digits or more stands in a code cell, as a given, or in an output, as a result."""
    there = "\n".join([*codes(name), outputs(name)]).replace("−", "-")
    bare = re.sub(r"(?<=\d)[ \u00a0,_](?=\d{3})", "", there)
    for text in texts(name)[1:]:
        prose = re.sub(r"\]\([^)]*\)|[Ll]essons? \d\d(?: and \d\d| to \d\d)?", "", text)
        for number in re.findall(r"(?<![\w.])\d+(?:[.,]\d+|(?:[ \u00a0]\d{3})+)?(?![\w.]*\w)", prose):
            plain = re.sub(r"[ \u00a0,]", "", number)
            if len(plain.replace(".", "").lstrip("0")) >= 3:
                assert plain in GIVEN or plain in bare, f"{number} in: {text}"


def test_a_term_is_not_used_before_the_lesson_that_explains_it():
    introduced = {
        term["term"].lower(): name for name in sorted(FRONTS) for term in FRONTS[name].get("terms", [])
    }
    early = [
        f"{name} uses {term!r}, which {home} explains"
        for term, home in introduced.items()
        for name in sorted(NOTEBOOKS)
        if name < home and uses(term, "\n".join(texts(name)))
        if (term, name) not in EARLY
    ]
    assert not early, "\n".join(early)


# Terms that an earlier lesson uses in their everyday sense, or names as what is still to come.
EARLY: dict[tuple[str, str], str] = {
    ("kernel", "13_reading_pytorch"): "Jupyter's kernel, which is to be restarted",
}


def uses(term, text):
    return re.search(rf"(?<!\w){re.escape(term)}(?:s|es)?(?!\w)", text, re.IGNORECASE)


@lesson
def test_new_words_link_to_their_entry_in_the_glossary(name):
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    anchors = {
        re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-")
        for head in re.findall(r"^## (.+)$", glossary, re.M)
    }
    linked = dict(re.findall(r"\[([^]]+)\]\(\.\./docs/glossary\.md#([^)]+)\)", texts(name)[0]))
    assert set(linked) == {term["term"] for term in FRONTS[name].get("terms", [])}
    assert set(linked.values()) <= anchors


def test_no_term_is_introduced_twice():
    terms = [term["term"].lower() for front in FRONTS.values() for term in front.get("terms", [])]
    assert len(terms) == len(set(terms)), sorted(term for term in terms if terms.count(term) > 1)


def test_every_concept_and_every_erratum_is_covered():
    assert missing(ROOT) == []
