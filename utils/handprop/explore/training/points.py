"""Points that a learner adds to XOR, as text: the control behind clicks on the map.

>>> points_of("0.5,1.2:1 -0.25,0:0")
((0.5, 1.2, 1.0), (-0.25, 0.0, 0.0))
"""

from __future__ import annotations

import re

from handprop.explore.frame.pixel_controls import Painted
from handprop.language import tr

MOST = 6
_POINT = re.compile(r"(-?\d(?:\.\d{1,2})?),(-?\d(?:\.\d{1,2})?):([01])")


class Points(Painted):
    """The points, each as ``x1,x2:target``; the map is the control, this one is not seen."""

    def take(self, value: str) -> str:
        """The value as the control takes it.  Raises ValueError for a text that names no points."""
        points_of(value)
        return value


def points_of(text: str) -> tuple[tuple[float, float, float], ...]:
    """(x1, x2, target) of each point; none for an empty text.

    Raises ValueError for a text of another form, more than 6 points, or a place off the map.
    """
    parts = text.split(" ") if isinstance(text, str) and text else [] if text == "" else [""]
    made = [_POINT.fullmatch(part) for part in parts]
    found = tuple(tuple(map(float, one.groups())) for one in made if one)
    off = any(not -0.5 <= place <= 1.5 for point in found for place in point[:2])
    if len(found) != len(parts) or len(found) > MOST or off:
        raise ValueError(
            tr(
                'points must be text such as "0.5,1.2:1 -0.25,0:0": up to {most} times x1, x2 from -0.5 to '
                "1.5 and a target 0 or 1; got {words!r}.",
                most=MOST,
                words=text,
            )
        )
    return found
