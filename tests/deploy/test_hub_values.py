"""The files for a hub on Kubernetes: options that the chart knows, names that fit, code that runs."""

import json
import os
import re
import sys
import tomllib
from pathlib import Path
from types import ModuleType, SimpleNamespace

import jsonschema
import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from places import REPO
from traitlets.config import Config

ROOT = REPO
KUBERNETES = ROOT / "deploy" / "kubernetes"
COURSE = "/srv/handprop"  # where the image has the repository


def values():
    return yaml.safe_load((KUBERNETES / "values.yaml").read_text(encoding="utf-8"))


def faults(schema, instance):
    """What a schema finds wrong, as paths and sentences."""
    found = jsonschema.validators.validator_for(schema)(schema).iter_errors(instance)
    return [f"{'.'.join(map(str, fault.absolute_path))}: {fault.message}" for fault in found]


@pytest.fixture(scope="module")
def short_schema():
    text = Path(__file__).with_name("hub_values_schema.yaml").read_text(encoding="utf-8")
    schema = yaml.safe_load(text)
    jsonschema.validators.validator_for(schema).check_schema(schema)
    return schema


def test_the_values_have_only_options_that_the_chart_knows(short_schema):
    assert faults(short_schema, values()) == []


@pytest.mark.parametrize(
    ("place", "name", "value"),
    [
        ("", "singleUser", {}),
        ("hub", "extraconfig", {}),
        ("singleuser", "environment", {}),
        ("singleuser.image", "tag", 1),
        ("singleuser.storage", "volumes", []),
        ("singleuser.memory", "request", "1G"),
        ("singleuser.cpu", "limit", "one"),
        ("singleuser.lifecycleHooks", "poststart", {}),
        ("singleuser.networkPolicy.egressAllowRules", "internet", False),
        ("proxy.https", "host", "class.example.org"),
        ("cull", "timeout", "1h"),
    ],
)
def test_an_option_that_the_chart_does_not_know_is_found(short_schema, place, name, value):
    wrong = values()
    group = wrong
    for part in filter(None, place.split(".")):
        group = group[part]
    group[name] = value
    assert len(faults(short_schema, wrong)) == 1


def merged(defaults, own):
    """Values over defaults, as helm does it: groups are merged, everything else is replaced."""
    if not (isinstance(defaults, dict) and isinstance(own, dict)):
        return own
    return defaults | {name: merged(defaults.get(name), value) for name, value in own.items()}


def test_the_values_fit_the_schema_of_the_chart_itself():
    folder = os.environ.get("HANDPROP_HUB_CHART")
    if not folder:
        pytest.skip("HANDPROP_HUB_CHART names no folder of the chart (helm pull --untar makes one).")
    schema = json.loads((Path(folder) / "values.schema.json").read_text(encoding="utf-8"))
    defaults = yaml.safe_load((Path(folder) / "values.yaml").read_text(encoding="utf-8"))
    assert faults(schema, merged(defaults, values())) == []


# The code that the values carry


@pytest.fixture
def spawner_config(monkeypatch):
    """What the code in the values sets, run as the chart runs it; its helper module is stood in for."""

    def get_config(path):
        found = values()
        for part in path.split("."):
            found = found[part]
        return found

    helper = ModuleType("z2jh")
    helper.get_config = get_config
    monkeypatch.setitem(sys.modules, "z2jh", helper)
    c = Config()
    for code in values()["hub"]["extraConfig"].values():
        exec(compile(code, "values.yaml", "exec"), {"c": c})
    return c.KubeSpawner


def spawner(name, number):
    return SimpleNamespace(user=SimpleNamespace(name=name, id=number))


def environment(spawner_config, somebody):
    """The variables of one person's pod: JupyterHub calls what can be called with the spawner."""
    added = spawner_config.environment.get_value({})
    return {name: value(somebody) if callable(value) else value for name, value in added.items()}


def test_everybody_has_a_number_and_a_role_of_their_own(spawner_config):
    people = [spawner("instructor", 1), spawner("ada", 2), spawner("grace", 3)]
    assert [spawner_config.uid(person) for person in people] == [1000, 20002, 20003]
    roles = [environment(spawner_config, person)["HANDPROP_ROLE"] for person in people]
    assert roles == ["instructor", "learner", "learner"]


def test_the_settings_of_each_role_are_in_the_image(spawner_config):
    for name in ("instructor", "ada"):
        folders = environment(spawner_config, spawner(name, 7))["JUPYTER_CONFIG_PATH"].split(":")
        assert len(folders) == 3
        for folder in folders:
            assert folder.startswith(COURSE + "/")
            assert (ROOT / folder.removeprefix(COURSE + "/")).is_dir(), folder


def test_names_in_the_values_fit_together(spawner_config):
    found = values()
    storage = found["singleuser"]["storage"]
    volume, mount = storage["extraVolumes"][0], storage["extraVolumeMounts"][0]
    claim, job = yaml.safe_load_all((KUBERNETES / "exchange.yaml").read_text(encoding="utf-8"))
    pod = job["spec"]["template"]["spec"]
    assert volume["name"] == mount["name"]
    assert volume["persistentVolumeClaim"]["claimName"] == claim["metadata"]["name"]
    assert pod["volumes"][0]["persistentVolumeClaim"]["claimName"] == claim["metadata"]["name"]
    assert mount["mountPath"] == environment(spawner_config, spawner("ada", 2))["HANDPROP_EXCHANGE"]
    assert pod["containers"][0]["volumeMounts"][0]["mountPath"] == mount["mountPath"]
    assert claim["spec"]["accessModes"] == ["ReadWriteMany"]
    assert found["hub"]["config"]["Authenticator"]["admin_users"] == found["custom"]["instructors"]
    command = found["singleuser"]["lifecycleHooks"]["postStart"]["exec"]["command"]
    assert (ROOT / command[-1].removeprefix(COURSE + "/")).is_file()


def test_no_image_names_a_registry():
    texts = {path.name: path.read_text(encoding="utf-8") for path in KUBERNETES.iterdir()}
    named = re.findall(r"^FROM (\S+)", texts["Dockerfile"], re.MULTILINE)
    named += re.findall(r"image: (\S+)", texts["exchange.yaml"])
    named.append(values()["singleuser"]["image"]["name"])
    assert len(named) == 3
    assert [name for name in named if re.match(r"[^/]*[.:][^/]*/", name)] == []


# The image and the pins


def pinned(name):
    text = re.sub(r"\\\n", " ", (ROOT / name).read_text(encoding="utf-8"))
    lines = [line for line in text.splitlines() if re.match(r"[a-z0-9]", line)]
    assert all("--hash=sha256:" in line for line in lines), f"{name} has a pin without a hash"
    return [Requirement(line.split("--hash=")[0]) for line in lines]


def test_the_image_installs_as_course_py_does():
    text = (KUBERNETES / "Dockerfile").read_text(encoding="utf-8")
    course = (ROOT / "course.py").read_text(encoding="utf-8")
    for name in re.findall(r"-r (\S+)", text):
        assert (ROOT / name).is_file()
    pip = re.findall(r"pip install (.+?)(?: \\)?$", text, re.MULTILINE)
    assert len(pip) == 3
    for option in {option for line in pip for option in re.findall(r"--[a-z-]+", line)} - {"--no-cache-dir"}:
        assert f'"{option}"' in course


def test_every_package_of_the_hub_has_a_pin_inside_its_range():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    pins = {
        canonicalize_name(pin.name): next(iter(pin.specifier)).version
        for pin in pinned("deploy/requirements.txt")
    }
    for line in project["dependency-groups"]["hub"]:
        wanted = Requirement(line)
        version = pins.get(canonicalize_name(wanted.name))
        assert version, f"{wanted.name} has no pin: run `python course.py lock`"
        assert wanted.specifier.contains(version), (
            f"{wanted} and the pin {version}: run `python course.py lock`"
        )


def test_the_hub_changes_no_package_of_the_course():
    course = {str(pin) for pin in pinned("requirements.txt")}
    names = {Requirement(pin).name for pin in course}
    shared = [pin for pin in pinned("deploy/requirements.txt") if pin.name in names]
    assert len(shared) > 10
    versions = {(pin.name, str(pin.specifier)) for pin in map(Requirement, course)}
    assert [str(pin) for pin in shared if (pin.name, str(pin.specifier)) not in versions] == []
