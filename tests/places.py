"""Where things are that tests read: the repository, and the tables of true values."""

import json
from pathlib import Path

REPO = Path(__file__).resolve().parents[1]
TESTS = REPO / "tests"


def truth(name):
    """One of the tables of true values, such as ``truth_tables``."""
    return json.loads((TESTS / "truth" / f"{name}.json").read_text(encoding="utf-8"))
