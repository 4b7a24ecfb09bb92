"""An explorer alone on its own page, in a browser."""

from handprop.explore.frame.page import hash_of, page_of


def opened(browser, folder, explorer, width: int = 900, height: int = 800, **options):
    """A page with the explorer in its state of now, and the list of what went wrong there."""
    file = folder / f"{explorer.view.picture}.html"
    file.write_text(page_of(explorer), encoding="utf-8")
    page = browser.new_page(viewport={"width": width, "height": height}, bypass_csp=True, **options)
    page.set_default_timeout(60_000)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.goto(file.as_uri() + hash_of(explorer))
    page.locator(".hp-words").first.wait_for()
    return page, faults


def move(page, **values: object) -> None:
    """Set controls by the page's address: numbers, or options of lists."""
    page.evaluate(
        "(hash) => { location.hash = hash; }", "&".join(f"{name}={value}" for name, value in values.items())
    )
