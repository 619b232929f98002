"""Forwarding to another record store on loopback that misbehaves in every way: each statement is stored there once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, delete, select

from classcode import clock, db, queues, schedule
from classcode.config import Config, ConfigError, load
from classcode.people.models import Person
from classcode.queues import Job, JobState
from tests.conftest import INFO
from tests.tracking.other_store import Store, listening
from tracking import vocabulary
from tracking.forwarding import choosing, jobs, outbound, queries, rules
from tracking.forwarding.models import Poisoned, PoisonState, Recipient
from tracking.forwarding.rules import ENVIRONMENT, FORWARD
from tracking.models import Statement
from tracking.rules import record
from tracking.statements import Event
from tracking.vocabulary import Verb


@pytest.fixture
def store() -> Iterator[Store]:
    with listening() as store:
        yield store


def configured(tmp_path: Path, endpoint: str | None, **more: str) -> Config:
    environ = {
        "ENVIRONMENT": "test",
        "SECRET_KEY": "k" * 40,
        "VAR_DIR": str(tmp_path),
        "LRS_KEY": "clé",
        "LRS_SECRET": "très secret",
    }
    if endpoint:
        environ["LRS_ENDPOINT"] = endpoint
    return load(environ | more)


@dataclass
class Sending:
    """The environment's recipient, and its job under some configuration."""

    config: Config

    @property
    def row(self) -> Recipient:
        """The recipient as it stands."""
        with db.reading() as session:
            return rules.recipient(session, ENVIRONMENT)

    def go(self) -> Recipient:
        """Run the job once, when its next try is due; return the recipient afterwards."""
        with clock.at(self.row.next_at or clock.now()):
            jobs.forwarder(self.config)(str(self.row.id))
        return self.row

    def refused(self) -> dict[str, str]:
        """Return the reason of each refused statement, by its id."""
        with db.reading() as session:
            (standing,) = queries.standings(session)
            return {str(one.statement_id): one.reason for one in standing.refusals}


@pytest.fixture
def sending(store: Store, engine: Engine, tmp_path: Path) -> Sending:
    db.bind(engine, **INFO | {"forwarding": True})
    with db.transaction() as session:
        rules.add_environment(session)
    return Sending(configured(tmp_path, store.endpoint))


def recorded(person: Person) -> UUID:
    with db.transaction() as session:
        where = vocabulary.module("creative-programming")
        event = Event(act_id=uuid4(), person_id=person.id, verb=Verb.FAILED, object=where, at=clock.now())
        return record(session, event)


@pytest.fixture
def statement(sending: Sending, learner: Person) -> str:
    return str(recorded(learner))


def body(statement_id: str) -> bytes:
    with db.reading() as session:
        return session.scalars(select(Statement.body).where(Statement.id == UUID(statement_id))).one()


def test_the_stored_bytes_arrive_under_their_own_id_and_the_cursor_follows(
    store: Store, statement: str, sending: Sending
) -> None:
    after = sending.go()
    assert store.kept == {statement: body(statement)}
    assert "réussi" in store.kept[statement].decode()
    with db.reading() as session:
        assert (after.cursor, after.sent) == (queries.newest(session), 1)


def test_many_statements_travel_in_batches_of_a_hundred_as_one_array(
    store: Store, sending: Sending, learner: Person
) -> None:
    written = [str(recorded(learner)) for _ in range(103)]
    assert sending.go().sent == 103
    assert store.stored == written
    assert store.bodies[0] == b"[" + b",".join(body(one) for one in written[:100]) + b"]"
    assert len(store.bodies) == 2


def test_a_request_is_full_before_it_is_too_large(
    store: Store, sending: Sending, learner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = [str(recorded(learner)) for _ in range(5)]
    monkeypatch.setattr(choosing, "LARGEST", 2 * len(body(written[0])) + 20)
    sending.go()
    assert store.stored == written and len(store.bodies) == 3


def test_the_request_names_the_version_and_the_keys(store: Store, statement: str, sending: Sending) -> None:
    sending.go()
    sent = store.headers[0]
    assert sent["x-experience-api-version"] == "1.0.3"
    assert sent["content-type"] == "application/json"
    assert sent["authorization"].startswith("Basic ")


def test_a_job_that_comes_twice_sends_once(store: Store, statement: str, sending: Sending) -> None:
    sending.go()
    sending.go()
    assert len(store.headers) == 1


@pytest.mark.parametrize("mood", ["500", "503", "429", "401", "403", "302"])
def test_what_may_be_mended_is_tried_again_and_arrives_once(
    mood: str, store: Store, statement: str, sending: Sending
) -> None:
    store.moods = [mood]
    failed = sending.go()
    assert (failed.cursor, failed.sent, failed.attempts) == (0, 0, 1)
    assert failed.last_error == f"{mood} no, thank you" and failed.failing_since is not None
    mended = sending.go()
    assert store.stored == [statement]
    assert (mended.last_error, mended.failing_since, mended.next_at, mended.attempts) == (None, None, None, 0)


def test_waits_double_from_a_quarter_of_a_minute_to_an_hour(
    store: Store, statement: str, sending: Sending
) -> None:
    store.moods = ["503"] * 11
    waits = []
    for _ in range(11):
        before = sending.row.next_at or clock.now()
        with clock.at(before):
            sending.go()
        waits.append(round(((sending.row.next_at or before) - before).total_seconds()))
    assert waits == [15, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]


def test_before_its_next_try_nothing_is_sent(store: Store, statement: str, sending: Sending) -> None:
    store.moods = ["503"]
    sending.go()
    jobs.forwarder(sending.config)(str(sending.row.id))
    assert len(store.headers) == 1


@pytest.mark.parametrize("mood", ["400", "413"])
def test_a_refused_statement_is_set_aside_with_status_and_words(
    mood: str, store: Store, statement: str, sending: Sending
) -> None:
    store.moods = [mood]
    sending.go()
    assert sending.refused() == {statement: f"{mood} no, thank you"}


def test_a_store_that_keeps_the_statements_and_never_answers_has_them_once(
    store: Store, sending: Sending, learner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = [str(recorded(learner)) for _ in range(5)]
    monkeypatch.setattr(outbound, "SILENCE_SECONDS", 0.2)
    store.moods = ["silent"]
    assert "TimeoutError" in str(sending.go().last_error)
    after = sending.go()
    assert store.stored == written and after.sent == 5 and sending.refused() == {}


def test_an_answer_that_drips_is_cut_after_a_while(
    store: Store, statement: str, sending: Sending, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbound, "WHOLE_SECONDS", 0.3)
    store.moods = ["drips"]
    assert sending.go().sent == 0
    sending.go()
    assert store.stored == [statement]


def test_another_statement_under_our_id_is_a_conflict_that_is_shown(
    store: Store, statement: str, sending: Sending
) -> None:
    other = json.loads(body(statement))
    other["verb"]["id"] = "http://adlnet.gov/expapi/verbs/passed"
    store.kept[statement] = json.dumps(other).encode()
    sending.go()
    assert sending.refused() == {statement: "409 no, thank you"}


def test_a_store_that_is_away_is_tried_again(statement: str, sending: Sending, tmp_path: Path) -> None:
    away = Sending(configured(tmp_path, "http://127.0.0.1:1/xapi"))
    assert "ConnectionRefusedError" in str(away.go().last_error)
    assert sending.go().sent == 1


def test_one_poisoned_statement_of_a_batch_is_set_aside_and_all_others_arrive(
    store: Store, sending: Sending, learner: Person
) -> None:
    written = [str(recorded(learner)) for _ in range(60)]
    store.poison = {written[17]}
    after = sending.go()
    assert store.stored == [one for one in written if one != written[17]]
    assert sending.refused() == {written[17]: "400 no, thank you"}
    assert (after.sent, after.next_at) == (59, None)
    assert len(store.bodies) < 20


def test_a_statement_on_which_the_store_breaks_each_time_is_stepped_over(
    store: Store, sending: Sending, learner: Person
) -> None:
    written = [str(recorded(learner)) for _ in range(6)]
    store.breaks_on = {written[0], written[3]}
    for _ in range(9):
        sending.go()
    assert store.stored == [one for one in written if one not in store.breaks_on]
    assert set(sending.refused()) == store.breaks_on


def test_a_statement_that_the_store_forbids_each_time_is_stepped_over(
    store: Store, sending: Sending, learner: Person
) -> None:
    written = [str(recorded(learner)) for _ in range(3)]
    store.moods = ["403", "403", "403", "403"]
    for _ in range(4):
        sending.go()
    assert store.stored == written[1:] and set(sending.refused()) == {written[0]}


def test_a_store_that_breaks_on_everything_has_nothing_set_aside(
    store: Store, sending: Sending, learner: Person
) -> None:
    written = [str(recorded(learner)) for _ in range(20)]
    store.breaks_on = set(written)
    for _ in range(6):
        sending.go()
    assert sending.refused() == {} and sending.row.attempts == 6


def test_a_store_that_refuses_everything_is_asked_more_and_more_slowly(
    store: Store, sending: Sending, learner: Person
) -> None:
    store.poison = {str(recorded(learner)) for _ in range(25)}
    after = sending.go()
    assert after.next_at is not None and after.last_error == "400 no, thank you"
    with db.reading() as session:
        assert queries.standings(session)[0].refused == 25


def test_what_was_refused_is_sent_again_when_somebody_says_so(
    store: Store, sending: Sending, learner: Person
) -> None:
    written = [str(recorded(learner)) for _ in range(3)]
    store.poison = {written[1]}
    sending.go()
    store.poison = set()
    with db.transaction() as session:
        rules.try_again(session, sending.row.id)
    assert sending.go().sent == 3
    assert set(store.stored) == set(written) and sending.refused() == {}


def test_what_is_refused_again_stands_there_again(store: Store, statement: str, sending: Sending) -> None:
    store.poison = {statement}
    sending.go()
    with db.transaction() as session:
        rules.try_again(session, sending.row.id)
    sending.go()
    assert set(sending.refused()) == {statement}


def test_what_is_left_out_is_sent_no_more(store: Store, statement: str, sending: Sending) -> None:
    store.poison = {statement}
    sending.go()
    with db.transaction() as session:
        rules.leave_out(session, sending.row.id)
    store.poison = set()
    sending.go()
    assert store.stored == [] and sending.refused() == {}
    with db.reading() as session:
        assert session.scalars(select(Poisoned.state)).all() == [PoisonState.LEFT_OUT]


def test_a_recipient_that_lags_is_woken_once_and_one_that_does_not_is_left_alone(
    store: Store, statement: str, sending: Sending
) -> None:
    queues.bind({FORWARD: jobs.forwarder(sending.config)}, None)
    schedule.look_around()
    schedule.look_around()
    assert queues.drain() == 1
    assert store.stored == [statement]
    schedule.look_around()
    with db.reading() as session:
        assert [job.state for job in session.scalars(select(Job))] == [JobState.DONE]


def test_the_first_look_writes_the_recipient_of_the_environment(engine: Engine, sending: Sending) -> None:
    with db.transaction() as session:
        session.execute(delete(Recipient))
    schedule.look_around()
    assert (sending.row.name, sending.row.cursor) == (ENVIRONMENT, 0)


def test_without_an_endpoint_nothing_is_woken_and_a_job_left_over_does_nothing(
    engine: Engine, statement: str, sending: Sending, tmp_path: Path
) -> None:
    db.bind(engine, **INFO)
    with db.reading() as session:
        assert queries.lagging(session) == [] and queries.standings(session) == []
    assert Sending(configured(tmp_path, None)).go().cursor == 0


def test_another_endpoint_gets_the_log_from_its_beginning(
    store: Store, statement: str, sending: Sending, tmp_path: Path
) -> None:
    sending.go()
    with listening() as other:
        Sending(configured(tmp_path, other.endpoint)).go()
        assert other.stored == [statement]


def test_an_endpoint_on_a_host_that_is_not_listed_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="LRS_HOSTS does not list"):
        jobs.forwarder(configured(tmp_path, "http://127.0.0.1:80/xapi", LRS_HOSTS="lrs.example.org"))


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
    store: Store, statement: str, sending: Sending, tmp_path: Path
) -> None:
    more = {
        "ENVIRONMENT": "production",
        "BASE_URL": "https://classcode.example",
        "SMTP_URL": "smtp://127.0.0.1",
        "MAIL_FROM": "aide@classcode.example",
    }
    inside = Sending(configured(tmp_path, f"https://localhost:{store.port}/xapi", **more))
    assert "private network" in str(inside.go().last_error)
    assert store.headers == []
