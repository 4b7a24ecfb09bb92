"""A mistake of the bank in back-propagation: its gradients beside the nudges, and the loss on its steps.

>>> from handprop.examples import get
>>> seed = get("seed")
>>> now = state(seed.network(), seed.x, seed.y, "M25-NO-OUT-WEIGHT", 0.05, 10)
>>> [row["verdict"] for row in now["rows"]]
['differs', 'differs', 'differs', 'differs', 'agrees', 'agrees']
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from handprop.draw.layout import parameter_names
from handprop.explore.frame.words import phrases
from handprop.language import tr
from handprop.network import Network

if TYPE_CHECKING:
    from handprop.check.mistakes.calculation import Mistake, Pipeline

phrase = phrases(__file__)
NONE = "none"
STEP = 1e-5  # of a nudge: the tip of the V in lesson 08
CLOSE, FLOOR = 1e-6, 1e-9  # what agrees: the relative error of lesson 08, and the rounding of a loss near 1
FAR, BOTTOM = (
    1e3,
    1e-12,
)  # a loss so many times the first grows without end; so small a part of it is rounding
# What the gradients hang on; a mistake that changes nothing of it is none of back-propagation.
_GRADIENT = {"x", "z", "h", "zo", "prediction", "delta", "dzo", "dW2", "db2", "dh", "dz", "dW1", "db1"}


def state(net: Network, x, y, mistake: str, rate: float, steps: int) -> dict:
    """Every number and sentence that is shown; its twin is in numbers.js.

    ``net`` has two layers, ``x`` and ``y`` have the shapes (inputs,) and (outputs,), ``mistake`` is a key of
    `applying`, or "none".  ``rows`` has for each parameter that learns its name, its ``gradient`` with the
    mistake, its ``nudge``, the ``ratio`` of the two (None for a nudge of 0) and a ``verdict``: "agrees",
    "differs" or "kink".  ``losses`` and ``right`` have the loss before the first step and after each, with
    the mistake and without; they end where it grows beyond 1000 times the first.
    """
    rows = _rows(net, x, y, gradients(net, x, y, mistake, rate))
    losses, right = (walk(net, x, y, one, rate, steps) for one in (mistake, NONE))
    words = f"{_judged(rows, mistake)} {_fallen(losses, right, mistake, steps)}"
    return {"rows": rows, "losses": losses, "right": right, "who": _who(net, mistake), "words": words}


def gradients(net: Network, x, y, mistake: str, rate: float) -> dict[str, np.ndarray]:
    """The gradients of the parameters that learn, by name, as somebody with the mistake computes them.

    Raises NoTrace where the mistake cannot be made, for its shapes do not fit.
    """
    run = bank(net).run(_case(net.params, x, y, rate), *([applying(net)[mistake]] if mistake != NONE else []))
    names = [name for name in net.params if name not in net.frozen]
    return {name: np.broadcast_to(getattr(run, f"d{name}"), net.params[name].shape) for name in names}


def bank(net: Network) -> Pipeline:
    """The calculation of the bank that is made by this network.  Raises ValueError if there is none."""
    # Only here: the sandbox of graded cells has explorers, and no answers.
    from handprop.check.mistakes import one_sample

    biased = "b1" in net.params and "b1" not in net.frozen
    relu = one_sample.RELU_BIAS_STEP if biased else one_sample.RELU_STEP
    known = {
        ("relu", "linear"): relu,
        ("sigmoid", "linear"): one_sample.SIGMOID_STEP,
        ("sigmoid", "sigmoid"): one_sample.SIGMOID_OUTPUT_STEP,
    }
    if net.activations not in known or net.loss_name != "half_squared":
        raise ValueError(
            tr(
                "Wrong gradients are known for two layers, ReLU or sigmoid before a linear output or sigmoid "
                "before sigmoid, and half the squared error; this is {net!r}.",
                net=net,
            )
        )
    return known[net.activations]


def applying(net: Network) -> dict[str, Mistake]:
    """The mistakes in back-propagation that can be made on this network, by id; a second form ends in 2."""
    # Asked again at every step of a run; a network of another size may allow others.
    shapes = tuple((name, value.shape) for name, value in net.params.items())
    return _applying(bank(net), shapes)


@cache
def _applying(pipeline: Pipeline, shapes: tuple) -> dict[str, Mistake]:
    from handprop.check.mistakes.calculation import NoTrace

    shape = dict(shapes)
    params = {name: np.full(size, 0.5) for name, size in shapes}
    case = _case(params, np.ones(shape["W1"][0]), np.zeros(shape["W2"][1]), 0.1)
    found: dict[str, Mistake] = {}
    for mistake in pipeline.mistakes:
        if not _GRADIENT & set(mistake.changes):
            continue
        try:
            run = pipeline.run(case, mistake)
            for name, size in shapes:
                np.broadcast_to(getattr(run, f"d{name}"), size)
        except (NoTrace, ValueError):  # its shapes do not fit
            continue
        found[f"{mistake.id} 2" if mistake.id in found else mistake.id] = mistake
    return found


def walk(net: Network, x, y, mistake: str, rate: float, steps: int) -> list[float]:
    """The loss before the first step and after each, by right forward passes; see `state`."""
    losses = [net.loss_at(x, y)]
    with np.errstate(over="ignore", invalid="ignore"):  # a diverging run is a result
        while len(losses) <= steps and _near(losses):
            net = net.update(gradients(net, x, y, mistake, rate), rate)
            losses.append(net.loss_at(x, y))
    return losses


def _near(losses: list[float]) -> bool:
    return losses[-1] <= FAR * (losses[0] or 1.0)  # False for NaN


def _case(params: Mapping[str, np.ndarray], x, y, rate: float) -> dict:
    hidden, outputs = params["W2"].shape
    nothing = {"b1": np.zeros(hidden), "b2": np.zeros(outputs)}
    return {**nothing, **params, "x": np.asarray(x, float), "y": np.asarray(y, float), "lr": rate}


def _rows(net: Network, x, y, wrong: dict[str, np.ndarray]) -> list[dict]:
    loss, rows = net.loss_at(x, y), []
    for name, labels in parameter_names(net).items():
        for at in np.ndindex(net.params[name].shape) if name in wrong else ():
            label, gradient = np.array(labels)[at], float(wrong[name][at])
            nudge, kink = _nudged(net, x, y, name, at)
            off = abs(gradient - nudge) > CLOSE * max(abs(gradient), abs(nudge)) + FLOOR * max(1.0, loss)
            verdict = "kink" if kink else "differs" if off else "agrees"
            ratio = gradient / nudge if nudge else None
            row = {"name": str(label), "gradient": gradient, "nudge": nudge, "ratio": ratio}
            rows.append({**row, "verdict": verdict})
    return sorted(rows, key=lambda row: (row["name"][0] != "w", int(row["name"][1:])))


def _nudged(net: Network, x, y, name: str, at: tuple[int, ...]) -> tuple[float, bool]:
    """The central difference, and whether a gate opens or closes between its two points."""
    losses, gates = [], []
    for way in (1, -1):
        moved = net.params[name].copy()
        moved[at] += way * STEP
        there = net.with_params({name: moved})
        values = there.forward(x)
        losses.append(there.loss(values, y))
        gates.append(values["z1"] > 0)
    slope = (losses[0] - losses[1]) / (2 * STEP)
    noise = FLOOR * max(1.0, *losses)
    crossed = net.activations[0] == "relu" and not np.array_equal(*gates)
    return (slope if abs(slope) > noise else 0.0), crossed


def _who(net: Network, mistake: str) -> str:
    if mistake == NONE:
        return phrase("nobody")
    made = applying(net)[mistake]
    return phrase("who", name=made.name, code=made.example)


def _judged(rows: list[dict], mistake: str) -> str:
    wrong, kinks = (sum(row["verdict"] == kind for row in rows) for kind in ("differs", "kink"))
    key = "differ" if wrong else "agree" if mistake == NONE else "hidden"
    told = phrase(key, wrong=wrong, count=len(rows))
    if not kinks:
        return told
    untold = phrase("kinks", kinks=kinks, count=len(rows))
    return f"{told} {untold}" if wrong else untold


def _fallen(losses: list[float], right: list[float], mistake: str, steps: int) -> str:
    first = losses[0]
    if not steps:
        return phrase("start", first=first)
    if not _near(losses):
        kind = "lost" if np.isnan(losses[-1]) else "explodes"
    else:
        change = losses[-1] - first
        kind = "stays" if abs(change) <= BOTTOM * first else "falls" if change < 0 else "rises"
    taken = len(losses) - 1
    loss = phrase(kind, steps=taken, first=first, after=_seen(losses), limit=FAR)
    if mistake == NONE:
        return phrase("alone", loss=loss)
    return (
        phrase("beside", loss=loss, right=_seen(right)) if _near(right) else phrase("beside far", loss=loss)
    )


def _seen(losses: list[float]) -> float:
    """The last loss, or 0 where its digits would be rounding."""
    return 0.0 if losses[-1] <= BOTTOM * losses[0] else losses[-1]
