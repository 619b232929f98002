"""An older desk moves over: what was held counts as accepted, absences keep their end, clocks start where waits do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from classcode import db
from classcode.migrating import migrate
from classcode.people.models import Facilitator
from helpdesk.models import Absence, DeskMail, Message, Ticket
from helpdesk.tickets.states import State
from tests import servers

ASKED = datetime(2026, 11, 1, 9, tzinfo=UTC)
ANSWERED = ASKED + timedelta(days=1)
AWAY = datetime.now(UTC) + timedelta(days=30)
BOTH = pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])


@pytest.fixture
def older(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Engine]:
    """A database as the version before left it."""
    made = (
        servers.fresh_database(request.getfixturevalue("postgres"))
        if kind == "postgresql"
        else f"sqlite:///{tmp_path / 'older.sqlite3'}"
    )
    engine = db.make_engine(made)
    migrate(engine, "0003")
    yield engine
    engine.dispose()


def put(connection: Connection, table: str, **values: object) -> None:
    """Insert a row by the columns that the older version had."""
    columns = sa.table(table, *(sa.column(name, kind(value)) for name, value in values.items()))
    connection.execute(sa.insert(columns).values(**values))


def kind(value: object) -> sa.types.TypeEngine[object]:
    if isinstance(value, UUID):
        return sa.Uuid()
    if isinstance(value, datetime):
        return db.UtcDateTime(timezone=True)
    if isinstance(value, list | dict):
        return sa.JSON()
    return sa.literal(value).type


def ask(connection: Connection, learner: UUID, holder: UUID | None, state: str, *, answered: bool) -> UUID:
    ticket_id = uuid4()
    put(
        connection,
        "ticket",
        id=ticket_id,
        learner_id=learner,
        module="m",
        subject="s",
        language="fr",
        region_code="FR-BRE",
        state=state,
        opened_at=ASKED,
        promised_by=ASKED + timedelta(days=3),
        moved_at=ANSWERED if answered else ASKED,
        version=1,
        **({"facilitator_id": holder} if holder else {}),
        **({"first_answered_at": ANSWERED} if answered else {}),
    )
    message = {"id": uuid4(), "ticket_id": ticket_id, "author_id": learner, "text": "t", "written_at": ASKED}
    put(connection, "ticket_message", **message, internal=False)
    return ticket_id


@BOTH
def test_an_older_desk_moves_over_with_all_it_holds(older: Engine, kind: str) -> None:
    learner, holder = uuid4(), uuid4()
    with older.begin() as connection:
        region = {"code": "FR-BRE", "national_code": "53", "country": "FR", "name_fr": "Bretagne"}
        names = {"name_en": "Brittany", "name_nl": "Bretagne", "zone": "Europe/Paris", "landmass": "europe"}
        put(connection, "region", **region, **names)
        for person in (learner, holder):
            told = {"id": person, "created_at": ASKED, "password_hash": "x", "language": "fr"}
            put(connection, "person", **told, time_zone="Europe/Paris", answer_languages=["fr"])
        offer = {"person_id": holder, "languages": ["fr"], "expertise": [], "capacity": 3, "area_km": 50}
        put(connection, "facilitator", **offer, slots=[], since=ASKED, away_until=AWAY)
        put(connection, "desk_bundle", id=uuid4(), facilitator_id=holder, slot_start=ASKED, written_at=ASKED)
        ids = {
            "held": ask(connection, learner, holder, "waiting-facilitator", answered=False),
            "again": ask(connection, learner, holder, "waiting-facilitator", answered=True),
            "answered": ask(connection, learner, holder, "waiting-learner", answered=True),
            "unheld": ask(connection, learner, None, "new", answered=False),
            "over": ask(connection, learner, holder, "resolved", answered=True),
        }
    migrate(older, "head")
    with Session(older) as session:
        tickets = {name: session.get_one(Ticket, one) for name, one in ids.items()}
        assert {name: one.state for name, one in tickets.items()} == {
            "held": State.ACCEPTED,
            "again": State.WAITING_FACILITATOR,
            "answered": State.WAITING_LEARNER,
            "unheld": State.NEW,
            "over": State.RESOLVED,
        }
        assert {name: one.clock_since for name, one in tickets.items()} == {
            "held": ASKED,
            "again": ANSWERED,
            "answered": None,
            "unheld": ASKED,
            "over": None,
        }
        assert tickets["again"].promise_since == ANSWERED and not tickets["held"].unnamed
        assert session.query(Absence).one().ends_on == AWAY.date()
        assert session.query(DeskMail).one().person_id == holder
        assert {one.source for one in session.query(Message)} == {"web"}
        assert session.get_one(Facilitator, holder).off_in_holidays
