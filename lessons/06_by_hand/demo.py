"""Lesson 06: one step of the 2-2-1 network, forward and back, and a gate that closes."""

import handprop
from handprop.demo.story import Step, Story

STORY = Story(
    name="by_hand",
    minutes=15,
    about="one step of the 2-2-1 network, sub-step by sub-step, forward and back; then a gate that closes",
    make=lambda: handprop.explore.one_step(handprop.examples.get("seed")),
    controls=("w1", "w2", "w3", "w4", "w5", "w6", "learning_rate"),
    presets={
        "start": {},
        "gate closed": {"w4": -0.2, "time": 11},
        "both gates closed": {"w2": -0.2, "w4": -0.2, "time": 11},
        "w5 negative": {"w5": -0.11, "time": 12},
        "large step": {"learning_rate": 0.6, "time": 13},
    },
    steps=(
        Step(
            ask="Two inputs, six weights. Which line brings the largest number to a hidden unit?",
            do={"time": 1},
            seconds=1.2,
            notice="{now[lines][1]}. What counts is the product, not the weight alone.",
            answers=("That of w2.", "The one from the larger input, whatever its weight."),
        ),
        Step(
            ask="What does a hidden unit do with the two numbers that arrive?",
            do={"time": 3},
            seconds=2.4,
            notice="It adds them up: z1 = {now[values][z1][0]}, z2 = {now[values][z1][1]}. Both are above 0, "
            "so both gates let them pass.",
            answers=("It adds them and lets them pass.", "It takes the larger one."),
        ),
        Step(
            ask="The target is {y1}. Is the prediction too high or too low? What is the sign of the error?",
            do={"time": 7},
            seconds=4.0,
            notice="Too low: {now[values][prediction][0]}. The error is prediction minus target, "
            "{now[error][0]}. Half its square, the triangle, is the loss: {now[loss]}.",
            answers=("Too low, a negative error.", "Too low, so the error is positive."),
        ),
        Step(
            ask="Now back. On the lines of w5 and w6 two numbers meet. Which two make the gradient of w5?",
            do={"time": 9},
            seconds=2.4,
            notice="δ from the right, h1 from the left: {now[lines][0]}. The weight itself is not in it.",
            answers=("δ and h1.", "δ and w5."),
        ),
        Step(
            ask="δ goes on, back to the hidden units. What is it multiplied by on its way to h1?",
            do={"time": 11},
            seconds=2.4,
            notice="By w5, the weight of its line, and by the gate, which is open. "
            "δ1 = {now[gradients][delta1][0]}, δ2 = {now[gradients][delta1][1]}.",
            answers=("By h1.", "By w5 and the gate.", "By w1."),
        ),
        Step(
            ask="δ1 and δ2 are there. What is still missing for the gradients of w1 to w4?",
            do={"time": 12},
            seconds=1.2,
            notice="Only the inputs: {now[lines][1]}. Each δ was computed once and is used twice.",
            answers=("Another walk to the loss for each.", "The inputs."),
        ),
        Step(
            ask="Every gradient is negative, and η is {learning_rate}. Do the weights grow or shrink?",
            do={"time": 13},
            seconds=1.2,
            notice="We subtract, so every weight grows, all at once. The loss falls from {now[loss]} to "
            "{now[loss_after]}.",
            answers=("They shrink: we subtract.", "They grow."),
        ),
        Step(
            again=True,
            ask="Again, with w4 at {do[w4]}. What goes on at h2, and what comes back through it?",
            do={"w4": -0.2, "time": 11},
            seconds=6.0,
            notice="z2 = {now[values][z1][1]}: the gate is closed, and 0 goes on. {now[gradients][W2][1][0]} "
            "is the gradient of w6. Something arrives from the right, and stops at the gate: δ2 = "
            "{now[gradients][delta1][1]}.",
            answers=("h2 passes on a negative number.", "Nothing goes through, nothing comes back."),
        ),
        Step(
            again=True,
            ask="Back to the start. Now the learning rate is {do[learning_rate]}: what will the step do?",
            do={"learning_rate": 0.6, "time": 13},
            seconds=6.0,
            notice="It raises the loss from {now[loss]} to {now[loss_after]}: it jumps over the valley and "
            "up the other side. Move η, and find where that begins.",
            answers=("It gets there faster.", "It goes too far."),
        ),
    ),
)
