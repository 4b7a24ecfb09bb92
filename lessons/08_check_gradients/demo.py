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
            hides=".hp-lists > :first-child, .hp-curve[stroke-dasharray]",
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

WRONG = Story(
    name="wrong_gradients",
    minutes=10,
    about="mistakes at work: wrong gradients beside the nudges that contradict them, while the loss falls",
    make=lambda: handprop.explore.wrong_gradients().at(steps=0),
    controls=("mistake", "steps", "learning_rate", "w2"),
    presets={
        "start": {},
        "skips w5, w6": {"mistake": "M25-NO-OUT-WEIGHT", "steps": 10},
        "sign turned": {"mistake": "M02-TARGET-MINUS", "steps": 10},
        "no gate": {"mistake": "M33-NO-GATE", "steps": 10},
        "no gate, one shut": {"mistake": "M33-NO-GATE", "steps": 10, "w2": -0.2},
    },
    steps=(
        Step(
            panel=1,
            ask="All bars meet their dots. Somebody skips w5 and w6 on the way back. Which will miss them?",
            do={"mistake": "M25-NO-OUT-WEIGHT"},
            notice="Those of w1 to w4, which lie behind the link that was skipped. w5 and w6 lie before it.",
            answers=("w5 and w6.", "w1 to w4.", "All."),
        ),
        Step(
            panel=2,
            ask="Four of six gradients are wrong. Now {do[steps]} steps with them. What does the loss do?",
            do={"steps": 10},
            seconds=3.0,
            notice="It falls, faster than with right gradients, the solid curve. Whoever looks at the loss "
            "alone finds nothing wrong.",
            answers=("It rises.", "It falls, but slower.", "It falls faster."),
        ),
        Step(
            panel=2,
            ask="Is the mistake better than the truth? Both take a learning rate of {do[learning_rate]}.",
            do={"learning_rate": 0.2},
            notice="No. The bars are {now[rows][0][ratio]} times too long for w1: long steps, which were "
            "lucky before. Now they go off the picture, and the right ones arrive.",
            answers=("It is.", "It was lucky.", "Both go wrong."),
        ),
        Step(
            panel=1,
            ask="Somebody takes target minus prediction for the error. Which bars will miss their dots?",
            at={"learning_rate": 0.05},
            do={"mistake": "M02-TARGET-MINUS"},
            notice="All six: each is its nudge with the other sign. This one the loss would have told as "
            "well: it rises to {now[losses][10]}.",
            answers=("Those of w5 and w6.", "All."),
        ),
        Step(
            panel=1,
            ask="Somebody forgets the derivative of ReLU on the way back. Which bars will miss their dots?",
            do={"mistake": "M33-NO-GATE"},
            notice="None. Both gates are open, and there the slope is one. On these numbers the mistake "
            "cannot be seen.",
            answers=("Those of w1 to w4.", "None."),
        ),
        Step(
            panel=1,
            ask="Which change of a single weight brings the mistake to light?",
            do={"w2": -0.2},
            notice="One that shuts a gate: now nudges of w1 and w2 move nothing, and their bars say "
            "otherwise. Check on numbers that shut a gate.",
            answers=("A larger w5.", "A negative w2.", "None."),
        ),
    ),
)
MORE = (WRONG,)
