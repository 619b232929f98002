"""What a learner tells of what helped her, and the one press by which a reader says that an answer helped."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from classcode.auth import SIGNED_IN, me, open_to
from classcode.forms import ButtonForm
from classcode.i18n import N_
from classcode.i18n import gettext as _
from helpdesk.answers import access, rules
from helpdesk.answers.routes import writing
from helpdesk.answers.routes.blueprint import bp
from helpdesk.answers.routes.making import acting_on
from helpdesk.answers.routes.writing import Way, address_of

SHARING: Final = Way(
    door=access.own_source,
    template="helpdesk/answers/share.html",
    rewrites=lambda session, found: access.seen_by(session, me(), found).may_rewrite,
    sent_back=lambda found: found.by_learner,
    thanks=N_("Thank you. A lead reads it before anybody else does; your name is never on it."),
)


@bp.get("/<lang:lang>/help/<uuid:ticket_id>/share")
@open_to(SIGNED_IN)
def share(lang: str, ticket_id: UUID) -> ResponseReturnValue:
    """Show the form in which a learner tells what helped her."""
    return writing.blank(SHARING, ticket_id)


@bp.post("/help/<uuid:ticket_id>/share")
@open_to(SIGNED_IN)
def tell(ticket_id: UUID) -> ResponseReturnValue:
    """Propose to the leads what a learner tells of what helped her."""
    return writing.propose(SHARING, ticket_id)


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
