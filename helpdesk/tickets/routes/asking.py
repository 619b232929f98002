"""Asking from a unit, and the list of what I asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from classcode import db, i18n
from classcode.acts import acting
from classcode.auth import ANYONE, SIGNED_IN, me, open_to, visitor
from classcode.errors import Invalid, NotFound
from classcode.forms import said
from classcode.i18n import gettext as _
from classcode.i18n import language
from classcode.people.models import Person
from classcode.people.queries import recipient
from classcode.people.rules.profile import Told
from classcode.territory.models import ELSEWHERE
from classcode.territory.queries import region_of
from helpdesk.attachments.keeping import Kept
from helpdesk.attachments.rules import attach_all, first_message
from helpdesk.attachments.uploads import sent_files, still_chosen, takes_files
from helpdesk.attachments.waiting import Waiting, brought_back, waiting
from helpdesk.models import Ticket
from helpdesk.suggesting.routes import found_for
from helpdesk.suggesting.shelf import Suggestions
from helpdesk.tickets.ask_form import AskForm
from helpdesk.tickets.queries.attempts import last_attempt
from helpdesk.tickets.queries.desk import has_asked, questions_of
from helpdesk.tickets.queries.policy import targets_of
from helpdesk.tickets.routes.blueprint import bp
from helpdesk.tickets.routes.communes import commune_told, communes_offered
from helpdesk.tickets.routes.ways import back_to
from helpdesk.tickets.rules.asking import Question, open_ticket
from helpdesk.tickets.states import OPEN
from helpdesk.tickets.units import about, asked_about, key_of
from helpdesk.tickets.words import THEMES, state_tag


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which optional questions the form asks this person: only what the desk does not know yet."""

    commune: bool
    name: bool
    languages: bool


@bp.get("/<lang:lang>/help/")
@open_to(SIGNED_IN)
def mine(lang: str) -> ResponseReturnValue:
    """Show what I asked, the open questions first."""
    with db.reading() as session:
        lines = questions_of(session, me().id)
    return render_template("helpdesk/mine.html", lines=lines, about=about, state_tag=state_tag)


@bp.get("/<lang:lang>/help/ask")
@open_to(ANYONE)
def ask(lang: str) -> ResponseReturnValue:
    """Show the form that asks the desk, from the unit or module where the reader is, or going on from a question."""
    unit, follows = request.args.get("unit"), request.args.get("follows")
    if visitor() is None:
        return redirect(url_for("guests.first", lang=lang, unit=unit))
    if unit is None and follows is None:
        return redirect(url_for("helpdesk.mine", lang=lang))
    with db.reading() as session:
        before = _followed(session, follows)
        if before is not None and before.state in OPEN:
            return redirect(back_to(before.id))
        module, unit_id = (before.module, before.unit) if before else asked_about(unit)
        spoken = session.get_one(Person, me().id).answer_languages
        form = AskForm.blank(
            unit=key_of(module, unit_id), follows=follows, with_attempt=True, languages=spoken
        )
        return _ask_page(session, form)


def _followed(session: Session, follows: str | None) -> Ticket | None:
    """Return the question of mine that this one goes on from; raise `NotFound` for anything else that is named."""
    if not follows:
        return None
    try:
        before = session.get(Ticket, UUID(follows))
    except ValueError:
        before = None
    if before is None or before.learner_id != me().id:
        raise NotFound
    return before


def _ask_page(
    session: Session, form: AskForm, found: Suggestions | None = None, files: Sequence[Waiting] = ()
) -> str:
    module, unit = asked_about(form.unit.data)
    person = session.get_one(Person, me().id)
    wanted = Wanted(person.commune_code is None, person.name is None, not has_asked(session, person.id))
    to = recipient(session, person.id)
    return render_template(
        "helpdesk/ask.html",
        form=form,
        wanted=wanted,
        unit=about(module, unit),
        before=_followed(session, form.follows.data),
        attempt=last_attempt(session, person.id, module, unit),
        days=_days(session, person),
        address=to.address if to else None,
        themes=[(theme.value, _(words)) for theme, words in THEMES.items()],
        communes=communes_offered(session, form.commune.data),
        spoken=list(i18n.LANGUAGES.items()),
        found=found,
        files=files,
    )


def _days(session: Session, person: Person) -> int:
    """Return within how many days her region promises a first answer."""
    region = region_of(session, person.commune_code) if person.commune_code else None
    return targets_of(session, region.code if region else ELSEWHERE).answer.days


@bp.post("/help/ask")
@takes_files
@open_to(SIGNED_IN)
def create() -> ResponseReturnValue:
    """Ask the desk: one act that opens the ticket and looks for somebody; or, with its other button, look first."""
    form = AskForm.read()
    asked_about(form.unit.data)
    if form.look.data:
        chosen = still_chosen(form, form.waiting.data)
        with db.reading() as session:
            return _ask_page(session, form, found_for(session, said(form.text), form.unit.data), chosen)
    files: list[Kept] = []
    try:
        files += brought_back(form.waiting.data)
        files += sent_files()
        with acting(me().id, form.act_id) as act:
            opened = open_ticket(act.session, me().id, _question(act.session, form), act_id=act.id)
            attach_all(act.session, first_message(act.session, opened.id), files)
            where = act.answer(back_to(opened.id))
            holder = act.session.get(Person, opened.facilitator_id) if opened.facilitator_id else None
    except Invalid as error:
        form.refuse(error)
        with db.reading() as session:
            return _ask_page(session, form, files=waiting(files)), 422
    flash(_sent(opened, holder), "ok")
    return redirect(where)


def _sent(opened: Ticket, holder: Person | None) -> str:
    """Return who has been asked and until when an answer is promised; the page that follows says why."""
    day = i18n.day(opened.promised_by)
    if holder and holder.name:
        return _(
            "Your question is with %(name)s. You will have a first answer by %(day)s.",
            name=holder.name,
            day=day,
        )
    return _("Your question has been sent. You will have a first answer by %(day)s.", day=day)


def _question(session: Session, form: AskForm) -> Question:
    module, unit = asked_about(form.unit.data)
    before = _followed(session, form.follows.data)
    told = Told(
        name=said(form.name).strip() or None,
        commune_code=commune_told(session, form.commune.data, form.commune_code.data),
        answer_languages=form.languages.data or None,
    )
    return Question(
        text=said(form.text),
        module=module,
        unit=unit,
        language=language(),
        attempt=last_attempt(session, me().id, module, unit) if form.with_attempt.data else None,
        told=told,
        theme=form.theme.data or None,
        unnamed=form.unnamed.data,
        follows=before.id if before else None,
    )
