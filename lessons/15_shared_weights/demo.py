"""Lesson 15: one weight in three steps of a recurrent cell, and what comes back through time."""

from math import tanh

import handprop
from handprop.demo.story import Step, Story

INPUTS, U, W = (1.0, 0.5, -1.0), 0.8, 0.5  # those of the lesson


def cell():
    """The steps of the cell as a graph: w and the state before the first step, then a state for each step."""
    rows, h = [["w", W], ["h0", 0.0]], 0.0
    for t, x in enumerate(INPUTS, 1):
        old, h = h, tanh(U * x + W * h)
        slope = 1 - h**2
        rows.append([f"h{t}", h, [0, t], [slope * old, slope * W], "The cell"])
    return handprop.explore.graph(rows)


def _facts():
    h = 0.0
    for x in INPUTS:
        h = tanh(U * x + W * h)
    return {"slope": 1 - h**2}


STORY = Story(
    name="through_time",
    minutes=10,
    about="one weight in three steps of a recurrent cell: its shares wait, are added, and fade",
    make=cell,
    controls=("time",),
    names={"time": "sub-step"},
    presets={"start": {}, "one step": {"time": 2}, "two steps": {"time": 3}, "all": {"time": 4}},
    steps=(
        Step(
            ask="A cell reads three inputs: h becomes tanh(u · x + w · h). How often is w used? "
            "Where does the way back start?",
            do={"time": 1},
            notice="Three times, so w has a second frame: three numbers must arrive. The loss is h3 itself, "
            "so the way back starts there, with 1.",
            answers=("Three times, at the last state.", "Once: it is one weight.", "At the first input."),
        ),
        Step(
            ask="1 stands at h3. What stands on its way back to h2?",
            do={"time": 2},
            notice="The slope of tanh, {facts[slope]}, and w: {now[lines][1]}. The slope is 1 − h², so both "
            "are below 1.",
            answers=("w.", "The slope of tanh and w.", "Nothing: 1 arrives."),
        ),
        Step(
            ask="w has got {now[arrived][0][0]} already. Will the step before bring it more, or less?",
            do={"time": 3},
            notice="Less: {now[lines][0]}. One more slope and one more w stand on the way.",
            answers=("As much: it is the same weight.", "Less.", "More: it came earlier."),
        ),
        Step(
            ask="The first step has still to come. The state before it was 0. What does it bring to w?",
            do={"time": 4},
            notice="Nothing: there w met a state of 0. The derivative of w is the sum of three shares, "
            "{now[grads][0]}. A shared weight is a fork.",
            answers=("Nothing.", "The least of the three, but not 0.", "As much as the first."),
        ),
        Step(
            ask="Back to h3, then walk again. What is left of the 1 at h2, at h1, at h0? "
            "And after thirty steps?",
            at={"time": 1},
            do={"time": 4},
            seconds=4.0,
            notice="{now[grads][3]}, {now[grads][2]}, {now[grads][1]}: every step multiplies by w and by a "
            "slope below 1. It vanishes through time. A gate would keep it.",
            answers=("Always the same.", "Nearly nothing.", "It grows."),
        ),
    ),
    facts=_facts,
)
