# ruff: noqa: E501 (the headers of platforms are long)
"""Tables of Canvas and Moodle as they export them: filled in, nothing else changed; feedback given back."""

import csv
import io
import zipfile

import pytest
from classroom import LESSON, hand_in
from messy_class import stand_in
from openpyxl import Workbook, load_workbook

from handprop import cli
from handprop.course.front import about
from handprop.grade.intake.class_list import CANVAS, MOODLE, read_roster
from handprop.grade.intake.platforms import moodles_numbers
from handprop.grade.judging.result import QuestionResult, Result
from handprop.grade.report import csv_tables
from handprop.grade.report.platform_tables import choose_column, left_alone
from handprop.grade.report.summary import Row, Summary
from handprop.grade.workers import this_machine

TITLE = about(LESSON).title
SCORES = {"ada": 8.0, "ben": 10.0}


def summary(roster, learners, numbers=None):
    """A class of some learners (name -> score of 10 points) on a list."""
    one = QuestionResult("exercise_1", "Six gradients", "06.1", 10.0, 0.0, "wrong")
    rows = tuple(
        Row(name, "", 10.0, Result(LESSON, (QuestionResult(*[*vars(one).values()][:4], score, "right"),)))
        for name, score in learners.items()
    )
    known = roster.of(learners, numbers or {})
    return Summary(LESSON, TITLE, 10.0, rows, (), (), roster=roster, known=known)


def table(text):
    return list(csv.reader(io.StringIO(text.lstrip("\n")), delimiter=";" if text.count(";") > 10 else ","))


def filled(tmp_path, text, kind, learners, column=None, name="list.csv", to="out.csv", encoding="utf-8"):
    """The list before and after, as rows of cells."""
    (tmp_path / name).write_bytes(text.lstrip("\n").encode(encoding))
    roster = read_roster(tmp_path / name)
    assert roster.kind == kind
    csv_tables.write(summary(roster, learners), tmp_path / to, kind, column)
    with (tmp_path / to).open(encoding="utf-8", newline="") as stream:
        return [list(row) for row in roster.rows], list(csv.reader(stream))


def changes(before, after):
    """(row, column's name) -> new text, of every cell that is not what it was; no row comes or goes."""
    assert len(before) == len(after)
    header = after[0]
    places = [before[0].index(name) for name in header]
    return {
        (line, header[k]): new
        for line, row in enumerate(after)
        for k, new in enumerate(row)
        if new != before[line][places[k]]
    }


COLUMN = f"{TITLE} (77)"
CANVAS_FORMS = {
    "as today": f"""
Student,ID,SIS User ID,SIS Login ID,Section,{COLUMN},Current Score,Final Score
    Points Possible,,,,,100,(read only),(read only)
"Lovelace, Ada",501,S1,ada,A,,,
"Müller, Ben",502,S2,ben,A,4,,
""",
    "ten points": f"""
Student,ID,SIS Login ID,Section,{COLUMN}
    Points Possible,,,,10
"Lovelace, Ada",501,ada,A,
"Müller, Ben",502,ben,A,
""",
    "points with a comma": f"""
Student,ID,SIS Login ID,Section,{COLUMN}
    Points Possible,,,,"20,0"
"Lovelace, Ada",501,ada,A,
"Müller, Ben",502,ben,A,
""",
    "no points": f"""
Student,ID,SIS Login ID,Section,{COLUMN}
    Points Possible,,,,
"Lovelace, Ada",501,ada,A,
"Müller, Ben",502,ben,A,
""",
    "zero points": f"""
Student,ID,SIS Login ID,Section,{COLUMN}
    Points Possible,,,,0
"Lovelace, Ada",501,ada,A,
"Müller, Ben",502,ben,A,
""",
    "two names": f"""
LastName,FirstName,ID,SIS User ID,SIS Login ID,Section,{COLUMN}
    Points Possible,,,,,,100
Lovelace,Ada,501,S1,ada,A,
Müller,Ben,502,S2,ben,A,
""",
    "posted by hand": f"""
Student,ID,SIS User ID,SIS Login ID,Section,{COLUMN},Quiz (78)
,,,,,Manual Posting,Manual Posting
    Points Possible,,,,,100,5
"Lovelace, Ada",501,S1,ada,A,,3
"Müller, Ben",502,S2,ben,A,,4
""",
    "several accounts": f"""
Student,ID,SIS User ID,SIS Login ID,Integration ID,Root Account,Section,Notes,{COLUMN}
    Points Possible,,,,,,,,100
"Lovelace, Ada",501,S1,ada,,a.example.org,"A and B",quiet,
"Müller, Ben",502,S2,ben,,a.example.org,A,,
""",
    "semicolons": f"""
Student;ID;SIS User ID;SIS Login ID;Section;{COLUMN};Final Score
    Points Possible;;;;;100;(read only)
"Lovelace, Ada";501;S1;ada;A;;
"Müller, Ben";502;S2;ben;A;;
""",
    "excused and test student": f"""
Student,ID,SIS User ID,SIS Login ID,Section,{COLUMN}
    Points Possible,,,,,100
"Lovelace, Ada",501,S1,ada,A,
"Zhu, Zoe",503,S3,zoe,A,EX
"Müller, Ben",502,S2,ben,A,
"Student, Test",,,,A,
""",
    "the lesson's name": """
Student,ID,SIS User ID,SIS Login ID,Section,06_by_hand (7),06_by_hand_bonus (8)
    Points Possible,,,,,100,100
"Lovelace, Ada",501,S1,ada,A,,
"Müller, Ben",502,S2,ben,A,,
""",
    "totals with the title": f"""
Student,ID,SIS User ID,SIS Login ID,Section,{COLUMN},{TITLE} Current Score,{TITLE} Unposted Final Score
    Points Possible,,,,,100,(read only),(read only)
"Lovelace, Ada",501,S1,ada,A,,,
"Müller, Ben",502,S2,ben,A,,,
""",
    "renamed": f"""
Student,ID,SIS User ID,SIS Login ID,Section,{COLUMN}
    Points Possible,,,,,100
"King, Ada",501,S1,aking,A,
"Müller, Ben",502,S2,ben,A,
""",
}
CANVAS_MAXIMUM = {"ten points": 10, "points with a comma": 20, "no points": 10, "zero points": 10}


@pytest.mark.parametrize("form", CANVAS_FORMS)
def test_canvas_gets_its_list_back_with_scores_alone(tmp_path, form):
    learners = {"lovelaceada_501": 8.0, "müllerben_502": 10.0, "stranger_999": 1.0}
    before, after = filled(tmp_path, CANVAS_FORMS[form], CANVAS, learners)
    maximum = CANVAS_MAXIMUM.get(form, 100)
    column = next(name for name in after[0] if name.startswith((COLUMN, "06_by_hand (7)")))
    line = {
        next(k for k, row in enumerate(before) if number in row): part
        for number, part in (("501", 0.8), ("502", 1))
    }
    wanted = {(k, column): f"{part * maximum:g}" for k, part in line.items()}
    assert changes(before, after) == {key: new for key, new in wanted.items() if new != before[key[0]][-1]}
    about_learner = {"Notes", "Quiz (78)", "06_by_hand_bonus (8)"}
    assert about_learner.isdisjoint(after[0])


@pytest.mark.parametrize(
    ("header", "wanted", "said"),
    [
        (["Quiz (1)"], None, 'no column for the exercise 06_by_hand: "Quiz (1)" are there'),
        ([f"{TITLE} (1)", f"{TITLE} (2)"], None, "several columns"),
        ([f"{TITLE} (1)"], "Quiz", "no column for the name 'Quiz'"),
        ([], None, "none are there"),
        (["06_by_hand (1)"], "06_by_hand (2)", "no column"),
    ],
)
def test_a_column_that_is_not_there_or_not_sure_is_refused(tmp_path, header, wanted, said):
    text = ",".join(["Student,ID,SIS Login ID,Section", *header]) + "\nA,1,a,A" + "," * len(header)
    (tmp_path / "list.csv").write_text(text)
    with pytest.raises(ValueError, match=r"--column TITLE") as fault:
        choose_column(read_roster(tmp_path / "list.csv"), CANVAS, LESSON, TITLE, wanted)
    assert said in str(fault.value)


def test_a_column_that_canvas_computes_is_refused(tmp_path):
    text = f"Student,ID,SIS Login ID,Section,{TITLE}\n    Points Possible,,,,(read only)\nA,1,a,A,"
    (tmp_path / "list.csv").write_text(text)
    with pytest.raises(ValueError, match="is read only in Canvas"):
        choose_column(read_roster(tmp_path / "list.csv"), CANVAS, LESSON, TITLE, None)


ENGLISH = (
    "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,"
    "Last modified (submission),Last modified (grade),Feedback comments"
)
MOODLE_FORMS = {
    "English": f"""
{ENGLISH}
Participant 101,Ada Lovelace,ada@example.org,Submitted,,100.00,Yes,"Sunday, 1 March 2026, 12:00 PM",-,
Participant 102,Ben Müller,ben@example.org,Submitted,,100.00,Yes,"Sunday, 1 March 2026, 12:00 PM",-,
""",
    "ten points": f"""
{ENGLISH}
Participant 101,Ada Lovelace,ada@example.org,Submitted,,10.00,Yes,-,-,
Participant 102,Ben Müller,ben@example.org,Submitted,,10.00,Yes,-,-,
""",
    "German": """
ID,Vollständiger Name,E-Mail-Adresse,Status,Bewertung,Bestwertung,Bewertung kann geändert werden,Zuletzt geändert (Abgabe),Zuletzt geändert (Bewertung),Feedback als Kommentar
Teilnehmer/in101,Ada Lovelace,ada@example.org,Zur Bewertung abgegeben,,"100,00",Ja,"Sonntag, 1. März 2026, 12:00",-,
Teilnehmer/in102,Ben Müller,ben@example.org,Zur Bewertung abgegeben,,"100,00",Ja,"Sonntag, 1. März 2026, 12:00",-,
""",
    "French": """
Identifiant,Nom complet,Adresse de courriel,Statut,Note,Note maximale,La note peut être modifiée,Dernière modification (travail remis),Dernière modification (note),Feedback par commentaires
Participant 101,Ada Lovelace,ada@example.org,Remis pour évaluation,,"100,00",Oui,-,-,
Participant 102,Ben Müller,ben@example.org,Remis pour évaluation,,"100,00",Oui,-,-,
""",
    "Spanish": """
Identificador,Nombre completo,Dirección de correo,Estado,Calificación,Calificación máxima,La calificación puede ser cambiada,Última modificación (entrega),Última modificación (calificación),Comentarios de retroalimentación
Participante 101,Ada Lovelace,ada@example.org,Enviado,,"100,00",Sí,-,-,
Participante 102,Ben Müller,ben@example.org,Enviado,,"100,00",Sí,-,-,
""",
    "Japanese": """
ID,フルネーム,メールアドレス,状態,評点,最大評点,評点変更可,最終更新日時 (提出),最終更新日時 (評点),フィードバックコメント
参加者 101,Ada Lovelace,ada@example.org,提出済み,,100.00,はい,-,-,
参加者 102,Ben Müller,ben@example.org,提出済み,,100.00,はい,-,-,
""",
    "more about the learner": """
Identifier,Full name,ID number,Username,Email address,Status,Grade,Maximum Grade,Grade can be changed,Last modified (submission),Online text,Last modified (grade),Feedback comments
Participant 101,Ada Lovelace,M1,ada,ada@example.org,Submitted,,100.00,Yes,-,,-,
Participant 102,Ben Müller,M2,ben,ben@example.org,Submitted,,100.00,Yes,-,,-,
""",
    "state of marking": """
Identifier,Full name,Email address,Status,Grade,Maximum Grade,Marking workflow state,Grade can be changed,Last modified (submission),Last modified (grade),Feedback comments
Participant 101,Ada Lovelace,ada@example.org,Submitted,,100.00,Not marked,Yes,-,-,
Participant 102,Ben Müller,ben@example.org,Submitted,,100.00,Not marked,Yes,-,-,
""",
    "groups": """
Identifier,Full name,Email address,Status,Group,Grade,Maximum Grade,Grade can be changed,Last modified (submission),Last modified (grade),Feedback comments
Participant 101,Ada Lovelace,ada@example.org,Submitted,Group A,,100.00,Yes,-,-,
Participant 102,Ben Müller,ben@example.org,Submitted,Group B,,100.00,Yes,-,-,
""",
    "no comments": """
Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,Last modified (submission),Last modified (grade)
Participant 101,Ada Lovelace,ada@example.org,Submitted,,100.00,Yes,-,-
Participant 102,Ben Müller,ben@example.org,Submitted,,100.00,Yes,-,-
""",
    "hidden names": """
Identifier,Status,Grade,Maximum Grade,Grade can be changed,Last modified (submission),Last modified (grade),Feedback comments
Participant 101,Submitted,,100.00,Yes,-,-,
Participant 102,Submitted,,100.00,Yes,-,-,
""",
    "hidden names in German": """
ID,Status,Bewertung,Bestwertung,Bewertung kann geändert werden,Zuletzt geändert (Abgabe),Zuletzt geändert (Bewertung),Feedback als Kommentar
Teilnehmer/in101,Abgegeben,,"100,00",Ja,-,-,
Teilnehmer/in102,Abgegeben,,"100,00",Ja,-,-,
""",
}
_GRADES = ("Grade", "Bewertung", "Note", "Calificación", "評点")


@pytest.mark.parametrize("form", MOODLE_FORMS)
def test_moodle_gets_its_worksheet_back_with_grades_and_comments_alone(tmp_path, form):
    hidden = form.startswith("hidden")
    learners = (
        {"Participant 101": 8.0, "Participant 102": 9.5}
        if hidden
        else {"Ada Lovelace": 8.0, "Müller Ben": 9.5}
    )
    before, after = filled(tmp_path, MOODLE_FORMS[form], MOODLE, learners)
    assert before[0] == after[0]
    grade = next(name for name in _GRADES if name in after[0])
    grades = {("ten points"): ["8", "9.5"]}.get(form, ["80", "95"])
    changed = changes(before, after)
    assert [changed.pop((line, grade)) for line in (1, 2)] == grades
    comments = {} if form == "no comments" else {(1, after[0][-1]), (2, after[0][-1])}
    assert set(comments) == set(changed)
    assert all("of 10 points." in said for said in changed.values())


def test_a_comma_stays_a_comma(tmp_path):
    _, after = filled(tmp_path, MOODLE_FORMS["German"], MOODLE, {"Ada Lovelace": 8.25})
    assert after[1][4] == "82,5"


def test_rows_that_moodle_has_locked_are_left_alone_and_listed(tmp_path):
    for form, yes, no in (("English", "Yes", "No"), ("German", "Ja", "Nein"), ("Japanese", "はい", "いいえ")):
        lines = MOODLE_FORMS[form].strip().splitlines()
        text = "\n".join([*lines[:2], lines[2].replace(yes, no)])
        learners = {"Ada Lovelace": 8.0, "Ben Müller": 9.0}
        before, after = filled(tmp_path, text, MOODLE, learners)
        assert {line for line, _ in changes(before, after)} == {1}
        told = left_alone(summary(read_roster(tmp_path / "list.csv"), learners), MOODLE, None)
        assert told == ["Moodle says that these grades cannot be changed; left alone: Ben Müller."]


def test_on_a_scale_only_comments_are_written(tmp_path):
    text = f"{ENGLISH.replace('Maximum Grade', 'Scale')}\n"
    text += 'Participant 101,Ada Lovelace,a@x.org,Submitted,,"Poor, Fair, Good",Yes,-,-,\n'
    before, after = filled(tmp_path, text, MOODLE, {"Ada Lovelace": 8.0})
    assert set(changes(before, after)) == {(1, "Feedback comments")}


def test_moodles_numbers_of_another_exercise_give_nobody_somebody_elses_grade(tmp_path):
    (tmp_path / "list.csv").write_text(MOODLE_FORMS["English"].lstrip(), encoding="utf-8")
    roster = read_roster(tmp_path / "list.csv")
    numbers = {"Ada Lovelace": {"moodle 102"}, "Ben Müller": {"moodle 103"}}
    assert {who: entry.name for who, entry in roster.of(numbers, numbers).items()} == {
        "Ben Müller": "Ben Müller"
    }


def test_tables_in_excels_form_are_read_and_written(tmp_path):
    book = Workbook()
    for row in csv.reader(io.StringIO(CANVAS_FORMS["as today"].lstrip())):
        book.active.append([int(cell) if cell.isdecimal() else cell or None for cell in row])
    book.save(tmp_path / "list.xlsx")
    roster = read_roster(tmp_path / "list.xlsx")
    assert (roster.kind, len(roster.entries)) == (CANVAS, 2)
    csv_tables.write(summary(roster, {"lovelaceada_501": 8.0}), tmp_path / "out.xlsx", CANVAS)
    rows = list(load_workbook(tmp_path / "out.xlsx").active.iter_rows(values_only=True))
    assert [row[-1] for row in rows] == [COLUMN, "100", "80", "4"]


def test_a_broken_workbook_is_a_sentence(tmp_path):
    (tmp_path / "list.xlsx").write_bytes(b"PK\x03\x04")
    with pytest.raises(ValueError, match=r"list\.xlsx is no workbook"):
        read_roster(tmp_path / "list.xlsx")


# Feedback


def graded(tmp_path, monkeypatch, names, *options):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(this_machine, "grade", stand_in())
    monkeypatch.setattr(this_machine, "start_early", lambda *_: None)
    for name in names:
        hand_in(tmp_path / "in" / name, {"formula": f"formula = {name!r}"})
    assert cli.main(["grade", "in", "--feedback", "back.zip", *options]) == 0
    with zipfile.ZipFile(tmp_path / "back.zip") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_moodle_takes_the_feedback_by_the_names_that_it_gave(tmp_path, monkeypatch):
    names = ["Ada Lovelace_101_assignsubmission_file_", "Group A-Ben Müller_102_assignsubmission_file"]
    back = graded(tmp_path, monkeypatch, [f"{name}/x.ipynb" for name in names])
    assert sorted(back) == sorted(f"{name}/{LESSON}.html" for name in names)
    assert all(moodles_numbers(name.split("/")[0]) for name in back)
    assert "Ada Lovelace" in back[f"{names[0]}/{LESSON}.html"].decode()


def test_canvas_takes_the_feedback_by_the_names_that_it_gave(tmp_path, monkeypatch):
    names = ["lovelaceada_501_9001_x.ipynb", "müllerben_LATE_502_9002_my work-2.ipynb"]
    back = graded(tmp_path, monkeypatch, names)
    assert sorted(back) == sorted(names)
    assert b"nbformat" in back[names[0]]
