"""The questions of exercise 09: a loop by hand and in code, counting, start values, when to stop."""

from dataclasses import replace
from math import ceil

import numpy as np

from handprop.border.read_numbers import as_numbers
from handprop.check import Array, Choice, Function, Number, Question
from handprop.check.cases import from_example, house_case, random_case
from handprop.check.mistakes import HOUSE_TRAINING, RELU_STEP, RELU_TRAINING, by_id
from handprop.check.mistakes.again import again
from handprop.check.mistakes.calculation import Mistake, Pipeline, Values
from handprop.examples import get

MOST_STEPS = 6

COUNTING = Pipeline(
    "counting",
    {
        "batches": lambda v: ceil(v.samples / v.batch_size),
        "steps": lambda v: v.epochs * v.batches,
    },
    (
        again(
            by_id()["M59-EPOCH-IS-STEP"],
            "steps = epochs * samples",
            {"batches": lambda v: v.samples},
            name="counts a step for every sample, whatever the batch size",
            belief="Each sample that goes by changes the weights.",
            hint="How many samples go by here between two changes of the weights?",
        ),
        Mistake(
            id="COUNT-EPOCHS",
            name="takes an epoch for a step",
            belief="Each pass through the data is one update.",
            hint="How often do the weights change while the data go by once?",
            example="steps = epochs",
            changes={"batches": lambda v: 1},
        ),
        Mistake(
            id="COUNT-LAST-BATCH",
            name="leaves out the last batch, because it is not full",
            belief="Only full batches count.",
            hint="What happens to the samples that are left over at the end of an epoch?",
            example="steps = epochs * (samples // batch_size)",
            changes={"batches": lambda v: v.samples // v.batch_size},
        ),
        Mistake(
            id="COUNT-BATCH-SIZE",
            name="takes the batch size for the number of batches",
            belief="A batch size of 32 means 32 batches.",
            hint="Is the batch size a number of samples or of steps?",
            example="steps = epochs * batch_size",
            changes={"batches": lambda v: v.batch_size},
        ),
    ),
)


TWO_STEPS = Pipeline(
    "two_steps",
    HOUSE_TRAINING.stages,
    (
        Mistake(
            id="ONE-STEP-ONLY",
            name="stops after the first step",
            belief="The new weight is the answer.",
            hint="What does the network predict with your weight, and what would the next step change?",
            example="w = 1 - 0.2 * (1 * 1.5 - 1) * 1.5",
            changes={"w": lambda v: v.path[1]["w"]},
        ),
        *HOUSE_TRAINING.mistakes,
    ),
)


def loop_case(case, steps=MOST_STEPS):
    """A case of one step as a case of a loop."""
    return case | {"steps": steps}


def filled_up(losses):
    """As many numbers for every case: where there is no loss stands -1, which no loss can be."""
    return np.pad(losses, (0, max(0, MOST_STEPS + 1 - len(losses))), constant_values=-1.0)


class Losses(Array):
    """A list of losses, as long as there are steps in the case; a longer or shorter one is wrong."""

    def read(self, raw):
        numbers = as_numbers(raw)
        return super().read(filled_up(numbers) if numbers.ndim == 1 else numbers)


def _six_steps(v):
    return RELU_TRAINING.stages["runs"](Values(**{**vars(v), "steps": MOST_STEPS}))


def _with_the_first_mask(v):
    """The step with the gates as they stand at the start of the training."""
    mask = v.x @ v.W1 > 0
    return lambda case: RELU_STEP.run(case, replace(_SAME_MASK, changes={"dz": lambda w: w.dh * mask}))


_SAME_MASK = Mistake(
    id="MASK-ONCE",
    name="works out the mask once, before the loop",
    belief="A gate that is open stays open.",
    hint="Which numbers decide whether a gate is open, and do they change from step to step?",
    example="mask = x @ W1 > 0  # before the loop",
    changes={"once": _with_the_first_mask},
)
LOOP = Pipeline(
    "loop",
    {**RELU_TRAINING.stages, "returned": lambda v: v.losses},
    (
        Mistake(
            id="STEPS-FIXED",
            name="makes six steps, however many are asked for",
            belief="The number of steps belongs to the loop.",
            hint="Where does your loop use `steps`?",
            example="for _ in range(7):",
            changes={"runs": _six_steps},
        ),
        Mistake(
            id="NO-FIRST-LOSS",
            name="leaves out the loss before the first step",
            belief="Each step has its loss.",
            hint="How many losses are there when no step is made?",
            example="losses.append(loss)  # after the update only",
            changes={"returned": lambda v: v.losses[1:]},
        ),
        Mistake(
            id="NO-LAST-LOSS",
            name="leaves out the loss after the last step",
            belief="Each step has its loss.",
            hint="Which loss belongs to the weights that the last step made?",
            example="losses.append(loss)  # before the update only",
            changes={"returned": lambda v: v.losses[:-1]},
        ),
        _SAME_MASK,
        *RELU_TRAINING.mistakes,
    ),
)


# Small learning rates: in six large steps some of the mistakes would run away beyond all numbers.
LOOP_CASES = [
    loop_case(from_example(get("seed"))),
    *(
        loop_case(random_case(seed) | {"lr": 0.03}, steps)
        for seed, steps in [(70, 6), (71, 3), (72, 1), (73, 0)]
    ),
    # Closed gates that would open in six steps if nobody minded them.
    *(loop_case(random_case(seed, closed=(0,)) | {"lr": 0.1}) for seed in (88, 105)),
    loop_case(random_case(79, closed=(1,)) | {"lr": 0.03}),
    loop_case(random_case(216) | {"lr": 0.2}),  # a gate closes on the way, and stays closed
    loop_case(from_example(get("seed")) | {"lr": 0.27}),  # the loss rises now and then, and all is well
]


def train(x, y, W1, W2, learning_rate, steps):
    """Train a 2-2-1 network: ReLU in the hidden layer, a linear output, no biases, one sample.

    x: (2,), y: (1,), W1: (2, 2), W2: (2, 1), NumPy arrays; steps: how many.
    Returns the list of losses: before the first step, and after each step.
    """
    losses = []
    for _ in range(steps + 1):
        z = x @ W1
        h = np.maximum(0, z)
        delta = h @ W2 - y
        losses.append(np.sum(delta**2) / 2)
        dW2 = np.outer(h, delta)
        dW1 = np.outer(x, delta @ W2.T * (z > 0))
        W1 = W1 - learning_rate * dW1
        W2 = W2 - learning_rate * dW2
    return losses


QUESTIONS = [
    Question(
        name="two_steps",
        title="Two steps on paper",
        ask="""The scaled house: size 1.5, price 1, and one weight that starts at 1.
The prediction is w · size, the loss half the squared error. The learning rate is 0.2.

What is the weight after **two** steps? Give at least four significant digits.
""",
        insight="Each step multiplies the distance to the best weight, 2/3, by the same number: 1 − 0.2 · "
        "1.5² = 0.55.",
        objective="09.1",
        points=1,
        answer=Number("The weight"),
        solution="""
w = 1
for step in range(2):
    w = w - 0.2 * (w * 1.5 - 1) * 1.5
two_steps = w
""",
        pipeline=TWO_STEPS,
        quantity=lambda v: v.w,
        cases=[house_case(get("house_scaled")) | {"lr": 0.2, "steps": 2}],
        hints=(
            "Write the weight after the first step beside it. Does the second step start from there?",
            "Prediction, error, slope, new weight: four numbers for each step.",
        ),
    ),
    Question(
        name="count_steps",
        title="How many steps",
        ask="""There are 1000 samples, the batch size is 32, and training goes on for 20 epochs.
The last batch of an epoch holds what is left over.

How many steps are taken?
""",
        insight="The last 8 samples of an epoch make a step too, so 1000 / 32 is rounded up: 32 steps an "
        "epoch.",
        objective="09.3",
        points=1,
        answer=Number("The number of steps"),
        solution="count_steps = 20 * 32  # 31 full batches and one of 8 samples in each epoch",
        pipeline=COUNTING,
        quantity=lambda v: v.steps,
        cases=[{"samples": 1000, "batch_size": 32, "epochs": 20}],
        hints=("How many batches make one epoch?", "How many samples are in the last batch of an epoch?"),
    ),
    Question(
        name="twins",
        title="All the same",
        ask="""A 2-4-1 network with sigmoid starts with all weights at 0.3 and all biases at 0.
It is trained on XOR for a thousand steps. What do its four hidden units look like then?

- (a) All four have the same incoming weights, whatever the learning rate.
- (b) They differ, because each sample pulls in another direction.
- (c) They differ if the learning rate is large enough.
- (d) Nothing has moved: the gradient is 0 everywhere.

Answer with one letter in quotes.
""",
        insight="Equal units get equal gradients, so they stay equal. Random start values are there to tell "
        "them apart.",
        objective="09.2",
        points=1,
        answer=Choice(
            options={"a": "the same", "b": "samples", "c": "learning rate", "d": "nothing moved"},
            right="a",
            replies={
                "b": "Each sample pulls, yes. Does it pull at two hidden units in different ways?",
                "c": "The learning rate multiplies every gradient. Can it make two equal ones differ?",
                "d": "Delta goes back through weights of 0.3. What would have to be 0?",
            },
        ),
    ),
    Question(
        name="train",
        title="Your own loop",
        ask="""Write the whole training loop: forward, loss, gradients, update.
The loss is half the squared error.
The function returns the losses: the first before any step, then one after each step.

It will be tried with several numbers of steps, and gates may close on the way.
""",
        insight="The first loss is taken before any step, so n steps give n + 1 losses.",
        objective="09.1",
        points=4,
        answer=Function(
            "train",
            Losses(
                (MOST_STEPS + 1,),
                ("the loss at the start", *(f"the loss after step {k + 1}" for k in range(MOST_STEPS))),
            ),
        ),
        solution=train,
        pipeline=LOOP,
        quantity=lambda v: filled_up(v.returned),
        cases=LOOP_CASES,
        arguments=lambda case: (
            case["x"].copy(),
            case["y"].copy(),
            case["W1"].copy(),
            case["W2"].copy(),
            case["lr"],
            case["steps"],
        ),
        hints=(
            "How many losses do you return after 6 steps? Is the first one that of the start?",
            "Begin with one step: exercise 06, in the lines of lesson 07. Then put it in a loop.",
        ),
    ),
    Question(
        name="it_rises",
        title="The loss rises",
        ask="""In step 7 of a training run the loss goes up a little, then it falls again.
What do you do first?

- (a) Stop there and keep the weights of step 6: from now on it gets worse.
- (b) Look for the fault in the gradient: with a right gradient the loss falls in each step.
- (c) Repeat the run with a smaller learning rate. If it then falls steadily, the steps were too long.
- (d) Take a larger learning rate, to get over the hill.

Answer with one letter in quotes.
""",
        insight="A right gradient promises a fall for a small enough step only. So shorten the step first, "
        "then doubt the gradient.",
        objective="09.1",
        points=1,
        answer=Choice(
            options={"a": "stop", "b": "fault", "c": "smaller rate", "d": "larger rate"},
            right="c",
            replies={
                "a": "What did the curve with the learning rate 0.27 do after its first rise?",
                "b": "The gradient of the curve with 0.27 was right. What made it rise?",
                "d": "What lies above the learning rates at which the loss rises now and then?",
            },
            mistakes={"a": "M73-MUST-FALL", "d": "M70-LR-TOO-BIG"},
        ),
    ),
    Question(
        name="when_to_stop",
        title="When to stop",
        ask="""Which of these rules can never end the loop on the 2-2-1 network of the lesson, with the
learning rate 0.05?

- (a) stop after 1000 steps
- (b) stop when the loss is below 1e-6
- (c) stop when the loss is exactly 0
- (d) stop when a step lowers the loss by less than a thousandth of it, or not at all

Answer with one letter in quotes.
""",
        insight="With rounded numbers a loss can stay just above 0 for ever. Ask whether it is small, never "
        "whether it is exactly 0.",
        objective="09.1",
        points=1,
        answer=Choice(
            options={"a": "1000 steps", "b": "below 1e-6", "c": "exactly 0", "d": "hardly falls"},
            right="c",
            replies={
                "a": "A loop that counts its steps ends. What does the question ask for?",
                "b": "After how many steps was the loss below a millionth in the lesson?",
                "d": "Near the end the loss does not change at all. What does this rule say then?",
            },
        ),
    ),
]
