"""What stands is what is deserved: after any sequence of corrections, and when twenty settle it at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classcode import db
from classcode.people.models import Person
from tests.make import Make
from tests.tracking.attestations.conftest import Attested, due
from tracking.attestations import rules
from tracking.attestations.models import Attestation
from tracking.models import Statement

STANDING = Attestation.revoked_at.is_(None)


def standing(session: Session, of: str) -> dict[UUID, tuple[int, str]]:
    rows = session.scalars(select(Attestation).where(Attestation.of == of, STANDING)).all()
    assert len(rows) == len({one.person_id for one in rows})
    return {one.person_id: (one.minutes, one.role) for one in rows}


def valid_statements(session: Session) -> set[UUID]:
    earned = select(Statement.id).where(Statement.verb == "earned", Statement.voided.is_(False))
    return set(session.scalars(earned))


def test_the_same_again_writes_nothing(attested: Attested, ada: Person) -> None:
    first = attested.settle(ada)
    assert attested.settle(ada) is first
    assert attested.session.scalar(select(func.count()).select_from(Attestation)) == 1


def test_another_number_of_minutes_is_another_paper(attested: Attested, ada: Person) -> None:
    first, second = attested.settle(ada), attested.settle(ada, 40)
    assert first is not None and second is not None
    assert (first.revoked_at is not None, first.replaced_by_id) == (True, second.id)
    assert valid_statements(attested.session) == {second.statement_id}


def test_nothing_deserved_takes_it_back(attested: Attested, ada: Person) -> None:
    first = attested.settle(ada)
    assert attested.settle(ada, None) is None
    assert first is not None and first.revoked_at is not None and first.replaced_by_id is None
    assert valid_statements(attested.session) == set()


def test_two_of_one_evening_have_codes_of_their_own(attested: Attested, ada: Person, chloe: Person) -> None:
    first, second = attested.settle(ada), attested.settle(chloe)
    assert first is not None and second is not None and first.code_hash != second.code_hash


CORRECTIONS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.one_of(st.none(), st.sampled_from([20, 40, 90])),
        st.sampled_from(["participant", "organiser"]),
    ),
    max_size=14,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(CORRECTIONS)
def test_after_any_corrections_papers_and_statements_equal_the_last_word(
    attested: Attested, make: Make, told: list[tuple[int, int | None, str]]
) -> None:
    session = attested.session
    with session.begin_nested() as tried:
        cast = [make.person("someone") for _ in range(3)]
        last: dict[UUID, tuple[int, str]] = {}
        for at, minutes, role in told:
            attested.settle(cast[at], minutes, role)
            last.pop(cast[at].id, None)
            if minutes:
                last[cast[at].id] = (minutes, role)
        assert standing(session, attested.what.of.path) == last
        stand = select(Attestation.statement_id).where(STANDING)
        assert valid_statements(session) == set(session.scalars(stand))
        tried.rollback()


@pytest.mark.postgres
def test_twenty_at_once_issue_one(attested: Attested, ada: Person) -> None:
    attested.session.commit()
    deserved = due(attested.what, ada)

    def settle(_number: int) -> UUID | None:
        with db.transaction() as session:
            paper = rules.settle(session, attested.what, ada.id, deserved, by=attested.by.id)
            return paper.id if paper else None

    with ThreadPoolExecutor(20) as threads:
        told = set(threads.map(settle, range(20)))
    with db.transaction() as session:
        rows = session.scalars(select(Attestation)).all()
        assert told == {rows[0].id} and len(rows) == 1
        assert valid_statements(session) == {rows[0].statement_id}
