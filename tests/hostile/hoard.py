"""Code that takes all that there is: memory, disk, descriptors, threads, output.  Every amount is bounded."""

from hostile.case import code, collected, hostile
from hostile.notebook import honest


@code()
def memory_in_steps():
    """Take up to 3 GB of memory, in steps, and touch it."""
    return """
        def hoard():
            kept = []
            for _ in range(60):
                kept.append(bytearray(b"x") * (50 * 2**20))
        hoard()
        """


@code()
def memory_kept():
    """Take up to 3 GB of memory, keep it, and go on."""
    return """
        kept = []
        try:
            for _ in range(60):
                kept.append(bytearray(b"x") * (50 * 2**20))
        except MemoryError:
            pass
        """


@code()
def memory_of_many_processes():
    """Six processes that take 500 MB each, so that no single one goes far beyond a limit."""
    return """
        import os, time
        children = []
        for _ in range(6):
            child = os.fork()
            if not child:
                try:
                    kept = [bytearray(b"x") * (50 * 2**20) for _ in range(10)]
                    time.sleep(1)
                finally:
                    os._exit(0)
            children.append(child)
        for child in children:
            os.waitpid(child, 0)
        """


@code(says="PermissionError")
def memory_in_files_without_a_name():
    """Files in memory (memfd) that no process has mapped, each below the limit of a file: up to 3 GB."""
    return """
        import os
        kept = []
        for _ in range(240):
            kept.append(os.memfd_create("hoard"))
            os.write(kept[-1], b"x" * (12 * 2**20))
        """


@code(says="segments: 0")
def memory_in_segments():
    """Segments of shared memory, touched and let go, so that they are in no process's account: up to 3 GB."""
    return """
        import ctypes
        libc = ctypes.CDLL(None)
        libc.shmat.restype = ctypes.c_void_p
        made = []
        for _ in range(15):
            segment = libc.shmget(0, 200 * 2**20, 0o1600)
            if segment >= 0:
                made.append(segment)
                place = ctypes.c_void_p(libc.shmat(segment, None, 0))
                ctypes.memset(place, 1, 200 * 2**20)
                libc.shmdt(place)
        for segment in made:
            libc.shmctl(segment, 0, None)
        print("segments:", len(made))
        """


@code(says="mounted: False")
def memory_in_a_namespace():
    """A namespace of one's own, and in it a file system in memory with a limit of one's own choosing."""
    return """
        import ctypes, os
        assert INSIDE
        libc = ctypes.CDLL(None)
        told, tell = os.pipe()
        if not os.fork():
            free = libc.unshare(0x10000000 | 0x00020000) == 0 or libc.syscall(435, 0, 0) >= 0
            mounted = free and libc.mount(b"none", b"/tmp", b"tmpfs", 0, b"size=1g") == 0
            os.write(tell, str(mounted).encode())
            os._exit(0)
        print("mounted:", os.read(told, 10).decode())
        """


@code()
def disk():
    """Fill every folder that can be written to, up to 1 GB each."""
    return """
        import os, tempfile
        for folder in {os.getcwd(), tempfile.gettempdir(), "/dev/shm", "/var/tmp", os.path.expanduser("~")}:
            try:
                with open(os.path.join(folder, TOKEN), "wb") as file:
                    for _ in range(100):
                        file.write(b"x" * (10 * 2**20))
            except OSError as fault:
                print(folder, fault)
        """


@code()
def many_files():
    """Ten thousand files in the scratch folder."""
    return """
        for k in range(10_000):
            open(f"{TOKEN}-{k}", "w").close()
        """


@code()
def descriptors():
    """Every file descriptor that there is, kept open."""
    return """
        kept = []
        try:
            for _ in range(5000):
                kept.append(open("/dev/null"))
        except OSError:
            pass
        """


@code()
def threads():
    """Three hundred threads that sleep."""
    return """
        import threading, time
        for _ in range(300):
            threading.Thread(target=time.sleep, args=(100,), daemon=True).start()
        """


@code()
def output_flood():
    """Print 300 MB."""
    return """
        for _ in range(3000):
            print("x" * 100_000)
        """


@code()
def error_flood():
    """The same to standard error, and past Python to the descriptors."""
    return """
        import os, sys
        for _ in range(300):
            print("x" * 100_000, file=sys.stderr)
        for _ in range(300):
            os.write(1, b"y" * 100_000)
            os.write(2, b"z" * 100_000)
        """


@code()
def display_flood():
    """Thousands of rich outputs."""
    return """
        from IPython.display import HTML, display
        for _ in range(3000):
            display(HTML("<p>" + "x" * 10_000))
        """


@code()
def error_of_megabytes():
    """An exception whose message has 50 MB."""
    return "raise ValueError('x' * 50_000_000)"


@hostile(lost={"exercise_1"}, says="more than is asked for")
def huge_list(_):
    """Ten million numbers for six."""
    return honest(exercise_1="exercise_1 = [0.5] * 10_000_000")


@hostile(lost={"exercise_1"}, says="asked for")
def huge_array(_):
    """An array of 400 MB."""
    return honest(exercise_1="import numpy as np\nexercise_1 = np.zeros(50_000_000)")


@hostile(lost={"exercise_1"}, says="asked for")
def array_larger_than_any_memory(_):
    """One number with strides of zero, which looks like a terabyte of them."""
    return honest(exercise_1="import numpy as np\nexercise_1 = np.broadcast_to(1.616, (10**6, 10**6))")


@hostile(lost={"exercise_1"})
def deep_list(_):
    """A list in a list, a hundred thousand times."""
    return honest(
        exercise_1="""
        exercise_1 = []
        for _ in range(100_000):
            exercise_1 = [exercise_1]
        """
    )


@hostile(lost={"exercise_1"})
def list_in_itself(_):
    """A list that contains itself."""
    return honest(exercise_1="exercise_1 = [1, 2, 3, 4, 5]\nexercise_1.append(exercise_1)")


@hostile(lost={"exercise_1"})
def list_of_itself_many_times(_):
    """Thirty levels of lists, each of ten times the one below: small in memory, endless when walked."""
    return honest(
        exercise_1="""
        exercise_1 = [1.0]
        for _ in range(25):
            exercise_1 = [exercise_1] * 10
        """
    )


@hostile(lost={"after_the_step"})
def huge_integer(_):
    """An integer of a million digits, for which text takes for ever."""
    return honest(after_the_step="after_the_step = 10 ** (10 ** 6)")


@hostile(lost={"after_the_step"})
def integer_beyond_every_float(_):
    """An integer of 500 digits, which is no float."""
    return honest(after_the_step="after_the_step = 10 ** 500")


@hostile(lost={"closed_gate"})
def huge_text(_):
    """A hundred million letters for one."""
    return honest(closed_gate="closed_gate = 'd' * 100_000_000")


@hostile(lost={"exercise_1"}, says="not a finite number")
def not_a_number(_):
    """NaN and infinity."""
    return honest(exercise_1="exercise_1 = [float('nan')] * 3 + [float('inf')] * 3")


CASES = collected(globals())
