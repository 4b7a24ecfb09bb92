"""The dense network of `handprop.network` as SymPy expressions, in exact numbers."""

from handprop.symbolic.derivation import Derivation, Line
from handprop.symbolic.functions import Gate, LeakyReLU, ReLU, Sigmoid
from handprop.symbolic.network import SymbolicNetwork
from handprop.symbolic.notation import Minus, Over, Partial, Plus, Times

__all__ = [
    "Derivation",
    "Gate",
    "LeakyReLU",
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
