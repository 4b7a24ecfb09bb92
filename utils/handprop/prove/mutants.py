"""Mutants: the source of a function with one thing changed, as a hurried or mistaken hand would change it."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from typing import NamedTuple

_ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow, ast.FloorDiv)
_COMPARISONS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq)
_WRAPPED = (
    ("no sign", "np.abs({})"),
    ("other sign", "-({})"),
    ("clipped", "np.clip({}, -1, 1)"),
    ("clipped far out", "np.clip({}, -10, 10)"),
    ("cut at 100", "np.clip({}, -100, 100)"),
    ("cut at 1000", "np.clip({}, -1000, 1000)"),
    ("no negative numbers", "np.maximum(0, {})"),
    ("rounded to two decimals", "np.round({}, 2)"),
    ("rounded to four decimals", "np.round({}, 4)"),
    ("cut to whole numbers", "np.trunc({})"),
    ("small numbers left out", "np.where(np.abs({0}) < 0.01, 0, {0})"),
    ("transposed", "np.transpose({})"),
    ("backwards", "({})[::-1]"),
    ("the first two only", "({})[:2]"),
    ("the first three only", "({})[:3]"),
    ("the last left out", "({})[:-1]"),
    ("added up", "np.sum({})"),
    ("averaged", "np.mean({})"),
    ("the first for all", "np.ravel({})[0]"),
    ("doubled", "2 * ({})"),
    ("halved", "({}) / 2"),
    ("squared", "({}) ** 2"),
)
_OTHER_FUNCTION = {
    "maximum": ("minimum", "add"),
    "max": ("min", "sum"),
    "sum": ("mean", "max"),
    "mean": ("sum", "median"),
    "exp": ("exp2", "expm1", "tanh"),
    "outer": ("multiply", "dot"),
    "abs": ("float",),
    "range": ("reversed",),
}
_SIZES = ("1", "2", "3", "4")


class Mutant(NamedTuple):
    """What was changed, in which line, and the whole source with the change."""

    change: str
    line: int
    source: str


def mutants(source: str) -> Iterator[Mutant]:
    """Every mutant of a function's source, each text once."""
    tree = ast.parse(source)
    seen = {ast.unparse(tree)}
    for change, line, changed in _changed_trees(tree):
        text = ast.unparse(ast.fix_missing_locations(changed))
        if text not in seen:
            seen.add(text)
            yield Mutant(change, line, text)


def _changed_trees(tree: ast.Module) -> Iterator[tuple[str, int, ast.Module]]:
    names = _local_names(tree)
    for node in _places(tree):
        for change, new in _instead_of(node, names):
            yield change, node.lineno, _with(tree, node, new)
    for node in ast.walk(tree):
        if isinstance(node, ast.For | ast.FunctionDef):
            for change, edit in _edits(node):
                yield change, node.lineno, _edited(tree, node, edit)


def _places(tree: ast.Module) -> Iterator[ast.expr | ast.stmt]:
    """The nodes that can be replaced: no docstring, no name that is assigned to, no name of a function."""
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    modules = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    texts = {id(node) for node in ast.walk(tree) if isinstance(getattr(node, "value", None), str)}
    for node in ast.walk(tree):
        stored = isinstance(getattr(node, "ctx", None), ast.Store)
        named = id(node) in called or (id(node) in modules and _is_module(node))
        fits = isinstance(node, ast.expr | ast.Assign | ast.AugAssign | ast.Expr | ast.If | ast.Return)
        if fits and not stored and not named and id(node) not in texts and not _is_text(node):
            yield node


def _is_module(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id == "np"


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _local_names(tree: ast.Module) -> list[str]:
    stored = [n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
    given = [argument.arg for argument in ast.walk(tree) if isinstance(argument, ast.arg)]
    return list(dict.fromkeys([*given, *stored]))


def _instead_of(node: ast.AST, names: list[str]) -> Iterator[tuple[str, ast.AST]]:
    """What may stand there instead, each with a word for the change."""
    for kind, changes in _CHANGES.items():
        if isinstance(node, kind):
            yield from changes(node)
    if isinstance(node, ast.Name):
        yield from ((f"{name} for {node.id}", _code(name)) for name in names if name != node.id)
    if isinstance(node, ast.Name | ast.BinOp | ast.Call | ast.Subscript | ast.Attribute | ast.UnaryOp):
        text = ast.unparse(node)
        yield from ((f"{text} {word}", _code(form.format(text))) for word, form in _WRAPPED)


def _binary(node: ast.BinOp) -> Iterator[tuple[str, ast.AST]]:
    old = type(node.op).__name__
    others = (*_ARITHMETIC, ast.MatMult) if isinstance(node.op, ast.MatMult | ast.Mult) else _ARITHMETIC
    for op in others:
        yield f"{op.__name__} for {old}", ast.BinOp(node.left, op(), node.right)
    yield f"operands of {old} swapped", ast.BinOp(node.right, node.op, node.left)
    yield f"only the left of {old}", node.left
    yield f"only the right of {old}", node.right


def _comparison(node: ast.Compare) -> Iterator[tuple[str, ast.AST]]:
    for op in _COMPARISONS:
        yield f"{op.__name__} for a comparison", ast.Compare(node.left, [op()], node.comparators)
    yield "always", _code("True")
    yield "never", _code("False")
    shifted = ast.Compare(node.left, node.ops, [_code(f"({ast.unparse(node.comparators[0])}) + 0.1")])
    yield "border moved", shifted


def _constant(node: ast.Constant) -> Iterator[tuple[str, ast.AST]]:
    value = node.value
    if isinstance(value, bool):
        yield f"{not value} for {value}", ast.Constant(not value)
    elif isinstance(value, int | float):
        for new in (value + 1, value - 1, 2 * value, value / 2, -value, 0, 1, 10 * value, 5000 * value):
            whole = isinstance(value, int) and new == int(new)
            yield f"{new:g} for {value:g}", ast.Constant(int(new) if whole else float(new))


def _call(node: ast.Call) -> Iterator[tuple[str, ast.AST]]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
    for k in range(len(node.args) - 1):
        swapped = [*node.args]
        swapped[k], swapped[k + 1] = swapped[k + 1], swapped[k]
        yield f"arguments of {name} swapped", ast.Call(node.func, swapped, node.keywords)
    for k, given in enumerate(node.keywords):
        rest = [*node.keywords[:k], *node.keywords[k + 1 :]]
        yield f"{given.arg} left out", ast.Call(node.func, node.args, rest)
    for other in _OTHER_FUNCTION.get(name, ()):
        func = copy.deepcopy(node.func)
        setattr(func, "attr" if isinstance(func, ast.Attribute) else "id", other)
        yield f"{other} for {name}", ast.Call(func, node.args, node.keywords)
    if len(node.args) == 1:
        yield f"{name} left out", node.args[0]
    if name == "copy":
        yield "not copied", node.func.value
    if name == "range":
        yield "starts at 1", ast.Call(node.func, [ast.Constant(1), *node.args[-1:]], [])
    if name == "len":
        text = ast.unparse(node)
        yield from ((f"{size} for {text}", _code(size)) for size in (*_SIZES, f"{text} + 1", f"{text} - 1"))


def _subscript(node: ast.Subscript) -> Iterator[tuple[str, ast.AST]]:
    index = ast.unparse(node.slice)
    yield "not indexed", node.value
    if not isinstance(node.slice, ast.Tuple | ast.Slice):
        for new in (f"{index} - 1", f"-1 - ({index})", "0", "-1"):
            yield f"[{new}] for [{index}]", ast.Subscript(node.value, _code(new), node.ctx)
    if isinstance(node.slice, ast.Tuple):
        turned = ast.Tuple(node.slice.elts[::-1], ast.Load())
        yield "axes exchanged", ast.Subscript(node.value, turned, node.ctx)


def _sequence(node: ast.List | ast.Tuple) -> Iterator[tuple[str, ast.AST]]:
    for k in range(len(node.elts) - 1):
        swapped = [*node.elts]
        swapped[k], swapped[k + 1] = swapped[k + 1], swapped[k]
        yield f"entries {k} and {k + 1} exchanged", type(node)(swapped, node.ctx)


def _sign(node: ast.UnaryOp) -> Iterator[tuple[str, ast.AST]]:
    yield "sign left out", node.operand


def _attribute(node: ast.Attribute) -> Iterator[tuple[str, ast.AST]]:
    if node.attr == "T":
        yield "not transposed", node.value


def _dropped(node: ast.stmt) -> Iterator[tuple[str, ast.AST]]:
    yield "line left out", ast.Pass()


def _assignment(node: ast.Assign) -> Iterator[tuple[str, ast.AST]]:
    target = node.targets[0]
    if isinstance(node.value, ast.BinOp) and ast.dump(node.value.left) == ast.dump(target).replace(
        "Store()", "Load()"
    ):
        yield "changed in place", ast.AugAssign(target, node.value.op, node.value.right)


def _growing(node: ast.AugAssign) -> Iterator[tuple[str, ast.AST]]:
    yield "overwritten", ast.Assign([node.target], node.value)
    for op in (ast.Add, ast.Sub, ast.Mult):
        yield f"{op.__name__} for what is done to it", ast.AugAssign(node.target, op(), node.value)


def _choice(node: ast.If) -> Iterator[tuple[str, ast.AST]]:
    yield "turned round", ast.If(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse)
    yield "always done", ast.If(ast.Constant(True), node.body, node.orelse)


_CHANGES: dict[type | tuple[type, ...], Callable[..., Iterator[tuple[str, ast.AST]]]] = {
    ast.BinOp: _binary,
    ast.Compare: _comparison,
    ast.Constant: _constant,
    ast.Call: _call,
    ast.Subscript: _subscript,
    (ast.List, ast.Tuple): _sequence,
    ast.UnaryOp: _sign,
    ast.Attribute: _attribute,
    (ast.Assign, ast.AugAssign, ast.Expr, ast.If): _dropped,
    ast.Assign: _assignment,
    ast.AugAssign: _growing,
    ast.If: _choice,
}


def _edits(node: ast.For | ast.FunctionDef) -> Iterator[tuple[str, Callable[[ast.AST], None]]]:
    """Lines put into a loop or a function, as functions that put them there."""
    if isinstance(node, ast.For):
        yield "stops after the first round", _at_end("break")
        stored = (n for line in node.body for n in ast.walk(line) if isinstance(n, ast.Name))
        for name in dict.fromkeys(n.id for n in stored if isinstance(n.ctx, ast.Store)):
            for limit in ("0.1", "0.01", "1e-4"):
                stop = f"if np.all(np.abs({name}) < {limit}): break"
                yield f"stops when {name} is below {limit}", _at_end(stop)
            yield f"stops when {name} is not positive", _at_end(f"if np.all(np.asarray({name}) <= 0): break")
        return
    for argument in node.args.args:
        yield f"changes {argument.arg} in place", _at_end(f"{argument.arg}[...] = 0", before_return=True)
        yield f"changes the list {argument.arg}", _at_end(f"{argument.arg}[0] = 0", before_return=True)
        yield f"whole numbers in {argument.arg}", _at_start(f"{argument.arg} = np.trunc({argument.arg})")
    for line in node.body:
        if isinstance(line, ast.Assign) and isinstance(line.value, ast.List | ast.BinOp):
            yield f"{ast.unparse(line.targets[0])} is kept between calls", _kept(ast.unparse(line))
    yield "answers from memory, by the first argument", _remembering


def _at_end(code: str, before_return: bool = False) -> Callable[[ast.AST], None]:
    def edit(node: ast.AST) -> None:
        place = len(node.body) - 1 if before_return else len(node.body)
        node.body[place:place] = ast.parse(code).body

    return edit


def _at_start(code: str) -> Callable[[ast.AST], None]:
    def edit(node: ast.AST) -> None:
        node.body[1:1] = ast.parse(code).body  # after the docstring

    return edit


def _kept(line: str) -> Callable[[ast.AST], None]:
    """A value that is made in the first call only, and then used, and grows, in every other."""

    def edit(node: ast.AST) -> None:
        place = next(k for k, one in enumerate(node.body) if ast.unparse(one) == line)
        name, value = line.split(" = ", 1)
        node.args.args.append(ast.arg("kept"))
        node.args.defaults.append(_code("{}"))
        node.body[place : place + 1] = ast.parse(f"{name} = kept.setdefault('it', {value})").body

    return edit


def _remembering(node: ast.AST) -> None:
    """A function inside the function, and a memory that knows the first argument only."""
    inner = copy.deepcopy(node)
    inner.name = "inside"
    names = ", ".join(argument.arg for argument in node.args.args)
    key = f"repr({node.args.args[0].arg})"
    node.args.args.append(ast.arg("kept"))
    node.args.defaults.append(_code("{}"))
    text = f"kept[{key}] = kept[{key}] if {key} in kept else inside({names})\nreturn kept[{key}]"
    node.body = [inner, *ast.parse(text).body]


def _code(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


def _with(tree: ast.Module, node: ast.AST, new: ast.AST) -> ast.Module:
    """A copy of the tree with `new` in the place of the node."""

    class Swap(ast.NodeTransformer):
        def visit(self, here: ast.AST) -> ast.AST:
            return copy.deepcopy(new) if here is twin else self.generic_visit(here)

    memo: dict[int, object] = {}
    clone = copy.deepcopy(tree, memo)
    twin = memo[id(node)]
    return Swap().visit(clone)


def _edited(tree: ast.Module, node: ast.AST, edit: Callable[[ast.AST], None]) -> ast.Module:
    memo: dict[int, object] = {}
    clone = copy.deepcopy(tree, memo)
    edit(memo[id(node)])
    return clone
