"""Formulas, set by KaTeX while the site is made, so that no page waits for them."""

from __future__ import annotations

import html
import json
import re
import subprocess
from pathlib import Path

from handprop.course.lessons import Stop
from handprop.language import tr

_PLACE = re.compile(r'<span data-formula="(block|line)">(.*?)</span>', re.DOTALL)


def typeset(pages: dict[str, str], root: Path) -> dict[str, str]:
    """The pages with their formulas set; `root` is the clone, where KaTeX is.

    Raises Stop for a formula that KaTeX cannot read, with its text.
    """
    wanted = sorted({found for text in pages.values() for found in _PLACE.findall(text)})
    made = dict(zip(wanted, _set(wanted, root), strict=True))
    return {name: _PLACE.sub(lambda found: made[found.groups()], text) for name, text in pages.items()}


def _set(wanted: list[tuple[str, str]], root: Path) -> list[str]:
    asked = json.dumps([{"latex": html.unescape(text), "block": kind == "block"} for kind, text in wanted])
    script = Path(__file__).parent / "formulas.mjs"
    run = subprocess.run(
        ["node", str(script), str(root / "node_modules")], input=asked, capture_output=True, encoding="utf-8"
    )
    if run.returncode:
        raise Stop(tr("A formula could not be set: {stderr}", stderr=run.stderr.strip()))
    return json.loads(run.stdout)
