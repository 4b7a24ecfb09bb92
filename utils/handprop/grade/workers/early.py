"""Sandboxes that get warm while the grader itself is still importing what it needs."""

from __future__ import annotations

import os

from handprop.border.limits import Limits
from handprop.grade.sandbox.link import can_copy
from handprop.grade.sandbox.outside.isolation import BUBBLEWRAP, SandboxFault, chosen
from handprop.grade.sandbox.outside.server_handle import Sandbox

_MOST = 8  # more than that have nothing to do in a small class

_begun: list[Sandbox] = []
_handed_out: list[Sandbox] = []


def cores() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def begin(count: int, named: str | None = None, unsafe: bool = False) -> None:
    """Let sandboxes get warm, where a copy of this process can take them over; faults show later."""
    try:
        isolation = chosen(named, unsafe)
    except SandboxFault:
        return
    if isolation == BUBBLEWRAP and can_copy():
        for _ in range(min(count, _MOST)):
            _begun.append(Sandbox(Limits(), isolation))
            _begun[-1].begin()


def take(limits: Limits, isolation: str) -> Sandbox | None:
    """One of them, if one fits."""
    if not _begun or (_begun[0].limits, _begun[0].isolation) != (limits, isolation):
        return None
    _handed_out.append(_begun.pop())
    return _handed_out[-1]


def end() -> None:
    """End them all, used or not."""
    for sandbox in (*_begun, *_handed_out):
        sandbox.stop()
    _begun.clear()
    _handed_out.clear()
