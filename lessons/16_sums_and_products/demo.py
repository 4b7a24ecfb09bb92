"""Lesson 16: a path past each layer, and one token that looks at two."""

from math import exp, sqrt

import handprop
from handprop.demo.story import Step, Story

START, LAYERS = 0.5, 2


def _sigmoid(z):
    return 1 / (1 + exp(-z))


def past_the_layer():
    """Two layers h + sigmoid(h), one behind the other."""
    rows, h, at = [["h0", START]], START, 0
    for k in range(1, LAYERS + 1):
        a = _sigmoid(h)
        rows.append([f"f{k}", a, [at], [a * (1 - a)], "sigmoid"])
        rows.append([f"h{k}", h + a, [at, len(rows) - 1], [1.0, 1.0], "+"])
        h, at = h + a, len(rows) - 1
    return handprop.explore.graph(rows)


def _arrives(depth, past):
    """What reaches the start of a chain of layers, with the path past each (1) or without it (0)."""
    h, slope = START, 1.0
    for _ in range(depth):
        a = _sigmoid(h)
        slope, h = slope * (past + a * (1 - a)), past * h + a
    return slope


STORY = Story(
    name="past_the_layer",
    minutes=10,
    about="a residual connection: one path goes past each layer, and what comes back does not vanish",
    make=past_the_layer,
    controls=("time",),
    names={"time": "sub-step"},
    presets={"start": {}, "one layer": {"time": 3}, "all": {"time": 5}},
    steps=(
        Step(
            ask="Each layer adds its input to its result: h1 = h0 + f(h0). "
            "Why have h0 and h1 a second frame?",
            do={"time": 1},
            notice="They are forks: each goes into a layer, and past it. Two numbers must arrive at each. "
            "The way back starts at h2, with 1.",
            answers=("They are inputs.", "They are used twice.", "They are the largest."),
        ),
        Step(
            ask="h2 is the sum of h1 and f2. What does it hand to h1, on the path past the layer?",
            do={"time": 2},
            notice="{now[grads][4]}, all of it: a sum has the slope 1. h1 waits for what comes through "
            "the layer.",
            answers=("Half of it.", "All of it.", "The slope of the sigmoid."),
        ),
        Step(
            ask="And through the layer? The sigmoid has a slope of a quarter at most.",
            do={"time": 3},
            notice="{now[arrived][2][1]}. Together {now[grads][2]}: 1 plus the slope of the layer. The 1 "
            "cannot vanish.",
            answers=("Nothing.", "At most a quarter.", "1 again."),
        ),
        Step(
            ask="One layer more. Does it shrink on the way to h0, or grow?",
            do={"time": 5},
            seconds=2.4,
            notice="It grows: {now[grads][2]}, then {now[grads][0]}. Each layer multiplies by 1 and a "
            "little.",
            answers=("It shrinks.", "It stays.", "It grows a little."),
        ),
        Step(
            ask="Forty layers. What arrives at the start without the paths past, and what with them?",
            notice="Without: {facts[without]}. With: {facts[with]}. Very deep image networks are built in "
            "this way.",
            answers=("Nothing in both.", "Nothing without, something with.", "With them it explodes."),
        ),
    ),
    facts=lambda: {"without": _arrives(40, 0), "with": _arrives(40, 1)},
)

# The first token of lesson 16: its query, the keys of the first and the third, one number of each value.
QUERY, KEYS, VALUES = (2.0, 0.0), ((1.0, 0.0), (2.0, -1.0)), (1.0, 3.0)


def _shares():
    scores = [sum(q * k for q, k in zip(QUERY, key, strict=True)) / sqrt(2) for key in KEYS]
    grown = [exp(each) for each in scores]
    return scores, [each / sum(grown) for each in grown]


def looking():
    """Scores of one token, shares of the scores, and a mean of the values with these shares.

    Softmax of two is the sigmoid of their difference, as in the lesson on digits.
    """
    scores, (one, other) = _shares()
    rows = [["score 1", scores[0]], ["score 2", scores[1]]]
    rows.append(["difference", scores[0] - scores[1], [0, 1], [1.0, -1.0], "A difference"])
    rows.append(["share 1", one, [2], [one * other], "The sigmoid"])
    rows.append(["share 2", other, [3], [-1.0], "Taking it from 1"])
    rows.append(["result", one * VALUES[0] + other * VALUES[1], [3, 4], list(VALUES), "The mean"])
    return handprop.explore.graph(rows)


def _looked():
    _, shares = _shares()
    result = sum(share * value for share, value in zip(shares, VALUES, strict=True))
    return {"result": result, "one": shares[0], "far": VALUES[0] - result}


LOOKING = Story(
    name="looking",
    minutes=10,
    about="attention: one token looks at two, and what comes back to its scores",
    make=looking,
    controls=("time",),
    names={"time": "sub-step"},
    presets={"start": {}, "result": {"time": 2}, "shares": {"time": 3}, "all": {"time": 5}},
    steps=(
        Step(
            ask="Scores say how well a token's query fits two keys; shares are made of them. The values are "
            "1 and 3. Where does it look?",
            do={"time": 1},
            notice="Mostly at the second. The result is a mean of both values with these shares, "
            "{facts[result]}. The way back starts there.",
            answers=("At the first.", "At the second.", "At both alike."),
        ),
        Step(
            ask="The result is share 1 times value 1 plus share 2 times value 2. What does it hand to the "
            "shares?",
            do={"time": 2},
            notice="To each its value: {now[arrived][3][0]} and {now[arrived][4][0]}. Share 1 is a fork, and "
            "waits: share 2 is made from it.",
            answers=("Each other's.", "Their values.", "Half to each."),
        ),
        Step(
            ask="Share 2 is 1 minus share 1. What has share 1 got in the end?",
            do={"time": 3},
            notice="{now[arrived][3][0]} + ({now[arrived][3][1]}) = {now[grads][3]}: value 1 minus value "
            "2. What one share gains the other loses.",
            answers=("Its own value.", "The sum of both values.", "The difference of both values."),
        ),
        Step(
            ask="Now through the sigmoid and the difference. Will both scores be pushed upwards?",
            do={"time": 5},
            seconds=2.0,
            notice="No: {now[grads][0]} and {now[grads][1]}. They add up to 0. With three tokens and "
            "softmax it is the same.",
            answers=("Yes.", "Only one of them.", "Neither."),
        ),
        Step(
            ask="Value 1 is above 0. Why is its score pushed down?",
            notice="What counts is the mean, {facts[result]}: value 1 lies below it. Share times distance "
            "from the mean, {facts[one]} · ({facts[far]}).",
            answers=("Its share is small.", "Its value lies below the mean.", "It comes first."),
        ),
    ),
    facts=_looked,
)

MORE = (LOOKING,)
