"""The bank of mistakes: pipelines, each with the mistakes that learners are known to make in it.

`PIPELINES` are calculations, in one module per subject; `JUDGEMENT` holds mistakes of choosing, which leave
no wrong number behind and are asked for by questions with options.  Where in the course each mistake can be
made, and whether it is named there, stands in docs/mistakes.md.
"""

from __future__ import annotations

from handprop.check.mistakes.batch import RELU_BATCH, SIGMOID_BATCH
from handprop.check.mistakes.calculation import Mistake
from handprop.check.mistakes.chain import CHAIN_RELU, CHAIN_SIGMOID, NEURON_RELU, NEURON_SIGMOID
from handprop.check.mistakes.house import HOUSE, HOUSE_BIAS
from handprop.check.mistakes.one_sample import (
    RELU_BIAS_STEP,
    RELU_IMPACT,
    RELU_STEP,
    RELU_VIEWS,
    SIGMOID_IMPACT,
    SIGMOID_OUTPUT_IMPACT,
    SIGMOID_OUTPUT_STEP,
    SIGMOID_STEP,
    SIGMOID_VIEWS,
)
from handprop.check.mistakes.slopes import CENTRAL_DIFFERENCE, GRADIENT_COMPARISON
from handprop.check.mistakes.training import (
    HOUSE_BIAS_TRAINING,
    HOUSE_TRAINING,
    JUDGEMENT,
    RELU_BATCH_TRAINING,
    RELU_BIAS_TRAINING,
    RELU_TRAINING,
    SIGMOID_BATCH_TRAINING,
    SIGMOID_TRAINING,
)

PIPELINES = (
    RELU_STEP,
    RELU_BIAS_STEP,
    SIGMOID_STEP,
    SIGMOID_OUTPUT_STEP,
    RELU_VIEWS,
    SIGMOID_VIEWS,
    RELU_IMPACT,
    SIGMOID_IMPACT,
    SIGMOID_OUTPUT_IMPACT,
    SIGMOID_BATCH,
    RELU_BATCH,
    NEURON_SIGMOID,
    NEURON_RELU,
    CHAIN_SIGMOID,
    CHAIN_RELU,
    HOUSE,
    HOUSE_BIAS,
    CENTRAL_DIFFERENCE,
    GRADIENT_COMPARISON,
    RELU_TRAINING,
    RELU_BIAS_TRAINING,
    SIGMOID_TRAINING,
    SIGMOID_BATCH_TRAINING,
    RELU_BATCH_TRAINING,
    HOUSE_TRAINING,
    HOUSE_BIAS_TRAINING,
)

__all__ = [
    "CENTRAL_DIFFERENCE",
    "CHAIN_RELU",
    "CHAIN_SIGMOID",
    "GRADIENT_COMPARISON",
    "HOUSE",
    "HOUSE_BIAS",
    "HOUSE_BIAS_TRAINING",
    "HOUSE_TRAINING",
    "JUDGEMENT",
    "NEURON_RELU",
    "NEURON_SIGMOID",
    "PIPELINES",
    "RELU_BATCH",
    "RELU_BATCH_TRAINING",
    "RELU_BIAS_STEP",
    "RELU_BIAS_TRAINING",
    "RELU_IMPACT",
    "RELU_STEP",
    "RELU_TRAINING",
    "RELU_VIEWS",
    "SIGMOID_BATCH",
    "SIGMOID_BATCH_TRAINING",
    "SIGMOID_IMPACT",
    "SIGMOID_OUTPUT_IMPACT",
    "SIGMOID_OUTPUT_STEP",
    "SIGMOID_STEP",
    "SIGMOID_TRAINING",
    "SIGMOID_VIEWS",
    "by_id",
]


def by_id() -> dict[str, Mistake]:
    """Every mistake of the bank, by its id; one made in several calculations in the words of the first."""
    known: dict[str, Mistake] = {mistake.id: mistake for mistake in JUDGEMENT}
    for pipeline in PIPELINES:
        for mistake in pipeline.mistakes:
            known.setdefault(mistake.id, mistake)
    return known
