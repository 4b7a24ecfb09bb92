"""Calls of the system that a learner's code never needs, and that limits and namespaces do not cover.

Limits of one's own, memory that belongs to no process (memfd, shared segments), namespaces of one's own (in
which one could mount more of it), and parts of the kernel with a long list of past faults.  They fail as if
forbidden to this user.
The filter is a classic BPF program as in seccomp(2); the numbers are those of the kernel's tables of calls.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct

from handprop.language import tr

# name: number on x86_64, number on aarch64
_FORBIDDEN = {
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "shmget": (29, 194),
    "msgget": (68, 186),
    "semget": (64, 190),
    "mq_open": (240, 180),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "unshare": (272, 97),
    "setns": (308, 268),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "perf_event_open": (298, 241),
    "bpf": (321, 280),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "setrlimit": (160, 164),
}
_PRLIMIT = (302, 261)  # reads limits, which is harmless, and sets them
_CLONE, _CLONE3 = (56, 220), (435, 435)
_NEW_NAMESPACES = 0x7E020000  # the CLONE_NEW... flags that clone(2) takes
_MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}  # column above, AUDIT_ARCH of the kernel
_OTHER_TABLE = 0x40000000  # x86_64 has a second table of calls, from this number on

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _MACHINE, _FIRST_ARGUMENT, _THIRD_ARGUMENT = 0, 4, 16, 32  # where they stand in struct seccomp_data
_ALLOW, _FAIL = 0x7FFF0000, 0x00050000
_PR_SET_SECCOMP, _FILTER = 22, 2


def forbid() -> None:
    """Forbid these calls to this process and all that come of it; it must have given up new privileges.

    On a machine whose numbers are not known here nothing is forbidden.  Raises OSError if the kernel refuses.
    """
    program = _program(platform.machine())
    if not program:
        return
    code = ctypes.create_string_buffer(b"".join(program))
    head = struct.pack("@HP", len(program), ctypes.addressof(code))
    if ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_SECCOMP, _FILTER, head, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), tr("The kernel takes no filter of system calls."))


def _program(machine: str) -> list[bytes]:
    if machine not in _MACHINES:
        return []
    column, audit = _MACHINES[machine]
    refuse, missing = _FAIL | errno.EPERM, _FAIL | errno.ENOSYS
    lines = [
        _line(_LOAD, _MACHINE),
        _line(_EQUAL, audit, skip=1),
        _line(_RETURN, refuse),
        _line(_LOAD, _NUMBER),
    ]
    lines += _if(_AT_LEAST, _OTHER_TABLE, refuse)
    for numbers in _FORBIDDEN.values():
        lines += _if(_EQUAL, numbers[column], refuse)
    lines += _no_new_limits(_PRLIMIT[column], refuse)
    # What clone3 is asked for lies in memory, where no filter can look; C libraries then use clone.
    lines += _if(_EQUAL, _CLONE3[column], missing)
    lines += [_line(_EQUAL, _CLONE[column], skip=1), _line(_RETURN, _ALLOW), _line(_LOAD, _FIRST_ARGUMENT)]
    return [*lines, *_if(_ANY_BIT, _NEW_NAMESPACES, refuse), _line(_RETURN, _ALLOW)]


def _no_new_limits(number: int, refuse: int) -> list[bytes]:
    """Refuse a call of prlimit that has new limits to set; both halves of their address are looked at.

    A learner's code that takes its own limits down would lose answers by chance.
    """
    halves = (_THIRD_ARGUMENT, _THIRD_ARGUMENT + 4)
    looks = [
        line
        for half in halves
        for line in (_line(_LOAD, half), _line(_EQUAL, 0, skip=1), _line(_RETURN, refuse))
    ]
    return [_line(_EQUAL, number, otherwise=len(looks) + 1), *looks, _line(_RETURN, _ALLOW)]


def _if(test: int, value: int, outcome: int) -> list[bytes]:
    """End with an outcome if the test holds, else go on."""
    return [_line(test, value, otherwise=1), _line(_RETURN, outcome)]


def _line(code: int, value: int, skip: int = 0, otherwise: int = 0) -> bytes:
    """A struct sock_filter; `skip` lines are left out if a test holds, `otherwise` if it does not."""
    return struct.pack("=HBBI", code, skip, otherwise, value)
