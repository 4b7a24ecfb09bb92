"""The pages of explorers and of demos, as files in a folder, in the language of the process."""

import sys
from pathlib import Path

from pictures import MAKERS

from handprop.demo.find import stories
from handprop.demo.page import export
from handprop.explore.frame.page import page_of

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    for name, make in MAKERS.items():
        (folder / f"{name}.html").write_text(page_of(make()), encoding="utf-8")
    for story in stories():
        export(story, folder / f"demo-{story.name}.html")
