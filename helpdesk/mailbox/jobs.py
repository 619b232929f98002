"""Looking into the mailbox by the clock: fetch, read, take in, mark; and forgetting what mails said after a while.

Each mail has a transaction of its own, in which no socket is waited for. A crash before the commit leaves the mail for
the next look; a crash after it leaves a mark to make, and the row keeps the mail from being taken twice.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from sqlalchemy.exc import InterfaceError, OperationalError

from classcode import clock, db
from classcode.config import Config
from helpdesk.mailbox import imap
from helpdesk.mailbox.imap import Folder, MailboxAway
from helpdesk.mailbox.reading import LARGEST, Mail, Unreadable, read
from helpdesk.mailbox.rules import receiving
from helpdesk.mailbox.rules.receiving import Arrived

log = logging.getLogger(__name__)

TOPIC: Final = "mailbox"
FORGET: Final = "mailbox-forget"
AT_ONCE: Final = 200
"""Mails of one look."""
SECONDS: Final = 40
"""Seconds after which a look begins no further mail: less than a job's lease with one slow mail on top."""
AGAIN: Final = "again"
"""What is told of a mail that was taken before, from here or from another folder."""
SOURCE_DAYS: Final = 30
ROW_DAYS: Final = 365


def poller(config: Config) -> Callable[[str], None]:
    """Return the job that looks into the mailbox; one that is away is noted, since the next round comes by itself."""

    def poll_once(_round: str) -> None:
        try:
            poll(config)
        except MailboxAway as away:
            log.warning("the mailbox is away: %s", away)

    return poll_once


def poll(config: Config) -> Counter[str]:
    """Take in what is new in the mailbox and count what became of it; raise `MailboxAway`, which is noted first."""
    if config.imap_url is None:
        return Counter()
    place = imap.place_of(config.imap_url)
    try:
        with imap.opened(config.imap_url) as folder:
            return _look(folder, place)
    except MailboxAway as away:
        with db.transaction() as session:
            receiving.note_failure(session, place, str(away))
        raise


def _look(folder: Folder, place: str) -> Counter[str]:
    ends = time.monotonic() + SECONDS
    with db.transaction() as session:
        last = receiving.begin(session, place, folder.uidvalidity)
    _mark(folder, place)
    became: Counter[str] = Counter()
    for uid in folder.after(last)[:AT_ONCE]:
        if time.monotonic() > ends:
            break
        arrived = _fetched(folder, place, uid)
        if arrived:
            became[what := _take_in(arrived)] += 1
            _mark(folder, place)
            if what == AGAIN:
                folder.mark([uid])
    return became


def _fetched(folder: Folder, place: str, uid: int) -> Arrived | None:
    """Fetch one mail, of a large one the headers alone; None when somebody has deleted it meanwhile."""
    size = folder.size(uid)
    if size is None:
        return None
    too_big = size > LARGEST
    raw = folder.headers(uid) if too_big else folder.whole(uid, LARGEST)
    if raw is None:
        return None
    return Arrived(place=place, uidvalidity=folder.uidvalidity, uid=uid, size=size, raw=raw, too_big=too_big)


def _take_in(arrived: Arrived) -> str:
    mail, refusal = _read(arrived.raw)
    try:
        return _received(arrived, mail, refusal)
    except (OperationalError, InterfaceError):
        raise  # the database is away: the mail waits in its mailbox
    except Exception as error:
        # A mail must not stop those behind it: its row says what happened, and keeps its bytes to look again.
        log.exception("mail %s of %s was put aside", arrived.uid, arrived.place)
        return _received(arrived, None, type(error).__name__)


def _read(raw: bytes) -> tuple[Mail | None, str | None]:
    try:
        return read(raw), None
    except Unreadable as why:
        return None, str(why)


def _received(arrived: Arrived, mail: Mail | None, refusal: str | None) -> str:
    with db.transaction() as session:
        row = receiving.receive(session, arrived, mail, refusal)
        return row.became if row else AGAIN


def _mark(folder: Folder, place: str) -> None:
    """Mark in the mailbox what was taken, also what an earlier look did not come to mark."""
    with db.reading() as session:
        waiting = receiving.unmarked(session, place, folder.uidvalidity)
    if waiting:
        folder.mark(sorted(waiting))
        with db.transaction() as session:
            receiving.note_marked(session, list(waiting.values()))


def forget(_round: str) -> None:
    """Empty what mails said after 30 days, and delete their rows after a year; running twice changes nothing more."""
    now = clock.now()
    with db.transaction() as session:
        receiving.forget(session, now - timedelta(days=SOURCE_DAYS), now - timedelta(days=ROW_DAYS))
