"""What calendars send back by themselves is a machine's mail: it opens no question and is never answered."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from helpdesk.mailbox.reading.parsing import read

REPLY = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"


def answer(method: str | None, body: str = REPLY) -> bytes:
    """Write the mail by which a calendar accepts."""
    mail = EmailMessage()
    mail["From"], mail["To"] = "ada@example.org", "aide@classcode.test"
    mail["Subject"], mail["Message-ID"] = "Accepté : rencontre avec Bruno", "<a@example.org>"
    mail.set_content("Ada a accepté cette invitation.")
    params = {"method": method} if method else {}
    mail.add_alternative(body, subtype="calendar", params=params, cte="quoted-printable")
    return mail.as_bytes()


@pytest.mark.parametrize("method", ["REPLY", "reply", "COUNTER", None])
def test_the_answer_of_a_calendar_is_a_machine_s_mail(method: str | None) -> None:
    assert read(answer(method)).automatic == "answer of a calendar"


@pytest.mark.parametrize("method", ["REQUEST", "PUBLISH"])
def test_an_event_that_a_person_sends_along_is_a_person_s_mail(method: str) -> None:
    assert read(answer(method, REPLY.replace("REPLY", method))).automatic is None
