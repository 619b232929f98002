"""Eight writers and four readers at once, over HTTP against gunicorn: no error, no deadlock, each statement once.

The writers post the same statements over and over in batches of every order and size, new ones among them, which share
actors, activities and references; whoever locked rows in another order than the others would meet them here.
"""

from __future__ import annotations

import os
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import orjson
import pytest
from sqlalchemy import Engine, text

from classcode import db
from tests import servers
from tests.conftest import fill
from tests.faults.posting import COMMON, Batch, Line, assert_whole, bring_together, different, statement
from tests.served import new_key, serving

pytestmark = [pytest.mark.proof, pytest.mark.postgres]
SECONDS = float(os.environ.get("STORM_SECONDS", "60"))
WRITERS, READERS = 8, 4
QUERIES = (
    "?limit=50", "?ascending=true&limit=20", "?verb=http://adlnet.gov/expapi/verbs/experienced&format=canonical",
    "?activity=http://example.org/units/3&related_activities=true", "?format=ids&since=2026-01-01T00:00:00Z",
    '?agent={"mbox":"mailto:learner3@example.org"}&related_agents=true'.replace('"', "%22"),
)  # fmt: skip


@pytest.fixture
def engine(postgres: str) -> Iterator[Engine]:
    """An empty record on PostgreSQL."""
    made = db.make_engine(servers.fresh_database(postgres))
    fill(made)
    yield made
    made.dispose()


def write(line: Line, number: int, over: threading.Event) -> list[Batch]:
    """Post until the storm is over."""
    chance = random.Random(number)
    sent = []
    while not over.is_set():
        ids = chance.sample(COMMON, chance.randrange(1, 40)) + [uuid4() for _ in range(chance.randrange(20))]
        chance.shuffle(ids)
        batch = Batch(ids, orjson.dumps([statement(one) for one in ids]))
        line.post(batch)
        sent.append(batch)
    return sent


def read(line: Line, number: int, over: threading.Event) -> Counter[int]:
    """Ask and follow the pages until the storm is over; count the answers by status."""
    told: Counter[int] = Counter()
    chance = random.Random(-number)
    path = "/statements" + QUERIES[number]
    while not over.is_set():
        status, _, body = line.ask("GET", path)
        told[status] += 1
        more = orjson.loads(body).get("more") if status == 200 else ""
        path = more.removeprefix("/xapi") if more else "/statements" + chance.choice(QUERIES)
    return told


def deadlocks(engine: Engine) -> int:
    with engine.connect() as connection:
        found = connection.scalar(
            text("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        )
        return int(found or 0)


def test_a_storm_of_overlapping_batches_meets_no_error_and_keeps_each_statement_once(
    engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    over = threading.Event()
    url = engine.url.render_as_string(hide_password=False)
    with (
        serving(url, tmp_path / "var", workers=WRITERS) as web,
        ThreadPoolExecutor(WRITERS + READERS) as pool,
    ):
        line = Line(web.xapi, new_key(engine))
        writers = [pool.submit(write, line.another(), number, over) for number in range(WRITERS)]
        readers = [pool.submit(read, line.another(), number, over) for number in range(READERS)]
        over.wait(SECONDS)
        over.set()
        sent = [batch for writer in writers for batch in writer.result()]
        bring_together(line)
        told = sum((reader.result() for reader in readers), Counter())
    assert {batch.status for batch in sent} == {200}
    assert set(told) == {200}
    began = time.monotonic()
    total = assert_whole(engine, sent, tmp_path / "var" / "files")
    assert total == different(sent)
    assert deadlocks(engine) == 0
    posted = sum(len(batch.ids) for batch in sent)
    with capsys.disabled():
        print(
            f"\nstorm: {WRITERS} writers, {READERS} readers, {SECONDS:.0f} s: {len(sent)} batches, {posted} statements"
        )
        print(
            f"storm: {total} stored once, 0 deadlocks, {told[200]} queries; checked in {time.monotonic() - began:.0f} s"
        )
