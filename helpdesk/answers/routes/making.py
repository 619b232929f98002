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
from classcode.acts import Acting, acting
from classcode.auth import ANYONE, SIGNED_IN, me, open_to, visitor
from classcode.errors import Invalid
from classcode.forms import ActForm, said
from classcode.i18n import gettext as _
from classcode.i18n import language
from classcode.people.models import Role
from helpdesk.answers import access, rules
from helpdesk.answers.access import Seen
from helpdesk.answers.forms import SendBackForm, WriteForm
from helpdesk.answers.models import PublicAnswer, Stage
from helpdesk.answers.queries import of_ticket, to_look_at
from helpdesk.answers.routes.blueprint import bp
from helpdesk.answers.routes.reading import answer_page
from helpdesk.answers.words import stage_words, written_by
from helpdesk.tickets.units import about

DESK: Final = (Role.FACILITATOR, Role.LEAD, Role.ADMINISTRATOR)
NOBODY: Final = UUID(int=0)
"""In whose name somebody acts who has no account."""


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


@bp.get("/<lang:lang>/help/<uuid:ticket_id>/public")
@open_to(*DESK)
def write(lang: str, ticket_id: UUID) -> ResponseReturnValue:
    """Show the form that makes a public answer of a settled question; nothing of the thread is in it."""
    with db.reading() as session:
        ticket = access.source(session, me(), ticket_id)
        found = of_ticket(session, ticket_id)
        mine = found is not None and found.written_by_id == me().id
        if found is not None and not (mine and found.stage in {Stage.PROPOSED, Stage.SENT_BACK}):
            return elsewhere(session, found)
        form = WriteForm.blank(language=ticket.language)
        if found is not None:
            form = WriteForm.blank(language=found.language, question=found.question, answer=found.answer)
        return _write_page(session, ticket_id, form)


def address_of(answer_id: UUID) -> str:
    """Return where an answer is read, in the language of the page."""
    return url_for("answers.show", lang=language(), answer_id=answer_id)


def elsewhere(session: Session, found: PublicAnswer) -> ResponseReturnValue:
    """Lead to what was written already; to the question, whose page says so, where it is not this reader's to read."""
    if access.seen_by(session, me(), found).readable or found.ticket_id is None:
        return redirect(address_of(found.id))
    return redirect(url_for("helpdesk.ticket", lang=language(), ticket_id=found.ticket_id))


def _write_page(session: Session, ticket_id: UUID, form: WriteForm) -> str:
    ticket = access.source(session, me(), ticket_id)
    found = of_ticket(session, ticket_id)
    return render_template(
        "helpdesk/answers/write.html",
        form=form,
        ticket=ticket,
        reason=found.reason if found else None,
        unit=about(ticket.module, ticket.unit),
        spoken=list(i18n.LANGUAGES.items()),
    )


@bp.post("/help/<uuid:ticket_id>/public")
@open_to(*DESK)
def propose(ticket_id: UUID) -> ResponseReturnValue:
    """Propose a public answer to the leads."""
    form = WriteForm.read()
    try:
        with acting(me().id, form.act_id) as act:
            ticket = access.source(act.session, me(), ticket_id, acting=True)
            words = said(form.question), said(form.answer)
            made = rules.write(act.session, ticket, *words, by=me().id, language=said(form.language))
            where = act.answer(address_of(made.id))
    except Invalid as error:
        form.refuse(error)
        with db.reading() as session:
            return _write_page(session, ticket_id, form), 422
    flash(_("Proposed. A lead reads it before anybody else does."), "ok")
    return redirect(where)


@contextmanager
def acting_on(answer_id: UUID, form: ActForm) -> Iterator[tuple[Acting, Seen]]:
    """Open the act of a form on an answer that this reader may see, its row locked until it is done."""
    who = visitor()
    with acting(who.id if who else NOBODY, form.act_id) as act:
        act.answer(address_of(answer_id))
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
