"""The questions of exercise 04: steps of gradient descent, and how far they may go."""

from dataclasses import replace

import numpy as np

from handprop.check import Array, Choice, Function, Number, Question
from handprop.check.mistakes import HOUSE, HOUSE_TRAINING
from handprop.check.mistakes.calculation import Mistake, Pipeline


def _case(size, price, w, lr, steps=1):
    """A house in the units that the weight belongs to."""
    return {
        "size": size,
        "price": price,
        "w": w,
        "lr": lr,
        "steps": steps,
        "size_unit": 1.0,
        "price_unit": 1.0,
    }


FRACTION = Mistake(
    id="M71-LR-0-1",
    name="takes 1 for the border, whatever the input",
    belief="The learning rate is a fraction, so it lies between 0 and 1.",
    hint="By what is the error multiplied in one step with the learning rate 1?",
    example="border = 1",
    changes={"border": lambda v: 1.0},
)
BEST = Mistake(
    id="L04-BEST",
    name="takes the learning rate that removes the error in one step for the border",
    belief="Beyond the minimum every step is too long.",
    hint="With a longer step the error changes its sign. Is it already larger than before?",
    example="border = 1 / x ** 2",
    changes={"border": lambda v: 1 / v.x**2},
)
NOT_SQUARED = Mistake(
    id="L04-NOT-SQUARED",
    name="counts the input once instead of twice",
    belief="The slope is error times input, so the input counts once.",
    hint="The input makes the slope larger. Where does it come in a second time?",
    example="border = 2 / x",
    changes={"border": lambda v: 2 / v.x},
)
OLD_SLOPE = Mistake(
    id="L04-OLD-SLOPE",
    name="takes the slope at the start in every step",
    belief="The slope belongs to the model, so it is computed once.",
    hint="After the first step the weight is another one. Is the slope still the same there?",
    example="slope = (w * size - price) * size  # before the loop",
    changes={"w": lambda v: v.path[0]["w"] + v.steps * (v.path[min(1, v.steps)]["w"] - v.path[0]["w"])},
)
RETURNS_EARLY = Mistake(
    id="L04-RETURNS-EARLY",
    name="stops after the first step",
    belief="The loop goes on after a return.",
    hint="How far to the right does your return stand: inside the loop or after it?",
    example="for _ in range(steps): ...; return w",
    changes={"w": lambda v: v.path[min(1, v.steps)]["w"]},
)
NO_LOOP = Mistake(
    id="L04-NO-LOOP",
    name="makes one step, however many are asked for",
    belief="The number of steps belongs to the learning rate.",
    hint="Which line of yours depends on the number of steps?",
    example="return w - learning_rate * (w * size - price) * size",
    changes={"w": lambda v: v.start["w"] - v.lr * (v.start["w"] * v.size - v.price) * v.size},
)
RETURNS_LOSS = Mistake(
    id="L04-RETURNS-LOSS",
    name="returns the loss instead of the weight",
    belief="Training is about the loss, so the loss comes back.",
    hint="Which of the two is asked for, the weight or the loss?",
    example="return (w * size - price) ** 2 / 2",
    changes={"w": lambda v: v.loss},
)
ONE_TOO_FEW = Mistake(
    id="L04-ONE-TOO-FEW",
    name="makes one step less than asked for",
    belief="The start counts as the first step.",
    hint="With 1 step, what should come back: the weight at the start, or another one?",
    example="for _ in range(steps - 1):",
    changes={"w": lambda v: v.path[max(0, v.steps - 1)]["w"]},
)
ONE_TOO_MANY = Mistake(
    id="L04-ONE-TOO-MANY",
    name="makes one step more than asked for",
    belief="Counting begins at 0, so one has to be added.",
    hint="With 0 steps, what should come back?",
    example="for _ in range(steps + 1):",
    changes={"w": lambda v: v.path[-1]["w"] - v.lr * (v.path[-1]["w"] * v.size - v.price) * v.size},
)
RETURNS_PREDICTION = Mistake(
    id="L04-RETURNS-PREDICTION",
    name="returns the prediction instead of the weight",
    belief="What is wanted of a model is its prediction.",
    hint="Which of the two is asked for, the weight or the prediction?",
    example="return w * size",
    changes={"w": lambda v: v.path[-1]["w"] * v.size},
)

# The same mistakes in words that this lesson knows: delta comes in lesson 05.
WORDS = {
    "M02-TARGET-MINUS": {
        "name": "takes target minus prediction for the error, but still subtracts",
        "hint": "Where the prediction is too high, is the slope positive or negative? And what is yours?",
    },
    "M12-KEEP-HALF": {"example": "slope = 0.5 * error * size"},
    "M13-LOSS-AS-DELTA": {
        "name": "multiplies the size by the loss instead of the error",
        "belief": "The slope of the loss is made of the loss.",
        "example": "slope = 0.5 * error ** 2 * size",
    },
    "M15-GRAD-OF-OUTPUT": {
        "name": "takes the slope of the prediction instead of the slope of the loss",
        "hint": "How would your slope know whether the prediction was too high or too low?",
        "example": "slope = size",
    },
    "M49-NOT-ZEROED": {
        "name": "keeps adding to the slopes of the steps before",
        "belief": "All slopes on the way count.",
        "hint": "With which slope should the second step be made: that of its place, or a sum of two?",
        "example": "slope += (w * size - price) * size",
    },
}


def _in_words(mistakes):
    return tuple(replace(mistake, **WORDS.get(mistake.id, {})) for mistake in mistakes)


ONE_STEP = Pipeline("one_weight_step", HOUSE.stages, _in_words(HOUSE.mistakes))
TRAINING = Pipeline(
    "one_weight_training",
    HOUSE_TRAINING.stages,
    (
        *_in_words(HOUSE_TRAINING.mistakes),
        OLD_SLOPE,
        RETURNS_EARLY,
        NO_LOOP,
        ONE_TOO_FEW,
        ONE_TOO_MANY,
        RETURNS_PREDICTION,
        RETURNS_LOSS,
    ),
)

BORDER = Pipeline("border", {"border": lambda v: 2 / v.x**2}, (FRACTION, BEST, NOT_SQUARED))


def train(size, price, w, learning_rate, steps):
    """Train the model prediction = w * size by gradient descent.

    size, price: one house; w: the weight at the start; all numbers; steps: how many steps, an int.
    The loss is half the squared error.  Returns the weight after the last step.
    """
    for _ in range(steps):
        slope = (w * size - price) * size
        w = w - learning_rate * slope
    return w


# Both signs of the error and of the size, a jump over the minimum, a loss that rises, and no step at all.
TRAINING_CASES = [
    _case(2.5, 3.0, 1.5, 0.1, 2),
    _case(1.5, 1.0, 1.0, 0.05, 3),
    _case(-0.8, 1.3, 0.4, 0.3, 4),
    _case(2.0, 1.0, 0.9, 0.4, 3),
    _case(1.0, 0.7, 2.0, 2.2, 4),
    _case(2.5, 4.0, 0.3, 0.07, 1),
    _case(2.5, 4.0, 0.3, 0.07, 0),
]

QUESTIONS = [
    Question(
        name="one_step",
        title="One step on paper",
        ask="""A house of size 2.5 costs 3. The model has one weight, 1.5, and the learning rate is 0.1.
The loss is half the squared error.

Find the slope of the loss, the weight after one step, and the prediction after the step.
""",
        insight="The error went from 0.75 to 0.28125. Each further step leaves the same part of it: 1 − 0.1 "
        "· 2.5² = 0.375.",
        objective="04.1",
        points=2,
        answer=Array((3,), ("the slope", "the new weight", "the new prediction"), tolerance=5e-4),
        stub="one_step = [..., ..., ...]",
        solution="one_step = [1.875, 1.3125, 3.28125]",
        pipeline=ONE_STEP,
        quantity=lambda v: np.array([v.dw, v.new_w, v.new_prediction]),
        cases=[_case(2.5, 3.0, 1.5, 0.1)],
        hints=(
            "What is the prediction with the weight 1.5, and what is its error, with its sign?",
            "The slope is the error times the size. The step is the learning rate times the slope. "
            "Then subtract.",
        ),
    ),
    Question(
        name="minus",
        title="Where does the minus come from",
        ask="""Somebody trains one weight and writes:

1. At this weight the slope of the loss is −3.
2. So a slightly larger weight has a smaller loss.
3. The slope is negative already. So the rule becomes: new weight = weight + learning rate · slope.
4. Near here the step will lower the loss, wherever the lowest place of the loss may be.

Which line goes wrong first, and why? Answer with one letter in quotes, for example `"a"`.

- (a) line 1: a loss cannot have a negative slope
- (b) line 2: a negative slope means that the loss grows with the weight
- (c) line 3: adding −3 times the learning rate makes the weight smaller, and the loss larger
- (d) line 4: a step needs to know where the lowest place is
""",
        insight="The slope says where uphill is. Subtracting it goes downhill on either side of the lowest "
        "place.",
        objective="04.1",
        points=1,
        answer=Choice(
            options={"a": "line 1", "b": "line 2", "c": "line 3", "d": "line 4"},
            right="c",
            replies={
                "a": "The loss itself is never negative. Can it fall when the weight grows?",
                "b": "Nudge the weight up by 0.01. With the slope −3, how does the loss change?",
                "d": "What did we know about the valley at each step in the lesson, and was it enough?",
            },
        ),
    ),
    Question(
        name="train",
        title="Many steps",
        ask="""Write a function that trains the one-weight model for a number of steps and returns the weight.

It will be tried with other houses, learning rates and numbers of steps. Some of the learning rates are too
large: return what comes out all the same.
""",
        insight="Each step multiplies the distance to the best weight by 1 − learning rate · size². This one "
        "number decides whether it converges.",
        objective="04.2",
        points=3,
        answer=Function("train", Number("The weight after training", tolerance=1e-5)),
        solution=train,
        pipeline=TRAINING,
        quantity=lambda v: v.w,
        cases=TRAINING_CASES,
        arguments=lambda case: (case["size"], case["price"], case["w"], case["lr"], case["steps"]),
        hints=(
            "What must be computed anew in each step, because the weight has changed?",
            "With one step your function should give the new weight of the first question.",
        ),
    ),
    Question(
        name="behaviours",
        title="Which is which",
        ask="""Predict before you compute. A model has one weight, the input 1, and the target 10.
Four learning rates were tried, each from the prediction 6. Here are the predictions before
training and after 1, 2 and 3 steps:

| run | start | 1 | 2 | 3 |
|---|---|---|---|---|
| P | 6 | 13.2 | 7.44 | 12.05 |
| Q | 6 | 6.04 | 6.08 | 6.119 |
| R | 6 | 14.8 | 4.24 | 16.91 |
| S | 6 | 8 | 9 | 9.5 |

What can be said? Answer with one letter in quotes.

- (a) P and R both diverge, because they jump over the target. S is the only one that learns.
- (b) P oscillates and converges, Q is too slow, R diverges, S is good. The learning rate of P is above 1.
- (c) P oscillates and converges, Q is too slow, R diverges, S is good. All four learning rates are below 1.
- (d) Q shows that the model cannot learn this. P, R and S only need more steps.
""",
        insight="With the input 1, each step multiplies the error by 1 − learning rate: −0.8 for P, 0.99 for "
        "Q, −1.2 for R, 0.5 for S.",
        objective="04.2",
        points=1,
        answer=Choice(
            options={"a": "P diverges", "b": "above 1", "c": "below 1", "d": "Q cannot learn"},
            right="b",
            replies={
                "a": "Look at how far P is from 10 each time: 4, 3.2, 2.56, ... Where does that lead?",
                "c": "In run P the error goes from −4 to 3.2. Multiplied by what? Which rate does that?",
                "d": "Q moves towards 10, and R away from it. What would 1000 more steps of each do?",
            },
            mistakes={"d": "M72-LR-TOO-SMALL"},
        ),
    ),
    Question(
        name="border",
        title="The border",
        ask="""Now the only weight is multiplied with the input 40. The loss is half the squared error.

From which learning rate on does gradient descent no longer converge? Compute it; do not guess.
""",
        insight="The border is 2 divided by the curvature, and here the curvature is the input squared: ten "
        "times the input, a hundredth of the rate.",
        objective="04.3",
        points=1,
        answer=Number("The border"),
        solution="border = 2 / 40**2",
        pipeline=BORDER,
        quantity=lambda v: v.border,
        cases=[{"x": 40.0}],
        hints=(
            "By what is the error multiplied in one step? Write it with the learning rate and the input.",
            "The error stays as large as it is when that factor is −1.",
        ),
    ),
    Question(
        name="units",
        title="An exploding loss",
        ask="""Somebody trains on houses in dollars and square feet, with the learning rate 0.05.
The loss goes from 1.25e9 to 1.6e19 in one step.

What helps? Answer with one letter in quotes.

- (a) Train longer: a learning rate between 0 and 1 is safe, so the loss will fall in the end.
- (b) Add the gradient instead of subtracting it.
- (c) Measure in thousands of square feet and in hundred thousands of dollars: the curvature becomes a
  million times smaller.
- (d) Measure the prices in hundred thousands of dollars. The sizes may stay, because the model
  multiplies them by a weight anyway.
""",
        insight="The curvature is the input squared, so the unit of the input moves the border. The unit of "
        "the price only scales the loss.",
        objective="04.3",
        points=1,
        answer=Choice(
            options={"a": "longer", "b": "add", "c": "scale both", "d": "scale the prices"},
            right="c",
            replies={
                "a": "The lesson took a few more steps. Did the loss come back?",
                "b": "With a step that is too long, what does turning it round do?",
                "d": "Which of the two, size or price, stands in the curvature?",
            },
            mistakes={"a": "M71-LR-0-1", "b": "M01-ADD"},
        ),
    ),
]
