"""The canonical form: the same values are the same bytes, and read back as they were."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracking.indicators.periods import Period
from tracking.indicators.snapshots import spans
from tracking.indicators.snapshots.canonical import canonical
from tracking.indicators.snapshots.spans import Kind, Relation, relation

PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(PLAIN)
def test_what_is_written_reads_back_as_it_was_and_is_written_the_same_again(value: object) -> None:
    try:
        written = canonical(value)
    except UnicodeEncodeError:
        return  # half of a pair of signs is no text
    assert json.loads(written) == value
    assert canonical(json.loads(written)) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"b": 1, "a": [True, None]}, b'{"a":[true,null],"b":1}\n'),
        (3.0, b"3\n"),
        (-0.0, b"0\n"),
        (0.1 + 0.2, b"0.30000000000000004\n"),
        ("Région \u00ab x \u00bb", '"Région « x »"\n'.encode()),
        ((1, 2.5), b"[1,2.5]\n"),
    ],
)
def test_a_value_has_one_form(value: object, written: bytes) -> None:
    assert canonical(value) == written


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        canonical([value])


@pytest.mark.parametrize(
    ("key", "first", "last", "kind"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31), Kind.YEAR),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28), Kind.MONTH),
        ("fr:2025-2026", date(2025, 9, 1), date(2026, 8, 31), Kind.SCHOOL_YEAR),
    ],
)
def test_a_period_of_publications_is_known_by_its_key(key: str, first: date, last: date, kind: Kind) -> None:
    period = spans.read(key)
    assert (period.first, period.last, spans.kind(period), period.key) == (first, last, kind, key)


@pytest.mark.parametrize("key", ["dates", "2026-13", "xx:2025-2026", "fr:2025-2027", "1999"])
def test_another_period_is_none(key: str) -> None:
    with pytest.raises(ValueError, match=re.escape(key)):
        spans.read(key)


def test_every_period_that_is_offered_can_be_read() -> None:
    offered = list(spans.offered(date(2026, 11, 22)))
    assert [spans.read(one.key) for one in offered] == offered
    assert len({one.key for one in offered}) == len(offered) > 20


@pytest.mark.parametrize(
    ("earlier", "new", "how"),
    [
        ("2026", "2026", Relation.SAME),
        ("2025", "2026", Relation.APART),
        ("2026-03", "2026", Relation.MONTH_OF),
        ("2026", "2026-03", Relation.ACROSS),
        ("fr:2025-2026", "2026", Relation.ACROSS),
    ],
)
def test_two_periods_lie_to_each_other(earlier: str, new: str, how: Relation) -> None:
    assert relation(spans.read(earlier), spans.read(new)) is how


def test_a_month_that_is_cut_by_a_school_year_is_none_of_its_months() -> None:
    year = Period("be-fr:2025-2026", date(2025, 8, 25), date(2026, 8, 30))
    assert relation(spans.read("2025-08"), year) is Relation.ACROSS
