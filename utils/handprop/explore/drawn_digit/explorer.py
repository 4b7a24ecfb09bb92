"""The explorer of a drawn digit: a sheet of pixels, a trained network that reads it, a weight in hand."""

from __future__ import annotations

from handprop.draw import COLOURS, Picture
from handprop.explore.digits.still import paint_pixels, paint_shares
from handprop.explore.drawn_digit.numbers import SHEETS, sheets, state
from handprop.explore.drawn_digit.weights import stored
from handprop.explore.frame import still
from handprop.explore.frame.as_code import shareable
from handprop.explore.frame.controls import Choice, Control, controls_of
from handprop.explore.frame.explorer import Explorer, view
from handprop.explore.frame.pixel_controls import Painted
from handprop.explore.frame.pixels import INK, LETTERS
from handprop.language import tr

REACH = 6.0  # of the change of the weight in hand
PRESETS = {
    tr("an empty sheet"): {"sheet": "empty"},
    tr("one weight spoils it"): {"change": -5.0},
    tr("before training"): {"weights": "at random"},
}


@shareable
def drawn_digit(sheet: str = "2") -> DrawnDigitExplorer:
    """A trained network reads what is drawn; one of its weights can be moved until it fails.

    Parameters
    ----------
    sheet : ``"empty"``, or a digit from ``"0"`` to ``"9"``, which somebody has written.

    Raises ValueError for another sheet.
    """
    if sheet not in SHEETS:
        raise ValueError(
            tr("sheet must be one of {sheets}; got {sheet!r}.", sheets=", ".join(SHEETS), sheet=sheet)
        )
    return DrawnDigitExplorer(sheet)


class DrawnDigitExplorer(Explorer):
    """What `drawn_digit` returns."""

    presets = PRESETS

    def __init__(self, sheet: str):
        names = ((tr("empty"), "empty"), *((digit, digit) for digit in SHEETS[1:]))
        kinds = ((tr("trained"), "trained"), (tr("at random, as before training"), "at random"))
        columns = [
            {
                tr("Sheet"): [
                    Choice("sheet", tr("sheet"), tr("sheet"), sheet, names),
                    Painted("painted", tr("painted pixels")),
                ]
            },
            {
                tr("Weights"): [
                    Choice("weights", tr("weights"), tr("weights of the network"), "trained", kinds),
                    Control(
                        "change",
                        tr("change"),
                        tr("change of the weight in hand"),
                        0.0,
                        -REACH,
                        REACH,
                        0.1,
                    ),
                ]
            },
        ]
        super().__init__(view("drawn_digit", _spec(), controls_of(columns)), columns)

    def state(self) -> dict:
        """The numbers of now, as `state` computes them."""
        return state(**self.numbers())

    def picture(self) -> Picture:
        """The sheet and the ten shares of now."""
        now = self.state()
        rows = [
            [tr("digit"), tr("share")],
            *([str(k), f"{share:.3f}"] for k, share in enumerate(now["shares"])),
        ]
        alt = tr(
            "A sheet of 8 by 8 pixels, and ten bars: the shares that a network gives. {words}",
            words=now["words"],
        )
        text = still.numbers(rows, now["words"], now["weight_words"])
        return Picture(lambda figure: _paint(figure, now), (640, 320), alt, text)


def _paint(figure, now: dict) -> None:
    paint_pixels(figure.add_axes((0.02, 0.08, 0.42, 0.82)), now["pixels"] / INK, tr("The sheet"))
    paint_shares(figure, (0.56, 0.17, 0.4, 0.73), now)


def _spec() -> dict:
    return {
        "sheets": ["".join(LETTERS[ink] for ink in sheet) for sheet in sheets()],
        "networks": stored()["networks"],
        "colours": COLOURS,
        "reach": REACH,
    }
