"""The questions of exercise 10: softmax and its delta, then how to judge what was trained."""

from operator import attrgetter

import numpy as np

from handprop.check import BY_HAND, Array, Choice, Derivation, Function, Question
from handprop.check.domain import Domain, features, numbers
from handprop.check.mistakes import catalogue as m
from handprop.check.mistakes import slips
from handprop.check.mistakes.again import again
from handprop.check.mistakes.batch import SUM_VS_MEAN
from handprop.check.mistakes.calculation import Mistake, Pipeline
from handprop.check.variants import steps, vary
from handprop.language import tr


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
    name="multiplies prediction minus target by the slope of a sigmoid, which has cancelled already",
    belief="Every activation brings its slope on the way back.",
    hint="What was left of delta, in the lesson, for softmax with cross-entropy?",
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

ALL_PAIRS = Mistake(
    id="LOSS-ALL-PAIRS",
    name="adds up the logarithms of all shares, with a matrix product of the targets and the logarithms",
    belief="A dot product pairs each number with its partner.",
    hint="How many numbers are in the product of y.T and the logarithms? Which ones belong?",
    example="loss = -np.sum(np.dot(y.T, np.log(p)))",
    changes={"loss": lambda v: -np.sum(v.y.T @ np.log(v.p)) / v.samples},
)
ALSO_WRONG_DIGITS = Mistake(
    id="LOSS-WRONG-DIGITS-TOO",
    name="counts the shares of the wrong digits as well, as the loss of a single yes-or-no output does",
    belief="There is one formula for cross-entropy, with y and 1 - y.",
    hint="What does the loss of the lesson add up: all shares, or that of the right digit?",
    example="loss = -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p))",
    changes={"loss": lambda v: -np.sum(v.y * np.log(v.p) + (1 - v.y) * np.log(1 - v.p)) / v.samples},
)
ONE_MINUS = Mistake(
    id="LOSS-ONE-MINUS",
    name="puts the minus before one term of the cross-entropy only, and counts the wrong digits too",
    belief="The minus belongs to the first term.",
    hint="Is every part of your loss positive? And which shares should count at all?",
    example="loss = np.sum(-y * np.log(p) + (1 - y) * np.log(1 - p))",
    changes={"loss": lambda v: np.sum(-v.y * np.log(v.p) + (1 - v.y) * np.log(1 - v.p)) / v.samples},
)
DIAGONAL_ONLY = Mistake(
    id="SOFTMAX-DIAGONAL-ONLY",
    name="takes only the slope of each share by its own sum, and forgets that it moves the other shares",
    belief="Each output has one sum, and each sum one output.",
    hint="When the sum of one digit grows, what happens to the shares of the others?",
    example="dz = -y / p * p * (1 - p)",
    changes={"error": lambda v: -v.y * (1 - v.p)},
)
ACROSS = Mistake(
    id="SOFTMAX-ACROSS",
    name="divides every column by the total of a row: without keepdims the totals lie across",
    belief="NumPy knows which total belongs to which row.",
    hint="Print the sum of each row of your shares. What is the shape of the totals you divide by?",
    example="p = e / e.sum(axis=1)",
    changes={"p": lambda v: np.exp(v.z) / np.exp(v.z).sum(axis=1)},
)
SQUARED_LOSS = Mistake(
    id="SOFTMAX-SQUARED-LOSS",
    name="goes back from half the squared error, through all of softmax",
    belief="The loss is always half the squared error.",
    hint="Which loss is asked for? What is left of its slope and that of softmax, taken together?",
    example="dz = p * (error - (p * error).sum(axis=1, keepdims=True))",
    changes={
        "dZ2": lambda v: v.p * (v.error - (v.p * v.error).sum(axis=-1, keepdims=True)) / v.samples,
    },
)
BIAS_ON_INPUTS = again(slips.BIAS_ON_INPUTS, "z = (x + b) @ W", {"z": lambda v: (v.x + v.b) @ v.W})

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
        ALL_PAIRS,
        ALSO_WRONG_DIGITS,
        ONE_MINUS,
        DIAGONAL_ONLY,
        ACROSS,
        SQUARED_LOSS,
        BIAS_ON_INPUTS,
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


def _any_batch(rng, *, kind, sizes):
    inputs, outputs, samples = (int(rng.integers(low, high + 1)) for low, high in sizes)
    far = 8.0 if kind == "far" else 1.0  # sums so far from 0 that shares are nearly 0 and 1
    return {
        "x": far * numbers(rng, "plain" if kind == "far" else kind, samples, inputs),
        "y": np.eye(outputs)[rng.integers(0, outputs, samples)],
        "W": numbers(rng, "plain", inputs, outputs),
        "b": numbers(rng, "plain", outputs),
    }


# As many samples as outputs, as many inputs as outputs, one sample, and all that lies between.
BATCHES = Domain(
    _any_batch,
    features(
        kind=("plain", "whole", "repeated", "small", "far"),
        sizes=(
            ((2, 2), (3, 3), (3, 3)),
            ((3, 3), (3, 3), (2, 5)),
            ((1, 3), (2, 4), (1, 1)),
            ((1, 4), (2, 5), (2, 8)),
        ),
    ),
)


_FAR_OUT = _batch(5, 3)
_FAR_OUT |= {"x": 300 * _FAR_OUT["x"], "W": _FAR_OUT["W"] / 300}  # slopes far out
_LARGE_SUMS = _batch(6, 3)
_LARGE_SUMS |= {"b": _LARGE_SUMS["b"] + 42}  # beyond what is often cut off, and exp can still take them


def softmax_gradient(x, y, W, b):
    """The gradient of the loss with respect to W, for one layer with softmax and cross-entropy.

    x: (samples, inputs); y: (samples, outputs), one-hot; W: (inputs, outputs); b: (outputs,).
    The loss is the mean over the samples. Returns an array with the shape of W.
    """
    e = np.exp(x @ W + b)
    p = e / e.sum(axis=1, keepdims=True)
    return x.T @ (p - y) / len(x)


SUMS_NUMBERS = vary(
    THREE_SUMS,
    SOFTMAX_LAYER,
    dict.fromkeys(("s1", "s2", "s3"), steps(0.25, 3, 0.25)),
    {f"s{k + 1}": ("W", 0, k) for k in range(3)},
    alike=lambda v: np.argsort(v.z[0]),
    holds=lambda v: np.diff(np.sort(v.z[0])).min() > 0.2,
    shown=lambda v: {"share": v.p[0, 0], "loss": v.loss},
)

# Softmax and cross-entropy in single numbers; the first of the three digits is right.
SOFTMAX_PATH = Pipeline(
    "softmax_path",
    {
        "total": lambda v: np.exp(v.s1) + np.exp(v.s2) + np.exp(v.s3),
        "p1": lambda v: np.exp(v.s1) / v.total,
        "p2": lambda v: np.exp(v.s2) / v.total,
        "p3": lambda v: np.exp(v.s3) / v.total,
        "loss": lambda v: -np.log(v.p1),
        "dp1": lambda v: -1 / v.p1,
        "own": lambda v: v.p1 * (1 - v.p1),
        "other": lambda v: -v.p1 * v.p2,
        "third": lambda v: -v.p1 * v.p3,
        "d1": lambda v: v.dp1 * v.own,
        "d2": lambda v: v.dp1 * v.other,
        "d3": lambda v: v.dp1 * v.third,
    },
    (
        Mistake(
            id="L10-LOG-NO-MINUS",
            name="loses the minus of the loss",
            belief="The derivative of a logarithm is 1 over its argument.",
            hint="If the share of the right digit grows, does the loss rise or fall?",
            example="dL/dp1 = 1 / p1",
            changes={"dp1": lambda v: 1 / v.p1},
        ),
        Mistake(
            id="L10-LOG-ITSELF",
            name="takes the loss for its own slope",
            belief="What comes back to the share is the loss.",
            hint="The loss is −log(p1). Nudge p1: by how much does the logarithm move?",
            example="dL/dp1 = -log(p1)",
            changes={"dp1": lambda v: -np.log(v.p1)},
        ),
        Mistake(
            id="L10-SHARES-ALONE",
            name="lets a share depend on its own sum only",
            belief="Each output has one sum, and each sum one output.",
            hint="When s2 grows, the total grows. What happens to p1?",
            example="dp1/ds2 = 0",
            changes={"other": lambda v: 0.0, "third": lambda v: 0.0},
        ),
        Mistake(
            id="L10-OTHER-GROWS",
            name="lets the share of one digit grow with the sum of another",
            belief="All shares grow with the sums.",
            hint="The three shares add up to 1. If p2 grows, can p1 grow too?",
            example="dp1/ds2 = p1 * p2",
            changes={"other": lambda v: v.p1 * v.p2, "third": lambda v: v.p1 * v.p3},
        ),
        Mistake(
            id="L10-NO-QUOTIENT",
            name="takes the share for its own slope, as if the total stayed the same",
            belief="The derivative of e to a power is the power itself.",
            hint="When s1 grows, the total below the line grows as well. What does that do to p1?",
            example="dp1/ds1 = p1",
            changes={"own": lambda v: v.p1},
        ),
        again(
            EXTRA_SLOPE,
            "dL/ds1 = (p1 - 1) * p1 * (1 - p1)",
            {
                "d1": lambda v: (v.p1 - 1) * v.p1 * (1 - v.p1),
                "d2": lambda v: v.p2 * v.p2 * (1 - v.p2),
                "d3": lambda v: v.p3 * v.p3 * (1 - v.p3),
            },
        ),
        again(
            m.TARGET_MINUS,
            "dL/ds1 = 1 - p1",
            {"d1": lambda v: 1 - v.p1, "d2": lambda v: -v.p2, "d3": lambda v: -v.p3},
            name="takes target minus share, where the derivative gives share minus target",
            belief='The error is "what is missing", the target minus the share.',
            hint="When s1 grows, p1 grows. Does the loss −log(p1) rise or fall then?",
        ),
    ),
)
SOFTMAX_PATH_CASE = {"s1": 1.0, "s2": 2.0, "s3": 0.5}
SOFTMAX_LINES = Derivation(
    {name: attrgetter(name) for name in ("p1", "p2", "p3")},
    {
        "L": attrgetter("loss"),
        "dL/dp1": attrgetter("dp1"),
        "dp1/ds1": attrgetter("own"),
        "dp1/ds2": attrgetter("other"),
        "dp1/ds3": attrgetter("third"),
        "dL/ds1": attrgetter("d1"),
        "dL/ds2": attrgetter("d2"),
        "dL/ds3": attrgetter("d3"),
    },
    formulas=("dL/ds1", "dL/ds2"),
    numbers=("dL/ds1", "dL/ds2"),
    others=[
        {"s1": -0.5, "s2": 0.8, "s3": 0.3},
        {"s1": 1.6, "s2": -0.4, "s3": 0.9},
        {"s1": 0.2, "s2": 0.7, "s3": -1.1},
        {"s1": -1.3, "s2": -0.6, "s3": 1.2},
    ],
)
SOFTMAX_PATH_NUMBERS = vary(
    SOFTMAX_PATH_CASE,
    SOFTMAX_PATH,
    {"s1": steps(0.5, 2, 0.1), "s2": steps(0.5, 3, 0.1), "s3": steps(-1, 1.5, 0.1)},
    holds=lambda v: min(v.p1, v.p2, v.p3) > 0.05,
    shown=lambda v: {"d1": v.d1, "d2": v.d2},
)

HELD_BACK = Pipeline(
    "held_back",
    {
        "scaled": lambda v: v.h * v.m / v.q,
        "yhat": lambda v: v.w * v.scaled,
        "delta": lambda v: v.yhat - v.y,
        "dyhat": lambda v: v.scaled,
        "dE": lambda v: v.delta * v.dyhat,
        "dD": lambda v: v.lam * v.w,
        "dw": lambda v: v.dE + v.dD,
    },
    (
        again(m.TARGET_MINUS, "dE/dyhat = y - yhat", {"delta": lambda v: v.y - v.yhat}),
        again(m.KEEP_HALF, "dE/dyhat = (yhat - y) / 2", {"delta": lambda v: (v.yhat - v.y) / 2}),
        again(
            m.LOSS_AS_DELTA, "dE/dyhat = (yhat - y) ** 2 / 2", {"delta": lambda v: (v.yhat - v.y) ** 2 / 2}
        ),
        Mistake(
            id="L10-NO-MASK-BACK",
            name="takes dropout for a matter of the forward pass alone",
            belief="The mask has done its work once the prediction is there.",
            hint="A unit is switched off. Nudge its weight: does the prediction move?",
            example="dyhat/dw = h",
            changes={"dyhat": lambda v: v.h},
        ),
        Mistake(
            id="L10-MASK-NOT-SCALED",
            name="takes the mask on the way back and forgets what the value was scaled by",
            belief="On the way back the mask only opens and closes.",
            hint="By how much does the prediction move if w grows by 0.01 and the unit stays?",
            example="dyhat/dw = h * m",
            changes={"dyhat": lambda v: v.h * v.m},
        ),
        Mistake(
            id="L10-DECAY-NOT-DERIVED",
            name="takes the part of the loss for its slope",
            belief="What stands in the loss is added to the gradient.",
            hint="Half of a square: what is its slope?",
            example="dD/dw = lam * w**2 / 2",
            changes={"dD": lambda v: v.lam * v.w**2 / 2},
        ),
        Mistake(
            id="L10-DECAY-HALF",
            name="keeps the half in the slope of the square",
            belief="The ½ stands in front, so it stays.",
            hint="The derivative of the square of w brings a 2. What becomes of the half?",
            example="dD/dw = lam * w / 2",
            changes={"dD": lambda v: v.lam * v.w / 2},
        ),
        Mistake(
            id="L10-DECAY-TWO",
            name="keeps the 2 of the square although the half has cancelled it",
            belief="The derivative of a square always brings a 2.",
            hint="What does the ½ in front of the square do to that 2?",
            example="dD/dw = 2 * lam * w",
            changes={"dD": lambda v: 2 * v.lam * v.w},
        ),
        Mistake(
            id="L10-DECAY-LEFT-OUT",
            name="leaves the weight decay out of the gradient",
            belief="It is a part of the loss, but has nothing to do with the data.",
            hint="If w grows by 0.01, which parts of the loss change?",
            example="dL/dw = dE/dw",
            changes={"dw": lambda v: v.dE},
        ),
        Mistake(
            id="L10-DECAY-SIGN",
            name="subtracts the slope of the weight decay, because it makes weights smaller",
            belief="It pulls the weight down, so it has a minus.",
            hint="The step subtracts the whole slope. Which way does your weight move then?",
            example="dL/dw = dE/dw - lam * w",
            changes={"dw": lambda v: v.dE - v.dD},
        ),
        Mistake(
            id="L10-DECAY-IN-CHAIN",
            name="multiplies the two parts instead of adding them",
            belief="The chain rule multiplies.",
            hint="L is a sum of two parts. What is the slope of a sum?",
            example="dL/dw = dE/dw * lam * w",
            changes={"dw": lambda v: v.dE * v.dD},
        ),
    ),
)


def _held(w, h, y, lam, q, m=1.0):  # as the letters of the question
    return {"w": w, "h": h, "y": y, "lam": lam, "q": q, "m": m}


HELD_CASE = _held(0.8, 1.5, 1.0, 0.1, 0.8)
HELD_LINES = Derivation(
    {name: attrgetter(name) for name in ("yhat", "y", "w", "h", "m", "q", "lam")},
    {
        "dE/dyhat": attrgetter("delta"),
        "dyhat/dw": attrgetter("dyhat"),
        "dE/dw": attrgetter("dE"),
        "dD/dw": attrgetter("dD"),
        "dL/dw": attrgetter("dw"),
    },
    formulas=("dL/dw",),
    numbers=("dL/dw",),
    others=[
        _held(-0.6, 0.9, 0.4, 0.3, 0.5),
        _held(1.3, -0.7, 1.2, 0.05, 0.7),
        _held(-1.1, 1.4, -0.9, 0.2, 0.5, 0.0),
        _held(0.7, 2.1, 0.3, 0.4, 0.9),
    ],
)
HELD_NUMBERS = vary(
    HELD_CASE,
    HELD_BACK,
    {
        "w": steps(0.3, 1.2, 0.1),
        "h": steps(0.5, 2, 0.25),
        "y": steps(0.5, 2, 0.1),
        "lam": (0.1, 0.2, 0.3),
        "q": (0.5, 0.75, 0.8),
    },
    shown=lambda v: {"dw": v.dw},
)

QUESTIONS = [
    Question(
        name="shares",
        objective="10.1",
        points=1,
        parts=True,
        answer=Array((4,), (tr("share 0"), tr("share 1"), tr("share 2"), tr("the loss")), tolerance=BY_HAND),
        stub="shares = [..., ..., ..., ...]",
        solution="""
e = np.exp([{s1:code}, {s2:code}, {s3:code}])
p = e / e.sum()
shares = [*p, -np.log(p[0])]
""",
        pipeline=SOFTMAX_LAYER,
        quantity=lambda v: np.append(v.p, v.loss),
        cases=[THREE_SUMS],
        vary=SUMS_NUMBERS,
    ),
    Question(
        name="softmax_by_hand",
        objective="10.1",
        points=2,
        parts=True,
        answer=SOFTMAX_LINES,
        solution='''
softmax_by_hand = """
dL/dp1 = -1 / p1
dp1/ds1 = p1 * (1 - p1)
dp1/ds2 = -p1 * p2
dL/ds1 = -1 / p1 * p1 * (1 - p1) = p1 - 1
dL/ds2 = -1 / p1 * (-p1 * p2) = p2
dL/ds1 = {d1:code}
dL/ds2 = {d2:code}
"""
''',
        pipeline=SOFTMAX_PATH,
        quantity=SOFTMAX_LINES.every,
        cases=[SOFTMAX_PATH_CASE],
        vary=SOFTMAX_PATH_NUMBERS,
    ),
    Question(
        name="softmax_gradient",
        objective="10.1",
        points=3,
        answer=Function("softmax_gradient", Array((2, 3), strict_shape=True)),
        solution=softmax_gradient,
        pipeline=SOFTMAX_LAYER,
        quantity=lambda v: v.dW,
        cases=[
            *(_batch(seed, samples) for seed, samples in enumerate((4, 3, 5, 1, 8))),
            _FAR_OUT,
            _LARGE_SUMS,
        ],
        arguments=lambda case: tuple(case[name].copy() for name in ("x", "y", "W", "b")),
        domain=BATCHES,
    ),
    Question(
        name="why_backward",
        objective="10.2",
        points=1,
        answer=Choice(),
    ),
    Question(
        name="saturated",
        objective="10.3",
        points=1,
        answer=Choice(mistakes={"d": "M75-SATURATION"}),
    ),
    Question(
        name="when_to_stop",
        objective="10.3",
        points=2,
        answer=Choice(),
    ),
    Question(
        name="held_back",
        objective="10.3",
        points=2,
        parts=True,
        answer=HELD_LINES,
        solution='''
held_back = """
dE/dyhat = yhat - y
dyhat/dw = h * m / q
dE/dw = (yhat - y) * h * m / q
dD/dw = lam * w
dL/dw = (yhat - y) * h * m / q + lam * w
dL/dw = {dw:code}
"""
''',
        pipeline=HELD_BACK,
        quantity=HELD_LINES.every,
        cases=[HELD_CASE],
        vary=HELD_NUMBERS,
    ),
]
