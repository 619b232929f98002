"""Ways from statement to statement in the log, whatever the order they come in, and what is voided by them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from classcode import db
from classcode.tidy import tidy
from tests.tracking.lrs.logged import (
    OTHER_CLIENT,
    WRITERS,
    at_once,
    entry,
    log,
    referring,
    statement,
    voided,
    voiding,
)
from tracking.log import references
from tracking.log.reading import Query, find
from tracking.log.writing import write
from tracking.models import Statement

pytestmark = pytest.mark.usefixtures("engine")
SOUGHT = "https://example.org/verbs/sought"
FOUR = list(permutations(range(4)))


def chain() -> list[dict[str, Any]]:
    """Return four statements of which each but the first refers to the one before; only the first is sought."""
    whole = [statement(verb={"id": SOUGHT})]
    for _ in range(3):
        whole.append(referring(whole[-1]["id"]))
    return whole


def found() -> set[str]:
    with db.reading() as session:
        rows = find(session, Query(verb=SOUGHT)).found
        ids = session.scalars(select(Statement.id).where(Statement.seq.in_([row.seq for row in rows])))
        return {str(identity) for identity in ids}


def ids(*statements: dict[str, Any]) -> set[str]:
    return {one["id"] for one in statements}


@pytest.mark.parametrize("order", FOUR, ids=str)
def test_communication_2_1_3_a_chain_is_found_in_whatever_order_it_came(order: tuple[int, ...]) -> None:
    whole = chain()
    for place in order:
        log(whole[place])
    assert found() == ids(*whole)


@pytest.mark.parametrize("order", FOUR, ids=str)
def test_communication_2_1_3_a_chain_within_one_batch_is_found(order: tuple[int, ...]) -> None:
    """The ids are given in every order, since that is the order in which references are followed."""
    given = sorted(uuid4() for _ in order)
    whole = chain()
    for place, one in zip(order, whole, strict=True):
        one["id"] = str(given[place])
    for one, before in zip(whole[1:], whole, strict=False):
        one["object"]["id"] = before["id"]
    log(*whole)
    assert found() == ids(*whole)


@pytest.mark.parametrize("early", range(1, 4))
def test_a_batch_joins_what_already_waits_for_it(early: int) -> None:
    whole = chain()
    log(*whole[early:])
    log(*whole[:early])
    assert found() == ids(*whole)


def test_communication_2_1_3_a_circle_is_found_whole_and_ends() -> None:
    first, second = statement(), statement()
    first["object"] = {"objectType": "StatementRef", "id": second["id"]}
    second["object"] = {"objectType": "StatementRef", "id": first["id"]}
    first["verb"] = {"id": SOUGHT}
    log(first)
    log(second)
    assert found() == ids(first, second)


def test_communication_2_1_3_a_circle_within_one_batch_is_found_whole() -> None:
    whole = chain()
    whole[0]["object"] = {"objectType": "StatementRef", "id": whole[-1]["id"]}
    log(*whole)
    assert found() == ids(*whole)


def test_a_statement_that_refers_to_itself_is_found_once() -> None:
    one = statement(verb={"id": SOUGHT})
    one["object"] = {"objectType": "StatementRef", "id": one["id"]}
    log(one)
    assert found() == ids(one)


def test_communication_2_1_3_all_who_refer_to_a_match_are_found() -> None:
    target = statement(verb={"id": SOUGHT})
    before, after = [referring(target["id"]) for _ in range(3)], [referring(target["id"]) for _ in range(3)]
    log(*before)
    log(target)
    log(*after)
    assert found() == ids(target, *before, *after)


def test_a_reference_to_what_never_comes_finds_nothing_and_harms_nothing() -> None:
    log(referring(str(uuid4())))
    assert found() == set()


def test_data_2_3_2_a_voiding_voids_what_is_there_and_what_comes_later() -> None:
    early, late = statement(), statement()
    log(early)
    log(voiding(early["id"]), voiding(late["id"]))
    log(late)
    assert voided(early) and voided(late)


def test_data_2_3_2_a_voiding_and_its_target_in_one_batch() -> None:
    one, other = statement(), statement()
    log(voiding(one["id"]), one, other, voiding(other["id"]))
    assert voided(one) and voided(other)


def test_data_2_3_2_a_voiding_is_not_voided_and_goes_on_voiding() -> None:
    one = statement()
    first = voiding(one["id"])
    log(one, first, voiding(first["id"]))
    assert voided(one) and not voided(first)


def test_data_2_3_2_what_only_refers_voids_nothing() -> None:
    one = statement()
    middle = referring(one["id"])
    log(one, middle, voiding(middle["id"]))
    assert voided(middle) and not voided(one)


def test_data_2_3_2_a_voiding_of_another_client_that_came_first_voids_nothing() -> None:
    one = statement()
    log(voiding(one["id"]), client_id=OTHER_CLIENT)
    log(one)
    assert not voided(one)


def test_communication_2_1_3_a_voided_match_is_found_through_who_refers_to_it() -> None:
    one = statement(verb={"id": SOUGHT})
    referrer, undoing = referring(one["id"]), voiding(one["id"])
    log(one, referrer, undoing)
    assert found() == ids(referrer, undoing)


@pytest.mark.postgres
def test_two_who_are_written_at_the_same_moment_are_brought_together() -> None:
    one = statement(verb={"id": SOUGHT})
    undoing, last = voiding(one["id"]), referring(one["id"])
    with db.transaction() as early:
        write(early, [entry(one)])
        log(undoing, last)
    assert not voided(one)
    references.settle()
    assert voided(one) and found() == ids(undoing, last)
    with db.reading() as session:
        assert references.met_unseen(session) == []


@pytest.mark.postgres
def test_the_hourly_round_brings_together_what_nobody_read_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    one = statement()
    with db.transaction() as early:
        write(early, [entry(one)])
        log(voiding(one["id"]))
    log(*(statement() for _ in range(5)))
    monkeypatch.setattr(references.settle, "__defaults__", (1,))
    references.settle()
    assert not voided(one)
    tidy("")
    assert voided(one)


@pytest.mark.postgres
def test_data_2_3_2_a_get_of_any_kind_brings_them_together(lrs: FlaskClient) -> None:
    one = statement()
    with db.transaction() as early:
        write(early, [entry(one)])
        log(voiding(one["id"]))
    assert lrs.get("/statements", query_string={"statementId": one["id"]}).status_code == 404
    assert voided(one)


@pytest.mark.postgres
def test_voidings_of_the_same_statements_in_any_order_do_not_wait_for_each_other() -> None:
    targets = [statement() for _ in range(20)]
    log(*targets)

    def void_all() -> None:
        # Each writer's ids are random, and so is the order in which references are followed.
        log(*(voiding(target["id"]) for target in targets))

    at_once(*[void_all] * WRITERS)
    assert all(voided(target) for target in targets)


@pytest.mark.postgres
def test_targets_and_who_refers_to_them_written_at_once_all_meet() -> None:
    targets = [statement(verb={"id": SOUGHT}) for _ in range(WRITERS // 2)]
    chains = [[target, *map(referring, [target["id"]] * 3)] for target in targets]

    def target_writer(target: dict[str, Any]) -> Callable[[], Any]:
        return lambda: log(target)

    def referrer_writer(whole: list[dict[str, Any]]) -> Callable[[], Any]:
        return lambda: [log(one) for one in whole[1:]]

    at_once(*map(target_writer, targets), *map(referrer_writer, chains))
    references.settle()
    assert found() == {identity for whole in chains for identity in ids(*whole)}
