"""The questions of exercise 06: six gradients by hand, then a whole step."""

from dataclasses import replace

import numpy as np

from handprop.check import Array, Choice, Derivation, Formula, Function, Mend, Number, Question
from handprop.check.cases import far_off, from_example, random_case
from handprop.check.domain import Domain, features, network, off_the_corner
from handprop.check.mistakes import RELU_STEP, by_id
from handprop.check.mistakes import catalogue as m
from handprop.check.mistakes.again import again
from handprop.check.mistakes.calculation import Mistake, Pipeline
from handprop.check.variants import shown, steps, vary
from handprop.examples import get
from handprop.language import tr

WEIGHTS = ("w1", "w2", "w3", "w4", "w5", "w6")
LAYERS = ((tr("the output layer (w5, w6)"), (4, 5)), (tr("the hidden layer (w1 to w4)"), (0, 1, 2, 3)))


def flat(W1, W2):
    """The six weights in the order of the drawing: into h1, into h2, then to the output."""
    return np.array([W1[0, 0], W1[1, 0], W1[0, 1], W1[1, 1], W2[0, 0], W2[1, 0]])


# Slips that belong to these questions, beside those of the bank.
GRADIENT_INSTEAD = Mistake(
    id="L06-GRADIENT-INSTEAD",
    name="returns the gradients where the new weights are asked for",
    belief="The gradient is the answer.",
    hint="How far are your numbers from the old weights? A small learning rate makes a small change.",
    example="return gradient",
    changes={"new_W1": lambda v: v.dW1, "new_W2": lambda v: v.dW2},
)
CHANGE_INSTEAD = Mistake(
    id="L06-CHANGE-INSTEAD",
    name="returns the changes where the new weights are asked for",
    belief="The update is the answer.",
    hint="What is the change subtracted from?",
    example="return [learning_rate * slope for slope in gradient]",
    changes={"new_W1": lambda v: v.lr * v.dW1, "new_W2": lambda v: v.lr * v.dW2},
)
EXCHANGED = Mistake(
    id="L06-EXCHANGED",
    name="leaves hidden unit 1 through w6, and hidden unit 2 through w5",
    belief="Any output weight will do on the way back.",
    hint="Put a finger on a hidden unit in the drawing. Which arrow leads from there to the output?",
    example="dw1 = delta * w6 * x1",
    changes={"dh": lambda v: v.W2[::-1] @ v.dzo},
)
OTHER_INPUT = Mistake(
    id="L06-OTHER-INPUT",
    name="takes the other input",
    belief="Both inputs feed the hidden unit, so either will do.",
    hint="Which input does this very weight multiply?",
    example="dw4 = delta * w6 * x1",
    changes={"dW1": lambda v: np.outer(v.x[::-1], v.dz)},
)
LIKE_OUTPUT = Mistake(
    id="L06-LIKE-OUTPUT",
    name="treats the weight like one into the output: delta times a hidden value",
    belief="Every gradient is delta times h.",
    hint="Does the weight multiply a hidden value, or an input?",
    example="dw4 = delta * h2",
    changes={"dW1": lambda v: np.broadcast_to(v.dzo * v.h, v.W1.shape)},
)
OWN_WEIGHT = Mistake(
    id="L06-OWN-WEIGHT",
    name="takes a weight into the hidden layer for a factor of its own derivative",
    belief="The derivative of a weight contains the weight.",
    hint="The weight itself is what is nudged. By which other weight does its path leave the hidden unit?",
    example="dw4 = delta * w4 * x2",
    changes={"dW1": lambda v: np.outer(v.x, v.dzo.sum() * (v.z > 0)) * v.W1},
)
W2_AND_W3 = again(
    m.OUTER_TRANSPOSED,
    "[dw1, dw3, dw2, dw4, dw5, dw6]",
    m.OUTER_TRANSPOSED.changes,
    name="exchanges the numbers of w2 and w3",
    belief="The weights from x1 come first, w1 and w3.",
    hint="In the drawing, from which input to which hidden unit does w2 go?",
)
NO_STEP = Mistake(
    id="L06-NO-STEP",
    name="runs the forward pass with the old weights",
    belief="The prediction belongs to the network, whatever its weights are.",
    hint="Which weights does the second forward pass use?",
    example="prediction with w1 to w6 as they were",
    changes={"new_W1": lambda v: v.W1, "new_W2": lambda v: v.W2},
)
LESSON_RATE = Mistake(
    id="L06-LESSON-RATE",
    name="takes the learning rate of the lesson, 0.05",
    belief="The learning rate is always 0.05.",
    hint="Which learning rate does this question name?",
    example="learning_rate = 0.05",
    changes={"new_W1": lambda v: v.W1 - 0.05 * v.dW1, "new_W2": lambda v: v.W2 - 0.05 * v.dW2},
)


def with_slips(*slips):
    """The step of the bank with slips of this exercise, which come first where several fit."""
    bank = (W2_AND_W3 if mistake.id == W2_AND_W3.id else mistake for mistake in RELU_STEP.mistakes)
    return Pipeline("step_06", RELU_STEP.stages, (*slips, *bank))


# In the formula delta and the hidden values are given: a factor or a sign too many is no slip in the loss,
# and half of delta squared is.
def _behind_delta(*slips):
    way = with_slips(EXCHANGED, OTHER_INPUT, LIKE_OUTPUT, *slips)
    known = tuple(slip for slip in way.mistakes if set(slip.changes) <= {"dh", "dz", "dW1"})
    return Pipeline(way.name, way.stages, (*known, m.LOSS_AS_DELTA))


# Of w1 its own weight is the incoming one too, so there the bank has the words.
BEHIND_DELTA = _behind_delta()

# Chosen so that every known mistake that shows here gives numbers of its own.
BY_HAND_CASE = {
    "x": np.array([-1.0, 2.0]),
    "y": np.array([2.0]),
    "W1": np.array([[0.5, 0.1], [0.4, 0.7]]),
    "b1": np.zeros(2),
    "W2": np.array([[0.8], [-0.2]]),
    "b2": np.zeros(1),
    "lr": 0.1,
}

# The same, with a prediction that is too high.
TOO_HIGH_CASE = BY_HAND_CASE | {"y": np.array([-1.0])}

# The same weights with other inputs: the second gate is closed, and a step that does not mind it opens it.
SECOND_SAMPLE = BY_HAND_CASE | {"x": np.array([3.4, -0.55]), "y": np.array([0.67]), "lr": 0.24}

# The lesson's own numbers come first; then closed gates and gradients of both signs.
STEP_CASES = [
    from_example(get("seed")),
    BY_HAND_CASE,
    *(random_case(seed) for seed in range(4)),
    from_example(get("gate_seed")),
    *(random_case(seed, closed=(0,)) for seed in range(4, 6)),
    *(random_case(seed, closed=(1,)) for seed in range(6, 8)),
    random_case(8, closed=(0, 1)),
    # A prediction so near to the target that a small delta left out shows.
    {
        "x": np.array([2.0, 1.0]),
        "y": np.array([0.692]),
        "W1": np.array([[1.0, 0.5], [0.6, 0.8]]),
        "b1": np.zeros(2),
        "W2": np.array([[0.2], [0.1]]),
        "b2": np.zeros(1),
        "lr": 0.3,
    },
    *(far_off(random_case(0), name, 1 / 400) | {"lr": 3.0} for name in ("x", "W1", "W2")),
    far_off(far_off(random_case(0), "x", 1 / 400), "W1", 1 / 400),
    *(far_off(random_case(0), name) for name in ("x", "y", "W1", "W2")),
    random_case(9) | {"lr": 1.0},
    # The target is met.
    {
        "x": np.array([1.0, 2.0]),
        "y": np.array([-0.25]),
        "W1": np.array([[0.5, 1.0], [0.25, -1.0]]),
        "b1": np.zeros(2),
        "W2": np.array([[-0.25], [0.5]]),
        "b2": np.zeros(1),
        "lr": 0.5,
    },
]


_WEIGHTS_AT = {
    "w1": ("W1", 0, 0),
    "w2": ("W1", 1, 0),
    "w3": ("W1", 0, 1),
    "w4": ("W1", 1, 1),
    "w5": ("W2", 0, 0),
    "w6": ("W2", 1, 0),
}
_PLACES = {"x1": ("x", 0), "x2": ("x", 1), "y": ("y", 0), **_WEIGHTS_AT}


def _printed(v):
    """The new weights with two decimals, and what a reader gets who goes on with them."""
    W1, W2 = np.round(v.new_W1, 2), np.round(v.new_W2, 2)
    return W1, W2, (np.maximum(0, v.x @ W1) @ W2)[0]


def _is_possible(numbers):
    """Gates that are open before and after the step; a prediction just below 0, which the step lifts."""
    x1, x2, y, w1, w2, w3, w4, w5, w6 = (numbers[name] for name in _PLACES)
    z1, z2 = x1 * w1 + x2 * w2, x1 * w3 + x2 * w4
    delta = z1 * w5 + z2 * w6 - y
    far = 0.1 * delta * (x1**2 + x2**2)
    new1, new2 = z1 - far * w5, z2 - far * w6
    lifted = new1 * (w5 - 0.1 * delta * z1) + new2 * (w6 - 0.1 * delta * z2)
    is_open = min(z1, z2, new1, new2) > 0.04
    return is_open and -0.9 < delta + y < -0.01 and 0.1 < (lifted - delta - y) / -delta < 0.95


def _with_second_sample(numbers):
    """For the weights that were drawn, inputs that close the second gate, by little, and a target."""
    s1 = round(2.5 + numbers["w5"], 1)
    s2 = round(-(s1 * numbers["w3"] + 0.045) / numbers["w4"], 2)
    prediction = numbers["w5"] * (s1 * numbers["w1"] + s2 * numbers["w2"])
    return {**numbers, "s1": s1, "s2": s2, "t": round(prediction - 0.5, 2), "rate": SECOND_SAMPLE["lr"]}


def _is_good(n):
    """A loss that falls; rounding on the way shows in the second decimal, and nobody has to round a half."""
    z1 = n["s1"] * n["w1"] + n["s2"] * n["w2"]
    delta = z1 * n["w5"] - n["t"]
    far = n["rate"] * delta
    new = [n["w1"] - far * n["w5"] * n["s1"], n["w2"] - far * n["w5"] * n["s2"], n["w5"] - far * z1]
    page, reader = (
        (n["s1"] * w1 + n["s2"] * w2) * w5 for w1, w2, w5 in (new, [round(weight, 2) for weight in new])
    )
    ties = [abs(1000 * number % 10 - 5) for number in (reader, page)]
    falls = page > 0.02 and abs(page - n["t"]) < 0.95 * abs(delta)
    return falls and 0.005 < abs(round(reader, 2) - round(page, 2)) < 0.015 and min(ties) > 0.2


def _step_shown(v):
    delta, new_w5 = v.delta[0], v.new_W2[0, 0]
    slip = float(f"{delta * new_w5 * v.x[0]:.4g}")
    return {
        "prediction": v.prediction[0],
        "delta": delta,
        "delta1": v.dz[0],
        "ratio": v.x[1] / v.x[0],
        "h1": v.h[0],
        "dw5": v.dW2[0, 0],
        "step5": -v.lr * v.dW2[0, 0],
        "new_w5": new_w5,
        "slip": slip,
        "slip_w1": v.W1[0, 0] - v.lr * slip,
        "slopes": _slopes(v),
    }


def _slopes(v):
    return ", ".join(shown(slope, "code") for slope in flat(v.dW1, v.dW2))


def _second_shown(v):
    W1, W2, reader = _printed(v)
    two = {f"p{k + 1}": number for k, number in enumerate(flat(W1, W2))}
    two |= {"reader": reader, "page": v.new_prediction[0]}
    return {
        "prediction": v.prediction[0],
        "loss": v.delta[0] ** 2 / 2,
        "new_loss": (v.new_prediction[0] - v.y[0]) ** 2 / 2,
        "dw1": v.dW1[0, 0],
        "dw5": v.dW2[0, 0],
        **{name: f"{number:.2f}".replace("-", "−") for name, number in two.items()},
    }


# One network for all that is asked about "the network of Exercise 1".
STEP_NUMBERS = vary(
    BY_HAND_CASE,
    RELU_STEP,
    {
        "x1": (-2.0, -1.0),
        "x2": steps(1, 4),
        "y": steps(1, 3),
        **dict.fromkeys(("w1", "w3"), steps(0.1, 0.6, 0.1)),
        **dict.fromkeys(("w2", "w4"), steps(0.3, 0.9, 0.1)),
        "w5": steps(0.1, 0.9, 0.1),
        "w6": steps(-0.9, -0.1, 0.1),
    },
    _PLACES,
    possible=lambda n: _is_possible(n) and ("s1" not in n or _is_good(n)),
    follows=_with_second_sample,
    shown=_step_shown,
    further=lambda numbers: STEP_NUMBERS.case(numbers) | {"y": np.array([-1.0])},
    name="step",
)
SECOND_NUMBERS = vary(
    SECOND_SAMPLE,
    RELU_STEP,
    {name: STEP_NUMBERS.ranges[name] for name in _WEIGHTS_AT},
    {"s1": ("x", 0), "s2": ("x", 1), "t": ("y", 0), "rate": ("lr",), **_WEIGHTS_AT},
    alike=lambda v: (*(v.z > 0), v.delta[0] > 0),
    possible=_is_good,
    follows=_with_second_sample,
    shown=_second_shown,
    name="step",
)

# A page of its own numbers, for it shows what Exercise 1 asks for.
SLIP_NUMBERS = replace(STEP_NUMBERS, name="")

STEPS = Domain(
    network,
    features(
        biases=(False,),
        kind=("plain", "whole", "repeated", "wide", "small", "far"),
        gates=("any", "any", "open", "closed"),
    ),
    holds=off_the_corner,
)


def exercise_2(x, y, w, learning_rate):
    """One step of gradient descent on the 2-2-1 network with ReLU in the hidden layer.

    x: the two inputs; y: the target; w: the six weights w1 to w6; all numbers.
    Returns the six new weights, in the same order.
    """
    x1, x2 = x
    w1, w2, w3, w4, w5, w6 = w
    z1 = x1 * w1 + x2 * w2
    z2 = x1 * w3 + x2 * w4
    h1, h2 = max(0.0, z1), max(0.0, z2)
    delta = h1 * w5 + h2 * w6 - y
    delta1 = delta * w5 * (z1 > 0)
    delta2 = delta * w6 * (z2 > 0)
    gradient = [delta1 * x1, delta1 * x2, delta2 * x1, delta2 * x2, delta * h1, delta * h2]
    return [weight - learning_rate * slope for weight, slope in zip(w, gradient, strict=True)]


_LETTERS = {
    "yhat": lambda v: v.prediction[0],
    "y": lambda v: v.y[0],
    "x1": lambda v: v.x[0],
    "x2": lambda v: v.x[1],
    "h1": lambda v: v.h[0],
    "h2": lambda v: v.h[1],
    "w1": lambda v: v.W1[0, 0],
    "w2": lambda v: v.W1[1, 0],
    "w3": lambda v: v.W1[0, 1],
    "w4": lambda v: v.W1[1, 1],
    "w5": lambda v: v.W2[0, 0],
    "w6": lambda v: v.W2[1, 0],
}
SECOND_LINES = Derivation(
    _LETTERS,
    {
        "L": lambda v: v.delta[0] ** 2 / 2,
        "dL/dyhat": lambda v: v.delta[0],
        "delta": lambda v: v.delta[0],
        "dyhat/dh1": lambda v: v.W2[0, 0],
        "dyhat/dh2": lambda v: v.W2[1, 0],
        "dyhat/dw5": lambda v: v.h[0],
        "dyhat/dw6": lambda v: v.h[1],
        "dL/dh1": lambda v: v.dh[0],
        "dL/dh2": lambda v: v.dh[1],
        "dh1/dz1": lambda v: v.z[0] > 0,
        "dh2/dz2": lambda v: v.z[1] > 0,
        "dL/dz1": lambda v: v.dz[0],
        "dL/dz2": lambda v: v.dz[1],
        "delta1": lambda v: v.dz[0],
        "delta2": lambda v: v.dz[1],
        **dict.fromkeys(("dz1/dw1", "dz2/dw3"), lambda v: v.x[0]),
        **dict.fromkeys(("dz1/dw2", "dz2/dw4"), lambda v: v.x[1]),
        "dz1/dx1": lambda v: v.W1[0, 0],
        "dz1/dx2": lambda v: v.W1[1, 0],
        "dz2/dx1": lambda v: v.W1[0, 1],
        "dz2/dx2": lambda v: v.W1[1, 1],
        "dL/dw1": lambda v: v.dW1[0, 0],
        "dL/dw2": lambda v: v.dW1[1, 0],
        "dL/dw3": lambda v: v.dW1[0, 1],
        "dL/dw4": lambda v: v.dW1[1, 1],
        "dL/dw5": lambda v: v.dW2[0, 0],
        "dL/dw6": lambda v: v.dW2[1, 0],
    },
    formulas=("dL/dw1",),
    numbers=("dL/dw1", "dL/dw5", "dL/dw3"),
    also={"error": "yhat - y", "z1": "x1 * w1 + x2 * w2", "z2": "x1 * w3 + x2 * w4"},
    others=[random_case(seed, closed=(1,)) for seed in range(30, 34)],
)

_FORMULA_LETTERS = ("delta", *(name for name in _LETTERS if name not in ("yhat", "y")))

QUESTIONS = [
    Question(
        name="exercise_1",
        objective="06.1",
        points=2,
        parts=True,
        answer=Array((6,), WEIGHTS, tolerance=5e-4, groups=LAYERS),
        stub="exercise_1 = [..., ..., ..., ..., ..., ...]",
        solution="exercise_1 = [{slopes}]",
        pipeline=with_slips(EXCHANGED, OTHER_INPUT, OWN_WEIGHT),
        quantity=lambda v: flat(v.dW1, v.dW2),
        cases=[BY_HAND_CASE],
        further=TOO_HIGH_CASE,
        vary=STEP_NUMBERS,
    ),
    Question(
        name="formula",
        objective="06.1",
        points=1,
        answer=Formula(
            # Who writes delta out is right too; what is asked for, and offered, is delta.
            {"delta": lambda v: v.prediction[0] - v.y[0], **_LETTERS},
            also={"error": "delta"},
            offered=_FORMULA_LETTERS,
        ),
        solution='formula = "delta * w6 * x2"',
        pipeline=_behind_delta(OWN_WEIGHT),
        quantity=lambda v: v.dW1[1, 1],
        cases=[random_case(seed) for seed in range(20, 28)],
    ),
    Question(
        name="closed_gate",
        objective="06.1",
        points=1,
        answer=Choice(),
    ),
    Question(
        name="second_sample",
        objective="06.1",
        points=1,
        parts=True,
        answer=SECOND_LINES,
        solution='''
second_sample = """
dL/dyhat = yhat - y
dyhat/dh1 = w5
dh1/dz1 = 1
dz1/dw1 = x1
dL/dw1 = (yhat - y) * w5 * x1
dL/dw1 = {dw1:code}
dL/dw5 = (yhat - y) * h1 = {dw5:code}
dL/dw3 = 0
"""
''',
        pipeline=with_slips(EXCHANGED, OTHER_INPUT),
        quantity=SECOND_LINES.every,
        cases=[SECOND_SAMPLE],
        vary=SECOND_NUMBERS,
    ),
    Question(
        name="find_the_slip",
        objective="06.2",
        points=1,
        parts=True,
        answer=Mend(
            (
                lambda v: v.delta[0],
                lambda v: v.new_W2[0, 0],
                lambda v: v.dW1[0, 0],
                lambda v: v.new_W1[0, 0],
            ),
            by_id()["M16-UPDATED-W"],
        ),
        solution="find_the_slip = [3, ({delta:code}) * {w5:code} * ({x1:code})]",
        pipeline=BEHIND_DELTA,
        quantity=lambda v: v.dW1[0, 0],
        cases=[BY_HAND_CASE],
        vary=SLIP_NUMBERS,
    ),
    Question(
        name="exercise_2",
        objective="06.2",
        points=2,
        answer=Function("exercise_2", Array((6,), WEIGHTS, groups=LAYERS)),
        solution=exercise_2,
        pipeline=with_slips(GRADIENT_INSTEAD, CHANGE_INSTEAD, EXCHANGED, OWN_WEIGHT),
        quantity=lambda v: flat(v.new_W1, v.new_W2),
        cases=STEP_CASES,
        arguments=lambda case: (
            case["x"].tolist(),
            float(case["y"][0]),
            flat(case["W1"], case["W2"]).tolist(),
            case["lr"],
        ),
        domain=STEPS,
    ),
    Question(
        name="after_the_step",
        objective="06.2",
        points=1,
        answer=Number(tr("The new prediction")),
        solution="""
x1, x2 = {s1:code}, {s2:code}
w = [{w1:code}, {w2:code}, {w3:code}, {w4:code}, {w5:code}, {w6:code}]
w = exercise_2([x1, x2], {t:code}, w, {rate:code})
after_the_step = max(0, x1 * w[0] + x2 * w[1]) * w[4] + max(0, x1 * w[2] + x2 * w[3]) * w[5]
""",
        pipeline=with_slips(NO_STEP, LESSON_RATE),
        quantity=lambda v: v.new_prediction[0],
        cases=[SECOND_SAMPLE],
        vary=SECOND_NUMBERS,
    ),
    Question(
        name="printed_numbers",
        objective="06.3",
        points=1,
        answer=Choice(),
        vary=SECOND_NUMBERS,
    ),
]
