"""The bank's mistakes in words for networks of any size: no w1 to w6, no two hidden units."""

from __future__ import annotations

from handprop.check.mistakes import catalogue as known
from handprop.check.mistakes.again import again
from handprop.check.mistakes.calculation import Mistake

_WORDS = {
    known.UPDATED_W: {"name": "uses the already updated output weights for the gradients of the first layer"},
    known.STALE_H: {"hint": "Which of the numbers in the forward pass depend on the first layer?"},
    known.OUTER_TRANSPOSED: {
        "belief": "The table holds the same products, so the order does not matter.",
        "hint": "Which row of W1 belongs to input 2, and what stands in that row of your table?",
    },
    known.SUM_WEIGHTS: {"example": "delta_h = delta * W2.sum() * np.ones(units)"},
    known.NO_OUT_WEIGHT: {
        "name": "skips the output weights on the way back",
        "example": "delta_h = delta * np.ones(units)",
    },
    known.WRONG_WEIGHT: {
        "name": "goes back through the incoming weights W1 instead of the outgoing W2",
        "belief": "The gradient of a weight must contain that weight.",
        "hint": "Draw the network, and follow a weight of the first layer to the loss: which weights do you "
        "pass?",
    },
    known.NO_INPUT_FACTOR: {
        "hint": "If a hidden unit passed on 0, would its output weight change the prediction?",
        "example": "dW2 = delta * np.ones(units)",
    },
    known.EQUAL_SPLIT: {
        "belief": "All weights made the error together, so all take an equal part.",
        "hint": "Does a change of 0.01 move the prediction by the same amount at every weight?",
        "example": "dW1 = np.full(W1.shape, delta / number_of_weights)",
    },
    known.USE_YHAT: {
        "name": "multiplies delta by the prediction instead of the hidden values",
        "hint": "What does an output weight get multiplied with in the forward pass?",
    },
    known.ROUND_EARLY: {
        "hint": "How large was the smallest change of a weight, compared with the rounding step?"
    },
    known.GATE_ON_DW2: {
        "name": "gates the wrong layer: takes z instead of h for W2 and leaves W1 without a gate",
        "hint": "Does an output weight act before or after the ReLU of its hidden unit?",
    },
    known.FORWARD_NO_RELU: {"belief": "Where the sums are positive it changes nothing, so it is not needed."},
    known.BIAS_ONE: {"example": "db2 = 1.0; db1 = np.ones(units)"},
}


def in_any_size(mistake: Mistake) -> Mistake:
    """The mistake without the names of weights that only the 2-2-1 network has."""
    words = {"example": mistake.example, **_WORDS.get(mistake, {})}
    return again(mistake, changes=mistake.changes, **words)
