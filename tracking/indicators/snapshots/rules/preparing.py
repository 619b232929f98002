"""Ordering a publication, and keeping what was prepared. The reading itself is `freezing`, the job `jobs`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from classcode import clock, db, queues
from classcode.errors import Invalid, Refused
from classcode.i18n import N_
from classcode.people.rules import limits
from classcode.people.rules.limits import Limit
from classcode.territory.schooling import Names
from tracking.indicators import periods
from tracking.indicators.periods import Period
from tracking.indicators.snapshots import queries, spans
from tracking.indicators.snapshots.document import Document
from tracking.indicators.snapshots.files import JSON, Made
from tracking.indicators.snapshots.models import Publication, PublicationFile, PublicationState

TOPIC: Final = "publication"
"""The topic of "read and freeze this publication"; its subject is the publication's id and its round."""
FILES: Final = "publication-files"
"""The topic of "make the workbooks and papers of this publication"; its subject is the same."""
SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SHORTEST, LONGEST = 3, 60
TITLE_LONGEST: Final = 120
FROZEN: Final = 60
"""Percent that stand for reading, solving and writing the document; the rest are the other files."""


PREPARED: Final = Limit("publication", 12, 24 * 60)
"""Drafts are exact: whoever prepared one after the other could watch a figure move by one."""
OVERLAPPED: Final = N_("A publication whose period overlaps this one appeared while it was being prepared.")


class OneUnderway(Refused):
    """Another publication is being prepared, or is a draft that nobody has published or discarded."""

    message = N_("Another publication is being prepared or waits as a draft. Publish it or discard it first.")


class Overlaps(Refused):
    """A published table of a period that overlaps could be subtracted from this one."""

    message = N_(
        "This period overlaps “%(title)s”, which is published. Two tables whose periods overlap could be "
        "subtracted from each other. Publish the same period again, a longer one that holds whole published "
        "months, or one that lies apart."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a lead asks for: an address, a title, a period's key."""

    slug: str
    title: Names
    period: str
    by_month: bool = True


def order(session: Session, told: Told, *, by: UUID) -> Publication:
    """Write a publication to be prepared, and its job; raises `Invalid`, `Overlaps` or `OneUnderway`."""
    period = _period(told.period)
    slug, title = _slug(session, told.slug), _title(told.title)
    check_overlaps(session, period, by_month=told.by_month)
    if session.scalar(select(Publication.id).where(Publication.underway.is_(True))) is not None:
        raise OneUnderway
    values: dict[str, Any] = {
        "id": uuid4(), "slug": slug, "title_fr": title.fr, "title_en": title.en, "title_nl": title.nl,
        "period": period.key, "first": period.first, "last": period.last, "by_month": told.by_month,
        "underway": True, "ordered_at": clock.now(), "ordered_by": by,
    }  # fmt: skip
    count(session, by)
    # The unique keys have the last word, should two leads order at the same moment.
    if not db.insert_once(session, Publication, values):
        raise OneUnderway
    queues.enqueue(session, TOPIC, subject(values["id"], 1))
    return session.get_one(Publication, values["id"])


def count(session: Session, person_id: UUID) -> None:
    """Count one preparation towards the limit of a day; raise `TooMany` where it is reached."""
    limits.check(session, PREPARED, str(person_id))
    limits.count(session, PREPARED, str(person_id))


def subject(publication_id: UUID, round_: int) -> str:
    """Return the subject of a publication's jobs; each round of preparing has jobs of its own."""
    return f"{publication_id}:{round_}"


def _period(key: str) -> Period:
    try:
        period = spans.read(key)
    except ValueError:
        raise Invalid("period", N_("This period is not known. Choose one from the list.")) from None
    if period.first > clock.now().astimezone(periods.ZONE).date():
        raise Invalid("period", N_("This period has not begun yet. Choose another one from the list."))
    return period


def _slug(session: Session, given: str) -> str:
    slug = given.strip()
    if not SLUG.fullmatch(slug) or not SHORTEST <= len(slug) <= LONGEST:
        raise Invalid(
            "slug",
            N_("Write an address of 3 to 60 small letters, digits and hyphens, such as report-2026."),
        )
    if session.scalar(select(Publication.id).where(Publication.slug == slug)) is not None:
        raise Invalid("slug", N_("Another publication has this address. Choose another one."))
    return slug


def _title(given: Names) -> Names:
    """Return the title; a language without words takes those of the French one."""
    title = Names(*(" ".join(one.split()) for one in (given.fr, given.en, given.nl)))
    if not title.fr:
        raise Invalid("title_fr", N_("Give the publication a title."))
    for language in ("fr", "en", "nl"):
        if len(title.called(language)) > TITLE_LONGEST:
            raise Invalid(f"title_{language}", N_("Write a title of at most 120 signs."))
    return Names(title.fr, title.en or title.fr, title.nl or title.fr)


def check_overlaps(session: Session, period: Period, *, by_month: bool) -> None:
    """Refuse a period that overlaps a published one which it does not contain cell by cell."""
    for earlier in queries.published(session):
        how = spans.relation(earlier.span, period, by_month=by_month)
        if how is spans.Relation.ACROSS:
            raise Overlaps(title=earlier.title_fr)


def note_progress(session: Session, publication_id: UUID, round_: int, percent: int) -> None:
    """Write how far a publication is; it never goes back, should two workers prepare it."""
    session.execute(
        update(Publication)
        .where(*_preparing(publication_id, round_), Publication.progress < percent)
        .values(progress=percent)
    )


def keep_frozen(
    session: Session, publication_id: UUID, round_: int, document: Document, files: Sequence[Made]
) -> bool:
    """Keep the frozen bytes and write the job of the other files; return False where the row has moved on.

    The first worker's bytes stay: what another made at another moment is dropped.
    """
    digest = next(one.sha256 for one in files if one.fmt == JSON)
    values = {
        "sha256": digest,
        "as_of": document.as_of,
        "before": [one.sha256 for one in document.before],
        "progress": FROZEN,
    }
    still = (*_preparing(publication_id, round_), Publication.sha256.is_(None))
    if db.changed(session.execute(update(Publication).where(*still).values(values))) != 1:
        return False
    keep(session, publication_id, files)
    queues.enqueue(session, FILES, subject(publication_id, round_))
    return True


def keep(session: Session, publication_id: UUID, files: Iterable[Made]) -> None:
    """Keep files; one that is there already stays as it is."""
    for one in files:
        values = {"content": one.content, "sha256": one.sha256, "size": len(one.content)}
        named = {"publication_id": publication_id, "fmt": one.fmt, "language": one.language}
        db.insert_once(session, PublicationFile, named | values)


def finish(session: Session, publication_id: UUID, round_: int) -> bool:
    """Let a publication whose files are all kept be a draft; return False where the row has moved on."""
    drafted = {"state": PublicationState.DRAFT, "progress": 100}
    still = (*_preparing(publication_id, round_), Publication.sha256.is_not(None))
    return db.changed(session.execute(update(Publication).where(*still).values(drafted))) == 1


def refuse(session: Session, publication_id: UUID, round_: int, message: str) -> None:
    """Discard a publication that cannot be prepared any more, with the reason."""
    gone = {"state": PublicationState.DISCARDED, "underway": None, "slug": None, "refused": message}
    session.execute(update(Publication).where(*_preparing(publication_id, round_)).values(gone))
    session.execute(delete(PublicationFile).where(PublicationFile.publication_id == publication_id))


def _preparing(publication_id: UUID, round_: int) -> tuple[ColumnElement[bool], ...]:
    return (
        Publication.id == publication_id,
        Publication.round == round_,
        Publication.state == PublicationState.PREPARING,
    )
