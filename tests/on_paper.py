"""What print says, worked out again with no more digits than print has."""

import math
import re

import numpy as np

from handprop.network import Network


def last_digit(text: str) -> float:
    """The size of the fourth significant digit of a number in print, and a little for the noise of floats."""
    value = abs(float(text))
    return (10.0 ** (math.floor(math.log10(value)) - 3) if value else 0.0) * (1 + 1e-9) + 1e-14


def worked_out(text: str) -> float:
    """The result of a line of arithmetic, as it is printed."""
    for mark, sign in {"−": "-", "·": "*", "²": "**2", "^": "**"}.items():
        text = text.replace(mark, sign)
    return eval(text, {"__builtins__": {}})


def is_sum(text: str) -> bool:
    """Whether it has a sum or a difference outside of brackets."""
    return (" + " in text or " - " in text) and "(" not in re.sub(r"\(-[\d.e-]+\)", "", text)


def where_digits_cancel(rng: np.random.Generator, activations: list[str], samples: int = 1):
    """A 2-2-1 network, inputs and targets that its predictions nearly hit, by one to eight digits."""
    params = {
        "W1": rng.normal(0, 2, (2, 2)),
        "b1": rng.normal(0, 2, 2),
        "W2": rng.normal(0, 3, (2, 1)),
        "b2": rng.normal(0, 3, 1),
    }
    net = Network({name: value.round(2) for name, value in params.items()}, activations)
    x = rng.normal(0, 2, (samples, 2)).round(2)
    return net, x, net.forward(x)["prediction"].round(int(rng.integers(1, 9)))
