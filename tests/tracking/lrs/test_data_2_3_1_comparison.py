"""Data 2.3.1: when two statements are the same, and what makes them two."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from tests.tracking.lrs.statement import ADA, BRUNO, FILE, INSIDE, PAGE, REFERENCE, TEAM, having
from tracking.xapi.compare import equivalent

ID = "6690e6c9-3ef0-4ed3-8b37-7f3964730bee"
OTHER_ID = "00000000-3ef0-4ed3-8b37-7f3964730bee"
COURSE = {"id": "https://example.org/course"}
PLAIN = having("id", ID)


def same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Tell whether two are the same, and that the order of asking and the asking itself change nothing."""
    before = deepcopy((one, other))
    answer = equivalent(one, other)
    assert equivalent(other, one) is answer
    assert (one, other) == before
    return answer


def inside(**changed: object) -> dict[str, Any]:
    return having("object", INSIDE | changed)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("id", ID),
        ("stored", "2026-09-01T08:30:00Z"),
        ("timestamp", "2026-09-01T08:30:00Z"),
        ("authority", ADA),
        ("version", "1.0.0"),
        ("attachments", [FILE]),
    ],
)
def test_data_2_3_1_what_a_store_gives_or_leaves_out_makes_no_difference(name: str, value: object) -> None:
    assert same(having("result.success", True), having("result.success", True) | {name: value})


@pytest.mark.parametrize(
    ("name", "one", "other"),
    [
        ("stored", "2026-09-01T08:30:00Z", "2027-09-01T08:30:00Z"),
        ("authority", ADA, BRUNO),
        ("version", "1.0.0", "1.0.3"),
        ("attachments", [FILE], []),
        ("verb.display", {"en": "saw"}, {"en": "was looking at"}),
        ("object.definition", {"name": {"en": "A page"}}, {}),
        ("id", ID, ID.upper()),
        ("timestamp", "2026-09-01T08:30:00Z", "2026-09-01T10:30:00.000+02:00"),
        ("timestamp", "2026-09-01T08:30:00.123Z", "2026-09-01T08:30:00.123456Z"),
        ("actor", {"mbox": "mailto:Ada@Example.ORG"}, {"mbox": "mailto:Ada@example.org"}),
        ("actor", TEAM, TEAM | {"member": TEAM["member"][::-1]}),
        ("object", REFERENCE, REFERENCE | {"id": REFERENCE["id"].upper()}),
        ("object", PAGE, {"id": PAGE["id"]}),
        ("context.registration", ID, ID.upper()),
        ("context.statement", REFERENCE, REFERENCE | {"id": REFERENCE["id"].upper()}),
        ("context.language", "fr-FR", "fr-fr"),
        ("context.team", TEAM, TEAM | {"member": TEAM["member"][::-1]}),
        ("context.contextActivities.parent", PAGE, [PAGE]),
        ("context.contextActivities.parent", [PAGE], [PAGE | {"definition": {"name": {"en": "A page"}}}]),
        ("context.contextActivities.other", [PAGE, COURSE], [COURSE, PAGE]),
        ("context.contextAgents", [{"agent": ADA}, {"agent": BRUNO}], [{"agent": BRUNO}, {"agent": ADA}]),
        ("context.contextGroups", [{"group": TEAM}], [{"group": TEAM | {"member": TEAM["member"][::-1]}}]),
        ("context.contextAgents", [{"relevantTypes": ["a:b", "c:d"]}], [{"relevantTypes": ["c:d", "a:b"]}]),
        ("result.duration", "PT1H0.12S", "PT1H0.1237S"),
        ("result.duration", "PT0.1S", "PT0.10S"),
        ("result.duration", "PT5S", "PT5.001S"),
        ("result.score", {"raw": 1}, {"raw": 1.0}),
        ("result.extensions", {"a:b": 1, "c:d": 2}, {"c:d": 2, "a:b": 1}),
    ],
)
def test_data_2_3_1_another_way_of_saying_the_same_makes_no_difference(
    name: str, one: object, other: object
) -> None:
    assert same(having(name, one), having(name, other))


@pytest.mark.parametrize(
    ("name", "one", "other"),
    [
        ("id", ID, OTHER_ID),
        ("timestamp", "2026-09-01T08:30:00Z", "2026-09-01T08:30:01Z"),
        ("timestamp", "2026-09-01T08:30:00.123Z", "2026-09-01T08:30:00.124Z"),
        ("verb.id", "https://example.org/saw", "https://example.org/heard"),
        ("actor", ADA, BRUNO),
        ("actor", ADA, ADA | {"name": "Ada L."}),
        ("actor", {"mbox": "mailto:ada@example.org"}, {"mbox": "mailto:Ada@example.org"}),
        ("actor", TEAM, TEAM | {"member": [ADA]}),
        ("actor", TEAM, TEAM | {"member": [ADA, ADA]}),
        ("object", PAGE, COURSE),
        ("object", PAGE, ADA),
        ("object", REFERENCE, REFERENCE | {"id": OTHER_ID}),
        ("object", REFERENCE, INSIDE),
        ("result.success", True, False),
        ("result.response", "yes", "Yes"),
        ("result.duration", "PT60S", "PT1M"),
        ("result.duration", "PT0.12S", "PT0.13S"),
        ("result.score", {"raw": 1}, {"raw": 1.5}),
        ("result.extensions", {"a:b": 1}, {"a:b": True}),
        ("result.extensions", {"a:b": False}, {"a:b": 0}),
        ("result.extensions", {"a:b": 1}, {"a:b": "1"}),
        ("result.extensions", {"a:b": [1, 2]}, {"a:b": [2, 1]}),
        ("result.extensions", {"a:b": [1]}, {"a:b": [1, 1]}),
        ("result.extensions", {"a:b": None}, {}),
        ("context.registration", ID, OTHER_ID),
        ("context.revision", "1", "2"),
        ("context.contextActivities", {"parent": [PAGE]}, {"grouping": [PAGE]}),
        ("context.contextActivities.parent", [PAGE], [PAGE, COURSE]),
        ("context.instructor", ADA, BRUNO),
    ],
)
def test_data_2_3_1_everything_else_makes_a_difference(name: str, one: object, other: object) -> None:
    assert not same(having(name, one), having(name, other))


@pytest.mark.parametrize(
    "path", ["context.instructor", "result.success", "result", "context.contextActivities.parent"]
)
def test_data_2_3_1_what_only_one_has_makes_a_difference(path: str) -> None:
    assert not same(PLAIN, having(path, ADA))


def test_data_2_4_7_a_timestamp_that_the_store_gave_is_not_the_statements() -> None:
    stored = PLAIN | {"timestamp": "2026-09-01T08:30:00.000Z", "stored": "2026-09-01T08:30:00.000Z"}
    again = PLAIN | {"timestamp": "2026-09-02T08:30:00.000Z", "stored": "2026-09-02T08:30:00.000Z"}
    assert same(stored, again)
    assert same(stored, PLAIN)
    assert not same(
        stored | {"stored": "2026-09-01T08:31:00.000Z"}, again | {"stored": "2026-09-03T08:30:00.000Z"}
    )


def test_data_2_3_1_a_statement_inside_is_compared_by_the_same_rules() -> None:
    assert same(inside(verb={"id": INSIDE["verb"]["id"]}), inside())
    assert same(inside(attachments=[FILE]), inside())
    assert same(inside(timestamp="2026-09-01T08:30:00Z"), inside(timestamp="2026-09-01T08:30:00.0Z"))
    assert not same(inside(timestamp="2026-09-01T08:30:00Z"), inside())
    assert not same(inside(actor=ADA), inside())


@pytest.mark.parametrize(
    "strange",
    [
        {},
        {"actor": None, "verb": 7, "object": []},
        {"object": {"objectType": ["Activity"]}},
        {"timestamp": 7, "stored": {}},
        {"timestamp": "yesterday", "context": {"contextActivities": 7, "registration": 7}},
        {"actor": {"mbox": 7, "member": {"name": 7}}, "result": {"duration": 7}},
        {"context": {"contextAgents": [[{}], 7], "contextActivities": {"parent": 7}}},
    ],
    ids=repr,
)
def test_what_is_no_statement_is_none_of_ours_and_stops_nothing(strange: dict[str, Any]) -> None:
    assert not same(PLAIN, strange)
    assert same(strange, deepcopy(strange))


def test_values_may_be_nested_as_deeply_as_they_like() -> None:
    deep: Any = "the end"
    other: Any = "another end"
    for _ in range(900):
        deep, other = {"a": [deep]}, {"a": [other]}
    assert equivalent(having("result", {}) | {"extra": deep}, having("result", {}) | {"extra": deep})
    assert not equivalent({"extra": deep}, {"extra": other})
