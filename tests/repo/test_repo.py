"""The repository holds together: packages in step, text clean, links and pictures whole, commands real."""

import importlib.util
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from places import REPO

ROOT = REPO
ROOMS = {
    *("lessons", "notebooks", "solutions", "exercises", "utils", "tests", "docs"),
    *("benchmarks", "deploy", "config", ".ci", ".github"),
}
TOP_FILES = {
    *("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", ".gitignore", ".gitattributes"),
    *("CITATION.cff", ".gitlab-ci.yml"),
    *("course.py", "pyproject.toml", "requirements.txt", "environment.yml", "postBuild"),
    *("jupytext.toml", "nbgrader_config.py"),
    *("package.json", "package-lock.json", ".npmrc", "eslint.config.mjs", "tsconfig.json"),
}
# Put together here, so that this file does not itself contain what it looks for.
HOSTS = [name + "." + end for name, end in [("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org")]]
HOSTS += [name + "." + end for name, end in [("npmjs", "com"), ("anaconda", "org"), ("conda", "io")]]
PLACES = re.compile(r"(?<![\w.~)\]}-])/(?:" + "|".join(["work", "root", "tmp"]) + r")/\w")


def tracked():
    """Every file that git knows; in a copy without git, every file but the generated hidden ones."""
    git = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if git.returncode == 0:
        names = git.stdout.strip("\0").split("\0")
    else:
        names = [path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*") if path.is_file()]
        left_out = re.compile(
            r"(^|/)(\.venv|\.git|node_modules|__pycache__|\.\w+_cache|\.ipynb_checkpoints|\.course[.-]\w+)(/|$)"
        )
        learners = tuple(f"{place.parent.relative_to(ROOT).as_posix()}/" for place in ROOT.rglob(".handprop"))
        names = [name for name in names if not left_out.search(name) and not name.startswith(learners)]
    return sorted(name for name in names if (ROOT / name).is_file())


TRACKED = tracked()


def text_of(name):
    """The text of a file; none for pictures and the like."""
    try:
        return (ROOT / name).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


# Packages: ranges in pyproject.toml, pins in requirements.txt, environment.yml pointing there


def ranges():
    project = tomllib.loads(text_of("pyproject.toml"))
    extras = project["project"]["optional-dependencies"]
    wanted = project["project"]["dependencies"] + project["dependency-groups"]["test"]
    wanted += [line for extra in load_course().EXTRAS for line in extras[extra]]
    return [Requirement(line) for line in wanted]


def pins():
    """Every pin with its hashes."""
    lines = re.sub(r"\\\n", " ", text_of("requirements.txt")).splitlines()
    lines = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    parts = [line.split("--hash=") for line in lines]
    return [(Requirement(first), [rest.strip() for rest in hashes]) for first, *hashes in parts]


def pins_for(python, system="linux", machine="x86_64"):
    """The version that a machine gets of every package."""
    names = {"linux": ("Linux", "posix"), "darwin": ("Darwin", "posix"), "win32": ("Windows", "nt")}[system]
    where = {
        "python_version": python,
        "python_full_version": python + ".9",
        "sys_platform": system,
        "platform_system": names[0],
        "os_name": names[1],
        "platform_machine": machine,
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    fitting = [pin for pin, _ in pins() if pin.marker is None or pin.marker.evaluate(where)]
    versions = {canonicalize_name(pin.name): next(iter(pin.specifier)).version for pin in fitting}
    assert len(versions) == len(fitting), "one version of each package"
    return versions


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13", "3.14"])
@pytest.mark.parametrize(
    ("system", "machine"),
    [("linux", "x86_64"), ("darwin", "arm64"), ("darwin", "x86_64"), ("win32", "AMD64")],
)
def test_every_range_of_pyproject_has_a_pin_inside_it(python, system, machine):
    pinned = pins_for(python, system, machine)
    for wanted in ranges():
        version = pinned.get(canonicalize_name(wanted.name))
        assert version is not None, f"{wanted.name} has no pin: run `python course.py lock`"
        assert wanted.specifier.contains(version), (
            f"{wanted} and the pin {version}: run `python course.py lock`"
        )


def test_every_pin_is_exact_and_hashed():
    assert len(pins()) > 50
    for pin, hashes in pins():
        assert [part.operator for part in pin.specifier] == ["=="], pin
        assert hashes, pin
        assert all(re.fullmatch("sha256:[0-9a-f]{64}", value) for value in hashes), pin


def test_the_lock_serves_the_oldest_python_that_the_course_takes():
    oldest = tomllib.loads(text_of("pyproject.toml"))["project"]["requires-python"]
    assert oldest == ">=" + ".".join(map(str, load_course().OLDEST))
    assert "python course.py lock" in text_of("requirements.txt").splitlines()[1]


def test_environment_yml_points_to_the_pins_and_says_nothing_else():
    assert yaml.safe_load(text_of("environment.yml")) == {
        "name": "handprop",
        "channels": ["conda-forge", "nodefaults"],
        "dependencies": ["python=3.12", "pip", {"pip": ["-r requirements.txt"]}],
    }


def test_post_build_installs_the_course_as_course_py_does():
    course = text_of("course.py")
    for option in re.findall(r"(?<=\s)--?[a-z-]+", text_of("postBuild").splitlines()[-1]):
        assert f'"{option}"' in course


def test_the_only_lock_is_requirements_txt():
    assert not {Path(name).name for name in TRACKED} & {
        "uv.lock",
        "pylock.toml",
        "poetry.lock",
        "Pipfile.lock",
    }


# The top of the repository, and what may not stand in any file


def test_everything_at_the_top_is_known():
    top = {name.split("/")[0] for name in TRACKED}
    assert top <= ROOMS | TOP_FILES


@pytest.mark.parametrize("host", HOSTS)
def test_no_file_names_the_host_of_a_registry(host):
    assert [name for name in TRACKED if host in text_of(name)] == []


def test_no_file_holds_an_absolute_path_of_one_machine():
    assert [
        name for name in TRACKED if PLACES.search(text_of(name)) or str(ROOT) + "/" in text_of(name)
    ] == []


def test_an_absolute_path_is_seen():
    for text in ("see /{}/main", "open('/{}/x')", 'cd "/{}/a b"'):
        assert PLACES.search(text.format("root"))
    for text in ("https://a.b/{}/x", "docs/{}/x", "~/{}/x"):
        assert not PLACES.search(text.format("work"))
    for text, folder in (("/usr/{}/chromium", "bin"), ("--tmpfs /{}", "tmp")):
        assert not PLACES.search(text.format(folder))


def test_shell_scripts_can_be_run():
    for name in (".ci/run", "postBuild"):
        assert text_of(name).startswith("#!/bin/bash\n")
        assert subprocess.run(["bash", "-n", ROOT / name]).returncode == 0


@pytest.mark.parametrize("command", [["check"], ["format", "--check"]])
def test_ruff_is_content(command):
    run = subprocess.run(
        [sys.executable, "-m", "ruff", *command, "."], cwd=ROOT, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_mypy_is_content():
    """With the engines and examples, strictly; see pyproject.toml."""
    run = subprocess.run([sys.executable, "-m", "mypy"], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


# Markdown: pictures, links


def markdown():
    """Every piece of Markdown: files, and the text cells of notebooks."""
    for name in TRACKED:
        if name.endswith(".md"):
            yield name, text_of(name)
        elif name.endswith(".ipynb"):
            cells = json.loads(text_of(name))["cells"]
            texts = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
            yield name, "\n\n".join(texts)


MARKDOWN = dict(markdown())


def prose(text):
    """Markdown without its code."""
    text = re.sub(r"^(`{3,}|~{3,}).*?^\1`*\s*$", "", text, flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"`[^`\n]+`", "", text)


def pictures_without_text(text):
    """Pictures that a screen reader would pass over, in Markdown, HTML and MyST."""
    directives = re.findall(r"^(`{3,}|:{3,})\{(?:figure|image)\}(.*?)^\1", text, re.MULTILINE | re.DOTALL)
    found = [body for _, body in directives if not re.search(r"^:alt:[ \t]*\S", body, re.MULTILINE)]
    found += re.findall(r"!\[\s*\]\([^)]*\)", prose(text))
    tags = re.findall(r"<img\b[^>]*>", prose(text))
    return found + [tag for tag in tags if not re.search(r"\balt=(['\"])\s*[^'\"\s]", tag)]


def anchors(text):
    """The anchors that GitHub gives to headings."""
    headings = re.findall(
        r"^#{1,6}[ \t]+(.+?)[ \t]*#*$", re.sub(r"^```.*?^```", "", text, flags=re.M | re.S), re.M
    )
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken_links(name, text):
    """Links inside the repository that lead nowhere."""
    for target in re.findall(r"\]\(<?([^)\s>]+)", prose(text)):
        if re.match(r"[a-z][a-z+.-]*:", target):
            continue
        path, _, anchor = target.partition("#")
        goal = (ROOT / name).parent / path if path else ROOT / name
        known = (
            anchors(goal.read_text(encoding="utf-8"))
            if anchor and goal.suffix == ".md" and goal.exists()
            else {anchor}
        )
        if not goal.exists() or anchor not in known:
            yield target


@pytest.mark.parametrize("name", MARKDOWN)
def test_every_picture_has_alternative_text(name):
    assert pictures_without_text(MARKDOWN[name]) == []


@pytest.mark.parametrize("name", MARKDOWN)
def test_every_link_leads_somewhere(name):
    assert list(broken_links(name, MARKDOWN[name])) == []


@pytest.mark.parametrize(
    "text",
    [
        "![](a.png)",
        "![ ](a.png)",
        "<img src='a.png'>",
        '<img alt="" src="a.png">',
        "```{figure} a.png\n:width: 3\nCaption\n```",
        ":::{image} a.png\n:alt:\n:::",
    ],
)
def test_a_picture_without_text_is_seen(text):
    assert pictures_without_text(f"Text\n\n{text}\n")


@pytest.mark.parametrize(
    "text",
    ["![a net](a.png)", '<img src="a" alt="a net">', "```{figure} a.png\n:alt: a net\n```", "`![](a)`"],
)
def test_a_picture_with_text_passes(text):
    assert pictures_without_text(f"Text\n\n{text}\n") == []


def test_a_broken_link_is_seen():
    text = (
        "[a](nowhere.md) [b](LICENSE#x) [c](CONTRIBUTING.md#nowhere) [d](#tests) [e](https://a.b) `[f](no)`"
    )
    assert list(broken_links("CONTRIBUTING.md", text)) == ["nowhere.md", "CONTRIBUTING.md#nowhere"]


def test_a_lesson_saved_in_jupyterlab_keeps_its_front_matter(tmp_path):
    lesson = (ROOT / "lessons" / "06_by_hand" / "lesson.md").read_text(encoding="utf-8")
    (tmp_path / "jupytext.toml").write_text(text_of("jupytext.toml"), encoding="utf-8")
    (tmp_path / "lesson.md").write_text(lesson, encoding="utf-8")
    jupytext = [sys.executable, "-m", "jupytext", "--quiet"]
    subprocess.run([*jupytext, "--to", "ipynb", "lesson.md"], cwd=tmp_path, check=True)
    subprocess.run([*jupytext, "--to", "md:myst", "lesson.ipynb"], cwd=tmp_path, check=True)
    saved = (tmp_path / "lesson.md").read_text(encoding="utf-8")
    before, after = (yaml.safe_load(text.split("---\n")[1]) for text in (lesson, saved))
    assert after["handprop"] == before["handprop"]
    assert "jupytext_version" not in saved


# What the texts promise


def load_course():
    spec = importlib.util.spec_from_file_location("course", ROOT / "course.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def named_commands(program):
    """The words that follow a program's name wherever code stands in Markdown, with the file that says so."""
    found = set()
    for name in (name for name in TRACKED if name.endswith(".md")):
        text = text_of(name)
        code = re.findall(r"`([^`\n]+)`", text) + re.findall(r"^(?: {4}|\t)(.+)$", text, re.MULTILINE)
        code += "\n".join(
            re.findall(r"^```(?:bash|sh|console|text)?\n(.*?)^```", text, re.M | re.S)
        ).splitlines()
        found |= {
            (word, name) for line in code for word in re.findall(program + r"[ ]+([a-z][a-z_-]+)", line)
        }
    return sorted(found)


def test_every_command_of_course_py_in_the_texts_exists():
    named = named_commands(r"course\.py")
    assert {"test", "setup", "lock"} <= {word for word, _ in named}
    assert [(word, name) for word, name in named if word not in load_course().COMMANDS] == []


def test_every_command_of_handprop_in_the_texts_exists():
    named = named_commands(r"(?:^|[;&|] *)handprop")
    help_ = subprocess.run(
        [sys.executable, "-m", "handprop", "--help"], capture_output=True, text=True
    ).stdout
    assert "build" in {word for word, _ in named}
    assert [(word, name) for word, name in named if not re.search(rf"^ +{word}\b", help_, re.MULTILINE)] == []


@pytest.mark.parametrize(
    "room", ["notebooks", "lessons", "exercises", "solutions", "utils", "tests", "benchmarks"]
)
def test_every_room_says_what_it_is_in_three_lines(room):
    title, *lines = [line for line in text_of(f"{room}/README.md").splitlines() if line]
    assert title.startswith("# ")
    assert len(lines) == 3
    assert "edit" in lines[1].lower()


def test_both_commands_stand_in_the_first_screen_of_the_readme():
    first_screen = "\n".join(text_of("README.md").splitlines()[:25])
    assert "python course.py  " in first_screen
    assert "python course.py test" in first_screen


def test_the_changelog_begins_with_what_is_not_released():
    assert re.search(r"^## .+$", text_of("CHANGELOG.md"), re.MULTILINE).group() == "## Unreleased"
