"""A learner's own `Value` objects, read once: what the explorer of a graph shows.

>>> nodes = recorded([["x", 3, (), ()], ["", 9, (0, 0), (3, 3), "*"]])
>>> [node["name"] for node in nodes]
['x', 'x · x']
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from numbers import Real

from handprop.draw.layout import digits
from handprop.language import tr

MOST_NODES = 30  # more would not be readable
LONGEST_NAME = 11  # characters: a longer formula gets a number instead
WIDEST = 12  # characters that a box has room for
SIGNS = {"+": "+", "*": "·"}

# name, op, data, parents (places in the list), slopes, own (the grad that the object has); called: the name
# that was given; label: what stands in its box above the number.
Node = dict


def recorded(output, names: Mapping[str, object] | None = None) -> list[Node]:
    """The nodes that ``output`` is made from, parents before children, ``output`` last.

    ``output`` is an object with ``data``, ``parents`` and ``slopes``, as lesson 12 builds it, or rows
    ``[name, data, parents, slopes, op]``, in which parents are numbers of earlier rows.  ``names`` gives
    names to some of the objects.

    Raises TypeError for anything else, ValueError for a circle, for more than thirty nodes, for slopes that
    do not go with the parents, and for numbers that are none.
    """
    if isinstance(output, list):
        nodes = [_from_row(row, k) for k, row in enumerate(output)]
    else:
        nodes = _from_objects(output, dict(names or {}))
    if not nodes:
        raise ValueError(tr("A graph needs one node at least; there is none."))
    if len(nodes) > MOST_NODES:
        raise ValueError(_too_many(len(nodes)))
    for k, node in enumerate(nodes):
        node["called"] = node["name"]
        node["name"] = node["called"] or _formula(nodes, k)
        node["label"] = _label(node)
    return nodes


def _from_objects(output, names: dict[str, object]) -> list[Node]:
    order = _in_order(output)
    places = {id(value): k for k, value in enumerate(order)}
    for name, value in names.items():
        if id(value) not in places:
            raise ValueError(tr("The output is not made from {name}; name only what leads to it.", name=name))
    called = {id(value): name for name, value in names.items()}
    return [
        {**_read(value), "name": called.get(id(value), ""), "parents": [places[id(p)] for p in value.parents]}
        for value in order
    ]


def _in_order(output) -> list:
    """Parents before children, without recursion: a learner's chain may be long."""
    order: list = []
    state: dict[int, bool] = {}  # id -> whether it has found its place; False while its parents are visited
    ahead = [(output, False)]
    while ahead:
        value, ready = ahead.pop()
        if ready:
            state[id(value)] = True
            order.append(value)
            continue
        if id(value) in state:
            if not state[id(value)]:
                raise ValueError(tr("A number in this graph is made from itself; a circle has no way back."))
            continue
        _must_be_a_value(value)
        state[id(value)] = False
        if len(state) > MOST_NODES:
            raise ValueError(_too_many(tr("more than {most_nodes}", most_nodes=MOST_NODES)))
        ahead.append((value, True))
        ahead += [(p, False) for p in reversed(value.parents) if not state.get(id(p))]
    return order


def _too_many(count: object) -> str:
    return tr(
        "The explorer of a graph shows up to {most_nodes} nodes; here are {count}. Take a smaller part.",
        most_nodes=MOST_NODES,
        count=count,
    )


def _must_be_a_value(value) -> None:
    kind = type(value).__name__
    for name in ("data", "parents", "slopes"):
        if not hasattr(value, name):
            raise TypeError(
                tr(
                    "The explorer of a graph needs a Value of lesson 12, with data, parents and slopes; "
                    "it got {kind}, which has no {name}.",
                    kind=kind,
                    name=name,
                )
            )
    for name in ("parents", "slopes"):
        if not isinstance(getattr(value, name), Sequence):
            raise TypeError(
                tr(
                    "The {name} of a {kind} must be in an order, as in a tuple; they are not.",
                    name=name,
                    kind=kind,
                )
            )
    if len(value.parents) != len(value.slopes):
        raise ValueError(
            tr(
                "Each parent needs one local slope; a {kind} has {count} parents and {count_2} slopes.",
                kind=kind,
                count=len(value.parents),
                count_2=len(value.slopes),
            )
        )


def _read(value) -> Node:
    return {
        "op": str(getattr(value, "op", "")),
        "data": _number(value.data, "data"),
        "slopes": [_number(slope, "slope") for slope in value.slopes],
        "own": _number(getattr(value, "grad", 0.0), "grad"),
    }


def _number(value, name: str) -> float:
    if not isinstance(value, Real) or not math.isfinite(value):
        raise ValueError(
            tr("The {name} of a node must be a finite number; one is {value!r}.", name=name, value=value)
        )
    return float(value)


def _from_row(row, k: int) -> Node:
    if not isinstance(row, Sequence) or isinstance(row, str) or not 2 <= len(row) <= 6:
        raise ValueError(
            tr("A row of a graph is [name, data, parents, slopes, op, grad]; the end may be missing.")
        )
    name, data, parents, slopes, op, own = [*row, *("", 0, (), (), "", 0.0)[len(row) :]]
    if any(not isinstance(p, int) or not 0 <= p < k for p in parents) or len(parents) != len(slopes):
        raise ValueError(
            tr("Parents in row {k} must be numbers of earlier rows, each with its local slope.", k=k)
        )
    slopes = [_number(slope, "slope") for slope in slopes]
    return {
        "name": str(name), "op": str(op), "data": _number(data, "data"), "parents": list(parents),
        "slopes": slopes, "own": _number(own, "grad"),
    }  # fmt: skip


def _label(node: Node) -> str:
    if not node["called"] and not node["parents"]:
        return ""
    numbered = node["name"].startswith("#")
    text = f"{node['name']}: {SIGNS.get(node['op'], node['op'])}" if numbered else node["name"]
    return text if len(text) <= WIDEST else f"{text[: WIDEST - 1]}…"


def rows_of(nodes: list[Node]) -> list[list]:
    """The nodes as `recorded` takes them: what a line of code can hold."""
    rows = [[n["called"], n["data"], n["parents"], n["slopes"], n["op"], n["own"]] for n in nodes]
    return [row if row[5] else row[:5] if row[4] else row[:2] for row in rows]


def _formula(nodes: list[Node], k: int) -> str:
    """What a node without a name is called: its number, its formula, or its place where that is too long."""
    node = nodes[k]
    if not node["parents"]:
        return digits(node["data"])
    parts = [nodes[p]["name"] for p in node["parents"]]
    op = node["op"]
    if op in SIGNS:
        tied = [f"({part})" if op == "*" and (" + " in part or part[:1] == "-") else part for part in parts]
        text = f" {SIGNS[op]} ".join(tied)
    elif op.startswith("**"):
        text = f"({parts[0]}){op}" if " " in parts[0] or parts[0][:1] == "-" else f"{parts[0]}{op}"
    else:
        text = f"{op or 'f'}({', '.join(parts)})"
    return text if len(text) <= LONGEST_NAME and "#" not in text else f"#{k + 1}"
