"""Who sends the requests and watches: what no answer may be, and that whatever was accepted stays as it was sent.

An answer below 500 that is empty, JSON, multipart or a document as it was kept; a statement accepted is read back
with everything that was sent, and to the end with the very same bytes; a document with its bytes and its type.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qs

import orjson
from flask import Flask
from werkzeug.test import run_wsgi_app

from tests.tracking.lrs.fuzz.asking import DOCUMENTS, STATEMENTS, Asked
from tests.tracking.lrs.fuzz.bodies import BOUNDARY, MIXED

FILLED: Final = ("id", "timestamp", "version")
"""What the record adds where a client left it out; `stored` and `authority` it always sets (Data 2.3.1)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    content_type: str
    body: bytes


@dataclass
class Witness:
    """The product under test, a client that may read everything, and what was accepted so far."""

    app: Flask
    reader: str
    statements: dict[str, bytes] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def ask(self, asked: Asked) -> Answer:
        """Send one request."""
        pieces, status, headers = run_wsgi_app(self.app.wsgi_app, asked.environ(), buffered=True)
        return Answer(int(status[:3]), headers.get("Content-Type", ""), b"".join(pieces))

    def read(self, path: str, query: str) -> Answer:
        """GET as the client that may read everything."""
        headers = {"Authorization": self.reader, "X-Experience-API-Version": "1.0.3"}
        return self.ask(Asked("GET", path, query, headers))

    def look(self, asked: Asked) -> None:
        """Send a request and check all that is promised of its answer."""
        answer = self.ask(asked)
        self.counts[f"{asked.path if len(asked.path) < 30 else 'other'} {answer.status}"] += 1
        assert answer.status < 500, (asked, answer)
        plain = asked.plain or asked
        assert well_formed(answer, plain), (asked, answer)
        if answer.status in (200, 204) and plain.method in ("PUT", "POST"):
            if plain.path == STATEMENTS:
                self._accepted(asked, plain, answer)
            elif plain.path in DOCUMENTS:
                self._kept(asked, plain)
        if answer.status == 200 and plain.path == STATEMENTS and plain.method == "GET":
            self._follow(answer)

    def _accepted(self, asked: Asked, plain: Asked, answer: Answer) -> None:
        ids = (
            orjson.loads(answer.body) if answer.status == 200 else [parse_qs(plain.query)["statementId"][-1]]
        )
        arrived = sent(plain) if asked is plain else None
        for place, identity in enumerate(str(one).lower() for one in ids):
            stored = self.body(identity)
            if identity not in self.statements and arrived is not None:
                assert as_sent(arrived[place], orjson.loads(stored)), (asked, stored)
                self._files_too(identity, asked)
            assert self.statements.setdefault(identity, stored) == stored, (asked, stored)

    def _files_too(self, identity: str, asked: Asked) -> None:
        """Check that the files of a statement just sent come back byte for byte."""
        if asked.headers.get("Content-Type") != MIXED:
            return
        answer = self.read(STATEMENTS, f"statementId={identity}&attachments=true")
        if answer.status == 404:
            answer = self.read(STATEMENTS, f"voidedStatementId={identity}&attachments=true")
        told = files(answer.body, answer.content_type.partition("boundary=")[2])
        assert files(asked.arrives() or b"", BOUNDARY) == told, (asked, answer)
        self.counts["files read back"] += len(told)

    def body(self, identity: str) -> bytes:
        """Return a statement's bytes, voided or not."""
        answer = self.read(STATEMENTS, f"statementId={identity}")
        if answer.status == 404:
            answer = self.read(STATEMENTS, f"voidedStatementId={identity}")
        assert answer.status == 200, (identity, answer)
        return answer.body

    def _kept(self, asked: Asked, plain: Asked) -> None:
        answer = self.read(plain.path, plain.query)
        assert answer.status == 200, (asked, answer)
        if plain.method == "PUT" and asked is plain and plain.arrives() is not None:
            assert answer.body == plain.arrives(), (answer.body, asked)

    def _follow(self, answer: Answer) -> None:
        """Read the next page, where there is one."""
        told = orjson.loads(answer.body) if answer.content_type == "application/json" else {}
        if told.get("more"):
            path, _, query = told["more"].partition("?")
            assert self.read(path, query).status == 200, (told["more"], answer)

    def unchanged(self) -> bool:
        """Tell whether everything accepted can be read back byte for byte."""
        return all(self.body(identity) == stored for identity, stored in self.statements.items())


def well_formed(answer: Answer, asked: Asked) -> bool:
    """Tell whether an answer is empty, JSON, multipart or a document; only documents are of any other type."""
    if not answer.body:
        return True
    if asked.path in DOCUMENTS and answer.status == 200:
        return True
    kind = answer.content_type.partition(";")[0]
    if kind == "multipart/mixed":
        boundary = answer.content_type.partition("boundary=")[2].encode()
        return answer.body.startswith(b"--" + boundary) and answer.body.endswith(b"--" + boundary + b"--\r\n")
    return kind in ("application/json", "application/ld+json") and orjson.loads(answer.body) is not None


def files(body: bytes, boundary: str) -> dict[bytes, bytes]:
    """Return the files of a multipart by the hash in their headers; the first part holds the statements."""
    found = {}
    for part in body.split(f"--{boundary}".encode())[2:-1]:
        headers, _, data = part.removesuffix(b"\r\n").partition(b"\r\n\r\n")
        found[headers.partition(b"X-Experience-API-Hash: ")[2].partition(b"\r\n")[0]] = data
    return found


def sent(asked: Asked) -> list[Any] | None:
    """Return the statements of a request as they came, None where its body cannot be told without the product."""
    body = asked.arrives()
    if body is not None and asked.headers.get("Content-Type", "").startswith("multipart/"):
        first = body.partition(f"--{BOUNDARY}".encode())[2].partition(f"\r\n--{BOUNDARY}".encode())[0]
        body = first.partition(b"\r\n\r\n")[2]
    if body is None:
        return None
    value = orjson.loads(body)
    return value if isinstance(value, list) else [value]


def as_sent(given: dict[str, Any], stored: dict[str, Any]) -> bool:
    """Tell whether a stored statement is the one given, with what the record sets (Data 2.3.1) and nothing else."""
    wanted = given | {name: stored[name] for name in ("stored", "authority")}
    wanted |= {name: stored[name] for name in FILLED if name not in given}
    return _listed(wanted) == stored


def _listed(statement: dict[str, Any]) -> dict[str, Any]:
    """Make lists of single context activities, as the record does (Data 2.4.6.2)."""
    made = dict(statement)
    related = made.get("context", {}).get("contextActivities")
    if related:
        lists = {kind: [one] if isinstance(one, dict) else one for kind, one in related.items()}
        made["context"] = made["context"] | {"contextActivities": lists}
    if made["object"].get("objectType") == "SubStatement":
        made["object"] = _listed(made["object"])
    return made


def sha1(contents: bytes) -> str:
    """Return the ETag that the specification asks for (Communication 3.1)."""
    return hashlib.sha1(contents, usedforsecurity=False).hexdigest()
