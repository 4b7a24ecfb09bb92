"""Lesson 13: the graph that PyTorch keeps behind three lines, and a gradient that was not set to zero."""

import handprop
from handprop.demo.story import Step, Story

X, W, B, Y = 2.0, 0.5, -0.5, 1.5


def remembered():
    """A loss of one sample; w and b hold what two walks back, without zero_grad between, have left there."""
    p = W * X
    z = p + B
    error = z - Y
    rows = [["x", X, [], [], "", error * W], ["w", W, [], [], "", 2 * error * X]]
    rows += [["b", B, [], [], "", 2 * error], ["y", Y, [], [], "", -error]]
    rows += [["x · w", p, [0, 1], [W, X], "*", error], ["prediction", z, [4, 2], [1.0, 1.0], "+", error]]
    rows.append(["error", error, [5, 3], [1.0, -1.0], "The difference", error])
    rows.append(["loss", error**2 / 2, [6], [error], "Half the square", 1.0])
    return handprop.explore.graph(rows)


def _facts():
    error = W * X + B - Y
    return {"error": error, "twice_w": 2 * error * X}


STORY = Story(
    name="remembered",
    minutes=10,
    about="the graph that PyTorch keeps behind a formula, which numbers keep a gradient, and what adds up",
    make=remembered,
    controls=("time",),
    names={"time": "sub-step"},
    presets={"start": {}, "backward": {"time": 1}, "error": {"time": 2}, "all": {"time": 5}},
    steps=(
        Step(
            ask="A program computes prediction and loss. No derivative stands in it. What will "
            "loss.backward() walk through?",
            do={"time": 1},
            notice="This graph. It has grown in the forward pass: each number knows its parents and local "
            "slopes. It starts at the loss, with 1.",
            answers=("Through the lines of the program.", "Through a graph.", "It nudges."),
        ),
        Step(
            ask="The loss is half the square of the error, {facts[error]}. What arrives at the error?",
            do={"time": 2},
            notice="{now[lines][0]}: the error itself. So far it is our delta, found without being told.",
            answers=("The loss.", "The error itself.", "Twice the error."),
        ),
        Step(
            ask="On it goes to the prediction, and to the target y. With which signs?",
            do={"time": 3},
            notice="{now[lines][0]}, {now[lines][1]}. Nobody asked for the slope of the target; PyTorch "
            "would leave it out, for y has no requires_grad.",
            answers=("Both the same.", "The target's is turned round.", "The target gets none."),
        ),
        Step(
            ask="The last sums and products. Which boxes will still hold a gradient after backward()?",
            do={"time": 5},
            seconds=2.0,
            notice="w and b: they are leaves, and they ask. What arrived at the prediction was passed on and "
            "forgotten.",
            answers=("All of them.", "w and b.", "The loss only."),
        ),
        Step(
            ask="But w.grad says {facts[twice_w]}, and the graph {now[grads][1]}. What has happened?",
            notice="backward() has run before, and nobody called zero_grad: walks add up in .grad, like the "
            "paths of a fork.",
            answers=("PyTorch rounds.", "The learning rate is in it.", "An old gradient is still in it."),
        ),
        Step(
            ask="Somebody writes prediction.detach() before the loss. What will w.grad be after backward()?",
            notice="Nothing arrives: the graph is cut there. With no path left, backward() fails; with "
            "another path left, it says nothing at all.",
            answers=("The same.", "0, or none.", "Half of it."),
        ),
    ),
    facts=_facts,
)
