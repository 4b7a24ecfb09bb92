"""Small images side by side: digits, or a number for each pixel of one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from handprop.draw.layout import AREAS, INK, ON_AREA, digits
from handprop.draw.picture import Picture
from handprop.language import tr, trn

_SIDE, _LABEL, _GAP, _TITLE, _IN_A_ROW = 104, 26, 14, 30, 6
_MARKED = 0.3  # share of the largest number from which on a negative pixel is marked with a minus sign


def images(pixels, labels: Sequence[object] = (), title: str = tr("Images")) -> Picture:
    """Grey images side by side, dark where a number is large, with a label above each.

    Parameters
    ----------
    pixels : one image of shape (rows, columns), or several of shape (images, rows, columns); any unit.
    labels : one per image, up to some 16 letters each; without them the images are numbered from 1.
    title : stands above the images.

    Images without a negative number are grey and share one scale from 0.  One with a negative number has a
    scale of its own: orange above 0, blue below, and the strongest pixels below 0 also carry a minus sign.

    Returns a `Picture`; its text holds every number of a single image, and the extremes of several.
    Raises ValueError for another shape, for numbers that are not finite, and for a label too many or too few.
    """
    array = np.asarray(pixels, dtype=np.float64)
    array = array[None] if array.ndim == 2 else array
    if array.ndim != 3 or 0 in array.shape:
        raise ValueError(
            tr(
                "pixels has shape {shape}; expected (rows, columns) or (images, rows, columns).",
                shape=np.shape(pixels),
            )
        )
    if not np.isfinite(array).all():
        raise ValueError(tr("pixels holds a number that is not finite."))
    names = [str(label) for label in labels] or [str(k) for k in range(1, len(array) + 1)]
    if len(names) != len(array):
        raise ValueError(
            tr(
                "There are {count} images and {count_2} labels; give one label per image.",
                count=len(array),
                count_2=len(names),
            )
        )
    alt = f"{title}: {_described(array, names)}."
    return Picture(
        lambda figure: _paint(figure, array, names, title),
        _size(len(array)),
        alt,
        _text(array, names, title),
    )


def _signed(image: np.ndarray) -> bool:
    return bool(image.min() < 0)


def _described(array: np.ndarray, names: list[str]) -> str:
    count, rows, columns = array.shape
    each = [
        tr("{name} (coloured by sign, {extremes})", name=name, extremes=_extremes(image))
        if _signed(image)
        else tr("{name} (grey)", name=name)
        for name, image in zip(names, array, strict=True)
    ]
    return trn(
        "{count} image of {rows} by {columns} pixels: {each}",
        "{count} images of {rows} by {columns} pixels: {each}",
        count,
        count=count,
        rows=rows,
        columns=columns,
        each="; ".join(each),
    )


def _extremes(image: np.ndarray) -> str:
    high, low = (np.unravel_index(k, image.shape) for k in (image.argmax(), image.argmin()))
    return tr("largest {at}, smallest {at_2}", at=_at(image, high), at_2=_at(image, low))


def _at(image: np.ndarray, place: tuple) -> str:
    row, column = (int(i) + 1 for i in place)
    return tr("{image} in row {row}, column {column}", image=digits(image[place]), row=row, column=column)


def _text(array: np.ndarray, names: list[str], title: str) -> str:
    if len(array) == 1:
        table = [[digits(value) for value in row] for row in array[0]]
        width = max(len(entry) for row in table for entry in row)
        lines = [" ".join(f"{entry:>{width}}" for entry in row) for row in table]
        return "\n".join([f"{title}: {names[0]}", *lines])
    wide = max(map(len, names))
    lines = [f"{name:<{wide}}  {_extremes(image)}" for name, image in zip(names, array, strict=True)]
    return "\n".join([title, *lines])


def _size(count: int) -> tuple[int, int]:
    across, down = min(count, _IN_A_ROW), -(-count // _IN_A_ROW)
    return max(across * (_SIDE + _GAP), 320) + _GAP, _TITLE + down * (_SIDE + _LABEL + _GAP)


def _paint(figure, array: np.ndarray, names: list[str], title: str) -> None:
    darkest = max((float(image.max()) for image in array if not _signed(image)), default=0.0)
    width, height = _size(len(array))
    figure.text(_GAP / width, 1 - _TITLE / 2 / height, title, fontsize=11, va="center", color=INK)
    for k, (image, name) in enumerate(zip(array, names, strict=True)):
        left = _GAP + k % _IN_A_ROW * (_SIDE + _GAP)
        top = _TITLE + k // _IN_A_ROW * (_SIDE + _LABEL + _GAP) + _LABEL
        axes = figure.add_axes((left / width, 1 - (top + _SIDE) / height, _SIDE / width, _SIDE / height))
        signed = _signed(image)
        limit = (float(np.abs(image).max()) if signed else darkest) or 1.0
        ends = {"vmin": -limit if signed else 0.0, "vmax": limit}
        axes.imshow(image, cmap=_colours(signed), aspect="auto", interpolation="none", **ends)
        axes.set(xticks=[], yticks=[])
        axes.set_title(name, fontsize=9, color=INK, pad=4)
        for row, column in np.argwhere(image < -_MARKED * limit):
            axes.text(column, row, "−", ha="center", va="center", fontsize=9, color=ON_AREA)


def _colours(signed: bool):
    from matplotlib.colors import LinearSegmentedColormap

    ends = AREAS if signed else ("#ffffff", "#000000")
    return LinearSegmentedColormap.from_list("signed" if signed else "grey", ends)
