"""What the linters of JavaScript find: nothing."""

import json
import shutil
import subprocess

import pytest


@pytest.mark.parametrize("tool", ["eslint", "tsc"])
def test_the_linters_find_nothing(tool, repo):
    command = shutil.which(tool, path=repo / "node_modules" / ".bin")
    if command is None or shutil.which("node") is None:
        pytest.skip(f"{tool} is not installed; `npm ci` installs it, where Node.js is.")
    run = subprocess.run(
        [command, *(["."] if tool == "eslint" else [])], cwd=repo, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_programs_below_the_repository_stay_what_they_are(repo):
    """JupyterLab runs the environment's yarn.js with Node; no package.json above may make it a module."""
    assert "type" not in json.loads((repo / "package.json").read_text(encoding="utf-8"))
