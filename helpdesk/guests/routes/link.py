"""The page behind the mailed link: it shows the question, and its buttons send it or throw it away."""

from __future__ import annotations

from uuid import UUID

from flask import abort, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from classcode import auth, db, i18n, journal
from classcode.acts import acting
from classcode.auth import ANYONE, open_to, visitor
from classcode.errors import Invalid
from classcode.forms import said
from classcode.i18n import gettext as _
from classcode.i18n import language
from classcode.territory.models import ELSEWHERE
from helpdesk.attachments.pending import waiting_with
from helpdesk.attachments.words import why_not
from helpdesk.guests.forms import ConfirmForm, LinkForm
from helpdesk.guests.queries import waiting
from helpdesk.guests.routes.blueprint import bp
from helpdesk.guests.routes.first import NOBODY
from helpdesk.guests.routes.places import chosen, places
from helpdesk.guests.rules import Confirmed, MoreCameIn, Wanted, confirm, drop
from helpdesk.mailbox.queries import refused_files
from helpdesk.suggesting.passages import course
from helpdesk.tickets.queries.policy import targets_of
from helpdesk.tickets.routes.ways import back_to
from helpdesk.tickets.units import about


@bp.get("/<lang:lang>/help/first/<token>")
@open_to(ANYONE)
def opened(lang: str, token: str) -> ResponseReturnValue:
    """Show what waits behind a link; opening it alone changes nothing."""
    with db.reading() as session:
        return _page(session, ConfirmForm.blank(token=token))


def _page(session: Session, form: ConfirmForm, status: int = 200) -> ResponseReturnValue:
    found = waiting(session, said(form.token))
    page = render_template(
        "helpdesk/guests/confirm.html",
        form=form,
        found=found,
        about=about,
        places=places(),
        days=targets_of(session, ELSEWHERE).answer.days,
        placed=all(one.module for one in found.questions),
        files=waiting_with(session, [one.id for one in found.questions]),
        refused=refused_files(session, [one.mail_id for one in found.questions if one.mail_id]),
        why_not=why_not,
    )
    answer = make_response(page, status)
    answer.headers["Cache-Control"] = "no-store"  # the address of this page opens it
    return answer


@bp.post("/help/first/confirm")
@open_to(ANYONE)
def send() -> ResponseReturnValue:
    """Send what waits behind a link; somebody whose account is made by it is signed in, nobody else is."""
    form = ConfirmForm.read()
    module, unit = chosen(form.about.data)
    wanted = Wanted(
        shown=_shown(form),
        module=module or course(language()).first,
        unit=unit,
        unnamed=form.unnamed.data,
        password=form.password.data or None,
    )
    try:
        with acting(NOBODY, form.act_id) as act:
            done = confirm(act.session, said(form.token), wanted, act_id=act.id)
            if done.made:
                auth.start(act.session, done.person.id)
            where = act.answer(_onwards(done))
        journal.note("first-question", done.person.id, opened_account=done.made)
    except Invalid as error:
        return _refused(form, error, error.status)
    except MoreCameIn as error:
        return _refused(form, Invalid("form", error.message), error.status)
    flash(_told(done), "ok")
    return redirect(where)


def _shown(form: ConfirmForm) -> set[UUID]:
    try:
        return {UUID(one) for one in form.shown.data or ()}
    except ValueError:
        abort(400, description="no question")


def _refused(form: ConfirmForm, error: Invalid, status: int) -> ResponseReturnValue:
    """Show what waits now, the new too, with what was chosen before."""
    form.refuse(error)
    with db.reading() as session:
        return _page(session, form, status)


def _onwards(done: Confirmed) -> str:
    """Return where the question can be read: its page for who is signed in as its owner, else the door to it."""
    thread = back_to(done.tickets[0].id)
    who = visitor()
    if done.made or (who and who.id == done.person.id):
        return thread
    if who:
        return url_for("helpdesk.mine", lang=language())
    return url_for("account.login", lang=language(), next=thread)


def _told(done: Confirmed) -> str:
    day = i18n.day(done.tickets[0].promised_by)
    if _mine(done.person.id, done.made):
        return _("Your question has been sent. You will have a first answer by %(day)s.", day=day)
    return _(
        "Your question has been sent. You will have a first answer by mail by %(day)s; log in to read it here too.",
        day=day,
    )


def _mine(person_id: UUID, made: bool) -> bool:
    who = visitor()
    return made or (who is not None and who.id == person_id)


@bp.post("/help/first/drop")
@open_to(ANYONE)
def throw_away() -> ResponseReturnValue:
    """Delete what waits behind a link, as somebody who asked nothing."""
    form = LinkForm.read()
    with acting(NOBODY, form.act_id) as act:
        drop(act.session, said(form.token))
        where = act.answer(url_for("modules.home", lang=language()))
    flash(_("It is deleted. Nothing was sent, and nothing of it is kept."), "ok")
    return redirect(where)
