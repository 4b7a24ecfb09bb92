"""A page of the site from a notebook: nbconvert's exporter with our template, links and headings."""

from __future__ import annotations

import html
import json
import re
from functools import cached_property, partial
from pathlib import Path
from urllib.parse import unquote

import nbformat
from jinja2 import pass_context
from nbconvert.exporters.html import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from traitlets import default

from handprop.language import tr
from handprop.site import pictures
from handprop.site.contents import Page, target

STATE = "application/vnd.jupyter.widget-state+json"
_EXPLORER = re.compile(r"\.(\w+)View$")
_TAG = re.compile(r"<[^>]+>")
_KEPT = ("_esm", "_css")  # these come once, as files
_OF_PYTHON = ("asked", "write", "written")  # without them an explorer offers nothing that Python does
_HEADING = re.compile(r'<h2 id="([^"]+)">(.*?)</h2>')
_EMPTY_HEADER = re.compile(r"<th([^>]*)></th>")


class Renderer(IPythonRenderer):
    """Markdown with links that lead on the site, ids of headings as GitHub makes them, formulas to be set."""

    def __init__(self, page: Page):
        super().__init__(escape=False, exclude_anchor_links=True)
        self.page = page

    def link(self, text: str, url: str, title: str | None = None) -> str:
        """A link, or the text alone where it would lead off the site to a file of the repository."""
        place = target(unquote(url))
        if place is None:
            return text
        if place == url:
            return f'<a href="{html.escape(url)}">{text}</a>'
        there = place.lower() if place.startswith("#") else self.page.root + place
        return f'<a href="{html.escape(there)}">{text}</a>'

    def heading(self, text: str, level: int, **attrs) -> str:
        """A heading with an id."""
        return f'<h{level} id="{anchor(text)}">{text}</h{level}>\n'

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """No picture of the repository is on the site: its words are."""
        return html.escape(text)

    def block_math(self, body: str) -> str:
        """A formula on its own line."""
        return formula(body, display=True)

    def inline_math(self, body: str) -> str:
        """A formula in a line."""
        return formula(body)

    def latex_environment(self, name: str, body: str) -> str:
        """An environment of LaTeX."""
        return formula(rf"\begin{{{name}}}{body}\end{{{name}}}", display=True)

    def block_code(self, code: str, info: str | None = None) -> str:
        """Code that scrolls by itself."""
        return _scrolling(tr("Code"), super().block_code(code, info))

    def table(self, text: str) -> str:
        """A table that scrolls by itself where the page is narrow; an empty corner heads nothing."""
        text = _EMPTY_HEADER.sub(r"<td\1></td>", text)
        return _scrolling(tr("Table"), f"<table>{text}</table>")


def _scrolling(what: str, inside: str) -> str:
    return f'<div class="scroll" tabindex="0" role="group" aria-label="{what}">{inside}</div>'


def formula(latex: str, display: bool = False) -> str:
    """The place of a formula, which `formulas` fills."""
    return f'<span data-formula="{"block" if display else "line"}">{html.escape(latex)}</span>'


def anchor(heading: str) -> str:
    """The id of a heading: lower case, dashes for spaces, no other signs."""
    bare = html.unescape(_TAG.sub("", heading))
    return re.sub(r"[^\w -]", "", bare.lower()).strip().replace(" ", "-")


class Exporter(HTMLExporter):
    """One exporter for all pages; `convert` makes the HTML of one."""

    @default("template_name")
    def _template_name_default(self):
        return "handprop"

    @cached_property
    def extra_template_basedirs(self):
        """Where our template is."""
        return [str(Path(__file__).parent / "templates")]

    @pass_context
    def markdown2html(self, context, source: str) -> str:
        """Markdown by our renderer."""
        page = context["resources"]["page"]
        return MarkdownWithMath(renderer=Renderer(page)).render(source)

    def default_filters(self):
        """Those of nbconvert, and ours."""
        yield from super().default_filters()
        yield from {"latex_output": _latex_output, "as_data": as_data}.items()

    def convert(self, page: Page, site) -> str:
        """The HTML of a page; `site` is what all pages share."""
        notebook = nbformat.reads(json.dumps(page.notebook), as_version=4)  # joins lists of lines
        runs = bool(site.runtime and page.file)
        widgets = widget_state(page.notebook, runs)
        parts = partial(part_behind, widgets)
        resources = {"page": page, "site": site, "widgets": widgets, "part_behind": parts}
        body, _ = self.from_notebook_node(notebook, resources=resources)
        body = pictures.out_of(body, page.root, site.pictures)
        sheet = f'<link rel="stylesheet" href="{page.root}assets/{site.bundle.names["formulas.css"]}">'
        body = body.replace("<!-- styles of formulas -->", sheet if "data-formula=" in body else "")
        places = [(one, _TAG.sub("", words)) for one, words in _HEADING.findall(body)]
        return body.replace("<!-- on this page -->", _on_this_page(places) if page.kind != "start" else "")


def _on_this_page(places: list[tuple[str, str]]) -> str:
    if not 2 < len(places) < 40:
        return ""
    links = "".join(f'<li><a href="#{place}">{words}</a></li>' for place, words in places)
    return tr(
        '<details class="on-this-page" open><summary>On this page</summary><ul>{links}</ul></details>',
        links=links,
    )


def _latex_output(text: str) -> str:
    """SymPy's output: dollars around, and it is set as a block."""
    return formula(text.strip().strip("$").strip(), display=True)


def as_data(value: object) -> str:
    """JSON that can stand in a page."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def widget_state(notebook: dict, runs: bool) -> dict:
    """The state of the widgets that the page shows, their code replaced by the name of its file.

    Where Python `runs`, it can be asked for more.
    """
    state = notebook["metadata"].get("widgets", {}).get(STATE, {}).get("state", {})
    shown = json.dumps([cell.get("outputs", []) for cell in notebook["cells"]])
    keep = _reached(state, [id_ for id_ in state if id_ in shown])
    return {id_: {**state[id_], "state": _lean(state[id_]["state"], runs)} for id_ in keep}


def _lean(state: dict, runs: bool) -> dict:
    gone = _KEPT if runs else (*_KEPT, *_OF_PYTHON)
    kept = {name: value for name, value in state.items() if name not in gone}
    if part := part_of(state.get("_anywidget_id", "")):
        kept["handprop_part"] = part
    return kept


def part_behind(widgets: dict, id_: str) -> str:
    """The file of what a widget of the page shows, be it inside of a box; nothing where there is none."""
    parts = (widgets[one]["state"].get("handprop_part") for one in _reached(widgets, [id_]))
    return next(filter(None, parts), "")


def part_of(anywidget_id: str) -> str:
    """The file of a widget of ours: ``explore/network``, ``predict``; nothing for any other widget."""
    if anywidget_id.endswith("box.Box"):
        return "predict"
    if anywidget_id.endswith(".Sketchpad"):
        return "check/sketchpad"
    found = _EXPLORER.search(anywidget_id)
    return f"explore/{re.sub(r'(?<=[a-z])(?=[A-Z])', '_', found[1]).lower()}" if found else ""


def _reached(state: dict, shown: list[str]) -> list[str]:
    found: dict[str, None] = {}
    left = list(shown)
    while left:
        id_ = left.pop()
        if id_ in state and id_ not in found:
            found[id_] = None
            left += re.findall(r"IPY_MODEL_(\w+)", json.dumps(state[id_]["state"]))
    links = [
        id_
        for id_, model in state.items()
        if model["model_name"].endswith("LinkModel") and model["state"]["source"][0][10:] in found
    ]
    return [id_ for id_ in state if id_ in found or id_ in links]
