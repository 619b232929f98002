"""Publications worth a look in the small demonstration: two of one month, one withdrawn, one that is still a draft."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from classcode import clock
from classcode.territory.schooling import Names
from tracking.indicators.snapshots import files, freezing, queries, reading, spans, writing
from tracking.indicators.snapshots.models import Publication
from tracking.indicators.snapshots.rules import preparing, settling

K = 11


def published(session: Session, *, lead: UUID) -> dict[str, str]:
    """Let a lead of all regions have published and withdrawn; return the ids."""
    last = _before(clock.now().date())
    first = _published(session, "demo-un", last, lead)
    _published(session, "demo-deux", last, lead)
    gone = _published(session, "demo-retire", _before(last), lead)
    settling.withdraw(session, gone, "Les présences d’une région manquaient.", by=lead)
    draft = _draft(session, "demo-brouillon", _before(_before(last)), lead)
    return {"publication": str(first.id), "drafted": str(draft.id)}


def _before(day: date) -> date:
    return day.replace(day=1) - timedelta(days=1)


def _draft(session: Session, slug: str, day: date, lead: UUID) -> Publication:
    title = Names(f"Bilan de démonstration {slug}", f"Demonstration report {slug}", f"Demoverslag {slug}")
    told = preparing.Told(slug=slug, title=title, period=f"{day:%Y-%m}")
    row = preparing.order(session, told, by=lead)
    wish = freezing.Wish(slug=slug, title=title, period=spans.read(row.period), k=K)
    document = writing.write(freezing.freeze(session, wish, queries.published_documents(session), []))
    assert preparing.keep_frozen(session, row.id, 1, reading.read(document), list(files.frozen(document)))
    assert preparing.finish(session, row.id, 1)
    session.refresh(row)
    return row


def _published(session: Session, slug: str, day: date, lead: UUID) -> Publication:
    row = _draft(session, slug, day, lead)
    settling.publish(session, row, by=lead)
    return row
