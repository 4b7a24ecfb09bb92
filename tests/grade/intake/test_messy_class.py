"""Classes as they really arrive: nobody merged, nobody lost, no point invented, every byte accounted for."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from messy_class import MESS, PLATFORMS, stand_in

from handprop.grade.intake.account import summary
from handprop.grade.intake.find import find
from handprop.grade.report import screen
from handprop.grade.run import Request, run
from handprop.grade.workers import this_machine

COUNT = 6  # learners of each platform; together more than 150


def graded(course, place, monkeypatch, **more):
    """(learner, exercise) -> points, all that was said, and the account."""
    monkeypatch.setattr(this_machine, "grade", stand_in())
    course.mkdir(exist_ok=True)
    said = []
    outcomes = run(Request(folder=place, course=course, **more), said.append)
    scores = {(row.learner, one.summary.lesson): row.score for one in outcomes for row in one.summary.rows}
    told = "\n".join([*said, *(screen.told(one.summary) for one in outcomes)])
    with (course / "grades" / "files.csv").open(encoding="utf-8-sig", newline="") as stream:
        return scores, told, list(csv.DictReader(stream))


def expected(made):
    return {
        (who, lesson): points
        for who, worth in made.worth.items()
        if worth
        for lesson, points in worth.items()
    }


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_class_of_every_platform_gets_what_an_honest_marker_gives(tmp_path, monkeypatch, platform, packed):
    made = PLATFORMS[platform](packed, COUNT)
    place = made.write_zip(tmp_path / "all.zip") if packed else made.write(tmp_path / "in")
    scores, told, account = graded(tmp_path / "course", place, monkeypatch)
    assert scores == expected(made)
    mentioned = " ".join(row["learner"] + " " + row["file"] for row in account) + told
    assert [who for who in made.worth if who not in mentioned] == []
    only_told = [who for who, worth in made.worth.items() if not worth]
    assert [who for who in only_told if who not in told] == []
    assert "Traceback" not in told


def test_together_they_are_more_than_150_with_every_kind_of_mess():
    all_ = [PLATFORMS[platform](packed, COUNT) for platform in PLATFORMS for packed in (False, True)]
    kinds = sum((made.kinds for made in all_), Counter())
    assert len(MESS) >= 40
    assert sum(len(made.worth) for made in all_) >= 150
    assert [kind for kind in MESS if not kinds[kind]] == []


@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_byte_of_the_download_is_accounted_for(tmp_path, platform):
    made = PLATFORMS[platform](True, COUNT)
    found = find(made.write(tmp_path / "in"))
    top = [one for one in found.files if not inside_an_archive(one.name, made.files)]
    assert sum(one.size for one in top) == sum(map(len, made.files.values()))
    assert sum(one.count for one in top) == len(made.files)
    assert summary(found.files).startswith(f"{sum(one.count for one in found.files)} files: ")
    assert all(one.what for one in found.files)
    assert len({one.name for one in found.files}) == len(found.files)


def inside_an_archive(name, files):
    return any(str(above) in files for above in Path(name).parents)
