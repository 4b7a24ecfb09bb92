"""Pictures of a page as files beside it, which come when they are wanted, with room kept for them."""

from __future__ import annotations

import base64
import hashlib
import re

_DATA = r'src="data:image/(png|svg\+xml);base64,([A-Za-z0-9+/=\s]+)"'
_PICTURE = re.compile(rf"<img ([^>]*?){_DATA}([^>]*?)\s*/?>")
_VIEW = re.compile(rb'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_WIDTH = re.compile(r'\bwidth="(\d+)"')
PLACE = "assets/pictures/"


def out_of(body: str, root: str, found: dict[str, bytes]) -> str:
    """The page with its PNGs and SVGs as files; each goes into `found`, by a name that changes with it.

    `root` is the way from the page to the top of the site.
    """

    def as_file(picture: re.Match) -> str:
        before, kind, data, after = picture.groups()
        drawn = base64.b64decode(data)
        name = f"{hashlib.sha256(drawn).hexdigest()[:12]}.{kind[:3]}"
        found[name] = drawn
        rest = _WIDTH.sub("", f"{before} {after}").strip()
        place = f'src="{root}{PLACE}{name}" {_room(drawn, before + after)}'
        return f'<img loading="lazy" decoding="async" {place} {rest}>'

    return _PICTURE.sub(as_file, body)


def _room(drawn: bytes, attributes: str) -> str:
    """Width and height in pixels of the page: as the picture's own, or as wide as its attributes say."""
    if view := _VIEW.search(drawn):
        width, height = map(float, view.groups())
    else:
        width, height = (int.from_bytes(drawn[at : at + 4], "big") for at in (16, 20))
    shown = int(found[1]) if (found := _WIDTH.search(attributes)) else round(width)
    return f'width="{shown}" height="{round(height * shown / width)}"'
