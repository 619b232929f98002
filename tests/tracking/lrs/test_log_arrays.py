"""The arrays in which a batch travels to PostgreSQL: whatever they hold, the server reads the same."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from tracking.log import postgres as wire

pytestmark = pytest.mark.postgres
# A row for each element: the driver would read an array back with the eyes it was written with.
EACH = "SELECT value, place FROM unnest(%s::KIND[]) WITH ORDINALITY AS a (value, place) ORDER BY place"
LEAST, MOST = -(2**63), 2**63 - 1
MOMENTS = [
    datetime(1, 1, 1, tzinfo=UTC),
    datetime(1999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
    datetime(2000, 1, 1, tzinfo=UTC),
    datetime(2026, 3, 29, 2, 30, tzinfo=timezone(timedelta(hours=5, minutes=45))),
    datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
]


def read_back(engine: Engine, packed: wire.Packed, kind: str) -> list[Any]:
    """Send an array and read its elements one by one, each with the place that the server counts."""
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(EACH.replace("KIND", kind), (packed,)).all()
    assert [row[1] for row in rows] == list(range(1, len(rows) + 1))
    return [row[0] for row in rows]


@pytest.mark.parametrize(
    ("pack", "kind"),
    [
        (wire.numbers, "bigint"),
        (wire.some_numbers, "bigint"),
        (wire.instants, "timestamptz"),
        (wire.identities, "uuid"),
        (wire.bodies, "bytea"),
        (wire.words, "text"),
    ],
)
def test_an_empty_array_has_no_element(engine: Engine, pack: Any, kind: str) -> None:
    assert read_back(engine, pack([]), kind) == []


def test_numbers_of_any_sign_and_size_come_through(engine: Engine) -> None:
    values = [0, 1, -1, 255, -256, 2**31, -(2**31) - 1, LEAST, MOST]
    assert read_back(engine, wire.numbers(values), "bigint") == values


@pytest.mark.parametrize("values", [[None], [1, None, -1], [None, None], [LEAST, None, MOST], [7]], ids=str)
def test_missing_numbers_stay_missing(engine: Engine, values: list[int | None]) -> None:
    assert read_back(engine, wire.some_numbers(values), "bigint") == values


def test_moments_before_2000_and_far_ahead_come_through_to_the_microsecond(engine: Engine) -> None:
    # As text: the driver knows fewer years than the server and Python do.
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT (extract(epoch FROM value) * 1000000)::numeric FROM unnest(%s::timestamptz[]) AS a (value)",
            (wire.instants(MOMENTS),),
        )
        told = [int(row[0]) for row in rows]
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    assert told == [(moment - epoch) // timedelta(microseconds=1) for moment in MOMENTS]


def test_identities_come_through_and_missing_ones_stay_missing(engine: Engine) -> None:
    values = [uuid4(), None, UUID(int=0), UUID(int=2**128 - 1)]
    assert read_back(engine, wire.identities(values), "uuid") == values


def test_bytes_of_any_kind_and_length_come_through(engine: Engine) -> None:
    values = [b"", b"\0", b"'\\\"{},%s", bytes(range(256)), "é".encode(), b"x" * 70_000]
    assert [bytes(one) for one in read_back(engine, wire.bodies(values), "bytea")] == values


def test_texts_come_through_and_missing_ones_stay_missing(engine: Engine) -> None:
    values = ["", None, "NULL", 'modules/é/units/{u},"1"', "\U0001f600", "%s"]
    assert read_back(engine, wire.words(values), "text") == values


@pytest.mark.parametrize("pack", [wire.numbers, wire.some_numbers, wire.identities, wire.bodies, wire.words])
def test_what_is_packed_names_its_kind_to_the_driver(pack: Any) -> None:
    packed = pack([])
    assert isinstance(packed, wire.Packed) and int.from_bytes(packed[8:12]) == packed.element


@settings(max_examples=60, deadline=None)
@given(st.lists(st.datetimes(timezones=st.just(UTC))))
def test_a_moment_is_counted_in_whole_microseconds_from_2000(moments: list[datetime]) -> None:
    packed = wire.instants(moments)
    counted = [
        int.from_bytes(packed[place + 4 : place + 12], signed=True) for place in range(20, len(packed), 12)
    ]
    origin = datetime(2000, 1, 1, tzinfo=UTC)
    assert [origin + timedelta(microseconds=one) for one in counted] == moments
