"""Formulas as answers: text as a learner types it, or a SymPy expression, evaluated on cases.

Two formulas are the same if they agree on many random cases, so any equivalent form counts.  Text is never
handed to `eval` or to `sympify`: it is read as a syntax tree, of which only arithmetic is let through.
"""

from __future__ import annotations

import ast
import contextlib
import math
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np

from handprop.border.foreign import LONGEST, Expression, from_sympy, is_sympy
from handprop.border.read_numbers import Problem, Unfinished, is_empty
from handprop.check.answers.array import Array
from handprop.check.answers.brackets import by_bars, by_brackets, by_sign
from handprop.check.answers.computed import Computed, is_right
from handprop.check.answers.letters import by_a_letter
from handprop.check.answers.notation import BROKEN, FUNCTIONS, Names, plain_arithmetic
from handprop.check.answers.part import by_a_part
from handprop.check.answers.sympy_tree import evaluate_sympy, sympy_tree
from handprop.check.answers.typeset import OVER, as_latex, as_text
from handprop.check.mistakes.calculation import Values
from handprop.check.verdict import Verdict
from handprop.language import tr

if TYPE_CHECKING:
    from handprop.check.question import Case, Question

_LONGEST = 4000
_DEEPEST = 250
_LARGEST_POWER = 20
_NOT_WORKED_OUT = ("Derivative", "Integral", "Limit", "Subs")

_LOSES_SIGN = (
    ("sqrt(", tr(" The square root of a² is a without its sign.")),
    ("|", tr(" |a| is a without its sign.")),
)

_OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
_READ = FUNCTIONS | {"abs": abs}  # not offered: a size in a formula is a slip, and told as one


@dataclass(frozen=True)
class Reading:
    """A formula as it was read: a function of a run of the pipeline, its `text` and its `latex`."""

    value: Callable[[Values], float]
    text: str
    latex: str
    tree: ast.expr

    def __call__(self, values: Values) -> float:
        """The value of the formula with the numbers of a run."""
        return self.value(values)

    def told(self, verdict: Verdict) -> Verdict:
        """The verdict, and how the formula was read."""
        first, *others = verdict.sentences
        sentences = (first, tr("Your formula was read as {words}.", words=self.text), *others)
        return replace(verdict, sentences=sentences, formula=(self.text, self.latex))


_SEVERAL = 3  # cases in which there is something to compare
_FEW = 2  # symbols on which it may hang what is too much in a formula
_MOVES: tuple[Callable[[float], float], ...] = (
    lambda value: 0.7 + 1.3 * value,
    lambda value: -0.3 - value,  # a sign may be all that is lost
)
# What may stand between a formula and the right one, and how to take it out.
_APART: tuple[tuple[str, Callable[[float, float], float]], ...] = (
    (
        tr("Only what has to do with {names} is wrong in it. The other letters stand where they should."),
        lambda given, right: given / right,
    ),
    (
        tr("It is the right formula and something more, in {names} alone. Does that belong there?"),
        lambda given, right: given - right,
    ),
    (
        tr("It is the right formula with the other sign, and something more, in {names} alone."),
        lambda given, right: given + right,
    ),
)


@dataclass(frozen=True)
class Formula(Computed):
    """A formula in given symbols.

    Parameters
    ----------
    symbols : name -> its value in a run of the pipeline, such as ``{"w5": lambda v: v.W2[0, 0]}``.
    also : other names that the lesson has, each with what it is in symbols: ``{"error": "yhat - y"}``.
    offered : the symbols that messages name; all, if none are given.
    """

    symbols: Mapping[str, Callable[[Values], float]]
    also: Mapping[str, str] = field(default_factory=dict)
    offered: tuple[str, ...] = ()

    always_the_same = tr("it asks for a formula in letters, which is tried on many numbers.")
    values = Array(shape=(), names=(tr("Your formula"),), tolerance=1e-9, singles=False)

    def compared(self, cases: Sequence[Case]) -> Sequence[Case]:
        """All of them."""
        return cases

    def outcomes(self, question: Question, raw: object) -> list[np.ndarray]:
        """The value of the formula on every case; its symbols have their right values."""
        formula = self.read(raw)
        return [np.asarray(formula(question.pipeline.right(case))) for case in question.cases]

    def judge(self, question: Question, raw: object, tries: int, seed: int | None) -> Verdict:
        """As any numbers; the verdict shows how the formula was read."""
        formula = self.read(raw)
        verdict = super().judge(question, formula, tries, seed)
        if verdict.state == "wrong" and not verdict.mistakes:
            where = self._where_wrong(question, formula)
            verdict = replace(
                verdict, sentences=(tr("Not right yet. {where}", where=where), *verdict.sentences[1:])
            )
        return formula.told(verdict)

    def read(self, raw: object) -> Reading:
        """The formula as a function of a run of the pipeline; raises `Problem` or `Unfinished`."""
        if isinstance(raw, Reading):
            return raw
        if isinstance(raw, list | tuple) and len(raw) == 1 and isinstance(raw[0], str):
            (raw,) = raw  # a comma after the text makes a tuple of it
        if is_empty(raw) or (isinstance(raw, str) and not raw.strip()):
            raise Unfinished
        if isinstance(raw, str):
            return self._from_text(raw)
        if isinstance(raw, Expression) or is_sympy(raw):
            return self._from_expression(raw if isinstance(raw, Expression) else from_sympy(raw))
        raise Problem(
            tr('Write the formula as text in quotes, such as "delta * w5", or as a SymPy expression.')
        )

    def _where_wrong(self, question: Question, given: Reading) -> str:
        """What all cases together show of a formula: a lost sign, a factor, or how far it is right."""
        answers = self.outcomes(question, given)
        wrong = [not is_right(question, k, answer) for k, answer in enumerate(answers)]
        runs = [self._numbers(question.pipeline.right(case)) for case in question.cases]
        used = _names(given.tree)
        for name in filter(used.__contains__, self.symbols):
            below = [numbers[name] < 0 for numbers in runs]
            # Of few cases some symbol or other is negative just where the formula happens to be wrong.
            if wrong == below and min(below.count(True), below.count(False)) >= _SEVERAL:
                shown = as_text(ast.Name(name))
                why = next((why for sign, why in _LOSES_SIGN if sign in given.text), "")
                return tr(
                    "It is right where {shown} is positive, and wrong where {shown} is negative.{why}",
                    shown=shown,
                    why=why,
                )

        def right(tree: ast.expr) -> bool:
            return self._is_right(question, tree, runs)

        return (
            by_bars(given.tree, right)
            or by_brackets(given.tree, right)
            or self._factor(question, given, answers, runs)
            or self._other_factor(question, given, answers, runs)
            or self._off_by(question, given, runs)
            or self._by_a_term(question, answers, runs)
            or by_a_letter(given.tree, self.offered or tuple(self.symbols), right)
            or by_sign(given.tree, right)
            or by_a_part(question, question.cases, answers)
            or self._without(question, given, runs)
            or _some_signs(question, answers)
            or _how_far(question, answers, wrong)
        )

    def _is_right(self, question: Question, tree: ast.expr, runs: Sequence[Mapping[str, float]]) -> bool:
        """Whether a formula is right on all cases, of which there are some."""
        with contextlib.suppress(Problem):
            self._refuse_strangers(tree, 0)
            return len(runs) >= _SEVERAL and all(
                is_right(question, k, np.asarray(_evaluate(tree, numbers))) for k, numbers in enumerate(runs)
            )
        return False

    def _factor(
        self,
        question: Question,
        given: Reading,
        answers: Sequence[np.ndarray],
        runs: Sequence[Mapping[str, float]],
    ) -> str:
        """Whether it is one factor by which the formula is off on every case: a number, or a symbol."""
        all_rights = np.array([float(question.right(case)) for case in question.cases])
        all_given = np.array(answers, dtype=float).ravel()
        live = all_rights != 0
        if live.sum() < min(_SEVERAL, len(live)) or all_given[~live].any():
            return ""
        rights, ratios = all_rights[live], all_given[live] / all_rights[live]
        if not ratios.any():
            return tr("It is 0 on all cases. Which factor makes it so?")
        if np.allclose(ratios, -1, rtol=1e-9):
            return tr("Only the sign is wrong, for all numbers.")
        if np.allclose(ratios, ratios[0], rtol=1e-9):
            return tr("It is off by the same factor on all cases. Which number is too much, or missing?")
        if np.allclose(ratios, rights, rtol=1e-9):
            return tr("It is the right formula, squared. Where does the square come from?")
        if np.allclose(rights * ratios**2, 1, rtol=1e-9):
            return tr("It is the root of the right formula. Where does the root come from?")
        if np.ptp(rights) == 0:  # such as the slope of an open gate: a formula of one letter has no factors
            return tr("It changes with the numbers, where the right one stays the same.")
        for name in runs[0]:
            values = np.array([numbers[name] for numbers in runs])[live]
            if np.allclose(np.abs(ratios), np.abs(values), rtol=1e-9) or self._without_it(
                given, (name,), runs, all_rights
            ):
                return tr("One factor stands in it that does not belong there. Which one?")
            if np.allclose(np.abs(ratios * values), 1, rtol=1e-9):
                if name in _names(given.tree):
                    return tr(
                        "One factor {shown} is missing, or it divides by {shown} once too often.",
                        shown=as_text(ast.Name(name)),
                    )
                missing = tr("One factor is missing.")
                which = tr("Which link of the path has none in your formula?")
                return missing if self._has_no_path(question) else f"{missing} {which}"
        return ""

    def _has_no_path(self, question: Question) -> bool:
        """Whether a line of a derivation is about one link, such as dh/dz, or about no derivative."""
        name = next((name for name, value in self.symbols.items() if value is question.quantity), None)
        if name is None:  # a question of its own asks for a derivative
            return False
        over, _, under = name.partition(OVER)
        first = over + OVER
        inner = (one.removeprefix(first) for one in self.symbols if one.startswith(first))
        return not any(one + OVER + under in self.symbols for one in inner)

    def _without_it(
        self, given: Reading, names: Sequence[str], runs: Sequence[Mapping[str, float]], rights: np.ndarray
    ) -> bool:
        """Whether the formula would be right with a 1 in place of symbols, such as below a fraction line."""
        if not set(names) <= _names(given.tree):
            return False
        with contextlib.suppress(Problem):
            ones = dict.fromkeys(names, 1.0)
            without = [_evaluate(given.tree, {**numbers, **ones}) for numbers in runs]
            return np.allclose(without, rights, rtol=1e-9)
        return False

    def _other_factor(
        self,
        question: Question,
        given: Reading,
        answers: Sequence[np.ndarray],
        runs: Sequence[Mapping[str, float]],
    ) -> str:
        """Whether a symbol stands in a product where another belongs."""
        rights = [float(question.right(case)) for case in question.cases]
        if len(rights) < 3 or not all(rights):
            return ""
        ratios = np.array(answers, dtype=float).ravel() / rights
        offered = self.offered or tuple(self.symbols)
        used = _names(given.tree)
        for there, here in permutations(offered, 2):
            pairs = np.array([(numbers[there], numbers[here]) for numbers in runs])
            if there in used and np.allclose(ratios * pairs[:, 1], pairs[:, 0], rtol=1e-9, atol=0):
                if self._without_it(given, (there, here), runs, np.array(rights)):
                    both = {"one": as_text(ast.Name(there)), "other": as_text(ast.Name(here))}
                    return tr("Neither {one} nor {other} belongs in it.", **both)
                return tr(
                    "One factor is another than it should be: {shown} does not belong there. Which one does?",
                    shown=as_text(ast.Name(there)),
                )
        return ""

    def _without(self, question: Question, given: Reading, runs: Sequence[Mapping[str, float]]) -> str:
        """Whether it is right where a symbol is 0: what that symbol has to do with it is wrong."""
        if (right := self._solution(question)) is None:
            return ""
        for name in self.symbols:
            pairs = []
            for numbers in runs:
                with contextlib.suppress(Problem):
                    there = {**numbers, name: 0.0}
                    pairs.append((_evaluate(right, there), _evaluate(given.tree, there)))
            if len(pairs) == len(runs) >= 3 and all(ours and np.isclose(ours, its) for ours, its in pairs):
                return tr(
                    "It goes right where {as_text} is 0, and wrong elsewhere. Why?",
                    as_text=as_text(ast.Name(name)),
                )
        return ""

    def _solution(self, question: Question) -> ast.expr | None:
        """The right formula as a tree; None where the question has another kind of solution."""
        text = question.solution.partition("=")[2].strip() if isinstance(question.solution, str) else ""
        if not re.fullmatch('"[^"]+"', text):  # a line of a derivation
            return None
        try:
            return self.tree(text)
        except Problem:
            return None

    def _off_by(self, question: Question, given: Reading, runs: Sequence[Mapping[str, float]]) -> str:
        """Whether the right formula stands in it, beside a factor or a term that hangs on few symbols."""
        if (right := self._solution(question)) is None or len(runs) < 3:
            return ""
        for sentence, apart in _APART:
            with contextlib.suppress(Problem, ZeroDivisionError):
                on = [name for name in self.symbols if self._moves(apart, right, given.tree, runs, name)]
                if 0 < len(on) <= _FEW:
                    return sentence.format(names=tr(" and ").join(as_text(ast.Name(name)) for name in on))
        return ""

    def _by_a_term(
        self, question: Question, answers: Sequence[np.ndarray], runs: Sequence[Mapping[str, float]]
    ) -> str:
        """Whether a letter as a term of its own is all that it is off by."""
        rights = np.array([float(question.right(case)) for case in question.cases])
        apart = np.abs(np.array(answers, dtype=float).ravel() - rights)
        for name in self.offered or tuple(self.symbols):
            values = np.abs([numbers[name] for numbers in runs])
            if len(runs) >= _SEVERAL and values.all() and np.allclose(apart, values, rtol=1e-9, atol=0):
                return tr(
                    "It is off by {shown}, whatever the numbers. Is a term too much in it, or missing?",
                    shown=as_text(ast.Name(name)),
                )
        return ""

    def _moves(
        self,
        apart: Callable[[float, float], float],
        right: ast.expr,
        given: ast.expr,
        runs: Sequence[Mapping[str, float]],
        name: str,
    ) -> bool:
        """Whether what stands between the formula and the right one changes with a symbol."""

        def between(numbers: Mapping[str, float]) -> float:
            return apart(_evaluate(given, numbers), _evaluate(right, numbers))

        moved = (
            (between(numbers), between({**numbers, name: move(numbers[name])}))
            for numbers in runs
            for move in _MOVES
        )
        return any(not np.isclose(one, other, rtol=1e-9, atol=1e-12) for one, other in moved)

    def _from_text(self, text: str) -> Reading:
        tree = self.tree(text)
        if not any(isinstance(node, ast.Name) and node.id in self.symbols for node in ast.walk(tree)):
            raise Problem(tr("This is a number; a formula in {offers} is asked for.", offers=self._offers))
        return self.reading(tree)

    def reading(self, tree: ast.expr) -> Reading:
        """A tree of arithmetic as a function of a run of the pipeline."""
        return Reading(
            lambda values: _finite(_evaluate(tree, self._numbers(values))),
            as_text(tree),
            as_latex(tree),
            tree,
        )

    def name(self, text: str) -> str | None:
        """The symbol that a name stands for, where it is one; None for all others."""
        meaning = self._names.meaning(text)
        return meaning if meaning in self.symbols else None

    def tree(self, text: str) -> ast.expr:
        """Text as a tree of arithmetic, in which numbers may stand alone; raises `Problem`."""
        if re.search("(?<![<>])=", text):
            raise Problem(tr("Only the right-hand side is asked for: what stands after the equals sign."))
        if len(text) > _LONGEST:
            raise Problem(
                tr(
                    "The formula has {count} characters; {longest} are more than enough.",
                    count=len(text),
                    longest=_LONGEST,
                )
            )
        try:
            tree = ast.parse(plain_arithmetic(text, self._names), mode="eval").body
        except (SyntaxError, ValueError, MemoryError, RecursionError):
            raise Problem(BROKEN) from None
        self._refuse_strangers(tree, 0)
        return tree

    @property
    def _offers(self) -> str:
        return ", ".join(self.offered or self.symbols)

    @property
    def _names(self) -> Names:
        return Names(tuple(self.symbols), self.also)

    def _from_expression(self, given: Expression) -> Reading:
        if not given.expression:
            raise Problem(tr("This SymPy object is not an expression; hand in the right-hand side alone."))
        if any(f"{name}(" in given.text for name in _NOT_WORKED_OUT):
            raise Problem(
                tr("This still holds a derivative that is not worked out. Call .doit(), or work it out.")
            )
        if len(given.text) > LONGEST:
            raise Problem(tr("This expression is far longer than it needs to be."))
        meanings = {place: self.tree(self._names.meaning(name) or name) for place, name in given.names}
        tree = sympy_tree(given.text, set(meanings))

        def value(values: Values) -> float:
            numbers = self._numbers(values)
            return _finite(
                evaluate_sympy(tree, {place: _evaluate(part, numbers) for place, part in meanings.items()})
            )

        shown = Substituted(meanings).visit(ast.parse(given.text, mode="eval").body)
        return Reading(value, as_text(shown), as_latex(shown), shown)

    def _numbers(self, values: Values) -> dict[str, float]:
        return {name: float(get(values)) for name, get in self.symbols.items()}

    def _refuse_strangers(self, node: ast.AST, depth: int) -> None:
        if depth > _DEEPEST:
            raise Problem(tr("The formula has too many brackets inside brackets. Write it more simply."))
        match node:
            case ast.BinOp(ast.Name("e"), ast.Pow(), right) if "e" not in self.symbols:
                parts = [right]
            case ast.BinOp(left, op, right) if type(op) in _OPERATORS:
                parts = [left, right]
            case ast.UnaryOp(ast.USub() | ast.UAdd(), operand):
                parts = [operand]
            case ast.Call(ast.Name(name), [argument], []) if name in _READ:
                parts = [argument]
            case ast.Name(name):
                return self._refuse_names({name})
            case ast.Constant(value) if isinstance(value, int | float) and not isinstance(value, bool):
                if abs(value) > 1e12:
                    raise Problem(tr("A number in the formula is too large to be meant."))
                return None
            case _:
                raise Problem(
                    tr(
                        "Only numbers, {offers}, + - * / **, brackets and {functions} with one argument may "
                        "stand in the formula.",
                        offers=self._offers,
                        functions=", ".join(FUNCTIONS),
                    )
                )
        for part in parts:
            self._refuse_strangers(part, depth + 1)
        return None

    def _refuse_names(self, names: set[str]) -> None:
        if strangers := sorted(names - set(self.symbols)):
            raise Problem(
                tr(
                    "{strangers} is not a symbol of this question; use {offers}.",
                    strangers=strangers[0],
                    offers=self._offers,
                )
            )


def _some_signs(question: Question, answers: Sequence[np.ndarray]) -> str:
    """Whether the sign is wrong on some cases, and on others it is not."""
    rights = np.array([float(question.right(case)) for case in question.cases])
    given = np.array(answers, dtype=float).ravel()
    ratios, nothing = given * rights, given == 0
    cut_off = nothing & (rights != 0)
    if cut_off.any() and not nothing.all() and np.allclose(given[~nothing], rights[~nothing], rtol=1e-9):
        return tr("It is right on some cases, and 0 on others. What may be negative, and is cut off?")
    if (ratios < 0).any() and (ratios > 0).any():
        return tr(
            "Its sign is right on some cases and wrong on others. Is each sign and each letter in it the "
            "right one, and is none missing?"
        )
    return ""


def _how_far(question: Question, answers: Sequence[np.ndarray], wrong: Sequence[bool]) -> str:
    """What is left to say: of zeros, or what holds on all cases, as the learner sees none of them."""
    rights = np.array([float(question.right(case)) for case in question.cases])
    given = np.array(answers, dtype=float).ravel()
    if ((given == 0) & (rights != 0)).any():
        return tr("It is 0 for some numbers for which it should not be.")
    if ((given != 0) & (rights == 0) & wrong).any():
        return tr("For some numbers it should be 0, and is not.")
    if not all(wrong):
        return tr(
            "It is right for {count} of the {all} sets of numbers that were tried, and wrong for the others.",
            count=len(wrong) - sum(wrong),
            all=len(wrong),
        )
    if (given * rights < 0).all():
        return tr("Its sign is wrong for all numbers that were tried, and so is its size.")
    if (rights < 0).any() and (given * rights > 0).all():  # what is never negative needs no praise for it
        return tr("Its sign is right for all numbers that were tried, its size is not.")
    if (given > rights).all():
        return tr("It is larger than it should be, for all numbers that were tried.")
    if (given < rights).all():
        return tr("It is smaller than it should be, for all numbers that were tried.")
    return tr("It is wrong for all numbers that were tried.")


def _names(tree: ast.expr) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


class Substituted(ast.NodeTransformer):
    """Puts what placeholders stand for into their places."""

    def __init__(self, meanings: Mapping[str, ast.expr]):
        self._meanings = meanings

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """What the name stands for."""
        return self._meanings.get(node.id, node)


def _evaluate(node: ast.AST, numbers: Mapping[str, float]) -> float:
    try:
        match node:
            case ast.BinOp(left, op, right):
                a, b = _evaluate(left, numbers), _evaluate(right, numbers)
                if isinstance(op, ast.Pow) and abs(b) > _LARGEST_POWER and not _is_e(left):
                    raise Problem(
                        tr(
                            "A power above {largest_power} cannot be meant here.",
                            largest_power=_LARGEST_POWER,
                        )
                    )
                return float(_OPERATORS[type(op)](a, b))
            case ast.UnaryOp(op, operand):
                value = _evaluate(operand, numbers)
                return -value if isinstance(op, ast.USub) else value
            case ast.Call(ast.Name(name), [argument]):
                return _READ[name](_evaluate(argument, numbers))
            case ast.Name(name):
                return numbers.get(name, math.e)  # e, the only other name, stands below a power
            case _:
                return float(node.value)  # type: ignore[attr-defined]
    except ZeroDivisionError:
        raise Problem(tr("The formula divides by something that can be zero.")) from None
    except (OverflowError, ValueError, TypeError):
        raise Problem(tr("The formula has no real value for some numbers.")) from None


def _is_e(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "e"


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise Problem(tr("The formula has no finite value for some numbers."))
    return value
