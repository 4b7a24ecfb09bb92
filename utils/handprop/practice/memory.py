"""A learner's mistakes, and how firm it is that they are made no more: a file in the learner's folder.

Each mistake is a card of FSRS, the scheduler of spaced repetition: making it is forgetting, a right answer
where it could have been made is remembering.
"""

from __future__ import annotations

import contextlib
import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from fsrs import Card, Rating, Scheduler, State

from handprop.check import progress
from handprop.course import where
from handprop.course.files import write_whole

_SCHEDULER = Scheduler(enable_fuzzing=False)


@dataclass
class Memory:
    """The cards by the mistakes' ids, the days on which each was made, and how many questions were drawn.

    `begun` has what is open, by lesson: see `handprop.practice.session`.
    """

    seed: str = field(default_factory=lambda: secrets.token_hex(16))
    drawn: int = 0
    cards: dict[str, Card] = field(default_factory=dict)
    made: dict[str, list[str]] = field(default_factory=dict)
    begun: dict[str, dict] = field(default_factory=dict)

    def make(self, mistakes: Iterable[str], now: datetime) -> None:
        """Keep that these mistakes were made."""
        for id_ in mistakes:
            self.made.setdefault(id_, []).append(now.date().isoformat())
            self._review(id_, Rating.Again, now)

    def avoid(self, mistakes: Iterable[str], now: datetime) -> None:
        """Keep that these were not made where they could have been; only those matter that once were."""
        for id_ in mistakes:
            if id_ in self.cards:
                self._review(id_, Rating.Good, now)

    def is_firm(self, id_: str, now: datetime) -> bool:
        """Whether a mistake that was once made needs no question today."""
        card = self.cards[id_]
        return card.state == State.Review and card.due > now

    def need(self, id_: str, now: datetime) -> float:
        """How much a question is needed in which this mistake can be made, from 0 to 1."""
        if id_ not in self.cards or self.is_firm(id_, now):
            return 0.0
        return 1.0 - 0.5 * _SCHEDULER.get_card_retrievability(self.cards[id_], now)

    def _review(self, id_: str, rating: Rating, now: datetime) -> None:
        card = self.cards.get(id_) or Card(card_id=len(self.cards) + 1, due=now)
        self.cards[id_], _ = _SCHEDULER.review_card(card, rating, now)


def path() -> Path | None:
    """The file, beside that of the learner's progress; None where no progress is kept."""
    file = progress.path()
    return file and where.practice(file)


def read(now: datetime | None = None) -> Memory:
    """The learner's memory, with mistakes made in exercises since; a damaged file is begun anew."""
    memory = stored(path())
    for marks in _marks().values():
        for entry in marks.values():
            _take(memory, entry.get("mistakes", {}), now or datetime.now(UTC))
    return memory


def write(memory: Memory) -> None:
    """Keep the memory; a disk that refuses stops nobody."""
    if (file := path()) is None:
        return
    content = {
        "seed": memory.seed,
        "drawn": memory.drawn,
        "cards": {id_: card.to_dict() for id_, card in memory.cards.items()},
        "made": memory.made,
        "begun": memory.begun,
    }
    with contextlib.suppress(OSError):
        write_whole(file, json.dumps(content, indent=1, sort_keys=True) + "\n")


def _marks() -> progress.Marks:
    file = progress.path()
    return progress.read(file) if file else {}


def _take(memory: Memory, mistakes: Mapping[str, list[str]], now: datetime) -> None:
    """Take over mistakes made in exercises on days that the memory does not know yet."""
    for id_, days in mistakes.items():
        for day in sorted(set(days) - set(memory.made.get(id_, ()))):
            then = min(datetime.fromisoformat(f"{day}T12:00:00+00:00"), now)
            memory.make([id_], then)


def firm(memory: Memory) -> tuple[int, int]:
    """How many of the mistakes are firm now, and how many there are."""
    now = datetime.now(UTC)
    return sum(memory.is_firm(id_, now) for id_ in memory.cards), len(memory.cards)


def stored(file: Path | None) -> Memory:
    """What is in a file; a memory without mistakes where there is none, or it is damaged."""
    try:
        content = json.loads(file.read_text(encoding="utf-8")) if file else {}
        cards = {id_: Card.from_dict(card) for id_, card in content["cards"].items()}
        made = {id_: list(map(str, days)) for id_, days in content["made"].items()}
        begun = dict(content.get("begun", {}))
        return Memory(str(content["seed"]), int(content["drawn"]), cards, made, begun)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Memory()
