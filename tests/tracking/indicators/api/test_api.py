"""The figures for programs: who may read them, what is answered and refused, and that the description is true."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from classcode import clock
from classcode.people.models import Person, RoleGrant
from classcode.people.rules import limits
from tests.make import Make
from tests.tracking.indicators.told import NOW, Story
from tracking.indicators import choices
from tracking.indicators.api import openapi
from tracking.indicators.api.answer import Answer, Problem
from tracking.indicators.choices import Known
from tracking.indicators.definition import ORDER
from tracking.indicators.report import report
from tracking.indicators.tokens import rules
from tracking.indicators.tokens.models import AccessToken

Login = Callable[[FlaskClient, Person], FlaskClient]
YEAR = {"period": "fr:2025-2026"}
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.at(NOW):
        yield


@pytest.fixture
def dora(story: Story, make: Make) -> Person:
    """A lead of a programme in which forty joined."""
    for _ in range(40):
        story.joins(story.person("FR-BRE"), 3)
    lead = make.lead("dora")
    story.session.commit()
    return lead


@pytest.fixture
def secret(session: Session, dora: Person) -> str:
    """Her token."""
    made = rules.make(session, dora.id, "Tableau de bord", 90)
    session.commit()
    return made


def asked(client: FlaskClient, secret: str, status: int = 200, **query: Any) -> Answer:
    answer = client.get(
        "/api/indicators", query_string=YEAR | query, headers={"Authorization": f"Bearer {secret}"}
    )
    assert answer.status_code == status, answer.text
    return msgspec.json.decode(answer.data, type=Answer, strict=True)


def refused(client: FlaskClient, status: int, secret: str = "", **query: Any) -> Problem:
    sent = {"Authorization": f"Bearer {secret}"} if secret else {}
    answer = client.get("/api/indicators", query_string=query, headers=sent)
    assert (answer.status_code, answer.mimetype) == (status, "application/json")
    problem = msgspec.json.decode(answer.data, type=Problem, strict=True)
    assert problem.status == status
    return problem


def test_a_program_with_a_token_reads_the_figures_of_the_page(
    client: FlaskClient, secret: str, session: Session
) -> None:
    told = asked(client, secret, lang="en")
    page = report(session, choices.read(YEAR, Known({}, {}, None, NOW.date())), 11, "en")
    assert tuple(figure.id for figure in told.figures) == ORDER
    assert told.figures[0].total.value == page.figures[0][1].total.value
    assert (told.rule.id, told.rule.k, told.as_of) == ("perturbed", 11, NOW)


def test_a_signed_in_lead_reads_them_too_in_her_language(
    client: FlaskClient, dora: Person, login: Login
) -> None:
    answer = login(client, dora).get("/api/indicators", query_string=YEAR)
    told = msgspec.json.decode(answer.data, type=Answer, strict=True)
    assert (answer.status_code, answer.headers["Cache-Control"], told.language) == (200, "no-store", "fr")


def test_further_rows_are_named_and_asked_for_by_their_criterion(client: FlaskClient, secret: str) -> None:
    figure = asked(client, secret, by=["gender", "country"], lang="en").figures[0]
    assert set(figure.rows) == {"region", "month", "gender", "country"}
    assert {row.name for row in figure.rows["country"]} == {"France"}


def test_a_filter_narrows_as_on_the_page_and_is_said_again(client: FlaskClient, secret: str) -> None:
    told = asked(client, secret, region="FR-OCC", gender="not-asked")
    assert told.narrowed_to == {"region": "FR-OCC", "gender": "not-asked"}
    assert told.figures[0].total.value is None


def test_a_token_of_a_lead_of_one_region_reads_that_region_alone(
    client: FlaskClient, make: Make, session: Session, dora: Person
) -> None:
    eva = make.lead("eva", "FR-OCC")
    secret = rules.make(session, eva.id, "Carte", 30)
    session.commit()
    assert asked(client, secret).regions == ["FR-OCC"]
    problem = refused(client, 422, secret, region="FR-BRE", lang="en", **YEAR)
    assert problem.parameter == "region" and "not one of yours" in problem.message


def test_without_a_session_or_with_an_unknown_token_nothing_is_answered(client: FlaskClient) -> None:
    for secret in ("", "ccp_unknown", "é"):
        refused(client, 401, secret)
    assert client.get("/api/indicators").headers["WWW-Authenticate"] == 'Bearer realm="indicators"'


def test_a_token_that_does_not_hold_is_not_replaced_by_the_session(
    client: FlaskClient, dora: Person, login: Login
) -> None:
    refused(login(client, dora), 401, "ccp_unknown")


def test_somebody_who_leads_nothing_is_refused(client: FlaskClient, ada: Person, login: Login) -> None:
    refused(login(client, ada), 403)


@pytest.mark.parametrize("end", ["revoked", "expired", "no longer a lead", "account closed", "another scope"])
def test_a_token_opens_nothing_any_more_once_it_ended(
    end: str, client: FlaskClient, session: Session, dora: Person, secret: str
) -> None:
    token = session.scalars(select(AccessToken)).one()
    if end == "revoked":
        rules.revoke(session, dora.id, token.id)
    elif end == "expired":
        token.expires_at = NOW
    elif end == "no longer a lead":
        session.query(RoleGrant).where(RoleGrant.person_id == dora.id).delete()
    elif end == "account closed":
        session.execute(update(Person).where(Person.id == dora.id).values(disabled_at=NOW))
    else:
        token.scopes = ["read:something-else"]
    session.commit()
    refused(client, 401, secret)


def test_a_token_that_was_used_says_so_and_keeps_no_secret(
    client: FlaskClient, session: Session, secret: str
) -> None:
    session.commit()
    asked(client, secret)
    token = session.scalars(select(AccessToken).execution_options(populate_existing=True)).one()
    assert token.last_used_at == NOW and secret not in repr(vars(token))


@pytest.mark.parametrize("name", ["regoin", "sex", "format"])
def test_a_parameter_that_is_not_there_is_refused_and_never_passed_over(
    name: str, client: FlaskClient, secret: str
) -> None:
    assert refused(client, 400, secret, **{name: "x"}).parameter == name


@pytest.mark.parametrize("query", [{"by": "name"}, {"lang": "de"}, {"period": "never"}, {"region": "FR-XXX"}])
def test_a_value_that_a_parameter_does_not_have_is_refused(
    query: dict[str, str], client: FlaskClient, secret: str
) -> None:
    assert refused(client, 422, secret, **query).parameter == next(iter(query))


def test_answers_count_towards_the_limit_of_exports(
    client: FlaskClient, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "EXPORT", limits.Limit("export", 2, 60))
    asked(client, secret)
    asked(client, secret)
    assert "60" in refused(client, 429, secret).message


def test_an_answer_leaves_a_line_with_time_person_and_filter(
    client: FlaskClient, secret: str, dora: Person, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO", "tracking.indicators.exports.noting"):
        asked(client, secret, gender="f")
    assert f"by {dora.id}: json" in caplog.text and "gender=f" in caplog.text


# Its description.


@pytest.fixture
def description(client: FlaskClient) -> dict[str, Any]:
    answer = client.get("/api/openapi.json")
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    told: dict[str, Any] = json.loads(answer.data)
    return told


def test_the_description_names_each_address_of_the_interface_and_no_other(
    app: Flask, description: dict[str, Any]
) -> None:
    served = {rule.rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/")}
    assert set(description["paths"]) | {"/api/openapi.json"} == served


def test_the_description_names_each_field_of_the_filter(description: dict[str, Any]) -> None:
    named = [one["name"] for one in description["paths"]["/api/indicators"]["get"]["parameters"]]
    assert named == [*choices.FIELDS, "by", "lang"] == list(openapi.PARAMETERS)


def test_every_reference_of_the_description_leads_to_a_schema(description: dict[str, Any]) -> None:
    def references(node: Any) -> Iterator[str]:
        if isinstance(node, dict):
            yield from [node["$ref"]] if "$ref" in node else []
            for inner in node.values():
                yield from references(inner)
        elif isinstance(node, list):
            for inner in node:
                yield from references(inner)

    schemas = {f"#/components/schemas/{name}" for name in description["components"]["schemas"]}
    found = set(references(description))
    assert found and found <= schemas and description["openapi"].startswith("3.1")


def test_every_part_of_an_answer_stands_in_its_schema(
    client: FlaskClient, secret: str, description: dict[str, Any]
) -> None:
    schemas = description["components"]["schemas"]
    sent = {"Authorization": f"Bearer {secret}"}
    told = json.loads(client.get("/api/indicators", query_string=YEAR, headers=sent).data)
    parts = {"Answer": told, "Figure": told["figures"][0], "Period": told["period"], "Rule": told["rule"]}
    parts |= {"Value": told["figures"][0]["total"], "Definition": told["figures"][0]["definition"]}
    for name, part in parts.items():
        assert set(schemas[name]["required"]) <= set(part) <= set(schemas[name]["properties"]), name


def test_each_refusal_that_can_be_met_is_described(description: dict[str, Any]) -> None:
    answers = description["paths"]["/api/indicators"]["get"]["responses"]
    assert set(answers) == {"200", "400", "401", "403", "422", "429"}


# The page of tokens.


def test_a_secret_is_shown_once_and_a_repeat_leads_to_the_list(
    client: FlaskClient, dora: Person, login: Login, session: Session
) -> None:
    login(client, dora)
    form = {"act": str(uuid4()), "lang": "en", "name": "Tableau de bord", "days": "90"}
    first, second = (client.post("/indicators/tokens/make", data=form) for _ in range(2))
    assert first.status_code == 200 and rules.BEGINS in first.text
    assert (second.status_code, second.location) == (302, "/en/indicators/tokens/")
    page = client.get("/en/indicators/tokens/").text
    assert "Tableau de bord" in page and "ccp_…" in page
    assert len(session.scalars(select(AccessToken)).all()) == 1


def test_a_token_is_ended_by_its_owner_alone(
    client: FlaskClient, make: Make, login: Login, session: Session, secret: str, dora: Person
) -> None:
    token_id = session.scalars(select(AccessToken.id)).one()
    zoe = make.lead("zoe")
    session.commit()
    address = f"/indicators/tokens/{token_id}/revoke"
    data = {"act": str(uuid4()), "lang": "en"}
    assert login(client, zoe).post(address, data=data).status_code == 404
    assert asked(client, secret)
    assert login(client, dora).post(address, data=data | {"act": str(uuid4())}).status_code == 302
    refused(client, 401, secret)


def test_a_token_needs_a_name_and_a_period_of_the_list_and_there_are_at_most_ten(
    client: FlaskClient, dora: Person, login: Login, session: Session
) -> None:
    login(client, dora)
    for fields in ({"name": " ", "days": "90"}, {"name": "x", "days": "10000"}):
        form = {"act": str(uuid4()), "lang": "en"} | fields
        assert client.post("/indicators/tokens/make", data=form).status_code == 422
    for number in range(rules.MOST):
        rules.make(session, dora.id, f"Token {number}", 30)
    session.commit()
    form = {"act": str(uuid4()), "lang": "en", "name": "One more", "days": "90"}
    assert client.post("/indicators/tokens/make", data=form).status_code == 422
