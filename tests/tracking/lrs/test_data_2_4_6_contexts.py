"""Data 2.4.6, and 9274.1.1 4.2.2.5: contexts, their activities, and the agents and groups that xAPI 2.0 adds."""

from __future__ import annotations

from typing import Any

import pytest

from tests.tracking.lrs.statement import ADA, BOTH, INSIDE, PAGE, REFERENCE, TEAM, accepted, having, refusal
from tracking.xapi.versions import Version

KINDS = ["parent", "grouping", "category", "other"]
AGENT = {"objectType": "contextAgent", "agent": ADA, "relevantTypes": ["https://example.org/tutor"]}
GROUP = {"objectType": "contextGroup", "group": TEAM, "relevantTypes": ["https://example.org/class"]}
ADDED = [("contextAgents", AGENT, "agent"), ("contextGroups", GROUP, "group")]
NEW = "9274.1.1 4.2.2.5"


@BOTH
def test_data_2_4_6_a_context_may_hold_everything(version: Version) -> None:
    whole = {
        "registration": "6690e6c9-3ef0-4ed3-8b37-7f3964730bee",
        "instructor": ADA,
        "team": TEAM,
        "contextActivities": {kind: [PAGE] for kind in KINDS},
        "revision": "3",
        "platform": "A site",
        "language": "fr-FR",
        "statement": REFERENCE,
        "extensions": {"https://example.org/room": None},
    }
    assert accepted(having("context", whole), version)
    assert accepted(having("object", INSIDE | {"context": whole}), version)


@BOTH
@pytest.mark.parametrize("name", ["revision", "platform"])
@pytest.mark.parametrize("thing", [ADA, TEAM, REFERENCE, INSIDE], ids=lambda thing: thing["objectType"])
def test_data_2_4_6_revision_and_platform_belong_to_activities(
    name: str, thing: dict[str, Any], version: Version
) -> None:
    statement = having("object", thing) | {"context": {name: "3"}}
    assert refusal(statement, version) == (f"context.{name}", "Data 2.4.6")


@pytest.mark.parametrize("name", ["revision", "platform"])
def test_data_2_4_6_revision_and_platform_look_at_the_object_beside_them(name: str) -> None:
    assert accepted(having("object", INSIDE | {"context": {name: "3"}}))
    wrong = INSIDE | {"context": {name: "3"}, "object": ADA}
    assert refusal(having("object", wrong)) == (f"object.context.{name}", "Data 2.4.6")


@BOTH
@pytest.mark.parametrize("kind", KINDS)
def test_data_2_4_6_2_context_activities_are_one_or_many(kind: str, version: Version) -> None:
    for value in (PAGE, [PAGE], [], [PAGE, {"id": "https://example.org/course"}]):
        assert accepted(having(f"context.contextActivities.{kind}", value), version)


@BOTH
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("value", "where"),
    [
        ("page", ""),
        (None, ""),
        ({}, ""),
        ([PAGE, "page"], "[1]"),
        ([PAGE, {}], "[1]"),
        ([ADA], "[0].objectType"),
        ({"id": "page"}, ".id"),
        ([[PAGE]], "[0]"),
    ],
    ids=repr,
)
def test_data_2_4_6_2_other_things_than_activities_are_refused(
    kind: str, value: object, where: str, version: Version
) -> None:
    path = f"context.contextActivities.{kind}"
    assert refusal(having(path, value), version)[0] == path + where


@BOTH
def test_data_2_4_6_2_there_are_four_kinds_of_context_activities(version: Version) -> None:
    path = "context.contextActivities.sibling"
    assert refusal(having(path, [PAGE]), version) == (path, "Data 2.2")


@pytest.mark.parametrize("value", ["in French", "", "a12345678", "fr_FR", 7, None], ids=repr)
def test_data_2_4_6_a_language_is_a_tag(value: object) -> None:
    assert refusal(having("context.language", value)) == ("context.language", "Data 2.4.6")


@pytest.mark.parametrize(("name", "entry", "single"), ADDED)
def test_9274_1_1_4_2_2_5_contexts_hold_agents_and_groups(
    name: str, entry: dict[str, Any], single: str
) -> None:
    bare = {key: value for key, value in entry.items() if key != "relevantTypes"}
    assert accepted(having(f"context.{name}", [entry, bare]), Version.V2)
    assert accepted(having("object", INSIDE | {"context": {name: [entry]}}), Version.V2)


@pytest.mark.parametrize(("name", "entry", "single"), ADDED)
def test_context_agents_and_groups_are_unknown_to_1_0(name: str, entry: dict[str, Any], single: str) -> None:
    assert refusal(having(f"context.{name}", [entry])) == (f"context.{name}", "Data 2.2")


@pytest.mark.parametrize(("name", "entry", "single"), ADDED)
def test_9274_1_1_4_2_2_5_an_entry_says_its_kind_and_whom(
    name: str, entry: dict[str, Any], single: str
) -> None:
    path = f"context.{name}"
    for missing in ("objectType", single):
        partial = {key: value for key, value in entry.items() if key != missing}
        assert refusal(having(path, [partial]), Version.V2) == (f"{path}[0]", NEW)
    assert refusal(having(path, [entry | {"objectType": "Agent"}]), Version.V2) == (
        f"{path}[0].objectType",
        NEW,
    )
    assert refusal(having(path, entry), Version.V2) == (path, NEW)
    assert refusal(having(path, [7]), Version.V2) == (f"{path}[0]", NEW)
    assert refusal(having(path, [entry | {"extra": 1}]), Version.V2) == (f"{path}[0].extra", "Data 2.2")


@pytest.mark.parametrize(("name", "entry", "single"), ADDED)
@pytest.mark.parametrize(
    ("types", "where"),
    [([], ""), ("https://example.org/tutor", ""), (["tutor"], "[0]"), ([7], "[0]"), (None, "")],
)
def test_9274_1_1_4_2_2_5_relevant_types_are_iris_and_at_least_one(
    name: str, entry: dict[str, Any], single: str, types: object, where: str
) -> None:
    statement = having(f"context.{name}", [entry | {"relevantTypes": types}])
    assert refusal(statement, Version.V2) == (f"context.{name}[0].relevantTypes{where}", NEW)


def test_9274_1_1_4_2_2_5_agents_are_agents_and_groups_are_groups() -> None:
    swapped = having("context.contextAgents", [AGENT | {"agent": TEAM}])
    assert refusal(swapped, Version.V2) == ("context.contextAgents[0].agent", "Data 2.4.2.1")
    swapped = having("context.contextGroups", [GROUP | {"group": ADA}])
    assert refusal(swapped, Version.V2) == ("context.contextGroups[0].group", "Data 2.4.2.2")
