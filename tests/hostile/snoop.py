"""Code that looks for what it should not have, writes where it should not, and calls outside.

What is read is printed, so that a secret would show in the result; what is copied would give points.  The
network is the loopback address only.
"""

from hostile.case import code, collected, hostile
from hostile.notebook import NAMES, UNANSWERED, answered, code_cell, modest


def at_the_end(text: str) -> dict:
    """The notebook as it came, with one more cell, whose answers nothing overwrites."""
    notebook = answered({})
    notebook["cells"].append(code_cell(text))
    return notebook


@hostile(lost=NAMES)
def copies_the_solutions(_):
    """Run the answers of the solutions' notebook, of the lesson's questions, and of other learners."""
    return at_the_end(
        """
        import json, pathlib
        parent = f"/proc/{os.getppid()}"
        for place in (REPO, CLASS, "/", "..", "../..", f"{parent}/cwd", f"{parent}/root{REPO}"):
            place = pathlib.Path(place)
            for path in (place / "solutions/06_by_hand/06_by_hand.ipynb", *place.glob("submitted/*/*.ipynb")):
                try:
                    for cell in json.loads(path.read_text())["cells"]:
                        if cell["metadata"].get("nbgrader", {}).get("solution"):
                            exec("".join(cell["source"]))
                except Exception as fault:
                    print(fault)
        """
    )


@hostile(lost=NAMES)
def runs_the_questions(_):
    """Run the file with the course's questions, and each solution in it."""
    return at_the_end(
        """
        import pathlib
        names = {}
        exec((pathlib.Path(REPO) / "lessons" / "06_by_hand" / "questions.py").read_text(), names)
        for question in names["QUESTIONS"]:
            if isinstance(question.solution, str):
                exec(question.solution_source)
        exercise_2 = names["exercise_2"]
        """
    )


@hostile(lost=NAMES)
def imports_the_questions(_):
    """Ask the package for the course's questions and their solutions."""
    return at_the_end(
        """
        from handprop.check import load_questions
        for question in load_questions("06_by_hand"):
            exec(question.solution_source)
        """
    )


@code()
def reads_the_environment():
    """Print the environment, one's own and that of every process that can be seen."""
    return """
        import glob, os
        print(dict(os.environ))
        for path in glob.glob("/proc/[0-9]*/environ") + glob.glob("/proc/[0-9]*/cmdline"):
            try:
                print(path, open(path, "rb").read())
            except OSError as fault:
                print(fault)
        """


@code()
def reads_what_it_can_find():
    """Print what lies in the class's folder, in the home folder, and beside one's own work."""
    return """
        import os, pathlib
        found = 0
        tops = (CLASS, os.path.dirname(CLASS), os.path.expanduser("~"), os.getcwd(), "..", "/root", "/home")
        for top in tops:
            for folder, _, files in os.walk(top):
                for name in files[:100]:
                    found += 1
                    if found < 2000 and ("secret" in name or folder.startswith(CLASS)):
                        print(folder, name, pathlib.Path(folder, name).read_bytes()[:500])
        """


@code()
def reads_through_other_processes():
    """The folders, the files and the memory of other processes, by way of /proc."""
    return """
        import glob
        for path in glob.glob("/proc/[0-9]*"):
            for name in ("root" + CLASS + "/gradebook.db", "cwd/gradebook.db", "fd/3", "fd/4", "fd/5", "mem"):
                try:
                    with open(f"{path}/{name}", "rb") as file:
                        print(path, name, file.read(1000))
                except (OSError, OverflowError, ValueError) as fault:
                    pass
        """


@code()
def writes_to_the_class():
    """Change the gradebook, the solutions and another learner's work; leave files there and in the course."""
    return """
        import glob, os, sqlite3
        for folder in (CLASS, REPO, REPO + "/utils/handprop", REPO + "/.venv", os.path.dirname(CLASS)):
            try:
                open(os.path.join(folder, TOKEN), "w").close()
            except OSError as fault:
                print(fault)
        for path in glob.glob(CLASS + "/**/*", recursive=True):
            try:
                with open(path, "ab") as file:
                    file.write(b"changed")
            except OSError as fault:
                print(fault)
        try:
            with sqlite3.connect(CLASS + "/gradebook.db") as book:
                book.execute("update grade set score = 10")
        except sqlite3.Error as fault:
            print(fault)
        """


@code()
def writes_everywhere():
    """Files in every folder that usually can be written to, in the imported package, and in Python."""
    return """
        import handprop, numpy, os, site, sys, tempfile
        folders = {"/dev/shm", "/var/tmp", "/run", "/etc", "/usr", "/", "/dev", "/proc", "/root", "/home"}
        folders |= {tempfile.gettempdir(), os.path.expanduser("~"), sys.prefix, *site.getsitepackages()}
        folders |= {os.path.dirname(path) for path in (numpy.__file__, handprop.__file__, sys.executable)}
        for folder in folders:
            try:
                open(os.path.join(folder, TOKEN), "w").close()
            except OSError as fault:
                print(folder, fault)
        """


@code()
def links_in_the_scratch_folder():
    """Links to what lies outside, for whoever cleans up or collects."""
    return """
        import os
        for k, target in enumerate((CLASS, CLASS + "/gradebook.db", REPO, "/etc/passwd", "/dev/zero")):
            for folder in (os.getcwd(), os.environ.get("TMPDIR", "/var/tmp")):
                for make in (os.symlink, os.link):
                    try:
                        make(target, os.path.join(folder, f"{TOKEN}-link-{k}-{make.__name__}"))
                    except OSError as fault:
                        print(fault)
        os.makedirs("a/" * 300, exist_ok=True)
        """


@code()
def calls_the_loopback_address():
    """A connection and a datagram to a port of this machine where something listens."""
    return """
        import socket
        for kind, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
            for way in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
                try:
                    with socket.socket(kind, way) as line:
                        line.settimeout(1)
                        line.connect((address, PORT))
                        line.send(TOKEN.encode())
                except OSError as fault:
                    print(address, fault)
        """


@code()
def calls_an_abstract_socket():
    """A connection to a socket of this machine that no file system shows."""
    return """
        import socket
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(1)
            line.connect("\\0" + RUN)
            line.send(b"hello")
        """


_PLACES = """
        import ctypes, os, socket, tempfile
        libc = ctypes.CDLL(None, use_errno=True)
        MESSAGE = b"exercise_1 = [1.616, -3.232, -0.404, 0.808, -0.606, -2.626]"
        NAME = f"{RUN}-message"
        FOLDERS = (os.getcwd(), tempfile.gettempdir(), "/dev/shm", "/var/tmp", "/run", "/dev/mqueue",
                   os.path.expanduser("~"))
"""


@code()
def leaves_a_message():
    """Right answers for a friend: in files, shared memory, queues, keys of the kernel and an open socket."""
    return (
        _PLACES
        + """
        for folder in FOLDERS:
            try:
                with open(os.path.join(folder, NAME), "wb") as file:
                    file.write(MESSAGE)
            except OSError as fault:
                print(fault)
        libc.shmat.restype = ctypes.c_void_p
        kept = libc.shmget(0x6B32, 4096, 0o1666)
        if kept >= 0:
            address = libc.shmat(kept, None, 0)
            ctypes.memmove(address, MESSAGE, len(MESSAGE))
        for ring in (-3, -4, -5):
            libc.syscall(248, b"user", NAME.encode(), MESSAGE, len(MESSAGE), ring)
        if not os.fork():
            os.setsid()
            server = socket.socket(socket.AF_UNIX)
            server.bind("\\0" + NAME)
            server.listen()
            server.settimeout(60)
            try:
                while True:
                    line, _ = server.accept()
                    line.sendall(MESSAGE)
                    line.close()
            finally:
                os._exit(0)
        """
    )


@code()
def waits_for_a_file_that_never_comes():
    """A pipe with a name, which nobody writes to, opened without waiting and then read."""
    return """
        import os
        os.mkfifo("pipe")
        os.close(os.open("pipe", os.O_RDONLY | os.O_NONBLOCK))
        """


@code()
def opens_devices():
    """Devices: memory, disks, the kernel's log, terminals; and new ones."""
    return """
        import glob, os, stat
        assert INSIDE
        for path in ("/dev/mem", "/dev/kmsg", "/dev/vda", "/dev/sda", "/dev/tty", "/dev/fuse", "/dev/kvm"):
            try:
                os.close(os.open(path, os.O_RDONLY | os.O_NONBLOCK))
                print("opened", path)
            except OSError as fault:
                print(fault)
        for kind, number in ((stat.S_IFBLK, (254, 0)), (stat.S_IFCHR, (1, 1))):
            try:
                os.mknod(TOKEN + str(kind), kind | 0o600, os.makedev(*number))
                print("made", open(TOKEN + str(kind), "rb").read(1))
            except OSError as fault:
                print(fault)
        """


_FETCH = (
    _PLACES
    + """
        found = []
        for folder in FOLDERS:
            try:
                found.append(open(os.path.join(folder, NAME), "rb").read())
            except OSError as fault:
                pass
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(1)
                line.connect("\\0" + NAME)
                found.append(line.recv(1000))
        except OSError:
            pass
        kept = libc.shmget(0x6B32, 4096, 0o666)
        if kept >= 0:
            libc.shmat.restype = ctypes.c_void_p
            address = libc.shmat(kept, None, 0)
            found.append(ctypes.string_at(address))
            libc.shmctl(kept, 0, None)
        key = libc.syscall(249, b"user", NAME.encode(), None, 0)
        if key >= 0:
            data = ctypes.create_string_buffer(1000)
            size = libc.syscall(250, 11, key, data, 1000)
            found.append(data.raw[:max(0, size)])
        for text in found:
            exec(text.split(b"\\0")[0].decode())
        """
)


@hostile(lost=UNANSWERED)
def fetches_the_message(_):
    """What the submission before has left is looked for in every place, and run."""
    return modest(exercise_1=_FETCH)


CASES = collected(globals())
