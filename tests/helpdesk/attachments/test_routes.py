"""A file is given out to whoever the thread is open to, as a file to keep, and powerless; to others it is unknown."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from classcode import clock
from classcode.config import Config
from classcode.people.models import Person
from helpdesk.attachments.keeping import ROOM
from helpdesk.attachments.kinds import MOST_FILES
from helpdesk.attachments.models import Attachment
from helpdesk.attachments.rules import attach
from helpdesk.models import Message, Ticket
from helpdesk.tickets.rules import moderating, talking
from helpdesk.tickets.rules.merging import merge
from tests.helpdesk.attachments.conftest import rows
from tests.helpdesk.attachments.samples import PDF, png
from tests.helpdesk.tickets.conftest import Ask
from tests.make import Make

As = Callable[[Person], FlaskClient]


def address(ticket: Ticket, file: Attachment) -> str:
    return f"/fr/help/{ticket.id}/files/{file.id}"


def status(client: FlaskClient, ticket: Ticket, file: Attachment) -> int:
    with client.get(address(ticket, file)) as answer:
        return answer.status_code


def test_a_file_is_given_out_to_keep_and_may_do_nothing(
    as_: As, ticket: Ticket, file: Attachment, ada: Person
) -> None:
    with as_(ada).get(address(ticket, file)) as answer:
        assert answer.status_code == 200 and answer.data == png()
        headers = answer.headers
    assert headers["Content-Type"] == "image/png" and headers["Content-Length"] == str(len(png()))
    assert headers["Content-Disposition"].startswith("attachment;")
    assert "filename*=UTF-8''%C3%89cran%201.png" in headers["Content-Disposition"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert headers.getlist("Content-Security-Policy") == [
        "default-src 'none'; sandbox; frame-ancestors 'none'"
    ]
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert not {"ETag", "Last-Modified"} & set(dict(headers))


@pytest.mark.parametrize(
    ("name", "declared", "data", "given"),
    [
        ("chat.py", "text/x-python", b"print()", "text/plain; charset=utf-8"),
        ("fiche.pdf", "application/pdf", PDF, "application/pdf"),
        ("note.txt", "text/plain", b"<script>alert(1)</script>", "text/plain; charset=utf-8"),
    ],
)
def test_the_type_given_is_of_our_table_whatever_was_declared(
    session: Session, as_: As, ada: Person, message: Message, name: str, declared: str, data: bytes, given: str
) -> None:  # fmt: skip
    file, ticket = attach(session, message, name, declared, data), session.get_one(Ticket, message.ticket_id)
    with as_(ada).get(address(ticket, file)) as answer:
        assert answer.headers["Content-Type"] == given and answer.data == data


def test_who_answers_and_who_leads_the_region_have_it(
    as_: As, make: Make, ticket: Ticket, file: Attachment, bruno: Person
) -> None:
    lead = make.lead("denise", "FR-BRE")
    assert [status(as_(person), ticket, file) for person in (bruno, lead)] == [200, 200]


def test_to_everybody_else_it_is_unknown(
    as_: As, make: Make, ticket: Ticket, file: Attachment, chloe: Person
) -> None:
    neighbour = make.facilitator("fanny", region="FR-BRE", commune="FR-35238")
    others = [chloe, neighbour, make.person("eve"), make.lead("denise", "FR-OCC")]
    make.lead("gina", "FR-BRE")
    assert [status(as_(person), ticket, file) for person in others] == [404] * 4


def test_who_is_not_signed_in_is_asked_to(
    client: FlaskClient, session: Session, ticket: Ticket, file: Attachment
) -> None:
    session.commit()
    answer = client.get(address(ticket, file))
    assert answer.status_code == 302 and "/login" in answer.location


def test_an_unknown_file_and_one_of_another_thread_are_unknown(
    session: Session, as_: As, ask: Ask, ada: Person, ticket: Ticket, file: Attachment
) -> None:
    other = ask(ada, text="Une autre question")
    client = as_(ada)
    assert status(client, other, file) == 404
    assert client.get(f"/fr/help/{ticket.id}/files/{uuid4()}").status_code == 404
    assert client.get(f"/fr/help/{ticket.id}/files/{file.sha2}").status_code == 404


def test_files_of_a_note_are_for_the_team(
    session: Session, as_: As, ticket: Ticket, ada: Person, bruno: Person
) -> None:
    note = talking.note(session, ticket, "à vérifier", by=bruno.id)
    file = attach(session, note, "note.txt", None, b"entre nous")
    assert status(as_(bruno), ticket, file) == 200
    assert status(as_(ada), ticket, file) == 404


def test_files_of_a_hidden_message_are_for_moderators(
    session: Session, as_: As, make: Make, ticket: Ticket, file: Attachment, ada: Person, bruno: Person
) -> None:
    lead, message = make.lead("denise", "FR-BRE"), session.get_one(Message, file.message_id)
    moderating.hide(session, message, by=lead.id)
    session.refresh(message)
    assert message.hidden_at and message.hidden_at <= clock.now()
    assert [status(as_(person), ticket, file) for person in (ada, bruno, lead)] == [404, 404, 200]


def test_the_thread_that_a_question_was_joined_to_shows_its_files(
    session: Session, as_: As, ask: Ask, ada: Person, bruno: Person, ticket: Ticket, file: Attachment
) -> None:
    target = ask(ada, text="La même question")
    merge(session, ticket, target, by=bruno.id)
    assert status(as_(bruno), target, file) == 200
    assert status(as_(ada), target, file) == 200


def test_a_file_whose_bytes_are_gone_is_unknown(
    as_: As, ticket: Ticket, file: Attachment, ada: Person, config: Config
) -> None:
    (config.files_dir / ROOM / file.sha2[:2] / file.sha2).unlink()
    assert status(as_(ada), ticket, file) == 404


def test_a_part_of_a_file_may_be_asked_for(as_: As, ticket: Ticket, file: Attachment, ada: Person) -> None:
    with as_(ada).get(address(ticket, file), headers={"Range": "bytes=0-7"}) as answer:
        assert answer.status_code in {200, 206} and answer.data.startswith(b"\x89PNG")


# Coming in, by the forms of the desk.


def answer_with(client: FlaskClient, ticket: Ticket, *files: tuple[str, str, bytes]) -> tuple[int, str]:
    data = {
        "act": str(uuid4()),
        "text": "Voici mon écran.",
        "files": [(BytesIO(held), name, declared) for name, declared, held in files],
    }
    answer = client.post(f"/help/{ticket.id}/answer", data=data)
    return answer.status_code, answer.text


def test_files_come_with_a_message_and_are_listed_in_the_thread(
    session: Session, as_: As, ticket: Ticket, ada: Person
) -> None:
    client = as_(ada)
    sent = [("écran.png", "image/png", png()), ("fiche.pdf", "application/pdf", PDF)]
    assert answer_with(client, ticket, *sent)[0] == 302
    page = client.get(f"/fr/help/{ticket.id}/").text
    assert [file.name for file in rows(session)] == ["écran.png", "fiche.pdf"]
    assert all(f"/files/{file.id}" in page and file.name in page for file in rows(session))


def test_a_refused_file_sends_nothing_and_keeps_the_words(
    session: Session, as_: As, ticket: Ticket, ada: Person
) -> None:
    status, page = answer_with(as_(ada), ticket, ("page.html", "text/html", b"<p>"))
    assert status == 422 and "page.html" in page and "Voici mon écran." in page
    assert rows(session) == []


def test_a_sixth_file_is_refused(session: Session, as_: As, ticket: Ticket, ada: Person) -> None:
    status, _page = answer_with(as_(ada), ticket, *[("note.txt", "text/plain", b"x")] * (MOST_FILES + 1))
    assert status == 422 and rows(session) == []
