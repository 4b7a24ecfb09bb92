"""Screenshots of every explorer and every demo, on one page.

``python tests/pictures.py FOLDER [NAME ...]``

``python tests/pictures.py --readme [FOLDER]`` records README's picture: ``docs/course.webp``,
which moves, and ``docs/course.png``, a still for those who do not want motion.

Explorers at six sizes, light, dark and with forced colours; demos at the two sizes of a lecture hall, with
the question and with its answer.  Names leave only what they name: ``network``, ``demo-by_hand``.
"""

import html
import io
import sys
from pathlib import Path

from PIL import Image
from places import REPO
from playwright.sync_api import sync_playwright

from handprop import demo, explore
from handprop.demo.page import page as demo_page
from handprop.examples import get
from handprop.explore.frame.page import hash_of, page_of

# Opened as it comes, unless it needs a network or shows more somewhere else.
OTHERWISE = {
    "network": lambda: explore.network(get("seed")),
    "one_step": lambda: explore.one_step(get("seed"), time=11),
    "neuron": lambda: explore.neuron(x=(1, 1), w=(0.5, 0.3)),
    "matrices": lambda: explore.matrices(get("seed_bias")),
    "graph": lambda: explore.graph(
        [["x", 3], ["", 9, [0, 0], [3, 3], "*"], ["", 12, [1, 0], [1, 1], "+"]]
    ).at(time=2),
    "training": lambda: explore.training(epoch=60),
    "digits": lambda: explore.digits(7),
    "race": lambda: explore.race(600),
    "wrong_gradients": lambda: explore.wrong_gradients().at(mistake="M25-NO-OUT-WEIGHT"),
}
MAKERS = {name: OTHERWISE.get(name, getattr(explore, name)) for name in explore.__all__}
SIZES = {
    "wide": (1920, 1080),
    "desk": (1280, 800),
    "half": (800, 800),
    "zoomed": (640, 400),
    "phone": (390, 844),
    "low": (390, 600),
}
LOOKS = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced": {"color_scheme": "dark", "forced_colors": "active"},
}
HALLS = {"full": (1920, 1080), "old": (1024, 768)}


def main(folder: Path, names: list[str]) -> None:
    """Take the screenshots and write ``index.html`` beside them."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        shots = [*_explorers(browser, folder, names), *_demos(browser, folder, names)]
        browser.close()
    figures = "".join(_figure(shot) for shot in shots)
    page = f"<!doctype html><meta charset=utf-8><title>Pictures</title>{figures}"
    (folder / "index.html").write_text(page, encoding="utf-8")


def record(folder: Path = REPO / "docs") -> None:
    """README's picture: w5 goes up and back, and everything follows."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1000, "height": 624}, reduced_motion="reduce")
        page.set_content(page_of(MAKERS["network"](), "Back-propagation"))
        slider = page.locator(".hp-control-w5 input")
        frames = [_frame(page, slider, 0.11 + 0.03 * min(k, 24 - k)) for k in range(24)]
        browser.close()
    frames[0].save(folder / "course.png", optimize=True)
    options = {"save_all": True, "append_images": frames[1:], "duration": 110, "loop": 0}
    frames[0].save(folder / "course.webp", quality=55, method=4, **options)


def _frame(page, slider, value: float) -> Image.Image:
    slider.evaluate("(one, value) => { one.value = value; one.dispatchEvent(new Event('input')); }", value)
    page.wait_for_timeout(60)
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


def _explorers(browser, folder: Path, names: list[str]):
    for name, make in MAKERS.items():
        if names and name not in names:
            continue
        file = folder / f"{name}.page.html"
        explorer = make()
        file.write_text(page_of(explorer, name), encoding="utf-8")
        for look, options in LOOKS.items():
            for size, (width, height) in SIZES.items():
                viewport = {"width": width, "height": height}
                page = browser.new_page(viewport=viewport, reduced_motion="reduce", **options)
                yield _shoot(page, file, folder / f"{name}-{size}-{look}.png", hash_of(explorer))
                page.close()


def _demos(browser, folder: Path, names: list[str]):
    for story in demo.stories():
        if names and f"demo-{story.name}" not in names:
            continue
        file = folder / f"demo-{story.name}.page.html"
        file.write_text(demo_page(story), encoding="utf-8")
        for hall, (width, height) in HALLS.items():
            page = browser.new_page(viewport={"width": width, "height": height}, reduced_motion="reduce")
            yield _shoot(page, file, folder / f"demo-{story.name}-{hall}-1.png")
            page.keyboard.press("ArrowRight")
            shot = folder / f"demo-{story.name}-{hall}-2.png"
            page.screenshot(path=shot)
            yield shot
            page.close()


def _shoot(page, file: Path, shot: Path, state: str = "") -> Path:
    page.goto(file.absolute().as_uri() + state)
    page.wait_for_timeout(150)
    page.screenshot(path=shot)
    return shot


def _figure(shot: Path) -> str:
    name = html.escape(shot.stem)
    return (
        f'<figure><figcaption>{name}</figcaption><img src="{shot.name}" alt="{name}" loading="lazy"></figure>'
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--readme"]:
        record(*map(Path, sys.argv[2:]))
    else:
        main(Path(sys.argv[1]), sys.argv[2:])
