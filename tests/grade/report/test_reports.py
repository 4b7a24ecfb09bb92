"""What is made of a class's results: summary, pages, tables; nothing of a learner's is more than text."""

import csv
import os
from dataclasses import replace
from datetime import timedelta

import pytest
from classroom import LESSON, NOON
from nbgrader.api import Gradebook

from handprop.check import load_questions
from handprop.grade import progress_bar
from handprop.grade.gradebook.book import Book
from handprop.grade.intake.class_list import CANVAS, MOODLE, read_roster
from handprop.grade.intake.submission import Submission
from handprop.grade.judging.result import NOT_JUDGED, CellOutput, QuestionResult, Result
from handprop.grade.notebooks.graded import release_of
from handprop.grade.report import csv_tables, screen
from handprop.grade.report import pages as report
from handprop.grade.report.summary import summarise

SCRIPT = "<script>alert(1)</script>"


def result(wrong=(), states=(), mistakes=(), said=(), **more):
    """A result in which all is right but for some questions."""
    states = dict.fromkeys(wrong, "wrong") | dict(states)
    judged = tuple(
        QuestionResult(
            question.name,
            question.title,
            question.objective,
            float(question.points),
            0.0 if question.name in states else float(question.points),
            states.get(question.name, "right"),
            dict(said).get(question.name, ("Right.",)),
            dict(mistakes).get(question.name, ()),
            f"{question.name} = 1",
        )
        for question in load_questions(LESSON)
    )
    return Result(LESSON, judged, **more)


def a_known_mistake():
    """The id and the name of a mistake that the first question knows."""
    mistake = load_questions(LESSON)[0].pipeline.mistakes[0]
    return mistake.id, mistake.name


@pytest.fixture
def book(tmp_path):
    with Book(f"sqlite:///{tmp_path / 'gradebook.db'}") as opened:
        opened.prepare(LESSON, release_of(LESSON))
        yield opened


def record(book, folder, learner, outcome, attempt=1, handed_in=NOON, counts=True):
    path = folder / f"{attempt}.ipynb"
    path.write_text("{}")
    book.record(Submission(learner, LESSON, path, attempt, handed_in), outcome, "digest", counts=counts)


@pytest.fixture
def graded(book, tmp_path):
    """A class of four."""
    id_, _ = a_known_mistake()
    slip = result(["exercise_1"], mistakes={"exercise_1": (id_,)}.items())
    record(book, tmp_path, "ada", result())
    record(book, tmp_path, "ben", slip)
    record(book, tmp_path, "chloe", replace(slip, isolation="bubblewrap"))
    gate = result(["closed_gate"], said={"closed_gate": ("Not (b).", "Why?")}.items())
    record(book, tmp_path, "dan", gate)
    return book


def test_scores_by_learner_question_and_objective(graded):
    summary = summarise(graded, LESSON)
    scores = {row.learner: row.score for row in summary.rows}
    assert scores == {"ada": 10, "ben": 8, "chloe": 8, "dan": 9}
    assert summary.mean == pytest.approx(8.75)
    first = summary.questions[0]
    assert (first.states["right"], first.states["wrong"], first.share) == (2, 2, 0.5)
    shares = {one.id: one.share for one in summary.objectives}
    assert shares == {"06.1": pytest.approx(15 / 20), "06.2": 1.0, "06.3": 1.0}


def test_mistakes_are_named_and_counted_and_the_rest_told_by_what_was_said(graded):
    summary = summarise(graded, LESSON)
    _, name = a_known_mistake()
    (slip,) = summary.questions[0].slips
    assert (slip.text, slip.learners, slip.known) == (name, ("ben", "chloe"), True)
    (gate,) = summary.questions[2].slips
    option = load_questions(LESSON)[2].answer.options["b"]
    assert (gate.text, gate.learners, gate.known) == (f"chooses (b): {option}", ("dan",), False)


def test_a_grade_by_hand_stands_before_the_machines(graded):
    with Gradebook(graded.url, "handprop") as gradebook:
        grade = gradebook.find_grade("exercise_1-check", LESSON, LESSON, "ben")
        grade.manual_score = 1.5
        gradebook.db.commit()
    (ben,) = [row for row in summarise(graded, LESSON).rows if row.learner == "ben"]
    assert (ben.score, ben.score_of("exercise_1"), ben.score_of("formula")) == (9.5, 1.5, 1.0)


def test_the_attempt_that_counts_is_the_one_shown(book, tmp_path):
    record(book, tmp_path, "ada", result())
    record(book, tmp_path, "ada", result(["exercise_2"]), attempt=2, counts=False)
    (row,) = summarise(book, LESSON).rows
    assert (row.score, row.attempt, row.attempts) == (10, 1, 2)


def test_late_is_what_comes_after_nbgraders_date_or_is_marked(book, tmp_path):
    for learner, hours in (("ada", -1), ("ben", 1), ("chloe", -2)):
        record(book, tmp_path, learner, result(), handed_in=NOON + timedelta(hours=hours))
    with Gradebook(book.url, "handprop") as gradebook:
        gradebook.find_assignment(LESSON).duedate = NOON
        gradebook.db.commit()
    rows = summarise(book, LESSON, late={("chloe", 1)}).rows
    assert {row.learner: row.late for row in rows} == {"ada": False, "ben": True, "chloe": True}


def test_late_without_a_time_is_a_word_alone(book, tmp_path):
    record(book, tmp_path, "ada", result(), handed_in=None)
    record(book, tmp_path, "ben", result(), handed_in=None)
    page = report.summary_page(summarise(book, LESSON, late={("ben", 1)}))
    assert page.count('<td class="when">late</td>') == 1
    assert page.count('<td class="when">–</td>') == 1


def test_nobody_yet(book):
    summary = summarise(book, LESSON)
    assert (summary.rows, summary.mean) == ((), None)
    assert "Nobody has handed in yet" in report.summary_page(summary)
    assert "0 handed in." in screen.told(summary)


# Class lists


def listed(tmp_path, text, name="class.csv", encoding="utf-8"):
    (tmp_path / name).write_bytes(text.encode(encoding))
    return read_roster(tmp_path / name)


CANVAS_EXPORT = """\
Student,ID,SIS User ID,SIS Login ID,Section,Exercise: Back-propagation by hand (77),Final Score
    Points Possible,,,,,10,(read only)
"Lovelace, Ada",501,S1,ada,A,,
"Müller, Ben",502,S2,bmueller,A,4,
"Student, Test",,,,A,,
"""
WORKSHEET = """\
Identifier,Full name,Email address,Status,Grade,Maximum Grade,Last modified (grade),Feedback comments
Participant 101,Ada Lovelace,ada@example.org,Submitted,,100.00,-,
Participant 102,Kim Lee,kim@example.org,No submission,,100.00,-,
"""


@pytest.mark.parametrize(
    ("text", "learners", "known"),
    [
        ("id,first_name,last_name\nada,Ada,Lovelace\nzoe,,\n", ["ADA", "ben"], {"ADA": "ada"}),
        ("﻿id;name\nada;Ada\n", ["ada"], {"ada": "ada"}),
        ("Username,First name,Surname,Email address\nu1,A,B,a@x.org\n", ["a@x.org"], {"a@x.org": "u1"}),
        (CANVAS_EXPORT, ["lovelaceada_501", "bmueller"], {"lovelaceada_501": "ada", "bmueller": "bmueller"}),
        (
            WORKSHEET,
            ["ada lovelace", "Kim Lee_102"],
            {"ada lovelace": "Ada Lovelace", "Kim Lee_102": "Kim Lee"},
        ),
        ("id,email\nada,x@y.z\nada2,x@y.z\n", ["x@y.z"], {}),
        ("id\nada\n", ["ada", "Ada"], {"ada": "ada"}),
        ("id\nada\n", ["ADA", "Ada"], {}),
    ],
)
def test_class_lists_of_every_kind(tmp_path, text, learners, known):
    roster = listed(tmp_path, text)
    assert {learner: entry.id for learner, entry in roster.of(learners).items()} == known


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("", "utf-8"), ("who,what\na,b\n", "utf-8"), ("id,name\nx,Müller\n", "latin-1"), ('id\n"open', "utf-8")],
)
def test_what_is_no_class_list_is_a_sentence(tmp_path, text, encoding):
    with pytest.raises(ValueError, match=r"class\.csv") as fault:
        listed(tmp_path, text, encoding=encoding)
    assert str(fault.value).endswith(".")


def test_a_class_list_that_is_not_there(tmp_path):
    with pytest.raises(ValueError, match="cannot be read"):
        read_roster(tmp_path / "none.csv")


def test_who_is_missing(graded, tmp_path):
    roster = listed(tmp_path, "id\nada\nben\nzoe\n")
    summary = summarise(graded, LESSON, roster)
    assert [entry.id for entry in summary.missing] == ["zoe"]
    assert "zoe" in report.summary_page(summary)
    assert "nothing handed in" in screen.told(summary)


def test_who_handed_in_and_is_not_on_the_list(graded, tmp_path):
    summary = summarise(graded, LESSON, listed(tmp_path, "id\nada\nben\nchloe\n"))
    assert summary.unlisted == ("dan",)
    assert "Not on the class list: dan." in report.summary_page(summary)
    assert "Not on the class list: dan." in screen.told(summary)


def test_without_a_list_nobody_is_missing_from_it(book, tmp_path):
    for learner in ("ada", "Ada"):  # such two cannot be told apart in a list
        record(book, tmp_path, learner, result())
    assert summarise(book, LESSON).unlisted == ()


def test_without_a_list_nbgraders_students_are_the_class(graded):
    with Gradebook(graded.url, "handprop") as gradebook:
        gradebook.add_student("zoe", first_name="Zoe", last_name="Zhu")
    summary = summarise(graded, LESSON)
    assert [(entry.id, entry.name) for entry in summary.missing] == [("zoe", "Zoe Zhu")]


# Tables


def written(summary, path, kind, column=None):
    csv_tables.write(summary, path, kind, column)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_plain_table(graded, tmp_path):
    rows = written(summarise(graded, LESSON, listed(tmp_path, "id\nzoe\n")), tmp_path / "a.csv", "plain")
    questions = [one.name for one in load_questions(LESSON)]
    before = ["learner", "name", "state", "attempt", "handed_in", "late", "score", "points"]
    assert list(rows[0]) == [*before, *questions, "comment"]
    assert all(None not in row and None not in row.values() for row in rows)  # a cell for each column
    assert [row["learner"] for row in rows] == ["ada", "ben", "chloe", "dan", "zoe"]
    ben = {"score": "8", "points": "10", "exercise_1": "0", "state": "graded"}
    assert {name: rows[1][name] for name in ben} == ben
    assert (rows[4]["score"], rows[4]["state"]) == ("", "missing")
    assert all(None not in row and None not in row.values() for row in rows)  # as many cells as columns


def test_the_table_for_canvas_from_its_own_list(book, tmp_path):
    record(book, tmp_path, "lovelaceada_501", result())
    record(book, tmp_path, "guest_999", result())
    roster = listed(tmp_path, CANVAS_EXPORT)
    assert roster.kind == CANVAS
    rows = written(summarise(book, LESSON, roster), tmp_path / "a.csv", "canvas")
    column = "Exercise: Back-propagation by hand (77)"
    assert list(rows[0]) == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", column]
    assert (rows[0]["Student"], rows[0][column]) == ("    Points Possible", "10")
    assert [(row["ID"], row["Student"], row[column]) for row in rows[1:]] == [
        ("501", "Lovelace, Ada", "10"),
        ("502", "Müller, Ben", "4"),  # who handed nothing in keeps what is there
        ("", "Student, Test", ""),
    ]


def test_the_table_for_canvas_without_a_list(book, tmp_path):
    record(book, tmp_path, "lovelaceada_501", result())
    record(book, tmp_path, "ben", result(["formula"]))
    rows = written(summarise(book, LESSON), tmp_path / "a.csv", "canvas", "Sheet 6 (1234)")
    assert [(row["ID"], row["SIS Login ID"], row["Sheet 6 (1234)"]) for row in rows] == [
        ("", "ben", "9"),
        ("501", "", "10"),
    ]


def test_the_table_for_moodle_fills_its_worksheet(book, tmp_path):
    record(book, tmp_path, "Ada Lovelace", result(["exercise_1"]))
    roster = listed(tmp_path, WORKSHEET)
    assert roster.kind == MOODLE
    rows = written(summarise(book, LESSON, roster), tmp_path / "a.csv", "moodle")
    assert list(rows[0]) == WORKSHEET.splitlines()[0].split(",")
    ada = {"Identifier": "Participant 101", "Grade": "80", "Last modified (grade)": "-"}
    assert {name: rows[0][name] for name in ada} == ada
    assert rows[0]["Feedback comments"] == (
        "8 of 10 points. Look again at: Exercise 1: six gradients by hand."
    )
    assert (rows[1]["Grade"], rows[1]["Feedback comments"]) == ("", "")


def test_the_table_for_moodle_without_a_worksheet(book, tmp_path):
    record(book, tmp_path, "ada", result())
    roster = listed(tmp_path, "id,email\nada,ada@example.org\n")
    rows = written(summarise(book, LESSON, roster), tmp_path / "a.csv", "moodle")
    ada = {"username": "ada", "email": "ada@example.org", LESSON: "10", "feedback": "10 of 10 points."}
    assert rows == [ada]


@pytest.mark.parametrize("kind", csv_tables.KINDS)
def test_no_name_becomes_a_formula(book, tmp_path, kind):
    record(book, tmp_path, "=HYPERLINK(1)", result())
    roster = listed(tmp_path, "id,name\n=HYPERLINK(1),@SUM(A1)\n-missing,+1\n")
    csv_tables.write(summarise(book, LESSON, roster), tmp_path / "a.csv", kind, "Sheet (1)")
    cells = [cell for row in csv.reader((tmp_path / "a.csv").open(encoding="utf-8-sig")) for cell in row]
    assert any("HYPERLINK" in cell or "@SUM" in cell for cell in cells)
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []


# Pages


@pytest.fixture
def hostile(book, tmp_path):
    """A learner who puts scripts, escapes and half characters wherever there is room."""
    outcome = result(
        ["formula"],
        states={"closed_gate": NOT_JUDGED}.items(),
        said={"formula": (f"Python says: {SCRIPT}", "`a` and `<b>`", "`open")}.items(),
        remarks=(f"Cell 3 {SCRIPT} was stopped.",),
        outputs=(CellOutput(2, SCRIPT + "\ud800" + "x" * 30_000, f"Error: {SCRIPT}"),),
    )
    odd = tuple(replace(one, answer=f'x = "{SCRIPT}"</pre>') for one in outcome.questions)
    record(book, tmp_path, f"\x1b[31m{SCRIPT}", replace(outcome, questions=odd))
    record(book, tmp_path, "../../ada", result())
    return summarise(book, LESSON, remarks=[f"{SCRIPT}: a link, not followed."])


def test_nothing_of_a_learners_is_markup(hostile):
    pages = [report.summary_page(hostile), *(report.feedback_page(hostile, row) for row in hostile.rows)]
    for page in pages:
        assert "<script" not in page
        assert page.count("</pre>") == page.count("<pre")
        assert "default-src 'none'" in page
    assert "&lt;script&gt;alert(1)" in pages[0]
    assert "<code>a</code> and <code>&lt;b&gt;</code>" in "".join(pages)
    assert "`open" in "".join(pages)
    assert "more characters)" in "".join(pages)


def test_nothing_of_a_learners_reaches_the_terminal_as_a_command(hostile):
    assert "\x1b" not in screen.told(hostile)


def test_pages_are_written_inside_their_folder_and_linked(hostile, tmp_path):
    folder = tmp_path / "a" / "b" / "feedback"
    pages = report.write_feedback(hostile, folder, {})
    report.write_summary(hostile, tmp_path / "a" / "b" / "grades" / "x.html", pages)
    outside = [p for p in tmp_path.rglob("*.html") if not p.resolve().is_relative_to(tmp_path / "a" / "b")]
    assert outside == []
    assert len(pages) == 2
    for page in pages.values():
        assert page.resolve().is_relative_to(folder.resolve())
        assert page.is_file()


def test_a_page_of_feedback_says_what_was_wrong_and_what_was_right(graded):
    summary = summarise(graded, LESSON)
    page = " ".join(report.feedback_page(summary, summary.rows[1]).split())
    assert "8 of 10 points" in page
    assert "Not right yet: 0 of 2 points" in page
    assert "Right: 1 of 1 point<" in page
    assert "exercise_1 = 1" in page
    assert "work out the six gradients" in page


def test_a_page_of_feedback_leads_to_the_lesson_on_the_web(book, tmp_path):
    record(book, tmp_path, "ada", result())
    (row,) = summarise(book, LESSON).rows
    assert f"<code>notebooks/{LESSON}.ipynb</code>" in report.feedback_page(summarise(book, LESSON), row)
    book.rules = replace(book.rules, site="https://example.org/course/")
    page = report.feedback_page(summarise(book, LESSON), row)
    assert '<a href="https://example.org/course/06/">Back-propagation by hand</a>' in page


def test_what_was_unusual_is_told_to_learner_and_instructor(book, tmp_path):
    record(book, tmp_path, "ada", result(remarks=("Cell 4 was stopped after 20 seconds.",)))
    summary = summarise(book, LESSON)
    assert "Cell 4 was stopped" in report.feedback_page(summary, summary.rows[0])
    assert "<bdi>ada</bdi>: Cell 4 was stopped after 20 seconds." in report.summary_page(summary)


def test_a_file_that_could_not_be_read_is_told_once(book, tmp_path):
    names = [question.name for question in load_questions(LESSON)]
    why = "The file is empty."
    lost = result(states=dict.fromkeys(names, NOT_JUDGED).items(), said=dict.fromkeys(names, (why,)).items())
    blank = tuple(replace(one, answer="") for one in lost.questions)
    record(book, tmp_path, "ada", replace(lost, questions=blank, remarks=(why,)))
    summary = summarise(book, LESSON)
    page = report.feedback_page(summary, summary.rows[0])
    assert page.count(why) == 1
    assert f"None of the {len(names)} questions could be judged." in page
    assert "<strong>needs attention</strong>" in report.summary_page(summary)


def test_who_has_not_answered_is_told_apart_from_who_is_wrong(book, tmp_path):
    record(book, tmp_path, "ada", result(["formula"], {"closed_gate": "unfinished"}.items()))
    summary = summarise(book, LESSON)
    lines = {
        line.split()[0]: line.split()[-4:] for line in screen.told(summary).splitlines() if "06." in line
    }
    assert (lines["2"][-3], lines["3"][-3]) == ("0", "1")
    assert "0 of 1 right; 1 unanswered." in report.summary_page(summary)


def test_a_comment_by_hand_is_on_the_page(graded):
    with Gradebook(graded.url, "handprop") as gradebook:
        comment = gradebook.find_comment("exercise_1", LESSON, LESSON, "ben")
        comment.manual_comment = "Nearly & nicely"
        gradebook.db.commit()
    summary = summarise(graded, LESSON)
    assert "Nearly &amp; nicely" in report.feedback_page(summary, summary.rows[1])


def test_nbgraders_release_of_feedback_finds_what_it_asks_for(graded, tmp_path):
    beside = tmp_path / "submitted" / "ada"
    beside.mkdir(parents=True)
    (beside / "timestamp.txt").write_text("2026-03-01 12:00:00 UTC")
    (beside / "submission_secret.txt").symlink_to("/etc/hostname")
    report.write_feedback(summarise(graded, LESSON), tmp_path / "feedback", {"ada": beside / "x.ipynb"})
    page = tmp_path / "feedback" / "ada" / LESSON
    assert sorted(path.name for path in page.iterdir()) == [f"{LESSON}.html", "timestamp.txt"]


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 360])
def test_the_pages_are_accessible_and_run_nothing(browser, hostile, tmp_path, scheme, width):
    from axe_playwright_python.sync_playwright import Axe

    pages = report.write_feedback(hostile, tmp_path / "feedback", {})
    report.write_summary(hostile, tmp_path / "grades" / "x.html", pages)
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800})
    page, heard = context.new_page(), []
    page.on("dialog", lambda dialog: (heard.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda message: heard.append(message.text))
    for file in [tmp_path / "grades" / "x.html", *pages.values()]:
        page.goto(file.as_uri())
        page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
        found = Axe().run(page).response
        assert {"color-contrast", "document-title"} <= {rule["id"] for rule in found["passes"]}
        assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()
    assert heard == []


# The screen


def test_the_screen_says_scores_mistakes_and_what_needs_attention(graded, tmp_path):
    lost = result(states={"formula": NOT_JUDGED}.items(), remarks=("Cell 4 was stopped after 20 seconds.",))
    record(graded, tmp_path, "zed", lost)
    told = screen.told(summarise(graded, LESSON, remarks=["x: a link, not followed."]))
    _, name = a_known_mistake()
    assert "5 handed in; mean 8.8 of 10 points." in told
    assert f"2  {name}" in told
    assert "ada" in told
    assert "zed: Cell 4 was stopped after 20 seconds." in told
    assert "x: a link, not followed." in told


def test_a_reader_that_goes_away_stops_nothing():
    reader, writer = os.pipe()
    os.close(reader)
    with open(writer, "w") as stream:
        for _ in range(3):
            progress_bar.say("grading goes on", stream=stream)
        progress = progress_bar.Progress(LESSON, 1, stream)
        progress.step()
    assert progress.done == 1


class Stream:
    """Text that is written, and whether it is a terminal."""

    def __init__(self, live):
        self.text, self._live = "", live

    def write(self, text):
        self.text += text

    def flush(self):
        pass

    def isatty(self):
        return self._live


def test_progress_on_a_terminal_is_one_line_and_elsewhere_a_few():
    for live, lines in ((True, 1), (False, 20)):
        stream = Stream(live)
        progress = progress_bar.Progress(LESSON, 1000, stream)
        for _ in range(1000):
            progress.step()
        progress.end()
        assert stream.text.count("\n") == lines
        assert "500 of 1000" in stream.text
        assert "left" in stream.text
        assert stream.text.rstrip().endswith("[########################]  1000 of 1000")


def test_what_takes_long_says_so_once_where_there_is_no_terminal(capsys):
    waiting = progress_bar.Waiting("The sandbox is made ready", 80)
    for _ in range(3):
        waiting.step()
    waiting.end()
    assert capsys.readouterr().out == "The sandbox is made ready; it usually takes 1 min.\n"
