"""Networks as short texts."""

import numpy as np
import pytest

from handprop.explore.frame.pixels import UNIT, packed, unpacked


def test_weights_are_packed_to_the_nearest_step():
    rng = np.random.default_rng(8)
    numbers = rng.uniform(-3.9, 3.9, 500)
    back = unpacked(packed(numbers))
    assert np.abs(back - numbers).max() <= UNIT / 2 + 1e-12
    np.testing.assert_array_equal(unpacked(packed(back)), back)
    with pytest.raises(ValueError, match="below 4 in size"):
        packed([4.0])
