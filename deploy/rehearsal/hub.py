"""The local hub as a process of ours: started in a folder, stopped with everything that it started."""

import os
import signal
import socket
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import psutil
import requests

from .person import HubError, Person

CONFIG = Path(__file__).resolve().parents[1] / "local" / "jupyterhub_config.py"
PATIENCE = 90  # seconds for the hub to answer, or to end


def free_port():
    """A port of this machine that nobody uses at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def processes_of(folder):
    """Every process that works for the hub in this folder: named there, or in its environment."""
    found = []
    for process in psutil.process_iter():
        try:
            words = process.cmdline() + list(process.environ().values())
        except psutil.Error:
            continue
        if process.pid != os.getpid() and any(str(folder) in word for word in words):
            found.append(process)
    return found


class LocalHub:
    """The hub of deploy/local, for a `with` statement.

    folder: a new or empty folder, where the class is kept. Raises HubError if the hub does not start.
    """

    def __init__(self, folder):
        self.folder = Path(folder).resolve()
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = self.folder / "hub.log"

    def __enter__(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        own = {"HANDPROP_HUB_FOLDER": str(self.folder), "HANDPROP_HUB_PORT": str(self.port)}
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "jupyterhub", "-f", str(CONFIG)],
                cwd=self.folder,
                env=os.environ | own,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            self._wait()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_):
        self.stop()

    def _wait(self):
        end = time.monotonic() + PATIENCE
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > end:
                raise HubError("The hub did not start: " + self.last_words())
            time.sleep(0.1)

    def _answers(self):
        with requests.Session() as web:
            web.trust_env = False
            try:
                return web.get(self.address + "/hub/api/", timeout=5).ok
            except requests.RequestException:
                return False

    def last_words(self):
        """The last line of the hub's log."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return (lines or ["no message"])[-1]

    def stop(self):
        """Ask the hub to end, as Ctrl+C would; what is left after a while is killed."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        psutil.wait_procs(processes_of(self.folder), timeout=PATIENCE)
        for process in processes_of(self.folder):
            process.kill()
        self.process.wait()

    def log_in(self, name, role="learners"):
        """A person on this hub; role: learners or instructor, which says which password is typed."""
        passwords = tomllib.loads((self.folder / "passwords.toml").read_text(encoding="utf-8"))
        return Person(self.address, name, passwords[role])
