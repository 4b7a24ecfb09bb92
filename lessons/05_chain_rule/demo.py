"""Lesson 05: the 1-1-1 sigmoid network, link by link."""

import handprop
from handprop.demo.story import Step, Story

STORY = Story(
    name="chain_rule",
    minutes=10,
    about="two neurons in a row: which factor of the chain is whose, and when a link passes nothing on",
    make=lambda: handprop.explore.network(handprop.examples.get("chain")),
    controls=("x1", "w1", "b1", "w2", "b2", "learning_rate"),
    presets={
        "start": {},
        "w2 = 0": {"w2": 0.0},
        "w2 positive": {"w2": 1.2},
        "input 0": {"x1": 0.0},
        "saturated": {"x1": 5.0, "w1": 2.0, "b1": 1.0},
    },
    steps=(
        Step(
            ask="Follow w1 to the loss. How many links are on its path, and which other weight lies on it?",
            notice="Five: w1 → z1 → h1 → z2 → ŷ → loss. It passes through w2, so w2 is a factor. w1 itself "
            "is not.",
            answers=("Two: two layers.", "Five, and w2 lies on it.", "w1 is a factor too."),
        ),
        Step(
            ask="w2 becomes {do[w2]}. Which gradients become 0?",
            do={"w2": 0.0},
            seconds=1.5,
            notice="Those of w1 and b1: w2 is a factor on their path. The gradient of w2 is "
            "{now[gradients][W2][0][0]}; no weight is a factor of its own.",
            answers=("That of w2.", "All of them.", "Those of w1 and b1."),
        ),
        Step(
            again=True,
            ask="w2 changes its sign. Which gradients change theirs?",
            do={"w2": 1.2},
            seconds=1.5,
            notice="Those of w1 and b1: from {was[gradients][W1][0][0]} and {was[gradients][b1][0]} to "
            "{now[gradients][W1][0][0]} and {now[gradients][b1][0]}.",
            answers=("That of w2.", "Those of w1 and b1."),
        ),
        Step(
            again=True,
            ask="For which parameter is δ1 = {now[gradients][delta1][0]} the whole derivative?",
            do={"x1": 0.0},
            seconds=1.5,
            notice="For b1: its last factor is 1. That of w1 is the input: with x1 = {x1} it is "
            "{now[gradients][W1][0][0]}, while b1 still has {now[gradients][b1][0]}.",
            answers=("For w1.", "For b1."),
        ),
        Step(
            again=True,
            ask="We drive z1 far out on the sigmoid. Will w1 learn faster or slower?",
            do={"x1": 5.0, "w1": 2.0, "b1": 1.0},
            seconds=2.0,
            notice="Slower: at z1 = {now[values][z1][0]} the sigmoid is nearly flat, and its slope is a "
            "factor. "
            "The gradient of w1 is {now[gradients][W1][0][0]}, and was {was[gradients][W1][0][0]}.",
            answers=("Faster: the input is larger.", "Slower: the sigmoid is flat there."),
        ),
        Step(
            again=True,
            ask="One step with η = {learning_rate}. The prediction is above the target: must every weight "
            "shrink?",
            update=1,
            seconds=1.5,
            notice="No: w1 and b1 grow, because w2 is negative; b2 and w2 shrink. "
            "The loss falls from {was[loss]} to {now[loss]}.",
            answers=("Yes, the prediction is too high.", "Each goes against its own gradient."),
        ),
    ),
    buttons=True,
)
