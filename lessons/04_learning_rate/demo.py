"""Lesson 04: what steps do at many learning rates, and why no range is right for all."""

import handprop
from handprop.demo.story import Step, Story


def _border(house):
    """The learning rate from which on the steps diverge."""
    return 2 / handprop.examples.get(house).x[0] ** 2


STORY = Story(
    name="learning_rate",
    minutes=15,
    about="slow, good, oscillating, diverging, dead, and a valley: the same rule with many learning rates",
    make=lambda: handprop.explore.learning_rate("house_scaled", 0.1, steps=0),
    controls=("learning_rate", "steps", "example"),
    names={"steps": "steps", "example": "loss of"},
    presets={
        "good": {"steps": 20},
        "oscillating": {"learning_rate": 0.8, "steps": 20},
        "diverging": {"learning_rate": 0.95, "steps": 8},
        "slow": {"example": "seed", "learning_rate": 0.001, "steps": 20},
        "dead": {"example": "seed", "learning_rate": 0.45, "steps": 40},
        "in dollars": {"example": "house", "steps": 8},
        "wide bowl": {"example": "gardens_scaled", "learning_rate": 0.5, "steps": 20},
        "narrow valley": {"example": "gardens", "learning_rate": 0.035, "steps": 20},
        "too far": {"example": "relu_1_1_1", "learning_rate": 0.9, "steps": 10},
    },
    steps=(
        Step(
            ask="We stand right of the lowest place, where the slope is positive. Which way does a step go?",
            do={"steps": 1},
            notice="To the left: w ← w − η ∂L/∂w. The weight goes from {was[places][0]} to {now[places][1]}.",
            answers=("Up: the slope is positive.", "Down, against the slope."),
        ),
        Step(
            ask="Twenty steps. Will each of them lower the loss by the same amount?",
            do={"steps": 20},
            seconds=3.0,
            notice="No. Near the minimum the slope is small, and so are the steps, with the same η.",
            answers=("Yes, η is the same.", "No, they get smaller."),
        ),
        Step(
            again=True,
            at={"learning_rate": 0.8},
            ask="Now η is {learning_rate}, eight times as large. What will the steps do?",
            do={"steps": 20},
            seconds=4.0,
            notice="They jump over the minimum, from side to side, and still come nearer: oscillating.",
            answers=("Arrive eight times sooner.", "Jump over the minimum."),
        ),
        Step(
            again=True,
            at={"learning_rate": 0.95},
            ask="And at {learning_rate}? That is still between 0 and 1.",
            do={"steps": 8},
            seconds=4.0,
            notice="Each jump is wider than the one before: diverging. For this house the border is 2 / "
            "size² = "
            "{facts[border]}.",
            answers=("It oscillates a little longer.", "It never comes back."),
        ),
        Step(
            again=True,
            at={"example": "seed", "learning_rate": 0.001},
            ask="The 2-2-1 network, with η = {learning_rate}. Is a small step a safe step?",
            do={"steps": 40},
            seconds=3.0,
            notice="Safe, and slow: after forty steps the loss is {now[losses][40]}, from {now[losses][0]}.",
            answers=("Yes, it will get there.", "It takes for ever."),
        ),
        Step(
            again=True,
            at={"example": "seed", "learning_rate": 0.45},
            ask="The same network with η = {learning_rate}. The house could bear that. Can the network?",
            do={"steps": 40},
            seconds=5.0,
            notice="It dies after step {now[dead_at]}: both gates are closed, every gradient is 0, "
            "and the loss stays at {now[losses][40]}.",
            answers=("Yes, it is below the border.", "It diverges."),
        ),
        Step(
            again=True,
            at={"example": "house"},
            ask="The first house again, η = {learning_rate}, but in dollars and square feet. What changes?",
            do={"steps": 8},
            seconds=3.0,
            notice="It explodes. Only the units have changed, and with them the border: "
            "{facts[border_dollars]}. "
            "No range of η is right for all.",
            answers=("Nothing: it is the same house.", "The loss has larger numbers, no more."),
        ),
        Step(
            again=True,
            at={"example": "gardens_scaled", "learning_rate": 0.5},
            ask="Two houses with gardens: two weights, seen from above. Each line is one loss. Which way do "
            "the steps go?",
            do={"steps": 20},
            seconds=3.0,
            notice="Across the lines, against the gradient, to the cross. With η = {learning_rate} they are "
            "there soon.",
            answers=("Along a line.", "Across the lines.", "Straight to the cross."),
        ),
        Step(
            again=True,
            at={"example": "gardens", "learning_rate": 0.035},
            ask="The same houses, but gardens are measured in hundreds of square feet. Why is η only "
            "{learning_rate} now?",
            do={"steps": 20},
            seconds=4.0,
            notice="The valley is narrow. A larger η jumps out across it; this one is slow along it: after "
            "twenty steps the loss is still {now[losses][20]}.",
            answers=("Because the loss is larger.", "Because the valley is steep across, flat along."),
        ),
    ),
    facts=lambda: {"border": _border("house_scaled"), "border_dollars": _border("house")},
)
