"""Lesson 07: gradients as outer products, and what makes a row or a column 0."""

import handprop
from handprop.demo.story import Step, Story

STORY = Story(
    name="matrices",
    minutes=10,
    about="the six gradients as two outer products; what makes a row or a column 0",
    make=lambda: handprop.explore.matrices(handprop.examples.get("seed")),
    controls=("x1", "x2", "w4", "w5"),
    presets={
        "start": {},
        "gate closed": {"w4": -0.2},
        "input 0": {"x1": 0.0},
        "w5 = 0": {"w5": 0.0},
    },
    steps=(
        Step(
            panel=2,
            ask="∂W1 has the shape of W1. Which two numbers make its entry for w3?",
            point="∂W1 (∂w3)",
            notice="Input 1 and the delta of h2: {x1} times {now[values][delta1][0][1]}. "
            "What comes in, times the delta of what it goes into.",
            answers=("x2 and the first delta: row and column turned round.", "x1 and the second delta."),
        ),
        Step(
            panel=2,
            ask="And ∂W2? Which two lists make it, and which shape comes out?",
            point="∂W2 (∂w5)",
            notice="h and δ2: two rows and one column, the shape of W2. For w5 it is h1 times δ2, "
            "{now[values][dW2][0][0]}.",
            answers=("x and δ2.", "h and δ2."),
        ),
        Step(
            panel=2,
            ask="Where does δ1 come from? Which weights does the delta of the output pass on its way back?",
            point="δ1",
            notice="The way back leads through W2 turned round, that is, through w5 and w6; then comes the "
            "gate. "
            "Never through W1.",
            answers=("Through w1 to w4.", "Through w5 and w6."),
        ),
        Step(
            panel=2,
            ask="w4 falls to {do[w4]}, and the gate of h2 closes. Which part of ∂W1 becomes 0?",
            do={"w4": -0.2},
            point="∂W1 (∂w3)",
            seconds=1.5,
            notice="The second column: everything that leads into h2. The gate is a mask, "
            "and its 0 multiplies the whole column.",
            answers=("The entry of w4 alone.", "The second row.", "The second column."),
        ),
        Step(
            panel=2,
            again=True,
            ask="x1 becomes {do[x1]}. Which part of ∂W1 becomes 0 now?",
            do={"x1": 0.0},
            point="∂W1 (∂w1)",
            seconds=1.5,
            notice="The first row: everything that starts at input 1. Rows are where a weight starts, "
            "columns where it ends.",
            answers=("The first column.", "The first row.", "Nothing: delta is still there."),
        ),
        Step(
            panel=2,
            again=True,
            ask="w5 becomes {do[w5]}. What becomes 0, and is it ∂w5?",
            do={"w5": 0.0},
            point="∂W1 (∂w1)",
            seconds=1.5,
            notice="The first column of ∂W1: nothing comes back through w5. ∂w5 itself is "
            "{now[values][dW2][0][0]}.",
            answers=("∂w5.", "The first column of ∂W1."),
        ),
    ),
)
