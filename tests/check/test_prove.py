"""Mutants of the solutions: made of every kind, and refused by the checks."""

import ast

import pytest

from handprop.check import load_questions
from handprop.prove import command, table
from handprop.prove.mutants import mutants
from handprop.prove.prove import prove
from handprop.prove.reasons import REASONS

SOURCE = '''
def f(x, W):
    """What it is."""
    losses = []
    for k in range(len(x)):
        z = np.sum(x[k].T @ W, axis=0) - 1
        losses.append(-z * (z > 0))
    return losses
'''
KINDS = [
    *("Add for Sub", "operands of MatMult swapped", "GtE for a comparison", "2 for 1", "axis left out"),
    *("not transposed", "x[k].T transposed", "[k - 1] for [k]", "x for W", "z no sign", "z clipped"),
    *("z rounded to two decimals", "line left out", "stops after the first round", "sign left out"),
    *("losses is kept between calls", "changes x in place", "answers from memory, by the first argument"),
    *("3 for len(x)", "starts at 1", "mean for sum", "(x[k].T @ W) backwards"),
]


@pytest.mark.parametrize("kind", KINDS[:-1])
def test_there_are_mutants_of_every_kind(kind):
    assert any(mutant.change == kind for mutant in mutants(SOURCE))


ASKED = dict(command.functions([]))
LONG = 700  # mutants


def test_every_mutant_is_another_program_that_can_be_read():
    texts = [mutant.source for mutant in mutants(SOURCE)]
    assert len(texts) == len(set(texts)) > 300
    assert ast.unparse(ast.parse(SOURCE)) not in texts
    for text in texts:
        compile(text, "mutant", "exec")


def test_a_check_that_is_too_weak_is_found_out():
    from dataclasses import replace

    question = load_questions("00_start_here")[2]
    weak = replace(question, domain=replace(question.domain, count=1), cases=question.cases[:1])
    assert prove(weak, seed=1).surviving


def test_an_unknown_question_is_named(capsys):
    from handprop.cli import main

    assert main(["prove", "06.nothing"]) == command.FAULTY
    assert "06.nothing" in capsys.readouterr().err


def test_the_rows_of_the_page_are_of_functions_that_are_asked():
    rows = table.rows()
    assert len(rows) > 12
    assert set(rows) <= set(ASKED)
    for name, row in rows.items():
        assert row.made == row.rejected + row.equivalent + row.excused, name
        assert row.surviving == 0, name


def rows_to_count():
    """The long ones, whose mutants take seconds to make, are counted with the slow tests."""
    for name, row in table.rows().items():
        yield pytest.param(name, marks=pytest.mark.slow if row.made > LONG else ())


@pytest.mark.parametrize("name", list(rows_to_count()))
def test_a_row_of_the_page_is_of_the_function_as_it_is_now(name):
    """If this fails, run `handprop prove --write` for the questions that have changed."""
    question = ASKED[name]
    assert table.rows()[name].made == sum(1 for _ in mutants(question.answer.solution(question)))


def test_a_row_is_put_among_those_that_are_there(tmp_path, monkeypatch):
    monkeypatch.setattr(table, "PAGE", tmp_path / "proof.md")
    table.write({"06.second": table.Row(10, 8, 2, 0, 0, 5)})
    table.write({"05.first": table.Row(1, 1, 0, 0, 0, 1)})
    assert list(table.rows().items()) == [
        ("05.first", (1, 1, 0, 0, 0, 1)),
        ("06.second", (10, 8, 2, 0, 0, 5)),
    ]
    assert table.PAGE.read_text(encoding="utf-8").endswith("| all | 11 | 9 | 2 | 0 | 0 | 6 |\n")


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name, _ in command.functions([])])
def test_no_mutant_survives_without_a_reason(name):
    ((_, question),) = command.functions([name])
    assert prove(question).surviving == []


def test_every_excused_mutant_has_a_reason():
    assert all(len(reason.split()) > 5 for reason in REASONS.values())
