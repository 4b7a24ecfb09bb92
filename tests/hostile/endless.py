"""Code that does not end, in the ways that are hard to stop.  Nothing lasts more than some minutes."""

from hostile.case import code, collected, hostile
from hostile.notebook import honest, place, with_cell

STOPPED = "was stopped|never ended"  # the second where it does not heed the timer, or all is slow


@code(says=STOPPED)
def endless_loop():
    """A loop that never ends, in a cell of its own."""
    return """
        from time import monotonic
        end = monotonic() + 300
        while monotonic() < end:
            pass
        """


@code(says=STOPPED)
def sleeps():
    """Sleep, without using a processor."""
    return "import time; time.sleep(300)"


@code(says=STOPPED)
def loop_that_ignores_signals():
    """A loop with every signal ignored and blocked, and every timer off."""
    return """
        import signal, time
        for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
            try:
                signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError):
                pass
        signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.alarm(0)
        end = time.monotonic() + 300
        while time.monotonic() < end:
            pass
        """


@code(says=STOPPED)
def loop_that_catches_everything():
    """A loop in which whatever is raised is caught."""
    return """
        import time
        end = time.monotonic() + 300
        while time.monotonic() < end:
            try:
                time.sleep(1)
            except BaseException:
                pass
        """


@code(says=STOPPED)
def loop_in_c():
    """A sum over more numbers than can be counted, which no Python signal handler interrupts."""
    return "sum(range(10**10))"


@code(says=STOPPED)
def endless_await():
    """Await at the top level, for minutes."""
    return "import asyncio\nawait asyncio.sleep(300)"


@code()
def waits_for_input():
    """Ask for a line and read standard input, where nobody types."""
    return """
        import sys
        sys.stdin.read()
        name = input("Your name?")
        """


@hostile(lost={"exercise_2", "after_the_step", "printed_numbers"}, says="in all")
def a_little_slow_in_every_cell(_):
    """No cell reaches the limit of a cell; together they go beyond that of the submission."""
    notebook = honest()
    for _ in range(12):
        with_cell("import time; time.sleep(1.4)", notebook, before="exercise_2-ask")
    return notebook


@hostile()
def answers_before_the_loop(_):
    """The loop comes last, when every answer is there."""
    return with_cell(
        "from time import monotonic\nend = monotonic() + 300\nwhile monotonic() < end: pass",
        before="printed_numbers-check",
    )


@hostile(lost={"exercise_1"}, says=STOPPED)
def loop_in_an_answer_cell(_):
    """The answer comes after the loop in its own cell, so there is none."""
    return honest(exercise_1="import time\ntime.sleep(300)\nexercise_1 = [0] * 6")


@code()
def thread_that_goes_on():
    """A thread, not a daemon, that is busy for minutes."""
    return """
        import threading, time
        def busy():
            end = time.monotonic() + 300
            while time.monotonic() < end:
                pass
        threading.Thread(target=busy).start()
        """


@code()
def bombs_for_the_end():
    """Sleep when the interpreter ends, when an object is deleted, when memory is swept."""
    return """
        import atexit, gc, threading, time, weakref
        class Bomb:
            def __del__(self):
                time.sleep(300)
        bomb = Bomb()
        atexit.register(time.sleep, 300)
        threading._register_atexit(time.sleep, 300)
        weakref.finalize(bomb, time.sleep, 300)
        """


@code(says=STOPPED)
def trace_that_sleeps():
    """A trace function that sleeps at every call, so that each later line takes seconds."""
    return """
        import sys, time
        end = time.monotonic() + 300
        def slow(frame, event, argument):
            if time.monotonic() < end:
                time.sleep(0.5)
            return slow
        sys.settrace(slow)
        def work():
            for k in range(1000):
                k += 1
        work()
        """


@code()
def deep_recursion():
    """Recursion without end, with the limit taken away, through C so that the stack overflows."""
    return """
        import sys
        sys.setrecursionlimit(200_000)
        def down(_=None):
            return list(map(down, [0]))
        down()
        """


@code(says=STOPPED)
def sweep_that_sleeps():
    """A callback of the garbage collector that sleeps, at a sweep that is asked for."""
    return """
        import gc, time
        gc.callbacks.append(lambda phase, info: time.sleep(300))
        gc.collect()
        """


@hostile()
def honest_but_slow(_):
    """A cell that takes a second, as honest ones do."""
    notebook = honest()
    cell = notebook["cells"][place(notebook, "exercise_1")]
    cell["source"] = "import time\ntime.sleep(1.0)\n" + cell["source"]
    return notebook


CASES = collected(globals())
