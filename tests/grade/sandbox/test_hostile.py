"""Hostile, broken and odd submissions: each has the points it deserves, and harms nobody."""

import os
import re
import secrets
import shutil
import sys
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path

import pytest
from hostile import CORPUS, Setting
from hostile.notebook import LESSON, NAMES, QUESTIONS, REPO
from hostile.run import grade_cases
from hostile.scene import Listener, left_behind, make_class, picture_of

from handprop.border.limits import MIB, Limits
from handprop.grade.intake.submission import Submission
from handprop.grade.sandbox.outside import isolation
from handprop.grade.sandbox.outside.isolation import BUBBLEWRAP, WEBASSEMBLY
from handprop.grade.sandbox.outside.server_handle import SandboxFault
from handprop.grade.workers.this_machine import grade, grade_one

LIMITS = Limits(cell=3.0, answer=3.0, total=12.0, memory=512 * MIB, disk=16 * MIB, processes=32)
CASES = {case.name: case for case in CORPUS}


# What runs in the usual run: all cases in bubblewrap, and every thirtieth in WebAssembly, which is slower.
SAMPLE = [name for k, name in enumerate(CASES) if k % 30 == 0 or name == "fetches_the_message"]
PARTS = {
    "bubblewrap": (BUBBLEWRAP, list(CASES), ()),
    "webassembly": (WEBASSEMBLY, SAMPLE, ()),
    "webassembly-rest": (WEBASSEMBLY, [name for name in CASES if name not in SAMPLE], (pytest.mark.slow,)),
}
# Where a case asks for what a guest of WebAssembly does not have at all, that is said instead.
SAID_THERE = {
    "loop_that_ignores_signals": ("AttributeError",),
    "memory_in_files_without_a_name": ("AttributeError",),
    "memory_in_segments": ("Error",),
    "memory_in_a_namespace": ("Error",),
    "calls_itself_for_ever": ("RecursionError|never ended|ended its process",),
    "array_larger_than_any_memory": (
        "ValueError|asked for",
    ),  # so many numbers cannot be counted with 32 bits
    "a_command_that_does_not_end": ("without other programs",),
}
every_part = pytest.mark.parametrize(
    "run", [pytest.param(part, marks=marks) for part, (_, _, marks) in PARTS.items()], indirect=True
)


class Run:
    """The cases of a part graded, with what was around them before and after."""

    def __init__(self, part, folder, secret):
        self.secret = secret
        self.isolation, self.names, _ = PARTS[part]
        token = f"hostile-{secrets.token_hex(6)}"
        make_class(folder, secret)
        listener = Listener(token)
        self.setting = Setting(folder, REPO, token, listener.port)
        before = picture_of(folder)
        self.graded = {one.name: one for one in self._grade_all()}
        after = picture_of(folder)
        self.changed = [path for path in before if before[path] != after.get(path)]
        self.new = [path for path in after if token in path]
        self.calls = listener.calls
        listener.close()

    def _grade_all(self):
        """On three workers, as much of the time is waiting; each has its cases in a process of its own."""
        shares = [self.names[k::3] for k in range(3)]
        with ProcessPoolExecutor(3, get_context("spawn")) as pool:
            shared = [
                pool.submit(grade_cases, share, self.setting, LIMITS, self.isolation) for share in shares
            ]
            for done in shared:
                yield from done.result()


def test_what_looks_for_a_message_comes_after_what_leaves_one():
    names = PARTS["bubblewrap"][1]
    pair = ("leaves_a_message", "fetches_the_message")
    assert any(pair in pairwise(names[k::3]) for k in range(3))  # but for an honest submission between them


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """Part -> its cases graded, once for all tests of the part."""
    done = {}
    with pytest.MonkeyPatch.context() as patch:
        secret = secrets.token_hex(12)
        patch.setenv("HANDPROP_TEST_SECRET", secret)

        def run(part):
            if part not in done:
                done[part] = Run(part, tmp_path_factory.mktemp("class"), secret)
            return done[part]

        yield run
    for one in done.values():  # one of the files pretends to have half a gigabyte
        shutil.rmtree(one.setting.folder, ignore_errors=True)


@pytest.fixture
def run(request, runs):
    request.getfixturevalue("sandbox" if PARTS[request.param][0] == BUBBLEWRAP else "webassembly")
    return runs(request.param)


def told(result):
    """Everything that an instructor or a learner reads of a result."""
    parts = [*result.remarks, *(sentence for one in result.questions for sentence in one.sentences)]
    return "\n".join([*parts, *(output.text + output.error for output in result.outputs)])


every_case = [
    pytest.param(part, name, id=f"{part}-{name}", marks=marks)
    for part, (_, names, marks) in PARTS.items()
    for name in names
]


@pytest.mark.parametrize(("run", "name"), every_case, indirect=["run"])
class TestEachCase:
    def test_it_has_the_points_that_it_deserves(self, run, name):
        result = run.graded[name].result
        assert [one.name for one in result.questions] == list(NAMES)
        lost = {one.name for one in result.questions if one.score == 0}
        assert lost == CASES[name].lost, told(result)
        full = {one.name: one.score for one in result.questions if one.name not in lost}
        assert full == {one: QUESTIONS[one].points for one in full}

    def test_what_was_odd_is_said(self, run, name):
        said = told(run.graded[name].result)
        says = SAID_THERE.get(name, CASES[name].says) if run.isolation == WEBASSEMBLY else CASES[name].says
        assert all(re.search(part, said) for part in says), said

    def test_its_neighbour_is_untouched(self, run, name):
        assert run.graded[name].neighbour == run.graded[name].undisturbed

    def test_it_leaves_nothing_and_learns_nothing(self, run, name):
        assert not run.graded[name].left
        text = run.graded[name].result.to_json()
        assert len(text.encode()) < 3 * MIB
        assert run.secret not in text

    def test_it_is_stopped(self, run, name):
        # What does not end sleeps for 100 seconds or more; this tells the two apart, and is no timing.
        assert run.graded[name].result.seconds < 60


def test_the_corpus_is_large_and_its_names_are_its_own():
    assert len(CORPUS) == len(CASES) >= 60
    assert all(case.tries for case in CORPUS)


@every_part
def test_the_honest_ones_are_told_apart(run):
    assert {one.undisturbed.score for one in run.graded.values()} == {10.0, 0.0}


@every_part
def test_nothing_of_the_class_is_changed(run):
    assert not run.changed


@every_part
def test_nothing_is_written_outside(run):
    assert not run.new
    assert not left_behind(run.setting)


@every_part
def test_nobody_calls_outside(run):
    assert run.calls == 0


def test_names_of_every_kind_are_only_names(sandbox, tmp_path):
    names = [
        "Ünï ⛵ 名",
        "..\\..\\con",
        "-rf",
        "; touch x #",
        "$(touch x)",
        "a\nb\x1b[2J",
        "x" * 250,
        " ",
        "%s{0}",
    ]
    names += ["'\"<b>", os.fsdecode(b"\xff\xfe"), "~root", "*.ipynb"]
    submissions, results = [], {}
    for name in names:
        (tmp_path / name).mkdir()
        CASES["names_in_other_scripts"].write(
            tmp_path / name / f"{name[:200]}.ipynb", Setting(tmp_path, REPO, "n", 1)
        )
        submissions.append(Submission(f"../{name}", LESSON, tmp_path / name / f"{name[:200]}.ipynb"))
    grade(submissions, on_result=lambda one, result: results.update({one: result}), workers=2)
    assert {one: results[one].score for one in submissions} == dict.fromkeys(submissions, 10.0)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names)


class TestWithoutASandbox:
    """Where bubblewrap is not installed, nothing of a learner's is run unless that is asked for by name."""

    @pytest.fixture
    def submission(self, tmp_path, monkeypatch):
        monkeypatch.setenv("PATH", str(tmp_path))
        CASES["names_in_other_scripts"].write(tmp_path / "work.ipynb", Setting(tmp_path, REPO, "none", 1))
        return Submission("ada", LESSON, tmp_path / "work.ipynb")

    def test_it_refuses_in_one_sentence(self, submission, capfd):
        with pytest.raises(SandboxFault, match=r"bubblewrap is not here\. Install bubblewrap"):
            grade_one(submission)
        assert capfd.readouterr() == ("", "")

    def test_it_grades_when_told_to(self, submission):
        result = grade_one(submission, isolation="none")
        assert result.score == 10
        assert result.isolation.startswith("none: ")

    def test_a_kind_that_does_not_exist_is_refused(self, submission):
        with pytest.raises(SandboxFault, match="no isolation called 'bublewrap'; choose bubblewrap or none"):
            grade_one(submission, isolation="bublewrap")


class TestPlaceOfTheEnvironment:
    """The virtual environment may lie where it is inconvenient."""

    def binds(self, monkeypatch, sandbox, place):
        monkeypatch.setattr(sys, "prefix", str(place))
        monkeypatch.setattr(sys, "executable", str(place / "bin" / "python"))
        words = isolation.command(sandbox)
        return {words[k + 1]: words[k + 2] for k, word in enumerate(words) if word == "--ro-bind"}, words

    def test_under_tmp_it_is_not_covered_by_the_scratch_folder(self, monkeypatch, sandbox):
        place = Path("/tmp") / "course" / ".venv"
        binds, words = self.binds(monkeypatch, sandbox, place)
        assert binds[str(place)] == "/environment/course/.venv"
        assert words[words.index("--") + 1] == "/environment/course/.venv/bin/python"
        assert not any(Path(inside).is_relative_to("/tmp") for inside in binds.values())

    def test_in_the_course_itself_it_does_not_show_the_solutions(self, monkeypatch, sandbox, tmp_path):
        for name in ("bin", "lib", "solutions", "submitted"):
            (tmp_path / name).mkdir()
        (tmp_path / "pyvenv.cfg").touch()
        binds, _ = self.binds(monkeypatch, sandbox, tmp_path)
        shown = {
            Path(path).relative_to(tmp_path).name for path in binds if Path(path).is_relative_to(tmp_path)
        }
        assert shown == {"bin", "lib", "pyvenv.cfg"}
