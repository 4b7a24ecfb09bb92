"""The local hub: an exercise from release to feedback over its HTTP API, for two learners; its settings."""

import importlib.util
import os
import re
import socket
import stat
import subprocess
import sys

import pytest
import websocket
from places import REPO

DEPLOY = REPO / "deploy"
EXERCISE = "06_by_hand"
PROTOCOL = "v1.kernel.websocket.jupyter.org"


@pytest.fixture(scope="module")
def parts():
    """The modules of deploy/, which is no package of its own."""
    folders = [str(DEPLOY), str(DEPLOY / "local"), str(DEPLOY / "users")]
    sys.path[:0] = folders
    import class_folder
    import fill_home
    import rehearse

    yield {"class_folder": class_folder, "fill_home": fill_home, "rehearse": rehearse}
    for folder in folders:
        sys.path.remove(folder)


@pytest.fixture(scope="module")
def jupyterhub():
    """Skip without JupyterHub, or fail under HANDPROP_REQUIRE_HUB=1."""
    if importlib.util.find_spec("jupyterhub") is None:
        why = "JupyterHub is not installed: deploy/README.md says how."
        (pytest.fail if os.environ.get("HANDPROP_REQUIRE_HUB") == "1" else pytest.skip)(why)


def refused(do, *arguments):
    """What the hub said no with."""
    from rehearsal.person import HubError

    with pytest.raises(HubError) as no:
        do(*arguments)
    return str(no.value)


@pytest.fixture(scope="module")
def played(parts, jupyterhub, sandbox, tmp_path_factory):
    """What happened in one round on a hub, which has ended by the time the tests look at it."""
    from rehearsal.hub import LocalHub, processes_of

    rehearse = parts["rehearse"]
    folder = tmp_path_factory.mktemp("class")
    seen = {"folder": folder, "steps": []}
    with LocalHub(folder) as hub:
        seen["port"] = hub.port
        seen["wrong password"] = refused(hub.log_in, "instructor")
        seen["stranger"] = refused(hub.log_in, "eve")
        instructor, learners = rehearse.log_in_all(hub)
        seen["neighbour"] = learners[0].web.get(f"{hub.address}/user/grace/api/contents/").status_code
        seen["formgrader"] = refused(learners[0].call, "GET", "formgrader/api/assignments")
        rehearse.hand_out_and_in(instructor, learners, seen["steps"].append)
        seen["link"] = link_to_lesson(learners[0])
        seen["protocol"] = protocol_of_a_kernel(learners[0])
        seen["scores"], seen["pages"] = rehearse.grade_and_return(instructor, learners, seen["steps"].append)
        seen["busy"] = len(processes_of(folder))
    seen["left"] = [process.cmdline() for process in processes_of(folder)]
    return seen


def words(page):
    """What a page of HTML says."""
    return " ".join(re.sub("<style.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL).split())


def link_to_lesson(learner):
    """The notebook behind the first link of the exercise, looked up in the learner's own folder."""
    notebook = learner.read_notebook(f"handprop/{EXERCISE}/{EXERCISE}.ipynb")
    target = re.search(r"\]\(([^)]+)\)", notebook["cells"][0]["source"]).group(1)
    path = os.path.normpath(f"handprop/{EXERCISE}/{target}")
    return path, learner.read_notebook(path)["cells"][0]["source"]


def protocol_of_a_kernel(learner):
    """What the server chose of the protocols that JupyterLab offers for the socket to a kernel."""
    kernel = learner.call("POST", "api/kernels", json={"name": "python3"})["id"]
    address = f"{learner.hub}/user/{learner.name}/api/kernels/{kernel}/channels".replace("http", "ws", 1)
    header = {"Authorization": learner.web.headers["Authorization"]}
    try:
        socket = websocket.create_connection(address, header=header, subprotocols=[PROTOCOL], timeout=120)
    except websocket.WebSocketException as fault:
        return str(fault)
    socket.close()
    return socket.subprotocol


def test_the_scores_of_both_learners_reach_the_gradebook(played):
    assert played["scores"] == {"ada": (10, 10), "grace": (8, 10)}


def test_both_learners_get_their_own_feedback(played):
    ada, grace = (words(played["pages"][name]) for name in ("ada", "grace"))
    assert "Feedback for ada 10 of 10 points" in ada
    assert "Feedback for grace 8 of 10 points" in grace
    assert "grace" not in ada
    assert "ada" not in grace.split()


def test_the_feedback_names_the_mistake_of_the_one_who_made_it(played):
    assert "takes target - prediction for the error" in played["pages"]["grace"]
    assert "takes target - prediction for the error" not in played["pages"]["ada"]


def test_every_step_is_said(played):
    assert len(played["steps"]) == 6


def test_learners_are_not_let_in_as_somebody_else(played):
    assert "did not let instructor in" in played["wrong password"]
    assert "did not let eve in" in played["stranger"]
    assert played["neighbour"] == 403


def test_learners_have_no_formgrader(played):
    assert "404" in played["formgrader"]


def test_the_proxy_names_the_protocol_as_browsers_ask(played):
    assert played["protocol"] == PROTOCOL


def test_an_exercise_leads_back_to_its_lesson(played):
    path, title = played["link"]
    assert path == f"notebooks/{EXERCISE}.ipynb"
    assert title.startswith("# ")


def test_nothing_is_left_running(played):
    assert played["busy"] >= 5  # hub, proxy, three servers: or the next line would prove nothing
    assert played["left"] == []
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", played["port"])) != 0


def test_the_folder_of_the_class_is_closed_to_others(played):
    assert stat.S_IMODE(played["folder"].stat().st_mode) == 0o700
    assert stat.S_IMODE((played["folder"] / "passwords.toml").stat().st_mode) == 0o600


def test_a_hub_that_cannot_start_says_why_and_ends(parts, jupyterhub, tmp_path, monkeypatch):
    from rehearsal.hub import LocalHub, processes_of

    (tmp_path / "passwords.toml").write_text('learners = "short"\ninstructor = "short"\n')
    said = refused(LocalHub(tmp_path).__enter__)
    assert said.startswith("The hub did not start: ")
    assert processes_of(tmp_path) == []


# The settings, for which no hub has to run


def people(parts, tmp_path, text):
    (tmp_path / "class.toml").write_text(text, encoding="utf-8")
    return parts["class_folder"].read_people(tmp_path / "class.toml")


def test_the_list_of_the_class_is_read(parts, tmp_path):
    read = people(parts, tmp_path, 'instructor = "kim"\nlearners = ["ada", "x-2"]\n')
    assert read == ("kim", ["ada", "x-2"])
    assert parts["class_folder"].read_people(DEPLOY / "local" / "class.toml").learners == ["ada", "grace"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("instructor = kim", "needs two lines"),
        ('instructor = "kim"', "needs two lines"),
        ('instructor = "kim"\nlearners = 3', "needs two lines"),
        ('instructor = "kim"\nlearners = ["Ada Lovelace"]', "'Ada Lovelace' is no name"),
        ('instructor = "kim"\nlearners = ["../x"]', "'../x' is no name"),
        ('instructor = "kim"\nlearners = [7]', "7 is no name"),
        ('instructor = "kim"\nlearners = ["ada", "ada"]', "somebody twice"),
        ('instructor = "kim"\nlearners = ["kim"]', "somebody twice"),
    ],
)
def test_a_list_that_cannot_be_used_gets_one_sentence(parts, tmp_path, text, sentence):
    with pytest.raises(SystemExit) as end:
        people(parts, tmp_path, text)
    assert sentence in end.value.code
    assert "\n" not in end.value.code


def test_the_port_is_8000_or_the_one_asked_for(parts):
    assert [parts["class_folder"].read_port(text) for text in (None, "", "9000")] == ["8000", "8000", "9000"]
    for wrong in ("80", "http", "99999", "-8000"):
        with pytest.raises(SystemExit, match="1024 to 65535"):
            parts["class_folder"].read_port(wrong)


def test_passwords_are_long_and_stay_the_same(parts, tmp_path):
    first = parts["class_folder"].read_passwords(tmp_path)
    assert len(first["learners"]) >= 8
    assert len(first["instructor"]) >= 32
    assert parts["class_folder"].read_passwords(tmp_path) == first


def test_a_home_is_filled_once_and_work_is_never_overwritten(parts, tmp_path):
    fill = parts["fill_home"].fill
    fill(tmp_path / "kim", "instructor")
    fill(tmp_path / "ada", "learner")
    assert sorted(path.name for path in (tmp_path / "ada").iterdir()) == ["notebooks"]
    assert (tmp_path / "kim" / "handprop" / "nbgrader_config.py").is_file()
    work = tmp_path / "ada" / "notebooks" / f"{EXERCISE}.ipynb"
    work.write_text("mine", encoding="utf-8")
    fill(tmp_path / "ada", "learner")
    assert work.read_text(encoding="utf-8") == "mine"


def test_without_jupyterhub_the_rehearsal_says_what_to_do(tmp_path):
    # An empty package that cannot be imported stands in for a missing one.
    (tmp_path / "jupyterhub.py").write_text("raise ImportError\n", encoding="utf-8")
    run = subprocess.run(
        [sys.executable, DEPLOY / "rehearse.py"],
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 1
    assert run.stderr.strip() == "JupyterHub is not installed: see `Set up` in deploy/README.md."
