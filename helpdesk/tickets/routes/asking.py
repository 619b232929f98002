"""Asking from a unit, and the list of what I asked."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from classcode import db, i18n
from classcode.acts import acting
from classcode.auth import SIGNED_IN, me, open_to
from classcode.errors import Invalid
from classcode.i18n import N_, language
from classcode.i18n import gettext as _
from classcode.people.models import Person
from classcode.people.rules.profile import Told
from classcode.territory.models import Commune
from helpdesk.models import Ticket
from helpdesk.tickets.forms import AskForm
from helpdesk.tickets.queries.attempts import last_attempt
from helpdesk.tickets.queries.communes import communes_meant
from helpdesk.tickets.queries.desk import has_asked, questions_of
from helpdesk.tickets.routes.blueprint import bp
from helpdesk.tickets.routes.ways import back_to
from helpdesk.tickets.rules.asking import Question, open_ticket
from helpdesk.tickets.units import about, asked_about, key_of
from helpdesk.tickets.words import state_tag


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
@open_to(SIGNED_IN)
def ask(lang: str) -> ResponseReturnValue:
    """Show the form that asks the desk, from the unit or module where the reader is."""
    if "unit" not in request.args:
        return redirect(url_for("helpdesk.mine", lang=lang))
    module, unit = asked_about(request.args["unit"])
    with db.reading() as session:
        spoken = session.get_one(Person, me().id).answer_languages
        form = AskForm.blank(unit=key_of(module, unit), with_attempt=True, languages=spoken)
        return _ask_page(session, form)


def _ask_page(session: Session, form: AskForm) -> str:
    module, unit = asked_about(form.unit.data)
    person = session.get_one(Person, me().id)
    wanted = Wanted(person.commune_code is None, person.name is None, not has_asked(session, person.id))
    return render_template(
        "helpdesk/ask.html",
        form=form,
        wanted=wanted,
        unit=about(module, unit),
        attempt=last_attempt(session, person.id, module, unit),
        days=session.info["answer_days"],
        communes=_communes(session, form),
        spoken=list(i18n.LANGUAGES.items()),
    )


@bp.post("/help/ask")
@open_to(SIGNED_IN)
def create() -> ResponseReturnValue:
    """Ask the desk: one act that opens the ticket and looks for somebody."""
    form = AskForm.read()
    asked_about(form.unit.data)
    try:
        with acting(me().id, form.act_id) as act:
            opened = open_ticket(act.session, me().id, _question(act.session, form), act_id=act.id)
            where = act.answer(back_to(opened.id))
    except Invalid as error:
        form.refuse(error)
        with db.reading() as session:
            return _ask_page(session, form), 422
    _tell_sent(opened)
    return redirect(where)


def _tell_sent(opened: Ticket) -> None:
    by = i18n.day(opened.promised_by)
    flash(_("Your question has been sent. You will have a first answer by %(day)s.", day=by), "ok")


def _question(session: Session, form: AskForm) -> Question:
    module, unit = asked_about(form.unit.data)
    told = Told(
        name=(form.name.data or "").strip() or None,
        commune_code=_commune(session, form),
        answer_languages=form.languages.data or None,
    )
    return Question(
        text=form.text.data or "",
        module=module,
        unit=unit,
        language=language(),
        attempt=last_attempt(session, me().id, module, unit) if form.with_attempt.data else None,
        told=told,
    )


def _commune(session: Session, form: AskForm) -> str | None:
    """Return the code of the commune told, None when she skipped it; raise `Invalid` where it is unknown or unclear."""
    if form.commune_code.data:
        return str(form.commune_code.data)
    text = (form.commune.data or "").strip()
    if not text:
        return None
    meant = communes_meant(session, text)
    if not meant:
        raise Invalid(
            "commune", N_("We know no commune of this name. Check it, try the postcode, or leave it empty.")
        )
    if len(meant) > 1:
        raise Invalid("commune_code", N_("Several communes go by this. Which one is yours?"))
    return meant[0].code


def _communes(session: Session, form: AskForm) -> list[tuple[str, str]]:
    """Return the communes to choose among when what was written means several."""
    meant = communes_meant(session, form.commune.data or "")
    return [(one.code, _told_apart(one)) for one in meant] if len(meant) > 1 else []


def _told_apart(commune: Commune) -> str:
    postcode = f" ({commune.postcodes[0]})" if commune.postcodes else ""
    return f"{commune.called(language())}{postcode}, {commune.region.called(language())}"
