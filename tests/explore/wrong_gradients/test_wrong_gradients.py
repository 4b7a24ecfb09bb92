"""Wrong gradients: every number against the bank, the engine and numeric gradients."""

import json
import re

import numpy as np
import pytest
from places import truth
from wrong_networks import NETWORKS, random_network

from handprop import explore, numeric
from handprop.check.cases import from_example
from handprop.check.mistakes import one_sample
from handprop.check.mistakes.collection import wrong_steps
from handprop.draw.layout import parameter_names
from handprop.examples import get
from handprop.explore.wrong_gradients.numbers import FAR, applying, bank, gradients, state, walk
from handprop.network import Network

KEPT = ("new_", "dx")  # stages after the gradients


def arrays(net, x, y, mistake, rate=0.05):
    """The rows' gradients as arrays by name."""
    return {name: np.array(value) for name, value in gradients(net, x, y, mistake, rate).items()}


@pytest.mark.parametrize("kind", NETWORKS)
def test_right_gradients_are_those_of_the_engine_and_agree_with_every_nudge(kind):
    for seed in range(50):
        net, x, y = random_network(kind, seed)
        now = state(net, x, y, "none", 0.05, 0)
        learn = [name for name in net.params if name not in net.frozen]
        right = {name: net.gradients(x, y)[name] for name in learn}
        for name, value in arrays(net, x, y, "none").items():
            assert value == pytest.approx(right[name], rel=1e-12, abs=1e-15)
        assert {row["verdict"] for row in now["rows"]} <= {"agrees", "kink"}
        nudges = numeric.gradients(lambda p, n=net, x=x, y=y: n.with_params(p).loss_at(x, y), net.params)
        listed = sorted(float(v) for name in right for v in np.ravel(nudges[name]))
        if not np.any([np.any(k) for k in nudges.kinks.values()]):
            found = sorted(row["nudge"] for row in now["rows"])
            assert found == pytest.approx(listed, rel=1e-5, abs=1e-7)


@pytest.mark.parametrize("kind", NETWORKS)
def test_every_mistake_is_the_banks_and_its_walk_takes_the_banks_steps(kind):
    net, x, y = random_network(kind, 3)
    assert len(applying(net)) >= 28
    for key, mistake in applying(net).items():
        case = {"b1": np.zeros(2), "b2": np.zeros(len(y)), **net.params, "x": x, "y": y, "lr": 0.05}
        run = bank(net).run(case, mistake)
        for name, value in arrays(net, x, y, key).items():
            assert value == pytest.approx(
                np.broadcast_to(getattr(run, f"d{name}"), value.shape), rel=0, abs=0
            )
        # The update of a learner who makes no other mistake is the bank's own.
        learn = [name for name in net.params if hasattr(run, f"new_{name}") and name not in net.frozen]
        after = net.with_params({name: getattr(run, f"new_{name}") for name in learn})
        losses = walk(net, x, y, key, 0.05, 1)
        assert losses == pytest.approx([net.loss_at(x, y), after.loss_at(x, y)], rel=1e-12)


def test_no_mistake_in_back_propagation_is_left_out():
    pipelines = [one_sample.RELU_STEP, one_sample.RELU_BIAS_STEP]
    pipelines += [one_sample.SIGMOID_STEP, one_sample.SIGMOID_OUTPUT_STEP]
    for kind, pipeline in zip(NETWORKS, pipelines, strict=True):
        net, *_ = random_network(kind, 3)
        assert bank(net) is pipeline
        left = [one for one in pipeline.mistakes if one not in applying(net).values()]
        for one in left:  # they change the step, or what comes after it, and no gradient
            assert all(stage.startswith(KEPT) for stage in one.changes), one.id


def test_of_the_seed_they_are_the_wrong_steps_of_lesson_08_that_differ_before_the_step():
    seed = get("seed")
    net, case = seed.network(), from_example(seed)
    right = one_sample.RELU_STEP.run(case)
    for name, step in wrong_steps(seed).items():
        keys = [key for key, mistake in applying(net).items() if mistake.name == name]
        moved = not all(np.allclose(step.gradients[k], getattr(right, f"d{k}")) for k in ("W1", "W2"))
        if not moved:
            continue
        rows = state(net, seed.x, seed.y, keys[0], seed.learning_rate, 1)["rows"]
        assert {row["verdict"] for row in rows} & {"differs"}
        losses = walk(net, seed.x, seed.y, keys[0], seed.learning_rate, 1)
        assert losses[1] == pytest.approx(step.network.loss_at(seed.x, seed.y), rel=1e-12)


def test_the_rows_have_the_numbers_of_the_table_that_was_made_apart():
    seed, checked = get("seed"), 0
    for entry in truth("mistakes")["mistakes"]:
        told = entry.get("headline", {})
        place = re.fullmatch(r"d(W[12])\[(\d)(?:,(\d))?\]", told.get("quantity", ""))
        if told.get("context") != "seed 002" or not place:
            continue
        at = int(place[2]), int(place[3] or 0)
        name = parameter_names(seed.network())[place[1]][at[0]][at[1]]
        rows = state(seed.network(), seed.x, seed.y, entry["id"], 0.05, 0)["rows"]
        row = next(row for row in rows if row["name"] == name)
        assert row["gradient"] == pytest.approx(told["wrong"], rel=1e-12)
        assert row["nudge"] == pytest.approx(told["right"], rel=1e-8)
        checked += 1
    assert checked >= 11


def test_a_nudge_that_crosses_a_corner_is_no_witness():
    net = Network({"W1": [[0.5, 0.0], [0.0, 0.0]], "W2": [[1.0], [1.0]]}, ["relu", "linear"])
    now = state(net, np.array([1.0, 2.0]), np.array([0.0]), "M38-RELU-AT-0", 0.05, 0)
    told = {row["name"]: row["verdict"] for row in now["rows"]}
    assert told == {
        "w1": "agrees",
        "w2": "agrees",
        "w3": "kink",
        "w4": "kink",
        "w5": "agrees",
        "w6": "agrees",
    }
    assert "2 of 6 gradients cannot be told" in now["words"]


def test_presets_show_what_they_promise():
    shown = explore.wrong_gradients()

    def now(name):
        found = shown.preset(name).state()
        return found, [row["verdict"] for row in found["rows"]]

    for name in ("right", "no gate, no trace"):
        assert set(now(name)[1]) == {"agrees"}
    found, verdicts = now("skips w5, w6")
    assert verdicts == ["differs"] * 4 + ["agrees"] * 2
    assert found["losses"][-1] < found["right"][-1] < found["right"][0]
    found, verdicts = now("sign turned")
    assert {round(row["ratio"], 6) for row in found["rows"]} == {-1.0}
    assert found["losses"][-1] > found["losses"][0]
    found, verdicts = now("no gate, one shut")
    assert verdicts == ["differs"] * 2 + ["agrees"] * 4
    assert found["losses"][-1] < found["losses"][0]


def test_a_walk_that_grows_without_end_stops_and_says_so():
    seed = get("seed")
    now = state(seed.network(), seed.x, seed.y, "M02-TARGET-MINUS", 1.0, 40)
    assert len(now["losses"]) < 41
    assert now["losses"][-1] > FAR * now["losses"][0] > now["losses"][-2]
    assert f"After {len(now['losses']) - 1} steps the loss is more than 1000 times as high" in now["words"]
    assert "nan" not in now["words"]


def test_weights_that_outgrow_all_numbers_are_told_in_words():
    net, x, y = random_network("sigmoid", 4)
    words = state(net, x, y, "M41-Z-ONE-MINUS-Z", 0.05, 40)["words"]
    assert "the weights are too large for any number; with right ones the loss is" in words


def test_a_network_of_another_size_gets_the_mistakes_that_fit_it():
    wide = Network({"W1": np.full((3, 2), 0.1), "W2": np.full((2, 1), 0.2)}, ["relu", "linear"])
    assert "M22-FWD-TRANSPOSED" not in applying(wide)
    assert "M22-FWD-TRANSPOSED" in applying(get("seed").network())
    shown = explore.wrong_gradients(wide, [1.0, 2.0, 3.0], 1.0)
    assert len(shown.state()["rows"]) == 8
    assert "sign turned" in shown.presets
    assert explore.wrong_gradients(get("mazur")).preset("sign turned").state()["words"].startswith("8 of 8")


@pytest.mark.parametrize(
    ("call", "fault"),
    [
        (lambda: explore.wrong_gradients("seed"), "needs a Network or an Example; it got str"),
        (lambda: explore.wrong_gradients(get("xor")), "shows one sample"),
        (lambda: explore.wrong_gradients(get("hmkcode")), "Wrong gradients are known for two"),
        (lambda: explore.wrong_gradients(get("karpathy_neuron")), "Wrong gradients are known for two layers"),
        (lambda: explore.wrong_gradients(get("seed").network()), "needs an input x and a target y"),
        (
            lambda: explore.wrong_gradients(get("seed").network(), [[1.0, 2.0]], 1.0),
            "shows one sample; x has shape",
        ),
        (
            lambda: explore.wrong_gradients(
                Network({"W1": np.ones((4, 3)), "W2": np.ones((3, 1))}, ["relu", "linear"]), np.ones(4), 1.0
            ),
            "room for 12 parameters; these are 15",
        ),
    ],
)
def test_what_cannot_be_shown_is_refused_in_a_sentence(call, fault):
    with pytest.raises((TypeError, ValueError), match=fault):
        call()


def stored_mistakes(part):
    """What widgets in a stored notebook keep of each mistake: its id, its name, its line of code."""
    if isinstance(part, dict):
        for key, value in part.items():
            if re.match(r"[A-Z]\d+-", key) and isinstance(value, list):
                yield key, value
            else:
                yield from stored_mistakes(value)
    elif isinstance(part, list):
        for one in part:
            yield from stored_mistakes(one)


def test_the_stored_notebook_calls_the_mistakes_as_the_explorer_does(repo):
    """A build does not notice that a name has changed; nor does nbval, which looks at no widgets."""
    notebook = json.loads((repo / "notebooks" / "08_check_gradients.ipynb").read_text(encoding="utf-8"))
    stored, now = dict(stored_mistakes(notebook)), dict(stored_mistakes(explore.wrong_gradients().view.spec))
    assert now
    assert stored == {key: list(value) for key, value in now.items()}, "run `handprop build --force 08`"
