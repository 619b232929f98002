"""One thread as a page: its entries in order, its forms, and what this reader may do there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from flask import render_template, url_for
from sqlalchemy.orm import Session

from classcode import clock
from classcode.auth import Visitor
from classcode.i18n import gettext as _
from classcode.i18n import language
from classcode.people.models import Role
from classcode.people.queries import recipient
from helpdesk.models import Message, TicketStep
from helpdesk.tickets import words
from helpdesk.tickets.access import Seen
from helpdesk.tickets.forms import AnswerForm, AssignForm, NoteForm, PassOnForm
from helpdesk.tickets.queries.thread import Offer, Reasons, Thread, assignable, thread_of
from helpdesk.tickets.states import State
from helpdesk.tickets.units import about


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the thread. `text` is somebody's own words, `words` ours; a hidden message has neither."""

    kind: str
    at: datetime
    words: str = ""
    text: str = ""
    author: str = ""
    role: str | None = None
    mine: bool = False
    href: str | None = None
    message_id: UUID | None = None
    hidden: bool = False
    reported: bool = False


@dataclass(slots=True)
class Forms:
    """The forms of the page; a refused one comes back with what was written."""

    answer: AnswerForm = field(default_factory=AnswerForm.blank)
    note: NoteForm = field(default_factory=NoteForm.blank)
    assign: AssignForm = field(default_factory=AssignForm.blank)
    pass_on: PassOnForm = field(default_factory=PassOnForm.blank)

    def summary(self) -> list[tuple[str, str]]:
        """Return (field id, sentence) of every error on the page."""
        forms = (self.answer, self.note, self.assign, self.pass_on)
        return [error for form in forms for error in form.summary()]


def thread_page(session: Session, seen: Seen, who: Visitor, forms: Forms | None = None) -> str:
    """Render a ticket as this person may see it; `forms` holds the one that was refused."""
    thread, forms = thread_of(session, seen), forms or Forms()
    return render_template(
        "helpdesk/ticket.html",
        seen=seen,
        ticket=seen.ticket,
        thread=thread,
        entries=_entries(thread, who),
        forms=forms,
        errors=forms.summary(),
        unit=about(seen.ticket.module, seen.ticket.unit),
        state=words.state_tag(seen.ticket.state, desk=seen.inside),
        why=_why(thread, to_learner=seen.learner),
        candidates=_candidates(thread),
        offers=_offers(assignable(session, seen.ticket)) if seen.may_assign else [],
        pass_on_reasons=[(reason.value, _(told)) for reason, told in words.PASS_ON.items()],
        may_propose=seen.holder and who.may(Role.FACILITATOR) and seen.may_write,
        late=seen.ticket.state in {State.NEW, State.WAITING_FACILITATOR}
        and seen.ticket.promised_by < clock.now(),
        unreachable=seen.learner and recipient(session, who.id) is None,
    )


def _why(thread: Thread, *, to_learner: bool) -> list[str]:
    region = thread.region.called(language())
    return words.why(thread.why.components, region, to_learner=to_learner) if thread.why else []


def _candidates(thread: Thread) -> list[tuple[Reasons, list[str], list[str], str]]:
    """Return each candidate of the latest look with what spoke for and against her, and her load."""
    region, latest = (
        thread.region.called(language()),
        max((one.at for one in thread.candidates), default=None),
    )
    return [
        (
            one,
            words.why(one.components, region, to_learner=False),
            words.why_not(one.components),
            words.load(one.components),
        )
        for one in thread.candidates
        if one.at == latest
    ]


def _offers(offers: list[Offer]) -> list[tuple[str, str]]:
    return [(str(one.person_id), _offered(one)) for one in offers]


def _offered(one: Offer) -> str:
    name = one.name or _("Someone")
    if one.near:
        return _(
            "%(name)s, in this region, %(load)s of %(capacity)s",
            name=name,
            load=one.load,
            capacity=one.capacity,
        )
    return _("%(name)s, elsewhere, %(load)s of %(capacity)s", name=name, load=one.load, capacity=one.capacity)


def _entries(thread: Thread, who: Visitor) -> list[Entry]:
    """Return messages, trail and meetings by time; at one instant what was said comes before what followed."""
    said = [_message(thread, message, who) for message in thread.messages]
    done = [Entry(kind="event", at=step.at, words=_told(thread, step)) for step in thread.steps]
    proposed = [
        Entry(
            kind="event",
            at=meeting.created_at,
            words=_("A meeting was proposed."),
            href=url_for("meetings.show", lang=language(), meeting_id=meeting.id),
        )
        for meeting in thread.meetings
    ]
    return sorted([*said, *done, *proposed], key=lambda entry: entry.at)


def _told(thread: Thread, step: TicketStep) -> str:
    whom = UUID(step.detail["to"]) if "to" in step.detail else None
    return words.step(step.what, _called(thread, step.by_person_id), _called(thread, whom))


def _called(thread: Thread, person_id: UUID | None) -> str:
    name = thread.names.get(person_id) if person_id else None
    if name is None and person_id == thread.ticket.learner_id:
        return _("The person who asked")
    return name or _("Someone")


def _message(thread: Thread, message: Message, who: Visitor) -> Entry:
    return Entry(
        kind="note" if message.internal else "message",
        at=message.written_at,
        text="" if message.hidden_at else message.text,
        author=_called(thread, message.author_id),
        role=None if message.author_id == thread.ticket.learner_id else _("help desk"),
        mine=message.author_id == who.id,
        message_id=message.id,
        hidden=message.hidden_at is not None,
        reported=message.reported_at is not None,
    )
