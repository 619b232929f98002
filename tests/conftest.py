"""The cast and the stage: a fresh database for each test, makers, and three persons who know each other's limits.

Ada learns in Bretagne; Bruno facilitates there; Chloe facilitates in Occitanie and must see nothing of theirs.
`DATABASE=postgresql` runs the same tests on a real PostgreSQL; `-m database` is the part for which that matters.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from classcode import db, files, i18n, queues, schedule
from classcode.auth import visitors
from classcode.config import Config, load
from classcode.migrating import stamp
from classcode.people.models import Person
from classcode.tables import ALL
from modules import current
from modules.catalog import Module, read_modules
from modules.rules.publishing import publish
from tests import once, servers
from tests.emptied import Emptied
from tests.lent import Lent
from tests.make import Make, write_reference_data
from tracking.attestations.codes import key_from

assert ALL
ROOT = Path(__file__).parent.parent
QUIET = ["--disable-gpu", "--disable-background-networking", "--disable-component-update"]
INFO = {
    "iri_base": "http://classcode.test",
    "base_url": "http://classcode.test",
    "answer_days": 3,
    "forwarding": False,
    "mail_from": "Class'Code <aide@classcode.test>",
    "attestation_key": key_from("k" * 40),
}


ON_POSTGRES = os.environ.get("DATABASE") == "postgresql"


def pytest_configure() -> None:
    """Let the tests of a worker share what is the same for all of them, and write where it is quick."""
    once.write_in_memory()
    once.share()


def pytest_collection_finish() -> None:
    """Leave what is loaded by now out of every search for garbage."""
    once.search_less()


def pytest_sessionfinish() -> None:
    """Look once through all that the tests made: pytest looks five times more, and each time as long."""
    once.search_less()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as `database` whatever stands on a database of the kind that DATABASE names, and as `browser` whatever asks
    for Chromium; begin with what takes long.

    Files of browsers and slow tests go first, whole: two workers then end together, instead of one waiting for the
    other's last story.
    """
    for item in items:
        if {"database_url", "empty_database"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("database")
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
    long = {item.path for item in items if item.get_closest_marker("browser")}
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: (item.path not in long, item.path not in slow))


@pytest.fixture(autouse=True)
def french() -> Iterator[None]:
    """Begin each test in French and in Paris, whoever was spoken to before."""
    with i18n.reader(i18n.DEFAULT, "Europe/Paris"):
        yield


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, headless: one for all tests of a worker, since two Playwrights in a process do not agree."""
    # Chromium has no sandbox for root.
    arguments = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=servers.chromium_path(), args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A real PostgreSQL for this worker, started when a test first asks."""
    with servers.postgres_server() as url:
        yield url


@pytest.fixture(scope="session")
def empty_database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], str]:
    """Makers of empty databases that live as long as the tests: `empty_database()` returns an address."""
    if ON_POSTGRES:
        server = request.getfixturevalue("postgres")
        return lambda: servers.fresh_database(server)
    return lambda: f"sqlite:///{tmp_path_factory.mktemp('database') / 'empty.sqlite3'}"


@pytest.fixture(scope="session")
def copied_database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], str]:
    """Makers of copies of a database to which nobody is connected: `copied_database(url)` returns an address."""
    if ON_POSTGRES:
        server = request.getfixturevalue("postgres")
        return lambda url: servers.fresh_database(server, template=url.rpartition("/")[2])

    def copied(url: str) -> str:
        path = tmp_path_factory.mktemp("database") / "copy.sqlite3"
        shutil.copy(url.removeprefix("sqlite:///"), path)
        return f"sqlite:///{path}"

    return copied


def fill(engine: Engine) -> None:
    """Write the schema and the reference data (regions, a few communes) into an empty database."""
    db.Base.metadata.create_all(engine)
    stamp(engine)
    db.bind(engine, **INFO)
    with db.transaction() as session:
        write_reference_data(session)
    engine.dispose()


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the schema and the reference data, copied for each test."""
    path = tmp_path_factory.mktemp("template") / "template.sqlite3"
    fill(db.make_engine(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres: str) -> str:
    """The name of a PostgreSQL database with the schema and the reference data, which each test finds in its own."""
    url = servers.fresh_database(postgres)
    fill(db.make_engine(url))
    return url.rpartition("/")[2]


@pytest.fixture(scope="session")
def emptied(postgres: str) -> Iterator[Callable[[str], Emptied]]:
    """One database for each template, emptied after each test: `emptied(postgres_template)`."""
    made: dict[str, Emptied] = {}
    yield lambda template: made.setdefault(template, Emptied(postgres, template))
    for one in made.values():
        one.drop()


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of this test's own database."""
    if ON_POSTGRES or request.node.get_closest_marker("postgres"):
        one: Emptied = request.getfixturevalue("emptied")(request.getfixturevalue("postgres_template"))
        yield one.url()
        one.leave()
        return
    path = tmp_path / "classcode.sqlite3"
    shutil.copy(request.getfixturevalue("template"), path)
    yield f"sqlite:///{path}"


@pytest.fixture
def config(database_url: str, tmp_path: Path) -> Config:
    """The configuration of a test process."""
    return load(
        {
            "ENVIRONMENT": "test",
            "SECRET_KEY": "k" * 40,
            "DATABASE_URL": database_url,
            "BASE_URL": "http://classcode.test",
            "VAR_DIR": str(tmp_path / "var"),
            "CONTENT_DIR": str(ROOT / "content"),
            "MAIL_FROM": "Class'Code <aide@classcode.test>",
        }
    )


@pytest.fixture
def engine(config: Config) -> Iterator[Engine]:
    """The engine of this test, bound for `db.transaction` and `db.reading`."""
    made = db.make_engine(config.database_url)
    db.bind(made, **INFO)
    queues.bind(schedule.handlers(config), None)
    current.bind(config.var_dir)
    files.bind(config.files_dir)
    yield made
    made.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session for rules; what it holds at the end is rolled back."""
    with Session(engine, expire_on_commit=False, info=dict(INFO)) as opened:
        yield opened
        opened.rollback()


@pytest.fixture
def make(session: Session) -> Make:
    """Makers of people, places and acts, in the test's session."""
    return Make(session)


@pytest.fixture
def ada(make: Make) -> Person:
    """Ada learns, near Rennes."""
    return make.person("ada", commune="FR-35238")


@pytest.fixture
def bruno(make: Make) -> Person:
    """Bruno facilitates in Bretagne."""
    return make.facilitator("bruno", region="FR-BRE", commune="FR-35238")


@pytest.fixture
def chloe(make: Make) -> Person:
    """Chloe facilitates in Occitanie."""
    return make.facilitator("chloe", region="FR-OCC", commune="FR-31555")


@pytest.fixture(scope="session")
def shipped() -> list[Module]:
    """The shipped modules, read once: drawing their pages takes a second."""
    modules, _problems = read_modules(ROOT / "content")
    return modules


@pytest.fixture
def content(engine: Engine, config: Config, shipped: list[Module]) -> None:
    """The shipped modules, published in this test's database."""
    with db.transaction() as session:
        for module in shipped:
            publish(session, module, config.var_dir)
    current.shelf().forget()


@pytest.fixture(scope="session")
def lent(tmp_path_factory: pytest.TempPathFactory) -> Lent:
    """The applications of this worker; pages are compiled once for all of them."""
    return Lent(FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates"))))


@pytest.fixture
def app(request: pytest.FixtureRequest, engine: Engine, config: Config, lent: Lent) -> Iterator[Flask]:
    """The application on this test's database."""
    # What was drawn while parts of the product were replaced is no page of the next test.
    with lent.to(config, for_good="monkeypatch" in request.fixturenames) as made:
        own = db.bound_engine()
        yield made
        own.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without script, without an account."""
    return app.test_client()


@pytest.fixture
def login(app: Flask, session: Session) -> object:
    """Sign a made person in: `login(client, ada)`; what the test made so far is committed first."""

    def sign_in(client: FlaskClient, person: Person) -> FlaskClient:
        session.commit()
        with app.test_request_context(), db.transaction() as writing:
            token = visitors.open_session(writing, person.id)
        with client.session_transaction() as cookie:
            cookie["_user_id"] = token
            cookie["_fresh"] = True
        return client

    return sign_in
