"""The sentences that trace each entry of a matrix to its factors.

>>> from handprop.examples import get
>>> seed = get("seed")
>>> state(seed.network(), seed.x, seed.y)["words"]["dW1"][0][1]
'∂W1 (∂w3), row 1, column 2: row 1 of xᵀ times column 2 of δ1: 2 · (-0.09556) = -0.1911.'
"""

from __future__ import annotations

import numpy as np

from handprop.draw import digits
from handprop.draw.layout import parameter_names
from handprop.explore.matrices.numbers import equations, labels, matrix, values
from handprop.network import Network


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
        starts = [digits(first[i, 0]), *map(_term, first[i, 1:])]
        terms = [f"{p} · {_term(q)}" for p, q in zip(starts, second[:, j], strict=True)]
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
