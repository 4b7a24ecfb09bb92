"""What honest learners do: none of it costs a point that is deserved."""

from hostile.case import code, collected, hostile
from hostile.notebook import (
    ANSWERS,
    NAMES,
    SOLUTIONS,
    checks,
    code_cell,
    honest,
    place,
    released,
    with_cell,
    without,
)


@hostile(says="2 times")
def a_cell_copied(_):
    """A cell with an answer was copied and pasted, metadata and all."""
    notebook = honest()
    index = place(notebook, "exercise_1")
    notebook["cells"].insert(index, dict(notebook["cells"][index]))
    return notebook


@hostile(says="2 times")
def a_check_copied(_):
    """A check was copied and pasted."""
    notebook = honest()
    index = place(notebook, "formula-check")
    notebook["cells"].insert(index, dict(notebook["cells"][index]))
    return notebook


@hostile()
def a_cell_below_its_check(_):
    """An answer was moved below its check."""
    notebook = honest()
    index = place(notebook, "exercise_1")
    notebook["cells"].insert(index + 1, notebook["cells"].pop(index))
    return notebook


@hostile()
def all_the_other_way_round(_):
    """The cells of all questions in reverse order, the function of exercise 2 first."""
    notebook = honest()
    head, rest = notebook["cells"][:3], notebook["cells"][3:]
    return notebook | {"cells": [*head, *rest[::-1]]}


@hostile()
def relies_on_a_later_cell(_):
    """A kernel that was never restarted: a function uses what a later cell defines."""
    notebook = honest(
        exercise_2="""
        def exercise_2(x, y, w, learning_rate):
            return step(x, y, w, learning_rate)
        """
    )
    text = SOLUTIONS["exercise_2"].replace("def exercise_2", "def step")
    return with_cell(text, notebook, before="printed_numbers-ask")


@hostile()
def answer_in_a_cell_of_its_own(_):
    """The cell for an answer was deleted, and the answer stands in a new one."""
    notebook = honest()
    text = notebook["cells"][place(notebook, "exercise_1")]["source"]
    return without(with_cell(text, notebook), ["exercise_1"])


@hostile()
def two_answers_in_one_cell(_):
    """Two cells were merged."""
    notebook = honest()
    text = notebook["cells"][place(notebook, "formula")]["source"]
    notebook["cells"][place(notebook, "exercise_1")]["source"] += "\n" + text
    return without(notebook, ["formula"])


@hostile()
def checks_deleted(_):
    """All checks were deleted; the answers are right."""
    return without(honest(), checks())


@hostile()
def checks_edited(_):
    """The checks were written over with notes of one's own."""
    notebook = honest()
    for name in checks():
        notebook["cells"][place(notebook, name)]["source"] = "# I have done this one"
    return notebook


@hostile()
def questions_deleted(_):
    """The text of all questions was deleted."""
    notebook = honest()
    notebook["cells"] = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    return notebook


@hostile(lost={"exercise_1"})
def one_answer_missing(_):
    """One answer was deleted, and its check remains."""
    return without(honest(), ["exercise_1"])


@hostile()
def own_notes_and_drafts(_):
    """Drafts that fail stand before the answers: a name that is not there, a division by zero, bad syntax."""
    notebook = honest()
    for text in ("not_there", "1 / 0", "def f(:", "x = [1, 2\n", "import no_such_module"):
        with_cell(text, notebook)
    return notebook


@hostile()
def wrong_first_and_right_later(_):
    """A first try is wrong, its check raises, and a later cell is right."""
    notebook = with_cell("exercise_1 = [0] * 6\ncheck('exercise_1')", before="exercise_1")
    return with_cell("check('exercise_1', [1, 2, 3, 4, 5, 6])", notebook)


@hostile()
def the_check_used_in_other_ways(_):
    """The check is called early, twice, with a wrong name, for other numbers, for its solution."""
    notebook = honest()
    for text in (
        'check("formula")\ncheck("exercise_1")',
        'check("no such question")',
        'check("exercise_1", further=[1, 2, 3, 4, 5, 6])',
        'check.solution("exercise_1")',
        "check",
    ):
        with_cell(text, notebook)
    return notebook


@code()
def further_imports():
    """Imports that the exercise does not need."""
    return """
        import math, random, sympy
        import numpy as np
        import matplotlib.pyplot as plt
        from handprop import network, numeric
        from IPython.display import HTML, Markdown, display
        import handprop.explore
        """


@code()
def warnings_and_messages():
    """A warning of NumPy's, one of Python's, and text on standard error."""
    return """
        import logging, sys, warnings
        import numpy as np
        np.array([1.0]) / 0
        np.log(np.zeros(2))
        warnings.warn("look out")
        logging.error("a message")
        print("a message", file=sys.stderr)
        """


@code()
def much_is_printed():
    """Ten thousand lines of numbers."""
    return "for k in range(10_000):\n    print(k, k * 0.1)"


@code()
def a_figure():
    """A figure of matplotlib's, shown."""
    return """
        %matplotlib inline
        import matplotlib.pyplot as plt
        plt.plot([1, 2, 3])
        plt.show()
        """


@code()
def widgets():
    """A slider of one's own."""
    return """
        import ipywidgets
        from IPython.display import display
        display(ipywidgets.FloatSlider())
        ipywidgets.interact(lambda x: x, x=(0, 1))
        """


@code()
def magics():
    """Magics that people use."""
    return """
        %timeit -n 1 -r 1 1 + 1
        %config InlineBackend.figure_format = "retina"
        %load_ext autoreload
        %autoreload 2
        %who
        %pwd
        """


@code()
def a_magic_that_is_not_there():
    """An extension that is not installed here."""
    return "%load_ext no_such_extension"


@hostile()
def magics_over_answers(_):
    """`%%time` over one answer and `%%capture` over another."""
    notebook = honest()
    for name, magic in {"exercise_1": "%%time", "formula": "%%capture", "exercise_2": "%%time"}.items():
        cell = notebook["cells"][place(notebook, name)]
        cell["source"] = f"{magic}\n{cell['source']}"
    return notebook


@code()
def help_and_questions():
    """`help`, a question mark, and outputs of earlier cells by number."""
    return """
        help(len)
        len?
        6 * 7
        """


@hostile()
def awaits(_):
    """Await at the top level, in the cell of an answer."""
    notebook = honest()
    cell = notebook["cells"][place(notebook, "exercise_1")]
    cell["source"] = "import asyncio\nawait asyncio.sleep(0.01)\n" + cell["source"]
    return notebook


@hostile()
def installs_a_package(_):
    """What people do when an import fails: it fails here too, without a network, and costs nothing."""
    return with_cell("%pip --version\n!python -m pip --version")


@hostile()
def random_numbers_and_files(_):
    """A seed, a file written and read again in the working folder."""
    return with_cell(
        """
        import random
        random.seed(1)
        with open("notes.txt", "w") as file:
            file.write("3")
        print(open("notes.txt").read())
        """
    )


@hostile()
def other_forms_of_right_answers(_):
    """Fractions, decimals, SymPy, arrays in reverse and in other byte orders."""
    return honest(
        exercise_1="""
        import numpy as np
        exercise_1 = np.array([-2.626, -0.606, 0.808, -0.404, -3.232, 1.616], dtype=">f8")[::-1]
        """,
        formula="""
        import sympy
        delta, x2, w6 = sympy.symbols("delta x2 w6", real=True)
        formula = x2 * delta * w6
        """,
        closed_gate="closed_gate = ' (D) '",
        after_the_step="""
        from fractions import Fraction
        from decimal import Decimal
        after_the_step = Fraction(Decimal(str(VALUE)))
        """.replace("VALUE", honest_value()),
    )


def honest_value() -> str:
    """The answer to the question `after_the_step`, as text."""
    return ANSWERS["after_the_step"].split("=")[1].strip()


@hostile()
def other_forms_in_lists(_):
    """A list of decimals, of fractions and of SymPy's numbers."""
    return honest(
        exercise_1="""
        from decimal import Decimal
        from fractions import Fraction
        import numpy as np
        import sympy
        exercise_1 = (Decimal("1.616"), Fraction(-3232, 1000), sympy.Rational(-404, 1000),
                      np.float32(0.808), "-0.606", sympy.Float(-2.626))
        """
    )


@hostile(lost=NAMES)
def nothing_done(_):
    """The notebook as it was handed out."""
    return released()


@hostile(lost=NAMES)
def only_notes(_):
    """A notebook of one's own, with none of the cells."""
    return honest() | {"cells": [code_cell("print('hello')")]}


@hostile()
def names_in_other_scripts(_):
    """Variables and text in other scripts, and signs that are not in the basic plane."""
    return with_cell("größe = 1\nπ = 3.14\n变量 = '🐈'\nprint(größe, π, 变量)")


CASES = collected(globals())
