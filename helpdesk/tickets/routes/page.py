"""One thread as a page: its entries in order, its forms, and what this reader may do there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask import render_template
from sqlalchemy.orm import Session

from classcode import clock
from classcode.auth import Visitor
from classcode.i18n import gettext as _
from classcode.i18n import language
from classcode.people.models import Role
from classcode.people.queries import recipient
from helpdesk.answers.queries import from_thread
from helpdesk.attachments.queries import attachments_of
from helpdesk.attachments.waiting import Waiting
from helpdesk.canned.queries import answers_for
from helpdesk.presence.queries import others_here
from helpdesk.presence.routes import said_of
from helpdesk.profiles.queries import has_profile
from helpdesk.ratings.rules import rateable
from helpdesk.tickets import when, words
from helpdesk.tickets.access import Seen
from helpdesk.tickets.forms import AnswerForm, AssignForm, NoteForm, PassOnForm
from helpdesk.tickets.queries.offers import Offer, Offers, assignable
from helpdesk.tickets.queries.thread import Thread, thread_of
from helpdesk.tickets.routes.entries import Undo, entries_of
from helpdesk.tickets.rules.unread import mark
from helpdesk.tickets.states import OPEN, RUNNING, State
from helpdesk.tickets.units import about, key_of

WORDS: dict[str, Callable[..., Any]] = {
    "about": about,
    "state_tag": words.state_tag,
    "language_called": words.language_called,
    "left": when.left,
    "until": when.until,
    "came_by": words.came_by,
}
"""What the pages of the desk put into words, given to each of its templates."""


@dataclass(slots=True)
class Forms:
    """The forms of the page; a refused one comes back with what was written.

    `fresh` are the messages that came while the answer was being written: the page shows them above the box. `waiting`
    are the files that were chosen for it. `to` is what was searched among those to whom a lead may give the question.
    """

    answer: AnswerForm = field(default_factory=AnswerForm.blank)
    note: NoteForm = field(default_factory=NoteForm.blank)
    assign: AssignForm = field(default_factory=AssignForm.blank)
    pass_on: PassOnForm = field(default_factory=PassOnForm.blank)
    waiting: list[Waiting] = field(default_factory=list)
    fresh: frozenset[UUID] = frozenset()
    held: bool = False
    inserted: bool = False
    before: str = ""
    to: str = ""

    def summary(self) -> list[tuple[str, str]]:
        """Return (field id, sentence) of every error on the page."""
        forms = (self.answer, self.note, self.assign, self.pass_on)
        return [error for form in forms for error in form.summary()]

    @property
    def file_error(self) -> str | None:
        """Return what is wrong with the files that came with the answer."""
        return self.answer.form_errors[0] if self.answer.form_errors else None


def thread_page(
    session: Session, seen: Seen, who: Visitor, forms: Forms | None = None, undo: Undo | None = None
) -> str:
    """Render a ticket as this person may see it; `forms` holds the one that was refused, `undo` what was just done."""
    thread, forms = thread_of(session, seen), forms or Forms()
    forms.answer.seen.data = mark(seen.ticket, thread.last_message)
    return render_template(
        "helpdesk/ticket.html",
        seen=seen,
        ticket=seen.ticket,
        thread=thread,
        entries=entries_of(thread, seen, who, forms.fresh),
        forms=forms,
        errors=forms.summary(),
        undo=undo,
        unit=about(seen.ticket.module, seen.ticket.unit),
        unit_key=key_of(seen.ticket.module, seen.ticket.unit),
        state=words.state_tag(seen.ticket.state, desk=seen.inside),
        why=why_of(thread, seen),
        files=attachments_of(session, [message.id for message in thread.messages if not message.hidden_at]),
        kept=_kept(session, seen, who),
        here=[said_of(one) for one in others_here(session, seen.ticket.id, but=who.id)]
        if seen.inside
        else [],
        public=from_thread(session, seen, who) if seen.ticket.resolved_at else None,
        **offers_of(assignable(session, seen.ticket, forms.to) if seen.may_assign else Offers()),
        pass_on_reasons=reasons_to_pass_on(),
        **_states(session, seen, who),
        **WORDS,
    )


def _states(session: Session, seen: Seen, who: Visitor) -> dict[str, bool]:
    """Return what the page asks of the ticket's state and of this reader."""
    ticket = seen.ticket
    named = not ticket.unnamed
    return {
        "running": ticket.state in RUNNING,
        "paused": ticket.state == State.WAITING_LEARNER,
        "over": ticket.state in {State.CLOSED, State.CANCELLED},
        "may_propose": seen.holder and who.may(Role.FACILITATOR) and seen.may_write and named,
        "may_show_name": seen.learner and ticket.unnamed and ticket.state in OPEN | {State.RESOLVED},
        "may_join": seen.may_join and seen.names_learner,
        "has_page": seen.learner
        and ticket.facilitator_id is not None
        and has_profile(session, ticket.facilitator_id),
        "late": ticket.state in RUNNING and ticket.promised_by < clock.now(),
        "may_make_public": (seen.holder or seen.lead) and ticket.resolved_at is not None and named,
        "rateable": seen.learner and rateable(session, ticket, who.id),
        "unreachable": seen.learner and recipient(session, who.id) is None,
    }


def why_of(thread: Thread, seen: Seen) -> list[str]:
    """Return why the present holder has it, one phrase each: how she got it, and what speaks for her."""
    if thread.ticket.facilitator_id is None:
        return []
    how = [_(words.HOW[thread.how])] if thread.how and thread.how in words.HOW else []
    if thread.why is None:
        return how
    components, region = open_to_reader(thread.why.components, seen), thread.region.called(language())
    return how + words.why(components, region, to_learner=seen.learner)


def open_to_reader(components: dict[str, Any], seen: Seen) -> dict[str, Any]:
    """Return reasons without how far she is from a learner who gave no name: a few distances tell a place."""
    if seen.names_learner:
        return components
    return {
        name: value for name, value in components.items() if name not in {"distance_km", "points", "before"}
    }


def _kept(session: Session, seen: Seen, who: Visitor) -> list[tuple[str, str]]:
    """Return the kept answers that may be inserted: id and title, with the language where it is not the question's."""
    if not (seen.holder and seen.may_write):
        return []
    asked_in = seen.ticket.language
    return [
        (
            str(one.answer.id),
            one.title if one.language == asked_in else f"{one.title} ({words.language_called(one.language)})",
        )
        for one in answers_for(session, who, asked_in)
    ]


def reasons_to_pass_on() -> list[tuple[str, str]]:
    """Return the closed reasons, to choose one."""
    return [(reason.value, _(told)) for reason, told in words.PASS_ON.items()]


def offers_of(found: Offers) -> dict[str, Any]:
    """Return what a page needs to offer whom a lead may choose: id and name with her load, and how they were found."""
    return {"offers": [(str(one.person_id), _offered(one)) for one in found.shown], "found": found}


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
