"""Reading publications: the list, one by its address or its id, their frozen bytes."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracking.indicators.snapshots import reading
from tracking.indicators.snapshots.document import Document
from tracking.indicators.snapshots.files import JSON
from tracking.indicators.snapshots.freezing import Published
from tracking.indicators.snapshots.models import Publication, PublicationFile, PublicationState


def published(session: Session) -> list[Publication]:
    """Return all that was ever published, the withdrawn included, the newest first."""
    newest = select(Publication).where(Publication.state == PublicationState.PUBLISHED)
    return list(session.scalars(newest.order_by(Publication.published_at.desc(), Publication.id)))


def anything_published(session: Session) -> bool:
    """Tell whether there is a publication to be read."""
    still = (Publication.state == PublicationState.PUBLISHED, Publication.withdrawn_at.is_(None))
    return session.scalar(select(Publication.id).where(*still).limit(1)) is not None


def underway(session: Session) -> Publication | None:
    """Return the one that is being prepared or is a draft."""
    return session.scalars(select(Publication).where(Publication.underway.is_(True))).one_or_none()


def refused_last(session: Session) -> Publication | None:
    """Return the one ordered last, if it could not be prepared."""
    newest = select(Publication).order_by(Publication.ordered_at.desc(), Publication.id)
    last = session.scalars(newest.limit(1)).one_or_none()
    return last if last is not None and last.refused else None


def by_slug(session: Session, slug: str) -> Publication | None:
    """Return what was published under an address."""
    found = session.scalars(select(Publication).where(Publication.slug == slug)).one_or_none()
    return found if found is not None and found.state == PublicationState.PUBLISHED else None


def preparing(
    session: Session, publication_id: UUID, round_: int, *, held: bool = False
) -> Publication | None:
    """Return a publication that is still being prepared in this round; `held` until the transaction ends."""
    row = session.get(Publication, publication_id, with_for_update=True if held else None)
    still = row is not None and row.state == PublicationState.PREPARING and row.round == round_
    return row if still else None


def files(session: Session, publication_id: UUID) -> list[PublicationFile]:
    """Return what there is of files, without their bytes."""
    hers = select(PublicationFile).where(PublicationFile.publication_id == publication_id)
    return list(session.scalars(hers.order_by(PublicationFile.fmt, PublicationFile.language)))


def content(session: Session, publication_id: UUID, fmt: str, language: str) -> bytes | None:
    """Return the bytes of a file as they were kept."""
    return session.scalar(
        select(PublicationFile.content).where(
            PublicationFile.publication_id == publication_id,
            PublicationFile.fmt == fmt,
            PublicationFile.language == language,
        )
    )


def document(session: Session, publication_id: UUID) -> Document | None:
    """Return the frozen document."""
    frozen = content(session, publication_id, JSON, "")
    return None if frozen is None else reading.read(frozen)


def published_documents(session: Session) -> list[Published]:
    """Return every published document with its digest: what a new publication must not give away."""
    found = ((document(session, row.id), row.sha256) for row in published(session))
    return [Published(one, digest or "") for one, digest in found if one is not None]
