"""A mistake that runs away beyond all numbers is no trace, and stops nobody."""

import pytest

from handprop.check import load_questions
from handprop.check.mistakes.calculation import NoTrace


def test_a_training_that_runs_away_is_not_an_error_of_the_check():
    train = next(one for one in load_questions("04_learning_rate") if one.name == "train")
    wild = train.cases[0] | {"lr": 1e30, "steps": 200}
    with pytest.raises(NoTrace):
        train.pipeline.run(wild)
