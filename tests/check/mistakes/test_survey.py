"""Of all wrong answers that the tests know none passes, none is blamed on something else, few get no lead."""

import importlib.util
import sys
from pathlib import Path

import pytest
import survey

HERE = Path(__file__).parent


def module(path):
    """A neighbouring test module, for the wrong answers that it holds."""
    name = f"holds_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    sys.modules[name] = found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


def nearly_right():
    """The formulas that the test of formulas refuses."""
    tests = module(HERE.parent / "answers" / "test_formula.py")
    return tests.test_nearly_equivalent_forms_do_not.pytestmark[0].args[1]


@pytest.mark.slow
def test_what_wrong_answers_are_told():
    slips = module(HERE / "test_slips.py")
    sources = {
        "every mistake of the bank, in every question": list(survey.of_the_bank()),
        "two mistakes at once": list(survey.of_pairs()),
        "code with one line written otherwise": list(
            survey.of_code(slips.SLIPS, slips.question, slips.function)
        ),
        "formulas that are nearly right": list(survey.of_formulas(nearly_right())),
        "options of choices": list(survey.of_choices()),
    }
    text, count = survey.table(sources)
    print(f"\n{text}")
    for title, found in sources.items():
        for kind in ("passed", "misleading"):
            print(*(f"{kind}: {title}, {name}" for name, one in found if one == kind), sep="\n")
    assert count["passed"] == 0
    assert count["misleading"] == 0
    assert count["no lead"] <= 0.1 * count.total()
