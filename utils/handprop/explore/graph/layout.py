"""Where the nodes of a graph stand: parents before children, and few lines that cross.

The usual way for drawings of layers (Sugiyama, Tagawa and Toda, 1981): a level for each node, a bend on each
level that a line passes, and levels sorted by the mean of their neighbours.
"""

from __future__ import annotations

from itertools import pairwise

from handprop.explore.graph.record import Node

_SWEEPS = 12
_OUTMOST = 0.9  # steps from the middle of a node to where a link may come in: its edge is a little farther
_ROOM = (1.0, 0.6, 0.3)  # between two nodes, a node and a bend, two bends
Spot = tuple[int, ...]  # (node,) or (node, parent's number, level) for a bend


def layout(nodes: list[Node]) -> dict:
    """``places``: level and slot of each node, levels from 0; ``lines``: for each link of each node the
    places from its parent, by its bends, to it; ``ends``: how far beside the middle of its node each link
    comes in, in steps, so that no two cross there; ``levels`` and ``slots``: how much room all takes."""
    levels = _levels(nodes)
    chains = _chains(nodes, levels)
    rows = _rows(levels, chains)
    near = _neighbours(chains)
    for sweep in range(_SWEEPS):
        _sort(rows, near, down=sweep % 2 == 0)
    slots = _slots(rows, near)
    at = {spot: [level, slots[spot]] for level, row in enumerate(rows) for spot in row}
    lines = [[[at[spot] for spot in chain] for chain in of_node] for of_node in chains]
    return {
        "places": [at[(k,)] for k in range(len(nodes))],
        "lines": lines,
        "ends": [_ends(of_node) for of_node in lines],
        "levels": len(rows),
        "slots": max(slots.values()) + 1,
    }


def _ends(lines: list) -> list[float]:
    """Rank of each link by the slot that it comes from, around 0; closer where a box would be too small."""
    order = sorted(range(len(lines)), key=lambda n: lines[n][-2][1])
    outmost = (len(lines) - 1) / 2
    closer = min(1.0, _OUTMOST / outmost) if outmost else 1.0
    return [closer * (order.index(n) - outmost) for n in range(len(lines))]


def _levels(nodes: list[Node]) -> list[int]:
    """As late as possible, so that a number stands beside what is made from it."""
    before_end = [0] * len(nodes)
    for k in reversed(range(len(nodes))):
        for parent in nodes[k]["parents"]:
            before_end[parent] = max(before_end[parent], before_end[k] + 1)
    return [max(before_end) - level for level in before_end]


def _chains(nodes: list[Node], levels: list[int]) -> list[list[list[Spot]]]:
    chains = []
    for k, node in enumerate(nodes):
        of_node = []
        for n, parent in enumerate(node["parents"]):
            bends = [(k, n, level) for level in range(levels[parent] + 1, levels[k])]
            of_node.append([(parent,), *bends, (k,)])
        chains.append(of_node)
    return chains


def _rows(levels: list[int], chains: list) -> list[list[Spot]]:
    rows: list[list[Spot]] = [[] for _ in range(max(levels) + 1)]
    for k, level in enumerate(levels):
        rows[level].append((k,))
    for of_node in chains:
        for chain in of_node:
            for bend in chain[1:-1]:
                rows[bend[2]].append(bend)
    return rows


def _neighbours(chains: list) -> dict[Spot, tuple[list[Spot], list[Spot]]]:
    """For each spot those on the level before it, and those on the level behind it."""
    near: dict[Spot, tuple[list[Spot], list[Spot]]] = {}
    for of_node in chains:
        for chain in of_node:
            for one, other in pairwise(chain):
                near.setdefault(other, ([], []))[0].append(one)
                near.setdefault(one, ([], []))[1].append(other)
    return near


def _mean(spot: Spot, near: dict, side: int, where: dict, otherwise: float) -> float:
    found = [where[other] for other in near.get(spot, ([], []))[side]]
    return sum(found) / len(found) if found else otherwise


def _sort(rows: list[list[Spot]], near: dict, down: bool) -> None:
    order = rows if down else rows[::-1]
    for before, row in pairwise(order):
        where = {spot: n for n, spot in enumerate(before)}
        means = {spot: _mean(spot, near, 0 if down else 1, where, n) for n, spot in enumerate(row)}
        row.sort(key=means.__getitem__)


def _slots(rows: list[list[Spot]], near: dict) -> dict[Spot, float]:
    """Beside the mean of the neighbours, as far as there is room, in the order of the row."""
    slots = {spot: n - (len(row) - 1) / 2 for row in rows for n, spot in enumerate(row)}
    for sweep in range(_SWEEPS):
        for row in rows if sweep % 2 == 0 else rows[::-1]:
            wished = [
                (_mean(s, near, 0, slots, slots[s]) + _mean(s, near, 1, slots, slots[s])) / 2 for s in row
            ]
            for spot, slot in zip(row, _apart(wished, [len(spot) > 1 for spot in row]), strict=True):
                slots[spot] = slot
    least = min(slots.values())
    return {spot: round(slot - least, 3) for spot, slot in slots.items()}


def _apart(wished: list[float], bends: list[bool]) -> list[float]:
    """The same, each with its room behind the last, and with the same mean; bends need less of it."""
    found: list[float] = []
    for n, wish in enumerate(wished):
        room = _ROOM[bends[n] + bends[n - 1]]
        found.append(max(wish, found[-1] + room) if found else wish)
    shift = (sum(found) - sum(wished)) / len(found)
    return [slot - shift for slot in found]
