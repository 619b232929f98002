"""Reading a view back and comparing it with what is true: exactly, or within the bound of live views.

Whatever reads figures is a `Read`: the query today; a snapshot or a file read back adds a line to `EXACT`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import pytest
from sqlalchemy.orm import Session

from tests.tracking.indicators.synthetic.plan import View
from tracking.indicators.definition import definition
from tracking.indicators.disclosure import Exact, disclose
from tracking.indicators.disclosure.noise import Strength
from tracking.indicators.kinds import Disclosure
from tracking.indicators.query import figures
from tracking.indicators.report import report

K: Final = 11


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
