"""Mistakes about the gradient as a whole: the way to the inputs, what a gradient is, what it is not."""

from __future__ import annotations

import numpy as np

from handprop.check.mistakes.calculation import Mistake, NoTrace, Values

ALIAS = Mistake(
    id="M50-INPLACE-ALIAS",
    name='keeps a "copy" that is the same array and then updates in place',
    belief="An assignment makes a copy.",
    hint="What does `W2_old is W2` print?",
    example="W2_old = W2; W2 -= learning_rate * dW2",
    changes={"change_W2": lambda v: np.zeros_like(v.W2)},
)


def _without_transpose(v: Values) -> object:
    if v.W1.shape[0] != v.W1.shape[1]:
        raise NoTrace("only a square matrix can be used the wrong way round")
    return v.dz @ v.W1


BACK_NO_TRANSPOSE = Mistake(
    id="M52-BACK-NO-TRANSPOSE",
    name="goes back through W1 without swapping its axes",
    belief="The same matrix product works in both directions.",
    hint="Label the axes of W1: which axis must be summed over to end up with one number per input?",
    example="dx = dz @ W1",
    changes={"dx": _without_transpose},
)

ONE_PATH = Mistake(
    id="M54-ONE-PATH",
    name="follows only one of the paths (the one through h1)",
    belief="One path is enough, the other one is the same thing again.",
    hint="In how many ways does a change of x1 reach the prediction?",
    example="dx1 = dz[0] * W1[0, 0]",
    changes={"dx": lambda v: v.dz[0] * v.W1[:, 0]},
)

OVERWRITE_PATH = Mistake(
    id="M55-OVERWRITE-PATH",
    name="keeps only the last path where two meet (= instead of +=)",
    belief="The last assignment is the result.",
    hint="What became of the contribution of the first path?",
    example="for j in range(2): dx1 = dz[j] * W1[0, j]",
    changes={"dx": lambda v: v.dz[-1] * v.W1[:, -1]},
)

GRADIENT_SUM = Mistake(
    id="M81-GRADIENT-ONE-NUMBER",
    name="takes the gradient for one number, the sum of the partial derivatives",
    belief="Partial derivative and gradient are two words for the same slope.",
    hint='How many knobs are there, and how many answers to "what if I turn this one"?',
    example="gradient = sum(partial_derivatives)",
    changes={"gradient": lambda v: np.sum(v.dW1) + np.sum(v.dW2)},
)

GRADIENT_LENGTH = Mistake(
    id="M81-GRADIENT-ONE-NUMBER",
    name="takes the gradient for one number, the length of the arrow of partial derivatives",
    belief=GRADIENT_SUM.belief,
    hint=GRADIENT_SUM.hint,
    example="gradient = np.linalg.norm(partial_derivatives)",
    changes={"gradient": lambda v: np.sqrt(np.sum(v.dW1**2) + np.sum(v.dW2**2))},
)

BIG_WEIGHT = Mistake(
    id="M82-BIG-WEIGHT-BIG-GRADIENT",
    name="expects the largest weight to have the largest gradient",
    belief="The weight that contributes most to the output is the one to blame.",
    hint="Compare a nudge of 0.01 on w2 and on w5.",
    example="strongest = np.argmax(np.abs(weights))",
    changes={"strongest": lambda v: int(np.argmax(np.abs(as_drawn(v.W1, v.W2))))},
)

LOSS_SHARES = Mistake(
    id="M84-LOSS-SHARES",
    name="expects the parts, weight times gradient, to add up to the loss",
    belief=(
        "Back-propagation tells how much of the loss each node is responsible for, so the parts sum to "
        "the whole."
    ),
    hint="Add up your parts and compare with the loss, including the sign.",
    example="total = (W1 * dW1).sum() + (W2 * dW2).sum()",
    changes={"total": lambda v: np.sum(v.W1 * v.dW1) + np.sum(v.W2 * v.dW2)},
)

INPUT_IMPACT = Mistake(
    id="M83-INPUT-IMPACT",
    name="reads the weight gradient as the impact of the input on the output",
    belief="Back-propagation shows the impact of each input.",
    hint=(
        "Which variable is on the bottom of the fraction: an input or a weight? And which on the top: the "
        "loss or the output?"
    ),
    example="impact = dW1.sum(axis=1)",
    changes={"impact": lambda v: v.loss_step.dW1.sum(axis=1)},
)

LOSS_IMPACT = Mistake(
    id="M83-INPUT-IMPACT",
    name="takes the effect of the input on the loss for its effect on the output",
    belief=INPUT_IMPACT.belief,
    hint=INPUT_IMPACT.hint,
    example="impact = W1 @ (delta * W2 * gate)",
    changes={"impact": lambda v: v.loss_step.dx},
)

WEIGHT_IMPACT = Mistake(
    id="M83-INPUT-IMPACT",
    name="reads the impact of an input off the first weights alone",
    belief="Large weights at an input mean that it matters.",
    hint="Your input is weighted again on its way to the output. Through which weights and gates does it go?",
    example="impact = W1.sum(axis=1)",
    changes={"impact": lambda v: v.W1.sum(axis=1)},
)


def as_drawn(W1: np.ndarray, W2: np.ndarray) -> np.ndarray:
    """All weights in the order of the drawing: unit by unit, the incoming weights of each."""
    return np.concatenate([W1.T.ravel(), W2.T.ravel()])
