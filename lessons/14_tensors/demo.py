"""Lesson 14: cross-entropy with softmax, walked back through every small step."""

from math import exp, log

import handprop
from handprop.demo.story import Step, Story

SUMS, RIGHT = (2.0, 1.0, -1.0), 1  # those of the lesson; the second class is right


def small_steps():
    """Three sums, their exponentials, the share of the right class, and the loss, as a graph."""
    grown = [exp(z) for z in SUMS]
    whole = sum(grown)
    share = grown[RIGHT] / whole
    rows = [[f"z{k}", z] for k, z in enumerate(SUMS, 1)]
    rows += [[f"e{k + 1}", e, [k], [e], "exp"] for k, e in enumerate(grown)]
    rows.append(["sum", whole, [3, 4, 5], [1, 1, 1], "+"])
    rows.append(["share", share, [3 + RIGHT, 6], [1 / whole, -share / whole], "The division"])
    rows.append(["loss", -log(share), [7], [-1 / share], "−log"])
    return handprop.explore.graph(rows)


def _facts():
    whole = sum(map(exp, SUMS))
    return {f"share{k}": exp(z) / whole for k, z in enumerate(SUMS, 1)}


STORY = Story(
    name="small_steps",
    minutes=10,
    about="cross-entropy with softmax in small steps, until share minus target is left",
    make=small_steps,
    controls=("time",),
    names={"time": "sub-step"},
    presets={"start": {}, "share": {"time": 2}, "sum": {"time": 4}, "all": {"time": 7}},
    steps=(
        Step(
            ask="Three sums, z1 to z3; the second class is right. Which sum has to rise? Where does the way "
            "back start?",
            do={"time": 1},
            notice="z2 has to rise. The way back starts at the loss, with 1, and nothing else is known yet.",
            answers=("z2, at the loss.", "z1: it is the largest.", "All of them."),
        ),
        Step(
            ask="The loss is minus the logarithm of the share, {facts[share2]}. How large is its slope?",
            do={"time": 2},
            notice="{now[lines][0]}: minus 1 divided by the share. A tiny share would make it huge.",
            answers=("Below 1.", "About 4.", "It cannot be large."),
        ),
        Step(
            ask="The share is e2 divided by the sum. Is e2 done once the share has passed on?",
            do={"time": 3},
            notice="No: {now[lines][2]}. e2 stands in the sum, too. It is a fork.",
            answers=("Yes.", "No, it is used twice."),
        ),
        Step(
            ask="{now[grads][6]} has arrived at the sum. What does it hand to e1, e2 and e3?",
            do={"time": 4},
            notice="The same to all: it was a sum. At e2 two paths meet: {now[lines][3]}.",
            answers=("A third to each.", "All of it to each.", "More to the larger one."),
        ),
        Step(
            ask="exp passes on what arrives times its own value. Which sum gets the largest push?",
            do={"time": 7},
            seconds=2.4,
            notice="z2: {now[grads][0]}, {now[grads][1]}, {now[grads][2]}. Its number is the largest without "
            "its sign; a step against it makes z2 rise.",
            answers=("z1: its value is the largest.", "z2.", "All get the same."),
        ),
        Step(
            ask="The shares are {facts[share1]}, {facts[share2]} and {facts[share3]}. Compare them with what "
            "arrived. What do you see?",
            notice="Share minus target: from the right one 1 is taken away, the rest is the share itself. In "
            "one piece the way back is this one line.",
            answers=("Share minus target.", "Nothing in common.", "They add up to 0."),
        ),
    ),
    facts=_facts,
)
