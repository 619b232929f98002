"""Answers that become dated facts to count by: those of the commune go together, and the language comes of itself."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.people.rules.profile import Told
from tests.make import Make
from tracking import declared
from tracking.models import LearnerFact

MARCH = datetime(2026, 3, 2, 9, tzinfo=UTC)


def facts(session: Session) -> dict[str, str | None]:
    rows = session.execute(select(LearnerFact.kind, LearnerFact.value).order_by(LearnerFact.since))
    return {kind: value for kind, value in rows if kind != "language"}


def test_a_french_commune_tells_region_department_and_academy(session: Session, make: Make) -> None:
    declared.tell(session, make.person().id, Told(commune_code="FR-29019"))
    assert facts(session) == {
        "region": "FR-BRE",
        "department": "29",
        "academy": "14",
        "commune_type": "urban",
    }


def test_a_belgian_province_stands_in_for_an_academy(session: Session, make: Make) -> None:
    declared.tell(session, make.person().id, Told(commune_code="BE-25072"))
    assert facts(session)["academy"] == facts(session)["region"] == "BE-WBR"
    assert "department" not in facts(session)


def test_a_commune_taken_back_takes_all_of_it_back(session: Session, make: Make) -> None:
    person = make.person()
    with clock.at(MARCH):
        declared.tell(session, person.id, Told(commune_code="FR-29019"))
    declared.withdraw(session, person.id, "commune_code")
    session.flush()
    assert set(facts(session).values()) == {None}


def test_the_language_is_that_in_which_the_pages_speak_to_her(session: Session, make: Make) -> None:
    person = make.person()
    person.language = "nl"
    declared.note_language(session, person.id)
    session.flush()
    told = select(LearnerFact.value).where(LearnerFact.kind == "language")
    assert session.scalars(told).all() == ["nl"]
