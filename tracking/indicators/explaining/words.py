"""The query of one figure in words: its exact span, whom it was narrowed to, which rows it counts, by which code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

from classcode import i18n
from classcode.i18n import N_
from classcode.i18n import gettext as _
from tracking.indicators import choosing, words
from tracking.indicators.choices import Known
from tracking.indicators.definition import definition
from tracking.indicators.explaining.resting import family_of
from tracking.indicators.filters import Filter
from tracking.indicators.periods import ZONE
from tracking.indicators.snapshots.reckoning import query_version

DIGITS: Final = 12
"""Of a SHA-256, as many as are read aloud; files tell it whole."""
NOTHING: Final = N_("Nothing measures it yet.")


def query(indicator_id: str, asked: Filter, said: Sequence[str]) -> list[tuple[str, str]]:
    """Return what the query asked, head and words; `said` is what the filter chose besides the period."""
    family, one, version = family_of(indicator_id), definition(indicator_id), query_version()
    counted = _(family.rows[indicator_id]) if family else _(NOTHING)
    told = [
        (_("Period, exactly"), span(asked)),
        (_("Narrowed to"), narrowed(asked, said)),
        (_("Rows counted"), counted),
        (
            _("Definition"),
            _("version %(version)s, SHA-256 %(digest)s…", version=one.version, digest=one.digest[:DIGITS]),
        ),
    ]
    if family:
        code = _(
            "family “%(family)s” of the query of Class’Code %(product)s, SHA-256 %(digest)s…",
            family=family.name,
            product=version.product,
            digest=version.digest[:DIGITS],
        )
        told.append((_("Query"), code))
    return told


def span(asked: Filter) -> str:
    """Say the instants between which something counts."""
    period = asked.period
    return _(
        "from %(first)s at 00:00, included, to %(end)s at 00:00, not included; time zone %(zone)s",
        first=i18n.day(period.first),
        end=i18n.day(period.last + timedelta(days=1)),
        zone=ZONE.key,
    )


def narrowed(asked: Filter, said: Sequence[str]) -> str:
    """Say whom the filter left, and which regions the reader may see."""
    told = [*said]
    if asked.allowed is not None:
        told.append(_("Regions: %(codes)s", codes=", ".join(sorted(asked.allowed))))
    return " · ".join(told) if told else _("nothing: everybody and everywhere")


def in_every_language(asked: Filter, known: Mapping[str, Known]) -> dict[str, list[str]]:
    """Say by language what a filter chose besides the period; `known` holds what there is to choose, by language."""
    told = {}
    for language, one in known.items():
        with i18n.reader(language):
            told[language] = choosing.said(asked, one)
    return told


def shown(indicator_id: str, value: str | None) -> str:
    """Say a value as a report shows it, with its unit."""
    one = definition(indicator_id)
    if value is None:
        return _("not shown: too few people")
    unit = words.unit(one)
    return value if unit is None or value == "-" else f"{value} {unit}"
