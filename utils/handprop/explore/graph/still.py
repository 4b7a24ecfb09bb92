"""The still picture of a graph: a box for each number, its derivative below it, and lines between them."""

from __future__ import annotations

from handprop.draw import digits
from handprop.explore.frame import still
from handprop.explore.graph.numbers import expected

WIDTH, HEIGHT, ACROSS, DOWN = 92, 62, 158, 92  # picture.js has the same


def size(places: dict) -> tuple[int, int]:
    """Pixels of the picture."""
    return round(ACROSS * (places["levels"] - 1) + WIDTH + 24), round(
        DOWN * (places["slots"] - 1) + HEIGHT + 24
    )


def paint(figure, nodes: list, places: dict, now: dict) -> None:
    """Draw the graph; ``now`` is what `numbers.state` returns."""
    width, height = size(places)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, width), ylim=(height, 0))
    axes.axis("off")
    at = lambda spot: (12 + WIDTH / 2 + ACROSS * spot[0], 12 + HEIGHT / 2 + DOWN * spot[1])  # noqa: E731
    for of_node, ends in zip(places["lines"], places["ends"], strict=True):
        for line, end in zip(of_node, ends, strict=True):
            bow = 28 * end  # two lines between the same two numbers stay apart
            points = [at(spot) for spot in line]
            points[0], points[-1] = (points[0][0], points[0][1] + bow), (points[-1][0], points[-1][1] + bow)
            axes.plot(*zip(*points, strict=True), color=still.QUIET, linewidth=1.5, zorder=1)
    forks = [count > 1 for count in expected(nodes)]
    for k, (node, spot) in enumerate(zip(nodes, places["places"], strict=True)):
        _box(axes, at(spot), fork=forks[k], busy=k == now["now"])
        x, y = at(spot)
        grad = now["grads"][k]
        rows = [
            (node["label"], "normal"),
            (digits(node["data"]), "bold"),
            ("" if grad is None else f"∂ {digits(grad)}", "bold"),
        ]
        for n, (text, weight) in enumerate(rows):
            axes.text(
                x,
                y - 19 + 19 * n,
                still.minus(text),
                ha="center",
                va="center",
                fontsize=9,
                weight=weight,
                color=still.INK,
                zorder=4,
            )


def _box(axes, centre: tuple[float, float], fork: bool, busy: bool) -> None:
    from matplotlib.patches import FancyBboxPatch

    x, y = centre
    for grown in (4, 0) if fork else (0,):
        corner = (x - WIDTH / 2 + 6 - grown, y - HEIGHT / 2 + 6 - grown)
        axes.add_patch(
            FancyBboxPatch(
                corner, WIDTH - 12 + 2 * grown, HEIGHT - 12 + 2 * grown, boxstyle="round,pad=6",
                facecolor=still.PAPER, edgecolor=still.INK, linewidth=2.5 if busy else 1.2, zorder=3,
            )
        )  # fmt: skip
