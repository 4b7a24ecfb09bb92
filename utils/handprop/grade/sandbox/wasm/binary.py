"""The WebAssembly of the guest's Python, with one more of its own functions to be called from outside."""

from __future__ import annotations

from collections.abc import Iterator

_CUSTOM, _EXPORTS = 0, 7
_NAMES_OF_FUNCTIONS = 1


def with_export(binary: bytes, name: str) -> bytes:
    """A WebAssembly module that also exports its function `name`; raises LookupError if it has none.

    The layout is that of the WebAssembly specification, sections 5.5 and 7.4 (the names of functions).
    """
    sections = list(_sections(binary))
    names = next(body for kind, body in sections if kind == _CUSTOM and _text(body, 0)[0] == "name")
    export = _named(name) + b"\0" + _number(_index(names, name))  # kind 0: a function
    parts = [binary[:8]]
    for kind, body in sections:
        if kind == _EXPORTS:
            count, place = _read(body, 0)
            body = _number(count + 1) + export + bytes(body[place:])
        parts += [bytes([kind]), _number(len(body)), body]
    return b"".join(parts)


def _sections(binary: bytes) -> Iterator[tuple[int, memoryview]]:
    whole, place = memoryview(binary), 8
    while place < len(whole):
        size, body = _read(whole, place + 1)
        yield whole[place], whole[body : body + size]
        place = body + size


def _index(names: memoryview, wanted: str) -> int:
    """The number of a function in the section of names."""
    _, place = _text(names, 0)
    while place < len(names):
        kind, (size, begin) = names[place], _read(names, place + 1)
        if kind == _NAMES_OF_FUNCTIONS:
            return _find(names[begin : begin + size], wanted)
        place = begin + size
    raise LookupError(wanted)


def _find(table: memoryview, wanted: str) -> int:
    count, place = _read(table, 0)
    for _ in range(count):
        number, place = _read(table, place)
        name, place = _text(table, place)
        if name == wanted:
            return number
    raise LookupError(wanted)


def _text(data: memoryview, place: int) -> tuple[str, int]:
    size, begin = _read(data, place)
    return str(data[begin : begin + size], "utf-8"), begin + size


def _named(name: str) -> bytes:
    return _number(len(name)) + name.encode()


def _read(data: memoryview, place: int) -> tuple[int, int]:
    """A number as WebAssembly writes it (LEB128), and the place behind it."""
    number = shift = 0
    while True:
        byte = data[place]
        number |= (byte & 127) << shift
        place, shift = place + 1, shift + 7
        if byte < 128:
            return number, place


def _number(value: int) -> bytes:
    parts = bytearray()
    while value > 127:
        parts.append(value & 127 | 128)
        value >>= 7
    return bytes([*parts, value])
