"""The way back through a graph, one node at a time; its twin is in numbers.js.

>>> from handprop.explore.graph.record import recorded
>>> nodes = recorded([["x", 3], ["", 9, (0, 0), (3, 3), "*"]])
>>> [state(nodes, time)["grads"] for time in (0, 1, 2)]
[[None, None], [None, 1.0], [6.0, 1.0]]
"""

from __future__ import annotations

from functools import reduce
from operator import add

from handprop.draw.layout import digits
from handprop.explore.frame.words import bracketed, phrases
from handprop.explore.graph.record import Node

phrase = phrases(__file__)


def handed(nodes: list[Node]) -> list[int]:
    """The nodes that pass something on, in the order in which they do: children before parents."""
    return [k for k in reversed(range(len(nodes))) if nodes[k]["parents"]]


def state(nodes: list[Node], time: int) -> dict:
    """What is known after ``time`` sub-steps: 0 is before the way back, 1 sets the output's derivative to 1,
    and each further one lets a node pass on what has arrived at it.

    ``arrived`` holds for each node what has come, one number for each path into it; ``grads`` its
    derivative, None while something is still to come; ``now`` is the node in hand, or None.
    """
    order = handed(nodes)
    arrived: list[list[float]] = [[] for _ in nodes]
    if time:
        arrived[-1].append(1.0)
    for k in order[: max(time - 1, 0)]:
        passed = total(arrived[k])
        for parent, slope in zip(nodes[k]["parents"], nodes[k]["slopes"], strict=True):
            arrived[parent].append(slope * passed)
    coming = expected(nodes)
    grads = [total(came) if len(came) == count else None for came, count in zip(arrived, coming, strict=True)]
    now = order[time - 2] if time > 1 else None
    words = _words(nodes, grads, time, len(order), now)
    return {"arrived": arrived, "grads": grads, "now": now, "words": words,
            "lines": _lines(nodes, arrived, coming, now, time)}  # fmt: skip


def total(came: list[float]) -> float:
    """The sum, in the order of arrival, rounded as the browser rounds it."""
    return reduce(add, came, 0.0)


def expected(nodes: list[Node]) -> list[int]:
    """How many numbers arrive at each node on the way back; more than one makes it a fork."""
    counts = [0] * len(nodes)
    counts[-1] = 1
    for node in nodes:
        for parent in node["parents"]:
            counts[parent] += 1
    return counts


def rule(op: str) -> str:
    """The name in words.json of what an operation does on the way back."""
    known = {"+": "sum", "*": "product", "relu": "relu", "exp": "exp"}
    return known.get(op, "power" if op.startswith("**") else "other")


def _words(nodes: list[Node], grads: list, time: int, steps: int, now: int | None) -> str:
    if time == 0:
        return phrase("before")
    if now is None:
        said = phrase("start", name=nodes[-1]["name"])
    else:
        said = phrase(rule(nodes[now]["op"]), name=nodes[now]["name"], op=nodes[now]["op"], grad=grads[now])
    return f"{said} {_end(nodes, grads)}" if time == steps + 1 else said


def _end(nodes: list[Node], grads: list[float]) -> str:
    if not any(node["own"] for node in nodes):
        return phrase("done")
    pairs = zip(nodes, grads, strict=True)
    other = next((node for node, grad in pairs if not _same(node["own"], grad)), None)
    return phrase("agree") if other is None else phrase("differ", name=other["name"], own=other["own"])


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-9 * max(abs(one), abs(other), 1.0)


def _lines(nodes: list[Node], arrived: list, coming: list[int], now: int | None, time: int) -> list[str]:
    if time == 1:
        return [phrase("output", name=nodes[-1]["name"])]
    if now is None:
        return []
    has = total(arrived[now])
    lines = [
        phrase("passed", name=nodes[p]["name"], grad=digits(has), slope=bracketed(s), value=digits(s * has))
        for p, s in zip(nodes[now]["parents"], nodes[now]["slopes"], strict=True)
    ]
    forks = [p for p in dict.fromkeys(nodes[now]["parents"]) if coming[p] > 1]
    return lines + [_joined(nodes[p]["name"], arrived[p], coming[p]) for p in forks]


def _joined(name: str, came: list[float], count: int) -> str:
    if len(came) < count:
        return phrase("waits", name=name, sum=summed(came), count=count - len(came))
    return phrase("joined", name=name, sum=summed(came), value=total(came))


def summed(came: list[float]) -> str:
    """What has arrived at a node, as a sum: ``3 + 3 + 1``."""
    return " + ".join([digits(came[0]), *map(bracketed, came[1:])]) if came else ""
