"""Lesson 08: a gradient judged by nudges, the V of the step, and a slip that no step hides."""

import handprop
from handprop.demo.story import Step, Story


def _facts():
    chain = handprop.examples.get("chain")
    a = float(chain.network().forward(chain.x)["a1"][0])
    return {"a": a, "slope": a * (1 - a)}


STORY = Story(
    name="check_gradients",
    minutes=12,
    about="a gradient judged by nudges: the V of the step, and a slip that no step hides",
    make=lambda: handprop.explore.gradient_check(1.0),
    controls=("h", "sides", "slip"),
    names={"sides": "nudge", "slip": "slip"},
    presets={
        "start": {},
        "the tip": {"h": 1e-5},
        "one side": {"h": 1e-5, "sides": "one-sided"},
        "lost": {"h": 1e-16},
        "sign turned": {"h": 1e-5, "slip": "sign"},
        "input forgotten": {"h": 1e-5, "slip": "input"},
    },
    steps=(
        Step(
            panel=2,
            ask="Back-propagation says: the slope is {now[gradient]}. How can we check that in another way?",
            do={"h": 0.1},
            notice="Nudge w1 to both sides, by {h}: difference divided by distance is {now[slope]}. "
            "Relative error {now[error]}: no proof yet.",
            answers=("Calculate it again.", "Change w1 a little, and look at the loss."),
        ),
        Step(
            panel=1,
            ask="A step ten times smaller. How much smaller does the error become?",
            do={"h": 0.01},
            notice="A hundred times: from {was[error]} to {now[error]}. On both sides the curve bends the "
            "same way, and most of the bend cancels.",
            answers=("Ten times.", "A hundred times."),
        ),
        Step(
            panel=1,
            ask="The same step, but a nudge to one side only. Better or worse?",
            do={"sides": "one-sided"},
            notice="Much worse: {now[error]} in place of {was[error]}. Nothing cancels. On the dashed line, "
            "a step ten times smaller gives an error only ten times smaller.",
            answers=("Better: one calculation less.", "The same.", "Worse."),
        ),
        Step(
            panel=1,
            ask="Both sides again. The step gets smaller and smaller. How will the curve go on to the left?",
            at={"sides": "central"},
            do={"h": 1e-12},
            seconds=6.0,
            notice="It turns round: a V. The two losses share {now[shared]} decimals. What is left is "
            "rounding, divided by a tiny step.",
            answers=("Down for ever.", "It stays at 0.", "It rises again."),
        ),
        Step(
            panel=1,
            ask="Which step would you take?",
            do={"h": 1e-5},
            seconds=3.0,
            notice="One near the tip. At {h} bend and rounding are both small.",
            answers=("The smallest.", "One near the tip."),
        ),
        Step(
            panel=1,
            ask="Now somebody forgets the slope of the hidden sigmoid. Which step of the nudge shows it?",
            do={"slip": "hidden slope"},
            notice="Every step. The V is gone: the curve is flat near {now[error]}, far above the limit for "
            "a mistake.",
            answers=("Only a small one.", "Only the best one.", "Every step."),
        ),
        Step(
            panel=1,
            ask="The gradient is {now[ratio]} times the slope by nudges. What is missing in it?",
            notice="a(1 − a) of the hidden unit: {facts[a]} · (1 − {facts[a]}) = {facts[slope]}, and one "
            "divided by that is {now[ratio]}. The ratio tells where to look.",
            answers=("A weight.", "The input.", "a(1 − a)."),
        ),
        Step(
            panel=1,
            ask="Somebody else works it out rightly, and copies only four digits of it. Right or wrong?",
            do={"slip": "rounded"},
            notice="The check cannot tell: {now[error]} lies between the limits. Keep all digits in the "
            "calculation, and round in print.",
            answers=("Right: four digits are enough.", "Wrong.", "In between."),
        ),
    ),
    facts=_facts,
)
