"""What a worker weighs when it receives an attachment of 20 MB, and when it hands it back."""

from __future__ import annotations

import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Final

import orjson

from benchmarks.record import bodies, servers, sides
from benchmarks.record.load import ask
from benchmarks.record.sides import Side
from benchmarks.record.tables import Aim, aims, heading, table
from benchmarks.record.writing import MOST_MEMORY

SIZE: Final = 20_000_000
TIMES: Final = 4
"""Enough that each of two workers very likely meets one."""
BOUNDARY: Final = "a-line-between-parts"


def with_a_large_attachment(server: str, folder: Path) -> None:
    """Post statements, then attachments, then read one back; print the workers' peak after each."""
    with servers.database(server) as url, sides.ours(url, folder) as ours:
        rows = [("statements alone", _peak_after(ours, _statements))]
        rows += [("with an attachment of 20 MB", _peak_after(ours, _attachments))]
        rows += [("reading it back", _peak_after(ours, _read_back))]
    heading("Memory, 2 workers")
    table(["", "worker's peak MB"], [(name, f"{peak:.0f}") for name, peak in rows])
    aims([Aim(f"a worker, {name}", peak, MOST_MEMORY, unit="MB", least=False) for name, peak in rows])


def _peak_after(ours: Side, act: Callable[[Side], None]) -> float:
    servers.forget_peaks(ours.server)
    act(ours)
    return servers.peak(ours.server)


def _statements(ours: Side) -> None:
    tally = ours.post(500, count=20)
    if tally.errors:
        raise RuntimeError(tally.complaint)


def _attachments(ours: Side) -> None:
    for _ in range(TIMES):
        body = _with_attachment(os.urandom(SIZE))
        kind = f"multipart/mixed; boundary={BOUNDARY}"
        head = ours.target.head("POST", Content_Type=kind, Content_Length=str(len(body)))
        status, answer = ask(ours.target.port, head + body)
        if status != 200:
            raise RuntimeError(f"an attachment of 20 MB was answered {status}: {answer[:400]!r}")


def _read_back(ours: Side) -> None:
    for _ in range(TIMES):
        answer = ours.look(f"{ours.target.path}?attachments=true&limit=1")
        if len(answer) < SIZE:
            raise RuntimeError(f"reading an attachment back gave {len(answer)} bytes: {answer[:400]!r}")


def _with_attachment(content: bytes) -> bytes:
    """Return the multipart body of one statement and its attachment (xAPI 1.0.3, Communication 1.5.2)."""
    sha2 = sha256(content).hexdigest()
    told = {
        "usageType": "https://learn.example.org/attachments/work",
        "display": {"en": "Work"},
        "contentType": "application/octet-stream",
        "length": len(content),
        "sha2": sha2,
    }
    statement = orjson.loads(bodies.statement(1)) | {"attachments": [told]}
    first = f"--{BOUNDARY}\r\nContent-Type: application/json\r\n\r\n".encode() + orjson.dumps(statement)
    second = (
        f"\r\n--{BOUNDARY}\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: binary\r\n"
        f"X-Experience-API-Hash: {sha2}\r\n\r\n"
    )
    return b"".join((first, second.encode(), content, f"\r\n--{BOUNDARY}--\r\n".encode()))
