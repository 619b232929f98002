"""Canonical definitions (Data 2.4.4.1, Communication 2.5): what several statements say of an activity, in one."""

from __future__ import annotations

from typing import Any

from tracking.log.definitions import merge

MEETING = {
    "type": "http://adlnet.gov/expapi/activities/meeting",
    "name": {"en-US": "example meeting"},
    "extensions": {"http://example.org/room": "4.02"},
}
CHOICE: dict[str, Any] = {
    "interactionType": "choice",
    "correctResponsesPattern": ["golf"],
    "choices": [{"id": "golf", "description": {"en": "Golf"}}, {"id": "tetris"}],
}


def test_the_first_definition_is_kept_as_it_is() -> None:
    assert merge(None, MEETING) == MEETING


def test_another_language_joins_those_known() -> None:
    assert merge(MEETING, {"name": {"fr-FR": "réunion"}})["name"] == {
        "en-US": "example meeting",
        "fr-FR": "réunion",
    }


def test_the_same_language_is_said_anew() -> None:
    assert merge(MEETING, {"name": {"en-US": "weekly meeting"}})["name"] == {"en-US": "weekly meeting"}


def test_extensions_are_merged_key_by_key() -> None:
    merged = merge(MEETING, {"extensions": {"http://example.org/seats": 12, "http://example.org/room": [1]}})
    assert merged["extensions"] == {"http://example.org/room": [1], "http://example.org/seats": 12}


def test_the_newest_type_and_address_count() -> None:
    new = {"type": "http://example.org/types/workshop", "moreInfo": "http://example.org/more"}
    assert merge(MEETING, new) == {**MEETING, **new}


def test_what_is_empty_replaces_nothing() -> None:
    assert merge(CHOICE, {"choices": [], "correctResponsesPattern": [], "name": {}}) == {**CHOICE, "name": {}}


def test_choices_are_replaced_whole() -> None:
    assert merge(CHOICE, {"choices": [{"id": "go"}]})["choices"] == [{"id": "go"}]


def test_another_interaction_type_takes_the_answers_of_the_old_one_along() -> None:
    assert merge({**MEETING, **CHOICE}, {"interactionType": "true-false"}) == {
        **MEETING,
        "interactionType": "true-false",
    }


def test_merging_changes_neither_side() -> None:
    known, new = {"name": {"en": "one"}}, {"name": {"fr": "un"}}
    merged = merge(known, new)
    merged["name"]["nl"] = "een"
    assert known == {"name": {"en": "one"}} and new == {"name": {"fr": "un"}}
