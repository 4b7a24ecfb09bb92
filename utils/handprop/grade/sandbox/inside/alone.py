"""One submission in a process of its own, for machines that have no sandbox; nothing is kept from it.

Started by `sandbox.outside.bare` as `python -m handprop.grade.sandbox.inside.alone`.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import signal
import sys

from handprop.border.channel import Broken, Channel
from handprop.grade.sandbox.inside import imports, shell
from handprop.grade.sandbox.link import join


def main() -> None:
    """Serve the judge until it hangs up."""
    settings = json.loads(sys.argv[1])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the grader's
    channel = Channel(join())
    os.makedirs(os.environ["HOME"], exist_ok=True)
    os.chdir(os.environ["HOME"])
    ready = shell.make_shell()
    for name in imports.ALWAYS:
        importlib.import_module(name)
    with contextlib.suppress(Broken), open(os.devnull, encoding="utf-8") as sys.stdin:
        channel.send({"ready": True})
        shell.Session(ready, channel, settings["output"]).serve()


if __name__ == "__main__":
    main()
