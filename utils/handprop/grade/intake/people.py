"""Whose each file of a download is: by what platforms write into names, else by the folders.

A folder is gone through level by level.  Wrappers (one folder around all, a folder a group or a week) are
gone into; below a learner's own folder everything is the learner's.  Two learners are never made one: what
could be two learners, or two attempts of one, is left open and asked for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from handprop.course.lessons import lessons
from handprop.grade.intake.class_list import Roster
from handprop.grade.intake.download import Piece
from handprop.grade.intake.names import identity, plain_stem, residue, without_copy, without_lesson
from handprop.grade.intake.platforms import Owner, apart, is_platforms, moodles_numbers, read_names
from handprop.language import tr

_WRAPPER = re.compile(
    r"(?:submi\w*|abgabe\w*|download\w*|export\w*|all|class|hand\w*[ _-]?in|homework|hw\d*|files|work|inbox|"
    r"assignment_\d+_export.*|(?:group|gruppe|groupe|grupo|team|section|tutorial|tutorium|seminar|class|klasse|kurs|"
    r"lab|week|woche|sheet|blatt)[ _-]?\w{0,12})",
    re.IGNORECASE,
)
_WEEK = re.compile(r"(?:week|woche|semaine|semana|settimana|sheet|blatt|hw|homework|day)\b|\d", re.IGNORECASE)
COURSE = {"lessons", "solutions", "exercises", "notebooks"}
_NOBODY = re.compile(r"(?:untitled|unbenannt|sans titre)?", re.IGNORECASE)
_NUMBER = re.compile(r"\d{3,}")  # may be a learner's number


@dataclass
class Node:
    """A folder of the download, or an archive that was opened: what is in it by name."""

    name: str = ""
    folders: dict[str, Node] = field(default_factory=dict)
    files: dict[str, list[Piece]] = field(default_factory=dict)

    def notebooks(self) -> list[str]:
        """The names of the notebooks in it, and of archives that could not be opened."""
        return [name for name, of in self.files.items() if any(one.notebook or one.archive for one in of)]

    def all(self) -> Iterator[Piece]:
        """Every piece in it and below."""
        for pieces in self.files.values():
            yield from pieces
        for folder in self.folders.values():
            yield from folder.all()


@dataclass
class People:
    """The owners of each piece (several for work handed in together), what is open, and sentences.

    `asked` says of a piece why it has no owner; `folders` are the learners whom the name of a folder gave.
    """

    owners: dict[Piece, tuple[Owner, ...]] = field(default_factory=dict)
    asked: dict[Piece, str] = field(default_factory=dict)
    folders: dict[str, Node] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


def people(pieces: Iterable[Piece], roster: Roster | None = None) -> People:
    """Whose the pieces are."""
    found, top = People(), _tree(pieces)
    if not top.folders and len(top.notebooks()) == 1 and len(list(top.all())) == 1:
        (piece,) = top.all()  # a notebook that was named itself
        _give(found, [piece], *_by_platform_or_name(piece.parts[-1]))
        return found
    _level(top, found, roster, ())
    return found


def _by_platform_or_name(name: str) -> tuple[Owner, ...]:
    named, _ = read_names([name], {})
    return named.get(name) or (Owner(identity(plain_stem(name)), given=name),)


def _tree(pieces: Iterable[Piece]) -> Node:
    top = Node()
    opened = {piece.parts for piece in pieces if piece.archive and not piece.fault}
    for piece in pieces:
        node = top
        parts = piece.parts if piece.parts in opened else piece.parts[:-1]
        for part in parts:
            node = node.folders.setdefault(part, Node(part))
        node.files.setdefault("." if piece.parts in opened else piece.parts[-1], []).append(piece)
    return top


def _level(node: Node, found: People, roster: Roster | None, above: tuple[str, ...]) -> None:
    """Give what is in a folder that holds several people's work."""
    if _is_course(node):
        _give_folder(found, node, Owner(identity(plain_stem(node.name) or "learner"), given=node.name))
        return
    visible = {name: of for name, of in node.files.items() if not all(one.system for one in of)}
    entries = [*(name for name in node.folders if not _is_hidden(node.folders[name])), *node.notebooks()]
    plain = {name: of[0].path for name, of in visible.items() if name not in entries and name != "."}
    named, why = read_names(entries, plain) if entries else ({}, [])
    found.remarks += why
    for name, owners in named.items():
        inside = node.folders[name].all() if name in node.folders else node.files[name]
        _give(found, inside, *owners)
    rest = [name for name in entries if name not in named]
    folders = [node.folders[name] for name in rest if name in node.folders]
    for folder in folders:
        _folder(folder, found, roster, above, alone=len(folders) == len(entries) == 1)
    _flat(node, [name for name in rest if name not in node.folders], found)


def _folder(folder: Node, found: People, roster: Roster | None, above: tuple[str, ...], alone: bool) -> None:
    """Give a folder to the learner of its name, or go into it where it holds several people's."""
    if _holds_people(folder, roster, alone):
        before = {owner.learner for owners in found.owners.values() for owner in owners}
        inner = People()
        _level(folder, inner, roster, (*above, folder.name))
        _join(found, inner, before, folder)
    else:
        owner = Owner(identity(plain_stem(folder.name)), given=folder.name)
        _give_folder(found, folder, owner)


def _join(found: People, inner: People, before: set[str], folder: Node) -> None:
    """Take over what a folder of a group gave; who has the name of another without a number is told apart."""
    weekly = _WEEK.match(folder.name) or without_lesson(folder.name) != folder.name
    for piece, owners in inner.owners.items():
        found.owners[piece] = tuple(
            apart(one, folder.name) if one.learner in before and not one.numbers and not weekly else one
            for one in owners
        )
    found.asked |= inner.asked
    found.folders |= inner.folders
    found.remarks += inner.remarks


def _holds_people(folder: Node, roster: Roster | None, alone: bool) -> bool:
    """Whether a folder is no learner's own but holds several people's work."""
    if is_platforms(folder.name) or _is_course(folder):
        return False
    names = [*folder.folders, *folder.notebooks(), *(name for name in folder.files if moodles_numbers(name))]
    named, _ = read_names(names, {name: of[0].path for name, of in folder.files.items() if name not in names})
    if names and len({owner for owners in named.values() for owner in owners}) > (not alone):
        return True
    stems = [plain_stem(name) for name in names]
    if any(stem in lessons() for stem in stems) and not roster:
        return False
    people_ = {rest for stem in stems if (rest := residue(stem))}
    if roster and len(roster.known(map(without_lesson, stems))) > 1:
        return True
    wraps = bool(_WRAPPER.fullmatch(plain_stem(folder.name))) or folder.name in lessons()
    return len(people_) > (0 if wraps and alone else 1) and (wraps or alone)


def _flat(node: Node, names: list[str], found: People) -> None:
    """Give notebooks that lie side by side, and archives that did not open, by their names."""
    stems = {name: plain_stem(name) for name in names}
    bare = {name: without_lesson(stem) for name, stem in stems.items()}
    fits = names and all(bare[name] != stems[name] and bare[name] for name in names)
    shown = bare if fits and _keeps_apart(stems, bare) else stems
    known = {shown[name] for name in names} | {plain_stem(name) for name in node.folders}
    for name in names:
        stem = shown[name]
        if _is_nobody(without_copy(stem)):
            _ask(found, node.files[name], tr("whose it is, its name does not say"))
        elif (first := without_copy(stem)) != stem and first in known:
            _ask(found, node.files[name], tr("a second notebook of {first}, or somebody else's", first=first))
        else:
            _give(found, node.files[name], Owner(identity(stem), given=name))


def _is_nobody(stem: str) -> bool:
    said = _NOBODY.fullmatch(residue(stem, single=True))
    return bool(said) and not _NUMBER.search(without_lesson(stem))


def _keeps_apart(stems: Mapping[str, str], bare: Mapping[str, str]) -> bool:
    """Whether no two names of one exercise become the same without its name."""
    told = Counter((bare[name], _lesson_in(stem)) for name, stem in stems.items())
    return max(told.values(), default=1) == 1


def _lesson_in(stem: str) -> str:
    return stem.replace(without_lesson(stem), "") if without_lesson(stem) else stem


def _give_folder(found: People, folder: Node, owner: Owner) -> None:
    found.folders[owner.learner] = folder
    _give(found, folder.all(), owner)


def _give(found: People, pieces: Iterable[Piece], *owners: Owner) -> None:
    for piece in pieces:
        found.owners[piece] = owners


def _ask(found: People, pieces: Iterable[Piece], why: str) -> None:
    for piece in pieces:
        found.asked[piece] = why


def _is_course(node: Node) -> bool:
    return len(COURSE & node.folders.keys()) >= 2


def _is_hidden(node: Node) -> bool:
    return all(piece.system for piece in node.all())


def may_be_several(paths: Iterable[str], learner: str) -> bool:
    """Whether notebooks below a folder could as well be several learners': their names tell people apart."""
    known = set(re.findall(r"[^\W\d_]+", learner.casefold()))
    return len({residue(path, known) for path in paths} - {""}) > 1
