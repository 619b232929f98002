"""Reading a small log and a large one: what each query costs, and whether the size of the log shows.

Both are served at the same time and take turns with a bare Flask route that answers as many bytes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import orjson

from benchmarks.record import bodies, servers, sides
from benchmarks.record.filling import Log
from benchmarks.record.load import Tally, put_together
from benchmarks.record.sides import Side
from benchmarks.record.tables import Aim, aims, heading, table

ASKED: Final = 60
"""Requests of one turn."""
DIFFERENT: Final = 200
"""How many agents, or enrolments, are asked for, so that no single page stays in every cache."""
FAR: Final = 1_000
FIRST, CANONICAL = "newest 100", "newest 100, canonical"
FAR_PAGE, LAST_PAGE = "page 1,000 (in the small log the last)", "the last page"
UNIT, UNIT_LAST = "verb and unit, with what is below", "the same, its last full page"


@dataclass
class Read:
    """What asking for one thing cost, turn by turn: of a small log, a large log, and a bare Flask route."""

    length: int
    small: list[Tally] = field(default_factory=list)
    large: list[Tally] = field(default_factory=list)
    bare: list[Tally] = field(default_factory=list)

    def row(self, name: str) -> tuple[str, ...]:
        """Return the row of the table; an answer that was no answer goes to the terminal, where it is seen."""
        small, large, bare_one = map(put_together, (self.small, self.large, self.bare))
        print(small.complaint or large.complaint, end="")
        figures = [one.percentile(share) for one in (small, large) for share in (50, 95)]
        errors = str(small.errors + large.errors)
        return (name, f"{self.length:,}", *(f"{n:.1f}" for n in (*figures, bare_one.percentile(95))), errors)

    @property
    def growth(self) -> float:
        """How many times the small log's p95 the large log's is."""
        return self.p95 / put_together(self.small).percentile(95)

    @property
    def beyond(self) -> float:
        """Milliseconds from the bare route's p95 to ours."""
        return self.p95 - put_together(self.bare).percentile(95)

    @property
    def p95(self) -> float:
        """The large log's p95 in milliseconds."""
        return put_together(self.large).percentile(95)


def at_sizes(server: str, folder: Path, sizes: Sequence[int], rounds: int) -> None:
    """Fill a small log, grow a large one to each further size, and print what reading costs beside each other."""
    with ExitStack() as stack:
        enter = stack.enter_context
        bare_one = enter(sides.yardstick(servers.libpq(enter(servers.database(server)))))
        small, large = (_log(stack, server, folder / name) for name in ("small", "large"))
        small.fill(sizes[0])
        for size in sizes[1:]:
            told = large.fill(size)
            found = _ask(_pairs(small, large), bare_one, rounds)
            _print(found, large)
            print(f"\n{told}")
            aims(_aims(found))


def _log(stack: ExitStack, server: str, folder: Path) -> Log:
    folder.mkdir()
    url = stack.enter_context(servers.database(server))
    return Log(stack.enter_context(sides.ours(url, folder)), url, sides.settings(url, folder))


Pair = tuple[tuple[Side, list[str]], tuple[Side, list[str]]]
"""Whom to ask for what: the small log and the large one."""


def _pairs(small: Log, large: Log) -> dict[str, Pair]:
    of_small, of_large = addresses(small), addresses(large)
    return {name: ((small.side, of_small[name]), (large.side, of_large[name])) for name in of_small}


def addresses(log: Log) -> dict[str, list[str]]:
    """Return what is asked for, by name; pages far inside are reached by following `more` from the first."""
    ours, path, enrolments = log.side, log.side.target.path, log.size // bodies.PAGE
    spread = range(0, enrolments, max(1, enrolments // DIFFERENT))
    units = [f"{path}?{bodies.of_unit(unit)}" for unit in range(bodies.UNITS)]
    newest = f"{path}?limit=100"
    return {
        "agent": [f"{path}?{bodies.of_agent(n % bodies.ACTORS)}" for n in spread],
        UNIT: units,
        UNIT_LAST: [_page(ours, unit, log.size) for unit in units[:3]],
        "registration": [f"{path}?{bodies.of_enrolment(n)}" for n in spread],
        FIRST: [newest],
        CANONICAL: [f"{newest}&format=canonical"],
        FAR_PAGE: [_page(ours, newest, FAR)],
        LAST_PAGE: [_before(ours, newest, 101)],
    }


def _page(ours: Side, address: str, number: int) -> str:
    """Return the address of a page, counted from 1, or of the last full one before it."""
    full, found = _look(ours, address)
    for _ in range(number - 1):
        if not (following := found["more"]):
            break
        count, found = _look(ours, following)
        if count < full:
            break
        address = following
    return address


def _before(ours: Side, address: str, number: int) -> str:
    """Return the address of the page that ends before a statement's number in the log: `more`, with another number."""
    _, found = _look(ours, address)
    assert "cursor=" in found["more"]
    return re.sub(r"cursor=\d+", f"cursor={number}", found["more"])


def _look(ours: Side, address: str) -> tuple[int, dict[str, str]]:
    """Return how many statements an address answers, and the answer."""
    answer = orjson.loads(ours.look(address))
    return len(answer["statements"]), answer


def _ask(pairs: dict[str, Pair], bare_one: Side, rounds: int) -> dict[str, Read]:
    """Ask both logs and the bare route for everything in turns; the first round only warms them up."""
    found = {name: Read(len(large.look(asked[0]))) for name, (_, (large, asked)) in pairs.items()}
    for turn in range(rounds + 1):
        for name, ((small, of_small), (large, of_large)) in pairs.items():
            read, bare_bytes = found[name], [f"/bytes?size={found[name].length}"]
            told = small.get(of_small, ASKED), large.get(of_large, ASKED), bare_one.get(bare_bytes, ASKED)
            if turn:
                read.small.append(told[0])
                read.large.append(told[1])
                read.bare.append(told[2])
    return found


def _print(found: dict[str, Read], large: Log) -> None:
    peak = servers.peak(large.side.server)
    heading(
        f"Reading from {large.size:,} statements beside few, 1 connection (a worker's peak: {peak:.0f} MB)"
    )
    columns = ("", "bytes", "few: p50 ms", "p95 ms", "many: p50 ms", "p95 ms", "bare Flask p95 ms", "errors")
    table(columns, [read.row(name) for name, read in found.items()])


def _aims(found: dict[str, Read]) -> list[Aim]:
    """Compare p95 with the small log and the bare route, canonical with exact, far pages with first ones."""
    p95 = {name: read.p95 for name, read in found.items()}
    return [
        *(Aim(f"{name}: beside few", read.growth, 2, unit="x", least=False) for name, read in found.items()),
        *(
            Aim(f"{name}: beyond Flask", read.beyond, 20, unit="ms", least=False)
            for name, read in found.items()
        ),
        Aim("canonical beside exact", p95[CANONICAL] / p95[FIRST], 2, unit="x", least=False),
        Aim("page 1,000 beside the first", p95[FAR_PAGE] / p95[FIRST], 1.5, unit="x", least=False),
        Aim("the last page beside the first", p95[LAST_PAGE] / p95[FIRST], 1.5, unit="x", least=False),
        Aim("a unit's last page beside its first", p95[UNIT_LAST] / p95[UNIT], 1.5, unit="x", least=False),
    ]
