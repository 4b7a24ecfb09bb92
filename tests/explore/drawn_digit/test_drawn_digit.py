"""The explorer of a drawn digit on Python's side: what it reads, and what one weight does to it."""

import numpy as np
import pytest

from handprop import examples, explore
from handprop.explore.drawn_digit import weights
from handprop.explore.drawn_digit.numbers import SHEETS, sheets, state
from handprop.explore.drawn_digit.weights import networks, varied


def test_the_stored_network_reads_held_out_digits_and_its_start_guesses():
    data = examples.digits()
    truth = data.y_held.argmax(axis=1)
    right = {
        name: np.mean(net.forward(data.x_held)["prediction"].argmax(axis=1) == truth)
        for name, net in networks().items()
    }
    assert right["trained"] >= 0.95
    assert right["at random"] < 0.3


@pytest.mark.slow  # a training of 400 epochs
def test_the_stored_weights_are_those_of_a_training():
    made = weights.train()
    assert made["sheets"] == weights.stored()["sheets"]
    data = examples.digits()
    for name, net in networks().items():
        other = weights._read(made["networks"][name])
        said, stored = (one.forward(data.x_held)["prediction"].argmax(axis=1) for one in (other, net))
        assert np.mean(said == stored) > 0.97, (
            name
        )  # rounding differs by processor, and training carries it on


def test_pictures_varied_by_nothing_stay_and_a_push_by_a_pixel_pushes(monkeypatch):
    some = examples.digits().x[:5]
    for name, value in {"MOVED": 0.0, "TURNED": 0.0, "SLANTED": 0.0, "STRETCHED": (1.0, 1.0)}.items():
        monkeypatch.setattr(weights, name, value)
    same = varied(some, np.random.default_rng(0))
    assert (
        (same >= some - 1e-12) & (same <= np.minimum(1.6 * some, 1) + 1e-12)
    ).all()  # more ink, if anything


@pytest.mark.parametrize("sheet", SHEETS[1:])
def test_each_sheet_is_read_and_one_weight_spoils_it(sheet):
    now = state(sheet, "", "trained", 0)
    assert str(now["said"]) == sheet
    assert f"reads a {sheet}," in now["words"]
    spoiled = state(sheet, "", "trained", -5)
    assert spoiled["before"] == now["said"] != spoiled["said"]
    assert f"the {sheet} is read as a {spoiled['said']}," in spoiled["words"]


def test_the_numbers_are_those_of_numpy():
    net, now = networks()["trained"], state("4", "5/0:16 1:16", "trained", -1.5)
    pixels = sheets()[5].copy()
    pixels[:2] = 16
    params = {name: value.copy() for name, value in net.params.items()}
    hidden = np.maximum(pixels / 16 @ params["W1"] + params["b1"], 0)
    answer = int((hidden @ params["W2"] + params["b2"]).argmax())
    unit = int((hidden * params["W2"][:, answer]).argmax())
    params["W2"][unit, answer] -= 1.5
    z = hidden @ params["W2"] + params["b2"]
    np.testing.assert_allclose(now["shares"], np.exp(z) / np.exp(z).sum(), rtol=1e-12)
    assert (now["unit"], now["weight"]) == (unit, params["W2"][unit, answer])


def test_an_empty_sheet_and_a_sheet_that_is_none():
    assert "empty" in explore.drawn_digit("empty").state()["words"]
    assert "drawn at random" in explore.drawn_digit("7").preset("before training").state()["words"]
    with pytest.raises(ValueError, match="sheet must be one of empty, 0, 1"):
        explore.drawn_digit("ten")
