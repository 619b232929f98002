"""Looking up what a figure rests on: never without a reason, and everybody concerned can read that it was done.

The search with its reason is a row of the record's searches; whom it covers is written with it, before anything shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import NotFound, Refused
from classcode.i18n import LANGUAGES, N_
from tracking.indicators.definition import definition
from tracking.indicators.explaining import keeping, queries
from tracking.indicators.explaining.queries import Page, Sought
from tracking.indicators.explaining.resting import Backing, family_of
from tracking.indicators.filters import Filter
from tracking.indicators.query import figures
from tracking.indicators.query.scope import Scope
from tracking.indicators.snapshots.reckoning import query_version
from tracking.log.identities import own_account
from tracking.log.keys import key_of
from tracking.record import covering
from tracking.record.figures import FIGURE, is_of_figure
from tracking.record.models import RecordSearch
from tracking.record.rules import is_open, reason_told


class NoStatements(Refused):
    """No statement tells any of this figure, or it has no value for this filter."""

    status = 422
    message = N_("There are no statements behind this figure.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Whose statements are looked up and why; `told` says the filter by language, besides the period."""

    indicator: str
    asked: Filter
    reason: str
    told: Mapping[str, list[str]]


def has_statements(indicator_id: str) -> bool:
    """Tell whether statements stand behind an indicator."""
    family = family_of(indicator_id)
    return family is not None and family.statements is not None


def begin(session: Session, who: UUID, wanted: Wanted) -> RecordSearch:
    """Keep the search with its reason, and whom it covers; raise `NoStatements` where nothing is to be found."""
    reason = reason_told(wanted.reason)
    now = clock.now()
    sought = Sought(wanted.indicator, Scope(wanted.asked, now), queries.newest(session))
    if not has_statements(wanted.indicator) or _lacks(session, wanted):
        raise NoStatements
    found = queries.whole(session, sought)
    search = RecordSearch(id=uuid4(), who=who, at=now, reason=reason, named=False, criteria={})
    search.criteria = {
        FIGURE: _kept(wanted, sought) | {"statements": found.statements, "people": found.people}
    }
    session.add(search)
    session.flush()
    _cover(session, search.id, queries.concerned(session, sought))
    return search


def _lacks(session: Session, wanted: Wanted) -> bool:
    """Tell whether the figure cannot be told for this filter at all: then no statement is counted either."""
    return any(one.lacks for one in figures(session, wanted.asked, only=(wanted.indicator,)))


def _kept(wanted: Wanted, sought: Sought) -> dict[str, Any]:
    one, period = definition(wanted.indicator), wanted.asked.period
    return {
        "indicator": one.id,
        "version": one.version,
        "query": query_version().digest,
        "label": {language: one.label.called(language) for language in LANGUAGES},
        "told": {language: list(some) for language, some in wanted.told.items()},
        "days": [period.first.isoformat(), period.last.isoformat()],
        "filter": keeping.written(wanted.asked),
        "up_to": sought.up_to,
    }


def access(session: Session, who: UUID, search_id: UUID) -> RecordSearch:
    """Return a search of one's own for what a figure rests on, still open; raise `NotFound` for any other."""
    found = session.get(RecordSearch, search_id)
    if found is None or not is_of_figure(found.criteria) or not is_open(found, who):
        raise NotFound
    return found


def show(session: Session, search: RecordSearch, before: int | None, size: int = queries.ON_A_PAGE) -> Page:
    """Return a page of the statements; whoever is on it and was not covered yet, is so now."""
    page = queries.page(session, sought_by(search), before, size)
    cover(session, search.id, page.lines)
    return page


def sought_by(search: RecordSearch) -> Sought:
    """Return what a search looks for, as things stood when the reason was given: what came since is not part of it."""
    kept = search.criteria[FIGURE]
    return Sought(kept["indicator"], Scope(keeping.read(kept["filter"]), search.at), kept["up_to"])


def cover(session: Session, search_id: UUID, lines: Iterable[Backing]) -> None:
    """Note that a search showed these statements; normally their people are covered since the reason was given."""
    _cover(session, search_id, {one for line in lines for one in (line.actor, line.person)})


def _cover(session: Session, search_id: UUID, actors: Iterable[UUID]) -> None:
    iri_base: str = session.info["iri_base"]
    covering.cover(session, search_id, {key_of(own_account(actor, iri_base)) for actor in actors})
