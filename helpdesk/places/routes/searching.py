"""What stands behind the question mark of the directory and of the agenda: region, commune, words, page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from flask import request, url_for
from sqlalchemy.orm import Session

from classcode.auth import visitor
from classcode.i18n import language
from classcode.territory import queries as territory
from classcode.territory.models import Commune
from helpdesk.places.queries.directory import Asked, commune_of
from helpdesk.tickets.queries.communes import communes_meant

LONGEST: Final = 80
"""Characters of a search that are read."""
PER_PAGE: Final = 10
"""What one page of a list holds: what a person compares before she narrows her search, and a light page."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Search:
    """What was asked, understood: `written` is the commune she wrote, `lost` that nobody knows it."""

    asked: Asked
    written: str
    lost: bool

    @property
    def around(self) -> Commune | None:
        """The commune that she wrote, not the one that stood in for it."""
        return self.asked.near if self.written and not self.lost else None


def read_search(session: Session) -> Search:
    """Read region, words and commune of the address; a visitor's own commune stands in for one she did not write."""
    code, who = _said("region"), visitor()
    region = territory.region(session, code) if code else None
    written = _said("near")
    near = _commune(session, written)
    lost = bool(written) and near is None
    if near is None and who is not None:
        near = commune_of(session, who.id)
    told = near.called(language()) if near and written and not lost else written
    return Search(Asked(region.code if region else None, _said("q"), near), told, lost)


def _said(name: str) -> str:
    return request.args.get(name, "")[:LONGEST].replace("\0", "").strip()


def _commune(session: Session, written: str) -> Commune | None:
    """Return the commune that somebody wrote, by its code or the likeliest of that name."""
    if not written:
        return None
    return territory.commune(session, written) or next(iter(communes_meant(session, written)), None)


def region_choices(session: Session) -> list[tuple[str, str]]:
    """Return the regions that have communes, for a list of choices: France, then Belgium, by name."""
    grouped = territory.regions(session)
    return [(one.code, one.called(language())) for country in ("FR", "BE") for one in grouped[country]]


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A part of a long list, how long the whole is, and the addresses of the parts before and after (or None)."""

    shown: list[T]
    many: int
    before: str | None
    after: str | None


def page_of_list(some: Sequence[T]) -> Page[T]:
    """Return the part of a list that the address asks for, with the same search around it."""
    last = max(1, -(-len(some) // PER_PAGE))
    asked = _said("page")
    number = min(int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1, last) or 1
    shown = list(some[(number - 1) * PER_PAGE : number * PER_PAGE])
    before, after = (_to(one) if 1 <= one <= last else None for one in (number - 1, number + 1))
    return Page(shown, len(some), before, after)


def _to(number: int) -> str:
    kept: dict[str, Any] = {name: said for name in ("region", "q", "near") if (said := _said(name))}
    return url_for(request.endpoint or "", lang=language(), page=number, **kept)
