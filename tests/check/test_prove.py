"""Mutants of the solutions: made of every kind, and refused by the checks."""

import ast

import pytest

from handprop.check import load_questions
from handprop.prove import command
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


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name, _ in command.functions([])])
def test_no_mutant_survives_without_a_reason(name):
    ((_, question),) = command.functions([name])
    assert prove(question).surviving == []


def test_every_excused_mutant_has_a_reason():
    assert all(len(reason.split()) > 5 for reason in REASONS.values())
