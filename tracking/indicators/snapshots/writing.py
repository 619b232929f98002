"""A publication as canonical bytes (see docs/publications.md). Pure."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, Final

from classcode.territory.schooling import Names
from tracking.indicators.definition import Definition
from tracking.indicators.disclosure import WHOLE, Disclosed, Shown
from tracking.indicators.periods import ZONE
from tracking.indicators.snapshots import content
from tracking.indicators.snapshots.canonical import canonical
from tracking.indicators.snapshots.content import FrozenModule
from tracking.indicators.snapshots.document import SCHEMA, Document, region_view
from tracking.indicators.tally import MONTH

RULE: Final = "exact"
NOT_SHOWN: Final = {"hidden": True}


def write(document: Document) -> bytes:
    """Return the canonical bytes of a document."""
    period, told = document.period, [asdict(one) for one in document.before]
    return canonical(
        {
            "schema": SCHEMA,
            "slug": document.slug,
            "title": asdict(document.title),
            "period": {
                "key": period.key,
                "first": period.first.isoformat(),
                "last": period.last.isoformat(),
                "time_zone": ZONE.key,
            },
            "as_of": _moment(document.as_of),
            "rule": {"name": RULE, "k": document.rule.k},
            "regions": {code: asdict(names) for code, names in document.regions.items()},
            "definitions": [_definition(one) for one in document.definitions],
            "figures": [_figure(document, one) for one in document.views[WHOLE]],
            "breaks": {id_: [day.isoformat() for day in days] for id_, days in document.breaks.items()},
            "content": {
                "revision": content.revision(document.content),
                "modules": [_module(one) for one in document.content],
            },
            "query": asdict(document.query),
            "markers": {name: _plain(value) for name, value in asdict(document.markers).items()},
            "published_before": sorted(told, key=lambda one: str(one["slug"])),
        }
    )


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _plain(value: Any) -> Any:
    if isinstance(value, Names):
        return asdict(value)
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def _definition(one: Definition) -> dict[str, Any]:
    return {field.name: _plain(getattr(one, field.name)) for field in fields(one)}


def _figure(document: Document, one: Disclosed) -> dict[str, Any]:
    versions = {known.id: known.version for known in document.definitions}
    regions = [
        {"code": code, **_cell(shown), **_months_of(document, one.id, code)} for code, shown in one.by_region
    ]
    return {
        "id": one.id,
        "version": versions[one.id],
        "shows": one.shows.value,
        "lacks": one.lacks.value if one.lacks else None,
        "total": _cell(one.total),
        "regions": regions,
        "months": [{"month": key, **_cell(shown)} for key, shown in one.by_month],
    }


def _months_of(document: Document, indicator_id: str, code: str | None) -> dict[str, Any]:
    """Return the months of a region, where the publication tells them."""
    view = document.views.get(region_view(code), ())
    found = next((one for one in view if one.id == indicator_id), None)
    if found is None or MONTH not in found.rows:
        return {}
    return {"months": [{"month": key, **_cell(shown)} for key, shown in found.by_month]}


def _cell(shown: Shown) -> dict[str, Any]:
    """Return a cell: a value, None where there is none, or the mark that it is not shown; a rate has its two parts."""
    if shown.hidden:
        return dict(NOT_SHOWN)
    told: dict[str, Any] = {"value": shown.value}
    return told | ({"over": list(shown.over)} if shown.over else {})


def _module(one: FrozenModule) -> dict[str, Any]:
    return {
        "slug": one.slug,
        "revision": one.revision,
        "title": one.title,
        "units": [asdict(unit) for unit in one.units],
        "rule": one.rule,
        "rule_digest": one.rule_digest,
    }
