"""What a learner tells of what helped her, and the one press by which a reader says that an answer helped."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from classcode import db, i18n
from classcode.acts import acting
from classcode.auth import SIGNED_IN, me, open_to
from classcode.errors import Invalid
from classcode.forms import ButtonForm, said
from classcode.i18n import gettext as _
from helpdesk.answers import access, rules
from helpdesk.answers.forms import WriteForm
from helpdesk.answers.queries import of_ticket
from helpdesk.answers.routes.blueprint import bp
from helpdesk.answers.routes.making import acting_on, address_of, elsewhere
from helpdesk.tickets.units import about


@bp.get("/<lang:lang>/help/<uuid:ticket_id>/share")
@open_to(SIGNED_IN)
def share(lang: str, ticket_id: UUID) -> ResponseReturnValue:
    """Show the form in which a learner tells what helped her; nothing of the thread is in it."""
    with db.reading() as session:
        ticket = access.own_source(session, me(), ticket_id)
        found = of_ticket(session, ticket_id)
        if found is None:
            return _share_page(session, ticket_id, WriteForm.blank(language=ticket.language))
        if not access.seen_by(session, me(), found).may_rewrite:
            return elsewhere(session, found)
        told = {"question": found.question, "answer": found.answer, "language": found.language}
        return _share_page(session, ticket_id, WriteForm.blank(**told))


def _share_page(session: Session, ticket_id: UUID, form: WriteForm) -> str:
    ticket = access.own_source(session, me(), ticket_id)
    found = of_ticket(session, ticket_id)
    return render_template(
        "helpdesk/answers/share.html",
        form=form,
        ticket=ticket,
        reason=found.reason if found and found.by_learner else None,
        unit=about(ticket.module, ticket.unit),
        spoken=list(i18n.LANGUAGES.items()),
    )


@bp.post("/help/<uuid:ticket_id>/share")
@open_to(SIGNED_IN)
def tell(ticket_id: UUID) -> ResponseReturnValue:
    """Propose to the leads what a learner tells of what helped her."""
    form = WriteForm.read()
    try:
        with acting(me().id, form.act_id) as act:
            ticket = access.own_source(act.session, me(), ticket_id, acting=True)
            words = said(form.question), said(form.answer)
            made = rules.write(act.session, ticket, *words, by=me().id, language=said(form.language))
            where = act.answer(address_of(made.id))
    except Invalid as error:
        form.refuse(error)
        with db.reading() as session:
            return _share_page(session, ticket_id, form), 422
    flash(_("Thank you. A lead reads it before anybody else does; your name is never on it."), "ok")
    return redirect(where)


@bp.post("/help/answers/<uuid:answer_id>/withdraw")
@open_to(SIGNED_IN)
def withdraw(answer_id: UUID) -> ResponseReturnValue:
    """Take back what a learner told, before it is public or after."""
    with acting_on(answer_id, ButtonForm.read()) as (act, seen):
        rules.withdraw(act.session, seen)
    flash(_("It is taken back: nobody reads it any more."), "ok")
    return redirect(address_of(answer_id))


@bp.post("/help/answers/<uuid:answer_id>/helped")
@open_to(SIGNED_IN)
def say_helped(answer_id: UUID) -> ResponseReturnValue:
    """Say that an answer helped."""
    with acting_on(answer_id, ButtonForm.read()) as (act, seen):
        rules.say_helped(act.session, seen, act_id=act.id)
    flash(
        _("Thank you: it counts, without your name. If you were writing a question, you need not ask it."),
        "ok",
    )
    return redirect(address_of(answer_id))


@bp.post("/help/answers/<uuid:answer_id>/not-helped")
@open_to(SIGNED_IN)
def unsay_helped(answer_id: UUID) -> ResponseReturnValue:
    """Take back that an answer helped."""
    with acting_on(answer_id, ButtonForm.read()) as (act, seen):
        rules.unsay_helped(act.session, seen)
    flash(_("It counts no longer."), "ok")
    return redirect(address_of(answer_id))
