"""What the last run with ``--cov`` covered to less than 85 %: ``python tests/below.py`` (or another share).

A file that only processes in the sandbox run is not seen, see CONTRIBUTING.md.
"""

import json
import sys
import tempfile
from pathlib import Path

from coverage import Coverage


def below(share):
    """(per cent, lines not run, file) of each file, the least covered first."""
    data = Coverage()
    data.load()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "coverage.json"
        data.json_report(outfile=str(file), ignore_errors=True)
        found = json.loads(file.read_text(encoding="utf-8"))["files"]
    for name, told in sorted(found.items(), key=lambda one: one[1]["summary"]["percent_covered"]):
        summary = told["summary"]
        if summary["percent_covered"] < share:
            yield summary["percent_covered"], summary["missing_lines"], name


if __name__ == "__main__":
    for covered, missing, name in below(float(sys.argv[1]) if sys.argv[1:] else 85.0):
        print(f"{covered:4.0f} %  {missing:4} lines  {name}")
