"""Files belong to messages: how many, how long, and that no byte outlives its message by more than a day."""

from __future__ import annotations

import os
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from classcode import clock
from classcode.config import Config
from classcode.people.models import Person
from helpdesk.attachments import jobs
from helpdesk.attachments.keeping import ROOM, keep, open_kept, sweep
from helpdesk.attachments.kinds import MOST_FILES, checked
from helpdesk.attachments.models import Attachment
from helpdesk.attachments.queries import attachments_of
from helpdesk.attachments.refusals import NotWhatItSays, TooManyFiles, TooManyToday
from helpdesk.attachments.rules import (
    KEPT_HIDDEN,
    MOST_A_DAY,
    attach,
    attach_all,
    first_message,
    forget_hidden,
)
from helpdesk.models import Message, Ticket
from helpdesk.tickets.rules import moderating, talking
from tests.helpdesk.attachments.conftest import rows
from tests.helpdesk.attachments.samples import png, talkative_png
from tests.helpdesk.tickets.conftest import Ask


def on_disk(config: Config) -> list[Path]:
    return sorted(path for path in (config.files_dir / ROOM).glob("??/*"))


def days_pass(config: Config, days: int) -> None:
    for path in on_disk(config):
        before = (clock.now() - timedelta(days=days)).timestamp()
        os.utime(path, (before, before))


def test_a_file_lies_under_its_hash_for_the_server_alone(file: Attachment, config: Config) -> None:
    [path] = on_disk(config)
    assert path.name == file.sha2 and path.stat().st_mode & 0o777 == 0o600
    assert path.is_relative_to(config.files_dir)
    with open_kept(file.sha2) as kept:
        assert kept.read() == png()


def test_what_is_kept_is_the_clean_file(session: Session, message: Message) -> None:
    given = attach(session, message, "photo.png", "image/png", BytesIO(talkative_png()))
    assert (given.size, given.width, given.height) == (len(png()), 2, 1)
    with open_kept(given.sha2) as kept:
        assert kept.read() == png()


def test_a_refused_file_leaves_no_row_and_no_byte(session: Session, message: Message, config: Config) -> None:
    with pytest.raises(NotWhatItSays):
        attach(session, message, "photo.png", "image/png", b"<html>")
    assert rows(session) == [] and on_disk(config) == []


def test_a_message_has_five_files_and_no_sixth(session: Session, message: Message, config: Config) -> None:
    for number in range(MOST_FILES):
        assert attach(session, message, "note.txt", None, f"{number}".encode()).place == number
    before = on_disk(config)
    with pytest.raises(TooManyFiles):
        attach(session, message, "note.txt", None, b"one more")
    with pytest.raises(TooManyFiles):
        attach_all(session, message, [keep(checked("note.txt", None, b"0"))])
    assert len(rows(session)) == MOST_FILES and on_disk(config) == before


def test_nobody_fills_the_disk_in_a_day(session: Session, ticket: Ticket) -> None:
    kept = keep(checked("note.txt", None, b"words"))
    for _number in range(MOST_A_DAY // MOST_FILES):
        attach_all(session, talking.reply(session, ticket, "encore"), [kept] * MOST_FILES)
    with pytest.raises(TooManyToday):
        attach_all(session, talking.reply(session, ticket, "encore"), [kept])
    for row in rows(session):
        row.added_at -= timedelta(days=1)
    assert attach_all(session, talking.reply(session, ticket, "encore"), [kept])


def test_the_files_of_several_messages_come_in_their_order(session: Session, ask: Ask, ada: Person) -> None:
    one, other, bare = (first_message(session, ask(ada).id) for _number in range(3))
    for message in (other, one, other):
        attach(session, message, f"{len(rows(session))}.txt", None, b"words")
    found = attachments_of(session, [one.id, other.id, bare.id])
    assert {key: [file.name for file in files] for key, files in found.items()} == {
        one.id: ["1.txt"],
        other.id: ["0.txt", "2.txt"],
    }
    assert attachments_of(session, []) == {}


# Forgetting.


def test_the_same_picture_twice_is_kept_once_and_outlives_one_of_them(
    session: Session, ticket: Ticket, message: Message, config: Config
) -> None:
    reply = talking.reply(session, ticket, "la même")
    for one in (message, reply):
        attach(session, one, "écran.png", "image/png", png())
    session.delete(reply)
    session.flush()
    days_pass(config, 2)
    assert sweep(session) == 0 and len(on_disk(config)) == 1


def test_with_its_message_a_file_goes_and_its_bytes_after_a_day(
    session: Session, file: Attachment, message: Message, config: Config
) -> None:
    session.delete(message)
    session.flush()
    session.expire_all()
    assert rows(session) == [] and len(on_disk(config)) == 1
    assert sweep(session) == 0  # a request that is under way may be about to name the same bytes
    days_pass(config, 2)
    assert sweep(session) == 1 and on_disk(config) == []


def test_with_who_asked_all_her_files_go(
    session: Session, file: Attachment, ada: Person, config: Config
) -> None:
    session.delete(ada)
    session.commit()
    days_pass(config, 2)
    jobs.sweep_round("")
    session.expire_all()
    assert rows(session) == [] and on_disk(config) == []


def test_a_hidden_message_keeps_its_files_thirty_days(
    session: Session, file: Attachment, message: Message, bruno: Person, config: Config
) -> None:
    moderating.hide(session, message, by=bruno.id)
    session.flush()
    session.refresh(message)
    message.hidden_at = clock.now() - KEPT_HIDDEN + timedelta(minutes=1)
    session.flush()
    assert forget_hidden(session) == 0
    message.hidden_at = clock.now() - KEPT_HIDDEN - timedelta(minutes=1)
    session.commit()
    days_pass(config, 31)
    jobs.sweep_round("")
    session.expire_all()
    assert rows(session) == [] and on_disk(config) == []


def test_the_round_leaves_what_is_in_use(session: Session, file: Attachment, config: Config) -> None:
    session.commit()
    days_pass(config, 400)
    for _twice in range(2):
        jobs.sweep_round("")
    assert len(on_disk(config)) == 1 and len(rows(session)) == 1
