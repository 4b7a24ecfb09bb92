"""The networks and data that the lessons share.

>>> from handprop.examples import get
>>> get("seed").network()
Network(2-2-1, relu, linear, loss=half_squared)
"""

from handprop.examples.bring import bring_files
from handprop.examples.digit_images import Digits, digits, digits_network
from handprop.examples.networks import EXAMPLES, HOUSES, PRICES, Example, floats, fractions, get
from handprop.examples.own_data import CannotRead, Own, read_pictures, read_sounds, read_table
from handprop.examples.spoken_digits import Spoken, spoken_digits

__all__ = [
    "EXAMPLES",
    "HOUSES",
    "PRICES",
    "CannotRead",
    "Digits",
    "Example",
    "Own",
    "Spoken",
    "bring_files",
    "digits",
    "digits_network",
    "floats",
    "fractions",
    "get",
    "read_pictures",
    "read_sounds",
    "read_table",
    "spoken_digits",
]
