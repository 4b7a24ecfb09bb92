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
from handprop.explore.frame.words import bracketed, enough, phrases
from handprop.explore.matrices.numbers import equations, labels, matrix, values
from handprop.network import Network

phrase = phrases(__file__)


def state(net: Network, x, y) -> dict:
    """Every matrix and, for every entry of it, the sentence that traces it; its twin is in numbers.js.

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
    value = digits(found[key][at])
    if step is None:
        how = phrase("given", value=value)
    else:
        way, numbers = _trace(net, found, step, at, named)
        how = phrase("made", how=way, numbers=numbers, value=value)
    return phrase("entry", name=named[key], own=own, row=i + 1, column=j + 1, how=how)


def _trace(net, found, step, at, named) -> tuple[str, str]:
    """How an entry is made, in words and in numbers."""
    (i, j), factors, op = at, step["factors"], step["op"]
    A, B, C = ([matrix(found, name) for name in factors] + [None, None])[:3]
    activation = net.activations[int(step["result"][-1]) - 1]
    key, numbers = _TRACES[op](i, j, A, B, C, activation, found[step["result"]][at])
    called = dict(zip("abc", (named[name] for name in factors), strict=False))
    return phrase(key, row=i + 1, column=j + 1, activation=activation, samples=len(A), **called), numbers


def _product(i, j, A, B, C, activation, made) -> tuple[str, str]:
    factors = [*zip(A[i], B[:, j], strict=True)]
    bias = [] if C is None else [(C[0, j],)]
    count = enough([*factors, *bias], made)
    terms = [f"{p} · {bracketed(q, count)}" for p, q in zip(_leading(A[i], count), B[:, j], strict=True)]
    terms += [bracketed(b, count) for (b,) in bias]
    return "product with bias" if bias else "product", " + ".join(terms)


def _sum(i, j, A, B, C, activation, made) -> tuple[str, str]:
    return "sum", " + ".join(_leading(A[:, j], enough([(value,) for value in A[:, j]], made)))


def _error(i, j, A, B, C, activation, made) -> tuple[str, str]:
    count = enough([(A[i, j],), (-B[i, j],)], made, len(A))
    difference = f"{digits(A[i, j], count)} - {bracketed(B[i, j], count)}"
    return ("error", difference) if len(A) == 1 else ("mean error", f"({difference}) / {len(A)}")


def _leading(values, count) -> list[str]:
    """Numbers with a sign of arithmetic before each but the first."""
    return [digits(values[0], count), *(bracketed(value, count) for value in values[1:])]


_TRACES = {
    "product": _product,
    "sum": _sum,
    "activation": lambda i, j, A, B, C, f, made: ("activation", f"{f}({digits(A[i, j])})"),
    "slope": lambda i, j, A, *rest: ("slope", f"f′({digits(A[i, j])})"),
    "times": lambda i, j, A, B, *rest: ("times", f"{digits(A[i, j])} · {bracketed(B[i, j])}"),
    "error": _error,
}
