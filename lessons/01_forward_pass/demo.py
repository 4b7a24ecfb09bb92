"""Lesson 01: one neuron, its weighted sum, its bias, its activation function."""

import handprop
from handprop.demo.story import Step, Story

STORY = Story(
    name="forward_pass",
    minutes=10,
    about="one neuron: the weighted sum, the bias, the gate of ReLU, and sigmoid",
    make=lambda: handprop.explore.neuron(),
    controls=("x1", "x2", "w1", "w2", "b", "activation"),
    presets={
        "start": {},
        "gate closed": {"x2": -1.0},
        "sigmoid": {"activation": "sigmoid"},
        "tanh": {"activation": "tanh"},
        "linear": {"activation": "linear"},
    },
    steps=(
        Step(
            panel=1,
            ask="x1 rises from {x1} to {do[x1]}. By how much does z rise?",
            do={"x1": 3.0},
            notice="By w1: z goes from {was[z]} to {now[z]}. "
            "A weight says how much one unit of its input adds to z.",
            answers=("By 1.", "By {w1}.", "It cannot be known without w2."),
        ),
        Step(
            panel=1,
            again=True,
            ask="Both inputs are 0. Can the neuron pass anything on?",
            do={"x1": 0.0, "x2": 0.0},
            notice="No: z = {now[z]} and a = {now[a]}, whatever the weights are.",
            answers=("Yes, the weights are still there.", "No, every product is 0."),
        ),
        Step(
            panel=1,
            ask="Still no input. Now the bias grows to {do[b]}. What comes out?",
            do={"b": 1.0},
            notice="a = {now[a]}. The bias speaks without any input: it moves the point where the gate "
            "opens.",
            answers=("Nothing, without an input.", "The bias itself."),
        ),
        Step(
            panel=1,
            again=True,
            ask="x2 falls to {do[x2]}. What becomes of z? What is passed on?",
            do={"x2": -1.0},
            seconds=1.5,
            notice="z = {now[z]} is not above 0: the gate closes, and a = {now[a]}.",
            answers=("{now[z]} is passed on.", "0 is passed on."),
        ),
        Step(
            panel=2,
            ask="The same z = {now[z]}, but sigmoid in place of ReLU. Will the neuron be silent?",
            do={"activation": "sigmoid"},
            notice="No: a = {now[a]}. Sigmoid has no gate; it squeezes every z between 0 and 1.",
            answers=("Yes: z is negative.", "a is a little below one half."),
        ),
        Step(
            panel=2,
            ask="Where is sigmoid exactly one half?",
            do={"w1": 0.0, "w2": 0.0},
            notice="At z = {now[z]}: a = {now[a]}. Left of it a is smaller, right of it larger.",
            answers=("At one half.", "At z = 0."),
        ),
        Step(
            panel=2,
            again=True,
            at={"activation": "sigmoid"},
            ask="We push z far to the right. Can a become 1?",
            do={"x1": 4.0, "x2": 4.0, "w1": 1.0, "w2": 1.0, "b": 1.0},
            seconds=2.0,
            notice="z = {now[z]} and a = {now[a]}: nearer and nearer, and never there. Out here the curve "
            "is nearly flat.",
            answers=("Yes, with large weights.", "Never quite."),
        ),
        Step(
            panel=3,
            again=True,
            ask="The map shows the output for every input. The bias grows to {do[b]}: what becomes of the "
            "line z = 0?",
            do={"b": 0.5},
            seconds=2.0,
            notice="It is shifted, and not turned: only the weights turn it. On one side of it the gate is "
            "open, on the other closed.",
            answers=("It turns.", "It is shifted.", "Nothing: only the inputs move on the map."),
        ),
    ),
)
