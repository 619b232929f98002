"""Ordering a file of a study, finishing it, fetching it, and taking files away before their time."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, select, update
from sqlalchemy.orm import Session

from classcode import clock, db, queues
from classcode.errors import NotFound, Refused
from classcode.i18n import N_
from classcode.people.models import Role
from classcode.people.queries import regions_of_role
from classcode.people.rules import limits
from tracking.research import consent, keeping, queries
from tracking.research.models import ResearchFile, ResearchStudy
from tracking.research.states import FileState, Problem, StudyState

TOPIC: Final = "research-file"
"""The topic of "make this file"; its subject is the file's id."""
LASTS: Final = timedelta(days=7)
"""How long a file can be fetched after it was ordered."""


class NotOpen(Refused):
    """The study is not agreed, or over: nothing can be exported for it."""

    message = N_("Nothing can be exported for this study: it is not agreed, or it has ended.")


class ChangedMeanwhile(Exception):
    """While a file was made somebody in it left, or another file became coarser; the job makes it anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A file that lies on disk: name, address, size; its report, how coarse it is, and who is in it (kept actors)."""

    name: str
    sha2: str
    size: int
    report: dict[str, Any]
    levels: dict[str, int]
    actors: frozenset[UUID]


def leads_everywhere(session: Session, person_id: UUID) -> bool:
    """Tell whether somebody leads all regions: a study is of the whole programme."""
    return None in regions_of_role(session, person_id, Role.LEAD)


def order(session: Session, person_id: UUID, study_id: UUID) -> ResearchFile:
    """Write that a file of her study is to be made, and its job; counted towards the limit of exports."""
    study = session.get(ResearchStudy, study_id)
    if study is None or study.asked_by_id != person_id:
        raise NotFound
    if not queries.is_open(study):
        raise NotOpen
    limits.check(session, limits.EXPORT, str(person_id))
    limits.count(session, limits.EXPORT, str(person_id))
    now = clock.now()
    row = ResearchFile(study_id=study_id, person_id=person_id, ordered_at=now, expires_at=now + LASTS)
    session.add(row)
    session.flush()
    queues.enqueue(session, TOPIC, str(row.id))
    return row


def finish(session: Session, row: ResearchFile, made: Made, levels: dict[str, Any]) -> bool:
    """Write where a file lies; False where another worker did before, or the study ended.

    `levels` is how coarse the study was when the file was read. Raise `ChangedMeanwhile` where somebody in it no longer
    agrees: the study's row is held, so that leaving and finishing wait for each other.
    """
    study = _locked(session, row.study_id)
    if queries.waiting(session, row.id) is None:
        return False
    if not queries.is_open(study):
        fail(session, row.id, Problem.ENDED)
        return False
    if study.levels != levels or not made.actors <= consent.consenting(session).keys():
        raise ChangedMeanwhile
    values = {"sha2": made.sha2, "size": made.size, "name": made.name, "report": made.report}
    if not _close(session, row.id, {**values, "state": FileState.MADE, "made_at": clock.now()}):
        return False
    study.levels = made.levels
    session.flush()
    return True


def _locked(session: Session, study_id: UUID) -> ResearchStudy:
    wanted = select(ResearchStudy).where(ResearchStudy.id == study_id)
    return session.scalars(wanted.with_for_update().execution_options(populate_existing=True)).one()


def fail(session: Session, file_id: UUID, problem: Problem) -> bool:
    """Write why no file can be made."""
    return _close(session, file_id, {"state": FileState.FAILED, "problem": problem})


def _close(session: Session, file_id: UUID, values: dict[str, Any]) -> bool:
    waiting = (ResearchFile.id == file_id, ResearchFile.state == FileState.WAITING)
    return db.changed(session.execute(update(ResearchFile).where(*waiting).values(values))) == 1


def access_file(session: Session, person_id: UUID, file_id: UUID) -> ResearchFile:
    """Return a file to who ordered it, as long as she leads, the study lasts and its link holds; `NotFound` else."""
    row = session.get(ResearchFile, file_id)
    if row is None or row.person_id != person_id or row.sha2 is None or row.expires_at <= clock.now():
        raise NotFound
    if not queries.is_open(row.study) or not leads_everywhere(session, person_id):
        raise NotFound
    return row


def let_go(session: Session, actors: Collection[UUID]) -> None:
    """Take away every file that may hold a person: those made since she first agreed. Call it before facts go.

    Effects: rows; the files themselves once the transaction is committed.
    """
    agreed = select(ResearchStudy.id).where(ResearchStudy.state == StudyState.AGREED)
    session.execute(agreed.order_by(ResearchStudy.id).with_for_update()).all()
    since = consent.first_yes(session, actors)
    if since is not None:
        take_away(session, ResearchFile.made_at >= since, Problem.LEFT)


def made_for(study_id: UUID) -> ColumnElement[bool]:
    """Return the condition that a file is of a study."""
    return ResearchFile.study_id == study_id


def take_away(session: Session, which: ColumnElement[bool], problem: Problem) -> None:
    """Close these files, made or still to be made, and remove them from disk after the commit."""
    open_ones = and_(which, ResearchFile.state != FileState.FAILED)
    hashes = {one for one in session.scalars(select(ResearchFile.sha2).where(open_ones)) if one}
    gone: dict[str, Any] = {
        "state": FileState.FAILED,
        "problem": problem,
        "sha2": None,
        "size": None,
        "report": {},
    }
    session.execute(update(ResearchFile).where(open_ones).values(gone))
    if hashes:
        db.after_commit(session, lambda: keeping.remove(hashes))


def forget_expired(session: Session) -> int:
    """Delete the files whose time is over; return how many rows went."""
    over = ResearchFile.expires_at <= clock.now()
    hashes = {one for one in session.scalars(select(ResearchFile.sha2).where(over)) if one}
    gone = db.changed(session.execute(delete(ResearchFile).where(over)))
    still = set(queries.named(session, hashes))
    db.after_commit(session, lambda: keeping.remove(hashes - still))
    return gone
