"""Writing the steps of an accompaniment, so that nobody's words overwrite another's unseen.

A step that was done leaves a `SchoolStep` for the figures, in the same transaction; one that turns out not to have been
done takes it away.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import Invalid, Refused
from classcode.i18n import N_
from classcode.territory.schools.models import SchoolStep
from helpdesk.accompaniment.access import Seen
from helpdesk.accompaniment.models import Accompaniment, AccompanimentStep, AccompanimentTrail
from helpdesk.accompaniment.rules.trail import leave_on
from helpdesk.accompaniment.stages import Deed, days_of
from helpdesk.places.homes import tells_a_contact

FIELDS: Final = ("title", "planned_on", "done_on", "agreed", "headcount")
LONGEST: Final = {"title": 120, "agreed": 2000}
"""Characters; the title as long as its column."""
MOST_PEOPLE: Final = 300
"""More than the staff of the largest school."""
MOST_STEPS: Final = 40
"""Steps of one school in one year: a step a week is more than anybody accompanies."""
_CONTACT: Final = N_(
    "Please take out the e-mail address, telephone number or link: the head of school reads this page."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A step as somebody wrote it."""

    title: str
    planned_on: date
    done_on: date | None = None
    agreed: str = ""
    headcount: int = 0


class ChangedMeanwhile(Refused):
    """Somebody else changed the step since the form was shown; nothing was written.

    `now` is how it stands; `merged` is what this person wrote, with the other's words where she had left a field alone.
    """

    message = N_(
        "Somebody else changed this step while you wrote. Nothing is lost: please look at both below."
    )

    def __init__(self, now: Told, merged: Told, version: int) -> None:
        self.now, self.merged, self.version = now, merged, version
        super().__init__()


def add_step(session: Session, seen: Seen, told: Told, *, by: UUID) -> AccompanimentStep:
    """Write a new step; raise `Invalid` with the field that needs another look."""
    if sum(one.withdrawn_at is None for one in seen.accompaniment.steps) >= MOST_STEPS:
        raise Invalid("title", N_("A school has at most %(n)s steps in a year."), n=MOST_STEPS)
    values = _checked(seen.accompaniment, told, named=0, was_done=None)
    step = AccompanimentStep(
        id=uuid4(), accompaniment_id=seen.accompaniment.id, created_at=clock.now(), version=1, **values
    )
    session.add(step)
    session.flush()
    leave_on(session, step, Deed.ADDED, by=by)
    _settle(session, seen.accompaniment, step)
    return step


def change_step(
    session: Session, seen: Seen, step: AccompanimentStep, told: Told, *, version: int, by: UUID
) -> bool:
    """Change a step and tell whether anything was; raises `Invalid` or `ChangedMeanwhile`."""
    if version != step.version:
        now = as_told(step)
        raise ChangedMeanwhile(now, _merged(session, step, told, version), step.version)
    values = _checked(seen.accompaniment, told, named=len(step.present), was_done=step.done_on)
    before = {field: getattr(step, field) for field in FIELDS if getattr(step, field) != values[field]}
    if not before:
        return False
    for field in before:
        setattr(step, field, values[field])
    step.version += 1
    leave_on(session, step, Deed.CHANGED, by=by, before=_written(before))
    _settle(session, seen.accompaniment, step)
    return True


def withdraw_step(session: Session, seen: Seen, step: AccompanimentStep, *, by: UUID) -> None:
    """Take a step back that was written by mistake; its words stay in the trail."""
    step.withdrawn_at = clock.now()
    leave_on(session, step, Deed.WITHDRAWN, by=by, before=_written({f: getattr(step, f) for f in FIELDS}))
    _settle(session, seen.accompaniment, step)


def as_told(step: AccompanimentStep) -> Told:
    """Return a step as its form shows it."""
    return Told(**{field: getattr(step, field) for field in FIELDS})


def _checked(of: Accompaniment, told: Told, *, named: int, was_done: date | None) -> dict[str, Any]:
    """Return what may be kept; `named` people are marked as there one by one."""
    texts = {field: _text(field, getattr(told, field)) for field in LONGEST}
    if not texts["title"]:
        raise Invalid("title", N_("Please say in a few words what this step is."))
    if not 0 <= told.headcount <= MOST_PEOPLE:
        raise Invalid("headcount", N_("Please give a number from 0 to %(n)s."), n=MOST_PEOPLE)
    first, last = days_of(of.school.system, of.school_year)
    for field, day in (("planned_on", told.planned_on), ("done_on", told.done_on)):
        if day is not None and not first <= day <= last:
            raise Invalid(field, N_("This day is not in the school year %(year)s."), year=of.school_year)
    if told.done_on is not None and told.done_on > clock.now().date():
        raise Invalid("done_on", N_("This day is still to come: leave it empty until the step is done."))
    if told.done_on is not None and told.done_on != was_done and told.headcount + named == 0:
        raise Invalid("headcount", N_("How many were there? A step is done with people."))
    return {**texts, "planned_on": told.planned_on, "done_on": told.done_on, "headcount": told.headcount}


def _text(field: str, text: str) -> str:
    lines = [" ".join(line.split()) for line in text.replace("\r\n", "\n").split("\n")]
    kept = "\n".join(lines).strip() if field == "agreed" else " ".join(" ".join(lines).split())
    if len(kept) > LONGEST[field]:
        raise Invalid(field, N_("Please write at most %(n)s characters."), n=LONGEST[field])
    if tells_a_contact(kept):
        raise Invalid(field, _CONTACT)
    return kept


def _settle(session: Session, of: Accompaniment, step: AccompanimentStep) -> None:
    """Let the figures know of a step that was done, and forget one that was not."""
    counted = session.get(SchoolStep, step.id)
    if step.done_on is None or step.withdrawn_at is not None:
        if counted is not None:
            session.delete(counted)
    elif counted is None:
        session.add(
            SchoolStep(
                id=step.id,
                school_id=of.school_id,
                school_year=of.school_year,
                done_on=step.done_on,
                recorded_at=clock.now(),
            )
        )
    else:
        counted.done_on = step.done_on
    session.flush()


def _written(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values as the trail keeps them: days as text."""
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in values.items()}


def _merged(session: Session, step: AccompanimentStep, told: Told, version: int) -> Told:
    """Return her words, with the other's in the fields that she had left as they were shown."""
    newer = (
        select(AccompanimentTrail)
        .where(AccompanimentTrail.step_id == step.id, AccompanimentTrail.version > version)
        .where(AccompanimentTrail.what == Deed.CHANGED)
        .order_by(AccompanimentTrail.seq)
    )
    base: dict[str, Any] = {}
    for line in session.scalars(newer):
        for field, value in line.before.items():
            base.setdefault(field, value)
    mine = _written({field: getattr(told, field) for field in FIELDS})
    untouched = {field: getattr(step, field) for field, value in base.items() if mine[field] == value}
    return replace(told, **untouched)
