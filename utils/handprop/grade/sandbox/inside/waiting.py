"""An event loop for `await` where there are no sockets to wait for: it runs what is ready, and sleeps."""

from __future__ import annotations

import asyncio
import time


class _Sleep:
    """In place of a selector: nothing ever comes from outside."""

    def select(self, seconds: float | None) -> list:
        """Wait; nothing has come."""
        time.sleep(0.0 if seconds is None else max(0.0, seconds))
        return []

    def close(self) -> None:
        """There is nothing to close."""


class Loop(asyncio.BaseEventLoop):
    """Timers and tasks, and no input or output."""

    def __init__(self) -> None:
        super().__init__()
        self._selector = _Sleep()

    def _process_events(self, _: list) -> None:
        pass

    def _write_to_self(self) -> None:
        pass


def use() -> None:
    """Make it what `asyncio` starts."""
    asyncio.new_event_loop = asyncio.EventLoop = Loop
