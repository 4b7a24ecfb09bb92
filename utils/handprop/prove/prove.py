"""Holding the check of a question against the mutants of its solution."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from time import process_time
from types import FunctionType

import numpy as np

from handprop.border.read_numbers import Problem
from handprop.check.answers.trials import Asked, steady, tried
from handprop.check.question import Question
from handprop.prove.mutants import Mutant, mutants
from handprop.prove.reasons import REASONS

_SAMPLE = 1000  # cases on which a mutant must agree to count as equivalent
_OWN_SEED = 2**31  # of that sample: no check draws with it
_SEEDS = 16  # of the check's own cases, in turn: what one draw lets pass by luck, the next does not


@dataclass
class Proof:
    """What came of the mutants of one question."""

    question: Question
    made: int = 0
    seconds: float = 0.0  # of the processor
    rejected: int = 0
    equivalent: list[Mutant] = field(default_factory=list)
    surviving: list[Mutant] = field(default_factory=list)
    excused: list[tuple[Mutant, str]] = field(default_factory=list)


def prove(question: Question, seed: int | None = None) -> Proof:
    """Try the check of a question on every mutant of its solution."""
    proof, start = Proof(question), process_time()
    names = question.solution.__globals__
    sample = list(islice(steady(question, question.domain.cases(_OWN_SEED)), _SAMPLE))
    for number, mutant in enumerate(mutants(question.answer.solution(question))):
        proof.made += 1
        with _quiet():
            own = number % _SEEDS if seed is None else seed
            _settle(proof, mutant, _function(mutant, question, names), sample, own)
    proof.seconds = process_time() - start
    return proof


def _settle(proof: Proof, mutant: Mutant, function: Callable, sample: list[Asked], seed: int | None) -> None:
    if not proof.question.answer.passes(proof.question, function, seed):
        proof.rejected += 1
    elif all(trial.right for trial in _in_parts(proof.question, function, sample)):
        proof.equivalent.append(mutant)
    elif reason := REASONS.get((proof.question.name, mutant.change)):
        proof.excused.append((mutant, reason))
    else:
        proof.surviving.append(mutant)


def _in_parts(question: Question, function: Callable, sample: list[Asked]) -> Iterator:
    for start in range(0, len(sample), 50):
        yield from tried(function, sample[start : start + 50])


def _function(mutant: Mutant, question: Question, names: Mapping[str, object]) -> FunctionType:
    space = dict(names) | {"np": np}
    exec(compile(mutant.source, "<mutant>", "exec"), space)
    return space[question.variable]


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Without NumPy's warnings: a mutant may divide by zero, and is refused for what comes out."""
    with warnings.catch_warnings(), np.errstate(all="ignore"), contextlib.suppress(Problem):
        warnings.simplefilter("ignore")
        yield
