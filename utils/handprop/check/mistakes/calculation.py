"""A calculation as named stages, so that a mistake is one stage done differently.

A pipeline computes its stages in order from the numbers of a case.  A mistake replaces some of the stages;
running the pipeline with the replacement gives the very numbers that a learner with that belief would give.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import SimpleNamespace
from typing import Any

import numpy as np

from handprop.language import tr

Values = SimpleNamespace
Stage = Callable[[Values], object]


class NoTrace(Exception):
    """This mistake cannot be made on this case, for example because shapes do not fit."""


@dataclass(frozen=True)
class Mistake:
    """A mistake that learners make: what is done, the belief behind it, and the hint that questions it.

    `name` goes on after "one gets this when one ...".  `changes` maps stages to what is done instead;
    `example` is the line of code that a learner would write.
    """

    id: str
    name: str
    belief: str
    hint: str
    example: str
    changes: Mapping[str, Stage] = field(hash=False)

    def __post_init__(self) -> None:
        for part in ("name", "belief", "hint"):  # Babel finds them where they are written
            object.__setattr__(self, part, tr(getattr(self, part)))

    def __hash__(self) -> int:
        return hash(self.id)  # asked for thousands of times a submission


class Kept:
    """What comes out of some cases of a calculation, by whatever mistakes: a whole class has these cases."""

    def __init__(self, stages: Mapping[str, Stage], cases: Iterable[Mapping[str, object]]):
        self.stages = stages
        self._cases = {id(case): case for case in cases}  # as long as they are here, no other has their id
        self._known: dict[Any, Any] = {}

    def __contains__(self, case: Mapping[str, object]) -> bool:
        return id(case) in self._cases

    def once(self, case: Mapping[str, object], which: object, compute: Callable[[], Any]) -> Any:
        """What `compute` gives for one of the cases, computed once."""
        key = id(case), which
        if key not in self._known:
            self._known[key] = compute()
        return self._known[key]


@dataclass(frozen=True)
class Pipeline:
    """Stages in order, the mistakes that are known for them, and what has come out of them before."""

    name: str
    stages: Mapping[str, Stage] = field(hash=False)
    mistakes: tuple[Mistake, ...] = ()
    kept: Kept | None = field(default=None, compare=False, repr=False)

    def keeping(self, cases: Iterable[Mapping[str, object]]) -> Pipeline:
        """The same calculation, which computes nothing twice for these cases."""
        return replace(self, kept=Kept(self.stages, cases))

    def keeps(self, case: Mapping[str, object]) -> bool:
        """Whether what comes out of a case is kept."""
        return self.kept is not None and self.kept.stages is self.stages and case in self.kept

    def value(
        self, quantity: Callable[[Values], object], case: Mapping[str, object], *mistakes: Mistake
    ) -> np.ndarray | None:
        """What is asked for of a case, as float64, with the mistakes made; None where they cannot be made."""

        def compute() -> np.ndarray | None:
            try:
                value = np.array(quantity(self.run(case, *mistakes)), dtype=np.float64)
            except NoTrace:
                return None
            value.setflags(write=False)
            return value

        return self.once(case, (quantity, mistakes), compute)

    def right(self, case: Mapping[str, object]) -> Values:
        """All values of the right calculation, for those who only read them."""
        return self.once(case, None, lambda: self.run(case))

    def once(self, case: Mapping[str, object], which: object, compute: Callable[[], Any]) -> Any:
        """What `compute` gives; for a case that is kept, from memory if it was asked for before."""
        return self.kept.once(case, which, compute) if self.kept and self.keeps(case) else compute()

    def run(self, case: Mapping[str, object], *mistakes: Mistake) -> Values:
        """All values of the case, with the mistakes made; raises `NoTrace` where they cannot be made."""
        changes = {stage: change for mistake in mistakes for stage, change in mistake.changes.items()}
        values = Values(**case)
        # A wrong calculation may divide by zero or overflow; what comes out is compared all the same.
        with np.errstate(all="ignore"):
            try:
                for name, stage in self.stages.items():
                    setattr(values, name, changes.get(name, stage)(values))
            except (ValueError, IndexError, OverflowError) as fault:
                raise NoTrace(str(fault)) from fault
        return values

    def asked(self, case: Mapping[str, object]) -> Values:
        """The values of the right calculation; a stage is computed when it is asked for: most never are.

        For calculations whose stages ask for others by name, one by one, and not for all at once.
        """
        return _WhenAsked(case, self.stages)

    def rounded(self, decimals: int) -> Iterator[Pipeline]:
        """The same calculation by people who round on the way: up to some stage, or the new weights only."""
        names = list(self.stages)
        for some in (*(names[:k] for k in range(len(names), 0, -1)), [n for n in names if "new_" in n]):
            stages = {name: _rounding(self.stages[name], decimals) for name in some}
            yield replace(self, stages={**self.stages, **stages})

    @cached_property
    def pairs(self) -> list[tuple[Mistake, Mistake]]:
        """The pairs of mistakes that can be made together: they concern different stages."""
        return [
            (first, second)
            for k, first in enumerate(self.mistakes)
            for second in self.mistakes[k + 1 :]
            if not set(first.changes) & set(second.changes)
        ]


class _WhenAsked(Values):
    """Values that are computed when they are asked for."""

    def __init__(self, case: Mapping[str, object], stages: Mapping[str, Stage]):
        super().__init__(**case)
        self._stages = stages
        for name in (name for name in stages if name in case):  # a stage may replace a number of the case
            setattr(self, name, stages[name](self))

    def __getattr__(self, name: str) -> object:
        stage = self._stages.get(name) if name != "_stages" else None
        if stage is None:
            raise AttributeError(name)
        value = stage(self)
        setattr(self, name, value)
        return value


def _rounding(stage: Stage, decimals: int) -> Stage:
    def rounded(values: Values) -> object:
        value = stage(values)
        if isinstance(value, np.ndarray) and value.dtype.kind == "f":
            return np.asarray(np.round(value, decimals))  # an array without axes stays an array
        return round(value, decimals) if isinstance(value, float) else value

    return rounded
