"""Functions on the other side of the border: called with cases, answered with plain data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import monotonic

from handprop.border import call as learner
from handprop.border.channel import Broken, Channel
from handprop.border.plain import TooMuch, clean, decode, encode
from handprop.border.read_numbers import Problem
from handprop.language import tr

_MOST_CALLBACKS = 100_000
_GRACE = 2.0


class Calls:
    """Calls of a learner's functions over a channel, within the time for one answer."""

    def __init__(self, channel: Channel, until: float):
        self._channel, self._until = channel, until
        self._ours: list[Callable] = []

    def function(self, handle: int) -> learner.Elsewhere:
        """The learner's function with this handle."""
        there = learner.Elsewhere(
            lambda cases, seconds: self._call(handle, cases, seconds, there),
        )
        return there

    def _call(
        self, handle: int, cases: Sequence[tuple], seconds: float, there: learner.Elsewhere
    ) -> list[object]:
        """What a function gives for several arguments, in one message; the first Problem comes last."""
        left = self._until - monotonic()
        if left <= 0:
            raise Problem(tr("Your function takes too long on all its cases together."))
        seconds = min(seconds, left)
        message = {"do": "call", "handle": handle, "cases": self._sent(cases), "seconds": seconds}
        self._channel.send(message, seconds)
        # Each call has its own time there; all together have what is left for the answer.
        answer = self._answer(monotonic() + (seconds if len(cases) == 1 else left) + _GRACE)
        if "problem" in answer:
            return [_problem(answer)]
        answers = answer.get("answers")
        if not isinstance(answers, list) or not 0 < len(answers) <= len(cases):
            raise Broken
        values = [self._value(one) for one in answers]
        if len(values) < len(cases) and not isinstance(values[-1], Problem):
            raise Broken
        there.changed.update(k for k in range(len(cases[0])) if k in answer.get("changed", ()))
        there.draws = clean(str(answer.get("draws", "")))[:40]
        if isinstance(names := answer.get("parameters"), list):
            there.parameters = [clean(str(one))[:40] for one in names[:40]]
        there.keeps = there.keeps or clean(str(answer.get("keeps", "")))[:40]
        return values

    def _sent(self, cases: Sequence[tuple]) -> list[list[object]]:
        """The arguments as plain data; those without functions of ours are made once for a class."""
        if isinstance(cases, learner.Cases) and cases.sent is not None:
            return cases.sent
        before = len(self._ours)
        sent = [[encode(argument, self._keep) for argument in arguments] for arguments in cases]
        if isinstance(cases, learner.Cases) and len(self._ours) == before:
            cases.sent = sent
        return sent

    def _value(self, answer: object) -> object:
        if not isinstance(answer, dict):
            raise Broken
        return _problem(answer) if "problem" in answer else decode(answer.get("value"), self.function)

    def _answer(self, until: float) -> dict:
        """The answer to a call; until it comes, the learner's function may call ours."""
        for _ in range(_MOST_CALLBACKS):
            answer = self._channel.receive(until - monotonic())
            if not isinstance(answer, dict):
                raise Broken
            if "call" not in answer:
                return answer
            self._channel.send(self._called(answer), until - monotonic())
        raise Broken(tr("The function that was handed over was called without end."))

    def _called(self, message: dict) -> dict:
        """What our function gives for the arguments in a message; its error as a sentence."""
        try:
            function = self._ours[int(message["call"])]
            arguments = [decode(argument, self.function) for argument in message["arguments"]]
            named = {name: decode(one, self.function) for name, one in message.get("named", {}).items()}
            return {"value": encode(function(*arguments, **named), self._keep)}
        except (Broken, TooMuch):
            raise Broken from None
        except Exception as fault:  # the learner's arguments do not fit
            return {"problem": str(fault)[:500] or type(fault).__name__}

    def _keep(self, function: Callable) -> int:
        self._ours.append(function)
        return len(self._ours) - 1


def _problem(answer: dict) -> Problem:
    return Problem(clean(str(answer["problem"]))[:1000])


def read(message: object, calls: Calls) -> object:
    """The answer in a message, its functions as functions that are called over there."""
    return decode(message, calls.function)
