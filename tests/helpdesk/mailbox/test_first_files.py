"""Files of a first question that came by mail wait with it: in the thread once confirmed, gone when nobody confirms."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from uuid import uuid4

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.config import Config
from classcode.mail import OutgoingMail
from helpdesk.attachments import keeping
from helpdesk.attachments.keeping import open_kept
from helpdesk.attachments.kinds import MOST_FILES
from helpdesk.attachments.models import PendingFile
from helpdesk.attachments.queries import attachments_of
from helpdesk.attachments.rules import first_message
from helpdesk.guests.jobs import forget_unconfirmed
from helpdesk.guests.models import PendingQuestion
from helpdesk.guests.rules import Wanted, confirm
from helpdesk.mailbox.models import IncomingMail
from helpdesk.models import Message
from tests.helpdesk.mailbox.conftest import written

TakeIn = Callable[..., IncomingMail]


@pytest.fixture(autouse=True)
def files_lie_here(app: object) -> None:
    """Bind the folder of files, as every process does."""


def first_with_files(*names: str) -> bytes:
    """Return the first mail of somebody without an account, with a program under each of these names."""
    mail = message_from_bytes(written("ines@example.org", "aide@classcode.test", "See."), policy=default)
    for name in names:
        program = b"MZ\x90" if name.endswith(".exe") else f"print({name!r})".encode()
        mail.add_attachment(program, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def confirmed(session: Session) -> Message:
    """Confirm what waits for its address, and return the message that it became."""
    [mail] = session.scalars(select(OutgoingMail).where(OutgoingMail.kind == "first-question"))
    token = next(line for line in mail.text.splitlines() if "/first/" in line).rpartition("/")[2]
    shown = session.scalars(select(PendingQuestion.id)).all()
    [ticket] = confirm(
        session, token, Wanted(module="creative-programming", shown=shown), act_id=uuid4()
    ).tickets
    return first_message(session, ticket.id)


def test_files_of_a_first_mail_are_in_the_thread_once_its_address_is_confirmed(
    session: Session, take_in: TakeIn
) -> None:
    row = take_in(first_with_files("loop.py", "loop.exe", "second.py"))
    assert row.refused_files == ["loop.exe: NotThisKind"]
    message = confirmed(session)
    kept = attachments_of(session, [message.id])[message.id]
    assert [one.name for one in kept] == ["loop.py", "second.py"]
    with open_kept(kept[0].sha2) as file:
        assert file.read() == b"print('loop.py')"
    assert session.scalars(select(PendingFile)).all() == []


def test_a_first_mail_has_no_more_files_than_any_message(session: Session, take_in: TakeIn) -> None:
    row = take_in(first_with_files(*(f"{number}.py" for number in range(MOST_FILES + 1))))
    assert row.refused_files == [f"{MOST_FILES}.py: TooManyFiles"]


def test_files_of_a_first_mail_that_nobody_confirms_go_with_it(
    session: Session, take_in: TakeIn, config: Config
) -> None:
    take_in(first_with_files("loop.py"))
    session.commit()
    [path] = config.files_dir.glob("*/??/*")
    old = (clock.now() - timedelta(days=2)).timestamp()
    os.utime(path, (old, old))
    assert keeping.sweep(session) == 0
    session.rollback()
    with time_machine.travel(clock.now() + timedelta(days=8), tick=False):
        forget_unconfirmed("now")
        session.expire_all()
        assert session.scalars(select(PendingFile)).all() == []
        assert keeping.sweep(session) == 1


@pytest.mark.usefixtures("content")
def test_the_page_behind_the_link_names_the_files_and_says_why_one_was_not_taken(
    session: Session, take_in: TakeIn, client: FlaskClient
) -> None:
    take_in(first_with_files("loop.py", "loop.exe"))
    [mail] = session.scalars(select(OutgoingMail).where(OutgoingMail.kind == "first-question"))
    session.commit()
    link = next(line for line in mail.text.splitlines() if "/first/" in line)
    page = client.get(link.removeprefix("http://classcode.test")).text
    assert "<li>loop.py" in page and "« loop.exe » est d’un type" in page.replace("\xa0", " ")
