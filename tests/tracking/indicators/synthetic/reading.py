"""Reading a view back and comparing it with what is true: exactly, or within the bound of live views.

Whatever reads figures is a `Read`: the query today; a snapshot or a file read back adds a line to `EXACT`.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode.people.models import Person
from classcode.territory.schooling import Names
from tests.tracking.indicators.synthetic.plan import View
from tracking.indicators.definition import definition
from tracking.indicators.disclosure import Exact, disclose
from tracking.indicators.disclosure.noise import Strength
from tracking.indicators.kinds import Disclosure
from tracking.indicators.periods import Period
from tracking.indicators.query import figures
from tracking.indicators.report import report
from tracking.indicators.snapshots import files, freezing, queries, spans, writing
from tracking.indicators.snapshots import reading as documents
from tracking.indicators.snapshots.rules import preparing, settling

K: Final = 11
TITLE: Final = Names("Bilan", "Report", "Verslag")


@dataclass(frozen=True, slots=True)
class Told:
    """What a reader tells of one figure: its value, and for a rate its two parts; None is not shown."""

    value: float | None
    over: tuple[float, float] | None = None
    registered: Mapping[str | None, float | None] | None = None
    """By region, of the figure of that name."""


Read = Callable[[Session, View], Mapping[str, Told]]


def from_query(session: Session, view: View) -> Mapping[str, Told]:
    """Read the true figures."""
    return {
        one.id: Told(
            one.total.value,
            one.total.over and ((one.total.over[0].value or 0), (one.total.over[1].value or 0)),
            {region: cell.value for region, cell in one.by_region},
        )
        for one in figures(session, view.asked)
    }


def from_exact_rule(session: Session, view: View) -> Mapping[str, Told]:
    """Read what may be published of them, exact where it is shown."""
    return {
        one.id: Told(one.total.value, one.total.over, {region: cell.value for region, cell in one.by_region})
        for one in disclose(figures(session, view.asked), Exact(K))
    }


def from_publication(session: Session, view: View) -> Mapping[str, Told]:
    """Read what a publication of the view's period freezes."""
    return _read_back({one.fmt: one.content for one in files.frozen(_frozen(session, view.asked.period))})


def from_published(session: Session, period: str) -> Mapping[str, Told]:
    """Order a publication of a period, freeze and publish it, and read what is then kept; leave nothing behind."""
    told = preparing.Told(slug="bilan", title=TITLE, period=period, by_month=False)
    by = session.scalars(select(Person.id).limit(1)).one()
    with session.begin_nested() as undone:
        row = preparing.order(session, told, by=by)
        document = _frozen(session, spans.read(period))
        preparing.keep_frozen(session, row.id, 1, documents.read(document), list(files.frozen(document)))
        assert preparing.finish(session, row.id, 1)
        settling.publish(session, row, by=by)
        kept = queries.files(session, row.id)
        found = {one.fmt: queries.content(session, row.id, one.fmt, one.language) or b"" for one in kept}
        undone.rollback()
    return _read_back(found)


def _frozen(session: Session, period: Period) -> bytes:
    wish = freezing.Wish(slug="bilan", title=TITLE, period=period, k=K, by_month=False)
    return writing.write(freezing.freeze(session, wish, [], []))


def _read_back(frozen: Mapping[str, bytes]) -> Mapping[str, Told]:
    """Read the JSON; the two CSV files tell the same totals."""
    told = {one["id"]: _told_in(one) for one in json.loads(frozen[files.JSON])["figures"]}
    for fmt, between, point in (("csv", ",", "."), ("csv-fr", ";", ",")):
        lines = list(csv.reader(io.StringIO(frozen[fmt].decode("utf-8-sig"), newline=""), delimiter=between))
        totals = {line[0]: _number(line[7], point) for line in lines if line[4] == "total"}
        assert totals == {id_: _rounded(one.value) for id_, one in told.items() if id_ in totals}
        assert set(totals) == set(told)
    return told


def _told_in(figure: Mapping[str, Any]) -> Told:
    over = figure["total"].get("over")
    regions = {one["code"]: one.get("value") for one in figure["regions"]}
    return Told(figure["total"].get("value"), (over[0], over[1]) if over else None, regions)


def _number(signs: str, point: str) -> float | None:
    """Return a value of a CSV file; a step of progress is a word."""
    return float(signs.replace(point, ".")) if signs[:1].isdigit() else None


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def from_live_view(session: Session, view: View) -> Mapping[str, Told]:
    """Read what pages and their files show."""
    shown = report(session, view.asked, K, "fr").figures
    return {
        one.id: Told(one.total.value, one.total.over, {region: cell.value for region, cell in one.by_region})
        for _definition, one in shown
    }


EXACT: Final[Mapping[str, Read]] = {"query": from_query}
"""Who tells exactly what is true, all of it."""


def assert_exact(read: Mapping[str, Told], view: View) -> None:
    """Assert that every figure of a view is the true one."""
    assert {id_: read[id_].value for id_ in view.totals} == pytest.approx(view.totals)
    for id_, (part, whole) in view.rates.items():
        assert read[id_].over == (part, whole), id_
        assert read[id_].value == pytest.approx(part / whole), id_
    if view.registered:
        told = read["registered"].registered or {}
        assert {region: people for region, people in told.items() if people} == view.registered


def assert_exact_where_shown(read: Mapping[str, Told], view: View) -> None:
    """Assert that every figure is the true one or hidden, and that most are shown."""
    hidden = [id_ for id_, true in view.totals.items() if read[id_].value not in (None, pytest.approx(true))]
    assert hidden == []
    shown = [id_ for id_ in view.totals if read[id_].value is not None]
    assert len(shown) > len(view.totals) / 2


def assert_within_the_bound(read: Mapping[str, Told], view: View) -> None:
    """Assert that a live view is within its bound of the truth, and exact where it counts no people.

    A count of people changes by at most k + 1, an amount over people by twice that many people's average.
    """
    most = Strength(K).most
    for id_, true in view.totals.items():
        told, disclosure = read[id_].value, definition(id_).disclosure
        if disclosure is Disclosure.AVERAGE:
            # Changed as the sum over its people would be, and rounded to two figures: half of the second is 5 %.
            assert told == pytest.approx(true, rel=most / view.totals["trained"] + 0.05), id_
        elif disclosure not in (Disclosure.PEOPLE, Disclosure.SUM):
            assert told == pytest.approx(true), id_
        elif told is None:
            assert true <= most, id_
        else:
            assert abs(told - true) <= (2 * most if disclosure is Disclosure.SUM else most), id_
