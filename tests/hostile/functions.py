"""Functions for exercise 2 that are right for a while, or never end, or remember."""

from hostile.case import collected, hostile
from hostile.notebook import SOLUTIONS, honest

RIGHT = SOLUTIONS["exercise_2"].replace("def exercise_2", "def right")
HEAD = RIGHT + "\n\ncalls = []\n\n"
LOST = {"exercise_2"}


def after_two_calls(line: str) -> dict:
    """A notebook whose function is right twice, then does something else."""
    body = f"""
def exercise_2(x, y, w, learning_rate):
    calls.append(x)
    if len(calls) == 3:
        {line}
    return right(x, y, w, learning_rate)
"""
    return honest(exercise_2=HEAD + body)


def returns(text: str) -> dict:
    """A notebook whose function is `exercise_2`, made with the help of the right one."""
    return honest(exercise_2=HEAD + text)


@hostile(lost=LOST, says="still running|never ended")
def loops_on_the_third_call(_):
    """Right twice, then it sleeps."""
    return after_two_calls("import time; time.sleep(300)")


@hostile(lost=LOST, says="still running|never ended")
def loops_on_the_third_call_and_holds_on(_):
    """Right twice, then a loop that catches what is raised to stop it."""
    return returns(
        """
import time
def exercise_2(x, y, w, learning_rate):
    calls.append(x)
    end = time.monotonic() + 300
    while len(calls) >= 3 and time.monotonic() < end:
        try:
            time.sleep(1)
        except BaseException:
            pass
    return right(x, y, w, learning_rate)
"""
    )


@hostile(lost=LOST, says="ZeroDivisionError")
def raises_on_the_third_call(_):
    """Right twice, then an error."""
    return after_two_calls("1 / 0")


@hostile(lost=LOST)
def leaves_on_the_third_call(_):
    """Right twice, then the process ends."""
    return after_two_calls("import os; os._exit(0)")


@hostile(lost=LOST, says="SystemExit")
def exits_on_the_third_call(_):
    """Right twice, then SystemExit."""
    return after_two_calls("raise SystemExit(0)")


@hostile(lost=LOST, says="KeyboardInterrupt")
def interrupts_on_the_third_call(_):
    """Right twice, then KeyboardInterrupt, as if an instructor had stopped the run."""
    return after_two_calls("raise KeyboardInterrupt")


@hostile(lost=LOST)
def goes_wrong_on_the_third_call(_):
    """Right twice, then other numbers: what it returns depends on how often it was called."""
    return after_two_calls("return w")


@hostile(lost=LOST)
def slow_in_every_call(_):
    """Right, and half a second for each call: together beyond the limit."""
    return returns(
        """
import time
def exercise_2(x, y, w, learning_rate):
    time.sleep(1.2)
    return right(x, y, w, learning_rate)
"""
    )


@hostile(lost=LOST)
def returns_megabytes(_):
    """Fifty megabytes of numbers for six."""
    return returns("def exercise_2(x, y, w, learning_rate):\n    return [0.5] * 10_000_000")


@hostile(lost=LOST)
def returns_a_list_in_itself(_):
    """A list that holds itself."""
    return returns(
        "def exercise_2(x, y, w, learning_rate):\n    w = list(w)\n    w[0] = w\n    return w",
    )


@hostile(lost=LOST)
def returns_a_generator_without_end(_):
    """A generator, by `yield`, that never ends."""
    return returns("def exercise_2(x, y, w, learning_rate):\n    while True:\n        yield 0.5")


@hostile(lost=LOST)
def returns_a_coroutine(_):
    """An asynchronous function."""
    return returns("async def exercise_2(x, y, w, learning_rate):\n    return right(x, y, w, learning_rate)")


@hostile(lost=LOST)
def returns_functions(_):
    """A hundred thousand functions for six numbers."""
    return returns("def exercise_2(*_):\n    return [lambda: k for k in range(100_000)]")


@hostile(lost=LOST, says="RecursionError")
def calls_itself_for_ever(_):
    """Recursion to the limit."""
    return returns("def exercise_2(*arguments):\n    return exercise_2(*arguments)")


@hostile(lost=LOST)
def looks_for_the_answer(_):
    """Look through the frames of the callers, and what they refer to, for six numbers."""
    return returns(
        """
import gc, sys
import numpy as np
def exercise_2(x, y, w, learning_rate):
    frame = sys._getframe(1)
    while frame:
        for value in frame.f_locals.values():
            if isinstance(value, (list, tuple, np.ndarray)) and len(value) == 6:
                return value
        frame = frame.f_back
    return [thing for thing in gc.get_objects() if isinstance(thing, list) and len(thing) == 6][0]
"""
    )


@hostile()
def changes_its_arguments(_):
    """Right, but it writes into the list that it was given."""
    return returns(
        """
def exercise_2(x, y, w, learning_rate):
    w[:] = right(x, y, w, learning_rate)
    x.clear()
    return w
"""
    )


@hostile()
def returns_one_list_for_all_calls(_):
    """Right at every call, in one and the same array, which the next call overwrites."""
    return returns(
        """
import numpy as np
kept = np.zeros(6)
def exercise_2(x, y, w, learning_rate):
    kept[:] = right(x, y, w, learning_rate)
    return kept[::-1][::-1]
"""
    )


@hostile()
def prints_at_every_call(_):
    """Right, and it prints a megabyte each time."""
    return returns(
        "def exercise_2(x, y, w, learning_rate):\n"
        "    print('x' * 1_000_000)\n    return right(x, y, w, learning_rate)"
    )


@hostile()
def object_that_can_be_called(_):
    """Right, as an object with `__call__`, wrapped, curried and cached."""
    return returns(
        """
import functools
class Step:
    def __call__(self, x, y, w, learning_rate):
        return right(x, y, w, learning_rate)
def wrapped(function):
    @functools.wraps(function)
    def inner(*args, **kwargs):
        return function(*args, **kwargs)
    return inner
exercise_2 = wrapped(functools.partial(Step()))
"""
    )


@hostile(lost=LOST)
def leaves_threads_at_every_call(_):
    """A hundred threads at every call."""
    return returns(
        """
import threading, time
def exercise_2(x, y, w, learning_rate):
    for _ in range(100):
        threading.Thread(target=time.sleep, args=(300,)).start()
    return w
"""
    )


CASES = collected(globals())
