"""The proof on a real database: few statements, the page, the command, and the metrics with who may read them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, update
from sqlalchemy.orm import Session

from classcode import clock
from classcode.config import Config
from classcode.people.models import Person
from helpdesk.coverage import queries
from helpdesk.coverage.classes import Sight
from helpdesk.coverage.cli import desk
from helpdesk.jobs import go_round
from tests.helpdesk.tickets.conftest import Ask
from tests.make import Make

Login = Callable[[FlaskClient, Person], FlaskClient]
NOON = datetime(2026, 11, 10, 11, 0, tzinfo=UTC)


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """Collect the statements of a block."""
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def close_account(session: Session, who: Person) -> None:
    session.execute(update(Person).where(Person.id == who.id).values(disabled_at=clock.now()))
    session.commit()


@pytest.fixture
def lead(make: Make) -> Person:
    """Denise leads Bretagne."""
    return make.lead("denise", "FR-BRE")


def test_the_proof_takes_as_many_statements_for_many_questions_as_for_one(
    session: Session, engine: Engine, ask: Ask, ada: Person, bruno: Person, lead: Person
) -> None:
    taken = []
    for _ in range(2):
        ask(ada)
        session.flush()
        with counted(engine) as statements:
            queries.coverage(session)
        taken.append(sum(one.startswith("SELECT") for one in statements))
    assert taken[0] == taken[1] <= 6


def test_a_closed_account_leaves_its_question_unseen_until_the_next_round(
    session: Session, make: Make, ask: Ask, ada: Person, bruno: Person, lead: Person
) -> None:
    with clock.at(NOON):
        ticket = ask(ada)
        fanny = make.facilitator("fanny", region="FR-BRE", commune="FR-29019")
        close_account(session, bruno)
        assert queries.coverage(session).counts[Sight.UNSEEN] == 1
        session.rollback()
        go_round("a round")
        assert queries.coverage(session).counts[Sight.UNSEEN] == 0
    session.refresh(ticket)
    assert ticket.facilitator_id == fanny.id


def test_the_page_says_that_all_is_well_and_that_it_is_not(
    session: Session, client: FlaskClient, login: Login, ask: Ask, ada: Person, bruno: Person, lead: Person
) -> None:
    ticket = ask(ada)
    login(client, lead)
    assert "est en vue de quelqu’un" in client.get("/fr/desk/coverage").get_data(as_text=True)
    close_account(session, bruno)
    page = client.get("/fr/desk/coverage").get_data(as_text=True)
    assert f"/fr/help/{ticket.id}/" in page and "hors de vue" in page
    assert ticket.subject not in page


def test_a_lead_sees_her_regions_alone(
    client: FlaskClient, login: Login, make: Make, ask: Ask, ada: Person, bruno: Person
) -> None:
    ask(ada)
    page = login(client, make.lead("emile", "FR-OCC")).get("/fr/desk/coverage").get_data(as_text=True)
    assert re.search(r"Tenue par.*?<td class=\"number\">0</td>", page, re.DOTALL)
    assert '<td class="number">1</td>' not in page


@pytest.mark.parametrize("who", ["ada", "bruno"])
def test_others_have_no_such_page(
    client: FlaskClient, login: Login, request: pytest.FixtureRequest, who: str
) -> None:
    login(client, request.getfixturevalue(who))
    assert client.get("/fr/desk/coverage").status_code == 403


def test_the_command_ends_with_one_when_a_question_is_unseen(
    session: Session, ask: Ask, ada: Person, bruno: Person, lead: Person
) -> None:
    ticket = ask(ada)
    session.commit()
    well = CliRunner().invoke(desk, ["coverage"], obj=lambda: None)
    close_account(session, bruno)
    lost = CliRunner().invoke(desk, ["coverage"], obj=lambda: None)
    assert (well.exit_code, lost.exit_code) == (0, 1)
    assert f"unseen: {ticket.id} holder-gone FR-BRE fr" in lost.output
    assert ticket.subject not in lost.output


def samples(text: str) -> dict[str, float]:
    """Read the text format back: a comment or a sample on each line."""
    found = {}
    for line in text.splitlines():
        if line.startswith("# "):
            assert re.fullmatch(r"# (HELP|TYPE) [a-z_]+ .+", line)
            continue
        sample = re.fullmatch(r"([a-z_]+(?:\{[a-z_]+=\"[a-z-]+\"\})?) (\d+)", line)
        assert sample, line
        found[sample[1]] = float(sample[2])
    return found


def test_the_metrics_count_what_is_there(
    session: Session, client: FlaskClient, ask: Ask, ada: Person, lead: Person
) -> None:
    with clock.at(NOON):
        ask(ada)
        session.commit()
    with clock.at(NOON + timedelta(minutes=30)):
        answer = client.get("/metrics")
    assert answer.content_type == "text/plain; version=0.0.4; charset=utf-8"
    found = samples(answer.get_data(as_text=True))
    assert found['classcode_desk_tickets{state="new"}'] == 1
    assert found["classcode_desk_tickets_unseen"] == 0
    assert found["classcode_desk_oldest_unheld_seconds"] == 1800
    assert {'classcode_jobs{state="dead"}', 'classcode_mails{state="refused"}'} <= set(found)


def test_the_metrics_are_closed_to_whoever_comes_from_elsewhere(client: FlaskClient) -> None:
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    assert client.get("/metrics", environ_base=elsewhere).status_code == 404
    assert client.get("/metrics", headers={"X-Forwarded-For": "192.0.2.7"}).status_code == 404
    assert (
        client.get("/metrics", headers={"Authorization": "Bearer None"}, environ_base=elsewhere).status_code
        == 404
    )


def test_who_shows_the_token_reads_the_metrics_from_anywhere(
    app: Flask, client: FlaskClient, config: Config
) -> None:
    token = uuid4().hex
    app.extensions["classcode"] = replace(config, metrics_token=token)
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    right, wrong = ({"Authorization": f"Bearer {one}"} for one in (token, token[:-1] + "é"))
    assert client.get("/metrics", headers=right, environ_base=elsewhere).status_code == 200
    assert client.get("/metrics", headers=wrong, environ_base=elsewhere).status_code == 404
