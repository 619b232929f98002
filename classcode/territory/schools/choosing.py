"""The school that somebody writes in a form: one of the directory, asked back where several are meant, or her words."""

from __future__ import annotations

import re
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from classcode.errors import Invalid
from classcode.i18n import N_, language
from classcode.i18n import gettext as _
from classcode.territory.schools.models import School
from classcode.territory.schools.naming import told_apart
from classcode.territory.schools.queries import find_schools

NONE_OF_THESE: Final = "none"
WHICH: Final = "which_school"
"""The field in which one of several schools is chosen."""
_WITH_IDENTIFIER: Final = re.compile(r".*\(([^()]{1,20})\)\s*")


def choose(
    session: Session, text: str, chosen: str, *, region: str | None = None
) -> tuple[str | None, UUID | None]:
    """Return her own words or a school of the directory; raise `Invalid` where she has to say which one she means."""
    written = text.strip()
    if not written or chosen == NONE_OF_THESE:
        return written or None, None
    if chosen:
        return None, _chosen(session, chosen)
    meant = schools_meant(session, written, region)
    exact = [one for one in meant if told_apart(one, language()) == written]
    if exact:
        return None, exact[0].id
    if meant:
        raise Invalid(WHICH, N_("Which of these schools is yours?"))
    return written, None


def _chosen(session: Session, chosen: str) -> UUID:
    try:
        found = session.get(School, UUID(chosen))
    except ValueError:
        found = None
    if found is None:
        raise Invalid(WHICH, N_("Please choose a school from the list."))
    return found.id


def schools_meant(session: Session, text: str, region: str | None) -> list[School]:
    """Return the schools that what she wrote may mean, those of the region first; a number in brackets is enough."""
    named = _WITH_IDENTIFIER.fullmatch(text)
    return find_schools(session, named[1] if named else text, region=region)


def schools_offered(session: Session, text: str, region: str | None) -> list[tuple[str, str]]:
    """Return the schools to choose among, and the way out of the list."""
    told = [(str(one.id), told_apart(one, language())) for one in schools_meant(session, text, region)]
    return [*told, (NONE_OF_THESE, _("None of these: keep what I wrote"))] if told else []
