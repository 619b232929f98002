"""Looking into the record of others: never without a reason, and never without a line that they can read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.errors import Invalid, NotFound
from classcode.i18n import N_
from tracking.log.keys import key_of
from tracking.record import queries
from tracking.record.figures import is_of_figure
from tracking.record.models import RecordLook, RecordSearch
from tracking.record.queries import Page, Read
from tracking.xapi.index import index

OPEN_FOR: Final = timedelta(hours=12)
"""A search is read again for so long; then it takes a reason anew."""
SHORTEST_REASON: Final = 10
"""Characters; less than this says nothing to who reads it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to look for; `identifiers` all name one person, None is anybody; days are in the zone of who asks."""

    reason: str
    identifiers: Sequence[str] | None = None
    verb: str | None = None
    object: str | None = None
    since: date | None = None
    until: date | None = None


def begin_search(session: Session, who: UUID, wanted: Wanted, zone: ZoneInfo) -> RecordSearch:
    """Keep a search with its reason; whoever it names can read that from now on, whatever it finds."""
    reason = reason_told(wanted.reason)
    if wanted.since and wanted.until and wanted.until < wanted.since:
        raise Invalid("until", N_("The last day comes before the first."))
    search = RecordSearch(
        id=uuid4(),
        who=who,
        at=clock.now(),
        reason=reason,
        named=wanted.identifiers is not None,
        criteria={
            "verb": wanted.verb,
            "object": wanted.object,
            "since": _midnight(wanted.since, zone),
            "until": _midnight(wanted.until + timedelta(days=1), zone) if wanted.until else None,
        },
    )
    session.add(search)
    session.flush()
    _note(session, search, [key_of(one) for one in wanted.identifiers or ()], named=True)
    return search


def reason_told(text: str) -> str:
    """Return a reason as it is kept; raise `Invalid` where it says too little."""
    reason = text.strip()
    if len(reason) < SHORTEST_REASON:
        raise Invalid("reason", N_("Please say why in a few words: the person concerned will read them."))
    return reason


def _midnight(day: date | None, zone: ZoneInfo) -> str | None:
    return datetime.combine(day, time.min, zone).isoformat() if day else None


def access_search(session: Session, who: UUID, search_id: UUID) -> RecordSearch:
    """Return a search of one's own that is still open; raise `NotFound` for any other."""
    found = session.get(RecordSearch, search_id)
    if found is None or is_of_figure(found.criteria) or not is_open(found, who):
        raise NotFound
    return found


def is_open(search: RecordSearch, who: UUID) -> bool:
    """Tell whether somebody may still read what a search finds."""
    return search.who == who and search.at >= clock.now() - OPEN_FOR


def show_found(session: Session, search: RecordSearch, before: int | None) -> Page:
    """Return a page of what a search finds; everybody whose statement is on it gets a line, once for each search."""
    page = queries.found_page(session, search, before)
    _note(session, search, {key for line in page.lines for key in _concerned(line)})
    return page


def show_statement(session: Session, search: RecordSearch, statement_id: UUID) -> Read:
    """Return one statement that a search finds; those whom it concerns get a line that says which."""
    found = queries.found_statement(session, search, statement_id)
    if found is None:
        raise NotFound
    _note(session, search, _concerned(found), statement_id=statement_id)
    return found


def access_own_statement(session: Session, person_id: UUID, statement_id: UUID) -> Read:
    """Return one of somebody's own statements; raise `NotFound` for others' as for none."""
    found = queries.own_statement(session, queries.identifiers_of(session, person_id), statement_id)
    if found is None:
        raise NotFound
    return found


def _concerned(line: Read) -> set[int]:
    agents = index(orjson.loads(line.body)).agents
    return {key_of(identifier) for identifier, narrow in agents.items() if narrow}


def _note(
    session: Session,
    search: RecordSearch,
    keys: Iterable[int],
    *,
    named: bool = False,
    statement_id: UUID | None = None,
) -> None:
    for key in sorted(keys):
        line = {"search_id": search.id, "actor_key": key, "named": named, "statement_id": statement_id}
        db.insert_once(session, RecordLook, {"id": uuid4(), "at": clock.now(), **line})
