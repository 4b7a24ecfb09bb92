"""The questions of exercise 07: outer products, biases, gates, several outputs, a batch."""

import numpy as np

from handprop.check import Array, Choice, Function, Number, Question
from handprop.check.bank import RELU_BIAS_STEP, RELU_STEP, SIGMOID_BATCH
from handprop.check.bank.again import again
from handprop.check.bank.paths import ONE_PATH, OVERWRITE_PATH
from handprop.check.cases import from_example, random_batch, random_case
from handprop.check.pipeline import Pipeline
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
BIAS_CASE = {
    "x": np.array([1.0, 2.0]),
    "y": np.array([1.0]),
    "W1": np.array([[0.4, -0.3], [0.1, 0.5]]),
    "b1": np.array([0.2, -0.1]),
    "W2": np.array([[0.6], [-0.8]]),
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
    *(random_batch(seed) for seed in range(50, 55)),
]

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
        *(m for m in RELU_BIAS_STEP.mistakes if m.id not in {other.id for other in _TWO_OUTPUTS}),
    ),
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
    a1 = 1 / (1 + np.exp(-(x @ W1 + b1)))
    a2 = 1 / (1 + np.exp(-(a1 @ W2 + b2)))
    delta2 = (a2 - y) * a2 * (1 - a2) / len(x)
    delta1 = delta2 @ W2.T * a1 * (1 - a1)
    return x.T @ delta1


QUESTIONS = [
    Question(
        name="outer",
        title="Six slopes in one table",
        ask="""A 2-3-1 network without biases: ReLU in the hidden layer, a linear output, and
half the squared error as loss. One sample: x = [2, −1], target 1.

| W1 | to h1 | to h2 | to h3 |
|---|---|---|---|
| from x1 | 0.5 | 0.3 | −0.2 |
| from x2 | 0.2 | −0.4 | 0.6 |

| W2 | |
|---|---|
| from h1 | 0.4 |
| from h2 | −0.7 |
| from h3 | 0.9 |

Compute the slopes of W1 on paper and type them as a list of rows.
""",
        objective="07.1",
        points=2,
        answer=Array((2, 3), tolerance=5e-4, strict_shape=True),
        stub="outer = [[..., ..., ...], [..., ..., ...]]",
        solution="outer = [[-1.104, 1.932, 0], [0.552, -0.966, 0]]",
        pipeline=RELU_STEP,
        quantity=lambda v: v.dW1,
        cases=[OUTER_CASE],
        hints=(
            "Forward first: three sums, three gates, one prediction, one delta.",
            "Write the deltas of the three hidden units as a row above the table, and x as a column "
            "beside it.",
        ),
    ),
    Question(
        name="which_line",
        title="Which line is right",
        ask="""A layer has 4 inputs and 3 units. `x` has the shape (4,), `W` (4, 3), and `delta`, the delta
of its units, (3,). Which pair of lines is right?

- (a) `dW = np.outer(delta, x)` and `back = delta @ W.T`
- (b) `dW = np.outer(x, delta)` and `back = delta @ W.T`
- (c) `dW = np.outer(x, delta)` and `back = delta @ W`
- (d) `dW = x * delta` and `back = W @ delta`

`back` is what goes to the layer below, before its mask. Answer with one letter in quotes.
""",
        objective="07.1",
        points=1,
        answer=Choice(
            options={"a": "turned", "b": "outer and transpose", "c": "no transpose", "d": "element-wise"},
            right="b",
            replies={
                "a": "Which shape does the first line give, and which shape has W?",
                "c": "The first line is right. In the second, three numbers meet a table of four rows.",
                "d": "The second line is right. In the first, four numbers meet three: what would NumPy do?",
            },
            mistakes={"a": "M18-OUTER-TRANSPOSED", "c": "M52-BACK-NO-TRANSPOSE", "d": "M19-ELEMENTWISE-XD"},
        ),
    ),
    Question(
        name="with_biases",
        title="A step with biases",
        ask="""A 2-2-1 network with biases: x = [1, 2], target 1, learning rate 0.1,

| | to h1 | to h2 | | | |
|---|---|---|---|---|---|
| from x1 | 0.4 | −0.3 | | from h1 | 0.6 |
| from x2 | 0.1 | 0.5 | | from h2 | −0.8 |
| bias | 0.2 | −0.1 | | bias | 0.3 |

ReLU, then linear. Take one step with all weights **and biases**, then run the forward pass again.
What is the new prediction, with at least four significant digits? Use NumPy.
""",
        objective="07.2",
        points=2,
        answer=Number("The new prediction"),
        solution="""
x, learning_rate = np.array([1, 2]), 0.1
W1, b1 = np.array([[0.4, -0.3], [0.1, 0.5]]), np.array([0.2, -0.1])
W2, b2 = np.array([[0.6], [-0.8]]), np.array([0.3])

z = x @ W1 + b1
h = np.maximum(0, z)
delta = h @ W2 + b2 - 1
delta_h = delta @ W2.T * (z > 0)

new_W1, new_b1 = W1 - learning_rate * np.outer(x, delta_h), b1 - learning_rate * delta_h
new_W2, new_b2 = W2 - learning_rate * np.outer(h, delta), b2 - learning_rate * delta
with_biases = np.maximum(0, x @ new_W1 + new_b1) @ new_W2 + new_b2
""",
        pipeline=RELU_BIAS_STEP,
        quantity=lambda v: v.new_prediction[0],
        cases=[BIAS_CASE],
        hints=(
            "Compare your h with a forward pass on paper: is each bias added once?",
            "There are four arrays to move: W1, b1, W2, b2. What does each bias subtract?",
        ),
    ),
    Question(
        name="bias_gradient",
        title="Back through two outputs",
        ask="""Write a function that returns the derivatives of the loss with respect to the hidden
biases, b1. The network is 2-3-2 with biases: ReLU in the hidden layer, two linear outputs,
half the squared error, summed over the outputs. One sample.

It will be tried on networks with closed gates.
""",
        objective="07.2",
        points=3,
        answer=Function("bias_gradient", Array((3,), ("b1 of h1", "b1 of h2", "b1 of h3"))),
        solution=bias_gradient,
        pipeline=BACK_THROUGH_OUTPUTS,
        quantity=lambda v: v.db1,
        cases=GATED_CASES,
        arguments=lambda case: tuple(case[name].copy() for name in ("x", "y", "W1", "b1", "W2", "b2")),
        hints=(
            "Which shapes have z, delta, and what you return? Print them.",
            "Each hidden unit reaches the loss on two paths, and then there is its gate.",
        ),
    ),
    Question(
        name="batch_slip",
        title="Find the slip",
        ask="""Five samples, a 2-3-2 network. `delta1` has the shape (5, 3), and the loss is a mean, so
`delta1` has been divided by 5 already. Somebody writes:

1. `dW1 = x.T @ delta1`
2. `db1 = delta1`
3. `W1 = W1 - learning_rate * dW1`
4. `b1 = b1 - learning_rate * db1`

Python does not complain. What is wrong?

- (a) line 1: the product adds up over samples, so it has to be divided by 5 once more
- (b) line 2: every sample has its own row; they have to be added up
- (c) line 3: W1 changes before b1 does
- (d) nothing

Answer with one letter in quotes.
""",
        objective="07.3",
        points=1,
        answer=Choice(
            options={"a": "line 1", "b": "line 2", "c": "line 3", "d": "nothing"},
            right="b",
            replies={
                "a": "A mean of five numbers: how often does one divide by 5?",
                "c": "Is anything computed from W1 after line 3?",
                "d": "Which shape has b1 after line 4, and which before?",
            },
            mistakes={"d": "M58-BIAS-NO-BATCH-SUM"},
        ),
    ),
    Question(
        name="batch_gradient",
        title="A whole batch",
        ask="""Write a function that returns the derivatives of the loss with respect to W1, for a batch.
The network is 2-3-2 with biases and **sigmoid in both layers**. The loss is half the squared error,
summed over the outputs and averaged over the samples.
""",
        objective="07.3",
        points=3,
        answer=Function("batch_gradient", Array((2, 3), strict_shape=True)),
        solution=batch_gradient,
        pipeline=SIGMOID_BATCH,
        quantity=lambda v: v.dW1,
        cases=BATCH_CASES,
        arguments=lambda case: tuple(case[name].copy() for name in ("x", "y", "W1", "b1", "W2", "b2")),
        hints=(
            "First check the deltas of the outputs: shape (samples, 2). Sigmoid brings a slope there too.",
            "Compare with a loop over the samples: np.outer for each, then the mean.",
        ),
    ),
]
