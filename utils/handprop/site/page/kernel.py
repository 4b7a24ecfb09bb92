"""Python's side of the page, inside the runtime: IPython as Jupyter's kernel has it, speaking JSON.

Not a part of the package: `handprop.site.runtime` puts it beside the course, and the worker calls `do`.
"""

from __future__ import annotations

import base64
import builtins
import contextlib
import json
import os
import sys
import traceback
import types
import warnings

from handprop.language import tr

HOME = "/home"
PROGRESS = f"{HOME}/progress.json"
KEPT = {
    "progress": PROGRESS,
    "practice": f"{HOME}/practice.json",
}  # what the browser keeps, by its name there
os.environ |= {
    "HOME": HOME, "IPYTHONDIR": f"{HOME}/.ipython", "MPLCONFIGDIR": f"{HOME}/.matplotlib", "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "HANDPROP_PROGRESS": PROGRESS, "HANDPROP_FOLDER": HOME,
    "HANDPROP_LANGUAGE": "site",
}  # fmt: skip


def say(kind: str, **more) -> None:
    """One message to the page."""
    data = json.dumps({"kind": kind, **more}, default=str).encode() + b"\n"
    while data:
        data = data[os.write(1, data) :]


class Stream:
    """What is printed goes to the page at once."""

    encoding, errors, closed = "utf-8", "strict", False

    def __init__(self, name: str):
        self.name = name

    def write(self, text: str) -> int:
        """Send the text."""
        if text:
            say("stream", name=self.name, text=str(text))
        return len(text)

    def writelines(self, lines) -> None:
        """Send the lines."""
        self.write("".join(lines))

    def flush(self) -> None:
        """Nothing waits."""

    def isatty(self) -> bool:
        """No terminal."""
        return False

    def writable(self) -> bool:
        """Yes."""
        return True

    def fileno(self) -> int:
        """There is none."""
        raise OSError(tr("a page has no file descriptors"))


def _stand_ins() -> None:
    """What this Python lacks and IPython only imports."""
    for name in ("getuid", "geteuid"):
        if not hasattr(os, name):
            setattr(os, name, lambda: 1000)
    for name in ("ctypes", "ctypes.util", "termios", "_curses", "curses", "sqlite3", "pexpect", "readline"):
        try:
            __import__(name)
        except ImportError:
            module = types.ModuleType(name)
            module.__getattr__ = _nothing
            sys.modules[name] = module


def _nothing(wanted: str):
    if wanted.startswith("__"):
        raise AttributeError(wanted)
    return type(wanted, (), {})


_stand_ins()
sys.stdout, sys.stderr = Stream("stdout"), Stream("stderr")
warnings.filterwarnings("ignore", module="IPython")

import comm  # noqa: E402
from comm.base_comm import BaseComm, CommManager  # noqa: E402
from IPython.core.displayhook import DisplayHook  # noqa: E402
from IPython.core.displaypub import DisplayPublisher  # noqa: E402
from IPython.core.interactiveshell import InteractiveShell  # noqa: E402
from traitlets import Type  # noqa: E402


def _plain(data: dict) -> dict:
    return {
        name: base64.b64encode(one).decode() if isinstance(one, bytes) else one for name, one in data.items()
    }


class Publisher(DisplayPublisher):
    """`display` shows in the cell that runs."""

    def publish(self, data, metadata=None, *, transient=None, update=False, **kwargs) -> None:
        """Send a bundle."""
        say("display", data=_plain(data), metadata=metadata or {}, transient=transient or {}, update=update)

    def clear_output(self, wait: bool = False) -> None:
        """Empty the output of the cell."""
        say("clear", wait=wait)


class Hook(DisplayHook):
    """The value of the last line."""

    def start_displayhook(self) -> None:
        """Nothing is written before it."""

    def write_output_prompt(self) -> None:
        """The page has none."""

    def write_format_data(self, format_dict, md_dict=None) -> None:
        """Send the value."""
        if format_dict:
            say("result", data=_plain(format_dict), metadata=md_dict or {}, count=self.prompt_count)

    def finish_displayhook(self) -> None:
        """Nothing is written after it."""


class Shell(InteractiveShell):
    """IPython without a terminal."""

    display_pub_class = Type(Publisher)
    displayhook_class = Type(Hook)
    told: dict | None = None

    def get_parent(self) -> dict:
        """What Jupyter tells of the cell that runs; see `handprop.explore.frame.cells`."""
        return self.told or {}

    def _showtraceback(self, etype, evalue, stb) -> None:
        say("error", ename=getattr(etype, "__name__", str(etype)), evalue=str(evalue), traceback=list(stb))

    def ask_exit(self) -> None:
        """`exit()`."""
        print(tr("Python on this page goes on. Stop ends it; the next run starts it anew."))

    def system(self, cmd: str) -> None:
        """`!command` and `%pip`."""
        raise RuntimeError(tr("A page has no shell: it cannot run commands or install packages."))

    def enable_gui(self, gui=None) -> None:
        """There is no other window."""

    def init_history(self) -> None:
        """History without a database."""
        from IPython.core.history import HistoryManager

        self.history_manager = HistoryManager(shell=self, parent=self, enabled=False)


class PageComm(BaseComm):
    """The line between a widget in Python and its picture on the page."""

    def publish_msg(self, msg_type, data=None, metadata=None, buffers=None, **keys) -> None:
        """Send a message of Jupyter's protocol for widgets."""
        packed = [base64.b64encode(bytes(one)).decode() for one in buffers or ()]
        content = {"comm_id": self.comm_id, "data": data or {}, **keys}
        say("comm", type=msg_type, content=content, metadata=metadata or {}, buffers=packed)


_comms = CommManager()
comm.create_comm = PageComm
comm.get_comm_manager = lambda: _comms


def _shell() -> Shell:
    from traitlets.config import Config

    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "neutral"
    config.InteractiveShell.cache_size = 1000
    return Shell.instance(config=config)


_known: dict[str, str] = {}


_SEEDED = {
    "random": lambda module: module.seed(),
    "numpy.random": lambda module: module.seed(),
    "sympy.core.random": lambda module: module.rng.seed(),
    "handprop.little_torch.nn": lambda module: module.manual_seed(None),
}


def warm(imports=(), again: bool = False) -> None:
    """Do what is the same for every learner; the browser keeps what Python is by then, for a begin `again`.

    `imports` are lines of the page as it was published: its cells want them anyway.
    """
    global shell
    if again:
        _draw_lots()
    else:
        os.chdir(HOME)
        shell = _shell()
        builtins.input = _no_input
    before = len(sys.modules)
    for line in imports:
        with contextlib.suppress(Exception):  # the cell that says it will say why
            exec(line, {})
    if len(sys.modules) > before or not again:
        say("grown")


def _draw_lots() -> None:
    """Seed anew what was seeded before it was kept: no two visits are alike by chance."""
    for name, seeded in _SEEDED.items():
        if name in sys.modules:
            seeded(sys.modules[name])


def boot(file: str = "", names=(), kept=None) -> None:
    """Begin: `file` is the notebook's name, `names` are those beside it, `kept` what the browser has."""
    for name in names:
        open(f"{HOME}/{name}", "a").close()
    _take(kept or {})
    os.environ["JPY_SESSION_NAME"] = f"{HOME}/{file}"


def _no_input(prompt=""):
    raise RuntimeError(tr("A cell on this page cannot ask for input: put the value into the cell."))


def _take(kept: dict[str, str]) -> None:
    """Write what the browser keeps, as far as it is not from here."""
    for name, text in kept.items():
        if text and text != _known.get(name):
            with open(KEPT[name], "w") as file:
                file.write(text)
            _known[name] = text


def run(code: str, cell: str, number: int, kept: dict[str, str]) -> None:
    """Run a cell; what it shows goes out as it comes."""
    _take(kept)
    shell.told = {"header": {"msg_id": f"run-{number}"}, "metadata": {"cellId": cell}}
    shell.execution_count = number
    result = shell.run_cell(code, store_history=True, cell_id=cell)
    say("done", ok=result.success, kept=_changed())


def heard(message: dict) -> None:
    """A message from a widget on the page."""
    buffers = [base64.b64decode(one) for one in message.get("buffers", ())]
    whole = {"content": message["content"], "metadata": message.get("metadata", {}), "buffers": buffers}
    try:
        getattr(_comms, message["type"])(None, None, whole)
    finally:
        say("done", ok=True, kept={})


def write(line: str, kept: dict[str, str]) -> None:
    """Write out the step of a network explorer, which a line of code opens."""
    _take(kept)
    from handprop import examples, explore
    from handprop.course.faults import Refused
    from handprop.network import Network

    explorer = eval(line, {"examples": examples, "explore": explore, "Network": Network})
    try:
        say("written", page=explorer.write_out().text("html"))
    except Refused as fault:
        say("written", fault=str(fault))
    say("done", ok=True, kept={})


def _changed() -> dict[str, str]:
    """What the browser has to keep anew: no more, for another tab may have written the rest."""
    now = {}
    for name, path in KEPT.items():
        try:
            with open(path) as file:
                text = file.read()
        except OSError:
            continue
        if text != _known.get(name):
            now[name] = _known[name] = text
    return now


def do(message: str) -> None:
    """What the worker asks for."""
    asked = json.loads(message)
    what = asked.pop("do")
    try:
        {"warm": warm, "boot": boot, "run": run, "comm": heard, "write": write}[what](**asked)
    except BaseException:  # the page must hear of it, whatever it is
        say("fault", text=traceback.format_exc())
        raise
