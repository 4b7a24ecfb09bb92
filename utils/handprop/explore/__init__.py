"""The explorers: sliders on a network, answered in the browser within a frame.

Each explorer is one line in a lesson and leaves a picture and a table in the stored notebook.
"""

from handprop.explore.derivative import derivative
from handprop.explore.digits import digits
from handprop.explore.error_and_loss import error_and_loss
from handprop.explore.gradient_check import gradient_check
from handprop.explore.input_gradient import input_gradient
from handprop.explore.learning_rate import learning_rate
from handprop.explore.matrices import matrices
from handprop.explore.network import network
from handprop.explore.neuron import neuron
from handprop.explore.training import training

__all__ = [
    "derivative", "digits", "error_and_loss", "gradient_check", "input_gradient", "learning_rate",
    "matrices", "network", "neuron", "training",
]  # fmt: skip
