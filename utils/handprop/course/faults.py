"""What the person at the screen can mend: every such exception is a `Fault`, and its message is a sentence.

The commands turn it into that sentence in one place, `handprop.cli.main`; anything else that is raised there
is a fault of the course's own, and shows its traceback.
"""

from __future__ import annotations

from handprop.language import tr


class Fault(Exception):
    """Something is wrong outside the program; the message says what, and what to do."""


class Refused(Fault, ValueError):
    """What was asked for cannot be done: a name that nothing has, a file of the wrong kind."""


def of_system(fault: OSError) -> str:
    """The sentence for what the system refused."""
    return tr(
        "Cannot use {filename}: {strerror}.",
        filename=fault.filename or "a file",
        strerror=fault.strerror or fault,
    )
