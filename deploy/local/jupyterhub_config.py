"""A hub for trying out a class on one machine: .venv/bin/jupyterhub -f deploy/local/jupyterhub_config.py

Everybody's programs run as the person who started the hub: this is for a rehearsal, not for a real class.
HANDPROP_HUB_FOLDER is where the class is kept (deploy/class), HANDPROP_HUB_PORT is the port (8000).
"""

import os
import sys
from pathlib import Path

from jupyterhub.utils import random_port

HERE = Path(__file__).resolve().parent
REPO = HERE.parents[1]
USERS = REPO / "deploy" / "users"
sys.path[:0] = [str(HERE), str(USERS)]

import class_folder  # noqa: E402 (found by the line above)
import fill_home  # noqa: E402

PEOPLE = class_folder.read_people(HERE / "class.toml")
PORT = class_folder.read_port(os.environ.get("HANDPROP_HUB_PORT"))
FOLDER = Path(os.environ.get("HANDPROP_HUB_FOLDER") or REPO / "deploy" / "class").resolve()
class_folder.make(FOLDER)
PASSWORDS = class_folder.read_passwords(FOLDER)
print(f"The passwords are in {FOLDER / 'passwords.toml'}", flush=True)

c = get_config()  # noqa: F821 (JupyterHub defines it)

# Only this machine reaches the hub: there is no encryption here.
c.JupyterHub.bind_url = f"http://127.0.0.1:{PORT}"
c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{random_port()}"
c.JupyterHub.db_url = f"sqlite:///{FOLDER / 'hub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(FOLDER / "cookie_secret")
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{random_port()}"
c.ConfigurableHTTPProxy.pid_file = str(FOLDER / "proxy.pid")
# Grading is one request, which may last: up to an hour, in milliseconds.
c.ConfigurableHTTPProxy.command = [sys.executable, str(HERE / "proxy.py"), "--proxy-timeout", "3600000"]

# One password for all learners, another one for the instructor.
c.JupyterHub.authenticator_class = "shared-password"
c.Authenticator.allowed_users = set(PEOPLE.learners)
c.Authenticator.admin_users = {PEOPLE.instructor}
c.SharedPasswordAuthenticator.user_password = PASSWORDS["learners"]
c.SharedPasswordAuthenticator.admin_password = PASSWORDS["instructor"]

# A JupyterLab for each person, in a folder of their own.
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = str(FOLDER / "home" / "{username}")
c.Spawner.cmd = [sys.executable, "-m", "jupyterhub.singleuser"]
c.Spawner.args = ["--allow-root"] if os.geteuid() == 0 else []
c.Spawner.default_url = "/lab"
# A busy machine may take long to start everybody's JupyterLab at once.
c.Spawner.start_timeout = c.Spawner.http_timeout = 240


def role_of(spawner):
    """Instructor or learner: the folder of deploy/users that holds the settings of this person."""
    return "instructor" if spawner.user.name == PEOPLE.instructor else "learner"


def config_path(spawner):
    """The folders of settings for one person, the first one winning."""
    return os.pathsep.join(map(str, (USERS / role_of(spawner), USERS, REPO / "config")))


c.Spawner.environment = {
    "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)]),
    "JUPYTER_CONFIG_PATH": config_path,
    "HANDPROP_ROLE": role_of,
    "HANDPROP_EXCHANGE": str(FOLDER / "exchange"),
}
c.Spawner.pre_spawn_hook = lambda spawner: fill_home.fill(
    FOLDER / "home" / spawner.user.name, role_of(spawner)
)
