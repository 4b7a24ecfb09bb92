"""What the sandbox imports before a learner's code runs, so that it is paid for once."""

from __future__ import annotations

import re
from collections.abc import Iterable

ALWAYS = ("numpy", "numpy.linalg", "handprop.check")
# Most exercises need none of these, and they take seconds: imported for the first notebook that names them.
_NAMED = {  # word -> module
    "matplotlib": "matplotlib.pyplot",
    "sympy": "sympy",
    "ipywidgets": "ipywidgets",
    "network": "handprop.network",
    "numeric": "handprop.numeric",
    "symbolic": "handprop.symbolic",
    "little_torch": "handprop.little_torch",
    "examples": "handprop.examples",
    "draw": "handprop.draw",
    "explore": "handprop.explore",
}
KNOWN = frozenset(_NAMED.values())


def named_in(sources: Iterable[str]) -> list[str]:
    """The modules that the cells of a notebook name, of those that are worth importing beforehand."""
    words = {word for source in sources for word in re.findall(r"\w+", source)}
    return [module for name, module in _NAMED.items() if name in words]
