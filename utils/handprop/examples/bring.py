"""Files from the learner's disk, brought to where Python runs: needed on a web page and on a hub."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from handprop.language import tr, trn

if TYPE_CHECKING:
    from ipywidgets import VBox  # type: ignore[import-untyped]


def bring_files(folder: str | Path = ".") -> VBox:
    """A button that takes files from the learner's disk and writes them into `folder`, which is made.

    A file that is there under the same name is replaced.  What became of them stands below the button.
    """
    import ipywidgets as widgets

    button = widgets.FileUpload(multiple=True, description=tr("Your files"))
    told = widgets.Label()

    def keep(_change: object) -> None:
        files = button.value
        try:
            Path(folder).mkdir(parents=True, exist_ok=True)
            for file in files:
                (Path(folder) / Path(file["name"]).name).write_bytes(file["content"])
        except OSError as fault:
            told.value = tr("{folder} cannot be written: {why}.", folder=folder, why=fault.strerror)
            return
        where = tr("the folder of this notebook") if str(folder) == "." else str(folder)
        told.value = trn(
            "{count} file is in {where} now.",
            "{count} files are in {where} now.",
            len(files),
            count=len(files),
            where=where,
        )

    button.observe(keep, "value")
    return widgets.VBox([button, told])
