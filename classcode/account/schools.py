"""The school on somebody's account page; what stood there already is never asked about again."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from classcode.i18n import language
from classcode.people.models import Person
from classcode.territory.queries import region_of
from classcode.territory.schools import choosing
from classcode.territory.schools.naming import told_apart
from classcode.territory.schools.queries import school


def school_told(session: Session, person: Person, text: str, chosen: str) -> tuple[str | None, UUID | None]:
    """Return her own words or a school of the directory; raise `Invalid` where she has to say which one she means."""
    written = text.strip()
    if person.school and written == person.school:
        return written, None
    if person.school_id and not chosen and written == school_shown(session, person):
        return None, person.school_id
    return choosing.choose(session, text, chosen, region=_region(session, person))


def schools_offered(session: Session, person: Person, text: str) -> list[tuple[str, str]]:
    """Return the schools to choose among, those of her region first."""
    return choosing.schools_offered(session, text, _region(session, person))


def _region(session: Session, person: Person) -> str | None:
    found = region_of(session, person.commune_code) if person.commune_code else None
    return found.code if found else None


def school_shown(session: Session, person: Person) -> str | None:
    """Return what stands in the field: the school of the directory, or her own words."""
    held = school(session, person.school_id) if person.school_id else None
    return told_apart(held, language()) if held else person.school
