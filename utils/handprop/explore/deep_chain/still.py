"""The still picture of a deep chain: a bar for each layer, on an axis of powers of ten."""

from __future__ import annotations

import numpy as np

from handprop.explore.frame import still
from handprop.language import tr

LOWEST, HIGHEST, MARKS = -40, 32, tuple(range(-40, 33, 8))  # powers of ten


def paint(figure, now: dict, deepest: int) -> None:
    """Draw the bars; ``now`` is what `numbers.state` returns."""
    axes = still.axes(
        figure, (0.11, 0.2, 0.87, 0.66), tr("The gradient at each layer"), (-0.8, deepest + 0.8),
        (LOWEST, HIGHEST), tr("layer (0 is the input)"), tr("derivative of the output"),
    )  # fmt: skip
    axes.set_yticks(MARKS, [f"$10^{{{mark}}}$" for mark in MARKS])
    powers = np.clip(np.log10(now["grads"]), LOWEST, HIGHEST)
    axes.bar(range(len(powers)), powers, width=0.7, color=still.INK)
    axes.axhline(0, color=still.QUIET, linewidth=1.2)
