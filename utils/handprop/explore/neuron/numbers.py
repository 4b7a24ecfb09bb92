"""What the neuron explorer shows: the weighted sum step by step, and what the activation makes of it.

>>> state([2.0, 3.0], [0.12, 0.33], 0.0, "relu")["words"]
'z = 1.23 is above 0, so ReLU lets it through: a = 1.23.'
"""

from __future__ import annotations

import numpy as np

from handprop.activations import FACTS
from handprop.draw import digits
from handprop.explore.frame.words import bracketed, phrases
from handprop.network import Network

NAMES = {name: facts.label for name, facts in FACTS.items() if facts.alone}

phrase = phrases(__file__)


def state(x, w, b: float, activation: str) -> dict:
    """Every number and sentence that the explorer shows; its twin is ``neuronState`` in numbers.js.

    ``steps`` are the rows of the computation by hand: name, computation, result.
    """
    x, w = np.asarray(x, np.float64), np.asarray(w, np.float64)
    values = Network({"W1": w[:, None], "b1": [b]}, [activation]).forward(x)
    z, a = float(values["z1"][0]), float(values["a1"][0])
    products = w * x
    total = " + ".join([digits(products[0]), bracketed(products[1]), bracketed(b)])
    steps = [
        *(
            [phrase("step product", i=i), f"{digits(v)} · {bracketed(u)}", digits(v * u)]
            for i, (v, u) in enumerate(zip(w, x, strict=True), 1)
        ),
        [phrase("step bias"), "", digits(b)],
        [phrase("step sum"), total, digits(z)],
        [phrase("step output", name=NAMES[activation]), FACTS[activation].applied(z, digits), digits(a)],
    ]
    words = FACTS[activation].sentence(z, a, digits)
    return {"products": products, "z": z, "a": a, "steps": steps, "words": words}
