"""The short way into the log, on PostgreSQL: what goes it, what does not, and that nobody can tell the difference."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import orjson
import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.tracking.lrs.exchange import count, put
from tests.tracking.lrs.logged import statement
from tracking.doctor.examining import examine
from tracking.log import at_once
from tracking.log.models import StatementTarget, XapiAgent
from tracking.models import Statement
from tracking.xapi.values import instant

pytestmark = pytest.mark.postgres


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """What the short way answered, each time it was taken."""
    taken: list[bool] = []
    append = at_once.append

    def noting(*given: Any) -> bool:
        taken.append(append(*given))
        return taken[-1]

    monkeypatch.setattr(at_once, "append", noting)
    return taken


def post(lrs: FlaskClient, *told: dict[str, Any]) -> list[str]:
    answer = lrs.post("/statements", json=list(told))
    assert answer.status_code == 200, answer.text
    ids: list[str] = answer.json
    return ids


def row(session: Session, identity: str) -> Statement:
    return session.scalars(select(Statement).where(Statement.body.contains(identity.encode()))).one()


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in statement().items() if key != name}


def test_it_is_taken_once_the_activities_are_known(lrs: FlaskClient, short: list[bool]) -> None:
    post(lrs, statement())
    assert short == []
    post(lrs, statement(), statement())
    assert short == [True] and count() == 3


def test_a_new_actor_is_written_on_the_way(lrs: FlaskClient, short: list[bool], session: Session) -> None:
    post(lrs, statement())
    post(lrs, statement(actor={"mbox": "mailto:new@example.org"}))
    assert short == [True]
    assert session.scalar(select(func.count()).where(XapiAgent.ifi == "mbox:mailto:new@example.org")) == 1


def test_a_new_name_of_an_actor_goes_the_long_way(
    lrs: FlaskClient, short: list[bool], session: Session
) -> None:
    post(lrs, statement())
    post(lrs, statement(actor={"mbox": "mailto:new@example.org", "name": "Nora"}))
    found = session.scalars(select(XapiAgent.names).where(XapiAgent.ifi == "mbox:mailto:new@example.org"))
    assert short == [] and found.one() == ["Nora"]


def test_the_servers_stamp_is_in_the_bytes_and_beside_them(
    lrs: FlaskClient, short: list[bool], session: Session
) -> None:
    post(lrs, statement())
    (identity,) = post(lrs, without("timestamp"))
    kept = row(session, identity)
    told = orjson.loads(kept.body)
    assert short == [True]
    assert instant(told["stored"]) == kept.stored and told["timestamp"] == told["stored"]
    assert kept.timestamp == kept.stored
    assert b"0001-02-03" not in kept.body


def test_a_timestamp_that_was_sent_stays(lrs: FlaskClient, short: list[bool], session: Session) -> None:
    post(lrs, statement())
    (identity,) = post(lrs, statement(timestamp="2001-02-03T04:05:06Z"))
    told = orjson.loads(row(session, identity).body)
    assert short == [True] and told["timestamp"] == "2001-02-03T04:05:06Z" and told["stored"] > "2020"


def test_an_extension_that_looks_like_the_place_of_the_stamp_stays(
    lrs: FlaskClient, short: list[bool], session: Session
) -> None:
    post(lrs, statement())
    odd = {"stored": "0001-02-03T04:05:06.789Z", "authority": 1}
    result = {"extensions": {"https://example.org/odd": odd}}
    (identity,) = post(lrs, statement(result=result, stored="2001-02-03T04:05:06Z"))
    told = orjson.loads(row(session, identity).body)
    assert short == [True] and told["result"] == result and told["stored"] > "2020"


def test_the_same_statement_again_is_welcome_and_kept_once(lrs: FlaskClient, short: list[bool]) -> None:
    one = statement()
    post(lrs, one)
    assert post(lrs, one, statement())[0] == one["id"]
    assert short == [False] and count() == 2


def test_another_statement_under_a_taken_id_is_refused_with_its_whole_batch(
    lrs: FlaskClient, short: list[bool]
) -> None:
    one = statement()
    post(lrs, one)
    other = one | {"verb": {"id": "http://adlnet.gov/expapi/verbs/attempted"}}
    answer = lrs.post("/statements", json=[statement(), other])
    assert answer.status_code == 409 and short == [False] and count() == 1


def test_one_that_somebody_waits_for_goes_the_long_way(
    lrs: FlaskClient, short: list[bool], session: Session
) -> None:
    awaited = statement()
    post(lrs, statement(), statement(object={"objectType": "StatementRef", "id": awaited["id"]}))
    post(lrs, statement(), awaited)
    assert short == [False]
    assert session.scalars(select(StatementTarget.of)).one() is not None


def test_a_reference_goes_the_long_way(lrs: FlaskClient, short: list[bool]) -> None:
    post(lrs, statement())
    post(lrs, statement(object={"objectType": "StatementRef", "id": str(uuid4())}))
    assert short == []


def test_put_takes_it_too(lrs: FlaskClient, short: list[bool]) -> None:
    post(lrs, statement())
    one = statement()
    assert put(lrs, one, one["id"]).status_code == 204
    assert short == [True]


def test_the_doctor_finds_no_difference(
    lrs: FlaskClient, short: list[bool], session: Session, config: Any
) -> None:
    post(lrs, statement())
    post(lrs, *(statement(context={"registration": str(uuid4())}) for _ in range(20)))
    assert short == [True]
    assert [one for stretch in examine(session, config.files_dir) for one in stretch.findings] == []
