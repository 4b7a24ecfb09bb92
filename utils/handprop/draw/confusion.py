"""Which class was read as which: a table with an area for each count."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from handprop.draw.layout import AREAS, INK, ON_AREA, ON_AREA_PAPER, QUIET
from handprop.draw.picture import Picture
from handprop.language import tr

_CELL, _LEFT, _TOP, _RIGHT, _NAMES = 38, 96, 84, 20, 4  # the length of a name that stands upright


def confusion(table, names: Sequence[object] = (), title: str = tr("What it confuses")) -> Picture:
    """How often each class was read as each: rows are true, columns said; blue is right, orange is wrong.

    Parameters
    ----------
    table : a count for each pair, whole numbers from 0, shape (classes, classes).
    names : one for each class; without them the classes are counted from 0.
    title : stands above the table.

    A colour is as strong as the share of its row.  Returns a `Picture`; its text holds the whole table.
    Raises ValueError for another shape, for numbers that are no counts, and for a name too many or too few.
    """
    try:
        table = np.asarray(table)
    except ValueError:
        raise ValueError(tr("The rows of table have different lengths.")) from None
    if table.ndim != 2 or table.shape[0] != table.shape[1] or not table.size:
        raise ValueError(tr("table has shape {shape}; expected (classes, classes).", shape=table.shape))
    if table.dtype.kind not in "iu" or table.min() < 0:
        raise ValueError(tr("Counts are whole numbers from 0."))
    count = len(table)
    shown = [str(name) for name in names] or [str(k) for k in range(count)]
    if len(shown) != count:
        raise ValueError(
            tr(
                "There are {count} classes and {names} names; give one for each.",
                count=count,
                names=len(shown),
            )
        )
    size = (_LEFT + _CELL * count + _RIGHT, _TOP + _CELL * count + 12)
    return Picture(
        lambda figure: _paint(figure, size, table, shown, title),
        (max(size[0], 320), size[1]),
        _words(table, shown, title),
        _text(table, shown, title),
    )


def _words(table: np.ndarray, names: list[str], title: str) -> str:
    wrong = table.copy()
    np.fill_diagonal(wrong, 0)
    first = [divmod(int(k), len(names)) for k in np.argsort(-wrong, axis=None, kind="stable")[:3]]
    most = [
        tr("{true} read as {said}, {count} times", true=names[t], said=names[s], count=wrong[t, s])
        for t, s in first
        if wrong[t, s]
    ]
    return tr(
        "{title}: {right} of {count} are right, on the diagonal. Most often wrong: {most}.",
        title=title,
        right=int(np.trace(table)),
        count=int(table.sum()),
        most="; ".join(most) or tr("nothing"),
    )


def _text(table: np.ndarray, names: list[str], title: str) -> str:
    heads = [tr("true {name}", name=name) for name in names]
    width = max(map(len, [*names, str(table.max())])) + 1
    first = max(map(len, [*heads, tr("said")]))
    line = lambda head, cells: f"{head:<{first}}" + "".join(f"{cell:>{width}}" for cell in cells)  # noqa: E731
    return "\n".join(
        [title, line(tr("said"), names), *(line(*row) for row in zip(heads, table, strict=True))]
    )


def _paint(figure, size: tuple[int, int], table: np.ndarray, names: list[str], title: str) -> None:
    from matplotlib.colors import LinearSegmentedColormap

    count = len(names)
    wide, high = max(size[0], 320), size[1]
    place = (_LEFT / wide, 1 - (_TOP + _CELL * count) / high, _CELL * count / wide, _CELL * count / high)
    axes = figure.add_axes(place)
    share = table / np.maximum(table.sum(axis=1, keepdims=True), 1)
    signed = np.where(np.eye(count, dtype=bool), -share, share)
    shades = LinearSegmentedColormap.from_list("sides", AREAS)
    axes.imshow(signed, cmap=shades, vmin=-1, vmax=1, interpolation="none")
    for t, s in np.ndindex(table.shape):
        if table[t, s]:
            weight = "bold" if t == s else "normal"
            axes.text(s, t, str(table[t, s]), ha="center", va="center", color=ON_AREA, fontweight=weight)
    axes.set_xticks(range(count), names, color=INK, rotation=90 if max(map(len, names)) > _NAMES else 0)
    axes.set_yticks(range(count), names, color=INK)
    axes.tick_params(length=0, top=True, labeltop=True, bottom=False, labelbottom=False)
    axes.spines[:].set_color(QUIET)
    axes.set_xticks(np.arange(count + 1) - 0.5, minor=True)
    axes.set_yticks(np.arange(count + 1) - 0.5, minor=True)
    axes.grid(which="minor", color=ON_AREA_PAPER, linewidth=1)
    axes.tick_params(which="minor", length=0)
    axes.set_xlabel(tr("said"), color=QUIET)
    axes.xaxis.set_label_position("top")
    axes.set_ylabel(tr("true"), color=QUIET)
    figure.text(0.02, 1 - 16 / high, title, fontsize=11, va="center", color=INK)
