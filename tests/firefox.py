"""Firefox, driven by WebDriver BiDi over its own port: no driver between, so Debian's build is enough.

Playwright drives only a Firefox that its makers patched.
"""

import json
import subprocess
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import websocket

# Nothing reaches another machine: every address but this machine's own goes to a proxy that is not there.
PREFERENCES = {
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "browser.download.folderList": 2,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.dns.disablePrefetch": True,
    "network.prefetch-next": False,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.no_proxies_on": "127.0.0.1",
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "network.proxy.type": 1,
    "remote.active-protocols": 1,
    "toolkit.telemetry.enabled": False,
}
KEYS = {"ArrowRight": "\ue014", "Control": "\ue009", "Enter": "\ue007", "Shift": "\ue008", "Tab": "\ue004"}
SECONDS = 90
SCROLL = "(one) => one.scrollIntoView({ block: 'center', behavior: 'instant' })"


class Fault(Exception):
    """What Firefox refused, in its words."""


@contextmanager
def opened(program: str, folder: Path, **preferences):
    """A headless Firefox with a new profile in `folder`, which downloads into ``folder/downloads``."""
    profile = folder / "profile"
    profile.mkdir()
    (folder / "downloads").mkdir()
    chosen = {**PREFERENCES, "browser.download.dir": str(folder / "downloads"), **preferences}
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in chosen.items()]
    (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
    command = [program, "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port=0"]
    with (folder / "firefox.log").open("w") as log:
        running = subprocess.Popen([*command, "about:blank"], stdout=log, stderr=log)
    try:
        firefox = Firefox(_port(profile / "WebDriverBiDiServer.json", running))
        yield firefox
        with suppress(OSError, websocket.WebSocketException, Fault):
            firefox.ask("browser.close")
        running.wait(20)
    finally:
        running.kill()
        running.wait()


def _port(told: Path, running) -> int:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and running.poll() is None:
        with suppress(OSError, ValueError):
            return json.loads(told.read_text(encoding="utf-8"))["ws_port"]
        time.sleep(0.1)
    raise RuntimeError("Firefox did not open its port.")


class Firefox:
    """One tab; `faults` fills with errors of the page and with `asked`, the addresses of all requests."""

    def __init__(self, port: int):
        self.line = websocket.create_connection(
            f"ws://127.0.0.1:{port}/session", timeout=SECONDS, suppress_origin=True
        )
        self.number = 0
        self.faults: list[str] = []
        self.asked: list[str] = []
        self.ask("session.new", capabilities={})
        self.tab = self.ask("browsingContext.getTree")["contexts"][0]["context"]
        self.ask("session.subscribe", events=["log.entryAdded", "network.beforeRequestSent"])

    def ask(self, method: str, **params) -> dict:
        """Send a command; what it gives.  Raises Fault with Firefox's words."""
        self.number += 1
        self.line.send(json.dumps({"id": self.number, "method": method, "params": params}))
        while (answer := json.loads(self.line.recv())).get("id") != self.number:
            self._hear(answer)
        if answer["type"] == "error":
            raise Fault(f"{method}: {answer['error']}: {answer['message']}")
        return answer["result"]

    def _hear(self, event: dict) -> None:
        if event.get("method") == "log.entryAdded" and event["params"]["level"] == "error":
            self.faults.append(event["params"]["text"])
        elif event.get("method") == "network.beforeRequestSent":
            self.asked.append(event["params"]["request"]["url"])

    def size(self, width: int, height: int) -> None:
        """The size of the page."""
        self.ask("browsingContext.setViewport", context=self.tab, viewport={"width": width, "height": height})

    def goto(self, url: str) -> None:
        """Open an address; the same page with another place in it is only moved."""
        self.ask("browsingContext.navigate", context=self.tab, url=url, wait="complete")

    def reload(self) -> None:
        """Load the page again."""
        self.ask("browsingContext.reload", context=self.tab, wait="complete")

    def evaluate(self, script: str):
        """The value of JavaScript: a number, a text, a yes or no, or a list of them."""
        answer = self.ask(
            "script.evaluate", expression=script, target={"context": self.tab}, awaitPromise=True
        )
        if answer["type"] == "exception":
            raise Fault(answer["exceptionDetails"]["text"])
        return _plain(answer["result"])

    def until(self, script: str, seconds: float = SECONDS) -> None:
        """Wait until JavaScript is true; while a page comes, it may be an error."""
        end = time.monotonic() + seconds
        while not self._is_true(script):
            assert time.monotonic() < end, script
            time.sleep(0.05)

    def _is_true(self, script: str) -> bool:
        try:
            return bool(self.evaluate(script))
        except Fault:
            return False

    def one(self, selector: str) -> dict:
        """The first element of a CSS selector, scrolled into view, to be named in other commands."""
        found = self.ask(
            "browsingContext.locateNodes", context=self.tab, locator={"type": "css", "value": selector}
        )["nodes"]
        assert found, selector
        element = {"sharedId": found[0]["sharedId"]}
        self.ask(
            "script.callFunction",
            functionDeclaration=SCROLL,
            arguments=[element],
            target={"context": self.tab},
            awaitPromise=False,
        )
        return element

    def click(self, selector: str) -> None:
        """Click in the middle of an element, with the mouse."""
        origin = {"type": "element", "element": self.one(selector)}
        actions = [
            {"type": "pointerMove", "x": 0, "y": 0, "origin": origin},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        self._act({"type": "pointer", "id": "mouse", "actions": actions})

    def press(self, key: str, held: str = "") -> None:
        """Press a key, by its name or as a letter, while `held` is down."""
        down = [{"type": "keyDown", "value": KEYS[held]}] if held else []
        up = [{"type": "keyUp", "value": KEYS[held]}] if held else []
        value = KEYS.get(key, key)
        both = [{"type": "keyDown", "value": value}, {"type": "keyUp", "value": value}]
        self._act({"type": "key", "id": "keys", "actions": [*down, *both, *up]})

    def type(self, text: str) -> None:
        """Type a text, key by key."""
        actions = [{"type": kind, "value": sign} for sign in text for kind in ("keyDown", "keyUp")]
        self._act({"type": "key", "id": "keys", "actions": actions})

    def _act(self, *actions: dict) -> None:
        self.ask("input.performActions", context=self.tab, actions=list(actions))

    def choose(self, selector: str, path: Path) -> None:
        """Give a file to a field for files, hidden or not."""
        self.ask("input.setFiles", context=self.tab, element=self.one(selector), files=[str(path)])


def _plain(value: dict):
    if value["type"] in ("array", "set"):
        return [_plain(one) for one in value["value"]]
    return value.get("value")
