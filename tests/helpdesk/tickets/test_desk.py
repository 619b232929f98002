"""The queues of the desk: what stands in which list, in which order, page by page, in few queries."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, update
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.people.models import Facilitator, Person
from helpdesk.models import RUNS, Source, Ticket
from helpdesk.tickets.naming import pseudonym
from helpdesk.tickets.queries.desk import RUNS as ASKED
from helpdesk.tickets.queries.desk import Part, desk_of, earlier_questions_of, part_of, questions_of
from helpdesk.tickets.queries.lines import PAGE, cursor_of
from helpdesk.tickets.rules import away, holding, merging, moderating, talking
from tests.helpdesk.tickets.conftest import Ask
from tests.helpdesk.tickets.test_access import visitor
from tests.helpdesk.tickets.test_routes import Login, post
from tests.make import Make

MOST_QUERIES = 6


def ids(session: Session, who: Person, part: Part) -> list[object]:
    return [line.id for line in desk_of(session, visitor(session, who)).part(part).lines]


@contextmanager
def statements() -> Iterator[list[str]]:
    told: list[str] = []
    engine = db.bound_engine()

    def heard(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if not statement.startswith("BEGIN"):
            told.append(statement)

    event.listen(engine, "before_cursor_execute", heard)
    yield told
    event.remove(engine, "before_cursor_execute", heard)


def test_what_is_proposed_comes_apart_from_what_was_accepted_and_what_was_answered(
    session: Session, ask: Ask, ada: Person, bruno: Person
) -> None:
    proposed, accepted, answered = ask(ada), ask(ada), ask(ada)
    holding.accept(session, accepted, by=bruno.id)
    talking.answer(session, answered, "Like this", act_id=uuid4())
    assert ids(session, bruno, Part.PROPOSED) == [proposed.id]
    assert ids(session, bruno, Part.WAITING) == [accepted.id]
    assert ids(session, bruno, Part.ANSWERED) == [answered.id]


def test_the_most_urgent_stands_on_top(session: Session, ask: Ask, ada: Person, bruno: Person) -> None:
    later, sooner = ask(ada), ask(ada)
    for ticket in (later, sooner):
        holding.accept(session, ticket, by=bruno.id)
    sooner.promised_by = later.promised_by - timedelta(hours=1)
    session.flush()
    assert ids(session, bruno, Part.WAITING) == [sooner.id, later.id]


def test_a_lead_sees_what_is_late_and_what_is_reported_and_a_facilitator_does_not(
    session: Session, ask: Ask, make: Make, ada: Person, bruno: Person
) -> None:
    ticket, lead = ask(ada), make.lead("eve", "FR-BRE")
    said = talking.answer(session, ticket, "Rude", act_id=uuid4())
    moderating.report(session, said, by=ada.id)
    talking.reply(session, ticket, "Again")
    ticket.promised_by = clock.now() - timedelta(hours=1)
    session.flush()
    assert (ids(session, lead, Part.LATE), ids(session, bruno, Part.LATE)) == ([ticket.id], [])
    assert (ids(session, lead, Part.REPORTED), ids(session, bruno, Part.REPORTED)) == ([ticket.id], [])


def test_a_line_says_what_is_special_and_calls_the_unnamed_by_a_pseudonym(
    session: Session, ask: Ask, ada: Person, bruno: Person, chloe: Person
) -> None:
    ticket, other = ask(ada, unnamed=True, source=Source.IN_PERSON), ask(ada, unnamed=True)
    merging.merge(session, other, ticket, by=bruno.id)
    ticket.lent_by_id = chloe.id
    session.flush()
    [line] = desk_of(session, visitor(session, bruno)).part(Part.PROPOSED).lines
    assert (line.learner, line.unnamed) == (pseudonym(ticket.id), True)
    assert (line.lent, line.joined, line.source) == (True, True, Source.IN_PERSON)


def test_the_page_says_until_when_a_proposal_is_hers_and_how_long_is_left(
    client: FlaskClient, login: Login, session: Session, ask: Ask, ada: Person, bruno: Person
) -> None:
    ticket = ask(ada)
    page = login(client, bruno).get("/en/desk/").text
    assert "Yours until" in page and "2 days left" in page
    assert f"/help/{ticket.id}/accept" in page and f"/help/{ticket.id}/pass-on" in page


def test_accepting_on_the_card_leads_to_the_question_and_twice_is_once(
    client: FlaskClient, login: Login, ask: Ask, session: Session, ada: Person, bruno: Person
) -> None:
    ticket = ask(ada)
    login(client, bruno)
    for _ in range(2):
        answer = post(client, f"/help/{ticket.id}/accept")
        assert answer.headers["Location"].endswith(f"/help/{ticket.id}/")
    assert ids(session, bruno, Part.WAITING) == [ticket.id]


def unheld(session: Session, ask: Ask, who: Person, many: int) -> list[Ticket]:
    tickets = [ask(who, text=f"Question {n}") for n in range(many)]
    for n, ticket in enumerate(tickets):
        ticket.promised_by = clock.now() + timedelta(minutes=10 * (n // 2))
    session.flush()
    return tickets


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let one person ask more than the limits of a day."""
    monkeypatch.setattr("helpdesk.tickets.rules.asking.limits.check", lambda *_: None)


@pytest.mark.usefixtures("patient")
def test_show_more_goes_on_where_the_list_ended_with_no_line_twice_and_none_lost(
    client: FlaskClient, login: Login, session: Session, ask: Ask, make: Make, ada: Person
) -> None:
    tickets = unheld(session, ask, ada, PAGE + 7)
    lead = make.lead("eve", "FR-BRE")
    who = visitor(session, lead)
    first = desk_of(session, who).part(Part.UNHELD)
    rest = part_of(session, who, Part.UNHELD, first.more)
    assert (len(first.lines), len(rest.lines), rest.more) == (PAGE, 7, None)
    wanted = sorted(tickets, key=lambda one: (one.promised_by, str(one.id)))
    assert [line.id for line in (*first.lines, *rest.lines)] == [ticket.id for ticket in wanted]
    page = login(client, lead).get("/en/desk/").text
    assert "20 and more" in page and "/en/desk/list/unheld?after=" in page
    assert client.get(f"/en/desk/list/unheld?after={first.more}").text.count("data-card") == 7


@pytest.mark.usefixtures("patient")
def test_a_learner_reads_her_earlier_questions_page_by_page(
    client: FlaskClient, login: Login, session: Session, ask: Ask, ada: Person
) -> None:
    unheld(session, ask, ada, PAGE + 3)
    shown = questions_of(session, ada.id)
    rest = earlier_questions_of(session, ada.id, shown[-1].cursor)
    assert len({line.id for line in (*shown, *rest.lines)}) == PAGE + 3
    login(client, ada)
    assert "/fr/help/earlier?after=" in client.get("/fr/help/").text
    assert client.get("/fr/help/earlier").status_code == 200


@pytest.mark.parametrize("cursor", ["", "x", "2026-01-01~", "2026-01-01T00:00:00~x", f"~{UUID(int=1)}"])
def test_a_cursor_that_nobody_gave_reads_as_none(cursor: str) -> None:
    assert cursor_of(cursor) is None


def test_an_unknown_list_and_somebody_else_s_are_not_there(
    client: FlaskClient, login: Login, session: Session, ask: Ask, make: Make, ada: Person, bruno: Person
) -> None:
    ask(ada)
    login(client, bruno)
    assert client.get("/fr/desk/list/nothing").status_code == 404
    assert "data-card" not in client.get("/fr/desk/list/late").text


def test_the_desk_takes_six_queries_at_most_however_much_waits(
    app: Flask, login: Login, session: Session, ask: Ask, make: Make, ada: Person, bruno: Person
) -> None:
    lead = make.lead("eve", "FR-BRE")
    for _ in range(4):
        ask(ada)
    for who in (bruno, lead):
        client = login(app.test_client(), who)
        client.get("/fr/desk/")
        with statements() as told:
            client.get("/fr/desk/")
        assert 0 < len(told) <= MOST_QUERIES


def test_the_lists_ask_in_the_words_of_the_partial_index(session: Session) -> None:
    compiled = str(ASKED.compile(session.get_bind(), compile_kwargs={"render_postcompile": True}))
    assert compiled.removeprefix("ticket.") == RUNS


def test_a_slot_in_an_absence_is_not_announced(
    session: Session, ask: Ask, ada: Person, bruno: Person
) -> None:
    before = desk_of(session, visitor(session, bruno)).slot
    today = clock.now().date()
    away.declare(session, bruno.id, today, today + timedelta(days=3))
    after = desk_of(session, visitor(session, bruno)).slot
    assert before and after and after.start > before.start


def test_a_ticket_of_mine_as_a_learner_is_in_none_of_my_lists(
    session: Session, ask: Ask, make: Make, ada: Person
) -> None:
    denis = make.facilitator("denis", region="FR-BRE", commune="FR-35238")
    ticket = ask(denis)
    session.execute(update(Ticket).values(facilitator_id=None))
    session.expire_all()
    assert all(ticket.id not in ids(session, denis, part) for part in Part)


def test_who_leads_is_told_of_a_reported_profile_and_who_answers_is_not(
    app: Flask, login: Login, session: Session, make: Make, bruno: Person
) -> None:
    offer = session.get_one(Facilitator, bruno.id)
    offer.presentation, offer.presentation_reported_at = "I like robots.", clock.now()
    session.flush()
    leading, answering = (
        login(app.test_client(), who).get("/en/desk/").text for who in (make.lead("eve", "FR-BRE"), bruno)
    )
    assert f"/en/help/people/{bruno.id}" in leading
    assert f"/en/help/people/{bruno.id}" not in answering


def test_the_desk_leads_to_the_pages_that_are_open_to_the_reader(
    app: Flask, login: Login, make: Make, bruno: Person
) -> None:
    leading, answering = (
        login(app.test_client(), who).get("/en/desk/").text for who in (make.lead("eve", "FR-BRE"), bruno)
    )
    for path in ("log", "canned", "answers/", "keys"):
        assert f'href="/en/desk/{path}"' in leading and f'href="/en/desk/{path}"' in answering
    for path in ("reports", "coverage", "people", "settings"):
        assert f'href="/en/desk/{path}"' in leading and f'href="/en/desk/{path}"' not in answering
    assert 'href="/en/desk/me"' in answering
