"""Communication 2.1.3: statements cut down to identifiers, or with canonical texts in one language."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from tests.tracking.lrs.statement import ADA, BRUNO, FILE, INSIDE, PAGE, REFERENCE, TEAM, having
from tracking.xapi.formats import canonical, ids, in_one_language

NAMED = PAGE | {"definition": {"name": {"en": "A page", "fr": "Une page"}}}
QUIZ = {
    "type": "http://adlnet.gov/expapi/activities/cmi.interaction",
    "name": {"en": "A quiz", "fr": "Un quiz"},
    "description": {"nl": "Over", "fr": "Sujet"},
    "interactionType": "choice",
    "choices": [{"id": "a", "description": {"en": "Yes", "fr": "Oui"}}, {"id": "b"}],
    "extensions": {"https://example.org/x": {"en": "kept", "fr": "gardé"}},
}
QUIZ_IN_FRENCH = QUIZ | {
    "name": {"fr": "Un quiz"},
    "description": {"fr": "Sujet"},
    "choices": [{"id": "a", "description": {"fr": "Oui"}}, {"id": "b"}],
}
SEEN = {"id": INSIDE["verb"]["id"]}
PARENTS = "context.contextActivities.parent"


def cut(path: str, value: object) -> dict[str, Any]:
    """Return what is left of a statement, which itself stays whole."""
    statement = having(path, value)
    before = deepcopy(statement)
    shown = ids(statement)
    assert statement == before
    return shown


def in_french(path: str, value: object, **definitions: dict[str, Any]) -> dict[str, Any]:
    """Return the canonical form for who reads French; `page` is the definition of the page."""
    statement = having(path, value)
    by_iri = {PAGE["id"]: definitions["page"]} if definitions else {}
    before = deepcopy((statement, by_iri))
    shown = canonical(statement, by_iri, ["fr"])
    assert (statement, by_iri) == before
    return shown


def test_ids_keeps_what_identifies_actor_verb_and_activity() -> None:
    assert cut("object", NAMED) == {
        "actor": {"objectType": "Agent", "mbox": "mailto:ada@example.org"},
        "verb": SEEN,
        "object": {"id": PAGE["id"]},
    }


def test_ids_keeps_the_members_of_anonymous_groups_only() -> None:
    members = [{"objectType": "Agent", "mbox": "mailto:ada@example.org"}, BRUNO]
    assert cut("actor", TEAM)["actor"] == {"objectType": "Group", "member": members}
    identified = TEAM | {"mbox": "mailto:team@example.org"}
    assert cut("actor", identified)["actor"] == {"objectType": "Group", "mbox": "mailto:team@example.org"}


def test_ids_keeps_identities_in_the_context_and_of_the_authority() -> None:
    ada = {"objectType": "Agent", "mbox": "mailto:ada@example.org"}
    assert cut("authority", ADA)["authority"] == ada
    assert cut("context.instructor", ADA)["context"] == {"instructor": ada}
    assert cut(PARENTS, [NAMED])["context"]["contextActivities"] == {"parent": [{"id": PAGE["id"]}]}
    agents = [{"objectType": "contextAgent", "agent": ADA, "relevantTypes": ["a:b"]}]
    assert cut("context.contextAgents", agents)["context"]["contextAgents"] == [agents[0] | {"agent": ada}]
    groups = [{"objectType": "contextGroup", "group": TEAM | BRUNO}]
    shown = cut("context.contextGroups", groups)["context"]["contextGroups"]
    assert shown == [groups[0] | {"group": {"objectType": "Group", **BRUNO}}]


def test_ids_reaches_into_statements_inside_and_objects_of_other_kinds() -> None:
    shown = cut("object", INSIDE | {"object": NAMED, "context": {"instructor": ADA}})["object"]
    assert shown["object"] == {"id": PAGE["id"]}
    assert shown["verb"] == SEEN
    assert "name" not in shown["context"]["instructor"]
    assert cut("object", ADA)["object"] == {"objectType": "Agent", "mbox": "mailto:ada@example.org"}
    assert cut("object", REFERENCE)["object"] == REFERENCE


def test_ids_leaves_results_attachments_and_the_rest_of_the_context() -> None:
    assert cut("result.response", "yes")["result"] == {"response": "yes"}
    assert cut("attachments", [FILE])["attachments"] == [FILE]
    assert cut("context.revision", "3")["context"] == {"revision": "3"}


def test_canonical_takes_the_definition_that_the_store_holds_in_one_language() -> None:
    assert in_french("object", NAMED, page=QUIZ)["object"] == PAGE | {"definition": QUIZ_IN_FRENCH}
    assert in_french("object", PAGE, page=QUIZ)["object"] == PAGE | {"definition": QUIZ_IN_FRENCH}


def test_canonical_keeps_the_definition_that_came_where_the_store_holds_none() -> None:
    assert in_french("object", NAMED)["object"]["definition"] == {"name": {"fr": "Une page"}}
    assert in_french("object", PAGE)["object"] == PAGE


def test_canonical_reaches_context_activities_and_statements_inside() -> None:
    listed = in_french(PARENTS, NAMED)["context"]["contextActivities"]["parent"]
    assert [one["definition"]["name"] for one in listed] == [{"fr": "Une page"}]
    shown = in_french(
        "object", INSIDE | {"object": NAMED, "context": {"contextActivities": {"other": [NAMED]}}}
    )
    assert shown["object"]["object"]["definition"]["name"] == {"fr": "Une page"}
    assert shown["object"]["context"]["contextActivities"]["other"][0]["definition"]["name"] == {
        "fr": "Une page"
    }
    assert shown["object"]["verb"]["display"] == {"fr": "a vu"}


def test_canonical_shows_a_verb_in_one_language_and_actors_as_they_came() -> None:
    shown = in_french("context.team", TEAM)
    assert shown["verb"] == SEEN | {"display": {"fr": "a vu"}}
    assert (shown["actor"], shown["context"]["team"]) == (ADA, TEAM)


@pytest.mark.parametrize(
    ("languages", "chosen"),
    [
        (["fr-CA"], "fr-CA"),
        (["FR-ca"], "fr-CA"),
        (["en"], "en-GB"),
        (["de", "en"], "en-GB"),
        (["nl-BE"], "nl"),
        (["zh-Hant-TW"], "zh-Hant"),
        (["nl-BE", "en"], "en-GB"),
        (["*"], "en-GB"),
        (["*", "nl"], "nl"),
        (["de"], "en-GB"),
        ([], "en-GB"),
        (["e"], "en-GB"),
        (["", "nl"], "nl"),
    ],
    ids=repr,
)
def test_the_best_language_is_the_readers_own_or_the_nearest(languages: list[str], chosen: str) -> None:
    texts = {"en-GB": "1", "fr-CA": "2", "nl": "3", "zh-Hant": "4"}
    assert in_one_language(texts, languages) == {chosen: texts[chosen]}


def test_of_no_language_at_all_nothing_is_chosen() -> None:
    assert in_one_language({}, ["fr"]) == {}
    assert in_one_language({"en": "only"}, ["fr"]) == {"en": "only"}
