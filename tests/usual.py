"""What the usual run tries of many that are alike; the others are behind the marker for slow tests."""

import pytest


def one_in(count, values):
    """The values for a parameter, one in `count` in the usual run; a value may be a tuple of several."""
    rows = [value if type(value) is tuple else (value,) for value in values]  # a named tuple is one value
    slow = [pytest.mark.slow]
    return [pytest.param(*row, marks=slow if k % count else []) for k, row in enumerate(rows)]
