"""The questions of exercise 11: the impact of an input, occlusion, and rules read off a network."""

import itertools
from random import Random

import numpy as np

from handprop.check import BY_HAND, Array, Choice, Function, Number, Question
from handprop.check.cases import far_off, random_case
from handprop.check.domain import Domain, features, network, numbers, off_the_corner
from handprop.check.mistakes import RELU_IMPACT
from handprop.check.mistakes.again import again
from handprop.check.mistakes.any_size import in_any_size
from handprop.check.mistakes.calculation import Mistake, Pipeline
from handprop.check.mistakes.whole_gradient import ONE_PATH, OVERWRITE_PATH
from handprop.check.variants import Vary, steps, vary
from handprop.language import tr

# The second gate is closed, and every known mistake that shows gives numbers of its own.
BY_HAND_CASE = {
    "x": np.array([2.0, -3.0]),
    "y": np.array([2.0]),
    "W1": np.array([[0.3, -0.5, 0.4], [-0.2, 0.8, -0.8]]),
    "b1": np.zeros(3),
    "W2": np.array([[-0.4], [0.4], [-0.7]]),
    "b2": np.zeros(1),
    "lr": 0.1,
}


def _impact_case(seed, hidden, outputs, **options):
    output = seed % outputs
    return random_case(seed, (2, hidden, outputs), biases=True, **options) | {"output": output}


TIMES_INPUT = Mistake(
    id="IMPACT-TIMES-INPUT",
    name="multiplies the impact by the input",
    belief="A large input has a large impact.",
    hint="Let x2 grow by 0.01. By how much does the prediction grow? Does it matter where x2 was before?",
    example="impact = x * (W1 @ (W2[:, output] * gates))",
    changes={"impact": lambda v: v.dx * v.x},
)
_OF_ANY_SIZE = tuple(map(in_any_size, RELU_IMPACT.mistakes))
_PATHS = (ONE_PATH.id, OVERWRITE_PATH.id)
_IMPACT_BY_HAND = Pipeline(
    RELU_IMPACT.name,
    RELU_IMPACT.stages,
    (
        again(
            ONE_PATH,
            "impact_by_hand = [{w11:code} * {v1:code}, {w21:code} * {v1:code}]",
            ONE_PATH.changes,
            name="follows only the path through h1",
        ),
        again(
            OVERWRITE_PATH,
            "impact_by_hand = [{w13:code} * {v3:code}, {w23:code} * {v3:code}]",
            OVERWRITE_PATH.changes,
            name="follows only the path through h3",
            belief=ONE_PATH.belief,
            hint=ONE_PATH.hint,
        ),
        TIMES_INPUT,
        *(each for each in _OF_ANY_SIZE if each.id not in _PATHS),
    ),
)

FIRST_OUTPUT = Mistake(
    id="IMPACT-FIRST-OUTPUT",
    name="goes back from the first output, whichever is asked for",
    belief="There is one output.",
    hint="Which column of W2 leads to output number 2?",
    example="W1 @ (W2[:, 0] * gates)",
    changes={"delta": lambda v: np.eye(len(v.prediction))[0]},
)
ALL_OUTPUTS = Mistake(
    id="IMPACT-ALL-OUTPUTS",
    name="goes back from all outputs at once and adds up what arrives",
    belief="An input has one impact, on everything.",
    hint="Which column of W2 leads to the output that is asked for? What do the others do here?",
    example="W1 @ (W2.sum(axis=1) * gates)",
    changes={"delta": lambda v: np.ones_like(v.prediction)},
)
TIMES_VALUE = Mistake(
    id="IMPACT-TIMES-VALUE",
    name="multiplies by the hidden values where their gates belong",
    belief="A hidden unit counts as much as the value that it passes on.",
    hint="Nudge a hidden sum by 0.01. By how much does the value move: does it matter how large it was?",
    example="W1 @ (W2[:, output] * np.maximum(0, x @ W1 + b1))",
    changes={"dz": lambda v: v.dh * v.h},
)
NO_BIAS = Mistake(
    id="IMPACT-NO-BIAS",
    name="leaves b1 out when asking which gates are open",
    belief="A bias has nothing to do with the inputs.",
    hint="What decides whether a gate is open: x @ W1 alone, or the whole sum of the hidden unit?",
    example="gates = x @ W1 > 0",
    changes={"z": lambda v: v.x @ v.W1},
)
_IMPACT = Pipeline(
    RELU_IMPACT.name,
    RELU_IMPACT.stages,
    (*_OF_ANY_SIZE, TIMES_INPUT, TIMES_VALUE, FIRST_OUTPUT, ALL_OUTPUTS, NO_BIAS),
)

_FAR = np.array([30.0, -5.0])
IMPACT_CASES = [
    *(_impact_case(seed, 4, 3, closed=(seed % 4,)) for seed in range(30, 34)),
    _impact_case(34, 5, 4, closed=(0, 2)),
    _impact_case(35, 3, 2),
    _impact_case(37, 2, 3, closed=(1,)),
    _impact_case(40, 4, 1, closed=(2,)),
    # The bias of unit 1 is far out, and so is what comes from the inputs.
    _impact_case(41, 2, 2)
    | {"x": np.array([20.0, 1.0]), "W1": np.array([[-1.0, 0.5], [0.3, 0.2]]), "b1": _FAR},
    _impact_case(41, 2, 2)
    | {"x": np.array([5000.0, 1.0]), "W1": np.array([[-1.0, 0.5], [0.3, 0.2]]), "b1": 200 * _FAR * [1.2, 2]},
    *(far_off(_impact_case(42, 2, 2), name) for name in ("W1", "W2")),
    *(far_off(_impact_case(43, 3, 3), name, 1 / 400) | {"b1": np.zeros(3)} for name in ("x", "W1")),
]


def _with_output(rng, **options):
    case = network(rng, **options)
    return case | {"output": int(rng.integers(len(case["b2"])))}


_SIZES = ((2, 2, 2), (3, 3, 3), ((1, 5), (1, 5), (1, 4)), ((1, 5), (1, 5), (1, 4)))
ANY_NETWORK = Domain(
    _with_output,
    features(
        sizes=_SIZES,
        kind=("plain", "whole", "repeated", "wide", "small", "large", "far"),
        gates=("any", "any", "open", "closed"),
    ),
    count=192,
    holds=off_the_corner,
)


def impact(x, W1, b1, W2, output):
    """The impact of each input on one output sum of a network with ReLU in the hidden layer.

    x: (inputs,); W1: (inputs, hidden); b1: (hidden,); W2: (hidden, outputs); output: which one, from 0.
    Returns an array of shape (inputs,).
    """
    gates = x @ W1 + b1 > 0
    return W1 @ (W2[:, output] * gates)


def _z2(v, x):
    return (np.maximum(0, x @ v.W1 + v.b1) @ v.W2 + v.b2)[..., v.output]


def _covered(v):
    copies = np.tile(v.x, (len(v.x), 1))
    np.fill_diagonal(copies, v.fill)
    return copies


def _one_after_another(v):
    """What is left when every copy keeps the pixels that were covered before."""
    return np.where(np.tri(len(v.x), dtype=bool), v.fill, v.x)


FILL_ZERO = Mistake(
    id="OCCLUDE-WITH-ZERO",
    name="sets the input to 0 instead of its mean",
    belief="Covering means that nothing is left, and nothing is 0.",
    hint="Is 0 a usual value for this input? What is compared with what, if it is not?",
    example="covered[k] = 0",
    changes={"fill": lambda v: np.zeros_like(v.mean)},
)
NOT_UNCOVERED = Mistake(
    id="OCCLUDE-NOT-UNCOVERED",
    name="covers one input after another and does not uncover the earlier ones",
    belief="Each round starts from the whole picture.",
    hint="What does your array hold when the loop comes to the second input?",
    example="covered = x.copy()  # before the loop, and not in it",
    changes={"covered": _one_after_another},
)
SAME_ARRAY = Mistake(
    id="OCCLUDE-ALIAS",
    name="covers x itself, so that it is compared with itself",
    belief="An assignment makes a copy.",
    hint="After covering, what does x hold? Try `covered is x`.",
    example="covered = x; covered[k] = mean[k]",
    changes={"falls": lambda v: np.zeros_like(v.x)},
)
ALL_OTHERS = Mistake(
    id="OCCLUDE-OTHERS",
    name="covers all inputs but one",
    belief="What one input does is seen when it stands alone.",
    hint="Which inputs stay as they are, when the first one is covered?",
    example="covered = mean.copy(); covered[k] = x[k]",
    changes={"covered": lambda v: np.where(np.eye(len(v.x), dtype=bool), v.x, v.fill)},
)
RISE_FOR_FALL = Mistake(
    id="OCCLUDE-SIGN",
    name="takes covered minus uncovered",
    belief="A change is new minus old.",
    hint="The question asks how far the output falls. Which of the two is larger when it falls?",
    example="fall = score(covered) - score(x)",
    changes={"falls": lambda v: _z2(v, v.covered) - _z2(v, v.x)},
)
ONLY_SLOPE = Mistake(
    id="OCCLUDE-IS-SLOPE",
    name="gives the input gradient, the fall per unit",
    belief="Gradient and occlusion both show the impact, so they are the same.",
    hint="By how much does covering change the input? And a slope?",
    example="falls = W1 @ (W2[:, output] * gates)",
    changes={"falls": lambda v: v.W1 @ (v.W2[:, v.output] * (v.x @ v.W1 + v.b1 > 0))},
)
SLOPE_TIMES_CHANGE = Mistake(
    id="OCCLUDE-IS-LINEAR",
    name="multiplies the slope by the change, as if no gate moved on the way",
    belief="A slope times a change is the change of the output.",
    hint="Compute z1 before and after covering. Does every gate stay as it was?",
    example="falls = slope * (x - mean)",
    changes={
        "falls": lambda v: (v.W1 @ (v.W2[:, v.output] * (v.x @ v.W1 + v.b1 > 0))) * (v.x - v.fill),
    },
)

ONLY_COVERED = Mistake(
    id="OCCLUDE-SCORES",
    name="returns the sums of the covered inputs, and not how far they fell",
    belief="The output after covering shows what the input was worth.",
    hint="How far did the output fall? From where?",
    example="falls.append(score(covered))",
    changes={"falls": lambda v: _z2(v, v.covered)},
)

NO_RELU = Mistake(
    id="OCCLUDE-NO-RELU",
    name="leaves out ReLU, so that every unit counts, open or closed",
    belief="What is covered is an input, and ReLU is about hidden units.",
    hint="Which hidden units let nothing through before covering, and which after?",
    example="sums = (x @ W1 + b1) @ W2 + b2",
    changes={"falls": lambda v: ((v.x - v.covered) @ v.W1 @ v.W2)[..., v.output]},
)

OCCLUSION = Pipeline(
    "occlusion",
    {
        "fill": lambda v: v.mean,
        "covered": _covered,
        "falls": lambda v: _z2(v, v.x) - _z2(v, v.covered),
    },
    (
        FILL_ZERO,
        NOT_UNCOVERED,
        ALL_OTHERS,
        SAME_ARRAY,
        RISE_FOR_FALL,
        ONLY_SLOPE,
        SLOPE_TIMES_CHANGE,
        ONLY_COVERED,
        NO_RELU,
    ),
)


def _occlusion_case(seed, hidden, outputs):
    rng = np.random.default_rng(seed)
    case = random_case(seed, (3, hidden, outputs), biases=True, closed=(seed % hidden,))
    mean = (case["x"] + rng.uniform(0.8, 2.0, 3) * rng.choice([-1, 1], 3)).round(2)
    return case | {"output": seed % outputs, "mean": mean}


def _with_mean(rng, **options):
    case = _with_output(rng, **options)
    case |= {"mean": numbers(rng, options["kind"], len(case["x"]))}
    if options["kind"] != "small":
        return case
    tiny = {name: case[name] / 1000 for name in ("x", "mean")}
    return case | tiny | {name: 0 * case[name] for name in ("b1", "b2")}  # which would drown them


COVERED = Domain(_with_mean, ANY_NETWORK.strata, count=160)


def occlusion(x, mean, W1, b1, W2, b2, output):
    """How far one output sum falls when each input in turn is replaced by its mean.

    x, mean: (inputs,); W1: (inputs, hidden); b1: (hidden,); W2: (hidden, outputs); b2: (outputs,).
    The hidden layer has ReLU. Returns an array of shape (inputs,); a rise counts as a negative fall.
    """

    def score(x):
        return (np.maximum(0, x @ W1 + b1) @ W2 + b2)[output]

    falls = []
    for k in range(len(x)):
        covered = x.copy()
        covered[k] = mean[k]
        falls.append(score(x) - score(covered))
    return falls


FIDELITY = Pipeline(
    "fidelity",
    {
        "truth": lambda v: v.truth,
        "agree": lambda v: v.rules == v.network,
        "share": lambda v: np.mean(v.agree),
    },
    (
        Mistake(
            id="FIDELITY-COUNT",
            name="gives the number of pictures instead of the part",
            belief="Fidelity counts the pictures on which both agree.",
            hint="Of how many pictures is this? What would the number be for perfect rules, between 0 and 1?",
            example="np.sum(rules == network)",
            changes={"share": lambda v: np.sum(v.agree)},
        ),
        Mistake(
            id="FIDELITY-PERCENT",
            name="gives the part in per cent",
            belief="Per cent or not, it is the same.",
            hint="A number between 0 and 1 is asked for. Which of them stands for all pictures?",
            example="100 * np.mean(rules == network)",
            changes={"share": lambda v: 100 * np.mean(v.agree)},
        ),
        Mistake(
            id="FIDELITY-IS-ACCURACY",
            name="compares the rules with the true digits",
            belief="Good rules are right rules.",
            hint="Whose behaviour do the rules claim to describe?",
            example="np.mean(rules == truth)",
            changes={"agree": lambda v: v.rules == v.truth},
        ),
        Mistake(
            id="FIDELITY-OF-NETWORK",
            name="compares the network with the true digits",
            belief="The network is what has to be judged.",
            hint="Do the rules appear in what you have counted?",
            example="np.mean(network == truth)",
            changes={"agree": lambda v: v.network == v.truth},
        ),
        Mistake(
            id="FIDELITY-DISAGREE",
            name="counts where rules and network differ",
            belief="Differences are what is to be measured.",
            hint="Would your number be 1 or 0 for rules that always say the same as the network?",
            example="np.mean(rules != network)",
            changes={"agree": lambda v: v.rules != v.network},
        ),
        Mistake(
            id="FIDELITY-WHERE-RIGHT",
            name="counts only pictures on which rules and network agree and are right",
            belief="To agree on something wrong is not worth anything.",
            hint="The network errs on some pictures. Should faithful rules err there too?",
            example="np.mean((rules == network) & (network == truth))",
            changes={"agree": lambda v: (v.rules == v.network) & (v.network == v.truth)},
        ),
    ),
)

TEN_PICTURES = {
    "truth": np.array([3, 8, 1, 7, 0, 4, 9, 5, 2, 6]),
    "network": np.array([3, 3, 1, 1, 0, 4, 5, 5, 2, 8]),
    "rules": np.array([3, 3, 1, 1, 2, 9, 9, 5, 2, 8]),
}


_ROWS = ("truth", "network", "rules")


_BOTH, _ALIKE, _NETWORK, _RULES, _NEITHER = range(5)  # who is right; wrong alike, or each in its own way


def _counts():
    """How often each of the five happens: so that the known mistakes count five different numbers."""
    for counts in itertools.product(range(2, 5), range(1, 4), range(1, 4), range(1, 4), range(3)):
        both, alike, network, rules, _ = counts
        told = {both + alike, both + rules, both + network, 10 - both - alike, both}
        if sum(counts) == 10 and len(told) == 5:
            yield counts


def _tables(count):
    """Tables of ten pictures, each of another digit, for the ranges of the question."""
    random, all_counts, made = Random(11).random, list(_counts()), []
    for _ in range(count):
        counts = all_counts[int(random() * len(all_counts))]
        truth = sorted(range(10), key=[random() for _ in range(10)].__getitem__)
        kinds = sorted(np.repeat(range(5), counts), key=[random() for _ in range(10)].__getitem__)
        table = [truth, [], []]
        for digit, kind in zip(truth, kinds, strict=True):
            first = (digit + 1 + int(4 * random())) % 10
            table[1].append(digit if kind in (_BOTH, _NETWORK) else first)
            table[2].append(
                digit if kind in (_BOTH, _RULES) else first if kind == _ALIKE else (first + 3) % 10
            )
        made.append(table)
    return made


def _pictures(numbers):
    return {name: np.array(row) for name, row in zip(_ROWS, numbers["table"], strict=True)}


FIDELITY_NUMBERS = Vary(
    {"table": [TEN_PICTURES[name].tolist() for name in _ROWS]},
    {"table": _tables(200)},
    _pictures,
    FIDELITY,
    shown=lambda v: (
        {name: getattr(v, name).tolist() for name in _ROWS}
        | {"agreed": int(np.sum(v.agree)), "right": int(np.sum(v.rules == v.truth))}
    ),
)


def _is_possible(n):
    """The second gate closed, the others open, none of them by little."""
    z1, z2, z3 = (n["x1"] * n[f"w1{k}"] + n["x2"] * n[f"w2{k}"] for k in (1, 2, 3))
    return min(z1, -z2, z3) > 0.05


BY_HAND_NUMBERS = vary(
    BY_HAND_CASE,
    _IMPACT_BY_HAND,
    {
        "x1": steps(2, 4),
        "x2": steps(-3, -2),
        "y": steps(1, 3),
        **dict.fromkeys(("w11", "w13", "w22", "v2"), steps(0.1, 0.9, 0.1)),
        **dict.fromkeys(("w12", "w21", "w23", "v1", "v3"), steps(-0.9, -0.1, 0.1)),
    },
    {
        **{"x1": ("x", 0), "x2": ("x", 1), "y": ("y", 0)},
        **{f"w{i + 1}{k + 1}": ("W1", i, k) for i in range(2) for k in range(3)},
        **{f"v{k + 1}": ("W2", k, 0) for k in range(3)},
    },
    possible=_is_possible,
)


QUESTIONS = [
    Question(
        name="impact_by_hand",
        objective="11.1",
        points=2,
        parts=True,
        answer=Array((2,), (tr("the impact of x1"), tr("the impact of x2")), tolerance=BY_HAND),
        stub="impact_by_hand = [..., ...]",
        solution="""
by_x1 = {w11:code} * {v1:code} + {w13:code} * {v3:code}
by_x2 = {w21:code} * {v1:code} + {w23:code} * {v3:code}
impact_by_hand = [by_x1, by_x2]
""",
        pipeline=_IMPACT_BY_HAND,
        quantity=lambda v: v.impact,
        cases=[BY_HAND_CASE],
        vary=BY_HAND_NUMBERS,
    ),
    Question(
        name="zero_input",
        objective="11.1",
        points=1,
        answer=Choice(),
    ),
    Question(
        name="impact",
        objective="11.1",
        points=3,
        answer=Function("impact", Array((2,), (tr("the impact of input 1"), tr("the impact of input 2")))),
        solution=impact,
        pipeline=_IMPACT,
        quantity=lambda v: v.impact,
        cases=IMPACT_CASES,
        arguments=lambda case: (
            case["x"].copy(),
            case["W1"].copy(),
            case["b1"].copy(),
            case["W2"].copy(),
            case["output"],
        ),
        domain=ANY_NETWORK,
    ),
    Question(
        name="occlusion",
        objective="11.2",
        points=3,
        answer=Function("occlusion", Array((3,), ("input 1", "input 2", "input 3"))),
        solution=occlusion,
        pipeline=OCCLUSION,
        quantity=lambda v: v.falls,
        cases=[
            *(_occlusion_case(seed, 4, 2) for seed in range(40, 44)),
            _occlusion_case(44, 3, 3),
            _occlusion_case(45, 5, 1),
        ],
        arguments=lambda case: (
            *(case[name].copy() for name in ("x", "mean", "W1", "b1", "W2", "b2")),
            case["output"],
        ),
        domain=COVERED,
    ),
    Question(
        name="fidelity",
        objective="11.3",
        points=1,
        answer=Number(tr("The fidelity")),
        solution="fidelity = {agreed} / 10",
        pipeline=FIDELITY,
        quantity=lambda v: v.share,
        cases=[TEN_PICTURES],
        vary=FIDELITY_NUMBERS,
    ),
    Question(
        name="what_follows",
        objective="11.3",
        points=1,
        answer=Choice(),
    ),
]
