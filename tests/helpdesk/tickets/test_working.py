"""The working page: what came meanwhile, who is unnamed, who may do what, and what was written is never lost."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from classcode import clock, i18n
from classcode.people.models import Person
from helpdesk.models import Message
from helpdesk.tickets import when
from helpdesk.tickets.naming import pseudonym
from helpdesk.tickets.rules import holding, naming, talking
from helpdesk.tickets.states import State
from tests.helpdesk.tickets.conftest import Ask
from tests.helpdesk.tickets.test_routes import Login, count, one_ticket, post
from tests.make import Make


def mark_on(page: str) -> str:
    found = re.search(r'name="seen" value="([^"]+)"', page)
    assert found
    return found[1]


def test_an_answer_to_what_she_has_not_read_is_held_and_shown_with_what_came(
    app: Flask, login: Login, ask: Ask, session: Session, ada: Person, bruno: Person
) -> None:
    ticket = ask(ada)
    his, hers = login(app.test_client(), bruno), login(app.test_client(), ada)
    here = f"/help/{ticket.id}"
    seen = mark_on(his.get(f"/en{here}/").text)
    assert post(hers, f"{here}/answer", text="Wait, it turns *now*").status_code == 302
    held = post(his, f"{here}/answer", text="My long answer", seen=seen, lang="en")
    assert held.status_code == 409
    assert "My long answer" in held.text and "Send it all the same" in held.text
    assert held.text.count("it turns <em>now</em>") == 2 and ">New<" in held.text.replace(" ", "")
    assert count(Message) == 2
    sent = post(his, f"{here}/answer", text="My long answer", seen=mark_on(held.text))
    assert sent.status_code == 302 and count(Message) == 3


def test_of_two_answers_written_on_the_same_page_at_the_same_moment_one_is_held(
    app: Flask, login: Login, ask: Ask, session: Session, ada: Person, bruno: Person
) -> None:
    ticket = ask(ada)
    windows = [login(app.test_client(), bruno) for _ in range(6)]
    seen = mark_on(windows[0].get(f"/en/help/{ticket.id}/").text)

    def send(window: FlaskClient) -> int:
        return post(window, f"/help/{ticket.id}/answer", text="Like this", seen=seen).status_code

    with ThreadPoolExecutor(len(windows)) as together:
        answers = sorted(together.map(send, windows))
    assert answers == [302, 409, 409, 409, 409, 409]
    assert count(Message) == 2


def test_what_moved_without_a_word_is_told_too(
    app: Flask, login: Login, ask: Ask, session: Session, ada: Person, bruno: Person
) -> None:
    ticket = ask(ada)
    his, hers = login(app.test_client(), bruno), login(app.test_client(), ada)
    seen = mark_on(his.get(f"/en/help/{ticket.id}/").text)
    assert post(hers, f"/help/{ticket.id}/resolve").status_code == 302
    held = post(his, f"/help/{ticket.id}/answer", text="Too late", seen=seen, lang="en")
    assert held.status_code == 409 and "Too late" in held.text and "the question changed" in held.text


def test_a_note_of_the_team_holds_no_reply_of_the_learner(
    app: Flask, login: Login, ask: Ask, session: Session, ada: Person, bruno: Person
) -> None:
    ticket = ask(ada)
    his, hers = login(app.test_client(), bruno), login(app.test_client(), ada)
    seen = mark_on(hers.get(f"/fr/help/{ticket.id}/").text)
    assert post(his, f"/help/{ticket.id}/note", note="For us").status_code == 302
    assert post(hers, f"/help/{ticket.id}/answer", text="More", seen=seen).status_code == 302


def test_what_was_written_for_a_question_that_went_to_somebody_else_is_given_back(
    client: FlaskClient, login: Login, ask: Ask, session: Session, make: Make, ada: Person, bruno: Person
) -> None:
    ticket, denis = ask(ada), make.facilitator("denis", region="FR-BRE", commune="FR-35238")
    holding.assign(session, ticket, denis.id, by=make.lead("eve").id)
    answer = post(login(client, bruno), f"/help/{ticket.id}/answer", text="An evening's work")
    assert answer.status_code == 404 and "An evening&#39;s work" in answer.text
    assert ticket.subject not in answer.text and count(Message) == 1


def test_nobody_of_the_team_reads_the_name_or_the_commune_of_who_gave_none(
    app: Flask, login: Login, ask: Ask, session: Session, make: Make, ada: Person, bruno: Person
) -> None:
    ticket, lead = ask(ada, unnamed=True), make.lead("eve", "FR-BRE")
    talking.reply(session, ticket, "More of it")
    for who in (bruno, lead):
        client = login(app.test_client(), who)
        for path in (f"/fr/help/{ticket.id}/", "/fr/desk/", f"/fr/help/{ticket.id}/why?who=bruno"):
            page = client.get(path).text
            assert "Ada" not in page and "Rennes" not in page and " km" not in page, path
        assert pseudonym(ticket.id) in client.get(f"/fr/help/{ticket.id}/").text


def test_who_asked_without_a_name_is_proposed_no_meeting_until_she_shows_it(
    client: FlaskClient, login: Login, ask: Ask, session: Session, ada: Person, bruno: Person
) -> None:
    ticket = ask(ada, unnamed=True)
    login(client, bruno)
    assert "/propose" not in client.get(f"/fr/help/{ticket.id}/").text
    assert client.get(f"/fr/help/{ticket.id}/propose").status_code == 404
    naming.show_name(session, ticket, by=ada.id)
    session.commit()
    page = client.get(f"/fr/help/{ticket.id}/").text
    assert "/propose" in page and "Ada" in page
    assert client.get(f"/fr/help/{ticket.id}/propose").status_code == 200


def test_the_learner_reads_who_looked_behind_her_pseudonym_and_why(
    app: Flask, login: Login, ask: Ask, session: Session, make: Make, ada: Person, bruno: Person
) -> None:
    ticket, lead = ask(ada, unnamed=True), make.lead("eve", "FR-BRE")
    naming.lift(session, ticket, "Somebody may be in danger", by=lead.id)
    assert "Somebody may be in danger" in login(app.test_client(), ada).get(f"/fr/help/{ticket.id}/").text
    assert "Ada" in login(app.test_client(), lead).get(f"/fr/help/{ticket.id}/").text
    his = login(app.test_client(), bruno).get(f"/fr/help/{ticket.id}/").text
    assert "Ada" not in his and "Somebody may be in danger" not in his


def test_a_learner_withdraws_her_question_and_nobody_else_does(
    app: Flask, login: Login, ask: Ask, session: Session, ada: Person, bruno: Person
) -> None:
    ticket = ask(ada)
    his, hers = login(app.test_client(), bruno), login(app.test_client(), ada)
    assert post(his, f"/help/{ticket.id}/withdraw").status_code == 404
    assert post(hers, f"/help/{ticket.id}/withdraw").status_code == 302
    assert one_ticket().state == State.CANCELLED


@pytest.mark.parametrize("state", [State.CLOSED, State.RESOLVED, State.CANCELLED])
def test_what_is_over_leads_to_a_question_that_goes_on_from_it(
    client: FlaskClient, login: Login, ask: Ask, session: Session, ada: Person, bruno: Person, state: State
) -> None:
    ticket = ask(ada)
    ticket.state = state
    session.flush()
    assert f"follows={ticket.id}" in login(client, ada).get(f"/fr/help/{ticket.id}/").text


def test_a_note_has_a_form_and_an_address_of_its_own(
    client: FlaskClient, login: Login, ask: Ask, session: Session, ada: Person, bruno: Person
) -> None:
    ticket = ask(ada)
    page = login(client, bruno).get(f"/fr/help/{ticket.id}/").text
    box = page[page.index("note-box") :]
    assert f"/help/{ticket.id}/note" in box and 'name="note"' in box and 'name="text"' not in box
    assert post(client, f"/help/{ticket.id}/answer", note="not an answer").status_code == 400


def test_while_the_learner_reads_the_page_says_that_the_clock_stands_still(
    app: Flask, login: Login, ask: Ask, session: Session, ada: Person, bruno: Person
) -> None:
    ticket = ask(ada)
    talking.answer(session, ticket, "Like this", act_id=uuid4())
    page = login(app.test_client(), bruno).get(f"/en/help/{ticket.id}/").text
    assert "stands still" in page and "To be settled" not in page
    assert "You have an answer" in login(app.test_client(), ada).get(f"/en/help/{ticket.id}/").text


@pytest.mark.parametrize(
    ("later", "told"),
    [
        (timedelta(days=2, hours=23), "2 days"),
        (timedelta(hours=47), "47 hours"),
        (timedelta(minutes=61), "1 hour"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(), "0 minutes"),
    ],
)
def test_a_length_of_time_is_never_told_longer_than_it_is(later: timedelta, told: str) -> None:
    with i18n.reader("en"):
        assert when.lasting(later) == told


def test_a_moment_of_this_week_is_told_by_its_day_and_a_later_one_by_its_date() -> None:
    with clock.at(clock.now()), i18n.reader("en", "Europe/Paris"):
        assert str(clock.now().year) not in when.until(clock.now() + timedelta(days=2))
        assert "," in when.until(clock.now() + timedelta(days=20))
        assert when.left(clock.now() - timedelta(hours=3)) == "3 hours late"


def test_only_who_has_a_page_of_her_own_is_linked_from_the_question(
    app: Flask, login: Login, ask: Ask, make: Make, ada: Person, bruno: Person
) -> None:
    his, hers = ask(ada).id, ask(ada, holder=make.lead("eve", "FR-BRE").id).id
    page = login(app.test_client(), ada)
    assert f"/help/people/{bruno.id}" in page.get(f"/fr/help/{his}/").text
    assert "/help/people/" not in page.get(f"/fr/help/{hers}/").text
