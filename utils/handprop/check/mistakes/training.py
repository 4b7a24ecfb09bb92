"""Training loops: a step, made many times, and what goes wrong between the steps.

Every mistake in a step is a mistake in the loop too: made in every step.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import numpy as np

from handprop.check.mistakes.any_size import in_any_size
from handprop.check.mistakes.batch import RELU_BATCH, SIGMOID_BATCH
from handprop.check.mistakes.calculation import Mistake, Pipeline, Stage, Values
from handprop.check.mistakes.house import HOUSE, HOUSE_BIAS
from handprop.check.mistakes.one_sample import RELU_BIAS_STEP, RELU_STEP, SIGMOID_STEP

Weights = dict[str, object]


def training(name: str, step: Pipeline, learned: Mapping[str, str], own: tuple[Mistake, ...]) -> Pipeline:
    """A loop over a step; `learned` maps each parameter to the stage that holds its new value.

    A case is as for the step, and gives the number of steps (epochs, for a batch) as `steps`.
    ``losses`` are those before the first and after each step, ``loss`` the last of them; ``path`` holds the
    parameters at the same times, and each learned parameter its last value.
    """
    short = _until_learned(step, learned)
    stages: dict[str, Stage] = {
        "once": lambda v: short.run,
        "rate": lambda v: v.lr,
        "start": lambda v: {parameter: getattr(v, parameter) for parameter in learned},
        "kept": lambda v: 0.0,
        "stops": lambda v: _never,
        "parts": lambda v: (Ellipsis,),
        "runs": lambda v: _train(v, learned),
        "path": lambda v: [weights for weights, _ in v.runs],
        "losses": lambda v: np.array([run.loss for _, run in v.runs]),
        "loss": lambda v: v.losses[-1],
        "prediction": lambda v: v.runs[-1][1].prediction,
        **{parameter: _last(parameter) for parameter in learned},
    }
    in_each_step = tuple(
        in_every_step(step, in_any_size(mistake), learned)
        for mistake in step.mistakes
        if set(mistake.changes) & set(short.stages)
    )
    return Pipeline(name, stages, (*own, *in_each_step))


def in_every_step(step: Pipeline, mistake: Mistake, learned: Mapping[str, str]) -> Mistake:
    """A mistake of one step, made in every step of a loop; `learned` as for `training`."""
    return replace(mistake, changes={"once": _with(_until_learned(step, learned), mistake)})


def _until_learned(step: Pipeline, learned: Mapping[str, str]) -> Pipeline:
    """The step without what comes after the new parameters: a loop makes it very often."""
    names = list(step.stages)
    end = 1 + max(names.index(stage) for stage in learned.values())
    return Pipeline(step.name, {name: step.stages[name] for name in names[:end]})


def _with(step: Pipeline, mistake: Mistake) -> Stage:
    return lambda v: lambda case: step.run(case, mistake)


def _never(losses: list[float]) -> bool:
    return False


def _last(parameter: str) -> Stage:
    return lambda v: v.path[-1][parameter]


def _train(v: Values, learned: Mapping[str, str]) -> list[tuple[Weights, Values]]:
    """The parameters and the run of the step at every time; `kept` is the part of a move made again."""
    run = partial(_run, v)
    weights, moves = v.start, dict.fromkeys(v.start, 0.0)
    runs = [(weights, run(weights))]
    while len(runs) <= v.steps and not v.stops([values.loss for _, values in runs]):
        for part in v.parts:
            here = runs[-1][1] if part is Ellipsis else run(weights, part)
            moves = {p: getattr(here, stage) - weights[p] + v.kept * moves[p] for p, stage in learned.items()}
            weights = {p: weights[p] + moves[p] for p in learned}
        runs.append((weights, run(weights)))
    return runs


def _run(v: Values, weights: Weights, part: object = Ellipsis) -> Values:
    case = {**vars(v), **weights, "lr": v.rate}
    if part is not Ellipsis:
        case |= {"x": v.x[part], "y": v.y[part]}
    return v.once(case)


NOT_ZEROED = Mistake(
    id="M49-NOT-ZEROED",
    name="keeps adding to the old gradients (no zeroing between steps)",
    belief="backward() computes the gradient, so the stored gradient is always that of the last pass.",
    hint="What does your gradient buffer contain just before the second backward pass?",
    example="gradient += dW1  # in every step, never set back to zero",
    changes={"kept": lambda v: 1.0},
)

EPOCH_IS_STEP = Mistake(
    id="M59-EPOCH-IS-STEP",
    name="updates after every sample where one update per epoch is meant",
    belief="Epoch and iteration are the same word.",
    hint="How many times did the weights change while the data went by once?",
    example="for sample in data: weights = step(weights, sample)",
    changes={"parts": lambda v: [slice(k, k + 1) for k in range(len(v.x))]},
)

MUST_FALL = Mistake(
    id="M73-MUST-FALL",
    name="takes any rise of the loss for a fault and stops there",
    belief="Gradient descent goes downhill in every step.",
    hint="Is a rise in one step a sign of a wrong gradient or of a long step?",
    example="if loss > last_loss: break",
    changes={"stops": lambda v: lambda losses: len(losses) > 1 and losses[-1] > losses[-2]},
)


def _same_weights(size: float) -> Stage:
    """All weights at the start the same; biases as they are."""
    return lambda v: {
        name: np.full_like(getattr(v, name), size) if name.startswith("W") else getattr(v, name)
        for name in _weights_and_biases(v)
    }


def _weights_and_biases(v: Values) -> list[str]:
    return [name for name in ("W1", "b1", "W2", "b2") if hasattr(v, name)]


SYMMETRIC = Mistake(
    id="M76-SYMMETRIC",
    name="starts all weights with the same value",
    belief="Neutral start values are fair.",
    hint="What could ever make the two hidden units different from each other?",
    example="W1 = np.full((2, 2), 0.1)",
    changes={"start": _same_weights(0.1)},
)

ZERO_INIT = Mistake(
    id="M77-ZERO-INIT",
    name="starts all weights at zero",
    belief="Zero is the natural start.",
    hint="Compute the hidden values and both gradients at the start: which factor is zero in each?",
    example="W1 = np.zeros((2, 2))",
    changes={"start": _same_weights(0.0)},
)

_BETWEEN_STEPS = (NOT_ZEROED, MUST_FALL, SYMMETRIC, ZERO_INIT)
_WEIGHTS = {"W1": "new_W1", "W2": "new_W2"}
_ALL = {"W1": "new_W1", "b1": "new_b1", "W2": "new_W2", "b2": "new_b2"}

RELU_TRAINING = training("relu_training", RELU_STEP, _WEIGHTS, _BETWEEN_STEPS)
RELU_BIAS_TRAINING = training("relu_bias_training", RELU_BIAS_STEP, _ALL, _BETWEEN_STEPS)
SIGMOID_TRAINING = training("sigmoid_training", SIGMOID_STEP, _WEIGHTS, _BETWEEN_STEPS)
SIGMOID_BATCH_TRAINING = training(
    "sigmoid_batch_training", SIGMOID_BATCH, _ALL, (*_BETWEEN_STEPS, EPOCH_IS_STEP)
)
RELU_BATCH_TRAINING = training("relu_batch_training", RELU_BATCH, _ALL, (*_BETWEEN_STEPS, EPOCH_IS_STEP))
HOUSE_TRAINING = training("house_training", HOUSE, {"w": "next_w"}, (NOT_ZEROED, MUST_FALL))
HOUSE_BIAS_TRAINING = training(
    "house_bias_training", HOUSE_BIAS, {"w": "next_w", "b": "next_b"}, (NOT_ZEROED, MUST_FALL)
)

# What follows is chosen, not computed wrongly: nobody who is told the learning rate calculates with another.
# So these belong to no pipeline, but they can be run on one, to show what such a choice leads to.

LR_TOO_BIG = Mistake(
    id="M70-LR-TOO-BIG",
    name="chooses a learning rate that is too large",
    belief="A larger step learns faster.",
    hint="Plot the loss of the first ten steps, not only the last one. What does it do?",
    example="learning_rate = 0.5",
    changes={"rate": lambda v: 10 * v.lr},
)

LR_0_1 = Mistake(
    id="M71-LR-0-1",
    name="believes that every learning rate between 0 and 1 is safe and none above 1",
    belief="The learning rate is a fraction, so it lies between 0 and 1.",
    hint="What happens to a good learning rate if you measure the input in metres instead of kilometres?",
    example="learning_rate = 0.9",
    changes={"rate": lambda v: 0.9},
)

LR_TOO_SMALL = Mistake(
    id="M72-LR-TOO-SMALL",
    name="chooses a learning rate that is far too small and concludes that the network cannot learn",
    belief="Small is safe.",
    hint="By how many percent did the loss fall per step?",
    example="learning_rate = 1e-5",
    changes={"rate": lambda v: 1e-5},
)

DEAD_RELU = Mistake(
    id="M78-DEAD-RELU",
    name="does not notice that a unit is dead for all samples",
    belief="More training will repair it.",
    hint="Which gradients can reach the weights of a unit whose z is negative for every sample?",
    example="W1 = -W1",
    changes={"start": lambda v: {"W1": -v.W1, "W2": v.W2}},
)

JUDGEMENT = (LR_TOO_BIG, LR_0_1, LR_TOO_SMALL, DEAD_RELU)
