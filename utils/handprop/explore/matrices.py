"""The matrices explorer: the network as matrices, each entry traced to the factors that it is made of.

>>> from handprop.examples import get
>>> seed = get("seed")
>>> state(seed.network(), seed.x, seed.y)["words"]["dW1"][0][1]
'∂W1 (∂w3), row 1, column 2: row 1 of xᵀ times column 2 of δ1: 2 · (-0.09556) = -0.1911.'
"""

from __future__ import annotations

import numpy as np
import traitlets

from handprop.draw import COLOURS, Picture, digits
from handprop.draw.layout import parameter_names, unit_names
from handprop.examples import Example
from handprop.explore.base import Explorer, Groups, controls_of, shareable, view
from handprop.explore.matrices_still import block, matrix, paint, plan
from handprop.explore.network_controls import layer_controls, slider
from handprop.network import Network

MOST_PARAMETERS = 24  # more numbers than this are a wall, and their sliders another
MOST_SAMPLES = 6
_LEGEND = (
    "Point at an entry, or walk with the arrow keys: its factors light up, a solid frame for the first, a "
    "dashed one for the second. An underline marks the same entry elsewhere. ᵀ is the transpose."
)


@shareable
def matrices(net: Network | Example, x=None, y=None) -> MatricesExplorer:
    """A small network as matrices with their shapes, forward and backward.

    Parameters
    ----------
    net : a `Network` with at most 24 parameters, or an `Example`, which brings ``x`` and ``y``.
    x, y : one sample, shapes (inputs,) and (outputs,), or up to 6, shapes (samples, inputs) and (samples,
        outputs); needed for a `Network`.

    Raises ValueError if x or y is missing, has another shape or there is too much to show; TypeError for
    anything else than a network.
    """
    if isinstance(net, Example):
        x = net.x if x is None else x
        y = net.y if y is None else y
        net = net.network()
    if not isinstance(net, Network):
        raise TypeError(f"The matrices explorer needs a Network or an Example; it got {type(net).__name__}.")
    if x is None or y is None:
        raise ValueError("The matrices explorer needs an input x and a target y beside the network.")
    x, y = np.asarray(x, dtype=np.float64), np.atleast_1d(np.asarray(y, dtype=np.float64))
    net.loss(net.forward(x), y)  # says which shape does not fit
    parameters = sum(value.size for value in net.params.values())
    if parameters > MOST_PARAMETERS or len(np.atleast_2d(x)) > MOST_SAMPLES:
        raise ValueError(
            f"The matrices explorer shows up to {MOST_PARAMETERS} parameters and {MOST_SAMPLES} samples; "
            f"this has {parameters} and {len(np.atleast_2d(x))}."
        )
    return MatricesExplorer(net, x, y)


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
    slopes = {"relu": z > 0, "sigmoid": a * (1 - a), "tanh": 1 - a * a}
    return np.asarray(slopes.get(activation, np.ones_like(z)), dtype=np.float64)


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


def state(net: Network, x, y) -> dict:
    """Every matrix and, for every entry of it, the sentence that traces it; its twin is in matrices.js.

    ``values`` and ``words`` have a matrix of numbers and one of sentences for each name.
    """
    found = values(net, x, y)
    made = {step["result"]: step for step in equations(net)}
    named, names = labels(net), parameter_names(net)
    words = {}
    for key in [*net.params, "x", "y", *made]:
        entries = np.ndindex(found[key].shape)
        rows, columns = found[key].shape
        flat = [_sentence(net, found, made.get(key), key, at, named, names) for at in entries]
        words[key] = [flat[i * columns : (i + 1) * columns] for i in range(rows)]
    return {"values": {key: found[key] for key in words}, "words": words}


def _sentence(net, found, step, key, at, named, names) -> str:
    i, j = at
    parameter = key.removeprefix("d")
    own = names[parameter][i][j] if parameter[0] == "W" else names[parameter][j] if parameter in names else ""
    own = f" ({'∂' if key[0] == 'd' else ''}{own})" if own else ""
    start = f"{named[key]}{own}, row {i + 1}, column {j + 1}"
    value = digits(found[key][at])
    if step is None:
        return f"{start}: {value}, given."
    how, numbers = _trace(net, found, step, at, named)
    return f"{start}: {how}: {numbers} = {value}."


def _trace(net, found, step, at, named) -> tuple[str, str]:
    (i, j), factors = at, step["factors"]
    first = matrix(found, factors[0])
    second = matrix(found, factors[1]) if len(factors) > 1 else None
    k = int(step["result"][-1])
    activation = net.activations[k - 1]
    a, b = (named[name] for name in (factors * 2)[:2])
    if step["op"] == "product":
        how = f"row {i + 1} of {a} times column {j + 1} of {b}"
        terms = [f"{digits(p)} · {_term(q)}" for p, q in zip(first[i], second[:, j], strict=True)]
        if len(factors) == 3:
            how += f", plus {named[factors[2]]}"
            terms.append(_term(found[factors[2]][0, j]))
        return how, " + ".join(terms)
    if step["op"] == "sum":
        return f"the sum of column {j + 1} of {a}", " + ".join(
            [digits(first[0, j]), *map(_term, first[1:, j])]
        )
    if step["op"] == "activation":
        return f"{activation} of {a}", f"{activation}({digits(first[i, j])})"
    if step["op"] == "slope":
        return f"the slope of {activation} at {a}", f"f′({digits(first[i, j])})"
    if step["op"] == "times":
        return f"{a} times {b}, entry by entry", f"{digits(first[i, j])} · {_term(second[i, j])}"
    samples = len(first)
    difference = f"{digits(first[i, j])} - {_term(second[i, j])}"
    if samples == 1:
        return f"{a} minus {b}", difference
    return f"{a} minus {b}, over {samples} samples", f"({difference}) / {samples}"


def _term(value: float) -> str:
    text = digits(value)
    return f"({text})" if text.startswith("-") else text


class MatricesExplorer(Explorer):
    """What `matrices` returns; `params` follows the sliders, and can be observed."""

    params = traitlets.Dict(help="the parameters, float64 arrays by name", read_only=True)

    def __init__(self, net: Network, x: np.ndarray, y: np.ndarray):
        self.net, self._x, self._y = net, x, y
        self._names = parameter_names(net)
        columns = _columns(net, x, y, self._names)
        self._movable = {c.name for c in controls_of(columns)}
        super().__init__(view("matrices", self._spec(), controls_of(columns)), columns)

    @property
    def x(self) -> np.ndarray:
        """The input, in the shape that it came in."""
        return _followed(self._x, "x", self.numbers())

    @property
    def y(self) -> np.ndarray:
        """The target, in the shape that it came in."""
        return _followed(self._y, "y", self.numbers())

    def state(self) -> dict:
        """The matrices of now, as `state` computes them."""
        return state(self.net.with_params(self.params), self.x, self.y)

    def picture(self) -> Picture:
        """All matrices with the numbers of now."""
        net = self.net.with_params(self.params)
        now, steps = self.state(), [step for step in equations(net) if step["phase"]]
        found, named = values(net, self.x, self.y), labels(net)
        first = now["words"][steps[0]["result"]][0][0]
        alt = f"{net!r} as {len(steps)} equations of matrices, forward and backward. {first}"
        text = "\n\n".join(block(step, found, named) for step in steps)
        size, places = plan(steps, found)
        return Picture(lambda figure: paint(figure, size, places, found, named), size, alt, text)

    def _moved(self, change=None) -> None:
        now = self.numbers()
        params = {name: np.vectorize(now.get, otypes=[float])(names) for name, names in self._names.items()}
        if any(not np.array_equal(params[name], self.params.get(name)) for name in params):
            self.set_trait("params", params)

    def _spec(self) -> dict:
        return {
            "activations": list(self.net.activations),
            "loss": self.net.loss_name,
            "frozen": sorted(self.net.frozen),
            "names": self._names,
            "x": self._x.tolist() if self._x.ndim == 2 else [_named(self._x, "x", self._movable)],
            "y": self._y.tolist() if self._y.ndim == 2 else [_named(self._y, "y", self._movable)],
            "equations": equations(self.net),
            "labels": labels(self.net),
            "colours": COLOURS,
            "legend": _LEGEND,
        }


def _columns(net: Network, x, y, names) -> list[Groups]:
    units = unit_names(net)
    last = len(units) - 1
    titles = [f"W{k}" + (f" and b{k}" if f"b{k}" in net.params else "") for k in range(1, last + 1)]
    columns: list[Groups] = [
        {titles[k - 1]: layer_controls(net, names, units, k)} for k in range(1, last + 1)
    ]
    if x.ndim == 2:
        return columns
    ends = [slider(f"x{i + 1}", f"input x{i + 1}", float(v), most=0.1, reach=5.0) for i, v in enumerate(x)]
    if net.loss_name == "half_squared":
        ends += [
            slider(f"y{j + 1}", f"target y{j + 1}", float(v), most=0.1, reach=2.0) for j, v in enumerate(y)
        ]
    return [*columns, {"Input and target": ends}]


def _named(row: np.ndarray, letter: str, movable: set[str]) -> list:
    """The names of the controls of a row, or its numbers where there is no control."""
    named = [f"{letter}{i + 1}" for i in range(row.size)]
    return named if set(named) <= movable else row.tolist()


def _followed(given: np.ndarray, letter: str, now: dict) -> np.ndarray:
    if given.ndim == 2:
        return given
    return np.array([now.get(f"{letter}{i + 1}", v) for i, v in enumerate(given)])
