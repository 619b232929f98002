"""The actions of the programme on the five-step scale, as declared last up to the end of a period.

Steps are declared, never measured, and never add up; a choice that declared figures do not know gets none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from classcode.i18n import gettext as _
from tracking.declared_figures.models import DeclaredFigure
from tracking.declared_figures.queries import actions_at
from tracking.indicators import words
from tracking.indicators.filters import NOT_DECLARED, Filter
from tracking.indicators.kinds import Progress

ID: Final = "action-progress"
ANSWERED: Final = frozenset({"country", "region"})
"""The dimensions that an action has."""


@dataclass(frozen=True, slots=True)
class Action:
    """One action: how far it is from 0 to 4, and in words; where (None: the whole programme), and who says so."""

    name: str
    at: int
    step: str
    region: str | None
    source: str
    declared_on: date
    note: str


def actions(session: Session, asked: Filter) -> list[Action]:
    """Return the actions of a filter, by name; those of the whole programme concern every reader of the figures."""
    narrowed = {name for name, _value in asked.chosen()}
    if not narrowed <= ANSWERED or asked.module is not None:
        return []
    return [
        _action(one) for one in actions_at(session, asked.period.last) if _admitted(asked, one.region_code)
    ]


def scale() -> list[str]:
    """Return the words of the five steps, in their order."""
    return [_(words.PROGRESS[step]) for step in Progress]


def _admitted(asked: Filter, region: str | None) -> bool:
    """Tell whether an action is asked for: one of a region where that is chosen, or open to the reader."""
    if asked.region is not None:
        return region == (None if asked.region == NOT_DECLARED else asked.region)
    if asked.country is not None:
        return region is not None and region.startswith(asked.country)
    return asked.allowed is None or region is None or region in asked.allowed


def _action(one: DeclaredFigure) -> Action:
    at = round(one.value)
    step = _(words.PROGRESS[list(Progress)[at]])
    return Action(one.about, at, step, one.region_code, one.source, one.dated_on, one.narrative)
