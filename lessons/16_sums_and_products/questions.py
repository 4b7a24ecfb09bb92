"""The questions of exercise 16: paths past layers, the mean of a row, attention, and a layer that is new."""

import numpy as np

from handprop.check import BY_HAND, EXACT, Array, Formula, Function, Number, Question, Several
from handprop.check.cases import far_off
from handprop.check.domain import Domain, features, numbers
from handprop.check.mistakes.again import again
from handprop.check.mistakes.calculation import Mistake, Pipeline
from handprop.check.mistakes.whole_gradient import OVERWRITE_PATH
from handprop.check.variants import vary
from handprop.check.variants.vary import steps
from handprop.language import tr

PAST = Pipeline(
    "past",
    {
        "one": lambda v: 1 + v.s,
        "other": lambda v: 1 + v.t,
        "slope": lambda v: v.one**v.first * v.other**v.second,
    },
    (
        Mistake(
            id="PAST-WITHOUT",
            name="leaves the paths past the layers out",
            belief="What comes back is the product of the slopes of the layers.",
            hint="The input is added to the result. What is the slope of a sum, for each of its parts?",
            example="0.2**6 * (-0.4)**4",
            changes={"one": lambda v: v.s, "other": lambda v: v.t},
        ),
        Mistake(
            id="PAST-WITHOUT-SECOND",
            name="leaves out the paths past the layers of the second kind",
            belief="One plus a slope is for slopes that are positive.",
            hint="Does a negative slope close the path past its layer?",
            example="1.2**6 * (-0.4)**4",
            changes={"other": lambda v: v.t},
        ),
        Mistake(
            id="PAST-ALL-LAYERS-AT-ONCE",
            name="lets one path go past all layers together",
            belief="There is one way round, and one way through.",
            hint="Every layer has a path past it. In how many ways can one get through two layers?",
            example="1 + 0.2**6 * (-0.4)**4",
            changes={"slope": lambda v: 1 + v.s**v.first * v.t**v.second},
        ),
        Mistake(
            id="PAST-ADDED",
            name="adds up the slopes of all layers",
            belief="A residual connection adds, so the slopes are added.",
            hint="Along a path, do we add or multiply?",
            example="1 + 6 * 0.2 + 4 * (-0.4)",
            changes={"slope": lambda v: 1 + v.first * v.s + v.second * v.t},
        ),
        Mistake(
            id="PAST-NO-SIGN",
            name="takes the second slope without its sign",
            belief="A slope says how steep, so it is positive.",
            hint="What is 1 plus a negative slope?",
            example="1.2**6 * 1.4**4",
            changes={"other": lambda v: 1 - v.t},
        ),
        Mistake(
            id="PAST-FIRST-ONLY",
            name="counts the layers of the first kind only",
            belief="A layer with a negative slope hands nothing on.",
            hint="What do the layers of the second kind make of what arrives?",
            example="1.2**6",
            changes={"slope": lambda v: v.one**v.first},
        ),
        Mistake(
            id="PAST-TIMES",
            name="multiplies by the numbers of layers instead of taking powers",
            belief="Six layers are six times one.",
            hint="Through two equal layers: is the factor doubled, or taken twice?",
            example="1.2 * 6 * 0.6 * 4",
            changes={"slope": lambda v: v.one * v.first * v.other * v.second},
        ),
        Mistake(
            id="PAST-EXCHANGED",
            name="exchanges the numbers of layers",
            belief="One number of layers belongs to each slope.",
            hint="How many layers have the first of the two slopes?",
            example="1.2**4 * 0.6**6",
            changes={"slope": lambda v: v.one**v.second * v.other**v.first},
        ),
        Mistake(
            id="PAST-ONE-EACH",
            name="takes each kind of layer once",
            belief="Layers of one kind have one slope.",
            hint="How many layers of each kind are there, and how many factors is that?",
            example="1.2 * 0.6",
            changes={"slope": lambda v: v.one * v.other},
        ),
    ),
)


def _mean(a):
    return a.mean(axis=-1, keepdims=True)


def _down_the_columns(v):
    spread = np.sqrt(v.x.var(axis=0) + v.eps)
    normal, inner = (v.x - v.x.mean(axis=0)) / spread, v.arriving * v.gain
    return (inner - inner.mean(axis=0) - normal * (inner * normal).mean(axis=0)) / spread


ROW_NORM = Pipeline(
    "row_norm",
    {
        "spread": lambda v: np.sqrt(_mean((v.x - _mean(v.x)) ** 2) + v.eps),
        "normal": lambda v: (v.x - _mean(v.x)) / v.spread,
        "inner": lambda v: v.arriving * v.gain,
        "by_mean": lambda v: _mean(v.inner),
        "by_spread": lambda v: v.normal * _mean(v.inner * v.normal),
        "scale": lambda v: 1 / v.spread,
        "back": lambda v: (v.inner - v.by_mean - v.by_spread) * v.scale,
    },
    (
        Mistake(
            id="ROW-DOWN",
            name="takes mean and spread down the columns, as batch normalisation does",
            belief="A mean is taken over what stands together in the table.",
            hint="Which numbers share a mean here: those of a row, or those of a column?",
            example="x.mean(axis=0), x.var(axis=0)",
            changes={"back": _down_the_columns},
        ),
        Mistake(
            id="ROW-NO-GAIN",
            name="leaves out the gain",
            belief="The gain is a weight of its own, so it does not stand in the way back to x.",
            hint="The result is gain times the rest. Which factor does a product put on the way back?",
            example="inner = arriving",
            changes={"inner": lambda v: v.arriving},
        ),
        Mistake(
            id="ROW-GAIN-LAST",
            name="multiplies by the gain at the end instead of the beginning",
            belief="Factors may change places.",
            hint="Which came last on the way forward? So which comes first on the way back?",
            example="gain * (arriving - ...) / spread",
            changes={
                "inner": lambda v: v.arriving,
                "scale": lambda v: v.gain / v.spread,
            },
        ),
        Mistake(
            id="ROW-NO-CENTRE",
            name="leaves the mean out everywhere: x divided by the root of its mean square",
            belief="Normalising brings numbers to size 1.",
            hint="What is subtracted from x before the division?",
            example="x / np.sqrt((x**2).mean(axis=1, keepdims=True) + eps)",
            changes={
                "spread": lambda v: np.sqrt(_mean(v.x**2) + v.eps),
                "normal": lambda v: v.x / v.spread,
                "by_mean": lambda v: 0.0,
            },
        ),
        Mistake(
            id="ROW-FIXED",
            name="takes mean and spread for fixed numbers",
            belief="Mean and spread are computed before, so they are constants.",
            hint="Let one number of a row grow. Do its mean and its spread stay?",
            example="arriving * gain / spread",
            changes={"by_mean": lambda v: 0.0, "by_spread": lambda v: 0.0},
        ),
        Mistake(
            id="ROW-NO-MEAN",
            name="leaves out the path by the mean",
            belief="The mean hardly moves.",
            hint="What should each row of your result add up to? What does it add up to?",
            example="(inner - normal * mean(inner * normal)) / spread",
            changes={"by_mean": lambda v: 0.0},
        ),
        Mistake(
            id="ROW-NO-SPREAD",
            name="leaves out the path by the spread",
            belief="Dividing by a number divides the derivative by it, and that is all.",
            hint="One number moves away from the others: what happens to the spread of its row?",
            example="(inner - mean(inner)) / spread",
            changes={"by_spread": lambda v: 0.0},
        ),
        Mistake(
            id="ROW-ALL-ROWS",
            name="takes the means on the way back over all rows together",
            belief="A mean is a mean of all that is there.",
            hint="Does the mean of one row hear of the numbers of another?",
            example="inner - inner.mean()",
            changes={
                "by_mean": lambda v: np.mean(v.inner),
                "by_spread": lambda v: v.normal * np.mean(v.inner * v.normal),
            },
        ),
        Mistake(
            id="ROW-COLUMNS",
            name="takes the means on the way back down the columns, as batch normalisation does",
            belief="Normalisation is over the samples.",
            hint="Over which axis was the mean taken on the way forward?",
            example="inner - inner.mean(axis=0)",
            changes={
                "by_mean": lambda v: v.inner.mean(axis=0),
                "by_spread": lambda v: v.normal * (v.inner * v.normal).mean(axis=0),
            },
        ),
        Mistake(
            id="ROW-NO-SCALE",
            name="forgets to divide by the spread on the way back",
            belief="The division was done forward.",
            hint="If all spreads were ten times as large, how much would a nudge of x move the result?",
            example="inner - mean(inner) - normal * mean(inner * normal)",
            changes={"scale": lambda v: 1.0},
        ),
        Mistake(
            id="ROW-SUMS",
            name="takes sums where means belong",
            belief="Paths are added.",
            hint="One number moves the mean of its row by how much of its own move?",
            example="inner - inner.sum(axis=-1, keepdims=True) - ...",
            changes={
                "by_mean": lambda v: v.inner.sum(axis=-1, keepdims=True),
                "by_spread": lambda v: v.normal * (v.inner * v.normal).sum(axis=-1, keepdims=True),
            },
        ),
    ),
)

SHARES = Pipeline(
    "shares",
    {
        "at_shares": lambda v: v.arriving * v.values,
        "inner": lambda v: np.sum(v.share * v.at_shares),
        "factor": lambda v: v.share,
        "back": lambda v: v.factor * (v.at_shares - v.inner),
    },
    (
        Mistake(
            id="SHARES-NO-MEAN",
            name="multiplies by the share and leaves the others out",
            belief="A score makes its own share.",
            hint="Shares add up to 1. When one grows, what do the others do?",
            example="share * arriving * values",
            changes={"inner": lambda v: 0.0},
        ),
        Mistake(
            id="SHARES-PLAIN-MEAN",
            name="subtracts the plain mean instead of the one with the shares",
            belief="A mean is a mean.",
            hint="Add up your three numbers. What must a nudge of all scores together bring?",
            example="share * (g - g.mean())",
            changes={"inner": lambda v: np.mean(v.at_shares)},
        ),
        Mistake(
            id="SHARES-SIGMOID",
            name="takes share times one minus share, as for a sigmoid",
            belief="Softmax has the slope of the sigmoid.",
            hint="That is how a share moves with its own score. What do the other two shares do meanwhile?",
            example="g * share * (1 - share)",
            changes={"back": lambda v: v.at_shares * v.share * (1 - v.share)},
        ),
        Mistake(
            id="SHARES-NO-SHARE",
            name="forgets the share in front",
            belief="What counts is how far a value is from the mean.",
            hint="How much does the score of a token with share 0 move anything?",
            example="g - (share * g).sum()",
            changes={"factor": lambda v: 1.0},
        ),
        Mistake(
            id="SHARES-NOT-ARRIVING",
            name="leaves out what arrives at the result",
            belief="The derivative of attention is that of its shares.",
            hint="The derivative of what is asked for, of the result or of the loss?",
            example="share * (values - (share * values).sum())",
            changes={"at_shares": lambda v: v.values},
        ),
        Mistake(
            id="SHARES-TURNED",
            name="subtracts the other way round",
            belief="The mean comes first.",
            hint="The score with the largest value grows. Does the result grow or shrink?",
            example="share * ((share * g).sum() - g)",
            changes={"back": lambda v: v.factor * (v.inner - v.at_shares)},
        ),
        Mistake(
            id="SHARES-NO-VALUE",
            name="hands what arrives to the shares without their values",
            belief="A sum hands on what arrives.",
            hint="The result is a weighted sum. By how much does it grow when one share grows by 0.01?",
            example="share * arriving",
            changes={"at_shares": lambda v: v.arriving * np.ones(3), "inner": lambda v: 0.0},
        ),
        Mistake(
            id="SHARES-STOPS-THERE",
            name="stops at the shares",
            belief="What arrives at a share arrives at its score.",
            hint="Between the shares and the scores stands softmax. What does it do on the way back?",
            example="arriving * values",
            changes={"back": lambda v: v.at_shares},
        ),
    ),
)

TWO_TOKENS = Pipeline(
    "two_tokens",
    {
        "p1": lambda v: 1 / (1 + np.exp(v.q * (v.k2 - v.k1))),
        "p2": lambda v: 1 - v.p1,
        "mean": lambda v: v.p1 * v.v1 + v.p2 * v.v2,
        "by1": lambda v: v.p1 * (v.v1 - v.mean) * v.k1,
        "by2": lambda v: v.p2 * (v.v2 - v.mean) * v.k2,
        "slope": lambda v: v.by1 + v.by2,
    },
    (
        Mistake(
            id="QUERY-NO-MEAN",
            name="lets each share move with its own score alone, and by all of itself",
            belief="The slope of exp is exp, so a share times its key.",
            hint="When one share grows, what does the other do? How far is each value from the mean?",
            example="p1 * v1 * k1 + p2 * v2 * k2",
            changes={"mean": lambda v: 0.0},
        ),
        Mistake(
            id="QUERY-SIGMOID-ONLY",
            name="follows from each score only the path through its own share",
            belief="A score makes its own share.",
            hint="The first score moves the second share as well. Where does that stand?",
            example="p1 * (1 - p1) * v1 * k1 + p2 * (1 - p2) * v2 * k2",
            changes={
                "by1": lambda v: v.p1 * (1 - v.p1) * v.v1 * v.k1,
                "by2": lambda v: v.p2 * (1 - v.p2) * v.v2 * v.k2,
            },
        ),
        Mistake(
            id="QUERY-FIRST-KEY",
            name="follows the query to the first score only",
            belief="A query asks one key.",
            hint="In which scores does q stand?",
            example="p1 * p2 * (v1 - v2) * k1",
            changes={"by2": lambda v: 0.0},
        ),
        Mistake(
            id="QUERY-SECOND-KEY",
            name="follows the query to the second score only",
            belief="The last path is the result.",
            hint="In which scores does q stand?",
            example="p1 * p2 * (v2 - v1) * k2",
            changes={"by1": lambda v: 0.0},
        ),
        Mistake(
            id="QUERY-NO-KEYS",
            name="forgets the keys, and gives the slope with respect to a score",
            belief="Scores and query are the same thing.",
            hint="By how much does a score move when q grows by 0.01?",
            example="p1 * p2 * (v1 - v2)",
            changes={"slope": lambda v: v.p1 * v.p2 * (v.v1 - v.v2)},
        ),
        Mistake(
            id="QUERY-NO-VALUES",
            name="forgets the values",
            belief="The query changes the shares, and that is all.",
            hint="The result is asked for, not a share. What stands beside each share?",
            example="p1 * p2 * (k1 - k2)",
            changes={"slope": lambda v: v.p1 * v.p2 * (v.k1 - v.k2)},
        ),
    ),
)
TWO_TOKENS_CASES = [
    {"q": 0.8, "k1": 1.2, "k2": -0.5, "v1": 0.7, "v2": 2.0},
    {"q": -1.1, "k1": 0.4, "k2": 0.9, "v1": -1.5, "v2": 0.6},
    {"q": 0.5, "k1": -0.7, "k2": 1.6, "v1": 1.1, "v2": -0.9},
]


def _shares_of(v, *, axis=1):
    scores = v.Q @ v.K.T * v.scale
    e = np.exp(scores - scores.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


ATTENTION = Pipeline(
    "attention",
    {
        "scale": lambda v: 1 / np.sqrt(v.Q.shape[1]),
        "share": _shares_of,
        "to_values": lambda v: v.share.T @ v.arriving,
        "at_shares": lambda v: v.arriving @ v.V.T,
        "inner": lambda v: (v.share * v.at_shares).sum(axis=1, keepdims=True),
        "at_scores": lambda v: v.share * (v.at_shares - v.inner),
        "scale_back": lambda v: v.scale,
        "to_queries": lambda v: v.at_scores @ v.K * v.scale_back,
        "to_keys": lambda v: v.at_scores.T @ v.Q * v.scale_back,
        "back": lambda v: np.array([v.to_queries, v.to_keys, v.to_values]),
    },
    (
        Mistake(
            id="ATTENTION-NO-ROOT",
            name="forgets to divide by the root on the way back",
            belief="The division was done forward.",
            hint="A factor on the way forward is a factor on the way back. Which one stands at the scores?",
            example="dscores @ K",
            changes={"scale_back": lambda v: 1.0},
        ),
        Mistake(
            id="ATTENTION-NO-ROOT-AT-ALL",
            name="leaves out the division by the root, forward and back",
            belief="The root only makes numbers smaller.",
            hint="How are the scores computed? Read the question once more.",
            example="scores = Q @ K.T",
            changes={"scale": lambda v: 1.0},
        ),
        Mistake(
            id="ATTENTION-SIZE-FOR-ROOT",
            name="divides by the number of columns instead of its root",
            belief="A product over so many columns is divided by as many.",
            hint="By what are the scores divided: the number of columns, or its root?",
            example="scores = Q @ K.T / Q.shape[1]",
            changes={"scale": lambda v: 1 / v.Q.shape[1]},
        ),
        Mistake(
            id="ATTENTION-TOKENS-FOR-COLUMNS",
            name="takes the root of the number of tokens",
            belief="len of a table says how long its rows are.",
            hint="Of what does len(Q) give the number, of its rows or of its columns?",
            example="scores = Q @ K.T / np.sqrt(len(Q))",
            changes={"scale": lambda v: 1 / np.sqrt(len(v.Q))},
        ),
        Mistake(
            id="ATTENTION-SHARES-DOWN",
            name="makes the shares down the columns",
            belief="Softmax makes numbers that add up to 1, along whichever axis.",
            hint="Who looks at whom: which line of the scores belongs to one query?",
            example="e / e.sum(axis=0)",
            changes={
                "share": lambda v: _shares_of(v, axis=0),
                "inner": lambda v: (v.share * v.at_shares).sum(axis=0, keepdims=True),
            },
        ),
        Mistake(
            id="ATTENTION-NO-MEAN",
            name="multiplies by the share, and forgets that the other shares move too",
            belief="A score makes its own share.",
            hint="What must each row of the derivatives with respect to the scores add up to?",
            example="dscores = share * dshare",
            changes={"inner": lambda v: 0.0},
        ),
        Mistake(
            id="ATTENTION-SIGMOID",
            name="takes share times one minus share, as for a sigmoid",
            belief="Softmax has the slope of the sigmoid.",
            hint="That is how a share moves with its own score. What do the others do meanwhile?",
            example="dscores = dshare * share * (1 - share)",
            changes={"at_scores": lambda v: v.at_shares * v.share * (1 - v.share)},
        ),
        Mistake(
            id="ATTENTION-KEYS-NOT-TURNED",
            name="goes back to the keys without transposing",
            belief="Queries and keys are treated alike.",
            hint="The rows of the scores belong to queries. What do the columns belong to?",
            example="dscores @ Q",
            changes={"to_keys": lambda v: v.at_scores @ v.Q * v.scale_back},
        ),
        Mistake(
            id="ATTENTION-VALUES-NOT-TURNED",
            name="goes back to the values with the shares as they stand",
            belief="What was multiplied by the shares forward is multiplied by them on the way back.",
            hint="Who gets what arrives at the first token: those at whom it looks, or those who look at it?",
            example="share @ arriving",
            changes={"to_values": lambda v: v.share @ v.arriving},
        ),
        Mistake(
            id="ATTENTION-SWAPPED",
            name="exchanges what goes to the queries and what goes to the keys",
            belief="A query gets back a query.",
            hint="In 5 times 4, let the 5 grow. By which number does the product change?",
            example="dQ, dK = dscores.T @ Q, dscores @ K",
            changes={
                "to_queries": lambda v: v.at_scores.T @ v.Q * v.scale_back,
                "to_keys": lambda v: v.at_scores @ v.K * v.scale_back,
            },
        ),
        Mistake(
            id="ATTENTION-VALUES-TOO-LITTLE",
            name="hands all that arrives to the values, without the shares",
            belief="A mean hands on what arrives.",
            hint="By how much does a result move when a value grows at which it looks with a share of 0.1?",
            example="dV = arriving",
            changes={"to_values": lambda v: v.arriving},
        ),
        Mistake(
            id="ATTENTION-QUERY-MEAN-ROWS",
            name="takes the mean with the shares down the columns",
            belief="A mean is a mean.",
            hint="Along which axis do the shares add up to 1?",
            example="(share * dshare).sum(axis=0)",
            changes={"inner": lambda v: (v.share * v.at_shares).sum(axis=0, keepdims=True)},
        ),
    ),
)


def _sigmoid(z):
    return 1 / (1 + np.exp(-z))


GATED_UNIT = Pipeline(
    "gated_unit",
    {
        "a": lambda v: v.x @ v.A,
        "g": lambda v: _sigmoid(v.x @ v.B),
        "at_a": lambda v: v.arriving * v.g,
        "at_b": lambda v: v.arriving * v.a * v.g * (1 - v.g),
        "by_a": lambda v: v.A @ v.at_a,
        "by_b": lambda v: v.B @ v.at_b,
        "back": lambda v: v.by_a + v.by_b,
    },
    (
        Mistake(
            id="UNIT-NO-GATE-PATH",
            name="takes the gate for a fixed number",
            belief="A gate lets through, it does not take part.",
            hint="x stands inside the gate too. What does a nudge of x do there?",
            example="A @ (arriving * g)",
            changes={"by_b": lambda v: np.zeros_like(v.x)},
        ),
        again(
            OVERWRITE_PATH,
            "dx = B @ ...",
            {"back": lambda v: v.by_b},
            name="keeps only the path through the gate",
            hint="x reaches the result on two ways. What happens where paths meet?",
        ),
        Mistake(
            id="UNIT-NO-SLOPE",
            name="forgets the slope of the sigmoid",
            belief="What arrives at the gate arrives at its sum.",
            hint="Between the gate and its sum stands a function. What is its slope?",
            example="B @ (arriving * a)",
            changes={"at_b": lambda v: v.arriving * v.a},
        ),
        Mistake(
            id="UNIT-SLOPE-IS-VALUE",
            name="takes the gate itself for the slope of the sigmoid",
            belief="What comes out of the sigmoid is its slope.",
            hint="Where the gate is nearly 1, does a nudge of its sum still move it?",
            example="B @ (arriving * a * g)",
            changes={"at_b": lambda v: v.arriving * v.a * v.g},
        ),
        Mistake(
            id="UNIT-NO-A",
            name="forgets the factor x @ A on the way to the gate",
            belief="The gate has its own slope, and that is all.",
            hint="The result is x @ A times the gate. By how much does it move when the gate grows by 0.01?",
            example="B @ (arriving * g * (1 - g))",
            changes={"at_b": lambda v: v.arriving * v.g * (1 - v.g)},
        ),
        Mistake(
            id="UNIT-NO-G",
            name="forgets the gate, sigmoid(x @ B), on the way to x @ A",
            belief="What arrives at a product arrives at its first factor.",
            hint="The result is x @ A times the gate. By how much does it move when x @ A grows by 0.01?",
            example="A @ arriving",
            changes={"at_a": lambda v: v.arriving},
        ),
        Mistake(
            id="UNIT-NOT-ARRIVING",
            name="leaves out what arrives",
            belief="The way back of a layer is its derivative.",
            hint="Does every number of the result change the loss equally fast?",
            example="A @ g + B @ (a * g * (1 - g))",
            changes={"at_a": lambda v: v.g, "at_b": lambda v: v.a * v.g * (1 - v.g)},
        ),
        Mistake(
            id="UNIT-PRODUCT",
            name="multiplies the two paths instead of adding them",
            belief="The layer is a product, so its way back is one.",
            hint="x reaches the result on two ways. What happens where paths meet?",
            example="(A @ da) * (B @ db)",
            changes={"back": lambda v: v.by_a * v.by_b},
        ),
        Mistake(
            id="UNIT-SLOPE-EXCHANGED",
            name="puts the slope of the sigmoid on the way to x @ A, where the gate itself belongs",
            belief="The sigmoid is differentiated wherever it stands.",
            hint="On which of the two ways does one go through the sigmoid?",
            example="A @ (arriving * g * (1 - g)) + B @ (arriving * a * g)",
            changes={
                "at_a": lambda v: v.arriving * v.g * (1 - v.g),
                "at_b": lambda v: v.arriving * v.a * v.g,
            },
        ),
        Mistake(
            id="UNIT-MEAN",
            name="takes the mean of the two paths instead of their sum",
            belief="Two paths, so each counts half.",
            hint="Where paths meet, do we add, or average?",
            example="(A @ da + B @ db) / 2",
            changes={"back": lambda v: (v.by_a + v.by_b) / 2},
        ),
    ),
)

COUNT = Pipeline(
    "count",
    {
        "tables": lambda v: 3 * v.size**2,
        "network": lambda v: 2 * v.size * v.hidden,
        "weights": lambda v: v.tables + v.network,
        "each": lambda v: 2,
        "runs": lambda v: v.weights * v.each,
    },
    (
        Mistake(
            id="COUNT-PER-TOKEN",
            name="counts the weights for every token anew",
            belief="Each token has its own weights.",
            hint="Does the block have other tables for the second token?",
            example="3 * ...",
            changes={"weights": lambda v: v.tokens * (v.tables + v.network)},
        ),
        Mistake(
            id="COUNT-ONE-RUN",
            name="takes one run for each weight",
            belief="A nudge is a run.",
            hint="Up and down: how many runs is that?",
            example="3 * 36 + 2 * 6 * 12",
            changes={"each": lambda v: 1},
        ),
        Mistake(
            id="COUNT-ONE-TABLE",
            name="counts one table for queries, keys and values together",
            belief="They are made from the same token.",
            hint="How many tables of weights make the three rows of a token?",
            example="36 + 2 * 6 * 12",
            changes={"tables": lambda v: v.size**2},
        ),
        Mistake(
            id="COUNT-TWO-TABLES",
            name="counts two tables for queries, keys and values",
            belief="Keys and values are the same.",
            hint="Which tables does the question name?",
            example="2 * 36 + 2 * 6 * 12",
            changes={"tables": lambda v: 2 * v.size**2},
        ),
        Mistake(
            id="COUNT-NO-WAY-OUT",
            name="forgets the second table of the network",
            belief="A layer has one table.",
            hint="The hidden units have to lead back to the size of a token. Which weights do that?",
            example="3 * 36 + 6 * 12",
            changes={"network": lambda v: v.size * v.hidden},
        ),
        Mistake(
            id="COUNT-ROWS",
            name="takes each table for a row of weights",
            belief="A token of so many numbers needs so many weights.",
            hint="Each number of a query is a weighted sum. Of how many numbers?",
            example="3 * 6 + ...",
            changes={"tables": lambda v: 3 * v.size},
        ),
        Mistake(
            id="COUNT-NETWORK-ONLY",
            name="counts the network only",
            belief="Attention has nothing to learn.",
            hint="From what are queries, keys and values made?",
            example="2 * 6 * 12",
            changes={"tables": lambda v: 0},
        ),
        Mistake(
            id="COUNT-ATTENTION-ONLY",
            name="counts the attention only",
            belief="A block is its attention.",
            hint="What comes after the attention in the block, and which tables of weights has it?",
            example="3 * 36",
            changes={"network": lambda v: 0},
        ),
        Mistake(
            id="COUNT-WITH-BIASES",
            name="counts biases of the network, which has none",
            belief="Every unit has a bias.",
            hint="What does the question say of biases?",
            example="3 * 36 + 2 * 6 * 12 + 12 + 6",
            changes={"network": lambda v: 2 * v.size * v.hidden + v.hidden + v.size},
        ),
    ),
)


THREE = Several(
    (3, 3, 2), parts=("dL/dQ", "dL/dK", "dL/dV"), shapes=lambda case: [case[name].shape for name in "QKV"]
)


def layer_norm_back(x, gain, arriving, eps):
    """The way back of layer normalisation: result = gain · (x − mean) / sqrt(variance + eps), row by row.

    x, arriving: (rows, numbers); gain: (numbers,), all NumPy arrays; eps: a small number.
    Returns the derivative of the loss with respect to x, the shape of x.
    """
    mean = x.mean(axis=1, keepdims=True)
    spread = np.sqrt(x.var(axis=1, keepdims=True) + eps)
    normal = (x - mean) / spread
    inner = arriving * gain
    by_spread = normal * (inner * normal).mean(axis=1, keepdims=True)
    return (inner - inner.mean(axis=1, keepdims=True) - by_spread) / spread


def attention_back(Q, K, V, arriving):
    """The way back of attention: result = softmax of each row of Q Kᵀ / sqrt(size), times V.

    Q, K, V and arriving: (tokens, size), NumPy arrays.
    Returns the derivatives of the loss with respect to Q, K and V, in a list.
    """
    root = np.sqrt(Q.shape[1])
    scores = Q @ K.T / root
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    share = e / e.sum(axis=1, keepdims=True)
    at_shares = arriving @ V.T
    at_scores = share * (at_shares - (share * at_shares).sum(axis=1, keepdims=True)) / root
    return [at_scores @ K, at_scores.T @ Q, share.T @ arriving]


def new_layer_back(x, A, B, arriving):
    """The way back of a layer with two tables: result = (x @ A) · sigmoid(x @ B), number by number.

    x: (inputs,), A and B: (inputs, outputs), arriving: (outputs,), all NumPy arrays.
    Returns the derivative of the loss with respect to x, shape (inputs,).
    """
    a = x @ A
    g = 1 / (1 + np.exp(-(x @ B)))
    return A @ (arriving * g) + B @ (arriving * a * g * (1 - g))


def _any_rows(rng, *, kind, rows, eps, arriving="plain"):
    while True:
        size = int(rng.integers(3, 6))
        case = {"x": numbers(rng, kind, rows, size), "eps": eps}
        if _spread_enough(case):
            back = {"gain": numbers(rng, "plain", size), "arriving": numbers(rng, arriving, rows, size)}
            return case | back


def _spread_enough(case):
    return bool((np.var(case["x"], axis=1) + case["eps"] > 3e-4).all())


def _any_tokens(rng, *, kind, tokens, size, steep=1, arriving="plain"):
    drawn = {name: numbers(rng, kind, tokens, size) for name in ("Q", "K", "V")}
    drawn["K"] *= steep  # so that some shares are small, and others near 1
    return drawn | {"arriving": numbers(rng, arriving, tokens, size)}


def _any_unit(rng, *, kind, inputs, outputs, steep=1, arriving="plain"):
    tables = {name: numbers(rng, kind, inputs, outputs) for name in ("A", "B")}
    tables["B"] *= steep  # so that some gates are nearly open, and others nearly closed
    return {"x": numbers(rng, "plain", inputs), **tables, "arriving": numbers(rng, arriving, outputs)}


def _norm_case(seed):
    rng = np.random.default_rng(seed)
    drawn = {"x": numbers(rng, "plain", 2, 4), "gain": numbers(rng, "plain", 4)}
    return drawn | {"arriving": numbers(rng, "plain", 2, 4), "eps": 0.1}


ROWS = Domain(
    _any_rows,
    (
        *features(kind=("plain", "whole", "repeated"), rows=(1, 2, 4), eps=(1e-5, 0.1, 0.5)),
        *features(
            kind=("plain", "small"), rows=(1, 2), eps=(3e-4, 0.01, 0.5), arriving=("small", "wide", "far")
        ),
    ),
    count=105,
    holds=_spread_enough,
)
TOKENS = Domain(
    _any_tokens,
    (
        *features(kind=("plain", "repeated", "small"), tokens=(1, 2, 3, 5), size=(1, 2, 4)),
        *features(kind=("plain",), tokens=(2, 3), size=(1, 2), steep=(5, 12), arriving=("plain", "far")),
        *features(kind=("plain",), tokens=(7,), size=(2, 7)),
    ),
    count=111,
)
UNITS = Domain(
    _any_unit,
    (
        *features(kind=("plain", "whole", "repeated", "small"), inputs=(1, 2, 3, 4), outputs=(1, 3)),
        *features(
            kind=("plain",), inputs=(1, 2), outputs=(1, 3), steep=(5, 12, 40), arriving=("plain", "far")
        ),
    ),
    count=96,
)

PAST_CASE = {"first": 6, "s": 0.2, "second": 4, "t": -0.4}
PAST_NUMBERS = vary(
    PAST_CASE,
    PAST,
    {
        "first": range(3, 9),
        "s": steps(0.1, 0.4, 0.1),
        "second": range(2, 6),
        "t": steps(-0.7, -0.2, 0.1),
    },
    shown=lambda v: {"one": v.one, "other": v.other},
)
SHARES_CASE = {"share": np.array([0.5, 0.2, 0.3]), "values": np.array([1.0, 4.0, -2.0]), "arriving": 2.0}
SHARES_NUMBERS = vary(
    SHARES_CASE,
    SHARES,
    {
        "p1": steps(0.4, 0.6, 0.1),
        "p2": steps(0.1, 0.3, 0.1),
        "v1": steps(1, 3),
        "v2": steps(4, 7),
        "v3": steps(-4, -1),
        "g": steps(2, 5),
    },
    {
        **{f"p{k + 1}": ("share", k) for k in range(3)},
        **{f"v{k + 1}": ("values", k) for k in range(3)},
        "g": ("arriving",),
    },
    follows=lambda n: {**n, "p3": round(1 - n["p1"] - n["p2"], 9)},
    shown=lambda v: {"mean": v.inner / v.arriving},
)
COUNT_CASE = {"size": 6, "hidden": 16, "tokens": 3}
COUNT_NUMBERS = vary(
    COUNT_CASE,
    COUNT,
    {"size": range(5, 13), "hidden": range(14, 40), "tokens": range(4, 12)},
    holds=lambda v: v.hidden != 2 * v.size,  # else a table from hidden to hidden is as large as both
    shown=lambda v: {"weights": v.weights},
)

TOKEN_CASES = [
    _any_tokens(np.random.default_rng(seed), kind="plain", tokens=3, size=2) for seed in (173, 174, 175)
]
TOKEN_CASES += [TOKEN_CASES[0] | {name: TOKEN_CASES[1][name] for name in ("K", "V", "arriving")}]  # Q again
TOKEN_CASES += [far_off(TOKEN_CASES[1], "arriving")]
TOKEN_CASES += [  # large scores, which differ by little
    TOKEN_CASES[2] | {"Q": 20 + TOKEN_CASES[2]["Q"], "K": 1.5 + 0.02 * TOKEN_CASES[2]["K"]}
]
UNIT_CASES = [
    _any_unit(np.random.default_rng(seed), kind="plain", inputs=2, outputs=3) for seed in (176, 177, 178)
]
UNIT_CASES += [  # the same x with other tables
    UNIT_CASES[0] | {name: UNIT_CASES[1][name] for name in ("A", "B")},
    far_off(UNIT_CASES[2], "arriving", 20_000.0),
    far_off(UNIT_CASES[0], "A", 300.0),
    far_off(UNIT_CASES[1], "arriving", 20_000.0),
]
NORM_CASES = [_norm_case(seed) for seed in (170, 171, 172)]
NORM_CASES += [
    NORM_CASES[0] | {"arriving": NORM_CASES[1]["arriving"]}
]  # the same x, and something else arrives

QUESTIONS = [
    Question(
        name="deep_chain",
        objective="16.1",
        points=1,
        answer=Number(tr("The derivative")),
        solution="deep_chain = (1 + {s:code}) ** {first} * (1 + {t:code}) ** {second}",
        pipeline=PAST,
        quantity=lambda v: v.slope,
        cases=[PAST_CASE],
        vary=PAST_NUMBERS,
    ),
    Question(
        name="layer_norm_back",
        objective="16.1",
        points=4,
        answer=Function("layer_norm_back", Array((2, 4))),
        solution=layer_norm_back,
        pipeline=ROW_NORM,
        quantity=lambda v: v.back,
        cases=NORM_CASES,
        arguments=lambda case: (case["x"].copy(), case["gain"].copy(), case["arriving"].copy(), case["eps"]),
        domain=ROWS,
    ),
    Question(
        name="shares_by_hand",
        objective="16.2",
        points=2,
        answer=Array(
            (3,), (tr("the first score"), tr("the second score"), tr("the third score")), tolerance=BY_HAND
        ),
        stub="shares_by_hand = [..., ..., ...]",
        solution="""
share = np.array([{p1:code}, {p2:code}, {p3:code}])
g = {g:code} * np.array([{v1:code}, {v2:code}, {v3:code}])
shares_by_hand = share * (g - (share * g).sum())
""",
        pipeline=SHARES,
        quantity=lambda v: v.back,
        cases=[SHARES_CASE],
        vary=SHARES_NUMBERS,
    ),
    Question(
        name="query_slope",
        objective="16.2",
        points=2,
        answer=Formula(
            {
                name: lambda v, name=name: getattr(v, name)
                for name in ("p1", "p2", "k1", "k2", "v1", "v2", "q")
            },
            also={"result": "p1 * v1 + p2 * v2"},
        ),
        solution='query_slope = "p1 * p2 * (k1 - k2) * (v1 - v2)"',
        pipeline=TWO_TOKENS,
        quantity=lambda v: v.slope,
        cases=TWO_TOKENS_CASES,
    ),
    Question(
        name="attention_back",
        objective="16.2",
        points=4,
        answer=Function("attention_back", THREE),
        solution=attention_back,
        pipeline=ATTENTION,
        quantity=lambda v: v.back,
        cases=TOKEN_CASES,
        arguments=lambda case: tuple(case[name].copy() for name in ("Q", "K", "V", "arriving")),
        domain=TOKENS,
    ),
    Question(
        name="new_layer_back",
        objective="16.3",
        points=3,
        answer=Function("new_layer_back", Array((2,))),
        solution=new_layer_back,
        pipeline=GATED_UNIT,
        quantity=lambda v: v.back,
        cases=UNIT_CASES,
        arguments=lambda case: tuple(case[name].copy() for name in ("x", "A", "B", "arriving")),
        domain=UNITS,
    ),
    Question(
        name="parameters",
        objective="16.3",
        points=1,
        answer=Number(tr("The number of runs"), tolerance=EXACT),
        solution="parameters = 2 * (3 * {size} ** 2 + 2 * {size} * {hidden})",
        pipeline=COUNT,
        quantity=lambda v: v.runs,
        cases=[COUNT_CASE],
        vary=COUNT_NUMBERS,
    ),
]
