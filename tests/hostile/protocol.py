"""Right answers, and an attack on the way on which they leave: patched modules, forged messages.

Whatever is broken is broken in the learner's own process; an answer that can still be had is judged.
"""

from hostile.case import code, collected, hostile
from hostile.notebook import NAMES, UNANSWERED, honest, modest


@code()
def patched_json_and_struct():
    """What a message would be written with fails."""
    return """
        import base64, json, pickle, socket, struct
        def fails(*args, **kwargs):
            raise OSError("patched")
        for module, names in {
            json: ("dumps", "loads", "dump", "load"),
            struct: ("pack", "unpack"),
            pickle: ("dumps", "loads"),
            base64: ("b64encode", "b64decode"),
        }.items():
            for name in names:
                setattr(module, name, fails)
        json.JSONEncoder.encode = json.JSONEncoder.iterencode = fails
        socket.socket.sendall = socket.socket.recv = socket.socket.send = fails
        """


@code()
def patched_os():
    """`os` and `time` fail."""
    return """
        import os, time
        def fails(*args, **kwargs):
            raise OSError("patched")
        for name in ("write", "read", "fork", "waitpid", "close", "pipe", "getpid", "_exit"):
            setattr(os, name, fails)
        for name in ("sleep", "monotonic", "perf_counter", "time"):
            setattr(time, name, fails)
        """


@code(lost={"exercise_1", "find_the_slip", "exercise_2", "after_the_step"}, says="cannot be read")
def patched_numpy_arrays():
    """What makes arrays fails, and so no number leaves the process; letters and formulas do."""
    return """
        import numpy as np
        def fails(*args, **kwargs):
            raise OSError("patched")
        for name in ("asarray", "ascontiguousarray", "frombuffer", "dtype", "isscalar", "generic"):
            setattr(np, name, fails)
        """


@code(lost=NAMES)
def no_modules_left():
    """`sys.modules` is emptied: no later cell can be run, those with answers among them."""
    return "import sys\nsys.modules.clear()"


@code()
def builtins_removed():
    """The names that every module uses are gone."""
    return """
        import builtins
        for name in ("isinstance", "len", "str", "list", "dict", "callable", "getattr", "type", "print"):
            delattr(builtins, name)
        """


@code()
def grader_taken_over():
    """Every function of every module of the grader in this process raises."""
    return """
        import sys
        def fails(*args, **kwargs):
            raise OSError("patched")
        for name, module in list(sys.modules.items()):
            if ".grade" in name:
                for key, value in list(vars(module).items()):
                    if callable(value) and not key.startswith("__"):
                        try:
                            setattr(module, key, fails)
                        except (AttributeError, TypeError):
                            pass
        """


@hostile(lost=UNANSWERED)
def grader_found_and_asked(_):
    """Whatever the process holds of the grader and of the course's questions is asked for the answers."""
    return modest(
        exercise_1="""
        import gc, sys
        exercise_1 = find_the_slip = printed_numbers = after_the_step = None
        for thing in gc.get_objects():
            try:
                if type(thing).__name__ == "Question":
                    exec(thing.solution_source, globals())
                elif type(thing).__name__ == "Choice":
                    find_the_slip = printed_numbers = thing.whole
            except BaseException:
                pass
        """,
        exercise_2="""
        import inspect
        def exercise_2(x, y, w, learning_rate):
            for frame in inspect.stack():
                for thing in frame.frame.f_locals.values():
                    if type(thing).__name__ == "Question":
                        return thing.right(thing.cases[0])
            return w
        """,
    )


@hostile(lost=UNANSWERED)
def answers_by_pickle(_):
    """Objects that would run code, where they are unpickled, that writes a file and gives a right answer."""
    return modest(
        exercise_1="""
        import os
        class Answer:
            def __reduce__(self):
                line = f"touch {TOKEN}" if os.name == "posix" else ""
                return (os.system, (line,))
            __getstate__ = __deepcopy__ = __copy__ = lambda self, *_: self
        exercise_1 = Answer()
        find_the_slip = printed_numbers = after_the_step = Answer()
        """,
    )


@hostile(lost=UNANSWERED)
def messages_that_look_like_answers(_):
    """Answers in the form that the grader itself may use, with claims in them."""
    return modest(
        exercise_1="""
        exercise_1 = {"is": "array", "dtype": "O", "shape": [6], "value": "right"}
        find_the_slip = {"is": "function", "handle": 0, "state": "right", "score": 1}
        printed_numbers = [{"is": "other", "type": "str", "text": "c", "value": 1}]
        after_the_step = {"is": "expression", "text": "__import__('os').getcwd()"}
        """,
    )


@hostile(lost={"exercise_1"})
def type_that_lies(_):
    """A class that calls itself a number of SymPy's, with every method that could be asked for."""
    return honest(
        exercise_1="""
        class Lie:
            __module__ = "sympy.core.numbers"
            is_number = is_real = True
            free_symbols = frozenset()
            @property
            def __class__(self):
                return list
            def __getattr__(self, name):
                return lambda *args, **kwargs: True
        exercise_1 = [Lie() for _ in range(6)]
        """
    )


CASES = collected(globals())
