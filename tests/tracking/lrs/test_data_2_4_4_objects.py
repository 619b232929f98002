"""Data 2.4.4: activities and their definitions, interactions, references and statements inside statements."""

from __future__ import annotations

from typing import Any

import pytest

from tests.tracking.lrs.statement import (
    ADA,
    BOTH,
    DROPPED,
    INSIDE,
    PAGE,
    REFERENCE,
    accepted,
    having,
    refusal,
)
from tracking.xapi.activities import COMPONENTS, check_activity
from tracking.xapi.errors import Invalid
from tracking.xapi.versions import Version

LISTS = sorted(frozenset().union(*COMPONENTS.values()))
COMPONENT = {"id": "a", "description": {"en": "The first"}}
UNSUPPORTED = [(kind, name) for kind, held in COMPONENTS.items() for name in LISTS if name not in held]


def defined(**definition: object) -> dict[str, Any]:
    return having("object.definition", definition)


@pytest.mark.parametrize("kind", ["activity", "Page", "Statement", "", None, 7, [], {}], ids=repr)
def test_data_2_4_4_an_object_is_of_one_of_five_kinds(kind: object) -> None:
    assert refusal(having("object.objectType", kind)) == ("object.objectType", "Data 2.4.4")


@BOTH
def test_data_2_4_4_an_object_without_object_type_is_an_activity(version: Version) -> None:
    assert accepted(having("object.objectType", DROPPED), version)
    assert refusal(having("object", {"objectType": "Activity"}), version) == ("object", "Data 2.4.4.1")


@pytest.mark.parametrize("value", ["page", "", 7, None], ids=repr)
def test_data_2_4_4_1_an_activitys_id_is_an_iri(value: object) -> None:
    assert refusal(having("object.id", value)) == ("object.id", "Data 2.4.4.1")


@BOTH
def test_data_2_4_4_1_a_definition_holds_all_that_describes_an_activity(version: Version) -> None:
    whole = {
        "name": {"en": "A page"},
        "description": {"en": "About it", "fr-FR": "À son sujet"},
        "type": "http://adlnet.gov/expapi/activities/cmi.interaction",
        "moreInfo": "https://example.org/about",
        "interactionType": "other",
        "correctResponsesPattern": ["a", "b"],
        "extensions": {"https://example.org/colour": None},
    }
    assert accepted(defined(**whole), version)


@pytest.mark.parametrize("name", ["name", "description"])
@pytest.mark.parametrize("value", ["A page", 7, None, ["A page"]], ids=repr)
def test_data_2_4_4_1_name_and_description_are_language_maps(name: str, value: object) -> None:
    assert refusal(defined(**{name: value})) == (f"object.definition.{name}", "Data 2.4.4.1")


@pytest.mark.parametrize("name", ["type", "moreInfo"])
@pytest.mark.parametrize("value", ["lesson", "", 7, None], ids=repr)
def test_data_2_4_4_1_type_and_more_info_are_iris(name: str, value: object) -> None:
    assert refusal(defined(**{name: value})) == (f"object.definition.{name}", "Data 2.4.4.1")


@pytest.mark.parametrize("kind", COMPONENTS)
def test_data_2_4_4_1_an_interaction_holds_the_lists_of_its_type(kind: str) -> None:
    lists = {name: [COMPONENT, {"id": "b"}] for name in COMPONENTS[kind]}
    assert accepted(defined(interactionType=kind, correctResponsesPattern=[], **lists))


@pytest.mark.parametrize(("kind", "name"), UNSUPPORTED)
def test_data_2_4_4_1_an_interaction_holds_no_list_of_another_type(kind: str, name: str) -> None:
    statement = defined(interactionType=kind, **{name: [COMPONENT]})
    assert refusal(statement) == (f"object.definition.{name}", "Data 2.4.4.1")


@pytest.mark.parametrize("value", ["quiz", "True-False", "", 7, None, []], ids=repr)
def test_data_2_4_4_1_an_interaction_type_is_one_of_ten(value: object) -> None:
    assert refusal(defined(interactionType=value)) == ("object.definition.interactionType", "Data 2.4.4.1")


@BOTH
@pytest.mark.parametrize("name", ["correctResponsesPattern", *LISTS])
def test_data_2_4_4_1_what_belongs_to_an_interaction_asks_for_its_type(name: str, version: Version) -> None:
    assert refusal(defined(**{name: []}), version) == ("object.definition", "Data 2.4.4.1")


@pytest.mark.parametrize("value", [[7], [None], [["a"]], ["a", {}]], ids=repr)
def test_data_2_4_4_1_correct_responses_are_texts(value: list[object]) -> None:
    where, clause = refusal(defined(interactionType="other", correctResponsesPattern=value))
    assert where == f"object.definition.correctResponsesPattern[{len(value) - 1}]"
    assert clause == "Data 2.4.4.1"


@pytest.mark.parametrize(
    ("component", "where"),
    [
        ({}, ""),
        ({"description": {"en": "x"}}, ""),
        ("a", ""),
        (None, ""),
        ({"id": 7}, ".id"),
        ({"id": "b", "description": "x"}, ".description"),
        ({"id": "b", "description": {"en": 7}}, ".description.en"),
        ({"id": "b", "colour": "red"}, ".colour"),
        ({"id": "a"}, ".id"),
    ],
    ids=repr,
)
def test_data_2_4_4_1_a_component_has_an_id_of_its_own_and_a_language_map(
    component: object, where: str
) -> None:
    statement = defined(interactionType="choice", choices=[COMPONENT, component])
    assert refusal(statement)[0] == f"object.definition.choices[1]{where}"


@pytest.mark.parametrize("value", [COMPONENT, "a", None], ids=repr)
def test_data_2_4_4_1_components_are_an_array(value: object) -> None:
    statement = defined(interactionType="likert", scale=value)
    assert refusal(statement) == ("object.definition.scale", "Data 2.4.4.1")


def test_an_activity_alone_is_checked() -> None:
    check_activity(PAGE, "activity")
    with pytest.raises(Invalid) as caught:
        check_activity({"id": "page"}, "activity")
    assert caught.value.where == "activity.id"


@BOTH
def test_data_2_4_4_3_a_reference_names_a_statement(version: Version) -> None:
    assert accepted(having("object", REFERENCE), version)
    assert accepted(having("context.statement", REFERENCE), version)


@pytest.mark.parametrize(
    ("value", "where"),
    [
        ({"objectType": "StatementRef"}, ""),
        (REFERENCE | {"id": "page"}, ".id"),
        (REFERENCE | {"id": None}, ".id"),
        (REFERENCE | {"definition": {}}, ".definition"),
    ],
    ids=repr,
)
@pytest.mark.parametrize("path", ["object", "context.statement"])
def test_data_2_4_4_3_a_reference_has_a_uuid_and_nothing_else(path: str, value: object, where: str) -> None:
    assert refusal(having(path, value))[0] == path + where


@pytest.mark.parametrize(
    "value", [{"id": REFERENCE["id"]}, REFERENCE | {"objectType": "statementref"}, PAGE, "x"]
)
def test_data_2_4_6_the_statement_of_a_context_is_a_reference(value: object) -> None:
    assert refusal(having("context.statement", value))[1] == "Data 2.4.4.3"


@BOTH
@pytest.mark.parametrize("thing", [PAGE, ADA, REFERENCE], ids=repr)
def test_data_2_4_4_3_a_statement_inside_another_has_any_simple_object(
    thing: object, version: Version
) -> None:
    assert accepted(
        having("object", INSIDE | {"object": thing, "timestamp": "2050-01-01T00:00:00Z"}), version
    )


@BOTH
@pytest.mark.parametrize("name", ["id", "stored", "version", "authority"])
def test_data_2_4_4_3_a_statement_inside_another_has_none_of_a_stores_properties(
    name: str, version: Version
) -> None:
    good = {"id": REFERENCE["id"], "stored": "2026-01-01T00:00:00Z", "version": "1.0.0", "authority": ADA}
    assert refusal(having("object", INSIDE | {name: good[name]}), version) == (f"object.{name}", "Data 2.2")


@BOTH
def test_data_2_4_4_3_a_statement_inside_another_holds_no_third(version: Version) -> None:
    assert refusal(having("object", INSIDE | {"object": INSIDE}), version) == (
        "object.object.objectType",
        "Data 2.4.4",
    )


@BOTH
@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"actor": {"name": "Bruno"}}, "object.actor"),
        ({"verb": {}}, "object.verb"),
        ({"object": {}}, "object.object"),
        ({"result": {"success": "yes"}}, "object.result.success"),
        ({"context": {"language": ""}}, "object.context.language"),
        ({"timestamp": "yesterday"}, "object.timestamp"),
        ({"attachments": [{}]}, "object.attachments[0]"),
        ({"extra": 1}, "object.extra"),
    ],
    ids=repr,
)
def test_data_2_4_4_3_a_statement_inside_another_is_checked_as_one(
    changed: dict[str, Any], where: str, version: Version
) -> None:
    assert refusal(having("object", INSIDE | changed), version)[0] == where


@pytest.mark.parametrize("name", ["actor", "verb", "object"])
def test_data_2_4_4_3_a_statement_inside_another_uses_actor_verb_and_object(name: str) -> None:
    inside = {key: value for key, value in INSIDE.items() if key != name}
    assert refusal(having("object", inside)) == ("object", "Data 2.4.4.3")
