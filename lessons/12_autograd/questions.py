"""The questions of exercise 12: a circuit by hand, the way back as code, what it costs, and depth."""

from operator import attrgetter
from types import SimpleNamespace

import numpy as np

from handprop.check import Array, Choice, Derivation, Function, Number, Order, Question
from handprop.check.domain import Domain, features, numbers
from handprop.check.mistakes.again import again
from handprop.check.mistakes.calculation import Mistake, Pipeline
from handprop.check.mistakes.whole_gradient import OVERWRITE_PATH
from handprop.check.variants import steps, vary
from handprop.language import tr

# f = (x + y) * z / x, as two products and a division: x is a fork.
CIRCUIT = Pipeline(
    "circuit",
    {
        "q": lambda v: (v.x + v.y) * v.z,
        "by_q": lambda v: 1 / v.x,
        "by_divisor": lambda v: -v.q / v.x**2,
        "by_sum": lambda v: v.by_q * v.z,
        "by_z": lambda v: v.by_q * (v.x + v.y),
        "by_x": lambda v: v.by_sum + v.by_divisor,
    },
    (
        Mistake(
            id="FORK-FIRST-PATH",
            name="follows only the path of x through the sum",
            belief="x stands in the sum, so that is where it matters.",
            hint="In how many places does x stand in the formula?",
            example="x.grad = by_sum",
            changes={"by_x": lambda v: v.by_sum},
        ),
        Mistake(
            id="FORK-LAST-PATH",
            name="follows only the path of x through the division",
            belief="The last assignment is the result.",
            hint="In how many places does x stand in the formula?",
            example="x.grad = by_divisor",
            changes={"by_x": lambda v: v.by_divisor},
        ),
        Mistake(
            id="DIVISION-SIGN",
            name="forgets the minus in the local slope of the divisor",
            belief="A quotient has two slopes like a product.",
            hint="Divide 20 by 2, then by 2.1. Does the result grow or shrink?",
            example="by_divisor = q / x**2",
            changes={"by_divisor": lambda v: v.q / v.x**2},
        ),
        Mistake(
            id="DIVISION-NO-SQUARE",
            name="divides by the divisor instead of by its square",
            belief="The slope of q / x is -q / x.",
            hint="Write q / x as q times x to the power of -1. What is the derivative of that power?",
            example="by_divisor = -q / x",
            changes={"by_divisor": lambda v: -v.q / v.x},
        ),
        Mistake(
            id="PRODUCT-OWN-FACTOR",
            name="takes a factor's own value for its local slope in a product",
            belief="A number's slope in a product is that number.",
            hint="In 5 times -4, let the 5 grow by 0.01. By how much does the product change?",
            example="by_z = by_q * z",
            changes={
                "by_sum": lambda v: v.by_q * (v.x + v.y),
                "by_z": lambda v: v.by_q * v.z,
            },
        ),
    ),
)


def _back(v, *, start=1.0, others=0.0, overwrite=False, forward=False, local=False):
    """The way back over numbered nodes, with the ways to get it wrong."""
    grads = np.full(len(v.parents), others)
    grads[-1] = start
    nodes = range(len(v.parents))
    for node in nodes if forward else reversed(nodes):
        for parent, slope in zip(v.parents[node], v.slopes[node], strict=True):
            arriving = slope * (1.0 if local else grads[node])
            grads[parent] = arriving + (0.0 if overwrite else grads[parent])
    return grads


def _at_first_arrival(v):
    """Every node passes on once, in the order in which a queue reaches them: some pass on too early."""
    grads = np.zeros(len(v.parents))
    grads[-1] = 1.0
    queue = [len(grads) - 1]
    for node in queue:
        for parent, slope in zip(v.parents[node], v.slopes[node], strict=True):
            grads[parent] += slope * grads[node]
            if parent not in queue:
                queue.append(parent)
    return grads


def _until_an_input(v):
    """The way back for someone who stops at the first node without parents."""
    last_input = max(node for node, parents in enumerate(v.parents) if not parents)
    parents = [row if node > last_input else [] for node, row in enumerate(v.parents)]
    slopes = [row if node > last_input else [] for node, row in enumerate(v.slopes)]
    return _back(SimpleNamespace(parents=parents, slopes=slopes))


WAY_BACK = Pipeline(
    "way_back",
    {"grads": _back},
    (
        again(
            OVERWRITE_PATH,
            "grads[parent] = slope * grads[node]",
            {"grads": lambda v: _back(v, overwrite=True)},
        ),
        Mistake(
            id="BACK-IS-FORWARD",
            name="goes through the nodes from the inputs to the output",
            belief="The order does not matter, as long as every node has its turn.",
            hint="When a node passes its derivative on, has everything arrived there already?",
            example="for node in range(len(parents)):",
            changes={"grads": lambda v: _back(v, forward=True)},
        ),
        Mistake(
            id="BACK-LAST-THREE",
            name="returns the derivatives of the last three nodes",
            belief="What was computed first stands first.",
            hint="Which nodes are asked for, and where do they stand in your list?",
            example="return grads[-3:]",
            changes={"grads": lambda v: _back(v)[-3:]},
        ),
        Mistake(
            id="BACK-NO-START",
            name="does not set the derivative at the output to 1",
            belief="All derivatives start at 0.",
            hint="Nudge the output itself by 0.01. By how much does the output change?",
            example="grads = [0.0] * len(parents)",
            changes={"grads": lambda v: _back(v, start=0.0)},
        ),
        Mistake(
            id="BACK-ALL-START",
            name="starts with a 1 at every node, and not at the output alone",
            belief="Each node moves itself by 1.",
            hint="Before anything has arrived: by how much does a node move the output?",
            example="grads = [1.0] * len(parents)",
            changes={"grads": lambda v: _back(v, others=1.0)},
        ),
        Mistake(
            id="BACK-LOCAL-ONLY",
            name="adds local slopes without multiplying them by what has arrived",
            belief="The slope says how the parent matters.",
            hint="How the parent matters to what? The output may be several links away.",
            example="grads[parent] += slope",
            changes={"grads": lambda v: _back(v, local=True)},
        ),
        Mistake(
            id="BACK-NOT-WAITING",
            name="lets a node pass on as soon as it is reached, in the order of a queue",
            belief="Whoever is reached first may go on first, and once is enough.",
            hint="A node is reached by a short and by a longer way. When it passes on, what is missing?",
            example="queue = [len(parents) - 1]; for node in queue: ...",
            changes={"grads": _at_first_arrival},
        ),
        Mistake(
            id="BACK-STOPS-AT-INPUT",
            name="stops at the first node that has no parents",
            belief="All inputs stand at the beginning.",
            hint="A calculation may take a new number late, as in x · y + 2. Who stands before the 2?",
            example="if not parents[node]: break",
            changes={"grads": _until_an_input},
        ),
    ),
)


def _graph(seed, parents):
    """A graph with these parents, and random local slopes of both signs."""
    rng = np.random.default_rng(seed)
    slopes = [(rng.uniform(0.3, 2, len(row)) * rng.choice([-1, 1], len(row))).round(2) for row in parents]
    return {"parents": parents, "slopes": [row.tolist() for row in slopes]}


# (x + y) * x at x = 3, y = 4: two inputs, the sum, the product; then a doubling and a minus.
FIRST_GRAPH = {
    "parents": [[], [], [0, 1], [2, 0], [3, 3], [4]],
    "slopes": [[], [], [1.0, 1.0], [3.0, 7.0], [1.0, 1.0], [-1.0]],
}
GRAPHS = [
    FIRST_GRAPH,
    {"parents": [[], [0], [1]], "slopes": [[], [2.0], [3.0]]},  # a chain
    _graph(1, [[], [0], [0, 1], [], [2, 3], [4, 1]]),  # an input that comes late
    _graph(2, [[], [], [], [0, 1, 2], [3, 0]]),  # three parents
    _graph(3, [[], [0], [0, 1], [1, 0], [3, 1]]),  # node 2 is not used
    _graph(4, [[], [0], [0, 1], [1, 2], [0, 2, 3], [], [4, 5, 1], [6, 3]]),  # short ways and long ones
    _graph(5, [[], [0], [1, 0], [2, 1]]),
    _graph(6, [[], [0], [1], [2], [1, 3], [4], [0, 5]]),
    {"parents": [[], [0, 0], [1, 1]], "slopes": [[], [1.0, 1.0], [1.0, 1.0]]},  # two doublings
    _graph(9, [[], *([k] for k in range(20))]),  # a long chain
    {"parents": [[], [0], [1], [2]], "slopes": [[], [2000.0], [-4000.0], [50.0]]},  # derivatives far out
]


def _any_graph(rng, *, kind, longest, twice):
    """A graph in topological order; with `twice` a node may be the same parent's child twice, as in x / x."""
    nodes = int(rng.integers(3, longest + 1))
    parents = [[]]
    for node in range(1, nodes):
        most = 3 if twice else min(3, node)
        count = int(rng.integers(node == nodes - 1, most + 1))
        parents.append([int(parent) for parent in rng.choice(node, count, replace=twice)])
    return {"parents": parents, "slopes": [numbers(rng, kind, len(row)).tolist() for row in parents]}


_GRAPHS = (
    *features(kind=("plain", "whole", "repeated", "small"), longest=(4, 9), twice=(False, True)),
    *features(kind=("plain",), longest=(30,), twice=(False,)),  # more nodes than anybody makes room for
    *features(kind=("far",), longest=(3, 4), twice=(False,)),  # with more nodes, rounding would decide
)
ANY_GRAPH = Domain(_any_graph, _GRAPHS)


def way_back(parents, slopes):
    """The derivatives of the last node of a computation graph with respect to nodes 0, 1 and 2.

    Nodes are numbered from 0, and parents come before their children. parents[k] is the list of the
    parents of node k (empty for an input); slopes[k] are the local slopes to them, in the same order.
    Returns a list of three numbers.
    """
    grads = [0.0] * len(parents)
    grads[-1] = 1.0
    for node in reversed(range(len(parents))):
        for parent, slope in zip(parents[node], slopes[node], strict=True):
            grads[parent] += slope * grads[node]
    return grads[:3]


COST = Pipeline(
    "cost",
    {
        "passes": lambda v: 2 * v.weights,
        "by_nudges": lambda v: v.passes * v.forward,
        "by_walk": lambda v: v.forward + v.back,
        "ratio": lambda v: v.by_nudges / v.by_walk,
    },
    (
        Mistake(
            id="COST-ONE-PASS",
            name="counts one forward pass per weight",
            belief="Each weight is nudged once.",
            hint="A central difference nudges up and down. How many losses does it need?",
            example="passes = weights",
            changes={"passes": lambda v: v.weights},
        ),
        Mistake(
            id="COST-NO-FORWARD",
            name="forgets the forward pass before the way back",
            belief="Back-propagation only goes back.",
            hint="Where do the local slopes come from?",
            example="by_walk = back",
            changes={"by_walk": lambda v: v.back},
        ),
        Mistake(
            id="COST-PASSES",
            name="compares numbers of passes, as if the walk back cost nothing",
            belief="One pass against thousands: the number of passes is the ratio.",
            hint="Write down the operations of both ways. Does a walk back cost as much as a forward pass?",
            example="passes * forward / forward",
            changes={"by_walk": lambda v: v.forward},
        ),
        Mistake(
            id="COST-UPSIDE-DOWN",
            name="divides the other way round",
            belief="The way back comes first in the fraction.",
            hint="How many times more do the nudges cost: is that more than 1?",
            example="by_walk / by_nudges",
            changes={"ratio": lambda v: v.by_walk / v.by_nudges},
        ),
    ),
)

DEPTH = Pipeline(
    "depth",
    {
        "factor": lambda v: v.w * v.slope,
        "arrives": lambda v: v.factor**v.layers,
    },
    (
        Mistake(
            id="DEPTH-NO-WEIGHT",
            name="leaves the weights out of the product",
            belief="Only the sigmoid makes a gradient small.",
            hint="On the way from one layer to the one before, what else is passed?",
            example="0.25 ** layers",
            changes={"factor": lambda v: v.slope},
        ),
        Mistake(
            id="DEPTH-NO-SLOPE",
            name="leaves the slopes of the sigmoid out of the product",
            belief="The weights carry the signal back.",
            hint="Each layer has a sum and then a sigmoid. What is the slope of the second?",
            example="w ** layers",
            changes={"factor": lambda v: v.w},
        ),
        Mistake(
            id="DEPTH-ADDED",
            name="adds the factors of the layers instead of multiplying them",
            belief="Every layer contributes its part.",
            hint="Are the layers side by side, like two paths, or one after the other?",
            example="layers * w * slope",
            changes={"arrives": lambda v: v.factor * v.layers},
        ),
        Mistake(
            id="DEPTH-ONE-LAYER",
            name="gives the factor of one layer",
            belief="A chain of equal layers has the slope of one.",
            hint="How many layers does the derivative pass on its way?",
            example="{w} * 1 / 4",
            changes={"arrives": lambda v: v.factor},
        ),
        Mistake(
            id="DEPTH-ONE-LESS",
            name="counts the gaps between the layers and forgets one layer",
            belief="Between {in_words} layers there are {one_less} steps.",
            hint="With one layer, how many weights lie between input and output?",
            example="(w * slope) ** (layers - 1)",
            changes={"arrives": lambda v: v.factor ** (v.layers - 1)},
        ),
        Mistake(
            id="DEPTH-ONE-MORE",
            name="counts one layer too many",
            belief="The input is a layer as well.",
            hint="With one layer, how many weights lie between input and output?",
            example="(w * slope) ** (layers + 1)",
            changes={"arrives": lambda v: v.factor ** (v.layers + 1)},
        ),
    ),
)

CIRCUIT_CASE = {"x": 2.0, "y": 3.0, "z": -4.0}
WALK_BACK = Derivation(
    {name: attrgetter(name) for name in ("x", "y", "z")},
    {
        "df/dq": attrgetter("by_q"),
        "dq/ds": lambda v: v.z,
        "dq/dz": lambda v: v.x + v.y,
        "ds/dx": lambda v: 1.0,
        "ds/dy": lambda v: 1.0,
        "df/ds": attrgetter("by_sum"),
        "by_sum": attrgetter("by_sum"),
        "by_divisor": attrgetter("by_divisor"),
        "df/dx": attrgetter("by_x"),
        "df/dy": attrgetter("by_sum"),
        "df/dz": attrgetter("by_z"),
    },
    formulas=("df/dx",),
    numbers=("df/dx", "df/dy", "df/dz"),
    also={"s": "x + y", "q": "(x + y) * z", "f": "(x + y) * z / x"},
    others=[
        {"x": 1.5, "y": -0.7, "z": 2.2},
        {"x": -0.8, "y": 1.9, "z": 0.6},
        {"x": 2.7, "y": 0.4, "z": -1.3},
        {"x": -1.6, "y": -2.1, "z": -0.9},
    ],
)
CIRCUIT_NUMBERS = vary(
    CIRCUIT_CASE,
    CIRCUIT,
    {"x": (2.0, 4.0, 5.0), "y": steps(1, 9), "z": steps(-8, -2)},
    alike=lambda v: v.by_x > 0,
    shown=lambda v: {
        "by_sum": v.by_sum,
        "by_divisor": v.by_divisor,
        "by_x": v.by_x,
        "q": v.q,
        "by_z": v.by_z,
    },
)
COST_CASE = {"weights": 2410, "forward": 5000, "back": 9000}
COST_NUMBERS = vary(
    COST_CASE,
    COST,
    {"forward": range(3000, 8001, 500), "back": range(6000, 16001, 1000)},
    shown=lambda v: {"ratio": v.ratio},
)
_IN_WORDS = (
    *("five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen"),
    *("fifteen", "sixteen"),
)
# With w = 2 a unit would pass on 1/2, which is also what it puts out, and 1/w.
DEPTH_CASE = {"w": 1.6, "slope": 0.25, "layers": 12}
DEPTH_NUMBERS = vary(
    DEPTH_CASE,
    DEPTH,
    {"w": (1, 1.2, 1.6, 2.4, 2.8, 3), "layers": range(6, 17)},
    shown=lambda v: {
        "bias": -v.w / 2,
        "half": v.w / 2,
        "factor": v.factor,
        "arrives": v.arrives,
        "in_words": _IN_WORDS[v.layers - 5],
        "title": _IN_WORDS[v.layers - 5].capitalize(),
        "one_less": _IN_WORDS[v.layers - 6],
    },
)

TANH = Pipeline(
    "tanh",
    {
        "value": lambda v: np.tanh(v.a),
        "slope": lambda v: 1 - v.value**2,
    },
    (
        Mistake(
            id="TANH-SLOPE-AT-A",
            name="takes 1 - a² with the argument instead of the value",
            belief="The slope is a formula in what goes in.",
            hint="At a = 2 your slope is negative. Does tanh ever fall?",
            example="slope = 1 - a**2",
            changes={"slope": lambda v: 1 - v.a**2},
        ),
        Mistake(
            id="TANH-SLOPE-OF-VALUE",
            name="takes the slope of tanh at its value instead of at a",
            belief="The slope is a function of what is stored.",
            hint="How often has your number gone through tanh before it is squared?",
            example="slope = 1 - np.tanh(np.tanh(a)) ** 2",
            changes={"slope": lambda v: 1 - np.tanh(v.value) ** 2},
        ),
        Mistake(
            id="TANH-AS-SIGMOID",
            name="takes the slope of the sigmoid, value times one minus value",
            belief="tanh looks like a sigmoid, so it has the same slope.",
            hint="At a = 0 tanh is 0. What does your slope say there, and what do nudges say?",
            example="slope = t * (1 - t)",
            changes={"slope": lambda v: v.value * (1 - v.value)},
        ),
        Mistake(
            id="TANH-SLOPE-ROOT",
            name="takes 1 / cosh(a) for the slope, without the square",
            belief="tanh is sinh divided by cosh, so its slope is 1 / cosh.",
            hint="At a = 1, compare your slope with 1 minus the square of the value. Which do nudges give?",
            example="slope = 1 / np.cosh(a)",
            changes={"slope": lambda v: 1 / np.cosh(v.a)},
        ),
        Mistake(
            id="TANH-PLUS",
            name="takes 1 + t² for the slope",
            belief="The sign comes out of the rule.",
            hint="Far from 0 tanh is flat. What is your slope there?",
            example="slope = 1 + t**2",
            changes={"slope": lambda v: 1 + v.value**2},
        ),
        Mistake(
            id="TANH-NOT-SQUARED",
            name="forgets the square in the slope",
            belief="The slope of tanh is 1 - tanh.",
            hint="At a = -3 tanh is nearly -1 and flat. What is your slope there?",
            example="slope = 1 - t",
            changes={"slope": lambda v: 1 - v.value},
        ),
        Mistake(
            id="TANH-SIGMOID-VALUE",
            name="takes the sigmoid instead of tanh",
            belief="They are two names for one curve.",
            hint="What is tanh(0), and what is your value there?",
            example="value = 1 / (1 + np.exp(-a))",
            changes={"value": lambda v: 1 / (1 + np.exp(-v.a)), "slope": lambda v: v.value * (1 - v.value)},
        ),
    ),
)
ARGUMENTS = Domain(
    lambda rng, kind: {"a": float(numbers(rng, kind, 1)[0])},
    features(kind=("plain", "whole", "small", "wide")),
    count=80,
    holds=lambda case: abs(case["a"]) < 6,  # farther out the slope is lost beside 1
)


def new_operation(a):
    """The value and the local slope of tanh at the number a. Returns two numbers."""
    value = np.tanh(a)
    return value, 1 - value**2


def _speeds(v, *, overwrite=False, first=False, local=False, others=0.0):
    """How fast each node moves when node `start` does, with the ways to get it wrong."""
    speeds = np.full(len(v.parents), others)
    speeds[v.start] = 1.0
    for node in range(v.start + 1, len(speeds)):
        if not v.parents[node]:
            continue
        arriving = [
            s * (1.0 if local else speeds[p]) for p, s in zip(v.parents[node], v.slopes[node], strict=True)
        ]
        speeds[node] = arriving[-1] if overwrite else arriving[0] if first else sum(arriving)
    return speeds


FORWARD = Pipeline(
    "forward_mode",
    {"speeds": _speeds, "last": lambda v: v.speeds[-1]},
    (
        again(
            OVERWRITE_PATH,
            "speeds[node] = slope * speeds[parent]",
            {"speeds": lambda v: _speeds(v, overwrite=True)},
            hint="A node has two parents, and both move. What happened to the first one's share?",
        ),
        Mistake(
            id="FORWARD-ALL-MOVE",
            name="lets all inputs move at once",
            belief="Every input starts with the speed 1.",
            hint="A derivative with respect to one input: what do the other inputs do meanwhile?",
            example="speeds = [1.0] * len(parents)",
            changes={"speeds": lambda v: _speeds(v, others=1.0)},
        ),
        Mistake(
            id="FORWARD-LOCAL-ONLY",
            name="adds local slopes without multiplying them by how fast the parent moves",
            belief="The slope says how the node moves.",
            hint="A parent that does not move at all: what does it add?",
            example="speeds[node] += slope",
            changes={"speeds": lambda v: _speeds(v, local=True)},
        ),
        Mistake(
            id="FORWARD-FIRST-PARENT",
            name="asks the first parent of a node only",
            belief="A node hears of the start along one path.",
            hint="A node has two parents, and both move. What does the second one add?",
            example="speeds[node] = slopes[node][0] * speeds[parents[node][0]]",
            changes={"speeds": lambda v: _speeds(v, first=True)},
        ),
        Mistake(
            id="FORWARD-FIRST-NODE",
            name="starts at node 0, whatever node is asked for",
            belief="The input is node 0.",
            hint="Where does your function use `start`?",
            example="speeds[0] = 1.0",
            changes={"speeds": lambda v: _speeds(SimpleNamespace(**{**vars(v), "start": 0}))},
        ),
    ),
)


def _forward(graph, start):
    return graph | {"start": start}


def _any_forward(rng, **options):
    graph = _any_graph(rng, **options)
    return _forward(graph, int(rng.integers(len(graph["parents"]) - 1)))


ANY_FORWARD = Domain(_any_forward, _GRAPHS)
FORWARD_CASES = [
    _forward(graph, start)
    for graph, start in [
        (GRAPHS[0], 0),
        (GRAPHS[0], 1),
        (GRAPHS[2], 0),
        (GRAPHS[3], 2),
        (GRAPHS[5], 1),
        (GRAPHS[7], 3),
        (GRAPHS[9], 0),
        (GRAPHS[10], 0),
        # An input that comes after more nodes than a small graph has.
        (_graph(8, [[], [0], *([k - 1, k - 2] for k in range(2, 15))]), 12),
    ]
]


def forward_mode(parents, slopes, start):
    """The derivative of the last node of a computation graph with respect to node `start`: one walk forward.

    Nodes are numbered from 0, and parents come before their children. parents[k] is the list of the
    parents of node k (empty for an input); slopes[k] are the local slopes to them, in the same order.
    Returns a number.
    """
    speeds = [0.0] * len(parents)
    speeds[start] = 1.0
    for node in range(start + 1, len(parents)):
        for parent, slope in zip(parents[node], slopes[node], strict=True):
            speeds[node] += slope * speeds[parent]
    return speeds[-1]


START = Pipeline(
    "start_size",
    {
        "sums": lambda v: v.n * v.s * v.v,
        "half": lambda v: 0.5,
        "after": lambda v: v.sums * v.half,
        "s_linear": lambda v: 1 / v.n,
        "s_relu": lambda v: 2 / v.n,
        "size": lambda v: np.sqrt(v.s_relu),
    },
    (
        Mistake(
            id="START-NO-COUNT",
            name="forgets that a sum has n parts",
            belief="A sum of random numbers is as large as one of them.",
            hint="Toss one coin, then a hundred. How far from 0 is the sum of the +1 and -1, typically?",
            example="sums = s * v",
            changes={"sums": lambda v: v.s * v.v},
        ),
        Mistake(
            id="START-COUNT-SQUARED",
            name="adds up sizes instead of mean squares, so that n comes in squared",
            belief="n equal parts make n times the size.",
            hint="Some products are negative. Do all of them pull in one direction?",
            example="sums = n**2 * s * v",
            changes={"sums": lambda v: v.n**2 * v.s * v.v},
        ),
        Mistake(
            id="START-RELU-KEEPS",
            name="forgets what ReLU takes away",
            belief="ReLU does not change the size of what passes.",
            hint="Of a hundred sums with random signs, how many are 0 after ReLU?",
            example="after = n * s * v; s_relu = 1 / n",
            changes={"half": lambda v: 1.0, "s_relu": lambda v: 1 / v.n},
        ),
        Mistake(
            id="START-RELU-HALVES",
            name="divides by 2 where the loss of a half has to be made good",
            belief="Half of the sums are left, so half of the weight is enough.",
            hint="After ReLU too little is left. Should the weights be larger or smaller than without it?",
            example="s_relu = 1 / (2 * n)",
            changes={"s_relu": lambda v: 1 / (2 * v.n)},
        ),
        Mistake(
            id="START-NO-ROOT",
            name="takes the mean square for the typical size, without the root",
            belief="s is how large the weights are.",
            hint="If weights are about 0.1, what is their mean square?",
            example="size = 2 / n",
            changes={"size": lambda v: v.s_relu},
        ),
    ),
)


def _start(n, v, s):
    return {"n": n, "v": v, "s": s}


START_CASE = _start(64.0, 1.5, 0.1)
START_LINES = Derivation(
    {name: attrgetter(name) for name in ("n", "v", "s")},
    {name: attrgetter(name) for name in ("sums", "after", "s_linear", "s_relu", "size")},
    formulas=("s_relu",),
    numbers=("size",),
    others=[_start(10.0, 0.7, 0.3), _start(3.0, 1.9, 0.6), _start(25.0, 0.4, 0.05), _start(7.0, 2.2, 1.3)],
)
START_NUMBERS = vary(
    START_CASE,
    START,
    {"n": steps(24, 800, 8)},  # ninety-eight, so that two neighbours seldom meet
    shown=lambda v: {"size": v.size},
)

QUESTIONS = [
    Question(
        name="circuit",
        objective="12.1",
        points=2,
        parts=True,
        answer=WALK_BACK,
        solution='''
circuit = """
df/dq = 1 / x
dq/ds = z
dq/dz = s
df/ds = df/dq * dq/ds = z / x
df/dz = df/dq * dq/dz
by_sum = z / x
by_divisor = -q / x**2
df/dx = z / x - (x + y) * z / x**2
df/dx = {by_x:code}
df/dy = {by_sum:code}
df/dz = {by_z:code}
"""
''',
        pipeline=CIRCUIT,
        quantity=WALK_BACK.every,
        cases=[CIRCUIT_CASE],
        vary=CIRCUIT_NUMBERS,
    ),
    Question(
        name="one_round",
        objective="12.1",
        points=1,
        parts=True,
        answer=Order(mistakes={"f": "M01-ADD"}),
    ),
    Question(
        name="way_back",
        objective="12.1",
        points=3,
        answer=Function("way_back", Array((3,), tuple(tr("node {k}", k=k) for k in range(3)))),
        solution=way_back,
        pipeline=WAY_BACK,
        quantity=lambda v: v.grads[:3],
        cases=GRAPHS,
        arguments=lambda case: (
            [list(each) for each in case["parents"]],
            [list(each) for each in case["slopes"]],
        ),
        domain=ANY_GRAPH,
    ),
    Question(
        name="cost",
        objective="12.2",
        points=1,
        answer=Number(tr("The ratio"), tolerance=1e-4),  # with 2n + 1 passes it is twice as far off
        solution="cost = 2 * 2410 * {forward} / ({forward} + {back})",
        pipeline=COST,
        quantity=lambda v: v.ratio,
        cases=[COST_CASE],
        vary=COST_NUMBERS,
    ),
    Question(
        name="vanish",
        objective="12.3",
        points=1,
        answer=Number(tr("The derivative")),
        solution="vanish = ({w:code} * 1 / 4) ** {layers}",
        pipeline=DEPTH,
        quantity=lambda v: v.arrives,
        cases=[DEPTH_CASE],
        vary=DEPTH_NUMBERS,
    ),
    Question(
        name="what_to_trust",
        objective="12.1",
        points=1,
        answer=Choice(),
    ),
    Question(
        name="new_operation",
        objective="12.1",
        points=1,
        answer=Function("new_operation", Array((2,), (tr("the value"), tr("the local slope")))),
        solution=new_operation,
        pipeline=TANH,
        quantity=lambda v: np.array([v.value, v.slope]),
        cases=[{"a": a} for a in (0.8, -1.3, 0.0, 2.1)],
        arguments=lambda case: (case["a"],),
        domain=ARGUMENTS,
    ),
    Question(
        name="forward_mode",
        objective="12.2",
        points=2,
        answer=Function("forward_mode", Array((), (tr("The derivative"),))),
        solution=forward_mode,
        pipeline=FORWARD,
        quantity=attrgetter("last"),
        cases=FORWARD_CASES,
        arguments=lambda case: (
            [list(each) for each in case["parents"]],
            [list(each) for each in case["slopes"]],
            case["start"],
        ),
        domain=ANY_FORWARD,
    ),
    Question(
        name="start_size",
        objective="12.3",
        points=2,
        parts=True,
        answer=START_LINES,
        solution='''
start_size = """
sums = n * s * v
after = n * s * v / 2
s_linear = 1 / n
s_relu = 2 / n
size = {size:code}
"""
''',
        pipeline=START,
        quantity=START_LINES.every,
        cases=[START_CASE],
        vary=START_NUMBERS,
    ),
]
