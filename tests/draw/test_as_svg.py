"""Pictures as SVG: small, the same every time, without a ground, and to be read on light and dark pages."""

import io
from xml.etree import ElementTree

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from pictures import MAKERS
from PIL import Image

from handprop import draw, examples

SVG = "{http://www.w3.org/2000/svg}"
THEMES = {"light": (255, 255, 255), "dark": (17, 17, 17)}


def decision() -> draw.Picture:
    xor = examples.get("xor")
    return draw.decision_boundary(xor.network(), xor.x, xor.y)


PICTURES = {
    "curve": lambda: draw.loss_curve([1.0, 0.4, 0.2]),
    "decision": decision,
    "images": lambda: draw.images(np.linspace(-1, 1, 128).reshape(2, 8, 8), ["a", "b"]),
    "errors": lambda: draw.v_curve([1e-1, 1e-3], {"central": [1e-2, 1e-6]}),
    **{name: lambda make=make: make().picture() for name, make in MAKERS.items()},
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_small_has_no_ground_and_takes_its_ink_from_the_page(name):
    picture = PICTURES[name]()
    drawn = picture.svg.decode()
    root = ElementTree.fromstring(drawn)
    assert len(drawn) < 60_000
    assert "prefers-color-scheme: dark" in drawn
    rules = drawn.partition("</style>")[2]
    assert not any(f": {ink}" in rules for ink in ("#1a1a1a", "#595959", "#ffffff", "#000000"))
    words = ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]
    assert any(len(word) > 1 for word in words)
    assert not list(root.iter(f"{SVG}metadata"))
    assert PICTURES[name]().svg == picture.svg


@pytest.mark.parametrize("name", PICTURES)
def test_no_word_is_cut_at_the_edge(name):
    figure = PICTURES[name]().figure
    FigureCanvasAgg(figure).draw()  # places the words
    edge = figure.bbox.padded(1)
    # Of an axis its label: numbers beyond its ends are there, but not drawn.
    axes = figure.axes
    words = [
        *figure.texts,
        *(one for each in axes for one in (*each.texts, each.xaxis.label, each.yaxis.label)),
    ]
    places = {one.get_text(): one.get_window_extent() for one in words if one.get_text().strip()}
    assert [text for text, place in places.items() if not edge.contains(*place.min)] == []
    assert [text for text, place in places.items() if not edge.contains(*place.max)] == []


def shot(browser, picture: draw.Picture, theme: str, said: str) -> np.ndarray:
    page = browser.new_page(viewport={"width": 1100, "height": 700}, color_scheme="light")
    ground = f"rgb{THEMES[theme]}"
    page.set_content(f'<body style="background: {ground}; color-scheme: {said}">{picture.figure_html()}')
    page.locator("img").evaluate("one => one.decode()")
    png = page.locator("img").screenshot()
    page.close()
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"), dtype=float)


def contrast(pixels: np.ndarray, ground: tuple) -> np.ndarray:
    def luminance(colours):
        part = np.asarray(colours, dtype=float) / 255
        linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
        return linear @ (0.2126, 0.7152, 0.0722) + 0.05

    ratios = luminance(pixels) / luminance(ground)
    return np.maximum(ratios, 1 / ratios)


@pytest.mark.browser
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", ["network", "curve"])
def test_it_is_read_on_a_light_and_a_dark_page(browser, name, theme):
    pixels = shot(browser, PICTURES[name](), theme, theme)
    assert tuple(pixels[0, 0]) == THEMES[theme]  # nothing of its own behind it
    seen = contrast(pixels, THEMES[theme])
    assert (seen > 10).mean() > 0.003  # letters
    assert ((seen > 3) & (seen < 8)).mean() > 0.003  # coloured lines


@pytest.mark.browser
def test_letters_have_a_rim_where_a_dark_page_does_not_say_that_it_is_dark(browser):
    seen = contrast(shot(browser, PICTURES["curve"](), "dark", "normal"), THEMES["dark"])
    assert (seen > 10).mean() > 0.003
