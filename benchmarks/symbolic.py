"""What the derivations cost, and how that grows with width and depth: ``python benchmarks/symbolic.py``.

Every row derives, and then verifies, the gradient of every parameter and input.  Ratios are to the 2-2-1
network of the same run.  "by paths" writes a product for each path from the loss; "by deltas" reuses delta.
"""

import argparse
import subprocess
import sys
import time
from fractions import Fraction

from handprop.symbolic import SymbolicNetwork

SHAPES = [
    ("2-2-1", (2, 2, 1)),
    ("wider: 2-4-1", (2, 4, 1)),
    ("wider: 2-8-1", (2, 8, 1)),
    ("more outputs: 2-2-4", (2, 2, 4)),
    ("deeper: 2-2-2-1", (2, 2, 2, 1)),
    ("deeper: 2-2-2-2-1", (2, 2, 2, 2, 1)),
    ("deeper: 2-2-2-2-2-1", (2, 2, 2, 2, 2, 1)),
]


def network(sizes, hidden):
    """A network whose weights are small fractions of both signs."""
    params = {}
    for k in range(1, len(sizes)):
        rows, columns = sizes[k - 1], sizes[k]
        numbers = [[Fraction((7 * i + 5 * j + k) % 13 - 5, 16) for j in range(columns)] for i in range(rows)]
        params[f"W{k}"] = numbers
    activations = [hidden] * (len(sizes) - 2) + ["linear"]
    return SymbolicNetwork(params, activations, x=[2, 3], target=[1] * sizes[-1])


def seconds(action, rounds):
    """The shortest of a few runs, and what the last returned."""
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        result = action()
        best = min(best, time.perf_counter() - start)
    return best, result


def measure(sizes, hidden, reuse, rounds):
    built, net = seconds(lambda: network(sizes, hidden), rounds)
    derived, derivations = seconds(lambda: net.derivations(reuse=reuse), rounds)
    # A fresh network each time: closed forms are kept once found.
    verified, _ = seconds(
        lambda: [d.verify() for d in network(sizes, hidden).derivations(reuse=reuse).values()], 1
    )
    return built, derived, verified, sum(map(len, derivations.values()))


def import_seconds():
    code = "import time; t = time.perf_counter(); import sympy; print(time.perf_counter() - t)"
    runs = [subprocess.run([sys.executable, "-c", code], capture_output=True, text=True) for _ in range(3)]
    return min(float(run.stdout) for run in runs)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rounds", type=int, default=3, help="runs of each, of which the shortest counts")
    options.add_argument("--hidden", default="relu", choices=["linear", "relu", "sigmoid", "tanh"])
    args = options.parse_args()
    network((2, 2, 1), args.hidden).derivations()  # SymPy fills its caches once
    print(f"import sympy: {import_seconds():.2f} s, not part of the figures below; hidden: {args.hidden}\n")
    print("| network | way | lines | build ms | derive ms | ratio | derive and verify ms | ratio |")
    print("|---|---|---|---|---|---|---|---|")
    for reuse in (False, True):
        base = None
        for name, sizes in SHAPES:
            built, derived, verified, lines = measure(sizes, args.hidden, reuse, args.rounds)
            base = base or (derived, verified)
            print(
                f"| {name} | by {'deltas' if reuse else 'paths'} | {lines} | {1e3 * built:.1f} "
                f"| {1e3 * derived:.1f} | {derived / base[0]:.1f} "
                f"| {1e3 * verified:.1f} | {verified / base[1]:.1f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
