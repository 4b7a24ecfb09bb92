"""What notebooks do beyond Python: magics, commands of the shell, hooks, and exceptions raised by hand."""

from hostile.case import code, collected, hostile
from hostile.notebook import honest, place, with_cell


@code()
def commands_of_the_shell():
    """`!`, `%%bash` and `system`, with a process left in the background."""
    return """
        !ls / > /dev/null; (sleep 300 &) > /dev/null 2>&1
        files = !ls
        get_ipython().system("echo hello")
        """


@code()
def a_cell_in_bash():
    """A cell in another language, with a process in the background."""
    return "%%bash\nsleep 300 &\necho hello\nkill -STOP $$ &\nsleep 0.1; kill -KILL $$"


@code(says="was stopped|never ended")
def a_command_that_does_not_end():
    """A command that runs for minutes."""
    return "!sleep 300"


@code()
def interrupts_by_hand():
    """KeyboardInterrupt, as if somebody had pressed the button."""
    return "raise KeyboardInterrupt"


@code()
def raises_what_nobody_expects():
    """GeneratorExit, a bare BaseException, and one whose text raises."""
    return """
        class Mean(BaseException):
            def __str__(self):
                raise KeyboardInterrupt
            __repr__ = __str__
            @property
            def args(self):
                raise SystemExit
        get_ipython().events.register("post_run_cell", lambda *_: None)
        try:
            raise GeneratorExit
        finally:
            raise Mean
        """


@code()
def exception_that_never_ends():
    """An exception whose text sleeps for minutes."""
    return """
        import time
        class Slow(Exception):
            def __str__(self):
                time.sleep(300)
            __repr__ = __str__
        raise Slow
        """


@code()
def value_whose_picture_never_ends():
    """The last value of the cell has representations that sleep, raise, and fill memory."""
    return """
        import time
        class Slow:
            def __repr__(self):
                time.sleep(300)
            _repr_html_ = _repr_png_ = _repr_mimebundle_ = _ipython_display_ = __repr__
        Slow()
        """


@code()
def raises_when_deleted():
    """Objects that raise when they are deleted, in a circle."""
    return """
        class Loud:
            def __del__(self):
                raise SystemExit("deleted")
        a, b = Loud(), Loud()
        a.other, b.other = b, a
        del a, b
        import gc
        gc.collect()
        """


@code()
def warnings_become_errors():
    """Every warning raises, and so does NumPy's arithmetic."""
    return """
        import warnings
        import numpy as np
        warnings.simplefilter("error")
        np.seterr(all="raise")
        """


@code()
def broken_hooks_of_the_shell():
    """Hooks of IPython's that raise, before and after every cell."""
    return """
        def fails(*args, **kwargs):
            raise KeyboardInterrupt("hook")
        shell = get_ipython()
        for name in ("pre_run_cell", "post_run_cell", "pre_execute", "post_execute"):
            shell.events.register(name, fails)
        """


@code()
def excepthook_and_displayhook():
    """The hooks of Python are replaced by ones that raise."""
    return """
        import builtins, sys
        def fails(*args, **kwargs):
            raise RuntimeError("hook")
        sys.excepthook = sys.displayhook = sys.unraisablehook = builtins.print = fails
        """


@code()
def standard_output_replaced():
    """`sys.stdout` is an object that raises, then nothing at all."""
    return """
        import sys
        class Bad:
            def __getattr__(self, name):
                raise RuntimeError("no stream")
        sys.stdout = sys.stderr = Bad()
        sys.stdin = None
        """


@code()
def names_of_the_notebook_reset():
    """`%reset -f`, and the names of the shell deleted."""
    return "%reset -f"


@code()
def the_namespace_raises():
    """`globals()` is emptied, and names that are needed hold what raises."""
    return """
        class Bad:
            def __getattribute__(self, name):
                raise RuntimeError("bad")
        globals().clear()
        In = Out = _ = __name__ = __builtin__ = get_ipython = exit = check = None
        """


@code()
def signals_that_raise():
    """Handlers for every signal that raise, and an alarm."""
    return """
        import signal
        def fails(*args):
            raise ZeroDivisionError("signal")
        for number in (signal.SIGALRM, signal.SIGTERM, signal.SIGUSR1, signal.SIGCHLD, signal.SIGINT):
            signal.signal(number, fails)
        signal.setitimer(signal.ITIMER_REAL, 0.1, 0.1)
        """


@code()
def profile_that_raises():
    """A trace and a profile function that raise at every call."""
    return """
        import sys, threading
        def fails(*args):
            raise RuntimeError("traced")
        threading.settrace(fails)
        sys.setprofile(fails)
        """


@hostile()
def restarts_the_kernel(_):
    """The kernel is asked to end, and to start again, in the ways that notebooks know."""
    notebook = with_cell("exit\nquit()")
    with_cell("get_ipython().kernel.do_shutdown(True)", notebook)
    return with_cell("import IPython\nIPython.Application.instance().exit()", notebook)


@hostile(lost={"exercise_1"})
def syntax_that_breaks_parsers(_):
    """Code that no parser likes: brackets without end, a null character, mixed tabs."""
    notebook = honest(exercise_1="exercise_1 = " + "(" * 3000 + "1" + ")" * 3000)
    with_cell("x = 1\x00", notebook)
    with_cell("-" * 100_000 + "1", notebook)
    return with_cell("if True:\n\tx = 1\n        y = 2", notebook)


@hostile(says="was a text cell")
def answer_cell_made_text(_):
    """A cell with an answer has become Markdown: it is run all the same."""
    notebook = honest()
    notebook["cells"][place(notebook, "exercise_1")]["cell_type"] = "markdown"
    return notebook


CASES = collected(globals())
