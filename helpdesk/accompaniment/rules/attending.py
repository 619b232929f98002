"""Who was at a step: marked by the region's facilitators, seen and corrected by herself, named only if she agrees."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.errors import Invalid, NotFound
from classcode.i18n import N_
from classcode.people.models import Person
from classcode.territory.models import Commune
from classcode.territory.names import normalised
from helpdesk.accompaniment.access import Seen
from helpdesk.accompaniment.models import AccompanimentStep, StepPresence
from helpdesk.accompaniment.rules.trail import leave_on
from helpdesk.accompaniment.stages import Deed

SHORTEST: Final = 3
"""Letters of a name before anybody is found: the desk looks for somebody it knows, and reads no lists."""
MOST: Final = 10
"""People shown at once."""
MOST_READ: Final = 200
"""People of one beginning of a name from whom those are chosen."""


def people_found(session: Session, seen: Seen, text: str) -> list[Person]:
    """Return people of the region whose name begins with what was written; those of this school come first."""
    words = normalised(text)
    if len(words) < SHORTEST:
        return []
    held = seen.accompaniment
    wanted = (
        select(Person.id, Person.name)
        .outerjoin(Commune, Commune.code == Person.commune_code)
        .where(Person.name.is_not(None), Person.disabled_at.is_(None))
        .where((Commune.region_code == held.region_code) | (Person.school_id == held.school_id))
    )
    ids = [row.id for row in session.execute(wanted) if normalised(row.name or "").startswith(words)]
    found = list(session.scalars(select(Person).where(Person.id.in_(ids[:MOST_READ]))))
    found.sort(key=lambda one: (one.school_id != held.school_id, (one.name or "").lower(), str(one.id)))
    return found[:MOST]


def mark(session: Session, seen: Seen, step: AccompanimentStep, person_id: UUID, *, by: UUID) -> bool:
    """Note that somebody of the region was there; tell whether that is new. She sees it on her own page."""
    found = session.get(Person, person_id)
    if found is None or not _within(session, seen, found):
        raise NotFound
    values = {"step_id": step.id, "person_id": person_id, "named": False, "marked_at": clock.now()}
    marked = db.insert_once(session, StepPresence, values)
    if marked:
        leave_on(session, step, Deed.PRESENT, by=by)
    return marked


def _within(session: Session, seen: Seen, person: Person) -> bool:
    held = seen.accompaniment
    home = session.get(Commune, person.commune_code) if person.commune_code else None
    near = home is not None and home.region_code == held.region_code
    return person.disabled_at is None and (near or person.school_id == held.school_id)


def unmark(session: Session, step: AccompanimentStep, person_id: UUID, *, by: UUID) -> bool:
    """Note that somebody was not there; raise `Invalid` where nobody would be left at a step that was done."""
    found = session.get(StepPresence, (step.id, person_id))
    if found is None:
        return False
    if step.done_on is not None and step.headcount + len(step.present) <= 1:
        raise Invalid(
            "headcount", N_("Nobody would be left at this step: say first how many others were there.")
        )
    session.delete(found)
    leave_on(session, step, Deed.NOT_PRESENT, by=by)
    return True


def agree(presence: StepPresence, *, named: bool) -> None:
    """Keep whether her name may stand on the page for the head of school."""
    presence.named = named


def was_not_there(session: Session, presence: StepPresence) -> None:
    """Take somebody off a step at her own word; the step stays done."""
    step = session.get_one(AccompanimentStep, presence.step_id)
    session.delete(presence)
    leave_on(session, step, Deed.NOT_PRESENT, by=presence.person_id)


def report(session: Session, step: AccompanimentStep) -> None:
    """Report a step's words to who leads the region; who reports is not kept."""
    if step.reported_at is None:
        step.reported_at = clock.now()
        leave_on(session, step, Deed.REPORTED, by=None)


def hide(session: Session, step: AccompanimentStep, *, by: UUID) -> None:
    """Take a step's words out of everybody's sight."""
    if step.hidden_at is None:
        step.hidden_at = clock.now()
        leave_on(session, step, Deed.HIDDEN, by=by)


def show_again(session: Session, step: AccompanimentStep, *, by: UUID) -> None:
    """Put a step's words back in sight, and close the report."""
    step.hidden_at = step.reported_at = None
    leave_on(session, step, Deed.SHOWN, by=by)
