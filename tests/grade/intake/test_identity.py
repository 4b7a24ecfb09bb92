"""Whose a file is: two learners never made one, nothing guessed, what is open asked for and remembered."""

import bz2
import csv
import gzip
import io
import lzma
import zipfile

import pytest
from classroom import LESSON, hand_in, released, right
from messy_class import clone, data, stand_in

from handprop import cli
from handprop.grade.intake.class_list import read_roster
from handprop.grade.intake.find import find
from handprop.grade.workers import this_machine


def learners(folder, **more):
    return [one.learner for one in find(folder, **more).submissions]


@pytest.mark.parametrize(
    "names",
    [
        ["ML_2026_06_A", "ML_2026_06_B", "ML_2026_06_C"],
        ["ML_2026_16_A", "ML_2026_16_B", "ML_2026_16_C"],
        ["ML_2026_1_A", "ML_2026_2_B", "ML_2026_3_C"],
        ["A_2026_1_x", "B_2026_2_x", "C_2026_3_x"],
        ["hw_1_2_ada", "hw_1_3_ben"],
    ],
)
def test_no_pattern_makes_one_learner_of_several(tmp_path, names):
    for name in names:
        hand_in(tmp_path / f"{name}.ipynb", {"formula": f"formula = {name!r}"})
    assert learners(tmp_path) == names


def test_a_pattern_that_does_not_fit_all_of_a_folder_is_not_applied(tmp_path):
    for name in ("lovelaceada_501_9001_x", "müllerben_502_9002_x", "notes of zoe"):
        hand_in(tmp_path / f"{name}.ipynb", {})
    found = find(tmp_path)
    assert [one.learner for one in found.submissions] == [
        "lovelaceada_501_9001_x",
        "müllerben_502_9002_x",
        "notes of zoe",
    ]
    assert found.remarks == [
        "Some names look like Canvas's, notes of zoe.ipynb does not: names were taken as they are."
    ]


def test_a_clones_own_solution_is_nobodys_attempt(tmp_path):
    for name, content in clone(data(released())).items():
        (tmp_path / "ada" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "ada" / name).write_bytes(content)
    hand_in(tmp_path / "ben.ipynb", right())
    only, _ = find(tmp_path).submissions
    assert (only.learner, only.lesson, only.path.parent.parent.name) == ("ada", LESSON, "exercises")


def test_folders_of_weeks_hold_the_same_learners(tmp_path):
    for week, lesson in (("week 5", "05_chain_rule"), ("week 6", LESSON)):
        for name in ("ada", "ben"):
            hand_in(tmp_path / week / f"{name}.ipynb", {}, lesson)
    assert sorted((one.learner, one.lesson) for one in find(tmp_path).submissions) == [
        *(("ada", "05_chain_rule"), ("ada", LESSON), ("ben", "05_chain_rule"), ("ben", LESSON))
    ]


def test_namesakes_in_two_groups_stay_two(tmp_path):
    for group in ("Group A", "Group B"):
        for name in ("Kim Lee", "Ada X"):
            hand_in(tmp_path / group / name / "x.ipynb", {})
    assert len(set(learners(tmp_path))) == 4


def test_a_blank_copy_never_beats_a_full_one_and_a_drop_is_told(tmp_path):
    times = {"1": right(), "2": {"formula": right()["formula"]}, "3": {}}
    for name, answers in times.items():
        hand_in(tmp_path / "ada" / name / "x.ipynb", answers)
        (tmp_path / "ada" / name / "timestamp.txt").write_text(f"2026-03-0{name} 12:00:00 UTC")
    found = find(tmp_path)
    assert [one.path.parent.name for one in found.submissions] == ["1", "2"]
    assert found.remarks == [
        f"ada, {LESSON}: ada/3/x.ipynb came later and is blank; an earlier one counts.",
        f"ada, {LESSON}: the last attempt answers 1 question, an earlier one 8.",
    ]


def test_without_times_the_fullest_counts_and_that_is_told(tmp_path):
    hand_in(tmp_path / "ada" / "final.ipynb", {"formula": right()["formula"]})
    hand_in(tmp_path / "ada" / "draft.ipynb", right())
    found = find(tmp_path)
    assert [one.path.stem for one in found.submissions] == ["final", "draft"]
    assert "no time is known" in found.remarks[0]


@pytest.fixture
def course(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(this_machine, "grade", stand_in())
    monkeypatch.setattr(this_machine, "start_early", lambda *_: None)
    return tmp_path


def asked(course):
    with (course / "names.csv").open(encoding="utf-8-sig", newline="") as stream:
        return {row["file"]: row for row in csv.DictReader(stream)}


def test_what_is_open_is_asked_for_and_the_answer_is_read_by_the_next_run(course, capsys):
    hand_in(course / "in" / "06_by_hand.ipynb", right())
    hand_in(course / "in" / "06_by_hand (1).ipynb", {"formula": right()["formula"]})
    hand_in(course / "in" / "zoe.ipynb", right())
    assert cli.main(["grade", "in", "--dry-run"]) == 0
    out = capsys.readouterr().out
    assert "3 files: 1 graded, 2 need you." in out
    assert "whose it is, its name does not say" in out
    assert set(asked(course)) == {"06_by_hand.ipynb", "06_by_hand (1).ipynb"}
    assert not (course / "gradebook.db").exists()
    (course / "names.csv").write_text("file,learner\n06_by_hand.ipynb,ada\n06_by_hand (1).ipynb,ben\n")
    assert cli.main(["grade", "in"]) == 0
    out = capsys.readouterr().out
    assert "3 files: 3 graded." in out
    with (course / "grades" / f"{LESSON}.csv").open(encoding="utf-8-sig") as stream:
        assert {row["learner"]: row["score"] for row in csv.DictReader(stream)} == {
            "ada": "10",
            "ben": "1",
            "zoe": "10",
        }


def test_a_file_can_be_left_out(course):
    hand_in(course / "in" / "ada.ipynb", right())
    hand_in(course / "in" / "ben.ipynb", right())
    (course / "names.csv").write_text("file,learner\nben.ipynb,-\n")
    assert learners(course / "in", answers={"ben.ipynb": "-"}) == ["ada"]


@pytest.mark.parametrize(
    ("listed", "learner", "entry"),
    [
        ("id,name\nal1,Ada Lovelace\n", "Lovelace, Ada", "al1"),
        ("id,name\nzo,Žofie Ørsted\n", "zofie orsted", "zo"),
        ("id,name\njm,Jürgen Müller\n", "Mueller Juergen", "jm"),
        ("id,name\nal1,Ada Lovelace\n", "Group A-Ada Lovelace", "al1"),
        ("id,name\nlm,Lena Meier\n", "Anna-Lena Meier", None),
        ("id,name\na1,Kim Lee\na2,Lee Kim\n", "Kim Lee", None),
        ("id,name\na1,Ada King Lovelace\n", "Ada Lovelace", None),
        ("identifier,github_username,name\nal1,octo-ada,Ada\n", "octo-ada", "al1"),
    ],
)
def test_names_are_matched_with_accents_order_and_groups_and_never_guessed(tmp_path, listed, learner, entry):
    (tmp_path / "class.csv").write_text(listed, encoding="utf-8")
    found = read_roster(tmp_path / "class.csv").of([learner])
    assert {one.id for one in found.values()} == ({entry} if entry else set())


def zipped(text):
    """An archive with a notebook in it, as bytes."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr(f"{LESSON}.ipynb", text)
    return whole.getvalue()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text[:-500], "cut off"),
        (lambda text: "é".encode("latin-1") + text, "encoding is not UTF-8"),
        (lambda text: b"<!DOCTYPE html>" + text, "web page (HTML)"),
        (lambda text: b"<<<<<<< HEAD\n" + text + b"\n=======\n>>>>>>> x\n", "merge conflict"),
        (lambda text: b"%PDF-1.7", "a PDF"),
        (lambda text: b"", "is empty"),
        (lambda text: gzip.compress(text)[:-500], "archive"),
        (lambda text: gzip.compress(text)[:5], "archive"),
        (lambda text: zipped(text)[:-500], "archive"),
        (lambda text: bz2.compress(text)[:-500], "archive"),
        (lambda text: lzma.compress(text)[:-500], "archive"),
    ],
)
def test_a_damaged_file_keeps_its_learner_and_says_what_is_wrong(course, capsys, change, said):
    hand_in(course / "in" / "zoe" / "x.ipynb", {}, "05_chain_rule")
    (course / "in" / "ada").mkdir()
    (course / "in" / "ada" / f"{LESSON}.ipynb").write_bytes(change(data(released())))
    assert cli.main(["grade", "in"]) == 1
    assert said in capsys.readouterr().out
    with (course / "grades" / f"{LESSON}.csv").open(encoding="utf-8-sig") as stream:
        row = next(row for row in csv.DictReader(stream) if row["learner"] == "ada")
    assert (row["score"], row["state"]) == ("0", "needs attention")
    assert said in row["comment"]
