"""Two questions that are one, and one that is two: each asked once more in words, done in one act, and undone."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from classcode import db
from classcode.acts import acting
from classcode.auth import me, open_to
from classcode.errors import Invalid, NotFound
from classcode.forms import ActForm, said
from classcode.i18n import N_
from classcode.i18n import gettext as _
from classcode.people.models import Role
from helpdesk.tickets import access
from helpdesk.tickets.access import Seen
from helpdesk.tickets.forms import JoinForm, SplitForm
from helpdesk.tickets.queries.others import others_of
from helpdesk.tickets.queries.thread import messages_of, thread_of
from helpdesk.tickets.routes.blueprint import bp
from helpdesk.tickets.routes.entries import entries_of
from helpdesk.tickets.routes.page import WORDS
from helpdesk.tickets.routes.thread import acting_on
from helpdesk.tickets.routes.ways import back_to
from helpdesk.tickets.rules import merging

TEAM = (Role.FACILITATOR, Role.LEAD, Role.ADMINISTRATOR)


@bp.get("/<lang:lang>/help/<uuid:ticket_id>/join")
@open_to(*TEAM)
def joining(lang: str, ticket_id: UUID) -> ResponseReturnValue:
    """Show the other open questions of the same person, to join one to this one."""
    with db.reading() as session:
        return _join_page(session, ticket_id, JoinForm.blank())


def _join_page(session: Session, ticket_id: UUID, form: JoinForm) -> str:
    seen = _joinable(session, ticket_id)
    return render_template(
        "helpdesk/join.html", ticket=seen.ticket, others=others_of(session, me(), seen), form=form, **WORDS
    )


def _joinable(session: Session, ticket_id: UUID) -> Seen:
    """Return a question that this person may join or split, who asked being known to her; raise `NotFound`."""
    seen = access.ticket(session, me(), ticket_id)
    if not (seen.may_join and seen.names_learner):
        raise NotFound
    return seen


@bp.post("/help/<uuid:ticket_id>/join")
@open_to(*TEAM)
def join(ticket_id: UUID) -> ResponseReturnValue:
    """Join another question of the same person to this one, whose thread then shows both."""
    form = JoinForm.read()
    try:
        other = _chosen(said(form.other))
        with acting(me().id, form.act_id) as act:
            source, target = merging.both(act.session, other, ticket_id)
            for one in (source, target):
                _joinable(act.session, one.id)
            merging.merge(act.session, source, target, by=me().id)
            where = act.answer(back_to(ticket_id, joined=str(other)))
    except Invalid as error:
        form.refuse(error)
        with db.reading() as session:
            return _join_page(session, ticket_id, form), 422
    return redirect(where)


def _chosen(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Invalid("other", N_("Please choose one of the questions.")) from None


@bp.post("/help/<uuid:ticket_id>/unjoin")
@open_to(*TEAM)
def unjoin(ticket_id: UUID) -> ResponseReturnValue:
    """Take a question that was joined to this one out of it again."""
    form = JoinForm.read()
    with acting(me().id, form.act_id) as act:
        source, target = merging.both(act.session, _chosen(said(form.other)), ticket_id)
        _joinable(act.session, target.id)
        if source.merged_into_id != target.id:
            raise NotFound
        merging.unmerge(act.session, source, by=me().id)
        where = act.answer(back_to(ticket_id))
    flash(_("The two questions are apart again, each as it was."), "ok")
    return redirect(where)


@bp.get("/<lang:lang>/help/<uuid:ticket_id>/split")
@open_to(*TEAM)
def splitting(lang: str, ticket_id: UUID) -> ResponseReturnValue:
    """Show the messages of a question, to make a question of its own of some."""
    with db.reading() as session:
        return _split_page(session, ticket_id, SplitForm.blank())


def _split_page(session: Session, ticket_id: UUID, form: SplitForm) -> str:
    seen = access.ticket(session, me(), ticket_id)
    if not seen.may_join:
        raise NotFound
    thread = thread_of(session, seen)
    own = [one for one in entries_of(thread, seen, me()) if one.ticket_id == ticket_id and one.message_id]
    return render_template("helpdesk/split.html", ticket=seen.ticket, entries=own, form=form, **WORDS)


@bp.post("/help/<uuid:ticket_id>/split")
@open_to(*TEAM)
def split(ticket_id: UUID) -> ResponseReturnValue:
    """Make a question of its own of the messages that were ticked."""
    form = SplitForm.read()
    try:
        with acting_on(ticket_id, form) as (act, seen):
            if not seen.may_join:
                raise NotFound
            own = {str(one.id): one.id for one in messages_of(act.session, seen)}
            ticked = [own[one] for one in form.messages.data or () if one in own]
            new = merging.split(act.session, seen.ticket, ticked, by=me().id, act_id=act.id)
            where = act.answer(back_to(new.id, split="yes"))
    except Invalid as error:
        form.refuse(error)
        with db.reading() as session:
            return _split_page(session, ticket_id, form), 422
    return redirect(where)


@bp.post("/help/<uuid:ticket_id>/unsplit")
@open_to(*TEAM)
def unsplit(ticket_id: UUID) -> ResponseReturnValue:
    """Put a question that was split off back where it came from."""
    with acting_on(ticket_id, ActForm.read()) as (act, seen):
        if not seen.may_join:
            raise NotFound
        origin = merging.unsplit(act.session, seen.ticket, by=me().id)
        if not access.ticket(act.session, me(), origin.id).may_join:
            raise NotFound
        where = act.answer(back_to(origin.id))
    flash(_("The messages are back where they came from."), "ok")
    return redirect(where)
