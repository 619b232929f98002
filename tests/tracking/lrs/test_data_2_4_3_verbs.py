"""Data 2.4.1, 2.4.3 and 2.3.2: identifiers, verbs, and what a voiding statement looks like."""

from __future__ import annotations

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
from tracking.xapi.statements import VOIDED
from tracking.xapi.versions import Version

VOIDING = {"id": VOIDED, "display": {"en": "voided"}}
UUIDS = ["6690E6C9-3EF0-4ED3-8B37-7F3964730BEE", "00000000-0000-0000-0000-000000000000"]
NO_UUIDS = [
    "6690e6c93ef04ed38b377f3964730bee",
    "{6690e6c9-3ef0-4ed3-8b37-7f3964730bee}",
    "urn:uuid:6690e6c9-3ef0-4ed3-8b37-7f3964730bee",
    "6690e6c9-3ef0-4ed3-8b37-7f3964730beg",
    "6690e6c9-3ef0-4ed3-8b37-7f3964730bee1",
    "6690e6c9-3ef0-4ed3-8b37-7f3964730bee\n",
    "",
]


@BOTH
@pytest.mark.parametrize("value", UUIDS)
def test_data_2_4_1_a_statements_id_is_a_uuid_in_either_case(value: str, version: Version) -> None:
    assert accepted(having("id", value), version)


@pytest.mark.parametrize("value", [*NO_UUIDS, 7, None, {}], ids=repr)
@pytest.mark.parametrize(
    ("path", "clause"),
    [("id", "Data 2.4.1"), ("context.registration", "Data 2.4.6.1")],
)
def test_data_4_4_a_uuid_is_in_the_standard_form(path: str, clause: str, value: object) -> None:
    assert refusal(having(path, value)) == (path, clause)


@BOTH
def test_data_2_4_3_a_verb_has_an_id(version: Version) -> None:
    assert refusal(having("verb.id", DROPPED), version) == ("verb", "Data 2.4.3")


@BOTH
@pytest.mark.parametrize("value", ["seen", "", "example.org/seen", 7, None], ids=repr)
def test_data_2_4_3_a_verbs_id_is_an_iri(value: object, version: Version) -> None:
    assert refusal(having("verb.id", value), version) == ("verb.id", "Data 2.4.3")


@pytest.mark.parametrize("value", ["saw", 7, None, ["saw"]], ids=repr)
def test_data_2_4_3_a_verbs_display_is_a_language_map(value: object) -> None:
    assert refusal(having("verb.display", value)) == ("verb.display", "Data 2.4.3")


def test_data_2_4_3_a_verb_may_go_without_display() -> None:
    assert accepted(having("verb.display", DROPPED))


@BOTH
def test_data_2_3_2_a_voiding_statement_refers_to_the_one_that_it_voids(version: Version) -> None:
    assert accepted(having("object", REFERENCE) | {"verb": VOIDING}, version)


@BOTH
@pytest.mark.parametrize("thing", [PAGE, ADA, INSIDE, {"id": PAGE["id"]}], ids=repr)
def test_data_2_3_2_a_voiding_statement_has_no_other_object(thing: object, version: Version) -> None:
    assert refusal(having("object", thing) | {"verb": VOIDING}, version) == ("object", "Data 2.3.2")


def test_data_2_3_2_a_statement_inside_another_voids_only_a_reference() -> None:
    assert accepted(having("object", INSIDE | {"verb": VOIDING, "object": REFERENCE}))
    assert refusal(having("object", INSIDE | {"verb": VOIDING})) == ("object.object", "Data 2.3.2")
