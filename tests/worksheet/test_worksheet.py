"""Worked solutions: every number is the engine's, every sheet has its key, bad input is a sentence."""

import csv
import itertools
import re
from fractions import Fraction
from random import Random

import numpy as np
import pytest
from sympy import Rational

from handprop import cli, explore
from handprop.activations import FACTS
from handprop.course.faults import Refused
from handprop.examples import get
from handprop.network import Network
from handprop.worksheet import drawn, from_file, worksheet
from handprop.worksheet.blocks import Formula, Grid, Words
from handprop.worksheet.problem import given
from handprop.worksheet.sheet import Worksheet
from handprop.worksheet.solution import Solution
from handprop.worksheet.witness import Disagreement

HIDDEN = [name for name, facts in FACTS.items() if facts.alone]
ENDS = [
    *((name, "half_squared") for name in HIDDEN),
    ("sigmoid", "binary_cross_entropy"),
    ("softmax", "categorical_cross_entropy"),
]


def networks(count, seed=0):
    """Networks of 1 to 4 layers and widths 1 to 4, with every activation and loss in turn."""
    random = Random(seed)
    for number, (end, loss) in zip(range(count), itertools.cycle(ENDS), strict=False):
        layers = 1 + number % 4
        sizes = [random.randint(1, 4) for _ in range(layers)]
        sizes.append(random.randint(2, 4) if end == "softmax" else random.randint(1, 4))
        activations = [HIDDEN[(number + k) % len(HIDDEN)] for k in range(layers - 1)] + [end]
        yield sizes, activations, loss, random.choice([1, 1, 2, 3]), random.random() < 0.5, number


def numbers_of(problem):
    """Every answer by the engine alone, by the names of the key; one sample, at most two layers."""
    x, y = problem.data
    engine = problem.engine
    values = engine.forward(x)
    slopes = engine.backward(values, y)
    return engine, slopes, engine.loss(values, y)


def judge_against_the_engine(sheet):
    problem = sheet.problem
    engine, slopes, loss = numbers_of(problem)
    key = sheet.worked.key()
    names = problem.symbolic.symbols
    for name in engine.params:
        moved = engine.params[name] - float(Fraction(problem.learning_rate)) * slopes[name]
        for symbol, slope, new in zip(names[name], slopes[name].ravel(), moved.ravel(), strict=True):
            assert float(key[f"dL/d{symbol}"]) == pytest.approx(slope, rel=1e-9, abs=1e-12)
            assert float(key[f"new {symbol}"]) == pytest.approx(new, rel=1e-9, abs=1e-12)
    assert float(key["L"]) == pytest.approx(loss, rel=1e-9)
    again = engine.update(
        {name: slopes[name] for name in engine.params}, float(Fraction(problem.learning_rate))
    )
    assert float(key["new L"]) == pytest.approx(again.loss_at(*problem.data), rel=1e-9)


@pytest.mark.parametrize("asked", list(networks(14)), ids=str)
def test_random_networks_agree_with_the_engine(asked):
    sizes, activations, loss, samples, biases, seed = asked
    sheet = Worksheet(drawn(sizes, activations, loss, samples, biases, seed=seed))
    judge_against_the_engine(sheet)
    assert "gradients by nudging" in sheet.worked.checked


@pytest.mark.slow
@pytest.mark.parametrize("part", range(8))
def test_two_hundred_random_networks_are_written_out(part):
    for sizes, activations, loss, samples, biases, seed in list(networks(200, seed=1))[part::8]:
        sheet = Worksheet(drawn(sizes, activations, loss, samples, biases, seed=seed))
        judge_against_the_engine(sheet)
        assert sheet.text("html")
        assert sheet.text("md", solution=False)


@pytest.mark.parametrize("seed", range(4))
def test_every_line_of_the_way_back_holds(seed):
    problem = drawn([2, 2, 2], ["relu", "sigmoid"], seed=seed)
    net = problem.symbolic
    lines = net.walk_back(problem.x[0], problem.target[0])
    judge = net.derivation("w1", problem.x[0], problem.target[0])
    assert {str(line.left) for line in lines} >= {"delta1", "delta4", "dL/dw1", "dL/dw8"}
    for line in lines:
        assert judge.holds(line), str(line)


def printed(block):
    return [float(one) for one in re.findall(r"(?<![\w.^{(])-?\d+\.\d+(?![\d.]*e)", block.spoken)]


def test_what_is_printed_is_what_was_worked_out():
    sheet = worksheet(get("seed"), learning_rate="0.05")
    assert sheet.key()["dL/dw1"] == "-0.1752"
    assert sheet.key()["new w1"] == "0.1288"
    assert sheet.key()["delta"] == "-0.7963"
    ends = [printed(block)[-1] for block in sheet.solution() if isinstance(block, Formula) and printed(block)]
    for number in ("-0.1752", "-0.7963", "0.2037"):
        assert float(number) in ends


def test_a_changed_number_is_found_by_the_witnesses(monkeypatch):
    problem = drawn([2, 2, 1], seed=2)
    right = problem.engine.backward
    monkeypatch.setattr(
        type(problem.engine),
        "backward",
        lambda self, values, y: {name: array + 1e-6 for name, array in right(values, y).items()},
    )
    with pytest.raises(Disagreement):
        Solution(problem, worksheet().style)


def test_drawn_numbers_are_nice_and_their_own():
    problems = [drawn([2, 2, 1], seed=seed) for seed in range(40)]
    assert len({problem.params for problem in problems}) == 40
    for problem in problems:
        assert problem == drawn([2, 2, 1], seed=problems.index(problem))
        for _, rows in problem.params:
            assert all(re.fullmatch(r"-?0\.[1-9]", number) for row in rows for number in row)
        z = problem.engine.forward(problem.data[0])["z1"]
        assert (np.abs(z) >= 0.02).all()
        assert (z > 0).any()


def test_fractions_stay_fractions():
    sheet = worksheet(sizes=[2, 2, 1], seed=4, fractions=True)
    assert all(isinstance(value, Rational) for value in sheet.worked.key().values())
    assert any("/" in value for value in sheet.key().values())
    assert {value for name, value in sheet.key().items()} == {str(v) for v in sheet.worked.key().values()}


def test_digits_are_those_asked_for():
    few, many = (
        worksheet(sizes=[2, 2, 1], activations=["tanh", "sigmoid"], seed=1, digits=d) for d in (2, 8)
    )
    assert len(few.key()["h1"].lstrip("-0.")) <= 2
    assert len(many.key()["h1"].lstrip("-0.")) >= 7


def test_a_sheet_asks_and_does_not_tell():
    sheet = worksheet(seed=3)
    told = sheet.text("md", solution=False)
    given_numbers = {n for _, rows in sheet.problem.params for row in rows for n in row}
    given_numbers |= {n for row in (*sheet.problem.x, *sheet.problem.target) for n in row} | {"0.1"}
    words = re.sub(r"data:image/png;base64,\S+", "", told)
    for name, value in sheet.key().items():
        if value not in given_numbers and not value.lstrip("-").isdigit():
            assert value not in words, name


def test_a_batch_is_the_mean_of_its_samples():
    sheet = worksheet(sizes=[2, 2, 1], samples=3, seed=6)
    judge_against_the_engine(sheet)
    assert {"z1, sample 1", "z1, sample 3", "L", "dL/dw1"} <= sheet.key().keys()


def test_a_network_of_ones_own():
    net = Network({"W1": [[0.5], [0.25]], "b1": [0.1]}, ["sigmoid"], "binary_cross_entropy")
    sheet = worksheet(net, x=[1.0, 2.0], target=[1.0])
    judge_against_the_engine(sheet)
    assert "Worksheet(SymbolicNetwork(2-1" in repr(sheet)
    assert "## The way back" in sheet._repr_markdown_()


def test_the_step_of_an_explorer_is_written_out():
    shown = explore.network(get("seed"))
    shown.at(w5=0.3, learning_rate=0.2)
    sheet = shown.write_out()
    judge_against_the_engine(sheet)
    assert dict(sheet.problem.params)["W2"][0] == ("0.3",)
    assert sheet.problem.learning_rate == "0.2"


def test_at_the_corner_of_a_relu_nudges_say_nothing():
    sheet = Worksheet(given({"W1": [["1"], ["1"]], "W2": [["2"]]}, ["relu", "linear"], ["1", "-1"], ["1"]))
    assert "left out" in sheet.worked.checked


def test_where_rounding_leaves_the_corner_there_is_a_sentence():
    weights = {"W1": [["0.1"], ["0.2"], ["-0.3"]], "W2": [["2"]]}
    for name in ("relu", "leaky_relu"):
        sheet = Worksheet(given(weights, [name, "linear"], ["1", "1", "1"], ["1"]))
        with pytest.raises(Refused, match="z1 is 0, the corner"):
            sheet.text("md")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("layers = [2", "no TOML file"),
        ("x = [1]\ntarget = [1]\n", "says nothing of activations, params"),
        ('activations=["relu"]\nx=[1]\ntarget=[1]\ny=2\n[params]\nW1=[[1]]', "has y"),
        ('activations=["relu"]\nx=["a"]\ntarget=[1]\n[params]\nW1=[[1]]', "'a' is no number"),
        ('activations=["relu"]\nx=[1,2]\ntarget=[1]\n[params]\nW1=[[1]]', "makes no network"),
        ('activations=["swish"]\nx=[1]\ntarget=[1]\n[params]\nW1=[[1]]', "Unknown activation"),
        ('activations=["relu"]\nx=[1]\ntarget=[1]\n[params]\nW1=[[1, 2], [3]]', "differ in length"),
        (
            'activations=["relu","linear"]\nx=[1]\ntarget=[1]\n[params]\nW1=[[1]]',
            "1 layer and 2 activations",
        ),
        ('activations=["relu"]\nx=[1]\ntarget=[1]\n[params]\nV1=[[1]]', "params has V1"),
        ('activations=["relu"]\nx=["1e400"]\ntarget=[1]\n[params]\nW1=[[1]]', "too large"),
        ('activations="relu"\nx=[1]\ntarget=[1]\n[params]\nW1=[[1]]', "list of activations"),
        ('activations=["relu"]\nx=[]\ntarget=[1]\n[params]\nW1=[[1]]', "x is empty"),
    ],
)
def test_a_file_that_makes_no_network_gets_a_sentence(tmp_path, text, said):
    path = tmp_path / "mine.toml"
    path.write_text(text)
    with pytest.raises(Refused, match=said):
        from_file(path)


def test_a_file_is_written_out(tmp_path, capsys):
    path = tmp_path / "mine.toml"
    path.write_text(
        'activations = ["relu", "linear"]\nx = ["2", "3"]\ntarget = ["1"]\nlearning_rate = "0.05"\n'
        '[params]\nW1 = [["0.12", "0.15"], ["0.33", "0.09"]]\nW2 = [["0.11"], ["0.12"]]\n'
    )
    assert cli.main(["worksheet", str(tmp_path / "out"), "--given", str(path)]) == 0
    with (tmp_path / "out" / "answers.csv").open(encoding="utf-8-sig") as file:
        (row,) = csv.DictReader(file)
    assert row["dL/dw1"] == "-0.1752"


def test_a_class_gets_sheets_of_its_own_and_the_solutions_apart(tmp_path, capsys):
    (tmp_path / "class.csv").write_text("id,name\nada,Ada\nbüchner,Georg\nzoe,Zoë\n", encoding="utf-8")
    command = ["worksheet", str(tmp_path / "out"), "--class", str(tmp_path / "class.csv"), "--seed", "spring"]
    assert cli.main([*command, "--formats", "html,md"]) == 0
    sheets = sorted(path.name for path in (tmp_path / "out" / "sheets").iterdir())
    assert sheets == ["ada.html", "ada.md", "büchner.html", "büchner.md", "zoe.html", "zoe.md"]
    assert len(list((tmp_path / "out" / "solutions").iterdir())) == 6
    with (tmp_path / "out" / "answers.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert [row["sheet"] for row in rows] == ["ada", "büchner", "zoe"]
    assert len({row["dL/dw1"] + row["L"] for row in rows}) == 3
    told = (tmp_path / "out" / "sheets" / "ada.md").read_text(encoding="utf-8")
    assert "solution" not in told


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--layers", "2,x"], "name whole numbers"),
        (["--layers", "2"], "Name the inputs"),
        (["--activations", "relu"], "2 layers and 1 activation: each layer has one"),
        (["--activations", "relu,swish"], "Unknown activation"),
        (["--formats", "docx"], "no format 'docx'"),
        (["--digits", "0"], "1 to 12 digits"),
        (["--samples", "0"], "1 to 32 samples"),
        (["--sheets", "0"], "1 to 1000 sheets"),
        (["--class", "none.csv"], "none.csv"),
        (["--rate", "fast"], "'fast' is no number"),
        (["--rate", "0"], "a learning rate is above 0"),
        (["--rate=-1/2"], "a learning rate is above 0"),
        (["--rate", "1e400"], "too large to compute with"),
        (["--layers", "20,20,20"], "too many to write out"),
        (["--loss", "hinge"], "Unknown loss"),
    ],
)
def test_what_makes_no_sheet_is_one_sentence(tmp_path, monkeypatch, capsys, options, said):
    monkeypatch.chdir(tmp_path)
    assert cli.main(["worksheet", "out", *options]) == 2
    told = capsys.readouterr().err
    assert said in told
    assert len(told.splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_two_learners_never_share_a_file(tmp_path, capsys):
    (tmp_path / "class.csv").write_text("id\na b\na_b\n")
    assert cli.main(["worksheet", str(tmp_path / "out"), "--class", str(tmp_path / "class.csv")]) == 2
    assert "would write the same file" in capsys.readouterr().err


def test_pdf_for_screen_readers(tmp_path):
    pytest.importorskip("typst", reason="the extra print is not installed")
    pytest.importorskip("pypandoc", reason="the extra print is not installed")
    for seed, (sizes, activations) in enumerate([([2, 2, 1], []), ([3, 2, 2], ["tanh", "softmax"])]):
        path = worksheet(sizes=sizes, activations=activations, seed=seed, biases=True).save(
            tmp_path / f"{seed}.pdf"
        )
        data = path.read_bytes()
        assert data.startswith(b"%PDF")
        assert b"pdfuaid" in data, "it says that it follows PDF/UA"


def test_all_sheets_of_a_class_are_in_one_pdf_to_print(tmp_path, capsys):
    pytest.importorskip("typst", reason="the extra print is not installed")
    pytest.importorskip("pypandoc", reason="the extra print is not installed")
    out = tmp_path / "out"
    assert cli.main(["worksheet", str(out), "--sheets", "3", "--formats", "pdf"]) == 0
    assert "All sheets, to print in one go" in capsys.readouterr().out
    data, alone = ((out / name).read_bytes() for name in ("all_sheets.pdf", "sheets/1.pdf"))
    each = pages(alone) + pages(alone) % 2  # the next begins on a front page
    assert pages(data) == 2 * each + pages(alone)


def pages(pdf):
    return max(map(int, re.findall(rb"/Type ?/Pages.*?/Count (\d+)", pdf, re.S)))


def test_every_formula_becomes_mathml():
    for sizes, activations in (
        ([2, 3, 2], ["tanh", "softmax"]),
        ([1, 2, 2, 1], ["sigmoid", "leaky_relu", "sigmoid"]),
    ):
        page = worksheet(sizes=sizes, activations=activations, samples=2, biases=True).text("html")
        assert page.count("<math") > 40
        assert "\\" not in re.sub(r"<style>.*?</style>|base64,\S+", "", page, flags=re.S)


def test_a_solution_has_headings_words_and_a_table():
    blocks = list(worksheet(seed=3).solution())
    assert any(isinstance(block, Grid) for block in blocks)
    assert any(isinstance(block, Words) and "It falls" in block.text for block in blocks)
