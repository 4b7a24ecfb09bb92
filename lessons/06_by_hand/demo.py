"""Lesson 06: six gradients of the 2-2-1 network, a gate that closes, one step."""

import handprop
from handprop.demo.story import Step, Story
from handprop.examples import get

STORY = Story(
    name="by_hand",
    minutes=12,
    about="the six gradients of the 2-2-1 network, a gate that closes, and one step",
    make=lambda: handprop.explore.network(get("seed")),
    controls=("w1", "w2", "w3", "w4", "w5", "w6", "learning_rate"),
    presets={
        "start": {},
        "gate closed": {"w4": -0.2},
        "both gates closed": {"w2": -0.2, "w4": -0.2},
        "w5 negative": {"w5": -0.11},
        "large step": {"learning_rate": 0.6},
    },
    steps=(
        Step(
            ask="Which weight is the largest? And which one is the loss most sensitive to?",
            notice="The largest is w2 = {w2}: its line is the widest. The longest arrow is that of w5: its "
            "gradient is {now[gradients][W2][0][0]}. "
            "The size of a weight says nothing about its gradient.",
            answers=("w2, both times.", "A wide line has a large gradient."),
        ),
        Step(
            ask="w5 grows from {w5} to {do[w5]}. Does the loss rise or fall?",
            do={"w5": 0.3},
            notice="It falls, from {was[loss]} to {now[loss]}. The gradient of w5 was negative: more w5, "
            "less loss.",
            answers=(
                "It rises: a larger weight, a larger error.",
                "It falls, because its gradient is negative.",
            ),
        ),
        Step(
            again=True,
            ask="w4 falls to {do[w4]}. What will h2 pass on? Which gradients become 0?",
            do={"w4": -0.2},
            notice="z2 = {now[values][z1][1]}: the gate of h2 closes. Nothing goes through, so nothing "
            "comes back: "
            "the gradients of w3, w4 and w6 are 0.",
            answers=(
                "Only that of w4.",
                "Those of w3 and w4; w6 is forgotten.",
                "h2 passes on a negative number.",
            ),
        ),
        Step(
            again=True,
            ask="w5 becomes negative. Which gradients change their sign?",
            do={"w5": -0.11},
            notice="Those of w1 and w2. Their path to the loss leads through w5, so w5 is a factor. "
            "The gradient of w5 itself keeps its sign.",
            answers=("That of w5.", "All of them.", "Those of w1 and w2."),
        ),
        Step(
            again=True,
            ask="Now one step with the learning rate {learning_rate}. Do the weights grow or shrink?",
            update=1,
            seconds=1.5,
            notice="Every gradient was negative, and we subtract, so every weight grows. "
            "The loss falls from {was[loss]} to {now[loss]}.",
            answers=("They shrink: we subtract.", "Some grow, some shrink."),
        ),
        Step(
            ask="The target is {y1}. Is one step enough? What does a second one do?",
            update=1,
            seconds=1.5,
            notice="No step promises to arrive. The prediction goes from {was[values][prediction][0]} to "
            "{now[values][prediction][0]}, the loss from {was[loss]} to {now[loss]}.",
            answers=("The second step lowers the loss by as much as the first.", "The loss will be 0."),
        ),
        Step(
            again=True,
            ask="Back to the start. If small steps help, what will a step of {do[learning_rate]} do?",
            do={"learning_rate": 0.6},
            seconds=1.5,
            notice="It would raise the loss from {now[loss]} to {now[loss_after]}: it jumps over the valley "
            "and up the other side. Move η, and find where that begins.",
            answers=("It gets there faster.", "It goes too far."),
        ),
    ),
    buttons=True,
)
