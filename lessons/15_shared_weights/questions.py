"""The questions of exercise 15: a kernel and its input, a cell through time, and a gate that keeps."""

import numpy as np

from handprop.check import BY_HAND, Array, Formula, Function, Number, Question
from handprop.check.cases import far_off
from handprop.check.domain import Domain, features, numbers
from handprop.check.mistakes.again import again
from handprop.check.mistakes.calculation import Mistake, Pipeline
from handprop.check.mistakes.catalogue import LOSS_AS_DELTA
from handprop.check.mistakes.whole_gradient import OVERWRITE_PATH
from handprop.check.variants import vary
from handprop.check.variants.vary import steps
from handprop.language import tr


def _windows(x, count):
    """The inputs that each place reads: (places, weights)."""
    return np.stack([x[place : place + len(x) - count + 1] for place in range(count)])


KERNEL = Pipeline(
    "kernel",
    {
        "windows": lambda v: _windows(v.x, len(v.arriving)),
        "each": lambda v: v.arriving[:, None] * v.windows,
        "back": lambda v: v.each.sum(axis=0),
    },
    (
        Mistake(
            id="KERNEL-FIRST-PLACE",
            name="follows only the first place of the kernel",
            belief="The other places are the same again.",
            hint="In how many sums does the first weight stand?",
            example="arriving[0] * x[:3]",
            changes={"back": lambda v: v.each[0]},
        ),
        again(
            OVERWRITE_PATH,
            "dk = arriving[place] * x[place : place + 3]",
            {"back": lambda v: v.each[-1]},
            name="keeps only what the last place brings",
            hint="Each place brings something to the same weight. What happens where paths meet?",
        ),
        Mistake(
            id="KERNEL-MEAN",
            name="takes the mean over the places instead of the sum",
            belief="One weight has one derivative, so the places are averaged.",
            hint="Nudge a weight. Does it change the sums one at a time, or all of them?",
            example="dk / 3",
            changes={"back": lambda v: v.each.mean(axis=0)},
        ),
        Mistake(
            id="KERNEL-FLIPPED",
            name="has the weights in the opposite order",
            belief="Going back, the kernel turns round.",
            hint="Which input does the first weight meet at the first place?",
            example="dk[::-1]",
            changes={"back": lambda v: v.each.sum(axis=0)[::-1]},
        ),
        Mistake(
            id="KERNEL-NOT-ARRIVING",
            name="adds up the inputs without what arrives",
            belief="The derivative with respect to a weight is its input.",
            hint="Do all sums change the loss equally fast?",
            example="dk += x[place : place + 3]",
            changes={"each": lambda v: v.windows},
        ),
        Mistake(
            id="KERNEL-APART",
            name="adds up what arrives, adds up the inputs, and multiplies the two",
            belief="A sum of products is a product of sums.",
            hint="Take two places: is 1 · 2 + 3 · 4 the same as (1 + 3) · (2 + 4)?",
            example="arriving.sum() * (inputs of a weight).sum()",
            changes={"back": lambda v: v.arriving.sum() * v.windows.sum(axis=0)},
        ),
        Mistake(
            id="KERNEL-ONE-EACH",
            name="lets each weight meet one input only, the one of its own number",
            belief="The first weight belongs to the first input, the second to the second.",
            hint="The kernel slides. At how many places does the second weight stand?",
            example="arriving * x[:3]",
            changes={"each": lambda v: np.diag(v.arriving * v.windows[:, 0])},
        ),
        Mistake(
            id="KERNEL-BY-PLACE",
            name="adds up by places instead of by weights",
            belief="What belongs to one place belongs together.",
            hint="Write the products as a table, a row for each place. Which way does one weight run?",
            example="arriving[place] * x[place : place + 3].sum()",
            changes={"back": lambda v: v.each.sum(axis=1)},
        ),
    ),
)


def _rows(v, *, kernel=None):
    """A row for each place, with the kernel where it stands: (places, inputs)."""
    kernel = v.k if kernel is None else kernel
    rows = np.zeros((len(v.arriving), len(v.arriving) + len(v.k) - 1))
    for place in range(len(rows)):
        rows[place, place : place + len(kernel)] = kernel
    return rows


def _overwritten(v):
    back = np.zeros(v.each.shape[1])
    for place, row in enumerate(v.each):
        back[place : place + len(v.k)] = row[place : place + len(v.k)]
    return back


def _uses(v):
    return _rows(v, kernel=np.ones_like(v.k)).sum(axis=0)


INPUT = Pipeline(
    "input",
    {
        "rows": _rows,
        "each": lambda v: v.arriving[:, None] * v.rows,
        "back": lambda v: v.each.sum(axis=0),
    },
    (
        Mistake(
            id="INPUT-KERNEL-FLIPPED",
            name="lays the kernel down the wrong way round",
            belief="Going back, the kernel turns round.",
            hint="At the first place, which weight meets the first input? It does so on the way back, too.",
            example="dx[place : place + 3] += arriving[place] * k[::-1]",
            changes={"rows": lambda v: _rows(v, kernel=v.k[::-1])},
        ),
        Mistake(
            id="INPUT-NO-WEIGHT",
            name="hands on what arrives without the weight",
            belief="A sum hands on what arrives.",
            hint="It is a weighted sum. By how much does it grow when one of its inputs grows by 0.01?",
            example="dx[place : place + 3] += arriving[place]",
            changes={"rows": lambda v: _rows(v, kernel=np.ones_like(v.k))},
        ),
        Mistake(
            id="INPUT-FIRST-WEIGHT",
            name="brings something back to one input of each place only",
            belief="Place and input are the same thing.",
            hint="How many inputs does one place read?",
            example="dx[place] += arriving[place] * k[0]",
            changes={"rows": lambda v: _rows(v, kernel=v.k[:1])},
        ),
        Mistake(
            id="INPUT-NOT-ARRIVING",
            name="leaves out what arrives",
            belief="The derivative with respect to an input is its weight.",
            hint="Do all sums change the loss equally fast?",
            example="dx[place : place + 3] += k",
            changes={"each": lambda v: v.rows},
        ),
        again(
            OVERWRITE_PATH,
            "dx[place : place + 3] = arriving[place] * k",
            {"back": _overwritten},
            name="lets a place replace what the places before it brought to an input",
            hint="An input in the middle stands in several sums. What happens where paths meet?",
        ),
        Mistake(
            id="INPUT-MEAN",
            name="takes the mean of what an input gets instead of the sum",
            belief="An input that stands in three sums counts a third in each.",
            hint="Nudge an input. Does it move its sums one at a time, or all of them?",
            example="dx / number_of_sums",
            changes={"back": lambda v: v.each.sum(axis=0) / _uses(v)},
        ),
    ),
)


def _patches(v):
    """What each weight meets: (rows, columns of the kernel, rows, columns of the result)."""
    high, wide = v.arriving.shape
    tall, broad = v.x.shape[0] - high + 1, v.x.shape[1] - wide + 1
    return np.array([[v.x[i : i + high, j : j + wide] for j in range(broad)] for i in range(tall)])


PATCHES = Pipeline(
    "patches",
    {
        "patches": _patches,
        "each": lambda v: v.patches * v.arriving,
        "back": lambda v: v.each.sum(axis=(2, 3)),
    },
    (
        Mistake(
            id="PATCH-NOT-ARRIVING",
            name="adds up the pixels without what arrives",
            belief="The derivative with respect to a weight is its input.",
            hint="Do all places change the loss equally fast?",
            example="x[i : i + 3, j : j + 3].sum()",
            changes={"each": lambda v: v.patches},
        ),
        Mistake(
            id="PATCH-FIRST-PLACE",
            name="follows only the first place of the kernel",
            belief="The other places are the same again.",
            hint="How many places does one weight stand in?",
            example="arriving[0, 0] * x[:2, :3]",
            changes={"back": lambda v: v.each[:, :, 0, 0]},
        ),
        Mistake(
            id="PATCH-LAST-PLACE",
            name="keeps only what the last place brings",
            belief="The last assignment is the result.",
            hint="Each place brings something to the same weight. What happens where paths meet?",
            example="dk = arriving[r, c] * x[r : r + 2, c : c + 3]",
            changes={"back": lambda v: v.each[:, :, -1, -1]},
        ),
        Mistake(
            id="PATCH-MEAN",
            name="takes the mean over the places instead of the sum",
            belief="One weight has one derivative, so the places are averaged.",
            hint="Nudge a weight. Does it change the results one at a time, or all of them?",
            example="(x[i : i + 3, j : j + 3] * arriving).mean()",
            changes={"back": lambda v: v.each.mean(axis=(2, 3))},
        ),
        Mistake(
            id="PATCH-FLIPPED",
            name="has the kernel turned round in both directions",
            belief="Going back, the kernel turns round.",
            hint="Which pixel does the weight at the upper left meet at the first place?",
            example="dk[::-1, ::-1]",
            changes={"back": lambda v: v.each.sum(axis=(2, 3))[::-1, ::-1]},
        ),
        Mistake(
            id="PATCH-APART",
            name="adds up what arrives, adds up the pixels, and multiplies the two",
            belief="A sum of products is a product of sums.",
            hint="Take two places: is 1 · 2 + 3 · 4 the same as (1 + 3) · (2 + 4)?",
            example="arriving.sum() * x[i : i + 3, j : j + 3].sum()",
            changes={"back": lambda v: v.arriving.sum() * v.patches.sum(axis=(2, 3))},
        ),
        Mistake(
            id="PATCH-ROWS-ONLY",
            name="adds up down the columns and keeps one column",
            belief="The kernel slides in one direction.",
            hint="In which directions does the kernel slide?",
            example="(x[i : i + 3, j] * arriving[:, 0]).sum()",
            changes={"back": lambda v: v.each[:, :, :, 0].sum(axis=2)},
        ),
    ),
)

TWO_STEPS = Pipeline(
    "two_steps",
    {
        "h1": lambda v: np.tanh(v.u * v.x1),
        "h2": lambda v: np.tanh(v.u * v.x2 + v.w * v.h1),
        "error": lambda v: v.h2 - v.y,
        "slope2": lambda v: 1 - v.h2**2,
        "slope1": lambda v: 1 - v.h1**2,
        "delta2": lambda v: v.error * v.slope2,
        "delta1": lambda v: v.delta2 * v.w * v.slope1,
        "du": lambda v: v.delta2 * v.x2 + v.delta1 * v.x1,
    },
    (
        Mistake(
            id="TIME-LAST-STEP",
            name="follows u in the last step only",
            belief="The loss comes from the last step, so that is where u counts.",
            hint="In how many steps does u stand? Where does the first of them show in the last?",
            example="(h2 - y) * (1 - h2**2) * x2",
            changes={"du": lambda v: v.delta2 * v.x2},
        ),
        Mistake(
            id="TIME-FIRST-STEP",
            name="follows u in the first step only",
            belief="The derivative has to go back to the beginning.",
            hint="u stands in the last step too. What does it bring there?",
            example="(h2 - y) * (1 - h2**2) * w * (1 - h1**2) * x1",
            changes={"du": lambda v: v.delta1 * v.x1},
        ),
        Mistake(
            id="TIME-NO-W",
            name="forgets the factor w between the steps",
            belief="A state is handed on as it is.",
            hint="With which factor does the old state enter the new sum?",
            example="delta1 = delta2 * (1 - h1**2)",
            changes={"delta1": lambda v: v.delta2 * v.slope1},
        ),
        Mistake(
            id="TIME-NO-SLOPE-BEFORE",
            name="forgets the slope of tanh in the first step",
            belief="The slope has been counted already.",
            hint="Each step has a tanh of its own. Which slopes stand on the way to the first input?",
            example="delta1 = delta2 * w",
            changes={"delta1": lambda v: v.delta2 * v.w},
        ),
        Mistake(
            id="TIME-NO-SLOPE-LAST",
            name="forgets the slope of tanh in the last step",
            belief="The error is what arrives at the sum.",
            hint="Between the last state and its sum stands a function. What is its slope?",
            example="delta2 = h2 - y",
            changes={"slope2": lambda v: 1.0},
        ),
        Mistake(
            id="TIME-PRODUCT",
            name="multiplies the two paths instead of adding them",
            belief="A chain multiplies.",
            hint="u reaches the loss on two paths. What happens where paths meet?",
            example="(h2 - y) * (1 - h2**2) * x2 * w * (1 - h1**2) * x1",
            changes={"du": lambda v: v.delta2 * v.x2 * v.w * v.slope1 * v.x1},
        ),
        Mistake(
            id="TIME-SIGMOID-SLOPE",
            name="takes the slope of the sigmoid for that of tanh",
            belief="The slope is the value times one minus the value.",
            hint="What is the slope of tanh, in terms of its own value?",
            example="h2 * (1 - h2)",
            changes={"slope2": lambda v: v.h2 * (1 - v.h2), "slope1": lambda v: v.h1 * (1 - v.h1)},
        ),
        Mistake(
            id="TIME-SLOPE-AT-STATE",
            name="squashes the state once more for the slope of tanh, 1 − tanh(h)²",
            belief="The slope is one minus tanh squared, of the number at hand.",
            hint="A state is what tanh made of its sum. What is 1 − tanh² of the sum, in terms of the state?",
            example="1 - tanh(h2)**2",
            changes={
                "slope2": lambda v: 1 - np.tanh(v.h2) ** 2,
                "slope1": lambda v: 1 - np.tanh(v.h1) ** 2,
            },
        ),
        Mistake(
            id="TIME-TARGET-MINUS",
            name="takes target minus prediction for the error",
            belief="The error is what is still missing.",
            hint="When the last state grows, does ½ (h2 − y)² grow or shrink? Look at the sign.",
            example="y - h2",
            changes={"error": lambda v: v.y - v.h2},
        ),
        again(
            LOSS_AS_DELTA,
            "(h2 - y)**2 / 2 * (1 - h2**2) * x2",
            {"error": lambda v: (v.h2 - v.y) ** 2 / 2},
        ),
        Mistake(
            id="TIME-SQUARED-SLOPE-MISSING",
            name="takes 1 − h for the slope of tanh",
            belief="The slope of tanh is one minus its value.",
            hint="Is tanh flat at −1? What does your slope give there?",
            example="1 - h2",
            changes={"slope2": lambda v: 1 - v.h2, "slope1": lambda v: 1 - v.h1},
        ),
    ),
)
TWO_STEPS_CASES = [
    {"x1": 0.7, "x2": -0.4, "u": 0.9, "w": 0.6, "y": 0.5},
    {"x1": -1.2, "x2": 0.8, "u": 0.5, "w": -0.7, "y": -0.3},
    {"x1": 0.3, "x2": 1.1, "u": -0.8, "w": 1.3, "y": 0.2},
]


def _states(v):
    h = [0.0]
    for x in v.x:
        h.append(np.tanh(v.u * x + v.w * h[-1] + v.b))
    return h


def _walk(v, *, through=None, old=-1, add=True, last=False, error=None, slope=lambda h: 1 - h**2, at=0):
    """The slopes with respect to u, w and b; the options are the ways to get it wrong."""
    arriving = v.h[-1] - v.y if error is None else error(v)
    total = np.zeros(3)
    for t in range(len(v.x), 0, -1):
        delta = arriving * slope(v.h[t + at])
        share = delta * np.array([v.x[t - 1], v.h[t + old], 1.0])
        total = total + share if add else share
        arriving = delta * v.w if through is None else through(v, delta)
        if last:
            break
    return total


CELL = Pipeline(
    "cell",
    {"h": _states, "count": lambda v: 1, "slopes": _walk, "back": lambda v: v.slopes / v.count},
    (
        Mistake(
            id="CELL-LAST-STEP",
            name="stops after the last step",
            belief="The loss comes from the last step.",
            hint="The old state came from the step before. What arrives there?",
            example="return [delta * x[-1], delta * h[-2], delta]",
            changes={"slopes": lambda v: _walk(v, last=True)},
        ),
        again(
            OVERWRITE_PATH,
            "du = delta * x[t]",
            {"slopes": lambda v: _walk(v, add=False)},
            name="lets each step replace what the later ones brought",
            hint="Each step brings something to the same three numbers. What happens where paths meet?",
        ),
        Mistake(
            id="CELL-MEAN",
            name="takes the mean over the steps instead of the sum",
            belief="A longer word must not have a longer gradient.",
            hint="Nudge b. Does it move the steps one at a time, or all of them?",
            example="du / len(x)",
            changes={"count": lambda v: len(v.x)},
        ),
        Mistake(
            id="CELL-NEW-STATE",
            name="multiplies delta by the new state of a step instead of the old one",
            belief="The state of a step belongs to its weight.",
            hint="With which state does w stand in the sum, the one before or the one after?",
            example="dw += delta * h[t]",
            changes={"slopes": lambda v: _walk(v, old=0)},
        ),
        Mistake(
            id="CELL-SLOPE-BEFORE",
            name="takes the slope of tanh of the step before",
            belief="On the way back everything belongs to the old state.",
            hint="Which state did tanh make of the sum of this step: the old one or the new one?",
            example="delta = arriving * (1 - h[t - 1]**2)",
            changes={"slopes": lambda v: _walk(v, at=-1)},
        ),
        Mistake(
            id="CELL-NO-W",
            name="forgets the factor w between the steps",
            belief="A state is handed on as it is.",
            hint="With which factor does the old state enter the new sum?",
            example="arriving = delta",
            changes={"slopes": lambda v: _walk(v, through=lambda v, delta: delta)},
        ),
        Mistake(
            id="CELL-ERROR-AT-EVERY-STEP",
            name="adds the error of the last state at every step again",
            belief="Every step has made the error.",
            hint="How often does the target stand in the loss?",
            example="arriving = delta * w + (h[-1] - y)",
            changes={"slopes": lambda v: _walk(v, through=lambda v, delta: delta * v.w + v.h[-1] - v.y)},
        ),
        Mistake(
            id="CELL-NO-SLOPE",
            name="leaves out the slope of tanh",
            belief="What arrives at a state arrives at its sum.",
            hint="Between a state and its sum stands a function. What is its slope?",
            example="delta = arriving",
            changes={"slopes": lambda v: _walk(v, slope=lambda h: 1.0)},
        ),
        Mistake(
            id="CELL-SIGMOID-SLOPE",
            name="takes the slope of the sigmoid for that of tanh",
            belief="The slope is the value times one minus the value.",
            hint="What is the slope of tanh, in terms of its own value?",
            example="delta = arriving * h[t] * (1 - h[t])",
            changes={"slopes": lambda v: _walk(v, slope=lambda h: h * (1 - h))},
        ),
        Mistake(
            id="CELL-SLOPE-AT-STATE",
            name="squashes the state once more for the slope of tanh, 1 − tanh(h)²",
            belief="The slope is one minus tanh squared, of the number at hand.",
            hint="A state is what tanh made of its sum. What is 1 − tanh² of the sum, in terms of the state?",
            example="delta = arriving * (1 - np.tanh(h[t])**2)",
            changes={"slopes": lambda v: _walk(v, slope=lambda h: 1 - np.tanh(h) ** 2)},
        ),
        Mistake(
            id="CELL-TARGET-MINUS",
            name="takes target minus prediction for the error",
            belief="The error is what is still missing.",
            hint="When the last state grows, does ½ (h − y)² grow or shrink? Look at the sign.",
            example="arriving = y - h[-1]",
            changes={"slopes": lambda v: _walk(v, error=lambda v: v.y - v.h[-1])},
        ),
    ),
)

GATED = Pipeline(
    "gated",
    {
        "to_old": lambda v: v.arriving * v.g,
        "to_candidate": lambda v: v.arriving * (1 - v.g),
        "to_gate": lambda v: v.arriving * (v.h - v.c),
        "back": lambda v: np.array([v.to_old, v.to_candidate, v.to_gate]),
    },
    (
        Mistake(
            id="GATED-SHARES-SWAPPED",
            name="gives the candidate the share of the old state, and the other way round",
            belief="The gate lets the new one in.",
            hint="Which of the two is multiplied by g?",
            example="[arriving * (1 - g), arriving * g, ...]",
            changes={
                "to_old": lambda v: v.arriving * (1 - v.g),
                "to_candidate": lambda v: v.arriving * v.g,
            },
        ),
        Mistake(
            id="GATED-ONE-PLACE",
            name="sees the gate in front of the old state only",
            belief="The gate stands before the state that it keeps.",
            hint="In how many places of the formula does g stand?",
            example="arriving * h",
            changes={"to_gate": lambda v: v.arriving * v.h},
        ),
        Mistake(
            id="GATED-OTHER-PLACE",
            name="sees the gate in front of the candidate only, as 1 − g",
            belief="The gate stands before the candidate.",
            hint="In how many places of the formula does g stand?",
            example="-arriving * c",
            changes={"to_gate": lambda v: -v.arriving * v.c},
        ),
        Mistake(
            id="GATED-OWN-FACTOR",
            name="multiplies what arrives by each number itself",
            belief="The derivative of a number has the number in it.",
            hint="In 5 times 4, let the 5 grow. By which number does the product change?",
            example="[arriving * h, arriving * c, arriving * g]",
            changes={"back": lambda v: v.arriving * np.array([v.h, v.c, v.g])},
        ),
        Mistake(
            id="GATED-PLUS",
            name="adds the two places of the gate without the minus of 1 − g",
            belief="Paths are added.",
            hint="When g grows, does the candidate count more or less?",
            example="arriving * (h + c)",
            changes={"to_gate": lambda v: v.arriving * (v.h + v.c)},
        ),
        Mistake(
            id="GATED-SLOPE-TOO",
            name="multiplies by the slope of the sigmoid as well",
            belief="A gate is a sigmoid, so its slope g(1 − g) belongs to it.",
            hint="Is the question about g, or about the sum inside the sigmoid?",
            example="arriving * (h - c) * g * (1 - g)",
            changes={"to_gate": lambda v: v.arriving * (v.h - v.c) * v.g * (1 - v.g)},
        ),
        Mistake(
            id="GATED-ALL-TO-OLD",
            name="hands all that arrives on to the old state",
            belief="The gate keeps the derivative.",
            hint="By how much does the new state move when the old one moves by 0.01?",
            example="[arriving, ...]",
            changes={"to_old": lambda v: v.arriving},
        ),
        Mistake(
            id="GATED-TIMES-VALUES",
            name="multiplies by the values of state and candidate themselves",
            belief="A number's share is its value times its slope.",
            hint="Nudge the old state. Does it matter how large it was before?",
            example="arriving * g * h",
            changes={
                "to_old": lambda v: v.arriving * v.g * v.h,
                "to_candidate": lambda v: v.arriving * (1 - v.g) * v.c,
            },
        ),
    ),
)

HALF = Pipeline(
    "half",
    {
        "times": lambda v: v.steps,
        "g": lambda v: 0.5 ** (1 / v.times),
        "bias": lambda v: np.log(v.g / (1 - v.g)),
    },
    (
        Mistake(
            id="HALF-IN-ONE-STEP",
            name="takes the bias that lets half arrive after one step",
            belief="A gate of one half lets half arrive.",
            hint="Half of it arrives after one step. What is left after two?",
            example="bias = 0",
            changes={"g": lambda v: 0.5},
        ),
        Mistake(
            id="HALF-THE-GATE",
            name="gives the gate itself, and not the bias that makes it",
            belief="The gate is asked for.",
            hint="Your number is a share. Which sum makes the sigmoid give it?",
            example="0.5 ** (1 / 50)",
            changes={"bias": lambda v: v.g},
        ),
        Mistake(
            id="HALF-LINEAR",
            name="shares the loss of one half equally among the steps",
            belief="Half is lost in all, so each step loses its part of a half.",
            hint="Are the factors of the steps added or multiplied?",
            example="g = 1 - 0.5 / 50",
            changes={"g": lambda v: 1 - 0.5 / v.times},
        ),
        Mistake(
            id="HALF-SIGN",
            name="turns the fraction inside the logarithm round",
            belief="The sigmoid is 1 / (1 + exp(z)).",
            hint="A gate above one half needs a bias of which sign?",
            example="np.log((1 - g) / g)",
            changes={"bias": lambda v: np.log((1 - v.g) / v.g)},
        ),
        Mistake(
            id="HALF-ONE-LESS",
            name="counts one step less",
            belief="Between so many states there is one step less.",
            hint="How many steps does the question name, and how many factors is that?",
            example="g = 0.5 ** (1 / 49)",
            changes={"times": lambda v: v.steps - 1},
        ),
        Mistake(
            id="HALF-ROUNDED-GATE",
            name="rounds the gate to four digits on the way",
            belief="Four digits on the way make four digits in the end.",
            hint="Near 1 it is 1 - g that counts. How many digits of that are left? Carry more of them.",
            example="g = round(0.5 ** (1 / 50), 4)",
            changes={"g": lambda v: np.round(0.5 ** (1 / v.times), 4)},
        ),
        Mistake(
            id="HALF-ONE-MORE",
            name="counts one step more",
            belief="The first state counts as well.",
            hint="How many steps does the question name, and how many factors is that?",
            example="g = 0.5 ** (1 / 51)",
            changes={"times": lambda v: v.steps + 1},
        ),
        Mistake(
            id="HALF-LOG-10",
            name="takes the logarithm to the base 10",
            belief="log is log.",
            hint="Which logarithm undoes e to a power?",
            example="np.log10(g / (1 - g))",
            changes={"bias": lambda v: np.log10(v.g / (1 - v.g))},
        ),
        Mistake(
            id="HALF-LOG-OF-THE-GATE",
            name="takes the logarithm of the gate alone",
            belief="The logarithm undoes the sigmoid.",
            hint="Put your bias into the sigmoid. Does the gate come out?",
            example="np.log(g)",
            changes={"bias": lambda v: np.log(v.g)},
        ),
    ),
)


def input_back(k, arriving):
    """The derivative of the loss with respect to each input of a convolution.

    k: (weights,), the kernel; arriving: (places,), the derivative with respect to each sum; NumPy arrays.
    Returns shape (places + weights - 1,).
    """
    back = np.zeros(len(arriving) + len(k) - 1)
    for place in range(len(arriving)):
        back[place : place + len(k)] += arriving[place] * k
    return back


def kernel_back(x, arriving):
    """The derivative of the loss with respect to each weight of a kernel that slides over a picture.

    x: the picture, (rows, columns); arriving: (places down, places across), the derivative with respect to
    each number of the result; NumPy arrays.
    Returns the shape of the kernel: (rows - places down + 1, columns - places across + 1).
    """
    high, wide = arriving.shape
    back = np.zeros((x.shape[0] - high + 1, x.shape[1] - wide + 1))
    for i in range(back.shape[0]):
        for j in range(back.shape[1]):
            back[i, j] = np.sum(x[i : i + high, j : j + wide] * arriving)
    return back


def cell_back(x, y, u, w, b):
    """The way back through a recurrent cell: h = tanh(u · x + w · h + b) for each x, from h = 0.

    x: (steps,), a NumPy array; y: the target of the last state; u, w, b: numbers.
    Returns [dL/du, dL/dw, dL/db] of the loss ½ (last state − y)².
    """
    h = [0.0]
    for each in x:
        h.append(np.tanh(u * each + w * h[-1] + b))
    du = dw = db = 0.0
    arriving = h[-1] - y
    for t in range(len(x), 0, -1):
        delta = arriving * (1 - h[t] ** 2)
        du, dw, db = du + delta * x[t - 1], dw + delta * h[t - 1], db + delta
        arriving = delta * w
    return [du, dw, db]


def _any_input(rng, *, kind, weights, places):
    return {"k": numbers(rng, kind, weights), "arriving": numbers(rng, "plain", places)}


def _any_picture(rng, *, kind, weights, places, arriving="plain"):
    shape = weights[0] + places[0] - 1, weights[1] + places[1] - 1
    return {"x": numbers(rng, kind, *shape), "arriving": numbers(rng, arriving, *places)}


def _any_cell(rng, *, kind, count, off=1):
    u, w, b, y = numbers(rng, "plain", 4)
    return {"x": numbers(rng, kind, count), "y": off * float(y), "u": float(u), "w": float(w), "b": float(b)}


def _cases(draw, seeds, **options):
    return [draw(np.random.default_rng(seed), kind="plain", **options) for seed in seeds]


INPUTS = Domain(
    _any_input,
    (
        *features(
            kind=("plain", "whole", "repeated", "wide", "far"), weights=(1, 2, 3, 4), places=(1, 2, 3, 5)
        ),
        *features(kind=("plain",), weights=(2, 12), places=(12,)),  # more than anybody makes room for
    ),
    count=99,
)
PICTURES = Domain(
    _any_picture,
    (
        *features(
            kind=("plain", "whole", "repeated"),
            weights=((1, 2), (2, 2), (2, 3), (3, 1)),
            places=((1, 1), (2, 3), (3, 2)),
            arriving=("plain", "small"),
        ),
        *features(kind=("plain",), weights=((2, 2), (5, 4)), places=((6, 5),)),
        *features(kind=("far",), weights=((2, 2), (3, 1)), places=((2, 3),), arriving=("plain", "far")),
    ),
    count=78,
)
CELLS = Domain(
    _any_cell,
    (
        *features(kind=("plain", "whole", "repeated", "small"), count=(1, 2, 3, 4, 6)),
        *features(kind=("small",), count=(25,)),  # states far from ±1, so that the first steps count
        *features(kind=("small",), count=(2, 3), off=(5000,)),  # and a target far off
    ),
    count=105,
)

PICTURE_CASES = _cases(_any_picture, (163, 164, 165), weights=(2, 3), places=(3, 3))
PICTURE_CASES += [PICTURE_CASES[0] | {"arriving": PICTURE_CASES[1]["arriving"]}]  # the same picture again
PICTURE_CASES += [far_off(PICTURE_CASES[2], name) for name in ("x", "arriving")]
CELL_CASES = [
    *_cases(_any_cell, (166, 167, 168), count=4),
    # States near 0; a last state near to the target, from which more comes back step by step; a state of 0.
    {"x": np.array([0.004, -0.003, 0.005, 0.002]), "y": 0.5, "u": 0.9, "w": 0.7, "b": 0.001},
    {"x": np.array([5e-5, -2.5e-5, 1e-4, 5e-5]), "y": 0.0012775, "u": 0.9, "w": 3.0, "b": 0.0},
    {"x": np.array([0.8, -0.4798, 0.5]), "y": 0.9, "u": 0.9, "w": 0.7, "b": 0.0},
    {"x": np.array([0.8, -0.5, 0.6]), "y": -4000.0, "u": 0.9, "w": 0.7, "b": 0.1},
]

KERNEL_CASE = {"x": np.array([2.0, 1.0, 4.0, 3.0, 5.0]), "arriving": np.array([1.0, -2.0, 3.0])}
KERNEL_NUMBERS = vary(
    KERNEL_CASE,
    KERNEL,
    {
        **{f"x{k}": steps(1, 9) for k in range(1, 6)},
        "g1": steps(1, 4),
        "g2": steps(-4, -1),
        "g3": steps(2, 5),
    },
    {**{f"x{k + 1}": ("x", k) for k in range(5)}, **{f"g{k + 1}": ("arriving", k) for k in range(3)}},
)
GATED_CASE = {"h": 0.5, "c": -0.4, "g": 0.8, "arriving": 2.0}
GATED_NUMBERS = vary(
    GATED_CASE,
    GATED,
    {
        "h": steps(0.2, 0.9, 0.1),
        "c": steps(-0.9, -0.2, 0.1),
        "g": steps(0.6, 0.9, 0.1),
        "arriving": steps(2, 5),
    },
)
HALF_CASE = {"steps": 50}
FOUR_DIGITS = 1.6e-4  # a bias from 3.3 to 5, rounded to four digits, is off by less
HALF_NUMBERS = vary(HALF_CASE, HALF, {"steps": range(20, 100)}, shown=lambda v: {"gate": v.g})

QUESTIONS = [
    Question(
        name="kernel_by_hand",
        objective="15.1",
        points=2,
        answer=Array(
            (3,), (tr("the first weight"), tr("the second weight"), tr("the third weight")), tolerance=BY_HAND
        ),
        stub="kernel_by_hand = [..., ..., ...]",
        solution="""
x = np.array([{x1:code}, {x2:code}, {x3:code}, {x4:code}, {x5:code}])
arriving = [{g1:code}, {g2:code}, {g3:code}]
kernel_by_hand = arriving[0] * x[0:3] + arriving[1] * x[1:4] + arriving[2] * x[2:5]
""",
        pipeline=KERNEL,
        quantity=lambda v: v.back,
        cases=[KERNEL_CASE],
        vary=KERNEL_NUMBERS,
    ),
    Question(
        name="input_back",
        objective="15.1",
        points=3,
        answer=Function("input_back", Array((5,))),
        solution=input_back,
        pipeline=INPUT,
        quantity=lambda v: v.back,
        cases=_cases(_any_input, (160, 161, 162), weights=3, places=3),
        arguments=lambda case: (case["k"].copy(), case["arriving"].copy()),
        domain=INPUTS,
    ),
    Question(
        name="kernel_back",
        objective="15.1",
        points=3,
        answer=Function("kernel_back", Array((2, 3))),
        solution=kernel_back,
        pipeline=PATCHES,
        quantity=lambda v: v.back,
        cases=PICTURE_CASES,
        arguments=lambda case: (case["x"].copy(), case["arriving"].copy()),
        domain=PICTURES,
    ),
    Question(
        name="through_time",
        objective="15.2",
        points=2,
        answer=Formula(
            {name: lambda v, name=name: getattr(v, name) for name in ("h2", "h1", "y", "x1", "x2", "u", "w")},
            also={"error": "h2 - y"},
        ),
        solution='through_time = "(h2 - y) * (1 - h2**2) * (x2 + w * (1 - h1**2) * x1)"',
        pipeline=TWO_STEPS,
        quantity=lambda v: v.du,
        cases=TWO_STEPS_CASES,
    ),
    Question(
        name="cell_back",
        objective="15.2",
        points=4,
        answer=Function("cell_back", Array((3,), ("dL/du", "dL/dw", "dL/db"))),
        solution=cell_back,
        pipeline=CELL,
        quantity=lambda v: v.back,
        cases=CELL_CASES,
        arguments=lambda case: (case["x"].copy(), case["y"], case["u"], case["w"], case["b"]),
        domain=CELLS,
    ),
    Question(
        name="gate_by_hand",
        objective="15.3",
        points=2,
        answer=Array((3,), (tr("the old state"), tr("the candidate"), tr("the gate")), tolerance=BY_HAND),
        stub="gate_by_hand = [..., ..., ...]",
        solution="""
h, c, g, arriving = {h:code}, {c:code}, {g:code}, {arriving:code}
gate_by_hand = [arriving * g, arriving * (1 - g), arriving * (h - c)]
""",
        pipeline=GATED,
        quantity=lambda v: v.back,
        cases=[GATED_CASE],
        vary=GATED_NUMBERS,
    ),
    Question(
        name="half_arrives",
        objective="15.3",
        points=2,
        answer=Number(tr("The bias"), tolerance=FOUR_DIGITS),
        solution="""
g = 0.5 ** (1 / {steps})
half_arrives = np.log(g / (1 - g))
""",
        pipeline=HALF,
        quantity=lambda v: v.bias,
        cases=[HALF_CASE],
        vary=HALF_NUMBERS,
    ),
]
