"""All that a question's function may be called with: cases are drawn from it, stratified over its features.

A few cases chosen once are not enough: a function with sizes written into it, without a gate, or right for
positive numbers only would pass.  Each stratum is a combination of features (how large, which signs, which
gates are closed, whether numbers repeat), and every stratum is drawn from equally often.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, product
from typing import Any

import numpy as np

Case = dict[str, Any]
Size = int | tuple[int, int]

_DECIMALS = (0, 1, 2, 4)
_POWERS = {"small": (-5, -1), "large": (1, 2), "wide": (-4, 2), "far": (0, 4)}
_CORNER = 0.01  # of its parts: nearer to 0, a pre-activation is at the corner of ReLU
_MORE = 1.25
_NUDGE = 2e-4  # twice the largest nudge of a parameter that a learner's central differences may take


@dataclass(frozen=True)
class Domain:
    """Where the cases of a question come from.

    Parameters
    ----------
    draw : makes a case from a random generator and the features of a stratum.
    strata : the combinations of features.
    count : how many cases are drawn; some of them come again with one entry changed (`altered`).
    holds : whether a case that was made simpler, or altered, still belongs to the domain.
    """

    draw: Callable[..., Case]
    strata: Sequence[Mapping[str, object]] = ({},)
    count: int = 200
    holds: Callable[[Case], bool] = lambda case: True

    def cases(self, seed: int | None) -> Iterator[Case]:
        """Random cases without end, the same for the same seed; for None others every time."""
        rng = np.random.default_rng(seed)
        return (self.draw(rng, **stratum) for stratum in cycle(self.strata))

    def altered(self, case: Case) -> Iterator[Case]:
        """The case with one of its entries a little larger, or with a 0 in it; never what only counts."""
        for name in filter(lambda name: _has_decimals(case[name]), case):
            for changed in (_times(case[name], _MORE), _with_a_zero(case[name])):
                if self.holds(other := case | {name: changed}):
                    yield other

    def simpler(self, case: Case) -> Iterator[Case]:
        """The case with the numbers of one entry, or of all, rounded: the roughest first."""
        arrays = [name for name, value in case.items() if _has_decimals(value)]
        for decimals in _DECIMALS:
            for names in (arrays, *([name] for name in arrays)):
                rounded = case | {name: _rounded(case[name], decimals) for name in names}
                if self.holds(rounded):
                    yield rounded


def size_of(case: Case) -> tuple[int, int]:
    """How hard a case is to read: its numbers, and the signs that it takes to write them."""
    numbers = [entry for value in case.values() if not callable(value) for entry in _entries(value)]
    return len(numbers), sum(len(f"{entry:g}") for entry in numbers)


def features(**options: Sequence[object]) -> tuple[dict[str, object], ...]:
    """Every combination of these features."""
    return tuple(dict(zip(options, chosen, strict=True)) for chosen in product(*options.values()))


def numbers(rng: np.random.Generator, kind: str, *shape: int) -> np.ndarray:
    """Random numbers of both signs.

    `kind` is ``plain`` (0.2 to 1.5 in size), ``whole`` (-3 to 3: zeros and repetitions are frequent),
    ``repeated`` (two numbers, again and again), ``small`` (below 0.1), ``large`` (10 to 100), ``wide``
    (0.0001 to 100 in size) or ``far`` (1 to 10 000: some are far from the others, and from what anybody cuts
    them at).
    """
    if kind == "whole":
        return rng.integers(-3, 4, shape).astype(float)
    if kind == "repeated":
        return (np.round(rng.uniform(0.2, 1.5, 2), 1) * _signs(rng, (2,)))[rng.integers(0, 2, shape)]
    signs = _signs(rng, shape)
    if kind == "plain":
        return np.round(rng.uniform(0.2, 1.5, shape), 5) * signs
    powers = rng.integers(*_POWERS[kind], shape)
    return np.round(rng.uniform(1, 10, shape), 3) * signs * 10.0**powers


def _signs(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    return 2.0 * rng.integers(0, 2, shape) - 1.0


def network(
    rng: np.random.Generator,
    *,
    sizes: tuple[Size, Size, Size] = (2, 2, 1),
    kind: str = "plain",
    gates: str = "any",
    biases: bool = True,
    samples: Size = 0,
) -> Case:
    """A network with one hidden layer and a sample, or with `samples` a batch.

    `sizes` are inputs, hidden units and outputs, each a number or a range.  `gates` is ``any``, ``open``,
    ``closed``, or ``corner`` (the first pre-activation is exactly 0); apart from that none is near 0.
    """
    while True:
        case = _network(rng, [_size(rng, size) for size in sizes], kind, biases, _size(rng, samples))
        if gates in ("open", "closed"):
            _turn(case, 1.0 if gates == "open" else -1.0)
        elif gates == "corner":
            case["b1"][0] = 0.0
            case["W1"][:, 0] = 0.0
        if off_the_corner(case, but=gates == "corner"):
            return case


def off_the_corner(case: Case, but: bool = False) -> bool:
    """Whether neither rounding nor a nudge takes a pre-activation across 0; `but` leaves out unit 1.

    A gradient from central differences is a right answer, and would be wrong across the corner.
    """
    z = case["x"] @ case["W1"] + case["b1"]
    size = np.abs(case["x"]) @ np.abs(case["W1"]) + np.abs(case["b1"])
    moves = _NUDGE * np.abs(case["x"]).max(axis=-1, initial=float(np.any(case["b1"])), keepdims=True)
    off = (np.abs(z) >= np.maximum(_CORNER * size, moves)) & (size > 0)
    return bool(off[..., int(but) :].all())


def rate(rng: np.random.Generator) -> float:
    """A learning rate."""
    return float(np.round(rng.uniform(0.02, 0.3), 3))


def _network(rng: np.random.Generator, sizes: Sequence[int], kind: str, biases: bool, samples: int) -> Case:
    inputs, hidden, outputs = sizes
    batch = (samples,) if samples else ()
    return {
        "x": numbers(rng, kind, *batch, inputs),
        "y": numbers(rng, kind, *batch, outputs),
        "W1": numbers(rng, kind, inputs, hidden),
        "b1": numbers(rng, kind, hidden) * biases,
        "W2": numbers(rng, kind, hidden, outputs),
        "b2": numbers(rng, kind, outputs) * biases,
        "lr": rate(rng),
    }


def _turn(case: Case, sign: float) -> None:
    """Turn the weights of hidden units round until all gates are open, or all closed."""
    turned = np.where(np.sign(case["x"] @ case["W1"] + case["b1"]) == -sign, -1.0, 1.0)
    case["W1"] *= turned
    case["b1"] *= turned


def _size(rng: np.random.Generator, size: Size) -> int:
    return size if isinstance(size, int) else int(rng.integers(size[0], size[1] + 1))


def _has_decimals(value: object) -> bool:
    return not callable(value) and any(entry != round(entry) for entry in _entries(value))


def _entries(value: Any) -> list[float]:
    """All numbers in a value, whose rows may differ in length."""
    if isinstance(value, list | tuple):
        return [entry for item in value for entry in _entries(item)]
    return np.ravel(value).tolist()


def _times(value: Any, factor: float) -> object:
    if isinstance(value, list | tuple):
        return [_times(item, factor) for item in value]
    return factor * value


def _with_a_zero(value: Any) -> object:
    """The value with 0 for its first number."""
    if isinstance(value, list | tuple):
        at = next(k for k, item in enumerate(value) if np.size(item))
        return type(value)([*value[:at], _with_a_zero(value[at]), *value[at + 1 :]])
    if not np.ndim(value):
        return 0.0
    zeroed = np.array(value)
    zeroed.flat[0] = 0.0
    return zeroed


def _rounded(value: Any, decimals: int) -> object:
    if isinstance(value, list | tuple):
        return [_rounded(item, decimals) for item in value]
    return np.round(value, decimals) if isinstance(value, np.ndarray) else round(value, decimals)
