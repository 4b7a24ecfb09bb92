"""The questions of exercise 02: error, loss, their units, and the mean over samples."""

from dataclasses import replace

import numpy as np

from handprop.check import Array, Choice, Function, Measure, Question
from handprop.check.domain import Domain, features, numbers
from handprop.check.mistakes.again import again
from handprop.check.mistakes.calculation import Mistake, Pipeline
from handprop.check.variants import steps, vary
from handprop.language import tr

ORDER = Mistake(
    id="L01-ORDER",
    name="takes target minus prediction",
    belief="The error is what is missing.",
    hint="In this course a positive error means too high. Is this prediction too high?",
    example="error = target - prediction",
    changes={"error": lambda v: v.y - v.p},
)
NO_SIGN = Mistake(
    id="L02-NO-SIGN",
    name="drops the sign of the error",
    belief="An error is a size, so it cannot be negative.",
    hint="How would somebody who only reads your error know whether the prediction was too high or too low?",
    example="error = abs(prediction - target)",
    changes={"error": lambda v: np.abs(v.p - v.y)},
)
NO_HALF = Mistake(
    id="L03-NO-HALF",
    name="leaves out the half",
    belief="The loss is the square of the error.",
    hint="What stands in front of the square in this course, and what was it good for?",
    example="loss = error**2",
    changes={"loss": lambda v: v.error**2},
)
NO_SQUARE = Mistake(
    id="L04-NO-SQUARE",
    name="halves the error and does not square it",
    belief="The loss is half the error.",
    hint="If the error doubles, what should happen to the loss?",
    example="loss = error / 2",
    changes={"loss": lambda v: v.error / 2},
)
ABSOLUTE = Mistake(
    id="L05-ABSOLUTE",
    name="takes the absolute error as the loss",
    belief="Losing the sign is all that the square is for.",
    hint="Which of the two ways to lose the sign does this course use?",
    example="loss = abs(error)",
    changes={"loss": lambda v: np.abs(v.error)},
)
SQUARED_HALF = Mistake(
    id="L06-HALF-INSIDE",
    name="halves the error first and then squares it",
    belief="Half the square and the square of the half are the same.",
    hint="For an error of 2: what is half its square, and what is the square of its half?",
    example="loss = (error / 2)**2",
    changes={"loss": lambda v: (v.error / 2) ** 2},
)
HALF_TWICE = Mistake(
    id="L18-HALF-TWICE",
    name="halves twice",
    belief="The ½ belongs to the loss of a sample, and to the mean once more.",
    hint="For an error of 2 in every sample: what is the loss of one, and what is the mean?",
    example="loss = np.mean(error**2 / 2) / 2",
    changes={"loss": lambda v: v.error**2 / 4},
)
SIGNED_SQUARE = Mistake(
    id="L10-SIGNED-SQUARE",
    name="gives the loss the sign of the error",
    belief="A loss in the negative direction is negative.",
    hint="What is −2 times −2?",
    example="loss = -(error**2) / 2",
    changes={"loss": lambda v: v.error * np.abs(v.error) / 2},
)
DOLLARS = Mistake(
    id="L11-DOLLARS",
    name="counts in dollars",
    belief="Money is counted in dollars.",
    hint="In which unit does the question ask?",
    example="error = {p_dollars} - {y_dollars}",
    changes={"error": lambda v: 100_000 * (v.p - v.y)},
)
ORDER_NO_HALF = Mistake(
    id="L12-ORDER-NO-HALF",
    name="takes target minus prediction (or drops the sign), and leaves out the half",
    belief="The error is what is missing, and the loss is its square.",
    hint="Two things: is this prediction too high or too low? And what stands in front of the square?",
    example="error = target - prediction; loss = error**2",
    changes={"error": lambda v: v.y - v.p, "loss": lambda v: v.error**2},
)
ROUNDED = Mistake(
    id="L13-ROUNDED",
    name="rounds the loss to two decimals",
    belief="Money has two decimals.",
    hint="Write half the square of the error down with all its digits. Which digit has gone?",
    example="loss = {rounded}",
    # Half a unit goes up, as on paper: np.round would take the binary number just below it down.
    changes={"loss": lambda v: np.floor(100 * v.error**2 / 2 + 0.5 + 1e-9) / 100},
)
SUM = Mistake(
    id="L07-SUM",
    name="adds the losses up and does not divide by the number of samples",
    belief="The total loss is the sum.",
    hint="If every sample is listed twice, should the result change?",
    example="return np.sum((p - t)**2 / 2)",
    changes={"total": lambda v: np.sum(v.loss)},
)
MEAN_FIRST = Mistake(
    id="L08-MEAN-FIRST",
    name="takes the mean of the errors first and squares it afterwards",
    belief="The order of mean and square does not matter.",
    hint="One prediction is too high by 1, another too low by 1. What is your mean loss? Are both right?",
    example="return np.mean(p - t)**2 / 2",
    changes={"total": lambda v: np.mean(v.error) ** 2 / 2},
)
ROOT = Mistake(
    id="L09-ROOT",
    name="takes the square root at the end",
    belief="The root brings the dollars back, so it belongs to the loss.",
    hint="Which of the steps of the lesson had a root in it?",
    example="return np.sqrt(np.mean((p - t)**2))",
    changes={"total": lambda v: np.sqrt(np.mean(v.error**2))},
)
SIGNED_MEAN = Mistake(
    id="L14-SIGNED-MEAN",
    name="takes the mean of the errors with their signs and squares nothing",
    belief="The mean loss is the mean error.",
    hint="One prediction is too high by 1, another too low by 1. What does your function return for them?",
    example="return np.mean(p - t)",
    changes={"total": lambda v: np.mean(v.error)},
)
ONE_LESS = Mistake(
    id="L15-ONE-LESS",
    name="divides by one less than the number of samples",
    belief="A mean of squares is divided by n - 1, as in statistics.",
    hint="If every sample is listed twice, should the result change? Does yours?",
    example="return np.sum((p - t)**2 / 2) / (len(p) - 1)",
    changes={"total": lambda v: np.sum(v.loss) / (v.loss.size - 1)},
)
FIRST_ONLY = Mistake(
    id="L16-FIRST-ONLY",
    name="uses the first sample only",
    belief="[0, 0] takes the numbers out of a column.",
    hint="Change the last target. Does your result change?",
    example="return (predictions[0, 0] - targets[0])**2 / 2",
    changes={"total": lambda v: np.ravel(v.loss)[0]},
)
LAST_ONLY = Mistake(
    id="L17-LAST-ONLY",
    name="uses the last sample only, divided by their number",
    belief="`=` in a loop collects.",
    hint="What happens in your loop to the result of the round before?",
    example="total = (p - t)**2 / 2",
    changes={"total": lambda v: np.ravel(v.loss)[-1] / v.loss.size},
)
NO_BRACKETS = Mistake(
    id="L02-NO-BRACKETS",
    name="squares the target alone: the brackets round the difference are missing",
    belief="What is written first is done first.",
    hint="What is squared in your line: the target alone, or the difference?",
    example="return np.mean(p - t**2 / 2)",
    changes={"loss": lambda v: v.p - v.y**2 / 2},
)
DIVIDES_IN_LOOP = Mistake(
    id="L02-DIVIDES-IN-LOOP",
    name="divides by the number of samples inside the loop, so that the first loss is divided many times",
    belief="A mean is a sum and a division, wherever they stand.",
    hint="How often is the first loss divided until the loop has ended? "
    "How far to the right does your division stand?",
    example="for ...: total += (p - t)**2 / 2; total /= n",
    changes={"total": lambda v: _divided_in_loop(v.loss)},
)
LARGEST = Mistake(
    id="L18-LARGEST",
    name="takes the largest loss of all samples",
    belief="The worst sample tells how good the network is.",
    hint="Which word of the question says how many losses become one? Does each of them count?",
    example="return np.max((p - t)**2 / 2)",
    changes={"total": lambda v: np.max(v.loss)},
)


def _divided_in_loop(losses):
    total = 0.0
    for loss in np.ravel(losses):
        total = (total + loss) / np.size(losses)
    return total


BROADCAST = Mistake(
    id="M53-BROADCAST-N1",
    name="subtracts shapes (n, 1) and (n,) and gets a table of n times n differences",
    belief="Both hold n numbers, so NumPy pairs them up.",
    hint="Print the shape of the difference before squaring it. How many numbers should it hold?",
    example="return np.mean((predictions - targets)**2 / 2)",
    changes={"error": lambda v: v.p[:, None] - v.y},
)

BROADCAST_SUM = again(
    BROADCAST,
    "return np.sum((predictions - targets)**2 / 2) / len(targets)",
    {**BROADCAST.changes, "total": lambda v: np.sum(v.loss) / len(v.loss)},
    name="subtracts shapes (n, 1) and (n,) and adds up a table of n times n differences",
)

_STAGES = {
    "error": lambda v: v.p - v.y,
    "loss": lambda v: v.error**2 / 2,
    "total": lambda v: np.mean(v.loss),
}
ONE_SAMPLE = Pipeline(
    "one_sample",
    _STAGES,
    (
        ORDER,
        NO_SIGN,
        NO_HALF,
        NO_SQUARE,
        ABSOLUTE,
        SQUARED_HALF,
        SIGNED_SQUARE,
        DOLLARS,
        ORDER_NO_HALF,
        ROUNDED,
        replace(NO_BRACKETS, example="loss = {p} - {y}**2 / 2"),
    ),
)
SAMPLES = Pipeline(
    "samples",
    _STAGES,
    (
        NO_HALF,
        NO_SQUARE,
        ABSOLUTE,
        SQUARED_HALF,
        HALF_TWICE,
        SUM,
        MEAN_FIRST,
        ROOT,
        SIGNED_MEAN,
        ONE_LESS,
        FIRST_ONLY,
        LAST_ONLY,
        LARGEST,
        NO_BRACKETS,
        DIVIDES_IN_LOOP,
        BROADCAST,
        BROADCAST_SUM,
    ),
)


def _samples(seed, count):
    rng = np.random.default_rng(seed)
    return {
        "p": np.round(rng.uniform(0.5, 4.0, count), 2),
        "y": np.round(rng.uniform(0.5, 4.0, count), 2),
    }


def _any_samples(rng, *, kind, count, ones):
    """`ones`: the predictions are all 1, so that one array of predictions meets several of targets."""
    low, high = count
    samples = int(rng.integers(low, high + 1))
    predictions = np.ones(samples) if ones else numbers(rng, kind, samples)
    return {"p": predictions, "y": numbers(rng, kind, samples)}


MANY_SAMPLES = Domain(
    _any_samples,
    features(
        kind=("plain", "whole", "repeated", "small", "wide", "far"),
        count=((2, 3), (2, 12)),
        ones=(False, False, True),
    ),
)

MEAN_CASES = [
    {"p": np.array([1.5, 2.0, 0.7, 3.1]), "y": np.array([1.0, 2.2, 0.7, 2.8])},
    *(_samples(seed, count) for seed, count in enumerate((2, 3, 7, 12))),
    {"p": np.array([1.5, -2.0, 0.5]), "y": np.array([1.5, -2.0, 0.5])},  # nothing is wrong
    {"p": np.array([0.5, -1.0, 0.5]), "y": np.zeros(3)},
]


def mean_loss(predictions, targets):
    """The mean, over all samples, of half the squared error.

    predictions: as a network returns them, a column of shape (samples, 1).
    targets: shape (samples,).
    Returns one number.
    """
    errors = predictions[:, 0] - targets
    return np.mean(errors**2 / 2)


HOUSE = {"p": 2.1, "y": 2.4}
BACK_TO_THE_ERROR = Pipeline(
    "back_to_the_error",
    {"doubled": lambda v: 2 * v.loss, "size": lambda v: np.sqrt(v.doubled)},
    (
        Mistake(
            id="L02-NOT-DOUBLED",
            name="takes the root of the loss as it is, without doubling it",
            belief="A loss is the square of an error.",
            hint="What stands in front of the square in the loss, and how is it undone?",
            example="error = sqrt(loss)",
            changes={"doubled": lambda v: v.loss},
        ),
        Mistake(
            id="L02-NO-ROOT",
            name="doubles the loss and takes no root",
            belief="The half is all that is between error and loss.",
            hint="If the error doubles, the loss becomes four times as large. What undoes a square?",
            example="error = 2 * loss",
            changes={"size": lambda v: v.doubled},
        ),
        Mistake(
            id="L02-LOSS-IS-ERROR",
            name="takes the loss for the error",
            belief="Loss and error are two words for how far off it is.",
            hint="Which of the two is in units squared?",
            example="error = loss",
            changes={"size": lambda v: v.loss},
        ),
        Mistake(
            id="L02-HALVED-AGAIN",
            name="halves the loss once more instead of doubling it",
            belief="The half of the loss has to be applied.",
            hint="The loss is half a square. Is the square larger or smaller than that?",
            example="error = sqrt(loss / 2)",
            changes={"doubled": lambda v: v.loss / 2},
        ),
        Mistake(
            id="L02-SIZE-WITH-SIGN",
            name="gives the size of an error a sign",
            belief="An error has a sign, so its size has one as well.",
            hint="The size says how far off the prediction is. Can that be less than 0?",
            example="size = -sqrt(2 * loss)",
            changes={"size": lambda v: -np.sqrt(v.doubled)},
        ),
    ),
)
LOSS_NUMBERS = vary(
    {"loss": 800.0},
    BACK_TO_THE_ERROR,
    {"loss": tuple(float(k * k / 2) for k in (*range(12, 100, 2), *range(100, 400, 10)))},
    shown=lambda v: {
        "error": f"{1000 * v.size:_.0f}".replace("_", " "),
        "anna": f"{1_000_000 * v.loss:_.0f}".replace("_", " "),
    },
)
HOUSE_NUMBERS = vary(
    HOUSE,
    ONE_SAMPLE,
    {"p": steps(1.1, 3.6, 0.1), "y": steps(1.4, 3.9, 0.1)},
    holds=lambda v: -1 < v.error < -0.15,
    shown=lambda v: {
        "error": v.error,
        "p_dollars": f"{100_000 * v.p:_.0f}",
        "y_dollars": f"{100_000 * v.y:_.0f}",
        "rounded": f"{v.loss:.2f}",
    },
)

QUESTIONS = [
    Question(
        name="error_and_loss",
        objective="02.1",
        points=2,
        parts=True,
        answer=Array((2,), (tr("the error"), tr("the loss")), tolerance=5e-4),
        stub="error_and_loss = [..., ...]",
        solution="error_and_loss = [{p:code} - {y:code}, ({p:code} - {y:code}) ** 2 / 2]",
        pipeline=ONE_SAMPLE,
        quantity=lambda v: [v.error, v.loss],
        cases=[HOUSE],
        vary=HOUSE_NUMBERS,
    ),
    Question(
        name="units",
        objective="02.1",
        points=1,
        parts=True,
        answer=Measure(
            "thousand dollars", "metres", tr("The loss is in a unit squared. What is the unit of its root?")
        ),
        solution='units = "{error} dollars"',
        pipeline=BACK_TO_THE_ERROR,
        quantity=lambda v: v.size,
        cases=[{"loss": 800.0}],
        vary=LOSS_NUMBERS,
    ),
    Question(
        name="the_half",
        objective="02.2",
        points=1,
        answer=Choice(),
    ),
    Question(
        name="what_went_wrong",
        objective="02.2",
        points=1,
        answer=Choice(),
    ),
    Question(
        name="what_may_change",
        objective="02.2",
        points=1,
        answer=Choice(),
    ),
    Question(
        name="mean_loss",
        objective="02.3",
        points=3,
        answer=Function("mean_loss", Array((), (tr("The mean loss"),))),
        solution=mean_loss,
        pipeline=SAMPLES,
        quantity=lambda v: v.total,
        cases=MEAN_CASES,
        arguments=lambda case: (case["p"][:, None], case["y"]),
        domain=MANY_SAMPLES,
    ),
]
