"""Lesson 09: the XOR network in training, at four learning rates."""

import handprop
from handprop.demo.story import Step, Story

STORY = Story(
    name="training_loop",
    minutes=12,
    about="a network learns XOR before our eyes, at four learning rates from the same start",
    make=lambda: handprop.explore.training(5.0, epoch=0),
    controls=("learning_rate", "epoch"),
    names={"learning_rate": "η", "epoch": "epoch"},
    presets={
        "start": {},
        "the bend": {"epoch": 90},
        "the end": {"epoch": 400},
        "slow": {"learning_rate": "1", "epoch": 400},
        "too large": {"learning_rate": "60", "epoch": 400},
    },
    steps=(
        Step(
            panel=3,
            ask="Before training: {now[right]} of 4 samples are on the right side. Has the network learned "
            "something?",
            do={"epoch": 10},
            notice="No. Two of four is luck. Ten epochs later the loss, {now[loss]}, is that of answering "
            "one half to everything, {facts[guess]}.",
            answers=("Yes, two of four.", "No: it has not been trained."),
        ),
        Step(
            panel=3,
            ask="The line must go around the ones. Watch the map: when does it bend?",
            do={"epoch": 150},
            seconds=6.0,
            notice="First slowly, then fast: the loss drops while the boundary bends. "
            "At epoch {epoch} all {now[right]} are right.",
            answers=("At once.", "Bit by bit in every epoch.", "In the middle."),
        ),
        Step(
            panel=1,
            ask="All samples are right. Is there anything left to learn?",
            do={"epoch": 400},
            seconds=5.0,
            notice="The loss goes on falling, from {was[loss]} to {now[loss]}, and never reaches 0: "
            "each step is smaller. When to stop is your rule.",
            answers=("No, stop here.", "The predictions can come nearer to 0 and 1."),
        ),
        Step(
            panel=3,
            ask="The same start, the same {epoch} epochs, with η = {do[learning_rate]}. What will the map "
            "show?",
            do={"learning_rate": "1"},
            notice="The line has hardly bent, {now[right]} are right: the loss is {now[loss]}. "
            "Slow, and on its way.",
            answers=("The same map.", "A straight line still."),
        ),
        Step(
            panel=3,
            ask="And with η = {do[learning_rate]}?",
            do={"learning_rate": "60"},
            notice="It is stuck at {now[loss]}: all samples but (0, 0) get the same answer, "
            "so one of them is always wrong.",
            answers=("The best map of all.", "It diverges.", "It gets stuck."),
        ),
        Step(
            panel=1,
            ask="How did it get there? We go back to the start and watch the first five epochs.",
            at={"epoch": 0},
            do={"epoch": 5},
            seconds=5.0,
            notice="The loss jumps up and down, now {now[loss]}: the steps jump over the valley. The weights "
            "land far out, where sigmoid is flat, and three samples look alike.",
            answers=("It rises at first.", "It falls fastest of all."),
        ),
    ),
    facts=lambda: {"guess": 0.5 * 0.5**2},  # the loss of one half for every sample
)
