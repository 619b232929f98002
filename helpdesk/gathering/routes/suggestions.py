"""The suggestions that somebody of the desk may take up: one click invites these people, another sets them aside."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from classcode import db
from classcode.acts import acting
from classcode.auth import me, open_to
from classcode.errors import Invalid
from classcode.forms import ActForm, said
from classcode.i18n import gettext as _
from classcode.i18n import language
from classcode.people.models import Person, Role
from helpdesk.gathering import access, words
from helpdesk.gathering.forms import DismissForm, InviteForm
from helpdesk.gathering.models import MeetingSuggestion
from helpdesk.gathering.queries import page
from helpdesk.gathering.reasons import dates_read
from helpdesk.gathering.routes.blueprint import bp
from helpdesk.gathering.rules import taking
from helpdesk.gathering.rules.taking import Choice, Gone
from helpdesk.gathering.states import SuggestionState
from helpdesk.meetings.cards import where
from helpdesk.meetings.routes.blueprint import address
from helpdesk.tickets.units import about

TEAM = (Role.FACILITATOR, Role.LEAD)


@bp.get("/<lang:lang>/desk/suggestions/")
@open_to(*TEAM)
def suggestions(lang: str) -> ResponseReturnValue:
    """Show the meetings that the desk suggests, with the reasons of each."""
    return _page()


def _page(refused: tuple[UUID, ActForm] | None = None) -> str:
    """Render the list; `refused` is the suggestion whose form was refused, with what was posted."""
    with db.reading() as session:
        listed = page.listed(session, me())
    return render_template(
        "gathering/suggestions.html",
        listed=listed,
        refused_id=refused[0] if refused else None,
        refused=refused[1] if refused else None,
        module_called=lambda module: about(module, None).module,
        words=words,
        dates_read=dates_read,
        where=where,
    )


def _here() -> str:
    return url_for("gathering.suggestions", lang=language())


@bp.post("/desk/suggestions/<uuid:suggestion_id>/invite")
@open_to(*TEAM)
def invite(suggestion_id: UUID) -> ResponseReturnValue:
    """Propose the meeting to the people of a suggestion."""
    form = InviteForm.read()
    try:
        with acting(me().id, form.act_id) as act:
            one = access.suggestion(act.session, me(), suggestion_id)
            who = me().id if access.leads_it(me(), one) else one.facilitator_id
            dates, place_id = form.numbers(), form.place_id()
            choice = Choice(dates=dates, place_id=place_id, facilitator_id=who, capacity=form.seats())
            meeting = taking.take(act.session, one, choice, by=me().id, act_id=act.id)
            where_to = act.answer(address(meeting.id) if meeting else _here())
    except Invalid as error:
        form.refuse(error)
        return _page((suggestion_id, form)), 422
    except Gone:
        return _told_who(suggestion_id)
    if meeting is None:
        flash(
            _("Hardly anybody of this group can be asked any more. Nothing was sent; it is closed."), "warm"
        )
    else:
        flash(_("Your invitation has left. Answers will show on this page."), "ok")
    return redirect(where_to)


@bp.post("/desk/suggestions/<uuid:suggestion_id>/dismiss")
@open_to(*TEAM)
def dismiss(suggestion_id: UUID) -> ResponseReturnValue:
    """Set a suggestion aside."""
    form = DismissForm.read()
    try:
        with acting(me().id, form.act_id) as act:
            one = access.suggestion(act.session, me(), suggestion_id)
            taking.dismiss(act.session, one, said(form.why), by=me().id)
            act.answer(_here())
    except Invalid as error:
        form.refuse(error)
        return _page((suggestion_id, form)), 422
    except Gone:
        return _told_who(suggestion_id)
    flash(
        _("The suggestion is set aside. These people are not gathered at this point again for 30 days."), "ok"
    )
    return redirect(_here())


def _told_who(suggestion_id: UUID) -> ResponseReturnValue:
    """Say what became of a suggestion that somebody else was quicker with; nothing was sent twice."""
    with db.reading() as session:
        one = access.suggestion(session, me(), suggestion_id)
        told = _became(session, one)
    flash(told, "warm")
    return redirect(_here())


def _became(session: Session, one: MeetingSuggestion) -> str:
    by = session.get(Person, one.closed_by_id) if one.closed_by_id else None
    name = (by and by.name) or _("Someone")
    match one.state:
        case SuggestionState.TAKEN:
            return _("%(name)s has invited these people already. Nothing was sent twice.", name=name)
        case SuggestionState.DISMISSED:
            return _("%(name)s has set this suggestion aside. Nothing was sent.", name=name)
        case _other:
            return _("This suggestion holds no more: people or dates have changed. Nothing was sent.")
