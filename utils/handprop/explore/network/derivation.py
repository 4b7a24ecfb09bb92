"""The derivation of every gradient of a network, line by line, for the browser to put numbers into.

The lines are those of `handprop.symbolic.SymbolicNetwork.derivation`, in symbols.  A formula is sent as text
and as a tree: a symbol is its name, a constant a number, anything else a list of an operation and its parts:

>>> from sympy import Symbol
>>> from handprop.symbolic import Gate, Times
>>> tree(Times(Symbol("delta"), Gate(Symbol("z1")), Symbol("x1")))
['*', 'delta', ['gate', 'z1'], 'x1']
>>> text(['*', 'delta', ['gate', 'z1'], 'x1'])
'δ · [z1 > 0] · x1'
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from handprop.draw.layout import MANY
from handprop.examples import EXAMPLES
from handprop.network import Network

_NAMES = {"Sigmoid": "σ"}
_SUMS = ("+", "-", "/")  # in brackets where they are a factor
_GREEK = (("yhat", "ŷ"), ("delta", "δ"))


def derivations(net: Network) -> dict[str, list[dict]]:
    """For each parameter, the lines of the derivation of its gradient.

    A line has its ``formula`` and the ``reason`` as text, and the ``tree`` of its right side; the tree is
    None where derivatives are only named.
    """
    symbolic = _symbolic(net)
    names = [str(symbol) for key, M in symbolic.symbols.items() if key != "x" for symbol in M.T]
    return {name: [_line(line) for line in symbolic.derivation(name)] for name in names}


def places(net: Network) -> dict[str, list]:
    """Where each symbol of a tree stands: ``["params", "W1", 0, 1]``, likewise values, gradients, target."""
    symbolic = _symbolic(net)
    found = {}
    for key, symbols in {**symbolic.quantities, **symbolic.symbols}.items():
        source = _source(key)
        for (i, j), symbol in np.ndenumerate(np.array(symbols)):
            at = [i, j] if key.startswith("W") else [j]
            found[str(symbol)] = [source, *([key] if key != "y" else []), *map(int, at)]
    return found


def derived(net: Network) -> dict:
    """Both, as the view has them: ``{"lines": derivations(net), "places": places(net)}``."""
    return {"lines": derivations(net), "places": places(net)}


def stored(net: Network) -> dict:
    """`derived` without SymPy, as `handprop build` has written it for the examples; else empty."""
    return json.loads(_STORE.read_text(encoding="utf-8")).get(_key(net), {}) if _STORE.is_file() else {}


def store() -> dict[Path, str]:
    """The file that `stored` reads, and its text: one derivation for each form of the examples' networks."""
    nets = {_key(net): net for net in (example.network() for example in EXAMPLES.values()) if _small(net)}
    return {_STORE: json.dumps({key: derived(net) for key, net in nets.items()}, ensure_ascii=False) + "\n"}


_STORE = Path(__file__).with_name("derived.json")


def _key(net: Network) -> str:
    shapes = [f"{name}:{'x'.join(map(str, value.shape))}" for name, value in net.params.items()]
    return " ".join([*shapes, *net.activations, net.loss_name])


def _small(net: Network) -> bool:
    return sum(value.size for name, value in net.params.items() if name.startswith("W")) <= MANY


def _symbolic(net: Network):
    from handprop.symbolic import SymbolicNetwork  # SymPy takes half a second to load

    params = {name: np.zeros(value.shape, int).tolist() for name, value in net.params.items()}
    return SymbolicNetwork(params, net.activations, net.loss_name)


def _source(key: str) -> str:
    if key.startswith("delta"):
        return "gradients"
    return {"W": "params", "b": "params", "y": "target"}.get(key[0], "values")


def _line(line) -> dict:
    from handprop.symbolic import Partial

    named = line.right.has(Partial)
    right = tree(line.right)
    reason = line.reason if line.about is None else f"{line.reason} {text(tree(line.about))}"
    formula = f"{text(tree(line.left))} = {text(right)}"
    return {"formula": formula, "reason": reason, "tree": None if named else right}


def tree(expr) -> list | str | float:
    """The SymPy expression as nested lists."""
    if expr.is_Symbol:
        return expr.name
    if expr.is_Number:
        return int(expr) if expr.is_Integer else float(expr)
    kind = type(expr).__name__
    operation = _OPERATIONS.get(kind)
    return [operation, *map(tree, expr.args)] if operation else ["f", kind, *map(tree, expr.args)]


_OPERATIONS = {
    **{"Times": "*", "Mul": "*", "Plus": "+", "Add": "+", "Minus": "-", "Over": "/", "Pow": "^"},
    **{"Gate": "gate", "Partial": "d", "Equality": "=", "Path": "path"},
}


def text(part: list | str | float) -> str:
    """The tree as a formula in one line."""
    if isinstance(part, str):
        return _letters(part)
    if not isinstance(part, list):
        return "½" if part == 0.5 else f"{part:g}"
    operation, *parts = part
    return _WRITERS[operation](parts)


def _letters(name: str) -> str:
    for latin, greek in _GREEK:
        name = name.replace(latin, greek)
    return name


def _sum(parts: list) -> str:
    first, *rest = map(text, parts)
    return first + "".join(f" − {t[1:]}" if t.startswith("−") else f" + {t}" for t in rest)


def _factor(part: list | str | float) -> str:
    written = text(part)
    return f"({written})" if isinstance(part, list) and part[0] in _SUMS else written


_WRITERS = {
    "*": lambda parts: " · ".join(map(_factor, parts)),
    "+": _sum,
    "-": lambda parts: f"−{_factor(parts[0])}",
    "/": lambda parts: f"{_factor(parts[0])} / {_denominator(parts[1])}",
    "^": lambda parts: f"{_factor(parts[0])}{'²' if parts[1] == 2 else f'^{text(parts[1])}'}",
    "gate": lambda parts: f"[{text(parts[0])} > 0]",
    "d": lambda parts: f"∂{text(parts[0])}/∂{text(parts[1])}",
    "=": lambda parts: " = ".join(map(text, parts)),
    "path": lambda parts: " → ".join(map(text, parts)),
    "f": lambda parts: f"{_NAMES.get(parts[0], parts[0])}({', '.join(map(text, parts[1:]))})",
}


def _denominator(part: list | str | float) -> str:
    return f"({text(part)})" if isinstance(part, list) and part[0] in ("*", *_SUMS) else text(part)
