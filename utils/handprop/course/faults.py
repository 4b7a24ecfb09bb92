"""What the person at the screen can mend: every such exception is a `Fault`, and its message is a sentence.

The commands turn it into that sentence in one place, `handprop.cli.main`; anything else that is raised there
is a fault of the course's own, and shows its traceback.
"""

from __future__ import annotations


class Fault(Exception):
    """Something is wrong outside the program; the message says what, and what to do."""


class Refused(Fault, ValueError):
    """What was asked for cannot be done: a name that nothing has, a file of the wrong kind."""


def of_system(fault: OSError) -> str:
    """The sentence for what the system refused."""
    return f"Cannot use {fault.filename or 'a file'}: {fault.strerror or fault}."
