"""Python in the page has every room of the course that its code asks for."""

import ast

import pytest
import yaml
from places import REPO

PACKAGE = REPO / "utils" / "handprop"
ROOMS = yaml.safe_load((PACKAGE / "site" / "runtime.yml").read_text(encoding="utf-8"))["course"]


def asked(path):
    """The rooms that a module asks for as it is loaded."""
    todo = list(ast.parse(path.read_text(encoding="utf-8")).body)
    while todo:
        each = todo.pop()
        if isinstance(each, ast.ImportFrom) and (each.module or "").startswith("handprop."):
            yield each.module.split(".")[1]
        elif isinstance(each, ast.ClassDef | ast.Try):
            todo += each.body


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_asks_only_for_rooms_that_are_there(room):
    files = [PACKAGE / f"{room}.py"] if (PACKAGE / f"{room}.py").is_file() else (PACKAGE / room).rglob("*.py")
    missing = {(path.name, name) for path in files for name in asked(path) if name not in ROOMS}
    assert missing == set()
