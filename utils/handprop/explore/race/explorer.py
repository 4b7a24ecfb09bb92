"""The explorer of a race: nudge every weight against one walk back, both clocks running.

>>> race(60_000).at(time=10).state()["clocks"]
{'nudges': '1 h', 'walk': '120.3 ms'}
"""

from __future__ import annotations

from handprop.draw import COLOURS, Picture
from handprop.explore.frame import still
from handprop.explore.frame.as_code import shareable
from handprop.explore.frame.controls import Choice, Control, controls_of
from handprop.explore.frame.explorer import Explorer, view
from handprop.explore.race.numbers import LAST, SIZES, SPEED, measured, phrase, seconds, state, totals
from handprop.explore.race.still import paint
from handprop.language import tr


@shareable
def race(weights: int = 6) -> RaceExplorer:
    """All slopes of a network by nudges, and by one walk back: who is done first, and by how much.

    Parameters
    ----------
    weights : 6, 600 or 60000, the size to start with.

    Raises ValueError for another size.
    """
    return RaceExplorer().at(weights=weights)


class RaceExplorer(Explorer):
    """What `race` returns; ``measure()`` runs the race on this machine."""

    def __init__(self):
        options = tuple((f"{size:,}".replace(",", " "), str(size)) for size in SIZES)
        # The time line stands in the picture; its slider is hidden, and is there for Python.
        columns = [
            {
                tr("Network"): [Choice("weights", tr("weights"), tr("number of weights"), "6", options)],
                "": [Control("time", tr("time"), tr("time of the race"), 0, 0, LAST, 1)],
            }
        ]
        spec = {
            "totals": {str(size): totals(size) for size in SIZES},
            "speed": SPEED,
            "colours": COLOURS,
            "phases": ["start", *["race"] * LAST],
        }
        super().__init__(view("race", spec, controls_of(columns)), columns)

    def state(self) -> dict:
        """The numbers and the sentence of now, as `state` computes them."""
        now = self.numbers()
        return state(int(now["weights"]), int(now["time"]))

    def measure(self) -> str:
        """Both ways run on this machine, in NumPy, and how long each took; seconds for 60 000 weights."""
        size = int(self.numbers()["weights"])
        took = {name: seconds(value) for name, value in measured(size).items()}
        return tr(
            "{size} weights on this machine: nudges {nudges}, one walk back {walk}.",
            size=size,
            nudges=took["nudges"],
            walk=took["walk"],
        )

    def picture(self) -> Picture:
        """Both lanes at the time of now, and how long each takes to its end."""
        now = self.state()
        rows = [[tr("weights"), tr("nudges"), tr("walk back")]]
        for size in SIZES:
            ways = totals(size)
            rows.append([str(size), *(seconds(ways[name] / SPEED) for name in ("nudges", "walk"))])
        alt = f"{phrase('title')}. {now['words']}"
        return Picture(lambda figure: paint(figure, now), (760, 220), alt, still.numbers(rows, now["words"]))
