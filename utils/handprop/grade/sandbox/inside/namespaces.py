"""Linux namespaces for one submission: processes, files and shared memory of its own, gone when it ends.

The calls are those of unshare(2), mount(2), capset(2) and prctl(2); the numbers are the kernel's.
"""

from __future__ import annotations

import ctypes
import os
import resource

from handprop.border.limits import Limits
from handprop.grade.sandbox.inside import system_calls

_NEWNS, _NEWIPC, _NEWUSER, _NEWPID = 0x00020000, 0x08000000, 0x10000000, 0x20000000
_NOSUID_NODEV = 0x2 | 0x4
_PR_SET_DUMPABLE, _PR_CAPBSET_DROP, _PR_SET_CHILD_SUBREAPER, _PR_SET_NO_NEW_PRIVS = 4, 24, 36, 38
_CAPABILITY_VERSION_3 = 0x20080522
_LAST_CAPABILITY = 63
_NOBODY = 65534
USER = 1000  # the number that the learner's code sees; it means nothing outside

_libc = ctypes.CDLL(None, use_errno=True)


def become_nobody() -> None:
    """Give up root for good; limits on processes do not hold for root."""
    os.setgroups([])
    os.setgid(_NOBODY)
    os.setuid(_NOBODY)
    _call("prctl", _PR_SET_DUMPABLE, 1, 0, 0, 0)  # so that a fork may write its own uid_map


def adopt_orphans() -> None:
    """Become the parent of processes whose own parent has ended."""
    _call("prctl", _PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def enter_new() -> None:
    """Leave the server's user, process, file and shared-memory namespaces; the next fork is process 1."""
    user, group = os.geteuid(), os.getegid()
    _call("unshare", _NEWUSER | _NEWPID | _NEWNS | _NEWIPC)
    _write("/proc/self/setgroups", "deny")
    _write("/proc/self/uid_map", f"{USER} {user} 1")
    _write("/proc/self/gid_map", f"{USER} {group} 1")


def close_the_doors(limits: Limits) -> None:
    """In process 1: an empty scratch folder, no /proc, no privileges, and the limits."""
    size = f"size={limits.disk},nr_inodes=4096,mode=1777"
    for folder, options in (("/tmp", size), ("/dev/shm", size), ("/proc", "size=4k,mode=555")):
        _call("mount", b"tmpfs", folder.encode(), b"tmpfs", _NOSUID_NODEV, options.encode())
    for capability in range(_LAST_CAPABILITY + 1):
        _libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)  # fails for those that the kernel does not know
    head = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    _call("capset", head, (ctypes.c_uint32 * 6)())
    _call("prctl", _PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    system_calls.forbid()


def set_limits(limits: Limits) -> None:
    """The limits that the kernel keeps for each process."""
    # What is mapped already is shared with the server and costs nothing.
    _limit(resource.RLIMIT_AS, _mapped() + limits.memory)
    _limit(resource.RLIMIT_FSIZE, limits.disk)
    _limit(resource.RLIMIT_CPU, int(limits.total) + 5)
    _limit(resource.RLIMIT_NPROC, limits.processes)
    _limit(resource.RLIMIT_NOFILE, 256)
    _limit(resource.RLIMIT_CORE, 0)


def _limit(what: int, value: int) -> None:
    _, hard = resource.getrlimit(what)
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(what, (value, value))


def _mapped() -> int:
    """Bytes of address space of this process; read before /proc is closed."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[0]) * resource.getpagesize()


def _write(path: str, text: str) -> None:
    end = os.open(path, os.O_WRONLY)
    try:
        os.write(end, text.encode())
    finally:
        os.close(end)


def _call(name: str, *arguments: object) -> None:
    if getattr(_libc, name)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")
