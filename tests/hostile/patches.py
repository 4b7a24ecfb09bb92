"""Cheats that change the tools of the judge: what is patched in the learner's process judges nothing."""

from hostile.case import code, collected, hostile
from hostile.notebook import NAMES, UNANSWERED, answered, checks, code_cell, modest, place, with_cell, without


@code(cheat=True)
def patched_numpy():
    """Every comparison of NumPy's and of its tests says yes."""
    return """
        import numpy as np
        yes = lambda *args, **kwargs: True
        for name in ("allclose", "isclose", "array_equal", "array_equiv", "all", "any"):
            setattr(np, name, yes)
        for name in dir(np.testing):
            if name.startswith("assert_"):
                setattr(np.testing, name, yes)
        exercise_1 = [0.0] * 6
        """


@code(cheat=True)
def patched_builtins():
    """`all`, `abs`, `max`, `isinstance`, `float` and others answer as one likes."""
    return """
        import builtins
        for name, value in {"all": True, "any": False, "abs": 0.0, "max": 0.0, "isinstance": True}.items():
            setattr(builtins, name, lambda *args, value=value: value)
        exercise_1 = [0.0] * 6
        """


@code(cheat=True)
def patched_checks():
    """The checks themselves are replaced, and so is what a question knows."""
    return """
        import handprop.check.judge as judging
        import handprop.check.exercise as exercising
        from handprop.check import Verdict
        from handprop.check.answers import Array, Choice
        right = lambda *args, **kwargs: Verdict("right", ("Right.",))
        judging.judge = exercising.judge = right
        Array.same = lambda self, ours, theirs: ours == ours
        Choice.whole = property(lambda self: "a")
        check = right
        """


@code(cheat=True)
def false_modules():
    """The course's package is replaced by objects that agree to everything."""
    return """
        import sys
        class Yes:
            def __getattr__(self, name):
                return self
            def __call__(self, *args, **kwargs):
                return self
        for name in list(sys.modules):
            if name.startswith(("handprop", "nbgrader", "numpy.testing")):
                sys.modules[name] = Yes()
        """


@code(cheat=True)
def import_hook():
    """A finder that gives a false package to everybody who imports from now on."""
    return """
        import importlib.abc, importlib.machinery, sys
        class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
            def find_spec(self, name, path=None, target=None):
                if name.startswith("handprop"):
                    return importlib.machinery.ModuleSpec(name, self, is_package=True)
            def exec_module(self, module):
                module.__getattr__ = lambda name: lambda *args, **kwargs: True
        sys.meta_path.insert(0, Finder())
        for name in [name for name in sys.modules if name.startswith("handprop")]:
            del sys.modules[name]
        """


@code(cheat=True)
def ast_transformer():
    """A transformer of IPython's empties every cell that checks."""
    return """
        import ast
        class Empty(ast.NodeTransformer):
            def visit_Assert(self, node):
                return ast.Pass()
            def visit_Expr(self, node):
                return ast.Pass() if "check" in ast.dump(node) else node
        get_ipython().ast_transformers.append(Empty())
        """


@code(cheat=True)
def input_transformer():
    """A transformer of IPython's rewrites the text of every cell."""
    return """
        def rewrite(lines):
            return ["print('Right.')\\n"] if any("check(" in line for line in lines) else lines
        get_ipython().input_transformers_cleanup.append(rewrite)
        """


@code(cheat=True)
def hooks_of_the_shell():
    """IPython's events, its handler of exceptions and its own methods are taken over."""
    return """
        shell = get_ipython()
        shell.events.register("pre_run_cell", lambda *args: None)
        shell.events.register("post_run_cell", lambda *args: print("Right."))
        shell.set_custom_exc((BaseException,), lambda *args, **kwargs: None)
        shell.showtraceback = lambda *args, **kwargs: print("Right.")
        """


@hostile(lost=NAMES)
def shell_that_runs_nothing(_):
    """The shell's own way to run a cell is replaced: one's own answers are not run either."""
    return with_cell("get_ipython().run_cell = lambda *args, **kwargs: None", modest())


@code(cheat=True)
def assertions_that_never_fail():
    """AssertionError becomes something that cannot be raised."""
    return """
        import builtins
        builtins.AssertionError = type("Fine", (), {})
        builtins.__debug__ if True else None
        """


@hostile(lost=UNANSWERED)
def edited_checks(_):
    """The learner's own copies of the checks do nothing, or say that all is well."""
    notebook = modest()
    for name in checks():
        notebook["cells"][place(notebook, name)]["source"] = "print('✓ Right.')"
    return notebook


@hostile(lost=UNANSWERED)
def points_given_by_oneself(_):
    """The metadata of the checks promise a thousand points, and the outputs show that they were reached."""
    notebook = modest()
    for name in checks():
        cell = notebook["cells"][place(notebook, name)]
        cell["metadata"]["nbgrader"] |= {"points": 1000, "locked": False, "score": 1000}
        cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["✓ Right.\n"]}]
    return notebook


@hostile(lost=UNANSWERED)
def checks_of_other_questions(_):
    """Every check checks the one question that is right."""
    notebook = modest()
    for name in checks():
        notebook["cells"][place(notebook, name)]["source"] = 'check("formula")'
    return notebook


@hostile(lost=UNANSWERED, says="No answer cell for")
def checks_and_answers_deleted(_):
    """Nothing is left of the questions that were not answered, so that nothing can fail."""
    gone = [end for name in UNANSWERED for end in (name, f"{name}-check")]
    return without(modest(), gone)


@hostile(lost=UNANSWERED)
def names_of_questions_exchanged(_):
    """The cell with the right formula says that it answers every question."""
    notebook = modest()
    right = notebook["cells"][place(notebook, "formula")]
    for name in UNANSWERED:
        notebook["cells"][place(notebook, name)]["source"] = right["source"] + f"\n{name} = formula"
    return notebook


@hostile(lost=UNANSWERED)
def further_checks(_):
    """Checks of the learner's own, with points of their own."""
    notebook = modest()
    for k in range(5):
        mark = {"grade": True, "grade_id": f"bonus-{k}", "points": 10, "locked": True, "schema_version": 3}
        notebook["cells"].append(code_cell("assert True", nbgrader=mark | {"solution": False, "task": False}))
    return notebook


@hostile(lost=UNANSWERED, says="4 times")
def every_option_with_a_check_of_its_own(_):
    """Copies of a check, and before each another letter: one of them is right, and only the last counts."""
    notebook = modest()
    for name, right in {"find_the_slip": "c", "printed_numbers": "c"}.items():
        place_of_check = place(notebook, f"{name}-check")
        check = notebook["cells"][place_of_check]
        tried = [code_cell(f"{name} = '{letter}'") for letter in [right, "d", "a"]]
        copied = [cell for guess in tried for cell in (guess, dict(check))]
        notebook["cells"][place_of_check + 1 : place_of_check + 1] = copied
    return notebook


@hostile(lost=UNANSWERED)
def a_second_guess_at_the_end(_):
    """One letter at the check and another at the end, where cells that needed a later one are run again."""
    notebook = modest(find_the_slip="find_the_slip = 'a'", printed_numbers="printed_numbers = 'b'")
    notebook["cells"].append(code_cell("find_the_slip = printed_numbers = 'c'\nnot_there"))
    return notebook


@hostile(lost=UNANSWERED, says="ended its process")
def another_guess_at_a_new_start(_):
    """After the checks another letter is set and the process ends, so that all is run again."""
    notebook = modest(find_the_slip="find_the_slip = 'a'", printed_numbers="printed_numbers = 'b'")
    notebook["cells"] += [code_cell("find_the_slip = printed_numbers = 'c'"), code_cell("os._exit(0)")]
    return notebook


@hostile(lost=NAMES)
def asks_for_the_solution(_):
    """The check of the learner's own session is asked for each solution, and what it prints is run."""
    notebook = answered({})
    text = """
        import contextlib, io
        printed = io.StringIO()
        for name in ("exercise_1", "formula", "closed_gate", "find_the_slip", "after_the_step", "exercise_2"):
            with contextlib.redirect_stdout(printed):
                check.solution(name)
        exec(printed.getvalue())
        """
    notebook["cells"].append(code_cell(text))
    return notebook


@hostile(lost=UNANSWERED)
def prints_a_result(_):
    """What a grader might print, or hand on as a result, in every form that one may think of."""
    text = """
        import json, sys
        result = {"lesson": "06_by_hand", "score": 10, "questions": [], "remarks": []}
        for name in ("exercise_1", "exercise_2", "find_the_slip", "after_the_step", "printed_numbers"):
            result["questions"].append({"name": name, "state": "right", "score": 3, "points": 3})
        for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
            print(json.dumps(result), file=stream, flush=True)
        """
    notebook = modest()
    notebook["cells"].append(code_cell(text))
    return notebook


CASES = collected(globals())
