"""Numeric derivatives, and the comparison of two gradients."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from handprop.check.mistakes.calculation import Mistake, NoTrace, Pipeline, Stage, Values


def _at_nudged(f: Callable[..., Any], point: np.ndarray, nudge: float) -> np.ndarray:
    """The values of f with one entry after the other nudged, in the shape of the point.

    f gets a number for a point without axes.  The numbers keep their dtype: an array of integers cuts the
    nudge off, as it does for a learner.
    """
    values = np.empty(point.shape, dtype=np.result_type(point, np.float32))
    for place in np.ndindex(point.shape):
        there = point.copy()
        there[place] = point[place] + nudge
        values[place] = f(there[()])
    return values


_CENTRAL: dict[str, Stage] = {
    "point": lambda v: np.array(v.w, dtype=float),
    "step": lambda v: v.h,
    "above": lambda v: _at_nudged(v.f, v.point, v.step),
    "below": lambda v: _at_nudged(v.f, v.point, -v.step),
    "width": lambda v: v.point.dtype.type(2) * v.step,
    "slope": lambda v: (v.above - v.below) / v.width,
}

FORWARD_DIFF = Mistake(
    id="M62-FORWARD-DIFF",
    name="uses the one-sided difference and expects the accuracy of the central one",
    belief="Both formulas have the same limit, so they are equally good.",
    hint="Halve the step: by what factor does the error of each formula shrink?",
    example="slope = (f(w + h) - f(w)) / h",
    changes={
        "below": lambda v: _at_nudged(v.f, v.point, v.point.dtype.type(0)),
        "width": lambda v: v.step,
    },
)

NO_2H = Mistake(
    id="M63-NO-2H",
    name="divides the central difference by h instead of 2h",
    belief="The step is h.",
    hint="How far apart are the two points at which you evaluated the loss?",
    example="slope = (f(w + h) - f(w - h)) / h",
    changes={"width": lambda v: v.step},
)

H_TOO_BIG = Mistake(
    id="M60-H-TOO-BIG",
    name="uses a step so large that it crosses a corner of ReLU",
    belief="A bigger step is less affected by rounding, so it is safer.",
    hint="Does every hidden unit stay on the same side of zero at w - h and w + h?",
    example="h = 1.0",
    changes={"step": lambda v: 1.0},
)

H_TOO_SMALL = Mistake(
    id="M61-H-TOO-SMALL",
    name="uses a step too small to change the number at all",
    belief="The limit h -> 0 means: the smaller the better.",
    hint="What does `w + h == w` print for your h?",
    example="h = 1e-17",
    changes={"step": lambda v: 1e-17},
)

FLOAT32 = Mistake(
    id="M67-FLOAT32-CHECK",
    name="runs the gradient check in float32",
    belief="Precision does not matter for a check.",
    hint="How many digits of the loss change when the weight moves by your step?",
    example="w = np.float32(w)",
    changes={
        "point": lambda v: np.array(v.w, dtype=np.float32),
        "step": lambda v: np.float32(v.h),
    },
)


def _as_integers(v: Values) -> np.ndarray:
    point = np.array(v.w)
    if point.shape == () or not np.array_equal(point, np.trunc(point)):
        raise NoTrace("only an array of whole numbers is an integer array by accident")
    return point.astype(int)


INT_INPUT = Mistake(
    id="M68-INT-INPUT",
    name="nudges an array of integers, which cuts the nudge off",
    belief="2 and 2.0 are the same number.",
    hint="Print the array right after you added h to one entry.",
    example="x = np.array([2, 3]); x[0] += h",
    changes={"point": _as_integers, "width": lambda v: 2 * v.step},
)

CENTRAL_DIFFERENCE = Pipeline(
    "central_difference",
    _CENTRAL,
    (FORWARD_DIFF, NO_2H, H_TOO_BIG, H_TOO_SMALL, FLOAT32, INT_INPUT),
)
"""A case gives a function f of a number or an array, the point w, and the step h.

``slope`` has the shape of w.  f must compute in the precision of what it is given (see
`handprop.check.cases.loss_along`).
"""


def _relative(difference: np.ndarray, scale: np.ndarray) -> np.ndarray:
    return np.where(difference == 0, 0.0, difference / scale)


_COMPARISON: dict[str, Stage] = {
    "difference": lambda v: np.abs(np.subtract(v.analytic, v.numeric)),
    "error": lambda v: _relative(v.difference, np.maximum(np.abs(v.analytic), np.abs(v.numeric))),
    "worst": lambda v: np.max(v.error),
    "accepted": lambda v: bool(v.worst < v.tolerance),
}

REL_ERROR_WRONG = Mistake(
    id="M69-REL-ERROR-WRONG",
    name="divides by the sum of the signed gradients",
    belief="Relative error is difference divided by sum.",
    hint="What does your formula give when the two numbers are opposite, and when one is zero?",
    example="error = abs(a - n) / abs(a + n)",
    changes={"error": lambda v: _relative(v.difference, np.abs(np.add(v.analytic, v.numeric)))},
)

REL_ERROR_ANALYTIC = Mistake(
    id="M69-REL-ERROR-WRONG",
    name="divides by the analytic gradient alone",
    belief="The analytic gradient is the one to measure against.",
    hint=REL_ERROR_WRONG.hint,
    example="error = abs(a - n) / abs(a)",
    changes={"error": lambda v: _relative(v.difference, np.abs(v.analytic))},
)

ABS_TOLERANCE = Mistake(
    id="M66-ABS-TOLERANCE",
    name="accepts a gradient because the absolute difference is small",
    belief="1e-4 is small.",
    hint="Compare the tolerance with the size of the gradient itself.",
    example="accepted = np.all(np.abs(a - n) < 1e-4)",
    changes={"error": lambda v: v.difference},
)

GRADIENT_COMPARISON = Pipeline(
    "gradient_comparison", _COMPARISON, (REL_ERROR_WRONG, REL_ERROR_ANALYTIC, ABS_TOLERANCE)
)
"""A case gives two gradients, analytic and numeric, of the same shape, and the tolerance."""
