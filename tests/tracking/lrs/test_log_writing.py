"""Writing to the log: each statement once, in the order given, with the rows by which it is found."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest
from sqlalchemy import Engine, delete, func, select

from classcode import db
from tests.make import Make
from tests.tracking.lrs.logged import (
    CLIENT,
    OTHER_CLIENT,
    WRITERS,
    at_once,
    batches,
    entry,
    in_order,
    log,
    referring,
    statement,
)
from tests.tracking.lrs.statement import ADA, BRUNO, INSIDE, TEAM
from tracking import vocabulary
from tracking.log.keys import key_of
from tracking.log.models import StatementActivity, StatementAgent, StatementFile, StatementTarget
from tracking.log.writing import AttachedFile, Counted, Entry, write
from tracking.models import Statement
from tracking.rules import record
from tracking.statements import Event
from tracking.vocabulary import Verb
from tracking.xapi.index import index

pytestmark = pytest.mark.usefixtures("engine")
REGISTRATION = "ec531277-b57b-4c15-8d91-d292c5b2b8f7"
PARENT = {"id": "https://example.org/course"}


def everything() -> dict[str, Any]:
    """Return a statement that fills every kind of row, some identifiers in several places."""
    context = {
        "registration": REGISTRATION,
        "instructor": BRUNO,
        "team": TEAM,
        "contextActivities": {"parent": [PARENT], "other": [PARENT, {"id": "https://example.org/other"}]},
    }
    return statement(actor=TEAM | {"mbox": "mailto:team@example.org"}, object=INSIDE, context=context)


def row_of(identity: UUID) -> Statement:
    with db.reading() as session:
        return session.scalars(select(Statement).where(Statement.id == identity)).one()


def links(table: type[StatementAgent | StatementActivity], seq: int) -> dict[int, bool]:
    key = StatementAgent.agent_key if table is StatementAgent else StatementActivity.activity_key
    with db.reading() as session:
        return {row[0]: row[1] for row in session.execute(select(key, table.narrow).where(table.seq == seq))}


def stored_ids() -> list[UUID]:
    with db.reading() as session:
        return in_order(session)


def test_a_batch_lies_in_the_log_in_its_order() -> None:
    sent = [entry(statement()) for _ in range(50)]
    with db.transaction() as session:
        assert write(session, sent) == {one.id for one in sent}
    assert stored_ids() == [one.id for one in sent]


def test_a_row_says_what_its_statement_says() -> None:
    given = entry(everything(), OTHER_CLIENT)
    with db.transaction() as session:
        write(session, [given])
    row = row_of(given.id)
    assert (row.body, row.stored, row.timestamp) == (given.body, given.stored, given.timestamp)
    assert (row.verb_key, row.registration) == (
        key_of("http://adlnet.gov/expapi/verbs/experienced"),
        UUID(REGISTRATION),
    )
    assert (row.client_id, row.voided) == (OTHER_CLIENT, False)
    assert [row.actor, row.verb, row.object_path, row.object_kind, row.module, row.minutes] == [None] * 6


def test_the_rows_beside_are_exactly_what_the_index_says() -> None:
    given = [entry(one) for one in (everything(), statement(), referring(str(uuid4())), everything())]
    with db.transaction() as session:
        write(session, given)
    for one in given:
        expected = index(orjson.loads(one.body))
        seq = row_of(one.id).seq
        assert links(StatementAgent, seq) == {
            key_of(agent): narrow for agent, narrow in expected.agents.items()
        }
        assert links(StatementActivity, seq) == {key_of(iri): how for iri, how in expected.activities.items()}
    with db.reading() as session:
        assert session.scalar(select(func.count()).select_from(StatementTarget)) == 1


@pytest.mark.parametrize(
    "moment",
    [
        datetime(1, 1, 1, tzinfo=UTC),
        datetime(1969, 7, 20, 20, 17, 40, tzinfo=UTC),
        datetime(1999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
        datetime(2000, 1, 1, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
    ],
    ids=str,
)
def test_moments_of_any_year_come_back_to_the_microsecond(moment: datetime) -> None:
    given = entry(statement(timestamp=moment.isoformat()))
    with db.transaction() as session:
        write(session, [given])
    assert row_of(given.id).timestamp == moment


def test_a_repeat_writes_nothing_and_is_not_named() -> None:
    first, second, third = statement(), statement(), statement()
    log(first)
    assert log(first, second) == {UUID(second["id"])}
    assert log(second, third, first) == {UUID(third["id"])}
    assert log(first, second, third) == set()
    assert stored_ids() == [UUID(one["id"]) for one in (first, second, third)]


def test_a_repeat_leaves_what_is_stored_as_it_is() -> None:
    one = statement()
    log(dict(one))
    before = row_of(UUID(one["id"]))
    log(one | {"verb": {"id": "https://example.org/other"}}, client_id=OTHER_CLIENT)
    after = row_of(UUID(one["id"]))
    assert (after.body, after.verb_key, after.client_id) == (before.body, before.verb_key, before.client_id)
    assert links(StatementAgent, before.seq) and len(stored_ids()) == 1


def test_nothing_at_all_is_written_of_nothing() -> None:
    assert log() == set() and stored_ids() == []


def test_a_failed_transaction_leaves_no_row_of_any_kind() -> None:
    with db.transaction() as session:
        write(session, [entry(everything()), entry(referring(str(uuid4())))])
        session.rollback()
    with db.reading() as session:
        for table in (Statement, StatementAgent, StatementActivity, StatementTarget):
            assert session.scalar(select(func.count()).select_from(table)) == 0


def test_a_number_is_not_given_again_after_the_last_statement_was_deleted() -> None:
    log(statement(), statement())
    with db.transaction() as session:
        last = session.scalar(select(func.max(Statement.seq)))
        session.execute(delete(Statement))
    after = entry(statement())
    with db.transaction() as session:
        write(session, [after])
    assert last is not None and row_of(after.id).seq > last


def test_files_are_noted_for_new_statements_only() -> None:
    file = AttachedFile("a" * 64, "text/plain")
    plain = entry(statement())
    given = [with_files(statement(), file), plain, with_files(statement(), file)]
    with db.transaction() as session:
        write(session, given[:1])
    with db.transaction() as session:
        write(session, given)
    with db.reading() as session:
        noted = {(row.seq, row.sha2) for row in session.scalars(select(StatementFile))}
    assert noted == {(row_of(one.id).seq, file.sha2) for one in (given[0], given[2])}


def with_files(value: dict[str, Any], *files: AttachedFile) -> Entry:
    made = entry(value)
    return Entry(made.id, made.stored, made.timestamp, made.body, made.index, made.client_id, files=files)


def counting(value: dict[str, Any], minutes: int | None) -> Entry:
    counted = Counted(uuid4(), "completed", "modules/é/units/u1", "unit", None if minutes else "é", minutes)
    made = entry(value)
    return Entry(made.id, made.stored, made.timestamp, made.body, made.index, None, counted)


def test_what_counts_is_filled_for_some_of_a_batch_and_empty_for_the_others() -> None:
    given = [entry(statement()), counting(statement(), 75), counting(statement(), None), entry(statement())]
    with db.transaction() as session:
        write(session, given)
    told = [
        {name: getattr(row, name) for name in Counted.__slots__} for row in (row_of(one.id) for one in given)
    ]
    nothing = dict.fromkeys(Counted.__slots__)
    assert told == [asdict(one.counted) if one.counted else nothing for one in given]


def test_statements_of_ours_and_from_outside_are_one_log(make: Make) -> None:
    before, after = statement(), statement()
    person = make.person()
    make.session.commit()
    log(before)
    moment = datetime(2026, 3, 2, tzinfo=UTC)
    event = Event(
        act_id=uuid4(),
        person_id=person.id,
        verb=Verb.COMPLETED,
        object=vocabulary.unit("course", "u1"),
        at=moment,
        module="course",
    )
    with db.transaction() as session:
        ours = record(session, event)
    log(after)
    assert stored_ids() == [UUID(before["id"]), ours, UUID(after["id"])]
    assert [row_of(one).client_id for one in stored_ids()] == [CLIENT, None, CLIENT]
    assert [row_of(one).verb for one in stored_ids()] == [None, "completed", None]


def test_eight_writers_of_the_same_ids_in_different_order_store_each_once() -> None:
    shared = [statement() for _ in range(40)]

    def writer(number: int) -> Callable[[], set[UUID]]:
        own = [dict(one) for one in shared]
        random.Random(number).shuffle(own)
        return lambda: log(*own[:20]) | log(*own[20:])

    told = at_once(*(writer(number) for number in range(WRITERS)))
    new = [identity for one in told for identity in one]
    assert sorted(new) == sorted(stored_ids()) == sorted(UUID(one["id"]) for one in shared)


def test_eight_writers_of_new_statements_lose_none_and_keep_each_batch_in_order() -> None:
    sent: dict[int, list[UUID]] = {number: [] for number in range(WRITERS)}

    def batch(number: int) -> list[dict[str, Any]]:
        made = [statement(actor=random.choice([ADA, BRUNO, TEAM])) for _ in range(5)]
        sent[number] += [UUID(one["id"]) for one in made]
        return made

    assert batches(6, batch) == [30] * WRITERS
    stored = stored_ids()
    assert len(stored) == len(set(stored)) == 30 * WRITERS
    for ids in sent.values():
        assert [one for one in stored if one in set(ids)] == ids


def test_a_batch_larger_than_one_question_is_told_new_from_known(engine: Engine) -> None:
    """SQLite is asked for 500 ids at a time."""
    sent = [statement() for _ in range(1_100)]
    log(*[dict(one) for one in sent[::2]])
    assert log(*sent) == {UUID(one["id"]) for one in sent[1::2]}
    assert len(stored_ids()) == 1_100
