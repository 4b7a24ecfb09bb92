"""Lesson 02: the error with its sign, the loss without, the mean over houses."""

import handprop
from handprop.demo.story import Step, Story

STORY = Story(
    name="error_and_loss",
    minutes=10,
    about="four houses: the error has a sign, the loss has none, and the loss is what we make small",
    make=lambda: handprop.explore.error_and_loss(),
    controls=("p1", "p2", "p3", "p4", "order"),
    names={"p1": "house 1", "p2": "house 2", "p3": "house 3", "p4": "house 4"},
    presets={
        "start": {},
        "all right": {"p1": 1.0, "p2": 2.2, "p3": 0.7, "p4": 2.8},
        "all too high": {"p1": 1.5, "p2": 2.7, "p3": 1.2, "p4": 3.3},
        "one far off": {"p1": 1.0, "p2": 2.2, "p3": 0.7, "p4": 4.3},
    },
    steps=(
        Step(
            ask="Prices are in 100 000 dollars. House 1 is predicted at {p1}. "
            "Too high or too low? What is the sign of its error?",
            notice="Too high. The error is prediction minus target: {now[errors][0]}, and so positive. "
            "House 2 is too low, its error negative: {now[errors][1]}.",
            hides=".hp-arrow, .hp-panel:first-child .hp-value",
            answers=("Negative, because it is wrong.", "Positive: prediction minus target."),
        ),
        Step(
            ask="The error of house 1 doubles. How does its square grow?",
            do={"p1": 2.0},
            notice="To four times the area: the loss of house 1 goes from {was[losses][0]} to "
            "{now[losses][0]}. "
            "Large errors count more.",
            answers=("It doubles too.", "Four times."),
        ),
        Step(
            again=True,
            ask="We turn the order round: target minus prediction. What changes, and what does not?",
            do={"order": "target"},
            notice="Every arrow turns, every error changes its sign. No loss changes: "
            "the mean is {now[mean]} as before. A square has no sign.",
            answers=("The loss becomes negative.", "Only the signs of the errors."),
        ),
        Step(
            again=True,
            ask="Suppose that we make the error small. Where would the prediction of house 1 go?",
            do={"p1": 0.0},
            seconds=2.0,
            notice="Down, and down: its error is {now[errors][0]} and can still fall. "
            "The loss was lowest on the way, where the prediction was right.",
            answers=("To the target.", "As low as possible."),
        ),
        Step(
            again=True,
            ask="Bring the mean loss to 0. In how many ways can that be done?",
            do={"p1": 1.0, "p2": 2.2, "p3": 0.7, "p4": 2.8},
            seconds=1.5,
            notice="In one: every prediction right. Losses have no sign, so none can make up for another.",
            answers=("In many: one too high, one too low.", "In one."),
        ),
        Step(
            again=True,
            ask="House 4 goes wildly wrong, to {do[p4]}. What becomes of the mean, although three houses "
            "stay?",
            do={"p4": 4.3},
            seconds=1.5,
            notice="It goes from {was[mean]} to {now[mean]}. One large error outweighs all the others.",
            answers=("Hardly anything: it is one of four.", "It grows a lot."),
        ),
        Step(
            again=True,
            ask="Why is there a slider for each prediction, and none for a target?",
            notice="A target is a fact: the price that was paid. Moving it would lower the loss, "
            "and nothing would be learned.",
            answers=("Somebody forgot it.", "Because the target is given."),
        ),
    ),
)
