"""Networks on which the bank's mistakes in back-propagation can be made, in random numbers."""

import numpy as np

from handprop.network import Network

# Each kind is that of one calculation of the bank: activations, whether it has biases, which of them stay.
NETWORKS = {
    "relu": (("relu", "linear"), False, ()),
    "relu_bias": (("relu", "linear"), True, ()),
    "sigmoid": (("sigmoid", "linear"), False, ()),
    "sigmoid_output": (("sigmoid", "sigmoid"), True, ("b1", "b2")),
}


def random_network(kind: str, seed: int) -> tuple[Network, np.ndarray, np.ndarray]:
    """A 2-2-1 or 2-2-2 network of that kind, a sample and its target, within the ends of the sliders."""
    activations, biases, frozen = NETWORKS[kind]
    rng = np.random.default_rng(seed)
    outputs = int(rng.integers(1, 3))
    params = {"W1": rng.uniform(-1, 1, (2, 2)), "W2": rng.uniform(-1, 1, (2, outputs))}
    if biases:
        params |= {"b1": rng.uniform(-1, 1, 2), "b2": rng.uniform(-1, 1, outputs)}
    net = Network(params, activations, frozen=frozen)
    return net, rng.uniform(-5, 5, 2), rng.uniform(-2, 2, outputs)
