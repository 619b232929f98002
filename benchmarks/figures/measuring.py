"""Seconds and peaks of memory: questions to both sides in turns, a rebuild and an export in fresh processes."""

from __future__ import annotations

import gc
import multiprocessing
import re
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryFile
from typing import Any, Final

import psycopg

from benchmarks.figures.backends import Backends
from benchmarks.figures.filling import Filled
from benchmarks.figures.yardstick import Yardstick
from benchmarks.record.servers import libpq
from classcode import clock, db, i18n
from tests.conftest import INFO
from tracking.indicators.exports import sheets, xlsx
from tracking.indicators.exports.cells import Book, Sheet, number, text
from tracking.indicators.exports.formats import FORMATS, silent
from tracking.indicators.exports.sheets import Naming
from tracking.indicators.filters import GROUPS, Filter
from tracking.indicators.periods import Period, month
from tracking.indicators.query import figures
from tracking.indicators.report import report
from tracking.projections import jobs
from tracking.projections.models import MeetingCount, Profile
from tracking.projections.writing import OF_PERSON, rows_of

NOW: Final = datetime(2026, 8, 31, 12, tzinfo=UTC)
K: Final = 11
YEARS: Final = Period("dates", date(2023, 9, 1), date(2026, 8, 31))
LAST_YEAR: Final = Period("dates", date(2025, 9, 1), date(2026, 8, 31))
VIEWS: Final[Mapping[str, Filter]] = {
    "overview, one school year": Filter(period=LAST_YEAR),
    "overview, three years": Filter(period=YEARS),
    "one month": Filter(period=month("2026-03")),
    "a region": Filter(period=LAST_YEAR, region="FR-BRE"),
    "a gender": Filter(period=LAST_YEAR, gender="f"),
    "a setting and a level": Filter(period=LAST_YEAR, setting="in-school", level="fr:CM1"),
    "rural, three years": Filter(period=YEARS, commune_type="rural"),
}
ROWS: Final = (1_000, 100_000)


@dataclass(frozen=True)
class Sides:
    """One question: seconds (medians) of the query, of the whole report, of DuckDB; the median ratio; what differs."""

    name: str
    query: float
    whole: float
    other: float
    ratio: float
    differing: tuple[str, ...]


@dataclass(frozen=True)
class Cost:
    """Seconds, the most MB that the process held, and that one process of PostgreSQL held for itself alone."""

    seconds: float
    peak: float
    count: int = 0
    server: float = 0


@contextmanager
def _bound(url: str) -> Iterator[None]:
    engine = db.make_engine(url)
    db.bind(engine, **INFO)
    # As a web process does when it starts: see classcode/serving.py.
    gc.collect()
    gc.freeze()
    with clock.at(NOW), i18n.reader("fr", "Europe/Paris"):
        yield
    gc.unfreeze()
    db.forget_connections()
    engine.dispose()


def side_by_side(filled: Filled, turns: int) -> list[Sides]:
    """Ask every question of both sides, in turns."""
    yardstick = Yardstick.on(filled.parquet)
    with _bound(filled.url):
        return [_sides(name, asked, yardstick, turns) for name, asked in VIEWS.items()]


def _sides(name: str, asked: Filter, yardstick: Yardstick, turns: int) -> Sides:
    def ours() -> Mapping[str, float]:
        with db.reading(still=True) as session:
            return {one.id: one.total.value or 0 for one in figures(session, asked)}

    def whole() -> None:
        with db.reading(still=True) as session:
            report(session, asked, K, "fr")

    def other() -> Mapping[str, float]:
        return yardstick.answer(asked, NOW)

    told, known = ours(), other()
    differing = tuple(
        f"{id_} {told[id_]:g}/{value:g}"
        for id_, value in known.items()
        if id_ in told and abs(told[id_] - value) > 1e-6 * max(1, value)
    )
    rounds = [(_seconds(ours), _seconds(whole), _seconds(other)) for _ in range(turns)]
    query, all_of_it, theirs = (median(column) for column in zip(*rounds, strict=True))
    ratio = median(mine / its for _, mine, its in rounds)
    return Sides(name, query, all_of_it, theirs, ratio, differing)


def _seconds(act: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def peak() -> float:
    """Return the most MB that this process held; what it was forked from is not counted, as getrusage would."""
    told = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert told is not None
    return int(told[1]) / 1000


def forget(url: str) -> None:
    """Empty the tables of projections, as they are before a first rebuilding."""
    tables: list[type[db.Base]] = [*OF_PERSON, MeetingCount, Profile]
    names = {rows_of(one).name for one in tables}
    with psycopg.connect(libpq(url), autocommit=True) as postgres:
        postgres.execute(f"TRUNCATE {', '.join(sorted(names))}")


def rebuilding(url: str) -> Cost:
    """Make all projections anew, in a process that has done nothing before; tell how many rows were not there."""
    with _bound(url), Backends.of(url) as backends:
        begun = time.perf_counter()
        found = jobs.rebuild()
        return Cost(time.perf_counter() - begun, peak(), found.total(), backends.most())


def viewing(asked: tuple[str, str]) -> Cost:
    """Make the whole report of one view of a database, in a process that has done nothing before."""
    url, name = asked
    with _bound(url), Backends.of(url) as backends:
        begun = time.perf_counter()
        with db.reading(still=True) as session:
            made = report(session, VIEWS[name], K, "fr")
        return Cost(time.perf_counter() - begun, peak(), len(made.figures), backends.most())


def deriving(parquet: str) -> Cost:
    """Derive the same rows from the Parquet file, into tables on disk."""
    yardstick = Yardstick.on(Path(parquet))
    begun = time.perf_counter()
    rows = yardstick.rebuild()
    return Cost(time.perf_counter() - begun, peak(), rows)


def exporting(url: str) -> Cost:
    """Make the workbook of the widest view: three years, rows by every dimension."""
    with _bound(url), TemporaryFile() as out, Backends.of(url) as backends:
        begun = time.perf_counter()
        with db.reading(still=True) as session:
            naming = Naming(report(session, VIEWS["overview, three years"], K, "fr", by=GROUPS))
        FORMATS["xlsx"].write(naming, out, silent)
        rows = sum(one.size for one in sheets.book(naming).sheets)
        return Cost(time.perf_counter() - begun, peak(), rows, backends.most())


def writing(rows: int) -> Cost:
    """Write a workbook of so many rows of figures, whatever they tell."""
    lines = ((text(f"FR-{at}"), *(number(at + column) for column in range(10))) for at in range(rows))
    book = Book("Indicateurs", "fr", NOW, (Sheet("Figures", lines, 1, rows),))
    with TemporaryFile() as out:
        begun = time.perf_counter()
        xlsx.write(book, out)
        return Cost(time.perf_counter() - begun, peak(), rows)


def in_a_fresh_process(measure: Callable[[Any], Cost], given: Any) -> Cost:
    """Measure in a process that has done nothing before."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as fresh:
        return fresh.submit(measure, given).result()
