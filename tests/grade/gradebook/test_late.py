"""Late work: dates and rules in `class.toml`, extensions, and what a plain run makes of them."""

import pytest
from classroom import LESSON, hand_in
from messy_class import stand_in

from handprop.course.faults import Refused
from handprop.grade.gradebook.late import read_rules
from handprop.grade.run import Request, run
from handprop.grade.workers import this_machine

RULES = """
[due]
06_by_hand = "2026-11-20 18:00"
[late]
grace_minutes = 15
percent_per_day = 10
at_most_percent = 50
"""


def rules(folder, text=RULES):
    (folder / "class.toml").write_text(text)
    return read_rules(folder)


@pytest.mark.parametrize(
    ("seconds", "off"), [(0, None), (900, None), (901, 0.8), (86_400 + 901, 1.6), (99 * 86_400, 4.0)]
)
def test_a_rule_without_python(tmp_path, seconds, off):
    assert rules(tmp_path).penalty("ada", 8.0, seconds) == (off if off is None else pytest.approx(off))


@pytest.mark.parametrize(
    "text",
    [
        "[due",
        '[due]\nx = "soon"',
        "[late]\nper_day = 1",
        "[sometimes]\na = 1",
        "[late]\ngrace_minutes = 'a'",
        "site = 'javascript:alert(1)'",
        "site = 3",
    ],
)
def test_a_slip_in_the_file_is_a_sentence(tmp_path, text):
    with pytest.raises(Refused, match=r"class\.toml cannot be used: "):
        rules(tmp_path, text)


def graded(course, monkeypatch):
    monkeypatch.setattr(this_machine, "grade", stand_in())
    monkeypatch.setattr(this_machine, "start_early", lambda *_: None)
    said = []
    (outcome,) = run(Request(folder=course / "in", course=course), said.append)
    return {row.learner: (row.score, row.late) for row in outcome.summary.rows}, "\n".join(said)


def test_an_extension_is_followed_by_the_next_plain_run_for_its_learner_alone(tmp_path, monkeypatch):
    from classroom import right

    for learner in ("ada", "ben"):
        path = hand_in(tmp_path / "in" / learner / LESSON / f"{LESSON}.ipynb", right())
        (path.parent / "timestamp.txt").write_text("2026-11-21 12:00:00 UTC")
    assert graded(tmp_path, monkeypatch)[0] == {"ada": (10, False), "ben": (10, False)}
    rules(tmp_path)
    scores, said = graded(tmp_path, monkeypatch)
    assert scores == {"ada": (9, True), "ben": (9, True)}
    assert "what lateness costs has changed for 2 learners" in said
    rules(tmp_path, RULES + '[extension.06_by_hand]\nada = "2026-11-22 18:00"\n')
    scores, said = graded(tmp_path, monkeypatch)
    assert scores == {"ada": (10, False), "ben": (9, True)}
    assert "what lateness costs has changed for 1 learner." in said
    assert "has changed" not in graded(tmp_path, monkeypatch)[1]
