"""What a box takes for right is computed from the lesson's own code, not read off its page."""

import ast
import contextlib
import io
import json

import numpy as np
import pytest
import yaml
from places import REPO

from handprop.predict.find import answers, asked, text

BOXES = sorted((REPO / "lessons").glob("*/predictions.yml"))


def states(lesson: str):
    """The names of a lesson after the cells that answer each prediction, and the first of these cells."""
    notebook = json.loads((REPO / "notebooks" / f"{lesson}.ipynb").read_text(encoding="utf-8"))
    names: dict = {"np": np}
    done = 0
    for number, place in enumerate(asked(notebook), 1):
        end = place + len(answers(notebook, place))
        for cell in notebook["cells"][done:end]:
            if cell["cell_type"] == "code":
                with contextlib.redirect_stdout(io.StringIO()):
                    exec(compile(text(cell), lesson, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT), names)
        done = end
        yield number, {**names, "source": text(notebook["cells"][place])}


@pytest.mark.parametrize("boxes", BOXES, ids=lambda path: path.parent.name)
def test_every_right_answer_is_what_the_lessons_code_computes(boxes):
    known, wrong, seen = yaml.safe_load(boxes.read_text(encoding="utf-8")), [], set()
    for number, names in states(boxes.parent.name):
        if (spec := known.get(number)) is None:
            continue
        seen.add(number)
        found = eval(spec["computed"], names | {"options": spec.get("choices")})
        curve = spec.get("curve", {})
        told = spec.get("right", spec.get("number", curve.get("real")))
        off = {"rtol": 0 if "within" in curve else 5e-3, "atol": curve.get("within", 1e-12)}
        same = found == told if isinstance(told, str) else np.allclose(found, told, **off)
        if not same:
            wrong.append((number, told, found))
    assert wrong == []
    assert seen == set(known)
