"""The pages of those who have no account, and the one where facilitators write down what they were asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from classcode import db
from classcode.mail import OutgoingMail
from classcode.people.models import Person
from helpdesk.guests.models import PendingQuestion
from helpdesk.models import Source, Ticket
from tests.make import Make

Login = Callable[[FlaskClient, Person], FlaskClient]
UNIT = "creative-programming/loops-and-events"
pytestmark = pytest.mark.usefixtures("content")


def post(client: FlaskClient, where: str, **fields: object) -> TestResponse:
    return client.post(where, data={"act": str(uuid4()), "lang": "fr"} | fields)


def ask(client: FlaskClient, email: str = "new@example.org", **fields: object) -> TestResponse:
    return post(client, "/help/first", email=email, **({"text": "Why does it turn?"} | fields))


def count(table: type[db.Base]) -> int:
    with db.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def link() -> str:
    """Return the address in the last mail that holds a link of ours."""
    with db.reading() as session:
        mail = session.scalars(select(OutgoingMail).order_by(OutgoingMail.written_at.desc())).first()
    assert mail
    found = re.search(r"http://classcode\.test(/fr/help/first/\S+)", mail.text)
    assert found
    return found[1]


def waiting(client: FlaskClient) -> dict[str, object]:
    """Open the last link and return what its form carries: the token, and the questions that it showed."""
    page = client.get(link()).text
    return {"token": link().rpartition("/")[2], "shown": re.findall(r'name="shown" value="([^"]+)"', page)}


def send(client: FlaskClient) -> TestResponse:
    """Open the last link and press its button."""
    return post(client, "/help/first/confirm", **waiting(client))


def one_ticket() -> Ticket:
    with db.reading() as session:
        return session.scalars(select(Ticket)).one()


def test_who_has_no_account_is_offered_both_doors(client: FlaskClient) -> None:
    answer = client.get(f"/fr/help/ask?unit={UNIT}")
    assert answer.status_code == 302 and "/fr/help/first?unit=" in answer.headers["Location"]
    page = client.get(answer.headers["Location"]).text
    assert 'name="email"' in page and "/fr/login?next=" in page


def test_who_has_an_account_asks_with_it(client: FlaskClient, login: Login, ada: Person) -> None:
    answer = login(client, ada).get(f"/fr/help/first?unit={UNIT}")
    assert answer.status_code == 302 and answer.headers["Location"].startswith("/fr/help/ask?unit=")


def test_a_first_question_from_form_to_thread(client: FlaskClient) -> None:
    answer = ask(client, unit=UNIT, name="Eve", commune="Rennes")
    assert answer.headers["Location"] == "/fr/help/first/sent"
    assert client.get("/fr/help/first/sent").status_code == 200
    page = client.get(link())
    assert "Why does it turn?" in page.text and page.headers["Cache-Control"] == "no-store"
    assert count(Ticket) == 0
    sent = send(client)
    assert sent.status_code == 302
    assert client.get(sent.headers["Location"]).status_code == 200
    ticket = one_ticket()
    assert (ticket.source, ticket.unit, ticket.commune_code) == (Source.FORM, "loops-and-events", "FR-35238")


def test_a_double_press_is_one_question(client: FlaskClient) -> None:
    ask(client)
    fields = waiting(client) | {"act": str(uuid4())}
    first, second = (post(client, "/help/first/confirm", **fields) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"] and count(Ticket) == 1


def test_what_came_in_since_is_shown_before_it_is_sent(client: FlaskClient) -> None:
    ask(client)
    fields = waiting(client)
    ask(client, text="What about the second cat?")
    refused = post(client, "/help/first/confirm", **fields, unnamed="y")
    assert refused.status_code == 409 and count(Ticket) == 0
    assert "Why does it turn?" in refused.text and "What about the second cat?" in refused.text
    assert "checked" in refused.text and "error-summary" in refused.text
    send(client)
    assert count(Ticket) == 2


def test_a_made_up_question_is_refused(client: FlaskClient) -> None:
    ask(client)
    fields = waiting(client) | {"shown": "no-id"}
    assert post(client, "/help/first/confirm", **fields).status_code == 400


def test_a_link_that_has_done_its_work_says_so(client: FlaskClient) -> None:
    ask(client)
    here = link()
    send(client)
    again = client.get(here)
    assert again.status_code == 200 and "Why does it turn?" not in again.text


def test_an_unknown_link_is_too_old(client: FlaskClient) -> None:
    assert client.get("/fr/help/first/unknown").status_code == 410


def test_the_link_never_signs_in_to_an_account_that_exists(
    client: FlaskClient, ada: Person, session: Session
) -> None:
    email = ada.addresses[0].email
    session.commit()
    ask(client, email)
    sent = send(client)
    assert "/login?next=" in sent.headers["Location"]
    assert client.get("/fr/help/").status_code == 302
    assert one_ticket().learner_id == ada.id


def test_a_link_opened_under_another_account_keeps_the_two_apart(
    client: FlaskClient, login: Login, make: Make, ada: Person
) -> None:
    eve = make.person("eve")
    login(client, eve)
    other = client.application.test_client()
    ask(other, ada.addresses[0].email)
    sent = send(client)
    assert sent.headers["Location"] == "/fr/help/"
    assert one_ticket().learner_id == ada.id


def test_the_answer_is_the_same_for_a_known_and_an_unknown_address(
    client: FlaskClient, ada: Person, session: Session
) -> None:
    session.commit()
    known, unknown = ask(client, ada.addresses[0].email), ask(client, "new@example.org")
    assert (known.status_code, known.headers["Location"]) == (
        unknown.status_code,
        unknown.headers["Location"],
    )
    assert known.data == unknown.data and count(OutgoingMail) == 2


def test_a_machine_that_fills_every_field_reads_the_same_and_leaves_nothing(client: FlaskClient) -> None:
    assert ask(client, website="https://spam.example").headers["Location"] == "/fr/help/first/sent"
    assert (count(PendingQuestion), count(OutgoingMail)) == (0, 0)


def test_too_many_from_one_network_keep_their_words(client: FlaskClient) -> None:
    for number in range(20):
        ask(client, f"new{number}@example.org")
    refused = ask(client, "last@example.org", text="My long question")
    assert refused.status_code == 429 and "My long question" in refused.text


@pytest.mark.parametrize("field", [{"email": "no"}, {"text": " "}, {"commune": "Atlantis"}])
def test_a_refused_first_question_comes_back_whole(client: FlaskClient, field: dict[str, str]) -> None:
    answer = ask(client, **({"name": "Eve"} | field))
    assert answer.status_code == 422 and "error-summary" in answer.text and 'value="Eve"' in answer.text
    assert count(PendingQuestion) == 0


def test_it_is_thrown_away_by_who_asked_nothing(client: FlaskClient) -> None:
    ask(client)
    answer = post(client, "/help/first/drop", token=link().rpartition("/")[2])
    assert answer.status_code == 302 and count(PendingQuestion) == 0


def test_suggestions_come_without_script_and_nothing_is_sent(client: FlaskClient) -> None:
    answer = ask(client, text="Comment répéter sans recopier les blocs ?", look="yes", name="Eve")
    assert answer.status_code == 200 and "loops-and-events" in answer.text and 'value="Eve"' in answer.text
    assert count(PendingQuestion) == 0


def test_a_facilitator_writes_down_what_was_asked_in_person(
    client: FlaskClient, login: Login, bruno: Person, session: Session
) -> None:
    login(client, bruno)
    assert client.get("/fr/desk/log").status_code == 200
    fields = {
        "email": "new@example.org",
        "text": "Why?",
        "answered": "Because.",
        "asks_in": "fr",
        "about": UNIT,
    }
    assert post(client, "/desk/log", **fields).status_code == 302
    hers = client.application.test_client()
    assert "Because." in hers.get(link()).text
    sent = send(hers)
    assert "Because." in hers.get(sent.headers["Location"]).text
    assert (one_ticket().source, one_ticket().facilitator_id) == (Source.IN_PERSON, bruno.id)


def test_who_writes_down_reads_the_same_for_a_known_and_an_unknown_address(
    client: FlaskClient, login: Login, bruno: Person, ada: Person
) -> None:
    login(client, bruno)
    fields = {"text": "Why?", "asks_in": "fr"}
    known = post(client, "/desk/log", email=ada.addresses[0].email, **fields)
    first = client.get(known.headers["Location"]).text
    unknown = post(client, "/desk/log", email="new@example.org", **fields)
    second = client.get(unknown.headers["Location"]).text
    hidden = re.compile(r'(name="(act|csrf_token)" value|content)="[^"]*"')
    assert hidden.sub("", first) == hidden.sub("", second)


def test_only_the_desk_writes_down(client: FlaskClient, login: Login, ada: Person) -> None:
    login(client, ada)
    assert client.get("/fr/desk/log").status_code == 403
    assert post(client, "/desk/log", email="a@example.org", text="Why?").status_code == 403


def test_an_incomplete_note_comes_back(client: FlaskClient, login: Login, bruno: Person) -> None:
    answer = post(login(client, bruno), "/desk/log", email="no", text="Why?", asks_in="fr")
    assert answer.status_code == 422 and "Why?" in answer.text


def test_a_commune_that_does_not_exist_is_refused(client: FlaskClient) -> None:
    assert ask(client, commune_code="XX-1").status_code == 422 and count(PendingQuestion) == 0


@pytest.mark.parametrize("field", ["learner_id", "confirmed_at", "logged_by_id", "via"])
def test_an_unknown_field_is_refused(client: FlaskClient, field: str) -> None:
    assert ask(client, **{field: "1"}).status_code == 400 and count(PendingQuestion) == 0
