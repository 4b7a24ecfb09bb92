"""One person on a hub, who does over HTTP what a browser would do."""

import json
import time
import uuid

import requests
import websocket

PATIENCE = 300  # seconds for a server to start or a command to end


class HubError(Exception):
    """The hub did not do what was asked; the message is one sentence."""


class Person:
    """Somebody who is logged in to a hub.

    hub: the address, such as http://127.0.0.1:8000; name and password: as typed in the form.
    Raises HubError if the hub does not let them in.
    """

    def __init__(self, hub, name, password):
        self.hub, self.name = hub.rstrip("/"), name
        self.own = f"{self.hub}/hub/api/users/{name}"
        self.web = requests.Session()
        # Nothing of the user's own settings (a proxy, a .netrc) stands between us and the hub.
        self.web.trust_env = False
        self._log_in(password)
        self.web.headers["Authorization"] = "token " + self._token()

    def _log_in(self, password):
        self.web.get(self.hub + "/hub/login")
        form = {"username": self.name, "password": password, "_xsrf": self.web.cookies["_xsrf"]}
        answer = self.web.post(self.hub + "/hub/login?next=/hub/home", data=form)
        if not (answer.ok and answer.url.endswith("/hub/home")):
            raise HubError(f"The hub did not let {self.name} in: check the name and the password.")

    def _token(self):
        # The hub's pages have a cookie of their own against forged forms, beside that of the login form.
        xsrf = self.web.cookies.get("_xsrf", path="/hub/")
        answer = self.web.post(
            self.own + "/tokens",
            headers={"X-XSRFToken": xsrf, "Referer": self.hub + "/hub/home"},
            json={"note": "rehearsal", "expires_in": 3600},
        )
        token = self._json(answer, "make a token")["token"]
        # From here on the token says who asks; cookies as well would bring back the check of forms.
        self.web.cookies.clear()
        return token

    def _json(self, answer, what):
        """The answer as data; anything but success is a HubError."""
        if not answer.ok:
            raise HubError(
                f"{self.name} could not {what}: the hub answered {answer.status_code} {answer.reason}."
            )
        return answer.json() if answer.content else None

    def start_server(self):
        """Start this person's JupyterLab, and wait until it answers."""
        if self._server() is None:
            self._json(self.web.post(self.own + "/server"), "start a server")
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            server = self._server()
            if server is None:
                raise HubError(f"The server of {self.name} ended as it started: see the hub's log.")
            if server["ready"]:
                return
            time.sleep(0.2)
        raise HubError(
            f"The server of {self.name} did not start within {PATIENCE} seconds: see the hub's log."
        )

    def _server(self):
        """What the hub says of this person's server: None if it was not started."""
        return self._json(self.web.get(self.own), "see their server")["servers"].get("")

    def call(self, method, path, **options):
        """Ask this person's own server: the answer as data."""
        answer = self.web.request(method, f"{self.hub}/user/{self.name}/{path}", **options)
        return self._json(answer, f"{method} {path}")

    def read_notebook(self, path):
        """A notebook in this person's folder, as nbformat's JSON."""
        return self.call("GET", f"api/contents/{path}")["content"]

    def write_notebook(self, path, notebook):
        """Save a notebook in this person's folder."""
        self.call("PUT", f"api/contents/{path}", json={"type": "notebook", "content": notebook})

    def names(self, path=""):
        """The names in one of this person's folders."""
        return sorted(item["name"] for item in self.call("GET", f"api/contents/{path}")["content"])

    def run(self, code):
        """Run Python code in a kernel of this person's: what it printed. HubError if it raised."""
        kernel = self.call("POST", "api/kernels", json={"name": "python3"})["id"]
        try:
            return self._run(f"{self.hub}/user/{self.name}/api/kernels/{kernel}/channels", code)
        finally:
            self.call("DELETE", f"api/kernels/{kernel}")

    def _run(self, address, code):
        socket = websocket.create_connection(
            address.replace("http", "ws", 1),
            header={"Authorization": self.web.headers["Authorization"]},
            timeout=PATIENCE,
            http_no_proxy=["*"],
        )
        try:
            socket.send(json.dumps(request_to_run(code)))
            return self._listen(socket)
        finally:
            socket.close()

    def _listen(self, socket):
        printed = ""
        while True:
            message = json.loads(socket.recv())
            if message["msg_type"] == "stream":
                printed += message["content"]["text"]
            elif message["msg_type"] == "error":
                raise HubError(f"Code of {self.name} failed: {message['content']['evalue']}.")
            elif message["msg_type"] == "execute_reply":
                return printed


def request_to_run(code):
    """A kernel's execute_request, as the Jupyter messaging protocol 5 has it."""
    header = {"msg_id": uuid.uuid4().hex, "msg_type": "execute_request", "version": "5.3"}
    header |= {"session": uuid.uuid4().hex, "username": ""}
    content = {"code": code, "silent": False, "store_history": False, "allow_stdin": False}
    return {"channel": "shell", "header": header, "parent_header": {}, "metadata": {}, "content": content}
