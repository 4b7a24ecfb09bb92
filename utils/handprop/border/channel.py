"""Messages between the grader's processes: frames of JSON over a socket, within a time.

A frame is four bytes with its length, most significant first, and that many bytes of JSON.  The other side
may be a learner's code, so nothing that it sends is more than text until it is read.
"""

from __future__ import annotations

import json
import socket
import struct
from time import monotonic

LARGEST_FRAME = 4 * 2**20  # bytes
_HEAD = struct.Struct(">I")


class Broken(Exception):
    """The other side is gone, or sent what is no message."""


class TooSlow(Broken):
    """Nothing came in time."""


def to_bytes(message: object) -> bytes:
    """A message of plain JSON as it stands in a frame."""
    return json.dumps(message, ensure_ascii=False).encode("utf-8", "surrogatepass")


def from_bytes(data: bytes) -> object:
    """The message in a frame; raises `Broken` if it is none."""
    try:
        return json.loads(data.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError):
        raise Broken("A message was not readable.") from None


class Channel:
    """Frames over a socket."""

    def __init__(self, end: socket.socket):
        self._end = end

    def send(self, message: object, seconds: float | None = None) -> None:
        """Send a message of plain JSON; raises `Broken`, or ValueError if it is too large."""
        self.send_bytes(to_bytes(message), seconds)

    def send_bytes(self, data: bytes, seconds: float | None = None) -> None:
        """Send the bytes of a frame; raises as `send` does."""
        if len(data) > LARGEST_FRAME:
            raise ValueError("The message is too large.")
        self._end.settimeout(seconds)
        try:
            self._end.sendall(_HEAD.pack(len(data)) + data)
        except TimeoutError:
            raise TooSlow from None
        except OSError:
            raise Broken from None

    def receive(self, seconds: float | None = None) -> object:
        """The next message; raises `TooSlow` after `seconds`, `Broken` if the other side is gone or lies."""
        return from_bytes(self.receive_bytes(seconds))

    def receive_bytes(self, seconds: float | None = None) -> bytes:
        """The bytes of the next frame; raises as `receive` does."""
        end = None if seconds is None else monotonic() + seconds
        (size,) = _HEAD.unpack(self._read(_HEAD.size, end))
        if size > LARGEST_FRAME:
            raise Broken("A message was too large.")
        return self._read(size, end)

    def close(self) -> None:
        """Close the socket."""
        self._end.close()

    def _read(self, size: int, end: float | None) -> bytes:
        data = bytearray()
        while len(data) < size:
            data += self._some(size - len(data), end)
        return bytes(data)

    def _some(self, size: int, end: float | None) -> bytes:
        left = None if end is None else end - monotonic()
        if left is not None and left <= 0:
            raise TooSlow
        self._end.settimeout(left)
        try:
            part = self._end.recv(min(size, 65536))
        except TimeoutError:
            raise TooSlow from None
        except OSError:
            raise Broken from None
        if not part:
            raise Broken
        return part
