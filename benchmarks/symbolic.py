"""What the derivations cost, and how that grows with width and depth: ``python benchmarks/symbolic.py``.

Every row derives, and then verifies, the gradient of every parameter and input.  Ratios are to the 2-2-1
network of the same run.  "by paths" writes a product for each path from the loss; "by deltas" reuses delta.
"print" is text and LaTeX of every line, in which each number is worked out to four digits.  Smooth rows have
tanh in the hidden layers and sigmoid at the output, whatever ``--hidden`` says: no number is a fraction.
The second table takes exact steps with such networks, each from the numbers of the one before.
"""

import argparse
import subprocess
import sys
import time
from fractions import Fraction

from handprop.activations import FACTS
from handprop.symbolic import SymbolicNetwork

SMOOTH = "smooth"
SHAPES = [
    ("2-2-1", (2, 2, 1)),
    ("wider: 2-4-1", (2, 4, 1)),
    ("wider: 2-8-1", (2, 8, 1)),
    ("more outputs: 2-2-4", (2, 2, 4)),
    ("deeper: 2-2-2-1", (2, 2, 2, 1)),
    ("deeper: 2-2-2-2-1", (2, 2, 2, 2, 1)),
    ("deeper: 2-2-2-2-2-1", (2, 2, 2, 2, 2, 1)),
    (f"{SMOOTH}: 2-2-1", (2, 2, 1)),
    (f"{SMOOTH}: 2-2-2-1", (2, 2, 2, 1)),
    (f"{SMOOTH}: 2-2-2-2-1", (2, 2, 2, 2, 1)),
    (f"{SMOOTH}: 3-4-3-2", (3, 4, 3, 2)),
]
STEPS = 4


def network(sizes, hidden, output="linear"):
    """A network whose weights are small fractions of both signs."""
    params = {}
    for k in range(1, len(sizes)):
        rows, columns = sizes[k - 1], sizes[k]
        numbers = [[Fraction((7 * i + 5 * j + k) % 13 - 5, 16) for j in range(columns)] for i in range(rows)]
        params[f"W{k}"] = numbers
    activations = [hidden] * (len(sizes) - 2) + [output]
    return SymbolicNetwork(params, activations, x=[2, 3, 1][: sizes[0]], target=[1] * sizes[-1])


def seconds(action, rounds):
    """The shortest of a few runs, and what the last returned."""
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        result = action()
        best = min(best, time.perf_counter() - start)
    return best, result


def measure(sizes, kinds, reuse, rounds):
    built, net = seconds(lambda: network(sizes, *kinds), rounds)
    derived, derivations = seconds(lambda: net.derivations(reuse=reuse), rounds)
    printed, _ = seconds(lambda: [str(d) + d._repr_latex_() for d in derivations.values()], 1)
    # A fresh network each time: closed forms are kept once found.
    verified, _ = seconds(
        lambda: [d.verify() for d in network(sizes, *kinds).derivations(reuse=reuse).values()], 1
    )
    return built, derived, printed, verified, sum(map(len, derivations.values()))


def show_steps():
    print(f"\n| network | {' | '.join(f'step {n} ms' for n in range(1, STEPS + 1))} |")
    print("|---" * (STEPS + 1) + "|")
    for name, sizes in SHAPES:
        if name.startswith(SMOOTH):
            net, times = network(sizes, "tanh", "sigmoid"), []
            for _ in range(STEPS):
                taken, net = seconds(lambda net=net: net.update(net.gradients(), "0.05"), 1)
                times.append(f"{1e3 * taken:.1f}")
            print(f"| {name} | {' | '.join(times)} |", flush=True)


def import_seconds():
    code = "import time; t = time.perf_counter(); import sympy; print(time.perf_counter() - t)"
    runs = [subprocess.run([sys.executable, "-c", code], capture_output=True, text=True) for _ in range(3)]
    return min(float(run.stdout) for run in runs)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rounds", type=int, default=3, help="runs of each, of which the shortest counts")
    options.add_argument(
        "--hidden", default="relu", choices=[name for name, facts in FACTS.items() if facts.alone]
    )
    args = options.parse_args()
    network((2, 2, 1), args.hidden).derivations()  # SymPy fills its caches once
    print(f"import sympy: {import_seconds():.2f} s, not part of the figures below; hidden: {args.hidden}\n")
    print(
        "| network | way | lines | build ms | derive ms | ratio | print ms | derive and verify ms | ratio |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for reuse in (False, True):
        base = None
        for name, sizes in SHAPES:
            kinds = ("tanh", "sigmoid") if name.startswith(SMOOTH) else (args.hidden,)
            built, derived, printed, verified, lines = measure(sizes, kinds, reuse, args.rounds)
            base = base or (derived, verified)
            print(
                f"| {name} | by {'deltas' if reuse else 'paths'} | {lines} | {1e3 * built:.1f} "
                f"| {1e3 * derived:.1f} | {derived / base[0]:.1f} | {1e3 * printed:.1f} "
                f"| {1e3 * verified:.1f} | {verified / base[1]:.1f} |",
                flush=True,
            )
    show_steps()


if __name__ == "__main__":
    main()
