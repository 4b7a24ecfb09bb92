"""The questions of exercise 12: a circuit by hand, the way back as code, what it costs, and depth."""

from types import SimpleNamespace

import numpy as np

from handprop.check import BY_HAND, Array, Choice, Function, Number, Question
from handprop.check.mistakes.again import again
from handprop.check.mistakes.calculation import Mistake, Pipeline
from handprop.check.mistakes.whole_gradient import OVERWRITE_PATH

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


def _back(v, *, start=1.0, overwrite=False, forward=False, local=False):
    """The way back over numbered nodes, with the ways to get it wrong."""
    grads = np.zeros(len(v.parents))
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
            id="BACK-NO-START",
            name="does not set the derivative at the output to 1",
            belief="All derivatives start at 0.",
            hint="Nudge the output itself by 0.01. By how much does the output change?",
            example="grads = [0.0] * len(parents)",
            changes={"grads": lambda v: _back(v, start=0.0)},
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
]


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
            id="DEPTH-ONE-LESS",
            name="counts the gaps between the layers and forgets one layer",
            belief="Between twelve layers there are eleven steps.",
            hint="With one layer, how many weights lie between input and output?",
            example="(w * slope) ** (layers - 1)",
            changes={"arrives": lambda v: v.factor ** (v.layers - 1)},
        ),
    ),
)

QUESTIONS = [
    Question(
        name="circuit",
        title="A circuit by hand",
        ask="""The calculation f = (x + y) · z / x, at x = 2, y = 3 and z = −4.

Draw its computation graph on paper: a sum, a product, a division. Write each local slope beside its link.
The division a / b is the same as a · b⁻¹, as in the lesson's engine.
Then walk back.

Type the derivatives of f with respect to x, y and z.
""",
        insight="x reaches f on two ways, through the sum and through the division, so two numbers add up: "
        "−2 + 5 = 3.",
        objective="12.1",
        points=2,
        answer=Array((3,), ("df/dx", "df/dy", "df/dz"), tolerance=BY_HAND),
        stub="circuit = [..., ..., ...]",
        solution="circuit = [-4 / 2 + 20 / 2**2, -4 / 2, (2 + 3) / 2]",
        pipeline=CIRCUIT,
        quantity=lambda v: np.array([v.by_x, v.by_sum, v.by_z]),
        cases=[{"x": 2.0, "y": 3.0, "z": -4.0}],
        hints=(
            "Call the product q. The local slopes of q / x are 1 / x for q, and −q / x² for x.",
            "x is a fork. What arrives on each of its two paths?",
        ),
    ),
    Question(
        name="find_the_slip",
        title="Somebody else's training loop",
        ask="""Somebody trains with the functions of the lesson. `weights` are Values:

```python
for step in range(100):
    loss = loss_of(weights)           # line 1: a new graph from the same weights
    way_back(loss)                    # line 2
    for w in weights:                 # line 3
        w.data -= 0.05 * w.grad       # line 4
```

The first step is right. The second one is not. Why? Answer with one letter in quotes.

- (a) line 1: the graph must be built once, before the loop
- (b) line 2: nothing sets the derivatives of the weights back to 0
- (c) line 3: the weights must be updated from the output back to the inputs
- (d) line 4: the derivative has to be added
""",
        insight="Derivatives are added where paths meet, so each way back has to start from 0. PyTorch's "
        "`zero_grad` is there for this.",
        objective="12.1",
        points=1,
        answer=Choice(
            options={"a": "line 1", "b": "line 2", "c": "line 3", "d": "line 4"},
            right="b",
            replies={
                "a": "The numbers in the graph belong to the old weights. Would it know the new ones?",
                "c": "All gradients are known before line 3. Does the order of updates change one?",
                "d": "Which way does a gradient point, uphill or downhill?",
            },
        ),
    ),
    Question(
        name="way_back",
        title="The way back, as code",
        ask="""Here a graph is given by two lists. Its nodes 0, 1, ... stand in topological order.
The last one is the output.
`parents[k]` holds the numbers of the parents of node k, `slopes[k]` the local slopes to them.

For example (x + y) · x at x = 3, y = 4:

- parents: `[[], [], [0, 1], [2, 0]]`
- slopes: `[[], [], [1, 1], [3, 7]]`

Write the function that goes all the way back, and returns the derivatives of the output with respect to
the first three nodes: 0, 1 and 2. Here they are `[10, 3, 3]`.

It will be tried on graphs of different lengths, with one, two or three parents.
Inputs may come late, and a node may be unused.
""",
        insight="Every node hands its derivative, times the local slope, to its parents: programs such as "
        "PyTorch do nothing else.",
        objective="12.1",
        points=3,
        answer=Function("way_back", Array((3,), tuple(f"node {k}" for k in range(3)))),
        solution=way_back,
        pipeline=WAY_BACK,
        quantity=lambda v: v.grads[:3],
        cases=GRAPHS,
        arguments=lambda case: (
            [list(each) for each in case["parents"]],
            [list(each) for each in case["slopes"]],
        ),
        hints=(
            "Nudge the output itself: by how much does the output change? With that slope you start.",
            "Which node may pass on first? And if two children pass something to the same parent?",
        ),
    ),
    Question(
        name="cost",
        title="What it costs",
        ask="""The network of lesson 10 has 2410 parameters. Say that one forward pass takes 5000 operations,
and the walk back 9000.

One gradient by nudges needs two forward passes for each parameter.
One gradient by back-propagation needs a forward pass and a walk back.

How many times as much do the nudges cost? At least four significant digits.
""",
        insight="About 1721 times as much, and twice the parameters would make it about twice that. Such "
        "savings grow with the network.",
        objective="12.2",
        points=1,
        answer=Number("The ratio"),
        solution="cost = 2 * 2410 * 5000 / (5000 + 9000)",
        pipeline=COST,
        quantity=lambda v: v.ratio,
        cases=[{"weights": 2410, "forward": 5000, "back": 9000}],
        hints=(
            "Write down the operations of each way first, then divide.",
            "The nudges: 2410 parameters, two passes each, 5000 operations each.",
        ),
    ),
    Question(
        name="vanish",
        title="Twelve layers",
        ask="""A chain of twelve layers has one sigmoid unit in each. Every weight is 2, every bias is −1.
The input is 0.5. So the first sum is 2 · 0.5 − 1 = 0, where the sigmoid has its steepest slope, 1/4.

What does the first unit pass on, and what are the other sums?
And what is the derivative of the output with respect to the input? Type the derivative, with at least four
significant digits.
""",
        insight="Each layer multiplies by weight times slope, here one half. Twelve halves leave 1/4096.",
        objective="12.3",
        points=1,
        answer=Number("The derivative"),
        solution="vanish = (2 * 1 / 4) ** 12",
        pipeline=DEPTH,
        quantity=lambda v: v.arrives,
        cases=[{"w": 2.0, "slope": 0.25, "layers": 12}],
        hints=(
            "sigmoid(0) is 0.5. What is the second sum? By which factor does a layer change what comes back?",
            "One factor per layer, and the layers stand one after the other.",
        ),
    ),
    Question(
        name="what_to_trust",
        title="Whom to trust",
        ask="""On your way on you find a much-read tutorial. For one weight it prints the gradient 0.3146.
Your own engine says 0.2446. What do you do first?

- (a) take the printed number: so many readers would have noticed
- (b) take your own: the loss falls when you train with it
- (c) nudge this weight up and down, and see which of the two it confirms
- (d) take the mean of both

Answer with one letter in quotes.
""",
        insight="Two opinions do not settle it. A nudge does, for it measures the loss itself.",
        objective="12.1",
        points=1,
        answer=Choice(
            options={"a": "printed", "b": "own", "c": "nudge", "d": "mean"},
            right="c",
            replies={
                "a": "Think of the page in lesson 06. How many had read it, and what did it print for w5?",
                "b": "In lesson 06 the loss fell even more with a gradient that was mixed up. Is it a proof?",
                "d": "If one of the two is wrong, is their mean right?",
            },
        ),
    ),
]
