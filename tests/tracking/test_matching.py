"""Checking statements against templates: determining properties, presence, values, and paths that are refused."""

from __future__ import annotations

from typing import Any

import pytest

from tracking.profile.matching import broken, is_meant, template_of
from tracking.profile.paths import UnknownPath, find, steps

LESSON = "http://adlnet.gov/expapi/activities/lesson"
COURSE = "http://adlnet.gov/expapi/activities/course"
DONE: dict[str, Any] = {
    "actor": {"account": {"homePage": "http://here.test", "name": "one"}},
    "verb": {"id": "http://adlnet.gov/expapi/verbs/completed"},
    "object": {"id": "http://here.test/unit", "definition": {"type": LESSON}},
    "result": {"completion": True, "score": {"raw": 1}, "extensions": {"http://here.test/a.b/c": 3}},
    "context": {
        "contextActivities": {
            "parent": [{"id": "http://here.test/module", "definition": {"type": COURSE}}],
            "grouping": [{"id": "http://here.test/one"}, {"id": "http://here.test/two"}],
        }
    },
}
GROUPS = "$.context.contextActivities.grouping[*].id"


def ruled(location: str, **rule: object) -> list[str]:
    """Return what of one rule the statement breaks."""
    return broken(DONE, {"rules": [{"location": location, **rule}]})


# Determining properties


@pytest.mark.parametrize(
    "template",
    [
        {"verb": "http://adlnet.gov/expapi/verbs/passed"},
        {"objectActivityType": COURSE},
        {"contextParentActivityType": [COURSE, LESSON]},
        {"contextGroupingActivityType": [COURSE]},
        {"contextCategoryActivityType": [COURSE]},
        {"attachmentUsageType": ["http://here.test/usage"]},
    ],
)
def test_a_statement_without_a_determining_property_is_not_meant(template: dict[str, Any]) -> None:
    assert not is_meant(DONE, template)
    assert broken(DONE, template)


def test_a_statement_with_all_determining_properties_and_more_is_meant() -> None:
    template = {
        "verb": "http://adlnet.gov/expapi/verbs/completed",
        "objectActivityType": LESSON,
        "contextParentActivityType": [COURSE],
    }
    assert is_meant(DONE, template)
    assert broken(DONE, template) == []


def test_a_context_activity_outside_a_list_is_read_as_a_list_of_one() -> None:
    alone = {"contextActivities": {"parent": DONE["context"]["contextActivities"]["parent"][0]}}
    template = {"contextParentActivityType": [COURSE]}
    assert broken({**DONE, "context": alone}, template) == []


def test_a_reference_to_a_statement_must_be_one() -> None:
    template = {"objectStatementRefTemplate": ["http://here.test/templates/any"]}
    assert broken(DONE, template) == ["$.object is not a reference to a statement"]
    reference = {"objectType": "StatementRef", "id": "8f87ccde-bb56-4c2e-ab83-44982ef22df0"}
    assert broken({**DONE, "object": reference}, template) == []


def test_the_template_of_a_statement_is_the_first_whose_rules_it_keeps() -> None:
    strict = {"id": "strict", "rules": [{"location": "$.result.duration", "presence": "included"}]}
    profile = {"templates": [strict, {"id": "easy"}]}
    assert template_of(DONE, profile) == "easy"
    assert template_of(DONE, {"templates": [strict]}) is None


# Rules


@pytest.mark.parametrize(
    ("location", "presence", "told"),
    [
        ("$.result.completion", "included", []),
        ("$.result.duration", "included", ["$.result.duration is missing"]),
        ("$.result.duration", "excluded", []),
        ("$.result.completion", "excluded", ["$.result.completion must not be there"]),
        ("$.result.duration", "recommended", []),
        ("$.result.completion", "recommended", []),
    ],
)
def test_presence_is_included_excluded_or_recommended(location: str, presence: str, told: list[str]) -> None:
    assert ruled(location, presence=presence) == told


def test_any_needs_one_of_the_values_and_all_needs_each_to_be_among_them() -> None:
    one, two = "http://here.test/one", "http://here.test/two"
    assert ruled(GROUPS, any=[one]) == ruled(GROUPS, all=[one, two]) == []
    assert ruled(GROUPS, any=["http://here.test/other"]) == [
        f'{GROUPS} must hold one of "http://here.test/other"'
    ]
    assert ruled(GROUPS, all=[one]) == [f'{GROUPS} may only be "http://here.test/one"']


def test_none_forbids_each_of_the_values() -> None:
    assert ruled(GROUPS, none=["http://here.test/other"]) == []
    assert ruled(GROUPS, none=["http://here.test/two"])


def test_values_are_asked_of_what_is_recommended_only_where_it_is_there() -> None:
    assert ruled("$.result.success", presence="recommended", any=[True]) == []
    assert ruled("$.result.completion", presence="recommended", all=[False])
    assert ruled("$.result.success", any=[True])


def test_true_is_not_one_and_one_is_one_however_it_is_written() -> None:
    assert ruled("$.result.completion", all=[1])
    assert ruled("$.result.score.raw", all=[True])
    assert ruled("$.result.score.raw", all=[1.0]) == []


def test_a_selector_that_finds_nothing_matches_nothing() -> None:
    groups = "$.context.contextActivities.grouping[*]"
    assert ruled(groups, selector="$.id", presence="included") == []
    assert ruled(groups, selector="$.definition.type", presence="included")
    assert ruled(groups, selector="$.definition.type", presence="excluded") == []
    assert ruled(groups, selector="$.definition.type", all=[COURSE])


def test_what_is_told_names_no_value_of_the_statement() -> None:
    told = ruled("$.actor.account.name", all=["two"])
    assert told == ['$.actor.account.name may only be "two"']


# Paths


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("$", [DONE]),
        ("$.verb.id", ["http://adlnet.gov/expapi/verbs/completed"]),
        ("$['verb']['id']", ["http://adlnet.gov/expapi/verbs/completed"]),
        ("$.result.extensions['http://here.test/a.b/c']", [3]),
        (GROUPS, ["http://here.test/one", "http://here.test/two"]),
        ("$.context.contextActivities.grouping[1].id", ["http://here.test/two"]),
        ("$.context.contextActivities.grouping[2].id", []),
        ("$.result.score.*", [1]),
        ("$.verb[0]", []),
        ("$.verb.id.more", []),
    ],
)
def test_a_path_finds_every_value_at_it(path: str, found: list[object]) -> None:
    assert find(DONE, path) == found


@pytest.mark.parametrize(
    "path",
    [
        "",
        "verb",
        "$..id",
        "$.a[?(@.b)]",
        "$.a[(@.length-1)]",
        "$.a[0,1]",
        "$.a[1:2]",
        "$.a[-1]",
        "$['a','b']",
        "$.a b",
    ],
)
def test_a_path_that_is_not_understood_is_refused(path: str) -> None:
    with pytest.raises(UnknownPath):
        steps(path)
    with pytest.raises(UnknownPath):
        broken(DONE, {"rules": [{"location": path, "presence": "excluded"}]})
