"""The dense network of `handprop.network` as SymPy expressions, in exact numbers."""

from handprop.symbolic.derivation import Derivation, Line
from handprop.symbolic.network import SymbolicNetwork
from handprop.symbolic.notation import Gate, Minus, Over, Partial, Plus, ReLU, Sigmoid, Times

__all__ = [
    "Derivation",
    "Gate",
    "Line",
    "Minus",
    "Over",
    "Partial",
    "Plus",
    "ReLU",
    "Sigmoid",
    "SymbolicNetwork",
    "Times",
]
