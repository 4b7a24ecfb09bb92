"""What a box takes for right, and what a lesson claims, is computed from the lesson's own code, not read."""

import ast
import contextlib
import io
import json
import re
from collections.abc import Iterator

import numpy as np
import pytest
import sympy
import yaml
from places import REPO
from told import number

from handprop.learner.content import pieces
from handprop.predict.find import answers, asked, text

LESSONS = sorted(path.name for path in (REPO / "lessons").glob("[0-9]*"))
CLAIMS = yaml.safe_load((REPO / "tests" / "lessons" / "claims.yml").read_text(encoding="utf-8"))
NUMBER = re.compile(r"[−-]?\d+(?:\.\d+)?")


def boxes(lesson: str) -> dict[int, dict]:
    """What the boxes of a lesson ask for, by the number of the prediction."""
    path = REPO / "lessons" / lesson / "predictions.yml"
    return yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}


def box_cells(lesson: str) -> Iterator[str]:
    """The cells that the learner's copy has beside the lesson's own."""
    piece = next(one for one in pieces(REPO) if one.source == f"notebooks/{lesson}.ipynb")
    return (text(cell) for cell in json.loads(piece.text())["cells"] if is_box(cell))


def is_box(cell: dict) -> bool:
    return cell["metadata"].get("tags") == ["predict"]


def states(lesson: str, notebook: dict) -> Iterator[tuple[int, dict]]:
    """The names of a lesson after each of its cells, run as in the learner's copy, boxes included."""
    names: dict = {"np": np, "sympy": sympy, "re": re, "stdout": ""}
    boxes, places = box_cells(lesson), set(asked(notebook))
    for place, cell in enumerate(notebook["cells"]):
        if place in places:
            exec(next(boxes), names)
            box = names["predict"]
        if cell["cell_type"] == "code":
            with contextlib.redirect_stdout(io.StringIO()) as shown:
                exec(compile(text(cell), f"cell {place}", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT), names)
            names["stdout"] += shown.getvalue()
        yield place, names
    if places:
        assert names["predict"] is box, "the lesson gives a name away that its boxes need"


def answered(notebook: dict, known: dict[int, dict]) -> dict[int, tuple[int, dict]]:
    """By the last cell that answers a prediction: its number, and what its box knows."""
    places = {number: place for number, place in enumerate(asked(notebook), 1) if number in known}
    assert set(places) == set(known)
    return {at + len(answers(notebook, at)) - 1: (number, known[number]) for number, at in places.items()}


def claimed(notebook: dict, claims: list[dict]) -> dict[int, list[dict]]:
    """Claims by the cell after which they are to hold."""
    found: dict[int, list[dict]] = {}
    cells = [(cell["cell_type"], " ".join(text(cell).split())) for cell in notebook["cells"]]
    for claim in claims:
        said = [
            place for place, (kind, words) in enumerate(cells) if kind != "code" and claim["says"] in words
        ]
        assert len(said) == 1, claim["says"]
        place = said[0]
        if claim.get("code") == "next":
            while place + 1 < len(cells) and cells[place + 1][0] == "code":
                place += 1
        found.setdefault(place, []).append(claim)
    return found


def fits(spec: dict, names: dict) -> bool:
    """Whether a box takes for right what the lesson's code computes."""
    found = eval(spec["computed"], names | {"options": spec.get("choices")})
    curve = spec.get("curve", {})
    told = spec.get("right", spec.get("number", curve.get("real")))
    off = {"rtol": 0 if "within" in curve else 5e-3, "atol": curve.get("within", 1e-12)}
    return found == told if isinstance(told, str) else np.allclose(found, told, **off)


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_right_answer_and_every_claim_is_what_the_lessons_code_computes(lesson):
    notebook = json.loads((REPO / "notebooks" / f"{lesson}.ipynb").read_text(encoding="utf-8"))
    predictions, claims = answered(notebook, boxes(lesson)), claimed(notebook, CLAIMS.get(lesson, []))
    places, wrong = list(asked(notebook)), []
    for place, names in states(lesson, notebook):
        if place in predictions:
            count, spec = predictions[place]
            if not fits(spec, names | {"source": text(notebook["cells"][places[count - 1]])}):
                wrong.append((count, spec))
        for claim in claims.get(place, []):
            numbers = {"n": [number(one) for one in NUMBER.findall(claim["says"])]}
            if not eval(claim["holds"], names | numbers):
                wrong.append(claim)
    assert wrong == []


def test_most_lessons_make_claims_that_are_computed():
    assert set(CLAIMS) <= set(LESSONS)
    assert all(len(claims) > 3 for claims in CLAIMS.values())
    assert len(CLAIMS) >= len(LESSONS) - 1
