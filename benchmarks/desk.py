"""How opening the desk behaves when the database grows: the queues at 200 and at 20,000 tickets.

`python -m benchmarks.desk [rounds]` builds both on SQLite and on PostgreSQL, asks for the page at each size in turn in
one process, and prints the queries of a page and the p95 of its time; only the ratio of the two sizes means anything.
Both pages show the same: what waits for a facilitator or a lead, 20 lines of every list, "Show more" below.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from statistics import quantiles
from typing import Any, Final
from uuid import UUID, uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, insert, text, update
from sqlalchemy.orm import Session

from benchmarks.record import servers
from classcode import clock, db
from classcode.app import create_app
from classcode.auth import visitors
from classcode.config import load
from classcode.migrating import stamp
from classcode.people.models import Person
from classcode.tables import ALL
from helpdesk.models import Message, Ticket
from helpdesk.tickets.states import HERS, RUNNING, State
from tests.make import Make, write_reference_data

assert ALL
SIZES: Final = (200, 20_000)
ROUNDS: Final = 200
MOST_QUERIES: Final = 6
MOST_TIMES: Final = 3.0
INFO: Final[dict[str, Any]] = {
    "iri_base": "http://classcode.test",
    "base_url": "",
    "answer_days": 3,
    "forwarding": False,
}
SHARES: Final = (
    (State.CLOSED, 0.59),
    (State.MERGED, 0.03),
    (State.RESOLVED, 0.08),
    (State.CANCELLED, 0.02),
    (State.WAITING_LEARNER, 0.08),
    (State.NEW, 0.04),
    (State.PROPOSED, 0.05),
    (State.ACCEPTED, 0.06),
    (State.WAITING_FACILITATOR, 0.04),
    (State.REOPENED, 0.01),
)
"""What a desk of some years holds: most is over, a fifth waits for somebody."""
REGIONS: Final = ("FR-BRE", "FR-OCC", "FR-IDF", "FR-PAC", "FR-NAQ", "BE-BRU", "BE-WLG")
HERS_BY_STATE: Final = (
    (State.PROPOSED, 2),
    (State.ACCEPTED, 3),
    (State.WAITING_LEARNER, 12),
    (State.NEW, 25),
)
"""What both sizes hold alike, so that both pages are as long: her own, and what nobody has in her region."""


@dataclass(frozen=True)
class Desk:
    """One database with its cookie-holding clients: a facilitator and a lead."""

    engine: Engine
    tokens: dict[str, str]


def fill(url: str, tickets: int) -> Desk:
    """Write a desk of so many tickets; one facilitator for each twenty of them."""
    engine = db.make_engine(url)
    db.Base.metadata.create_all(engine)
    stamp(engine)
    db.bind(engine, **INFO)
    with db.transaction() as session:
        write_reference_data(session)
        make = Make(session)
        bruno = make.facilitator("bruno", region="FR-BRE", commune="FR-35238")
        lead = make.lead("denise", "FR-BRE")
        learners = [make.person(f"learner{n}", commune="FR-35238").id for n in range(20)]
        holders = [make.person(f"holder{n}").id for n in range(max(10, tickets // 20))]
        _write(session, tickets, learners, holders, bruno)
        tokens = {who.name or "": visitors.open_session(session, who.id) for who in (bruno, lead)}
    with engine.connect() as connection, connection.begin():
        connection.execute(text("ANALYZE"))
    return Desk(engine, tokens)


def _write(session: Session, tickets: int, learners: list[UUID], holders: list[UUID], bruno: Person) -> None:
    chance = random.Random(1)  # the same desk each time
    hers = [state for state, count in HERS_BY_STATE for _ in range(count)]
    names, weights = zip(*SHARES, strict=True)
    rows = [_ticket(chance, chance.choice(learners), bruno.id, state, "FR-BRE") for state in hers]
    rows += [
        _ticket(
            chance, chance.choice(learners), chance.choice(holders), chance.choices(names, weights)[0],
            chance.choice(REGIONS),
        )
        for _ in range(tickets - len(rows))
    ]  # fmt: skip
    session.execute(insert(Ticket), rows)
    joined = [row["id"] for row in rows if row["state"] is State.MERGED]
    into = [{"id": one, "merged_into_id": chance.choice(rows)["id"]} for one in joined]
    session.execute(update(Ticket), into)
    session.execute(insert(Message), [_message(row, at) for at, row in enumerate(rows)])


def _ticket(chance: random.Random, learner: UUID, holder: UUID, state: State, region: str) -> dict[str, Any]:
    opened = clock.now() - timedelta(hours=chance.uniform(1, 24 * (6 if state in RUNNING else 700)))
    held = state is not State.NEW and state is not State.CANCELLED
    return {
        "id": uuid4(),
        "learner_id": learner,
        "module": "creative-programming",
        "unit": "loops-and-events",
        "activity_attempt": None,
        "subject": f"Mon chat ne tourne pas, que faire ? {chance.randrange(10**6)}",
        "language": "fr",
        "region_code": region,
        "state": state,
        "opened_at": opened,
        "promise_since": opened,
        "promised_by": opened + timedelta(days=3),
        "moved_at": opened,
        "facilitator_id": holder if held else None,
        "offered_until": opened + timedelta(days=2) if state is State.PROPOSED else None,
        "clock_since": opened if state in RUNNING else None,
        "version": 1,
    }


def _message(row: dict[str, Any], at: int) -> dict[str, Any]:
    reported = row["opened_at"] if at % 997 == 0 and row["state"] in HERS else None
    return {
        "id": uuid4(),
        "ticket_id": row["id"],
        "author_id": row["learner_id"],
        "text": "Mon chat ne tourne pas.",
        "written_at": row["opened_at"],
        "reported_at": reported,
    }


def application(folder: Path, url: str) -> Flask:
    """Build the application; which database it reads is chosen before each request."""
    app = create_app(
        load(
            {
                "ENVIRONMENT": "test",
                "SECRET_KEY": "k" * 40,
                "DATABASE_URL": url,
                "BASE_URL": "http://classcode.test",
                "VAR_DIR": str(folder / "var"),
                "CONTENT_DIR": str(Path(__file__).parent.parent / "content"),
                "MAIL_FROM": "aide@classcode.test",
            }
        )
    )
    app.testing = True
    return app


def client_of(app: Flask, token: str) -> FlaskClient:
    """Return a browser in which somebody is signed in."""
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = token, True
    return client


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """Collect the statements that an engine runs."""
    told: list[str] = []

    def heard(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        told.append(statement)

    event.listen(engine, "before_cursor_execute", heard)
    yield told
    event.remove(engine, "before_cursor_execute", heard)


def opened(client: FlaskClient, desk: Desk) -> float:
    """Open the desk once; return its milliseconds."""
    db.bind(desk.engine, **INFO)
    started = time.perf_counter()
    answer = client.get("/fr/desk/")
    took = 1000 * (time.perf_counter() - started)
    if answer.status_code != 200 or answer.text.count("data-card") < 20:
        raise RuntimeError(f"the desk answered {answer.status_code} or is empty")
    return took


def queries(client: FlaskClient, desk: Desk) -> int:
    """Return how many statements opening the desk takes, transaction marks aside."""
    with counted(desk.engine) as told:
        opened(client, desk)
    return sum(1 for one in told if not one.startswith(("BEGIN", "ROLLBACK")))


def measure(name: str, urls: list[str], folder: Path, rounds: int) -> bool:
    """Measure both sizes on one kind of database, turn by turn; print and return whether the aims are reached."""
    desks = [fill(url, size) for url, size in zip(urls, SIZES, strict=True)]
    app, reached = application(folder, urls[0]), True
    for who in ("Bruno", "Denise"):
        clients = [client_of(app, desk.tokens[who]) for desk in desks]
        for client, desk in zip(clients, desks, strict=True):
            opened(client, desk)
        turns = [
            [opened(client, desk) for client, desk in zip(clients, desks, strict=True)] for _ in range(rounds)
        ]
        small, large = (quantiles(column, n=20)[18] for column in zip(*turns, strict=True))
        count = max(queries(client, desk) for client, desk in zip(clients, desks, strict=True))
        role = "facilitator" if who == "Bruno" else "lead"
        print(f"| {name} | {role} | {count} | {small:.1f} ms | {large:.1f} ms | {large / small:.2f} |")
        reached = reached and count <= MOST_QUERIES and large < MOST_TIMES * small
    for desk in desks:
        desk.engine.dispose()
    return reached


def main() -> int:
    """Measure on both databases; return 1 when an aim is missed."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    print(f"| database | who | queries | p95, {SIZES[0]:,} tickets | p95, {SIZES[1]:,} tickets | ratio |")
    print("|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory(prefix="classcode-benchmark-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        reached = measure("SQLite", [f"sqlite:///{folder}/{size}.sqlite3" for size in SIZES], folder, rounds)
        with servers.postgres() as server, servers.database(server) as one, servers.database(server) as two:
            reached = measure("PostgreSQL", [one, two], folder, rounds) and reached
    told = "reached" if reached else "missed"
    print(f"\nAims: at most {MOST_QUERIES} queries, ratio under {MOST_TIMES:.0f}: {told}.")
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
