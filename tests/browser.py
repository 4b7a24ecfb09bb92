"""Start JupyterLab for the browser tests, and drive a notebook in it."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import nbformat
from places import REPO

SECONDS = 60  # until JupyterLab, a kernel or a widget counts as missing; a busy machine is slow
EXPLORE = REPO / "utils" / "handprop" / "explore"
MODULES = "http://explore.test"  # an address that only the page's own route answers
KINDS = {".js": "text/javascript", ".json": "application/json", ".css": "text/javascript"}
# JupyterLab's own, on a busy machine: the address is opened before the file browser has told its commands.
EARLY = "Command 'filebrowser:open-path' not registered."
END_KERNELS = """
async () => {
  const token = document.cookie.match(/_xsrf=([^;]+)/)?.[1] ?? "";
  const all = await (await fetch("/api/kernels")).json();
  const headers = { "X-XSRFToken": token };
  await Promise.all(all.map(({ id }) => fetch(`/api/kernels/${id}`, { method: "DELETE", headers })));
}
"""
LIGHT = "JupyterLab Light"
EXPOSED = "--LabApp.expose_app_in_browser=True"  # as `jupyterapp`
# What is open is put away without a question; its kernel ends first, or the next of that name gets it.
OPEN = """async ([path, light]) => {
  await jupyterapp.restored;
  // A notebook that names no kernel asks for one, and nothing else is heard until it is answered.
  document.querySelectorAll(".jp-Dialog .jp-mod-reject").forEach((one) => one.click());
  for (const widget of [...jupyterapp.shell.widgets("main")]) {
    await widget.sessionContext?.shutdown();
    widget.dispose();
  }
  if (document.body.dataset.jpThemeName !== light) {
    await jupyterapp.commands.execute("apputils:change-theme", { theme: light });
  }
  const opened = await jupyterapp.commands.execute("docmanager:open", { path });
  await opened.context.ready;
}"""


class Desk:
    """A page of JupyterLab for all tests of a process, which open one notebook after the other in it.

    JupyterLab takes longer to come than most tests with it.
    """

    def __init__(self, page, address: str, folder: Path):
        self.page, self.folder, self.faults = page, folder, watch(page, address)

    def open(self, name: str, height: int = 1400, width: int = 1300, motion: str = "no-preference"):
        """Open a notebook of the folder in place of what was open: (page, what goes wrong from now on)."""
        self.page.emulate_media(reduced_motion=motion)
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.evaluate(OPEN, [name, LIGHT])
        self.faults.clear()
        return self.page, self.faults


@contextmanager
def jupyterlab(folder: Path, theme: str = LIGHT, *options: str, config: tuple[Path, ...] = ()):
    """JupyterLab on `folder` at a free port, with no settings but the course's own; yields its address.

    `config` are folders of settings that come before those for everybody.
    """
    (folder / "files").mkdir(exist_ok=True)
    _choose_theme(folder, theme)
    port = _free_port()
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}"]
    command += [
        "--ServerApp.port_retries=0",
        "--IdentityProvider.token=",
        f"--ServerApp.root_dir={folder / 'files'}",
        *options,
    ]
    with open(folder / "jupyterlab.log", "w") as log:
        server = subprocess.Popen(command, env=_environment(folder, config), stdout=log, stderr=log)
    try:
        _wait_until_up(server, f"http://127.0.0.1:{port}/api", folder / "jupyterlab.log")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()


def write_notebook(path: Path, *cells: str) -> None:
    """A notebook of code cells, without outputs."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, path)


def import_modules(page, name: str) -> None:
    """Put all that the modules of an explorer and of the frame export on ``window[name]``."""
    if not page.url.startswith(MODULES):
        page.route(f"{MODULES}/**", _serve)
        page.goto(f"{MODULES}/")
    parts = ("engine", "numbers", "as_code", "pixels")
    files = [f"/frame/{part}.js" for part in parts]
    files += [f"/{name}/{path.name}" for path in (EXPLORE / name).glob("*.js") if path.stem != "bundle"]
    load = """async ([name, files]) => {
        window[name] = Object.assign({}, ...await Promise.all(files.map((file) => import(file))));
    }"""
    page.evaluate(load, [name, files])


def _serve(route) -> None:
    path = EXPLORE / route.request.url.removeprefix(f"{MODULES}/")
    if path.is_dir():
        return route.fulfill(body="<!doctype html>", content_type="text/html")
    # What a module imports as a style sheet is the bundler's; to the browser it is an empty module.
    body = "" if path.suffix == ".css" else path.read_text(encoding="utf-8")
    return route.fulfill(body=body, content_type=KINDS[path.suffix])


def watch(page, address: str) -> list[str]:
    """A list that fills with what must not happen: errors in the console, calls to other machines."""
    faults: list[str] = []
    page.on("pageerror", lambda error: None if EARLY in str(error) else faults.append(f"page error: {error}"))
    page.on("console", lambda message: _note(faults, message))
    page.on("request", lambda request: _note_request(faults, request.url, address))
    return faults


def run_all_cells(page) -> None:
    """Run every cell of the open notebook, once its kernel is ready: before that, JupyterLab runs none."""
    page.get_by_text("| Idle").wait_for(timeout=SECONDS * 1000)
    page.get_by_text("Run", exact=True).first.click()
    page.get_by_text("Run All Cells", exact=True).click()


def end_kernels(page) -> None:
    """End every kernel of the server that the page comes from; the page is of no use afterwards."""
    page.evaluate(END_KERNELS)


def _note(faults: list[str], message) -> None:
    if message.type == "error":
        faults.append(f"console: {message.text}")


def _note_request(faults: list[str], url: str, address: str) -> None:
    if not url.startswith((address, address.replace("http", "ws", 1), "data:", "blob:")):
        faults.append(f"request to {url}")


def _choose_theme(folder: Path, theme: str) -> None:
    settings = folder / "settings" / "@jupyterlab" / "apputils-extension"
    settings.mkdir(parents=True)
    (settings / "themes.jupyterlab-settings").write_text(json.dumps({"theme": theme}))


def _environment(folder: Path, config: tuple[Path, ...] = ()) -> dict[str, str]:
    own = {
        "JUPYTER_CONFIG_DIR": folder / "config",
        "JUPYTER_CONFIG_PATH": os.pathsep.join(map(str, (*config, REPO / "config"))),
        "JUPYTER_DATA_DIR": folder / "data",
        "JUPYTER_RUNTIME_DIR": folder / "runtime",
        "JUPYTERLAB_SETTINGS_DIR": folder / "settings",
        "JUPYTERLAB_WORKSPACES_DIR": folder / "workspaces",
        "IPYTHONDIR": folder / "ipython",
        # The environment's own commands come first, as after `activate`.
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
    }
    return {**os.environ, **{name: str(value) for name, value in own.items()}}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_up(server: subprocess.Popen, address: str, log: Path) -> None:
    end = time.monotonic() + 3 * SECONDS  # all tests of a process may hang on it
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text()[-2000:]}")
