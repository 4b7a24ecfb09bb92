"""Lesson 12: the way back through a fork, one number at a time, and what is left of it after many layers."""

import handprop
from handprop.demo.story import Step, Story

X, Y, NUDGE = -2.0, 5.0, 0.01


def fork():
    """(x + y) · x + x, in which x is used three times."""
    q = X + Y
    rows = [["x", X], ["y", Y], ["q", q, [0, 1], [1.0, 1.0], "+"]]
    rows += [["p", q * X, [2, 0], [X, q], "*"], ["f", q * X + X, [3, 0], [1.0, 1.0], "+"]]
    return handprop.explore.graph(rows)


def _facts():
    f = lambda x: (x + Y) * x + x  # noqa: E731
    return {"x": X, "q": X + Y, "nudge": NUDGE, "moved": f(X + NUDGE) - f(X)}


STORY = Story(
    name="forks",
    minutes=10,
    about="the way back through a number that is used three times, and a nudge as a witness",
    make=fork,
    controls=("time",),
    names={"time": "sub-step"},
    presets={"start": {}, "two paths": {"time": 3}, "all": {"time": 4}},
    steps=(
        Step(
            ask="f is (x + y) · x + x. Every value is known, no derivative yet. Where can the way back "
            "start?",
            do={"time": 1},
            notice="At f, with 1: f changes as fast as itself. Nothing else is known without a calculation.",
            answers=("At x.", "At f, with 1.", "Anywhere."),
        ),
        Step(
            ask="f is a sum of p and x. What does it hand to each? Is x done then?",
            do={"time": 2},
            notice="All of it to both: a sum has the slopes 1 and 1. But {now[lines][2]}.",
            answers=("Half to each.", "1 to each, and x waits.", "1 to each, and x is done."),
        ),
        Step(
            ask="p is q times x, and q = {facts[q]}, x = {facts[x]}. What does p hand to x? And to q?",
            do={"time": 3},
            notice="To each the other factor: {now[lines][0]}, {now[lines][1]}. x still waits.",
            answers=("q to x, and x to q.", "x to x, and q to q.", "The product to both."),
        ),
        Step(
            ask="The last one: q, a sum of x and y, holds {now[grads][2]}. What is the derivative of x?",
            do={"time": 4},
            notice="Its three paths are added: {now[arrived][0][0]} + {now[arrived][0][1]} + "
            "({now[arrived][0][2]}) = {now[grads][0]}.",
            answers=("What comes from q.", "The largest of the three.", "The sum of all three."),
        ),
        Step(
            ask="A program writes x.grad = … where x.grad += … belongs. What stands at x in the end?",
            notice="The last path only: {now[arrived][0][2]}. Even the sign is wrong, and no error is "
            "raised.",
            answers=("The same.", "What came first.", "What came last."),
        ),
        Step(
            ask="A witness: x grows by {facts[nudge]}, and all is computed again. By how much does f grow?",
            notice="By {facts[moved]}: the nudge times {now[grads][0]}, and a little bend. The walk took "
            "three steps, whatever the number of inputs.",
            answers=("By the nudge.", "By about twice the nudge.", "It falls."),
        ),
    ),
    facts=_facts,
)

DEEP = Story(
    name="deep_chain",
    minutes=10,
    about="what is left of a derivative after many layers: it vanishes, explodes, or holds",
    make=lambda: handprop.explore.deep_chain(depth=2),
    controls=("depth", "weight", "activation"),
    names={"weight": "weight", "activation": "layer"},
    presets={
        "start": {},
        "sigmoid": {"depth": 40},
        "ReLU": {"depth": 40, "activation": "relu"},
        "ReLU, 2": {"depth": 40, "activation": "relu", "weight": 2.0},
        "tanh": {"depth": 40, "activation": "tanh"},
    },
    steps=(
        Step(
            ask="Two layers, one unit each, sigmoid, all weights 1. Of 1 at the output {now[grads][0]} "
            "reaches the input. And with ten layers?",
            do={"depth": 10},
            seconds=2.0,
            notice="{now[grads][0]}. Each layer multiplies by weight times slope, and a sigmoid has a "
            "slope of at most a quarter.",
            answers=("A fifth of it.", "Less than a millionth.", "The same."),
        ),
        Step(
            ask="Forty layers. From one mark of the axis to the next it is a hundred million times. "
            "Where will the bars end?",
            do={"depth": 40},
            seconds=3.0,
            notice="At {now[grads][0]}. The first layers learn nothing: the gradient has vanished.",
            answers=("At the next mark.", "Several marks below.", "At 0."),
        ),
        Step(
            ask="Then larger weights. Will a weight of 4 hold it, since 4 times a quarter is 1?",
            do={"weight": 4.0},
            seconds=2.0,
            notice="No: {now[grads][0]}. With large weights the sums are large, and there the sigmoid is "
            "flat.",
            answers=("Yes: 1 in every layer.", "No.", "It explodes."),
        ),
        Step(
            ask="Weights of 1 again, but ReLU, its gates open. What reaches the input now?",
            at={"weight": 1.0},
            do={"activation": "relu"},
            notice="{now[grads][0]}: the slope of an open gate is 1. The gradient holds, as long as no "
            "gate is closed.",
            answers=("All of it.", "A little more.", "Nothing."),
        ),
        Step(
            ask="Weights of 2, still ReLU and forty layers. How large does it become?",
            do={"weight": 2.0},
            seconds=2.0,
            notice="{now[grads][0]}, two to the power of forty: an exploding gradient. So start weights must "
            "have the right size.",
            answers=("Twice as large.", "Eighty times.", "Much larger."),
        ),
        Step(
            ask="And a weight of {do[weight]}? It is nearly 1.",
            do={"weight": 0.95},
            notice="{now[grads][0]}: nearly 1 is not 1, forty times over. Depth makes small things large.",
            answers=("Nearly all of it.", "About a tenth.", "Nothing."),
        ),
    ),
)

MORE = (DEEP,)
