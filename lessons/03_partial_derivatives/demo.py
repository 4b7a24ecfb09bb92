"""Lesson 03: secant and tangent, the sign of a slope, the gradient on a map."""

import handprop
from handprop.demo.story import Step, Story

STORY = Story(
    name="partial_derivatives",
    minutes=10,
    about="a nudge that shrinks, the sign of a slope, and the gradient of two weights on a map",
    make=lambda: handprop.explore.derivative(),
    controls=("w", "nudge", "w1", "w2"),
    presets={
        "start": {},
        "small nudge": {"nudge": 0.01},
        "left of the valley": {"w": 0.2, "nudge": 0.01},
        "far up on the map": {"w1": 1.0, "w2": 1.0},
    },
    steps=(
        Step(
            panel=1,
            ask="The nudge is {nudge}. It shrinks. Which line does the secant become?",
            do={"nudge": 0.01},
            seconds=2.5,
            notice="The tangent. The slope goes from {was[slope]} to {now[slope]}, and the derivative is "
            "{now[derivative]}.",
            answers=("A flat line: the nudge is nearly 0.", "The tangent."),
        ),
        Step(
            panel=1,
            ask="The weight moves to {do[w]}, left of the lowest place. What happens to the slope?",
            do={"w": 0.2},
            seconds=2.0,
            notice="It turns its sign: {now[derivative]}. Here a larger weight makes the loss smaller.",
            answers=("It gets smaller.", "It becomes negative."),
        ),
        Step(
            panel=1,
            again=True,
            at={"nudge": 0.01},
            ask="The derivative is {now[derivative]}. The weight grows by one half. "
            "Does the loss grow by half of that number?",
            do={"nudge": 0.5},
            seconds=1.5,
            notice="By more: the secant has the slope {now[slope]}. A derivative is a promise for small "
            "changes; "
            "farther away the curve bends off.",
            answers=("Yes.", "By more, because the curve bends."),
        ),
        Step(
            panel=2,
            again=True,
            ask="Two weights. A line joins points of equal loss. "
            "Does the gradient point along a line or across it?",
            do={"w1": -0.5, "w2": 0.5},
            seconds=2.0,
            notice="Straight across, uphill, wherever we stand. Its two parts, {now[gradient][0]} and "
            "{now[gradient][1]}, are the partial derivatives.",
            answers=("Along the line.", "To the lowest point.", "Straight across."),
        ),
        Step(
            panel=2,
            ask="Only w2 may move; w1 stays. Which number tells how the loss changes?",
            do={"w2": 0.0},
            seconds=1.5,
            notice="∂loss/∂w2, the part along w2. The loss goes from {was[loss_two]} to {now[loss_two]}: "
            "one weight moves, the other stays.",
            answers=("The length of the gradient.", "∂loss/∂w2."),
        ),
        Step(
            panel=2,
            again=True,
            ask="We walk against the gradient, towards the middle of the map. What does the arrow do?",
            do={"w1": 0.6, "w2": 0.6},
            seconds=2.0,
            notice="It shrinks, from the length {was[length]} to {now[length]}. "
            "In the lowest place it is 0: no direction leads up or down.",
            answers=("It stays as long.", "It shrinks."),
        ),
    ),
)
