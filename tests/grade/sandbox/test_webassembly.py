"""Attempts against the border of the WebAssembly sandbox: a hostile guest harms itself, and nobody else."""

import json
import os
import random
import re
import stat
import sys

import pytest
from hostile.notebook import ANSWERED, LESSON, code_cell, honest, modest, place

from handprop.border.channel import Broken, TooSlow
from handprop.border.limits import MIB, Limits
from handprop.grade.intake.submission import Submission
from handprop.grade.workers.worker import Worker

LIMITS = Limits(memory=256 * MIB, disk=8 * MIB)
SECONDS = 60.0  # for what ends by itself, on a machine that is busy
SHORT = 2.0  # for what has to be stopped
GONE, SLOW = "gone", "slow"  # what may come instead of an answer

# name: (the cell, what of its answer must match; GONE or SLOW where no answer comes)
FORGED = {
    "the host's own word": ("import _host\n_host.call(b's')\nprint('still here')", "still here"),
    "no operation": ("import _host\nprint(_host.call(b''), _host.call(b'zz'))", "b'' b''"),
    "a frame beyond the largest": ("import _host\n_host.call(b's' + bytes(5 * 2**20))", "OSError"),
    "a frame of half a gigabyte": (
        "import _host\n_host.call(b's' + bytes(150 * 2**20))",
        "OSError|MemoryError",
    ),
    "no JSON": ("import _host\n_host.call(b's\\xff\\xfe')", GONE),
    "JSON without end": ("import _host\n_host.call(b's' + b'[' * 200_000)", GONE),
    "a number without end": ("import _host\n_host.call(b's' + b'9' * 100_000)", GONE),
    "what the judge would say": ('import _host\n_host.call(b\'s{"do": "ask", "name": "x"}\')', "'do': 'ask'"),
    "the judge's next message": ("import _host\n_host.call(b'r')", SLOW),
    "a thousand answers": ('import _host\nfor _ in range(1000): _host.call(b\'s{"text": ""}\')', "text"),
    "a flood that nobody reads": (
        "import _host\nwhile True: _host.call(b's\"' + b'x' * 10**6 + b'\"')",
        "xxx",
    ),
}
OUT_OF_TURN = {
    "a timer that is no number": (
        "import _host\nfor what in (b'', b'x', b'nan', b'inf', b'-1', b'1e999', b'0x1', b'1 2', b'\\xff'):\n"
        "    _host.call(b'a' + what)\nprint('still here')",
        "still here",
    ),
    "the timer taken off": ("import _host\n_host.call(b'a0')\nwhile True: pass", SLOW),
    "a timer all the time": (
        "import _host\nfor _ in range(999): _host.call(b'a0.00001')",
        "^$|Stopped|Error",
    ),
    "the timer's function replaced": (
        "import signal\nsignal.setitimer = print\nsignal.signal(14, signal.SIG_IGN)\nwhile True: pass",
        SLOW,
    ),
    "every exception caught": (
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
        SLOW,
    ),
    "the door replaced": ("import _host\n_host.call = lambda frame: b''", GONE + "|" + SLOW),
    "the session replaced": (
        "from handprop.grade.sandbox.inside import shell\nshell.Session._do_ask = lambda *_: {'score': 10}",
        "^$",
    ),
    "every open file closed": (
        "import os\nos.closerange(0, 300)\nprint('closed')\nopen('/tmp/./x', 'w')",
        "OSError|Error",
    ),
    "the end": ("import os\nos._exit(0)", GONE),
    "the end, with a number": ("import os\nos._exit(77)", GONE),
    "an abort": ("import os\nos.abort()", GONE),
}
MEMORY = {
    "memory in one piece": ("bytearray(3 * 2**30)", "MemoryError|OverflowError"),
    "memory beyond 32 bits": ("bytearray(2**33)", "MemoryError|OverflowError"),
    "memory in small pieces": ("kept = []\nwhile True: kept.append(bytes(100_000))", "MemoryError"),
    "memory in text": ("x = 'x'\nwhile True: x += x", "MemoryError|OverflowError"),
    "memory in an array": ("import numpy as np\nnp.ones(10**9)", "MemoryError|ValueError"),
    "memory mapped": ("import mmap\nmmap.mmap(-1, 2**30)", "Error"),
    "memory taken and given back": (
        "for _ in range(9): bytearray(100 * 2**20)\nprint('done')",
        "done",
    ),
    "reading beyond an array": (
        "import numpy as np\nfrom numpy.lib.stride_tricks import as_strided\n"
        "as_strided(np.zeros(1), (10**8,), (4096,)).sum()",
        GONE + "|^$|Error",
    ),
    "writing over everything": (
        "import numpy as np\nfrom numpy.lib.stride_tricks import as_strided\n"
        "as_strided(np.zeros(1), (10**8,), (8,))[:] = 1.0",
        GONE + "|" + SLOW,
    ),
    "recursion": ("def f(): return f()\nf()", "RecursionError|" + GONE),
    "recursion through C": (
        "import sys\nsys.setrecursionlimit(10**6)\ndef f(_=0): return list(map(f, [0]))\nf()",
        "RecursionError|MemoryError|" + GONE,
    ),
    "a deep value": ("x = []\nfor _ in range(10**6): x = [x]", "^$"),
    "brackets for the compiler": ("eval('(' * 10**5 + ')' * 10**5)", "Error|" + GONE),
}
FUEL = {
    "a loop": ("while True: pass", "Stopped"),
    "a loop in C": ("sum(range(10**13))", SLOW),
    "a power": ("x = 9 ** 9 ** 9", "Stopped|" + SLOW),
    "a pattern": ("import re\nre.match('(a|aa)+$', 'a' * 60 + 'b')", "Stopped|" + SLOW),
    "a sleep": ("import time\ntime.sleep(10**6)", "Stopped"),
    "a sleep beyond all clocks": ("import time\ntime.sleep(2**62 / 10**9)", "Stopped|Error"),
    "a wait for ever": ("import select\nselect.select([], [], [])", "Stopped|Error"),
}
FILES = {
    "the root": ("import os\nprint(sorted(os.listdir('/')))", r"\['course', 'packages', 'tmp', 'usr'\]"),
    "files of the machine": (
        "import os\nnames = ('/etc/passwd', '/proc/self/environ', '/' + 'root', '/dev/null', CLASS, HERE)\n"
        "print([name for name in names if os.path.exists(name)])",
        r"\[\]",
    ),
    "the way up": ("open('../' * 50 + 'etc/passwd')", "FileNotFoundError"),
    "the way up from a file": ("open('/usr/local/lib/python315.zip/../../../../etc/passwd')", "Error"),
    "the course's modules": ("open('/course/handprop/network.py', 'a')", "Read-only"),
    "a module of its own": ("open('/course/handprop/evil.py', 'w')", "Read-only"),
    "the course renamed": ("import os\nos.rename('/course', '/tmp/./course')", "Read-only"),
    "the library removed": ("import os\nos.unlink('/usr/local/lib/python315.zip')", "Read-only"),
    "the library cut": ("import os\nos.truncate('/usr/local/lib/python315.zip', 0)", "Read-only|Error"),
    "a link": ("import os\nos.symlink('/etc/passwd', '/tmp/./x')", "Error"),
    "a hard link": ("import os\nos.link('/course/handprop/network.py', '/tmp/./x')", "Error"),
    "a full disk": ("open('/tmp/./x', 'wb').write(bytes(50 * 2**20))", "No space"),
    "a disk full of nothing": (
        "with open('/tmp/./x', 'wb') as f:\n    f.truncate(2**50)",
        "No space|too large",
    ),
    "far behind the end": (
        "with open('/tmp/./x', 'wb') as f:\n    f.seek(2**40)\n    f.write(b'x')",
        "No space|Error",
    ),
    "ten thousand files": ("for k in range(10_000): open(f'/tmp/{k}', 'w').close()", "No space"),
    "a thousand open files": ("kept = [open('/tmp/./x', 'w') for _ in range(1000)]", "open files|No file"),
    "long names": ("open('/tmp/' + 'x' * 5000, 'w')", "too long"),
    "deep folders": ("import os\nos.makedirs('/tmp/' + 'a/' * 500)", "too long|Recursion|No space"),
    "a folder in itself": (
        "import os\nos.makedirs('/tmp/./a/b')\nos.rename('/tmp/./a', '/tmp/./a/b/c')",
        "Invalid",
    ),
    "a gigabyte of chance": ("import os\nos.urandom(2**30)", "Error"),
    "the environment": ("import os\nprint(dict(os.environ))", r"^(?!.*SECRET).*HOME"),
}
SYSTEM = {
    "a process": ("import os\nos.fork()", "without other programs"),
    "a command": ("import subprocess\nsubprocess.run(['ls'])", "without other programs"),
    "a command of the shell": ("!ls /", "without other programs"),
    "a thread": ("import threading\nthreading.Thread(target=print).start()", "without threads"),
    "a socket": ("import socket\nsocket.create_connection(('127.0.0.1', 80))", "Error"),
    "a library of the machine": ("import ctypes\nprint(ctypes.CDLL(None).getpid())", "Error"),
    "a package that is not there": ("import torch", "No module named 'torch'"),
}
ATTEMPTS = FORGED | OUT_OF_TURN | MEMORY | FUEL | FILES | SYSTEM
WAITS = [name for name, (_, comes) in ATTEMPTS.items() if "slow" in comes or comes.startswith("Stopped")]
USUAL_WAITS = ("the timer taken off", "a loop")  # each costs seconds


@pytest.fixture(scope="module")
def box(webassembly):
    from handprop.grade.sandbox.wasm.handle import WebAssembly

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HANDPROP_TEST_SECRET", "SECRET")
        with WebAssembly(LIMITS) as box:
            yield box


def tried(box, source, seconds=SECONDS, patience=SECONDS):
    """What the judge hears when a cell has run: an answer as text, or what came instead."""
    with box.submission() as channel:
        channel.send(
            {"do": "run", "source": f"CLASS, HERE = {os.getcwd()!r}, {__file__!r}", "seconds": SECONDS}
        )
        channel.receive(SECONDS)
        channel.send({"do": "run", "source": source, "seconds": seconds})
        try:
            answer = channel.receive(seconds + patience)
        except TooSlow:
            return SLOW
        except Broken:
            return GONE
    return f"{answer['text']}{answer['error']}" if set(answer) >= {"text", "error"} else str(answer)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.slow if name in WAITS and name not in USUAL_WAITS else ())
        for name in ATTEMPTS
    ],
)
def test_an_attempt_ends_in_itself(box, name):
    source, comes = ATTEMPTS[name]
    seconds = SHORT if name in WAITS else SECONDS
    patience = 5 * SHORT if SLOW in comes else SECONDS  # what ignores its timer is ended from outside
    assert re.search(comes, tried(box, source, seconds, patience), re.S)
    assert tried(box, "print(6 * 7)") == "42\n"


def test_there_are_many():
    assert len(ATTEMPTS) >= 60


# The same against the judge: no attempt brings points


@pytest.fixture(scope="module")
def judge(webassembly):
    with Worker(LIMITS, webassembly) as worker:
        worker.wait_until_ready()
        yield worker


def graded(judge, notebook, path):
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return judge.grade(Submission("ada", LESSON, path))


CHEATS = [
    "the host's own word",
    "what the judge would say",
    "a thousand answers",
    "the session replaced",
    "the end",
]


@pytest.mark.parametrize("name", CHEATS)
def test_an_attempt_brings_no_points_and_costs_none(judge, tmp_path, name):
    cheat, victim = modest(), honest()
    for notebook in (cheat, victim):
        notebook["cells"].insert(place(notebook, "exercise_1-ask"), code_cell(ATTEMPTS[name][0]))
    result = graded(judge, cheat, tmp_path / "cheat.ipynb")
    assert {one.name for one in result.questions if one.score} <= ANSWERED
    assert graded(judge, honest(), tmp_path / "neighbour.ipynb").score == 10.0
    if name in ("the host's own word", "the end"):
        assert graded(judge, victim, tmp_path / "victim.ipynb").score == 10.0


def test_what_is_missing_is_named(judge, tmp_path):
    notebook = honest()
    for k, source in enumerate(
        [SYSTEM[name][0] for name in ("a thread", "a command", "a package that is not there")]
    ):
        notebook["cells"].insert(k, code_cell(source))
    result = graded(judge, notebook, tmp_path / "one.ipynb")
    assert result.score == 10.0
    said = " ".join(result.remarks)
    assert "Cell 1 asks for threads, which" in said
    assert "Cell 2 asks for other programs, which" in said
    assert "Cell 3 asks for the package torch, which" in said
    assert "WebAssembly" in result.isolation


# The calls of a system, asked with numbers of every kind


@pytest.fixture
def calls(webassembly):
    import wasmtime

    from handprop.grade.sandbox.wasm.files import Tree
    from handprop.grade.sandbox.wasm.memory import Memory
    from handprop.grade.sandbox.wasm.wasi import Calls

    store = wasmtime.Store()
    kept = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(1, 1)))
    tree = Tree({"/course/one": b"1" * 100}, "/tmp", 1000)
    made = Calls(tree, {"/": tree.root}, {"HOME": "/tmp"}, lambda seconds: False)
    made.memory = Memory(store, kept)
    return made


def names_of_calls():
    from handprop.grade.sandbox.wasm import wasi

    text = (sys.modules[wasi.__name__].__loader__).get_source(wasi.__name__)
    return sorted(set(re.findall(r"def _((?:fd|path|clock|poll|random|args|environ|sched)_\w+)\(self", text)))


def test_no_numbers_in_a_call_harm_the_host(calls):
    import inspect

    names, chance = names_of_calls(), random.Random(0)
    assert len(names) > 25
    numbers = (0, 1, 2, 3, 4, 8, 100, 65535, 65536, 2**31 - 1, -1, -(2**31), 2**40, -(2**63))
    for _ in range(20_000):
        name = chance.choice(names)
        how = inspect.signature(getattr(calls, f"_{name}"))
        count = {"path_open": 9, "path_filestat_set_times": 7}.get(name, len(how.parameters))
        given = [chance.choice(numbers) for _ in range(count)]
        assert 0 <= calls.answer(name, given, [64] * count) < 80, (name, given)
    assert calls._tree.root.children["course"].children["one"].data == b"1" * 100
    assert calls.answer("sock_send", [0] * 5, [32] * 5) == 52  # no such call


def test_the_memory_of_a_guest_ends_at_its_end(calls):
    for begin, length in ((65536, 1), (0, 65537), (-1, 1), (2**32, 0), (65535, 2), (0, -1)):
        with pytest.raises(IndexError):
            calls.memory.read(begin, length)


# What is kept between runs


def test_a_folder_of_somebody_elses_is_refused(webassembly, tmp_path, monkeypatch):
    from handprop.grade.sandbox.outside.isolation import SandboxFault
    from handprop.grade.sandbox.wasm import store

    folder = tmp_path / "kept"
    monkeypatch.setenv(store.FOLDER, str(folder))
    assert store.folder() == folder
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    folder.chmod(0o777)
    with pytest.raises(SandboxFault, match="others may write there"):
        store.folder()
    monkeypatch.setenv(store.FOLDER, str(tmp_path / "file" / "kept"))
    (tmp_path / "file").write_text("")
    with pytest.raises(SandboxFault, match="cannot be made"):
        store.folder()


def test_a_snapshot_that_is_spoilt_is_made_anew(webassembly, tmp_path, monkeypatch):
    from handprop.grade.sandbox.wasm import making, store
    from handprop.grade.sandbox.wasm.world import World

    path = store.snapshot()
    monkeypatch.setattr(store, "snapshot", lambda: tmp_path / path.name)
    (tmp_path / path.name).write_bytes(b"rubbish" * 10)
    world = World.around(making.machine())
    assert making.ready(world).length > 2**20
    assert (tmp_path / path.name).stat().st_size > 2**20
