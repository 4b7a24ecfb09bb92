"""Calculations with the `Value` of lesson 12: random ones, and their derivatives by complex steps."""

import cmath
import math
import re
from types import SimpleNamespace

import numpy as np
from places import REPO

CELLS = re.compile(r"```\{code-cell\} ipython3\n(.*?)```", re.DOTALL)


def lesson_12() -> SimpleNamespace:
    """The engine as the cells of lesson 12 define it."""
    text = (REPO / "lessons" / "12_autograd" / "lesson.md").read_text(encoding="utf-8")
    names: dict = {"math": math}
    for start in ("class Value", "def in_order", "def way_back", "def backward", "Value.__pow__"):
        cell = next(cell for cell in CELLS.findall(text) if re.match(rf"(\s|#.*\n)*{re.escape(start)}", cell))
        exec(cell.split("\n\n\n")[0], names)  # the definition, without what tries it out
    return SimpleNamespace(**names)


ENGINE = lesson_12()


def random_calculation(seed: int):
    """(output, its leaves, the same as a function of complex numbers): up to thirty nodes, with forks."""
    rng = np.random.default_rng(seed)
    leaves = [ENGINE.Value(v) for v in rng.uniform(0.5, 2.0, size=rng.integers(1, 5))]
    plan, pool = [], list(leaves)
    for _ in range(rng.integers(1, 9)):
        op = str(rng.choice(["+", "*", "**3", "relu", "exp", "-"]))
        one, other = (int(k) for k in rng.integers(0, len(pool), size=2))
        if (op == "exp" and pool[one].data < -3) or (op == "**3" and abs(pool[one].data) > 5):
            op = "+"
        plan.append((op, one, other))
        pool.append(_apply(op, pool[one], pool[other], lambda v: v.relu(), lambda v: v.exp()))
    return pool[-1], leaves, plan


def complex_step(leaves, plan, which: int) -> float:
    """The derivative of the output with respect to a leaf: the imaginary part of a step of 1e-30 i."""
    pool = [complex(leaf.data, 1e-30 if k == which else 0) for k, leaf in enumerate(leaves)]
    for op, one, other in plan:
        pool.append(_apply(op, pool[one], pool[other], lambda v: v if v.real > 0 else 0j, cmath.exp))
    return pool[-1].imag / 1e-30


def _apply(op, one, other, relu, exp):
    known = {
        "+": lambda: one + other, "*": lambda: one * other, "**3": lambda: one**3,
        "relu": lambda: relu(one), "exp": lambda: exp(one * -1), "-": lambda: one + other * -1,
    }  # fmt: skip
    return known[op]()
