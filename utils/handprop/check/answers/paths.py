"""What follows from some derivatives by the chain rule: along a path they multiply, and paths are added."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

_Pair = tuple[str, str]  # of what, and with respect to what


def along_paths(names: Iterable[str]) -> dict[str, str]:
    """The derivatives that follow from these, and are not among them, each as a sum of products.

    ``("dh/dz", "dz/dw")`` give ``{"dh/dw": "dh/dz * dz/dw"}``.  What is a product itself, such as dL/dz
    beside dL/dh and dh/dz, is no link: its paths would be counted twice.
    """
    known = {(over[1:], under[1:]) for over, slash, under in (one.partition("/") for one in names) if slash}
    links = sorted(pair for pair in known if not any(_ways(*pair, known - {pair}, known - {pair})))
    tops, ends = (sorted(set(some)) for some in zip(*links, strict=True)) if links else ((), ())
    found = {(top, end): list(_ways(top, end, known, links)) for top in tops for end in ends}
    return {_name(*pair): " + ".join(ways) for pair, ways in found.items() if ways and pair not in known}


def _ways(over: str, under: str, known: Collection[_Pair], links: Collection[_Pair]) -> Iterator[str]:
    """The ways from one to the other, each by its last link and what is known of those before it."""
    for middle, end in links:
        if end == under and middle == over:
            yield _name(over, under)
        elif end == under:
            before = [_name(over, middle)] if (over, middle) in known else _ways(over, middle, known, links)
            yield from (f"{way} * {_name(middle, under)}" for way in before)


def _name(over: str, under: str) -> str:
    return f"d{over}/d{under}"
