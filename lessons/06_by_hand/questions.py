"""The questions of exercise 06: six gradients by hand, then a whole step."""

import numpy as np

from handprop.check import Array, Choice, Formula, Function, Number, Question
from handprop.check.cases import from_example, random_case
from handprop.check.mistakes import RELU_STEP
from handprop.check.mistakes.calculation import Mistake, Pipeline
from handprop.examples import get

WEIGHTS = ("w1", "w2", "w3", "w4", "w5", "w6")
LAYERS = (("the output layer (w5, w6)", (4, 5)), ("the hidden layer (w1 to w4)", (0, 1, 2, 3)))


def flat(W1, W2):
    """The six weights in the order of the drawing: into h1, into h2, then to the output."""
    return np.array([W1[0, 0], W1[1, 0], W1[0, 1], W1[1, 1], W2[0, 0], W2[1, 0]])


# Slips that belong to these questions, beside those of the bank.
GRADIENT_INSTEAD = Mistake(
    id="L06-GRADIENT-INSTEAD",
    name="returns the gradients where the new weights are asked for",
    belief="The gradient is the answer.",
    hint="How far are your numbers from the old weights? A small learning rate makes a small change.",
    example="return gradient",
    changes={"new_W1": lambda v: v.dW1, "new_W2": lambda v: v.dW2},
)
CHANGE_INSTEAD = Mistake(
    id="L06-CHANGE-INSTEAD",
    name="returns the changes where the new weights are asked for",
    belief="The update is the answer.",
    hint="What is the change subtracted from?",
    example="return [learning_rate * slope for slope in gradient]",
    changes={"new_W1": lambda v: v.lr * v.dW1, "new_W2": lambda v: v.lr * v.dW2},
)
EXCHANGED = Mistake(
    id="L06-EXCHANGED",
    name="leaves hidden unit 1 through w6, and hidden unit 2 through w5",
    belief="Any output weight will do on the way back.",
    hint="Put a finger on h1 in the drawing. Which arrow leads from there to the output?",
    example="dw1 = delta * w6 * x1",
    changes={"dh": lambda v: v.W2[::-1] @ v.dzo},
)
OTHER_INPUT = Mistake(
    id="L06-OTHER-INPUT",
    name="takes the other input",
    belief="Both inputs feed the hidden unit, so either will do.",
    hint="Which input does this very weight multiply?",
    example="dw4 = delta * w6 * x1",
    changes={"dW1": lambda v: np.outer(v.x[::-1], v.dz)},
)
LIKE_OUTPUT = Mistake(
    id="L06-LIKE-OUTPUT",
    name="treats the weight like one into the output: delta times a hidden value",
    belief="Every gradient is delta times h.",
    hint="Does the weight multiply a hidden value, or an input?",
    example="dw4 = delta * h2",
    changes={"dW1": lambda v: np.broadcast_to(v.dzo * v.h, v.W1.shape)},
)
NO_STEP = Mistake(
    id="L06-NO-STEP",
    name="runs the forward pass with the old weights",
    belief="The prediction belongs to the network, whatever its weights are.",
    hint="Which weights does the second forward pass use?",
    example="prediction with w1 to w6 as they were",
    changes={"new_W1": lambda v: v.W1, "new_W2": lambda v: v.W2},
)
LESSON_RATE = Mistake(
    id="L06-LESSON-RATE",
    name="takes the learning rate of the lesson, 0.05",
    belief="The learning rate is always 0.05.",
    hint="Which learning rate does this question name?",
    example="learning_rate = 0.05",
    changes={"new_W1": lambda v: v.W1 - 0.05 * v.dW1, "new_W2": lambda v: v.W2 - 0.05 * v.dW2},
)


def with_slips(*slips):
    """The step of the bank with slips of this exercise, which come first where several fit."""
    return Pipeline("step_06", RELU_STEP.stages, (*slips, *RELU_STEP.mistakes))


# Chosen so that every known mistake that shows here gives numbers of its own.
BY_HAND_CASE = {
    "x": np.array([-1.0, 2.0]),
    "y": np.array([2.0]),
    "W1": np.array([[0.5, 0.1], [0.4, 0.7]]),
    "b1": np.zeros(2),
    "W2": np.array([[0.8], [-0.2]]),
    "b2": np.zeros(1),
    "lr": 0.1,
}

# The same, with a prediction that is too high.
TOO_HIGH_CASE = BY_HAND_CASE | {"y": np.array([-1.0])}

# The lesson's own numbers come first; then closed gates and gradients of both signs.
STEP_CASES = [
    from_example(get("seed")),
    BY_HAND_CASE,
    *(random_case(seed) for seed in range(4)),
    from_example(get("gate_seed")),
    *(random_case(seed, closed=(0,)) for seed in range(4, 6)),
    *(random_case(seed, closed=(1,)) for seed in range(6, 8)),
    random_case(8, closed=(0, 1)),
]


def exercise_2(x, y, w, learning_rate):
    """One step of gradient descent on the 2-2-1 network with ReLU in the hidden layer.

    x: the two inputs; y: the target; w: the six weights w1 to w6; all numbers.
    Returns the six new weights, in the same order.
    """
    x1, x2 = x
    w1, w2, w3, w4, w5, w6 = w
    z1 = x1 * w1 + x2 * w2
    z2 = x1 * w3 + x2 * w4
    h1, h2 = max(0.0, z1), max(0.0, z2)
    delta = h1 * w5 + h2 * w6 - y
    delta1 = delta * w5 * (z1 > 0)
    delta2 = delta * w6 * (z2 > 0)
    gradient = [delta1 * x1, delta1 * x2, delta2 * x1, delta2 * x2, delta * h1, delta * h2]
    return [weight - learning_rate * slope for weight, slope in zip(w, gradient, strict=True)]


_NUMBERS = """| inputs | target | w1 | w2 | w3 | w4 | w5 | w6 |
|---|---|---|---|---|---|---|---|
| −1, 2 | 2 | 0.5 | 0.4 | 0.1 | 0.7 | 0.8 | −0.2 |
"""

QUESTIONS = [
    Question(
        name="exercise_1",
        title="Exercise 1: six gradients by hand",
        ask=f"""The network of the lesson, with other numbers:

{_NUMBERS}
The hidden units use ReLU, the output is linear, and the loss is half the squared error.

Take paper. Compute the forward pass, then delta, then the derivative of the loss with respect to each weight.
Type the six derivatives in the order w1 to w6, with at least four significant digits.
""",
        insight="w1 and w2 share delta1 = −1.616 and differ in their inputs only, −1 and 2: so one "
        "derivative is −2 times the other.",
        objective="06.1",
        points=2,
        answer=Array((6,), WEIGHTS, tolerance=5e-4, groups=LAYERS),
        stub="exercise_1 = [..., ..., ..., ..., ..., ...]",
        solution="exercise_1 = [1.616, -3.232, -0.404, 0.808, -0.606, -2.626]",
        pipeline=with_slips(EXCHANGED, OTHER_INPUT),
        quantity=lambda v: flat(v.dW1, v.dW2),
        cases=[BY_HAND_CASE],
        further=TOO_HIGH_CASE,
        further_shown="the target −1 and all else as it is",
        hints=(
            "Go in order. What are z1, z2, the prediction and delta? Check each before you go on.",
            "A weight into the output has the derivative delta times what the weight is multiplied with. "
            "A weight into a hidden unit has one more factor on its path: which?",
        ),
    ),
    Question(
        name="formula",
        title="The path of w4",
        ask="""Both gates are open. Write the derivative of the loss with respect to **w4** as a formula.

Use `delta`, `x1`, `x2`, `h1`, `h2` and `w1` to `w6`. Type it as text, for example `"delta * h1"`.
""",
        insight="The way back passes what the way forward passed: delta, then w6, then x2.",
        objective="06.1",
        points=1,
        answer=Formula(
            {
                "delta": lambda v: v.prediction[0] - v.y[0],
                "x1": lambda v: v.x[0],
                "x2": lambda v: v.x[1],
                "h1": lambda v: v.h[0],
                "h2": lambda v: v.h[1],
                "w1": lambda v: v.W1[0, 0],
                "w2": lambda v: v.W1[1, 0],
                "w3": lambda v: v.W1[0, 1],
                "w4": lambda v: v.W1[1, 1],
                "w5": lambda v: v.W2[0, 0],
                "w6": lambda v: v.W2[1, 0],
            }
        ),
        solution='formula = "delta * w6 * x2"',
        pipeline=with_slips(EXCHANGED, OTHER_INPUT, LIKE_OUTPUT),
        quantity=lambda v: v.dW1[1, 1],
        cases=[random_case(seed) for seed in range(20, 28)],
        hints=(
            "Put a finger on w4 in the drawing and follow the arrows to the loss. What do you pass?",
            "Three factors: delta, the weight that you pass on the way, and the number that w4 multiplies.",
        ),
    ),
    Question(
        name="closed_gate",
        title="A closed gate",
        ask="""Predict before you compute. The pre-activation z2 of the second hidden unit is **negative**.
z1 is positive, and the prediction is wrong.

Which of the six derivatives are exactly zero?

- (a) none of them
- (b) that of w6 only
- (c) those of w3 and w4 only
- (d) those of w3, w4 and w6

Answer with one letter in quotes, for example `"a"`.
""",
        insight="The closed gate counts twice: nothing goes back to w3 and w4, and h2 = 0 is the factor of "
        "w6.",
        objective="06.1",
        points=1,
        answer=Choice(
            options={"a": "none", "b": "w6", "c": "w3 and w4", "d": "w3, w4 and w6"},
            right="d",
            replies={
                "a": "With z2 negative, h2 is 0 and stays 0. Nudge w3 a little: does the prediction move?",
                "b": "w6 is right: it multiplies h2 = 0. Now nudge w3 a little. Does h2 move?",
                "c": "w3 and w4 are right: the gate lets nothing back. Now look forward: w6 multiplies h2. "
                "How large is h2?",
            },
        ),
    ),
    Question(
        name="find_the_slip",
        title="Somebody else's page",
        ask="""Somebody takes one step on the network of Exercise 1, with learning rate 0.1, and writes:

1. delta = −0.02 − 2 = −2.02
2. derivative for w5: −2.02 · 0.3 = −0.606, so the new w5 is 0.8 + 0.0606 = 0.8606
3. derivative for w1: −2.02 · 0.8606 · (−1) = 1.738
4. new w1: 0.5 − 0.1 · 1.738 = 0.3262

Which line goes wrong, and why? Answer with one letter in quotes.

- (a) line 1: delta is target minus prediction
- (b) line 2: the derivative has to be subtracted, and here it is added
- (c) line 3: it uses the new w5; the forward pass used 0.8
- (d) line 4: the learning rate has been used before
""",
        insight="All gradients belong to the weights of the forward pass. So: first all gradients, then all "
        "updates.",
        objective="06.2",
        points=1,
        answer=Choice(
            options={"a": "line 1", "b": "line 2", "c": "line 3", "d": "line 4"},
            right="c",
            replies={
                "a": "Nudge the prediction up: does the loss rise or fall here? Which sign must come out?",
                "b": "The derivative is negative. What is 0.8 − 0.1 · (−0.606)?",
                "d": "Each update has the learning rate once. Is line 2 the update of the same weight?",
            },
        ),
    ),
    Question(
        name="exercise_2",
        title="Exercise 2: one whole step",
        ask="""Now as code. Write a function that takes one step of gradient descent on this network
and returns the six new weights.

It will be tried on many networks. In some of them a gate is closed.
""",
        insight="Forward, back, update: that is one step of training. Later lessons make it shorter, check "
        "it and repeat it.",
        objective="06.2",
        points=3,
        answer=Function("exercise_2", Array((6,), WEIGHTS, groups=LAYERS)),
        solution=exercise_2,
        pipeline=with_slips(GRADIENT_INSTEAD, CHANGE_INSTEAD, EXCHANGED),
        quantity=lambda v: flat(v.new_W1, v.new_W2),
        cases=STEP_CASES,
        arguments=lambda case: (
            case["x"].tolist(),
            float(case["y"][0]),
            flat(case["W1"], case["W2"]).tolist(),
            case["lr"],
        ),
        hints=(
            "Begin with the weights unchanged, then add one gradient at a time: w6, w5, then the others.",
            "Try your function on the numbers of Exercise 1, with learning rate 1: the changes are your "
            "gradients with the other sign.",
        ),
    ),
    Question(
        name="after_the_step",
        title="Did it help",
        ask="""Take one step on the network of Exercise 1, with learning rate 0.1.
Then run the forward pass again with all six new weights. You may use your function.

What is the new prediction, with at least four significant digits?
""",
        insight="One step took the prediction from −0.02 to about 1.02: half of the way to the target 2.",
        objective="06.2",
        points=1,
        answer=Number("The new prediction"),
        solution="""
w = exercise_2([-1, 2], 2, [0.5, 0.4, 0.1, 0.7, 0.8, -0.2], 0.1)
after_the_step = max(0, -w[0] + 2 * w[1]) * w[4] + max(0, -w[2] + 2 * w[3]) * w[5]
""",
        pipeline=with_slips(NO_STEP, LESSON_RATE),
        quantity=lambda v: v.new_prediction[0],
        cases=[BY_HAND_CASE],
        hints=(
            "All six weights have changed, so h1 and h2 have changed too.",
            "Keep every digit of the new weights until the end.",
        ),
    ),
    Question(
        name="printed_numbers",
        title="Who is wrong",
        ask="""A page prints this step with two decimals: w1 0.34, w2 0.72, w3 0.14, w4 0.62, w5 0.86,
w6 0.06, and the new prediction 1.02. A reader puts the printed weights into the forward pass and gets 1.01.

- (a) The page: somewhere it makes a slip of arithmetic.
- (b) The reader: somewhere the reader makes a slip of arithmetic.
- (c) Neither: the page kept all digits and rounded at the end, the reader started from rounded numbers.
- (d) Both: two decimals are enough, so 1.01 and 1.02 cannot both come out.

Answer with one letter in quotes.
""",
        insight="Keep all digits on the way and round once, at the end. A rounded number that is used again "
        "carries its rounding along.",
        objective="06.3",
        points=1,
        answer=Choice(
            options={"a": "the page", "b": "the reader", "c": "neither", "d": "both"},
            right="c",
            replies={
                "a": "Compare 1.02 with your own new prediction, rounded to two decimals.",
                "b": "Do what the reader did: w5 (−w1 + 2 w2) + w6 (−w3 + 2 w4), with the printed weights.",
                "d": "How far can w6 be from its two printed decimals, and what is it multiplied with?",
            },
        ),
    ),
]
