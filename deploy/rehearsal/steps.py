"""One exercise from release to feedback, a function for each step; all go through people's own servers."""

import re

from .person import HubError

COURSE = "handprop"
# Run in a kernel, which stands in for a terminal: the end of what a command says is why it failed.
RUN = """import subprocess
told = subprocess.run({command}, cwd={folder!r}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
print(told.stdout)
if told.returncode:
    raise SystemError(" ".join(told.stdout.split()[-60:]))
"""
MARKS = re.compile(r"^ *### (?:BEGIN|END) SOLUTION\n?", re.MULTILINE)


def done(person, result, what):
    """Hand on a result of nbgrader's; HubError if it says that it failed."""
    if not result["success"]:
        text = str(result.get("error") or result.get("message") or result.get("value") or result.get("log"))
        raise HubError(f"{person.name} could not {what}: {text.strip().splitlines()[-1]}")
    return result


def formgrader(instructor, path, what):
    """Press a button of formgrader's."""
    return done(instructor, instructor.call("POST", "formgrader/api/" + path), what)


def release(instructor, exercise):
    """Make the learners' version from the solution, and put it where learners fetch it."""
    formgrader(instructor, f"assignment/{exercise}/assign", "make the learners' version")
    formgrader(instructor, f"assignment/{exercise}/release", "release the exercise")


def assignments(learner, action=None, exercise=None):
    """nbgrader's list of a learner's assignments, after an action: fetch, submit or fetch_feedback."""
    if action is None:
        result = learner.call("GET", f"assignments?course_id={COURSE}")
    else:
        asked = {"course_id": COURSE, "assignment_id": exercise}
        result = learner.call("POST", f"assignments/{action}", data=asked)
    return done(learner, result, action or "see the assignments")["value"]


def statuses(learner, exercise):
    """What the list says of one exercise: released, fetched, submitted."""
    return {entry["status"] for entry in assignments(learner) if entry["assignment_id"] == exercise}


def fetch(learner, exercise):
    """Take the exercise into the learner's folder."""
    assignments(learner, "fetch", exercise)
    if "fetched" not in statuses(learner, exercise):
        raise HubError(f"{learner.name} could not fetch {exercise}: see the hub's log.")


def solutions(instructor, exercise):
    """The right answers, from the instructor's source notebook: name of the question -> the cell's source."""
    notebook = instructor.read_notebook(f"{COURSE}/solutions/{exercise}/{exercise}.ipynb")
    answers = {}
    for cell in notebook["cells"]:
        info = cell["metadata"].get("nbgrader", {})
        if info.get("solution"):
            answers[info["grade_id"]] = MARKS.sub("", cell["source"])
    return answers


def answer(learner, exercise, answers):
    """Type answers into the learner's notebook, and save it."""
    path = f"{COURSE}/{exercise}/{exercise}.ipynb"
    notebook = learner.read_notebook(path)
    for cell in notebook["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        cell["source"] = answers.get(name, cell["source"])
    learner.write_notebook(path, notebook)


def submit(learner, exercise):
    """Hand the notebook in."""
    assignments(learner, "submit", exercise)
    if "submitted" not in statuses(learner, exercise):
        raise HubError(f"{learner.name} could not submit {exercise}: see the hub's log.")


def collect(instructor, exercise):
    """Fetch what learners handed in: their names."""
    formgrader(instructor, f"assignment/{exercise}/collect", "collect")
    return instructor.names(f"{COURSE}/submitted")


def grade(instructor, exercise):
    """Grade what was collected, as in a terminal of the instructor's: what `handprop grade` printed."""
    command = ["handprop", "grade", "--lesson", exercise]
    return instructor.run(RUN.format(command=command, folder=COURSE))


def scores(instructor, exercise):
    """What the gradebook holds: name of the learner -> (points, points to be had)."""
    found = instructor.call("GET", f"formgrader/api/submissions/{exercise}")
    return {entry["student"]: (entry["score"], entry["max_score"]) for entry in found if entry["autograded"]}


def give_feedback(instructor, exercise):
    """Put the page that grading wrote for each learner where they fetch it."""
    formgrader(instructor, f"assignment/{exercise}/release_feedback", "release feedback")


def fetch_feedback(learner, exercise):
    """Take the feedback into the learner's folder: the page, as HTML."""
    assignments(learner, "fetch_feedback", exercise)
    folder = f"{COURSE}/{exercise}/feedback"
    when = learner.names(folder)[-1]
    page = learner.call("GET", f"api/contents/{folder}/{when}/{exercise}.html", params={"type": "file"})
    return page["content"]
