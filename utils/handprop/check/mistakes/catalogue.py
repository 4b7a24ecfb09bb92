"""Mistakes in one step of a two-layer network on one sample: forward, backward, update, second forward pass.

Each change computes a stage as a learner with that belief would.  The numbers on the course's networks are
compared with an independent table in the tests.
"""

from __future__ import annotations

import numpy as np

from handprop.check.mistakes.calculation import Mistake, NoTrace


def sigmoid(z: np.ndarray) -> np.ndarray:
    """1 / (1 + exp(-z))."""
    return 1.0 / (1.0 + np.exp(-z))


def _shaped_like(pattern: np.ndarray, value: np.ndarray) -> np.ndarray:
    # A swapped matrix goes unnoticed only where it is square.
    if value.shape != pattern.shape:
        raise NoTrace("the shapes do not fit")
    return value


ADD = Mistake(
    id="M01-ADD",
    name="adds the gradient instead of subtracting it",
    belief=(
        "The gradient is the correction itself, so it is added; the minus sign comes out of the "
        "derivative on its own."
    ),
    hint=(
        "After your step, is the prediction nearer to the target or farther away, and what does a "
        "positive slope tell you about the direction uphill?"
    ),
    example="W2n = W2 + lr*dW2; W1n = W1 + lr*dW1",
    changes={
        "new_W2": lambda v: v.W2 + v.lr * v.dW2,
        "new_b2": lambda v: v.b2 + v.lr * v.db2,
        "new_W1": lambda v: v.W1 + v.lr * v.dW1,
        "new_b1": lambda v: v.b1 + v.lr * v.db1,
    },
)

TARGET_MINUS = Mistake(
    id="M02-TARGET-MINUS",
    name="takes target - prediction for the error, where the derivative gives prediction - target",
    belief='The error is "what is missing", target minus prediction.',
    hint=(
        "Differentiate (prediction - target)²/2 with respect to the prediction slowly: which of the "
        "two orders does the derivative give?"
    ),
    example="delta = y - yhat",
    changes={
        "delta": lambda v: v.y - v.prediction,
    },
)

ABS_ERROR = Mistake(
    id="M03-ABS-ERROR",
    name="takes the error as a positive distance",
    belief="An error is a size, so it cannot be negative.",
    hint=(
        "If the prediction were too high by the same amount instead of too low, would your weights "
        "move the other way?"
    ),
    example="delta = abs(yhat - y)",
    changes={
        "delta": lambda v: np.abs(v.prediction - v.y),
    },
)

BLAME_LOWER = Mistake(
    id="M04-BLAME-LOWER",
    name="lowers every weight that shares the blame",
    belief="Nodes with a bigger error must get smaller weights, good nodes bigger ones.",
    hint="The prediction here is too low and all inputs are positive: would smaller weights help?",
    example="W2n = W2 - lr*np.abs(dW2); W1n = W1 - lr*np.abs(dW1)",
    changes={
        "new_W2": lambda v: v.W2 - v.lr * np.abs(v.dW2),
        "new_b2": lambda v: v.b2 - v.lr * np.abs(v.db2),
        "new_W1": lambda v: v.W1 - v.lr * np.abs(v.dW1),
        "new_b1": lambda v: v.b1 - v.lr * np.abs(v.db1),
    },
)

SIGN_STEP = Mistake(
    id="M05-SIGN-STEP",
    name="moves every weight by the learning rate, keeping only the sign of the gradient",
    belief="The derivative tells the direction and the learning rate alone tells how far.",
    hint="If one weight matters ten times more than another, should both move by the same amount?",
    example="W2n = W2 - lr*np.sign(dW2); W1n = W1 - lr*np.sign(dW1)",
    changes={
        "new_W2": lambda v: v.W2 - v.lr * np.sign(v.dW2),
        "new_b2": lambda v: v.b2 - v.lr * np.sign(v.db2),
        "new_W1": lambda v: v.W1 - v.lr * np.sign(v.dW1),
        "new_b1": lambda v: v.b1 - v.lr * np.sign(v.db1),
    },
)

NO_LR = Mistake(
    id="M07-NO-LR",
    name="forgets the learning rate",
    belief="The learning rate is optional fine tuning.",
    hint="The slope is only valid close by: how far did your step carry the weight compared with its size?",
    example="W2n = W2 - dW2; W1n = W1 - dW1",
    changes={
        "new_W2": lambda v: v.W2 - v.dW2,
        "new_b2": lambda v: v.b2 - v.db2,
        "new_W1": lambda v: v.W1 - v.dW1,
        "new_b1": lambda v: v.b1 - v.db1,
    },
)

LR_TWICE = Mistake(
    id="M08-LR-TWICE",
    name="applies the learning rate twice",
    belief="The gradient handed to the update should already be scaled, and the update scales too.",
    hint="Follow one number from the gradient to the new weight and count the multiplications.",
    example="W2n = W2 - lr*(lr*dW2); W1n = W1 - lr*(lr*dW1)",
    changes={
        "new_W2": lambda v: v.W2 - v.lr * (v.lr * v.dW2),
        "new_b2": lambda v: v.b2 - v.lr * (v.lr * v.db2),
        "new_W1": lambda v: v.W1 - v.lr * (v.lr * v.dW1),
        "new_b1": lambda v: v.b1 - v.lr * (v.lr * v.db1),
    },
)

LR_ON_WEIGHT = Mistake(
    id="M09-LR-ON-WEIGHT",
    name="multiplies the weight by the learning rate as well",
    belief="The learning rate scales the whole update line.",
    hint="If the gradient were zero, what should the new weight be, and what does your line give?",
    example="W2n = lr*(W2 - dW2); W1n = lr*(W1 - dW1)",
    changes={
        "new_W2": lambda v: v.lr * (v.W2 - v.dW2),
        "new_b2": lambda v: v.lr * (v.b2 - v.db2),
        "new_W1": lambda v: v.lr * (v.W1 - v.dW1),
        "new_b1": lambda v: v.lr * (v.b1 - v.db1),
    },
)

FACTOR_2 = Mistake(
    id="M11-FACTOR-2",
    name="keeps the factor 2 although the loss has 1/2",
    belief="The derivative of a square always brings a 2.",
    hint="What does the 1/2 in the loss do to that 2?",
    example="delta = 2*(yhat - y)",
    changes={
        "delta": lambda v: 2 * (v.prediction - v.y),
    },
)

KEEP_HALF = Mistake(
    id="M12-KEEP-HALF",
    name="keeps the 1/2 in the derivative",
    belief="The 1/2 is part of the loss, so it is part of the derivative.",
    hint="Differentiate u²/2 with respect to u on a line of its own first. What is left of the 1/2?",
    example="delta = 0.5*(yhat - y)",
    changes={
        "delta": lambda v: 0.5 * (v.prediction - v.y),
    },
)

LOSS_AS_DELTA = Mistake(
    id="M13-LOSS-AS-DELTA",
    name="sends the loss value backwards instead of its derivative",
    belief="We propagate the error back, and the error is the loss.",
    hint=(
        "Which number changes sign when the prediction goes from too low to too high: the loss or its slope?"
    ),
    example="delta = 0.5*(yhat - y)**2",
    changes={
        "delta": lambda v: 0.5 * (v.prediction - v.y) ** 2,
    },
)

SIGNED_LOSS = Mistake(
    id="M14-SIGNED-LOSS",
    name="uses the signed difference as the loss to be minimised",
    belief="The error is prediction minus target, and we minimise the error.",
    hint="What is the smallest value your loss can take, and is the prediction good there?",
    example="loss = yhat - y; delta = 1.0",
    changes={
        "loss": lambda v: np.sum(v.prediction - v.y),
        "delta": lambda v: np.ones_like(v.y),
    },
)

GRAD_OF_OUTPUT = Mistake(
    id="M15-GRAD-OF-OUTPUT",
    name="differentiates the prediction, not the loss (drops delta)",
    belief="The gradient says how the output reacts to a weight.",
    hint="How would your gradient know whether the prediction was too high or too low?",
    example="delta = 1.0",
    changes={
        "delta": lambda v: np.ones_like(v.y),
    },
)

UPDATED_W = Mistake(
    id="M16-UPDATED-W",
    name="uses the already updated w5, w6 for the gradients of w1..w4",
    belief="We walk back and update on the way, so the next layer sees the new weights.",
    hint=(
        "At which point in weight space was the forward pass done, and are all your derivatives taken "
        "at that same point?"
    ),
    example="dh = delta * (W2 - lr*dW2)",
    changes={
        "dh": lambda v: (v.W2 - v.lr * v.dW2) @ v.dzo,
    },
)

STALE_H = Mistake(
    id="M17-STALE-H",
    name="checks the improvement with the old hidden values",
    belief="After the update only the last layer has to be evaluated again.",
    hint="Which of the numbers in the forward pass depend on w1..w4?",
    example="yhat_new = h @ W2n + b2n",
    changes={
        "new_h": lambda v: v.h,
    },
)

OUTER_TRANSPOSED = Mistake(
    id="M18-OUTER-TRANSPOSED",
    name="swaps rows and columns in the first layer: each weight gets the gradient of its mirror image",
    belief="The shape fits (2x2), so the order does not matter.",
    hint=(
        "Write the names of the weights into your table of gradients: which place belongs to w2, "
        "which goes from input 2 to hidden unit 1?"
    ),
    example="dW1 = np.outer(dz, x)",
    changes={
        "dW1": lambda v: _shaped_like(v.W1, np.outer(v.dz, v.x)),
    },
)

ELEMENTWISE_XD = Mistake(
    id="M19-ELEMENTWISE-XD",
    name="multiplies x and the hidden deltas element by element instead of pairing each with each",
    belief="Gradient = input times delta, so x * delta.",
    hint="How many first-layer weights are there, and how many different numbers did you compute?",
    example="dW1 = x * dz",
    changes={
        "dW1": lambda v: np.broadcast_to(v.x * v.dz, v.W1.shape),
    },
)

FWD_COLUMNS = Mistake(
    id="M21-FWD-COLUMNS",
    name="weights the columns instead of the rows in the forward pass",
    belief="Multiplying and adding up is a dot product, whichever way one adds.",
    hint="Which weight should multiply input 2 on its way to hidden unit 1?",
    example="z = (x * W1).sum(axis=0) + b1",
    changes={
        "z": lambda v: (v.x * v.W1).sum(axis=0) + v.b1,
    },
)

FWD_TRANSPOSED = Mistake(
    id="M22-FWD-TRANSPOSED",
    name="swaps rows and columns of the first weights in the forward pass",
    belief="A weight matrix always stands on the left of the input.",
    hint="Check one hidden value by hand with the weights named in the drawing.",
    example="z = W1 @ x + b1",
    changes={
        "z": lambda v: _shaped_like(v.b1, v.W1 @ v.x) + v.b1,
    },
)

ADD_ALONG_PATH = Mistake(
    id="M23-ADD-ALONG-PATH",
    name="adds the factors along a path instead of multiplying",
    belief="The contributions along the way are collected by adding.",
    hint="If one link on the path passes nothing on (factor 0), how much should arrive at the end?",
    example="dW1 = delta + W2 + x[:, None]",
    changes={
        "dW1": lambda v: v.dzo.sum() + v.W2.sum(axis=1) + v.x[:, None],
    },
)

SUM_WEIGHTS = Mistake(
    id="M24-SUM-WEIGHTS",
    name="multiplies by the sum of the next weights for every hidden unit",
    belief="A hidden unit influences the output through all output weights.",
    hint="Which output weight actually starts at hidden unit 1?",
    example="dh = delta * W2.sum() * np.ones(2)",
    changes={
        "dh": lambda v: np.full_like(v.h, (v.W2 @ v.dzo).sum()),
    },
)

NO_OUT_WEIGHT = Mistake(
    id="M25-NO-OUT-WEIGHT",
    name="skips w5, w6 on the way back",
    belief="The error of the output is the error of every hidden unit.",
    hint="Nudge a hidden value by 0.01: by how much does the prediction move?",
    example="dh = delta * np.ones(2)",
    changes={
        "dh": lambda v: np.full_like(v.h, v.dzo.sum()),
    },
)

WRONG_WEIGHT = Mistake(
    id="M26-WRONG-WEIGHT",
    name="goes back through the incoming weights (w1, w3) instead of the outgoing (w5, w6)",
    belief="The gradient of w1 must contain w1.",
    hint="On the drawing, put your finger on w1 and follow the arrow to the loss: which weights do you pass?",
    example="dh = delta * W1[0]",
    changes={
        "dh": lambda v: v.dzo.sum() * v.W1[0],
    },
)

NO_INPUT_FACTOR = Mistake(
    id="M27-NO-INPUT-FACTOR",
    name="uses delta itself as the weight gradient",
    belief="Delta is the gradient of the layer.",
    hint="If h2 had been 0, would changing w6 change the prediction?",
    example="dW2 = delta * np.ones(2)",
    changes={
        "dW2": lambda v: np.broadcast_to(v.dzo, v.W2.shape),
    },
)

EQUAL_SPLIT = Mistake(
    id="M29-EQUAL-SPLIT",
    name="gives every weight the same part of the error",
    belief="Six weights made the error together, so each takes a sixth.",
    hint="Does a change of 0.01 in w2 and in w6 move the prediction by the same amount?",
    example="dW2 = delta/6 * np.ones(2); dW1 = delta/6 * np.ones((2,2))",
    changes={
        "dW2": lambda v: np.full_like(v.W2, v.delta.sum() / (v.W1.size + v.W2.size)),
        "dW1": lambda v: np.full_like(v.W1, v.delta.sum() / (v.W1.size + v.W2.size)),
    },
)

USE_YHAT = Mistake(
    id="M30-USE-YHAT",
    name="multiplies delta by the prediction instead of the hidden values h1, h2",
    belief="The gradient of the output layer uses the output.",
    hint="What does w5 get multiplied with in the forward pass?",
    example="dW2 = delta * yhat",
    changes={
        "dW2": lambda v: np.broadcast_to(v.dzo * v.prediction, v.W2.shape),
    },
)

W_TIMES_DELTA = Mistake(
    id="M31-W-TIMES-DELTA",
    name="multiplies by the weight instead of the input (gradient with respect to the input)",
    belief="The derivative of w*x is w.",
    hint="In the product of a weight and its input, which of the two are you changing?",
    example="dW1 = W1 * dz",
    changes={
        "dW1": lambda v: v.W1 * v.dz,
    },
)

FULL_CORRECTION = Mistake(
    id="M32-FULL-CORRECTION",
    name="makes each output weight remove the whole error",
    belief="We know the error, so we can solve for the weight that fixes it.",
    hint="After both weights have been corrected, how big is the new error and what is its sign?",
    example="W2n = W2 - delta/h; W1n = W1",
    changes={
        # Where the hidden value is 0, no weight can remove the error.
        "new_W2": lambda v: v.W2 - np.where(v.h[:, None] != 0, v.delta / v.h[:, None], 0),
        "new_W1": lambda v: v.W1,
    },
)

NO_GATE = Mistake(
    id="M33-NO-GATE",
    name="forgets the derivative of ReLU",
    belief="ReLU only changes negative numbers in the forward pass; going back it is just a straight line.",
    hint=(
        "Pick a hidden unit with z < 0, change one of its weights a little, and see what the prediction does."
    ),
    example="dz = dh",
    changes={
        "dz": lambda v: v.dh,
    },
)

GATE_ON_OUTPUT = Mistake(
    id="M34-GATE-ON-OUTPUT",
    name="applies the ReLU gate to the linear output",
    belief="Every layer has the activation.",
    hint="Which units went through max(0, z) in your forward pass?",
    example="delta = (yhat - y) * (yhat > 0)",
    changes={
        "delta": lambda v: (v.prediction - v.y) * (v.prediction > 0),
    },
)

GATE_ON_DW2 = Mistake(
    id="M35-GATE-ON-DW2",
    name="gates the wrong layer: takes z instead of h for w5, w6 and leaves w1 to w4 without a gate",
    belief="The derivative of the activation belongs to the layer whose weights are in question.",
    hint="Does w6 act before or after the ReLU of hidden unit 2?",
    example="dW2 = delta * z; dz = dh",
    changes={
        "dW2": lambda v: np.outer(v.z, v.dzo),
        "dz": lambda v: v.dh,
    },
)

GRADIENT_RELU = Mistake(
    id="M36-GRADIENT-RELU",
    name="applies ReLU to the gradient instead of gating it",
    belief="Going back means running the same function on the deltas.",
    hint="Can a gradient be negative for a unit that was active?",
    example="dz = np.maximum(0, dh)",
    changes={
        "dz": lambda v: np.maximum(0, v.dh),
    },
)

RELU_AT_0 = Mistake(
    id="M38-RELU-AT-0",
    name="opens the gate at z = 0 (z >= 0)",
    belief="Zero is not negative, so the unit is active.",
    hint="At the corner both slopes are possible: which one does the library you check against use?",
    example="dz = dh * (z >= 0)",
    changes={
        "dz": lambda v: v.dh * (v.z >= 0),
    },
)

FORWARD_NO_RELU = Mistake(
    id="M39-FORWARD-NO-RELU",
    name="leaves ReLU out of the forward pass",
    belief="The seed example works without it, so it is not needed.",
    hint="Change one weight so that a hidden sum becomes negative: what should the unit pass on?",
    example="h = z; yhat_new = (x @ W1n + b1n) @ W2n + b2n",
    changes={
        "h": lambda v: v.z,
        "new_h": lambda v: v.new_z,
    },
)

SIG_DERIV_AT_A = Mistake(
    id="M40-SIG-DERIV-AT-A",
    name="takes the slope of the sigmoid at the activation instead of at the pre-activation",
    belief="The slope of the sigmoid is a function of what is stored, and the activation is stored.",
    hint=(
        "The slope s(1 − s) is taken of what the sigmoid has made of z. Has your number been squashed "
        "once, or twice?"
    ),
    example="dz = dh * sig(h)*(1-sig(h))",
    changes={
        "dz": lambda v: v.dh * sigmoid(v.h) * (1 - sigmoid(v.h)),
    },
)

Z_ONE_MINUS_Z = Mistake(
    id="M41-Z-ONE-MINUS-Z",
    name="uses z(1 - z), with the pre-activation, as the slope of the sigmoid",
    belief="s(1-s) is the formula, and z is the neuron's value.",
    hint="Can a sigmoid ever have a negative slope?",
    example="dz = dh * z*(1-z)",
    changes={
        "dz": lambda v: v.dh * v.z * (1 - v.z),
    },
)

SIG_NO_DERIV = Mistake(
    id="M42-SIG-NO-DERIV",
    name="forgets the sigmoid derivative in the hidden layer",
    belief="Only the weights pass the error back.",
    hint="How much does the activation change if the pre-activation changes by 0.01?",
    example="dz = dh",
    changes={
        "dz": lambda v: v.dh,
    },
)

OUT_NO_DERIV = Mistake(
    id="M43-OUT-NO-DERIV",
    name="forgets the derivative of the output sigmoid with squared error",
    belief="At the output the delta is simply prediction minus target.",
    hint="That shortcut is true for one particular pair of loss and activation: which pair do you have?",
    example="dzo = delta",
    changes={
        "dzo": lambda v: v.delta,
    },
)

BIAS_FROZEN = Mistake(
    id="M45-BIAS-FROZEN",
    name="never updates the biases",
    belief="Biases are constants.",
    hint="What is the derivative of the prediction with respect to a bias, and is it zero?",
    example="b2n = b2; b1n = b1",
    changes={
        "new_b2": lambda v: v.b2,
        "new_b1": lambda v: v.b1,
    },
)

BIAS_ONE = Mistake(
    id="M47-BIAS-ONE",
    name="takes 1 as the bias gradient",
    belief="The bias is only added, with the slope 1, so its gradient is 1.",
    hint="Is 1 the last factor of the chain or the whole chain?",
    example="db2 = 1.0; db1 = np.ones(2)",
    changes={
        "db2": lambda v: np.ones_like(v.b2),
        "db1": lambda v: np.ones_like(v.b1),
    },
)

ROUND_EARLY = Mistake(
    id="M48-ROUND-EARLY",
    name="rounds the new weights to two decimals before going on",
    belief="Two decimals are printed, so two decimals are enough.",
    hint="How far can a weight be from its two decimals, and what is it multiplied with next?",
    example="W2n = np.round(W2 - lr*dW2, 2); W1n = np.round(W1 - lr*dW1, 2)",
    changes={
        "new_W2": lambda v: np.round(v.W2 - v.lr * v.dW2, 2),
        "new_W1": lambda v: np.round(v.W1 - v.lr * v.dW1, 2),
    },
)
