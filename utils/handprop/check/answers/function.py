"""A function of the learner's."""

from __future__ import annotations

from dataclasses import dataclass

from handprop.check.answers.array import Array


@dataclass(frozen=True)
class Function:
    """A Python function of the learner's, called with the arguments of each case.

    Parameters
    ----------
    name : the name that the learner's function has.
    returns : the kind of what it returns.
    """

    name: str
    returns: Array
