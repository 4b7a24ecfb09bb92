"""The rest of the bank against an independent table: for each mistake its wrong value and the right one."""

import re
from dataclasses import replace

import numpy as np
import pytest
from case_makers import chain_from_example, random_chain, random_house, random_neuron
from places import truth

from handprop.build.mistakes_page import cells
from handprop.check import Array, Function, Question, judge
from handprop.check import mistakes as bank
from handprop.check.cases import (
    from_example,
    house_case,
    random_batch,
    random_case,
    slope_case,
)
from handprop.check.mistakes import catalogue
from handprop.check.mistakes.calculation import NoTrace
from handprop.check.mistakes.whole_gradient import as_drawn
from handprop.examples import get
from handprop.network import Network

TABLE = truth("mistakes")
HEADLINES = {entry["id"]: entry["headline"] for entry in TABLE["mistakes"] if entry["kind"] == "snippet"}

SEED = from_example(get("seed"))
BATCH = from_example(get("batch_232"))
XOR_COLUMN = BATCH | {"y": BATCH["y"][:, :1], "W2": BATCH["W2"][:, :1], "b2": BATCH["b2"][:1]}
HOUSE = house_case(get("house_scaled"))
W1_PLACE = (0, 0)
NAMES = np.array(["w1", "w2", "w3", "w4", "w5", "w6"])


def losses(*times, lr=0.05, pipeline=bank.RELU_TRAINING, case=SEED):
    """The losses of a training at some times."""

    def at_times(*mistakes):
        run = pipeline.run(case | {"lr": lr, "steps": max(times)}, *mistakes)
        return run.losses[list(times)]

    return at_times


def taken(pipeline, case, quantity):
    """A quantity of a run of the pipeline."""
    return lambda *mistakes: quantity(pipeline.run(case, *mistakes))


def slope(case):
    return taken(bank.CENTRAL_DIFFERENCE, case, lambda v: v.slope)


def dx1(v):
    return v.dx[0]


def rise(*mistakes):
    """The table lists what the learner who stops has seen, and beside it the last of 2000 steps."""
    run = bank.RELU_TRAINING.run(SEED | {"lr": 0.26, "steps": 2000}, *mistakes)
    return run.losses if mistakes else run.losses[[0, 1, 2, 3, 2000]]


def differences_of_weights(v):
    return [v.W1[0, 0] - v.W1[0, 1], v.W1[1, 0] - v.W1[1, 1], v.W2[0, 0] - v.W2[1, 0]]


def twice_too_large(*mistakes):
    trained = bank.RELU_TRAINING.run(SEED | {"steps": 30})
    gradient = as_drawn(trained.runs[-1][1].dW1, trained.runs[-1][1].dW2)
    case = {"analytic": 2 * gradient, "numeric": gradient, "tolerance": 1e-4}
    return bank.GRADIENT_COMPARISON.run(case, *mistakes).accepted


def prices(*mistakes):
    loop = bank.HOUSE_BIAS_TRAINING
    in_loop = [known for one in mistakes for known in loop.mistakes if known.id == one.id]
    return [run.dollars for _, run in loop.run(HOUSE | {"steps": 3}, *in_loop).runs]


OPPOSITE = {"analytic": np.array(-0.175186), "numeric": np.array(0.175186), "tolerance": 1e-4}

# How the bank gives the quantity of each headline: called with the mistake, and without it.
QUANTITIES = {
    "M49-NOT-ZEROED": taken(bank.RELU_TRAINING, SEED | {"steps": 2}, lambda v: v.W2.ravel()),
    "M50-INPLACE-ALIAS": taken(bank.RELU_VIEWS, SEED, lambda v: v.change_W2.ravel()),
    "M52-BACK-NO-TRANSPOSE": taken(bank.RELU_STEP, SEED, lambda v: v.dx),
    "M53-BROADCAST-N1": taken(bank.SIGMOID_BATCH, XOR_COLUMN, lambda v: v.loss),
    "M54-ONE-PATH": taken(bank.RELU_STEP, SEED, dx1),
    "M55-OVERWRITE-PATH": taken(bank.RELU_STEP, SEED, dx1),
    "M57-SUM-VS-MEAN": taken(bank.SIGMOID_BATCH, BATCH, lambda v: v.dW1[1]),
    "M58-BIAS-NO-BATCH-SUM": taken(bank.SIGMOID_BATCH, BATCH, lambda v: v.new_b1.shape),
    "M59-EPOCH-IS-STEP": losses(10, lr=0.5, pipeline=bank.SIGMOID_BATCH_TRAINING, case=BATCH),
    "M60-H-TOO-BIG": slope(slope_case(SEED, "W1", W1_PLACE)),
    "M61-H-TOO-SMALL": slope(slope_case(SEED, "W1", W1_PLACE)),
    "M62-FORWARD-DIFF": slope(slope_case(SEED, "W1", W1_PLACE, h=0.01)),
    "M63-NO-2H": slope(slope_case(SEED, "W1", W1_PLACE)),
    "M66-ABS-TOLERANCE": twice_too_large,
    "M67-FLOAT32-CHECK": slope(slope_case(SEED, "W1", W1_PLACE, h=1e-6)),
    "M68-INT-INPUT": taken(bank.CENTRAL_DIFFERENCE, slope_case(SEED, "x", h=1e-4), lambda v: v.slope[0]),
    "M69-REL-ERROR-WRONG": taken(bank.GRADIENT_COMPARISON, OPPOSITE, lambda v: v.worst),
    "M70-LR-TOO-BIG": losses(0, 1, 2, 3, 4, 5, 50),
    "M71-LR-0-1": losses(0, 1, 2, 50),
    "M72-LR-TOO-SMALL": losses(0, 100, 1000),
    "M73-MUST-FALL": rise,
    "M75-SATURATION": taken(bank.SIGMOID_VIEWS, SEED, lambda v: v.hidden_slope),
    "M76-SYMMETRIC": taken(bank.RELU_TRAINING, SEED | {"steps": 1000}, differences_of_weights),
    "M77-ZERO-INIT": losses(0, 1, 1000),
    "M78-DEAD-RELU": losses(0, 1, 1000),
    "M79-UNITS": prices,
    "M80-HOUSE-ADD": taken(bank.HOUSE, HOUSE, lambda v: v.new_dollars),
    "M81-GRADIENT-ONE-NUMBER": taken(bank.RELU_VIEWS, SEED, lambda v: v.gradient),
    "M82-BIG-WEIGHT-BIG-GRADIENT": taken(bank.RELU_VIEWS, SEED, lambda v: NAMES[v.strongest]),
    "M83-INPUT-IMPACT": taken(bank.RELU_IMPACT, SEED, lambda v: v.impact),
    "M84-LOSS-SHARES": taken(bank.RELU_VIEWS, SEED, lambda v: v.total),
}


def assert_same(value, listed):
    if isinstance(listed, bool | str) and listed != "inf":
        assert value == listed
        return
    # Losses below 1e-15 are the square of a prediction's last digits.
    np.testing.assert_allclose(np.asarray(value, float), np.asarray(listed, float), rtol=1e-9, atol=1e-15)


def test_every_mistake_of_the_table_is_in_the_bank():
    assert set(bank.by_id()) >= {entry["id"] for entry in TABLE["mistakes"]}
    assert set(QUANTITIES) == set(HEADLINES)


@pytest.mark.parametrize("name", QUANTITIES)
def test_the_mistake_gives_the_headline_of_the_table(name):
    assert_same(QUANTITIES[name](bank.by_id()[name]), HEADLINES[name]["wrong"])


@pytest.mark.parametrize("name", QUANTITIES)
def test_without_it_comes_the_right_value(name):
    assert_same(QUANTITIES[name](), HEADLINES[name]["right"])


# Cases for every pipeline, and the same calculation by the engine, which the bank does not use.

CASES = {
    "relu_step": [random_case(k, (3, 4, 2)) for k in range(3)],
    "relu_bias_step": [random_case(k, (3, 4, 2), biases=True) for k in range(3)],
    "sigmoid_step": [random_case(k, (2, 3, 1)) for k in range(3)],
    "sigmoid_output_step": [random_case(k, (2, 3, 2)) for k in range(3)],
    "sigmoid_batch": [BATCH, *(random_batch(k, (3, 2, 2), 5) for k in range(3))],
    "relu_batch": [random_batch(k) for k in range(4)],
    "neuron_sigmoid": [chain_from_example(get("neuron_sigmoid")), random_neuron(1), random_neuron(2)],
    "neuron_relu": [random_neuron(1), random_neuron(2, closed=True)],
    "chain_sigmoid": [chain_from_example(get("chain")), random_chain(1), random_chain(2)],
    "chain_relu": [random_chain(1), random_chain(2, closed=True)],
    "house": [HOUSE, random_house(1)],
    "house_bias": [HOUSE, random_house(1)],
    "central_difference": [slope_case(SEED, "W1", W1_PLACE), slope_case(SEED, "x", h=0.01)],
    "gradient_comparison": [
        {"analytic": np.array([1.0, -2e-3]), "numeric": np.array([1.1, 1e-3]), "tolerance": 1e-4}
    ],
}
CASES["relu_step_views"] = CASES["relu_step"]
CASES["sigmoid_step_views"] = CASES["sigmoid_step"]
CASES["relu_impact"] = [SEED, random_case(3, closed=(0,)), random_case(4)]
CASES["sigmoid_impact"] = CASES["sigmoid_output_impact"] = CASES["relu_impact"]
for _step in ("relu", "relu_bias", "sigmoid"):
    CASES[f"{_step}_training"] = [SEED | {"steps": 3}, random_case(0, biases=True) | {"steps": 2}]
for _step in ("sigmoid_batch", "relu_batch"):
    CASES[f"{_step}_training"] = [case | {"steps": 3} for case in CASES[_step]]
for _step in ("house", "house_bias"):
    CASES[f"{_step}_training"] = [case | {"steps": 3} for case in CASES[_step]]


def test_there_are_cases_for_every_pipeline():
    assert set(CASES) == {pipeline.name for pipeline in bank.PIPELINES}


def stages_that_differ(pipeline, case, mistake):
    right, wrong = vars(pipeline.run(case)), vars(pipeline.run(case, mistake))
    return {name for name in pipeline.stages if not same(right[name], wrong[name])}


def same(one, other):
    if callable(one) or isinstance(one, (dict, list, tuple, str)) or hasattr(one, "__dict__"):
        return True
    return np.shape(one) == np.shape(other) and np.array_equal(one, other)


@pytest.mark.parametrize("pipeline", bank.PIPELINES, ids=lambda pipeline: pipeline.name)
def test_every_mistake_can_be_made_and_shows_on_some_case(pipeline):
    for mistake in pipeline.mistakes:
        seen, possible = set(), 0
        for case in (*CASES[pipeline.name], *extra_cases(pipeline, mistake)):
            try:
                seen |= stages_that_differ(pipeline, case, mistake)
                possible += 1
            except NoTrace:
                pass
        assert possible, mistake.id
        assert seen, mistake.id


def extra_cases(pipeline, mistake):
    """Where cases of chance do not show a mistake: a corner met exactly, a loss that rises, square shapes."""
    first = CASES[pipeline.name][0]
    if mistake.id == "M38-RELU-AT-0":
        return [first | {name: 0 * first[name] for name in first if name in ("W1", "b1", "w1", "w", "b")}]
    if mistake.id == "M73-MUST-FALL":
        return [first | {"lr": lr, "steps": 3} for lr in (0.26, 3.0, 50.0)]
    if pipeline.name.startswith(("relu_batch", "sigmoid_batch")):
        return [random_batch(9, (2, 2, 1), 3) | {"steps": 2}]
    if pipeline.name.startswith(("relu", "sigmoid")):
        closed = (random_case(k, closed=(unit,), biases=True) for k, unit in ((7, 1), (8, 0)))
        return [case | {"steps": 2} for case in (SEED, *closed)]
    return []


ACTIVATIONS = {
    "sigmoid_batch": ["sigmoid", "sigmoid"],
    "relu_batch": ["relu", "linear"],
    "chain_sigmoid": ["sigmoid", "sigmoid"],
    "chain_relu": ["relu", "linear"],
    "neuron_sigmoid": ["sigmoid"],
    "neuron_relu": ["relu"],
}


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_calculation_agrees_with_the_engine(name):
    pipeline = next(pipeline for pipeline in bank.PIPELINES if pipeline.name == name)
    for case in CASES[name]:
        v = pipeline.run(case)
        names = {one: one[0] + (one[1:] or "1") for one in case if one[0] in "wbWb"}
        params = {}
        for ours, engines in names.items():
            shape = np.atleast_1d if engines[0] == "b" else np.atleast_2d
            params[engines[0].replace("w", "W") + engines[1:]] = shape(case[ours])
        network = Network(params, ACTIVATIONS[name])
        x, y = np.atleast_1d(case["x"]), np.atleast_1d(case["y"])
        values = network.forward(x)
        gradients = network.backward(values, y)
        np.testing.assert_allclose(v.loss, network.loss(values, y), rtol=1e-12)
        for ours, engines in names.items():
            engine = gradients[engines[0].replace("w", "W") + engines[1:]]
            mine = np.reshape(getattr(v, f"d{ours}"), engine.shape)
            np.testing.assert_allclose(mine, engine, rtol=1e-10, atol=1e-14, err_msg=ours)
            moved = case[ours] - case["lr"] * np.reshape(engine, np.shape(case[ours]))
            np.testing.assert_allclose(getattr(v, f"new_{ours}"), moved, rtol=1e-10, atol=1e-14)
        given = np.reshape(getattr(v, "dX", getattr(v, "dx", None)), np.shape(gradients["x"]))
        np.testing.assert_allclose(given, gradients["x"], rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize("output", [0, 1])
def test_the_impact_is_the_slope_of_the_prediction(output):
    for pipeline in (bank.RELU_IMPACT, bank.SIGMOID_IMPACT, bank.SIGMOID_OUTPUT_IMPACT):
        case = random_case(4, (3, 4, 2), biases=True) | {"output": output}
        impact = pipeline.run(case).impact
        for k, nudge in enumerate(1e-6 * np.eye(3)):
            up = pipeline.run(case | {"x": case["x"] + nudge}).prediction[output]
            down = pipeline.run(case | {"x": case["x"] - nudge}).prediction[output]
            assert impact[k] == pytest.approx((up - down) / 2e-6, rel=1e-7, abs=1e-9)


def test_a_loop_is_the_step_made_again_and_again():
    case = random_case(5, biases=True)
    loop = bank.RELU_BIAS_TRAINING.run(case | {"steps": 3})
    for _ in range(3):
        step = bank.RELU_BIAS_STEP.run(case)
        case = case | {name: getattr(step, f"new_{name}") for name in ("W1", "b1", "W2", "b2")}
    for name in ("W1", "b1", "W2", "b2"):
        np.testing.assert_allclose(getattr(loop, name), case[name], rtol=1e-12)
    assert len(loop.losses) == 4


def test_a_mistake_in_a_step_is_made_in_every_step_of_the_loop():
    add = next(mistake for mistake in bank.RELU_TRAINING.mistakes if mistake.id == "M01-ADD")
    loop, case = bank.RELU_TRAINING.run(SEED | {"steps": 3}, add), SEED
    for _ in range(3):
        step = bank.RELU_STEP.run(case, catalogue.ADD)
        case = case | {"W1": step.new_W1, "W2": step.new_W2}
    np.testing.assert_allclose(loop.W1, case["W1"], rtol=1e-12)


def test_the_words_of_every_mistake_fit_the_sentences_that_they_go_into():
    mistakes = {mistake for pipeline in bank.PIPELINES for mistake in pipeline.mistakes}
    for mistake in mistakes | set(bank.JUDGEMENT):
        first = mistake.name.removeprefix("never ").split()[0]
        assert first.endswith("s"), f"{mistake.id}: 'someone who {mistake.name}'"
        assert not mistake.name.endswith("."), mistake.id
        assert mistake.belief.endswith((".", "?")), mistake.id
        assert mistake.hint.endswith(("?", ".")), mistake.id
        assert not {"lr", "yhat"} & set(mistake.name.split() + mistake.hint.split()), mistake.id
        assert mistake.example, mistake.id


# Recognition: a question about each of the new calculations, and every mistake made in it.


def together(*names):
    """Several stages as one row of numbers."""
    return lambda v: np.concatenate([np.ravel(getattr(v, name)) for name in names])


BATCH_VALUES = together("loss", "dW1", "db1", "dW2", "db2", "new_W1", "new_b1", "new_loss")
NEURON_VALUES = together("loss", "dw", "db", "dx", "new_w", "new_b")
CHAIN_VALUES = together("loss", "dw1", "db1", "dw2", "db2", "dx", "new_w1", "new_b2", "new_prediction")
SQUARE_BATCHES = [random_batch(k, (2, 2, 1), 4) for k in range(4)]
CHAINS = [random_chain(k) for k in range(5)]
SINGLES = [*(random_case(k) for k in range(4)), random_case(5, closed=(0,)), random_case(6, closed=(1,))]
HOUSES = [HOUSE, *(random_house(k) for k in range(5))]
ASKED = {
    "sigmoid_batch": (BATCH_VALUES, SQUARE_BATCHES),
    "relu_batch": (BATCH_VALUES, SQUARE_BATCHES),
    "neuron_sigmoid": (NEURON_VALUES, [random_neuron(k) for k in range(5)]),
    "neuron_relu": (NEURON_VALUES, [random_neuron(k, closed=k > 3) for k in range(6)]),
    "chain_sigmoid": (CHAIN_VALUES, CHAINS),
    "chain_relu": (CHAIN_VALUES, [*CHAINS, random_chain(7, closed=True)]),
    "house": (together("error", "loss", "dw", "new_w", "new_dollars"), HOUSES),
    "house_bias": (together("error", "loss", "dw", "db", "new_w", "new_b", "new_dollars"), HOUSES),
    "relu_training": (together("losses"), [case | {"steps": 3} for case in (SEED, *SINGLES)]),
    "relu_impact": (together("impact"), SINGLES),
    "sigmoid_impact": (together("impact"), [random_case(k) for k in range(4)]),
    "central_difference": (together("slope"), [slope_case(random_case(k), "x", h=0.01) for k in range(3)]),
}
SAME_NUMBERS = {
    frozenset(("M01-ADD", "M02-TARGET-MINUS")),
    frozenset(("M27-NO-INPUT-FACTOR", "M90-SLOPE-INTO-H")),
}
"""With losses alone nobody can tell which sign was turned, or what a closed unit would have got."""


def question_about(name, quantity, cases):
    pipeline = next(pipeline for pipeline in bank.PIPELINES if pipeline.name == name)
    kind = Array(np.shape(quantity(pipeline.run(cases[0]))))
    return Question(
        name="f",
        title="",
        ask="",
        objective="",
        points=1,
        answer=Function("f", kind),
        pipeline=pipeline,
        quantity=quantity,
        cases=cases,
        arguments=lambda case: (),
    )


@pytest.mark.parametrize("name", ASKED)
def test_every_mistake_that_shows_is_rejected_and_named(name):
    shown = [cell for cell in cells(question_about(name, *ASKED[name])) if not cell.reason]
    assert len(shown) > 4 or name == "central_difference"
    for cell in shown:
        assert cell.rejected, cell.mistake.id
        assert cell.named, f"{cell.mistake.id}: {cell.told}"
        for other in cell.others:
            assert frozenset((cell.mistake.id, other)) in SAME_NUMBERS, f"{cell.mistake.id} with {other}"


def test_a_gradient_that_is_one_number_is_named_by_its_shape():
    case = random_case(3)
    question = question_about("relu_step_views", lambda v: v.gradient, [case])
    run = bank.RELU_VIEWS.run(case)
    verdict = judge(replace(question, answer=question.kind), float(run.dW1.sum() + run.dW2.sum()))
    assert verdict.mistakes == ("M81-GRADIENT-ONE-NUMBER",)
    verdict = judge(replace(question, answer=question.kind), float(np.linalg.norm(run.gradient)))
    assert "length" in str(verdict)


def test_what_is_infinite_does_not_stand_for_every_number():
    kind = Array((2,))
    assert not kind.same(np.array([np.inf, 1.0]), np.array([5.0, 7.0])).any()


def test_no_question_lets_a_mistake_pass_that_shows(repo):
    """By the table of all of them, which tests/building/test_notebooks.py makes anew and compares."""
    page = (repo / "docs" / "mistakes.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\S+) \| .* \| (yes|\*\*no\*\*) \| (?:yes|no)\b", page, re.MULTILINE)
    assert len(rows) > 1000
    assert [name for name, rejected in rows if rejected != "yes"] == []
