"""Back-propagation of any dense network, written out as on paper: the sheet to work on, and the solution."""

from importlib import import_module

_HOME = {"Worksheet": "sheet", "worksheet": "sheet", "drawn": "problem", "from_file": "problem"}
__all__ = sorted(_HOME)


def __getattr__(name: str):
    # The command line imports this room to know its options; SymPy and NumPy can wait.
    if name in _HOME:
        return getattr(import_module(f"handprop.worksheet.{_HOME[name]}"), name)
    raise AttributeError(f"module 'handprop.worksheet' has no attribute {name!r}")
