"""The weekly mail of new alerts: asked for, ended, and written at most once in seven days."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.people.models import Role
from classcode.people.queries import recipient, regions_of_role
from tracking.indicators.alerts import mails
from tracking.indicators.alerts.access import Regions
from tracking.indicators.alerts.models import AlertLetter
from tracking.indicators.alerts.queries import open_for
from tracking.indicators.alerts.signs import EVERYWHERE
from tracking.indicators.periods import ZONE

BETWEEN: Final = timedelta(days=7)


def ask(session: Session, person_id: UUID) -> None:
    """Write to somebody from now on; what is open already stands on the page before her."""
    db.insert_once(session, AlertLetter, {"person_id": person_id, "told_at": clock.now()})


def end(session: Session, person_id: UUID) -> None:
    """Write to her no more."""
    session.execute(delete(AlertLetter).where(AlertLetter.person_id == person_id))


def write(session: Session, person_id: UUID) -> bool:
    """Write her of the alerts that opened since the last mail, where a week is over and there are any; tell whether."""
    letter = session.get(AlertLetter, person_id, with_for_update=True)
    to, regions = recipient(session, person_id), regions_of_role(session, person_id, Role.LEAD)
    if letter is None or to is None or not regions:
        return False
    now = clock.now()
    today = now.astimezone(ZONE).date()
    if letter.written_on is not None and today - letter.written_on < BETWEEN:
        return False
    new = [one for one in open_for(session, seen(regions), to.language) if one.since > letter.told_at]
    if not new or not _mark(session, letter, {"told_at": now, "written_on": today}):
        return False
    mails.new_alerts(session, to, new)
    return True


def seen(regions: list[str | None]) -> Regions:
    """Return what a lead with grants for these regions sees."""
    everywhere = None in regions or EVERYWHERE in regions
    return None if everywhere else frozenset(code for code in regions if code)


def _mark(session: Session, letter: AlertLetter, values: dict[str, object]) -> bool:
    """Mark a letter as written, unless another round did meanwhile."""
    mine = (
        AlertLetter.person_id == letter.person_id,
        AlertLetter.written_on.is_not_distinct_from(letter.written_on),
    )
    return db.changed(session.execute(update(AlertLetter).where(*mine).values(values))) == 1
