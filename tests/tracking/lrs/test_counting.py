"""What counts of statements from outside: a listed client, a listed template, one of our actors; nothing else."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode.people.models import Person
from classcode.queues import Job
from tests.tracking.lrs.conftest import Credentials
from tracking.models import Milestone, Statement
from tracking.projections.merging import merge
from tracking.projections.models import Opinion
from tracking.rules import COMPLETION, actor_of
from tracking.vocabulary import profile_version_iri

BASE = "http://classcode.test"
MODULE = f"{BASE}/modules/creative-programming"
ADL = "http://adlnet.gov/expapi"


def passed(actor: str, **changes: Any) -> dict[str, Any]:
    """Return a statement that follows our template `activity-passed`."""
    told = {
        "actor": {"objectType": "Agent", "account": {"homePage": BASE, "name": actor}},
        "verb": {"id": f"{ADL}/verbs/passed", "display": {"en": "passed"}},
        "object": {
            "objectType": "Activity",
            "id": f"{MODULE}/loops/quiz",
            "definition": {"type": f"{ADL}/activities/assessment"},
        },
        "result": {
            "success": True,
            "score": {"scaled": 1.0, "raw": 3, "max": 3},
            "duration": "PT12M",
            "extensions": {f"{BASE}/xapi/extensions/attempt": 1},
        },
        "context": {
            "registration": str(uuid4()),
            "platform": "Class'Code",
            "revision": "0123456789ab",
            "contextActivities": {
                "category": [{"id": profile_version_iri(BASE)}],
                "parent": [{"id": f"{MODULE}/loops", "definition": {"type": f"{ADL}/activities/lesson"}}],
                "grouping": [{"id": MODULE, "definition": {"type": f"{ADL}/activities/course"}}],
            },
        },
    }
    return told | changes


@pytest.fixture
def actor(session: Session, ada: Person) -> str:
    """Ada's pseudonym, committed."""
    actor = actor_of(session, ada.id)
    session.commit()
    return str(actor)


def post(lrs: FlaskClient, headers: dict[str, str], statement: dict[str, Any]) -> None:
    answer = lrs.post("/statements", json=statement, headers=headers)
    assert answer.status_code == 200, answer.text


def row(session: Session) -> Statement:
    return session.scalars(select(Statement).where(Statement.client_id.is_not(None))).one()


def milestones(session: Session) -> set[tuple[str, str]]:
    return {(one.kind, one.module) for one in session.scalars(select(Milestone))}


def test_a_listed_template_of_a_listed_client_counts(
    lrs: FlaskClient, credentials: Credentials, session: Session, actor: str
) -> None:
    post(lrs, credentials(trusted=["activity-passed"]), passed(actor))
    one = row(session)
    assert (str(one.actor), one.verb, one.object_path) == (
        actor,
        "passed",
        "modules/creative-programming/loops/quiz",
    )
    assert (one.object_kind, one.module) == ("assessment", "creative-programming")
    assert ("engaged", "creative-programming") in milestones(session)


def test_what_counts_wakes_the_look_at_the_modules_rule(
    lrs: FlaskClient, credentials: Credentials, session: Session, actor: str, ada: Person
) -> None:
    post(lrs, credentials(trusted=["activity-passed"]), passed(actor))
    subjects = session.scalars(select(Job.subject).where(Job.topic == COMPLETION)).all()
    assert subjects == [f"{ada.id}:creative-programming"]


@pytest.mark.parametrize("trusted", [[], ["unit-done"]], ids=["no template", "another template"])
def test_what_is_not_listed_is_kept_and_does_not_count(
    lrs: FlaskClient, credentials: Credentials, session: Session, actor: str, trusted: list[str]
) -> None:
    post(lrs, credentials(trusted=trusted), passed(actor))
    assert row(session).verb is None
    assert milestones(session) == set()


def test_an_actor_who_is_none_of_ours_does_not_count(
    lrs: FlaskClient, credentials: Credentials, session: Session
) -> None:
    post(lrs, credentials(trusted=["activity-passed"]), passed(str(uuid4())))
    assert row(session).actor is None


def test_a_statement_that_breaks_a_rule_of_its_template_does_not_count(
    lrs: FlaskClient, credentials: Credentials, session: Session, actor: str
) -> None:
    post(lrs, credentials(trusted=["activity-passed"]), passed(actor, result={"success": True}))
    assert row(session).verb is None


def test_the_same_statement_twice_counts_once(
    lrs: FlaskClient, credentials: Credentials, session: Session, actor: str
) -> None:
    headers = credentials(trusted=["activity-passed"])
    statement = passed(actor, id=str(uuid4()))
    post(lrs, headers, statement)
    post(lrs, headers, statement)
    assert row(session).verb == "passed"


def voiding(target: str) -> dict[str, Any]:
    """Return a statement that voids another, by whoever sends it."""
    return {
        "actor": {"objectType": "Agent", "account": {"homePage": BASE, "name": "tool"}},
        "verb": {"id": f"{ADL}/verbs/voided", "display": {"en": "voided"}},
        "object": {"objectType": "StatementRef", "id": target},
    }


def test_what_its_client_voids_is_followed_anew(
    lrs: FlaskClient, credentials: Credentials, session: Session, actor: str
) -> None:
    headers, identity = credentials(trusted=["activity-passed"]), str(uuid4())
    post(lrs, headers, passed(actor, id=identity))
    post(lrs, headers, voiding(identity))
    assert milestones(session) == set()


def test_nothing_follows_from_a_statement_that_was_voided_before_it_came(
    lrs: FlaskClient, credentials: Credentials, session: Session, actor: str
) -> None:
    headers, identity = credentials(trusted=["activity-passed"]), str(uuid4())
    post(lrs, headers, voiding(identity))
    post(lrs, headers, passed(actor, id=identity))
    assert milestones(session) == set()


def test_three_days_of_one_learner_in_one_request_make_her_participate(
    lrs: FlaskClient, credentials: Credentials, session: Session, actor: str
) -> None:
    days = [passed(actor, timestamp=f"2026-03-0{day}T09:00:00.000Z") for day in (4, 2, 3)]
    answer = lrs.post("/statements", json=days, headers=credentials(trusted=["activity-passed"]))
    assert answer.status_code == 200, answer.text
    assert ("participating", "creative-programming") in milestones(session)


def test_what_is_said_of_an_account_that_was_merged_counts_for_the_person(
    lrs: FlaskClient, credentials: Credentials, session: Session, actor: str
) -> None:
    old = uuid4()
    merge(session, UUID(actor), old)
    session.commit()
    post(lrs, credentials(trusted=["activity-passed"]), passed(str(old)))
    assert {row.actor for row in session.scalars(select(Milestone))} == {UUID(actor)}


@pytest.mark.parametrize(("scale", "counted"), [("confidence", [4]), ("agreement", []), (None, [])])
def test_how_able_somebody_feels_counts_where_the_answer_names_that_scale(
    lrs: FlaskClient,
    credentials: Credentials,
    session: Session,
    actor: str,
    scale: str | None,
    counted: list[int],
) -> None:
    extensions: dict[str, Any] = {f"{BASE}/xapi/extensions/attempt": 1}
    extensions |= {f"{BASE}/xapi/extensions/scale": scale} if scale else {}
    told = passed(actor, result={"response": "4", "extensions": extensions})
    told["verb"] = {"id": f"{ADL}/verbs/answered", "display": {"en": "answered"}}
    definition = {"type": f"{ADL}/activities/cmi.interaction", "interactionType": "likert"}
    told["object"] = {"objectType": "Activity", "id": f"{MODULE}/loops/survey/one", "definition": definition}
    around = told["context"]["contextActivities"]
    around["grouping"] = [*around["parent"], *around["grouping"]]
    around["parent"] = [
        {"id": f"{MODULE}/loops/survey", "definition": {"type": f"{ADL}/activities/assessment"}}
    ]
    post(lrs, credentials(trusted=["question-answered"]), told)
    session.expire_all()
    assert ("engaged", "") in milestones(session)
    assert list(session.scalars(select(Opinion.points))) == counted
