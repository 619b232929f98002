"""Over a real mail server: what arrives is what calendars of several makers look for (RFC 6047)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage

import pytest

from classcode import clock, mail, queues
from classcode.config import Config, load
from helpdesk.meetings.rules import cancelling
from tests.browser.stack import Postbox
from tests.helpdesk.calendar.conftest import Circle
from tests.helpdesk.calendar.reading import READERS, Agenda, parts_of


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    """A mail server that listens."""
    opened = Postbox()
    opened.start()
    yield opened
    opened.stop()


@pytest.fixture
def deliver(config: Config, postbox: Postbox) -> None:
    """Let the jobs of this process send by that server."""
    connected = load(
        {
            "ENVIRONMENT": "test",
            "SECRET_KEY": config.secret_key,
            "DATABASE_URL": config.database_url,
            "BASE_URL": config.base_url,
            "VAR_DIR": str(config.var_dir),
            "MAIL_FROM": config.mail_from,
            "SMTP_URL": f"smtp://127.0.0.1:{postbox.port}",
        }
    )
    queues.bind({mail.TOPIC: mail.deliverer(connected)}, None)


def part(whole: EmailMessage, kind: str) -> EmailMessage:
    """Return the one part of a type."""
    (found,) = [one for one in whole.walk() if one.get_content_type() == kind]
    return found  # type: ignore[return-value]


def test_an_event_and_its_end_arrive_as_they_were_written(
    circle: Circle, deliver: None, postbox: Postbox
) -> None:
    circle.ada.name = "Adélaïde"
    circle.place.name = "Médiathèque, « Le Phare »"
    meeting = circle.fixed()
    circle.session.commit()
    queues.drain()
    with clock.at(clock.now() + timedelta(hours=1)):
        cancelling.cancel(circle.session, meeting.id, by=circle.bruno.id)
        circle.session.commit()
        queues.drain()
    address = circle.ada.addresses[0].email
    arrived = [one for one in postbox.to(address) if len(parts_of(one)) > 2]
    assert [part(one, "text/calendar").get_param("method") for one in arrived] == ["REQUEST", "CANCEL"]
    for read in READERS:
        agenda = Agenda()
        for whole in arrived:
            for kind in ("text/calendar", "application/ics"):
                agenda.take(read(part(whole, kind).get_payload(decode=True)))  # type: ignore[arg-type]
        (entry,) = agenda.entries.values()
        assert (entry.uid, entry.status) == (f"{meeting.id}@classcode.test", "CANCELLED")
        assert entry.location.startswith("Médiathèque, « Le Phare »,")


def test_the_parts_arrive_text_first_and_the_event_last_of_the_alternatives(
    circle: Circle, deliver: None, postbox: Postbox
) -> None:
    circle.fixed()
    circle.session.commit()
    queues.drain()
    (whole,) = [one for one in postbox.to(circle.ada.addresses[0].email) if len(parts_of(one)) > 2]
    assert whole.get_content_type() == "multipart/mixed"
    alternatives, file = whole.iter_parts()
    assert alternatives.get_content_type() == "multipart/alternative"
    kinds = [one.get_content_type() for one in alternatives.iter_parts()]
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    assert file.get_content_disposition() == "attachment"
    event = part(whole, "text/calendar")
    assert event.get_content_charset() == "utf-8"
    assert event["Content-Transfer-Encoding"] == "quoted-printable"
    assert whole["Auto-Submitted"] == "auto-generated"
