"""The still picture of wrong gradients: a bar and a dot for each parameter, and the loss on both walks."""

from __future__ import annotations

from handprop.draw import COLOURS, digits
from handprop.explore.frame import still
from handprop.language import tr

HIGHEST = 150  # per cent of the first loss


def marked(row: dict) -> str:
    """The verdict on a row in a mark and a word; its twin is ``marked`` in explorer.js."""
    if row["verdict"] != "differs":
        return {"agrees": tr("= agrees"), "kink": tr("? a kink")}[row["verdict"]]
    return tr("≠ not 0") if row["ratio"] is None else tr("≠ {ratio} times", ratio=digits(row["ratio"], 3))


def paint(figure, now: dict, most: int) -> None:
    """Draw both pictures; ``now`` is what `numbers.state` returns, ``most`` the largest number of steps."""
    rows = now["rows"]
    reach = 1.1 * max([1e-9, *(abs(row[key]) for row in rows for key in ("gradient", "nudge"))])
    ends = (-reach, reach), (len(rows) - 0.5, -0.7)
    bars = still.axes(figure, (0.05, 0.14, 0.33, 0.76), tr("Gradients and nudges"), *ends, tr("gradient"), "")
    bars.set_yticks(range(len(rows)), [row["name"] for row in rows])
    bars.axvline(0, color=still.QUIET, linewidth=1)
    for k, row in enumerate(rows):
        full = row["verdict"] == "agrees"
        style = {"facecolor": still.INK if full else "none", "edgecolor": still.INK}
        bars.barh(k, row["gradient"], 0.5, linestyle="solid" if full else "dashed", **style)
        bars.plot(row["nudge"], k, "o", color=COLOURS["nudge"], markersize=9, clip_on=False)
        bars.text(1.03 * reach, k, still.minus(marked(row)), va="center", color=still.INK)
    first = now["losses"][0] or 1.0
    title, ends = tr("The loss on these steps"), ((0, most), (0, HIGHEST))
    axes = still.axes(
        figure, (0.60, 0.14, 0.37, 0.76), title, *ends, tr("steps"), tr("loss, in % of the first")
    )
    for name, key, style in (
        (tr("right gradients"), "right", "solid"),
        (tr("these gradients"), "losses", (0, (5, 3))),
    ):
        heights = [100 * loss / first for loss in now[key]]
        axes.plot(heights, color=COLOURS["error"], linestyle=style, linewidth=2.5, label=name)
    axes.legend(loc="upper right", frameon=False)
