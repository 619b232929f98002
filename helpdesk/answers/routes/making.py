"""Writing a public answer from a settled question, publishing it, and taking it down."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from classcode import db, i18n, journal
from classcode.acts import Acting
from classcode.auth import ANYONE, SIGNED_IN, me, open_to
from classcode.errors import Invalid
from classcode.forms import ActForm, said
from classcode.i18n import N_, language
from classcode.i18n import gettext as _
from classcode.people.models import Role
from helpdesk.answers import access, rules
from helpdesk.answers.access import Seen
from helpdesk.answers.forms import SendBackForm
from helpdesk.answers.models import PublicAnswer, Stage
from helpdesk.answers.queries import to_look_at
from helpdesk.answers.routes import writing
from helpdesk.answers.routes.blueprint import bp
from helpdesk.answers.routes.reading import answer_page
from helpdesk.answers.routes.writing import Way, address_of
from helpdesk.answers.words import stage_words, written_by
from helpdesk.anybody import act_of_anybody
from helpdesk.tickets.units import about

DESK: Final = (Role.FACILITATOR, Role.LEAD, Role.ADMINISTRATOR)


@bp.get("/<lang:lang>/desk/answers/")
@open_to(*DESK)
def queue(lang: str) -> ResponseReturnValue:
    """Show the public answers that wait for me: to publish, to rewrite, to look at again."""
    with db.reading() as session:
        return render_template(
            "helpdesk/answers/queue.html",
            answers=to_look_at(session, me()),
            about=about,
            stage_words=stage_words,
            written_by=written_by,
        )


def _rewrites(_session: Session, found: PublicAnswer) -> bool:
    return found.written_by_id == me().id and found.stage in {Stage.PROPOSED, Stage.SENT_BACK}


MAKING: Final = Way(
    door=access.source,
    template="helpdesk/answers/write.html",
    rewrites=_rewrites,
    sent_back=lambda _found: True,
    thanks=N_("Proposed. A lead reads it before anybody else does."),
)


@bp.get("/<lang:lang>/help/<uuid:ticket_id>/public")
@open_to(*DESK)
def write(lang: str, ticket_id: UUID) -> ResponseReturnValue:
    """Show the form that makes a public answer of a settled question."""
    return writing.blank(MAKING, ticket_id)


@bp.post("/help/<uuid:ticket_id>/public")
@open_to(*DESK)
def propose(ticket_id: UUID) -> ResponseReturnValue:
    """Propose a public answer to the leads."""
    return writing.propose(MAKING, ticket_id)


@contextmanager
def acting_on(answer_id: UUID, form: ActForm) -> Iterator[tuple[Acting, Seen]]:
    """Open the act of a form on an answer that this reader may see, its row locked until it is done."""
    with act_of_anybody(form, address_of(answer_id)) as (act, who):
        yield act, access.answer(act.session, who, answer_id, acting=True)


@bp.post("/help/answers/<uuid:answer_id>/publish")
@open_to(Role.LEAD, Role.ADMINISTRATOR)
def publish(answer_id: UUID) -> ResponseReturnValue:
    """Publish an answer: everybody reads it in a week, unless the learner objects."""
    with acting_on(answer_id, ActForm.read()) as (act, seen):
        rules.publish(act.session, seen, by=me().id)
        told = _published(seen.answer)
    if seen.alone:
        journal.note("public-answer-alone", me().id, answer=str(answer_id))
    flash(told, "ok")
    return redirect(address_of(answer_id))


def _published(found: PublicAnswer) -> str:
    """Say from when on everybody reads it, and who may still stop it."""
    day = i18n.day(found.visible_from) if found.visible_from else ""
    if found.by_learner:
        return _(
            "Everybody can read it from %(day)s on; whoever wrote it has been told, and whoever answered may object.",
            day=day,
        )
    return _("Everybody can read it from %(day)s on; the learner has been told and may object.", day=day)


@bp.post("/help/answers/<uuid:answer_id>/send-back")
@open_to(Role.LEAD, Role.ADMINISTRATOR)
def send_back(answer_id: UUID) -> ResponseReturnValue:
    """Send an answer back to who wrote it, with a reason."""
    form = SendBackForm.read()
    try:
        with acting_on(answer_id, form) as (act, seen):
            rules.send_back(act.session, seen, said(form.reason), by=me().id)
    except Invalid as error:
        form.refuse(error)
        with db.reading() as session:
            return answer_page(session, access.answer(session, me(), answer_id), form), 422
    flash(_("Sent back with your reason."), "ok")
    return redirect(address_of(answer_id))


@bp.post("/help/answers/<uuid:answer_id>/object")
@open_to(SIGNED_IN)
def object_to(answer_id: UUID) -> ResponseReturnValue:
    """Stop an answer as the learner whose question it came from, or as who had answered her."""
    with acting_on(answer_id, ActForm.read()) as (act, seen):
        rules.object_to(act.session, seen)
    flash(_("It is stopped: nobody reads it, and it will not be published."), "ok")
    return redirect(address_of(answer_id))


@bp.post("/help/answers/<uuid:answer_id>/report")
@open_to(ANYONE)
def report(answer_id: UUID) -> ResponseReturnValue:
    """Report an answer to the leads; nobody is asked who she is."""
    with acting_on(answer_id, ActForm.read()) as (act, seen):
        rules.report(act.session, seen)
    flash(_("Thank you. Somebody who moderates will look at it."), "ok")
    return redirect(address_of(answer_id))


@bp.post("/help/answers/<uuid:answer_id>/hide")
@open_to(Role.LEAD, Role.ADMINISTRATOR)
def hide(answer_id: UUID) -> ResponseReturnValue:
    """Take an answer out of everybody's sight."""
    with acting_on(answer_id, ActForm.read()) as (act, seen):
        rules.hide(act.session, seen, by=me().id)
    flash(_("It is hidden from everybody."), "ok")
    return redirect(address_of(answer_id))


@bp.post("/help/answers/<uuid:answer_id>/keep")
@open_to(Role.LEAD, Role.ADMINISTRATOR)
def keep(answer_id: UUID) -> ResponseReturnValue:
    """Leave a reported answer where it is."""
    with acting_on(answer_id, ActForm.read()) as (act, seen):
        rules.keep(act.session, seen)
        where = act.answer(url_for("answers.queue", lang=language()))
    flash(_("It stays, and the report is closed."), "ok")
    return redirect(where)
