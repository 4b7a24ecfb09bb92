"""An explorer as a page of its own, and its state as the end of an address."""

import json
import re

import pytest
from pictures import MAKERS

from handprop import explore
from handprop.examples import get
from handprop.explore.frame.page import hash_of, name_for, page_of


def told(page: str) -> dict:
    return json.loads(re.search(r'id="hp-told">(.*?)</script>', page, re.DOTALL)[1])


@pytest.mark.parametrize("name", MAKERS)
def test_a_page_has_every_number_and_control_and_asks_no_other_machine(name):
    explorer = MAKERS[name]()
    page = page_of(explorer)
    found = told(page)
    assert set(explorer.controls) <= set(found["values"])
    rows = [control["name"] for groups in found["panel"] for _, controls in groups for control in controls]
    assert set(explorer.controls) - set(rows) <= {"painted", "points"}
    assert len(rows) == len(set(rows))
    assert not re.findall(r'(?:src|href)="(?!data:)[^"]*"', page)


def test_the_page_of_a_network_brings_the_derivations_along():
    lines = told(page_of(explore.network(get("seed"))))["values"]["derivations"]["lines"]
    assert set(lines) == {f"w{k}" for k in range(1, 7)}


def test_a_page_offers_nothing_that_only_python_can_answer():
    assert not {"asked", "write", "written"} & told(page_of(explore.network(get("seed"))))["values"].keys()


def test_a_hash_names_what_has_moved():
    explorer = explore.network(get("seed"))
    assert hash_of(explorer) == ""
    assert hash_of(explorer.at(w5=0.3, phase="backward")) == "#w5=0.3&phase=backward"
    painted = explore.digits(7).at(painted="7/9:16 10:0")
    assert hash_of(painted) == "#painted=7%2F9%3A16%2010%3A0"


def page_name(explorer):
    return name_for(explorer.view.picture, explorer.view.call)


def test_pages_have_a_name_for_each_call():
    one, same, other = (explore.neuron(x=(1, 1), w=(w, 0.3)) for w in (0.5, 0.5, 0.6))
    assert page_name(one) == page_name(same) != page_name(other)


def test_the_surroundings_say_where_pages_are(monkeypatch):
    assert explore.derivative().view.page == ""
    monkeypatch.setenv("HANDPROP_PAGES", "../explorers/")
    assert explore.derivative().view.page == f"../explorers/{page_name(explore.derivative())}"


def test_a_page_is_saved(tmp_path):
    explorer = explore.derivative()
    file = explorer.save_page(tmp_path / "derivative.html")
    assert file.read_text(encoding="utf-8") == page_of(explorer)
