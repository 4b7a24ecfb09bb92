"""The demos: stories well formed, every number and claim right, pages that need nothing from outside."""

import json
import re
from dataclasses import replace

import numpy as np
import pytest

from handprop import cli, demo
from handprop.demo import notes, page
from handprop.demo.frames import put, settings, stops
from handprop.draw import digits
from handprop.examples import get
from handprop.explore.frame.controls import Choice, LogControl
from handprop.explore.frame.pixel_controls import Painted, painted_pixels
from handprop.explore.neuron.map import surface
from handprop.network import Network

STORIES = demo.stories()
each_story = pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)


def texts(story):
    return [text for step in story.steps for text in (step.ask, step.notice, *step.answers)]


# ---- the stories ----


@each_story
def test_a_story_is_well_formed(story, repo):
    explorer = story.make()
    assert (repo / "lessons" / story.lesson / "lesson.md").is_file()
    assert 5 <= story.minutes <= 20
    assert 4 <= len(story.steps) <= 9
    assert set(story.controls) <= set(explorer.controls)
    assert set(story.names) <= set(story.controls)
    assert 1 <= len(story.presets) <= 9
    for step in story.steps:
        assert "?" in step.ask
        assert len(step.answers) >= 2
    assert not any("!" in text for text in texts(story))


@each_story
def test_texts_can_be_read_from_the_back_row(story):
    for stop in stops(story):
        assert len(stop.ask) <= 135, stop.ask
        assert len(stop.notice) <= 210, stop.notice


@each_story
def test_texts_have_no_numbers_of_their_own(story):
    # Computed numbers have places; what remains are counts, names and the lesson's unit.
    for text in texts(story):
        bare = re.sub(r"\{[^}]*\}|100 000|2-2-1|1-1-1", "", text)
        assert not re.search(r"\d\.\d|\d\d", bare), text


@each_story
def test_every_place_is_filled(story):
    for stop in stops(story):
        for text in (stop.ask, stop.notice, *stop.answers):
            assert not re.search(r"[{}]|nan|inf\b", text), text


@each_story
def test_every_state_lies_on_its_sliders(story):
    kinds = story.make().kinds
    shown = [stop.values for stop in stops(story)] + list(settings(story).values())
    for values in shown:
        assert set(values) == set(kinds)
        for name, value in values.items():
            kind = kinds[name]
            if isinstance(kind, Choice):
                assert 0 <= value < len(kind.options)
            elif isinstance(kind, Painted):
                painted_pixels(value)
            else:
                ends = (kind.low, kind.high)
                low, high = (10.0**end for end in ends) if isinstance(kind, LogControl) else ends
                assert low <= value <= high, name


def test_every_lesson_but_the_first_has_a_demo():
    numbers = [story.number for story in STORIES]
    assert sorted(set(numbers)) == [f"{number:02}" for number in range(1, 18)]
    assert numbers == sorted(numbers)
    assert len({story.name for story in STORIES}) == len(STORIES)


# ---- the numbers, computed again with NumPy alone ----

X, W1, W2 = np.array([2.0, 3.0]), np.array([[0.12, 0.15], [0.33, 0.09]]), np.array([0.11, 0.12])


def seed_step(W1, W2):
    """Loss and gradients of the seed, written out."""
    z = X @ W1
    h = np.maximum(z, 0)
    delta = h @ W2 - 1
    return delta**2 / 2, np.outer(X, delta * W2 * (z > 0)), delta * h


def told(name):
    return stops(demo.find(name))[1::2]


def numbers_in(text):
    """The numbers of a text that are not names such as w5."""
    return re.findall(r"(?<![\w.])−?\d+(?:\.\d+)?(?:e[−+]\d+)?", text)


def as_shown(*values):
    return [digits(float(value)).replace("-", "−") for value in values]


def test_the_numbers_of_by_hand(repo):
    story = told("by_hand")
    rows = json.loads((repo / "tests" / "truth" / "truth_tables.json").read_text(encoding="utf-8"))
    table = next(iter(rows["relu_2_2_1"].values()))["rows"]
    truth = {row["quantity"]: float(row["float17"]) for row in table}
    loss, dW1, dW2 = seed_step(W1, W2)
    assert truth["dL/dw5"] == pytest.approx(dW2[0], rel=1e-12)
    z, delta = X @ W1, np.maximum(X @ W1, 0) @ W2 - 1
    assert numbers_in(story[0].notice) == as_shown(3, 0.33, 3 * 0.33)
    assert numbers_in(story[1].notice)[:2] == as_shown(*z)
    assert numbers_in(story[2].notice) == as_shown(delta + 1, delta, loss)
    assert numbers_in(story[3].notice) == as_shown(delta, z[0], truth["dL/dw5"])
    assert numbers_in(story[4].notice) == as_shown(delta * W2[0], delta * W2[1])
    assert numbers_in(story[5].notice) == as_shown(delta * W2[0], 3, dW1[1, 0])
    assert numbers_in(story[6].notice) == as_shown(loss, seed_step(W1 - 0.05 * dW1, W2 - 0.05 * dW2)[0])
    far = seed_step(W1 - 0.6 * dW1, W2 - 0.6 * dW2)[0]
    assert numbers_in(story[8].notice) == as_shown(loss, far)
    assert far > loss


def test_the_claims_of_by_hand():
    _, dW1, dW2 = seed_step(W1, W2)
    assert (dW1 < 0).all()
    assert (dW2 < 0).all()
    products = X[:, None] * W1
    assert products.max() == products[1, 0]
    closed = told("by_hand")[7].state
    assert closed["values"]["z1"][1] < 0
    assert not closed["gradients"]["W1"][:, 1].any()
    assert closed["gradients"]["W2"][1, 0] == 0
    assert closed["gradients"]["W1"][:, 0].all()
    assert closed["gradients"]["W2"][0, 0] != 0


def test_by_hand_shows_no_number_before_it_is_asked_for():
    for asked in stops(demo.find("by_hand"))[::2]:
        shown = {
            digits(line["value"])
            for stop in asked.state["stops"][: int(asked.numbers["time"]) + 1]
            for line in stop["lines"]
        }
        told_next = set(numbers_in(asked.ask))
        assert told_next <= shown | set(as_shown(1, 0.05, 0.6, -0.2)), asked.ask


def test_the_numbers_and_claims_of_forward_pass():
    story = told("forward_pass")
    assert numbers_in(story[0].notice)[:2] == as_shown(X @ W1[:, 0], np.array([3.0, 3.0]) @ W1[:, 0])
    assert [stop.state["a"] for stop in story[1:4]] == [0, 1, 0]
    z = 2 * 0.12 - 0.33
    assert numbers_in(story[4].notice)[0] == as_shown(1 / (1 + np.exp(-z)))[0]
    assert (story[5].state["z"], story[5].state["a"]) == (0, 0.5)
    assert numbers_in(story[6].notice) == as_shown(9, 1 / (1 + np.exp(-9.0)))
    first, last = (np.array(surface(W1[:, 0], b, "relu", 4.0)["zero"]) for b in (0.0, story[7].numbers["b"]))
    turned = np.linalg.det([first[1] - first[0], last[1] - last[0]])
    assert turned == pytest.approx(0.0, abs=1e-12)
    assert not np.allclose(first, last)


def test_the_numbers_and_claims_of_error_and_loss():
    story, targets = told("error_and_loss"), np.array([1.0, 2.2, 0.7, 2.8])
    losses = [(np.array([stop.numbers[f"p{i}"] for i in (1, 2, 3, 4)]) - targets) ** 2 / 2 for stop in story]
    assert numbers_in(story[0].notice) == [*as_shown(1.5 - 1.0), "2", *as_shown(2.0 - 2.2)]
    assert numbers_in(story[1].notice)[1:] == as_shown(losses[0][0], losses[1][0])
    assert losses[1][0] == pytest.approx(4 * losses[0][0])
    assert story[2].state["mean"] == story[0].state["mean"] == pytest.approx(losses[0].mean())
    np.testing.assert_allclose(story[2].state["errors"], -story[0].state["errors"])
    assert losses[3][0] > losses[0][0]
    assert losses[4].max() == 0
    assert numbers_in(story[5].notice) == as_shown(losses[0].mean(), losses[5].mean())


def test_the_numbers_and_claims_of_partial_derivatives():
    story, loss = told("partial_derivatives"), lambda w: (1.5 * w - 1) ** 2 / 2
    secants = [(loss(1 + h) - loss(1)) / h for h in (1, 0.01, 0.5)]
    assert numbers_in(story[0].notice) == as_shown(secants[0], secants[1], 0.75)
    assert numbers_in(story[1].notice) == as_shown((1.5 * 0.2 - 1) * 1.5)
    assert numbers_in(story[2].notice) == as_shown(secants[2])
    # Right: houses (1.5, 0) and (0.5, 1), both of price 1; the gradient is the mean over both.
    houses = np.array([[1.5, 0], [0.5, 1]])
    slopes = lambda w: houses.T @ (houses @ w - 1) / 2  # noqa: E731
    two = lambda w: ((houses @ w - 1) ** 2 / 2).mean()  # noqa: E731
    assert numbers_in(story[3].notice) == as_shown(*slopes(np.array([-0.5, 0.5])))
    assert numbers_in(story[4].notice) == as_shown(two(np.array([-0.5, 0.5])), two(np.array([-0.5, 0.0])))
    ends = [np.hypot(*slopes(np.array(w))) for w in ([0.0, -0.5], [0.6, 0.6])]
    assert numbers_in(story[5].notice)[:2] == as_shown(*ends)
    before = stops(demo.find("partial_derivatives"))[10].numbers
    assert two(np.array([before["w1"], before["w2"]])) > two(np.array([0.6, 0.6]))


def test_the_numbers_and_claims_of_learning_rate():
    story = told("learning_rate")
    behaviours = [stop.state["behaviour"] for stop in story]
    assert behaviours == [
        "good",
        "good",
        "oscillating",
        "diverging",
        "slow",
        "dead",
        "diverging",
        "good",
        "oscillating",
    ]
    assert numbers_in(story[0].notice) == as_shown(1, 1 - 0.1 * (1.5 - 1) * 1.5)
    assert numbers_in(story[3].notice)[-1:] == as_shown(2 / 1.5**2)
    assert numbers_in(story[6].notice)[:1] == as_shown(2 / 1500**2)
    assert 0.45 < 2 / 1.5**2  # "the house could bear that"
    w, x = np.array([-1.0, 0.5]), np.array([[1.5, 0.0], [0.5, 10.0]])
    for _ in range(20):
        w = w - 0.035 * x.T @ (x @ w - 1) / 2
    assert numbers_in(story[8].notice) == as_shown(((x @ w - 1) ** 2).mean() / 2)
    a, b, losses, dead = W1, W2, [], None
    for step in range(41):
        loss, da, db = seed_step(a, b)
        losses.append(loss)
        dead = step if dead is None and not da.any() and not db.any() else dead
        a, b = a - 0.45 * da, b - 0.45 * db
    assert numbers_in(story[5].notice) == [str(dead), "0", digits(losses[40])]


def test_the_claims_of_chain_rule():
    story = told("chain_rule")
    start, none, turned, no_input, flat, _after = (stop.state["gradients"] for stop in story)
    zero = lambda g: {name for name in ("W1", "b1", "W2", "b2") if not g[name].any()}  # noqa: E731
    assert zero(none) == {"W1", "b1"}
    assert zero(start) == set()
    changed = {name for name in ("W1", "b1", "W2", "b2") if (start[name] * turned[name] < 0).any()}
    assert changed == {"W1", "b1"}
    assert start["b1"][0] == start["delta1"][0]
    assert zero(no_input) == {"W1"}
    assert abs(flat["W1"][0, 0]) < abs(start["W1"][0, 0])
    assert start["W1"] < 0
    assert start["b1"] < 0
    assert start["W2"] > 0
    assert start["b2"] > 0
    assert story[0].state["error"] > 0
    # One step, once more in plain NumPy.
    s = lambda z: 1 / (1 + np.exp(-z))  # noqa: E731
    x, w1, b1, w2, b2, y = 1.5, 0.8, -0.4, -1.2, 0.6, 0.25
    loss = lambda w1, b1, w2, b2: (s(s(x * w1 + b1) * w2 + b2) - y) ** 2 / 2  # noqa: E731
    h = s(x * w1 + b1)
    p = s(h * w2 + b2)
    d2 = (p - y) * p * (1 - p)
    d1 = d2 * w2 * h * (1 - h)
    new = (w1 - 0.5 * d1 * x, b1 - 0.5 * d1, w2 - 0.5 * d2 * h, b2 - 0.5 * d2)
    assert numbers_in(story[5].notice) == as_shown(loss(w1, b1, w2, b2), loss(*new))


def test_the_claims_of_matrices():
    story = [stop.state["values"] for stop in told("matrices")]
    first, second = story[0]["dW1"], story[3]["dW1"]
    _loss, dW1, dW2 = seed_step(W1, W2)
    assert first[0, 1] == pytest.approx(dW1[0, 1])
    assert numbers_in(told("matrices")[0].notice) == ["1", "2", *as_shown(dW1[0, 1] / 2)]
    assert numbers_in(told("matrices")[1].notice)[-1:] == as_shown(dW2[0])
    assert not second[:, 1].any()
    assert second[:, 0].all()
    assert not story[4]["dW1"][0].any()
    assert story[4]["dW1"][1].all()
    assert not story[5]["dW1"][:, 0].any()
    assert story[5]["dW1"][:, 1].all()
    _, _, dW2 = seed_step(W1, np.array([0.0, 0.12]))
    assert numbers_in(told("matrices")[5].notice)[-1:] == as_shown(dW2[0])


def test_the_claims_of_training_loop():
    story = told("training_loop")
    xor = get("xor")

    def trained(rate, epochs):
        net = xor.network()
        for _ in range(epochs):
            net = net.update(net.gradients(xor.x, xor.y), rate)
        return net

    for stop in story:
        net = trained(float(stop.numbers["learning_rate"]), int(stop.numbers["epoch"]))
        assert stop.state["loss"] == pytest.approx(net.loss_at(xor.x, xor.y), rel=1e-9)
    half = Network({"W1": [[0.0], [0.0]]}, ["sigmoid"])
    assert demo.find("09").facts()["guess"] == pytest.approx(half.loss_at(xor.x, xor.y))
    stuck = trained(60.0, 400).forward(xor.x)
    assert np.ptp(stuck["prediction"][1:]) < 0.01
    assert (stuck["a1"][1:] < 0.001).all()  # far out, where sigmoid is flat
    losses = [trained(60.0, epochs).loss_at(xor.x, xor.y) for epochs in range(6)]
    assert min(np.diff(losses)) < 0 < max(np.diff(losses))
    assert [trained(5.0, epochs).loss_at(xor.x, xor.y) for epochs in (10, 30)] == pytest.approx(
        [0.125] * 2, abs=0.002
    )
    assert [stop.state["right"] for stop in story[1:5]] == [4, 4, 3, 3]


# ---- mistakes of authors ----


def test_a_value_beyond_its_slider_is_refused():
    explorer = demo.find("by_hand").make()
    with pytest.raises(ValueError, match=r"^w4 cannot be -3: its slider ends at -1.0\.$"):
        put(explorer, {"w4": -3})
    with pytest.raises(ValueError, match="There is no control 'w9'"):
        put(explorer, {"w9": 0.0})
    with pytest.raises(ValueError, match="one of its options"):
        put(demo.find("forward_pass").make(), {"activation": "step"})


def test_a_place_that_nothing_fills_is_refused():
    story = demo.find("by_hand")
    step = replace(story.steps[0], notice="{now[los]}")
    with pytest.raises(KeyError):
        stops(replace(story, steps=(step,)))


# ---- the pages and the notes ----


@each_story
def test_a_page_needs_nothing_from_outside(story):
    text = page.page(story)
    rest = text.replace("http://www.w3.org/2000/svg", "")  # a name, which no browser fetches
    assert not re.search(r"https?:|//[a-z]+\.|@import|url\((?!#)", rest)
    assert not re.search(r"<(?:link|img|iframe|base)\b|\bsrc=|\bimport\s*[({'\"]|\bfetch\(", rest)
    assert "default-src 'none'" in text
    assert text == page.page(story)
    assert len(text) < (330_000 if story.name == "digits" else 161_000)  # 36 networks, two letters a weight


def test_the_notes_are_those_of_the_stories(repo):
    written = (repo / "docs" / "demos.md").read_text(encoding="utf-8")
    assert written == notes.notes(), "run `handprop build`"


# ---- the command ----


def test_the_list_of_demos(capsys):
    assert cli.main(["demo"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [story.name for story in STORIES]


@pytest.mark.parametrize("name", ["by_hand", "06_by_hand", "06", "6"])
def test_a_demo_is_found_by_name_and_by_lesson(name, tmp_path):
    file = tmp_path / "demo.html"
    assert cli.main(["demo", name, "--export", str(file)]) == 0
    assert file.read_text(encoding="utf-8") == page.page(demo.find("by_hand"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["by_foot"], "There is no demo 'by_foot'; choose from forward_pass, "),
        (["by_hand", "--export", "{}"], "Cannot use {}: Is a directory."),
        (
            ["by_hand", "--export", "{}/none/x.html"],
            "Cannot use {}/none/x.html: No such file or directory.",
        ),
        (["--export", "x.html"], "Which demo? Give its name before --export"),
    ],
)
def test_what_goes_wrong_is_one_sentence(arguments, said, tmp_path, capsys):
    assert cli.main(["demo", *(argument.format(tmp_path) for argument in arguments)]) == 2
    message = capsys.readouterr().err
    assert message.startswith(said.format(tmp_path))
    assert message.count("\n") == 1


def test_a_demo_is_opened_in_the_browser_that_is_chosen(monkeypatch, capsys):
    opened = []
    monkeypatch.setenv("BROWSER", "some-browser")
    monkeypatch.setattr("webbrowser.open", lambda address: opened.append(address) or True)
    assert cli.main(["demo", "by_hand"]) == 0
    assert opened[0].startswith("file://")
    assert opened[0].endswith("/by_hand.html")
    assert "full screen" in capsys.readouterr().out


def test_the_claims_of_wrong_gradients():
    states = [stop.state for stop in told("wrong_gradients")]
    missed = [[row["name"] for row in now["rows"] if row["verdict"] == "differs"] for now in states]
    four, six = ["w1", "w2", "w3", "w4"], ["w1", "w2", "w3", "w4", "w5", "w6"]
    assert missed == [four, four, four, six, [], ["w1", "w2"]]
    fast, far, sign = states[1], states[2], states[3]
    assert fast["losses"][-1] < fast["right"][-1] < fast["right"][0]
    assert far["losses"][-1] > 1.5 * far["losses"][0]  # above the edge of the picture
    assert far["right"][-1] < 1e-6 * far["right"][0]
    assert sign["losses"][10] > sign["losses"][0]
    assert [row["nudge"] for row in states[5]["rows"][:2]] == [0, 0]


def test_the_numbers_and_claims_of_small_steps():
    story, z = told("small_steps"), np.array([2.0, 1.0, -1.0])
    share = np.exp(z) / np.exp(z).sum()
    arriving = share - [0, 1, 0]
    assert numbers_in(story[1].notice)[-2] == as_shown(-1 / share[1])[0]
    assert numbers_in(story[4].notice)[:3] == as_shown(*arriving)
    assert np.abs(arriving).argmax() == 1
    assert arriving[1] < 0  # so a step against it makes z2 rise
    np.testing.assert_allclose(story[5].state["grads"][:3], arriving)
    assert numbers_in(stops(demo.find("small_steps"))[10].ask) == as_shown(*share)
    e2 = np.exp(1.0) * np.array([-1 / np.exp(1.0), 1 / np.exp(z).sum()])
    assert sum(e2) == pytest.approx(arriving[1])


def test_the_numbers_and_claims_of_through_time():
    story, h, u, w = told("through_time"), [0.0], 0.8, 0.5
    for x in (1.0, 0.5, -1.0):
        h.append(np.tanh(u * x + w * h[-1]))
    arriving, shares, left = 1.0, [], []
    for t in (3, 2, 1):
        delta = arriving * (1 - h[t] ** 2)
        shares.append(delta * h[t - 1])
        arriving = delta * w
        left.append(arriving)
    slope = 1 - h[3] ** 2
    assert numbers_in(story[1].notice)[:4] == as_shown(slope, 1, slope * w, left[0])
    assert shares[0] > shares[1] > shares[2] == 0
    assert numbers_in(stops(demo.find("through_time"))[4].ask) == as_shown(shares[0])
    assert numbers_in(story[2].notice)[-1:] == as_shown(shares[1])
    assert numbers_in(story[3].notice)[-1:] == as_shown(sum(shares))
    assert numbers_in(story[4].notice)[:3] == as_shown(*left)
    assert 1 > left[0] > left[1] > left[2] > 0


def test_the_numbers_and_claims_of_forks():
    story, (x, y) = told("forks"), (-2.0, 5.0)
    assert numbers_in(story[1].notice)[-2:] == ["1", "2"]  # one has arrived, two still to come
    assert numbers_in(story[3].notice) == as_shown(1, x + y, x, 2 * x + y + 1)
    assert numbers_in(story[4].notice) == as_shown(x)
    assert x * (2 * x + y + 1) < 0  # the sign is wrong, too
    f = lambda x: (x + y) * x + x  # noqa: E731
    assert numbers_in(story[5].notice) == as_shown(f(x + 0.01) - f(x), 2 * x + y + 1)
    assert sum(bool(node["parents"]) for node in demo.find("forks").make().nodes) == 3


def test_the_numbers_and_claims_of_deep_chain():
    def chain(depth, weight, f, slope):
        a, arriving = 1.0, 1.0
        for _ in range(depth):
            a = f(weight * a)
            arriving *= weight * slope(a)
        return arriving

    sigmoid = lambda z: 1 / (1 + np.exp(-z)), lambda a: a * (1 - a)
    relu = lambda z: max(z, 0.0), lambda a: float(a > 0)
    arrived = [chain(*each) for each in ((10, 1, *sigmoid), (40, 1, *sigmoid), (40, 4, *sigmoid))]
    arrived += [chain(40, weight, *relu) for weight in (1, 2, 0.95)]
    first = [numbers_in(stop.notice.replace("At ", ""))[0] for stop in told("deep_chain")]
    assert first == as_shown(*arrived)
    assert numbers_in(stops(demo.find("deep_chain"))[0].ask)[-1:] == as_shown(chain(2, 1, *sigmoid))


def test_the_numbers_and_claims_of_remembered():
    story, (x, w, b, y) = told("remembered"), (2.0, 0.5, -0.5, 1.5)
    error = x * w + b - y
    assert story[3].state["grads"][1:3] == [error * x, error]
    assert numbers_in(stops(demo.find("remembered"))[8].ask) == as_shown(2 * error * x, error * x)
    assert "w has" in story[3].state["words"]  # the explorer itself names the one that differs


def test_the_numbers_and_claims_of_past_the_layer_and_looking():
    s = lambda z: 1 / (1 + np.exp(-z))  # noqa: E731
    first, h1 = s(0.5), 0.5 + s(0.5)
    past = [1 + s(h1) * (1 - s(h1)), (1 + s(h1) * (1 - s(h1))) * (1 + first * (1 - first))]
    assert numbers_in(told("past_the_layer")[3].notice)[:2] == as_shown(*past)
    scores, values = np.array([2.0, 4.0]) / np.sqrt(2), np.array([1.0, 3.0])
    share = np.exp(scores) / np.exp(scores).sum()
    story, back = told("looking"), share * (values - share @ values)
    assert numbers_in(story[0].notice) == as_shown(share @ values)
    assert numbers_in(story[3].notice)[:2] == as_shown(*back)
    assert {*as_shown(share @ values, share[0], 1 - share @ values)} < {*numbers_in(story[4].notice)}


def test_the_claims_of_own_pictures():
    said = [stop.state["said"] for stop in told("own_pictures")]
    assert said == [3, 7, 5, 2, 3]
    shares = [stop.state["shares"].max() for stop in told("own_pictures")]
    assert shares[3] > 0.99  # as sure as before
    assert shares[1] > 0.99


def test_numbers_and_products_are_not_broken_at_the_end_of_a_line():
    by_hand, prices = (page.page(demo.find(name)) for name in ("by_hand", "error_and_loss"))
    assert "Prices are in 100\\u00a0000 dollars" in prices or "Prices are in 100\u00a0000 dollars" in prices
    told = by_hand.replace("\\u00a0", "\u00a0").replace("\\u00b7", "·")
    assert (
        "x2\u00a0·\u00a0w2 =\u00a03\u00a0·\u00a00.33 =\u00a00.99." in told
    )  # a line may end before an equals sign
