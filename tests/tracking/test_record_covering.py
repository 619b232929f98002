"""Whom a look at many covered: each once, in few rows, found again by each, and forgotten of one who is erased."""

from __future__ import annotations

import random
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classcode import clock
from tests.make import Make
from tests.tracking.lrs.recorded import done
from tracking.erasure import rules as erasing
from tracking.erasure.subjects import subject_told
from tracking.log.identities import own_account
from tracking.log.keys import key_of
from tracking.record import covering, queries
from tracking.record.models import RecordCover, RecordSearch
from tracking.rules import actor_of

pytestmark = pytest.mark.database
KEYS = st.sets(st.integers(-(2**63), 2**63 - 1), max_size=300)


def search(session: Session) -> UUID:
    one = RecordSearch(id=uuid4(), who=uuid4(), at=clock.now(), reason="r", named=False, criteria={})
    session.add(one)
    session.flush()
    return one.id


def covered(session: Session) -> set[int]:
    session.expire_all()
    return {key for row in session.scalars(select(RecordCover)) for key in covering.read(row.keys)}


@given(KEYS)
def test_keys_are_read_as_they_were_written(keys: set[int]) -> None:
    assert covering.read(covering.packed(keys)) == keys


def test_thousands_of_people_are_few_rows_and_covering_them_again_changes_nothing(session: Session) -> None:
    chance, look = random.Random(1), search(session)
    keys = {chance.getrandbits(63) - 2**62 for _ in range(9_000)}
    covering.cover(session, look, keys)
    covering.cover(session, look, list(keys)[:500])
    assert covered(session) == keys
    assert session.scalar(select(func.count()).select_from(RecordCover)) == covering.BUCKETS


def test_who_is_shown_later_is_covered_too(session: Session) -> None:
    look = search(session)
    covering.cover(session, look, [1, 2])
    covering.cover(session, look, [1, 257, 3])
    assert covered(session) == {1, 2, 3, 257}


def test_uncovering_one_person_leaves_the_others(session: Session) -> None:
    looks = [search(session), search(session)]
    for look in looks:
        covering.cover(session, look, [1, 257, 3])
    covering.uncover(session, [257, 3])
    assert covered(session) == {1}
    assert session.scalar(select(func.count()).select_from(RecordCover)) == 2


def test_of_somebody_erased_no_look_knows_anything(make: Make) -> None:
    session = make.session
    ada, eve = make.person("ada").id, make.person("eve").id
    for person in (ada, eve):
        done(session, person)
    account = {one: own_account(actor_of(session, one), session.info["iri_base"]) for one in (ada, eve)}
    covering.cover(session, search(session), {key_of(one) for one in account.values()})
    assert len(queries.looks_at(session, account[ada])) == 1
    subject = subject_told(session, str(actor_of(session, ada)), "k" * 40)
    assert subject is not None
    erasure = erasing.begin(session, subject).id
    while erasing.erase_some(session, erasure, subject)[0]:
        pass
    erasing.finish(session, erasure, subject)
    assert covered(session) == {key_of(account[eve])}
    assert queries.looks_at(session, account[ada]) == []
