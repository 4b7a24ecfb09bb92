"""The questions of exercise 13: what a tensor holds, ten loops, a loop and a way back in PyTorch's words."""

import numpy as np

from handprop import little_torch as torch
from handprop.check import BY_HAND, EXACT, Array, Function, Number, Question
from handprop.check.cases import far_off, random_batch
from handprop.check.domain import Domain, features, network, numbers
from handprop.check.mistakes import by_id
from handprop.check.mistakes.again import again
from handprop.check.mistakes.calculation import Mistake, Pipeline
from handprop.check.mistakes.catalogue import sigmoid
from handprop.check.variants import steps, vary
from handprop.language import tr

BANK = by_id()
STEPS = 3

FOUR_NUMBERS = Pipeline(
    "four_numbers",
    {
        "slope": lambda v: (v.w * v.x - v.y) * v.x,
        "first": lambda v: v.slope,
        "second": lambda v: v.first + v.slope,
        "moved": lambda v: v.w - v.lr * v.second,
        "kept": lambda v: 0.0,
        "cut": lambda v: v.moved * v.x * v.x,
        "last": lambda v: v.kept + v.cut,
    },
    (
        Mistake(
            id="GRAD-OVERWRITTEN",
            name="lets the second walk replace what the first one left",
            belief="Each backward computes the gradient, so it writes it down anew.",
            hint="What does a second `backward` do with what stands in w.grad already?",
            example="w.grad = ...  # what the second walk gives",
            changes={"second": lambda v: v.slope},
        ),
        Mistake(
            id="DETACH-NOT-CUT",
            name="follows both factors of h · h, although one is detached",
            belief="The numbers are the same, so the derivative is.",
            hint="Which of the two factors still knows that it was made from w?",
            example="w.grad = 2 * h * x",
            changes={"cut": lambda v: 2 * v.moved * v.x * v.x},
        ),
        Mistake(
            id="DETACH-ALL",
            name="takes detach for the end of all paths, so that nothing arrives",
            belief="A detached tensor stops the gradient.",
            hint="h · h has two factors. Is the first one detached too?",
            example="w.grad = 0.0",
            changes={"cut": lambda v: 0.0},
        ),
        Mistake(
            id="GRAD-NOT-FORGOTTEN",
            name="adds the last walk to the old w.grad",
            belief="A derivative that was used stays where it is.",
            hint="Which line stands between the step and the last walk?",
            example="w.grad += ...",
            changes={"kept": lambda v: v.second},
        ),
        Mistake(
            id="NO-GRAD-NO-STEP",
            name="leaves w where it is, because of no_grad",
            belief="Inside no_grad nothing happens.",
            hint="What does no_grad switch off: the calculation, or the memory of it?",
            example="w stays",
            changes={"moved": lambda v: v.w},
        ),
        Mistake(
            id="STEP-UPHILL",
            name="adds the step instead of subtracting it",
            belief="The gradient says how to change w.",
            hint="Which sign does the line with `w -=` have?",
            example="w += 0.1 * w.grad",
            changes={"moved": lambda v: v.w + v.lr * v.second},
        ),
        Mistake(
            id="STEP-WITH-FIRST",
            name="takes the step with what the first walk gave",
            belief="A step uses the gradient of the loss.",
            hint="What stands in w.grad when the line of C runs?",
            example="w -= 0.1 * ...  # w.grad at A",
            changes={"moved": lambda v: v.w - v.lr * v.first},
        ),
        Mistake(
            id="STEP-WITHOUT-RATE",
            name="subtracts w.grad itself, without the 0.1",
            belief="The gradient is the step.",
            hint="By what is w.grad multiplied in the line of C?",
            example="w -= w.grad",
            changes={"moved": lambda v: v.w - v.second},
        ),
        Mistake(
            id="LAST-WALK-OLD-W",
            name="takes the last walk with w as it was before the step",
            belief="w is the number from the first line.",
            hint="Which number does w hold when h is computed: that of the first line, or that of C?",
            example="w.grad = w * x * x  # with the first w",
            changes={"cut": lambda v: v.w * v.x * v.x},
        ),
        Mistake(
            id="SQUARE-NO-INNER",
            name="leaves out the factor of w in the derivative of the square",
            belief="The derivative of half a square is what is in the brackets.",
            hint="By how much does what is in the brackets change when w grows by 1?",
            example="w.grad = w * x - y",
            changes={"slope": lambda v: v.w * v.x - v.y},
        ),
        Mistake(
            id="SQUARE-NO-HALF",
            name="forgets the half of the loss",
            belief="The derivative of a square has a 2.",
            hint="What does the / 2 at the end of the loss do to the 2 of the square?",
            example="w.grad = 2 * (w * x - y) * x",
            changes={"slope": lambda v: 2 * (v.w * v.x - v.y) * v.x},
        ),
    ),
)

# Lines that say the same as the one of the solution: a misplaced line may be named at either end of its way,
# a missing one before every line where it would help (at the end of a round: the line after the last).
AS_GOOD = {
    1: {3: 2, 5: 2},
    2: {3: 4, 5: 4},
    4: {4: 3},
    5: {4: 1},
    6: {6: 5, 7: 5},
    7: {4: 3},
    8: {2: 1},
    9: {3: 2, 4: 2},
    10: {1: 5, 2: 5, 3: 5, 4: 5},
}
STOPS = {7: 6, 9: 5}  # where the two programs with an error stop; in loop 9 a line is missing there as well
SLIPS = np.array([2.0, 4.0, 4.0, 3.0, 1.0, 5.0, 3.0, 1.0, 2.0, 5.0])


class Lines(Array):
    """A line for each loop, read as the line that the solution names where both are right."""

    def read(self, raw):
        """The ten lines."""
        lines = super().read(raw)
        read = np.array([AS_GOOD.get(k, {}).get(float(line), line) for k, line in enumerate(lines, 1)])
        if lines[8] == STOPS[9] and lines[6] != STOPS[7]:
            read[8] = SLIPS[8]
        return read


def _lines(**loops):
    """The right lines, but for these loops."""
    changed = {int(name.removeprefix("loop")): line for name, line in loops.items()}
    return lambda v: np.array([changed.get(k, line) for k, line in enumerate(v.lines, 1)], dtype=float)


TEN_LOOPS = Pipeline(
    "ten_loops",
    {"named": lambda v: v.lines},
    (
        Mistake(
            id="WHERE-IT-SHOWS",
            name="names the line at which the program stops, not the one that made it stop",
            belief="The error message points at the slip.",
            hint="In the loops that end with an error: what would `backward` have needed from a line above?",
            example="loss.backward()",
            changes={"named": _lines(loop7=6, loop9=5)},
        ),
        Mistake(
            id="ZERO-GRAD-FIRST",
            name="takes a zero_grad at the head of the round for the slip",
            belief="zero_grad belongs right before backward.",
            hint="What has to be forgotten, and by when? Is it too early before the forward pass?",
            example="for x, y in batches: optimizer.zero_grad()",
            changes={"named": _lines(loop3=2, loop4=2, loop5=3, loop6=2, loop7=2, loop8=3)},
        ),
        Mistake(
            id="NO-GRAD-IS-EVAL",
            name="takes no_grad for the mode in which a model is judged, and suspects another line",
            belief="Where nothing is remembered, nothing is dropped either.",
            hint="Which switches Dropout off, `no_grad` or `eval`? In which mode is the model there?",
            example="with torch.no_grad(): right = model(x_held).argmax(1) == y_held",
            changes={"named": _lines(loop6=3)},
        ),
        Mistake(
            id="ITEM-HARMLESS",
            name="sees no harm in making the loss anew from its number, and suspects another line",
            belief="The number is the same, and it requires a gradient.",
            hint="What does a tensor remember that was made from a plain number?",
            example="loss = torch.tensor(loss.item(), requires_grad=True)",
            changes={"named": _lines(loop3=3)},
        ),
        Mistake(
            id="MODEL-HARMLESS",
            name="sees no harm in a new model, and suspects another line",
            belief="The optimizer belongs to the name model.",
            hint="Whose parameters does the optimizer hold, and whose get the derivatives?",
            example="model = make_model()  # after the optimizer",
            changes={"named": _lines(loop8=5)},
        ),
    ),
)


def _losses(
    v, *, zero=True, moves=True, fold=1.0, frozen=(), hidden=True, output=False, row=False, moved=False
):
    """The losses of the loop, with the ways to get it wrong: without zero_grad, without a step, ..."""
    weights, total = dict(v.start), dict.fromkeys(v.start, 0.0)
    losses = []
    for _ in range(STEPS + 1):
        loss, slopes = _walk(v, weights, fold, hidden, output, row, moved)
        losses.append(loss)
        total = {name: slopes[name] + (0.0 if zero else total[name]) for name in slopes}
        for name in set(weights) - set(frozen) if moves else ():
            weights[name] = weights[name] - v.lr * total[name]
    return np.array(losses)


def _walk(v, weights, fold, hidden, output, row, moved):
    """The loss and the slopes.

    `row`: the targets stand in a row, and each meets every prediction; `moved`: W2 moves before the way back.
    """
    z = v.x @ weights["W1"] + weights["b1"]
    h = sigmoid(z) if hidden else z
    z2 = h @ weights["W2"] + weights["b2"]
    a = sigmoid(z2) if output else z2
    error = a - (v.y.T if row else v.y)
    delta = fold * 2 * error.sum(1, keepdims=True) / error.size * (a * (1 - a) if output else 1)
    W2 = weights["W2"] - (v.lr * h.T @ delta if moved else 0.0)
    back = delta @ W2.T * (h * (1 - h) if hidden else 1)
    slopes = {"W1": v.x.T @ back, "b1": back.sum(0), "W2": h.T @ delta, "b2": delta.sum(0)}
    return fold * np.mean(error**2), slopes


def _wrong(**options):
    return {"losses": lambda v: _losses(v, **options)}


LOOP = Pipeline(
    "loop",
    {
        "start": lambda v: {name: getattr(v, name) for name in ("W1", "b1", "W2", "b2")},
        "losses": _losses,
        "returned": lambda v: v.losses,
    },
    (
        again(
            BANK["M49-NOT-ZEROED"],
            "loss.backward(); optimizer.step()",
            _wrong(zero=False),
            hint="What stands in `.grad` when the second walk begins?",
        ),
        Mistake(
            id="NOTHING-MOVES",
            name="makes steps that move nothing",
            belief="The lines are all there, so it trains.",
            hint="Which line moves the weights? `step` needs what stands in `.grad` when it is called. "
            "`W = W - ...` makes a new tensor, and the old one stays: use `W -= ...` within `no_grad`.",
            example="optimizer.zero_grad(); optimizer.step(); loss.backward()",
            changes=_wrong(moves=False),
        ),
        Mistake(
            id="LOSS-AS-SUM",
            name="sums the squares where MSELoss takes their mean",
            belief="The loss of a batch is the sum over its samples.",
            hint="By what does `torch.nn.MSELoss()` divide, if nothing else is said?",
            example='torch.nn.MSELoss(reduction="sum")',
            changes={"losses": lambda v: _losses(v, fold=v.y.size)},
        ),
        Mistake(
            id="LOSS-WITH-HALF",
            name="takes half the squared error, as in our own network",
            belief="A squared error has a half in front.",
            hint="Is there a half in `MSELoss`?",
            example="loss = ((prediction - y) ** 2).mean() / 2",
            changes=_wrong(fold=0.5),
        ),
        Mistake(
            id="LOSS-AS-HALF-SUM",
            name="takes half the sum of the squares, the loss of the lesson's first loop",
            belief="The loss is the one that stood there before.",
            hint="Is there a half in `MSELoss`? And does it take the sum, or the mean?",
            example="loss = ((prediction - y) ** 2).sum() / 2",
            changes={"losses": lambda v: _losses(v, fold=v.y.size / 2)},
        ),
        Mistake(
            id="DETACH-FROZEN",
            name="never moves W1: detach cuts its path",
            belief="The numbers are the same, so it does not matter where they come from.",
            hint="Is there a path from the loss back to W1? What does detach do to it?",
            example="h = torch.sigmoid(x @ W1.detach() + b1)",
            changes=_wrong(frozen=("W1",)),
        ),
        Mistake(
            id="HIDDEN-LINEAR",
            name="leaves the hidden layer without its sigmoid",
            belief="A layer is a weighted sum.",
            hint="What becomes of the weighted sums of the hidden layer?",
            example="h = x @ W1 + b1",
            changes=_wrong(hidden=False),
        ),
        Mistake(
            id="OUTPUT-SIGMOID",
            name="puts a sigmoid on the output too",
            belief="Every layer has the same activation.",
            hint="Which activation does the output have?",
            example="prediction = torch.sigmoid(h @ W2 + b2)",
            changes=_wrong(output=True),
        ),
        again(
            BANK["M45-BIAS-FROZEN"],
            "torch.optim.SGD([W1, W2], lr=learning_rate)",
            _wrong(frozen=("b1", "b2")),
            hint="Which tensors does your optimizer hold, and which of them require a gradient?",
        ),
        again(
            BANK["M53-BROADCAST-N1"],
            "y = torch.tensor(y.ravel())",
            _wrong(row=True),
            hint="Print the shapes of prediction and target. What is the shape of their difference?",
        ),
        again(
            BANK["M16-UPDATED-W"],
            "W2 -= learning_rate * dW2; back = delta @ W2.T",
            _wrong(moved=True),
            name="uses the already updated W2 for the gradients of W1 and b1",
        ),
        Mistake(
            id="LAST-LOSS-AGAIN",
            name="takes the last loss again, without a new forward pass after the last step",
            belief="The loss follows the weights.",
            hint="To which weights does your last loss belong?",
            example="losses.append(loss.item())  # after the loop",
            changes={"returned": lambda v: np.append(v.losses[:-1], v.losses[-2])},
        ),
    ),
)

# z and what arrives, of both signs; large z too, where the sigmoid is flat.
SWISH_CASES = [
    {"z": np.array([-1.0, 0.5, 2.0]), "arriving": np.array([1.0, -2.0, 0.5])},
    {"z": np.array([-0.4, 3.0, 1.2]), "arriving": np.array([0.7, 1.5, -1.0])},
    {"z": np.array([0.3, -2.5, 6.0]), "arriving": np.array([-1.1, 0.6, 2.0])},
    {"z": np.array([9.0, -8.0, 20.0]), "arriving": np.array([1.4, 90.0, 0.7])},
]
SWISH = Pipeline(
    "swish",
    {
        "s": lambda v: sigmoid(v.z),
        "slope_of_s": lambda v: v.s * (1 - v.s),
        "as_factor": lambda v: v.s,
        "through_s": lambda v: v.z * v.slope_of_s,
        "slope": lambda v: v.as_factor + v.through_s,
        "back": lambda v: v.arriving * v.slope,
    },
    (
        Mistake(
            id="SWISH-FACTOR-ONLY",
            name="follows only the path of z as a factor",
            belief="The sigmoid is a factor, so it is a constant.",
            hint="Does the sigmoid move when z does?",
            example="arriving * s",
            changes={"slope": lambda v: v.as_factor},
        ),
        Mistake(
            id="SWISH-SIGMOID-ONLY",
            name="follows only the path of z through the sigmoid",
            belief="The slope of the operation is that of its function.",
            hint="z stands in front of the sigmoid too. What does it do there when it grows?",
            example="arriving * z * s * (1 - s)",
            changes={"slope": lambda v: v.through_s},
        ),
        Mistake(
            id="SWISH-PRODUCT-OF-SLOPES",
            name="takes the product of the slopes for the slope of the product",
            belief="The slope of z is 1, that of the sigmoid s(1 − s), so it is their product.",
            hint="A product has two factors that may move. How many parts does its change have?",
            example="arriving * s * (1 - s)",
            changes={"slope": lambda v: v.slope_of_s},
        ),
        Mistake(
            id="BACK-NOT-ARRIVING",
            name="returns the local slope without what arrives",
            belief="The backward of an operation is its derivative.",
            hint="The derivative of what is asked for, of the result or of the loss?",
            example="s + z * s * (1 - s)",
            changes={"back": lambda v: v.slope},
        ),
        Mistake(
            id="BACK-ADDS-ARRIVING",
            name="adds what arrives to the local slope",
            belief="Derivatives are added up on the way back.",
            hint="Along a path, do we add or multiply?",
            example="arriving + slope",
            changes={"back": lambda v: v.arriving + v.slope},
        ),
        Mistake(
            id="SWISH-SLOPE-AT-RESULT",
            name="takes the slope of the sigmoid at the wrong number, as z(1 − z)",
            belief="The slope of the sigmoid is a(1 − a), and what I have is z.",
            hint="Which number stands in the slope of the sigmoid, its input or its result?",
            example="arriving * (s + z * z * (1 - z))",
            changes={"slope_of_s": lambda v: v.z * (1 - v.z)},
        ),
        Mistake(
            id="SWISH-VALUE",
            name="multiplies by the result of the operation where its slope belongs",
            belief="What went forward comes back.",
            hint="When z grows by 0.01, by how much does the result grow, and how large is it?",
            example="arriving * z * s",
            changes={"slope": lambda v: v.z * v.s},
        ),
        Mistake(
            id="SWISH-MINUS",
            name="subtracts the path through the sigmoid",
            belief="The slope of the sigmoid has a minus in it, so its path is subtracted.",
            hint="When the sigmoid grows and z is positive, does the product grow or fall?",
            example="arriving * (s - z * s * (1 - s))",
            changes={"slope": lambda v: v.as_factor - v.through_s},
        ),
        Mistake(
            id="SWISH-SLOPE-IS-VALUE",
            name="takes the sigmoid itself for its slope",
            belief="The derivative of the sigmoid is the sigmoid, as with exp.",
            hint="Far to the right the sigmoid is flat and near 1. What is its slope there?",
            example="arriving * (s + z * s)",
            changes={"slope_of_s": lambda v: v.s},
        ),
        Mistake(
            id="SWISH-SLOPE-SQUARE",
            name="takes one minus the sigmoid, squared, for the slope of the sigmoid",
            belief="A slope has the same factor twice.",
            hint="At z = 0 the slope of the sigmoid is ¼. What is it far to the left, and what is yours?",
            example="arriving * (s + z * (1 - s) ** 2)",
            changes={"slope_of_s": lambda v: (1 - v.s) ** 2},
        ),
        Mistake(
            id="SWISH-SLOPE-ONE-LESS",
            name="takes one minus the sigmoid for the slope of the sigmoid",
            belief="The slope of the sigmoid is what is left up to 1.",
            hint="At z = 0 the slope of the sigmoid is ¼. What is yours?",
            example="arriving * (s + z * (1 - s))",
            changes={"slope_of_s": lambda v: 1 - v.s},
        ),
        Mistake(
            id="SWISH-TANH-SLOPE",
            name="takes the slope of tanh, one minus the square, for that of the sigmoid",
            belief="Every activation that levels off has the same slope.",
            hint="What is the slope of the sigmoid at z = 0, and what is that of tanh?",
            example="arriving * (s + z * (1 - s ** 2))",
            changes={"slope_of_s": lambda v: 1 - v.s**2},
        ),
        Mistake(
            id="SWISH-AS-SIGMOID",
            name="takes the result of the operation for a sigmoid, and its slope for that of one",
            belief="Whatever comes out times one minus what comes out: that is its slope.",
            hint="Can the result be above 1? Then it is no sigmoid. Which two paths lead from z to it?",
            example="a = z * s; arriving * a * (1 - a)",
            changes={"slope": lambda v: v.z * v.s * (1 - v.z * v.s)},
        ),
        Mistake(
            id="SWISH-EXP-SIGN",
            name="computes the sigmoid of −z",
            belief="The sigmoid is 1 / (1 + exp(z)).",
            hint="Which number does your sigmoid give for z = 10? Where is the minus in it?",
            example="s = 1 / (1 + np.exp(z))",
            changes={"s": lambda v: sigmoid(-v.z)},
        ),
        Mistake(
            id="SWISH-NO-SLOPE-OF-S",
            name="leaves out the slope of the sigmoid in its own path",
            belief="Through the sigmoid z arrives as z.",
            hint="On the path through the sigmoid, which local slope comes after the factor z?",
            example="arriving * (s + z)",
            changes={"through_s": lambda v: v.z},
        ),
    ),
)


def _any_vector(rng, *, kind, arriving):
    return {"z": numbers(rng, kind, 3), "arriving": numbers(rng, arriving, 3)}


VECTORS = Domain(
    _any_vector,
    features(kind=("plain", "whole", "repeated", "small"), arriving=("plain", "far")),
    count=100,
)

FLOOR = Pipeline(
    "floor",
    {
        "sure": lambda v: 1.0,
        "other": lambda v: 0.0,
        "share": lambda v: np.exp(v.sure) / (np.exp(v.sure) + (v.classes - 1) * np.exp(v.other)),
        "loss": lambda v: -np.log(v.share),
    },
    (
        Mistake(
            id="FLOOR-ZERO",
            name="takes the loss of somebody who is sure and right for 0, as if there were one softmax",
            belief="A share of 1 costs nothing.",
            hint="The share of 1 is taken for a sum. Which share does the second softmax make of it?",
            example="-np.log(1)",
            changes={"share": lambda v: 1.0},
        ),
        Mistake(
            id="FLOOR-GUESSING",
            name="gives the loss of guessing",
            belief="With two softmaxes nothing is left of the answer.",
            hint="Is the sum 1 for the right class the same as the sums 0 for the others?",
            example="np.log(10)",
            changes={"share": lambda v: 1.0 / v.classes},
        ),
        Mistake(
            id="FLOOR-OTHERS-NOTHING",
            name="forgets that e to the power 0 is 1",
            belief="What has no share adds nothing.",
            hint="What is e to the power 0?",
            example="-np.log(np.e / (np.e + 0))",
            changes={"share": lambda v: np.exp(v.sure) / np.exp(v.sure)},
        ),
        Mistake(
            id="FLOOR-OWN-LEFT-OUT",
            name="leaves the right class out below the fraction line",
            belief="The sum below is over the other classes.",
            hint="The shares of all classes add up to 1. What do yours add up to?",
            example="-np.log(np.e / 9)",
            changes={"share": lambda v: np.e / (v.classes - 1)},
        ),
        Mistake(
            id="FLOOR-TEN-OTHERS",
            name="counts all classes as others",
            belief="All classes stand beside the e.",
            hint="How many classes are wrong?",
            example="-np.log(np.e / (np.e + 10))",
            changes={"share": lambda v: np.exp(v.sure) / (np.exp(v.sure) + v.classes)},
        ),
        Mistake(
            id="FLOOR-THREE-CLASSES",
            name="gives the number of the lesson, which is for three classes",
            belief="The floor is the same for every number of classes.",
            hint="How many classes are there here? What does each of the others add below the fraction line?",
            example="-np.log(np.e / (np.e + 2))",
            changes={"share": lambda v: np.e / (np.e + 2)},
        ),
        Mistake(
            id="FLOOR-SHARE",
            name="gives the share instead of the loss",
            belief="The answer is what softmax gives.",
            hint="What does cross-entropy make of the share of the right class?",
            example="np.e / (np.e + 9)",
            changes={"loss": lambda v: v.share},
        ),
        Mistake(
            id="FLOOR-LOG-10",
            name="takes the logarithm to the base 10",
            belief="log is log.",
            hint="Which logarithm undoes e to a power?",
            example="-np.log10(np.e / (np.e + 9))",
            changes={"loss": lambda v: -np.log10(v.share)},
        ),
    ),
)


def train(x, y, W1, b1, W2, b2, learning_rate):
    """The losses of a training loop with three steps: at the start, and after each step.

    x: (samples, 2), y: (samples, 1), W1: (2, 3), b1: (3,), W2: (3, 1), b2: (1,), all NumPy arrays.
    Returns a list of four numbers.
    """
    x, y = torch.tensor(x), torch.tensor(y)
    parameters = [torch.tensor(each, requires_grad=True) for each in (W1, b1, W2, b2)]
    W1, b1, W2, b2 = parameters
    optimizer, loss_of = torch.optim.SGD(parameters, lr=learning_rate), torch.nn.MSELoss()
    losses = []
    for _ in range(4):
        loss = loss_of(torch.sigmoid(x @ W1 + b1) @ W2 + b2, y)
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses


def swish_backward(z, arriving):
    """The way back of z · sigmoid(z): z and arriving are NumPy arrays of shape (3,), and so is the result."""
    s = 1 / (1 + np.exp(-z))
    return arriving * (s + z * s * (1 - s))


PARAMETERS = ("x", "y", "W1", "b1", "W2", "b2")


def _any_loop(rng, *, kind, **options):
    """Beside the usual kinds: targets so far off that losses are large."""
    case = network(rng, kind="plain" if kind == "far off" else kind, **options)
    case["lr"] = float(np.round(rng.uniform(0.05, 0.4), 2))
    return far_off(case, "y", 500) | {"lr": case["lr"] / 10} if kind == "far off" else case


LOOPS = Domain(
    _any_loop,
    features(sizes=((2, 3, 1),), kind=("plain", "repeated", "small", "far off"), samples=(1, 2, (3, 6))),
    count=60,
)

PAPER_CASE = {"w": 5.0, "x": 3.0, "y": 8.0, "lr": 0.1}
PAPER_NUMBERS = vary(
    PAPER_CASE,
    FOUR_NUMBERS,
    {"w": steps(2, 5), "x": steps(3, 6), "y": steps(1, 9)},
    alike=lambda v: (v.slope > 0, v.moved > 0),
    holds=lambda v: v.w * v.x - v.y != v.w,  # else the slope is the prediction
    shown=lambda v: {"second": v.second, "moved": v.moved, "slope": v.slope, "last": v.last},
)
FLOOR_CASE = {"classes": 10}
FLOOR_NUMBERS = vary(
    FLOOR_CASE, FLOOR, {"classes": range(4, 30)}, shown=lambda v: {"loss": v.loss, "others": v.classes - 1}
)

QUESTIONS = [
    Question(
        name="three_grads",
        objective="13.2",
        points=2,
        answer=Array((4,), ("A", "B", "C", "D"), tolerance=BY_HAND),
        stub="three_grads = [..., ..., ..., ...]",
        solution="""
slope = ({w:code} * {x:code} - {y:code}) * {x:code}
w = {w:code} - 0.1 * 2 * slope
three_grads = [slope, 2 * slope, w, {x:code} * w * {x:code}]
""",
        pipeline=FOUR_NUMBERS,
        quantity=lambda v: np.array([v.first, v.second, v.moved, v.last]),
        cases=[PAPER_CASE],
        vary=PAPER_NUMBERS,
    ),
    Question(
        name="ten_loops",
        objective="13.3",
        points=3,
        answer=Lines((10,), tuple(tr("loop {k}", k=k) for k in range(1, 11)), tolerance=EXACT),
        stub="ten_loops = [..., ..., ..., ..., ..., ..., ..., ..., ..., ...]",
        solution=f"ten_loops = {SLIPS.astype(int).tolist()}",
        pipeline=TEN_LOOPS,
        quantity=lambda v: v.named,
        cases=[{"lines": SLIPS}],
    ),
    Question(
        name="train",
        objective="13.1",
        points=4,
        answer=Function(
            "train",
            Array((4,), (tr("the loss at the start"), *(tr("that after step {k}", k=k) for k in (1, 2, 3)))),
        ),
        solution=train,
        pipeline=LOOP,
        quantity=lambda v: v.returned,
        cases=[
            random_batch(seed, (2, 3, 1), samples) | {"lr": 0.3}
            for seed, samples in ((130, 4), (131, 3), (132, 5))
        ]
        + [random_batch(130, (2, 3, 1), 4) | {"lr": 0.3, "y": random_batch(133, (2, 3, 1), 4)["y"]}]
        + [far_off(random_batch(131, (2, 3, 1), 3), "y", 500) | {"lr": 0.03}]
        + [random_batch(134, (2, 3, 1), 20) | {"lr": 0.3}]
        # Steps that are too long: the loss rises and falls.
        + [random_batch(seed, (2, 3, 1)) | {"lr": rate} for seed, rate in ((139, 0.5), (133, 0.7))],
        arguments=lambda case: (*(case[name].copy() for name in PARAMETERS), case["lr"]),
        domain=LOOPS,
    ),
    Question(
        name="swish_backward",
        objective="13.2",
        points=3,
        answer=Function("swish_backward", Array((3,))),
        solution=swish_backward,
        pipeline=SWISH,
        quantity=lambda v: v.back,
        cases=SWISH_CASES,
        arguments=lambda case: (case["z"].copy(), case["arriving"].copy()),
        domain=VECTORS,
    ),
    Question(
        name="twice",
        objective="13.3",
        points=1,
        answer=Number(tr("The loss")),
        solution="twice = -np.log(np.e / (np.e + {others}))",
        pipeline=FLOOR,
        quantity=lambda v: v.loss,
        cases=[FLOOR_CASE],
        vary=FLOOR_NUMBERS,
    ),
]
