"""Reading a submitted notebook: what is there is found, what is not is said, nothing makes it fail."""

import contextlib
import json
import os

import pytest
from hostile.notebook import ANSWERS, NAMES, answered, code_cell, honest, place, without
from hypothesis import given
from hypothesis import strategies as some

from handprop.grade.intake import notebook as work
from handprop.grade.intake.notebook import Unreadable, read


def put(folder, data):
    """A file with a notebook, or with bytes."""
    path = folder / "submitted.ipynb"
    path.write_bytes(data if isinstance(data, bytes) else json.dumps(data).encode())
    return path


@pytest.fixture
def reading(tmp_path):
    """Read a notebook, or bytes, as a submission of lesson 06."""
    return lambda data: read(put(tmp_path, data), NAMES)


def refused(reading, data):
    with pytest.raises(Unreadable) as caught:
        reading(data)
    return str(caught.value)


def of_cells(*cells):
    return {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def test_an_honest_notebook_has_its_answers_and_nothing_unusual(reading):
    found = reading(honest())
    assert {name: found.answer(name) for name in NAMES} == ANSWERS
    assert {cell.checks for cell in found.cells} == {None, *NAMES}
    assert found.remarks == ()


def test_the_notebook_as_handed_out_is_ordinary(reading):
    assert reading(answered({})).remarks == ()


def test_cells_keep_their_places(reading):
    found = reading(of_cells(code_cell("a"), 5, code_cell("b")))
    assert [(cell.index, cell.source) for cell in found.cells] == [(0, "a"), (2, "b")]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "is empty"),
        (b" \n\t", "is empty"),
        (b"{", "not valid JSON"),
        (b"\xff\xfe\xfd", "not valid JSON"),
        (b'{"cells": ' + b"[" * 100_000, "not valid JSON"),
        (b'{"cells": ' + b"9" * 100_000 + b"}", "not valid JSON"),
        (b'"cells"', "JSON, but not a notebook"),
        (b"[]", "JSON, but not a notebook"),
        (b"{}", "has no cells"),
        (b'{"cells": "abc"}', "has no cells"),
        (b'{"cells": []}', "is empty"),
        (b'{"worksheets": 5}', "has no cells"),
        (b'{"worksheets": [{"cells": 5}, 7]}', "is empty"),
    ],
)
def test_what_is_no_notebook_has_one_sentence(reading, data, sentence):
    said = refused(reading, data)
    assert sentence in said
    assert said.endswith(".")


@pytest.mark.parametrize("part", [b"[],", b'"ab",', b'{"a":{}},'])
def test_what_is_small_in_the_file_and_large_in_memory_is_refused(reading, part, monkeypatch):
    monkeypatch.setattr(work, "MOST_PARTS", 1000)
    assert "far more than a notebook" in refused(reading, b'{"cells": [' + part * 2000 + b"5]}")
    assert refused(reading, b'{"cells": [' + part * 200 + b"5") == refused(reading, b"{")


def test_long_outputs_are_not_in_the_way(reading):
    notebook = honest()
    notebook["cells"][3]["outputs"] = [{"output_type": "stream", "text": "['a', [1], {2}]\n" * 500_000}]
    assert reading(notebook).remarks == ()


def test_a_large_file_is_refused_by_its_size(tmp_path):
    path = put(tmp_path, honest())
    os.truncate(path, work.LARGEST_FILE + 1)
    with pytest.raises(Unreadable, match="MB, more than 128"):
        read(path, NAMES)


class TestOddFiles:
    def test_a_link_is_not_followed(self, tmp_path):
        path = put(tmp_path, honest())
        (link := tmp_path / "link.ipynb").symlink_to(path)
        with pytest.raises(Unreadable, match="link to another file"):
            read(link, NAMES)

    def test_a_pipe_is_not_waited_for(self, tmp_path):
        os.mkfifo(pipe := tmp_path / "pipe.ipynb")
        with pytest.raises(Unreadable, match="not a plain file"):
            read(pipe, NAMES)

    @pytest.mark.parametrize("name", ["missing.ipynb", "", "x" * 400])
    def test_what_cannot_be_opened_says_why(self, tmp_path, name):
        with pytest.raises(Unreadable, match="cannot be opened: "):
            read(tmp_path / name, NAMES)


class TestText:
    def test_lines_are_joined(self, reading):
        cell = code_cell("") | {"source": ["a = 1\n", "b = 2"]}
        assert reading(of_cells(cell)).cells[0].source == "a = 1\nb = 2"

    @pytest.mark.parametrize("source", [None, 5, {}, ["a", 5], "x" * (work.LARGEST_SOURCE + 1)])
    def test_what_is_no_text_leaves_the_cell_out(self, reading, source):
        found = reading(of_cells(code_cell("a"), code_cell("") | {"source": source}))
        assert [cell.source for cell in found.cells] == ["a"]
        assert "Cell 2 cannot be read and was left out." in found.remarks

    def test_it_can_be_written_to_any_file_and_database(self, reading):
        source = reading(of_cells(code_cell("a\ud800\0b"))).cells[0].source
        assert source.encode("utf-8").decode() == source
        assert source.isprintable()

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
    def test_other_encodings_are_read(self, reading, encoding):
        data = json.dumps(of_cells(code_cell("π = 3")), ensure_ascii=False).encode(encoding)
        assert reading(data).cells[0].source == "π = 3"


class TestRemarks:
    def said(self, reading, notebook):
        return "\n".join(reading(notebook).remarks)

    def test_missing_and_repeated_answers_are_named(self, reading):
        notebook = without(honest(), ["formula"])
        notebook["cells"] += [notebook["cells"][place(notebook, "exercise_1")]] * 2
        notebook["cells"] += [notebook["cells"][place(notebook, "closed_gate-check")]]
        said = self.said(reading, notebook)
        assert "The answer cell of exercise_1 is there 3 times." in said
        assert "The check cell of closed_gate is there 2 times." in said
        assert "No answer cell for formula." in said

    def test_all_texts_of_a_repeated_answer_are_kept(self, reading):
        notebook = honest(formula="formula = 'a'")
        copied = dict(notebook["cells"][place(notebook, "formula")], source="formula = 'b'")
        notebook["cells"].append(copied)
        assert reading(notebook).answer("formula") == "formula = 'a'\n\nformula = 'b'"

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"nbformat": 99}, "has format 99, not 4"),
            ({"nbformat": "4"}, "does not say its format"),
            ({"nbformat": 10**50}, "does not say its format"),
            ({"metadata": {"kernelspec": {"language": "R"}}}, "a kernel for R; it was run with Python"),
            ({"metadata": {"kernelspec": {"language": "x" * 1000}}}, "x" * 40 + ";"),
        ],
    )
    def test_an_unusual_notebook_is_read_all_the_same(self, reading, changes, sentence):
        found = reading(honest() | changes)
        assert sentence in "\n".join(found.remarks)
        assert found.answer("formula") == ANSWERS["formula"]

    def test_they_are_few_even_if_everything_is_odd(self, reading):
        notebook = of_cells(*[5] * 5000)
        said = reading(notebook).remarks
        assert (
            f"{work.MOST_CELLS} cells, the first of them number 1, cannot be read and were left out." in said
        )
        assert "The notebook has 5000 cells; those after number 2000 were left out." in said
        assert sum(map(len, said)) < 1000


def test_format_3_is_read_with_its_sheets(reading):
    sheet = {"cells": [{"cell_type": "code", "input": "a"}, {"cell_type": "markdown", "source": "b"}, 7]}
    found = reading({"nbformat": 3, "worksheets": [sheet, {"cells": None}, 5]})
    assert [cell.source for cell in found.cells] == ["a", "b"]


_odd = some.none() | some.booleans() | some.integers() | some.text(max_size=5)
_odd = some.recursive(_odd, lambda inner: some.lists(inner) | some.dictionaries(some.text(max_size=3), inner))
_KEYS = [
    "cell_type",
    "source",
    "metadata",
    "nbgrader",
    "grade_id",
    "input",
    "cells",
    "kernelspec",
    "language",
]
_cell = some.dictionaries(some.sampled_from(_KEYS), _odd | some.sampled_from(["code", "exercise_1"]) | _odd)


@given(
    some.fixed_dictionaries(
        {},
        optional={
            "cells": _odd | some.lists(_cell | _odd),
            "worksheets": _odd
            | some.lists(_odd | some.fixed_dictionaries({"cells": some.lists(_cell) | _odd})),
            "metadata": _odd | _cell,
            "nbformat": _odd,
        },
    )
)
def test_no_json_makes_the_reader_fail(tmp_path_factory, notebook):
    folder = tmp_path_factory.getbasetemp()
    path = put(folder, notebook)
    with contextlib.suppress(Unreadable):
        found = read(path, NAMES)
        assert all(isinstance(cell.source, str) for cell in found.cells)
        assert all(isinstance(said, str) and len(said) < 1000 for said in found.remarks)
