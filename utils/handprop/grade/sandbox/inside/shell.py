"""The shell that runs a learner's cells, and hands out what they defined as plain data."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import traceback

from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from handprop.border import call
from handprop.border.channel import Broken, Channel
from handprop.border.plain import TooMuch, decode, encode, is_plain
from handprop.border.read_numbers import Problem
from handprop.border.time_limit import TooLong, time_limit
from handprop.grade.sandbox.inside import lacking
from handprop.language import tr


class _Shell(InteractiveShell):
    def showtraceback(self, *_: object, **__: object) -> None:
        """Do nothing: the error is reported as data instead, and a picture of it would take seconds."""

    showsyntaxerror = showindentationerror = showtraceback

    def enable_gui(self, gui: str | None = None) -> None:
        """Do nothing: `%matplotlib inline` shall not fail where there is no window."""


def make_shell() -> InteractiveShell:
    """A shell as in a kernel, without history, colours or anything else that writes files."""
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "NoColor"
    return _Shell.instance(config=config)


class _Kept(io.TextIOBase):
    """A text stream that keeps the beginning of what is written, and swallows the rest."""

    def __init__(self, most: int):
        self._most, self.parts, self.length = most, [], 0

    def write(self, text: str) -> int:
        if self.length < self._most:
            self.parts.append(str.__str__(text)[: self._most - self.length])
        self.length += len(text)
        return len(text)

    def writable(self) -> bool:
        return True

    def text(self) -> str:
        """What was kept."""
        return "".join(self.parts)


class Session:
    """One submission: answers the judge's messages until the judge hangs up."""

    def __init__(self, shell: InteractiveShell, channel: Channel, output: int):
        self._shell, self._channel, self._output = shell, channel, output
        self._functions: list[object] = []

    def serve(self) -> None:
        """Do what the judge asks for, one message after the other, until it hangs up."""
        ours = os.getpid()
        while os.getpid() == ours:  # a learner's cell may have forked: the copy must not answer too
            message = self._channel.receive()
            try:
                answer = getattr(self, f"_do_{message['do']}")(message)
            except TooMuch as fault:
                answer = {"problem": str(fault)}
            except BaseException as fault:  # whatever an answer's own methods raise while it is read
                answer = {
                    "problem": tr(
                        "Your answer cannot be read. Python says: {describe}.", describe=_describe(fault)
                    )
                }
            if os.getpid() == ours:
                self._send(answer)

    def _send(self, answer: dict) -> None:
        try:
            self._channel.send(answer)
        except ValueError:
            self._channel.send({"problem": tr("Your answer holds far more than is asked for.")})

    def _do_run(self, message: dict) -> dict:
        kept = _Kept(self._output)
        before = sys.stdout, sys.stderr
        sys.stdout = sys.stderr = kept
        try:
            error = self._run(message["source"], message["seconds"])
        finally:
            sys.stdout, sys.stderr = before
        missing = lacking.told()
        answer = {"text": kept.text(), "error": lacking.plain(error)[:2000]}
        return answer | {"lacks": missing} if missing else answer

    def _run(self, source: str, seconds: float) -> str:
        """Run a cell; the error that stopped it in one line, empty if none did."""
        try:
            with time_limit(seconds):
                result = self._shell.run_cell(source, store_history=False)
        except TooLong:
            return _too_long(seconds)
        fault = result.error_before_exec or result.error_in_exec
        if isinstance(fault, TooLong):
            return _too_long(seconds)
        return "" if fault is None else "".join(traceback.format_exception_only(fault)).strip()

    def _do_ask(self, message: dict) -> dict:
        name = message["name"]
        if name not in self._shell.user_ns:
            return {"missing": True}
        with time_limit(message["seconds"]):
            return {"value": encode(self._shell.user_ns[name], self._keep)}

    def _do_call(self, message: dict) -> dict:
        """Call a function with each of the arguments in the message, up to the first problem."""
        function, answers = call.Watched(self._functions[message["handle"]]), []
        for case in message["cases"]:
            arguments = tuple(decode(argument, self._callback) for argument in case)
            answers.append(self._call(function, arguments, message["seconds"]))
            if "problem" in answers[-1]:
                break
        found = {"draws": function.draws, "keeps": function.keeps, "parameters": function.parameters}
        return {"answers": answers, "changed": sorted(function.changed), **found}

    def _call(self, function: call.Watched, arguments: tuple, seconds: float) -> dict:
        try:
            value = call.call(function, arguments, quiet=True, seconds=seconds)
        except Problem as problem:
            return {"problem": str(problem)}
        try:
            # A limit takes longer than most answers do to be read.
            with contextlib.nullcontext() if is_plain(value) else time_limit(seconds):
                return {"value": encode(value, self._keep)}
        except TooMuch as fault:
            return {"problem": str(fault)}

    def _keep(self, function: object) -> int:
        self._functions.append(function)
        return len(self._functions) - 1

    def _callback(self, handle: int):
        """A function of the judge's, to be called by the learner's."""

        def f(*arguments: object, **named: object) -> object:
            sent = [encode(argument, self._keep) for argument in arguments]
            by_name = {name: encode(argument, self._keep) for name, argument in named.items()}
            self._channel.send({"call": handle, "arguments": sent, "named": by_name})
            answer = self._channel.receive()
            if "problem" in answer:
                raise ValueError(answer["problem"])
            return decode(answer["value"], self._callback)

        return f


def _describe(fault: BaseException) -> str:
    if isinstance(fault, TooLong):
        return tr("it takes too long")
    return type(fault).__name__  # its text would be asked of code of the learner's


def _too_long(seconds: float) -> str:
    return tr("Stopped: still running after {seconds:.0f} seconds.", seconds=seconds)


__all__ = ["Broken", "Channel", "Session", "make_shell"]
