"""Asking for a study, deciding on it by somebody else, and ending it, which destroys its key."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from secrets import token_bytes
from typing import Final
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.errors import Invalid, NotFound, Refused
from classcode.i18n import N_
from tracking.research import queries
from tracking.research.models import ResearchStudy
from tracking.research.rules import files
from tracking.research.states import Problem, StudyState
from tracking.research.variables import VARIABLES

KEY_BYTES: Final = 32
"""As long as what HMAC-SHA-256 gives (RFC 2104, section 3)."""
LONGEST: Final = timedelta(days=5 * 366)
"""A study that takes longer is asked for again."""
KEPT: Final = timedelta(days=5 * 365)
"""How long after its end one may read who was responsible for a study."""
MOST_LEFT_OUT: Final = 20
_LENGTHS: Final = {"title": 200, "responsible": 200, "purpose": 2000, "agreement": 300}


class SamePerson(Refused):
    """Who asked for a study may not agree to it: two people look at it."""

    message = N_("You asked for this study yourself: somebody else has to decide on it.")


class Decided(Refused):
    """The study is no longer what was shown: somebody decided on it or ended it."""

    message = N_("This study was decided on or ended in the meantime. Nothing was changed.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is asked for; see `ResearchStudy`."""

    title: str
    responsible: str
    purpose: str
    agreement: str
    starts_on: date
    ends_on: date
    closes_on: date
    variables: Collection[str]
    k: int
    may_leave_out: int


def ask(session: Session, told: Told, *, by: UUID, small_count: int) -> ResearchStudy:
    """Write that a study is asked for; raise `Invalid` for what cannot be. It has no key before somebody agrees."""
    _check(told, small_count)
    study = ResearchStudy(
        title=told.title.strip(),
        responsible=told.responsible.strip(),
        purpose=told.purpose.strip(),
        agreement=told.agreement.strip(),
        starts_on=told.starts_on,
        ends_on=told.ends_on,
        closes_on=told.closes_on,
        variables=[one for one in VARIABLES if one in told.variables],
        k=told.k,
        may_leave_out=told.may_leave_out,
        asked_by_id=by,
        asked_at=clock.now(),
    )
    session.add(study)
    session.flush()
    return study


def _check(told: Told, small_count: int) -> None:
    for field, most in _LENGTHS.items():
        if not 1 <= len(getattr(told, field).strip()) <= most:
            raise Invalid(field, N_("Please write between 1 and %(n)s characters."), n=most)
    if told.starts_on > told.ends_on:
        raise Invalid("ends_on", N_("The data cannot end before they begin."))
    if not queries.today() <= told.closes_on <= queries.today() + LONGEST:
        raise Invalid("closes_on", N_("A study ends between today and five years from now."))
    if told.k < small_count:
        raise Invalid("k", N_("Groups have at least %(n)s people here."), n=small_count)
    if not 0 <= told.may_leave_out <= MOST_LEFT_OUT:
        raise Invalid("may_leave_out", N_("Please give a number from 0 to %(n)s."), n=MOST_LEFT_OUT)
    if not set(told.variables) & set(VARIABLES) or set(told.variables) - set(VARIABLES):
        raise Invalid("variables", N_("Please choose what the study needs, and nothing more."))


def decide(session: Session, study_id: UUID, *, agrees: bool, reason: str, by: UUID) -> None:
    """Agree to a study, which draws its key, or refuse it; with a reason, and never by who asked for it."""
    if not 1 <= len(reason.strip()) <= 1000:
        raise Invalid("reason", N_("Please say why, in at most %(n)s characters."), n=1000)
    study = _locked(session, study_id)
    if study.asked_by_id == by:
        raise SamePerson
    if study.state != StudyState.ASKED or (agrees and study.closes_on < queries.today()):
        raise Decided
    study.state = StudyState.AGREED if agrees else StudyState.REFUSED
    study.key = token_bytes(KEY_BYTES) if agrees else None
    study.decided_by_id, study.decided_at, study.reason = by, clock.now(), reason.strip()
    session.flush()


def end(session: Session, study_id: UUID) -> None:
    """End a study: its key is destroyed and its files go. Nobody can make or undo its pseudonyms any more."""
    study = _locked(session, study_id)
    if study.state not in (StudyState.ASKED, StudyState.AGREED):
        raise Decided
    _end(session, study)


def _end(session: Session, study: ResearchStudy) -> None:
    now = clock.now()
    files.take_away(session, files.made_for(study.id), Problem.ENDED)
    if study.key is not None:
        _overwrite_deleted(session)
        study.key_destroyed_at = now
    study.key, study.state, study.ended_at = None, StudyState.ENDED, now
    session.flush()


def end_due(session: Session) -> list[UUID]:
    """End the studies whose last day is over; return which."""
    open_ones = ResearchStudy.state.in_((StudyState.ASKED, StudyState.AGREED))
    due = select(ResearchStudy).where(open_ones, ResearchStudy.closes_on < queries.today())
    found = session.scalars(due.order_by(ResearchStudy.id).with_for_update()).all()
    for study in found:
        _end(session, study)
    return [study.id for study in found]


def forget_responsible(session: Session) -> int:
    """Empty who was responsible for studies that ended five years ago; return how many."""
    old = (ResearchStudy.ended_at < clock.now() - KEPT, ResearchStudy.responsible != "")
    return db.changed(session.execute(update(ResearchStudy).where(*old).values(responsible="")))


def _locked(session: Session, study_id: UUID) -> ResearchStudy:
    wanted = select(ResearchStudy).where(ResearchStudy.id == study_id)
    locked = wanted.with_for_update().execution_options(populate_existing=True)
    study = session.scalar(locked)
    if study is None:
        raise NotFound
    return study


def _overwrite_deleted(session: Session) -> None:
    """Have SQLite write zeros over the key, which it would otherwise leave in the file."""
    if session.get_bind().dialect.name == "sqlite":
        session.connection().exec_driver_sql("PRAGMA secure_delete = ON")
