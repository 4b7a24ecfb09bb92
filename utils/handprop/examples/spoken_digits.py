"""Spoken digits, real and small: what a cell that reads one slice of time after the other can learn from.

    python -m handprop.examples.spoken_digits FOLDER

makes the stored numbers anew from the recordings of the Free Spoken Digit Dataset.
"""

from __future__ import annotations

import sys
import wave
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from handprop.language import tr

SPEAKERS = ("george", "jackson", "lucas", "nicolas", "theo", "yweweler")
SLICES, BANDS = 16, 8
_TAKES = 10  # of each digit by each speaker
_RATE = 8000  # numbers in a second of a recording
_LOWEST, _HIGHEST = 150.0, 3800.0  # Hz
_QUIET = 50.0  # dB below the loudest: what is quieter counts as silence
_STEPS = 15  # loudness is kept in whole steps from 0 to this
_FILE = Path(__file__).with_name("spoken_digits.npz")


class Spoken(NamedTuple):
    """Spoken digits: 16 slices of time, in each the loudness of 8 bands of pitch, low to high, from 0 to 1.

    ``x`` (recordings, 16, 8), ``y`` (recordings, 10) one-hot, ``speaker`` (recordings,) a number from 0.
    """

    x: np.ndarray
    y: np.ndarray
    speaker: np.ndarray


@cache
def spoken_digits() -> Spoken:
    """600 recordings: the words zero to nine by six speakers, ten times each.

    Source: Z. Jackson and others, "Free Spoken Digit Dataset", recordings 0 to 9 of each word and speaker, as
    of 2 May 2024, reduced by `loudness`; CC BY-SA 4.0, and so is ``spoken_digits.npz``.
    """
    with np.load(_FILE) as kept:
        x, digit, speaker = kept["x"] / _STEPS, kept["digit"], kept["speaker"].astype(int)
    return Spoken(x, np.eye(10)[digit], speaker)


def loudness(sound: np.ndarray, rate: int = _RATE) -> np.ndarray:
    """A recording as a table of (16 slices, 8 bands), from 0 (50 dB below the loudest) to 1.

    sound : the samples, shape (count,), in any unit; rate : how many there are in a second.
    The slices share the time equally and overlap by half.  The bands are equally wide on the mel scale, which
    follows the ear: mel = 2595 log10(1 + f / 700).  Source: D. O'Shaughnessy, "Speech Communication", 1987.

    Raises ValueError for a recording that is too short, or silent.
    """
    length = 2 * len(sound) // (SLICES + 1)
    if length < 2 * BANDS * 4:
        raise ValueError(
            tr(
                "the recording has {count} samples, too few for {slices} slices",
                count=len(sound),
                slices=SLICES,
            )
        )
    starts = np.linspace(0, len(sound) - length, SLICES).astype(int)
    parts = np.stack([sound[start : start + length] for start in starts]) * np.hanning(length)
    power = np.abs(np.fft.rfft(parts, axis=1)) ** 2
    edges = _edges()
    pitch = np.fft.rfftfreq(length, 1 / rate)
    bands = [(edges[k] <= pitch) & (pitch < edges[k + 1]) for k in range(BANDS)]
    mean = np.stack([power[:, band].mean(axis=1) for band in bands], axis=1)
    if not mean.max() > 0:
        raise ValueError(tr("the recording is silent"))
    decibels = 10 * np.log10(np.maximum(mean / mean.max(), 10 ** (-_QUIET / 10)))
    table: np.ndarray = 1 + decibels / _QUIET
    return table


def _edges() -> np.ndarray:
    """The pitches, in Hz, between which the bands lie; shape (9,)."""
    low, high = (2595 * np.log10(1 + f / 700) for f in (_LOWEST, _HIGHEST))
    edges: np.ndarray = 700 * (10 ** (np.linspace(low, high, BANDS + 1) / 2595) - 1)
    return edges


def read_wave(path: Path) -> tuple[np.ndarray, int]:
    """The samples of a WAV file, 16 bits, one channel, and how many there are in a second.

    Raises ValueError for another kind of WAV file, and wave.Error for what is none.
    """
    with wave.open(str(path)) as file:
        if (file.getnchannels(), file.getsampwidth()) != (1, 2):
            raise ValueError(tr("it is not one channel of 16 bits"))
        if file.getframerate() < 2 * _HIGHEST:
            raise ValueError(
                tr(
                    "it has {getframerate} samples in a second, and 8000 are needed",
                    getframerate=file.getframerate(),
                )
            )
        sound = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2").astype(float)
        return sound, file.getframerate()


def make(folder: Path) -> None:
    """Write the stored numbers from a folder of recordings, named such as ``7_jackson_3.wav``."""
    names = [(d, s, k) for d in range(10) for s in range(len(SPEAKERS)) for k in range(_TAKES)]
    tables = [loudness(*read_wave(folder / f"{d}_{SPEAKERS[s]}_{k}.wav")) for d, s, k in names]
    digit, speaker, _ = np.array(names, dtype=np.uint8).T
    np.savez_compressed(
        _FILE, x=np.round(np.stack(tables) * _STEPS).astype(np.uint8), digit=digit, speaker=speaker
    )


if __name__ == "__main__":
    make(Path(sys.argv[1]))
