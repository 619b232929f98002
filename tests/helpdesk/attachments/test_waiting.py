"""Files chosen for a message that was not sent are still chosen when its page comes back, and for nobody else."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from classcode import clock
from classcode.config import Config
from classcode.people.models import Person
from helpdesk.attachments import keeping
from helpdesk.attachments.waiting import WAITS
from helpdesk.models import Message, Ticket
from helpdesk.tickets.rules import talking
from tests.helpdesk.attachments.conftest import rows
from tests.helpdesk.attachments.samples import PDF, png

As = Callable[[Person], FlaskClient]
SCREEN, SHEET = ("écran.png", "image/png", png()), ("fiche.pdf", "application/pdf", PDF)


def post(client: FlaskClient, where: str, *files: tuple[str, str, bytes], **fields: object) -> TestResponse:
    sent = [(BytesIO(data), name, declared) for name, declared, data in files]
    return client.post(where, data={"act": str(uuid4()), "lang": "fr", "files": sent} | fields)


def tokens(answer: TestResponse) -> list[str]:
    """Return what a page carries for the files that it shows as chosen."""
    return re.findall(r'name="waiting" value="([^"]+)" checked', answer.text)


@pytest.fixture
def answer_page(ticket: Ticket) -> str:
    """Where an answer to the question is posted."""
    return f"/help/{ticket.id}/answer"


@pytest.fixture
def held(
    session: Session, as_: As, ticket: Ticket, ada: Person, bruno: Person, answer_page: str
) -> TestResponse:
    """Bruno's answer with two files, which was held because Ada wrote meanwhile."""
    page = as_(bruno).get(f"/fr/help/{ticket.id}/").text
    seen = re.findall(r'name="seen" value="([^"]+)"', page)[0]
    talking.reply(session, session.get_one(Ticket, ticket.id), "One more thing.")
    session.commit()
    return post(as_(bruno), answer_page, SCREEN, SHEET, text="Voici.", seen=seen)


def test_a_held_answer_keeps_its_files(
    session: Session, as_: As, bruno: Person, held: TestResponse, answer_page: str
) -> None:
    assert held.status_code == 409 and rows(session) == []
    assert "écran.png" in held.text and "fiche.pdf" in held.text
    assert post(as_(bruno), answer_page, text="Voici.", waiting=tokens(held)).status_code == 302
    assert [file.name for file in rows(session)] == ["écran.png", "fiche.pdf"]


def test_one_that_was_unticked_does_not_go_and_another_may_come(
    session: Session, as_: As, bruno: Person, held: TestResponse, answer_page: str
) -> None:
    more = ("note.txt", "text/plain", b"Voir page 2.")
    assert post(as_(bruno), answer_page, more, text="Voici.", waiting=tokens(held)[1:]).status_code == 302
    assert [file.name for file in rows(session)] == ["fiche.pdf", "note.txt"]


def test_words_that_are_missing_cost_no_file(
    session: Session, as_: As, ada: Person, ticket: Ticket, answer_page: str
) -> None:
    refused = post(as_(ada), answer_page, SCREEN, text=" ")
    assert refused.status_code == 422 and len(tokens(refused)) == 1
    post(as_(ada), answer_page, text="Voici.", waiting=tokens(refused))
    assert [file.name for file in rows(session)] == ["écran.png"]


def test_inserting_a_kept_answer_costs_no_file(
    as_: As, bruno: Person, ticket: Ticket, answer_page: str
) -> None:
    page = post(as_(bruno), answer_page.replace("/answer", "/insert"), SCREEN, text="Voici.")
    assert page.status_code == 200 and len(tokens(page)) == 1


@pytest.mark.usefixtures("content")
def test_a_question_that_looks_first_or_is_refused_keeps_its_files(
    session: Session, as_: As, ada: Person, bruno: Person
) -> None:
    fields = {"unit": "creative-programming/loops-and-events", "text": "Mon lutin ne tourne pas."}
    looked = post(as_(ada), "/help/ask", SCREEN, look="yes", **fields)
    refused = post(as_(ada), "/help/ask", **fields | {"text": " "}, waiting=tokens(looked))
    assert (looked.status_code, refused.status_code) == (200, 422)
    assert post(as_(ada), "/help/ask", **fields, waiting=tokens(refused)).status_code == 302
    assert [file.name for file in rows(session)] == ["écran.png"]


def test_a_file_that_is_refused_leaves_those_that_waited(
    as_: As, bruno: Person, held: TestResponse, answer_page: str
) -> None:
    bad = ("page.html", "text/html", b"<p>")
    refused = post(as_(bruno), answer_page, bad, text="Voici.", waiting=tokens(held))
    assert refused.status_code == 422 and "page.html" in refused.text and len(tokens(refused)) == 2


def test_what_waits_is_for_who_chose_it_alone(
    session: Session, as_: As, ada: Person, held: TestResponse, answer_page: str
) -> None:
    forged = [f"{token[:-2]}AA" for token in tokens(held)]
    for brought in (tokens(held), forged, ["anything"]):
        refused = post(as_(ada), answer_page, text="Voici.", waiting=brought)
        assert refused.status_code == 422 and "Voici." in refused.text and tokens(refused) == []
    assert rows(session) == []


def test_what_waited_too_long_is_to_be_chosen_again(
    as_: As, bruno: Person, held: TestResponse, answer_page: str
) -> None:
    with clock.at(clock.now() + WAITS):
        refused = post(as_(bruno), answer_page, text="Voici.", waiting=tokens(held))
    assert refused.status_code == 422 and "Voici." in refused.text


def test_what_is_never_brought_back_is_swept(session: Session, held: TestResponse, config: Config) -> None:
    old = (clock.now() - timedelta(days=2)).timestamp()
    for path in config.files_dir.glob("*/??/*"):
        os.utime(path, (old, old))
    assert keeping.sweep(session) == 2


def test_nothing_was_written_by_a_held_answer(session: Session, held: TestResponse, bruno: Person) -> None:
    assert session.scalars(select(Message.id).where(Message.author_id == bruno.id)).all() == []
