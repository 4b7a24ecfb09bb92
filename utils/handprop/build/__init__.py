"""lessons/ -> notebooks/, solutions/, exercises/: what `handprop build` does.

Each lesson goes through the same steps, one module each: `source` reads the Markdown, `rules` finds what an
author got wrong, `expand` makes the notebooks, `run` executes them, `release` takes the solutions out,
`store` writes the files, and `compare` says what differs from the files that are there.

A notebook is executed when its cells differ from the stored ones, when it was not run from top to bottom,
or with ``force``.  A change in the package behind the lessons is not noticed: after one, build with
``force``; nbval, in the test run, finds the outputs that went stale.
"""

from handprop.build.make import build, check
from handprop.build.problem import Problem
from handprop.course.lessons import Stop, find_root

__all__ = ["Problem", "Stop", "build", "check", "find_root"]
