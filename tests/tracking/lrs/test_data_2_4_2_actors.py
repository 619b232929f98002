"""Data 2.4.2: agents, groups, their identifiers and accounts, wherever a statement speaks of somebody."""

from __future__ import annotations

from typing import Any, Final

import pytest

from tests.tracking.lrs.statement import ADA, BOTH, BRUNO, INSIDE, REFERENCE, TEAM, accepted, having, refusal
from tracking.xapi.actors import check_actor, check_agent
from tracking.xapi.errors import Invalid
from tracking.xapi.versions import Version

SHA1: Final = "cd9b00a5611f94eaa7b1661edab976068e364975"
IDENTIFIERS: Final[list[dict[str, Any]]] = [
    {"mbox": "mailto:ada@example.org"},
    {"mbox_sha1sum": SHA1},
    {"openid": "https://ada.example.org/"},
    {"account": {"homePage": "https://example.org", "name": "ada"}},
]
NO_MAILBOXES: Final = [
    *"ada@example.org mailto:example.org mailto:@example.org mailto:ada@ http://example.org".split(),
    *(
        "",
        "MAILTO:ada@example.org",
        "mailto:ada@b@example.org",
        "mailto:a da@example.org",
        "mailto:a@b.org\n",
    ),
]
ANYBODY: Final = ["actor", "context.instructor", "authority"]
GROUPS: Final = ["actor", "context.instructor", "context.team"]


@BOTH
@pytest.mark.parametrize("path", ANYBODY)
@pytest.mark.parametrize("one", IDENTIFIERS, ids=lambda one: next(iter(one)))
def test_data_2_4_2_1_an_agent_has_one_identifier_of_any_kind(
    path: str, one: dict[str, Any], version: Version
) -> None:
    assert accepted(having(path, one), version)
    assert accepted(having(path, {"objectType": "Agent", "name": "Ada", **one}), version)


@pytest.mark.parametrize("path", ANYBODY)
@pytest.mark.parametrize("one", [{}, {"name": "Ada"}, {"objectType": "Agent"}], ids=repr)
def test_data_2_4_2_1_an_agent_without_an_identifier_is_refused(path: str, one: dict[str, Any]) -> None:
    assert refusal(having(path, one)) == (path, "Data 2.4.2.1")


@pytest.mark.parametrize("path", ANYBODY)
@pytest.mark.parametrize("first", range(4))
@pytest.mark.parametrize("second", range(4))
def test_data_2_4_2_1_an_agent_with_two_identifiers_is_refused(path: str, first: int, second: int) -> None:
    both = IDENTIFIERS[first] | IDENTIFIERS[second]
    if len(both) == 2:
        assert refusal(having(path, both)) == (path, "Data 2.4.2.1")


def test_data_2_4_2_1_an_agent_has_no_members() -> None:
    assert refusal(having("actor", ADA | {"member": [BRUNO]})) == ("actor.member", "Data 2.2")


@pytest.mark.parametrize("kind", ["Activity", "agent", "Person", "", None, 7, ["Agent"]], ids=repr)
def test_data_2_4_2_an_actor_is_an_agent_or_a_group(kind: object) -> None:
    assert refusal(having("actor", ADA | {"objectType": kind})) == ("actor.objectType", "Data 2.4.2")


@BOTH
@pytest.mark.parametrize("path", GROUPS)
@pytest.mark.parametrize("one", IDENTIFIERS, ids=lambda one: next(iter(one)))
def test_data_2_4_2_2_an_identified_group_may_list_its_members(
    path: str, one: dict[str, Any], version: Version
) -> None:
    assert accepted(having(path, {"objectType": "Group", **one}), version)
    assert accepted(having(path, TEAM | one), version)
    assert accepted(having(path, TEAM | one | {"member": []}), version)


@pytest.mark.parametrize("path", GROUPS)
def test_data_2_4_2_2_an_identified_group_has_exactly_one_identifier(path: str) -> None:
    two = TEAM | IDENTIFIERS[0] | IDENTIFIERS[2]
    assert refusal(having(path, two)) == (path, "Data 2.4.2.2")


@BOTH
@pytest.mark.parametrize("path", GROUPS)
def test_data_2_4_2_2_an_anonymous_group_lists_its_members(path: str, version: Version) -> None:
    assert accepted(having(path, TEAM), version)
    assert refusal(having(path, {"objectType": "Group"}), version) == (path, "Data 2.4.2.2")
    assert refusal(having(path, TEAM | {"member": []}), version) == (f"{path}.member", "Data 2.4.2.2")


@pytest.mark.parametrize("member", [None, ADA, "ada", 7], ids=repr)
def test_data_2_4_2_2_the_members_of_a_group_are_an_array(member: object) -> None:
    assert refusal(having("actor", TEAM | {"member": member})) == ("actor.member", "Data 2.4.2.2")


@pytest.mark.parametrize("path", GROUPS)
@pytest.mark.parametrize("one", [{}, IDENTIFIERS[0]], ids=["anonymous", "identified"])
def test_data_2_4_2_2_a_group_holds_no_groups(path: str, one: dict[str, Any]) -> None:
    statement = having(path, TEAM | one | {"member": [ADA, TEAM]})
    assert refusal(statement) == (f"{path}.member[1]", "Data 2.4.2.1")


def test_data_2_4_2_2_each_member_of_a_group_is_an_agent_with_one_identifier() -> None:
    assert refusal(having("actor", TEAM | {"member": [ADA, {"name": "Bruno"}]}))[0] == "actor.member[1]"
    assert refusal(having("actor", TEAM | {"member": [ADA, "Bruno"]}))[0] == "actor.member[1]"
    assert refusal(having("actor", TEAM | {"member": [{"mbox": "ada"}]}))[0] == "actor.member[0].mbox"


@pytest.mark.parametrize(
    "value",
    NO_MAILBOXES,
)
def test_data_2_4_2_3_a_mailbox_is_a_mailto_iri(value: str) -> None:
    assert refusal(having("actor", {"mbox": value})) == ("actor.mbox", "Data 2.4.2.3")


@pytest.mark.parametrize(
    "value", ["mailto:a.b+c@exa-mple.org", "mailto:ada@localhost", "mailto:adèle@exemple.fr"]
)
def test_data_2_4_2_3_any_address_is_a_mailbox(value: str) -> None:
    assert accepted(having("actor", {"mbox": value}))


@pytest.mark.parametrize("value", ["", "ada", SHA1[:-1], SHA1 + "0", "g" + SHA1[1:], f"sha1:{SHA1}"])
def test_data_2_4_2_3_a_mailbox_checksum_is_forty_hexadecimal_digits(value: str) -> None:
    assert refusal(having("actor", {"mbox_sha1sum": value})) == ("actor.mbox_sha1sum", "Data 2.4.2.3")


@pytest.mark.parametrize("value", ["", "ada.example.org", "https://adèle.example.org", "ab=c://example.org"])
def test_data_2_4_2_3_an_openid_is_a_uri(value: str) -> None:
    assert refusal(having("actor", {"openid": value})) == ("actor.openid", "Data 2.4.2.3")


@pytest.mark.parametrize("missing", ["homePage", "name"])
def test_data_2_4_2_4_an_account_has_a_home_page_and_a_name(missing: str) -> None:
    account = {key: value for key, value in BRUNO["account"].items() if key != missing}
    assert refusal(having("actor", {"account": account})) == ("actor.account", "Data 2.4.2.4")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("homePage", "example.org"),
        ("homePage", ""),
        ("homePage", 7),
        ("homePage", None),
        ("name", 7),
        ("name", None),
    ],
)
def test_data_2_4_2_4_an_accounts_home_page_is_an_irl_and_its_name_a_text(name: str, value: object) -> None:
    statement = having("actor", {"account": BRUNO["account"] | {name: value}})
    assert refusal(statement) == (f"actor.account.{name}", "Data 2.4.2.4")


def test_data_2_4_2_4_an_account_holds_nothing_else() -> None:
    statement = having("actor", {"account": BRUNO["account"] | {"password": "x"}})
    assert refusal(statement) == ("actor.account.password", "Data 2.2")


@pytest.mark.parametrize("value", [ADA, BRUNO, REFERENCE, "team", {"member": [ADA]}], ids=repr)
def test_data_2_4_6_a_team_is_a_group(value: object) -> None:
    assert refusal(having("context.team", value)) == ("context.team", "Data 2.4.2.2")


def test_data_2_4_4_2_agents_and_groups_are_objects_when_they_say_so() -> None:
    assert accepted(having("object", ADA))
    assert accepted(having("object", TEAM))
    assert accepted(having("object", INSIDE | {"object": TEAM}))


@pytest.mark.parametrize("name", ["", "object."])
def test_data_2_4_4_2_an_agent_without_object_type_is_no_object(name: str) -> None:
    statement = having("object", INSIDE) if name else having("object", BRUNO)
    if name:
        statement["object"]["object"] = BRUNO
    assert refusal(statement) == (f"{name}object.account", "Data 2.2")


def test_an_agent_alone_is_checked_for_parameters_of_requests() -> None:
    check_agent(ADA, "agent")
    check_actor(TEAM, "agent")
    for check, value, where in ((check_agent, TEAM, "agent"), (check_actor, {"mbox": "x"}, "agent.mbox")):
        with pytest.raises(Invalid) as caught:
            check(value, "agent")
        assert caught.value.where == where
