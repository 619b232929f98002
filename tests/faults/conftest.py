"""What is broken here on purpose, and the scene it is broken in: the course is published, Ada has asked, Bruno answers.

The content is read and compiled once for all these tests; each still has a database of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.config import Config, load
from classcode.people.models import Facilitator, Person
from classcode.people.rules.profile import Told
from classcode.territory.models import Place
from helpdesk.meetings.models import Meeting, Reply
from helpdesk.meetings.rules import proposing, replying
from helpdesk.meetings.rules.proposing import Proposal
from helpdesk.models import Ticket
from helpdesk.tickets.rules.asking import Question, open_ticket
from modules.catalog import read_modules
from modules.rules.publishing import publish
from tests import servers
from tests.browser.stack import Postbox
from tests.conftest import ROOT, fill
from tests.make import Make
from tests.tracking.other_store import Store
from tests.tracking.test_forwarding import store

__all__ = ["store"]
SLUG, UNIT, QUIZ = "creative-programming", "loops-and-events", "loops-check"


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the compiled course lies, for all tests of a process."""
    return tmp_path_factory.mktemp("var")


def fill_with_course(url: str, compiled: Path) -> None:
    """Write the schema, the reference data and the published course into an empty database."""
    engine = db.make_engine(url)
    fill(engine)
    modules, _problems = read_modules(ROOT / "content")
    with db.transaction() as session:
        for module in modules:
            publish(session, module, compiled)
    engine.dispose()


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory, compiled: Path) -> Path:
    """A SQLite file with the course in it."""
    path = tmp_path_factory.mktemp("template") / "template.sqlite3"
    fill_with_course(f"sqlite:///{path}", compiled)
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres: str, compiled: Path) -> str:
    """The name of a PostgreSQL database with the course in it."""
    url = servers.fresh_database(postgres)
    fill_with_course(url, compiled)
    return url.rpartition("/")[2]


@pytest.fixture
def config(config: Config, compiled: Path) -> Config:
    """The configuration of a test process, which finds the course compiled."""
    return replace(config, var_dir=compiled)


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    """A mail server that listens."""
    opened = Postbox()
    opened.start()
    yield opened
    opened.stop()


@pytest.fixture
def connected(config: Config, postbox: Postbox, store: Store) -> Config:
    """The same configuration with a mail server and an external LRS, both real and both on loopback."""
    given = {
        "ENVIRONMENT": "test",
        "SECRET_KEY": config.secret_key,
        "DATABASE_URL": config.database_url,
        "BASE_URL": config.base_url,
        "VAR_DIR": str(config.var_dir),
        "MAIL_FROM": config.mail_from,
        "SMTP_URL": f"smtp://127.0.0.1:{postbox.port}",
        "LRS_ENDPOINT": f"http://127.0.0.1:{store.port}/xapi",
        "LRS_KEY": "key",
        "LRS_SECRET": "secret",
    }
    return load(given)


def rows(engine: Engine, *, but: frozenset[str] = frozenset({"act", "web_session"})) -> dict[str, list[str]]:
    """Return all that the database holds, by table, in an order of its own; acts and web sessions are no effect."""
    with engine.connect().execution_options(reading=True) as connection:
        tables = [table for table in db.Base.metadata.sorted_tables if table.name not in but]
        return {table.name: sorted(map(repr, connection.execute(table.select()).all())) for table in tables}


@dataclass
class Scene:
    """Ada has asked, Bruno holds her question, a place is near; `meet` goes on from there."""

    make: Make
    ada: Person
    bruno: Person
    ticket: Ticket
    place: Place

    @property
    def session(self) -> Session:
        """The session in which the scene was made."""
        return self.make.session

    def learner(self, name: str) -> Person:
        """Let another learner of the region wait for Bruno too."""
        person = self.make.person(name, commune="FR-35238")
        ticket = asked(self.session, person)
        assert ticket.facilitator_id == self.bruno.id
        return person

    def meet(self, *others: UUID, capacity: int = 5) -> Meeting:
        """Let Bruno propose a meeting in two days to Ada and others."""
        day = (clock.now() + timedelta(days=2)).date()
        hours = {"starts": clock.now().time().replace(hour=14), "ends": clock.now().time().replace(hour=16)}
        proposal = Proposal(
            place_id=self.place.id, day=day, capacity=capacity, others=frozenset(others), **hours
        )
        return proposing.propose(self.session, self.ticket, proposal, by=self.bruno.id, act_id=uuid4())

    def met(self) -> Meeting:
        """Let the meeting to which Ada said yes have begun three hours ago."""
        meeting = self.meet()
        replying.reply(self.session, meeting.id, self.ada.id, Reply.YES, act_id=uuid4())
        meeting.starts_at = clock.now() - timedelta(hours=3)
        meeting.ends_at = clock.now() - timedelta(hours=1)
        self.session.flush()
        return meeting


def asked(session: Session, learner: Person) -> Ticket:
    """Let somebody ask about loops."""
    question = Question(
        text="Mon lutin ne tourne pas.", module=SLUG, unit=UNIT, language="fr", told=Told(name="Ada")
    )
    return open_ticket(session, learner.id, question, act_id=uuid4())


@pytest.fixture
def scene(make: Make, ada: Person, bruno: Person) -> Scene:
    """The scene in Rennes; Bruno has room for as many questions as a test asks him."""
    make.session.get_one(Facilitator, bruno.id).capacity = 50
    ticket = asked(make.session, ada)
    assert ticket.facilitator_id == bruno.id
    return Scene(make, ada, bruno, ticket, make.place())
