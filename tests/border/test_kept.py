"""What lives on between calls is looked at, but for what is inside the objects of libraries."""

import numpy as np

from handprop.border.kept import kept


class Inside:
    looks = 0

    def __repr__(self) -> str:
        Inside.looks += 1
        return "inside"


class Own:
    pass


class OfALibrary:
    pass


Own.__module__, OfALibrary.__module__ = "__main__", "numpy"
own, theirs, memo = Own(), OfALibrary(), {}


def function():
    return own, theirs, memo


def test_what_own_things_hold_is_seen():
    before = kept(function)
    memo[1], own.count = 2, 3
    after = kept(function)
    assert {name for name in after if after[name] != before[name]} == {"memo", "own"}


def test_inside_an_object_of_a_library_nothing_is_looked_at():
    theirs.inside = Inside()  # a large one would take seconds
    assert kept(function)["theirs"] is None
    assert Inside.looks == 0


def test_of_a_large_array_no_copy_is_kept():
    data = np.zeros(2_000_000)  # somebody's pictures
    assert isinstance(kept(lambda: data)["data"], int)
    small = np.zeros(3)
    before = kept(lambda: small)
    small[0] = 1.0
    assert kept(lambda: small) != before
