"""The questions of exercise 17: a project, from scaling without a leak to reading what was never seen."""

import numpy as np

from handprop import examples
from handprop.check import BY_HAND, Array, Function, HeldOut, Question, Several, Text
from handprop.check.answers.held_out import Task
from handprop.check.domain import Domain, features, numbers
from handprop.check.mistakes import catalogue as m
from handprop.check.mistakes.again import again
from handprop.check.mistakes.batch import SUM_VS_MEAN
from handprop.check.mistakes.calculation import Mistake, Pipeline
from handprop.check.variants import vary
from handprop.language import tr


def _spread(x):
    return np.where(_changes(x), x.std(axis=0), 1.0)


def _changes(x):
    return np.ptp(x, axis=0) > 0  # the spread of a hundred times 1.3 comes out as 2e-16


def _nearly_equal(x):
    return np.isclose(x.max(axis=0), x.min(axis=0))


def _by_spread(x):
    found = x.std(axis=0)
    return np.where(found > 0, found, 1.0)


SCALED = Pipeline(
    "scaled",
    {
        "judged_by": lambda v: v.x,
        "mean": lambda v: v.judged_by.mean(axis=0),
        "spread": lambda v: _spread(v.judged_by),
        "result": lambda v: (v.x_new - v.mean) / v.spread,
    },
    (
        Mistake(
            id="SCALED-BY-NEW",
            name="takes mean and spread from the new samples",
            belief="Every table is scaled by itself.",
            hint="A single new sample arrives. What would its mean be, and what is left of it?",
            example="(x_new - x_new.mean(axis=0)) / x_new.std(axis=0)",
            changes={"judged_by": lambda v: v.x_new},
        ),
        Mistake(
            id="SCALED-BY-BOTH",
            name="takes mean and spread from old and new samples together",
            belief="More samples give a better mean.",
            hint="What should be known of held-out samples before they are judged?",
            example="np.vstack([x, x_new]).mean(axis=0)",
            changes={"judged_by": lambda v: np.vstack([v.x, v.x_new])},
        ),
        Mistake(
            id="SCALED-MIN-MAX",
            name="scales by smallest and largest number",
            belief="Scaling brings numbers between 0 and 1.",
            hint="What does the question say: minus what, divided by what?",
            example="(x_new - x.min(axis=0)) / (x.max(axis=0) - x.min(axis=0))",
            changes={
                "mean": lambda v: v.judged_by.min(axis=0),
                "spread": lambda v: np.where(_changes(v.x), np.ptp(v.judged_by, axis=0), 1.0),
            },
        ),
        Mistake(
            id="SCALED-ONE-LESS",
            name="divides by one less than the number of samples in the spread",
            belief="A spread is divided by one less than the number of samples.",
            hint="By what does std divide, and what does ddof=1 change?",
            example="x.std(axis=0, ddof=1)",
            changes={"spread": lambda v: np.where(_changes(v.x), v.judged_by.std(axis=0, ddof=1), 1.0)},
        ),
        Mistake(
            id="SCALED-NO-SPREAD",
            name="subtracts the mean and divides by nothing",
            belief="Numbers around 0 are scaled.",
            hint="Grams and kilograms: which of the two columns still has the larger numbers?",
            example="x_new - x.mean(axis=0)",
            changes={"spread": lambda v: 1.0},
        ),
        Mistake(
            id="SCALED-NO-MEAN",
            name="divides by the spread and subtracts nothing",
            belief="Only the size of numbers matters.",
            hint="Around which number should each column lie?",
            example="x_new / x.std(axis=0)",
            changes={"mean": lambda v: 0.0},
        ),
        Mistake(
            id="SCALED-VARIANCE",
            name="divides by the variance, the square of the spread",
            belief="The variance says how wide a column is.",
            hint="In which unit is the variance of a column in metres?",
            example="(x_new - x.mean(axis=0)) / x.var(axis=0)",
            changes={"spread": lambda v: _spread(v.judged_by) ** 2},
        ),
        Mistake(
            id="SCALED-WHOLE-TABLE",
            name="takes one mean and one spread for the whole table",
            belief="mean() gives the mean.",
            hint="Along which axis do the samples lie? How many means should there be?",
            example="(x_new - x.mean()) / x.std()",
            changes={"mean": lambda v: v.judged_by.mean(), "spread": lambda v: v.judged_by.std()},
        ),
        Mistake(
            id="SCALED-SPREAD-NOT-0",
            name="asks whether the spread is above 0, and not whether the column changes",
            belief="Equal numbers have a spread of exactly 0.",
            hint="Compute np.full(100, 1.3).std(). What are the largest and smallest number of that column?",
            example="np.where(spread > 0, spread, 1)",
            changes={"spread": lambda v: _by_spread(v.judged_by)},
        ),
        Mistake(
            id="SCALED-NEARLY-CONSTANT",
            name="takes a column that changes by little beside its size for one that never changes",
            belief="isclose and allclose tell whether numbers are equal.",
            hint="Ask yours about the numbers 100000 and 100001. Are they close? Does the column change?",
            example="np.where(np.isclose(x.max(axis=0), x.min(axis=0)), 1, spread)",
            changes={"spread": lambda v: np.where(_nearly_equal(v.judged_by), 1.0, v.judged_by.std(axis=0))},
        ),
        Mistake(
            id="SCALED-CONSTANT-0",
            name="sets a column that never changes to 0",
            belief="A column that never changes says nothing.",
            hint="A new sample differs there for the first time. Minus the mean, divided by 1: what is it?",
            example="np.where(changes, (x_new - mean) / spread, 0)",
            changes={"result": lambda v: np.where(_changes(v.x), (v.x_new - v.mean) / v.spread, 0.0)},
        ),
        Mistake(
            id="SCALED-TINY-ADDED",
            name="adds a tiny number to each spread",
            belief="So nothing is divided by 0.",
            hint="A column never changes, and a new sample lies 1 above it. How large is your number?",
            example="(x_new - mean) / (spread + 1e-8)",
            changes={"spread": lambda v: v.judged_by.std(axis=0) + 1e-8},
        ),
    ),
)


def _sheet(rng, *, kind, shape, constant):
    samples, new, columns = shape
    powers = {"units": (-2, 6), "tiny units": (-6, -2)}
    units = 10.0 ** rng.integers(*powers[kind], columns) if kind in powers else 1.0
    plain = "plain" if kind in powers else kind
    both = units * (numbers(rng, plain, samples + new, columns) + numbers(rng, "plain", columns))
    if constant:
        column = int(rng.integers(columns))
        # What never changes has to stay so in float32.  A new sample may be only a little off it.
        tiny = both[samples, column] / 2
        both[:samples, column] = np.float32(tiny if kind == "tiny units" else numbers(rng, "plain", 1)[0])
    return {"x": both[:samples], "x_new": both[samples:]}


SHEETS = Domain(
    _sheet,
    features(
        kind=("plain", "units", "tiny units", "whole"),
        shape=((5, 2, 3), (4, 1, 2), (9, 4, 1)),
        constant=(False, True),
    ),
    count=120,
)
SHEET_CASES = [
    _sheet(np.random.default_rng(seed), kind="units", shape=(4, 2, 3), constant=constant)
    for seed, constant in ((701, False), (702, False), (703, True))
]
_PLAIN = _sheet(np.random.default_rng(704), kind="plain", shape=(4, 2, 3), constant=False)
SHEET_CASES.append({name: each / 300 for name, each in _PLAIN.items()})  # spreads far below 1
_LONG = _sheet(np.random.default_rng(705), kind="plain", shape=(100, 2, 3), constant=False)
_LONG["x"][1:, 0], _LONG["x"][:-1, 2] = 0.5, 0.7  # columns that change once: at the start, at the end
_LONG["x"][:, 1] = 1.3  # a column that never changes, and whose computed spread is not 0
SHEET_CASES.append(_LONG)
# One column changes by little beside its size, one by little at all.
_CLOSE = np.array([[1e5, 4e-7, 2.0], [1e5 + 0.25, 1e-7, 1.0], [1e5 - 0.25, -2e-7, 1.5]])
SHEET_CASES.append({"x": _CLOSE, "x_new": np.array([[1e5 + 1, 3e-7, 0.5], [1e5, 1e-7, 2.5]])})


def scaled(x, x_new):
    """New samples, scaled by what is known from the old ones.

    x: (samples, columns), x_new: (new samples, columns).  Returns the shape of x_new.
    """
    mean, spread = x.mean(axis=0), x.std(axis=0)
    return (x_new - mean) / np.where(np.ptp(x, axis=0) > 0, spread, 1)


FOUR = ("W1", "b1", "W2", "b2")
SLOPES = Several(
    (31,), parts=tuple(f"d{name}" for name in FOUR), shapes=lambda case: [case[name].shape for name in FOUR]
)


def _rows(e, axis=1):
    return e / e.sum(axis=axis, keepdims=True)


def _four(*slopes):
    return np.concatenate([np.ravel(each) for each in slopes])


GRADIENTS = Pipeline(
    "gradients",
    {
        "z": lambda v: v.x @ v.W1 + v.b1,
        "h": lambda v: np.maximum(v.z, 0),
        "sums": lambda v: v.h @ v.W2 + v.b2,
        "p": lambda v: _rows(np.exp(v.sums)),
        "target": lambda v: np.eye(len(v.b2))[v.y],
        "error": lambda v: v.p - v.target,
        "delta": lambda v: v.error / len(v.x),
        "dW2": lambda v: v.h.T @ v.delta,
        "db2": lambda v: v.delta.sum(axis=0),
        "back": lambda v: v.delta @ v.W2.T,
        "gate": lambda v: v.z > 0,
        "below": lambda v: v.back * v.gate,
        "dW1": lambda v: v.x.T @ v.below,
        "db1": lambda v: v.below.sum(axis=0),
        "four": lambda v: _four(v.dW1, v.db1, v.dW2, v.db2),
    },
    (
        again(
            m.TARGET_MINUS,
            "delta = target - p",
            {"error": lambda v: v.target - v.p},
            hint="The loss is the cross-entropy: delta is share minus target (lesson 10). What is yours?",
        ),
        again(SUM_VS_MEAN, "delta = p - target", {"delta": lambda v: v.error}),
        again(
            m.FACTOR_2,
            "delta = 2 * (p - target)",
            {"error": lambda v: 2 * (v.p - v.target)},
            name="brings in a factor 2, as a square would",
            hint="The loss is the cross-entropy: delta is share minus target (lesson 10). What brings a 2?",
        ),
        Mistake(
            id="PROJECT-SIGMOID",
            name="takes the sigmoid of each sum by itself instead of softmax",
            belief="Every output is between 0 and 1, so it is a sigmoid.",
            hint="Add up the shares of one sample. Does one know of the others?",
            example="p = 1 / (1 + np.exp(-sums))",
            changes={"p": lambda v: m.sigmoid(v.sums)},
        ),
        Mistake(
            id="PROJECT-NO-GATE",
            name="leaves the gate of ReLU out",
            belief="The slope of ReLU is 1.",
            hint="Which hidden units let nothing through on the way forward?",
            example="below = delta @ W2.T",
            changes={"gate": lambda v: 1.0},
        ),
        Mistake(
            id="PROJECT-GATE-OF-WHAT-ARRIVES",
            name="opens the gate where what arrives is positive",
            belief="ReLU keeps what is positive.",
            hint="Is the gate opened by the sum on the way forward, or by what comes back?",
            example="below = np.maximum(delta @ W2.T, 0)",
            changes={"gate": lambda v: v.back > 0},
        ),
        Mistake(
            id="PROJECT-EXTRA-SLOPE",
            name="multiplies by the slope of a sigmoid, which has cancelled already",
            belief="Every activation brings its slope on the way back.",
            hint="What is left of delta for softmax with cross-entropy?",
            example="delta = (p - target) * p * (1 - p)",
            changes={"error": lambda v: (v.p - v.target) * v.p * (1 - v.p)},
        ),
        Mistake(
            id="PROJECT-SHARES-DOWN",
            name="makes shares down the columns, over the samples",
            belief="sum() adds up what belongs together.",
            hint="What do the shares of one sample add up to?",
            example="p = e / e.sum(axis=0)",
            changes={"p": lambda v: _rows(np.exp(v.sums), axis=0)},
        ),
        Mistake(
            id="PROJECT-NO-HIDDEN-BIAS",
            name="leaves out the bias of the hidden layer on the way forward",
            belief="A bias only shifts.",
            hint="Which sums open a gate with the bias, and stay closed without?",
            example="z = x @ W1",
            changes={"z": lambda v: v.x @ v.W1},
        ),
        Mistake(
            id="PROJECT-LAST-BIAS-MEAN",
            name="divides the slopes of the biases by the number of samples once more",
            belief="A bias belongs to no sample, so its slope is a mean.",
            hint="Where does the mean over the samples stand already?",
            example="db = delta.mean(axis=0)",
            changes={
                "db1": lambda v: v.below.sum(axis=0) / len(v.x),
                "db2": lambda v: v.delta.sum(axis=0) / len(v.x),
            },
        ),
        Mistake(
            id="PROJECT-BEFORE-RELU",
            name="takes the sums of the hidden layer for its values in the last slope",
            belief="z and h are almost the same.",
            hint="What did the last layer get as input: z or h?",
            example="dW2 = z.T @ delta",
            changes={"dW2": lambda v: v.z.T @ v.delta},
        ),
    ),
)


_MOST_CUT = 10  # at which some cut numbers, also those of classes


def _any_step(rng, *, kind, sizes, gates):
    inputs, hidden, classes, samples = sizes
    while True:
        case = {
            "x": numbers(rng, kind, samples, inputs),
            "y": rng.integers(0, classes, samples),
            "W1": numbers(rng, "plain", inputs, hidden),
            "b1": numbers(rng, "plain", hidden),
            "W2": numbers(rng, "plain", hidden, classes),
            "b2": numbers(rng, "plain", classes),
        }
        if gates == "closed":
            case["b1"] = case["b1"] - 40.0
        if classes > _MOST_CUT:  # and its number is met
            case["y"][0] = classes - 1
        if _off_the_corner(case):
            return case


def _off_the_corner(case):
    """Whether no nudge opens or closes a gate."""
    z = case["x"] @ case["W1"] + case["b1"]
    return bool(np.abs(z).min() > 0.01 and np.array_equal(case["y"], np.round(case["y"])))


STEPS = Domain(
    _any_step,
    (
        *features(
            kind=("plain", "whole", "small"),
            sizes=((3, 4, 3, 2), (1, 2, 2, 1), (4, 1, 5, 3), (2, 3, 2, 7), (3, 3, 3, 3)),
            gates=("any",),
        ),
        *features(kind=("plain",), sizes=((3, 4, 3, 2),), gates=("closed",)),
        *features(kind=("plain",), sizes=((3, 4, 12, 2), (3, 4, 2, 30)), gates=("any",)),
    ),
    count=108,
    holds=_off_the_corner,
)
STEP_CASES = [
    _any_step(np.random.default_rng(seed), kind="plain", sizes=(3, 4, 3, 5), gates="any")
    for seed in (711, 712, 713)
]
_FAR_OUT = STEP_CASES[0]  # sums of both layers beyond 10, and shares that are still shared
STEP_CASES.append(
    _FAR_OUT | {"x": 20 * _FAR_OUT["x"], "W2": _FAR_OUT["W2"] / 40, "b2": _FAR_OUT["b2"] / 4 + 14}
)
STEP_CASES += [  # slopes beyond 100, of the first layer and of the last
    _FAR_OUT | {"x": 300 * _FAR_OUT["x"], "W1": _FAR_OUT["W1"] / 300},
    _FAR_OUT | {"W1": 150 * _FAR_OUT["W1"], "b1": 150 * _FAR_OUT["b1"], "W2": _FAR_OUT["W2"] / 150},
    _FAR_OUT | {"W2": 12 + _FAR_OUT["W2"]},  # sums that are large before the bias
    _FAR_OUT | {"W2": _FAR_OUT["W2"] / 400, "b2": np.array([0.5, 0.503, 0.498])},  # and nearly equal ones
]


def gradients(x, y, W1, b1, W2, b2):
    """The derivatives of the mean cross-entropy: ReLU, then softmax.

    x: (samples, inputs), y: (samples,) numbers of classes, from 0; W1: (inputs, hidden), b1: (hidden,),
    W2: (hidden, classes), b2: (classes,).  Returns dW1, db1, dW2, db2.
    """
    z = x @ W1 + b1
    h = np.maximum(z, 0)
    sums = h @ W2 + b2
    e = np.exp(sums - sums.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    delta = (p - np.eye(len(b2))[y]) / len(x)
    below = delta @ W2.T * (z > 0)
    return x.T @ below, below.sum(axis=0), h.T @ delta, delta.sum(axis=0)


# What `read_new` learns is drawn anew every time: classes, columns, units, which samples are held out.
_CLASSES = 4


def _four_classes(rng, x, label):
    chosen = rng.permutation(10)[:_CLASSES]
    counts = rng.integers(35, 60, _CLASSES)
    picked = [
        rng.permutation(np.flatnonzero(label == digit))[:count]
        for digit, count in zip(chosen, counts, strict=True)
    ]
    return x[np.concatenate(picked)], np.repeat(np.arange(_CLASSES), [len(each) for each in picked])


def _pictures(rng):
    data = examples.digits()
    x, y = np.vstack([data.x, data.x_held]), np.vstack([data.y, data.y_held])
    return _task(rng, tr("pictures"), *_four_classes(rng, x, y.argmax(axis=1)))


def _voices(rng):
    data = examples.spoken_digits()
    return _task(
        rng, tr("voices"), *_four_classes(rng, data.x.reshape(len(data.x), -1), data.y.argmax(axis=1))
    )


def _corners(rng):
    """XOR among columns that say nothing: no straight boundary divides the classes."""
    count = int(rng.integers(180, 260))
    x = rng.choice([-1.0, 1.0], (count, 2)) * rng.uniform(0.4, 1.6, (count, 2))
    return _task(
        rng, tr("measurements"), np.hstack([x, rng.normal(size=(count, 3))]), (x.prod(axis=1) > 0).astype(int)
    )


def _task(rng, what, x, y):
    """The samples in random order and units, columns mixed, one that never changes; a third is held out."""
    x = x + rng.normal(0, 0.02, x.shape)
    x = x[:, rng.permutation(x.shape[1])] * 10.0 ** rng.integers(-2, 4) + rng.uniform(-5, 5)
    x = np.insert(x, rng.integers(x.shape[1]), float(rng.integers(1, 9)), axis=1)
    order = rng.permutation(len(x))
    old, new = np.split(order, [len(order) * 2 // 3])
    return Task(what, x[old], y[old], x[new], y[new])


def read_new(x, y, x_new):
    """Learn from the samples x with their classes y, and name the class of each new sample.

    x: (samples, columns), y: (samples,) numbers of classes, from 0; x_new: (new samples, columns).
    Returns one number for each new sample.
    """
    x, x_new = scaled(x, x), scaled(x, x_new)
    rng, hidden, classes = np.random.default_rng(0), 24, y.max() + 1
    parameters = [
        rng.normal(0, np.sqrt(2 / x.shape[1]), (x.shape[1], hidden)),
        np.zeros(hidden),
        rng.normal(0, np.sqrt(2 / hidden), (hidden, classes)),
        np.zeros(classes),
    ]
    for _ in range(400):
        rows = rng.integers(len(x), size=32)
        slopes = gradients(x[rows], y[rows], *parameters)
        parameters = [p - 0.1 * slope for p, slope in zip(parameters, slopes, strict=True)]
    W1, b1, W2, b2 = parameters
    return (np.maximum(x_new @ W1 + b1, 0) @ W2 + b2).argmax(axis=1)


CONFUSION = Pipeline(
    "confusion",
    {
        "rows": lambda v: v.truth,
        "columns": lambda v: v.said,
        "counts": lambda v: _counted(v.rows, v.columns, v.classes),
        "table": lambda v: v.counts,
    },
    (
        Mistake(
            id="CONFUSION-TURNED",
            name="lets the rows be what is said, and the columns what is true",
            belief="A table can be read both ways.",
            hint="Which class is asked for first: the true one or the one that is said?",
            example="table[s, t] += 1",
            changes={"rows": lambda v: v.said, "columns": lambda v: v.truth},
        ),
        Mistake(
            id="CONFUSION-ONCE",
            name="adds up by `table[truth, said] += 1`, which counts each place only once",
            belief="+= adds, however often a place is named.",
            hint="Two samples of class 0 are read as class 0. What stands there in your table?",
            example="table[truth, said] += 1",
            changes={"table": lambda v: (v.counts > 0).astype(float)},
        ),
        Mistake(
            id="CONFUSION-ONE-ROW",
            name="makes one row and has it stand in all places, by `[[0] * classes] * classes`",
            belief="Multiplying a list makes copies of what is in it.",
            hint="Set one number of your empty table to 7, and print the table. How many 7 are there?",
            example="table = [[0] * classes] * classes",
            changes={"table": lambda v: np.tile(v.counts.sum(axis=0), (v.classes, 1))},
        ),
        Mistake(
            id="CONFUSION-ERRORS-ONLY",
            name="counts only the errors",
            belief="A confusion table shows what is confused.",
            hint="What do all numbers of the table add up to?",
            example="if t != s: table[t, s] += 1",
            changes={"table": lambda v: v.counts * (1 - np.eye(v.classes))},
        ),
        Mistake(
            id="CONFUSION-SHARES",
            name="divides by the number of samples",
            belief="A table of shares is easier to read.",
            hint="Counts or shares: what is asked for?",
            example="table / len(truth)",
            changes={"table": lambda v: v.counts / len(v.truth)},
        ),
        Mistake(
            id="CONFUSION-RIGHT-ONLY",
            name="counts only what is right",
            belief="What counts is what it can do.",
            hint="Where do the samples stand that are read wrongly?",
            example="if t == s: table[t, s] += 1",
            changes={"table": lambda v: v.counts * np.eye(v.classes)},
        ),
    ),
)


def _counted(rows, columns, classes):
    table = np.zeros((classes, classes))
    np.add.at(table, (rows.astype(int), columns.astype(int)), 1)
    return table


def _any_reading(rng, *, classes, count, right):
    truth = rng.integers(0, classes, count)
    said = np.where(rng.random(count) < right, truth, rng.integers(0, classes, count))
    return {"truth": truth, "said": said, "classes": classes}


def _still_classes(case):
    return all(
        np.array_equal(case[name], np.round(case[name]))
        and case[name].min() >= 0
        and case[name].max() < case["classes"]
        for name in ("truth", "said")
    )


READINGS = Domain(
    _any_reading,
    (
        *features(classes=(5, 3, 2), count=(30, 4, 1), right=(0.2, 0.8, 1.0)),
        *features(classes=(12,), count=(30,), right=(0.8,)),
        *features(
            classes=(2,), count=(600,), right=(0.8, 0.98)
        ),  # counts beyond 255, which 8 bits cannot hold
    ),
    count=90,
    holds=_still_classes,
)
READING_CASES = [
    {"truth": np.array([0, 0, 1, 2, 2, 2, 1]), "said": np.array([0, 1, 1, 2, 0, 2, 1]), "classes": 3},
    {"truth": np.array([2, 2, 0, 1, 1]), "said": np.array([1, 1, 0, 1, 2]), "classes": 3},
]


def confusion(truth, said, classes):
    """How often each class is read as each: a row for each true class, a column for what is said.

    truth, said: (samples,) numbers of classes, from 0; classes: how many there are.
    Returns shape (classes, classes).
    """
    table = np.zeros((classes, classes))
    for t, s in zip(truth, said, strict=True):
        table[t, s] += 1
    return table


VERDICTS = Pipeline(
    "verdicts",
    {
        "table": lambda v: np.array([[v.aa, v.ab], [v.ba, v.bb]], dtype=float),
        "all": lambda v: v.table.sum(),
        "accuracy": lambda v: (v.aa + v.bb) / v.all,
        "piles": lambda v: v.table.sum(axis=1),
        "baseline": lambda v: v.piles.max() / v.all,
        "found": lambda v: v.bb / (v.ba + v.bb),
        "three": lambda v: np.array([v.accuracy, v.baseline, v.found]),
    },
    (
        Mistake(
            id="VERDICTS-ERROR-RATE",
            name="gives the share that is wrong",
            belief="What is interesting are the errors.",
            hint="Would your first number be 1 or 0 for a network that is always right?",
            example="(ab + ba) / all",
            changes={"accuracy": lambda v: (v.ab + v.ba) / v.all},
        ),
        Mistake(
            id="VERDICTS-BY-GUESSING",
            name="takes one half as the baseline, because there are two classes",
            belief="Who knows nothing guesses.",
            hint="Without looking at anything, which class would you always name?",
            example="1 / 2",
            changes={"baseline": lambda v: 0.5},
        ),
        Mistake(
            id="VERDICTS-OFTEN-SAID",
            name="takes for the baseline what the network says most often",
            belief="The most frequent class is the largest column.",
            hint="Rows or columns: which of them hold the true classes?",
            example="max(aa + ba, ab + bb) / all",
            changes={"piles": lambda v: v.table.sum(axis=0)},
        ),
        Mistake(
            id="VERDICTS-OF-THE-SAID",
            name="divides by how many are said to be ill, instead of how many are",
            belief="The share of the ill: right ones among those named.",
            hint="Of all who are ill, how many does it find? Which row holds them?",
            example="bb / (ab + bb)",
            changes={"found": lambda v: v.bb / (v.ab + v.bb)},
        ),
        Mistake(
            id="VERDICTS-OF-ALL",
            name="divides the found ones by the number of all samples",
            belief="A share is a share of all.",
            hint="If every ill one were found, would your number be 1?",
            example="bb / all",
            changes={"found": lambda v: v.bb / v.all},
        ),
        Mistake(
            id="VERDICTS-PER-CENT",
            name="gives all numbers in per cent",
            belief="Per cent or not, it is the same.",
            hint="Numbers between 0 and 1 are asked for. Which of them stands for all?",
            example="100 * (aa + bb) / all",
            changes={"three": lambda v: 100 * np.array([v.accuracy, v.baseline, v.found])},
        ),
    ),
)
TABLE_CASE = {"aa": 84, "ab": 6, "ba": 7, "bb": 13}
TABLE_NUMBERS = vary(
    TABLE_CASE,
    VERDICTS,
    {"aa": range(70, 96), "ab": range(4, 12), "ba": range(5, 12), "bb": range(8, 20)},
    holds=lambda v: v.ab != v.ba and v.table[0].sum() != v.table[:, 0].sum() and v.aa + v.bb != v.ab + v.ba,
    shown=lambda v: {"accuracy": v.accuracy, "baseline": v.baseline, "found": v.found},
)

QUESTIONS = [
    Question(
        name="scaled",
        objective="17.1",
        points=2,
        answer=Function("scaled", Array((2, 3))),
        solution=scaled,
        pipeline=SCALED,
        quantity=lambda v: v.result,
        cases=SHEET_CASES,
        arguments=lambda case: tuple(case[name].copy() for name in ("x", "x_new")),
        domain=SHEETS,
    ),
    Question(
        name="gradients",
        objective="17.2",
        points=4,
        answer=Function("gradients", SLOPES),
        solution=gradients,
        pipeline=GRADIENTS,
        quantity=lambda v: v.four,
        cases=STEP_CASES,
        arguments=lambda case: tuple(case[name].copy() for name in ("x", "y", "W1", "b1", "W2", "b2")),
        domain=STEPS,
    ),
    Question(
        name="read_new",
        objective="17.2",
        points=4,
        answer=HeldOut("read_new", (_pictures, _voices, _corners)),
        solution=read_new,
    ),
    Question(
        name="confusion",
        objective="17.3",
        points=2,
        answer=Function("confusion", Array((3, 3))),
        solution=confusion,
        pipeline=CONFUSION,
        quantity=lambda v: v.table,
        cases=READING_CASES,
        arguments=lambda case: (case["truth"].copy(), case["said"].copy(), case["classes"]),
        domain=READINGS,
    ),
    Question(
        name="verdicts",
        objective="17.3",
        points=2,
        answer=Array(
            (3,),
            names=(tr("accuracy"), tr("baseline"), tr("share of the ill that is found")),
            tolerance=BY_HAND,
        ),
        solution="verdicts = [({aa} + {bb}) / ({aa} + {ab} + {ba} + {bb}), "
        "({aa} + {ab}) / ({aa} + {ab} + {ba} + {bb}), {bb} / ({ba} + {bb})]",
        pipeline=VERDICTS,
        quantity=lambda v: v.three,
        cases=[TABLE_CASE],
        vary=TABLE_NUMBERS,
        parts=True,
    ),
    Question(
        name="report",
        objective="17.3",
        points=6,
        answer=Text(),
    ),
]
