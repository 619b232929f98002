"""The pages of the desk: status, guard and form of each, and the story from asking to settling."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from classcode import clock, db
from classcode.people.models import Person
from helpdesk.models import Message, Ticket
from helpdesk.tickets.rules import talking
from helpdesk.tickets.states import State
from helpdesk.tickets.units import EXTENSION, About
from tests.helpdesk.tickets.conftest import Ask, verbs
from tests.make import Make
from tracking import rules as record
from tracking import vocabulary
from tracking.statements import Event, Result
from tracking.vocabulary import Verb

Login = Callable[[FlaskClient, Person], FlaskClient]
UNIT = "creative-programming/loops-and-events"


@pytest.fixture(autouse=True)
def units(app: Flask) -> None:
    """One unit in the catalogue, and its module."""
    known: dict[str | None, About] = {
        "loops-and-events": About("Boucles et événements", "Programmation créative", "/there"),
        None: About("Programmation créative", "Programmation créative", "/module"),
    }
    app.extensions[EXTENSION] = lambda module, unit, _language: (
        known.get(unit) if module == "creative-programming" else None
    )


def post(client: FlaskClient, where: str, **fields: object) -> TestResponse:
    return client.post(where, data={"act": str(uuid4()), "lang": "fr"} | fields)


def one_ticket() -> Ticket:
    with db.reading() as session:
        ticket = session.scalars(select(Ticket)).one()
        session.expunge(ticket)
        return ticket


def count(table: type[Ticket | Message]) -> int:
    with db.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def recorded() -> list[str]:
    with db.reading() as session:
        return verbs(session)


@pytest.mark.parametrize("where", ["/fr/help/", "/fr/desk/", "/fr/desk/keys", "/fr/desk/list/unheld"])
def test_without_an_account_each_page_leads_to_the_log_in(client: FlaskClient, where: str) -> None:
    answer = client.get(where)
    assert answer.status_code == 302 and "/login" in answer.headers["Location"]


def test_the_form_asks_only_what_the_desk_does_not_know(
    client: FlaskClient, login: Login, make: Make, session: Session, ask: Ask, ada: Person
) -> None:
    eve = make.person("eve")
    eve.name = None
    new = login(client, eve).get(f"/fr/help/ask?unit={UNIT}").text
    assert all(f'name="{field}"' in new for field in ("text", "commune", "name", "languages"))
    ask(ada)
    known = login(client, ada).get(f"/fr/help/ask?unit={UNIT}").text
    assert 'name="text"' in known
    assert not any(f'name="{field}"' in known for field in ("commune", "name", "languages", "with_attempt"))


@pytest.mark.parametrize("unit", ["unknown/unit", "creative-programming/unknown", "../etc", ""])
def test_a_unit_that_does_not_exist_cannot_be_asked_about(
    client: FlaskClient, login: Login, ada: Person, session: Session, unit: str
) -> None:
    login(client, ada)
    assert client.get("/fr/help/ask", query_string={"unit": unit}).status_code == 404
    assert post(client, "/help/ask", unit=unit, text="Why?").status_code == 404
    assert count(Ticket) == 0


def test_a_whole_module_can_be_asked_about(
    client: FlaskClient, login: Login, ada: Person, session: Session
) -> None:
    login(client, ada)
    assert client.get("/fr/help/ask?unit=creative-programming").status_code == 200
    assert post(client, "/help/ask", unit="creative-programming", text="Who is near?").status_code == 302
    assert one_ticket().unit is None


def finished(session: Session, who: Person, *, ran: bool) -> None:
    """Let somebody have failed an activity of the page; `ran`: it is a programming exercise."""
    last = vocabulary.activity("creative-programming", "loops-and-events", "last")
    steps = [(Verb.ATTEMPTED, vocabulary.simulation(last))] if ran else []
    for verb, thing in (*steps, (Verb.FAILED, last)):
        result = Result(scaled=0.5)
        event = Event(
            act_id=uuid4(),
            person_id=who.id,
            verb=verb,
            object=thing,
            at=clock.now(),
            module="creative-programming",
            result=result,
        )
        record.record(session, event)
    session.commit()


@pytest.mark.parametrize(
    ("ran", "said"),
    [
        (True, "Dernier exercice de cette page\u00a0: pas encore réussi"),
        (False, "Dernier quiz de cette page\u00a0:"),
    ],
)
def test_the_last_attempt_is_called_what_it_was(
    client: FlaskClient, login: Login, ada: Person, bruno: Person, session: Session, ran: bool, said: str
) -> None:
    finished(session, ada, ran=ran)
    login(client, ada)
    assert said in client.get("/fr/help/ask", query_string={"unit": UNIT}).text
    asked = post(client, "/help/ask", unit=UNIT, text="Why does it hit the wall?", with_attempt="yes")
    assert asked.status_code == 302
    client.delete_cookie("session")
    login(client, bruno)
    assert said in client.get(asked.headers["Location"]).text


def test_asking_leads_to_the_thread_which_says_who_answers_and_why(
    client: FlaskClient, login: Login, ada: Person, bruno: Person, session: Session
) -> None:
    login(client, ada)
    answer = post(client, "/help/ask", unit=UNIT, text="My cat does not **turn**.", with_attempt="yes")
    assert answer.status_code == 302
    page = client.get(answer.headers["Location"])
    assert page.status_code == 200
    assert "<strong>turn</strong>" in page.text and "Boucles et événements" in page.text
    assert "Bruno" in page.text and "Bretagne" in page.text
    assert one_ticket().facilitator_id == bruno.id


def test_the_same_act_twice_asks_once(
    client: FlaskClient, login: Login, ada: Person, session: Session
) -> None:
    login(client, ada)
    act = str(uuid4())
    first, second = (post(client, "/help/ask", unit=UNIT, text="Why?", act=act) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert count(Ticket) == 1


def test_a_commune_that_several_share_is_asked_back_and_nothing_is_lost(
    client: FlaskClient, login: Login, make: Make, session: Session
) -> None:
    login(client, make.person("eve"))
    answer = post(client, "/help/ask", unit=UNIT, text="Where is everybody?", commune="saint")
    assert answer.status_code == 422
    assert "Where is everybody?" in answer.text and 'value="FR-35288"' in answer.text
    assert count(Ticket) == 0
    chosen = {"commune": "saint", "commune_code": "FR-35288"}
    assert post(client, "/help/ask", unit=UNIT, text="Where?", **chosen).status_code == 302
    assert one_ticket().commune_code == "FR-35288"


@pytest.mark.parametrize("field", [{"commune": "Atlantis"}, {"commune_code": "XX-1"}, {"text": " "}])
def test_a_refused_form_comes_back_and_leaves_no_row(
    client: FlaskClient, login: Login, make: Make, session: Session, field: dict[str, str]
) -> None:
    login(client, make.person("eve"))
    answer = post(client, "/help/ask", **({"unit": UNIT, "text": "Why?"} | field))
    assert answer.status_code == 422 and "error-summary" in answer.text
    assert count(Ticket) == 0 and recorded() == []


@pytest.mark.parametrize("field", ["learner_id", "state", "facilitator_id", "score"])
def test_an_unknown_field_is_refused(client: FlaskClient, login: Login, ada: Person, field: str) -> None:
    login(client, ada)
    assert post(client, "/help/ask", unit=UNIT, text="Why?", **{field: "1"}).status_code == 400


def test_chloe_meets_the_same_404_as_for_an_unknown_ticket(
    app: Flask, login: Login, ask: Ask, ada: Person, bruno: Person, chloe: Person, session: Session
) -> None:
    ticket, message = ask(ada), session.scalars(select(Message)).one()
    client = login(app.test_client(), chloe)
    for number in (ticket.id, UUID(int=7)):
        assert client.get(f"/fr/help/{number}/").status_code == 404
        for act in ("answer", "note", "resolve", "take", "pass-on", f"messages/{message.id}/report"):
            assert post(client, f"/help/{number}/{act}").status_code == 404, act
    assert str(ticket.id) not in client.get("/fr/desk/").text


def test_the_story_from_asking_to_settling(
    app: Flask, login: Login, ask: Ask, ada: Person, bruno: Person, session: Session
) -> None:
    ticket = ask(ada)
    hers, his = login(app.test_client(), ada), login(app.test_client(), bruno)
    here = f"/help/{ticket.id}"
    assert ticket.subject in his.get("/fr/desk/").text
    assert post(his, f"{here}/note", note="She is a beginner").status_code == 302
    assert post(his, f"{here}/answer", text="Look at the angle").status_code == 302
    page = hers.get(f"/fr{here}/").text
    assert "Look at the angle" in page and "She is a beginner" not in page
    assert "She is a beginner" in his.get(f"/fr{here}/").text
    assert post(hers, f"{here}/answer", text="Thank you").status_code == 302
    assert post(hers, f"{here}/resolve").status_code == 302
    assert one_ticket().state == State.RESOLVED
    assert recorded() == ["asked", "responded", "resolved"]
    assert ticket.subject in hers.get("/fr/help/").text


def test_an_empty_answer_comes_back_with_the_page(
    client: FlaskClient, login: Login, ask: Ask, ada: Person, bruno: Person, session: Session
) -> None:
    ticket = ask(ada)
    answer = post(login(client, bruno), f"/help/{ticket.id}/answer", text="  ")
    assert answer.status_code == 422 and 'href="#text"' in answer.text
    assert count(Message) == 1


def test_the_second_to_take_a_question_reads_who_was_first(
    app: Flask, login: Login, ask: Ask, make: Make, ada: Person
) -> None:
    ticket = ask(ada)
    bruno, denis = (
        make.facilitator(name, region="FR-BRE", commune="FR-35238") for name in ("bruno", "denis")
    )
    first, second = login(app.test_client(), bruno), login(app.test_client(), denis)
    assert f"/help/{ticket.id}/take" in second.get("/fr/desk/").text
    assert post(first, f"/help/{ticket.id}/take").status_code == 302
    late = post(second, f"/help/{ticket.id}/take")
    assert late.status_code == 409 and "Bruno" in late.text


def test_a_lead_assigns_and_a_facilitator_passes_on(
    app: Flask, login: Login, ask: Ask, make: Make, ada: Person, session: Session
) -> None:
    ticket, lead = ask(ada), make.lead("eve", "FR-BRE")
    bruno = make.facilitator("bruno", region="FR-BRE", commune="FR-35238")
    hers, his = login(app.test_client(), lead), login(app.test_client(), bruno)
    assert str(bruno.id) in hers.get(f"/fr/help/{ticket.id}/").text
    assert post(hers, f"/help/{ticket.id}/assign", facilitator="nobody").status_code == 422
    assert post(hers, f"/help/{ticket.id}/assign", facilitator=str(bruno.id)).status_code == 302
    assert one_ticket().facilitator_id == bruno.id
    assert post(his, f"/help/{ticket.id}/pass-on", reason="rude words").status_code == 422
    assert post(his, f"/help/{ticket.id}/pass-on", reason="no-time").status_code == 302
    assert one_ticket().facilitator_id is None


def test_a_lead_searches_whom_to_give_a_question_to(
    client: FlaskClient, login: Login, ask: Ask, session: Session, make: Make, ada: Person, bruno: Person, chloe: Person
) -> None:  # fmt: skip
    ticket, lead = ask(ada), make.lead("denis", "FR-BRE")
    here = f"/fr/help/{ticket.id}/"
    login(client, lead)
    found = client.get(f"{here}?to=occitanie").text
    assert str(chloe.id) in found and f'value="{bruno.id}"' not in found and 'id="give" open' in found
    assert 'name="to"' not in client.get(here).text


def test_only_leads_assign_and_hide(
    client: FlaskClient, login: Login, ask: Ask, ada: Person, bruno: Person, session: Session
) -> None:
    ticket, message = ask(ada), session.scalars(select(Message)).one()
    login(client, bruno)
    assert post(client, f"/help/{ticket.id}/assign", facilitator=str(bruno.id)).status_code == 403
    assert post(client, f"/help/{ticket.id}/messages/{message.id}/hide").status_code == 403


def test_a_reported_message_is_hidden_in_one_act(
    app: Flask, login: Login, ask: Ask, make: Make, ada: Person, bruno: Person, session: Session
) -> None:
    ticket, lead = ask(ada), make.lead("eve", "FR-BRE")
    rude = talking.answer(session, ticket, "Something rude", act_id=uuid4())
    hers, moderator = login(app.test_client(), ada), login(app.test_client(), lead)
    assert post(hers, f"/help/{ticket.id}/messages/{rude.id}/report").status_code == 302
    assert f"/help/{ticket.id}/" in moderator.get("/fr/desk/").text
    assert post(moderator, f"/help/{ticket.id}/messages/{rude.id}/hide").status_code == 302
    assert "Something rude" not in hers.get(f"/fr/help/{ticket.id}/").text


def test_what_people_write_is_made_safe(client: FlaskClient, login: Login, ask: Ask, ada: Person) -> None:
    ticket = ask(ada, text="<script>alert(1)</script> [x](javascript:alert(1))")
    page = login(client, ada).get(f"/fr/help/{ticket.id}/").text
    assert "<script>alert" not in page and 'href="javascript' not in page


@pytest.mark.parametrize("language", ["fr", "en", "nl"])
def test_every_page_reads_in_every_language(
    app: Flask, login: Login, ask: Ask, make: Make, ada: Person, bruno: Person, language: str
) -> None:
    ticket, lead = ask(ada), make.lead("eve")
    for who in (ada, bruno, lead):
        client = login(app.test_client(), who)
        assert client.get(f"/{language}/help/{ticket.id}/").status_code == 200
        assert client.get(f"/{language}/help/").status_code == 200
        assert client.get(f"/{language}/help/ask?unit={UNIT}").status_code == 200
        assert client.get(f"/{language}/desk/").status_code == (403 if who is ada else 200)
