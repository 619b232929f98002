"""The form in which a public answer is written from a settled question; whoever writes has her own page and door."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from classcode import db, i18n
from classcode.acts import acting
from classcode.auth import me
from classcode.auth.visitors import Visitor
from classcode.errors import Invalid
from classcode.forms import said
from classcode.i18n import gettext as _
from helpdesk.answers import access, rules
from helpdesk.answers.forms import WriteForm
from helpdesk.answers.models import PublicAnswer
from helpdesk.answers.queries import of_ticket
from helpdesk.models import Ticket
from helpdesk.tickets.units import about


class Door(Protocol):
    """What opens a question to somebody who may write from it, and raises `NotFound` to everybody else."""

    def __call__(
        self, session: Session, visitor: Visitor, ticket_id: UUID, *, acting: bool = False
    ) -> Ticket:
        """Return the question; with `acting` its row is locked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to write a public answer: by the door of who helped, or of who asked.

    `rewrites` says whether what stands already may be written anew by this reader, `sent_back` whether the reason on it
    is for her; `thanks` is a message id.
    """

    door: Door
    template: str
    rewrites: Callable[[Session, PublicAnswer], bool]
    sent_back: Callable[[PublicAnswer], bool]
    thanks: str


def blank(way: Way, ticket_id: UUID) -> ResponseReturnValue:
    """Show the form, or what was written in it before; nothing of the thread is in it."""
    with db.reading() as session:
        ticket = way.door(session, me(), ticket_id)
        found = of_ticket(session, ticket_id)
        if found is None:
            return page(session, way, ticket, WriteForm.blank(language=ticket.language))
        if not way.rewrites(session, found):
            return elsewhere(session, found)
        told = {"question": found.question, "answer": found.answer, "language": found.language}
        return page(session, way, ticket, WriteForm.blank(**told))


def page(session: Session, way: Way, ticket: Ticket, form: WriteForm) -> str:
    """Draw the form."""
    found = of_ticket(session, ticket.id)
    return render_template(
        way.template,
        form=form,
        ticket=ticket,
        reason=found.reason if found and way.sent_back(found) else None,
        unit=about(ticket.module, ticket.unit),
        spoken=list(i18n.LANGUAGES.items()),
    )


def propose(way: Way, ticket_id: UUID) -> ResponseReturnValue:
    """Propose to the leads what was written."""
    form = WriteForm.read()
    try:
        with acting(me().id, form.act_id) as act:
            ticket = way.door(act.session, me(), ticket_id, acting=True)
            words = said(form.question), said(form.answer)
            made = rules.write(act.session, ticket, *words, by=me().id, language=said(form.language))
            where = act.answer(address_of(made.id))
    except Invalid as error:
        form.refuse(error)
        with db.reading() as session:
            return page(session, way, way.door(session, me(), ticket_id), form), 422
    flash(_(way.thanks), "ok")
    return redirect(where)


def address_of(answer_id: UUID) -> str:
    """Return where an answer is read, in the language of the page."""
    return url_for("answers.show", lang=i18n.language(), answer_id=answer_id)


def elsewhere(session: Session, found: PublicAnswer) -> ResponseReturnValue:
    """Lead to what was written already; to the question, whose page says so, where it is not this reader's to read."""
    if access.seen_by(session, me(), found).readable or found.ticket_id is None:
        return redirect(address_of(found.id))
    return redirect(url_for("helpdesk.ticket", lang=i18n.language(), ticket_id=found.ticket_id))
