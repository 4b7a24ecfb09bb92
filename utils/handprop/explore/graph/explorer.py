"""The explorer of a graph: the learner's own numbers, and the way back through them, one node at a time.

>>> graph().at(time=2).state()["lines"]
['q gets 1 · (-4) = -4', 'z gets 1 · 3 = 3']
"""

from __future__ import annotations

from handprop.draw import Picture, digits
from handprop.explore.frame import still
from handprop.explore.frame.as_code import written
from handprop.explore.frame.controls import Control, controls_of
from handprop.explore.frame.explorer import Explorer, view
from handprop.explore.frame.page import address_for
from handprop.explore.graph.layout import layout
from handprop.explore.graph.numbers import expected, handed, state
from handprop.explore.graph.record import Node, recorded, rows_of
from handprop.explore.graph.still import paint, size
from handprop.language import tr

# (x + y) · z, the circuit that lesson 12 opens with.
CIRCUIT = [
    ["x", -2.0], ["y", 5.0], ["q", 3.0, [0, 1], [1.0, 1.0], "+"], ["z", -4.0],
    ["f", -12.0, [2, 3], [-4.0, 3.0], "*"],
]  # fmt: skip


def graph(output=None, **names) -> GraphExplorer:
    """The way back through a calculation, one node at a time: what each passes on, where paths are added.

    Parameters
    ----------
    output : a `Value` as lesson 12 builds it: an object with ``data``, ``parents``, ``slopes`` and ``op``,
        and maybe ``grad``; the explorer keeps its numbers of now.  Or rows ``[name, data, parents, slopes,
        op]``, which "Share as code" writes.  The circuit (x + y) · z if there is none.
    names : names for some of its objects: ``graph(f, x=x, y=y)``.

    Raises TypeError for anything else than a `Value`, ValueError for a circle, for more than thirty nodes,
    for slopes that do not go with the parents, and for a name that does not lead to the output.
    """
    nodes = recorded(CIRCUIT if output is None else output, names)
    explorer = GraphExplorer(nodes)
    # The objects themselves cannot stand in a line of code; their numbers can.
    explorer.view.call = f"explore.graph({'' if output is None else written(rows_of(nodes))})"
    explorer.view.page = address_for("graph", explorer.view.call)
    return explorer


class GraphExplorer(Explorer):
    """What `graph` returns."""

    def __init__(self, nodes: list[Node]):
        self.nodes, self.places = nodes, layout(nodes)
        last = len(handed(nodes)) + 1
        # The time line stands in the picture; this slider is hidden, and is there for Python.
        columns = [{tr("Time"): [Control("time", tr("time"), tr("sub-step"), 0, 0, last, 1)]}]
        super().__init__(view("graph", self._spec(last), controls_of(columns)), columns)

    def state(self) -> dict:
        """The numbers and sentences after the sub-step of now, as `state` computes them."""
        return state(self.nodes, int(self.numbers()["time"]))

    def picture(self) -> Picture:
        """The graph after the sub-step of now, a table of its numbers at the end, every sub-step in words."""
        now, last = self.state(), self.kinds["time"].high
        rows = [[tr("number"), tr("made by"), tr("value"), tr("derivative")]]
        for node, grad in zip(self.nodes, state(self.nodes, int(last))["grads"], strict=True):
            parts = ", ".join(self.nodes[p]["name"] for p in node["parents"])
            made = tr("{op} of {parts}", op=node["op"], parts=parts) if parts else tr("given")
            rows.append([node["name"], made, digits(node["data"]), digits(grad)])
        steps = [f"{k}. {'; '.join(state(self.nodes, k)['lines'])}" for k in range(1, int(last) + 1)]
        text = still.numbers(rows, now["words"], *steps)
        alt = tr("A computation graph of {count} numbers. {words}", count=len(self.nodes), words=now["words"])
        return Picture(
            lambda figure: paint(figure, self.nodes, self.places, now), size(self.places), alt, text
        )

    def _spec(self, last: int) -> dict:
        return {
            "nodes": self.nodes,
            "places": self.places,
            "expected": expected(self.nodes),
            "phases": ["before", "start", *["back"] * (last - 1)],
        }
