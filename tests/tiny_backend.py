"""A build backend in a few lines: a course as small as this one is set up without a network in seconds."""

import zipfile
from pathlib import Path


def make_wheel(folder, name, files):
    """Write a wheel of some files (path in the wheel to text); return its file name."""
    info = f"{name}-1.0.dist-info"
    files = {
        **files,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: tiny\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    files[f"{info}/RECORD"] = "".join(f"{path},,\n" for path in [*files, f"{info}/RECORD"])
    wheel = f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(Path(folder, wheel), "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return wheel


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    return build_editable(wheel_directory)


def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    return make_wheel(wheel_directory, "handprop", {"handprop.pth": str(Path("utils").resolve()) + "\n"})
