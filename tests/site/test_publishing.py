"""Publishing: workflows ask for what the commands take, and a published page names its address."""

import argparse
import re
import shlex

import pytest
import yaml
from bs4 import BeautifulSoup
from places import REPO

from handprop.cli import main
from handprop.site import command

ASKED = {
    "${{ steps.pages.outputs.base_url }}": "https://own.example/course",
    "${{ github.repository }}": "own/course",
    "$CI_PAGES_URL": "https://own.example/course",
}


def lines_of_github():
    """What the workflow of GitHub runs, and the folder that it publishes."""
    (job,) = yaml.safe_load((REPO / ".github" / "workflows" / "site.yml").read_text())["jobs"].values()
    (published,) = [step["with"]["path"] for step in job["steps"] if "upload-pages" in step.get("uses", "")]
    return [step["run"] for step in job["steps"] if "run" in step], published


def lines_of_gitlab():
    """The same of GitLab, whose job has to be named so."""
    job = yaml.safe_load((REPO / ".gitlab-ci.yml").read_text())["pages"]
    (published,) = job["artifacts"]["paths"]
    return job["script"], published


@pytest.mark.parametrize("lines", [lines_of_github, lines_of_gitlab])
def test_a_workflow_asks_for_what_the_command_takes(lines):
    (line,), published = lines()
    for asked, given in ASKED.items():
        line = line.replace(asked, given)
    assert "$" not in line
    shell, script, *words = shlex.split(line)
    assert (shell, script) == ("bash", ".ci/site")
    assert '.venv/bin/handprop site "$@"' in (REPO / script).read_text()
    options = taken(words)
    assert options.folder.as_posix() == published
    assert options.address == "https://own.example/course"


def taken(words: list[str]):
    """The options as `handprop site` reads them."""
    parser = argparse.ArgumentParser(exit_on_error=False)
    command.add(parser.add_subparsers())
    return parser.parse_args(["site", *words])


@pytest.mark.slow
def test_a_published_page_names_its_address_and_leads_to_binder_and_colab(tmp_path):
    folder = tmp_path / "public"
    where = ["--address", "https://own.example/course", "--repository", "own/course"]
    assert main(["site", str(folder), "--no-python", *where]) == 0
    text = (folder / "06" / "index.html").read_text(encoding="utf-8")
    head = BeautifulSoup(text, "html.parser").head
    assert head.find("link", rel="canonical")["href"] == "https://own.example/course/06/"
    picture = head.find("meta", property="og:image")["content"].removeprefix("https://own.example/course/")
    assert (folder / picture).is_file()
    links = re.findall(r'href="(https://[^"]+)">Open in', text)
    assert len(links) == 2
    for link in links:
        file = re.search(r"own/course/(?:HEAD\?labpath=|blob/HEAD/)(.+)$", link)[1]
        assert (REPO / file).is_file()
    assert "<svg" in (folder / "06" / "qr.svg").read_text(encoding="utf-8")
