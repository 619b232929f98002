"""Asking to join the desk: by the record, by an application, or again; nothing of it is a role or a question yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from classcode import clock, db, i18n
from classcode.errors import Invalid, NotFound, Refused
from classcode.i18n import LANGUAGES, N_
from classcode.people.models import Person, Role
from classcode.people.queries import recipient, regions_of_role
from classcode.people.rules.profile import Told, tell
from classcode.territory.models import Region
from helpdesk.availability.weekly import Weekly
from helpdesk.growth import charter, criteria, steps
from helpdesk.growth.models import FacilitatorPath
from helpdesk.growth.queries.deeds import deeds_of
from helpdesk.growth.queries.paths import going_of, latest_of, served_before
from helpdesk.growth.steps import Door, PathState

LONGEST: Final = 2000
"""Characters of a motivation or a background."""


class AlreadyThere(Refused):
    """She holds the role."""

    message = N_("You are of the desk already.")


class AlreadyApplied(Refused):
    """Her application waits for the lead."""

    message = N_("Your application has been sent already: the people who lead the region have it.")


class TooSoon(Refused):
    """She was refused less than half a year ago."""

    message = N_("You can apply again from %(day)s on.")


class ConfirmFirst(Refused):
    """Who cannot be written to cannot be told what waits for her."""

    message = N_(
        "Confirm your e-mail address first, in your account: the desk writes to you before your slots."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """What somebody tells who wants to join; motivation and background are asked of people from computing alone."""

    region_code: str
    languages: tuple[str, ...]
    slots: tuple[Weekly, ...]
    accepted: bool
    name: str | None = None
    motivation: str = ""
    background: str = ""


def door_of(session: Session, person_id: UUID) -> Door:
    """Return the door that is open to somebody: the shorter way back, her record, or an application."""
    if served_before(session, person_id):
        return Door.RETURN
    going = going_of(session, person_id)
    invited = going is not None and going.state == PathState.INVITED
    return Door.RECORD if invited or criteria.all_met(deeds_of(session, person_id)) else Door.APPLICATION


def check_may(session: Session, person_id: UUID) -> FacilitatorPath | None:
    """Return the invitation that somebody has, if any; refuse whoever may not apply now, and say why."""
    if regions_of_role(session, person_id, Role.FACILITATOR):
        raise AlreadyThere
    latest = latest_of(session, person_id)
    if latest is not None and latest.state == PathState.APPLIED:
        raise AlreadyApplied
    if latest is not None and latest.state == PathState.REFUSED and latest.decided_at:
        again = steps.may_apply_from(latest.decided_at)
        if clock.now() < again:
            raise TooSoon(day=i18n.day(again))
    if recipient(session, person_id) is None:
        raise ConfirmFirst
    return latest if latest is not None and latest.state == PathState.INVITED else None


def apply(session: Session, person_id: UUID, wish: Application) -> FacilitatorPath:
    """Accept the charter and ask to join; raise `Invalid` for a field, or one of the refusals above. A lead decides."""
    going_of(session, person_id, acting=True)
    invited, door = check_may(session, person_id), door_of(session, person_id)
    _check(session, wish, door)
    _name(session, person_id, wish.name)
    values = _values(wish, door)
    if invited is not None:
        for name, value in values.items():
            setattr(invited, name, value)
        session.flush()
        return invited
    path_id = uuid4()
    if not db.insert_once(session, FacilitatorPath, {"id": path_id, "person_id": person_id, **values}):
        raise AlreadyApplied
    return session.get_one(FacilitatorPath, path_id)


def _values(wish: Application, door: Door) -> dict[str, Any]:
    now, telling = clock.now(), door is Door.APPLICATION
    return {
        "door": door,
        "state": PathState.APPLIED,
        "region_code": wish.region_code,
        "languages": list(wish.languages),
        "slots": [slot.row() for slot in wish.slots],
        "motivation": wish.motivation if telling else None,
        "background": (wish.background or None) if telling else None,
        "charter_version": charter.VERSION,
        "charter_at": now,
        "applied_at": now,
    }


def _check(session: Session, wish: Application, door: Door) -> None:
    if session.get(Region, wish.region_code) is None:
        raise Invalid("region", N_("Please choose one of the regions of the list."))
    if not wish.languages or set(wish.languages) - set(LANGUAGES):
        raise Invalid("languages", N_("Please choose at least one language in which you answer."))
    if door is Door.APPLICATION and not wish.motivation:
        raise Invalid("motivation", N_("Please write a few words."))
    for field, text in (("motivation", wish.motivation), ("background", wish.background)):
        if len(text) > LONGEST:
            raise Invalid(field, N_("Please write at most %(n)s characters."), n=LONGEST)
    if not wish.accepted:
        raise Invalid("charter", N_("Please read the charter; without it nobody joins the desk."))


def _name(session: Session, person_id: UUID, name: str | None) -> None:
    """Keep how she wants to be called: whoever asks must know who answers."""
    if name:
        tell(session, person_id, Told(name=name))
    elif session.get_one(Person, person_id).name is None:
        raise Invalid("name", N_("Please tell how learners may address you; a first name is enough."))


def withdraw(session: Session, person_id: UUID) -> None:
    """Take an application back, or say no to an invitation; raise `NotFound` when there is none. No reason is asked."""
    path = going_of(session, person_id, acting=True)
    if path is None or path.state not in {PathState.INVITED, PathState.APPLIED}:
        raise NotFound
    path.state, path.ended_at = PathState.WITHDRAWN, clock.now()
    session.flush()
