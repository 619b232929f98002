"""A mail server that is silent, rude or away: each mail is taken once, refusals are seen, others flow (F11, F12)."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select, update

from classcode import clock, db, mail, queues
from classcode.config import Config
from classcode.mail import Letter, OutgoingMail, Recipient, sending
from classcode.queues import Job, JobState
from tests import servers
from tests.browser.stack import Postbox


class RudePostbox(Postbox):
    """A mail server that may stay silent once it has everything, and answers a goodbye as it likes."""

    def __init__(self) -> None:
        super().__init__()
        self.goodbye = "221 bye"
        self.silent = False
        self.over = threading.Event()

    async def handle_DATA(self, server: object, session: object, envelope: Any) -> str:
        """Keep one mail, or let the other side wait."""
        if self.silent:
            await asyncio.to_thread(self.over.wait, 10)
        return await super().handle_DATA(server, session, envelope)

    async def handle_QUIT(self, _server: object, _session: object, _envelope: object) -> str:
        """Answer the goodbye."""
        return self.goodbye


@pytest.fixture
def postbox() -> Iterator[RudePostbox]:
    """A mail server for one test."""
    opened = RudePostbox()
    opened.start()
    yield opened
    opened.over.set()
    opened.stop()


@pytest.fixture
def deliver(engine: Engine, connected: Config) -> Callable[..., None]:
    """Deliver what is due, with the mail server of the test or another one."""

    def delivering(config: Config = connected) -> None:
        queues.bind({mail.TOPIC: mail.deliverer(config)}, None)
        queues.drain()

    return delivering


def written(*addresses: str) -> None:
    with db.transaction() as session:
        for address in addresses:
            mail.write(session, Recipient(address, None, "fr"), Letter("test", "Bonjour", "Une ligne."))


def told() -> dict[str, tuple[str, bool, str | None]]:
    """Return by address how its job stands, whether the mail counts as sent, and the refusal kept on it."""
    with db.reading() as session:
        jobs = {job.subject: job.state for job in session.scalars(select(Job))}
        mails = session.scalars(select(OutgoingMail)).all()
    return {one.to: (jobs[str(one.id)], one.sent_at is not None, one.refusal) for one in mails}


def later() -> None:
    """Let the wait of every job end."""
    with db.transaction() as session:
        session.execute(update(Job).values(due_at=clock.now() - timedelta(seconds=1)))


SENT = (JobState.DONE, True, None)


def test_what_the_server_refuses_for_now_is_brought_again_and_taken_once(
    postbox: RudePostbox, deliver: Callable[..., None]
) -> None:
    postbox.refusals = ["451 later, please"]
    written("ada@example.org", "eve@example.org")
    deliver()
    assert sorted(told().values()) == [SENT, (JobState.WAITING, False, None)]
    later()
    deliver()
    assert told() == {"ada@example.org": SENT, "eve@example.org": SENT}
    assert sorted(str(one["To"]) for one in postbox.mails) == ["ada@example.org", "eve@example.org"]


def test_what_the_server_refuses_for_good_is_dead_and_shown_and_the_others_arrive(
    postbox: RudePostbox, deliver: Callable[..., None]
) -> None:
    postbox.refusals = ["550 no such mailbox"]
    written("ada@example.org", "eve@example.org")
    deliver()
    later()
    deliver()
    dead = (JobState.DEAD, False, "550 no such mailbox")
    assert sorted(told().values()) == sorted([dead, SENT], key=str)
    assert len(postbox.mails) == 1


def test_a_password_never_travels_in_clear_and_the_mail_waits_for_better_settings(
    postbox: RudePostbox, connected: Config, deliver: Callable[..., None]
) -> None:
    written("ada@example.org")
    deliver(replace(connected, smtp_url=f"smtp://somebody:secret@127.0.0.1:{postbox.port}"))
    assert told()["ada@example.org"] == (JobState.WAITING, False, None)
    assert postbox.mails == []
    later()
    deliver()
    assert told()["ada@example.org"] == SENT


def test_a_server_that_is_away_loses_nothing(
    postbox: RudePostbox, connected: Config, deliver: Callable[..., None]
) -> None:
    written("ada@example.org")
    deliver(replace(connected, smtp_url=f"smtp://127.0.0.1:{servers.free_port()}"))
    assert told()["ada@example.org"][:2] == (JobState.WAITING, False)
    later()
    deliver()
    assert told() == {"ada@example.org": SENT} and len(postbox.mails) == 1


@pytest.mark.parametrize("goodbye", ["421 in a hurry", "500 who are you"])
def test_a_rude_goodbye_does_not_unsend_what_was_taken(
    postbox: RudePostbox, deliver: Callable[..., None], goodbye: str
) -> None:
    postbox.goodbye = goodbye
    written("ada@example.org")
    deliver()
    assert told() == {"ada@example.org": SENT} and len(postbox.mails) == 1


def test_a_server_that_never_takes_the_mail_is_left_before_the_lease_ends(
    postbox: RudePostbox, deliver: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert timedelta(seconds=2 * mail.TIMEOUT + mail.WHOLE) < queues.LEASE
    monkeypatch.setattr(sending, "WHOLE", 0.3)
    postbox.silent = True
    written("ada@example.org")
    deliver()
    assert told()["ada@example.org"][:2] == (JobState.WAITING, False)
    postbox.silent = False
    monkeypatch.undo()
    later()
    deliver()
    assert told() == {"ada@example.org": SENT} and len(postbox.mails) == 1
