"""The notebooks of the repository are those that its lessons make; nbval runs them separately."""

from handprop.build import check
from handprop.course.lessons import lesson_places


def test_generated_is_built(repo):
    assert lesson_places(repo)
    result = check(repo)
    found = "\n\n".join(map(str, [*result.problems, *result.differences]))
    assert not found, f"{found}\n\nRun `handprop build` and commit what it changes."
