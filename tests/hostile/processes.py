"""Code that ends, kills, forks and leaves behind.

What could harm a machine if the sandbox failed is only tried where the class cannot be seen (`INSIDE`).
"""

from hostile.case import code, collected, hostile
from hostile.notebook import honest


@code()
def exits_at_once():
    """End the process without a word."""
    return "import os; os._exit(0)"


@code()
def exits_politely():
    """SystemExit, by `sys.exit` and by `exit`."""
    return "import sys\nexit()\nsys.exit(3)"


@code()
def kills_itself():
    """SIGKILL to the own process."""
    return "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"


@code()
def kills_its_parent():
    """SIGKILL to the parent, to its process group and to the first process of all."""
    return """
        import os, signal
        assert INSIDE
        for target in (os.getppid(), 1, 2, 3, 4):
            for number in (signal.SIGTERM, signal.SIGINT, signal.SIGKILL):
                try:
                    if target not in (0, os.getpid()):
                        os.kill(target, number)
                except OSError as fault:
                    print(target, fault)
        """


@code()
def kills_everybody():
    """SIGKILL to every process that can be reached."""
    return "import os, signal\nassert INSIDE\nos.kill(-1, signal.SIGKILL)"


@code()
def stops_its_parent():
    """SIGSTOP to the parent and to the own group, so that everything stands still."""
    return """
        import os, signal
        assert INSIDE
        for target in (os.getppid(), 1):
            try:
                if target != 0:
                    os.kill(target, signal.SIGSTOP)
            except OSError as fault:
                print(target, fault)
        """


@code()
def stops_itself():
    """SIGSTOP to the own process; the kernel spares the first process of a namespace."""
    return "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)"


@code()
def fork_bomb():
    """At most 60 processes, for at most 5 seconds."""
    return """
        import os, time
        end = time.monotonic() + 5
        for _ in range(60):
            try:
                if not os.fork():
                    time.sleep(max(0, end - time.monotonic()))
                    os._exit(0)
            except OSError as fault:
                print(fault)
                break
        """


@code()
def leaves_a_process_behind():
    """Processes of their own session, twice removed, that sleep for minutes and carry a name."""
    return """
        import os, subprocess, sys
        line = [sys.executable, "-c", "import time; time.sleep(300)", TOKEN]
        subprocess.Popen(line, start_new_session=True)
        if not os.fork():
            os.setsid()
            if not os.fork():
                os.execv(sys.executable, line)
            os._exit(0)
        """


@code()
def both_go_on():
    """Fork, and let parent and child go on: both answer."""
    return "import os\nchild = os.fork()"


@code()
def child_goes_on_alone():
    """Fork, and let the parent end: the child takes its place."""
    return "import os\nif os.fork():\n    os._exit(0)"


@code()
def traces_its_parent():
    """Attach to the parent with ptrace, and write into its memory."""
    return """
        import ctypes, os
        assert INSIDE
        libc = ctypes.CDLL(None, use_errno=True)
        for target in (os.getppid(), 1):
            print(target, libc.ptrace(16, target, None, None), ctypes.get_errno())
            for name in ("mem", "maps", "environ", "cwd", "root"):
                try:
                    print(open(f"/proc/{target}/{name}", "r+b").read(10))
                except OSError as fault:
                    print(fault)
        """


@code()
def takes_its_own_limits_down():
    """Set every limit of the process to zero: no more files, bytes, memory or time for anyone."""
    return """
        import resource
        for name in ("NOFILE", "FSIZE", "NPROC", "DATA", "CPU"):
            try:
                resource.setrlimit(getattr(resource, "RLIMIT_" + name), (0, 0))
            except (OSError, ValueError) as fault:
                print(name, fault)
        """


@code()
def takes_its_limits_up():
    """Set every limit to none, then use what one ought not to have."""
    return """
        import resource
        for name in dir(resource):
            if name.startswith("RLIMIT_"):
                for most in (resource.RLIM_INFINITY, resource.getrlimit(getattr(resource, name))[1]):
                    try:
                        resource.setrlimit(getattr(resource, name), (most, most))
                        break
                    except (OSError, ValueError):
                        pass
        def hoard():
            kept = [bytearray(b"x") * (50 * 2**20) for _ in range(60)]
        hoard()
        """


@code()
def becomes_root_in_a_namespace():
    """A user namespace of its own, in which it is root, and mounts."""
    return """
        import ctypes, os
        assert INSIDE
        libc = ctypes.CDLL(None, use_errno=True)
        child = os.fork()
        if not child:
            for flags in (0x10000000, 0x10000000 | 0x00020000, 0x40000000, 0x20000000):
                print(flags, libc.unshare(flags), ctypes.get_errno())
            print(libc.mount(b"none", b"/proc", b"proc", 0, None), ctypes.get_errno())
            print(libc.umount2(b"/tmp", 2), ctypes.get_errno())
            os._exit(0)
        os.waitpid(child, 0)
        """


@code()
def closes_everything():
    """Close every descriptor, so that no answer can leave."""
    return "import os\nos.closerange(0, 4096)"


@code()
def closes_standard_output():
    """Close what Python prints to."""
    return "import os, sys\nsys.stdout.close()\nsys.stderr.close()\nos.close(1)\nos.close(2)"


@code()
def writes_to_every_descriptor():
    """Text that looks like an answer, and rubbish, to every descriptor that is open."""
    return """
        import json, os, struct
        forged = json.dumps({"score": 10, "state": "right", "points": 10}).encode()
        for number in range(64):
            for data in (struct.pack(">I", len(forged)) + forged, forged + b"\\n", b"\\xff" * 100):
                try:
                    os.set_blocking(number, False)
                    os.write(number, data)
                except OSError:
                    pass
        """


@code()
def reads_every_descriptor():
    """Read from every descriptor that is open: what was meant for the process's keeper is gone."""
    return """
        import os
        for number in range(64):
            try:
                os.set_blocking(number, False)
                print(number, os.readlink(f"/proc/self/fd/{number}"), os.read(number, 1000))
            except OSError:
                pass
        """


@code()
def locks_itself_in():
    """Strict seccomp: the process is killed at its next call of the system."""
    return "import ctypes\nctypes.CDLL(None).prctl(22, 1, 0, 0, 0)"


@code()
def crashes():
    """A segmentation fault."""
    return "import ctypes\nctypes.string_at(0)"


@code()
def spoils_the_folder():
    """Move away from the scratch folder, forbid it, delete what is in it."""
    return """
        import os, shutil, tempfile
        os.umask(0o777)
        assert INSIDE
        for folder in (os.getcwd(), tempfile.gettempdir(), os.path.expanduser("~")):
            if folder != "/":
                shutil.rmtree(folder, ignore_errors=True)
        os.chdir("/")
        """


@hostile(lost={"exercise_2"})
def function_that_kills(_):
    """The function of exercise 2 kills the process at its third call."""
    return honest(
        exercise_2="""
        import os, signal
        calls = []
        def exercise_2(x, y, w, learning_rate):
            calls.append(x)
            if len(calls) == 3:
                os.kill(os.getpid(), signal.SIGKILL)
            return w
        """
    )


CASES = collected(globals())
