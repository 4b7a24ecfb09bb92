"""Lesson 10: a network learns to read, gets a picture wrong, and fails in three ways."""

import math

import handprop
from handprop.demo.story import Step, Story

STORY = Story(
    name="digits",
    minutes=15,
    about="a network learns to read digits, and fails in three ways: overfitting, dead units, saturation",
    make=lambda: handprop.explore.digits(7, epoch=0),
    controls=("image", "training", "epoch"),
    names={"image": "picture"},
    presets={
        "untrained": {},
        "trained": {"epoch": "40"},
        "a mistake": {"image": 31, "epoch": "40"},
        "100 pictures": {"training": "few", "epoch": "800"},
        "rate 2": {"training": "fast", "epoch": "40"},
        "saturated": {"training": "saturated", "epoch": "40"},
    },
    steps=(
        Step(
            panel=3,
            ask="Untrained, it reads {now[right]} of five hundred pictures rightly: guessing. How many "
            "after one epoch?",
            do={"epoch": "1"},
            notice="{now[right]}. The loss has fallen from {was[loss]}, near −log of one tenth, "
            "{facts[guess]}, to {now[loss]}.",
            answers=("A few more.", "Half of them.", "Most of them."),
        ),
        Step(
            panel=3,
            ask="We go on. Will the loss on the training pictures and on held-out pictures fall together?",
            do={"epoch": "40"},
            seconds=6.0,
            notice="For a while. Then the training loss gets ahead: {now[loss]} against {now[loss_held]}. "
            "Of the held-out pictures {now[right]} are right.",
            answers=("Yes.", "The held-out loss stays higher.", "The held-out loss stays where it is."),
        ),
        Step(
            ask="Eight held-out pictures are read wrongly. What may such a picture look like?",
            do={"image": 31},
            notice="A {now[label]}, read as {now[said]} with a share of {now[shares][4]}. A large share is "
            "no proof. Would you have read it?",
            answers=("Smudged.", "Like two digits at once.", "Written by a strange hand."),
        ),
        Step(
            ask="Back to the 2, which it reads without doubt. We erase a single pixel. Can that turn the "
            "answer?",
            at={"image": 7},
            do={"painted": "7/43:0"},
            notice="It can: now it says {now[said]}. To us it is still a 2. The network has never seen a 2 "
            "with such a hole.",
            answers=("No: one of sixty-four.", "It will be less sure.", "Yes."),
        ),
        Step(
            panel=3,
            again=True,
            ask="The same network, trained on only a hundred pictures. How will its two curves differ?",
            do={"training": "few", "epoch": "800"},
            seconds=4.0,
            notice="Training loss {now[loss]}, held-out loss {now[loss_held]}. It knows its hundred "
            "pictures by heart, and reads {now[right]} of the others.",
            answers=("They will not.", "Both are higher.", "One goes to 0, the other does not."),
        ),
        Step(
            panel=3,
            ask="Where should this training have stopped?",
            do={"epoch": "100"},
            seconds=2.0,
            notice="Near this, where the dashed curve is lowest. From there on it rises while the "
            "training loss falls: overfitting.",
            answers=("At the end: the loss is lowest there.", "Where the held-out loss is lowest."),
        ),
        Step(
            panel=3,
            again=True,
            ask="All pictures again, but a learning rate ten times larger. What will the curves do?",
            do={"training": "fast", "epoch": "10"},
            seconds=3.0,
            notice="They stay at guessing, {now[loss]}. The first steps were so large that {now[stuck]} of "
            "the hidden units are dead: 0 for every picture.",
            answers=("Fall ten times faster.", "Jump up and down.", "Stay where they are."),
        ),
        Step(
            panel=3,
            again=True,
            ask="Sigmoid units, and every pixel times a thousand. Stronger signals: better learning?",
            do={"training": "saturated", "epoch": "10"},
            seconds=3.0,
            # How many exactly hangs on the last bits of a processor.
            notice="No. Nearly all hidden units give the same for every picture: saturated. There the slope "
            "is 0, and nothing comes back. Scale the inputs.",
            answers=("Yes.", "The sums become too large.", "No difference: the weights adapt."),
        ),
    ),
    facts=lambda: {"guess": math.log(10)},  # cross-entropy of one tenth for every digit
)
