"""What each matrix of a network is made of, and the matrices themselves.

>>> from handprop.examples import get
>>> [step["result"] for step in equations(get("seed").network()) if step["phase"] == "backward"]
['delta2', 'dW2', 'da1', 'delta1', 'dW1']
"""

from __future__ import annotations

import numpy as np

from handprop.network import ACTIVATIONS, Network


def equations(net: Network) -> list[dict]:
    """What each matrix is made of, in the order of computation.

    An equation has the name of its ``result``, an ``op`` ("product", "activation", "slope", "error", "times"
    or "sum"), its ``factors``, and the ``phase`` in which it is shown; a name with ".T" is a transpose.
    """
    last, steps = len(net.activations), []
    below = lambda k: f"a{k - 1}" if k > 1 else "x"  # noqa: E731
    for k in range(1, last + 1):
        bias = [f"b{k}"] if f"b{k}" in net.params else []
        steps.append(_equation(f"z{k}", "product", below(k), f"W{k}", *bias))
        steps.append(_equation(f"a{k}", "activation", f"z{k}"))
    for k in range(last, 0, -1):
        steps += _delta(net, k, last)
        steps.append(_equation(f"dW{k}", "product", f"{below(k)}.T", f"delta{k}"))
        if f"b{k}" in net.params:
            steps.append(_equation(f"db{k}", "sum", f"delta{k}"))
    return steps


def _equation(result: str, op: str, *factors: str) -> dict:
    phase = "forward" if result[0] in "za" else "backward"
    return {"result": result, "op": op, "factors": list(factors), "phase": phase}


def _delta(net: Network, k: int, last: int) -> list[dict]:
    # With a cross-entropy, the slopes of loss and activation cancel to prediction - target.
    plain = net.activations[k - 1] == "linear" or (k == last and net.loss_name != "half_squared")
    first = f"delta{k}" if plain else f"da{k}"
    factors = ("error", f"a{k}", "y") if k == last else ("product", f"delta{k + 1}", f"W{k + 1}.T")
    steps = [_equation(first, *factors)]
    if plain:
        return steps
    hidden = {**_equation(f"slope{k}", "slope", f"z{k}"), "phase": ""}  # shown as a factor only
    return [*steps, hidden, _equation(f"delta{k}", "times", f"da{k}", f"slope{k}")]


def values(net: Network, x, y) -> dict[str, np.ndarray]:
    """Every matrix of `equations`, by name; samples are rows, a single sample is one row."""
    x, y = np.atleast_2d(x), np.atleast_2d(y)
    forward = net.forward(x)
    gradients = net.backward(forward, y)
    found = {"x": x, "y": y}
    for name, value in net.params.items():
        found[name] = np.atleast_2d(value)
        found[f"d{name}"] = np.atleast_2d(gradients[name])
    last = len(net.activations)
    for k in range(1, last + 1):
        found[f"z{k}"], found[f"a{k}"] = forward[f"z{k}"], forward[f"a{k}"]
        found[f"delta{k}"] = gradients[f"delta{k}"]
        found[f"slope{k}"] = _slope(net.activations[k - 1], forward[f"z{k}"], forward[f"a{k}"])
    found[f"da{last}"] = (forward["prediction"] - y) / len(x)
    for k in range(1, last):
        found[f"da{k}"] = gradients[f"delta{k + 1}"] @ net.params[f"W{k + 1}"].T
    return found


def _slope(activation: str, z: np.ndarray, a: np.ndarray) -> np.ndarray:
    # Softmax has no slope for each entry alone; with its loss none is needed.
    back = ACTIVATIONS[activation][1]
    return np.ones_like(z) if back is None else back(np.ones_like(z), z, a)


def labels(net: Network) -> dict[str, str]:
    """How each matrix is called in the picture."""
    last = len(net.activations)
    hidden = {f"a{k}": "h" if last == 2 else f"h{k}" for k in range(1, last)}
    named = {"x": "x", "y": "y", **hidden, f"a{last}": "ŷ"}
    for k in range(1, last + 1):
        named |= {f"W{k}": f"W{k}", f"dW{k}": f"∂W{k}", f"z{k}": f"z{k}", f"delta{k}": f"δ{k}"}
        named |= {f"slope{k}": f"f′(z{k})", f"da{k}": f"∂{named[f'a{k}']}"}
        if f"b{k}" in net.params:
            named |= {f"b{k}": f"b{k}", f"db{k}": f"∂b{k}"}
    return named | {f"{name}.T": f"{label}ᵀ" for name, label in named.items()}


def matrix(found: dict, name: str) -> np.ndarray:
    """The matrix of that name; with ".T" behind it, its transpose."""
    return found[name.removesuffix(".T")].T if name.endswith(".T") else found[name]
