"""What becomes of a draft, and of what was published: it stays as it is, and may be withdrawn with a reason."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from classcode import clock, queues
from classcode.errors import Invalid, Refused
from classcode.i18n import N_
from tracking.indicators.snapshots import queries
from tracking.indicators.snapshots.models import Publication, PublicationFile, PublicationState
from tracking.indicators.snapshots.rules.preparing import TOPIC, check_overlaps, count, subject

REASON_LONGEST: Final = 1_000


class NotADraft(Refused):
    """Somebody published or discarded it meanwhile, or it is still being prepared."""

    message = N_("This publication is no draft any more, or not yet. Nothing was changed.")


class Stale(Refused):
    """Another publication appeared after this draft was frozen, which therefore did not take it into account."""

    message = N_(
        "Another publication appeared since this draft was prepared. Prepare it again, so that nobody can be "
        "found by subtracting one from the other."
    )


def publish(session: Session, row: Publication, *, by: UUID) -> None:
    """Publish a draft, for good; raises `NotADraft`, `Overlaps`, or `Stale` where it was frozen before another."""
    # Rows are held in one order, so that of two publications at the same moment the second sees the first.
    session.scalars(select(Publication.id).order_by(Publication.id).with_for_update()).all()
    _check_draft(session, row)
    check_overlaps(session, row.span, by_month=row.by_month)
    if {one.sha256 for one in queries.published(session)} != set(row.before):
        raise Stale
    row.state, row.underway = PublicationState.PUBLISHED, None
    row.published_at, row.published_by = clock.now(), by
    session.flush()


def prepare_again(session: Session, row: Publication, *, by: UUID) -> None:
    """Read and freeze a draft anew; what it held is let go."""
    _check_draft(session, row)
    count(session, by)
    row.state, row.progress, row.round = PublicationState.PREPARING, 0, row.round + 1
    row.sha256, row.as_of, row.before = None, None, []
    _let_go(session, row)
    queues.enqueue(session, TOPIC, subject(row.id, row.round))


def discard(session: Session, row: Publication) -> None:
    """Give up what is prepared or drafted: its files go, its address is free, the row stays."""
    if row.state not in {PublicationState.PREPARING, PublicationState.DRAFT}:
        raise NotADraft
    row.state, row.underway, row.slug = PublicationState.DISCARDED, None, None
    _let_go(session, row)


def withdraw(session: Session, row: Publication, reason: str, *, by: UUID) -> None:
    """Say why a publication no longer holds. Its bytes stay, and later ones go on taking it into account."""
    told = " ".join(reason.split())
    if not told:
        raise Invalid("reason", N_("Say why: readers find this in place of the figures."))
    if len(told) > REASON_LONGEST:
        raise Invalid("reason", N_("Please say it in at most 1,000 signs."))
    if row.state != PublicationState.PUBLISHED or row.withdrawn_at is not None:
        raise NotADraft
    row.withdrawn_at, row.withdrawn_because, row.withdrawn_by = clock.now(), told, by
    session.flush()


def _check_draft(session: Session, row: Publication) -> None:
    session.refresh(row)
    if row.state != PublicationState.DRAFT:
        raise NotADraft


def _let_go(session: Session, row: Publication) -> None:
    session.execute(delete(PublicationFile).where(PublicationFile.publication_id == row.id))
    session.flush()
