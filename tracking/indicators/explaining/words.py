"""The query of one figure in words: its exact span, whom it was narrowed to, which rows it counts, by which code."""

from __future__ import annotations

from collections.abc import Mapping
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


def query(indicator_id: str, asked: Filter, known: Known) -> list[tuple[str, str]]:
    """Return what the query asked, head and words; `known` is what there was to choose from, with its names."""
    family, one, version = family_of(indicator_id), definition(indicator_id), query_version()
    counted = _(family.rows[indicator_id]) if family else _(NOTHING)
    told = [
        (_("Period, exactly"), span(asked)),
        (_("Narrowed to"), " · ".join(narrowed(asked, known)) or _("nothing: everybody and everywhere")),
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


def narrowed(asked: Filter, known: Known) -> list[str]:
    """Say by name whom the filter left, a dimension each; without a region, which ones the reader may see."""
    told = choosing.said(asked, known)
    if asked.allowed is not None and asked.region is None:
        told.append(_("Regions: %(names)s", names=words.every_region(asked.allowed, known.regions)))
    return told


def in_every_language(asked: Filter, known: Mapping[str, Known]) -> dict[str, list[str]]:
    """Say by language to what a filter narrows; `known` holds what there is to choose, by language."""
    told = {}
    for language, one in known.items():
        with i18n.reader(language):
            told[language] = narrowed(asked, one)
    return told


def shown(indicator_id: str, value: str | None) -> str:
    """Say a value as a report shows it, with its unit."""
    one = definition(indicator_id)
    if value is None:
        return _("not shown: too few people")
    unit = words.unit(one)
    return value if unit is None or value == "-" else f"{value} {unit}"
