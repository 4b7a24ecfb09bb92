"""Lesson 17: pictures of one's own, read by a network that was trained on others."""

import numpy as np

import handprop
from handprop.demo.story import Step, Story
from handprop.explore.drawn_digit.numbers import SHEETS, sheets
from handprop.explore.frame.pixels import INK, SIDE

SEVEN = SHEETS.index("7")
WRITTEN = sheets()[SEVEN].reshape(SIDE, SIDE)


def _painted(pixels):
    """The paint that turns the stored seven into these pixels."""
    changed = [f"{k}:{ink}" for k, ink in enumerate(pixels.ravel()) if ink != WRITTEN.ravel()[k]]
    return f"{SEVEN}/{' '.join(changed)}"


def _moved(columns):
    return np.hstack([np.zeros((SIDE, columns), int), WRITTEN[:, :-columns]])


ONE, TWO, TURNED = _painted(_moved(1)), _painted(_moved(2)), _painted(INK - WRITTEN)

STORY = Story(
    name="own_pictures",
    minutes=10,
    about="pictures of one's own before a network that learned from others: what must be the same in both",
    make=lambda: handprop.explore.drawn_digit("empty"),
    controls=("sheet", "change"),
    names={"change": "one weight"},
    presets={
        "empty": {},
        "a seven": {"sheet": "7"},
        "moved": {"sheet": "7", "painted": TWO},
        "white on black": {"sheet": "7", "painted": TURNED},
        "untrained": {"sheet": "7", "weights": "at random"},
    },
    steps=(
        Step(
            ask="An empty sheet: a file with nothing in it. What will a network say that has learned ten "
            "digits?",
            hides=".hp-panel:nth-child(2)",
            notice="A {now[said]}, with a share of {now[shares][3]:.3f}. It has ten answers, and none of "
            "them is “this is no digit”. So say what you leave out.",
            answers=("Nothing.", "A tenth for each.", "Some digit."),
        ),
        Step(
            ask="A 7 by a hand that training never saw. Will it be read, and how large will the share be?",
            do={"sheet": "7"},
            notice="Yes: {now[shares][7]:.3f}. This picture was made as those of training were: dark ink, in "
            "the middle, as large as the sheet.",
            answers=("No: it is another hand.", "Yes, about a half.", "Yes, nearly 1."),
        ),
        Step(
            ask="The same 7, one pixel to the right. And two pixels?",
            do={"painted": TWO},
            notice="One pixel it forgives: {facts[one]:.3f}. Two make it a {now[said]}, with "
            "{now[shares][5]:.3f}. Crop your pictures as those of training are.",
            answers=("It makes no difference.", "One is forgiven, two are not.", "Neither is read."),
        ),
        Step(
            ask="In the middle again, but white ink on black paper. You would still read a 7. And the "
            "network?",
            at={"painted": ""},
            do={"painted": TURNED},
            notice="A {now[said]}, with {now[shares][2]:.3f}: wrong, and as sure as before. A share says "
            "nothing about pictures of another kind.",
            answers=("A 7: the shape is the same.", "It is unsure.", "Another digit, and it is sure."),
        ),
        Step(
            ask="Now one of you draws a digit. First the bets: will it be read?",
            at={"sheet": "empty", "painted": ""},
            notice="Clear the sheet and draw. One picture proves nothing: judge by a pile of pictures "
            "like those it will meet, held out from training, beside the baseline.",
            answers=("Yes.", "No.", "It depends on who draws."),
        ),
    ),
    facts=lambda: {
        "one": float(handprop.explore.drawn_digit().at(sheet="7", painted=ONE).state()["shares"][7])
    },
)
