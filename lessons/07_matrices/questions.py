"""The questions of exercise 07: outer products, biases, gates, several outputs, a batch."""

from dataclasses import dataclass, replace
from itertools import pairwise
from operator import attrgetter

import numpy as np

from handprop.border.read_numbers import Problem, Unfinished, as_numbers, is_empty
from handprop.check import Array, Derivation, Function, Match, Number, Question
from handprop.check.cases import far_off, from_example, random_batch, random_case
from handprop.check.domain import Domain, features, network, numbers, off_the_corner
from handprop.check.mistakes import RELU_BIAS_STEP, RELU_STEP, SIGMOID_BATCH
from handprop.check.mistakes import catalogue as m
from handprop.check.mistakes.again import again
from handprop.check.mistakes.any_size import in_any_size
from handprop.check.mistakes.calculation import Mistake, Pipeline
from handprop.check.mistakes.slips import (
    DENOMINATOR_BRACKETS,
    EXPONENT_BRACKETS,
    TARGET_IN_SLOPE,
    VALUE_FOR_SLOPE,
)
from handprop.check.mistakes.whole_gradient import ONE_PATH, OVERWRITE_PATH
from handprop.check.variants import shown, steps, vary
from handprop.course.counting import counted
from handprop.examples import get
from handprop.language import tr

# The third gate is closed, and the numbers are short enough for paper.
OUTER_CASE = {
    "x": np.array([2.0, -1.0]),
    "y": np.array([1.0]),
    "W1": np.array([[0.5, 0.3, -0.2], [0.2, -0.4, 0.6]]),
    "b1": np.zeros(3),
    "W2": np.array([[0.4], [-0.7], [0.9]]),
    "b2": np.zeros(1),
    "lr": 0.1,
}
# The second gate is closed; a step that does not mind it would open it.
BIAS_CASE = {
    "x": np.array([1.0, 3.0]),
    "y": np.array([3.0]),
    "W1": np.array([[0.3, 0.7], [0.2, -0.2]]),
    "b1": np.array([0.3, -0.3]),
    "W2": np.array([[-0.2], [0.7]]),
    "b2": np.array([0.3]),
    "lr": 0.1,
}
GATED_CASES = [
    random_case(40, (2, 3, 2), biases=True, closed=(1,)),
    *(random_case(seed, (2, 3, 2), biases=True, closed=(0, 2)) for seed in (41, 42)),
    *(random_case(seed, (2, 3, 2), biases=True) for seed in (43, 44, 45)),
    *(far_off(random_case(46, (2, 3, 2), biases=True), name) for name in ("x", "y", "W1", "b1", "W2", "b2")),
    far_off(random_case(46, (2, 3, 2), biases=True), "x", 1 / 400),
    far_off(random_case(43, (2, 3, 2), biases=True), "b1"),
    # Both targets are met.
    {
        "x": np.array([1.0, 2.0]),
        "y": np.array([0.75, -1.75]),
        "W1": np.array([[1.0, -1.0, 0.5], [0.5, -0.5, 1.0]]),
        "b1": np.array([0.5, 0.5, -0.5]),
        "W2": np.array([[0.5, -1.0], [1.0, 1.0], [-0.25, 0.25]]),
        "b2": np.array([0.0, 0.25]),
        "lr": 0.1,
    },
]


def _near_zero(case):
    """The same batch with the sums of one hidden unit near to 0."""
    small = np.ones(case["W1"].shape[1])
    small[0] = 0.002
    return case | {"W1": case["W1"] * small, "b1": case["b1"] * small}


BATCH_CASES = [
    from_example(get("batch_232")),
    *(random_batch(seed, samples=samples) for seed, samples in [(50, 3), (51, 5), (52, 4), (53, 3), (54, 6)]),
    _near_zero(random_batch(56, samples=3)),
    # Sums far out; the targets are 0, as the predictions nearly are, so that nudges show the slopes.
    random_batch(57, samples=3) | {"y": np.zeros((3, 2)), "b2": np.array([-14.0, -15.0])},
    # Predictions nearly 1 for samples asked before: 1 minus them is small, and still more than rounding.
    random_batch(57, samples=3) | {"y": np.zeros((3, 2)), "b2": np.array([5.0, 5.5])},
    far_off(random_batch(58, samples=3), "y", 2500.0),
    random_batch(59, samples=30),
]

TWO_PATHS = Pipeline(
    "two_paths",
    {
        "z": lambda v: v.x * v.w + v.b,
        "h": lambda v: 1 / (1 + np.exp(-v.z)),
        "yhat1": lambda v: v.h * v.v1,
        "yhat2": lambda v: v.h * v.v2,
        "delta1": lambda v: v.yhat1 - v.y1,
        "delta2": lambda v: v.yhat2 - v.y2,
        "back1": lambda v: v.delta1 * v.v1,
        "back2": lambda v: v.delta2 * v.v2,
        "dh": lambda v: v.back1 + v.back2,
        "slope": lambda v: v.h * (1 - v.h),
        "dz": lambda v: v.dh * v.slope,
        "dw": lambda v: v.dz * v.x,
    },
    (
        again(
            m.TARGET_MINUS,
            "dL/dyhat1 = y1 - yhat1",
            {"delta1": lambda v: v.y1 - v.yhat1, "delta2": lambda v: v.y2 - v.yhat2},
        ),
        again(
            m.LOSS_AS_DELTA,
            "dL/dyhat1 = (yhat1 - y1) ** 2 / 2",
            {
                "delta1": lambda v: (v.yhat1 - v.y1) ** 2 / 2,
                "delta2": lambda v: (v.yhat2 - v.y2) ** 2 / 2,
            },
        ),
        again(
            ONE_PATH,
            "dL/dh = (yhat1 - y1) * v1",
            {"dh": lambda v: v.back1},
            name="follows only one of the paths (the one through the first output)",
            hint="In how many ways does a change of h reach the loss?",
        ),
        again(OVERWRITE_PATH, "dL/dh = (yhat2 - y2) * v2", {"dh": lambda v: v.back2}),
        Mistake(
            id="L07-PATHS-MULTIPLIED",
            name="multiplies what arrives on the two paths",
            belief="The chain rule multiplies.",
            hint="If h grows, two outputs move. Do their effects on the loss multiply, or add up?",
            example="dL/dh = (yhat1 - y1) * v1 * (yhat2 - y2) * v2",
            changes={"dh": lambda v: v.back1 * v.back2},
        ),
        Mistake(
            id="L07-PATHS-AVERAGED",
            name="takes the mean of the two paths instead of their sum",
            belief="Two opinions are settled by their mean.",
            hint="The loss is a sum over the outputs. What is then its derivative?",
            example="dL/dh = ((yhat1 - y1) * v1 + (yhat2 - y2) * v2) / 2",
            changes={"dh": lambda v: (v.back1 + v.back2) / 2},
        ),
        Mistake(
            id="L07-ERRORS-FIRST",
            name="adds up the errors first, and the weights, and multiplies the two sums",
            belief="The order of adding and multiplying does not matter.",
            hint="Which weight leads to which output? Does the error of one meet the weight of the other?",
            example="dL/dh = (yhat1 - y1 + yhat2 - y2) * (v1 + v2)",
            changes={"dh": lambda v: (v.delta1 + v.delta2) * (v.v1 + v.v2)},
        ),
        Mistake(
            id="L07-PATHS-CROSSED",
            name="takes the error of one output with the weight of the other",
            belief="Any output weight will do on the way back.",
            hint="Put a finger on h and go to the first output: which weight do you pass?",
            example="dL/dh = (yhat1 - y1) * v2 + (yhat2 - y2) * v1",
            changes={"dh": lambda v: v.delta1 * v.v2 + v.delta2 * v.v1},
        ),
        again(
            m.NO_OUT_WEIGHT,
            "dL/dh = (yhat1 - y1) + (yhat2 - y2)",
            {"dh": lambda v: v.delta1 + v.delta2},
            name="skips v1, v2 on the way back",
            hint="Nudge h by 0.01: by how much does each prediction move?",
        ),
        again(
            m.WRONG_WEIGHT,
            "dL/dh = ((yhat1 - y1) + (yhat2 - y2)) * w",
            {"dh": lambda v: (v.delta1 + v.delta2) * v.w},
            name="goes back through the incoming weight w instead of the outgoing v1 and v2",
            belief="The derivative for w must contain w.",
            hint="Put your finger on h and follow the arrows to the loss: which weights do you pass?",
        ),
        again(m.SIG_NO_DERIV, "dL/dz = dL/dh", {"slope": lambda v: 1.0}),
        again(VALUE_FOR_SLOPE, "dL/dz = dL/dh * h", {"slope": lambda v: v.h}),
        again(m.Z_ONE_MINUS_Z, "dh/dz = z * (1 - z)", {"slope": lambda v: v.z * (1 - v.z)}),
        again(
            m.NO_INPUT_FACTOR,
            "dL/dw = dL/dz",
            {"dw": lambda v: v.dz},
            name="takes what arrives behind a weight for the weight's own gradient",
            hint="If x had been 0, would changing w change the predictions?",
        ),
        again(m.W_TIMES_DELTA, "dL/dw = dL/dz * w", {"dw": lambda v: v.dz * v.w}),
    ),
)


def _paths(x, w, b, v1, v2, y1, y2):
    return {"x": x, "w": w, "b": b, "v1": v1, "v2": v2, "y1": y1, "y2": y2}


PATHS_CASE = _paths(1.5, 0.4, -0.3, 0.8, -0.5, 1.0, 0.2)
PATHS = Derivation(
    {name: attrgetter(name) for name in ("yhat1", "yhat2", "y1", "y2", "v1", "v2", "h", "x", "w", "b")},
    {
        "L": lambda v: (v.delta1**2 + v.delta2**2) / 2,
        "dL/dyhat1": lambda v: v.delta1,
        "dL/dyhat2": lambda v: v.delta2,
        "delta1": lambda v: v.delta1,
        "delta2": lambda v: v.delta2,
        "dyhat1/dh": lambda v: v.v1,
        "dyhat2/dh": lambda v: v.v2,
        **dict.fromkeys(("dyhat1/dv1", "dyhat2/dv2"), lambda v: v.h),
        "dL/dh": lambda v: v.dh,
        "dh/dz": lambda v: v.slope,
        "dL/dz": lambda v: v.dz,
        "dz/dw": lambda v: v.x,
        "dz/db": lambda v: 1.0,
        "dz/dx": lambda v: v.w,
        "dh/dw": lambda v: v.slope * v.x,
        "dL/db": lambda v: v.dz,
        "dL/dw": lambda v: v.dw,
    },
    formulas=("dL/dw",),
    numbers=("dL/dw",),
    also={"z": "x * w + b"},
    others=[
        _paths(-0.8, 1.2, 0.3, 0.7, 1.1, -0.4, 0.9),
        _paths(2.0, -0.6, 0.5, -1.3, 0.4, 0.3, 1.6),
        _paths(0.7, 0.9, -1.1, 1.4, -0.9, 0.8, -0.2),
        _paths(-1.6, -0.5, 0.2, 0.6, 1.7, 2.1, 0.5),
    ],
)
PATHS_NUMBERS = vary(
    PATHS_CASE,
    TWO_PATHS,
    {
        "x": steps(0.5, 3, 0.5),
        "w": steps(0.1, 0.9, 0.1),
        "b": steps(-0.9, -0.1, 0.1),
        "v1": steps(0.2, 0.9, 0.1),
        "v2": steps(-0.9, -0.2, 0.1),
        "y1": steps(1, 2, 0.1),
        "y2": steps(0.1, 0.9, 0.1),
    },
    shown=lambda v: {"dw": v.dw},
)

OUR_STEP = Pipeline("our_step", RELU_STEP.stages, tuple(map(in_any_size, RELU_STEP.mistakes)))
STEP_NOT_TAKEN = Mistake(
    id="STEP-NOT-TAKEN",
    name="gives the prediction before the step",
    belief="The forward pass has been done already.",
    hint="Which weights and biases does your last line use: the old ones or the new ones?",
    example="with_biases = h @ W2 + b2",
    changes={"new_prediction": lambda v: v.prediction},
)
OUR_BIAS_STEP = Pipeline(
    "our_bias_step",
    RELU_BIAS_STEP.stages,
    (STEP_NOT_TAKEN, *map(in_any_size, RELU_BIAS_STEP.mistakes)),
)

# These two come first: where a mistake of the bank gives the same numbers, they are told before it.
OUR_BATCH = Pipeline(
    "our_batch",
    SIGMOID_BATCH.stages,
    (
        Mistake(
            id="BATCH-MEAN-OF-ALL",
            name="averages over the outputs too",
            belief="A mean is a mean of all numbers in the table.",
            hint="By how many numbers do you divide, and how many samples are there?",
            example="delta = (prediction - y) * prediction * (1 - prediction) / prediction.size",
            changes={"dZ2": lambda v: v.delta * v.slope2 / v.A2.size},
        ),
        Mistake(
            id="BATCH-OF-FOUR",
            name="divides by 4, however many samples there are",
            belief="The batch of the lesson had four samples.",
            hint="How many rows are in x, and where does your function ask for them?",
            example="delta = (prediction - y) * prediction * (1 - prediction) / 4",
            changes={"dZ2": lambda v: v.delta * v.slope2 / 4},
        ),
        *SIGMOID_BATCH.mistakes,
        again(
            EXPONENT_BRACKETS,
            "h = 1 / (1 + np.exp(-x @ W1 + b1))",
            {
                "A1": lambda v: 1 / (1 + np.exp(-v.X @ v.W1 + v.b1)),
                "A2": lambda v: 1 / (1 + np.exp(-v.A1 @ v.W2 + v.b2)),
            },
        ),
        again(
            DENOMINATOR_BRACKETS,
            "h = 1 / 1 + np.exp(-z)",
            {"A1": lambda v: 1 + np.exp(-v.Z1), "A2": lambda v: 1 + np.exp(-v.Z2)},
        ),
        again(
            TARGET_IN_SLOPE,
            "delta = (prediction - y) * y * (1 - y) / len(x)",
            {"slope2": lambda v: v.y * (1 - v.y)},
        ),
    ),
)

# In the bank these two concern the paths from an input; here they are those from a hidden unit.
_TWO_OUTPUTS = (
    again(
        ONE_PATH,
        "back = delta[0] * W2[:, 0]",
        {"dh": lambda v: v.dzo[0] * v.W2[:, 0]},
        name="follows only one of the paths (the one through the first output)",
        hint="In how many ways does a change of a hidden value reach the loss?",
    ),
    again(
        OVERWRITE_PATH,
        "for k in range(2): back = delta[k] * W2[:, k]",
        {"dh": lambda v: v.dzo[-1] * v.W2[:, -1]},
    ),
)
# With two outputs their mean is the half of their sum, as if the ½ of the loss had stayed: both are named.
_MEAN_OF_OUTPUTS = Mistake(
    id="PATHS-AVERAGED",
    name="takes the mean over the outputs instead of their sum",
    belief="Several outputs are like several samples.",
    hint="The loss is summed over the outputs. What happens to the derivatives of a sum?",
    example="back = (W2 * delta).mean(axis=1)",
    changes={"dh": lambda v: v.W2 @ v.dzo / len(v.dzo)},
)
BACK_THROUGH_OUTPUTS = Pipeline(
    "back_through_outputs",
    RELU_BIAS_STEP.stages,
    (
        *_TWO_OUTPUTS,
        _MEAN_OF_OUTPUTS,
        *(
            in_any_size(mistake)
            for mistake in RELU_BIAS_STEP.mistakes
            if mistake.id not in {other.id for other in _TWO_OUTPUTS}
        ),
    ),
)


GATED_NETWORKS = Domain(
    network,
    features(
        sizes=((2, 3, 2),),
        kind=("plain", "whole", "repeated", "wide", "small", "far"),
        gates=("any", "any", "open", "closed"),
    ),
    holds=off_the_corner,
)


def _any_batch(rng, *, kind, **options):
    """Beside the usual kinds: small parts, predictions near 0, targets so far off that slopes are large."""
    change = _OTHERS.get(kind, lambda case: {})
    case = network(rng, kind="plain" if kind in _OTHERS else kind, **options)
    return case | change(case)


_OTHERS = {
    "small x": lambda case: {"x": case["x"] / 200},
    "small W1": lambda case: {"W1": case["W1"] / 200},
    "near 0": lambda case: {"b2": case["b2"] - 7.0},
    "far off": lambda case: {"y": 600 * case["y"]},
}
BATCHES = Domain(
    _any_batch,
    features(
        sizes=((2, 3, 2),), kind=("plain", "whole", "repeated", "small", *_OTHERS), samples=(1, 2, 3, (2, 9))
    ),
    count=150,
)


def bias_gradient(x, y, W1, b1, W2, b2):
    """The derivatives of the loss with respect to b1: one sample, ReLU, then linear outputs.

    x: (2,), y: (2,), W1: (2, 3), b1: (3,), W2: (3, 2), b2: (2,), all NumPy arrays.  Returns shape (3,).
    """
    z = x @ W1 + b1
    h = np.maximum(0, z)
    delta = h @ W2 + b2 - y
    return delta @ W2.T * (z > 0)


def batch_gradient(x, y, W1, b1, W2, b2):
    """The derivatives of the mean loss with respect to W1: a batch, sigmoid in both layers.

    x: (samples, 2), y: (samples, 2), W1: (2, 3), b1: (3,), W2: (3, 2), b2: (2,).  Returns shape (2, 3).
    """
    h = 1 / (1 + np.exp(-(x @ W1 + b1)))
    prediction = 1 / (1 + np.exp(-(h @ W2 + b2)))
    delta = (prediction - y) * prediction * (1 - prediction) / len(x)
    delta_h = delta @ W2.T * h * (1 - h)
    return x.T @ delta_h


# Any number of layers: what comes out is laid into one block of fixed shape, so that numbers can be compared.
MOST_LAYERS, MOST_UNITS = 4, 3
BLOCK = (MOST_LAYERS, MOST_UNITS + 1, MOST_UNITS)


def in_a_block(dW, db):
    """The tables of all layers and below each its row of biases; 0 where a layer has no number."""
    block = np.zeros(BLOCK)
    for layer, (table, row) in enumerate(zip(dW, db, strict=True)):
        rows, columns = table.shape
        block[layer, :rows, :columns] = table
        block[layer, -1, : row.size] = row.ravel()
    return block


def _one_of(name, value):
    """A table, or a row, of the learner's lists as numbers."""
    if is_empty(value):
        raise Problem(tr("{name} is None: it was never filled.", name=name))
    try:
        return as_numbers(value)
    except Problem as problem:
        raise Problem(f"{name}: {problem}") from None


@dataclass(frozen=True)
class Slopes(Array):
    """Two lists, the slopes of the weights and of the biases, one entry for each layer.

    `layout`: the shape of each layer's weights, once there is a case.
    """

    layout: tuple[tuple[int, ...], ...] = ()
    padded = True

    def laid_out(self, case):
        """The same kind, which knows the layers of a case."""
        return replace(self, layout=tuple(one.shape for one in case["weights"]))

    def read(self, raw):
        """The lists laid into the block; or such a block."""
        if is_empty(raw):
            raise Unfinished
        if isinstance(raw, np.ndarray) and raw.shape == self.shape:
            return super().read(raw)
        try:
            dW, db = raw if isinstance(raw, list | tuple) else ()
            dW, db = (
                [_one_of(f"{name}[{k}]", each) for k, each in enumerate(part)]
                for name, part in (("dW", dW), ("db", db))
            )
        except (TypeError, ValueError):
            raise Problem(tr("Two lists are asked for, in this order: `return dW, db`.")) from None
        if len(dW) != len(db) or len(dW) > MOST_LAYERS:
            raise Problem(
                tr(
                    "dW holds {tables} tables and db {rows} rows. One of each is asked for, for every layer.",
                    tables=len(dW),
                    rows=len(db),
                )
            )
        if self.layout and len(dW) != len(self.layout):
            raise Problem(
                tr(
                    "dW and db hold {tables} each; this network has {layers}.",
                    tables=counted(len(dW), "table", "tables"),
                    layers=counted(len(self.layout), "layer", "layers"),
                )
            )
        shapes = [one.shape for one in dW]
        # Mistakes that are known by their numbers: the lists from behind, all tables transposed.
        turned = list(self.layout) in (shapes[::-1], [shape[::-1] for shape in shapes])
        for k, (table, row) in enumerate(zip(dW, db, strict=True)):
            if table.ndim != 2 or max(table.shape) > MOST_UNITS:
                raise Problem(
                    tr("dW[{k}] has the shape {shape}, which no weights here have.", k=k, shape=table.shape)
                )
            if self.layout and table.shape != self.layout[k] and not turned:
                raise Problem(
                    tr(
                        "dW[{k}] has the shape {shape}, and the weights of this layer the shape {asked}.",
                        k=k,
                        shape=table.shape,
                        asked=self.layout[k],
                    )
                )
            if row.size > MOST_UNITS:
                raise Problem(
                    tr(
                        "db[{k}] holds {size} numbers, more than any layer here has biases.",
                        k=k,
                        size=row.size,
                    )
                )
        return super().read(in_a_block(dW, db))

    def which_parts(self, wrong, signs):
        """Which tables and rows are right, and which are not; only how many numbers, where all are wrong."""
        numbers = sum(rows * columns + columns for rows, columns in self.layout)
        if not self.layout or len(wrong) == numbers:
            return tr("None of the {size} numbers is right yet. {signs}", size=numbers, signs=signs).strip()
        bad = {self.entry(k).rsplit("[", 1)[0] for k in wrong}
        both = [f"{name}[{k}]" for name in ("dW", "db") for k in range(len(self.layout))]
        good, bad = (", ".join(one for one in both if (one in bad) is so) for so in (False, True))
        if not good:
            return tr("Look again at {bad}. {signs}", bad=bad, signs=signs).strip()
        return tr("Right: {good}. Not right yet: {bad}. {signs}", good=good, bad=bad, signs=signs).strip()

    def entry(self, k):
        """A place in the learner's lists."""
        layer, row, column = (int(i) for i in np.unravel_index(k, self.shape))
        return f"db[{layer}][{column}]" if row == MOST_UNITS else f"dW[{layer}][{row}, {column}]"


def _values(v):
    """What comes into each layer, and last the prediction; and the sums of each layer."""
    inputs, sums = [v.x], []
    for k, (W, b) in enumerate(zip(v.weights, v.biases, strict=True)):
        sums.append(inputs[-1] @ W + b)
        inputs.append(v.activate(sums[-1]) if k < len(v.weights) - 1 else sums[-1])
    return inputs, sums


def _deltas(v):
    """The delta of each layer, from the last one back; `carry` goes through weights, `gate` through ReLU."""
    _, sums = v.values
    deltas = [v.delta]
    for k in range(len(v.weights) - 1, 0, -1):
        deltas.insert(0, v.gate(v.carry(deltas[0], v.weights[k], v.weights[k - 1]), sums[k - 1]))
    return deltas


def _shaped(pattern, value):
    if value.shape != pattern.shape:
        raise ValueError("the shapes do not fit")
    return value


def _each(way):
    """A table for each layer, from its weights, what comes in, and its delta."""
    return lambda v: [
        _shaped(W, way(W, inputs, delta))
        for W, inputs, delta in zip(v.weights, v.values[0], v.deltas, strict=False)
    ]


BACKWARD = Pipeline(
    "backward",
    {
        "activate": lambda v: lambda z: np.maximum(0, z),
        "values": _values,
        "prediction": lambda v: v.values[0][-1],
        "delta": lambda v: v.prediction - v.y,
        "carry": lambda v: lambda delta, after, own: after @ delta,
        "gate": lambda v: lambda back, z: back * (z > 0),
        "deltas": _deltas,
        "dW": _each(lambda W, inputs, delta: np.outer(inputs, delta)),
        "db": lambda v: v.deltas,
        "returned": lambda v: in_a_block(v.dW, v.db),
    },
    (
        again(m.TARGET_MINUS, "delta = y - prediction", {"delta": lambda v: v.y - v.prediction}),
        again(m.ABS_ERROR, "delta = abs(prediction - y)", {"delta": lambda v: np.abs(v.prediction - v.y)}),
        again(m.FACTOR_2, "delta = 2 * (prediction - y)", {"delta": lambda v: 2 * (v.prediction - v.y)}),
        again(m.KEEP_HALF, "delta = (prediction - y) / 2", {"delta": lambda v: (v.prediction - v.y) / 2}),
        again(
            m.LOSS_AS_DELTA,
            "delta = (prediction - y) ** 2 / 2",
            {"delta": lambda v: (v.prediction - v.y) ** 2 / 2},
        ),
        again(m.GRAD_OF_OUTPUT, "delta = np.ones_like(y)", {"delta": lambda v: np.ones_like(v.prediction)}),
        again(
            m.GATE_ON_OUTPUT,
            "delta = (prediction - y) * (prediction > 0)",
            {"delta": lambda v: (v.prediction - v.y) * (v.prediction > 0)},
        ),
        again(
            m.NO_GATE,
            "delta = delta @ weights[k].T",
            {"gate": lambda v: lambda back, z: back},
            hint="Pick a hidden unit with z < 0 and change one of its weights a little. What does the "
            "prediction do?",
        ),
        again(
            m.GRADIENT_RELU,
            "delta = np.maximum(0, delta @ weights[k].T)",
            {"gate": lambda v: lambda back, z: np.maximum(0, back)},
        ),
        again(
            m.FORWARD_NO_RELU,
            "values.append(values[-1] @ W + b)",
            {"activate": lambda v: lambda z: z},
            belief="Where the sums are positive it changes nothing, so it is not needed.",
        ),
        Mistake(
            id="DEEP-RELU-LAST",
            name="puts ReLU behind the last layer as well, on the way forward",
            belief="All layers are alike.",
            hint="Can your prediction be negative? Could it, in the network of the question?",
            example="for W, b in zip(weights, biases): values.append(np.maximum(0, values[-1] @ W + b))",
            changes={"prediction": lambda v: np.maximum(0, v.values[0][-1])},
        ),
        again(
            m.NO_OUT_WEIGHT,
            "delta = np.full(len(z), delta.sum()) * (z > 0)",
            {"carry": lambda v: lambda delta, after, own: np.full(len(after), delta.sum())},
            name="skips the weights on the way back",
            belief="The error of a layer is the error of every unit before it.",
        ),
        again(
            m.SUM_WEIGHTS,
            "delta = np.full(len(z), (weights[k] @ delta).sum()) * (z > 0)",
            {"carry": lambda v: lambda delta, after, own: np.full(len(after), (after @ delta).sum())},
            belief="A hidden unit reaches the outputs through all weights of the next layer.",
            hint="Which weights of the next layer start at hidden unit 1?",
        ),
        again(
            ONE_PATH,
            "delta = delta[0] * weights[k][:, 0] * (z > 0)",
            {"carry": lambda v: lambda delta, after, own: delta[0] * after[:, 0]},
            name="follows only one of the paths (the one through the first unit of the next layer)",
            hint="In how many ways does a change of a hidden value reach the loss?",
        ),
        again(
            OVERWRITE_PATH,
            "for j in range(len(delta)): back = delta[j] * weights[k][:, j]",
            {"carry": lambda v: lambda delta, after, own: delta[-1] * after[:, -1]},
        ),
        Mistake(
            id="DEEP-DELTA-NOT-CARRIED",
            name="works out the delta of a layer before, and then goes on with that of the last layer",
            belief="Every layer goes back from the error at the output.",
            hint="Which delta does the third layer from the end start from? Follow the name in your loop.",
            example="delta_h = (prediction - y) @ weights[k].T * (z > 0)",
            changes={
                "deltas": lambda v: [
                    *(
                        _shaped(b, v.gate(v.carry(v.delta, after, W), z))
                        for W, after, z, b in zip(
                            v.weights, v.weights[1:], v.values[1], v.biases, strict=False
                        )
                    ),
                    v.delta,
                ]
            },
        ),
        Mistake(
            id="DEEP-NO-GATE-ABOVE",
            name="gates the first layer only, and lets delta through all the others",
            belief="There is one hidden layer with ReLU.",
            hint="Each time that your loop comes through a hidden layer: which gates does it pass?",
            example="if k == 1: delta = delta * (z > 0)",
            changes={
                "gate": lambda v: lambda back, z: back * (z > 0) if z is v.values[1][0] else back,
            },
        ),
        again(
            m.NO_INPUT_FACTOR,
            "dW = delta * np.ones_like(W)",
            {"dW": _each(lambda W, inputs, delta: np.broadcast_to(delta, W.shape))},
            hint="If a hidden unit passed on 0, would its weights change the prediction?",
        ),
        again(
            m.W_TIMES_DELTA,
            "dW = W * delta",
            {"dW": _each(lambda W, inputs, delta: W * delta)},
        ),
        again(
            m.OUTER_TRANSPOSED,
            "dW = np.outer(delta, values[k])",
            {"dW": lambda v: [np.outer(delta, a) for a, delta in zip(v.values[0], v.deltas, strict=False)]},
            name="swaps rows and columns: each weight gets the slope of its mirror image",
            belief="The table holds the same products, so the order does not matter.",
            hint="Compare the shapes of `weights` with those of your tables. Which list gives the rows?",
        ),
        Mistake(
            id="DEEP-SUMS-COME-IN",
            name="takes the sums before ReLU for what comes into the next layer",
            belief="What a layer has computed is its sum.",
            hint="What is the next layer multiplied with on the way forward where a sum is negative?",
            example="dW = np.outer(sums[k - 1], delta)",
            changes={
                "dW": lambda v: [
                    np.outer(a, delta) for a, delta in zip([v.x, *v.values[1]], v.deltas, strict=False)
                ]
            },
        ),
        Mistake(
            id="DEEP-LISTS-BACKWARDS",
            name="returns the lists in the order in which they were found, from the last layer to the first",
            belief="append puts things where they belong.",
            hint="Which layer does your loop meet first, and where does its table land in the list?",
            example="dW.append(np.outer(values[k], delta))",
            changes={"returned": lambda v: in_a_block(v.dW[::-1], v.db[::-1])},
        ),
        again(
            m.BIAS_ONE,
            "db = [np.ones_like(b) for b in biases]",
            {"db": lambda v: [np.ones_like(b) for b in v.biases]},
        ),
    ),
)


def _deep(seed, sizes, closed=True):
    """A random network of these sizes; its gates are open but for one, if any is to be closed."""
    rng = np.random.default_rng(seed)
    while True:
        case = _any_depth(rng, kind="plain", sizes=sizes)
        shut = [int((z <= 0).sum()) for z in _sums_of(case)[:-1]]
        if sum(shut) == int(closed) and _off_all_corners(case):
            return case


def _any_depth(rng, *, kind, sizes):
    return {
        "x": numbers(rng, kind, sizes[0]),
        "y": numbers(rng, kind, sizes[-1]),
        "weights": [numbers(rng, kind, *pair) for pair in pairwise(sizes)],
        "biases": [numbers(rng, kind, size) for size in sizes[1:]],
    }


def _sums_of(case):
    return BACKWARD.run(case).values[1]


def _off_all_corners(case):
    """Whether no nudge, and no rounding, takes a sum of a hidden layer across 0."""
    inputs, sums = BACKWARD.run(case).values
    layers = zip(case["weights"][:-1], case["biases"], inputs, sums, strict=False)
    return all(
        (np.abs(z) >= np.maximum(0.05, 0.02 * (np.abs(a) @ np.abs(W) + np.abs(b)))).all()
        for W, b, a, z in layers
    )


# Small parts: what comes in, the last weights, the error.
_SMALL = {
    "small x": lambda case: {"x": case["x"] / 2000},
    "small last weights": lambda case: {"weights": [*case["weights"][:-1], case["weights"][-1] / 2000]},
    "near the target": lambda case: {"y": BACKWARD.run(case).prediction + case["y"] / 2000},
}


def _any_deep(rng, *, kind, layers, alive):
    """With `alive` something passes every hidden layer: in small random networks often nothing does."""
    change = _SMALL.get(kind, lambda case: {})
    while True:
        sizes = rng.integers(1, MOST_UNITS + 1, layers + 1)
        case = _any_depth(rng, kind="plain" if kind in _SMALL else kind, sizes=sizes)
        case = case | change(case)
        passes = all((z > 0).any() for z in _sums_of(case)[:-1])
        if passes >= alive and _off_all_corners(case):
            return case


def _nearly_right(case):
    """The case with targets near to what is predicted: errors are small, and still more than rounding."""
    return case | {"y": np.round(_sums_of(case)[-1], 3) - 0.008}


def _near_0(case):
    """The case with predictions and targets near 0."""
    last = {name: [*case[name][:-1], case[name][-1] / 400] for name in ("weights", "biases")}
    return case | last | {"y": case["y"] / 400}


# The first has three layers, no two of them alike; no table of it is square but the middle one.
DEEP_CASES = [
    _deep(60, (2, 3, 3, 2)),
    _deep(61, (3, 2, 1)),
    _deep(62, (1, 2), closed=False),
    _deep(63, (2, 2, 2, 2, 2)),
    _deep(64, (3, 3, 2, 3, 1)),
    _deep(65, (2, 3, 3, 3), closed=False),
    _deep(66, (3, 3, 3, 3, 3)),
    _nearly_right(_deep(67, (2, 3, 2), closed=False)),
    _near_0(_deep(68, (2, 3, 2), closed=False)),
    # A gate that is hardly open.
    {
        "x": np.array([1.0, 2.0]),
        "y": np.array([1.0]),
        "weights": [np.array([[1.0, 0.5], [-0.25, 1.0]]), np.array([[0.5], [1.0]])],
        "biases": [np.array([-0.44, 0.25]), np.array([-0.375])],
    },
    # The target is met.
    {
        "x": np.array([1.0, 2.0]),
        "y": np.array([2.5]),
        "weights": [np.array([[1.0, 0.5], [-0.25, 1.0]]), np.array([[0.5], [1.0]])],
        "biases": [np.array([-0.25, 0.25]), np.array([-0.375])],
    },
]
DEEP = Domain(
    _any_deep,
    features(
        kind=("plain", "whole", "repeated", "far", *_SMALL), layers=(1, 2, 3, 4), alive=(True, True, False)
    ),
    count=144,
    holds=_off_all_corners,
)


def backward(x, y, weights, biases):
    """The derivatives of the loss with respect to all weights and biases: ReLU, but the last layer linear.

    x: (inputs,), y: (outputs,); weights: a list of tables, the one of layer k of the shape (its inputs, its
    units); biases: a list of rows.  Returns two lists of the same lengths and shapes: dW and db.
    """
    values, sums = [x], []
    for W, b in zip(weights, biases, strict=True):
        sums.append(values[-1] @ W + b)
        values.append(np.maximum(0, sums[-1]))
    delta = sums[-1] - y
    dW, db = [], []
    for k in reversed(range(len(weights))):
        dW.insert(0, np.outer(values[k], delta))
        db.insert(0, delta)
        if k > 0:
            delta = delta @ weights[k].T * (sums[k - 1] > 0)
    return dW, db


def _like(case, names, step=0.1, most=0.9):
    """Ranges for the entries of a table, each with the sign that it has in the case, and their places."""
    ranges, places = {}, {}
    for name in names:
        for at, number in np.ndenumerate(case[name]):
            entry = name + "".join(str(k + 1) for k in at)
            low, high = (step, most) if number > 0 else (-most, -step)
            ranges[entry], places[entry] = steps(low, high, step), (name, *at)
    return ranges, places


_OUTER_RANGES, _OUTER_PLACES = _like(OUTER_CASE, ("W1", "W2"))
OUTER_NUMBERS = vary(
    OUTER_CASE,
    OUR_STEP,
    {**_OUTER_RANGES, "x1": (1.0, 2.0, 4.0), "x2": steps(-3, -1), "y": steps(1, 3)},
    {**_OUTER_PLACES, "x1": ("x", 0), "x2": ("x", 1), "y": ("y", 0)},
    alike=lambda v: (*(v.z > 0), v.delta[0] > 0),
    shown=lambda v: {
        "ratio": v.x[1] / v.x[0],
        "rows": ", ".join(f"[{', '.join(shown(slope, 'code') for slope in row)}]" for row in v.dW1),
    },
)
_BIAS_RANGES, _BIAS_PLACES = _like(BIAS_CASE, ("W1", "b1", "W2", "b2"))
_BIAS_PLACES |= {"x1": ("x", 0), "x2": ("x", 1), "y": ("y", 0), "lr": ("lr",)}


def _nearly_open(numbers):
    """The bias that leaves the second gate closed by so little that a step which forgets it opens it."""
    z2 = numbers["x1"] * numbers["W112"] + numbers["x2"] * numbers["W122"]
    return {**numbers, "b12": round(numbers["b12"] - z2, 1)}


def _is_possible(n):
    """A prediction above 0 and below the target, and a bias of ordinary size."""
    h1 = n["x1"] * n["W111"] + n["x2"] * n["W121"] + n["b11"]
    prediction = h1 * n["W211"] + n["b21"]
    back = n["lr"] * n["W221"] * (n["y"] - prediction)
    z2 = n["x1"] * n["W112"] + n["x2"] * n["W122"] + n["b12"]
    mixed = n["x1"] in (n["x2"], n["x2"] + 1)  # then mistakes about inputs give the same
    return 0 < prediction < n["y"] and -1 < n["b12"] < 0 < z2 + back and not mixed


BIAS_NUMBERS = vary(
    BIAS_CASE,
    OUR_BIAS_STEP,
    {
        **_BIAS_RANGES,
        "b12": (-0.3, -0.2, -0.1),
        "x1": steps(1, 3),
        "x2": steps(2, 4),
        "y": steps(2, 5),
        "lr": (0.1, 0.2),
    },
    _BIAS_PLACES,
    alike=lambda v: (*(v.z > 0), *(v.new_z > 0), v.prediction[0] > 0, v.delta[0] > 0),
    holds=lambda v: (v.z - v.lr * v.dh)[1] > 0.004,
    possible=_is_possible,
    follows=_nearly_open,
)

QUESTIONS = [
    Question(
        name="outer",
        objective="07.1",
        points=2,
        parts=True,
        answer=Array((2, 3), tolerance=5e-4, strict_shape=True),
        stub="outer = [[..., ..., ...], [..., ..., ...]]",
        solution="outer = [{rows}]",
        pipeline=OUR_STEP,
        quantity=lambda v: v.dW1,
        cases=[OUTER_CASE],
        vary=OUTER_NUMBERS,
    ),
    Question(
        name="two_paths",
        objective="07.2",
        points=1,
        parts=True,
        answer=PATHS,
        solution='''
two_paths = """
dL/dyhat1 = yhat1 - y1
dL/dyhat2 = yhat2 - y2
dL/dh = (yhat1 - y1) * v1 + (yhat2 - y2) * v2
dL/dz = dL/dh * h * (1 - h)
dL/dw = ((yhat1 - y1) * v1 + (yhat2 - y2) * v2) * h * (1 - h) * x
dL/dw = {dw:code}
"""
''',
        pipeline=TWO_PATHS,
        quantity=PATHS.every,
        cases=[PATHS_CASE],
        vary=PATHS_NUMBERS,
    ),
    Question(
        name="with_biases",
        objective="07.2",
        points=2,
        answer=Number(tr("The new prediction")),
        solution="""
x, learning_rate = np.array([{x1:code}, {x2:code}]), {lr:code}
W1 = np.array([[{W111:code}, {W112:code}], [{W121:code}, {W122:code}]])
b1 = np.array([{b11:code}, {b12:code}])
W2, b2 = np.array([[{W211:code}], [{W221:code}]]), np.array([{b21:code}])

z = x @ W1 + b1
h = np.maximum(0, z)
delta = h @ W2 + b2 - {y:code}
delta_h = delta @ W2.T * (z > 0)

new_W1, new_b1 = W1 - learning_rate * np.outer(x, delta_h), b1 - learning_rate * delta_h
new_W2, new_b2 = W2 - learning_rate * np.outer(h, delta), b2 - learning_rate * delta
with_biases = np.maximum(0, x @ new_W1 + new_b1) @ new_W2 + new_b2
""",
        pipeline=OUR_BIAS_STEP,
        quantity=lambda v: v.new_prediction[0],
        cases=[BIAS_CASE],
        vary=BIAS_NUMBERS,
    ),
    Question(
        name="bias_gradient",
        objective="07.2",
        points=3,
        answer=Function("bias_gradient", Array((3,), ("b1 of h1", "b1 of h2", "b1 of h3"))),
        solution=bias_gradient,
        pipeline=BACK_THROUGH_OUTPUTS,
        quantity=lambda v: v.db1,
        cases=GATED_CASES,
        arguments=lambda case: tuple(case[name].copy() for name in ("x", "y", "W1", "b1", "W2", "b2")),
        domain=GATED_NETWORKS,
    ),
    Question(
        name="batch_slip",
        objective="07.3",
        points=1,
        parts=True,
        answer=Match(mistakes={"c1": "M58-BIAS-NO-BATCH-SUM", "b3": "M18-OUTER-TRANSPOSED"}),
    ),
    Question(
        name="batch_gradient",
        objective="07.3",
        points=3,
        answer=Function("batch_gradient", Array((2, 3), strict_shape=True)),
        solution=batch_gradient,
        pipeline=OUR_BATCH,
        quantity=lambda v: v.dW1,
        cases=BATCH_CASES,
        arguments=lambda case: tuple(case[name].copy() for name in ("x", "y", "W1", "b1", "W2", "b2")),
        domain=BATCHES,
    ),
    Question(
        name="backward",
        objective="07.2",
        points=3,
        answer=Function("backward", Slopes(BLOCK)),
        solution=backward,
        pipeline=BACKWARD,
        quantity=attrgetter("returned"),
        cases=DEEP_CASES,
        arguments=lambda case: (
            case["x"].copy(),
            case["y"].copy(),
            [W.copy() for W in case["weights"]],
            [b.copy() for b in case["biases"]],
        ),
        domain=DEEP,
    ),
]
