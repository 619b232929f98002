"""Two schools, one of Bruno's region and one of Chloe's, and an accompaniment that Bruno began."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from classcode.people.models import Person
from classcode.territory.schools.importing import import_schools
from classcode.territory.schools.models import School
from classcode.territory.schools.queries import by_official_id
from helpdesk.accompaniment import access
from helpdesk.accompaniment.access import Seen
from helpdesk.accompaniment.rules.opening import open_accompaniment
from helpdesk.accompaniment.rules.stepping import Told
from tests.helpdesk.accompaniment.people import Worker

LIST = (
    "official_id;name;stages;network;commune\n"
    "0351234A;École Jules-Verne;elementaire;public;35238\n"
    "0311234A;Collège Toulouse-Nord;college;public;31555\n"
).encode()
YEAR = "2026-2027"
TODAY = date(2026, 11, 20)


@pytest.fixture
def school(session: Session) -> School:
    """A school of Rennes."""
    import_schools(session, "fr", LIST)
    found = by_official_id(session, "fr", "0351234A")
    assert found is not None
    return found


@pytest.fixture
def seen(session: Session, school: School, bruno: Person) -> Seen:
    """The accompaniment that Bruno began."""
    who = Worker.of(session, bruno)
    opened = open_accompaniment(session, who, school.id, YEAR)
    return again(session, who, opened.id)


def again(session: Session, who: Worker, accompaniment_id: object) -> Seen:
    """Read the accompaniment as it stands now."""
    session.flush()
    return access.accompaniment(session, who, accompaniment_id, acting=True)  # type: ignore[arg-type]


def told(**changed: object) -> Told:
    """A step that was done."""
    words: dict[str, object] = {
        "title": "Premier entretien",
        "planned_on": date(2026, 10, 6),
        "done_on": date(2026, 10, 8),
        "agreed": "Deux ateliers avant Noël.",
        "headcount": 4,
    }
    return Told(**(words | changed))  # type: ignore[arg-type]
