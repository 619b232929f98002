"""multipart/mixed in and out: statements first, then the data of their attachments (Communication 1.5.2, RFC 2046).

A request is read as a stream: its attachments go to `tracking.log.files` piece by piece. Whether they are the ones
that the statements name is checked in `tracking.xapi.parts`.
"""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser
from werkzeug.http import parse_options_header

from classcode.files import is_sha2
from classcode.i18n import N_
from tracking.log.files import Incoming, Keeper
from tracking.lrs.errors import TooLarge
from tracking.xapi.errors import Invalid
from tracking.xapi.parts import media_type

CLAUSE: Final = "Communication 1.5.2"
CONTENT_TYPES: Final = "Communication 1.5"
CHUNK: Final = 64 * 1024
LARGEST_STATEMENTS: Final = 16 * 1024 * 1024
"""Bytes of the first part, which is held in memory whole."""
MOST_PARTS: Final = 1000
MOST_HEADERS: Final = 16
LONGEST_HEADER: Final = 4096
_BOUNDARY: Final = re.compile(r"[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]")
_TYPE: Final = re.compile(r"[\x20-\x7e]{1,255}")
_TRUNCATED: Final = N_("The request ends before its last part does.")

# What is wrong with a request is told to its sender; the library would log it besides.
logging.getLogger("python_multipart").setLevel(logging.ERROR)


class Stream(Protocol):
    """A request's body while it comes: an empty answer is its end."""

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes more."""


@dataclass(frozen=True, slots=True)
class Part:
    """The data of one attachment as it came: its headers, and the file that is not kept yet."""

    file: Incoming
    content_type: str
    length: int | None

    @property
    def size(self) -> int:
        """How many bytes came."""
        return self.file.size

    def read(self) -> bytes:
        """Return all bytes, before they are kept."""
        return self.file.read()


@dataclass(frozen=True, slots=True)
class Mixed:
    """A whole request: the JSON of its first part, and its attachments by SHA-2 in lower case."""

    statements: bytes
    parts: dict[str, Part]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A kept file to be sent with statements."""

    sha2: str
    content_type: str
    path: Path


def read_mixed(stream: Stream, content_type: str, *, largest: int, keep: Keeper) -> Mixed:
    """Read a request of at most `largest` bytes; Invalid where it breaks the format, TooLarge where it is larger.

    Every part's bytes have the hash that its header announces; `keep` holds them.
    """
    reading = _Reading(keep, min(largest, LARGEST_STATEMENTS))
    boundary = _boundary(content_type)
    parser = _parser(boundary, reading)
    size = 0
    try:
        # The body begins as if in a part of ours, which takes what may precede the first boundary (RFC 2046 5.1.1).
        parser.write(b"--%b\r\n\r\n\r\n" % boundary)
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > largest:
                raise TooLarge(largest=largest)
            parser.write(chunk)
    except MultipartParseError:
        raise Invalid("", CLAUSE, N_("The parts of this request cannot be told apart.")) from None
    return reading.whole()


def _boundary(content_type: str) -> bytes:
    """Return the boundary of a multipart/mixed content type (RFC 2046 section 5.1.1)."""
    kind, options = parse_options_header(content_type)
    if kind.lower() != "multipart/mixed":
        raise Invalid("", CONTENT_TYPES, N_("Statements come as application/json or multipart/mixed."))
    boundary = options.get("boundary", "")
    if not _BOUNDARY.fullmatch(boundary):
        raise Invalid(
            "", CLAUSE, N_("The Content-Type header names no boundary, or one that cannot be used.")
        )
    return boundary.encode("ascii")


def _parser(boundary: bytes, reading: _Reading) -> MultipartParser:
    return MultipartParser(
        boundary,
        {
            "on_part_begin": reading.begin_part,
            "on_header_field": reading.add_name,
            "on_header_value": reading.add_value,
            "on_header_end": reading.end_header,
            "on_headers_finished": reading.end_headers,
            "on_part_data": reading.add_data,
            "on_part_end": reading.end_part,
            "on_end": reading.end,
        },
        max_header_count=MOST_HEADERS,
        max_header_size=LONGEST_HEADER,
    )


class _Reading:
    """What has come of a request so far; the parser calls these as it recognises each piece."""

    def __init__(self, keep: Keeper, largest: int) -> None:
        self._keep = keep
        self._largest = largest
        self._number = -2  # -1 is what precedes the first boundary, 0 the statements
        self._statements = bytearray()
        self._parts: dict[str, Part] = {}
        self._part: Part | None = None
        self._name = self._value = b""
        self._headers: dict[str, str] = {}
        self._ended = False

    def begin_part(self) -> None:
        self._number += 1
        self._headers = {}
        if self._number > MOST_PARTS:
            raise self._refused(N_("A request has at most %(most)s attachments."), most=MOST_PARTS)

    def add_name(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def add_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def end_header(self) -> None:
        name, value = self._name.decode("ascii").lower(), self._value.decode("latin-1").strip()
        self._name = self._value = b""
        if name in self._headers:
            raise self._refused(N_("Part %(number)s has the header %(name)s twice."), name=name[:80])
        self._headers[name] = value

    def end_headers(self) -> None:
        if self._number == 0 and media_type(self._headers.get("content-type", "")) != "application/json":
            raise self._refused(N_("The first part holds the statements, as application/json."))
        if self._number > 0:
            self._part = self._announced()

    def add_data(self, data: bytes, start: int, end: int) -> None:
        if self._part is not None:
            self._part.file.write(data[start:end])
        elif self._number == 0:
            self._statements += data[start:end]
            if len(self._statements) > self._largest:
                raise TooLarge(largest=self._largest)

    def end_part(self) -> None:
        part, self._part = self._part, None
        if part is None:
            return
        if not part.file.close():
            raise self._refused(N_("The data of part %(number)s have another hash than its header says."))
        # The same attachment sent twice: the specification asks for one copy and forbids no second.
        if self._parts.setdefault(part.file.sha2, part) is not part:
            part.file.drop()

    def end(self) -> None:
        self._ended = True

    def whole(self) -> Mixed:
        """Return the request once its last boundary has come."""
        if not self._ended:
            raise Invalid("", CLAUSE, _TRUNCATED)
        if self._number < 0:
            raise Invalid("", CLAUSE, N_("The request has no part with statements."))
        return Mixed(bytes(self._statements), self._parts)

    def _announced(self) -> Part:
        """Check the headers of an attachment and make room for its data."""
        headers = self._headers
        if headers.get("content-transfer-encoding", "").lower() != "binary":
            raise self._refused(N_("Part %(number)s lacks the header Content-Transfer-Encoding: binary."))
        sha2 = headers.get("x-experience-api-hash", "").lower()
        if not is_sha2(sha2):
            raise self._refused(
                N_("Part %(number)s lacks an X-Experience-API-Hash header with a SHA-2 in hexadecimal.")
            )
        length = headers.get("content-length")
        if length is not None and not re.fullmatch("[0-9]{1,15}", length):
            raise self._refused(N_("The Content-Length of part %(number)s is no number of bytes."))
        return Part(
            self._keep.begin(sha2), headers.get("content-type", ""), None if length is None else int(length)
        )

    def _refused(self, message: str, **params: object) -> Invalid:
        return Invalid("", CLAUSE, message, **({"number": self._number + 1} | params))


def write_mixed(
    statement_chunks: Iterable[bytes], files: Sequence[Attachment]
) -> tuple[str, Iterator[bytes]]:
    """Return the content type and the pieces of an answer with attachments, each file once, read as it is sent.

    FileNotFoundError at once when a file is missing: an answer that has begun can no longer say so.
    """
    once = {file.sha2: file for file in files}
    for file in once.values():
        file.path.stat()
    # 128 random bits: no file holds this line, and the name needs no quotes.
    boundary = secrets.token_hex(16)
    return f"multipart/mixed; boundary={boundary}", _pieces(boundary, statement_chunks, once.values())


def _pieces(boundary: str, statement_chunks: Iterable[bytes], files: Iterable[Attachment]) -> Iterator[bytes]:
    yield f"--{boundary}\r\nContent-Type: application/json\r\n\r\n".encode()
    yield from statement_chunks
    for file in files:
        yield (
            f"\r\n--{boundary}\r\nContent-Type: {_sendable(file.content_type)}\r\n"
            f"Content-Transfer-Encoding: binary\r\nX-Experience-API-Hash: {file.sha2}\r\n\r\n"
        ).encode()
        with file.path.open("rb") as data:
            while chunk := data.read(CHUNK):
                yield chunk
    yield f"\r\n--{boundary}--\r\n".encode()


def _sendable(content_type: str) -> str:
    """Return a content type that can stand in a header: a client's line break would begin another one."""
    return content_type if _TYPE.fullmatch(content_type) else "application/octet-stream"
