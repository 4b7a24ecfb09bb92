"""Calling a learner's function: on copies, within a time limit, with its faults in one sentence."""

from __future__ import annotations

import contextlib
import copy
import inspect
import io
import linecache
import traceback
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from handprop.border.kept import kept, names_in
from handprop.border.read_numbers import Problem, is_flat, settled
from handprop.border.time_limit import TooLong, time_limit
from handprop.language import tr

SECONDS = 5.0
STOPPED = tr("Your function stopped with an error in the line `{line}`. Python says: {said}.{advice}")

Arguments = tuple[Any, ...]
Function = Callable[..., Any]


class Elsewhere:
    """A function that runs in another process, and reports its faults as `Problem`.

    `remote(cases, seconds)` calls it there with the arguments of each case, as `call_all` does; `changed` are
    the places of the arguments that it has changed so far, `draws` what in it draws random numbers, `keeps`
    what it has changed that lives on for the next call, `parameters` their names.
    """

    def __init__(self, remote: Callable[[Sequence[Arguments], float], list[Any]]):
        self.remote = remote
        self.changed: set[int] = set()
        self.draws = ""
        self.keeps = ""
        self.parameters: list[str] = []

    def __call__(self, *arguments: object) -> Any:
        """Call it like any other function."""
        return call(self, arguments, quiet=True)


class Cases(list[Arguments]):
    """The arguments of several calls, and how they are sent to another process: a class has the same."""

    sent: list[list[Any]] | None = None


class Watched:
    """A function here or elsewhere; `changed` are the places of the arguments that it has changed so far."""

    def __init__(self, function: Function):
        self.function = function
        self.changed: set[int] = function.changed if isinstance(function, Elsewhere) else set()
        self._before = {} if isinstance(function, Elsewhere) else kept(function)

    def compare(self, before: Arguments, after: Arguments) -> None:
        """Remember which of the arguments of a call are not what they were."""
        self.changed.update(k for k, one in enumerate(before) if not _alike(one, after[k]))

    @property
    def draws(self) -> str:
        """What in the function's own code draws random numbers; empty where nothing does."""
        if isinstance(self.function, Elsewhere):
            return self.function.draws
        found = names_in(getattr(self.function, "__code__", None))
        return next((name for name in found if name in _RANDOM), "")

    @property
    def parameters(self) -> list[str]:
        """The names of what it takes; none where Python does not know them."""
        if isinstance(self.function, Elsewhere):
            return self.function.parameters
        try:
            return list(inspect.signature(self.function).parameters)
        except (TypeError, ValueError):
            return []

    @property
    def keeps(self) -> str:
        """What it has changed, or made, that lives on for the next call; empty where nothing is there."""
        if isinstance(self.function, Elsewhere):
            return self.function.keeps
        now = kept(self.function)
        return next((name for name in now if name not in self._before or now[name] != self._before[name]), "")


# The names that NumPy, PyTorch and Python's own module have for what is another number in every call.
_RANDOM = {"default_rng", "RandomState", "rand", "randn", "randint", "random", "random_sample", "normal"}
_RANDOM |= {"standard_normal", "uniform", "gauss", "shuffle", "permutation", "Linear", "Dropout"}


def _alike(one: Any, other: Any) -> bool:
    """Whether two arguments hold the same numbers; functions always do."""
    if one is other or callable(one):
        return True
    if is_flat(one) and is_flat(other):
        return bool(one == other)
    if type(one) is type(other) is np.ndarray and one.dtype == other.dtype and one.shape == other.shape:
        return one.tobytes() == other.tobytes() or np.array_equal(one, other)
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(_alike, one, other))
    return np.array_equal(one, other)


def bare(function: Function) -> Function:
    """The learner's function itself, where it may be `Watched`."""
    return function.function if isinstance(function, Watched) else function


def call(function: Function, arguments: Arguments, *, quiet: bool, seconds: float = SECONDS) -> Any:
    """What `function` returns for copies of `arguments`; a `Watched` one learns which of them it changes.

    Raises `Problem` with a sentence for the learner if it fails, takes more than `seconds`, or wants other
    arguments.  With `quiet` nothing that it prints is shown.
    """
    theirs = bare(function)
    if isinstance(theirs, Elsewhere):
        return _the_only(theirs.remote([arguments], seconds))
    copies = tuple(map(_copy, arguments))
    silence = contextlib.redirect_stdout(io.StringIO()) if quiet else contextlib.nullcontext()
    try:
        with silence, time_limit(seconds):
            value = settled(theirs(*copies))  # a generator runs the learner's code when it is read
            if isinstance(function, Watched):
                function.compare(arguments, copies)
            return value
    except TooLong:
        raise Problem(
            tr(
                "Your function was still running after {seconds:.0f} seconds. Look for a loop that never "
                "ends.",
                seconds=seconds,
            )
        ) from None
    except (KeyboardInterrupt, Problem):
        raise
    except BaseException as fault:  # also SystemExit: a learner may have written exit()
        raise Problem(_describe(fault, theirs)) from None


def _copy(argument: Any) -> Any:
    if type(argument) is float:
        return argument
    return list(argument) if is_flat(argument) else copy.deepcopy(argument)


def call_all(function: Function, cases: Sequence[Arguments], *, seconds: float = SECONDS) -> list[Any]:
    """What `function` returns for copies of the arguments of each case; what it prints is not shown.

    The first `Problem` is the last entry of the list: the cases behind it are not tried.
    """
    theirs = bare(function)
    if not cases:
        return []
    if isinstance(theirs, Elsewhere):
        return theirs.remote(cases, seconds)
    values: list[Any] = []
    for arguments in cases:
        try:
            values.append(call(function, arguments, quiet=True, seconds=seconds))
        except Problem as problem:
            return [*values, problem]
    return values


def _the_only(values: list[Any]) -> Any:
    (value,) = values
    if isinstance(value, Problem):
        raise value
    return value


def _describe(fault: BaseException, function: Function) -> str:
    said = f"{type(fault).__name__}: {fault}" if str(fault) else type(fault).__name__
    frames = traceback.extract_tb(fault.__traceback__)
    theirs = [frame for frame in frames if _is_learners(frame.filename, function)]
    if not theirs:
        return tr("Your function cannot be called as it is asked for. Python says: {said}.", said=said)
    last = theirs[-1]
    line = (last.line or linecache.getline(last.filename, last.lineno or 0)).strip()
    return STOPPED.format(line=line, said=said, advice=_advice(said))


_POWER = tr(" A power is written with two stars, as in `x ** 2`.")
# What Python says of some slips that everybody makes with arrays, and what it does not say.
_ADVICE = {
    "truth value of an array": tr(" `max` and `if` take one number; for a whole array there is np.maximum."),
    "does not have enough dimensions": tr(
        " One side of `@` is a single number. np.max(z, 0) is the largest entry; ReLU is np.maximum(0, z)."
    ),
    "matmul: Input operand": tr(" Compare the two shapes: the inner numbers of `@` must be equal."),
    "only integer scalar arrays": tr(
        " np.max(z, 0) is the largest entry; ReLU is np.maximum(0, z), which takes both."
    ),
    "type(s) for ^": _POWER,
    "bitwise_xor": _POWER,
    "f() takes 1 positional argument": tr(" All the numbers go into f together, in one array."),
    "could not be broadcast": tr(" Print the two shapes: they do not fit."),
}


def _advice(said: str) -> str:
    return next((advice for part, advice in _ADVICE.items() if part in said), "")


def _is_learners(filename: str, function: Function) -> bool:
    own = getattr(getattr(function, "__code__", None), "co_filename", None)
    if own is not None and filename == own:
        return True
    return "ipykernel" in filename or filename.startswith("<ipython-input")
