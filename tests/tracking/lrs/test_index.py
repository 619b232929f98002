"""What a statement is found by: verb, actors, activities, registration, reference; "narrow" is the plain filters' part.

Clauses: xAPI 1.0.3, Communication 2.1.3, the parameters agent, related_agents, activity and related_activities.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any
from uuid import UUID

import pytest

from tests.tracking.lrs.statement import ADA, BRUNO, INSIDE, PAGE, REFERENCE, SEEN, TEAM, having
from tracking.xapi.index import ifi, index, is_mailbox

ADA_IS = "mbox:mailto:ada@example.org"
BRUNO_IS = "account:https://example.org|bruno"
CLOE = {"objectType": "Agent", "mbox_sha1sum": "ebd31e95054c018b10727ccffd2ef2ec3a016ee9"}
CLOE_IS = "mbox_sha1sum:ebd31e95054c018b10727ccffd2ef2ec3a016ee9"
DORA = {"openid": "https://dora.example.org/"}
DORA_IS = "openid:https://dora.example.org/"
CLUB = {"objectType": "Group", "mbox": "mailto:club@example.org", "member": [CLOE, DORA]}
CLUB_IS = "mbox:mailto:club@example.org"
PAGE_IS = "https://example.org/page"
NARROW, WIDE = True, False
ANONYMOUS = {"objectType": "Group", "member": [CLOE, DORA]}
OTHER = {"id": "https://example.org/other"}


def thing(value: dict[str, Any], kind: str = "Agent") -> dict[str, Any]:
    return {"objectType": kind} | value


def inside(**changed: Any) -> dict[str, Any]:
    return deepcopy(INSIDE) | changed


@pytest.mark.parametrize(
    ("path", "value", "agents"),
    [
        ("actor", BRUNO, {BRUNO_IS: NARROW}),
        ("actor", CLOE, {CLOE_IS: NARROW}),
        ("actor", DORA, {DORA_IS: NARROW}),
        ("actor", TEAM, {ADA_IS: NARROW, BRUNO_IS: NARROW}),
        ("actor", CLUB, {CLUB_IS: NARROW, CLOE_IS: NARROW, DORA_IS: NARROW}),
        ("actor", {"objectType": "Group", "mbox": "mailto:club@example.org"}, {CLUB_IS: NARROW}),
        ("object", thing(BRUNO), {ADA_IS: NARROW, BRUNO_IS: NARROW}),
        ("object", thing(CLUB, "Group"), {ADA_IS: NARROW, CLUB_IS: NARROW, CLOE_IS: NARROW, DORA_IS: NARROW}),
        ("object", thing(ADA), {ADA_IS: NARROW}),
        ("context.instructor", BRUNO, {ADA_IS: NARROW, BRUNO_IS: WIDE}),
        ("context.instructor", ADA, {ADA_IS: NARROW}),
        ("context.instructor", ANONYMOUS, {ADA_IS: NARROW, CLOE_IS: WIDE, DORA_IS: WIDE}),
        ("context.team", CLUB, {ADA_IS: NARROW, CLUB_IS: WIDE, CLOE_IS: WIDE, DORA_IS: WIDE}),
        ("context.team", TEAM, {ADA_IS: NARROW, BRUNO_IS: WIDE}),
        ("authority", BRUNO, {ADA_IS: NARROW, BRUNO_IS: WIDE}),
        ("authority", TEAM, {ADA_IS: NARROW, BRUNO_IS: WIDE}),
        ("object", INSIDE, {ADA_IS: NARROW, BRUNO_IS: WIDE}),
        ("object", inside(object=thing(CLOE)), {ADA_IS: NARROW, BRUNO_IS: WIDE, CLOE_IS: WIDE}),
        ("object", inside(actor=ADA), {ADA_IS: NARROW}),
        ("object", inside(context={"instructor": CLOE, "team": CLUB}),
         {ADA_IS: NARROW, BRUNO_IS: WIDE, CLOE_IS: WIDE, CLUB_IS: WIDE, DORA_IS: WIDE}),
        ("context.contextAgents", [{"objectType": "contextAgent", "agent": BRUNO}],
         {ADA_IS: NARROW, BRUNO_IS: WIDE}),
        ("context.contextAgents", [{"objectType": "contextAgent", "agent": one} for one in (CLOE, DORA)],
         {ADA_IS: NARROW, CLOE_IS: WIDE, DORA_IS: WIDE}),
        ("context.contextGroups", [{"objectType": "contextGroup", "group": CLUB}],
         {ADA_IS: NARROW, CLUB_IS: WIDE, CLOE_IS: WIDE, DORA_IS: WIDE}),
        ("object", inside(context={"contextAgents": [{"objectType": "contextAgent", "agent": DORA}]}),
         {ADA_IS: NARROW, BRUNO_IS: WIDE, DORA_IS: WIDE}),
    ],
)  # fmt: skip
def test_communication_2_1_3_an_agent_is_found_wherever_she_is_named(
    path: str, value: Any, agents: dict[str, bool]
) -> None:
    assert index(having(path, value)).agents == agents


@pytest.mark.parametrize(
    ("path", "value", "activities"),
    [
        ("object", PAGE, {PAGE_IS: NARROW}),
        ("object", {"id": PAGE_IS}, {PAGE_IS: NARROW}),
        ("object", thing(BRUNO), {}),
        ("object", REFERENCE, {}),
        ("object", INSIDE, {PAGE_IS: WIDE}),
        ("object", inside(object=REFERENCE), {}),
        ("object", inside(context={"contextActivities": {"other": [OTHER]}}), {PAGE_IS: WIDE, OTHER["id"]: WIDE}),
        ("context.contextActivities", {"parent": OTHER}, {PAGE_IS: NARROW, OTHER["id"]: WIDE}),
        ("context.contextActivities", {"grouping": [OTHER]}, {PAGE_IS: NARROW, OTHER["id"]: WIDE}),
        ("context.contextActivities", {"category": [OTHER]}, {PAGE_IS: NARROW, OTHER["id"]: WIDE}),
        ("context.contextActivities", {"other": [OTHER, PAGE]}, {PAGE_IS: NARROW, OTHER["id"]: WIDE}),
        ("context.contextActivities", {"parent": [], "other": []}, {PAGE_IS: NARROW}),
    ],
)  # fmt: skip
def test_communication_2_1_3_an_activity_is_found_wherever_it_is_named(
    path: str, value: Any, activities: dict[str, bool]
) -> None:
    assert index(having(path, value)).activities == activities


def test_communication_2_1_3_the_verb_and_the_registration_are_the_statements_own() -> None:
    registration = "EC531277-B57B-4C15-8D91-D292C5B2B8F7"
    own = index(having("context.registration", registration))
    assert own.verb == SEEN["id"] and own.registration == UUID(registration)
    verb = {"id": "https://example.org/inner"}
    inner = index(having("object", inside(verb=verb, context={"registration": registration})))
    assert inner.verb == SEEN["id"] and inner.registration is None


def test_communication_2_1_3_a_reference_is_the_object_of_the_statement_itself() -> None:
    assert index(having("object", REFERENCE)).target == UUID(REFERENCE["id"])
    assert index(having("object", REFERENCE | {"id": REFERENCE["id"].upper()})).target == UUID(
        REFERENCE["id"]
    )
    assert index(having("object", inside(object=REFERENCE))).target is None
    assert index(having("context.statement", REFERENCE)).target is None


@pytest.mark.parametrize(
    ("actor", "identifier"),
    [(ADA, ADA_IS), (BRUNO, BRUNO_IS), (CLOE, CLOE_IS), (DORA, DORA_IS), (CLUB, CLUB_IS), (ANONYMOUS, None)],
    ids=["mbox", "account", "mbox_sha1sum", "openid", "group", "anonymous"],
)
def test_data_2_4_2_3_an_identifier_is_one_text(actor: dict[str, Any], identifier: str | None) -> None:
    assert ifi(actor) == identifier


def test_data_2_4_2_3_accounts_of_two_homes_or_names_are_two() -> None:
    homes = ["https://example.org", "https://example.org/", "https://example.com"]
    names = ["a", "A", "a|b", "b"]
    found = {ifi({"account": {"homePage": home, "name": name}}) for home in homes for name in names}
    assert len(found) == len(homes) * len(names)


@pytest.mark.parametrize(
    ("identifier", "mailbox"),
    [(ADA_IS, True), (CLOE_IS, True), (BRUNO_IS, False), (DORA_IS, False)],
    ids=["mbox", "mbox_sha1sum", "account", "openid"],
)
def test_an_address_and_its_checksum_are_mailboxes(identifier: str, mailbox: bool) -> None:
    assert is_mailbox(identifier) is mailbox


def test_names_are_kept_of_all_who_have_one_but_not_empty_ones() -> None:
    statement = having("context.instructor", BRUNO | {"name": "Bruno"})
    statement["context"]["team"] = CLUB | {"name": ""}
    assert index(statement).names == {ADA_IS: "Ada", BRUNO_IS: "Bruno"}


def test_definitions_are_kept_of_all_activities_but_not_empty_ones() -> None:
    page, other = {"name": {"en": "A page"}}, {"type": "https://example.org/type"}
    statement = having("object", PAGE | {"definition": page})
    statement["context"] = {
        "contextActivities": {
            "parent": [OTHER | {"definition": other}],
            "other": [{"id": "a:b", "definition": {}}],
        }
    }
    assert index(statement).definitions == {PAGE_IS: page, OTHER["id"]: other}


def test_a_statement_is_not_changed_by_looking_at_it() -> None:
    statement = having("object", inside(context={"team": CLUB, "contextActivities": {"parent": OTHER}}))
    before = deepcopy(statement)
    index(statement)
    assert statement == before
