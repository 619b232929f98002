"""Both databases filled with the same log, in the order of time: PostgreSQL, and one Parquet row per statement."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb
import orjson
import psycopg
from sqlalchemy import Table
from sqlalchemy.orm import Session

from benchmarks.figures import people
from benchmarks.figures.people import Learner, Line
from benchmarks.record.servers import libpq
from classcode import clock, db
from tests.conftest import INFO, fill
from tests.make import COMMUNES, Make
from tracking import vocabulary
from tracking.log.keys import key_of
from tracking.models import LearnerFact, Statement
from tracking.projections.said import BODIES
from tracking.vocabulary import Verb

FILLER: Final = b'{"filler":"' + b"x" * 800 + b'"}'
"""What stands for the text of statements of which only the columns are read; as long as real ones are."""
FACTS: Final = ("region", "gender", "setting", "level", "commune_type")
COLUMNS: Final = (
    "id", "stored", "timestamp", "verb_key", "voided", "actor", "verb", "object_path", "object_kind", "module",
    "minutes",
)  # fmt: skip
_READ: Final = frozenset(BODIES)
THREADS: Final = 2
MEMORY: Final = "1GB"
"""What DuckDB may hold while it sorts; the rest goes through the disk, so that ten million lines need no more."""


@dataclass(frozen=True)
class Filled:
    """Where the log lies: a PostgreSQL database and a Parquet file."""

    url: str
    parquet: Path
    statements: int


def both(url: str, folder: Path, learners: int) -> Filled:
    """Fill both."""
    engine = db.make_engine(url)
    fill(engine)
    places, regions = _places(engine)
    everybody = list(people.learners(learners))
    lines = folder / "lines.csv"
    _write_lines(lines, everybody, places, regions)
    parquet = folder / "statements.parquet"
    sorted_lines = folder / "lines.duckdb"
    with duckdb.connect(str(sorted_lines)) as connection:
        connection.execute(
            f"SET threads={THREADS}; SET memory_limit='{MEMORY}'; SET temp_directory='{folder}'"
        )
        count = _sort(connection, lines, parquet)
        lines.unlink()
        with psycopg.connect(libpq(url)) as postgres:
            _copy_facts(postgres, everybody)
            with _bare(engine):
                _copy_statements(postgres, connection, folder)
    analyse(url)
    sorted_lines.unlink()
    engine.dispose()
    return Filled(url, parquet, count)


def analyse(url: str) -> None:
    """Let PostgreSQL look at what was written, as it does by itself before long."""
    with psycopg.connect(libpq(url), autocommit=True) as postgres:
        postgres.execute("VACUUM ANALYZE")


def room(url: str) -> int:
    """Return how many bytes a database takes."""
    with psycopg.connect(libpq(url)) as postgres:
        found = postgres.execute("SELECT pg_database_size(current_database())").fetchone()
    assert found is not None
    return int(found[0])


def _places(engine: Any) -> tuple[list[str], list[str]]:
    """Make the places; return their ids and their regions."""
    communes = sorted(COMMUNES)
    with Session(engine, info=dict(INFO)) as session, clock.at(people.BEGIN):
        made = [Make(session).place(communes[at % len(communes)]) for at in range(people.PLACES)]
        session.commit()
        return [str(one.id) for one in made], [_region(session, one.commune_code) for one in made]


def _region(session: Session, code: str) -> str:
    from classcode.territory.models import Commune

    return session.get_one(Commune, code).region_code


def _write_lines(path: Path, everybody: Iterable[Learner], places: list[str], regions: list[str]) -> None:
    known = list(everybody)
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        number = 0
        for at, who in enumerate(known):
            declared = [value or "" for value in who[1:]]
            for line in people.lines(who.actor, at, len(known)):
                number += 1
                region = "" if line.place is None else regions[line.place]
                mine = declared if line.actor == who.actor else [""] * len(declared)
                writer.writerow([number, *_cells(line, places), *mine, region])


def _cells(line: Line, places: list[str]) -> Iterator[Any]:
    yield line.actor
    yield str(line.verb)
    yield line.path
    yield str(line.kind)
    yield line.module
    yield line.at.replace(tzinfo=None).isoformat()
    yield "" if line.minutes is None else line.minutes
    yield "" if line.points is None else line.points
    yield _body(line, places)


def _body(line: Line, places: list[str]) -> str:
    """Return the text of a statement where projections read it, else nothing."""
    if (line.verb, line.kind) not in _READ:
        return ""
    if line.points is not None:
        return orjson.dumps({"result": {"score": {"raw": line.points, "min": 1, "max": 5}}}).decode()
    place = f"http://classcode.test/places/{places[line.place or 0]}"
    return orjson.dumps({"context": {"contextActivities": {"grouping": [{"id": place}]}}}).decode()


_NAMES: Final = {
    "number": "BIGINT", "actor": "UUID", "verb": "VARCHAR", "path": "VARCHAR", "kind": "VARCHAR", "module": "VARCHAR",
    "moment": "TIMESTAMP", "minutes": "INTEGER", "points": "INTEGER", "body": "VARCHAR", "region": "VARCHAR",
    "gender": "VARCHAR", "setting": "VARCHAR", "level": "VARCHAR", "commune_type": "VARCHAR", "place_region": "VARCHAR",
}  # fmt: skip


SORTED: Final = """
CREATE TABLE lines AS SELECT * FROM read_csv('{lines}', header=false, columns={columns}) ORDER BY moment
"""
EXTRACTED: Final = """
COPY (
    SELECT * EXCLUDE (number, body), CAST(moment AS DATE) AS day, strftime(moment, '%Y-%m') AS month
    FROM lines ORDER BY moment
) TO '{parquet}' (FORMAT parquet, COMPRESSION zstd)
"""


def _sort(connection: duckdb.DuckDBPyConnection, lines: Path, parquet: Path) -> int:
    """Put the lines in the order of time, and write the Parquet file; return how many."""
    connection.execute(SORTED.format(lines=lines, columns=_NAMES))
    connection.execute(EXTRACTED.format(parquet=parquet))
    found = connection.execute("SELECT count(*) FROM lines").fetchone()
    assert found is not None
    return int(found[0])


def _copy_facts(postgres: psycopg.Connection[Any], everybody: Iterable[Learner]) -> None:
    table = LearnerFact.__tablename__
    with postgres.cursor().copy(f"COPY {table} (actor, kind, since, value) FROM STDIN") as copy:
        for who in everybody:
            for kind, value in zip(FACTS, who[1:], strict=True):
                if value is not None:
                    copy.write_row((who.actor, kind, people.BEGIN, value))


@contextmanager
def _bare(engine: Any) -> Iterator[None]:
    """Take the log's indexes away while it is filled; a million rows go in quicker than one by one."""
    table = Statement.__table__
    assert isinstance(table, Table)
    for index in table.indexes:
        index.drop(engine)
    yield
    for index in table.indexes:
        index.create(engine)


def _copy_statements(
    postgres: psycopg.Connection[Any], lines: duckdb.DuckDBPyConnection, folder: Path
) -> None:
    """Copy what counts of every statement; texts that nothing reads are all the same one."""
    keys = {verb: key_of(vocabulary.verb_iri(verb, INFO["iri_base"])) for verb in Verb}  # type: ignore[arg-type]
    cases = " ".join(f"WHEN '{verb}' THEN {key}" for verb, key in keys.items())
    chosen = (
        f"SELECT format('{{:032x}}', number), moment || '+00', moment || '+00', CASE verb {cases} END, false,"
        " actor, verb, path, kind, module, minutes"
    )
    postgres.execute(f"ALTER TABLE statement ALTER body SET DEFAULT '{FILLER.decode()}'")
    for columns, select in (
        (COLUMNS, f"{chosen} FROM lines WHERE body IS NULL"),
        ((*COLUMNS, "body"), f"{chosen}, body FROM lines WHERE body IS NOT NULL"),
    ):
        file = folder / "copied.csv"
        lines.execute(f"COPY ({select}) TO '{file}' (FORMAT csv, HEADER false)")
        command = f"COPY statement ({', '.join(columns)}) FROM STDIN (FORMAT csv)"
        with postgres.cursor().copy(command) as copy, file.open("rb") as source:
            while block := source.read(1 << 20):
                copy.write(block)
        file.unlink()
    postgres.execute("ALTER TABLE statement ALTER body DROP DEFAULT")
    postgres.commit()
