"""Data 2.2: types, names, nulls and formats of everything in a statement."""

from __future__ import annotations

from typing import Any

import pytest

from tests.tracking.lrs.statement import BOTH, DROPPED, FILE, INSIDE, accepted, having, refusal
from tracking.xapi.errors import Invalid
from tracking.xapi.statements import check_statement
from tracking.xapi.versions import Version

OBJECTS = ["actor", "verb", "object", "result", "context", "authority", "object.definition", "result.score"]
TEXTS = [
    "actor.name",
    "result.response",
    "context.revision",
    "context.platform",
    "verb.id",
    "timestamp",
    "id",
]
ELSEWHERE = """
iD Actor extra actor.Name verb.Display object.definition.colour object.objecttype result.Success result.score.Raw
context.contextActivities.sibling context.Team
""".split()
WRONG = [None, True, 7, 0.5, "text", [], [{}]]


@BOTH
def test_data_2_2_a_statement_of_actor_verb_and_object_is_good(version: Version) -> None:
    assert accepted(having("verb.display", DROPPED), version)


@BOTH
@pytest.mark.parametrize("name", ["actor", "verb", "object"])
def test_data_2_2_a_statement_uses_actor_verb_and_object(name: str, version: Version) -> None:
    assert refusal(having(name, DROPPED), version) == ("", "Data 2.4")


@BOTH
@pytest.mark.parametrize("value", [None, True, 7, "text", [], [having("id", DROPPED)]])
def test_data_2_2_what_is_no_object_is_no_statement(value: object, version: Version) -> None:
    assert refusal(value, version) == ("", "Data 2.4")


@pytest.mark.parametrize("path", OBJECTS)
@pytest.mark.parametrize("value", WRONG, ids=repr)
def test_data_2_2_another_type_where_an_object_belongs_is_refused(path: str, value: object) -> None:
    assert refusal(having(path, value))[0] == path


@pytest.mark.parametrize("path", TEXTS)
@pytest.mark.parametrize("value", [None, True, 7, 0.5, [], {}], ids=repr)
def test_data_2_2_another_type_where_a_text_belongs_is_refused(path: str, value: object) -> None:
    assert refusal(having(path, value))[0] == path


@pytest.mark.parametrize("path", ["result.success", "result.completion"])
@pytest.mark.parametrize("value", [None, "true", 1, 0, [], {}], ids=repr)
def test_data_2_2_a_boolean_in_quotation_marks_is_refused(path: str, value: object) -> None:
    assert refusal(having(path, value)) == (path, "Data 2.4.5")


@pytest.mark.parametrize("name", ["scaled", "raw", "min", "max"])
@pytest.mark.parametrize("value", [None, "1", True, [], {}, float("nan"), float("inf")], ids=repr)
def test_data_2_2_a_number_in_quotation_marks_is_refused(name: str, value: object) -> None:
    assert refusal(having(f"result.score.{name}", value)) == (f"result.score.{name}", "Data 2.4.5.1")


@pytest.mark.parametrize("value", [None, {}, "text", 7], ids=repr)
@pytest.mark.parametrize("path", ["attachments", "object.definition.correctResponsesPattern"])
def test_data_2_2_another_type_where_an_array_belongs_is_refused(path: str, value: object) -> None:
    assert refusal(having(path, value))[0] == path


@BOTH
@pytest.mark.parametrize(
    "path",
    ELSEWHERE,
)
def test_data_2_2_a_property_that_the_specification_does_not_name_is_refused(
    path: str, version: Version
) -> None:
    assert refusal(having(path, "value"), version) == (path, "Data 2.2")


@pytest.mark.parametrize("name", ["a.b", "a b", 'a"b', ""])
def test_data_2_2_a_refusal_quotes_a_name_that_would_not_read_as_a_path(name: str) -> None:
    statement = having("id", DROPPED)
    statement["actor"][name] = 1
    quoted = name.replace('"', '\\"')
    assert refusal(statement) == (f'actor["{quoted}"]', "Data 2.2")


@pytest.mark.parametrize(
    "path",
    ["actor.objectType", "object.objectType", "object.definition.interactionType"],
)
@pytest.mark.parametrize("value", ["agent", "activity", "CHOICE", "", " Agent", []], ids=repr)
def test_data_2_2_the_capitals_of_an_enumerated_value_count(path: str, value: object) -> None:
    assert refusal(having(path, value))[0] == path


@pytest.mark.parametrize(
    "path",
    ["verb.id", "object.id", "object.definition.type", "object.definition.moreInfo", "actor.openid"],
)
@pytest.mark.parametrize(
    "value", ["", "example.org/thing", "/thing", "ab=c://example.org", "http://a b", "http:"]
)
def test_data_2_2_an_iri_without_a_scheme_is_refused(path: str, value: str) -> None:
    assert refusal(having(path, value))[0] == path


@pytest.mark.parametrize(
    "value",
    ["tag:example.org,2026:x", "urn:uuid:6690e6c9-3ef0-4ed3-8b37-7f3964730bee", "http://exemple.org/été"],
)
def test_data_2_2_an_iri_of_any_scheme_and_alphabet_is_good(value: str) -> None:
    assert accepted(having("object.id", value))


def test_data_2_2_a_very_long_iri_is_judged_like_a_short_one() -> None:
    assert accepted(having("object.id", "https://example.org/" + "x" * 5000))
    assert refusal(having("object.id", "https://example.org/" + "x" * 5000 + " "))[0] == "object.id"


def test_data_2_2_an_empty_object_where_nothing_is_required_is_good() -> None:
    for path in ("result", "context", "object.definition", "context.contextActivities", "result.extensions"):
        assert accepted(having(path, {}))


@pytest.mark.parametrize(
    ("path", "where"),
    [
        ("context.instructor", "[2].context.instructor.mbox"),
        ("authority", "[2].authority.mbox"),
    ],
)
def test_a_refusal_names_the_whole_path(path: str, where: str) -> None:
    assert refusal(having(path, {"mbox": "ada"}), where="[2]") == (where, "Data 2.4.2.3")


def test_a_refusal_names_the_place_in_an_array() -> None:
    assert refusal(having("attachments", [FILE, FILE | {"length": "27"}]))[0] == "attachments[1].length"
    assert refusal(having("object", INSIDE | {"attachments": [7]}))[0] == "object.attachments[0]"


def test_a_refusal_reads_as_a_sentence_with_path_and_clause() -> None:
    with pytest.raises(Invalid, match=r"^actor\.mbox: .* \(Data 2\.4\.2\.3\)$"):
        check_statement(having("actor.mbox", "ada"), Version.V1)


def test_checking_a_statement_changes_nothing_in_it() -> None:
    statement: dict[str, Any] = having(
        "context.contextActivities.parent", {"id": "https://example.org/course"}
    )
    accepted(statement)
    assert statement == having("context.contextActivities.parent", {"id": "https://example.org/course"})
