"""The size of what a client sends: told by its length and refused unread, or counted while it is read."""

from __future__ import annotations

import io
from typing import IO, TYPE_CHECKING

from werkzeug.wsgi import get_content_length

from tracking.lrs.errors import TooLarge

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment
    from typing_extensions import Buffer


def bound(environ: WSGIEnvironment, largest: int) -> None:
    """Refuse a body of more than `largest` bytes at once, or while it is read where its length is not told."""
    length = get_content_length(environ)
    if length is not None:
        if length > largest:
            raise TooLarge(largest=largest)
    elif "wsgi.input_terminated" in environ:
        environ["wsgi.input"] = Bounded(environ["wsgi.input"], largest)


class Bounded(io.RawIOBase):
    """A stream that raises `TooLarge` after so many bytes, where Werkzeug's own would end and pass for complete."""

    def __init__(self, stream: IO[bytes], largest: int) -> None:
        super().__init__()
        self._stream = stream
        self._largest = largest
        self._left = largest

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: Buffer) -> int:
        """Read at most one byte more than is allowed, to know whether there is one."""
        room = memoryview(buffer)
        data = self._stream.read(min(len(room), self._left + 1))
        if len(data) > self._left:
            raise TooLarge(largest=self._largest)
        room[: len(data)] = data
        self._left -= len(data)
        return len(data)
