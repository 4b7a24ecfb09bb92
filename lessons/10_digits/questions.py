"""The questions of exercise 10: softmax and its delta, then how to judge what was trained."""

import numpy as np

from handprop.check import BY_HAND, Array, Choice, Function, Question
from handprop.check.mistakes import catalogue as m
from handprop.check.mistakes.again import again
from handprop.check.mistakes.batch import SUM_VS_MEAN
from handprop.check.mistakes.calculation import Mistake, Pipeline


def _shared(e, axis=-1):
    return e / e.sum(axis=axis, keepdims=True)


NO_EXP = Mistake(
    id="SOFTMAX-NO-EXP",
    name="divides the sums themselves by their total, without e to the power of each",
    belief="Shares are parts of a total, so I divide by the total.",
    hint="If one sum were negative, what would its share be?",
    example="p = z / z.sum()",
    changes={"p": lambda v: _shared(v.z)},
)
NO_TOTAL = Mistake(
    id="SOFTMAX-NO-TOTAL",
    name="takes e to the power of each sum and does not divide by the total",
    belief="Softmax is the exponential function.",
    hint="Add up your shares. What should come out?",
    example="p = np.exp(z)",
    changes={"p": lambda v: np.exp(v.z)},
)
EACH_SIGMOID = Mistake(
    id="SOFTMAX-IS-SIGMOID",
    name="takes the sigmoid of each sum by itself",
    belief="Every output is between 0 and 1, so it is a sigmoid.",
    hint="Add up your shares. Does one know of the others?",
    example="p = 1 / (1 + np.exp(-z))",
    changes={"p": lambda v: m.sigmoid(v.z)},
)
OVER_SAMPLES = Mistake(
    id="SOFTMAX-OVER-SAMPLES",
    name="divides by the total over the samples instead of the total over the outputs",
    belief="sum() adds up what belongs together.",
    hint="Print the sum of each row of your shares. Which axis is one picture?",
    example="p = np.exp(z) / np.exp(z).sum(axis=0)",
    changes={"p": lambda v: _shared(np.exp(v.z), axis=0)},
)
OVER_ALL = Mistake(
    id="SOFTMAX-OVER-ALL",
    name="divides by the total of the whole table instead of the total of each row",
    belief="sum() adds up what belongs together.",
    hint="Print the sum of each row of your shares. Which numbers belong to one picture?",
    example="p = np.exp(z) / np.exp(z).sum()",
    changes={"p": lambda v: np.exp(v.z) / np.exp(v.z).sum()},
)
LOG_10 = Mistake(
    id="LOSS-LOG-10",
    name="takes the logarithm to the base 10",
    belief="log is log.",
    hint="Which logarithm undoes e to the power of? In NumPy it is np.log.",
    example="loss = -np.log10(p[right])",
    changes={"loss": lambda v: -np.sum(v.y * np.log10(v.p)) / v.samples},
)
LARGEST_SHARE = Mistake(
    id="LOSS-OF-LARGEST",
    name="takes the loss of the largest share instead of the share of the right digit",
    belief="The loss belongs to what the network says.",
    hint="Should the loss be small when the network is sure of a wrong digit?",
    example="loss = -np.log(p.max())",
    changes={"loss": lambda v: -np.sum(np.log(v.p.max(axis=-1))) / v.samples},
)
EXTRA_SLOPE = Mistake(
    id="SOFTMAX-EXTRA-SLOPE",
    name="multiplies prediction minus target by a slope p(1 - p) that has cancelled already",
    belief="Every activation brings its slope on the way back.",
    hint="What did SymPy leave of delta, in the lesson, for softmax with cross-entropy?",
    example="dz = (p - y) * p * (1 - p)",
    changes={"slope": lambda v: v.p * (1 - v.p)},
)

NO_BIAS = Mistake(
    id="SOFTMAX-NO-BIAS",
    name="leaves the biases out of the sums",
    belief="The bias has a gradient of its own, so it does not matter for W.",
    hint="What are the sums made of, besides x @ W? Would other sums give other shares?",
    example="e = np.exp(x @ W)",
    changes={"z": lambda v: v.x @ v.W},
)

# One layer: z = x @ W + b, softmax, cross-entropy, the mean over the samples.
SOFTMAX_LAYER = Pipeline(
    "softmax_layer",
    {
        "samples": lambda v: len(v.x),
        "z": lambda v: v.x @ v.W + v.b,
        "p": lambda v: _shared(np.exp(v.z)),
        "loss": lambda v: -np.sum(v.y * np.log(v.p)) / v.samples,
        "error": lambda v: v.p - v.y,
        "slope": lambda v: np.ones_like(v.p),
        "dZ2": lambda v: v.error * v.slope / v.samples,
        "dW": lambda v: v.x.T @ v.dZ2,
    },
    (
        NO_EXP,
        NO_TOTAL,
        EACH_SIGMOID,
        OVER_SAMPLES,
        OVER_ALL,
        LOG_10,
        LARGEST_SHARE,
        EXTRA_SLOPE,
        NO_BIAS,
        again(
            m.TARGET_MINUS,
            "dz = y - p",
            {"error": lambda v: v.y - v.p},
            name="takes target - prediction for delta",
            belief='The error is "what is missing", the target minus the share.',
            hint="When the sum of the right output grows, does the loss rise or fall? And its delta?",
        ),
        again(SUM_VS_MEAN, "dW = x.T @ (p - y)", {"dZ2": lambda v: v.error * v.slope}),
        again(m.W_TIMES_DELTA, "dW = W * dz.sum(axis=0)", {"dW": lambda v: v.W * v.dZ2.sum(axis=0)}),
    ),
)

# One picture whose three sums are 1, 2 and 0.5; the first digit is right.
THREE_SUMS = {
    "x": np.array([[1.0]]),
    "W": np.array([[1.0, 2.0, 0.5]]),
    "b": np.zeros(3),
    "y": np.array([[1.0, 0.0, 0.0]]),
}


def _batch(seed, samples):
    rng = np.random.default_rng(seed)
    return {
        "x": rng.uniform(-1.5, 1.5, (samples, 2)).round(2),
        "y": np.eye(3)[rng.integers(0, 3, samples)],
        "W": rng.uniform(-1, 1, (2, 3)).round(2),
        "b": rng.uniform(-0.5, 0.5, 3).round(2),
    }


def softmax_gradient(x, y, W, b):
    """The gradient of the loss with respect to W, for one layer with softmax and cross-entropy.

    x: (samples, inputs); y: (samples, outputs), one-hot; W: (inputs, outputs); b: (outputs,).
    The loss is the mean over the samples. Returns an array with the shape of W.
    """
    e = np.exp(x @ W + b)
    p = e / e.sum(axis=1, keepdims=True)
    return x.T @ (p - y) / len(x)


QUESTIONS = [
    Question(
        name="shares",
        title="Three shares and a loss",
        ask="""A network reads three digits, 0, 1 and 2. For one picture its output sums are 1, 2 and 0.5.
The picture shows a **0**.

Compute the three shares by softmax, and the cross-entropy loss. You may use a calculator or NumPy.
Type four numbers in one list: the three shares, then the loss, with at least four significant digits.
""",
        insight="The right digit got a share of 0.2312, and the loss is −log of that share alone: 1.464.",
        objective="10.1",
        points=2,
        answer=Array((4,), ("share 0", "share 1", "share 2", "the loss"), tolerance=BY_HAND),
        stub="shares = [..., ..., ..., ...]",
        solution="""
e = np.exp([1, 2, 0.5])
p = e / e.sum()
shares = [*p, -np.log(p[0])]
""",
        pipeline=SOFTMAX_LAYER,
        quantity=lambda v: np.append(v.p, v.loss),
        cases=[THREE_SUMS],
        hints=(
            "Three numbers e^1, e^2, e^0.5 and their total. What is each part of the total?",
            "The loss is minus the natural logarithm of one of the three shares. Of which?",
        ),
    ),
    Question(
        name="find_the_slip",
        title="Somebody else's way back",
        ask="""A network has **one sigmoid output** and uses **half the squared error**.
For a sample with target 0 the output is a = 0.9. The hidden value is h = 0.5, and the output weight
multiplies it. Somebody writes:

1. error = 0.9 − 0 = 0.9
2. loss = 0.9² / 2 = 0.405
3. delta, the derivative with respect to the output sum: 0.9
4. derivative with respect to the output weight: delta · h

Which line goes wrong, and why? Answer with one letter in quotes.

- (a) line 1: it should be target minus prediction
- (b) line 2: with a sigmoid output the loss is −log a
- (c) line 3: with this loss the slope of the sigmoid, 0.9 · 0.1, is a factor of delta
- (d) line 4: it must be multiplied by the weight, and not by h
""",
        insight="Delta is 0.9 · 0.09 = 0.081. With cross-entropy the slope would cancel, and delta would be "
        "0.9.",
        objective="10.1",
        points=1,
        answer=Choice(
            options={"a": "line 1", "b": "line 2", "c": "line 3", "d": "line 4"},
            right="c",
            replies={
                "a": "The course takes prediction minus target. Would line 2 change otherwise?",
                "b": "The question says which loss is used. Any loss may follow a sigmoid.",
                "d": "Nudge the weight a little. What is it multiplied with in the forward pass?",
            },
        ),
    ),
    Question(
        name="softmax_gradient",
        title="The last layer, for a batch",
        ask="""Write the gradient of the loss with respect to W for one layer:
sums `x @ W + b`, then softmax, then cross-entropy, averaged over the samples.

Each row of `x` is one sample. It will be tried on batches with different numbers of samples.
""",
        insight="Softmax with cross-entropy makes delta prediction minus target: as simple as half the "
        "squared error with a linear output.",
        objective="10.1",
        points=3,
        answer=Function("softmax_gradient", Array((2, 3), strict_shape=True)),
        solution=softmax_gradient,
        pipeline=SOFTMAX_LAYER,
        quantity=lambda v: v.dW,
        cases=[_batch(seed, samples) for seed, samples in enumerate((4, 3, 5, 1, 8))],
        arguments=lambda case: tuple(case[name].copy() for name in ("x", "y", "W", "b")),
        hints=(
            "Go in order: sums, one row per sample, e to the power of each, rows that add up to 1, delta.",
            "Delta has one row per sample. Which product of x and delta has the shape of W?",
        ),
    ),
    Question(
        name="why_backward",
        title="Who gains most",
        ask="""For which of these does back-propagation save most work, compared with nudging each weight?

- (a) telling day from night in photographs, with 3 weights
- (b) guessing house prices from a table of 200 columns, with 50 000 weights
- (c) telling speech from silence, with 2 weights
- (d) very noisy measurements, where every method makes many errors, with 6 weights

Answer with one letter in quotes.
""",
        insight="What counts is the number of weights: 50 001 runs by nudges, against one run forward and "
        "one back.",
        objective="10.2",
        points=1,
        answer=Choice(
            options={"a": "day and night", "b": "house prices", "c": "speech", "d": "noise"},
            right="b",
            replies={
                "a": "How many forward passes would the nudges need? That it is a picture changes nothing.",
                "c": "How many forward passes would the nudges need? That it is speech changes nothing.",
                "d": "Errors in the data make the task hard. Do they change the number of derivatives?",
            },
        ),
    ),
    Question(
        name="saturated",
        title="A unit that does not learn",
        ask="""One sigmoid unit, with half the squared error, gets the income in dollars, such as 42 000.
Its weight starts near 1. After 100 epochs the weight and the bias have not moved, and the gradient of both
is exactly 0.

What helps?

- (a) a learning rate a hundred times larger
- (b) measuring the income in units of 50 000 dollars
- (c) training for 10 000 epochs
- (d) multiplying the income by 1000, for a stronger signal

Answer with one letter in quotes.
""",
        insight="At a sum of 42 000 the sigmoid is flat to the last digit. A learning rate of any size, "
        "times 0, is 0.",
        objective="10.3",
        points=1,
        answer=Choice(
            options={"a": "learning rate", "b": "units", "c": "epochs", "d": "stronger signal"},
            right="b",
            replies={
                "a": "The step is learning rate times gradient, and the gradient is exactly 0. So?",
                "c": "Each epoch moves the weights by the gradient. What is 10 000 times 0?",
                "d": "Where on the sigmoid does the sum lie now, and where would it lie then?",
            },
            mistakes={"d": "M75-SATURATION"},
        ),
    ),
    Question(
        name="when_to_stop",
        title="When to stop",
        ask="""Somebody trains a network and writes down what a validation set says on the way:

| epochs | training loss | validation loss | training accuracy |
|---|---|---|---|
| 10 | 0.60 | 0.65 | 84 % |
| 30 | 0.20 | 0.31 | 96 % |
| 100 | 0.04 | 0.27 | 99 % |
| 300 | 0.01 | 0.34 | 100 % |
| 1000 | 0.001 | 0.46 | 100 % |

Which of these networks should be used, and why?
Answer with one letter and one number in quotes, such as `"a1"`.

- (a) the one after 30 epochs
- (b) the one after 100 epochs
- (c) the one after 300 epochs
- (d) the one after 1000 epochs

1. Its training loss is nearest to 0.
2. From here on, what it gains on the training pictures it loses on others.
3. Training and validation loss are closest to each other.
4. No training picture is wrong any more.
""",
        insight="On pictures that training does not see, the loss is lowest after 100 epochs. What is "
        "learned later holds for the training pictures only.",
        objective="10.3",
        points=2,
        answer=Choice(
            options={"a": "30", "b": "100", "c": "300", "d": "1000"},
            right="b",
            replies={
                "a": "Is there a row where pictures that it has never seen are read with a smaller loss?",
                "c": "No training picture is wrong. Which column tells about pictures never seen?",
                "d": "The training loss is near 0. Which column tells about pictures never seen?",
            },
            reasons={
                "1": "training loss",
                "2": "gains here, loses there",
                "3": "closest",
                "4": "none wrong",
            },
            right_reason="2",
        ),
    ),
]
