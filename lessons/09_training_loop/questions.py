"""The questions of exercise 09: a loop by hand and in code, counting, start values, when to stop."""

from dataclasses import replace
from math import ceil
from operator import attrgetter

import numpy as np

from handprop.border.read_numbers import Problem, Unfinished, as_numbers, is_empty
from handprop.check import EXACT, Array, Choice, Derivation, Function, Number, Order, Question
from handprop.check.cases import far_off, from_example, house_case, random_case
from handprop.check.domain import Domain, features, network, numbers, off_the_corner
from handprop.check.mistakes import HOUSE_TRAINING, RELU_STEP, RELU_TRAINING, by_id
from handprop.check.mistakes import catalogue as m
from handprop.check.mistakes.again import again
from handprop.check.mistakes.calculation import Mistake, Pipeline, Values
from handprop.check.variants import Vary, steps, vary
from handprop.examples import get
from handprop.language import tr

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
            id="COUNT-OVER-ALL",
            name="divides all samples of all epochs by the batch size, and fills up only once",
            belief="A batch goes on where the epoch ends.",
            hint="The last batch of an epoch holds what is left over. How many batches has one epoch?",
            example="steps = ceil(epochs * samples / batch_size)",
            changes={"steps": lambda v: ceil(v.epochs * v.samples / v.batch_size)},
        ),
        Mistake(
            id="COUNT-ONE-EPOCH",
            name="counts the steps of one epoch",
            belief="Training is one pass through the data.",
            hint="How often do all samples go by?",
            example="steps = ceil(samples / batch_size)",
            changes={"steps": lambda v: v.batches},
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
            id="COUNT-PART-OF-A-STEP",
            name="counts the last batch as a part of a step, because it is not full",
            belief="Samples divided by the batch size are the steps of an epoch.",
            hint="The last batch of an epoch is small. Is the step after it a whole one?",
            example="steps = epochs * samples / batch_size",
            changes={"batches": lambda v: v.samples / v.batch_size},
        ),
        Mistake(
            id="COUNT-BATCH-SIZE",
            name="takes the batch size for the number of batches",
            belief="A batch size of {batch_size} means {batch_size} batches.",
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
            example="w = {w} - {lr} * ({w} * {size} - {price}) * {size}",
            changes={"w": lambda v: v.path[1]["w"]},
        ),
        Mistake(
            id="SAME-SLOPE-TWICE",
            name="takes the first slope for both steps",
            belief="The slope belongs to the weight, and stays as it is.",
            hint="After the first step the prediction is another one. What is the slope there?",
            example="w = {w} - 2 * {lr} * ({w} * {size} - {price}) * {size}",
            changes={"w": lambda v: 2 * v.path[1]["w"] - v.path[0]["w"]},
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


class Trained(Array):
    """Losses, as many as there are steps in the case and one more, then the weights after the last step."""

    padded = True

    def room(self, ours, tolerance=None):
        """Losses and weights each by their own size: one may be far larger than the other."""
        parts = ours[: MOST_STEPS + 1], ours[MOST_STEPS + 1 :]
        return np.concatenate([Array.room(self, part, tolerance) for part in parts])

    def read(self, raw):
        """The losses filled up, and the six weights, in one row; or such a row."""
        if is_empty(raw):
            raise Unfinished
        if isinstance(raw, np.ndarray) and raw.shape == self.shape:
            return super().read(raw)
        try:
            losses, W1, W2 = () if isinstance(raw, dict) else raw  # a dict gives its names
        except (TypeError, ValueError):
            losses = W1 = W2 = ()
        losses, W1, W2 = map(as_numbers, (losses, W1, W2))
        for name, own, other, shape in (("W1", W1, W2.size == 2, (2, 2)), ("W2", W2, W1.size == 4, (2, 1))):
            if own.size != np.prod(shape) and other and own.ndim == 2:
                raise Problem(
                    tr(
                        "{name} has the shape {got}; the shape {asked} is asked for.",
                        name=name,
                        got=own.shape,
                        asked=shape,
                    )
                )
        if W1.size != 4 or W2.size != 2:
            raise Problem(tr("Three things are asked for, in this order: `return losses, W1, W2`."))
        if losses.size > MOST_STEPS + 1:
            raise Problem(
                tr(
                    "You return {size} losses, more than one for the start and for each step.",
                    size=losses.size,
                )
            )
        return super().read(_in_a_row(losses, W1, W2))


def _in_a_row(losses, W1, W2):
    return np.concatenate([filled_up(np.ravel(losses)), np.ravel(W1), np.ravel(W2)])


def _six_steps(v):
    return RELU_TRAINING.stages["runs"](Values(**{**vars(v), "steps": MOST_STEPS}))


def _one_step_more(v):
    return RELU_TRAINING.stages["runs"](Values(**{**vars(v), "steps": v.steps + 1}))


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
        Mistake(
            id="STEP-AFTER-LAST-LOSS",
            name="makes one more step after the last loss",
            belief="The loop runs once for each loss, and each time the weights change.",
            hint="In 6 steps there are 7 losses. How often do your weights change?",
            example="for _ in range(steps + 1): losses.append(loss); W1, W2 = updated",
            changes={"runs": _one_step_more, "returned": lambda v: v.losses[:-1]},
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
    # Weights that go far in one step; inputs and weights that are far out.
    loop_case(far_off(random_case(0), "y", -9000.0) | {"lr": 0.3}, 1),
    loop_case(far_off(random_case(0), "x") | {"lr": 2e-8}, 2),
    loop_case(far_off(random_case(0), "W2") | {"lr": 2e-8}, 2),
    loop_case(random_case(0) | {"lr": 0.8}, 2),
]


# Small inputs, small weights, a small error, and weights of 10 to 75, which only short steps can train.
_OTHERS = {
    "small W1": lambda case: {"W1": case["W1"] / 20_000},
    "small error": lambda case: {"y": np.maximum(0, case["x"] @ case["W1"]) @ case["W2"] + 0.005},
    "small x": lambda case: {"x": case["x"] / 200},
    "small W2": lambda case: {"W2": case["W2"] / 20_000},
    "large W": lambda case: {
        "W1": 50 * case["W1"],
        "W2": 50 * case["W2"],
        "lr": round(case["lr"] / 10_000, 8),
    },
    "far x": lambda case: {"x": 4000 * case["x"], "lr": round(case["lr"] / 1e7, 12)},
    "far y": lambda case: {"y": 8000 * case["y"], "lr": round(case["lr"] / 10_000, 8)},
    "far W": lambda case: {
        "W1": 4000 * case["W1"],
        "W2": 4000 * case["W2"],
        "lr": round(case["lr"] / 1e7, 12),
    },
}


def _any_loop(rng, *, kind, steps, rate, **options):
    change = _OTHERS.get(kind, lambda case: {})
    case = network(rng, kind="plain" if kind in _OTHERS else kind, biases=False, **options)
    case["lr"] = float(np.round(rng.uniform(*rate), 3))
    return loop_case(case | change(case), int(rng.integers(steps[0], steps[1] + 1)))


# With small learning rates the loss only falls; with larger ones it rises now and then, and gates close.
LOOPS = Domain(
    _any_loop,
    features(
        kind=("plain", "repeated", "whole", "small", *_OTHERS),
        gates=("any", "open", "closed"),
        steps=((0, 2), (3, MOST_STEPS)),
        rate=((0.005, 0.05), (0.05, 0.3)),
    ),
    count=144,
    holds=lambda case: case["lr"] > 0 and off_the_corner(case),
)


def train(x, y, W1, W2, learning_rate, steps):
    """Train a 2-2-1 network: ReLU in the hidden layer, a linear output, no biases, one sample.

    x: (2,), y: (1,), W1: (2, 2), W2: (2, 1), NumPy arrays; steps: how many.
    Returns three things: the list of losses, before the first step and after each step; W1 and W2 after
    the last step.
    """
    losses = []
    for step in range(steps + 1):
        z = x @ W1
        h = np.maximum(0, z)
        delta = h @ W2 - y
        losses.append(np.sum(delta**2) / 2)
        if step == steps:
            break
        dW2 = np.outer(h, delta)
        dW1 = np.outer(x, delta @ W2.T * (z > 0))
        W1 = W1 - learning_rate * dW1
        W2 = W2 - learning_rate * dW2
    return losses, W1, W2


TWO_STEPS_CASE = house_case(get("house_scaled")) | {"w": 0.5, "lr": 0.2, "steps": 2}


def _scaled(v):
    return {"size": v.size / v.size_unit, "price": v.price / v.price_unit}


def _part(v):
    """What a step leaves of the distance to the best weight."""
    return 1 - v.lr * _scaled(v)["size"] ** 2


TWO_STEPS_NUMBERS = Vary(
    {"size": 1.5, "price": 1.0, "w": 0.5, "lr": 0.2},
    {
        "size": (1.5, 2.0, 2.5, 3.0),
        "price": steps(0.5, 4, 0.5),
        "w": steps(0.5, 3, 0.5),
        "lr": (0.05, 0.1, 0.2),
    },
    lambda numbers: (
        TWO_STEPS_CASE
        | {"w": numbers["w"], "lr": numbers["lr"]}
        | {"size": 1000.0 * numbers["size"], "price": 100_000.0 * numbers["price"]}
    ),
    TWO_STEPS,
    alike=lambda v: v.path[0]["w"] * _scaled(v)["size"] > _scaled(v)["price"],
    holds=lambda v: 0.1 < _part(v) < 0.9,
    shown=lambda v: {"part": _part(v)},
)
COUNTING_CASE = {"samples": 900, "batch_size": 64, "epochs": 20}
COUNTING_NUMBERS = vary(
    COUNTING_CASE,
    COUNTING,
    {"samples": range(500, 2001, 100), "batch_size": (24, 32, 48, 64, 96), "epochs": range(10, 41, 5)},
    holds=lambda v: 0 < v.samples % v.batch_size < v.batch_size / 2,  # who rounds to the nearest is wrong
    shown=lambda v: {
        "left": v.samples % v.batch_size,
        "full": v.samples // v.batch_size,
        "batches": v.batches,
    },
)


def _twins(x, u, v, y):
    return {"x": x, "u": u, "v": v, "y": y}


# Both hidden units alike, so that one number stands for both.
TWINS = Pipeline(
    "twins",
    {
        "z": lambda n: n.u * n.x,
        "h": lambda n: 1 / (1 + np.exp(-n.z)),
        "delta": lambda n: 2 * n.v * n.h - n.y,
        "dh": lambda n: n.delta * n.v,
        "slope": lambda n: n.h * (1 - n.h),
        "dz": lambda n: n.dh * n.slope,
        "du": lambda n: n.dz * n.x,
        "dv": lambda n: n.delta * n.h,
    },
    (
        again(
            m.EQUAL_SPLIT,
            "dL/dh1 = delta / 2",
            {"dh": lambda n: n.delta / 2},
            name="gives each of the two units half of delta",
            belief="Two units made the error together, so each takes half of it.",
            hint="If h1 grows by 0.01, by how much does the output grow? Which weight decides that?",
        ),
        Mistake(
            id="L09-HALF-EACH",
            name="halves what comes back, because there are two units",
            belief="Two units share one error, so each has half of it.",
            hint="Nudge h1 alone. By how much does the output move, and does h2 play a part in it?",
            example="dL/dh1 = delta * v / 2",
            changes={"dh": lambda n: n.delta * n.v / 2},
        ),
        Mistake(
            id="L09-BOTH-PATHS",
            name="adds up both units for the weight of one",
            belief="Both hidden units lead to the output, so both count.",
            hint="u1 feeds the first unit only. Does the second one hear of it?",
            example="dL/dh1 = delta * (v + v)",
            changes={"dh": lambda n: 2 * n.delta * n.v},
        ),
        again(
            m.NO_OUT_WEIGHT,
            "dL/dh1 = delta",
            {"dh": lambda n: n.delta},
            name="skips v1, v2 on the way back",
        ),
        again(
            m.WRONG_WEIGHT,
            "dL/dh1 = delta * u",
            {"dh": lambda n: n.delta * n.u},
            name="goes back through the incoming weight u instead of the outgoing v",
            belief="The derivative for u1 must contain u1.",
            hint="Put your finger on h1 and follow the arrow to the loss: which weight do you pass?",
        ),
        again(m.SIG_NO_DERIV, "dL/dz1 = dL/dh1", {"slope": lambda n: 1.0}),
        again(m.Z_ONE_MINUS_Z, "dh1/dz1 = z1 * (1 - z1)", {"slope": lambda n: n.z * (1 - n.z)}),
        again(
            m.NO_INPUT_FACTOR,
            "dL/du1 = dL/dz1",
            {"du": lambda n: n.dz, "dv": lambda n: n.delta},
            name="takes what arrives behind a weight for the weight's own gradient",
            hint="If x had been 0, would changing u1 change the prediction?",
        ),
        again(m.W_TIMES_DELTA, "dL/du1 = dL/dz1 * u", {"du": lambda n: n.dz * n.u}),
    ),
)
TWIN_LINES = Derivation(
    {name: attrgetter(name) for name in ("delta", "v", "h", "x", "u")},
    {
        **dict.fromkeys(("dL/dh1", "dL/dh2"), attrgetter("dh")),
        **dict.fromkeys(("dh1/dz1", "dh2/dz2"), attrgetter("slope")),
        **dict.fromkeys(("dL/dz1", "dL/dz2"), attrgetter("dz")),
        **dict.fromkeys(("dz1/du1", "dz2/du2"), attrgetter("x")),
        **dict.fromkeys(("dL/du1", "dL/du2"), attrgetter("du")),
        **dict.fromkeys(("dL/dv1", "dL/dv2"), attrgetter("dv")),
    },
    formulas=("dL/du1", "dL/du2"),
    also={"h1": "h", "h2": "h", "v1": "v", "v2": "v", "u1": "u", "u2": "u", "z1": "u * x", "z2": "u * x"},
    others=[
        _twins(-0.8, 1.2, 0.6, 0.3),
        _twins(2.0, -0.7, 1.4, -0.5),
        _twins(0.6, 0.9, -1.1, 1.6),
        _twins(1.1, -1.3, -0.4, 0.9),
    ],
)

MOMENTUM = Pipeline(
    "momentum",
    {
        "kept": lambda n: n.beta * n.v,
        "taken_in": lambda n: n.gradient,
        "new_v": lambda n: n.kept + n.taken_in,
        "move": lambda n: n.lr * n.new_v,
        "new_w": lambda n: n.w - n.move,
    },
    (
        Mistake(
            id="MOMENTUM-OLD-VELOCITY",
            name="moves the weights with the velocity from before the step",
            belief="The velocity is what the weights have; the new one is for the next step.",
            hint="At the very start v is 0. Do your weights move in the first step?",
            example="w = w - learning_rate * v; v = beta * v + gradient",
            changes={"move": lambda n: n.lr * n.v},
        ),
        Mistake(
            id="MOMENTUM-NOTHING-FADES",
            name="keeps the whole old velocity, so that nothing fades",
            belief="The slopes are added up.",
            hint="After a hundred steps, how much does the very first slope still count in your velocity?",
            example="v = v + gradient",
            changes={"kept": lambda n: n.v},
        ),
        Mistake(
            id="MOMENTUM-FORGOTTEN",
            name="takes the gradient alone for the velocity: a plain step",
            belief="The gradient is the velocity.",
            hint="Give your function another old velocity. Does the result change?",
            example="v = gradient",
            changes={"kept": lambda n: 0.0 * n.v},
        ),
        Mistake(
            id="MOMENTUM-BETA-ON-GRADIENT",
            name="multiplies the gradient by beta instead of the old velocity",
            belief="beta says how much of the new comes in.",
            hint="With beta = 0 the past should not count. What is left in your line then?",
            example="v = v + beta * gradient",
            changes={"kept": lambda n: n.v, "taken_in": lambda n: n.beta * n.gradient},
        ),
        Mistake(
            id="MOMENTUM-RATE-INSIDE",
            name="puts the learning rate into the velocity, which then moves the weights as it is",
            belief="It makes no difference where the rate stands.",
            hint="What does the question say that the new velocity is made of? Where does the rate come in?",
            example="v = beta * v - learning_rate * gradient; w = w + v",
            changes={"taken_in": lambda n: -n.lr * n.gradient, "move": lambda n: -n.new_v},
        ),
        Mistake(
            id="MOMENTUM-AS-MEAN",
            name="takes a mean of old velocity and gradient, with the shares beta and 1 - beta",
            belief="The two shares have to add up to 1.",
            hint="By what is the gradient multiplied in the line of the lesson?",
            example="v = beta * v + (1 - beta) * gradient",
            changes={"taken_in": lambda n: (1 - n.beta) * n.gradient},
        ),
        Mistake(
            id="MOMENTUM-RATE-INSIDE",
            name="puts the learning rate into the velocity",
            belief="It does not matter where the learning rate stands.",
            hint="Your old velocity comes without a learning rate. Is it multiplied by one in your lines?",
            example="v = beta * v + learning_rate * gradient; w = w - v",
            changes={"taken_in": lambda n: n.lr * n.gradient, "move": lambda n: n.new_v},
        ),
        again(m.ADD, "w = w + learning_rate * v", {"new_w": lambda n: n.w + n.move}),
        again(m.NO_LR, "w = w - v", {"move": lambda n: n.new_v}),
        again(
            m.SIGN_STEP,
            "w = w - learning_rate * v / abs(v)",
            {"move": lambda n: n.lr * np.sign(n.new_v)},
            belief="The velocity tells the direction and the learning rate alone tells how far.",
        ),
    ),
)


class Moved(Array):
    """The new weights, and below them the velocities, of any number."""

    def fitted(self, right):
        """The same for another number of weights, each number with its name."""
        own = super().fitted(right)
        if own.names:
            return own
        count = np.shape(right)[1]
        both = tr("the new weights"), tr("the new velocity")
        named = ((of, k + 1) for of in both for k in range(count))
        return replace(
            own,
            names=tuple(of if count == 1 else tr("number {k} of {of}", k=k, of=of) for of, k in named),
            groups=tuple((of, tuple(range(n * count, (n + 1) * count))) for n, of in enumerate(both)),
        )


def _any_velocity(rng, *, kind, beta, most=4, least=1):
    w, v, gradient = numbers(rng, kind, 3, int(rng.integers(least, most + 1)))
    rate = float(np.round(rng.uniform(0.01, 0.3), 3))
    return {"w": w, "v": v, "gradient": gradient, "lr": rate, "beta": beta}


VELOCITIES = Domain(
    _any_velocity,
    features(
        kind=("plain", "whole", "repeated", "small", "large", "wide", "far"), beta=(0.0, 0.5, 0.9, 0.99)
    ),
    count=96,
)
MOMENTUM_CASES = [
    {
        "w": np.array([-1.0, 0.5]),
        "v": np.array([0.4, -2.0]),
        "gradient": np.array([-1.5, 22.0]),
        "lr": 0.03,
        "beta": 0.9,
    },
    *(
        _any_velocity(np.random.default_rng(seed), kind="plain", beta=beta, most=2, least=2)
        for seed, beta in enumerate((0.9, 0.5, 0.0))
    ),
]


def momentum(w, v, gradient, learning_rate, beta):
    """One step with momentum.

    w, v, gradient: NumPy arrays of one shape; v is the old velocity. Returns two things: the new weights,
    and the new velocity.
    """
    v = beta * v + gradient
    return w - learning_rate * v, v


QUESTIONS = [
    Question(
        name="two_steps",
        objective="09.1",
        points=1,
        answer=Number(tr("The weight")),
        solution="""
w = {w:code}
for step in range(2):
    w = w - {lr:code} * (w * {size:code} - {price:code}) * {size:code}
two_steps = w
""",
        pipeline=TWO_STEPS,
        quantity=lambda v: v.w,
        cases=[TWO_STEPS_CASE],
        vary=TWO_STEPS_NUMBERS,
    ),
    Question(
        name="count_steps",
        objective="09.3",
        points=1,
        answer=Number(tr("The number of steps"), tolerance=EXACT),
        solution="count_steps = {epochs} * {batches}  # {full} full batches and one of {left} samples each",
        pipeline=COUNTING,
        quantity=lambda v: v.steps,
        cases=[COUNTING_CASE],
        vary=COUNTING_NUMBERS,
    ),
    Question(
        name="twins",
        objective="09.2",
        points=1,
        parts=True,
        answer=TWIN_LINES,
        solution=tr('''
twins = """
dL/dh1 = delta * v
dL/dh2 = delta * v
dL/dz1 = dL/dh1 * h * (1 - h)
dL/dz2 = dL/dh2 * h * (1 - h)
dL/du1 = delta * v * h * (1 - h) * x
dL/du2 = delta * v * h * (1 - h) * x
"""
'''),
        pipeline=TWINS,
        quantity=TWIN_LINES.every,
        cases=[_twins(1.5, 0.4, 0.8, 1.0)],
    ),
    Question(
        name="train",
        objective="09.1",
        points=4,
        answer=Function(
            "train",
            Trained(
                (MOST_STEPS + 7,),
                (
                    tr("the loss at the start"),
                    *(tr("the loss after step {k}", k=k + 1) for k in range(MOST_STEPS)),
                    *("w1", "w3", "w2", "w4", "w5", "w6"),
                ),
                groups=(
                    (tr("the list of losses"), tuple(range(MOST_STEPS + 1))),
                    (tr("the weights after training"), tuple(range(MOST_STEPS + 1, MOST_STEPS + 7))),
                ),
            ),
        ),
        solution=train,
        pipeline=LOOP,
        quantity=lambda v: _in_a_row(v.returned, v.path[-1]["W1"], v.path[-1]["W2"]),
        cases=LOOP_CASES,
        arguments=lambda case: (
            case["x"].copy(),
            case["y"].copy(),
            case["W1"].copy(),
            case["W2"].copy(),
            case["lr"],
            case["steps"],
        ),
        domain=LOOPS,
    ),
    Question(
        name="in_order",
        objective="09.1",
        points=1,
        parts=True,
        answer=Order(mistakes={"c": "M73-MUST-FALL", "e": "M16-UPDATED-W", "h": "M70-LR-TOO-BIG"}),
    ),
    Question(
        name="when_to_stop",
        objective="09.1",
        points=1,
        answer=Choice(),
    ),
    Question(
        name="momentum",
        objective="09.1",
        points=2,
        answer=Function(
            "momentum",
            Moved(
                (2, 2),
                (
                    tr("the first new weight"),
                    tr("the second new weight"),
                    tr("the first velocity"),
                    tr("the second velocity"),
                ),
                strict_shape=True,
                groups=((tr("the new weights"), (0, 1)), (tr("the new velocity"), (2, 3))),
            ),
        ),
        solution=momentum,
        pipeline=MOMENTUM,
        quantity=lambda n: np.stack([n.new_w, n.new_v]),
        cases=MOMENTUM_CASES,
        arguments=lambda case: (
            case["w"].copy(),
            case["v"].copy(),
            case["gradient"].copy(),
            case["lr"],
            case["beta"],
        ),
        domain=VELOCITIES,
    ),
]
