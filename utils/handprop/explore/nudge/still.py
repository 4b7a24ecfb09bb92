"""The still picture of a nudge that travels: a box for each quantity, a ratio on each link."""

from __future__ import annotations

from handprop.draw import COLOURS, digits
from handprop.explore.frame import still
from handprop.language import tr


def paint(figure, now: dict, numbers: dict) -> None:
    """Draw the chain; ``now`` is what `numbers.state` returns, ``numbers`` the controls."""
    links = now["links"]
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(-0.5, len(links) + 0.5), ylim=(0, 1))
    axes.axis("off")
    quantities = [(numbers["parameter"], now["value"], numbers["nudge"])]
    quantities += [(link["to"], link["before"], link["change"]) for link in links]
    for k, (name, value, change) in enumerate(quantities):
        box = {"boxstyle": "round,pad=0.6", "facecolor": still.PAPER, "edgecolor": still.INK}
        text = still.minus(f"{name}\n{digits(value)}\n{'+' if change >= 0 else ''}{digits(change)}")
        axes.text(k, 0.62, text, ha="center", va="center", color=still.INK, bbox=box, zorder=3)
    for k, link in enumerate(links):
        axes.annotate(
            "", (k + 0.7, 0.62), (k + 0.3, 0.62), arrowprops={"arrowstyle": "->", "color": COLOURS["nudge"]}
        )
        ratio = "–" if link["ratio"] is None else f"× {digits(link['ratio'])}"
        axes.text(k + 0.5, 0.22, still.minus(ratio), ha="center", color=still.INK, weight="bold")
        axes.text(
            k + 0.5,
            0.08,
            still.minus(tr("slope {slope}", slope=digits(link["slope"]))),
            ha="center",
            color=still.QUIET,
        )
