"""The questions of exercise 02: error, loss, their units, and the mean over samples."""

import numpy as np

from handprop.check import Array, Choice, Function, Question
from handprop.check.mistakes.calculation import Mistake, Pipeline

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
    example="error = 210_000 - 240_000",
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
    hint="Write half the square of the error down with all its digits. Which one has gone?",
    example="loss = 0.05",
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
BROADCAST = Mistake(
    id="M53-BROADCAST-N1",
    name="subtracts shapes (n, 1) and (n,) and gets a table of n times n differences",
    belief="Both hold n numbers, so NumPy pairs them up.",
    hint="Print the shape of the difference before squaring it. How many numbers should it hold?",
    example="return np.mean((predictions - targets)**2 / 2)",
    changes={"error": lambda v: v.p[:, None] - v.y},
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
        SUM,
        MEAN_FIRST,
        ROOT,
        SIGNED_MEAN,
        ONE_LESS,
        FIRST_ONLY,
        LAST_ONLY,
        BROADCAST,
    ),
)


def _samples(seed, count):
    rng = np.random.default_rng(seed)
    return {
        "p": np.round(rng.uniform(0.5, 4.0, count), 2),
        "y": np.round(rng.uniform(0.5, 4.0, count), 2),
    }


MEAN_CASES = [
    {"p": np.array([1.5, 2.0, 0.7, 3.1]), "y": np.array([1.0, 2.2, 0.7, 2.8])},
    *(_samples(seed, count) for seed, count in enumerate((2, 3, 7, 12))),
]


def mean_loss(predictions, targets):
    """The mean, over all samples, of half the squared error.

    predictions: as a network returns them, a column of shape (samples, 1).
    targets: shape (samples,).
    Returns one number.
    """
    errors = predictions[:, 0] - targets
    return np.mean(errors**2 / 2)


QUESTIONS = [
    Question(
        name="error_and_loss",
        title="Error and loss of a house",
        ask="""A network predicts 2.1. The house was sold for 2.4. Both are in units of 100 000 dollars.

Type the error and the loss in these units, the error first.
""",
        insight="The error keeps its sign: −0.3 says that the prediction is too low. The loss forgets the "
        "sign, and its unit is squared.",
        objective="02.1",
        points=2,
        answer=Array((2,), ("the error", "the loss"), tolerance=5e-4),
        stub="error_and_loss = [..., ...]",
        solution="error_and_loss = [2.1 - 2.4, (2.1 - 2.4) ** 2 / 2]",
        pipeline=ONE_SAMPLE,
        quantity=lambda v: [v.error, v.loss],
        cases=[{"p": 2.1, "y": 2.4}],
        hints=(
            "One of the two numbers has a sign, the other is never negative. Which is which?",
            "First the error: which number is subtracted from which? Then square it, then halve it.",
        ),
    ),
    Question(
        name="units",
        title="Which network is better",
        ask="""Two networks predict the price of the same house.
Anna reports a loss of 800 000 000, in dollars squared.
Ben counts in units of 1000 dollars and reports a loss of 800.

Which prediction is nearer to the target?

- (a) Ben's: 800 is far less than 800 000 000
- (b) Anna's: dollars are more exact than thousands
- (c) neither: both are off by 40 000 dollars
- (d) Ben's: his loss is 800 000 in dollars, and that is still less

Answer with one letter in quotes, for example `"a"`.
""",
        insight="A loss has squared units: counting in thousands makes it a million times smaller. Compare "
        "losses in the same units only.",
        objective="02.1",
        points=1,
        answer=Choice(
            options={"a": "Ben's", "b": "Anna's", "c": "equal", "d": "Ben's, factor 1000"},
            right="c",
            replies={
                "a": "In which unit is 800? What error is behind each loss? Double it, take the root.",
                "b": "Nothing is rounded here. What error is behind each loss? Double it, take the root.",
                "d": "The loss is in units squared. How many dollars squared is the square of 1000 dollars?",
            },
        ),
    ),
    Question(
        name="the_half",
        title="Without the half",
        ask="""Predict before you compute. Somebody uses the squared error as the loss, without the half.
What is different?

- (a) losses and slopes double, and other weights are the best
- (b) losses and slopes double, and the same weights are the best
- (c) losses double, slopes stay, and the same weights are the best
- (d) losses double, and there is no smallest loss any more

Answer with one letter in quotes.
""",
        insight="A factor that is the same everywhere does not move the lowest place. The half is there to "
        "cancel the 2 of the derivative.",
        objective="02.2",
        points=1,
        answer=Choice(
            options={"a": "other weights", "b": "all doubled", "c": "slopes stay", "d": "no smallest"},
            right="b",
            replies={
                "a": "Where is the squared error smallest, and where is half of it smallest?",
                "c": "The lesson nudged the square and half the square by 0.001. Compare the two columns.",
                "d": "What is the smallest value that a square can have?",
            },
        ),
    ),
    Question(
        name="what_went_wrong",
        title="Training that went too well",
        ask="""Somebody trains a network on house prices and prints the loss after each hundred steps:

`12.5`, `3.1`, `-6.4`, `-15.9`, `-25.5`

The loss falls and falls, and the predictions get worse. What was used as the loss?

- (a) half the squared error, which falls below 0 where predictions are good
- (b) the absolute error, which has a corner at 0
- (c) the error with its sign, which has no smallest value
- (d) the sum of the losses, which grows with the samples

Answer with one letter in quotes.
""",
        insight="An error with its sign can fall for ever. A loss needs a smallest value, where the "
        "prediction is right.",
        objective="02.2",
        points=1,
        answer=Choice(
            options={"a": "half square", "b": "absolute", "c": "signed", "d": "sum"},
            right="c",
            replies={
                "a": "Can a square be negative?",
                "b": "Which values can the absolute error have? Compare with the printed numbers.",
                "d": "What sign do the single losses need so that their sum is negative?",
            },
        ),
    ),
    Question(
        name="what_may_change",
        title="What may change",
        ask="""A 2-2-1 network with biases has one sample.
Which of these may training change, to lower the loss?

- (a) the weights and the biases, which belong to the network
- (b) the weights, the biases and the inputs: the loss depends on all
- (c) the weights, the biases and the target: it enters the error
- (d) the prediction, which is compared with the target

Answer with one letter in quotes.
""",
        insight="Inputs and target are the task. Whoever changes them solves another task.",
        objective="02.2",
        points=1,
        answer=Choice(
            options={"a": "weights, biases", "b": "inputs too", "c": "target too", "d": "prediction"},
            right="a",
            replies={
                "b": "The loss does depend on them. But may we train on 1400 square feet if there are 1500?",
                "c": "Moving the target lowers the loss at once. What has the network learned then?",
                "d": "The prediction has to change, that is right. But it is computed: from which numbers?",
            },
        ),
    ),
    Question(
        name="mean_loss",
        title="The loss of many samples",
        ask="""Write a function for the mean loss.
The predictions come as a network returns them: a column of shape (samples, 1).
The targets have the shape (samples,).

It will be tried on 2 to 12 samples.
""",
        insight="A column minus a flat array makes a table of all pairs, and Python does not complain. Look "
        "at shapes before you take a mean.",
        objective="02.3",
        points=3,
        answer=Function("mean_loss", Array((), ("The mean loss",))),
        solution=mean_loss,
        pipeline=SAMPLES,
        quantity=lambda v: v.total,
        cases=MEAN_CASES,
        arguments=lambda case: (case["p"][:, None], case["y"]),
        hints=(
            "Compare with the loop of the lesson, on its four houses: the error of each, half its square, "
            "then the mean. Which one is different, or is there a fourth?",
            "Print the shape of your errors. Is there one number per sample?",
        ),
    ),
]
