"""How learning platforms name what they hand out, each as one pattern for all entries of a folder.

First Last_123_assignsubmission_file[_]/any.ipynb       Moodle (mod/assign/locallib.php); in groups
Group A-First Last_123_assignsubmission_file_any.ipynb  so; "Participant" where names are hidden
lastfirst_LATE_123_456_any.ipynb, anon_x1y2z_456_any    Canvas (lib/content_zipper.rb)
12-34 - First Last - Mar 1, 2026 1230 PM/any.ipynb      Brightspace
Task_user_attempt_2026-03-01-12-30-05_any.ipynb         Blackboard, with a .txt for each attempt
submission_123/, submission_metadata.yml                Gradescope
task-user/.git                                          GitHub Classroom
user+lesson+2026-03-01 12:00:00 UTC+secret/             nbgrader's exchange
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import yaml

from handprop.course.lessons import lessons
from handprop.grade.intake.names import identity, plain_stem, residue
from handprop.language import tr

_MOODLE = re.compile(r"(?P<name>.+)_(?P<number>\d+)_assignsubmission_(?P<kind>[a-z]+)_?(?P<file>.*)", re.S)
_CANVAS = re.compile(r"(?P<name>\w+?)(?P<late>_LATE)?_(?P<number>[1-9]\d*)_(?P<file>[1-9]\d*)_.+", re.S)
_CANVAS_TEXT = re.compile(r"(?P<name>\w+?)(?P<late>_LATE)?_(?P<number>[1-9]\d*)_(?:text|link)\.html")
_CANVAS_BLIND = re.compile(r"(?P<late>LATE_)?(?P<name>anon_[A-Za-z0-9]{3,12})_(?P<file>[1-9]\d*)_.+", re.S)
_BRIGHTSPACE = re.compile(r"(?P<one>\d+)-(?P<two>\d+) - (?P<name>.+?) ?- (?P<when>[^-]*\d{4}[^-]*)(?: - .+)?")
_BLACKBOARD = re.compile(r"(?P<name>.+)_attempt_(?P<when>\d{4}(?:-\d\d){5})(?:_.+|\.txt)", re.S)
_EXCHANGE = re.compile(r"(?P<name>[^+]+)\+(?P<lesson>\d\d_\w+)\+(?P<when>[^+]+UTC)(?:\+.*)?")
_HIDDEN = re.compile(
    r"(?:participan|teilnehm|deelnemer|partecipant|deltag|osallistuj|uczestni|účastn|участник|resztvev)[^ ]*",
    re.IGNORECASE,
)
_GRADESCOPE = "submission_metadata.yml"
_GROUP = re.compile(
    r"(?:(?:default )?(?:group|gruppe|groupe|grupo|gruppo|groep|team|section|sektion|class|klasse|course|"
    r"kurs|tutorial|tutorium|tutorat|seminar|lab|übung)\b[^-]*?|[A-Z]?\d+[a-z]?)-\s*(?=\S)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Owner:
    """Whose a file is.

    `numbers` are the platform's own numbers for the learner ("moodle 101"), `when` and `order` tell the time
    or at least the order of attempts, `given` is the name that the platform gave out for the hand-in.
    """

    learner: str
    numbers: frozenset[str] = frozenset()
    late: bool = False
    when: datetime | None = None
    order: int | None = None
    given: str = ""


Named = dict[str, tuple[Owner, ...]]
"""The owners by an entry of a folder; nobody for what a platform adds of its own."""


def read_names(entries: Sequence[str], files: Mapping[str, Path | None]) -> tuple[Named, list[str]]:
    """What the names of a folder's entries say by a platform's pattern, and sentences about a refused one.

    `entries` are names of notebooks, archives and folders; `files` all plain files in the folder.  A pattern
    counts only if it fits all entries and merges no two names.  (Moodle's is so long that nobody writes it by
    chance: it counts for each entry.)
    """
    moodle = _moodle([*entries, *files])
    rest = [name for name in entries if name not in moodle]
    others = [name for name in files if name not in moodle]
    if not rest:
        return moodle, []
    for way in (_gradescope, _blackboard, _brightspace, _exchange, _classroom):
        if (found := way(rest, {name: files[name] for name in others})) is not None:
            return moodle | found, []
    found, why = _canvas(rest, others)
    return moodle | found, why


def is_platforms(name: str) -> bool:
    """Whether a name is so clearly a platform's that a folder of this name is one learner's."""
    return any(one.fullmatch(name) for one in (_MOODLE, _BRIGHTSPACE, _EXCHANGE))


def moodles_numbers(name: str) -> re.Match | None:
    """Moodle's parts of a name."""
    return _MOODLE.fullmatch(name)


def _moodle(names: Iterable[str]) -> Named:
    found = {name: match for name in names if (match := _MOODLE.fullmatch(name))}
    groups = _in_groups([match["name"] for match in found.values()])
    shown = {name: _without_group(match["name"], groups) for name, match in found.items()}
    numbers: dict[str, set[str]] = defaultdict(set)
    for name, match in found.items():
        numbers[shown[name]].add(match["number"])
    return {name: _moodles(match, shown[name], numbers) for name, match in found.items()}


def _moodles(match: re.Match, name: str, numbers: Mapping[str, set[str]]) -> tuple[Owner, ...]:
    if match["kind"] != "file":  # what was typed into Moodle's own text field
        return ()
    if _HIDDEN.fullmatch(name):
        name = f"{name} {match['number']}"
    elif len(numbers[name]) > 1:
        name = f"{name}_{match['number']}"
    return (Owner(identity(name), frozenset([f"moodle {match['number']}"]), given=match[0]),)


def _in_groups(names: Sequence[str]) -> bool:
    """Whether all names have a group in front: then there are fewer groups than half of the names."""
    fronts = Counter(name.split("-", 1)[0] for name in names if "-" in name)
    return len(names) >= 4 and fronts.total() == len(names) and len(fronts) <= len(names) / 2


def _without_group(name: str, groups: bool) -> str:
    if match := _GROUP.match(name):
        return _without_group(name[match.end() :].strip(), False) or name
    return name.split("-", 1)[1].strip() if groups else name


def _canvas(entries: Sequence[str], files: Sequence[str]) -> tuple[Named, list[str]]:
    found = {name: _CANVAS_BLIND.fullmatch(name) or _CANVAS.fullmatch(name) for name in entries}
    fit = {name: match for name, match in found.items() if match}
    if not fit:
        return {}, []
    if other := next((name for name, match in found.items() if not match), None):
        sure = len(fit) > 1 and any("_LATE_" in name for name in fit)
        told = tr(
            "Some names look like Canvas's, {other} does not: names were taken as they are.", other=other
        )
        return {}, [told] if sure or len(fit) > len(entries) / 2 else []
    if why := _would_merge(fit):
        return {}, [why]
    texts = {name: _CANVAS_TEXT.fullmatch(name) for name in files}
    more = {name: _CANVAS_BLIND.fullmatch(name) or _CANVAS.fullmatch(name) for name in files}
    owned = {name: match for name, match in (texts | more | fit).items() if match}
    return {name: _canvass(match) for name, match in owned.items()}, []


def _canvass(match: re.Match) -> tuple[Owner, ...]:
    parts = match.groupdict()
    number, name = parts.get("number"), parts["name"]
    learner = identity(f"{name}_{number}" if number else name)
    order = int(parts["file"]) if parts.get("file") else None
    numbers = frozenset([f"canvas {number}"] if number else ())
    return (Owner(learner, numbers, bool(parts["late"]), order=order, given=match[0]),)


def _would_merge(fit: Mapping[str, re.Match]) -> str:
    """Why the names are not Canvas's after all, though they look like it; empty if they may be."""
    files = Counter(match["file"] for match in fit.values())
    names: dict[str, set[str]] = defaultdict(set)
    by_learner: dict[str, list[str]] = defaultdict(list)
    for name, match in fit.items():
        number = match.groupdict().get("number") or match["name"]
        names[number].add(match["name"])
        by_learner[number].append(name)
    twice = [name for name, match in fit.items() if files[match["file"]] > 1]
    two = [name for number, of in names.items() if len(of) > 1 for name in by_learner[number]]
    merged = twice or two or _different_rests(fit, by_learner)
    if not merged:
        return ""
    some = ", ".join(merged[:3]) + (", …" if len(merged) > 3 else "")
    return tr(
        "Taken as Canvas's, the names {some} would make one learner of several: taken as they are.", some=some
    )


def _different_rests(fit: Mapping[str, re.Match], by_learner: Mapping[str, list[str]]) -> list[str]:
    """Names that have all but their end in common, where the ends look like different people."""
    several = [of for of in by_learner.values() if len(of) > 1]
    ends = [
        {residue(plain_stem(fit[name][0][fit[name].end("file") :]), single=True) for name in of} - {""}
        for of in several
    ]
    odd = [of for of, found in zip(several, ends, strict=True) if len(found) > 1]
    one_name = len({match["name"] for match in fit.values()}) == 1
    return odd[0] if odd and (one_name or len(odd) > len(by_learner) / 2) else []


def _brightspace(entries: Sequence[str], _files: Mapping[str, Path | None]) -> Named | None:
    found = {name: _BRIGHTSPACE.fullmatch(plain_stem(name)) for name in entries}
    if not all(found.values()):
        return None
    # One of the two numbers is the learner's, the other that of the hand-in's folder.
    ones, twos = ({match[part] for match in found.values()} for part in ("one", "two"))
    part = "two" if len(ones) == 1 < len(twos) else "one"
    numbers: dict[str, set[str]] = defaultdict(set)
    for match in found.values():
        numbers[match["name"]].add(match[part])
    return {
        name: (
            Owner(
                identity(match["name"] + (f"_{match[part]}" if len(numbers[match["name"]]) > 1 else "")),
                frozenset([f"brightspace {match[part]}"]),
                when=moment(match["when"]),
                given=name,
            ),
        )
        for name, match in found.items()
    }


def _blackboard(entries: Sequence[str], files: Mapping[str, Path | None]) -> Named | None:
    found = {name: _BLACKBOARD.fullmatch(name) for name in [*entries, *files]}
    if not all(found[name] for name in entries):
        return None
    users = {user for name, path in files.items() if found[name] for user in _blackboards_user(path)}
    return {
        name: (Owner(identity(_user_in(match["name"], users)), when=_dashed(match["when"]), given=name),)
        for name, match in found.items()
        if match
    }


def _blackboards_user(path: Path | None) -> list[str]:
    """The user that the text beside an attempt names: ``Name: Ada Lovelace (ada_l)``."""
    return re.findall(r"^Name: .*\(([^()]+)\)\s*$", _text(path), re.MULTILINE)


def _user_in(head: str, users: Iterable[str]) -> str:
    known = [user for user in users if head.endswith(f"_{user}")]
    return max(known, key=len) if known else head.rpartition("_")[2]


def _exchange(entries: Sequence[str], _files: Mapping[str, Path | None]) -> Named | None:
    found = {name: _EXCHANGE.fullmatch(name) for name in entries}
    if not all(found.values()):
        return None
    return {
        name: (Owner(identity(m["name"]), when=moment(m["when"]), given=name),) for name, m in found.items()
    }


def _gradescope(entries: Sequence[str], files: Mapping[str, Path | None]) -> Named | None:
    if _GRADESCOPE not in files or not all(re.fullmatch(r"submission_\d+(\.\w+)?", one) for one in entries):
        return None
    try:
        known = yaml.safe_load(_text(files[_GRADESCOPE]))
        return {
            name: _gradescopes(known.get(name) or known.get(plain_stem(name)) or {}, name) for name in entries
        }
    except (yaml.YAMLError, AttributeError, TypeError, ValueError):
        return None


def _gradescopes(facts: Mapping, name: str) -> tuple[Owner, ...]:
    """All who handed in together: each gets the points."""
    at = facts.get(":created_at")
    when = at if isinstance(at, datetime) else moment(str(at)) if at else None
    if when is not None and when.tzinfo:
        when = when.astimezone(UTC).replace(tzinfo=None)
    people = [one for one in facts.get(":submitters") or () if isinstance(one, Mapping)]
    found = []
    for one in people:
        told = [str(one.get(key) or "").strip() for key in (":name", ":email", ":sid")]
        numbers = frozenset(f"key {each}" for each in told[1:] if each)
        found.append(Owner(identity(told[0] or told[1] or told[2]), numbers, when=when, given=name))
    return tuple(found) or (Owner(identity(name), given=name),)


def _classroom(entries: Sequence[str], _files: Mapping[str, Path | None]) -> Named | None:
    """Folders that begin with the name of the task: ``06-by-hand-ada``."""
    stems = {name: plain_stem(name) for name in entries}
    slugs = [lesson.replace("_", "-") + "-" for lesson in lessons()]
    first = next(iter(stems.values()), "").casefold()
    slug = next((slug for slug in slugs if slug in first), "")
    end = first.find(slug) + len(slug)
    if not slug or not all(stem.casefold().startswith(first[:end]) for stem in stems.values()):
        return None
    users = {name: identity(stem[end:]) for name, stem in stems.items()}
    if not all(map(residue, users.values())) or len(set(users.values())) < len(users):
        return None
    return {name: (Owner(user, given=name),) for name, user in users.items()}


def moment(text: str) -> datetime | None:
    """A time in words, in UTC without a zone; None if it is none."""
    from dateutil import parser, tz

    text = re.sub(r"\b(\d{1,2})[-. ]?(\d\d) ([AP]M)\b", r"\1:\2 \3", text.strip(), flags=re.IGNORECASE)
    try:
        found = parser.parse(text, tzinfos=lambda name, _: tz.gettz(name))
    except (ValueError, OverflowError, TypeError):
        return None
    return found.astimezone(UTC).replace(tzinfo=None) if found.tzinfo else found


def _dashed(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y-%m-%d-%H-%M-%S")
    except ValueError:
        return None


def _text(path: Path | None) -> str:
    """A short file of a platform's; empty if it cannot be read."""
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return file.read(5_000_000)
    except (OSError, AttributeError):
        return ""


def apart(owner: Owner, mark: str) -> Owner:
    """The owner with a mark that tells them from another of the same name."""
    return replace(owner, learner=identity(f"{owner.learner} ({mark})"))
