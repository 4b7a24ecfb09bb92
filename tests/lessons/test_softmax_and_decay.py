"""What lesson 10 says of sums that overflow and of weight decay, held against what it prints."""

import re

import numpy as np
from told import lesson, outputs


def test_the_shift_mends_the_shares_and_the_losses():
    shown = re.search(r"shifted: shares \[([^]]+)\]\s+loss if the .*?: \[([^]]+)\]", outputs("10_digits"))
    shares, losses = (np.array(re.findall(r"[\d.]+", part), dtype=float) for part in shown.groups())
    assert "shares [nan nan" in outputs("10_digits")
    right = 1 / (
        1 + np.exp([-1.0, 1.0, 1000.0][:2])
    )  # two sums apart by 1; the third is too far off to count
    assert np.allclose(shares, [*right, 0], atol=5e-5)
    assert np.allclose(losses, np.log1p(np.exp(-1)) + np.array([0, 1, 1000]), atol=5e-5)


def test_with_weight_decay_the_validation_loss_stays_where_it_was_lowest():
    text = outputs("10_digits")
    rows = re.findall(r"\d+ epochs: training loss ([\d.]+), .*?validation loss ([\d.]+)", text)
    training, validation = zip(*(map(float, row) for row in rows), strict=True)
    held = re.search(r"with weight decay: training loss ([\d.]+), validation loss ([\d.]+)", text)
    assert "The training loss. The validation loss stays where it was lowest." in lesson("10_digits")
    assert float(held[1]) > training[-1]
    assert abs(float(held[2]) - min(validation)) <= 0.001 < validation[-1] - min(validation)
