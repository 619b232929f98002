"""Communication 2.1.3: what the filters of a query find, by themselves, together, and through StatementRefs."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from classcode import clock
from tests.tracking.lrs.exchange import as_text, found, get, post, put
from tests.tracking.lrs.logged import referring, statement, voiding
from tests.tracking.lrs.statement import ADA, BRUNO, INSIDE, TEAM

CLOE = {"objectType": "Agent", "mbox": "mailto:cloe@example.org"}
OF_CLOE = {"mbox": "mailto:cloe@example.org"}
GROUP = {"objectType": "Group", "name": "A group", "member": [CLOE, BRUNO]}
CLUB = {"objectType": "Group", "mbox": "mailto:club@example.org", "member": [CLOE]}
COURSE = "https://example.org/course"
ASKED = "https://example.org/verbs/asked"
REGISTRATION = "ec531277-b57b-4c15-8d91-d292c5b2b8f7"
CONTEXT_AGENTS = {"contextAgents": [{"objectType": "contextAgent", "agent": CLOE}]}
CONTEXT_GROUPS = {"contextGroups": [{"objectType": "contextGroup", "group": GROUP}]}
NEWER = {"X-Experience-API-Version": "2.0.0"}


def inside(**changed: Any) -> dict[str, Any]:
    return {**INSIDE, **changed}


@pytest.mark.parametrize(
    ("changed", "narrow"),
    [
        ({"actor": CLOE}, True),
        ({"actor": GROUP}, True),
        ({"actor": CLUB}, True),
        ({"object": CLOE}, True),
        ({"object": CLUB}, True),
        ({"context": {"instructor": CLOE}}, False),
        ({"context": {"instructor": GROUP}}, False),
        ({"context": {"team": CLUB}}, False),
        ({"object": inside(actor=CLOE)}, False),
        ({"object": inside(object=CLOE)}, False),
        ({"object": inside(object=GROUP)}, False),
        ({"object": inside(context={"instructor": CLOE})}, False),
        ({"object": inside(context={"team": CLUB})}, False),
        ({"context": CONTEXT_AGENTS}, False),
        ({"context": CONTEXT_GROUPS}, False),
    ],
    ids=[
        "actor", "member of the actor", "member of an identified actor", "object", "member of the object", "instructor",
        "member of the instructor", "team", "actor inside", "object inside", "member of the object inside",
        "instructor inside", "team inside", "context agent", "member of a context group",
    ],
)  # fmt: skip
def test_agent_finds_actor_and_object_and_related_agents_all_others(
    lrs: FlaskClient, changed: dict[str, Any], narrow: bool
) -> None:
    one = statement(**changed)
    post(lrs, statement(actor=TEAM))
    assert put(lrs, one, headers=NEWER).status_code == 204
    assert found(lrs, agent=OF_CLOE) == ([one["id"]] if narrow else [])
    assert found(lrs, agent=OF_CLOE, related_agents="false") == ([one["id"]] if narrow else [])
    assert found(lrs, agent=OF_CLOE, related_agents="true") == [one["id"]]


def test_related_agents_finds_the_authority_and_agent_does_not(lrs: FlaskClient) -> None:
    one = statement()
    post(lrs, one)
    answer = get(lrs, statementId=one["id"]).json
    assert answer is not None
    authority = answer["authority"]
    assert found(lrs, agent=authority) == []
    assert found(lrs, agent=authority, related_agents="true") == [one["id"]]


@pytest.mark.parametrize(
    "agent",
    [
        {"mbox": "mailto:dora@example.org"},
        {"mbox_sha1sum": "ebd31e95054c018b10727ccffd2ef2ec3a016ee9"},
        {"openid": "https://dora.example.org/"},
        {"account": {"homePage": "https://example.org", "name": "dora | é"}},
    ],
    ids=lambda agent: next(iter(agent)),
)
def test_data_2_4_2_3_an_agent_is_found_by_each_kind_of_identifier(
    lrs: FlaskClient, agent: dict[str, Any]
) -> None:
    one, _other = post(lrs, statement(actor=agent | {"name": "Dora"}), statement())
    assert found(lrs, agent=agent) == [one]
    assert found(lrs, agent={"objectType": "Agent", "name": "Somebody", **agent}) == [one]


def test_verb_finds_the_statements_own_verb_only(lrs: FlaskClient) -> None:
    asked = {"id": ASKED}
    one, _inner = post(lrs, statement(verb=asked), statement(object=inside(verb=asked)))
    assert found(lrs, verb=ASKED) == [one]
    assert found(lrs, verb=ASKED + "/") == []


@pytest.mark.parametrize(
    ("changed", "narrow"),
    [
        ({"object": {"id": COURSE}}, True),
        ({"context": {"contextActivities": {"parent": [{"id": COURSE}]}}}, False),
        ({"context": {"contextActivities": {"grouping": [{"id": COURSE}]}}}, False),
        ({"context": {"contextActivities": {"category": {"id": COURSE}}}}, False),
        ({"context": {"contextActivities": {"other": [{"id": "a:b"}, {"id": COURSE}]}}}, False),
        ({"object": inside(object={"id": COURSE})}, False),
        ({"object": inside(context={"contextActivities": {"other": [{"id": COURSE}]}})}, False),
    ],
    ids=["object", "parent", "grouping", "category", "other", "object inside", "context inside"],
)
def test_activity_finds_the_object_and_related_activities_all_others(
    lrs: FlaskClient, changed: dict[str, Any], narrow: bool
) -> None:
    one, _other = post(lrs, statement(**changed), statement())
    assert found(lrs, activity=COURSE) == ([one] if narrow else [])
    assert found(lrs, activity=COURSE, related_activities="true") == [one]


def test_registration_finds_the_statements_own_in_any_letters(lrs: FlaskClient) -> None:
    ids = post(
        lrs,
        statement(context={"registration": REGISTRATION}),
        statement(context={"registration": REGISTRATION.upper()}),
        statement(object=inside(context={"registration": REGISTRATION})),
    )
    assert (
        found(lrs, registration=REGISTRATION) == found(lrs, registration=REGISTRATION.upper()) == ids[1::-1]
    )


def test_filters_together_find_what_matches_all_of_them(lrs: FlaskClient) -> None:
    all_of_it = {
        "actor": CLOE,
        "verb": {"id": ASKED},
        "object": {"id": COURSE},
        "context": {"registration": REGISTRATION},
    }
    whole, *_ = post(
        lrs, statement(**all_of_it), *(statement(**all_of_it | {name: other}) for name, other in OTHERS)
    )
    query = {"agent": as_text(OF_CLOE), "verb": ASKED, "activity": COURSE, "registration": REGISTRATION}
    assert found(lrs, **query) == [whole]
    assert found(lrs, **query, related_agents="true", related_activities="true") == [whole]
    for name in query:
        rest = {other: value for other, value in query.items() if other != name}
        assert len(found(lrs, **rest)) == 2


OTHERS: list[tuple[str, Any]] = [
    ("actor", ADA),
    ("verb", {"id": "https://example.org/verbs/other"}),
    ("object", {"id": "https://example.org/other"}),
    ("context", {"platform": "Another"}),
]


@pytest.mark.parametrize("first", ["target", "reference"])
def test_references_a_match_is_found_with_who_refers_to_it_whichever_came_first(
    lrs: FlaskClient, first: str
) -> None:
    target = statement(
        actor=CLOE, verb={"id": ASKED}, object={"id": COURSE}, context={"registration": REGISTRATION}
    )
    reference = referring(target["id"])
    both = [target, reference] if first == "target" else [reference, target]
    for one in both:
        post(lrs, one)
    ids = [one["id"] for one in both]
    for query in ({"agent": OF_CLOE}, {"verb": ASKED}, {"activity": COURSE}, {"registration": REGISTRATION}):
        assert found(lrs, **query, ascending="true") == ids
    assert found(lrs, agent=OF_CLOE, verb=ASKED, activity=COURSE, registration=REGISTRATION) == ids[::-1]


def test_references_one_target_has_to_match_every_filter(lrs: FlaskClient) -> None:
    by_cloe, asked = statement(actor=CLOE), statement(verb={"id": ASKED})
    post(lrs, by_cloe, asked, referring(by_cloe["id"], verb={"id": ASKED}))
    assert found(lrs, agent=OF_CLOE, verb=ASKED) == []


def test_references_related_filters_reach_through_them_too(lrs: FlaskClient) -> None:
    target = statement(context={"instructor": CLOE, "contextActivities": {"parent": [{"id": COURSE}]}})
    ids = post(lrs, target, referring(target["id"]))
    assert found(lrs, agent=OF_CLOE) == found(lrs, activity=COURSE) == []
    assert found(lrs, agent=OF_CLOE, related_agents="true", ascending="true") == ids
    assert found(lrs, activity=COURSE, related_activities="true", ascending="true") == ids


def test_references_reach_through_any_number_of_statements(lrs: FlaskClient) -> None:
    chain = [statement(verb={"id": ASKED})]
    for _ in range(4):
        chain.append(referring(chain[-1]["id"]))
    post(lrs, *chain[3:])
    post(lrs, chain[1])
    post(lrs, chain[0])
    post(lrs, chain[2])
    assert sorted(found(lrs, verb=ASKED)) == sorted(one["id"] for one in chain)


def test_references_times_and_limit_look_at_who_refers_not_at_the_match(lrs: FlaskClient) -> None:
    target = statement(verb={"id": ASKED})
    early, late = referring(target["id"]), referring(target["id"])
    ids = []
    for day, one in enumerate((early, target, late)):
        with clock.at(clock.now().replace(year=2020, month=5, day=1 + day)):
            ids += post(lrs, one)
    until = "2020-05-02T00:00:00Z"
    assert found(lrs, verb=ASKED, until=until) == ids[:1]
    assert found(lrs, verb=ASKED, since="2020-05-03T00:00:00Z") == ids[2:]
    page = get(lrs, verb=ASKED, limit="1").json
    assert page is not None and [one["id"] for one in page["statements"]] == ids[2:] and page["more"]


def test_references_without_a_filter_nothing_is_found_twice(lrs: FlaskClient) -> None:
    target = statement()
    ids = post(lrs, target, referring(target["id"]), referring(target["id"]))
    assert found(lrs, ascending="true") == ids


def test_references_in_statements_inside_and_contexts_lead_nowhere(lrs: FlaskClient) -> None:
    target = statement(verb={"id": ASKED})
    reference = {"objectType": "StatementRef", "id": target["id"]}
    ids = post(
        lrs, target, statement(object=inside(object=reference)), statement(context={"statement": reference})
    )
    assert found(lrs, verb=ASKED) == ids[:1]


def test_references_of_a_voiding_find_it_by_its_target(lrs: FlaskClient) -> None:
    target = statement(verb={"id": ASKED})
    undoing = voiding(target["id"])
    post(lrs, target, undoing)
    assert found(lrs, verb=ASKED) == [undoing["id"]]
