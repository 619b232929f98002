"""Threads that post statements as fast as they can, and remember what they were told about each batch."""

from __future__ import annotations

import http.client
import random
import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

import orjson
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests.conftest import INFO
from tracking.doctor.examining import examine
from tracking.models import Statement

PATIENCE = 30
"""Seconds that a thread waits for an answer; far more than needed, for machines under load."""


COMMON: Final = [uuid5(NAMESPACE_URL, f"http://example.org/common/{number}") for number in range(200)]
"""Statements to which others refer, and which come from several threads, before and after those."""
_SHARED: Final = frozenset(COMMON)


@dataclass
class Batch:
    """Statements posted together, and the answer: its status (None when the line broke), its Retry-After."""

    ids: Sequence[UUID]
    body: bytes
    status: int | None = None
    retry_after: str | None = None

    @property
    def acknowledged(self) -> bool:
        """Whether the record said that it has them."""
        return self.status == 200


def statement(identity: UUID) -> dict[str, Any]:
    """Return the one statement of an id: it shares actor, activities and sometimes a reference with many others."""
    chance = random.Random(identity.int)
    made = {
        "id": str(identity),
        "actor": {"mbox": f"mailto:learner{chance.randrange(20)}@example.org", "name": f"N{chance.randrange(40)}"},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/experienced"},
        "object": {
            "id": f"http://example.org/units/{chance.randrange(20)}",
            "definition": {"name": {"en": f"Unit {chance.randrange(40)}"}},
        },
        "timestamp": "2026-01-01T00:00:00Z",
        "context": {"contextActivities": {"parent": [{"id": f"http://example.org/modules/{chance.randrange(5)}"}]}},
    }  # fmt: skip
    if chance.random() < 0.2:
        made["object"] = {"objectType": "StatementRef", "id": str(chance.choice(COMMON))}
    return made


def new_batch(chance: random.Random) -> Batch:
    """Make a batch of up to twenty new statements, and now and then of those that all threads post."""
    ids = [uuid4() for _ in range(chance.randrange(1, 20))] + chance.sample(COMMON, chance.randrange(3))
    chance.shuffle(ids)
    return Batch(ids, orjson.dumps([statement(one) for one in ids]))


class Burst:
    """A `with` block during which threads post; at its end all have been answered."""

    def __init__(self, url: str, authorization: str, *, threads: int = 4) -> None:
        self.batches: list[Batch] = []
        self._line = Line(url, authorization)
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._post, args=(number,)) for number in range(threads)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def told(self, status: int | None) -> int:
        """Return how many batches were answered so."""
        return sum(batch.status == status for batch in list(self.batches))

    def _post(self, number: int) -> None:
        chance = random.Random(number)
        line = self._line.another()
        while not self._over.is_set():
            batch = new_batch(chance)
            line.post(batch)
            self.batches.append(batch)
            if not batch.acknowledged:
                self._over.wait(0.05)


@dataclass
class Line:
    """One connection to the record, opened again whenever it breaks."""

    url: str
    authorization: str
    _connection: http.client.HTTPConnection | None = field(default=None, repr=False)

    def another(self) -> Line:
        """Return a line of its own to the same record."""
        return Line(self.url, self.authorization)

    def ask(
        self, method: str, path: str, body: bytes | None = None
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        """Send one request and return status, headers and body; OSError or HTTPException when the line breaks."""
        place = urlsplit(self.url)
        if self._connection is None:
            self._connection = http.client.HTTPConnection(place.netloc, timeout=PATIENCE)
        headers = {"Authorization": self.authorization, "X-Experience-API-Version": "1.0.3"}
        headers |= {"Content-Type": "application/json"} if body is not None else {}
        try:
            self._connection.request(method, place.path + path, body, headers)
            answer = self._connection.getresponse()
            return answer.status, answer.headers, answer.read()
        except (OSError, http.client.HTTPException):
            self._connection.close()
            self._connection = None
            raise

    def post(self, batch: Batch) -> None:
        """Post a batch and write down the answer."""
        try:
            batch.status, headers, _ = self.ask("POST", "/statements", batch.body)
        except (OSError, http.client.HTTPException):
            batch.status, batch.retry_after = None, None
        else:
            batch.retry_after = headers["Retry-After"]


def bring_together(line: Line) -> None:
    """Read by a filter, as anybody does: references that were written at the same moment are then brought together."""
    status, _, _ = line.ask("GET", "/statements?limit=1&verb=http://example.org/any")
    assert status == 200


def assert_whole(engine: Engine, batches: Iterable[Batch], files_dir: Path) -> int:
    """Check that acknowledged batches are stored once, others wholly or not at all, rows beside the log right."""
    with Session(engine, info=dict(INFO)) as session:
        stored = Counter(session.scalars(select(Statement.id)))
    with Session(engine, info=dict(INFO)) as session:
        wrong = [str(finding) for stretch in examine(session, files_dir) for finding in stretch.findings]
    assert wrong == [], wrong[:5]
    assert set(stored.values()) <= {1}
    for batch in batches:
        assert not batch.acknowledged or stored.keys() >= set(batch.ids), batch
        # What several threads post may have come from another one.
        there = {one in stored for one in set(batch.ids) - _SHARED}
        assert len(there) <= 1, batch
    return stored.total()


def different(batches: Iterable[Batch]) -> int:
    """Return how many statements were sent, each counted once."""
    return len({one for batch in batches for one in batch.ids})


def send_again(line: Line, batches: Iterable[Batch]) -> None:
    """Post every batch once more; each is welcome, whatever became of it before."""
    line = line.another()  # the server has closed one on which nothing was said while the rows were counted
    for batch in batches:
        line.post(batch)
        assert batch.acknowledged, batch
