"""Lesson 09: the XOR network in training, at four learning rates."""

import math

import handprop
from handprop.demo.story import Step, Story

STORY = Story(
    name="training_loop",
    minutes=12,
    about="a network learns XOR before our eyes, at four learning rates from the same start",
    make=lambda: handprop.explore.training(0.5, epoch=0),
    controls=("learning_rate", "epoch"),
    names={"learning_rate": "η", "epoch": "epoch"},
    presets={
        "start": {},
        "the bend": {"epoch": 80},
        "the end": {"epoch": 400},
        "slow": {"learning_rate": "0.1", "epoch": 400},
        "too large": {"learning_rate": "6", "epoch": 400},
    },
    steps=(
        Step(
            ask="Before training: {now[right]} of 4 samples are on the right side. Has the network learned "
            "something?",
            do={"epoch": 10},
            notice="No. The start values are lucky; the loss, {now[loss]}, is hardly better than guessing, "
            "which gives {facts[guess]}.",
            answers=("Yes, three of four.", "No: it has not been trained."),
        ),
        Step(
            ask="The line must go around the ones. Watch the map: when does it bend?",
            do={"epoch": 100},
            seconds=6.0,
            notice="First slowly, then fast: the loss drops while the boundary bends. "
            "At epoch {epoch} all {now[right]} are right.",
            answers=("At once.", "Bit by bit in every epoch.", "In the middle."),
        ),
        Step(
            ask="All samples are right. Is there anything left to learn?",
            do={"epoch": 400},
            seconds=5.0,
            notice="The loss goes on falling, from {was[loss]} to {now[loss]}, and never reaches 0: "
            "each step is smaller. When to stop is your rule.",
            answers=("No, stop here.", "The predictions can come nearer to 0 and 1."),
        ),
        Step(
            ask="The same start, the same {epoch} epochs, with η = {do[learning_rate]}. What will the map "
            "show?",
            do={"learning_rate": "0.1"},
            notice="The bend has just been made: the loss is {now[loss]}. Slow, and on its way.",
            answers=("The same map.", "A straight line still."),
        ),
        Step(
            ask="And with η = {do[learning_rate]}?",
            do={"learning_rate": "6"},
            notice="It is stuck at {now[loss]}: the samples (0, 1) and (1, 1) get the same answer, "
            "so one of them is always wrong.",
            answers=("The best map of all.", "It diverges.", "It gets stuck."),
        ),
        Step(
            ask="How did it get there? We go back to the start and watch the first ten epochs.",
            at={"epoch": 0},
            do={"epoch": 10},
            seconds=5.0,
            notice="The loss rises to {now[loss]}: the steps jump over the valley, and the weights land "
            "far out. There tanh is flat, and both samples look alike.",
            answers=("It rises at first.", "It falls fastest of all."),
        ),
    ),
    facts={"guess": math.log(2)},  # cross-entropy of one half for every sample
)
