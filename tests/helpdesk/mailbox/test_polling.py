"""The mailbox of a real IMAP server: looked into, read once whatever is killed, and never blocked by one mail (F10)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classcode import db, queues, schedule
from classcode.config import Config
from classcode.people.models import Person
from helpdesk.mailbox import imap as door
from helpdesk.mailbox import jobs, queries
from helpdesk.mailbox.addresses import Mailbox
from helpdesk.mailbox.cli import mailbox as mailbox_commands
from helpdesk.mailbox.imap import MailboxAway
from helpdesk.mailbox.models import Became, IncomingMail, MailboxPlace
from helpdesk.models import Message, Ticket
from helpdesk.tickets.rules import talking
from tests.helpdesk.mailbox.conftest import address_of, thread, written
from tests.helpdesk.mailbox.stalling import stalling
from tests.servers import ImapServer, free_port

ROOT = Path(__file__).parents[3]
Deliver = Callable[..., None]


@pytest.fixture
def polled(reading_config: Config, imap: ImapServer, folder: str) -> Config:
    """The configuration of a process that reads this test's folder."""
    with imap.connected() as connection:
        connection.create(folder)
    return replace(reading_config, imap_url=imap.url(folder))


@pytest.fixture
def reply(
    session: Session, imap: ImapServer, folder: str, mailbox: Mailbox, ticket: Ticket, ada: Person
) -> Deliver:
    """Let Ada's mail arrive: `reply("words")`; what the test made so far is committed first."""
    sender, to = address_of(ada), mailbox.address(ticket.id, ada.id)
    session.commit()

    def delivering(text: str = "It works now.", **headers: str) -> None:
        imap.deliver(written(sender, to, text, **headers), folder)

    return delivering


def rows() -> list[tuple[str, str | None]]:
    with db.reading() as session:
        found = session.execute(select(IncomingMail.became, IncomingMail.refusal).order_by(IncomingMail.uid))
        return [(became, refusal) for became, refusal in found]


def said(ticket: Ticket) -> list[str]:
    with db.reading() as session:
        return thread(session, ticket)[1:]


def test_what_arrived_is_taken_in_order_and_marked(
    polled: Config, imap: ImapServer, folder: str, ticket: Ticket, reply: Deliver
) -> None:
    reply("One")
    reply("Two")
    assert jobs.poll(polled) == {Became.REPLY: 2}
    assert said(ticket) == ["One", "Two"]
    assert imap.flags(folder) == [b"\\Seen", b"\\Seen"]
    assert jobs.poll(polled) == {}
    reply("Three")
    assert jobs.poll(polled) == {Became.REPLY: 1}


def test_a_mail_that_no_program_would_write_does_not_stop_those_behind_it(
    polled: Config, imap: ImapServer, folder: str, ticket: Ticket, reply: Deliver
) -> None:
    nested = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(99)
    )
    imap.deliver(nested, folder)
    reply()
    jobs.poll(polled)
    assert rows() == [(Became.UNREADABLE, "too deep"), (Became.REPLY, None)]


def test_a_fault_of_ours_puts_one_mail_aside_and_keeps_its_bytes(
    polled: Config, ticket: Ticket, reply: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(*_arguments: object, **_more: object) -> Message:
        raise ZeroDivisionError

    reply("One")
    with monkeypatch.context() as patched:
        patched.setattr(talking, "reply", faulty)
        jobs.poll(polled)
    reply("Two")
    jobs.poll(polled)
    assert rows() == [(Became.UNREADABLE, "ZeroDivisionError"), (Became.REPLY, None)]
    assert said(ticket) == ["Two"]
    with db.reading() as session:
        first = session.scalars(select(IncomingMail).order_by(IncomingMail.uid)).first()
        assert first is not None and b"One" in (first.source or b"")


def test_a_mail_that_is_too_large_is_fetched_by_its_headers_alone(
    polled: Config, ticket: Ticket, reply: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "LARGEST", 10_000)
    reply("x" * 20_000)
    reply("Two")
    assert jobs.poll(polled) == {Became.TOO_BIG: 1, Became.REPLY: 1}
    with db.reading() as session:
        largest = session.scalars(select(IncomingMail).order_by(IncomingMail.uid)).first()
        assert largest is not None and largest.size > 20_000 and len(largest.source or b"") < 2_000


def test_a_mailbox_that_counts_anew_is_read_again_and_nothing_happens_twice(
    polled: Config, ticket: Ticket, reply: Deliver
) -> None:
    reply()
    jobs.poll(polled)
    with db.transaction() as session:
        session.scalars(select(MailboxPlace)).one().uidvalidity += 1
    assert jobs.poll(polled) == {"again": 1}
    assert said(ticket) == ["It works now."]


def test_two_who_look_at_once_take_each_mail_once(polled: Config, ticket: Ticket, reply: Deliver) -> None:
    for n in range(6):
        reply(f"Word {n}")
    with ThreadPoolExecutor(4) as pool:
        looks = list(pool.map(lambda _: jobs.poll(polled), range(4)))
    assert sum(look[Became.REPLY] for look in looks) == 6
    assert sorted(said(ticket)) == [f"Word {n}" for n in range(6)]


class Killed(BaseException):
    """The process ends here."""


def test_a_poller_that_dies_in_mid_transaction_leaves_the_mail_for_the_next(
    polled: Config, ticket: Ticket, reply: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = talking.reply

    def dying(*arguments: object, **more: object) -> Message:
        real(*arguments, **more)  # type: ignore[arg-type]
        raise Killed

    reply()
    with monkeypatch.context() as patched:
        patched.setattr(talking, "reply", dying)
        with pytest.raises(Killed):
            jobs.poll(polled)
    assert (rows(), said(ticket)) == ([], [])
    jobs.poll(polled)
    assert (rows(), said(ticket)) == ([(Became.REPLY, None)], ["It works now."])


def environment(config: Config, url: str) -> dict[str, str]:
    return os.environ | {
        "ENVIRONMENT": "test",
        "SECRET_KEY": config.secret_key,
        "DATABASE_URL": config.database_url,
        "BASE_URL": config.base_url,
        "VAR_DIR": str(config.var_dir),
        "MAIL_FROM": config.mail_from,
        "IMAP_URL": url,
        "LANG": "en",
    }


def command(config: Config, url: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "classcode", "mailbox", "poll"],
        env=environment(config, url),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.mark.slow
@pytest.mark.parametrize("word", [b"SEARCH", b"RFC822.SIZE", b"BODY.PEEK", b"STORE", b"LOGOUT"])
def test_a_poller_killed_at_any_command_takes_the_mail_once_all_the_same(
    polled: Config, imap: ImapServer, folder: str, ticket: Ticket, reply: Deliver, word: bytes
) -> None:
    reply()
    with stalling(imap.port, word) as between:
        process = command(polled, imap.url(folder, port=between.port))
        assert between.reached.wait(30)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    taken = word in {b"STORE", b"LOGOUT"}
    assert len(said(ticket)) == taken
    jobs.poll(polled)
    assert said(ticket) == ["It works now."]
    assert [became for became, _ in rows()] == [Became.REPLY]
    assert all(flag == b"\\Seen" for flag in imap.flags(folder))


@pytest.mark.slow
def test_the_command_says_what_came_in(polled: Config, imap: ImapServer, folder: str, reply: Deliver) -> None:
    reply()
    process = command(polled, imap.url(folder))
    assert (process.communicate()[0], process.returncode) == ("1 mails: 1 reply\n", 0)
    process = command(polled, imap.url(folder, port=free_port()))
    assert "ConnectionRefusedError" in process.communicate()[0] and process.returncode == 1


def test_the_list_tells_what_became_of_each_mail_and_no_word_of_it(polled: Config, reply: Deliver) -> None:
    reply("A secret.")
    reply("Away.", Auto_Submitted="auto-replied")
    jobs.poll(polled)
    told = CliRunner().invoke(mailbox_commands, ["list"], obj=lambda: polled)
    assert told.exit_code == 0 and " reply " in told.output and " auto (auto-submitted)" in told.output
    assert "secret" not in told.output and "@" not in told.output


def test_without_a_mailbox_the_command_says_so(config: Config) -> None:
    told = CliRunner().invoke(mailbox_commands, ["poll"], obj=lambda: config)
    assert told.exit_code == 1 and "IMAP_URL" in told.output


def test_a_mailbox_that_is_away_is_noted_and_holds_up_no_job(
    polled: Config, imap: ImapServer, folder: str, reply: Deliver
) -> None:
    away = replace(polled, imap_url=imap.url(folder, port=free_port()))
    with pytest.raises(MailboxAway):
        jobs.poll(away)
    queues.bind(schedule.handlers(away), None)
    with db.transaction() as session:
        queues.enqueue(session, jobs.TOPIC, "round")
    queues.drain()
    with db.reading() as session:
        assert queries.away_since(session) is not None
        states = session.scalars(select(queues.Job.state).where(queues.Job.topic == jobs.TOPIC))
        assert list(states) == [queues.JobState.DONE]


def test_a_silent_mailbox_is_left_after_a_while(
    polled: Config, imap: ImapServer, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "TIMEOUT", 0.3)
    with stalling(imap.port, b"SEARCH") as between, pytest.raises(MailboxAway, match=r"[Tt]ime"):
        jobs.poll(replace(polled, imap_url=imap.url(folder, port=between.port)))


def test_a_password_never_travels_in_clear_to_another_machine(
    polled: Config, imap: ImapServer, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "LOOPBACK", frozenset())
    with pytest.raises(MailboxAway, match="STARTTLS"):
        jobs.poll(polled)


def test_a_place_is_named_without_its_password(imap: ImapServer) -> None:
    assert door.place_of(imap.url("T1")) == f"desk@classcode.test@127.0.0.1:{imap.port}/T1"


def test_rows_count_mails_and_not_looks(polled: Config, reply: Deliver) -> None:
    reply()
    for _ in range(3):
        jobs.poll(polled)
    with db.reading() as session:
        assert session.scalar(select(func.count()).select_from(IncomingMail)) == 1
