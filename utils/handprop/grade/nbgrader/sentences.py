"""A sentence in nbgrader's log where it would print a traceback for a file that cannot be read."""

from __future__ import annotations

import logging


class Sentences(logging.Filter):
    """Keeps tracebacks out of a log while `instead` holds: the file has been told of in a sentence."""

    instead = False

    def say(self, log: logging.Logger, sentence: str) -> None:
        """Say it in this log, and let it stand for the traceback that comes for the same submission."""
        log.addFilter(self)  # a second time does nothing
        log.error("%s", sentence)
        self.instead = True

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a line is to be logged."""
        return not (self.instead and record.getMessage().startswith("Traceback (most recent call last)"))


SENTENCES = Sentences()
