"""Pseudonyms on entry: each mailbox of a statement but the authority's, always the same, found again by its client."""

from __future__ import annotations

import copy
import string
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracking.lrs.recorded import account, mailbox, statement
from tracking.log.identities import identifier_told, own_account, own_actor, same_person
from tracking.xapi.index import ifi
from tracking.xapi.pseudonyms import key_from, pseudonym_of, pseudonymise
from tracking.xapi.statements import check_statement
from tracking.xapi.versions import Version

BASE = "http://classcode.test"
KEY = key_from("k" * 40)
SUM = "ebd31e95054c018b10727ccffd2ef2ec3a016ee9"
ACTORS = [
    mailbox("zoe"),
    {"mbox_sha1sum": SUM, "name": "Zoe"},
    {"openid": "http://zoe.example.org/", "name": "Zoe"},
]


def everywhere(actor: dict[str, Any]) -> dict[str, Any]:
    """Return a statement (of 2.0) that names an actor in each place that may name one, the authority apart."""
    group = {"objectType": "Group", "member": [actor]}
    inner = {
        "objectType": "SubStatement",
        "actor": actor,
        "verb": {"id": "http://example.org/verbs/tried"},
        "object": {**actor, "objectType": "Agent"},
        "context": {"instructor": actor, "team": group},
    }
    context = {
        "instructor": actor,
        "team": group,
        "contextAgents": [{"objectType": "contextAgent", "agent": actor}],
        "contextGroups": [{"objectType": "contextGroup", "group": group}],
    }
    return statement(group, object=inner, context=context, version="2.0.0")


@pytest.mark.parametrize("actor", ACTORS, ids=ifi)
def test_no_mailbox_and_no_name_is_left_anywhere(actor: dict[str, Any]) -> None:
    given = everywhere(actor)
    text = orjson.dumps(pseudonymise(given, KEY, BASE)).decode()
    for word in ("mbox", "openid", "mailto", SUM, "zoe", "Zoe"):
        assert word not in text


@pytest.mark.parametrize("actor", ACTORS, ids=ifi)
def test_what_comes_out_is_a_valid_statement(actor: dict[str, Any]) -> None:
    given = everywhere(actor)
    check_statement(given, Version.V2)
    check_statement(pseudonymise(given, KEY, BASE), Version.V2)


def test_the_given_statement_is_not_changed() -> None:
    given = everywhere(mailbox("zoe"))
    before = copy.deepcopy(given)
    pseudonymise(given, KEY, BASE)
    assert given == before


def test_the_authority_keeps_its_mailbox() -> None:
    given = statement(authority=mailbox("school"))
    assert pseudonymise(given, KEY, BASE)["authority"] == mailbox("school")


def test_accounts_activities_and_everything_else_stay_as_they_are() -> None:
    given = statement(account("ada", "http://school.example"), result={"response": "mailto:zoe@example.org"})
    assert pseudonymise(given, KEY, BASE) == given


def test_an_identified_group_gets_a_pseudonym_and_so_do_its_members() -> None:
    group = {
        "objectType": "Group",
        "name": "Class 5B",
        "mbox": "mailto:class@example.org",
        "member": [mailbox("zoe")],
    }
    changed = pseudonymise(statement(group), KEY, BASE)["actor"]
    assert changed["objectType"] == "Group"
    assert changed["account"] != changed["member"][0]["account"]
    assert "name" not in changed


def test_the_same_identifier_gives_the_same_pseudonym_and_another_key_another() -> None:
    one, again = (pseudonym_of(mailbox("zoe"), KEY, BASE) for _ in range(2))
    assert one == again
    assert one != pseudonym_of(mailbox("zoe"), key_from("another secret"), BASE)
    assert one["account"] != pseudonym_of(mailbox("max"), KEY, BASE)["account"]


def test_who_asks_for_a_mailbox_is_given_what_its_statements_carry() -> None:
    carried = pseudonymise(statement(mailbox("zoe")), KEY, BASE)["actor"]
    assert ifi(pseudonym_of({"mbox": "mailto:zoe@example.org"}, KEY, BASE)) == ifi(carried)


def test_a_pseudonym_is_never_taken_for_an_actor_of_ours() -> None:
    assert own_actor(ifi(pseudonym_of(mailbox("zoe"), KEY, BASE)) or "", BASE) is None


@given(st.text(string.printable, min_size=1, max_size=40))
def test_no_identifier_shows_in_its_pseudonym(name: str) -> None:
    given = {"openid": f"http://example.org/{name}"}
    told = pseudonym_of(given, KEY, BASE)["account"]["name"]
    assert told.startswith("outside-") and len(told) == 48


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("zoe@example.org", "mbox:mailto:zoe@example.org"),
        (" mailto:zoe@example.org ", "mbox:mailto:zoe@example.org"),
        ("mbox:mailto:zoe@example.org", "mbox:mailto:zoe@example.org"),
        (f"mbox_sha1sum:{SUM}", f"mbox_sha1sum:{SUM}"),
        ("account:http://school.example|ada", "account:http://school.example|ada"),
        (
            "C9F5B3D0-3f0e-4f3a-9d37-2a1f0f6c8b11",
            own_account("c9f5b3d0-3f0e-4f3a-9d37-2a1f0f6c8b11", BASE),
        ),
        ("zoe", None),
        ("", None),
        ("mbox:", None),
        ("zoe@example.org, max@example.org", None),
    ],
)
def test_an_actor_is_read_as_people_write_one(text: str, identifier: str | None) -> None:
    assert identifier_told(text, BASE) == identifier


def test_an_address_its_checksum_and_their_pseudonyms_are_one_person() -> None:
    every = same_person("mbox:mailto:zoe@example.org", KEY, BASE)
    assert every[0] == "mbox:mailto:zoe@example.org"
    assert every[1].startswith("mbox_sha1sum:") and len(every[1]) == len("mbox_sha1sum:") + 40
    assert ifi(pseudonym_of({"mbox": "mailto:zoe@example.org"}, KEY, BASE)) in every
    assert ifi(pseudonym_of({"mbox_sha1sum": every[1].partition(":")[2]}, KEY, BASE)) in every
