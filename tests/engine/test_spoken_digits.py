"""The spoken digits: what is stored, and how a recording becomes a table."""

import numpy as np
import pytest

from handprop.examples import spoken_digits
from handprop.examples.spoken_digits import BANDS, SLICES, SPEAKERS, loudness

RATE = 8000
TIME = np.arange(RATE // 2) / RATE


def test_every_speaker_says_every_digit_equally_often():
    voices = spoken_digits()
    assert voices.x.shape == (600, SLICES, BANDS)
    assert voices.y.sum(axis=0).tolist() == [60] * 10
    assert np.bincount(voices.speaker).tolist() == [100] * len(SPEAKERS)
    assert (voices.y[voices.speaker == 3].sum(axis=0) == 10).all()


def test_loudness_is_a_share_and_each_recording_has_its_loudest():
    x = spoken_digits().x
    assert x.min() == 0
    assert (x.max(axis=(1, 2)) == 1).all()


def test_a_rising_tone_climbs_from_band_to_band():
    pitch = np.linspace(160, 3750, len(TIME))
    table = loudness(np.sin(2 * np.pi * np.cumsum(pitch) / RATE))
    loudest = table.argmax(axis=1)
    assert (np.diff(loudest) >= 0).all()
    assert loudest[0] < 2
    assert loudest[-1] == BANDS - 1


def test_the_unit_of_a_recording_does_not_matter():
    sound = np.sin(2 * np.pi * 440 * TIME) * np.exp(-4 * TIME)
    assert np.allclose(loudness(sound), loudness(3000 * sound))


@pytest.mark.parametrize(("sound", "told"), [(np.ones(100), "100 samples"), (np.zeros(4000), "silent")])
def test_what_holds_no_word_is_refused_in_a_sentence(sound, told):
    with pytest.raises(ValueError, match=told):
        loudness(sound)
