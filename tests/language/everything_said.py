"""What learners read, as JSON on one line each, in the language of the process: ``place`` and ``text``."""

import html
import inspect
import json
import re
import sys

import numpy as np
from doubled import doubled
from pictures import MAKERS
from questions import all_questions, traced_mistakes

from handprop import worksheet
from handprop.check import Array, judge
from handprop.check.mistakes.recognise import wrong_value
from handprop.course import questions as loading
from handprop.demo.find import stories
from handprop.demo.page import page
from handprop.examples import get
from handprop.explore.frame.page import page_of
from handprop.learner.page import _END

WRONG = (None, "zz", 3.5, [1.0, 2.0], lambda *given: 0.0)


def explorers():
    for name, make in MAKERS.items():
        shown = make()
        picture = shown.picture()
        yield f"{name}: picture", f"{picture.alt}\n{picture.text}"
        words = [*shown.presets, *(group for column in shown.columns for group in column)]
        for control in shown.kinds.values():
            words += [getattr(control, "label", ""), getattr(control, "short", "")]
            words += [option for option, _ in getattr(control, "options", ())]
        yield f"{name}: controls", "\n".join(words)
        yield f"{name}: page", of_page(page_of(shown))


def demos():
    """The page's own words; those of its story are in demo.py, which is translated as a whole."""
    yield "demo", of_page(page(stories()[0]))


def verdicts():
    plain = loading.words_in
    loading.words_in = lambda path: {name: words.mapped(doubled) for name, words in plain(path).items()}
    for lesson, question in all_questions():
        for answer in [*WRONG, *by_mistakes(question)]:
            with np.errstate(all="ignore"):
                said = judge(question, answer, 2)
            names = {question.name, *question.names, *_arguments(question)}
            yield f"{lesson} {question.name}", _without(names, "\n".join(said.sentences))


def _arguments(question):
    return inspect.signature(question.solution).parameters if callable(question.solution) else ()


def _without(names, text):
    """The text without names of the question, which are code."""
    return re.sub(rf"\b({'|'.join(map(re.escape, names))})\b", " ", text)


def by_mistakes(question):
    if isinstance(question.answer, Array):
        for mistake in traced_mistakes(question)[:2]:
            yield wrong_value(
                question.pipeline, question.quantity, question.kind, question.cases[0], (mistake,)
            )


def rest():
    sheet = worksheet.worksheet(get("seed")).text("md")
    yield "worksheet", re.sub(r"\(data:[^)]*\)|Network\(.*?\)", " ", sheet)
    yield "start page", _END


def of_page(text):
    """The words in a page's own tags: without scripts and styles."""
    body = re.sub(r"<(script|style).*?</\1>", " ", text, flags=re.DOTALL)
    labels = re.findall(r'(?:aria-label|title|alt)="([^"]*)"', body)
    return html.unescape("\n".join([re.sub(r"<[^>]*>", "\n", body), *labels]))


if __name__ == "__main__":
    for source in (explorers, demos, verdicts, rest):
        for place, text in source():
            sys.stdout.write(json.dumps({"place": place, "text": text}) + "\n")
