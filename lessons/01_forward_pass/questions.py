"""The questions of exercise 01: a neuron, shapes, and forward passes by hand and with matrices."""

from dataclasses import replace

import numpy as np

from handprop.check import Array, Choice, Function, Question
from handprop.check.cases import far_off, from_example, random_case
from handprop.check.domain import Domain, features, network
from handprop.check.mistakes import RELU_BIAS_STEP, catalogue, slips
from handprop.check.mistakes.again import again
from handprop.check.mistakes.calculation import Mistake, Pipeline
from handprop.check.variants import Vary, steps, vary
from handprop.examples import get
from handprop.language import tr


def sigmoid(z):
    """1 / (1 + exp(-z))."""
    return 1 / (1 + np.exp(-z))


NEURON = Pipeline(
    "neuron",
    {
        "products": lambda v: v.x * v.w,
        "z": lambda v: np.sum(v.products) + v.b,
        "sigmoid": lambda v: sigmoid(v.z),
        "relu": lambda v: np.maximum(0, v.z),
    },
    (
        Mistake(
            id="N01-NO-BIAS",
            name="leaves the bias out",
            belief="The neuron is its dot product.",
            hint="This neuron has three numbers of its own, two of them weights. Where does the third go?",
            example="z = np.dot(x, w)",
            changes={"z": lambda v: np.sum(v.products)},
        ),
        Mistake(
            id="N02-BIAS-AFTER",
            name="adds the bias after the activation function",
            belief="The bias corrects what comes out.",
            hint="Can a sigmoid neuron ever pass on a number below 0 or above 1?",
            example="a = sigmoid(np.dot(x, w)) + b",
            changes={
                "z": lambda v: np.sum(v.products),
                "sigmoid": lambda v: sigmoid(v.z) + v.b,
                "relu": lambda v: np.maximum(0, v.z) + v.b,
            },
        ),
        again(
            slips.BIAS_ON_INPUTS,
            "z = (x1 + b) * w1 + (x2 + b) * w2",
            {"z": lambda v: np.sum((v.x + v.b) * v.w)},
            name="adds the bias to the inputs, before the weights",
        ),
        Mistake(
            id="N03-NO-SIGN",
            name="loses the minus of an input or a weight",
            belief="A weight says how strong a connection is, and strength is positive.",
            hint="What is 1.1 times −2, and does adding it make the sum larger or smaller?",
            example="z = abs(x1 * w1) + abs(x2 * w2) + b",
            changes={"products": lambda v: np.abs(v.x * v.w)},
        ),
        Mistake(
            id="N04-ADD-THEN-MULTIPLY",
            name="adds up the inputs, adds up the weights, and multiplies the two sums",
            belief="The order of adding and multiplying does not matter.",
            hint="Write the pairs down first: which weight belongs to which input?",
            example="z = sum(x) * sum(w) + b",
            changes={"products": lambda v: np.sum(v.x) * np.sum(v.w)},
        ),
        Mistake(
            id="N08-WEIGHTS-EXCHANGED",
            name="multiplies the first input by the second weight, and the second by the first",
            belief="A sum does not depend on the order.",
            hint="Which weight does the first input have in the question?",
            example="z = x1 * w2 + x2 * w1 + b",
            changes={"products": lambda v: v.x * v.w[::-1]},
        ),
        Mistake(
            id="N05-SIGMOID-SIGN",
            name="forgets the minus in the exponent of the sigmoid",
            belief="Sigmoid is 1 / (1 + exp(z)).",
            hint="Sigmoid rises, and is one half at z = 0. On which side of one half does it lie for this z?",
            example="a = 1 / (1 + np.exp(z))",
            changes={"sigmoid": lambda v: sigmoid(-v.z)},
        ),
        again(
            slips.DENOMINATOR_BRACKETS,
            "a = 1 / 1 + np.exp(-z)",
            {"sigmoid": lambda v: 1 + np.exp(-v.z)},
        ),
        Mistake(
            id="N06-RELU-FLIPPED",
            name="lets negative numbers through ReLU and stops positive ones",
            belief="ReLU removes one sign, and it is hard to remember which.",
            hint="When is the gate open?",
            example="a = min(0, z)",
            changes={"relu": lambda v: np.minimum(0, v.z)},
        ),
        Mistake(
            id="N07-RELU-ABS",
            name="takes ReLU for dropping the minus",
            belief="ReLU makes numbers positive.",
            hint="What does a closed gate pass on?",
            example="a = abs(z)",
            changes={"relu": lambda v: np.abs(v.z)},
        ),
        Mistake(
            id="N08-NO-RELU",
            name="passes z on as it is",
            belief="ReLU changes nothing on the way forward.",
            hint="Is this z positive or negative, and what does ReLU do with such a number?",
            example="a = z",
            changes={"relu": lambda v: v.z},
        ),
        Mistake(
            id="N09-TIMES-BIAS",
            name="multiplies the sum by the bias",
            belief="The bias is one more weight, so it multiplies.",
            hint="With both inputs at 0, what should z be?",
            example="z = (x1 * w1 + x2 * w2) * b",
            changes={"z": lambda v: np.sum(v.products) * v.b},
        ),
    ),
)

SHAPES = Pipeline(
    "shapes",
    {
        "W1": lambda v: (v.sizes[0], v.sizes[1]),
        "W2": lambda v: (v.sizes[1], v.sizes[2]),
        "weights": lambda v: v.sizes[0] * v.sizes[1] + v.sizes[1] * v.sizes[2],
        "biases": lambda v: v.sizes[1] + v.sizes[2],
        "layers": lambda v: len(v.sizes) - 1,
        "answer": lambda v: np.array([*v.W1, *v.W2, v.weights + v.biases, v.layers]),
    },
    (
        Mistake(
            id="S01-TRANSPOSED",
            name="gives the tables one row per unit",
            belief="A weight matrix stands on the left of the input.",
            hint="In `x @ W1`, how many numbers does each column need so that it can meet x?",
            example="W1 has the shape (units, inputs)",
            changes={"W1": lambda v: v.sizes[1::-1], "W2": lambda v: v.sizes[:0:-1]},
        ),
        Mistake(
            id="S02-INPUT-LAYER",
            name="counts the inputs as a layer",
            belief="Every column of the drawing is a layer.",
            hint="How many tables of weights are there?",
            example="layers = 3",
            changes={"layers": lambda v: len(v.sizes)},
        ),
        Mistake(
            id="S03-NO-BIASES",
            name="counts the weights and forgets the biases",
            belief="Only weights are learned.",
            hint="How many numbers does each unit add to its sum, and how many such units are there?",
            example="count = {inputs}*{hidden} + {hidden}*{outputs}",
            changes={"biases": lambda v: 0},
        ),
        Mistake(
            id="S04-INPUT-BIASES",
            name="gives the inputs biases too",
            belief="Every box in the drawing has a bias.",
            hint="Does an input compute a sum to which it could add something?",
            example="biases = {inputs} + {hidden} + {outputs}",
            changes={"biases": lambda v: sum(v.sizes)},
        ),
        Mistake(
            id="S05-ONE-BIAS",
            name="gives each layer a single bias",
            belief="A layer shares one bias.",
            hint="Where is the bias added: once per layer or in every unit?",
            example="biases = 2",
            changes={"biases": lambda v: len(v.sizes) - 1},
        ),
    ),
)

RELU_ON_OUTPUT = Mistake(
    id="F01-RELU-ON-OUTPUT",
    name="applies ReLU to the output as well",
    belief="Every layer has the activation function.",
    hint="Can this network predict a negative number? Look again at which units use ReLU.",
    example="return relu(h @ W2 + b2)",
    changes={"prediction": lambda v: np.maximum(0, v.zo)},
)
RELU_ON_INPUTS = Mistake(
    id="F02-RELU-ON-INPUTS",
    name="applies ReLU to the inputs",
    belief="Every number that goes into a unit passes a gate.",
    hint="What is the first thing that happens to an input: a multiplication or a gate?",
    example="z = relu(x) @ W1 + b1",
    changes={"z": lambda v: np.maximum(0, v.x) @ v.W1 + v.b1},
)
NO_B1 = Mistake(
    id="F03-NO-B1",
    name="leaves the biases of the hidden layer out",
    belief="Biases belong to the output.",
    hint="How many of the function's arguments do you use?",
    example="h = relu(x @ W1)",
    changes={"z": lambda v: v.x @ v.W1},
)
NO_B2 = Mistake(
    id="F04-NO-B2",
    name="leaves the bias of the output out",
    belief="The output only adds up what the hidden units pass on.",
    hint="How many of the function's arguments do you use?",
    example="return h @ W2",
    changes={"zo": lambda v: v.h @ v.W2},
)
BIAS_AFTER_RELU = Mistake(
    id="F05-BIAS-AFTER-RELU",
    name="adds the hidden biases after ReLU",
    belief="The bias corrects what comes out.",
    hint="Which sum decides whether the gate is open: with or without the bias?",
    example="h = relu(x @ W1) + b1",
    changes={"z": lambda v: v.x @ v.W1, "h": lambda v: np.maximum(0, v.z) + v.b1},
)
BOTH_TRANSPOSED = Mistake(
    id="F06-BOTH-TRANSPOSED",
    name="puts both tables on the left (W1 @ x and W2 @ h)",
    belief="A weight matrix always stands on the left of the input.",
    hint="In our tables a row belongs to an input. Does `W1 @ x` take rows or columns?",
    example="return W2 @ relu(W1 @ x + b1) + b2",
    changes={"z": lambda v: v.W1 @ v.x + v.b1, "zo": lambda v: v.W2 @ v.h + v.b2},
)

ABS = Mistake(
    id="F07-ABS",
    name="drops the minus of a hidden sum where ReLU makes it 0",
    belief="ReLU makes numbers positive.",
    hint="What does a closed gate pass on?",
    example="h1 = abs(x1 * w1 + x2 * w2)",
    changes={"h": lambda v: np.abs(v.z)},
)
RELU_ON_PRODUCTS = Mistake(
    id="F08-RELU-ON-PRODUCTS",
    name="applies ReLU to every product and adds up afterwards",
    belief="Every line that leads into a unit has a gate.",
    hint="Does a gate look at single products or at their sum?",
    example="h1 = max(0, x1 * w1) + max(0, x2 * w2)",
    changes={"z": lambda v: np.sum(np.maximum(0, v.x[:, None] * v.W1), axis=0) + v.b1},
)
RELU_ON_H1_ONLY = Mistake(
    id="F09-RELU-ON-H1-ONLY",
    name="applies ReLU to h1 and not to h2",
    belief="One gate is enough for the layer.",
    hint="What does your function do when z2 is negative?",
    example="h2 = x1 * w3 + x2 * w4",
    changes={"h": lambda v: np.array([max(0, v.z[0]), *v.z[1:]])},
)
RELU_ON_H2_ONLY = Mistake(
    id="F10-RELU-ON-H2-ONLY",
    name="applies ReLU to h2 and not to h1",
    belief="One gate is enough for the layer.",
    hint="What does your function do when z1 is negative?",
    example="h1 = x1 * w1 + x2 * w2",
    changes={"h": lambda v: np.array([*v.z[:-1], max(0, v.z[-1])])},
)
# These leave a table where a row is asked for: they show in the shape of the answer.
STAR_FIRST = Mistake(
    id="F11-STAR-FIRST",
    name="writes * for @ in the first line and gets a table of products",
    belief="* between a row and a table takes dot products.",
    hint="Print `x @ W1` and `x * W1`. Which of them has one number per hidden unit?",
    example="h = relu(x * W1 + b1)",
    changes={"z": lambda v: v.x * v.W1 + v.b1},
)
STAR_SECOND = Mistake(
    id="F12-STAR-SECOND",
    name="writes * for @ in the second line and gets a table of products",
    belief="* between a row and a table takes dot products.",
    hint="Print `h @ W2` and `h * W2`. Which of them has one number per output?",
    example="return h * W2 + b2",
    changes={"zo": lambda v: v.h * v.W2 + v.b2},
)
STAR_TWICE = Mistake(
    id="F13-STAR-TWICE",
    name="writes * for @ in both lines and gets a table of products",
    belief="* between a row and a table takes dot products.",
    hint="Print `x @ W1` and `x * W1`. Which of them has one number per hidden unit?",
    example="return relu(x * W1 + b1) * W2 + b2",
    changes={"z": lambda v: v.x * v.W1 + v.b1, "zo": lambda v: v.h * v.W2 + v.b2},
)

# A learner who works with w1 to w6 has met no table.
_IN_WEIGHTS = {
    catalogue.FWD_COLUMNS: {
        "name": "lets each hidden unit take in one input only",
        "belief": "The first input belongs to the first hidden unit.",
    },
    catalogue.FWD_TRANSPOSED: {
        "name": "swaps w2 and w3",
        "belief": "w1 and w2 leave x1, w3 and w4 leave x2.",
        "hint": "Which two weights lead into h1?",
        "example": "h1 = max(0, x1 * w1 + x2 * w3)",
    },
}

_FORWARD_STAGES = {name: RELU_BIAS_STEP.stages[name] for name in ("z", "h", "zo", "prediction")}
_FORWARD_MISTAKES = (
    catalogue.FWD_COLUMNS,
    catalogue.FWD_TRANSPOSED,
    catalogue.FORWARD_NO_RELU,
    RELU_ON_OUTPUT,
    RELU_ON_INPUTS,
    ABS,
    slips.MAX_FOR_RELU,
    again(
        slips.MAX_FOR_RELU,
        "h = np.max(np.maximum(z, 0))",
        {"h": lambda v: np.full_like(v.z, max(np.max(v.z), 0.0))},
    ),
    slips.CUT_DECIMALS,
)
_BY_HAND = (RELU_ON_PRODUCTS, RELU_ON_H1_ONLY, RELU_ON_H2_ONLY)
_BIASES = (BOTH_TRANSPOSED, NO_B1, NO_B2, BIAS_AFTER_RELU, slips.BIAS_ON_INPUTS)
_STARS = (STAR_FIRST, STAR_SECOND, STAR_TWICE)
_NUMBER_BY_NUMBER = tuple(replace(one, **_IN_WEIGHTS.get(one, {})) for one in _FORWARD_MISTAKES)
FORWARD = Pipeline("forward", _FORWARD_STAGES, (*_NUMBER_BY_NUMBER, *_BY_HAND))
FORWARD_BIASES = Pipeline("forward_biases", _FORWARD_STAGES, (*_FORWARD_MISTAKES, *_BIASES, *_STARS))

# The lesson's own numbers first; then closed gates, and predictions of both signs.
BY_HAND_CASES = [
    from_example(get("seed")),
    from_example(get("gate_seed")),
    *(random_case(seed) for seed in range(3)),
    random_case(3, closed=(0,)),
    random_case(4, closed=(1,)),
    random_case(5, closed=(0, 1)),
    *(far_off(random_case(0), name, 1 / 400) for name in ("x", "W1", "W2")),
    *(far_off(random_case(0), name) for name in ("x", "W1", "W2")),
]
# Square tables come first: there, exchanged rows and columns give wrong numbers instead of an error.
MATRIX_CASES = [
    random_case(30, (2, 2, 2), biases=True, closed=(1,)),
    random_case(31, (2, 2, 2), biases=True),
    random_case(32, (3, 4, 2), biases=True, closed=(0, 2)),
    random_case(33, (4, 2, 2), biases=True, closed=(1,)),
    random_case(34, (1, 3, 2), biases=True, closed=(2,)),
]


BY_HAND_NETWORKS = Domain(
    network,
    features(
        biases=(False,),
        kind=("plain", "whole", "repeated", "wide", "small", "far"),
        gates=("any", "any", "open", "closed"),
    ),
)
# Square tables, a single number everywhere, and all that lies between.
NETWORKS = Domain(
    network,
    features(
        sizes=((2, 2, 2), (3, 3, 3), (1, 1, 1), ((1, 5), (1, 5), (1, 5)), ((1, 5), (1, 5), (1, 5))),
        kind=("plain", "whole", "repeated", "wide", "small", "far"),
        gates=("any", "any", "open", "closed"),
    ),
)


def _weights(case):
    W1, W2 = case["W1"], case["W2"]
    return [float(w) for w in (W1[0, 0], W1[1, 0], W1[0, 1], W1[1, 1], W2[0, 0], W2[1, 0])]


def forward_by_hand(x, w):
    """The prediction of the 2-2-1 network with ReLU in the hidden layer, and no biases.

    x: the two inputs; w: the six weights w1 to w6; all numbers.
    Returns the prediction, one number.
    """
    x1, x2 = x
    w1, w2, w3, w4, w5, w6 = w
    h1 = max(0, x1 * w1 + x2 * w2)
    h2 = max(0, x1 * w3 + x2 * w4)
    return h1 * w5 + h2 * w6


def forward(x, W1, b1, W2, b2):
    """The prediction of a network with one hidden layer (ReLU) and a layer of outputs.

    x: shape (inputs,); W1: (inputs, units); b1: (units,); W2: (units, outputs); b2: (outputs,).
    Returns an array of shape (outputs,).
    """
    h = np.maximum(0, x @ W1 + b1)
    return h @ W2 + b2


NEURON_CASE = {"x": np.array([3.0, -2.0]), "w": np.array([0.4, 1.1]), "b": 0.2}
NEURON_NUMBERS = vary(
    NEURON_CASE,
    NEURON,
    {
        "x1": steps(1, 5),
        "x2": steps(-4, -1),
        "w1": steps(0.1, 0.9, 0.1),
        "w2": steps(0.3, 1.6, 0.1),
        "b": steps(0.1, 0.9, 0.1),
    },
    {"x1": ("x", 0), "x2": ("x", 1), "w1": ("w", 0), "w2": ("w", 1), "b": ("b",)},
    holds=lambda v: -2 <= v.z <= -0.25,
    shown=lambda v: {"z": v.z, "sigmoid": v.sigmoid},
)

_IN_WORDS = ("two", "three", "four", "five", "six", "seven", "eight")


def _sizes_shown(v):
    words = {f"{name}_word": _IN_WORDS[v.sizes[k] - 2] for k, name in enumerate(_SIZES)}
    first, second = v.sizes[0] * v.sizes[1] + v.sizes[1], v.sizes[1] * v.sizes[2] + v.sizes[2]
    return {**words, "first": first, "all": first + second}


_SIZES = ("inputs", "hidden", "outputs")
SIZES = Vary(
    {"inputs": 5, "hidden": 3, "outputs": 2},
    {"inputs": range(3, 9), "hidden": range(3, 8), "outputs": range(2, 5)},
    lambda numbers: {"sizes": tuple(numbers[name] for name in _SIZES)},
    SHAPES,
    holds=lambda v: len(set(v.sizes)) == 3,
    shown=_sizes_shown,
)

QUESTIONS = [
    Question(
        name="neuron",
        objective="01.1",
        points=2,
        parts=True,
        answer=Array((3,), ("z", tr("the sigmoid"), tr("the ReLU")), tolerance=5e-4),
        stub="neuron = [..., ..., ...]",
        solution="""
z = {x1:code} * {w1:code} + {x2:code} * {w2:code} + {b:code}
neuron = [z, 1 / (1 + np.exp(-z)), max(0, z)]
""",
        pipeline=NEURON,
        quantity=lambda v: [v.z, v.sigmoid, v.relu],
        cases=[NEURON_CASE],
        vary=NEURON_NUMBERS,
    ),
    Question(
        name="shapes",
        objective="01.2",
        points=2,
        answer=Array(
            (6,),
            (
                tr("rows of W1"),
                tr("columns of W1"),
                tr("rows of W2"),
                tr("columns of W2"),
                tr("the count"),
                tr("the layers"),
            ),
        ),
        stub="shapes = [..., ..., ..., ..., ..., ...]",
        solution="""
count = {inputs} * {hidden} + {hidden} + {hidden} * {outputs} + {outputs}
shapes = [{inputs}, {hidden}, {hidden}, {outputs}, count, 2]
""",
        pipeline=SHAPES,
        quantity=lambda v: v.answer,
        cases=[{"sizes": (5, 3, 2)}],
        vary=SIZES,
    ),
    Question(
        name="without_relu",
        objective="01.3",
        points=1,
        answer=Choice(last="d"),
    ),
    Question(
        name="find_the_mistake",
        objective="01.3",
        points=1,
        answer=Choice(),
    ),
    Question(
        name="forward_by_hand",
        objective="01.3",
        points=2,
        answer=Function("forward_by_hand", Array((), (tr("The prediction"),))),
        solution=forward_by_hand,
        pipeline=FORWARD,
        quantity=lambda v: v.prediction[0],
        cases=BY_HAND_CASES,
        arguments=lambda case: (case["x"].tolist(), _weights(case)),
        domain=BY_HAND_NETWORKS,
    ),
    Question(
        name="forward",
        objective="01.3",
        points=2,
        answer=Function("forward", Array((2,), (tr("output 1"), tr("output 2")))),
        solution=forward,
        pipeline=FORWARD_BIASES,
        quantity=lambda v: v.prediction,
        cases=MATRIX_CASES,
        arguments=lambda case: tuple(case[name] for name in ("x", "W1", "b1", "W2", "b2")),
        domain=NETWORKS,
    ),
]
