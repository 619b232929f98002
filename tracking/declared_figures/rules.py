"""Declaring figures: entered with source and date, corrected with a trail, withdrawn; never silently overwritten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import Invalid, Refused
from classcode.i18n import N_
from classcode.territory.models import Region
from tracking.declared_figures.kinds import CURRENCIES, NEEDS, Kind, Sector
from tracking.declared_figures.models import DeclaredChange, DeclaredFigure

FIELDS: Final = (
    "about", "value", "sector", "currency", "dated_on", "covers_from", "region_code", "source", "narrative",
)  # fmt: skip
LONGEST: Final = {"about": 160, "source": 300, "narrative": 3000}
"""Characters; the first two as long as their columns."""
EARLIEST: Final = date(2010, 1, 1)
"""Before it there was no such programme."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A figure as somebody wrote it."""

    kind: str
    about: str
    value: float | None
    dated_on: date
    source: str
    sector: str = ""
    currency: str = ""
    covers_from: date | None = None
    region_code: str | None = None
    narrative: str = ""


class CorrectedMeanwhile(Refused):
    """Somebody else corrected the figure since the form was shown; nothing was written."""

    message = N_(
        "Somebody else corrected this figure while you wrote. It is shown as it stands now; look again."
    )


def enter(session: Session, told: Told, *, by: UUID) -> DeclaredFigure:
    """Keep a declared figure; raise `Invalid` with the field that needs another look."""
    figure = DeclaredFigure(
        id=uuid4(),
        kind=_kind(told),
        author_id=by,
        entered_at=clock.now(),
        version=1,
        **_checked(session, told),
    )
    session.add(figure)
    session.flush()
    _leave(session, figure, "entered", by, {})
    return figure


def correct(session: Session, figure: DeclaredFigure, told: Told, *, version: int, by: UUID) -> bool:
    """Correct a figure and tell whether anything was; the former words stay in its trail."""
    if version != figure.version:
        raise CorrectedMeanwhile
    values = _checked(session, told)
    before = {field: getattr(figure, field) for field in FIELDS if getattr(figure, field) != values[field]}
    if not before:
        return False
    for field in before:
        setattr(figure, field, values[field])
    figure.version += 1
    _leave(session, figure, "corrected", by, before)
    return True


def withdraw(session: Session, figure: DeclaredFigure, *, by: UUID) -> None:
    """Take a figure back: it no longer counts and stays in the list as withdrawn."""
    if figure.withdrawn_at is None:
        figure.withdrawn_at = clock.now()
        _leave(session, figure, "withdrawn", by, {})


def _leave(session: Session, figure: DeclaredFigure, what: str, by: UUID, before: Mapping[str, Any]) -> None:
    written = {
        field: value.isoformat() if isinstance(value, date) else value for field, value in before.items()
    }
    session.add(
        DeclaredChange(
            figure_id=figure.id,
            at=clock.now(),
            by_person_id=by,
            what=what,
            version=figure.version,
            before=written,
        )
    )
    session.flush()  # one by one: the trail keeps the order in which things happened


def _kind(told: Told) -> Kind:
    try:
        return Kind(told.kind)
    except ValueError:
        raise Invalid("kind", N_("Please choose what kind of figure it is.")) from None


def _checked(session: Session, told: Told) -> dict[str, Any]:
    kind = _kind(told)
    needs = NEEDS[kind]
    texts = {field: _text(field, getattr(told, field)) for field in LONGEST}
    if not texts["about"]:
        raise Invalid("about", N_("Please say what this figure is about."))
    if not texts["source"]:
        raise Invalid("source", N_("Please give the source: who counted, where it can be read."))
    if told.region_code and session.get(Region, told.region_code) is None:
        raise Invalid("region", N_("Please choose a region from the list."))
    return {
        **texts,
        "value": _value(told.value, kind),
        "sector": _one_of("sector", told.sector, list(Sector)) if needs.sector else "",
        "currency": _one_of("currency", told.currency, list(CURRENCIES)) if needs.currency else "",
        "dated_on": dated(told.dated_on, "dated_on"),
        "covers_from": _covered(told),
        "region_code": told.region_code or None,
    }


def _text(field: str, text: str) -> str:
    kept = "\n".join(" ".join(line.split()) for line in text.replace("\r\n", "\n").split("\n")).strip()
    if field != "narrative":
        kept = " ".join(kept.split())
    if len(kept) > LONGEST[field]:
        raise Invalid(field, N_("Please write at most %(n)s characters."), n=LONGEST[field])
    return kept


def _value(value: float | None, kind: Kind) -> float:
    needs = NEEDS[kind]
    if value is None or not 0 <= value <= needs.most:
        raise Invalid("value", N_("Please give a number from 0 to %(n)s."), n=int(needs.most))
    if needs.whole and value != int(value):
        raise Invalid("value", N_("Please give a whole number."))
    return value


def _one_of(field: str, value: str, known: list[str]) -> str:
    if value not in known:
        raise Invalid(field, N_("Please choose one of the answers."))
    return value


def dated(day: date, field: str) -> date:
    """Return a day that something can be declared of; raise `Invalid` for one to come, or of before the programme."""
    if not EARLIEST <= day <= clock.now().date():
        raise Invalid(field, N_("Please give a day from 2010 to today."))
    return day


def _covered(told: Told) -> date | None:
    if told.covers_from is not None and not EARLIEST <= told.covers_from <= told.dated_on:
        raise Invalid("covers_from", N_("The first day comes after the last one."))
    return told.covers_from
