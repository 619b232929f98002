"""The filter at the edge: what a page's address chose, what its form offers, what its links carry on, how it is said.

Every page of the indicators reads its address here, so that one link means the same people on all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy.orm import Session

from classcode.errors import Invalid
from classcode.i18n import gettext as _
from tracking.indicators import asking, choices, offers, periods, words
from tracking.indicators.choices import Known
from tracking.indicators.filters import DIMENSIONS, NOT_DECLARED, Filter

MORE: Final = tuple(name for name in DIMENSIONS if name != "region")
"""What else than period, region and module the form asks."""
LONGEST: Final = 40
"""Characters of an answer that a form and a link repeat; no value that may be chosen is longer."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What an address chose. `asked` is None where it cannot be, and `error` is then the field and what to do.

    `answers` is what the form shows, `carried` what a link to another page of the same filter takes along.
    """

    known: Known
    asked: Filter | None
    error: tuple[str, str] | None
    answers: dict[str, Any]
    carried: dict[str, Any]

    @property
    def said(self) -> list[str]:
        """Say what was chosen besides the period, a dimension each."""
        return said(self.asked, self.known) if self.asked else []


def chosen(session: Session, lang: str, given: Mapping[str, str]) -> Chosen:
    """Read the filter of an address for the signed-in lead; what is wrong with it is told, not raised."""
    return chosen_from(asking.known(session, lang), given)


def chosen_from(known: Known, given: Mapping[str, str]) -> Chosen:
    """Read the filter of an address for somebody who may choose from these."""
    asked, error = None, None
    try:
        asked = choices.read(given, known)
    except Invalid as refused:
        error = (refused.field, _(refused.message, **refused.params))
    told = answers(given, known)
    if asked and choices.is_completed(given, asked.period):
        told["completed"] = words.completed(asked.period)
    return Chosen(known, asked, error, told, carried(given))


def carried(given: Mapping[str, str]) -> dict[str, Any]:
    """Return what a link carries on to another page of the same filter."""
    return {name: value for name, value in repeated(given).items() if value}


def repeated(given: Mapping[str, str]) -> dict[str, str]:
    """Return what was chosen, as the form and the addresses carry it."""
    return {name: given.get(name, "")[:LONGEST] for name in choices.FIELDS}


def said(asked: Filter, known: Known) -> list[str]:
    """Say what a filter asks for besides the period, a dimension each."""
    told = [known.modules[asked.module]] if asked.module else []
    for name in DIMENSIONS:
        value = getattr(asked, name)
        if value:
            label, options = _(offers.LABELS[name]), dict(offers.options(known, name))
            told.append(_("%(what)s: %(of)s", what=label, of=options.get(value, value)))
    return told


def answers(given: Mapping[str, str], known: Known) -> dict[str, Any]:
    """Return what the filter form shows: the choices, and what was chosen."""
    offered = [(one.key, words.period(one)) for one in periods.recent(known.today)]
    told = repeated(given)
    told["period"] = told["period"] or choices.default_period(known.today).key
    regions = list(known.regions.items())
    if known.allowed is None:
        regions.append((NOT_DECLARED, _("Not declared")))
    more = [(name, _(offers.LABELS[name]), offers.options(known, name)) for name in MORE]
    return {
        "chosen": told,
        "periods": _with_chosen([*offered, (choices.DATES, _("Other dates"))], told["period"]),
        "regions": regions,
        "every_region": words.every_region(known.allowed, known.regions),
        "modules": list(known.modules.items()),
        "more": more,
        "more_chosen": any(told[name] for name in MORE),
    }


def _with_chosen(offered: list[tuple[str, str]], key: str) -> list[tuple[str, str]]:
    """Add an older period that a shared link asks for, so that the form still says it."""
    return offered if any(key == one for one, _words in offered) else [*offered, (key, key)]
