"""The explorers: sliders on a network, answered in the browser within a frame.

Each explorer is one line in a lesson and leaves a picture and a table in the stored notebook.
"""

from handprop.explore.deep_chain.explorer import deep_chain
from handprop.explore.derivative.explorer import derivative
from handprop.explore.digits.explorer import digits
from handprop.explore.drawn_digit.explorer import drawn_digit
from handprop.explore.error_and_loss.explorer import error_and_loss
from handprop.explore.gradient_check.explorer import gradient_check
from handprop.explore.graph.explorer import graph
from handprop.explore.input_gradient.explorer import input_gradient
from handprop.explore.learning_rate.explorer import learning_rate
from handprop.explore.matrices.explorer import matrices
from handprop.explore.network.explorer import network
from handprop.explore.neuron.explorer import neuron
from handprop.explore.nudge.explorer import nudge
from handprop.explore.one_step.explorer import one_step
from handprop.explore.race.explorer import race
from handprop.explore.training.explorer import training
from handprop.explore.wrong_gradients.explorer import wrong_gradients

__all__ = [
    "deep_chain", "derivative", "digits", "drawn_digit", "error_and_loss", "gradient_check", "graph",
    "input_gradient", "learning_rate", "matrices", "network", "neuron", "nudge", "one_step", "race",
    "training", "wrong_gradients",
]  # fmt: skip
