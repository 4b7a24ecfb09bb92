"""Who may import whom: the contracts in pyproject.toml hold, and CONTRIBUTING shows the same house."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

from places import REPO

CONTRACTS = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
    "contracts"
]
LAYERS = next(one["layers"] for one in CONTRACTS if one["type"] == "layers")


def test_every_import_keeps_the_contracts():
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([command, "--no-cache"], cwd=REPO, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:]


def test_the_map_of_the_house_is_that_of_the_contracts():
    text = (REPO / "CONTRIBUTING.md").read_text(encoding="utf-8")
    shown = re.search(r"<!-- the house -->\n```text\n(.*?)```", text, re.DOTALL)[1]
    floors = [set(re.findall(r"\w+", line.split("  ")[0])) for line in shown.strip().splitlines()]
    assert floors == [set(re.findall(r"\w+", layer)) for layer in LAYERS]


def test_nothing_in_the_package_is_unused():
    command = Path(sys.executable).with_name("vulture")
    done = subprocess.run([command], cwd=REPO, capture_output=True, text=True)
    assert [line for line in done.stdout.splitlines() if line.startswith("utils")] == []
