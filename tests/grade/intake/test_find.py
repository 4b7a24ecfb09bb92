"""Finding submissions in the folders that people and platforms leave, and names that mean harm."""

import json
import os
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from classroom import LESSON, hand_in, released, right
from hypothesis import given
from hypothesis import strategies as st

from handprop.course.lessons import lesson_named, lessons
from handprop.grade.intake import archive, download, names
from handprop.grade.intake.content import content_of
from handprop.grade.intake.find import find


def found(folder, lesson=None):
    """(learner, attempt, path from the folder) of what is found, and the remarks."""
    got = find(folder, lesson)
    told = [(one.learner, one.attempt, one.path.relative_to(folder).as_posix()) for one in got.submissions]
    return told, got.remarks


def test_nbgraders_layout_with_the_time_of_submission(tmp_path):
    hand_in(tmp_path / "ada" / LESSON / f"{LESSON}.ipynb", {})
    (tmp_path / "ada" / LESSON / "timestamp.txt").write_text("2026-03-01 13:00:00.500000 CET")
    hand_in(tmp_path / "ada" / LESSON / "scrap.ipynb", {})
    hand_in(tmp_path / "ada" / "05_chain_rule" / "05_chain_rule.ipynb", {}, "05_chain_rule")
    hand_in(tmp_path / "ben" / LESSON / "renamed.ipynb", {})
    got = find(tmp_path, LESSON)
    assert [(one.learner, one.path.name) for one in got.submissions] == [
        ("ada", f"{LESSON}.ipynb"),
        ("ben", "renamed.ipynb"),
    ]
    assert got.submissions[0].handed_in == datetime(2026, 3, 1, 12, 0, 0, 500000)
    assert got.submissions[1].handed_in is None
    assert got.remarks == []
    assert {one.lesson for one in find(tmp_path).submissions} == {LESSON, "05_chain_rule"}


@pytest.mark.parametrize("text", ["", "yesterday", "9" * 400, "\0"])
def test_a_time_that_is_none_is_no_time(tmp_path, text):
    hand_in(tmp_path / "ada" / LESSON / f"{LESSON}.ipynb", {})
    (tmp_path / "ada" / LESSON / "timestamp.txt").write_text(text)
    assert find(tmp_path).submissions[0].handed_in is None


def test_a_notebook_each(tmp_path):
    for name in ("ada", "Ben Müller", "李雷", "anna", "Anna"):
        hand_in(tmp_path / f"{name}.ipynb", {})
    (tmp_path / "notes.txt").write_text("not a submission")
    (tmp_path / ".ipynb_checkpoints").mkdir()
    told, remarks = found(tmp_path)
    assert sorted(learner for learner, *_ in told) == sorted(["ada", "Ben Müller", "李雷", "anna", "Anna"])
    assert remarks == []


def test_a_folder_each_where_several_notebooks_are_attempts(tmp_path):
    for name in ("try 10.ipynb", "try 2.ipynb", "try 1.ipynb"):
        hand_in(tmp_path / "ada" / name, {})
    for number in ("1", "2", "11"):
        hand_in(tmp_path / "ben" / number / "x.ipynb", {})
    told, remarks = found(tmp_path)
    assert told == [
        *[("ada", k + 1, f"ada/try {name}.ipynb") for k, name in enumerate(["1", "2", "10"])],
        *[("ben", k + 1, f"ben/{name}/x.ipynb") for k, name in enumerate(["1", "2", "11"])],
    ]
    assert remarks == []


def test_attempts_are_ordered_by_their_times_where_all_have_one(tmp_path):
    for name, day in (("a", 3), ("b", 1), ("c", 2)):
        hand_in(tmp_path / "ada" / name / "x.ipynb", {})
        (tmp_path / "ada" / name / "timestamp.txt").write_text(f"2026-03-0{day} 12:00:00 UTC")
    told, _ = found(tmp_path)
    assert [path for _, _, path in told] == ["ada/b/x.ipynb", "ada/c/x.ipynb", "ada/a/x.ipynb"]


def test_moodles_download(tmp_path):
    hand_in(tmp_path / "Ada Lovelace_101_assignsubmission_file_" / "my work.ipynb", {})
    (tmp_path / "Ada Lovelace_101_assignsubmission_onlinetext_").mkdir()
    hand_in(tmp_path / "Kim Lee_102_assignsubmission_file_" / "x.ipynb", {})
    hand_in(tmp_path / "Kim Lee_103_assignsubmission_file_" / "x.ipynb", {})
    hand_in(tmp_path / "Åsa Öst_104_assignsubmission_file_x.ipynb", {})
    told, remarks = found(tmp_path)
    assert [learner for learner, *_ in told] == ["Ada Lovelace", "Kim Lee_102", "Kim Lee_103", "Åsa Öst"]
    assert {attempt for _, attempt, _ in told} == {1}
    assert remarks == []


def test_canvass_download(tmp_path):
    hand_in(tmp_path / "lovelaceada_501_9001_06_by_hand.ipynb", {})
    late = hand_in(tmp_path / "müllerben_LATE_502_9002_06_by_hand-2.ipynb", {})
    hand_in(tmp_path / "müllerben_503_9003_another ben.ipynb", {})
    got = find(tmp_path)
    assert [one.learner for one in got.submissions] == ["lovelaceada_501", "müllerben_502", "müllerben_503"]
    assert got.late == {late}


def test_one_notebook_alone(tmp_path):
    path = hand_in(tmp_path / "ada.ipynb", {})
    hand_in(tmp_path / "ben.ipynb", {})
    assert [one.learner for one in find(path).submissions] == ["ada"]


def test_what_is_no_submission_is_named_and_never_followed(tmp_path):
    outside = hand_in(tmp_path / "outside" / "secret.ipynb", right())
    folder = tmp_path / "class"
    hand_in(folder / "ada.ipynb", {})
    (folder / "link.ipynb").symlink_to(outside)
    (folder / "linked").symlink_to(outside.parent)
    (folder / "ben").mkdir()
    (folder / "ben" / "x.ipynb").symlink_to(outside)
    (folder / "empty").mkdir()
    (folder / "words").mkdir()
    (folder / "words" / "answer.docx").write_bytes(b"PK")
    (folder / "all.zip").write_bytes(b"PK\x03\x04")
    told, remarks = found(folder)
    assert [learner for learner, *_ in told] == ["ada"]
    assert sorted(remarks) == [
        "all.zip: an archive; it cannot be unpacked: File is not a zip file.",
        "ben/x.ipynb: a link, not followed. Ask for the notebook itself.",
        "empty: no notebook in this folder.",
        "link.ipynb: a link, not followed. Ask for the notebook itself.",
        "linked: a link, not followed. Ask for the notebook itself.",
        "words: no notebook, but answer.docx.",
    ]


def test_links_that_go_in_circles_end(tmp_path):
    (tmp_path / "ada").mkdir()
    (tmp_path / "ada" / "again").symlink_to(tmp_path)
    told, remarks = found(tmp_path)
    assert told == []
    assert "not followed" in remarks[0]


def test_a_pipe_is_not_opened(tmp_path):
    os.mkfifo(tmp_path / "ada.ipynb")
    hand_in(tmp_path / "ben.ipynb", {})
    told, remarks = found(tmp_path)
    assert [learner for learner, *_ in told] == ["ben"]
    assert remarks == ["ada.ipynb: not a plain file."]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"cells": 3}', "\0" * 50])
def test_a_damaged_notebook_counts_for_the_lesson_of_the_others(tmp_path, content):
    hand_in(tmp_path / "ada.ipynb", {})
    (tmp_path / "ben.ipynb").write_text(content)
    assert [(one.learner, one.lesson) for one in find(tmp_path).submissions] == [
        ("ada", LESSON),
        ("ben", LESSON),
    ]


def test_a_notebook_that_says_no_lesson_is_told(tmp_path):
    (tmp_path / "ada.ipynb").write_text('{"cells": []}')
    told, remarks = found(tmp_path)
    assert told == []
    assert remarks == ["ada.ipynb: it does not say of which lesson it is. Name it: --lesson 06."]
    assert [one.lesson for one in find(tmp_path, LESSON).submissions] == [LESSON]


def test_another_lessons_notebook_is_left_out_and_told(tmp_path):
    hand_in(tmp_path / "ada.ipynb", {}, "05_chain_rule")
    hand_in(tmp_path / "ben" / "a.ipynb", {}, "05_chain_rule")
    hand_in(tmp_path / "ben" / "b.ipynb", {})
    told, remarks = found(tmp_path, LESSON)
    assert told == [("ben", 1, "ben/b.ipynb")]
    assert remarks == [f"ada.ipynb: the exercise of 05_chain_rule, not of {LESSON}; left out."]


@pytest.mark.parametrize("lesson", lessons())
def test_every_exercise_says_its_lesson_also_by_its_questions_alone(tmp_path, lesson):
    path = hand_in(tmp_path / "x.ipynb", {}, lesson)
    assert content_of(path).lessons == (lesson,)
    notebook = released(lesson)
    notebook["cells"] = [cell for cell in notebook["cells"] if "exercise(" not in "".join(cell["source"])]
    path.write_text(json.dumps(notebook))
    assert content_of(path).lessons == (lesson,)


def test_a_lesson_by_number_or_name():
    assert lesson_named("6") == lesson_named("06") == lesson_named(LESSON) == LESSON
    with pytest.raises(ValueError, match=r"There is no exercise '99'; choose from 00_start_here, "):
        lesson_named("99")


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(ValueError, match="There is no folder"):
        find(tmp_path / "nowhere")


# Archives


def packed(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, data in members:
            opened.writestr(name, data)
    return path


def taken(path, scratch):
    """The pieces of an archive by name, with their faults; what was taken out lies in scratch."""
    scratch.mkdir()
    return {piece.name: piece.fault for piece in download.contents(path, scratch)}


def test_an_archive_gives_its_notebooks_and_nothing_outside_its_folder(tmp_path):
    link = zipfile.ZipInfo("link.ipynb")
    link.external_attr = 0o120777 << 16
    data = json.dumps(released())
    path = packed(
        tmp_path / "all.zip",
        [
            ("ada/06.ipynb", data),
            ("../../up.ipynb", data),
            ("/rooted.ipynb", data),
            ("..\\win.ipynb", data),
            (link, "/etc/passwd"),
            ("run.sh", "exit"),
            ("__MACOSX/ada/._06.ipynb", "x"),
            ("ada/timestamp.txt", "2026-03-01 12:00:00 UTC"),
        ],
    )
    pieces = taken(path, tmp_path / "scratch")
    assert pieces == {
        **dict.fromkeys(["ada/06.ipynb", "up.ipynb", "rooted.ipynb", "win.ipynb", "run.sh"], ""),
        **{"link.ipynb": archive.LINK, "__MACOSX": "", "ada/timestamp.txt": ""},
    }
    assert sorted(one.name for one in tmp_path.iterdir()) == ["all.zip", "scratch"]
    assert len(list((tmp_path / "scratch").rglob("*"))) == 5


def test_a_notebook_that_unpacks_to_too_much_is_left_out(tmp_path, monkeypatch):
    monkeypatch.setattr(download, "LARGEST_FILE", 1000)
    path = packed(tmp_path / "all.zip", [("ada.ipynb", " " * 2_000_000), ("ben.ipynb", " " * 900)])
    assert taken(path, tmp_path / "to") == {"ada.ipynb": "too large for a notebook", "ben.ipynb": ""}


def test_an_archive_of_too_much_is_refused(tmp_path, monkeypatch):
    path = packed(tmp_path / "all.zip", [(f"{k}.ipynb", " " * 900) for k in range(4)])
    monkeypatch.setattr(download, "MOST_NOTEBOOKS", 3)
    with pytest.raises(ValueError, match="holds 4 notebooks or more, more than 3"):
        taken(path, tmp_path / "a")
    monkeypatch.setattr(download, "LARGEST_ARCHIVE", 2000)
    with pytest.raises(ValueError, match=r"all\.zip is larger than"):
        taken(path, tmp_path / "b")


def test_a_damaged_archive_is_a_sentence(tmp_path):
    (tmp_path / "all.zip").write_bytes(b"PK\x03\x04 and nothing more")
    with pytest.raises(ValueError, match=r"all\.zip cannot be unpacked"):
        taken(tmp_path / "all.zip", tmp_path / "to")


def test_a_damaged_member_costs_only_itself(tmp_path):
    path = packed(tmp_path / "all.zip", [("ada.ipynb", "a" * 5000), ("ben.ipynb", "b" * 5000)])
    data = bytearray(path.read_bytes())
    data[45] ^= 0xFF  # in the packed bytes of the first
    path.write_bytes(data)
    pieces = taken(path, tmp_path / "to")
    assert "damaged in its archive" in pieces["ada.ipynb"]
    assert pieces["ben.ipynb"] == ""


# Names

HARMFUL = [
    "../../etc",
    "/root",
    "a/b",
    "..",
    ".",
    "",
    " ",
    "CON",
    "nul.txt",
    "a\0b",
    "a\nb",
    "x" * 500,
    "é" * 200,
]
any_name = st.text(st.characters(exclude_categories=()), max_size=300) | st.sampled_from(HARMFUL)


@given(st.sets(any_name, max_size=6))
def test_folders_are_different_and_lead_nowhere_else(learners):
    made = names.folder_names(learners)
    assert len({name.casefold() for name in made.values()}) == len(learners)
    for name in made.values():
        assert Path("feedback", name).parent == Path("feedback")
        assert name not in ("", ".", "..")
        assert not set(name) & set('/\\:*?"<>|\0\n')
        assert len(name.encode("utf-8", "surrogatepass")) <= 120


def test_an_ordinary_name_stays_and_names_that_differ_in_case_only_do_not():
    made = names.folder_names(["ada", "Ben Müller", "Anna", "anna"])
    assert made["ada"] == "ada"
    assert made["Ben Müller"] == "Ben Müller"
    assert made["Anna"].startswith("Anna~")
    assert made["anna"].startswith("anna~")


@given(any_name)
def test_what_is_kept_of_a_name_can_be_stored_and_is_bounded(name):
    kept = names.identity(name)
    kept.encode("utf-8")
    assert len(kept) <= 128
    assert names.identity(kept) == kept


def test_names_in_an_old_encoding_stay_apart():
    first, second = (bytes([0x61, last]).decode("utf-8", "surrogateescape") for last in (0xE9, 0xE8))
    assert names.identity(first) != names.identity(second)


@given(any_name)
def test_what_is_printed_obeys_nothing(name):
    assert all(sign.isprintable() for sign in names.printable(name))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1+cmd", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"])
def test_a_formula_becomes_text(text):
    assert names.cell(text) == f"'{text}"


@pytest.mark.parametrize("value", ["ada", "", "-", 3, -2.5, "a=b", None])
def test_what_is_no_formula_stays(value):
    assert names.cell(value) is value
