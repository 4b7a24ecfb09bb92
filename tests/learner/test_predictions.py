"""Predict, then see: no outcome is on the screen of the learner's copy before the learner wants it there."""

import json
import re

import pytest
from places import REPO

from handprop.course.files import write_whole
from handprop.learner import predictions
from handprop.learner.content import pieces
from handprop.predict import box, predict
from handprop.predict.find import MARK, answers, asked, specs, text

LESSONS = {piece.lesson: piece for piece in pieces(REPO) if piece.source.startswith("notebooks/")}
STATE = "application/vnd.jupyter.widget-state+json"
VIEW = "application/vnd.jupyter.widget-view+json"


@pytest.fixture(params=LESSONS)
def lesson(request):
    """A lesson's name, its notebook in the course, and the learner's copy."""
    piece = LESSONS[request.param]
    return request.param, json.loads((REPO / piece.source).read_text("utf-8")), json.loads(piece.text())


def open_words(notebook: dict) -> str:
    """What is on the screen of a notebook that nobody has touched: text, outputs, nothing that is folded."""
    shown = []
    for cell in notebook["cells"]:
        shown.append(re.sub(r"<details>.*?</details>", "", text(cell), flags=re.DOTALL))
        for output in cell.get("outputs", []):
            shown += ["".join(output.get("text", "")), "".join(output.get("data", {}).get("text/plain", ""))]
    return "\n\n".join(shown)


def told_after(words: str) -> str:
    """The paragraphs of an answer: up to a heading or the next question."""
    parts = []
    for part in words.split("\n\n"):
        if part.startswith("#") or MARK in part:
            break
        parts.append(part)
    return "\n\n".join(parts)


def test_every_prediction_has_a_box_and_no_outcome_on_the_screen(lesson):
    _name, notebook, copy = lesson
    cells, shown = notebook["cells"], open_words(copy)
    places = list(asked(notebook))
    assert sum(MARK in text(cell) for cell in cells if cell["cell_type"] == "markdown") == len(places)
    boxes = [place for place, cell in enumerate(copy["cells"]) if cell["metadata"].get("tags") == ["predict"]]
    assert len(boxes) == len(places)
    for place, at in zip(places, boxes, strict=True):
        group = answers(notebook, place)
        assert [text(cell) for cell in copy["cells"][at + 1 : at + 1 + len(group)]] == list(map(text, group))
        for cell in copy["cells"][at + 1 : at + 1 + len(group)]:
            # In most explorers nothing happens before the learner moves something; a nudge has happened.
            assert cell["outputs"] == [] or ("explore." in text(cell) and "explore.nudge(" not in text(cell))
        after = told_after(text(cells[place + len(group)]))
        assert not after or after.split("\n\n")[0] not in shown, after


def test_what_is_to_be_found_with_the_sliders_is_folded(lesson):
    _, notebook, copy = lesson
    cells, shown = notebook["cells"], open_words(copy)
    for place, cell in enumerate(cells[1:-1], 1):
        tried = cell["cell_type"] == "code" and "explore." in text(cell)
        told = told_after(text(cells[place + 1])) if cells[place + 1]["cell_type"] == "markdown" else ""
        before = text(cells[place - 1]) if cells[place - 1]["cell_type"] == "markdown" else ""
        if tried and ("?" in before or "**Your turn" in before) and told:
            assert told.split("\n\n")[0] not in shown, told


# New words that are the answer itself: whoever reads them has no prediction left to make.
ANSWERS = {
    "00_start_here": {"gradient descent", "training"},
    "09_training_loop": {"symmetry"},
    "10_digits": {"saturation", "overfitting"},
    "12_autograd": {"vanishing gradient", "exploding gradient"},
}


def test_no_new_word_is_explained_in_a_fold_alone(lesson):
    """What later cells are told with must be there for learners who open no answer."""
    name, _, copy = lesson
    head, *cells = [text(cell) for cell in copy["cells"] if cell["cell_type"] == "markdown"]
    shown = open_words({"cells": [{"source": cell} for cell in cells]}).lower()
    told = "".join(cells).lower()
    new = {word.lower() for word in re.findall(r"\[([^\]]+)\]\(Glossary", head)}
    folded = {word for word in new if f"**{word}" in told and f"**{word}" not in shown}
    assert folded == ANSWERS.get(name, set())


def test_no_number_of_an_outcome_stands_in_an_explorer_that_is_open_before(lesson):
    name, notebook, copy = lesson
    for spec in specs(notebook, REPO / "lessons" / name).values():
        box = f"predict-{name[:2]}-{spec['number']}"
        after = next(place for place, cell in enumerate(copy["cells"]) if cell["id"] == box)
        outcome = set(re.findall(r"\d\.\d{3,}", spec["outcome"]))
        for cell in copy["cells"][after + 1 : after + 4]:
            if cell["cell_type"] == "code":
                words = "".join("".join(out.get("data", {}).get("text/plain", "")) for out in cell["outputs"])
                table = words.split("\n\n")[0]
                if "explore.graph(" in text(cell):  # no derivative is there before the first step back
                    table = "\n".join(line.rpartition(" ")[0] for line in table.splitlines())
                assert not outcome & set(re.findall(r"\d\.\d{3,}", table)), (cell["source"], outcome)


def test_nothing_is_lost_and_the_course_itself_stays_open(lesson):
    _, notebook, copy = lesson
    fold = re.compile(r"<details>\n<summary>[^<]*</summary>\n\n|\n\n</details>")
    links = re.compile(r"\]\([^)]*\)")
    bare = [
        links.sub("", fold.sub("", text(c)))
        for c in copy["cells"]
        if c["metadata"].get("tags") != ["predict"]
    ]
    assert bare == [links.sub("", text(cell)) for cell in notebook["cells"]]
    assert any(cell["outputs"] for place in asked(notebook) for cell in answers(notebook, place))


def test_boxes_live_before_they_are_run(lesson):
    name, notebook, copy = lesson
    models = copy["metadata"]["widgets"][STATE]["state"]
    for spec in specs(notebook, REPO / "lessons" / name).values():
        cell = next(c for c in copy["cells"] if c["id"] == f"predict-{name[:2]}-{spec['number']}")
        model = models[cell["outputs"][0]["data"][VIEW]["model_id"]]["state"]
        made = predict(name[:2], spec["number"]).get_state()
        left = {key for key, value in made.items() if value is not None and key != "layout"} - set(model)
        assert left == set()
        assert all(
            model[key] == made[key]
            for key in made
            if key in model and key not in ("layout", "family", "_dom_classes")
        )
        assert model["layout"].removeprefix("IPY_MODEL_") in models


def test_a_right_choice_is_one_of_several(lesson):
    name, notebook, _ = lesson
    found = {spec["number"]: spec for spec in specs(notebook, REPO / "lessons" / name).values()}
    known = predictions.specs.__globals__["_known"](REPO / "lessons" / name / "predictions.yml")
    assert set(known) <= set(found)
    for spec in found.values():
        if spec["kind"] == "choice":
            assert spec["answer"] in spec["options"]
            assert len(set(spec["options"])) == len(spec["options"]) > 1


def test_words_before_and_after_a_question():
    folded = predictions.folded(
        "It rises.\n\nMuch.\n\n## Next\n\nMore.\n\n**Predict:** what?\n\nA hint.", True
    )
    assert open_words({"cells": [{"source": folded}]}).split() == [
        "##",
        "Next",
        "More.",
        "**Predict:**",
        "what?",
        "A",
        "hint.",
    ]
    own = predictions.folded("**Predict:** one?\n\nIt is.\n\n## B\n\n**Predict:** two?", False)
    assert "It is." not in open_words({"cells": [{"source": own}]})
    assert predictions.folded("Only words.", False) == "Only words."


def test_a_prediction_is_kept_in_the_learners_folder(tmp_path, monkeypatch):
    (tmp_path / ".handprop").mkdir()
    monkeypatch.chdir(tmp_path)
    first = predict("03", 1)
    assert (first.said, first.seen) == ("", False)
    first.said, first.seen = "It falls.", True
    again = predict("03", 1)
    assert (again.said, again.seen) == ("It falls.", True)
    (tmp_path / ".handprop" / "predictions.json").write_text("damaged")
    assert predict("03", 1).said == ""
    with pytest.raises(ValueError, match=r"Lesson '03' has no prediction 99\."):
        predict("03", 99)


def test_a_prediction_made_before_any_cell_was_run_comes_from_the_saved_notebook(tmp_path, monkeypatch):
    (tmp_path / ".handprop").mkdir()
    monkeypatch.chdir(tmp_path)
    copy = json.loads(LESSONS["03_partial_derivatives"].text())
    for model in copy["metadata"]["widgets"][STATE]["state"].values():
        if model["state"].get("key") == "03.2":
            model["state"] |= {"said": "It settles.", "seen": True}
    write_whole(tmp_path / "03.ipynb", json.dumps(copy))
    monkeypatch.setenv("JPY_SESSION_NAME", str(tmp_path / "03.ipynb"))
    assert (predict("03", 2).said, predict("03", 1).said) == ("It settles.", "")
    assert box.predict is predict
