"""The questions of exercise 07: outer products, biases, gates, several outputs, a batch."""

import numpy as np

from handprop.check import Array, Choice, Function, Number, Question
from handprop.check.cases import from_example, random_batch, random_case
from handprop.check.domain import Domain, features, network, off_the_corner
from handprop.check.mistakes import RELU_BIAS_STEP, RELU_STEP, SIGMOID_BATCH
from handprop.check.mistakes.again import again
from handprop.check.mistakes.any_size import in_any_size
from handprop.check.mistakes.calculation import Mistake, Pipeline
from handprop.check.mistakes.whole_gradient import ONE_PATH, OVERWRITE_PATH
from handprop.check.variants import shown, steps, vary
from handprop.examples import get

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
]
BATCH_CASES = [
    from_example(get("batch_232")),
    *(random_batch(seed, samples=samples) for seed, samples in [(50, 3), (51, 5), (52, 4), (53, 3), (54, 6)]),
]

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
            hint="How many rows has x, and where does your function ask for them?",
            example="delta = (prediction - y) * prediction * (1 - prediction) / 4",
            changes={"dZ2": lambda v: v.delta * v.slope2 / 4},
        ),
        *SIGMOID_BATCH.mistakes,
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
BACK_THROUGH_OUTPUTS = Pipeline(
    "back_through_outputs",
    RELU_BIAS_STEP.stages,
    (
        *_TWO_OUTPUTS,
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
        kind=("plain", "whole", "repeated", "wide", "small"),
        gates=("any", "any", "open", "closed", "corner"),
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
    "near 0": lambda case: {"b2": case["b2"] - 12.0},
    "far off": lambda case: {"y": 200 * case["y"]},
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
        name="which_line",
        objective="07.1",
        points=1,
        answer=Choice(
            mistakes={"a": "M18-OUTER-TRANSPOSED", "c": "M52-BACK-NO-TRANSPOSE", "d": "M19-ELEMENTWISE-XD"}
        ),
    ),
    Question(
        name="with_biases",
        objective="07.2",
        points=2,
        answer=Number("The new prediction"),
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
        answer=Choice(mistakes={"d": "M58-BIAS-NO-BATCH-SUM"}),
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
]
