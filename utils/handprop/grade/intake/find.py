"""The identity step, before anything is graded: whose every file of a download is, and what it counts as."""

from __future__ import annotations

import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from handprop.course.where import HIDDEN
from handprop.grade.intake import account, names_file
from handprop.grade.intake import attempts as trying
from handprop.grade.intake.account import Filed
from handprop.grade.intake.attempts import Try
from handprop.grade.intake.class_list import Roster
from handprop.grade.intake.content import (
    ATTEMPT,
    DAMAGED,
    LESSON,
    SOLUTION,
    content_of,
    lesson_named_in,
)
from handprop.grade.intake.download import EMPTY, Piece, contents
from handprop.grade.intake.names import identity, plain_stem
from handprop.grade.intake.people import COURSE, may_be_several, people
from handprop.grade.intake.platforms import Owner, moment
from handprop.grade.intake.submission import Submission
from handprop.language import tr

_TOLD = {
    SOLUTION: (account.SOLUTION, tr("it has the course's ### BEGIN SOLUTION")),
    LESSON: (account.LESSON, tr("a lesson to read, not its exercise")),
}


@dataclass
class Found:
    """What a download holds.

    `submissions` are ordered by exercise, learner and attempt; `remarks` are sentences about what needs the
    instructor; `files` the account of every file; `asked` what `names.csv` is to answer, with the reason;
    `late` the paths that Canvas marks as late; `owners` who each learner is to the platform; `given`, by
    learner, exercise and attempt, the name that the platform gave out; `renamed` who is called otherwise now;
    `without` what there is of learners who handed in no notebook.
    """

    submissions: list[Submission] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    files: list[Filed] = field(default_factory=list)
    asked: dict[str, str] = field(default_factory=dict)
    late: set[Path] = field(default_factory=set)
    owners: dict[str, Owner] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)
    given: dict[tuple[str, str, int], str] = field(default_factory=dict)
    without: dict[str, str] = field(default_factory=dict)

    @property
    def numbers(self) -> dict[str, frozenset[str]]:
        """The platform's numbers of each learner."""
        return {learner: owner.numbers for learner, owner in self.owners.items()}

    def place_of(self, learner: str) -> str:
        """The path in the download down to the name that the learner is known by."""
        given = self.owners[learner].given
        name = next((one.name for one in self.files if learner in one.learner.split(", ")), given)
        parts = name.split("/")
        return "/".join(parts[: parts.index(given) + 1]) if given in parts else name


def find(
    place: Path,
    lesson: str | None = None,
    roster: Roster | None = None,
    answers: Mapping[str, str] | None = None,
    scratch: Path | None = None,
) -> Found:
    """The submissions in a folder, an archive or a single notebook; those of one exercise if it is given.

    `answers` are those of `names.csv`; what is in archives is taken out to `scratch`, which must be there.
    Raises ValueError if there is nothing at `place`, or more than a class can hand in.
    """
    with _scratch(scratch) as taken:
        return _Finder(contents(place, taken), lesson, roster, answers or {}).found


@contextmanager
def _scratch(given: Path | None) -> Iterator[Path]:
    if given is not None:
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="handprop-") as place:
        yield Path(place)


class _Finder:
    """Sorts the pieces of a download, step by step; every piece gets exactly one row of the account."""

    def __init__(
        self, pieces: list[Piece], lesson: str | None, roster: Roster | None, answers: Mapping[str, str]
    ):
        self.found, self._wanted, self._answers = Found(), lesson, answers
        self._people = people(pieces, roster)
        self.found.remarks += self._people.remarks
        self._times = {piece.parts[:-1]: piece for piece in pieces if piece.parts[-1] == "timestamp.txt"}
        self._course = _course_folders(pieces)
        self._rows: dict[Piece, Filed] = {}
        for piece in pieces:
            self._answer(piece)
        tries = [one for piece in pieces for one in self._tries(piece)]
        self._settle(tries, pieces)
        self._nothing_to_grade()
        self.found.files = [row for piece in pieces if (row := self._rows.get(piece))]

    def _answer(self, piece: Piece) -> None:
        """Put what `names.csv` says before what the names say."""
        if not (answer := names_file.answer_for(piece.name, self._answers)):
            return
        before = self._people.owners.get(piece, ())
        self._people.asked.pop(piece, None)
        if answer == names_file.LEFT_OUT:
            self._people.owners.pop(piece, None)
            self._file(piece, account.LEFT, tr("names.csv says so"))
            return
        for owner in before:
            if owner.learner != answer:
                self.found.renamed[owner.learner] = identity(answer)
        owner = replace(before[0] if before else Owner("", given=piece.parts[-1]), learner=identity(answer))
        self._people.owners[piece] = (owner,)

    def _tries(self, piece: Piece) -> Iterator[Try]:
        """What may be an attempt in a piece; what is none gets its row at once."""
        if piece in self._rows:
            return
        if piece.fault or not piece.notebook:
            self._file(piece, *self._no_notebook(piece))
            return
        content = content_of(piece.path)
        if content.kind in _TOLD:
            self._file(piece, *_TOLD[content.kind], lesson=", ".join(content.lessons))
            return
        if piece in self._people.asked:
            self._ask(piece, self._people.asked[piece])
            return
        lessons = content.lessons or (lesson_named_in(piece.parts),)
        for owner in self._people.owners[piece]:
            for lesson in lessons:
                yield Try(piece, owner, lesson, content, self._handed_in(piece, owner))

    def _no_notebook(self, piece: Piece) -> tuple[str, str]:
        if piece.system:
            return account.SYSTEM, tr("hidden, or made by a program")
        if piece.archive and not piece.fault:
            return account.PACKED, ""
        if piece.fault == EMPTY:
            return account.PAPER, piece.fault
        if piece.fault:
            return account.ASK, piece.fault
        if re.fullmatch(
            r"timestamp\.txt|submission_metadata\.yml|index\.html|.*_attempt_[-\d]+\.txt", piece.parts[-1]
        ):
            return account.SYSTEM, tr("written by the platform")
        return account.PAPER, tr("it is not graded")

    def _handed_in(self, piece: Piece, owner: Owner) -> datetime | None:
        """The time that the platform names, or nbgrader beside the notebook, in UTC."""
        beside = self._times.get(piece.parts[:-1])
        if beside is None or beside.path is None:
            return owner.when
        try:
            with beside.path.open(encoding="utf-8") as stream:
                return moment(stream.read(100).strip()) or owner.when
        except (OSError, ValueError):
            return owner.when

    def _settle(self, tries: list[Try], pieces: list[Piece]) -> None:
        """Decide which tries are attempts, and file every notebook."""
        played = self._played(tries)
        by_learner: dict[str, list[Try]] = defaultdict(list)
        for one in tries:
            by_learner[one.owner.learner].append(one)
        for learner, of in sorted(by_learner.items()):
            self.found.owners[learner] = of[0].owner
            self._learner(learner, of, played)
        self.found.submissions.sort(key=lambda one: (one.lesson, one.learner, one.attempt))
        for piece in pieces:
            if piece not in self._rows:
                self._file(piece, account.PAPER, tr("not a notebook of this course"))

    def _played(self, tries: Iterable[Try]) -> Counter[str]:
        """How often each exercise was handed in: the one asked for, else all that anybody began."""
        if self._wanted:
            return Counter([self._wanted])
        done = Counter(one.lesson for one in tries if one.lesson and not one.blank)
        return done or Counter(one.lesson for one in tries if one.lesson)

    def _learner(self, learner: str, tries: list[Try], played: Counter[str]) -> None:
        tries = self._without_untouched(tries, played)
        common = next(iter(played)) if len(played) == 1 else None
        sure = [
            one
            for one in tries
            if one.content.kind == ATTEMPT or (one.lesson and one.content.kind == DAMAGED)
        ]
        by_lesson: dict[str, list[Try]] = defaultdict(list)
        for one in tries:
            lesson = one.lesson if one in sure else self._without_lesson(one, sure, common)
            if lesson is None:
                continue
            by_lesson[lesson].append(replace(one, lesson=lesson))
        fits = self._wanted is None or self._wanted in by_lesson
        for lesson, of in by_lesson.items():
            if self._wanted not in (None, lesson):
                self._another(of, lesson, fits)
            else:
                self._attempts(learner, lesson, of)

    def _without_untouched(self, tries: list[Try], played: Counter[str]) -> list[Try]:
        """Without the exercises of a clone that the learner never began.

        Of a learner who began none at all, the one counts that most of the class handed in.
        """
        untouched = [
            one for one in tries if one.blank and any(map(self._course.__contains__, _above(one.piece)))
        ]
        kept = [one for one in tries if one not in untouched]
        if untouched and not kept:
            lesson = max((one.lesson for one in untouched), key=lambda one: (played[one], one))
            kept = [one for one in untouched if one.lesson == lesson]
        for one in untouched:
            if one not in kept:
                self._file(one.piece, account.EMPTY, tr("nothing was answered in it"), one.owner, one.lesson)
        return kept

    def _without_lesson(self, one: Try, sure: list[Try], common: str | None) -> str | None:
        """The exercise of a notebook that does not say it; None if it counts for none, which is then told."""
        if sure:
            self._file(one.piece, account.PAPER, tr("not a notebook of this course"), owner=one.owner)
            if one.content.kind == DAMAGED:
                self._file(one.piece, account.ASK, one.content.reason, owner=one.owner)
            self._remark(tr("{name}: not a notebook of this course; left out.", name=one.piece.name))
            return None
        if common is None:
            self._ask_lesson(one)
        return common

    def _ask_lesson(self, one: Try) -> None:
        self._file(one.piece, account.ASK, tr("it does not say of which exercise it is"), owner=one.owner)
        self._remark(
            tr("{name}: it does not say of which lesson it is. Name it: --lesson 06.", name=one.piece.name)
        )

    def _another(self, tries: list[Try], lesson: str, fits: bool) -> None:
        for one in tries:
            self._file(
                one.piece, account.ELSEWHERE, tr("of {lesson}", lesson=lesson), owner=one.owner, lesson=lesson
            )
            if not fits and one.piece.parts[-2:-1] != (lesson,):  # nbgrader has a folder for each
                self._remark(
                    tr(
                        "{name}: the exercise of {lesson}, not of {wanted}; left out.",
                        name=one.piece.name,
                        lesson=lesson,
                        wanted=self._wanted,
                    )
                )

    def _attempts(self, learner: str, lesson: str, tries: list[Try]) -> None:
        """Number the attempts at an exercise and file what is none."""
        kept, dropped = trying.real(tries)
        for one, what, why in dropped:
            self._file(one.piece, what, why, owner=one.owner, lesson=lesson)
        if self._open(learner, kept):
            return
        ordered, told = trying.in_order(kept)
        self.found.remarks += [
            f"{learner}, {lesson}: {sentence}" for sentence in [*trying.blanks(dropped, kept), *told]
        ]
        for number, one in enumerate(ordered, 1):
            self.found.submissions.append(Submission(learner, lesson, one.piece.path, number, one.when))
            self.found.given[learner, lesson, number] = one.owner.given
            if one.owner.late:
                self.found.late.add(one.piece.path)
            self._file_attempt(one, lesson, number, len(ordered))

    def _file_attempt(self, one: Try, lesson: str, number: int, of: int) -> None:
        last = number == of
        why = one.content.reason or ("" if last else tr("a later one counts, if you do not choose the best"))
        attempt = tr("{number} of {total}", number=number, total=of)
        self._file(one.piece, account.GRADED if last else account.OLDER, why, one.owner, lesson, attempt)

    def _open(self, learner: str, tries: list[Try]) -> bool:
        """Whether attempts in the folder of a learner could be those of several; they are then asked for."""
        folder = self._people.folders.get(learner)
        if folder is None or len(tries) < 2 or all(one.when for one in tries):
            return False
        answered = [one for one in tries if names_file.answer_for(one.piece.name, self._answers)]
        paths = {one.piece: _below(one.piece, folder.name) for one in tries if one not in answered}
        usual = sum(
            len({t for t in other.all() if t.notebook}) == 1 for other in self._people.folders.values()
        )
        if 2 * usual > len(self._people.folders) or not may_be_several(paths.values(), learner):
            return False
        for one in tries:
            self._ask(one.piece, tr("attempts of {learner}, or several learners'", learner=learner))
        return True

    def _nothing_to_grade(self) -> None:
        """Tell of learners of whom there is no notebook, and of what needs the instructor."""
        graded = {one.learner for one in self.found.submissions}
        told: dict[str, list[Piece]] = defaultdict(list)
        for piece, owners in self._people.owners.items():
            for owner in owners:
                told[owner.learner].append(piece)
        for learner, pieces in told.items():
            rows = [self._rows[piece] for piece in pieces if piece in self._rows]
            if learner not in graded and not any(
                row.what in (account.ELSEWHERE, account.ASK) for row in rows
            ):
                self.found.without[learner] = said = _without_notebook(rows)
                self._remark(f"{learner}: {said}.")
        for piece, row in self._rows.items():
            if row.what == account.ASK and piece.fault:
                whose = (
                    tr(" (of {learner})", learner=row.learner)
                    if row.learner and row.learner not in row.name
                    else ""
                )
                self._remark(f"{row.name}{whose}: {piece.fault}.")

    def _ask(self, piece: Piece, why: str) -> None:
        self._file(piece, account.ASK, why)
        self.found.asked[piece.name] = why
        self._remark(
            tr(
                "{name}: {why}. Write the learner into {file}.",
                name=piece.name,
                why=why,
                file=names_file.NAME,
            )
        )

    def _remark(self, sentence: str) -> None:
        if sentence not in self.found.remarks:
            self.found.remarks.append(sentence)

    def _file(
        self,
        piece: Piece,
        what: str,
        why: str = "",
        owner: Owner | None = None,
        lesson: str = "",
        attempt: str = "",
    ) -> None:
        """The piece's row; a notebook with two exercises, or of two learners, is told of both in one."""
        owners = [owner] if owner else self._people.owners.get(piece, ())
        row = Filed(
            piece.name,
            piece.size,
            what,
            ", ".join(one.learner for one in owners),
            lesson,
            attempt,
            why,
            piece.count,
        )
        before = self._rows.get(piece)
        self._rows[piece] = _both(before, row) if before and before.what != account.PAPER else row


def _both(before: Filed, row: Filed) -> Filed:
    """One row for a file that is of two exercises or learners; what is graded for one of them is graded."""
    order = [account.GRADED, account.OLDER, account.ASK]
    first, other = sorted((before, row), key=lambda one: order.index(one.what) if one.what in order else 9)

    def joined(mine: str, theirs: str) -> str:
        return mine if theirs in mine else ", ".join(filter(None, (mine, theirs)))

    return replace(
        first,
        learner=joined(before.learner, row.learner),
        lesson=joined(before.lesson, row.lesson),
        why=joined(first.why, other.why),
    )


def _without_notebook(rows: list[Filed]) -> str:
    seen = [row for row in rows if row.what not in (account.SYSTEM, account.PACKED) and row.why != EMPTY]
    if not seen:
        return tr("no notebook in this folder")
    names = ", ".join(row.name.rsplit("/", 1)[-1] for row in seen[:3]) + (", …" if len(seen) > 3 else "")
    if all(row.what == account.PAPER for row in seen):
        return tr("no notebook, but {names}", names=names)
    return tr("nothing but the course's own files ({names})", names=names)


def _course_folders(pieces: Iterable[Piece]) -> set[tuple[str, ...]]:
    """Where the course itself lies in a download: a clone, or the folder that it makes for a learner."""
    inside: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for piece in pieces:
        for depth, part in enumerate(piece.parts):
            if part in (*COURSE, HIDDEN):
                inside[piece.parts[:depth]].add(part)
    return {place for place, names in inside.items() if len(names) > 1 or HIDDEN in names}


def _above(piece: Piece) -> list[tuple[str, ...]]:
    return [piece.parts[:depth] for depth in range(len(piece.parts))]


def _below(piece: Piece, folder: str) -> str:
    parts = list(piece.parts)
    start = parts.index(folder) + 1 if folder in parts else 0
    return " ".join([*parts[start:-1], plain_stem(parts[-1])])
