"""Pictures of a page as files beside it, which come when they are wanted, with room kept for them."""

from __future__ import annotations

import base64
import hashlib
import re

_PICTURE = re.compile(r'<img ([^>]*?)src="data:image/png;base64,([A-Za-z0-9+/=\s]+)"([^>]*?)\s*/?>')
_WIDTH = re.compile(r'\bwidth="(\d+)"')
PLACE = "assets/pictures/"


def out_of(body: str, root: str, found: dict[str, bytes]) -> str:
    """The page with its PNGs as files; each goes into `found` by its name, which changes with what it shows.

    `root` is the way from the page to the top of the site.
    """

    def as_file(picture: re.Match) -> str:
        before, data, after = picture.groups()
        png = base64.b64decode(data)
        name = f"{hashlib.sha256(png).hexdigest()[:12]}.png"
        found[name] = png
        rest = before + _WIDTH.sub("", after).strip()
        return f'<img loading="lazy" decoding="async" src="{root}{PLACE}{name}" {_room(png, after)} {rest}>'

    return _PICTURE.sub(as_file, body)


def _room(png: bytes, attributes: str) -> str:
    """Width and height in pixels of the page: as the picture's own, or as wide as its attributes say."""
    width, height = (int.from_bytes(png[at : at + 4], "big") for at in (16, 20))
    shown = int(found[1]) if (found := _WIDTH.search(attributes)) else width
    return f'width="{shown}" height="{round(height * shown / width)}"'
