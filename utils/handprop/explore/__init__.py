"""The explorers: sliders on a network, answered in the browser within a frame.

Each explorer is one line in a lesson and leaves a picture and a table in the stored notebook.
"""

from handprop.explore.derivative import derivative
from handprop.explore.error_and_loss import error_and_loss
from handprop.explore.learning_rate import learning_rate
from handprop.explore.matrices import matrices
from handprop.explore.network import network
from handprop.explore.neuron import neuron
from handprop.explore.training import training

__all__ = ["derivative", "error_and_loss", "learning_rate", "matrices", "network", "neuron", "training"]
