"""The line of Python that opens an explorer again, from the call that opened it."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps

import numpy as np

from handprop.examples import EXAMPLES, Example
from handprop.explore.frame.page import address_for
from handprop.network import Network


def shareable(factory: Callable) -> Callable:
    """Let the explorer that `factory` returns know how it was opened: ``explorer.view.call``,
    and where its page is."""

    @wraps(factory)
    def opened(*args, **kwargs):
        explorer = factory(*args, **kwargs)
        explorer.view.call = called(factory.__name__, *args, **kwargs)
        explorer.view.page = address_for(explorer.view.picture, explorer.view.call)
        return explorer

    return opened


def called(name: str, *args, **kwargs) -> str:
    """The call as Python text.

    >>> called("neuron", (2, 3), activation="tanh")
    'explore.neuron((2, 3), activation="tanh")'
    """
    shown = [*map(written, args), *(f"{key}={written(value)}" for key, value in kwargs.items())]
    return f"explore.{name}({', '.join(shown)})"


def written(value: object) -> str:
    """An argument as Python text: examples by name, networks and arrays by their numbers, all digits kept."""
    if isinstance(value, Example) and EXAMPLES.get(value.name) == value:
        return f"examples.get({written(value.name)})"
    if isinstance(value, Network):
        return _network(value)
    if isinstance(value, np.ndarray | np.generic):
        return repr(value.tolist())
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)


def _network(net: Network) -> str:
    params = ", ".join(f'"{name}": {written(value)}' for name, value in net.params.items())
    shown = [f"{{{params}}}", f"[{', '.join(map(written, net.activations))}]"]
    if net.loss_name != "half_squared":
        shown.append(f"loss={written(net.loss_name)}")
    if net.frozen:
        shown.append(f"frozen={sorted(net.frozen)!r}")
    return f"Network({', '.join(shown)})"
