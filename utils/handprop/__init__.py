"""Handprop: back-propagation by hand, by matrices, checked, then used.

`import handprop` is light: a submodule, and SymPy or matplotlib behind it, is imported when first used.
"""

from importlib import import_module

__version__ = "0.1.0"

_SUBMODULES = (
    "build",
    "check",
    "cli",
    "demo",
    "draw",
    "examples",
    "explore",
    "grade",
    "little_torch",
    "network",
    "numeric",
    "symbolic",
    "worksheet",
)


def __getattr__(name: str):
    if name in _SUBMODULES:
        return import_module(f"handprop.{name}")
    raise AttributeError(f"module 'handprop' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *_SUBMODULES])
