"""A formula as people write it, as plain arithmetic: signs, LaTeX, names, products without a sign.

What can mean one thing only is read; what can mean two is refused, in a sentence that names both.  The text
that comes out is no Python to run: `formula` reads it as a syntax tree.
"""

from __future__ import annotations

import keyword
import math
import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from handprop.border.read_numbers import DECIMAL_COMMA, Problem
from handprop.language import tr

# What learners may call in a formula.
FUNCTIONS: dict[str, Callable[[float], float]] = {
    "exp": math.exp,
    "log": math.log,
    "sqrt": math.sqrt,
    "tanh": math.tanh,
    "cosh": math.cosh,
    "sinh": math.sinh,
    "sigmoid": lambda z: 1.0 / (1.0 + math.exp(-z)),
    "relu": lambda z: max(0.0, z),
    "leaky_relu": lambda z: z if z > 0.0 else z / 100.0,
    "step": lambda z: float(z > 0.0),
}
_FUNCTION_NAMES = {name: name for name in FUNCTIONS} | {"ln": "log", "σ": "sigmoid", "sigma": "sigmoid"}
_FUNCTION_NAMES |= dict.fromkeys(("abs", "Abs", "fabs", "absolute"), "abs") | {"√": "sqrt"}
_FUNCTION_NAMES |= {"ReLU": "relu", "Relu": "relu", "heaviside": "step", "Step": "step", "Sigmoid": "sigmoid"}

# Names that the course, PyTorch and Greek keyboards have for the same thing; the first stands for all.
_SAME = (
    ("yhat", "ŷ", "y_hat", "prediction", "pred", "y_pred", "y_predicted", "output", "out"),
    ("y", "target", "y_true", "label"),
    ("delta", "δ", "Δ"),
    ("lr", "η", "eta", "learning_rate", "α", "alpha"),
    ("x", "input"),
    ("h", "hidden"),
    ("lam", "λ", "lambda"),
)

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_SIGNS = str.maketrans(
    dict.fromkeys("·⋅∙•×∗✕⨯", "*") | dict.fromkeys("−–—‐‑‒﹣", "-") | {"÷": "/", "∕": "/", "⁄": "/"}
)

# In "\frac" without a raw string Python has read "\f" as one character.
_ESCAPES = {"\a": r"\a", "\b": r"\b", "\f": r"\f", "\r": r"\r", "\t": r"\t"}
_EATEN = re.compile(r"[\x07\x08\f\r\t](?=(?:rac|imes|ext|anh|frac|ight|lpha|st|igg?[lr]?)(?![a-z]))")

_GROUP = r"\{([^{}]*)\}"
_LATEX = [
    (re.compile(r"\$|\\[()\[\]]"), " "),
    (re.compile(r"\\_"), "_"),
    (
        re.compile(
            r"\\[,;:! ]|\\q?quad(?![A-Za-z])|~|\\(?:left|right|displaystyle|[bB]igg?[lr]?)(?![A-Za-z])"
        ),
        " ",
    ),
    (re.compile(r"\\(?:wide)?hat\s*(?:\{\s*y\s*\}|y)"), " yhat "),
]
_NESTED = [
    (
        re.compile(r"\\(?:mathrm|mathit|mathbf|mathsf|boldsymbol|text|textrm|operatorname)\s*" + _GROUP),
        r" \1 ",
    ),
    (re.compile(r"_\s*\{\s*(\w+)\s*\}"), r"_\1"),
    (re.compile(r"\^\s*" + _GROUP), r"^(\1)"),
    (re.compile(r"\\sqrt\s*" + _GROUP), r" sqrt(\1)"),
    (re.compile(rf"\\[dtc]?frac\s*{_GROUP}\s*{_GROUP}"), r" ((\1)/(\2))"),
    (re.compile(r"\\[dtc]?frac\s*(\d)\s*(\d)"), r" (\1/\2)"),
]
_BRACES = re.compile(r"(?<!frac)(?<!frac )(?<!\})" + _GROUP)
_COMMANDS = {
    "cdot": "*",
    "times": "*",
    "ast": "*",
    "div": "/",
    "lvert": "|",
    "rvert": "|",
    "vert": "|",
    "mid": "|",
}
_COMMANDS |= {
    name: name
    for name in (
        "delta",
        "Delta",
        "sigma",
        "eta",
        "alpha",
        "lambda",
        "exp",
        "ln",
        "log",
        "tanh",
        "cosh",
        "sinh",
    )
}

_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)"
    r"|(?P<name>(?:(?:np|numpy|math|torch|sympy|sp)\.)?[^\W\d]\w*|√)"
    r"|(?P<sign>\*\*|[-+*/()\[\]^]))"
)
_LIBRARY = r"(?<![\w.])(?:(?:np|numpy|math|torch|sympy|sp)\.)?"
_ARGUMENT = r"\s*((?:[^(),]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))+)"
# Calls that say what signs say.
_CALLS = (
    (re.compile(rf"{_LIBRARY}(?:[pP]ow|power)\s*\({_ARGUMENT},{_ARGUMENT}\)"), r"((\1)**(\2))"),
    (re.compile(rf"{_LIBRARY}square\s*\({_ARGUMENT}\)"), r"((\1)**2)"),
    (re.compile(rf"{_LIBRARY}sech\s*\({_ARGUMENT}\)"), r"(1/cosh(\1))"),
)
_GATE = re.compile(r"[\[(]([^\[\]()<>=]+)>\s*0(?:\.0*)?\s*[\])]")
_SIZE = re.compile(r"\|([^|]*)\|")
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}  # as keyboards of East Asia have them
_QUOTES = "'\"`“”„‟«»‘’‚"
_LARGER = ("max", "maximum", "fmax")  # of two, told before the comma between them
_IN_PYTHON = tr(" belongs to Python code; write the formula alone, in its symbols.")
_CANNOT_STAND = (
    (r"//", tr("// cuts off decimals. Write / for a division.")),
    (r"[<>≤≥]", tr("The only comparison that can stand here is a gate, such as [z > 0].")),
    (r"[,;]", tr("One formula is asked for. A comma or a semicolon parts it in two.")),
    (r"#", tr("Leave out the remark after #, and write the formula alone.")),
    (r"\|", tr("A bar | stands alone. For a size, write one on each side.")),
    (r"@", tr("@ multiplies arrays. These are single numbers: write *.")),
    (
        r"['’′]",
        tr("A prime ′ cannot be read here. Write what the derivative is, in the symbols of the question."),
    ),
    (r"[∂∇]", tr("This still holds a derivative. Write what comes out, in the symbols of the question.")),
    (r"[^\W\d]|[\d\s.]", ""),
    (r".", tr("{} has no meaning in a formula; + - * / ** and brackets have.")),
)
BROKEN = tr(
    'This cannot be read as a formula. Write * between factors and close every bracket, as in "(a + b) * c".'
)


@dataclass(frozen=True)
class Names:
    """The names that a formula may hold: `symbols`, and `also`, each with what it stands for in symbols."""

    symbols: Collection[str]
    also: Mapping[str, str]

    def meaning(self, name: str) -> str | None:
        """What a name stands for, in symbols; None if it is none, or could be more than one."""
        name = unicodedata.normalize("NFC", name).translate(_SUBSCRIPTS)
        for form in (name, name.replace("_", "")):
            if form in self.symbols:
                return form
            if form in self.also:
                return f"({self.also[form]})"
        return self._same(name) or self._product(name.replace("_", "")) or self._in_other_case(name)

    def _same(self, name: str) -> str | None:
        group = next((group for group in _SAME if name in group), ())
        known = [symbol for symbol in group if symbol in self.symbols]
        return known[0] if len(known) == 1 else None

    def _product(self, name: str) -> str | None:
        """Symbols without anything between them, if there is one way to cut the name into symbols."""
        words = {word: word for word in self.symbols}
        words |= {sign: known for sign in "δΔŷηλ" if (known := self._same(sign))}
        cuts = _cuts(name, words)
        return " * ".join(cuts[0]) if len(cuts) == 1 else None

    def _in_other_case(self, name: str) -> str | None:
        alike = [symbol for symbol in self.symbols if symbol.lower() == name.replace("_", "").lower()]
        return alike[0] if len(alike) == 1 else None


def _cuts(text: str, words: Mapping[str, str]) -> list[list[str]]:
    if not text:
        return [[]]
    return [
        [meaning, *rest]
        for word, meaning in words.items()
        if text.startswith(word)
        for rest in _cuts(text[len(word) :], words)
    ]


def plain_arithmetic(text: str, names: Names) -> str:
    """The formula with +, -, *, /, ** and brackets, in the symbols of `names`; raises `Problem`.

    A name that is no symbol stays as it is.
    """
    text = _EATEN.sub(lambda found: _ESCAPES[found.group()], unicodedata.normalize("NFC", _bare(text)))
    text = _replaced(_CALLS, text)
    if re.search(r"(?<![\w.])\d+,\d+(?![\w.])", text):
        raise Problem(DECIMAL_COMMA)
    text = _without_latex(_without_signs(text))
    return _with_products(_tokens(_GATE.sub(lambda found: _gate(found[1].strip(), names), text), names))


def _gate(inside: str, names: Names) -> str:
    """The gate [z > 0] as the function that it is; raises `Problem` for a z that the question has not."""
    if inside.isidentifier() and names.meaning(inside) is None:
        raise Problem(
            tr(
                "[{name} > 0] cannot be read: {name} is not a symbol of this question. "
                "For a gate that is open, write 1.",
                name=inside,
            )
        )
    return f" step({inside}) "


def plain_signs(text: str) -> str:
    """The text with plain spaces and signs of usual width, without characters that nobody sees."""
    kinds = ((unicodedata.category(sign), sign) for sign in text.translate(_WIDE))
    return "".join(" " if kind == "Zs" else sign for kind, sign in kinds if kind != "Cf")


def without_quotes(text: str) -> str:
    """The text without the quotes around it, straight or curly."""
    text = text.strip(" ")
    return text[1:-1] if len(text) > 1 and text[0] in _QUOTES and text[-1] in _QUOTES else text


def _bare(text: str) -> str:
    """The text without the end of a line or sentence, quotes around it, and characters that nobody sees."""
    text = re.sub(r"[\s;,.…]+$", "", plain_signs(text).strip(" "))
    return without_quotes(text)


def _without_signs(text: str) -> str:
    text = re.sub(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻]+", lambda found: f"**({found.group().translate(_SUPERSCRIPTS)})", text)
    if riddle := re.search(r"\d[¼½¾⅐-⅞]", text):
        whole, part = tuple(riddle.group())
        raise Problem(
            tr(
                "{whole}{part} can be read in two ways: write {whole} + {part} or {whole} * {part}.",
                whole=whole,
                part=part,
            )
        )
    text = re.sub(r"[¼½¾⅐-⅞]", lambda found: _fraction(found.group()), text.translate(_SUBSCRIPTS))
    return unicodedata.normalize("NFKC", text.translate(_SIGNS))


def _fraction(sign: str) -> str:
    top, bottom = unicodedata.normalize("NFKD", sign).split("⁄")
    return f"({top}/{bottom})"


def _without_latex(text: str) -> str:
    for pattern, instead in _LATEX:
        text = pattern.sub(instead, text)
    before = ""
    while text != before:  # from the inside out
        before = text
        text = _replaced(_NESTED, text)
        if text == before:
            text = _BRACES.sub(r"(\1)", text)
    return _SIZE.sub(r" abs(\1) ", re.sub(r"\\([A-Za-z]+)(_?)", _command, text))


def _replaced(pairs: Sequence[tuple[re.Pattern[str], str]], text: str) -> str:
    """The text with all these patterns replaced, again and again, as one may stand in another."""
    before = ""
    while text != before:
        before = text
        for pattern, instead in pairs:
            text = pattern.sub(instead, text)
    return text


def _command(found: re.Match[str]) -> str:
    name, subscript = found.groups()
    if name not in _COMMANDS:
        raise Problem(
            tr('\\{name} cannot be read here. Write the formula as text, as in "(a + b) * c".', name=name)
        )
    return f" {_COMMANDS[name]}{subscript}" if subscript else f" {_COMMANDS[name]} "


def _tokens(text: str, names: Names) -> list[tuple[str, str]]:
    """The kinds and texts of what the formula is made of; kinds are number, symbol, function and signs."""
    tokens, place, text = [], 0, text.strip()
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None or (found.lastgroup == "sign" and text.startswith("//", found.start("sign"))):
            raise Problem(_what_cannot_stand(text[place:].lstrip()))
        tokens.append(_token(found, names))
        place = found.end()
    return _with_brackets(tokens, names)


def _with_brackets(tokens: Sequence[tuple[str, str]], names: Names) -> list[tuple[str, str]]:
    """The tokens, with each square bracket that can be no index as a round one.

    Behind a factor it may be one, unless a known symbol stands in it: w[5] counts, and w[i + 1] does so with
    a stranger.  In w[x] the x may be meant as either.
    """
    known = [0, *accumulate(kind == "symbol" and _is_known(text, names) for kind, text in tokens)]
    plain = list(tokens)
    for start, end in _pairs(tokens):
        before = tokens[start - 1][0] if start else ""
        is_one_name = before == "symbol" and end - start == 2
        if not _ends_a_factor(before) or (known[end] > known[start] and not is_one_name):
            plain[start] = ("(", plain[start][1])  # which a round one is anyway
    return plain


def _pairs(tokens: Sequence[tuple[str, str]]) -> Iterator[tuple[int, int]]:
    """Where brackets begin and end; those that are never closed end with the formula."""
    opened: list[int] = []
    for k, (kind, _) in enumerate(tokens):
        if kind in ("(", "index"):
            opened.append(k)
        elif kind == ")" and opened:
            yield opened.pop(), k
    yield from ((start, len(tokens)) for start in opened)


def _is_known(text: str, names: Names) -> bool:
    return text in names.symbols or not text.isidentifier()  # a meaning of several symbols is no name


def _what_cannot_stand(text: str) -> str:
    sentence = next(sentence for pattern, sentence in _CANNOT_STAND if re.match(pattern, text))
    return sentence.format(text[0]) or BROKEN


def _token(found: re.Match[str], names: Names) -> tuple[str, str]:
    kind = found.lastgroup or ""  # the pattern is made of named groups
    text = found.group(kind)
    if kind == "sign":
        text = {"^": "**", "[": "(", "]": ")"}.get(text, text)
        return ("index" if found.group("sign") == "[" else text, text)
    if kind == "number":
        return kind, text
    bare = text.rpartition(".")[2]
    if meaning := names.meaning(bare):
        return "symbol", meaning
    if keyword.iskeyword(bare):
        raise Problem(bare + _IN_PYTHON)
    if bare.lower() in _LARGER:
        raise Problem(_without_larger(bare))
    if bare in _FUNCTION_NAMES:
        return "function", _FUNCTION_NAMES[bare]
    return "symbol", text


def _without_larger(name: str) -> str:
    return tr(
        "{name} is not needed here. What comes out of a ReLU has a name of its own, such as h; "
        "where the question gives it none, write relu(z) for max(0, z).",
        name=name,
    )


def _with_products(tokens: list[tuple[str, str]]) -> str:
    """The formula as text, with * where two factors stand side by side."""
    written, before, division = [], "", [False]
    for k, (kind, text) in enumerate(tokens):
        if _ends_a_factor(before) and kind in ("number", "symbol", "function", "(", "index"):
            if kind == "(" and _is_fraction(tokens[:k]):
                division[-1] = False
            _refuse_riddles(kind, before, division[-1])
            written.append("*")
        if before == "function" and kind != "(":
            raise Problem(tr("Write brackets after {written}, as in {written}(a).", written=written[-1]))
        division = _division(division, kind)
        written.append(f"({text})" if " " in text else text)
        before = kind
    return " ".join(written)


def _is_fraction(tokens: Sequence[tuple[str, str]]) -> bool:
    """Whether these end in a fraction of two numbers, as in 1/2 (a + b): its bracket is no part of it."""
    kinds = ["", *(kind for kind, _ in tokens)]
    return kinds[-3:] == ["number", "/", "number"] and kinds[-4] not in ("/", "**")


def _ends_a_factor(kind: str) -> bool:
    return kind in ("number", "symbol", ")")


def _division(stack: list[bool], kind: str) -> list[bool]:
    """For each open bracket, whether the last sign in it was one of division."""
    if kind == "(":
        return [*stack, False]
    if kind == ")":
        return stack[:-1] or [False]
    return [*stack[:-1], kind == "/"] if kind in ("+", "-", "*", "/") else stack


def _refuse_riddles(kind: str, before: str, after_division: bool) -> None:
    if kind == "index":
        raise Problem(tr("Write the names as they are given in the question, without square brackets."))
    if kind == "number" and before != ")":
        raise Problem(
            tr("A number stands right after another factor. Write * between them, or put it first.")
        )
    if after_division:
        raise Problem(
            tr(
                "A product without a sign after a division can be read in two ways: a / b c may mean "
                "(a / b) * c or a / (b * c). Write * and brackets as you mean it."
            )
        )
