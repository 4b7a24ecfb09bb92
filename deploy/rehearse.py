"""Play one exercise through a hub of its own, from release to feedback: .venv/bin/python deploy/rehearse.py

The hub is the one of deploy/local, in a temporary folder, with the instructor and the first two learners of
class.toml. One learner answers everything right; the other takes target - prediction as delta.
Takes about half a minute, and leaves nothing behind.
"""

import sys
import tempfile
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

EXERCISE = "06_by_hand"
# The six derivatives with every sign turned round: what target - prediction as delta gives.
SLIP = {"exercise_1": "exercise_1 = [-1.616, 3.232, 0.404, -0.808, 0.606, 2.626]"}


def together(do, people, *arguments):
    """Do the same for several people at once: the results, in their order."""
    with ThreadPoolExecutor() as pool:
        return list(pool.map(lambda person: do(person, *arguments), people))


def log_in_all(hub):
    """The instructor and the first two learners of class.toml, each with a JupyterLab that runs."""
    from rehearsal.person import Person

    listed = Path(__file__).with_name("local") / "class.toml"
    people = tomllib.loads(listed.read_text(encoding="utf-8"))
    instructor = hub.log_in(people["instructor"], "instructor")
    learners = [hub.log_in(name) for name in people["learners"][:2]]
    together(Person.start_server, [instructor, *learners])
    return instructor, learners


def hand_out_and_in(instructor, learners, say):
    """From release to submission; the first learner makes no slip, the second one does."""
    from rehearsal import steps

    steps.release(instructor, EXERCISE)
    say(f"{instructor.name} released {EXERCISE}")
    together(steps.fetch, learners, EXERCISE)
    say("the learners fetched it")
    right = steps.solutions(instructor, EXERCISE)
    for learner, answers in zip(learners, (right, right | SLIP), strict=True):
        steps.answer(learner, EXERCISE, answers)
    together(steps.submit, learners, EXERCISE)
    say("the learners answered and submitted")


def grade_and_return(instructor, learners, say):
    """From collecting to feedback: the scores, and the learners' pages, by name of the learner."""
    from rehearsal import steps

    names = steps.collect(instructor, EXERCISE)
    say(f"{instructor.name} collected from {', '.join(names)}")
    steps.grade(instructor, EXERCISE)
    scores = steps.scores(instructor, EXERCISE)
    say("graded: " + ", ".join(f"{name} {got:g} of {most:g}" for name, (got, most) in scores.items()))
    steps.give_feedback(instructor, EXERCISE)
    pages = together(steps.fetch_feedback, learners, EXERCISE)
    say("the learners have their feedback")
    return scores, {learner.name: page for learner, page in zip(learners, pages, strict=True)}


def rehearse():
    """Play the exercise on a hub in a temporary folder, saying each step with the seconds so far."""
    from rehearsal.hub import LocalHub

    start = time.monotonic()

    def say(text):
        print(f"{time.monotonic() - start:5.1f} s  {text}", flush=True)

    with tempfile.TemporaryDirectory() as folder, LocalHub(folder) as hub:
        say(f"the hub runs at {hub.address}")
        instructor, learners = log_in_all(hub)
        say(f"{instructor.name}, {learners[0].name} and {learners[1].name} have a JupyterLab each")
        hand_out_and_in(instructor, learners, say)
        grade_and_return(instructor, learners, say)


def main():
    """Rehearse; what goes wrong becomes one sentence and an exit code."""
    try:
        import jupyterhub  # noqa: F401 (only to see that it is there)
    except ImportError:
        sys.exit("JupyterHub is not installed: see `Set up` in deploy/README.md.")
    from rehearsal.person import HubError

    try:
        rehearse()
    except HubError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit("Stopped.")


if __name__ == "__main__":
    main()
