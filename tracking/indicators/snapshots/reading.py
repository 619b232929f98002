"""A publication of its canonical bytes, and in the frame of a later one (see docs/publications.md). Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from classcode.territory.schooling import Names
from tracking.indicators.definition import SOME_WORDS, WORDS, Definition
from tracking.indicators.disclosure import HIDDEN, WHOLE, Disclosed, Exact, Place, Publication, Shown, Shows
from tracking.indicators.kinds import Change, Disclosure, Group, Kind, Origin, Unit
from tracking.indicators.periods import Period
from tracking.indicators.snapshots.content import FrozenModule, FrozenUnit
from tracking.indicators.snapshots.document import (
    SCHEMA,
    Document,
    Earlier,
    Markers,
    month_view,
    region_view,
)
from tracking.indicators.snapshots.reckoning import QueryVersion
from tracking.indicators.snapshots.spans import Relation, relation
from tracking.indicators.tally import MONTH, REGION, Figure, Lack


class UnknownSchema(Exception):
    """The bytes are not a publication of a shape that this version reads."""


def read(frozen: bytes) -> Document:
    """Return the document of canonical bytes; raises `UnknownSchema`."""
    raw = json.loads(frozen)
    if raw.get("schema") != SCHEMA:
        raise UnknownSchema(str(raw.get("schema")))
    return Document(
        slug=raw["slug"],
        title=Names(**raw["title"]),
        period=Period(
            raw["period"]["key"],
            date.fromisoformat(raw["period"]["first"]),
            date.fromisoformat(raw["period"]["last"]),
        ),
        as_of=datetime.fromisoformat(raw["as_of"].replace("Z", "+00:00")),
        rule=Exact(raw["rule"]["k"]),
        regions={code: Names(**names) for code, names in raw["regions"].items()},
        definitions=tuple(_definition(one) for one in raw["definitions"]),
        views=_views(raw["figures"]),
        content=tuple(_module(one) for one in raw["content"]["modules"]),
        query=QueryVersion(**raw["query"]),
        markers=_markers(raw["markers"]),
        before=tuple(Earlier(**one) for one in raw["published_before"]),
        breaks={id_: tuple(map(date.fromisoformat, days)) for id_, days in raw["breaks"].items()},
    )


def _markers(raw: Mapping[str, Any]) -> Markers:
    last = raw["facts_last"]
    return Markers(**{**raw, "facts_last": date.fromisoformat(last) if last else None})


def _definition(raw: dict[str, Any]) -> Definition:
    closed = {
        "changes": Change,
        "kind": Kind,
        "group": Group,
        "unit": Unit,
        "disclosure": Disclosure,
        "origin": Origin,
    }
    told = {name: Names(**raw[name]) if raw[name] else None for name in (*WORDS, *SOME_WORDS)}
    read_ = {name: of(raw[name]) for name, of in closed.items()}
    return Definition(**{**raw, **read_, **told, "since": date.fromisoformat(raw["since"])})


def _module(raw: Mapping[str, Any]) -> FrozenModule:
    units = tuple(FrozenUnit(**one) for one in raw["units"])
    return FrozenModule(raw["slug"], raw["revision"], raw["title"], units, raw["rule"])


def _shown(raw: Mapping[str, Any]) -> Shown:
    if raw.get("hidden"):
        return HIDDEN
    over = raw.get("over")
    return Shown(raw["value"], over=(over[0], over[1]) if over else None)


def _views(raw: Sequence[Mapping[str, Any]]) -> Publication:
    """Return the views: the whole, and each region whose months are told."""
    views: dict[Place, list[Disclosed]] = {WHOLE: []}
    for one in raw:
        shows, lacks = Shows(one["shows"]), Lack(one["lacks"]) if one["lacks"] else None
        rows = {
            REGION: tuple((row["code"], _shown(row)) for row in one["regions"]),
            MONTH: tuple((row["month"], _shown(row)) for row in one["months"]),
        }
        told = {axis: some for axis, some in rows.items() if some}
        views[WHOLE].append(Disclosed(one["id"], _shown(one["total"]), told, shows, lacks))
        for row in one["regions"]:
            if "months" in row:
                months = {MONTH: tuple((month["month"], _shown(month)) for month in row["months"])}
                narrow = Disclosed(one["id"], _shown(row), months, shows, lacks)
                views.setdefault(region_view(row["code"]), []).append(narrow)
    return views


def before(earlier: Document, new: Period, views: Mapping[Place, Sequence[Figure]]) -> Publication | None:
    """Return what an earlier publication told of the cells of a new one; None where their periods lie apart.

    Rows that it left out, since nothing was shown in them, are there again as hidden.
    """
    how = relation(earlier.period, new)
    if how is Relation.APART:
        return None
    told = earlier.views if how is Relation.SAME else _as_month(earlier)
    known = {
        (view, one.id, axis): [key for key, _cell in rows]
        for view, some in _by_frame(views, how, earlier.period.key)
        for one in some
        for axis, rows in one.rows.items()
    }
    return {view: [_completed(one, view, known) for one in some] for view, some in told.items()}


def _as_month(earlier: Document) -> Publication:
    """Return the publication of a month as that month of a longer one: its regions are a region's month there."""
    whole = [replace(one, rows={REGION: one.by_region}) for one in earlier.views[WHOLE]]
    return {month_view(earlier.period.key): whole}


def _by_frame(
    views: Mapping[Place, Sequence[Figure]], how: Relation, key: str
) -> Iterator[tuple[Place, Sequence[Figure]]]:
    """Yield the new views as the earlier one has them: in a month's view the regions are rows."""
    if how is Relation.SAME:
        yield from views.items()
    else:
        yield month_view(key), [replace(one, rows={REGION: one.by_region}) for one in views[WHOLE]]


def _completed(
    one: Disclosed, view: Place, known: Mapping[tuple[Place, str, str], Sequence[str | None]]
) -> Disclosed:
    rows = {}
    for axis, some in one.rows.items():
        there = {key for key, _shown in some}
        missing = [key for key in known.get((view, one.id, axis), ()) if key not in there]
        rows[axis] = (*some, *((key, HIDDEN) for key in missing))
    return replace(one, rows=rows)
