"""What learners are told of wrong answers: every one that the tests know, judged and put into a table.

python -m pytest -s tests/check/mistakes/test_survey.py
"""

import re
from collections import Counter

import numpy as np
from places import REPO
from questions import all_questions, traced_mistakes

from handprop.check import Array, Choice, Formula, Function, judge
from handprop.check.mistakes.recognise import wrong_value

ADVERSARY = REPO / "tests" / "check" / "adversary"
KINDS = ("named", "possible", "localised", "told its kind", "no lead", "misleading", "passed")
NO_LEAD = (
    "right, the size",
    "so is the size",
    "The right answer is not zero",
    "Your result is too",
    "that were tried",
    "numbers is right yet",
)
LEADS = (
    *("is the right answer with", "whatever it is given", "not a finite number", "Python says"),
    *("cases in which", "Whatever ", "What you return ", "is off", "off by one factor", "nearly right"),
    *("It goes right where", "explains all your numbers", "would give it", "would give them"),
    *("All numbers that you return are the same", "million times too large", "come near the right ones"),
    *("A small change of", "comes up in this calculation", "Only what has to do", "and something more"),
    *("stays there for the next call", "that you return is whole", "is 0 or 1 in every call"),
    *("takes its arguments in another order", "is off by very little"),
)
# Mistakes whose own words name two slips at once, or that two others together are, number for number.
COMPOUND = {
    "L12-ORDER-NO-HALF": {"L01-ORDER", "L02-NO-SIGN", "L03-NO-HALF"},
    "T05-PREDICTION-NOT-MOVED": {"T01-PREDICTION", "T03-NOT-MOVED"},
    "M83-INPUT-IMPACT": {"M25-NO-OUT-WEIGHT", "M33-NO-GATE"},  # the first weights alone
    "M42-SIG-NO-DERIV": {"M88-RAW-ERROR-BACK", "L05-SAME-SLOPE"},  # one slope for both layers
    "NORM-ITSELF-ONLY": {"NORM-NO-MEAN", "NORM-NO-SPREAD"},
    "ROW-FIXED": {"ROW-NO-MEAN", "ROW-NO-SPREAD"},
}


def hostile(name):
    """(question, what is odd, ids, code) for each answer of a file of the hostile tester's."""
    text = (ADVERSARY / f"{name}.txt").read_text(encoding="utf-8")
    for part in text.split("\n### ")[1:]:
        head, code = part.split("\n", 1)
        (asked, odd, ids) = re.fullmatch(r"(\S+): (.*?)(?: -> (.+))?", head).groups()
        yield asked, odd, tuple((ids or "").split()), code


def judged(verdict, made=()):
    """Which of `KINDS` a verdict is; `made` are the mistakes that were made, where they are known."""
    if verdict.passed:
        return "passed"
    if verdict.state != "wrong":
        return "told its kind"
    if verdict.mistakes:
        told = set(verdict.mistakes).union(*(COMPOUND.get(one, ()) for one in verdict.mistakes))
        if not made or set(made) & told:
            return "named"
        return "possible" if "One wrong number can be chance" in str(verdict) else "misleading"
    first = verdict.sentences[0]
    where = str(verdict) if "right for the first numbers" in first else first
    if any(words in where for words in NO_LEAD):
        return "localised" if any(words in str(verdict) for words in LEADS) else "no lead"
    return "localised"


def answer_with(question, *mistakes):
    """The answer of somebody who makes these mistakes; None where that is no answer, or the right one."""
    cases = question.cases[:1] if isinstance(question.answer, Array) else question.cases
    values = [
        wrong_value(question.pipeline, question.quantity, question.kind, case, mistakes) for case in cases
    ]
    if any(value is None or not np.isfinite(value).all() for value in values):
        return None
    rights = [np.asarray(question.right(case), dtype=float).reshape(question.kind.shape) for case in cases]
    if all(question.kind.same(a, b).all() for a, b in zip(rights, values, strict=True)):
        return None
    if isinstance(question.answer, Array):
        return values[0]
    in_turn = iter(values)
    return lambda *_: next(in_turn)


def of_the_bank():
    """Every mistake of the bank, on every question where it shows."""
    for lesson, question in all_questions():
        for mistake in traced_mistakes(question):
            if (answer := answer_with(question, mistake)) is not None:
                yield f"{lesson[:2]}.{question.name}", judged(judge(question, answer), {mistake.id})


def of_pairs(each=8):
    """Two slips at once, drawn at random from those that can be made together."""
    for lesson, question in all_questions():
        if not isinstance(question.answer, Array | Function) or question.pipeline is None:
            continue
        rng = np.random.default_rng([12, *f"{lesson[:2]}.{question.name}".encode()])  # whatever else is asked
        pairs = question.pipeline.pairs
        for k in rng.permutation(len(pairs))[:each]:
            if (answer := answer_with(question, *pairs[k])) is not None:
                made = {mistake.id for mistake in pairs[k]}
                yield f"{lesson[:2]}.{question.name}", judged(judge(question, answer), made)


def of_choices():
    """Every wrong option, with every reason."""
    for lesson, question in all_questions():
        if isinstance(question.answer, Choice):
            choice = question.answer
            for label in choice.options:
                if label != choice.right:
                    verdict = judge(question, label + choice.right_reason)
                    told = "told its kind" if len(verdict.sentences) > 1 else "no lead"
                    yield f"{lesson[:2]}.{question.name}", "passed" if verdict.passed else told


def of_formulas(texts):
    """Formulas that are nearly right, for the question of lesson 06."""
    question = next(one for _, one in all_questions() if isinstance(one.answer, Formula) and "x2" in one.ask)
    for text in texts:
        yield "06.formula", judged(judge(question, text))


def of_code(slips, question, function):
    """One line of a right function written otherwise."""
    for name, old, new, known in slips:
        verdict = judge(question(name), function(name, old, new))
        yield name, judged(verdict, {known} if isinstance(known, str) else set(known))


def table(sources):
    """The counts of each source, one a line, as a table in Markdown; and their sum."""
    lines = ["| wrong answers | all | " + " | ".join(KINDS) + " |", "|---|" + "---:|" * (len(KINDS) + 1)]
    total = Counter()
    for title, found in sources.items():
        count = Counter(kind for _, kind in found)
        total += count
        lines.append(_line(title, count))
    return "\n".join([*lines, _line("all", total)]), total


def _line(title, count):
    return f"| {title} | {count.total()} | " + " | ".join(str(count[kind]) for kind in KINDS) + " |"
