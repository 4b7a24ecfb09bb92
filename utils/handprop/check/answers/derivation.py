"""A derivation, line by line: every line is judged, and the first wrong one is named with its mistake.

A line says what something is: ``dL/dz2 = dL/dyhat * dyhat/dz2``, in derivatives, in symbols or in numbers.
Each is compared with what stands on its left, on many cases, so that any way to the goal counts, and a line
that is left out is no fault.
"""

from __future__ import annotations

import ast
import contextlib
import copy
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from handprop.border.read_numbers import Problem, Unfinished, is_empty
from handprop.check.answers.array import BY_HAND, NOISE, Array, Number
from handprop.check.answers.computed import is_right
from handprop.check.answers.formula import Formula, Reading, Substituted
from handprop.check.answers.kind import Kind, listed, marked
from handprop.check.answers.notation import plain_signs
from handprop.check.answers.paths import along_paths
from handprop.check.answers.typeset import OVER
from handprop.check.mistakes.calculation import Mistake, Pipeline, Values
from handprop.check.mistakes.recognise import wrong_value
from handprop.check.verdict import Verdict
from handprop.language import tr

if TYPE_CHECKING:
    from handprop.check.question import Case, Question

Value = Callable[[Values], float]
_LONGEST, _MOST_LINES, _LARGEST = 6000, 80, 2000
_CLOSE = 0.05  # so near it is the digits that are missing
_FORM = tr('Write a derivation as text in quotes, one line for each step, such as "dL/dw = delta * x".')
_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉∂", "0123456789d")
_SPELLED = (
    (re.compile(r"\x0crac"), r"\\frac"),  # what Python makes of \frac in quotes
    (re.compile(r"\\(?:mathrm|mathcal|mathit|text|operatorname)\s*\{([^{}]*)\}"), r"\1"),
    (re.compile(r"\\partial\s*"), "d"),
    (re.compile(r"\\(?:wide)?hat\s*(?:\{\s*y\s*\}|y)|ŷ"), "yhat"),
    (re.compile(r"\\_"), "_"),
    (re.compile(r"_\{(\d+)\}|_(\d+)"), r"\1\2"),
    (re.compile(r"\\[dt]?frac\s*\{\s*(d\s*\w+)\s*\}\s*\{\s*(d\s*\w+)\s*\}"), r" \1/\2 "),
)
_DERIVATIVE = re.compile(r"(?<![\w.])d\s*([A-Za-z]\w*)\s*/\s*d\s*([A-Za-z]\w*)")
_NAME = re.compile(r"(?<![\w.\\])d\w+")
_LOSS = dict.fromkeys(("loss", "Loss", "cost", "E", "C", "J"), "L")  # as other courses call it
_SAME = {"prediction": "yhat", "pred": "yhat", **_LOSS}
_NUMBERED = re.compile(
    r"^(?:\s*(?:\(?(?:\d+|[a-z])[.)]|[-*•]|[∴⇒→]|[-=]>|[A-Za-z][\w ]{0,30}:(?!=))(?=\s|[∴⇒→])|\s*[∴⇒→])+"
)
_LINES = re.compile("\r?\n|[\u2028\u2029]")  # not \f, which Python has made of the beginning of \frac
_NO_LINE = re.compile(r"^\s*(?:`{3,}\w*|//.*|\\(?:begin|end)\{[^{}]*\}.*)\s*$")
# What others write for an equals sign: a definition, Python's comparison, or "about".
_EQUALS = re.compile(r":=|(?<![<>])={1,2}|[≈≃≅≡]|\\approx(?![a-z])")
_NOT_YET = ("", "...", "…")
# A comma parts statements only before the next "name ="; in a number, or between brackets, it does not.
_NEXT = re.compile(r";|(?:(?<!\\),|\b(?:and|where|with)\b)(?=\s*[^\d\s][^,;()=]*=)")
_COLON = re.compile(r"^(\s*[d∂]\s*\w+\s*/\s*[d∂]\s*\w+)\s*:(?=[^=]*$)")


class _Line(NamedTuple):
    """A line as it was written: its number, what stands on its left, and all that it is said to be."""

    number: int
    text: str
    left: str
    rights: tuple[str, ...]


class _EachLine(Array):
    """Values that stand in lines of their own: a large one makes no room for a small one."""

    def same(self, ours: np.ndarray, theirs: np.ndarray) -> np.ndarray:
        """Which values agree, each measured against itself."""
        return np.abs(theirs - ours) <= np.maximum(self.tolerance * np.abs(ours), NOISE)


@dataclass(frozen=True)
class Derivation(Kind):
    """Lines that lead to one or more derivatives, each of which is judged.

    Parameters
    ----------
    symbols : name -> its value in a run of the pipeline, as for a `Formula`.
    quantities : what may stand on the left besides, ``"dL/dz2"`` or ``"delta"`` -> its value in a run.
    formulas : what has to be written in `symbols` alone, once.
    numbers : what has to be given as a number, for the numbers of the question.
    also : other names that the lesson has, each with what it is in symbols.
    others : cases beside that of the question on which a line in symbols is tried.
    """

    symbols: Mapping[str, Value]
    quantities: Mapping[str, Value]
    formulas: tuple[str, ...]
    numbers: tuple[str, ...] = ()
    also: Mapping[str, str] = field(default_factory=dict)
    others: Sequence[Case] = ()

    line_by_line = True
    always_the_same = tr("it asks for a derivation in letters, which is tried on many numbers.")

    @property
    def values(self) -> Array:
        """All that a line may be about."""
        return _EachLine((len(self.quantities),), tuple(self.quantities), tolerance=BY_HAND)

    @cached_property
    def by_paths(self) -> Mapping[str, str]:
        """The derivatives that follow from these by the chain rule, as sums of products."""
        return along_paths(self.quantities)

    def every(self, values: Values) -> np.ndarray:
        """The values of all that a line may be about: the `quantity` of the question."""
        return np.array([value(values) for value in self.quantities.values()], dtype=float)

    def compared(self, cases: Sequence[Case]) -> Sequence[Case]:
        """The first case alone, whose numbers the learner sees."""
        return cases[:1]

    def cell(self, question: Question) -> str:
        """The goals, each waiting for its right-hand side, and the solution."""
        waiting = [f"{goal} = ..." for goal in dict.fromkeys((*self.formulas, *self.numbers))]
        stub = question.stub or "\n".join([f'{question.name} = """', *waiting, '"""'])
        return "\n".join([stub, *marked(self.solution(question))])

    def judge(self, question: Question, raw: object, tries: int, seed: int | None) -> Verdict:
        """Right if every line is and all goals are reached; else the first wrong line, or what is missing."""
        sheet = _Sheet(self, question, tries)
        for line in _lines(raw):
            sheet.take(line)
        missing = [goal for goal in self._goals() if goal not in sheet.reached]
        # One part is for lines that are all right.
        share = len(sheet.reached) / (1 + len(self._goals())) if question.parts else 0.0
        if sheet.wrong:
            return replace(sheet.wrong, share=share)
        if missing:
            told = tr("Every line is right so far. Still missing: {missing}.", missing=" and ".join(missing))
            nearly = [sheet.to_write_out[goal] for goal in missing if goal in sheet.to_write_out]
            return Verdict("wrong", (told, *nearly, *question.hints[:tries]), share=share)
        return Verdict(
            "right",
            (tr("Right, all {judged} lines.", judged=sheet.judged) if sheet.judged > 1 else tr("Right."),),
        )

    def _goals(self) -> list[str]:
        return [*map(self.in_symbols, self.formulas), *map(in_numbers, self.numbers)]

    def in_symbols(self, name: str) -> str:
        """How the goal is called that a line in symbols reaches."""
        return tr("{name} in {symbols} alone", name=name, symbols=", ".join(self.symbols))


def in_numbers(name: str) -> str:
    """How the goal is called that a number reaches."""
    return tr("{name} as a number", name=name)


def _lines(raw: object) -> list[_Line]:
    """The lines that say something; raises `Problem` or `Unfinished`."""
    if is_empty(raw):
        raise Unfinished
    if isinstance(raw, list | tuple) and all(isinstance(one, str) for one in raw):
        raw = "\n".join(raw)
    if not isinstance(raw, str):
        raise Problem(_FORM)
    if len(raw) > _LONGEST or raw.count("\n") > _MOST_LINES:
        raise Problem(tr("This is far longer than a derivation here needs to be."))
    found = list(_split(raw))
    if not found:
        raise Unfinished
    return found


def _split(text: str) -> Iterator[_Line]:
    left = ""
    for number, written in enumerate(_LINES.split(plain_signs(text).strip(" \n")), 1):
        bare = _NUMBERED.sub("", _NO_LINE.sub("", written.strip(' “”„"')).split("#")[0])
        for part in _NEXT.split(_COLON.sub(r"\1 =", bare)):
            line = part.replace("&", " ").strip(" \t$").rstrip(",\\ ")
            if line in _NOT_YET:
                continue
            first, *rights = (one.strip() for one in _EQUALS.split(line))
            if not rights:
                raise Problem(
                    tr(
                        "Line {number}, {shown}, has no equals sign. {form}",
                        number=number,
                        shown=_shown(line),
                        form=_FORM,
                    )
                )
            left = first or left
            if not left:
                raise Problem(tr("Line {number} has nothing on the left of its equals sign.", number=number))
            rights = [one for one in rights if one not in _NOT_YET]
            if rights:
                yield _Line(number, line, left, tuple(rights))


def _shown(text: str) -> str:
    return f"`{text[:80]}`"


def _spelled(text: str) -> str:
    """A line with derivatives and indices written in one way."""
    text = unicodedata.normalize("NFC", text).translate(_SUBSCRIPTS)
    for pattern, instead in _SPELLED:
        text = pattern.sub(instead, text)
    return text


def _place(name: str) -> str:
    """The name under which a derivative stands in a formula; also of several in a text."""
    return name.replace("/", OVER)


class _Sheet:
    """What is known while a derivation is read: names, goals that were reached, the first wrong line."""

    def __init__(self, kind: Derivation, question: Question, tries: int):
        self._kind, self._tries = kind, tries
        self._own: dict[str, ast.expr] = {}  # a learner's names for parts of a line
        # What a name such as dw alone is the derivative of.
        self._top = "L" if any(name.startswith("dL/") for name in kind.quantities) else kind.formulas[0][1:2]
        self._sizes: dict[str, int] = {}
        places = {_place(name): value for name, value in kind.quantities.items()}
        self._formula = Formula(places | dict(kind.symbols), kind.also, tuple(kind.symbols))
        self._by_paths = question.once(
            "by paths",
            lambda: {name: self._formula.tree(_place(text)) for name, text in kind.by_paths.items()},
        )
        cases = [*question.cases[:1], *kind.others]
        self._once = question.once
        calculation = question.once("line by line", lambda: question.pipeline.keeping(cases))
        self._asked = replace(
            question, answer=self._formula, pipeline=calculation, cases=cases, hints=(), parts=False
        )
        self._likely = calculation  # with the mistakes that no right line has refuted
        self.reached: set[str] = set()
        self._same_goals: list[set[str]] = []  # goals that right lines have set equal
        self._right: dict[str, Reading] = {}  # right formulas, by what they are about
        self.to_write_out: dict[str, str] = {}  # goal -> what keeps a right line from reaching it
        self.wrong: Verdict | None = None
        self.judged = 0

    def take(self, line: _Line) -> None:
        """Judge a line; raises `Problem` where it cannot be read and nothing before it is wrong."""
        try:
            self._take(line)
        except Problem as problem:
            if self.wrong is None:
                raise Problem(
                    tr(
                        "Line {number}, {shown}: {problem}",
                        number=line.number,
                        shown=_shown(line.text),
                        problem=problem,
                    )
                ) from None

    def _take(self, line: _Line) -> None:
        name = self._left(line.left)
        value = self._known(name)
        trees = [self._tree(right) for right in line.rights]
        if value is None and (meant := self._meant(name, trees[0])):
            good = self.wrong is None
            for tree in trees:
                self._judge(line, meant, self._value(meant), tree)
            if good and self.wrong:
                told = (*self.wrong.sentences, tr("It is read as the derivative {meant}.", meant=meant))
                self.wrong = replace(self.wrong, sentences=told)
        elif value is None:
            self._own[name], self._sizes[name] = trees[0], sum(1 for _ in ast.walk(trees[0]))
        else:
            for tree in trees:
                self._judge(line, name, value, tree)

    def _meant(self, name: str, tree: ast.expr) -> str | None:
        """The derivative that a name as in code stands for: dL_dw always, dw where that can be meant alone.

        It is meant if it is asked for, or if what the line says is right; else dw may be a step, or anything.
        """
        if name in self._own:
            return None
        if whole := self._in_code(name):
            return whole
        if (whole := self._alone(name)) is None or whole in (*self._kind.formulas, *self._kind.numbers):
            return whole
        asked = replace(self._asked, quantity=self._value(whole))
        return whole if self._everywhere(asked, self._formula.reading(tree)) else None

    def _in_code(self, name: str) -> str | None:
        """The derivative that is written as a name: dL_dw, dLdw."""
        places = [k for k in range(2, len(name) - 1) if name[0] == name[k] == "d"]
        pairs = ((name[1:k].strip("_"), name[k + 1 :]) for k in places)
        return next((found for pair in pairs if (found := self._derivative(*pair))), None)

    def _alone(self, name: str) -> str | None:
        """The derivative of the loss, or of the result, that a name such as dw may stand for."""
        return self._derivative(self._top, name[1:].strip("_")) if name.startswith("d") else None

    def _left(self, text: str) -> str:
        """The name of what stands on the left; raises `Problem` where it is no name."""
        text = re.sub(r"^\(([^()]*)\)$", r"\1", _spelled(text).strip())
        if found := _DERIVATIVE.fullmatch(text):
            return self._named(found)
        if not text.isidentifier():
            raise Problem(tr("One name or one derivative stands on the left of an equals sign."))
        return self._formula.name(text) or _SAME.get(text, text)

    def _named(self, found: re.Match[str]) -> str:
        """A derivative by the names of the question; raises `Problem` for one that it has not."""
        over, under = found.groups()
        if (name := self._derivative(over, under)) is None:
            raise Problem(self._refused(over, under))
        return name

    def _refused(self, over: str, under: str) -> str:
        """What to say of a derivative that the question has not: it may be a true one all the same."""
        name = f"d{over}/d{under}"
        numbered = [one for one in self._kind.quantities if re.fullmatch(rf"d{over}\d*/d{under}\d*", one)]
        if numbered:
            return tr("{name} needs its number: {all}.", name=name, all=listed(numbered))
        if self._derivative(under, over):
            return tr("{name} is turned round: write d{under}/d{over}.", name=name, under=under, over=over)
        known = self._all_letters()
        if all({one, self._letter(one)} & known for one in (over, under)):
            return tr(
                "This check does not know {name}. Write the line without it, or leave the line out.",
                name=name,
            )
        return tr(
            "{name} is not on the way here. The letters of the question are {letters}.",
            name=name,
            letters=", ".join(self._kind.symbols),
        )

    def _all_letters(self) -> set[str]:
        """All that a derivative may be of, or with respect to."""
        ends = (part[1:] for name in self._kind.quantities if "/" in name for part in name.split("/"))
        return {*ends, *self._kind.quantities, *self._kind.symbols, *self._kind.also}

    def _derivative(self, over: str, under: str) -> str | None:
        """The name of a derivative in the question, if it is there."""
        names = (f"d{over}/d{under}", "d{}/d{}".format(*map(self._letter, (over, under))))
        known = {**self._kind.quantities, **self._by_paths}
        return next((name for name in names if name in known), None)

    def _letter(self, text: str) -> str:
        text = text.replace("_", "")
        if (other := self._kind.also.get(text, "")) in self._kind.symbols:
            return other
        return _SAME.get(text, text)

    def _tree(self, text: str) -> ast.expr:
        """A right-hand side as arithmetic, the learner's own names replaced by what they stand for."""
        known = {*self._kind.symbols, *self._kind.also, *self._own}
        by_paths = map(_place, self._by_paths)

        def put(found: re.Match[str]) -> str:
            over, under = (f"d{one}" for one in found.groups())
            return found[0] if {over, under} <= known else f" {_place(self._named(found))} "

        def put_name(found: re.Match[str]) -> str:
            name = found[0]
            taken = name in known or name in self._formula.symbols
            whole = None if taken else self._in_code(name) or self._alone(name)
            return _place(whole) if whole else name

        more = dict.fromkeys([*self._own, *by_paths], float)
        reader = replace(self._formula, symbols={**self._formula.symbols, **more})
        tree = reader.tree(_NAME.sub(put_name, _DERIVATIVE.sub(put, _spelled(text))))
        return self._substituted(tree)

    def _substituted(self, tree: ast.expr) -> ast.expr:
        size = sum(self._sizes.get(getattr(node, "id", ""), 1) for node in ast.walk(tree))
        if size > _LARGEST:
            raise Problem(tr("with all that it stands for, this is far longer than it needs to be."))
        by_paths = {_place(name): tree for name, tree in self._by_paths.items()}
        return Substituted({**by_paths, **self._own}).visit(tree)

    def _known(self, name: str) -> Value | None:
        known = {*self._kind.quantities, *self._kind.symbols, *self._kind.also, *self._by_paths}
        return self._value(name) if name in known else None

    def _value(self, name: str) -> Value:
        """The value in a run of something that a line may be about."""
        kind = self._kind
        if (value := kind.quantities.get(name) or kind.symbols.get(name)) is not None:
            return value
        formula = self._formula

        def reading() -> Value:
            tree = self._by_paths.get(name)
            return formula.reading(formula.tree(kind.also[name]) if tree is None else tree)

        return self._once(("value", name), reading)

    def _judge(self, line: _Line, name: str, value: Value, tree: ast.expr) -> None:
        self.judged += 1
        used = _names(tree) & set(self._formula.symbols)
        if used == {_place(name)}:
            raise Problem(tr("it says that {name} is itself.", name=name))
        asked, given = replace(self._asked, quantity=value), self._formula.reading(tree)
        # A number that was rounded belongs to the numbers of the question, and can be right on no others.
        rounded = not used or (_holds_decimals(tree) and not self._everywhere(asked, given))
        verdict = self._verdict(name, replace(asked, pipeline=self._likely), given, rounded)
        if not verdict.passed and not verdict.mistakes:  # made here alone, and not where it was right before
            fitting = self._fitting(name, value) if rounded else asked.pipeline
            verdict = self._verdict(name, replace(asked, pipeline=fitting), given, rounded)
        if verdict.passed:
            if used and not rounded:
                self._right.setdefault(name, given)
            self._reach(name, used, rounded)
            self._join(name, tree)
            self._refute(name, value)
        elif self.wrong is None:
            run = self._asked.pipeline.right(self._asked.cases[0])
            if not used and name in self._right and not np.isclose(given(run), value(run), rtol=_CLOSE):
                verdict = _beside_its_formula(verdict)
            self.wrong = _first_wrong(line, self._in_letters(name, used, verdict))

    def _in_letters(self, name: str, used: set[str], verdict: Verdict) -> Verdict:
        """A verdict on a wrong number where letters are asked for; of its sign and size nothing is said."""
        if used or verdict.mistakes or name not in self._kind.formulas or name in self._kind.numbers:
            return verdict
        told = tr("This is a number. Write {named}.", named=self._kind.in_symbols(name))
        return replace(verdict, sentences=(told,))

    def _fitting(self, name: str, value: Value) -> Pipeline:
        """The calculation with the mistakes that a right formula for this does not contradict."""
        whole, case, kind = self._asked.pipeline, self._asked.cases[0], Number(name)
        if (formula := self._right.get(name)) is None:
            return whole

        def fits(one: Mistake) -> bool:
            theirs, by_formula = (wrong_value(whole, it, kind, case, (one,)) for it in (value, formula))
            return theirs is not None and by_formula is not None and bool(kind.same(theirs, by_formula).all())

        return replace(whole, mistakes=tuple(filter(fits, whole.mistakes)))

    def _everywhere(self, asked: Question, given: Reading) -> bool:
        return all(is_right(asked, k, one) for k, one in enumerate(self._formula.outcomes(asked, given)))

    def _verdict(self, name: str, asked: Question, given: Reading, rounded: bool) -> Verdict:
        return self._as_number(name, asked, given) if rounded else self._as_formula(name, asked, given)

    def _as_formula(self, name: str, asked: Question, given: Reading) -> Verdict:
        verdict = self._formula.judge(asked, given, self._tries, None)
        if verdict.state != "wrong" or verdict.mistakes:
            return verdict
        told = (
            self._by_itself(name, asked, given)
            or self._by_another(name, asked, given)
            or self._by_its_number(asked, given)
        )
        return replace(verdict, sentences=(told, *verdict.sentences[1:])) if told else verdict

    def _by_itself(self, name: str, asked: Question, given: Reading) -> str:
        """Whether a line gives what it differentiates with respect to, such as h for dz/dh."""
        over, _, under = name.partition("/d")
        # The slope of a loss is no factor that stands beside a letter.
        if over == f"d{self._top}" or not under or (value := self._known(under)) is None:
            return ""
        other = isinstance(given.tree, ast.Name) and given.tree.id != under  # such as h, equal to z by a gate
        if other or not self._everywhere(replace(asked, quantity=value), given):
            return ""
        told = tr("This is {under} itself, and {under} is what is nudged here.", under=under)
        if under in self._kind.symbols:
            return tr("{told} What is it multiplied with?", told=told)
        return tr("{told} By how much does {over} change then?", told=told, over=over[1:])

    def _by_another(self, name: str, asked: Question, given: Reading) -> str:
        """Whether a line gives another quantity that has a name of its own, no derivative."""
        for other, value in self._kind.quantities.items():
            if "/" not in name + other and self._everywhere(replace(asked, quantity=value), given):
                return tr("This is {other}. {name} is another quantity.", other=other, name=name)
        return ""

    def _by_its_number(self, asked: Question, given: Reading) -> str:
        """Whether a line is right with a letter in place of the number that it has in the question."""
        for letter, value in self._kind.symbols.items():
            number = float(value(asked.pipeline.right(asked.cases[0])))
            tree = _WithLetter(number, letter).visit(copy.deepcopy(given.tree))
            with contextlib.suppress(Problem):  # a letter in an exponent may have no value
                if self._everywhere(asked, self._formula.reading(tree)):
                    return tr("Write {letter}, not {number:g}.", letter=letter, number=number)
        return ""

    def _as_number(self, name: str, asked: Question, given: Reading) -> Verdict:
        number = Number(name)
        asked = replace(asked, answer=number, cases=asked.cases[:1])
        return number.judge(asked, given(asked.pipeline.right(asked.cases[0])), self._tries, None)

    def _refute(self, name: str, value: Value) -> None:
        """Leave out the mistakes that would have changed a line which is right."""
        all_of_them, case, kind = self._asked.pipeline, self._asked.cases[0], Number(name)
        mistakes = all_of_them.mistakes

        def changed() -> set[Mistake]:
            right = np.asarray(value(all_of_them.right(case)))
            wrong = [(one, wrong_value(all_of_them, value, kind, case, (one,))) for one in mistakes]
            return {one for one, given in wrong if given is not None and not kind.same(right, given)}

        refuted = all_of_them.once(case, ("refuted", value), changed)
        kept = tuple(one for one in self._likely.mistakes if one not in refuted)
        self._likely = replace(all_of_them, mistakes=kept)

    def _reach(self, name: str, used: set[str], rounded: bool) -> None:
        if name in self._kind.formulas and not rounded:
            others = [one for one in self._formula.symbols if one in used and one not in self._kind.symbols]
            goal = self._kind.in_symbols(name)
            if others:
                named = listed([_without_places(one) for one in others])
                self.to_write_out[goal] = tr("Write {named} out in these letters.", named=named)
            else:
                self.reached.add(goal)
        if name in self._kind.numbers and not used:
            self.reached.add(in_numbers(name))

    def _join(self, name: str, tree: ast.expr) -> None:
        """Take a right line such as dL/du2 = dL/du1 for what it says: who reaches one has reached both.

        Alone it reaches nothing, nor does a circle: one of them has to stand in letters, or as a number.
        """
        other = _without_places(tree.id) if isinstance(tree, ast.Name) else ""
        if {name, other} <= set(self._kind.formulas):
            self._same_goals.append({self._kind.in_symbols(name), self._kind.in_symbols(other)})
        if {name, other} <= set(self._kind.numbers):
            self._same_goals.append({in_numbers(name), in_numbers(other)})
        self._carry()

    def _carry(self) -> None:
        """Count what is equal to a reached goal as reached, however long the chain of lines."""
        before = -1
        while before != len(self.reached):
            before = len(self.reached)
            for goals in self._same_goals:
                if goals & self.reached:
                    self.reached |= goals


class _WithLetter(ast.NodeTransformer):
    """Puts a letter in the places of a number."""

    def __init__(self, number: float, letter: str):
        self._number, self._letter = number, letter

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        """The letter, for this number."""
        return ast.Name(self._letter) if node.value == self._number else node


def _names(tree: ast.expr) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def _holds_decimals(tree: ast.expr) -> bool:
    """Whether a number that was rounded may stand in a line: one that is not whole."""
    constants: Iterator[Any] = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return any(value != round(value) for value in constants)


def _beside_its_formula(verdict: Verdict) -> Verdict:
    """A verdict on a wrong number whose formula was right, where no known mistake explains it."""
    if verdict.mistakes:
        return verdict
    told = tr("Your formula is right, this number is not. Which value did you put in for each letter?")
    return replace(verdict, sentences=(told, *verdict.sentences))


def _first_wrong(line: _Line, verdict: Verdict) -> Verdict:
    """A verdict on one line as one on the derivation."""
    said = [_without_places(one.removeprefix("Not right yet. ")) for one in verdict.sentences]
    opening = tr(
        "Line {number} is the first that goes wrong: {shown}.", number=line.number, shown=_shown(line.text)
    )
    return replace(verdict, sentences=(opening, *said), formula=None, share=0.0)


def _without_places(sentence: str) -> str:
    return re.sub(r"(\w+)_over_(\w+)", r"\1/\2", sentence)
