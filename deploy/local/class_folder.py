"""What the local hub reads and keeps: the people, the port, the folder of the class, the passwords."""

import os
import re
import secrets
import sys
import tomllib
from typing import NamedTuple

NAME = re.compile("[a-z][a-z0-9-]*")


class People(NamedTuple):
    """Who is in the class."""

    instructor: str
    learners: list


def read_people(path):
    """The people that class.toml names; a list that cannot be used ends the start with one sentence."""
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
        people = People(read["instructor"], list(read["learners"]))
    except (tomllib.TOMLDecodeError, KeyError, TypeError):
        sys.exit(f'{path.name} needs two lines: instructor = "NAME" and learners = ["NAME", "NAME"].')
    names = [people.instructor, *people.learners]
    for name in names:
        if not (isinstance(name, str) and NAME.fullmatch(name)):
            sys.exit(f"{path.name}: {name!r} is no name for the hub: use small letters, digits and hyphens.")
    if len(set(names)) < len(names):
        sys.exit(f"{path.name} names somebody twice: give everybody a name of their own.")
    return people


def read_port(text):
    """The port, as text: 8000 where none is given."""
    if text and not (re.fullmatch("[0-9]{4,5}", text) and 1024 <= int(text) <= 65535):
        sys.exit(f"HANDPROP_HUB_PORT is {text!r}: give a number from 1024 to 65535.")
    return text or "8000"


def make(folder):
    """Make the folder of the class, closed to other users of this machine, with the exchange in it."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    (folder / "exchange").mkdir(exist_ok=True)


def read_passwords(folder):
    """The passwords of learners and instructor: made at the first start, in a file for its owner only."""
    path = folder / "passwords.toml"
    if not path.exists():
        # JupyterHub asks for at least 8 characters from learners, and for 32 from an instructor.
        text = f'learners = "{secrets.token_urlsafe(9)}"\ninstructor = "{secrets.token_urlsafe(30)}"\n'
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
    return tomllib.loads(path.read_text(encoding="utf-8"))
