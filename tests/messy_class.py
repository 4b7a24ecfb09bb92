"""Classes as platforms and people leave them, with what an honest marker would give each learner.

A kind of mess is a function that returns what one learner hands in (name -> bytes) and what that is worth:
points by exercise, or None where there is nothing to grade and the learner is only told of.  A platform is a
function that names the files of many learners as it does.
"""

import gzip
import io
import json
import random
import shutil
import subprocess
import tarfile
import tempfile
import unicodedata
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from classroom import LESSON, REPO, answered, released, right

from handprop.check import load_questions

OTHER = "07_matrices"
FILE = f"{LESSON}.ipynb"
FIRST = [
    "Ada",
    "Ben",
    "Chloé",
    "Dan",
    "Ève",
    "Farid",
    "Göran",
    "Hana",
    "Iñaki",
    "Jürgen",
    "Kim",
    "Łucja",
    "Mei",
    "Nils",
    "Ólafur",
    "Priya",
]
LAST = ["Lovelace", "Müller", "Lefèvre", "O'Hara", "Żak", "Anderson-Berg", "Lee", "Nguyễn", "Öst", "Smith"]


@cache
def questions_of(lesson):
    return load_questions(lesson)


def points_of(lesson=LESSON):
    return {question.name: question.points for question in questions_of(lesson)}


def some(rng, lesson=LESSON):
    """Right answers to some of the questions of an exercise, and the points for them."""
    points = points_of(lesson)
    chosen = [name for name in points if rng.random() < 0.7] or list(points)[:1]
    return {name: right(lesson)[name] for name in chosen}, sum(points[name] for name in chosen)


def data(notebook, encoding="utf-8"):
    return json.dumps(notebook, ensure_ascii=False).encode(encoding)


def zipped(files, stroke="/"):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo("x")
            info.filename = name.replace("/", stroke)
            archive.writestr(info, content)
    return packed.getvalue()


def tarred(files, mode):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode=f"w:{mode}") as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return packed.getvalue()


def seven_zipped(files, *flags):
    with tempfile.TemporaryDirectory() as place:
        for name, content in files.items():
            (Path(place) / name).write_bytes(content)
        command = [shutil.which("7z"), "a", *flags, "x.7z", *files]
        subprocess.run(command, cwd=place, check=True, capture_output=True)
        return (Path(place) / "x.7z").read_bytes()


MESS = {}


def mess(function):
    MESS[function.__name__] = function
    return function


def one(name, change=data):
    """A kind of mess that is one notebook under another name, or changed by `change`."""

    def made(rng):
        answers, points = some(rng)
        return {name: change(answered(answers))}, {LESSON: points}

    return made


MESS |= {
    "plain": one(FILE),
    "renamed": one("my work.ipynb"),
    "txt": one(f"{FILE}.txt"),
    "json": one(f"{FILE}.json"),
    "capitals": one("06_BY_HAND.IPYNB"),
    "numbered": one("06_by_hand (1).ipynb"),
    "html_ending": one(f"{FILE}.html"),
    "no_ending": one("06_by_hand"),
    "with_mark": one(FILE, lambda nb: data(nb, "utf-8-sig")),
    "utf16": one(FILE, lambda nb: data(nb, "utf-16")),
    "own_zip": one("hand in.zip", lambda nb: zipped({f"work/{FILE}": data(nb)})),
    "zip_in_zip": one("all.zip", lambda nb: zipped({"a.zip": zipped({FILE: data(nb)})})),
    "backslashes": one("win.zip", lambda nb: zipped({f"my work/exercises/{FILE}": data(nb)}, "\\")),
    "macos_zip": one(
        "mac.zip", lambda nb: zipped({FILE: data(nb), f"__MACOSX/._{FILE}": b"\0\5", ".DS_Store": b"\0"})
    ),
    "tar_gz": one("work.tar.gz", lambda nb: tarred({f"./x/{FILE}": data(nb)}, "gz")),
    "tar_xz": one("work.tar.xz", lambda nb: tarred({FILE: data(nb)}, "xz")),
    "tar": one("work.tar", lambda nb: tarred({FILE: data(nb)}, "")),
    "gz": one(f"{FILE}.gz", lambda nb: gzip.compress(data(nb))),
    "zip_called_notebook": one(FILE, lambda nb: zipped({"x.ipynb": data(nb)})),
    "no_metadata": one(FILE, lambda nb: data(bare(nb))),
    "no_set_up": one(FILE, lambda nb: data(without_set_up(nb))),
    "big_outputs": one(FILE, lambda nb: data(printing(nb))),
    "checkpoints": lambda rng: with_more(rng, {".ipynb_checkpoints/06_by_hand-checkpoint.ipynb": blank()}),
    "with_pdf": lambda rng: with_more(rng, {"report.pdf": b"%PDF-1.4", "photo.JPG": b"\xff\xd8\xff"}),
    "with_docx": lambda rng: with_more(rng, {"notes.docx": zipped({"word/document.xml": b"<x/>"})}),
    "blank_beside": lambda rng: with_more(rng, {"06_by_hand-copy.ipynb": blank()}),
    "lesson_beside": lambda rng: with_more(rng, {"lesson.ipynb": course(f"notebooks/{FILE}")}),
    "twice_the_same": lambda rng: with_more(rng, {}, twice=True),
}
if shutil.which("7z"):
    MESS["seven_zip"] = one("work.7z", lambda nb: seven_zipped({FILE: data(nb)}))


def blank():
    return data(released())


def course(path):
    return (REPO / path).read_bytes()


def bare(notebook):
    for cell in notebook["cells"]:
        cell["metadata"] = {}
    return notebook


def without_set_up(notebook):
    notebook["cells"] = [cell for cell in notebook["cells"] if "exercise(" not in "".join(cell["source"])]
    return notebook


def printing(notebook):
    notebook["cells"][2]["outputs"] = [
        {"output_type": "stream", "name": "stdout", "text": "[1, 2]\n" * 50_000}
    ]
    return notebook


def with_more(rng, more, twice=False):
    answers, points = some(rng)
    files = {FILE: data(answered(answers))} | more
    return files | ({"06_by_hand-2.ipynb": files[FILE]} if twice else {}), {LESSON: points}


def clone(exercise):
    """A clone of the course, as far as it matters, with this as exercise 06."""
    kept = [f"solutions/{LESSON}/{FILE}", f"solutions/{OTHER}/{OTHER}.ipynb", f"notebooks/{FILE}"]
    files = {f"course/{path}": course(path) for path in [*kept, f"exercises/{OTHER}/{OTHER}.ipynb"]}
    files |= {"course/lessons/06_by_hand/lesson.md": b"# Lesson", "course/.git/HEAD": b"ref: refs/heads/main"}
    return files | {f"course/exercises/{LESSON}/{FILE}": exercise}


@mess
def whole_clone(rng):
    answers, points = some(rng)
    return {"clone.zip": zipped(clone(data(answered(answers))))}, {LESSON: points}


@mess
def clone_untouched(rng):
    return {"clone.zip": zipped(clone(blank()))}, {LESSON: 0}


@mess
def own_folder(rng):
    """The folder in which the course lays lessons and exercises for a learner."""
    answers, points = some(rng)
    laid = {
        "my-course/06_by_hand.ipynb": course(f"notebooks/{FILE}"),
        "my-course/06_by_hand_exercise.ipynb": data(answered(answers)),
        "my-course/07_matrices_exercise.ipynb": course(f"exercises/{OTHER}/{OTHER}.ipynb"),
        "my-course/.handprop/base/06_by_hand_exercise.ipynb": blank(),
        "my-course/Start.md": b"# Start",
    }
    return {"my-course.zip": zipped(laid)}, {LESSON: points}


@mess
def two_exercises_in_one(rng):
    mine, points = some(rng)
    more, others = some(rng, OTHER)
    notebook = answered(mine)
    notebook["cells"] += answered(more, OTHER)["cells"]
    return {"both.ipynb": data(notebook)}, {LESSON: points, OTHER: others}


@mess
def another_exercise(rng):
    answers, points = some(rng, OTHER)
    return {f"{OTHER}.ipynb": data(answered(answers, OTHER))}, {OTHER: points}


@mess
def two_attempts(rng):
    first, _ = some(rng)
    last, points = some(rng)
    return {f"1/{FILE}": data(answered(first)), f"2/{FILE}": data(answered(last))}, {LESSON: points}


@mess
def deep(rng):
    answers, points = some(rng)
    return {f"a/b/c/d/e/f/{FILE}": data(answered(answers))}, {LESSON: points}


@mess
def nothing_answered(rng):
    return {FILE: blank()}, {LESSON: 0}


def damaged(change):
    return one_worth(FILE, lambda nb: change(data(nb)), {LESSON: 0})


def one_worth(name, change, worth):
    def made(rng):
        return {name: change(answered(some(rng)[0]))}, worth

    return made


MESS |= {
    "cut_off": damaged(lambda text: text[: len(text) // 2]),
    "empty_file": damaged(lambda text: b""),
    "latin_1": damaged(
        lambda text: text.decode().replace("−", "-").encode("latin-1", "replace") + "é".encode("latin-1")
    ),
    "conflict": damaged(lambda text: b"<<<<<<< HEAD\n" + text + b"\n=======\n{}\n>>>>>>> theirs\n"),
    "web_page": damaged(lambda text: b"<!DOCTYPE html><html>" + text[:500]),
    "pdf_called_notebook": damaged(lambda text: b"%PDF-1.7 ..."),
    "solution_alone": one_worth(FILE, lambda nb: course(f"solutions/{LESSON}/{FILE}"), None),
    "pdf_alone": one_worth("report.pdf", lambda nb: b"%PDF-1.4", None),
    "picture_alone": one_worth("IMG_1.jpg", lambda nb: b"\xff\xd8\xff", None),
    "text_alone": one_worth("answers.txt", lambda nb: b"exercise_1 = 3", None),
    "empty_zip": one_worth("empty.zip", lambda nb: zipped({}), None),
    "broken_zip": one_worth("broken.zip", lambda nb: b"PK\x03\x04" + b"x" * 100, None),
    "lesson_alone": one_worth(FILE, lambda nb: course(f"notebooks/{FILE}"), None),
}
if shutil.which("7z"):
    MESS["locked"] = one_worth(
        "locked.7z", lambda nb: seven_zipped({FILE: data(nb)}, "-psecret", "-mhe=on"), None
    )

SINGLE = [name for name in MESS if name not in ("two_attempts", "deep", "checkpoints")]
"""What can be handed in where a platform takes files, not folders."""


@dataclass
class Class:
    """A download: its files by path, and what each learner (as the platform calls them) is worth."""

    files: dict[str, bytes] = field(default_factory=dict)
    worth: dict[str, dict | None] = field(default_factory=dict)
    kinds: Counter = field(default_factory=Counter)

    def write(self, folder):
        for name, content in self.files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
        return folder

    def write_zip(self, path):
        path.write_bytes(zipped(self.files))
        return path


PLATFORMS = {}


def platform(kinds):
    def register(function):
        place, mixed = len(PLATFORMS), random.Random(1).sample(kinds, len(kinds))

        def made(seed, count):
            rng, made_ = random.Random(f"{function.__name__} {seed}"), Class()
            # Every class begins where the last one ended, so that together they have every kind.
            start = (2 * place + bool(seed)) * count
            for number in range(count):
                kind = mixed[(start + number) % len(mixed)]
                files, worth = MESS[kind](rng)
                first, last = (
                    FIRST[number % len(FIRST)],
                    LAST[(number * 7 + number // len(FIRST)) % len(LAST)],
                )
                learner, named = function(made_, number, first, last, files)
                made_.files |= named
                made_.worth[learner] = worth
                made_.kinds[kind] += 1
            return made_

        PLATFORMS[function.__name__] = made
        return function

    return register


def below(folder, files):
    return {f"{folder}/{name}": content for name, content in files.items()}


@platform(list(MESS))
def folders(made, number, first, last, files):
    learner = f"{first} {last} {number}"
    return learner, below(learner, files)


@platform(list(MESS))
def nbgrader(made, number, first, last, files):
    learner = f"u{number:04}"
    return learner, below(f"{learner}/{LESSON}", {"timestamp.txt": b"2026-03-01 12:00:00 UTC", **files})


@platform(list(MESS))
def moodle(made, number, first, last, files):
    name = f"{first} {last}"
    return moodles(made, name, number), below(f"{name}_{100 + number}_assignsubmission_file_", files)


def moodles(made, name, number):
    return name


@platform(list(MESS))
def moodle_41(made, number, first, last, files):
    """Moodle since 4.1, without the stroke at the end, and in groups."""
    group = f"Group {'ABC'[number % 3]}"
    return f"{first} {last}", below(f"{group}-{first} {last}_{100 + number}_assignsubmission_file", files)


@platform(list(MESS))
def moodle_blind(made, number, first, last, files):
    return f"Participant {100 + number}", below(f"Participant_{100 + number}_assignsubmission_file", files)


@platform(list(MESS))
def moodle_german(made, number, first, last, files):
    return f"Teilnehmerin {100 + number}", below(f"Teilnehmerin_{100 + number}_assignsubmission_file_", files)


@platform(SINGLE)
def moodle_flat(made, number, first, last, files):
    start = f"{first} {last}_{100 + number}_assignsubmission_file_"
    return f"{first} {last}", {start + name: content for name, content in files.items()}


def squeezed(first, last):
    return "".join(sign for sign in f"{last}{first}".casefold() if sign.isalnum())


@platform(SINGLE)
def canvas(made, number, first, last, files):
    name, late = squeezed(first, last), "_LATE" * (number % 4 == 0)
    start = 9000 + 10 * number
    named = {f"{name}{late}_{500 + number}_{start + k}_{one}": files[one] for k, one in enumerate(files)}
    return f"{name}_{500 + number}", named


@platform(SINGLE)
def canvas_anonymous(made, number, first, last, files):
    start = 9000 + 10 * number
    named = {f"anon_x{number:04}_{start + k}_{one}": files[one] for k, one in enumerate(files)}
    return f"anon_x{number:04}", named


@platform(list(MESS))
def brightspace(made, number, first, last, files):
    made.files["index.html"] = b"<html>"
    folder = f"{4000 + number}-77 - {first} {last} - Mar {1 + number % 28}, 2026 {100 + number:04} PM"
    return f"{first} {last}", below(folder, files)


@platform(SINGLE)
def blackboard(made, number, first, last, files):
    user, start = f"u_{number}", f"Exercise 6_u_{number}_attempt_2026-03-01-12-00-{number % 60:02}"
    made.files[f"{start}.txt"] = f"Name: {first} {last} ({user})\nAssignment: Exercise 6\n".encode()
    return user, {f"{start}_{name}": content for name, content in files.items()}


@platform(list(MESS))
def gradescope(made, number, first, last, files):
    told = made.files.get("submission_metadata.yml", b"---\n").decode()
    told += f'submission_{number}:\n  :submitters:\n  - :name: "{first} {last}"\n    :sid: "{number}"\n'
    told += f"    :email: u{number}@example.org\n  :created_at: 2026-03-01 12:00:00.000000000 Z\n"
    made.files["submission_metadata.yml"] = told.encode()
    return f"{first} {last}", below(f"submission_{number}", files)


@platform(list(MESS))
def github_classroom(made, number, first, last, files):
    made.files[f"06-by-hand-octo-{number}x/.git/config"] = b"[core]"
    return f"octo-{number}x", below(f"06-by-hand-octo-{number}x", files)


@platform(list(MESS))
def exchange(made, number, first, last, files):
    folder = f"u{number}+{LESSON}+2026-03-01 12:00:00 UTC+secret"
    return f"u{number}", below(folder, {"timestamp.txt": b"2026-03-01 12:00:00 UTC", **files})


@platform(list(MESS))
def groups_of_folders(made, number, first, last, files):
    name = unicodedata.normalize("NFD", f"{first} {last}")
    return f"{first} {last}", below(f"Group {'AB'[number % 2]}/{name}", files)


def stand_in():
    """Grades as an honest marker, without a sandbox: a question is right if its answer cell says so."""
    from handprop.grade.intake.notebook import Unreadable, read
    from handprop.grade.judging.judge import ungraded
    from handprop.grade.judging.result import QuestionResult, Result

    def judged(submission):
        questions = questions_of(submission.lesson)
        try:
            work = read(submission.path, [one.name for one in questions])
        except Unreadable as fault:
            return ungraded(submission.lesson, questions, str(fault))
        answers = right(submission.lesson)
        texts = {cell.source for cell in work.cells}
        return Result(submission.lesson, tuple(_judged(one, answers[one.name] in texts) for one in questions))

    def _judged(one, is_right):
        points, state = float(one.points), "right" if is_right else "wrong"
        score = points if is_right else 0.0
        return QuestionResult(one.name, one.title, one.objective, points, score, state, answer="x")

    def grade(submissions, *, on_result, **_):
        for submission in submissions:
            on_result(submission, judged(submission))

    return grade
