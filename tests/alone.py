"""An explorer alone on a page, without a notebook: the part of anywidget's model that explorers use."""

import base64
import json

from handprop.demo.frames import values_of
from handprop.explore.frame import bundle

LIGHT = "--jp-content-font-color0:#212121;--jp-content-font-color1:#424242;--jp-layout-color0:#fff;"
LIGHT += "--jp-layout-color2:#eee;--jp-border-color1:#bdbdbd;--jp-brand-color1:#1976d2;color-scheme:light"
DARK = "--jp-content-font-color0:#fff;--jp-content-font-color1:#fff;--jp-layout-color0:#111;"
DARK += "--jp-layout-color2:#424242;--jp-border-color1:#616161;--jp-brand-color1:#2196f3;color-scheme:dark"
MODEL = """
class Model {
  constructor(values) { this.values = values; this.listeners = {}; }
  get(name) { return this.values[name]; }
  set(name, value) {
    if (Object.is(this.values[name], value)) return;
    this.values[name] = value;
    (this.listeners[`change:${name}`] ?? []).forEach((call) => call());
  }
  on(event, call) { (this.listeners[event] ??= []).push(call); }
  off(event, call) { this.listeners[event] = this.listeners[event].filter((other) => other !== call); }
  save_changes() {}
}
"""


def page_of(explorer, theme: str = LIGHT) -> str:
    """The page as HTML; ``window.model`` is the model, ``window.finish()`` takes the explorer away."""
    name = explorer.view.picture
    values = values_of(explorer) | {"spec": explorer.view.spec, "presets": explorer.view.presets}
    values |= {"call": explorer.view.call, "still": "no-still"}
    code = base64.b64encode(bundle.module(name).encode()).decode()
    return f"""<!doctype html><html lang="en"><meta charset="utf-8"><title>{name}</title>
<style>:root {{ {theme} }} body {{ background: var(--jp-layout-color0); margin: 8px; font: 14px sans-serif }}
{bundle.style(name)}</style><div class="handprop-explorer"><main id="view"></main></div>
<script type="module">{MODEL}
import explorer from "data:text/javascript;base64,{code}";
window.model = new Model({json.dumps(values)});
window.finish = explorer.render({{ model: window.model, el: document.getElementById("view") }});
</script>"""


def opened(browser, explorer, width: int = 900, height: int = 760, theme: str = LIGHT, **context):
    """A page with the explorer on it, and the list of what went wrong there."""
    page = browser.new_context(viewport={"width": width, "height": height}, **context).new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.set_content(page_of(explorer, theme))
    page.wait_for_function("window.finish")
    return page, faults
