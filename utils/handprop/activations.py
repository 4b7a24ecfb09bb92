"""What there is to say about each activation function, once: its names, its ends, its words, its partners.

The formulas stand apart on purpose, so that they can judge each other: in NumPy in `network`, in SymPy in
`symbolic`, in JavaScript in explore/frame/engine.js, and for what learners type in `check`.  Each of these
tables has exactly the names of this one; tests hold them together.

>>> FACTS["leaky_relu"].applied(-2.0, str)
'max(-2.0, 0.01 · (-2.0))'
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass

from handprop.language import tr

Show = Callable[[float], str]


@dataclass(frozen=True)
class Facts:
    """One activation function in words.

    Parameters
    ----------
    label : its name for readers.
    symbol : what stands in a unit of the drawing, between z and a; nothing where a door or z = a does.
    written : the computation of a, with {z}, {signed} (in brackets if negative) and {minus} (-z) to put in.
    open, closed : the sentence about a unit with z above 0, and with any other z; {z} and {a} to put in.
    ends : the outputs that it never passes, where it has both.
    levels : outputs worth a line on a map, each with the z that gives it.
    straight_from : where it has no levels: from this z on, a = z; None for everywhere.
    gate : whether a unit with z not above 0 passes on nothing, and sends no gradient back.
    alone : whether each unit has its output from its own z.
    """

    label: str
    symbol: str = ""
    written: str = ""
    open: str = ""
    closed: str = ""
    ends: tuple[float, float] | None = None
    levels: tuple[tuple[float, float], ...] = ()
    straight_from: float | None = None
    gate: bool = False
    alone: bool = True

    def applied(self, z: float, show: Show) -> str:
        """The computation of a with the number z, written by `show`."""
        text = show(z)
        signed = f"({text})" if text.startswith("-") else text
        return self.written.format(z=text, signed=signed, minus=show(-z))

    def sentence(self, z: float, a: float, show: Show) -> str:
        """What a unit with this z does, in words."""
        return (self.open if z > 0 else self.closed).format(z=show(z), a=show(a))


_LINEAR = tr("A linear neuron passes on its weighted sum: a = z = {z}.")
_SIGMOID = tr("Sigmoid squeezes z = {z} to a = {a}, between 0 and 1.")
_TANH = tr("Tanh squeezes z = {z} to a = {a}, between -1 and 1.")

FACTS = {
    "linear": Facts("linear", written="{z}", open=_LINEAR, closed=_LINEAR),
    "relu": Facts(
        "ReLU",
        written="max(0, {z})",
        open=tr("z = {z} is above 0, so ReLU lets it through: a = {a}."),
        closed=tr("z = {z} is not above 0, so ReLU gives 0: the gate is closed."),
        straight_from=0.0,
        gate=True,
    ),
    "leaky_relu": Facts(
        "leaky ReLU",
        symbol="leaky",
        written="max({z}, 0.01 · {signed})",
        open=tr("z = {z} is above 0, so leaky ReLU lets it through: a = {a}."),
        closed=tr("z = {z} is not above 0, so leaky ReLU lets a hundredth of it through: a = {a}."),
        straight_from=0.0,
    ),
    "sigmoid": Facts(
        "sigmoid",
        symbol="σ",
        written="1 / (1 + exp({minus}))",
        open=_SIGMOID,
        closed=_SIGMOID,
        ends=(0.0, 1.0),
        levels=tuple((a, math.log(a / (1 - a))) for a in (0.1, 0.3, 0.7, 0.9)),
    ),
    "tanh": Facts(
        "tanh",
        symbol="tanh",
        written="tanh({z})",
        open=_TANH,
        closed=_TANH,
        ends=(-1.0, 1.0),
        levels=tuple((a, math.atanh(a)) for a in (-0.9, -0.5, 0.5, 0.9)),
    ),
    "softmax": Facts("softmax", symbol="softmax", alone=False),
}


def for_browser(names: Iterable[str]) -> dict[str, dict[str, object]]:
    """The facts of some activations as plain data."""
    return {name: asdict(FACTS[name]) for name in names}


# With these pairs the slope of the loss and the slope of the activation cancel: delta = prediction - target.
PARTNER = {"binary_cross_entropy": "sigmoid", "categorical_cross_entropy": "softmax"}
LOSSES = ("half_squared", *PARTNER)


def checked_layers(activations: Sequence[str], loss: str) -> tuple[str, ...]:
    """The activations of a network's layers, if they exist and go with each other and with the loss.

    Raises TypeError for a text, ValueError for a name that is unknown or in the wrong place.
    """
    _refuse_text("activations", activations)
    names = tuple(activations)
    if not names:
        raise ValueError(tr("A network needs at least one layer, so at least one activation."))
    for name in names:
        if name not in FACTS:
            raise ValueError(
                tr(
                    "Unknown activation {name!r}; choose from {activations}.",
                    name=name,
                    activations=", ".join(FACTS),
                )
            )
    if loss not in LOSSES:
        raise ValueError(
            tr("Unknown loss {loss!r}; choose from {losses}.", loss=loss, losses=", ".join(LOSSES))
        )
    partner = PARTNER.get(loss)
    if partner and names[-1] != partner:
        raise ValueError(
            tr(
                "{loss} needs a {partner} output layer; the last activation is {activations}.",
                loss=loss,
                partner=partner,
                activations=names[-1],
            )
        )
    if "softmax" in names[:-1] or (names[-1] == "softmax" and partner != "softmax"):
        raise ValueError(tr("softmax belongs in the last layer, with loss='categorical_cross_entropy'."))
    return names


def checked_frozen(frozen: Iterable[str], params: Iterable[str]) -> frozenset[str]:
    """The names of parameters that stay as they are.

    Raises TypeError for a text, ValueError for a name that is not among the parameters.
    """
    _refuse_text("frozen", frozen)
    names = frozenset(frozen)
    if strangers := names - set(params):
        raise ValueError(
            tr(
                "frozen names {strangers}, but the parameters are {params}.",
                strangers=sorted(strangers),
                params=list(params),
            )
        )
    return names


def _refuse_text(name: str, given: object) -> None:
    if isinstance(given, str):  # Python would take it letter by letter
        raise TypeError(
            tr(
                "{name} must be a list of names, such as [{given!r}]; got the text {given!r}.",
                name=name,
                given=given,
            )
        )
