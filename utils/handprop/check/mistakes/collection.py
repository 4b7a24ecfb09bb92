"""The bank's mistakes in one step of a network, as a learner meets them: gradients, and the network after."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from handprop.check.cases import from_example
from handprop.check.mistakes.calculation import Values
from handprop.check.mistakes.one_sample import RELU_STEP
from handprop.examples import Example
from handprop.network import Network


class Step(NamedTuple):
    """One step: ``gradients``, arrays by name, and ``network``, the network after the step."""

    gradients: dict[str, np.ndarray]
    network: Network


def wrong_steps(example: Example) -> dict[str, Step]:
    """For each known mistake in a step on a 2-2-1 network with ReLU and no biases, what it leads to.

    The keys say what somebody does wrong.  A mistake that leaves no trace on this example is left out.
    """
    net, case = example.network(), from_example(example)
    right = RELU_STEP.run(case)
    runs = {mistake.name: RELU_STEP.run(case, mistake) for mistake in RELU_STEP.mistakes}
    return {name: _step(net, run) for name, run in runs.items() if not _same(run, right)}


def _step(net: Network, run: Values) -> Step:
    after = net.with_params({"W1": run.new_W1, "W2": run.new_W2})
    return Step({"W1": run.dW1, "W2": run.dW2}, after)


def _same(run: Values, right: Values) -> bool:
    return all(np.allclose(getattr(run, name), getattr(right, name)) for name in ("new_W1", "new_W2"))
