"""An answer whose cell stopped with an error is not judged: IPython, really run."""

import pytest
from IPython.core.interactiveshell import InteractiveShell

from handprop.check import WrongAnswer, stale


@pytest.fixture
def shell():
    shell = InteractiveShell.instance()
    shell.run_cell("from handprop.check import exercise\ncheck = exercise('06_by_hand')")
    yield shell
    InteractiveShell.clear_instance()
    stale._watched.clear()
    stale._stale.clear()


RIGHT = "exercise_1 = [1.616, -3.232, -0.404, 0.808, -0.606, -2.626]"
BROKEN = [
    "exercise_1 = [1.616, nowhere]",
    "exercise_1 = [1.616,",
    "1 / 0\nexercise_1 = [1, 2, 3, 4, 5, 6]",
    "if True:\n    exercise_1 = 1 / 0",
]


def told(shell, cell='check("exercise_1")'):
    result = shell.run_cell(cell)
    return result.error_in_exec or result.result


@pytest.mark.parametrize("broken", BROKEN)
def test_the_answer_from_before_an_error_is_not_judged(shell, broken, capsys):
    shell.run_cell(RIGHT)
    assert told(shell).passed
    shell.run_cell(broken)
    answer = told(shell)
    assert isinstance(answer, WrongAnswer)
    assert answer.verdict.state == "unfinished"
    assert "the cell with exercise_1 stopped with an error" in str(answer)
    shell.run_cell(RIGHT)
    assert told(shell).passed


def test_an_answer_given_before_the_error_in_its_cell_is_judged(shell, capsys):
    shell.run_cell("exercise_1 = [0.0] * 6")
    shell.run_cell(RIGHT + "\nprint(nowhere)")
    assert told(shell).passed


def test_an_error_elsewhere_and_a_failed_check_change_nothing(shell, capsys):
    shell.run_cell(RIGHT)
    shell.run_cell("1 / 0")
    shell.run_cell('check("formula")')
    assert told(shell).passed


def test_a_function_whose_cell_fails_is_not_judged(shell, capsys):
    shell.run_cell("def exercise_2(x, y, w, learning_rate):\n    return w")
    shell.run_cell("def exercise_2(x, y, w, learning_rate)\n    return 3")
    assert "stopped with an error (SyntaxError)" in str(told(shell, 'check("exercise_2")'))


def test_an_answer_handed_over_is_judged(shell, capsys):
    shell.run_cell(RIGHT)
    shell.run_cell(BROKEN[0])
    assert told(shell, f'check("exercise_1", {RIGHT.split("= ")[1]})').passed


@pytest.mark.parametrize(
    ("sign", "said"),
    [
        ("−", "Python does not know the sign −: type - in its place."),
        ("×", "Python does not know the sign ×: type * in its place."),
        ("“", 'Python does not know the sign “: type " in its place.'),
        ("¿", "Python does not know the sign ¿: type another in its place."),
    ],
)
def test_a_sign_that_only_looks_like_pythons_is_named(shell, sign, said):
    shell.run_cell(f"exercise_1 = [{sign}1.616]")
    assert told(shell).verdict.sentences[-1] == said
