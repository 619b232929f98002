"""The lines of a thread: messages, notes, the trail and its meetings, in order, each in the reader's words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask import url_for

from classcode import clock
from classcode.auth import Visitor
from classcode.i18n import gettext as _
from classcode.i18n import language
from helpdesk.mailbox.jobs import SOURCE_DAYS
from helpdesk.models import Message, TicketStep
from helpdesk.tickets import words
from helpdesk.tickets.access import Seen
from helpdesk.tickets.queries.thread import Thread
from helpdesk.tickets.routes.ways import back_to
from helpdesk.tickets.states import What


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    """A button that takes back what a line of the trail tells: its words, where it posts, and with which question."""

    label: str
    action: str
    other: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the thread. `text` is somebody's own words, `words` ours; a hidden message has neither.

    `fresh` came while an answer was being written; `part_of` is the title of the joined question it was written in.
    """

    kind: str
    at: datetime
    words: str = ""
    text: str = ""
    author: str = ""
    role: str | None = None
    mine: bool = False
    href: str | None = None
    message_id: UUID | None = None
    ticket_id: UUID | None = None
    hidden: bool = False
    reported: bool = False
    fresh: bool = False
    by_mail: bool = False
    whole_mail: str | None = None
    part_of: str | None = None
    undo: Undo | None = None


def entries_of(thread: Thread, seen: Seen, who: Visitor, fresh: frozenset[UUID] = frozenset()) -> list[Entry]:
    """Return messages, trail and meetings by time; at one instant what was said comes before what followed."""
    said = [
        _message(thread, message, who, fresh=message.id in fresh, whole=_whole_mail(message, seen, who))
        for message in thread.messages
    ]
    done = [_step(thread, step, seen) for step in thread.steps]
    proposed = [
        Entry(
            kind="event",
            at=meeting.created_at,
            words=_("A meeting was proposed."),
            href=url_for("meetings.show", lang=language(), meeting_id=meeting.id),
        )
        for meeting in ([] if thread.ticket.unnamed and seen.inside else thread.meetings)
    ]
    return sorted([*said, *done, *proposed], key=lambda entry: entry.at)


def _message(thread: Thread, message: Message, who: Visitor, *, fresh: bool, whole: str | None) -> Entry:
    joined = thread.joined.get(message.ticket_id)
    return Entry(
        kind="note" if message.internal else "message",
        at=message.written_at,
        text="" if message.hidden_at else message.text,
        author=called(thread, message.author_id),
        role=None if message.author_id == thread.ticket.learner_id else _("help desk"),
        mine=message.author_id == who.id,
        message_id=message.id,
        ticket_id=message.ticket_id,
        hidden=message.hidden_at is not None,
        reported=message.reported_at is not None,
        fresh=fresh,
        by_mail=message.source == "mail",
        whole_mail=whole,
        part_of=joined.subject if joined else None,
    )


def _whole_mail(message: Message, seen: Seen, who: Visitor) -> str | None:
    """Return the page of the mail behind a message while it is kept, for whom `helpdesk.mailbox` shows it to."""
    theirs = seen.inside and seen.names_learner and message.author_id == seen.ticket.learner_id
    kept = message.written_at > clock.now() - timedelta(days=SOURCE_DAYS)
    if (
        message.mail_id is None
        or message.hidden_at
        or not kept
        or not (message.author_id == who.id or theirs)
    ):
        return None
    return url_for("mailbox.whole", lang=language(), ticket_id=seen.ticket.id, message_id=message.id)


def _step(thread: Thread, step: TicketStep, seen: Seen) -> Entry:
    told = {name: UUID(step.detail[name]) for name in ("to", "of") if name in step.detail}
    people = {name: called(thread, told.get(name)) for name in ("to", "of")}
    sentence = words.step(step.what, who=called(thread, step.by_person_id), **people)
    reason = thread.lifts.get(step.by_person_id) if step.by_person_id else None
    if step.what == What.NAME_LIFTED and reason:
        sentence = " ".join((sentence, _("The reason: “%(reason)s”", reason=reason)))
    return Entry(
        kind="event",
        at=step.at,
        words=sentence,
        href=_leads_to(step),
        undo=_undo(thread, step) if seen.may_join else None,
    )


def _leads_to(step: TicketStep) -> str | None:
    """Return the page of the other question that a line is about."""
    where = {What.MERGED: "into", What.UNMERGED_OUT: "of", What.SPLIT: "to", What.SPLIT_OFF: "of"}
    name = where.get(What(step.what))
    return back_to(UUID(step.detail[name])) if name and name in step.detail else None


def _undo(thread: Thread, step: TicketStep) -> Undo | None:
    """Return how to take a line back while that is still possible."""
    here = thread.ticket.id
    if step.what == What.MERGED_IN:
        other = thread.joined.get(UUID(step.detail["of"]))
        if other is None or other.merged_into_id != here:
            return None
        action = url_for("helpdesk.unjoin", ticket_id=here)
        return Undo(label=_("Take them apart again"), action=action, other=str(other.id))
    if step.what == What.SPLIT and UUID(step.detail["to"]) in thread.split_off:
        return Undo(
            label=_("Put it back"), action=url_for("helpdesk.unsplit", ticket_id=UUID(step.detail["to"]))
        )
    if step.what == What.SPLIT_OFF and any(message.split_from_id for message in thread.messages):
        return Undo(label=_("Put it back"), action=url_for("helpdesk.unsplit", ticket_id=here))
    return None


def called(thread: Thread, person_id: UUID | None) -> str:
    """Return how a person of the thread is called; who asked has a pseudonym where this reader may know no name."""
    name = thread.names.get(person_id) if person_id else None
    if name is None and person_id == thread.ticket.learner_id:
        return _("The person who asked")
    return name or _("Someone")
