"""Preparing publications: one job reads and freezes, a second one makes the other files; doing either twice is one."""

from __future__ import annotations

import logging
from collections.abc import Callable
from uuid import UUID

from classcode import clock, db
from classcode.config import Config
from classcode.territory.schooling import Names
from tracking.indicators.snapshots import content, files, freezing, queries, writing
from tracking.indicators.snapshots.models import Publication
from tracking.indicators.snapshots.rules import preparing

log = logging.getLogger(__name__)
Job = Callable[[str], None]


def preparer(config: Config, modules: content.Tell) -> Job:
    """Return the job that reads and freezes; `modules` tells the published content."""

    def prepare(subject: str) -> None:
        publication_id, round_ = _parts(subject)
        with db.reading() as session:
            row = queries.preparing(session, publication_id, round_)
        if row is None or row.sha256 is not None:
            return
        try:
            _freeze(row, config.small_count, modules)
        except preparing.Overlaps:
            with db.transaction() as session:
                preparing.refuse(session, publication_id, round_, preparing.OVERLAPPED)

    return prepare


def _parts(subject: str) -> tuple[UUID, int]:
    publication_id, _sep, round_ = subject.partition(":")
    return UUID(publication_id), int(round_)


def _freeze(row: Publication, k: int, modules: content.Tell) -> None:
    """Read everything in one moment, then keep it."""
    period, title = row.span, Names(row.title_fr, row.title_en, row.title_nl)
    wish = freezing.Wish(slug=row.slug or "", title=title, period=period, k=k, by_month=row.by_month)
    published_content = modules()
    with db.reading() as session:
        freezing.hold_still(session)
        preparing.check_overlaps(session, period, by_month=row.by_month)
        before = queries.published_documents(session)
        document = freezing.freeze(session, wish, before, published_content, _teller(row))
    made = list(files.frozen(writing.write(document)))
    with db.transaction() as session:
        preparing.keep_frozen(session, row.id, row.round, document, made)
    log.info(
        "publication %s prepared at %s, asked by %s",
        row.id,
        clock.now().isoformat("T", "seconds"),
        row.ordered_by,
    )


def _teller(row: Publication) -> Callable[[float], None]:
    def tell(share: float) -> None:
        with db.transaction() as session:
            preparing.note_progress(session, row.id, row.round, int(share * preparing.FROZEN))

    return tell


def make_files(subject: str) -> None:
    """Make the workbooks and the papers of the frozen document, then let it be a draft."""
    publication_id, round_ = _parts(subject)
    with db.reading() as session:
        row = queries.preparing(session, publication_id, round_)
        frozen = queries.content(session, publication_id, files.JSON, "")
    if row is None or frozen is None:
        return
    for number, made in enumerate(files.others(frozen), 1):
        with db.transaction() as session:
            if queries.preparing(session, publication_id, round_, held=True) is None:
                return
            preparing.keep(session, publication_id, [made])
            preparing.note_progress(session, publication_id, round_, min(99, preparing.FROZEN + 4 * number))
    with db.transaction() as session:
        preparing.finish(session, publication_id, round_)
