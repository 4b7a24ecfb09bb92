"""Answers that are no plain values: objects that agree with everything, never end, raise, or lie."""

from hostile.case import collected, hostile
from hostile.notebook import UNANSWERED, honest, modest


@hostile(lost=UNANSWERED)
def equal_to_everything(_):
    """Objects that are equal to, less than, and as close to everything as one wishes."""
    return modest(
        exercise_1="""
        class Yes(float):
            def __eq__(self, other): return True
            __ne__ = lambda self, other: False
            __lt__ = __le__ = __gt__ = __ge__ = __eq__
            __sub__ = __rsub__ = __abs__ = lambda self, *_: Yes(0)
            __array_ufunc__ = lambda self, *args, **kwargs: True
            __hash__ = float.__hash__
        exercise_1 = [Yes(0) for _ in range(6)]
        after_the_step = Yes(0)
        class Letter(str):
            def __eq__(self, other): return True
            __hash__ = str.__hash__
            lower = strip = lambda self: Letter("c")
            def __getitem__(self, k): return Letter("c")
            def __iter__(self): return iter("c")
        find_the_slip = printed_numbers = Letter("a")
        def exercise_2(x, y, w, learning_rate):
            return [Yes(0) for _ in range(6)]
        """
    )


@hostile(lost=UNANSWERED)
def array_equal_to_everything(_):
    """A subclass of ndarray that takes over every comparison."""
    return modest(
        exercise_1="""
        import numpy as np
        class Yes(np.ndarray):
            def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
                return np.ones(6, dtype=bool)
            def __array_function__(self, function, types, args, kwargs):
                return np.ones(6, dtype=bool)
            def __array_finalize__(self, other):
                pass
            def __eq__(self, other):
                return np.ones(6, dtype=bool)
            def astype(self, *args, **kwargs):
                return self
            def tobytes(self, *args, **kwargs):
                return b"right"
        exercise_1 = np.zeros(6).view(Yes)
        after_the_step = np.zeros(()).view(Yes)
        """
    )


@hostile(lost={"exercise_1"})
def number_that_never_comes(_):
    """`__float__` that sleeps for minutes."""
    return honest(
        exercise_1="""
        import time
        class Slow:
            def __float__(self):
                time.sleep(300)
            __index__ = __int__ = __complex__ = __float__
        exercise_1 = [Slow() for _ in range(6)]
        """
    )


@hostile(lost={"exercise_1"})
def array_that_never_comes(_):
    """`__array__`, `__len__`, `__iter__` and `__getattr__` that sleep for minutes."""
    return honest(
        exercise_1="""
        import time
        class Slow:
            def __array__(self, *args, **kwargs):
                time.sleep(300)
            __len__ = __iter__ = __getattr__ = __float__ = __str__ = __repr__ = __array__
        exercise_1 = Slow()
        """
    )


@hostile(lost={"exercise_1"})
def everything_raises(_):
    """Every method raises, some of them what is no Exception."""
    return honest(
        exercise_1="""
        class No:
            def __array__(self, *args, **kwargs):
                raise KeyboardInterrupt
            def __getattribute__(self, name):
                raise SystemExit
            __len__ = __iter__ = __float__ = __str__ = __repr__ = __bool__ = __hash__ = __array__
        exercise_1 = No()
        """
    )


@hostile(lost={"exercise_1"})
def class_that_lies(_):
    """An object that says it is a list, with a length beyond all bounds and no end."""
    return honest(
        exercise_1="""
        import itertools, sys
        class Lie:
            __class__ = property(lambda self: list)
            def __len__(self):
                return sys.maxsize
            def __getitem__(self, k):
                return 1.616
            def __iter__(self):
                return itertools.repeat(1.616)
        exercise_1 = Lie()
        """
    )


@hostile(lost={"exercise_1"})
def list_without_end(_):
    """A subclass of list that gives numbers for ever."""
    return honest(
        exercise_1="""
        import itertools
        class Endless(list):
            def __iter__(self):
                return itertools.repeat(1.616)
            def __len__(self):
                return 6
        exercise_1 = Endless([1.616])
        """
    )


@hostile(lost={"exercise_1"})
def generator_without_end(_):
    """A generator that never ends, for a list."""
    return honest(exercise_1="import itertools\nexercise_1 = (1.616 for _ in itertools.count())")


@hostile(lost={"exercise_1"}, says="function")
def function_for_numbers(_):
    """A lambda where numbers are asked for."""
    return honest(exercise_1="exercise_1 = lambda: [1.616, -3.232, -0.404, 0.808, -0.606, -2.626]")


@hostile(lost={"exercise_1"})
def text_without_end(_):
    """An object whose text has no end, as the entry of a list."""
    return honest(
        exercise_1="""
        class Long:
            def __repr__(self):
                return "x" * 10**8
            __str__ = __repr__
        exercise_1 = [Long() for _ in range(6)]
        """
    )


@hostile(lost={"exercise_1"})
def objects_in_an_array(_):
    """An array of objects, among them itself."""
    return honest(
        exercise_1="""
        import numpy as np
        exercise_1 = np.empty(6, dtype=object)
        exercise_1[:] = [exercise_1, len, None, {}, object(), "x"]
        """
    )


@hostile(lost={"exercise_1"})
def array_of_records(_):
    """A structured array, with a field that looks like numbers."""
    return honest(exercise_1="import numpy as np\nexercise_1 = np.zeros(6, dtype=[('a', 'f8'), ('b', 'O')])")


@hostile(lost={"exercise_1"})
def mapped_file(_):
    """A memory map of a file that was cut off after it was mapped: reading it is fatal."""
    return honest(
        exercise_1="""
        import os
        import numpy as np
        exercise_1 = np.memmap("mapped", dtype="f8", mode="w+", shape=(6 * 512,))[:6]
        os.truncate("mapped", 0)
        """
    )


@hostile(lost={"closed_gate"})
def text_that_raises(_):
    """A text whose methods all raise."""
    return honest(
        closed_gate="""
        class Text(str):
            def __getattribute__(self, name):
                raise MemoryError
            __str__ = __repr__ = __len__ = __iter__ = lambda self: 1 / 0
        closed_gate = Text("a")
        """
    )


@hostile(lost={"closed_gate"}, says="There is no option")
def text_with_control_codes(_):
    """Codes for a terminal, half a surrogate pair, zero characters and markup in an answer."""
    return honest(closed_gate='closed_gate = "\\x1b[2J\\ud800\\x00<script>alert(1)</script>\\u202e"')


@hostile(lost={"formula"}, says="too large")
def bomb_of_digits(_):
    """A formula that is a tower of powers of a huge number."""
    return honest(formula="formula = 'delta * 9999999999999**9**9**9'")


@hostile(lost={"formula"})
def bomb_of_powers(_):
    """A tower of powers of symbols."""
    return honest(formula="formula = 'x1**x2**delta**9**9**9'")


@hostile(lost={"formula"})
def bomb_of_brackets(_):
    """A formula of ten thousand brackets."""
    return honest(formula="formula = '(' * 10_000 + 'delta' + ')' * 10_000")


@hostile(lost={"formula"})
def bomb_of_sympy(_):
    """An expression of SymPy's, not evaluated, that nobody lives to see evaluated."""
    return honest(
        formula="""
        import sympy
        delta, w6, x2 = sympy.symbols("delta w6 x2")
        tower = sympy.Pow(sympy.Integer(9), sympy.Integer(10) ** 12, evaluate=False)
        formula = sympy.Mul(delta * w6 * x2, tower, evaluate=False)
        """
    )


@hostile(lost={"formula"})
def sympy_number_of_a_million_digits(_):
    """An integer of enormous size in an expression."""
    return honest(
        formula="""
        import sympy
        delta, w6, x2 = sympy.symbols("delta w6 x2")
        formula = delta * w6 * x2 * sympy.Integer(10 ** (10 ** 6) + 1)
        """
    )


@hostile(lost={"formula"})
def expression_of_its_own_class(_):
    """A subclass of SymPy's expressions that evaluates to whatever is compared, slowly."""
    return honest(
        formula="""
        import sympy, time
        class Chameleon(sympy.Expr):
            free_symbols = property(lambda self: set())
            def evalf(self, *args, **kwargs):
                time.sleep(300)
            _eval_evalf = count_ops = __str__ = __repr__ = evalf
        formula = Chameleon()
        """
    )


@hostile(lost={"formula"})
def symbol_with_code_in_its_name(_):
    """A symbol whose name is code, for whoever evaluates text."""
    return honest(
        formula="""
        import sympy
        formula = sympy.Symbol("__import__('os').system('touch ' + TOKEN)") * sympy.Symbol("delta")
        """
    )


CASES = collected(globals())
