"""How long a learner waits for a check: of a right function answer, of a known mistake, of an unknown one.

    python benchmarks/checks.py
    python benchmarks/checks.py --all    every function of the course, in seconds of the processor

The question is exercise_2 of lesson 06: a function, called on every case of the question.  The learner's bare
function on the same cases is timed in the same rounds, so that a busy machine slows both; the table shows the
median time of each check and the median of the ratios within the rounds.  Goal: under 100 ms for a right
answer after the first.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable

GOAL = 0.1  # seconds, for a right answer after the first
LESSON, NAME = "06_by_hand", "exercise_2"


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def right_answer(question) -> Callable:
    """The solution of the question."""
    return question.solution


def known_mistake(question) -> Callable:
    """Adds the gradient instead of subtracting it."""
    return lambda x, y, w, learning_rate: right_answer(question)(x, y, w, -learning_rate)


def unknown_mistake(question) -> Callable:
    """Something that fits no mistake of the bank, alone or in pairs."""

    def wrong(x, y, w, learning_rate):
        new = right_answer(question)(x, y, w, learning_rate)
        return [number + 0.1 * (k + 1) * abs(x[0]) for k, number in enumerate(new)]

    return wrong


def bare(question) -> Callable[[], object]:
    """The learner's function on the same cases, and nothing else."""
    arguments = [question.arguments(case) for case in question.cases]
    return lambda: [question.solution(*given) for given in arguments]


def checked(question, answer: Callable, state: str, known: bool) -> Callable[[], object]:
    """The check of an answer; stops the benchmark where the verdict is not the expected one."""
    from handprop.check import judge

    verdict = judge(question, answer)
    if verdict.state != state or bool(verdict.mistakes) != known:
        raise SystemExit(f"The verdict is {verdict.state} {verdict.mistakes}; {state} was expected.")
    return lambda: judge(question, answer)


def race(ways: dict[str, Callable], rounds: int) -> dict[str, list[float]]:
    """Seconds per call of each way, one figure per round; the ways take turns, in changing order."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    order = list(ways)
    for _ in range(rounds):
        order.append(order.pop(0))
        for name in order:
            times[name].append(seconds(ways[name]))
    return times


def show(times: dict[str, list[float]]) -> None:
    """One line per way."""
    print(f"{'':<34}{'median':>12}{'slowest':>12}{'ratio':>10}")
    for name, taken in times.items():
        ratio = statistics.median(one / base for one, base in zip(taken, times["bare function"], strict=True))
        middle, worst = statistics.median(taken) * 1e3, max(taken) * 1e3
        print(f"{name:<34}{middle:>9.3f} ms{worst:>9.3f} ms{ratio:>10.1f}")


def off(value, share: float = 1.0):
    """A value, or all of several, off by something that no mistake of the bank explains."""
    import numpy as np  # not at the top: the first check is timed with all imports

    if isinstance(value, list | tuple):
        return type(value)(off(one, share + 0.1 * k) for k, one in enumerate(value))
    value = np.asarray(value, dtype=float)
    return share * value + 0.05 * share * np.arange(1, 1 + value.size).reshape(value.shape)


def processor(work: Callable[[], object], rounds: int = 5) -> float:
    """The median of the processor's milliseconds, which other processes do not move much."""
    taken = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        taken.append(1e3 * (time.process_time() - start))
    return statistics.median(taken)


def show_all() -> None:
    """A line for each function that the course asks for: judged right, and wrong in an unknown way."""
    from handprop.check import Function, judge, load_questions
    from handprop.course.lessons import lessons

    print(f"{'milliseconds of the processor':<34}{'right':>8}{'unknown slip':>14}")
    for lesson in lessons():
        for question in load_questions(lesson):
            if isinstance(question.answer, Function):
                solution = question.solution
                judge(question, solution)
                right = processor(lambda q=question: judge(q, q.solution))
                wrong = processor(lambda q=question, s=solution: judge(q, lambda *given: off(s(*given))))
                print(f"{lesson[:2]}.{question.name:<31}{right:>8.0f}{wrong:>14.0f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--all", action="store_true", help="every function of the course")
    parser.add_argument("--rounds", type=int, default=41, help="rounds (default 41)")
    arguments = parser.parse_args()
    if arguments.all:
        show_all()
        return
    start = time.perf_counter()
    from handprop.check import judge, load_questions

    question = next(one for one in load_questions(LESSON) if one.name == NAME)
    judge(question, question.solution)
    first = time.perf_counter() - start
    ways = {
        "bare function": bare(question),
        "right answer": checked(question, right_answer(question), "right", known=False),
        "wrong answer, recognised": checked(question, known_mistake(question), "wrong", known=True),
        "wrong answer, fits nothing": checked(question, unknown_mistake(question), "wrong", known=False),
    }
    times = race(ways, arguments.rounds)
    print(f"{NAME} of lesson {LESSON}, {len(question.cases)} cases, {arguments.rounds} rounds")
    print(f"The first check, with all imports: {first * 1e3:.0f} ms")
    show(times)
    reached = statistics.median(times["right answer"]) < GOAL
    print(f"Goal for a right answer, {GOAL * 1e3:.0f} ms: {'reached' if reached else 'missed'}.")
    print(f"SymPy was {'' if 'sympy' in sys.modules else 'not '}loaded.")


if __name__ == "__main__":
    main()
