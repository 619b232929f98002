"""The tincan door, against a small Learning Record Store that really listens on loopback, and misbehaves on demand."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from classcode import clock, db, queues
from classcode.config import Config, ConfigError, load
from classcode.people.models import Person
from classcode.queues import GaveUp, Job, JobState
from tests.make import Make
from tracking import forwarding, vocabulary
from tracking.forwarding import NotTaken, outbound
from tracking.models import Statement
from tracking.rules import FORWARD, record
from tracking.statements import Event
from tracking.vocabulary import Verb


@dataclass
class Store:
    """What the other LRS holds and how it behaves: the moods to come, one per request, then well."""

    port: int = 0
    kept: dict[str, bytes] = field(default_factory=dict)
    stored: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    moods: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)


class Lrs(BaseHTTPRequestHandler):
    """Enough of xAPI's statement resource to be told from a real one by nobody here."""

    store: Store

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.store.headers.append({key.lower(): value for key, value in self.headers.items()})
        mood = self.store.moods.pop(0) if self.store.moods else "well"
        if mood.isdigit():
            self._say(int(mood), b"no, thank you")
            return
        statement_id = parse_qs(urlsplit(self.path).query)["statementId"][0]
        status = self._keep(statement_id, body)
        if mood == "silent":
            self.store.over.wait(5)
        elif mood == "drips":
            self._drip()
        else:
            self._say(status)

    def do_GET(self) -> None:
        query = parse_qs(urlsplit(self.path).query)
        kept = self.store.kept.get(query.get("statementId", [""])[0])
        self._say(404 if kept is None else 200, kept or b"")

    def _keep(self, statement_id: str, body: bytes) -> int:
        if statement_id in self.store.kept:
            return 409
        self.store.kept[statement_id] = body
        self.store.stored.append(statement_id)
        return 204

    def _say(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/elsewhere/statements")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _drip(self) -> None:
        for sign in b"HTTP/1.1 204 No Content\r\n" * 20:
            if self.store.over.wait(0.05):
                return
            self.wfile.write(bytes([sign]))

    def log_message(self, *args: object) -> None:
        """Say nothing on the terminal."""


class QuietServer(ThreadingHTTPServer):
    """A client that hangs up on a server that drips is what we want; its thread need not complain."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing."""


@pytest.fixture
def store() -> Iterator[Store]:
    store = Store()
    handler = type("BoundLrs", (Lrs,), {"store": store})
    with QuietServer(("127.0.0.1", 0), handler) as server:
        store.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield store
        store.over.set()
        server.shutdown()
        thread.join()


def configured(tmp_path: Path, port: int, **more: str) -> Config:
    environ = {
        "ENVIRONMENT": "test",
        "VAR_DIR": str(tmp_path),
        "LRS_ENDPOINT": f"http://127.0.0.1:{port}/xapi",
        "LRS_KEY": "clé",
        "LRS_SECRET": "très secret",
    }
    return load(environ | more)


@pytest.fixture
def forward(store: Store, tmp_path: Path) -> Callable[[str], None]:
    return forwarding.forwarder(configured(tmp_path, store.port))


def recorded(person: Person) -> UUID:
    with db.transaction() as session:
        session.info["forwarding"] = True
        where = vocabulary.module("creative-programming")
        event = Event(act_id=uuid4(), person_id=person.id, verb=Verb.FAILED, object=where, at=clock.now())
        return record(session, event)


@pytest.fixture
def learner(make: Make) -> Person:
    person = make.person()
    make.session.commit()
    return person


@pytest.fixture
def statement(learner: Person) -> UUID:
    return recorded(learner)


def row(statement_id: UUID) -> Statement:
    with db.reading() as session:
        found = session.scalars(select(Statement).where(Statement.id == statement_id)).one()
        session.expunge(found)
    return found


def test_the_stored_bytes_arrive_under_their_own_id_and_the_row_is_marked(
    store: Store, statement: UUID, forward: Callable[[str], None]
) -> None:
    forward(str(statement))
    assert store.kept == {str(statement): row(statement).payload.encode()}
    assert "réussi" in store.kept[str(statement)].decode()
    assert row(statement).forwarded_at is not None


def test_the_request_names_the_version_and_the_keys(
    store: Store, statement: UUID, forward: Callable[[str], None]
) -> None:
    forward(str(statement))
    sent = store.headers[0]
    assert sent["x-experience-api-version"] == "1.0.3"
    assert sent["content-type"] == "application/json"
    assert sent["authorization"].startswith("Basic ")


def test_a_job_that_comes_twice_sends_once(
    store: Store, statement: UUID, forward: Callable[[str], None]
) -> None:
    forward(str(statement))
    forward(str(statement))
    assert len(store.headers) == 1


@pytest.mark.parametrize("mood", ["500", "503", "429", "401", "403", "302"])
def test_what_may_be_mended_is_tried_again_and_arrives_once(
    mood: str, store: Store, statement: UUID, forward: Callable[[str], None]
) -> None:
    store.moods = [mood]
    with pytest.raises(NotTaken, match=mood):
        forward(str(statement))
    assert row(statement).forwarded_at is None
    forward(str(statement))
    assert store.stored == [str(statement)]


@pytest.mark.parametrize("mood", ["400", "413"])
def test_a_refused_statement_is_given_up_with_status_and_words(
    mood: str, store: Store, statement: UUID, forward: Callable[[str], None]
) -> None:
    store.moods = [mood]
    with pytest.raises(GaveUp, match=f"{mood} no, thank you"):
        forward(str(statement))


def test_a_store_that_keeps_the_statement_and_never_answers_has_it_once(
    store: Store, statement: UUID, forward: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbound, "SILENCE_SECONDS", 0.2)
    store.moods = ["silent"]
    with pytest.raises(NotTaken, match="TimeoutError"):
        forward(str(statement))
    forward(str(statement))
    assert store.stored == [str(statement)] and row(statement).forwarded_at is not None


def test_an_answer_that_drips_is_cut_after_a_while(
    store: Store, statement: UUID, forward: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbound, "WHOLE_SECONDS", 0.3)
    store.moods = ["drips"]
    with pytest.raises(NotTaken):
        forward(str(statement))
    forward(str(statement))
    assert store.stored == [str(statement)]


def test_another_statement_under_our_id_is_a_conflict_that_is_shown(
    store: Store, statement: UUID, forward: Callable[[str], None]
) -> None:
    other = json.loads(row(statement).payload)
    other["verb"]["id"] = "http://adlnet.gov/expapi/verbs/passed"
    store.kept[str(statement)] = json.dumps(other).encode()
    with pytest.raises(GaveUp, match="409"):
        forward(str(statement))


def test_a_store_that_is_away_is_tried_again(statement: UUID, tmp_path: Path) -> None:
    with pytest.raises(NotTaken, match="ConnectionRefusedError"):
        forwarding.forwarder(configured(tmp_path, 1))(str(statement))


def test_a_poisoned_statement_is_dead_and_shown_while_later_ones_flow(
    store: Store, statement: UUID, learner: Person, forward: Callable[[str], None]
) -> None:
    later = recorded(learner)
    queues.bind({FORWARD: forward}, None)
    store.moods = ["400"]
    queues.drain()
    with db.reading() as session:
        states = {job.subject: job.state for job in session.scalars(select(Job))}
    assert states == {str(statement): JobState.DEAD, str(later): JobState.DONE}
    assert store.stored == [str(later)]


def test_without_an_endpoint_a_job_left_over_does_nothing(statement: UUID, tmp_path: Path) -> None:
    forwarding.forwarder(load({"ENVIRONMENT": "test", "VAR_DIR": str(tmp_path)}))(str(statement))
    assert row(statement).forwarded_at is None


def test_an_endpoint_on_a_host_that_is_not_listed_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="LRS_HOSTS does not list"):
        forwarding.forwarder(configured(tmp_path, 80, LRS_HOSTS="lrs.example.org"))


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("10.1.2.3", False),
        ("127.0.0.1", False),
        ("169.254.169.254", False),
        ("192.168.0.9", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("::ffff:10.0.0.1", False),
        ("224.0.0.251", False),
        ("9.9.9.9", True),
        ("2620:fe::fe", True),
    ],
)
def test_only_addresses_of_the_public_internet_are_public(address: str, public: bool) -> None:
    assert outbound.is_public(address) is public


def test_in_production_a_private_address_is_never_reached(
    store: Store, statement: UUID, tmp_path: Path
) -> None:
    more = {
        "ENVIRONMENT": "production",
        "SECRET_KEY": "s" * 32,
        "BASE_URL": "https://classcode.example",
        "SMTP_URL": "smtp://127.0.0.1",
        "MAIL_FROM": "aide@classcode.example",
        "LRS_ENDPOINT": f"https://localhost:{store.port}/xapi",
    }
    with pytest.raises(NotTaken, match="private network"):
        forwarding.forwarder(configured(tmp_path, store.port, **more))(str(statement))
    assert store.headers == []
