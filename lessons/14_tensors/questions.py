"""The questions of exercise 14: ways back of operations on arrays, a safe loss, and the cost."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from handprop.border import call
from handprop.border.read_numbers import Problem, as_numbers
from handprop.check import BY_HAND, EXACT, Array, Function, Number, Question
from handprop.check.cases import far_off
from handprop.check.domain import Domain, features, numbers
from handprop.check.mistakes.again import again
from handprop.check.mistakes.calculation import Mistake, Pipeline
from handprop.check.mistakes.whole_gradient import OVERWRITE_PATH
from handprop.check.variants import vary
from handprop.language import tr

PRODUCT = Pipeline(
    "product",
    {"back": lambda v: v.arriving @ v.B.T},
    (
        Mistake(
            id="PRODUCT-NOT-TURNED",
            name="multiplies by B as it stands, without turning it",
            belief="What was multiplied by B forward is multiplied by B on the way back.",
            hint="Its columns stand for the columns of C. Which side of B has those, rows or columns?",
            example="arriving @ B",
            changes={"back": lambda v: v.arriving @ v.B},
        ),
        Mistake(
            id="PRODUCT-OTHER-PARENT",
            name="takes A for its own slope, as the way back to B has it",
            belief="The derivative of A @ B by A has A in it.",
            hint="In 5 times 4, let the 5 grow. By which number does the product change, the 5 or the 4?",
            example="A.T @ arriving",
            changes={"back": lambda v: v.A.T @ v.arriving},
        ),
        Mistake(
            id="PRODUCT-LOCAL",
            name="leaves out what arrives, as if each number of C counted once",
            belief="The way back is the derivative of the operation.",
            hint="Does every number of C change the loss by the same? Where does what arrives come in?",
            example="np.ones((2, 2)) @ B.T",
            changes={"back": lambda v: np.ones_like(v.arriving) @ v.B.T},
        ),
        Mistake(
            id="PRODUCT-ONE-COLUMN",
            name="follows only the first column of C",
            belief="A number of A is used once.",
            hint="In how many numbers of C does the first number of A stand?",
            example="arriving[:, :1] @ B[:, :1].T",
            changes={"back": lambda v: v.arriving[:, :1] @ v.B[:, :1].T},
        ),
        Mistake(
            id="PRODUCT-LAST-COLUMN",
            name="follows only the last column of C",
            belief="The last path is the result.",
            hint="In how many numbers of C does the first number of A stand?",
            example="arriving[:, 1:] @ B[:, 1:].T",
            changes={"back": lambda v: v.arriving[:, 1:] @ v.B[:, 1:].T},
        ),
        Mistake(
            id="PRODUCT-RESULT-TURNED",
            name="ends with rows and columns exchanged",
            belief="Transposing belongs to the way back, wherever it stands.",
            hint="To which number of A does the second number of your first row belong?",
            example="B @ arriving.T",
            changes={"back": lambda v: v.B @ v.arriving.T},
        ),
        Mistake(
            id="PRODUCT-TIMES-A",
            name="multiplies the result by A as well",
            belief="A number's share is its value times its slope.",
            hint="Nudge one number of A. Does it matter how large it was before?",
            example="A * (arriving @ B.T)",
            changes={"back": lambda v: v.A * (v.arriving @ v.B.T)},
        ),
    ),
)

COLUMN = Pipeline(
    "column",
    {
        "each": lambda v: v.arriving * v.row,
        "back": lambda v: v.each.sum(axis=1),
    },
    (
        Mistake(
            id="STRETCH-NO-FACTOR",
            name="adds up what arrives without the factor from the row",
            belief="Stretched forward, summed back: that is all.",
            hint="The operation is a product. What is the local slope of a product?",
            example="arriving.sum(axis=1)",
            changes={"each": lambda v: v.arriving},
        ),
        Mistake(
            id="STRETCH-OWN-FACTOR",
            name="multiplies by the column where the row belongs",
            belief="The slope of the column has the column in it.",
            hint="In 5 times 4, let the 5 grow. By which number does the product change?",
            example="(arriving * column).sum(axis=1)",
            changes={"each": lambda v: v.arriving * v.column},
        ),
        Mistake(
            id="STRETCH-BOTH-FACTORS",
            name="multiplies by the result, column times row",
            belief="What arrives is multiplied by what was there.",
            hint="Which of the two factors of the product is the local slope of the column?",
            example="(arriving * column * row).sum(axis=1)",
            changes={"each": lambda v: v.arriving * v.column * v.row},
        ),
        Mistake(
            id="STRETCH-MEAN",
            name="takes the mean of the paths instead of their sum",
            belief="Four copies, so each counts a quarter.",
            hint="Where paths meet, do we add, or average?",
            example="(arriving * row).mean(axis=1)",
            changes={"back": lambda v: v.each.mean(axis=1)},
        ),
        Mistake(
            id="STRETCH-FIRST",
            name="keeps only the first of the copies",
            belief="The others are copies.",
            hint="Does the loss see the copies? Which numbers of the result move with the column?",
            example="(arriving * row)[:, 0]",
            changes={"back": lambda v: v.each[:, 0]},
        ),
        Mistake(
            id="STRETCH-LAST",
            name="keeps only the last of the copies",
            belief="Each path overwrites the one before.",
            hint="Where paths meet, do we add, or keep the last?",
            example="(arriving * row)[:, -1]",
            changes={"back": lambda v: v.each[:, -1]},
        ),
        Mistake(
            id="STRETCH-ROW-SUM-APART",
            name="sums what arrives and the row apart, and multiplies the two sums",
            belief="A sum of products is a product of sums.",
            hint="Take two numbers each: is 1 · 2 + 3 · 4 the same as (1 + 3) · (2 + 4)?",
            example="arriving.sum(axis=1) * row.sum()",
            changes={"back": lambda v: v.arriving.sum(axis=1) * v.row.sum()},
        ),
    ),
)

SAFE = Pipeline(
    "safe",
    {
        "top": lambda v: v.z.max(),
        "shifted": lambda v: v.z - v.top,
        "sum_of_exp": lambda v: np.exp(v.shifted).sum(),
        "log_sum": lambda v: np.log(v.sum_of_exp),
        "own": lambda v: v.shifted[v.right],
        "loss": lambda v: v.log_sum - v.own,
    },
    (
        Mistake(
            id="SAFE-FIRST-CLASS",
            name="takes the class with the largest sum for the right one",
            belief="The network's answer is the right class.",
            hint="Which class is right, and which is the largest?",
            example="-np.log(1 / (1 + np.exp(-2) + np.exp(-3)))",
            changes={"own": lambda v: v.shifted.max()},
        ),
        Mistake(
            id="SAFE-OWN-FORGOTTEN",
            name="gives the logarithm of the sum, and forgets to subtract the sum of the right class",
            belief="After the shift only the logarithm is left.",
            hint="After the shift, what is the sum of the right class? Where does it stand in the loss?",
            example="np.log(1 + np.exp(-2) + np.exp(-3))",
            changes={"loss": lambda v: v.log_sum},
        ),
        Mistake(
            id="SAFE-LAST-CLASS",
            name="takes the last class for the right one",
            belief="Counting begins at 0, so the second class is number 2.",
            hint="Which of the three sums does the second class have?",
            example="own = z[2]",
            changes={"own": lambda v: v.shifted[-1]},
        ),
        Mistake(
            id="SAFE-NO-SUM",
            name="leaves out the logarithm of the sum",
            belief="The small terms are nothing beside 1.",
            hint="You need four digits. How large are the exponentials of the other two, after the shift?",
            example="1000 - 998",
            changes={"log_sum": lambda v: 0.0},
        ),
        Mistake(
            id="SAFE-ONE-SHIFTED",
            name="subtracts the largest from one sum and not from the other",
            belief="The shift belongs to the exponentials.",
            hint="Have you subtracted the same number in the share of the right class and in the sum?",
            example="np.log(np.exp(z - 1000).sum()) - 998",
            changes={"own": lambda v: v.z[v.right]},
        ),
        Mistake(
            id="SAFE-SIGN",
            name="gives the logarithm of the share, without the minus",
            belief="Cross-entropy is the logarithm of the right share.",
            hint="A share is below 1. What is the sign of its logarithm, and what that of a loss?",
            example="np.log(share)",
            changes={"loss": lambda v: v.own - v.log_sum},
        ),
        Mistake(
            id="SAFE-WRONG-ONES-ONLY",
            name="leaves the right class out of the sum",
            belief="The sum is over the other classes.",
            hint="The shares add up to 1. Which terms stand below the fraction line?",
            example="np.log(np.exp(0) + np.exp(-3)) + 2",
            changes={"sum_of_exp": lambda v: np.exp(np.delete(v.shifted, v.right)).sum()},
        ),
        Mistake(
            id="SAFE-LOG-10",
            name="takes the logarithm to the base 10",
            belief="log is log.",
            hint="Which logarithm undoes e to a power?",
            example="np.log10(...)",
            changes={"loss": lambda v: (v.log_sum - v.own) / np.log(10)},
        ),
    ),
)

LINKS = Pipeline(
    "links",
    {
        "results": lambda v: v.rows * v.columns,
        "products": lambda v: v.inner,
        "sums": lambda v: v.inner - 1,
        "links_each": lambda v: 2,
        "links": lambda v: v.results * (v.products + v.sums) * v.links_each,
    },
    (
        Mistake(
            id="LINKS-PRODUCTS-ONLY",
            name="counts the products and not the sums",
            belief="A product of tables is made of products.",
            hint="After the products for one number, what is still to be done?",
            example="64 * 10 * 32 * 2",
            changes={"sums": lambda v: 0},
        ),
        Mistake(
            id="LINKS-NODES",
            name="counts the nodes instead of their links",
            belief="A node is a link.",
            hint="From how many parents is a product of two numbers made?",
            example="64 * 10 * (32 + 31)",
            changes={"links_each": lambda v: 1},
        ),
        Mistake(
            id="LINKS-32-SUMS",
            name="takes as many sums as products",
            belief="Each product is added.",
            hint="To add up two numbers, how many sums does it take?",
            example="64 * 10 * (32 + 32) * 2",
            changes={"sums": lambda v: v.inner},
        ),
        Mistake(
            id="LINKS-ONE-RESULT",
            name="counts one number of the result",
            belief="The work for one number is the work.",
            hint="How many numbers are in the result?",
            example="(32 + 31) * 2",
            changes={"results": lambda v: 1},
        ),
        Mistake(
            id="LINKS-ONE-SAMPLE",
            name="counts one row of the result",
            belief="A row is the result for one sample.",
            hint="How many rows are in the result?",
            example="10 * (32 + 31) * 2",
            changes={"results": lambda v: v.columns},
        ),
    ),
)


def _largest_back(v, *, share=None):
    """What arrives at the rows that were taken: all of it stands where the largest number is."""
    rows = v.table[list(v.places)]
    top = (rows == rows.max(axis=1, keepdims=True)).astype(float) if share is None else share
    return v.arriving[:, None] * top


def _smallest(v):
    rows = v.table[list(v.places)]
    return (rows == rows.min(axis=1, keepdims=True)).astype(float)


def _put_back(v, *, rule=np.add, places=None):
    whole = np.zeros_like(v.table)
    for place, row in zip(v.places if places is None else places, v.at_rows, strict=True):
        whole[place] = rule(whole[place], row)
    return whole


TAKEN = Pipeline(
    "taken",
    {"at_rows": _largest_back, "back": _put_back},
    (
        again(
            OVERWRITE_PATH,
            "whole[places] = g",
            {"back": lambda v: _put_back(v, rule=lambda old, new: new)},
            name="lets the second use of a row replace what the first one brought back",
            hint="The first row was taken twice. What happens where two paths meet?",
        ),
        Mistake(
            id="TAKEN-FIRST-USE",
            name="counts only the first use of a row that was taken twice",
            belief="The second one is the same row.",
            hint="The loss sees both copies of the first row. What comes back from each of them?",
            example="for place in set(places): ...",
            changes={"back": lambda v: _put_back(v, rule=lambda old, new: old if old.any() else new)},
        ),
        Mistake(
            id="TAKEN-BY-ORDER",
            name="puts the rows back in the order in which they came, not where they were taken",
            belief="The first row that comes back belongs to the first row.",
            hint="From which row of the table was the second one taken?",
            example="whole = rows that come back",
            changes={"back": lambda v: _put_back(v, places=range(len(v.arriving)))},
        ),
        Mistake(
            id="MAX-TO-ALL",
            name="hands what arrives at a maximum to every number of the row",
            belief="All numbers take part in the maximum.",
            hint="Nudge the smaller number of a row. Does the larger one change?",
            example="g + np.zeros_like(rows)",
            changes={"at_rows": lambda v: _largest_back(v, share=np.ones((len(v.arriving), 2)))},
        ),
        Mistake(
            id="MAX-TO-SMALLEST",
            name="hands what arrives to the smaller number of the row",
            belief="The other number has to catch up.",
            hint="Nudge the smaller number of a row. Does the maximum move?",
            example="rows == rows.min(axis=1)",
            changes={"at_rows": lambda v: _largest_back(v, share=_smallest(v))},
        ),
        Mistake(
            id="MAX-SHARED",
            name="shares what arrives at a maximum among all numbers of the row",
            belief="Two numbers, so each gets half.",
            hint="Nudge the smaller number of a row. Does the larger one change?",
            example="g / 2",
            changes={"at_rows": lambda v: _largest_back(v, share=np.full((len(v.arriving), 2), 0.5))},
        ),
        Mistake(
            id="MAX-TIMES-VALUE",
            name="multiplies by the largest number itself",
            belief="A larger number matters more.",
            hint="When the largest number grows by 0.01, by how much does the maximum grow?",
            example="g * rows.max(axis=1)",
            changes={"at_rows": lambda v: _largest_back(v) * v.table[list(v.places)]},
        ),
    ),
)

EPS = 1e-5
NORM = Pipeline(
    "norm",
    {
        "variance": lambda v: np.mean((v.x - v.x.mean()) ** 2),
        "spread": lambda v: np.sqrt(v.variance + v.eps),
        "result": lambda v: (v.x - v.x.mean()) / v.spread,
        "by_mean": lambda v: v.arriving.mean(),
        "by_spread": lambda v: v.result * np.mean(v.arriving * v.result),
        "scale": lambda v: 1 / v.spread,
        "back": lambda v: (v.arriving - v.by_mean - v.by_spread) * v.scale,
    },
    (
        Mistake(
            id="NORM-ITSELF-ONLY",
            name="takes mean and variance for fixed numbers",
            belief="Mean and variance are computed before, so they are constants.",
            hint="Let one number of x grow. Do the mean and the variance stay?",
            example="arriving / spread",
            changes={"by_mean": lambda v: 0.0, "by_spread": lambda v: 0.0},
        ),
        Mistake(
            id="NORM-NO-MEAN",
            name="leaves out the path by the mean",
            belief="The mean hardly moves.",
            hint="What should your result add up to? What does it add up to?",
            example="(arriving - result * (arriving * result).mean()) / spread",
            changes={"by_mean": lambda v: 0.0},
        ),
        Mistake(
            id="NORM-NO-SPREAD",
            name="leaves out the path by the variance",
            belief="Dividing by a number divides the derivative by it, and that is all.",
            hint="When one number moves away from the others, what do the variance and all results do?",
            example="(arriving - arriving.mean()) / spread",
            changes={"by_spread": lambda v: 0.0},
        ),
        Mistake(
            id="NORM-SUMS",
            name="takes sums where means belong",
            belief="Paths are added.",
            hint="One number of x moves the mean by how much of its own move?",
            example="arriving - arriving.sum() - result * (arriving * result).sum()",
            changes={
                "by_mean": lambda v: v.arriving.sum(),
                "by_spread": lambda v: v.result * np.sum(v.arriving * v.result),
            },
        ),
        Mistake(
            id="NORM-NO-CENTRE",
            name="leaves the mean out everywhere: x divided by the root of its mean square",
            belief="Normalising brings numbers to size 1.",
            hint="What is subtracted from x before the division?",
            example="x / np.sqrt((x**2).mean() + eps)",
            changes={
                "variance": lambda v: np.mean(v.x**2),
                "result": lambda v: v.x / v.spread,
                "by_mean": lambda v: 0.0,
            },
        ),
        Mistake(
            id="NORM-NO-SCALE",
            name="forgets to divide by the spread on the way back",
            belief="The division was done forward.",
            hint="If all spreads were ten times as large, how much would a nudge of x move the result?",
            example="arriving - arriving.mean() - result * (arriving * result).mean()",
            changes={"scale": lambda v: 1.0},
        ),
        Mistake(
            id="NORM-ONE-LESS",
            name="divides by one less than the number of samples in the variance",
            belief="A variance is divided by one less than the number of samples.",
            hint="What does the question say: by what is the variance divided?",
            example="x.var(ddof=1)",
            changes={"variance": lambda v: np.sum((v.x - v.x.mean()) ** 2) / (len(v.x) - 1)},
        ),
        Mistake(
            id="NORM-SPREAD-SQUARED",
            name="divides by the variance instead of its square root",
            belief="The spread is the variance.",
            hint="In the forward pass, by what do you divide?",
            example="... / (variance + eps)",
            changes={"scale": lambda v: 1 / v.spread**2},
        ),
        Mistake(
            id="NORM-EPS-OUTSIDE",
            name="adds eps to the spread instead of to the variance",
            belief="eps keeps the division away from 0, wherever it stands.",
            hint="Where does eps stand in the question: below the root, or behind it?",
            example="spread = x.std() + eps",
            changes={"spread": lambda v: np.sqrt(v.variance) + v.eps},
        ),
        Mistake(
            id="NORM-PLUS",
            name="adds the path by the variance where it is subtracted",
            belief="Paths are added, so there is a plus between them.",
            hint="A number moves away from the mean, so the variance grows. Do the results grow or shrink?",
            example="(arriving - arriving.mean() + result * (arriving * result).mean()) / spread",
            changes={"by_spread": lambda v: -v.result * np.mean(v.arriving * v.result)},
        ),
        Mistake(
            id="NORM-NO-RESULT-FACTOR",
            name="leaves out the second factor, the result, in the path by the variance",
            belief="The variance pushes all samples alike.",
            hint="Which samples move the variance more, those near the mean or those far away?",
            example="arriving - arriving.mean() - (arriving * result).mean()",
            changes={"by_spread": lambda v: np.mean(v.arriving * v.result)},
        ),
    ),
)


class Loss(Array):
    """A loss that overflows if it is computed as it is written."""

    def read(self, raw):
        """The number; infinity, or none, comes from exp."""
        numbers = as_numbers(raw)
        if not np.isfinite(numbers).all():
            raise Problem(
                tr(
                    "e to the power 1000 is too large for a number of the computer, and infinity divided by "
                    "infinity is none. Subtract the largest sum from all three first."
                )
            )
        return super().read(numbers if isinstance(raw, Iterator) else raw)  # a generator is read only once


class Shaped(Function):
    """A function whose numbers are right in any shape; in another one than its argument it is told so."""

    def judge(self, question, raw, tries, seed):
        """The verdict, and a word about the shape if all numbers are right."""
        verdict = super().judge(question, raw, tries, seed)
        if verdict.state != "right":
            return verdict
        column, *others = question.arguments(question.cases[0])
        asked, shape = column.shape, as_numbers(call.call(raw, (column, *others), quiet=True)).shape
        if shape == asked:
            return verdict
        said = tr(
            "By the way: your numbers have the shape {shape}, the column has {asked}. A step would subtract "
            "one from the other, and stretch both: add keepdims=True to the sum, or reshape.",
            shape=shape,
            asked=asked,
        )
        return replace(verdict, sentences=(*verdict.sentences, said))


def column_back(column, row, arriving):
    """The derivative of the loss with respect to the column, where result = column * row.

    column: (3, 1), row: (4,), arriving: (3, 4), all NumPy arrays.  Returns shape (3, 1).
    """
    return (arriving * row).sum(axis=1, keepdims=True)


def norm_back(x, arriving, eps):
    """The way back of batch normalisation for one unit: x and arriving of shape (5,), eps a small number.

    Returns the derivative of the loss with respect to x, shape (5,).
    """
    spread = np.sqrt(x.var() + eps)
    result = (x - x.mean()) / spread
    return (arriving - arriving.mean() - result * (arriving * result).mean()) / spread


def _any_column(rng, *, kind, arriving="plain"):
    return {
        "column": numbers(rng, kind, 3, 1),
        "row": numbers(rng, kind, 4),
        "arriving": numbers(rng, arriving, 3, 4),
    }


def _any_norm(rng, *, kind, eps, arriving):
    x = _close(rng) if kind == "close" else numbers(rng, kind, 5)
    return {"x": x, "arriving": numbers(rng, arriving, 5), "eps": eps}


def _close(rng):
    """Numbers with little between them, one of them nearly the mean."""
    x = np.round(0.06 * numbers(rng, "plain", 5), 5)
    x[0] = np.round(x[1:].mean() + 0.0003, 5)
    return x


def _spread_enough(case):
    return np.var(case["x"]) > 1e-3


def _drawn_norm(rng, **options):
    while not _spread_enough(case := _any_norm(rng, **options)):
        pass
    return case


def _norm_case(seed, eps):
    return _drawn_norm(np.random.default_rng(seed), kind="plain", eps=eps, arriving="plain")


NORM_CASES = [_norm_case(seed, eps) for seed, eps in ((150, EPS), (151, 0.1), (152, 0.5))]
NORM_CASES += [
    {**NORM_CASES[0], "arriving": NORM_CASES[1]["arriving"]},  # the same x, and something else arrives
    {**NORM_CASES[2], "x": np.array([0.3, 0.2, 0.37, 0.25, 0.4]), "eps": 0.001},  # a small spread
]
COLUMNS = Domain(
    _any_column,
    features(kind=("plain", "whole", "repeated", "wide", "far"), arriving=("plain", "far")),
    count=100,
)
NORMS = Domain(
    _drawn_norm,
    features(
        kind=("plain", "whole", "repeated", "close"),
        eps=(EPS, 0.01, 0.5),
        arriving=("plain", "small", "wide", "far"),
    ),
    count=108,
    holds=_spread_enough,
)

SAFE_CASE = {"z": np.array([1000.0, 998.0, 997.0]), "right": 1}
SAFE_NUMBERS = vary(
    SAFE_CASE,
    SAFE,
    {"second": range(994, 1000), "third": range(994, 1000)},
    {"first": ("z", 0), "second": ("z", 1), "third": ("z", 2)},
    shown=lambda v: {"away": -v.own, "to_third": -v.shifted[2]},
)
LINKS_CASE = {"rows": 64, "inner": 32, "columns": 10}
LINKS_NUMBERS = vary(
    LINKS_CASE,
    LINKS,
    {"rows": (16, 32, 48, 64, 100), "inner": range(20, 49), "columns": (5, 8, 10, 12)},
    shown=lambda v: {"sums": v.sums, "links": v.links},
)

QUESTIONS = [
    Question(
        name="product_back",
        objective="14.1",
        points=2,
        answer=Array((2, 2), tolerance=BY_HAND, strict_shape=True),
        stub="product_back = [[..., ...], [..., ...]]",
        solution="product_back = [[4, 6], [2, 12]]",
        pipeline=PRODUCT,
        quantity=lambda v: v.back,
        cases=[
            {
                "A": np.array([[1.0, 2.0], [3.0, 5.0]]),
                "B": np.array([[2.0, 1.0], [0.0, 3.0]]),
                "arriving": np.array([[1.0, 2.0], [-1.0, 4.0]]),
            }
        ],
    ),
    Question(
        name="column_back",
        objective="14.1",
        points=3,
        answer=Shaped(
            "column_back", Array((3,), tuple(tr("number {k} of the column", k=k) for k in (1, 2, 3)))
        ),
        solution=column_back,
        pipeline=COLUMN,
        quantity=lambda v: v.back,
        cases=[_any_column(np.random.default_rng(seed), kind="plain") for seed in (140, 141, 142)]
        + [far_off(_any_column(np.random.default_rng(143), kind="plain"), "row", 1 / 400)],
        arguments=lambda case: tuple(case[name].copy() for name in ("column", "row", "arriving")),
        domain=COLUMNS,
    ),
    Question(
        name="taken_back",
        objective="14.1",
        points=2,
        answer=Array((3, 2), tolerance=BY_HAND, strict_shape=True),
        stub="taken_back = [[..., ...], [..., ...], [..., ...]]",
        solution="taken_back = [[0, 2 + 3], [0, 0], [-1, 0]]",
        pipeline=TAKEN,
        quantity=lambda v: v.back,
        cases=[
            {
                "table": np.array([[1.0, 5.0], [7.0, 2.0], [4.0, 3.0]]),
                "places": (0, 2, 0),
                "arriving": np.array([2.0, -1.0, 3.0]),
            }
        ],
    ),
    Question(
        name="safe_loss",
        objective="14.2",
        points=1,
        answer=Loss((), (tr("The loss"),), BY_HAND),
        solution="safe_loss = {away:code} + np.log(1 + np.exp(-{away:code}) + np.exp(-{to_third:code}))",
        pipeline=SAFE,
        quantity=lambda v: v.loss,
        cases=[SAFE_CASE],
        vary=SAFE_NUMBERS,
    ),
    Question(
        name="links",
        objective="14.3",
        points=2,
        answer=Number(tr("The number of links"), tolerance=EXACT),
        solution="links = {rows} * {columns} * ({inner} + {sums}) * 2",
        pipeline=LINKS,
        quantity=lambda v: v.links,
        cases=[LINKS_CASE],
        vary=LINKS_NUMBERS,
    ),
    Question(
        name="norm_back",
        objective="14.2",
        points=4,
        answer=Function("norm_back", Array((5,))),
        solution=norm_back,
        pipeline=NORM,
        quantity=lambda v: v.back,
        cases=NORM_CASES,
        arguments=lambda case: (case["x"].copy(), case["arriving"].copy(), case["eps"]),
        domain=NORMS,
    ),
]
