"""The pictures: what they show, what they say in words, and what stays as text."""

import base64
import html
import io
import itertools
import re
import subprocess
import sys

import numpy as np
import pytest

from handprop import draw, examples
from handprop.draw.layout import (
    ARROW,
    COLOURS,
    LABEL_HEIGHT,
    LABEL_WIDTH,
    UNIT_HEIGHT,
    digits,
    layout,
    parameter_names,
    sizes,
    unit_names,
)
from handprop.network import Network

NAMES = ("seed", "gate_own", "mazur", "neuron_sigmoid")


def drawn(name: str, **options) -> draw.Picture:
    example = examples.get(name)
    net = example.network()
    values = net.forward(example.x)
    return draw.network(net, values, net.backward(values, example.y), target=example.y, **options)


def texts(picture: draw.Picture) -> list[str]:
    return [text.get_text() for axes in picture.figure.axes for text in axes.texts]


def shown(value: float) -> str:
    return digits(value).replace("-", "−")


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.3170468, "0.317"), (-0.0, "0"), (2.0, "2"), (99999.0, "1e+05"), (-1.23456e-5, "-1.235e-05")],
)
def test_four_significant_digits(value, text):
    assert digits(value) == text


def test_weights_are_numbered_as_in_the_drawing():
    names = parameter_names(examples.get("gate_own").network())
    assert names == {
        "W1": [["w1", "w3"], ["w2", "w4"]],
        "b1": ["b1", "b2"],
        "W2": [["w5"], ["w6"]],
        "b2": ["b3"],
    }


def test_units_have_a_short_name_and_one_in_words():
    units = unit_names(examples.get("seed").network())
    assert [[u["short"] for u in column] for column in units] == [["x1", "x2"], ["h1", "h2"], ["ŷ"]]
    assert units[1][1]["words"] == "hidden unit 2"


def boxes(place: dict) -> list[tuple]:
    """(left, top, right, bottom) of all units and labels."""
    units = [(n["x"], n["y"], n["width"], UNIT_HEIGHT) for column in place["nodes"] for n in column]
    edges = [edge for rows in place["edges"] for row in rows for edge in row]
    labels = [(e["lx"], e["ly"], LABEL_WIDTH, LABEL_HEIGHT) for e in edges]
    return [(x - w / 2, y - h / 2, x + w / 2, y + h / 2) for x, y, w, h in units + labels]


@pytest.mark.parametrize("counts", [[2, 2, 1], [2, 2, 2], [1, 1, 1], [1, 1], [2, 1], [3, 2, 1], [2, 2, 2, 1]])
def test_nothing_overlaps_and_nothing_leaves_the_picture(counts):
    place = layout(counts, biases=True)
    all_boxes = boxes(place)
    for a, b in itertools.combinations(all_boxes, 2):
        apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
        assert apart, (counts, a, b)
    assert min(b[0] for b in all_boxes) >= 0
    assert min(b[1] for b in all_boxes) >= 36  # the unit's name and bias stand above it
    assert max(b[3] for b in all_boxes) <= place["height"] - 22  # and its delta below
    assert max(b[2] for b in all_boxes) < place["width"]


@pytest.mark.parametrize("name", NAMES)
def test_every_number_stands_in_the_picture_in_the_words_and_in_the_text(name):
    example = examples.get(name)
    net = example.network()
    values = net.forward(example.x)
    gradients = net.backward(values, example.y)
    picture = drawn(name)
    in_picture = " ".join(texts(picture))
    parts = [part for key, part in {**values, **net.params}.items() if key != "prediction"]
    parts += [part for key, part in gradients.items() if key != "x"]
    for number in np.concatenate([np.ravel(part) for part in parts]):
        assert shown(number) in in_picture, number
        assert digits(number) in picture.alt, number
        assert digits(number) in picture.text, number
    assert digits(net.loss(values, example.y)) in picture.alt


def test_the_alternative_text_names_what_it_numbers():
    alt = drawn("seed").alt
    assert "w2 from x2 to h1 is 0.33, gradient -0.2628" in alt
    assert "h1: z = 1.23, a = 1.23, delta = -0.08759" in alt
    assert "prediction 0.2037, target 1, error -0.7963, loss 0.317" in alt


def test_a_closed_gate_is_named_and_drawn_closed():
    closed, opened = drawn("gate_own"), drawn("seed")
    assert "h2: z = -1.7, a = 0, delta = 0, gate closed" in closed.alt
    assert "hidden h2 · gate closed" in texts(closed)
    assert "gate closed" not in opened.alt
    assert texts(opened).count("hidden h1 · gate open") == 1
    doors = [
        [
            line
            for line in picture.figure.axes[0].lines
            if line.get_linewidth() == 5  # the shut door
        ]
        for picture in (closed, opened)
    ]
    assert [len(found) for found in doors] == [1, 0]


def by_name(params) -> np.ndarray:
    return np.abs(np.concatenate([params["W1"].T.ravel(), params["W2"].T.ravel()]))


def arrows(axes) -> list[float]:
    """How long the arrows are; each is drawn twice, on a margin of paper."""
    drawn = [text for text in axes.texts if getattr(text, "arrow_patch", None)]
    return [np.hypot(*np.subtract(text.xy, text.get_position())) for text in drawn[::2]]


def test_a_line_is_as_wide_as_its_weight_is_large_and_dashed_where_it_is_negative():
    for name in ("seed", "gate_own"):
        lines = drawn(name).figure.axes[0].lines[:6]
        widths = [line.get_linewidth() for line in lines]
        weights = by_name(examples.get(name).network().params)
        slopes = np.polyfit(weights, widths, 1)
        assert np.allclose(np.polyval(slopes, weights), widths)
        assert slopes[0] > 0
    assert [line.is_dashed() for line in lines] == [False, False, True, False, False, False]


def test_the_arrow_back_along_a_line_is_as_long_as_its_gradient_is_large():
    example = examples.get("seed")
    sizes_of = by_name(example.network().gradients(example.x, example.y))
    found = np.array(arrows(drawn("seed").figure.axes[0]))
    lines = [np.hypot(*np.ptp(line.get_xydata(), axis=0)) for line in drawn("seed").figure.axes[0].lines[:6]]
    shares = found / lines / ARROW
    longer = sizes_of / sizes_of.max() > 0.05 / ARROW  # shorter ones have a least length, to be seen
    assert np.allclose(shares[longer], (sizes_of / sizes_of.max())[longer])
    assert longer.sum() >= 4
    closed = examples.get("gate_own")
    gradients = by_name(closed.network().gradients(closed.x, closed.y))
    assert len(arrows(drawn("gate_own").figure.axes[0])) == np.count_nonzero(gradients)


def test_every_colour_has_three_to_one_on_paper_and_on_a_dark_page():
    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))

    single = [colour for value in COLOURS.values() for colour in np.atleast_1d(value)]
    for colour in single:
        for page in ("#ffffff", "#111111", "#14171c"):
            low, high = sorted((light(str(colour)), light(page)))
            assert (high + 0.05) / (low + 0.05) >= 3, (colour, page)


def crossing(edge, other) -> bool:
    """Whether two edges between the same layers cross."""
    return (edge["y1"] - other["y1"]) * (edge["y2"] - other["y2"]) < 0


@pytest.mark.parametrize("counts", [[2, 2, 1], [2, 3, 2], [2, 2, 2, 1], [3, 2, 1], [2, 4, 1]])
def test_labels_stand_before_the_first_crossing_and_on_no_other_label(counts):
    for rows in layout(counts)["edges"]:
        edges = [edge for row in rows for edge in row]
        heights = sorted(edge["ly"] for edge in edges)
        if len(edges) <= 6:
            assert min(b - a for a, b in itertools.pairwise(heights)) >= LABEL_HEIGHT
        for edge in edges:
            for other in edges:
                if crossing(edge, other):
                    gap = (edge["y1"] - other["y1"]) / (edge["y1"] - other["y1"] - edge["y2"] + other["y2"])
                    assert edge["lx"] <= edge["x1"] + gap * (edge["x2"] - edge["x1"]) + 1


def test_without_values_only_the_weights_are_shown():
    picture = draw.network(examples.get("seed").network())
    assert "0.33" in " ".join(texts(picture))
    assert "prediction" not in picture.alt
    assert "gradient" not in picture.text


def test_other_names_and_a_note():
    picture = drawn("seed", names={"W2": [["v1"], ["v2"]]}, note="Look at v1.")
    assert {"w1", "v1", "v2"} <= set(texts(picture))
    assert "w5" not in picture.alt
    assert picture.alt.endswith("Look at v1.")
    assert picture.text.endswith("Look at v1.")


def test_a_crowded_network_is_drawn_without_labels():
    rng = np.random.default_rng(1)
    net = Network({"W1": rng.normal(size=(5, 6))}, ["relu"])
    assert not any(text.startswith("w") for text in texts(draw.network(net)))
    assert digits(net.params["W1"][4, 5]) in draw.network(net).text


def test_the_notebook_gets_a_picture_with_alternative_text():
    picture = drawn("seed")
    bundle, metadata = picture._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html", "image/png"}
    alt = html.unescape(re.search(r'<img alt="([^"]*)"', bundle["text/html"])[1])
    assert alt == picture.alt == metadata["image/png"]["alt"]
    assert base64.b64encode(picture.svg).decode() in bundle["text/html"]
    assert base64.b64decode(bundle["image/png"]) == picture.png
    assert repr(picture) == bundle["text/plain"] == picture.text


def test_the_png_is_sharp_and_the_same_each_time():
    from PIL import Image

    picture = drawn("seed")
    image = Image.open(io.BytesIO(picture.png))
    place = layout(sizes(examples.get("seed").network()))
    assert image.size == (round(2 * place["width"]), round(2 * place["height"]))
    assert drawn("seed").png == picture.png
    assert drawn("gate_own").png != picture.png
    assert len(image.convert("RGB").getcolors(10_000)) > 8


def test_saving_writes_the_png(tmp_path):
    drawn("seed").save(tmp_path / "seed.png")
    assert (tmp_path / "seed.png").read_bytes() == drawn("seed").png


def test_pyplot_stays_out_of_it_and_importing_is_light():
    code = (
        "import sys, handprop; handprop.draw;"
        "print('matplotlib' in sys.modules, end=' ');"
        "handprop.draw.loss_curve([2.0, 1.0]).png;"
        "print('matplotlib.pyplot' in sys.modules)"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.split() == ["False", "False"]


def test_a_batch_and_a_target_without_values_are_refused():
    example = examples.get("batch_232")
    net = example.network()
    with pytest.raises(ValueError, match="one sample"):
        draw.network(net, net.forward(example.x))
    with pytest.raises(ValueError, match="needs values"):
        draw.network(net, target=example.y[0])


def test_the_loss_curve_tells_its_course():
    picture = draw.loss_curve([0.317, 0.2, 0.05, 0.1])
    assert "over 3 steps from 0.317 to 0.1; the lowest loss is 0.05, at step 2" in picture.alt
    assert [line.split() for line in picture.text.splitlines()[2:]] == [
        ["0", "0.317"],
        ["1", "0.2"],
        ["2", "0.05"],
        ["3", "0.1"],
    ]
    assert picture.figure.axes[0].lines[0].get_ydata().tolist() == [0.317, 0.2, 0.05, 0.1]


def test_a_loss_curve_that_blows_up_says_where():
    picture = draw.loss_curve([1.0, 1e300, np.inf, np.nan])
    assert "From step 2 on the loss is no longer a finite number." in picture.alt
    assert picture.figure.axes[0].lines[0].get_ydata().tolist() == [1.0, 1e300]


@pytest.mark.parametrize("losses", [[], [[1.0, 2.0]], 3.0])
def test_what_is_no_sequence_of_losses_is_refused(losses):
    with pytest.raises(ValueError, match="one loss per step"):
        draw.loss_curve(losses)
