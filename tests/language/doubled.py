"""A test language: English with every word said twice, so that what escapes its catalogue can be seen.

``python tests/language/doubled.py FOLDER`` writes its catalogue; with ``HANDPROP_LANGUAGE=FOLDER`` everything
speaks it.  The catalogue is made as a translator makes one: by `pybabel extract`, with the command that
CONTRIBUTING.md shows.
"""

import re
import sys
from pathlib import Path

from babel.messages.frontend import CommandLineInterface
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

REPO = Path(__file__).resolve().parents[2]
EXTRACT = "-F pyproject.toml -k tr -k trn:1,2 -k counted:2,3 --no-location -o"
# Places of values, code, tags, formulas and addresses are no words.
_APART = r"\{[^{}]*\}|`[^`]*`|<[^>]*>|\$[^$]*\$|\\[A-Za-z]+|https?:\S+|&\w+;"
_WORD = r"(?<![\w\\'.])[A-Za-z]{2,}(?![\w(=]|\.\w)"
_PAIR = re.compile(r"\b([A-Za-z]+) \1\b", re.IGNORECASE)


def doubled(text: str) -> str:
    """The text with each of its words twice."""
    return re.sub(
        f"({_APART})|({_WORD})", lambda found: found[1] or f"{found[2]} {found[2]}", text, flags=re.ASCII
    )


def escaped(text: str) -> list[str]:
    """The words of three letters or more that a text says only once."""
    once = _PAIR.sub(" ", re.sub(_APART, " ", text))
    return re.findall(r"(?<![\w\\.'])[A-Za-z]{3,}(?![\w(=])", once, flags=re.ASCII)


def write(folder: Path) -> Path:
    """Write the catalogue of the language; returns the folder, which is its name."""
    pattern = folder / "handprop.pot"
    folder.mkdir(parents=True, exist_ok=True)
    places = [str(REPO / name) for name in ("utils", "lessons")]
    options = EXTRACT.replace("pyproject.toml", str(REPO / "pyproject.toml")).split()
    CommandLineInterface().run(["pybabel", "-q", "extract", *options, str(pattern), *places])
    with pattern.open("rb") as file:
        catalogue = read_po(file)
    for message in catalogue:
        texts = message.id if isinstance(message.id, tuple) else (message.id,)
        said = tuple(map(doubled, texts))
        message.string = said if isinstance(message.id, tuple) else said[0]
    (folder / "LC_MESSAGES").mkdir(exist_ok=True)
    with (folder / "LC_MESSAGES" / "handprop.mo").open("wb") as file:
        write_mo(file, catalogue)
    return folder


if __name__ == "__main__":
    write(Path(sys.argv[1]).resolve())
