"""What a class did in one exercise: scores by learner, question and objective; what went wrong and why."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from handprop.check import mistakes as bank
from handprop.check.question import Question
from handprop.check.variants.draw import Drawn
from handprop.course import front
from handprop.grade.gradebook.book import Book
from handprop.grade.gradebook.book import Entry as Graded
from handprop.grade.gradebook.standings import Standing
from handprop.grade.intake.class_list import Entry, Roster, roster_of
from handprop.grade.intake.find import Found
from handprop.grade.judging.result import NOT_JUDGED, QuestionResult, Result
from handprop.grade.variants.matches import Rights, told
from handprop.language import tr

_UNNAMED = ("wrong", "problem")


@dataclass(frozen=True)
class Row:
    """One learner: the result that counts, how it stands in the gradebook, and who the learner is.

    `drawn` is what was drawn for the learner's questions, if the class has variants.
    """

    learner: str
    name: str
    points: float
    result: Result | None
    standing: Standing | None = None
    attempt: int = 1
    attempts: int = 1
    handed_in: datetime | None = None
    late: bool = False
    drawn: Mapping[str, Drawn] = field(default_factory=dict)

    @property
    def score(self) -> float:
        """The points that stand: hand before machine, less what lateness costs."""
        return self.standing.score if self.standing else self.result.score

    def score_of(self, question: str) -> float | None:
        """The points for a question; None if nobody has given any yet."""
        if self.standing and question in self.standing.open:
            return None
        if self.standing and question in self.standing.scores:
            return self.standing.scores[question]
        return next((one.score for one in self.questions if one.name == question), None)

    def is_by_hand(self, one: QuestionResult) -> bool:
        """Whether the points that stand are not the machine's."""
        stands = self.score_of(one.name)
        return stands is not None and one.score is not None and abs(stands - one.score) > 1e-9

    @property
    def questions(self) -> Sequence[QuestionResult]:
        """What came of each question; nothing for work that nbgrader alone has graded."""
        return self.result.questions if self.result else ()

    @property
    def unread(self) -> bool:
        """Whether no answer could be read, as in a file that is no notebook, and nobody graded it by hand."""
        if self.score or (self.standing and self.standing.comments):
            return False
        states = {one.state for one in self.questions}
        return states == {NOT_JUDGED} and not any(one.answer.strip() for one in self.questions)

    @property
    def not_judged(self) -> bool:
        """Whether a question of the learner's could not be judged."""
        return any(one.state == NOT_JUDGED for one in self.questions)


@dataclass(frozen=True)
class Slip:
    """Something that went wrong for several learners: a known mistake, or else what they were told."""

    text: str
    learners: tuple[str, ...]
    known: bool


@dataclass(frozen=True)
class QuestionSummary:
    """A question, and what the class made of it; `share` is the mean score as a part of the points."""

    number: int
    question: Question
    states: Counter
    share: float | None
    slips: tuple[Slip, ...]


@dataclass(frozen=True)
class ObjectiveSummary:
    """An objective, its questions' numbers, and the part of their points that the class has."""

    id: str
    text: str
    numbers: tuple[int, ...]
    share: float | None


@dataclass(frozen=True)
class Summary:
    """An exercise and a class.

    `missing` are those of the list who handed nothing in, `unlisted` those who did and are not on it;
    `without` says what those of them handed in who did, but no notebook;
    `strangers` are sentences about answers that fit somebody else's numbers;
    `known` are the entries of the list by learner; from `solutions_from` on feedback shows the solution;
    `site` is where the course stands on the web, if it does.
    """

    lesson: str
    title: str
    points: float
    rows: tuple[Row, ...]
    questions: tuple[QuestionSummary, ...]
    objectives: tuple[ObjectiveSummary, ...]
    missing: tuple[Entry, ...] = ()
    unlisted: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    roster: Roster = field(default_factory=Roster)
    strangers: tuple[str, ...] = ()
    known: Mapping[str, Entry] = field(default_factory=dict)
    solutions_from: datetime | None = None
    without: Mapping[Entry, str] = field(default_factory=dict)
    site: str = ""

    def absent(self, entry: Entry) -> str:
        """What to say of somebody on the list whose notebook is missing."""
        return self.without.get(entry, "nothing handed in")

    @property
    def mean(self) -> float | None:
        """The mean score of those who handed in."""
        return sum(row.score for row in self.rows) / len(self.rows) if self.rows else None


def summarise(
    book: Book,
    lesson: str,
    roster: Roster | None = None,
    *,
    late: Collection = (),
    remarks: Iterable[str] = (),
    found: Found | None = None,
    numbers: Mapping[str, Mapping[str, Drawn]] | None = None,
) -> Summary:
    """What the gradebook knows of a lesson, for the learners of the list, or for those nbgrader knows.

    `late` are (learner, attempt) that the learning platform marked, besides those after nbgrader's date;
    `found` is the download: whom the platform's numbers mean, and who is called otherwise by now.
    `numbers` are what was drawn, by learner, in a class with variants.
    """
    from handprop.grade.questions import questions_of

    questions, about = list(questions_of(lesson)), front.about(lesson)
    given, roster = roster, roster or _of_nbgrader(book)
    found = found or Found()
    rows = _rows(book, lesson, roster, sum(question.points for question in questions), late, found)
    rows = [replace(row, drawn=(numbers or {}).get(row.learner, {})) for row in rows]
    asked = tuple(_question(number, question, rows) for number, question in enumerate(questions, 1))
    known = roster.of((row.learner for row in rows), found.numbers)
    present = set(known.values())
    others = roster.of(found.without, found.numbers)
    return Summary(
        lesson,
        about.title,
        sum(question.points for question in questions),
        tuple(rows),
        asked,
        tuple(_objective(id_, text, asked, rows) for id_, text in about.objectives.items()),
        tuple(entry for entry in roster.entries if entry not in present),
        tuple(row.learner for row in rows if given and row.learner not in known),
        tuple(remarks),
        roster,
        tuple(_strangers(questions, rows, numbers)) if numbers else (),
        known,
        book.rules.solutions.get(lesson),
        {entry: found.without[learner] for learner, entry in others.items() if entry not in present},
        book.rules.site,
    )


def _strangers(questions: Sequence[Question], rows: Sequence[Row], numbers: Mapping) -> list[str]:
    """Sentences about answers that are right for the numbers of somebody else."""
    rights = Rights(questions, numbers)
    return told([match for row in rows if row.result for match in rights.matches(row.learner, row.result)])


def _of_nbgrader(book: Book) -> Roster:
    return roster_of(
        (one.id, f"{one.first_name} {one.last_name}".strip(), one.email) for one in book.learners()
    )


def _rows(
    book: Book, lesson: str, roster: Roster, points: float, late: Collection, found: Found
) -> list[Row]:
    attempts: dict[str, list[Graded]] = defaultdict(list)
    for entry in book.results(lesson):
        attempts[entry.learner].append(entry)
    standings, counted = book.standings(lesson), book.attempts_that_count(lesson)
    gone = found.renamed.keys() - {one.learner for one in found.submissions}
    learners = sorted({*attempts, *standings} - gone, key=str.casefold)
    names = {learner: entry.name for learner, entry in roster.of(learners, found.numbers).items()}
    rows = []
    for learner in learners:
        of, standing = attempts.get(learner, []), standings.get(learner)
        name = names.get(learner, "")
        if not of:
            rows.append(Row(learner, name, points, None, standing, handed_in=standing.handed_in))
            continue
        chosen = next((one for one in of if one.attempt == counted.get(learner)), of[-1])
        is_late = bool(standing and standing.seconds_late > 0) or (learner, chosen.attempt) in late
        rows.append(
            Row(
                *(learner, name, points, chosen.result, standing, chosen.attempt),
                attempts=max(len(of), of[-1].attempt),
                handed_in=chosen.handed_in,
                late=is_late,
            )
        )
    return rows


def _question(number: int, question: Question, rows: Sequence[Row]) -> QuestionSummary:
    outcomes = {
        row.learner: _in_course(one, question, row)
        for row in rows
        for one in row.questions
        if one.name == question.name
    }
    states = Counter(one.state for one in outcomes.values())
    scores = [score for row in rows if (score := row.score_of(question.name)) is not None]
    share = sum(scores) / len(scores) / question.points if scores and question.points else None
    return QuestionSummary(number, question, states, share, _slips(question, outcomes))


def _in_course(one: QuestionResult, question: Question, row: Row) -> QuestionResult:
    """The outcome with the letters that options have in the course, so that a class can be counted."""
    if question.name not in row.drawn:
        return one
    answer = question.answer.reordered(row.drawn[question.name].get("order", ""))
    return replace(one, sentences=tuple(map(answer.in_course, one.sentences)))


def _slips(question: Question, outcomes: Mapping[str, QuestionResult]) -> tuple[Slip, ...]:
    """What went wrong, the most frequent first: mistakes by their names, the rest by what was said of it."""
    known: dict[str, list[str]] = defaultdict(list)
    unnamed: dict[str, list[str]] = defaultdict(list)
    for learner, one in outcomes.items():
        for id_ in one.mistakes:
            known[id_].append(learner)
        if one.state in _UNNAMED and not one.mistakes:
            unnamed[_told(question, one)].append(learner)
    own = {mistake.id: mistake for mistake in question.known(list(known))}
    names = bank.by_id() | own
    slips = [Slip(names[i].name if i in names else i, tuple(of), True) for i, of in known.items()]
    slips += [Slip(text, tuple(of), False) for text, of in unnamed.items()]
    return tuple(sorted(slips, key=lambda slip: (-len(slip.learners), not slip.known, slip.text)))


def _told(question: Question, one: QuestionResult) -> str:
    said = one.sentences[0] if one.sentences else tr("No answer could be read.")
    return question.answer.slip_said_by(said)


def _objective(id_: str, text: str, told: Sequence[QuestionSummary], rows: Sequence[Row]) -> ObjectiveSummary:
    of = [one for one in told if one.question.objective == id_]
    have = possible = 0.0
    for row in rows:
        for one in of:
            if (score := row.score_of(one.question.name)) is not None:
                have, possible = have + score, possible + one.question.points
    share = have / possible if possible else None
    return ObjectiveSummary(id_, text, tuple(one.number for one in of), share)
