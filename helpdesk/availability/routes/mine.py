"""A facilitator's own page: what she offers, her slots, her absences. Each save is one act and comes back here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import cast
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from classcode import db
from classcode.acts import acting
from classcode.auth import me, open_to
from classcode.errors import Invalid
from classcode.forms import ActForm, ButtonForm, said
from classcode.i18n import LANGUAGES, N_, language
from classcode.i18n import gettext as _
from classcode.people.models import Role
from helpdesk.availability import words
from helpdesk.availability.forms import AbsenceForm, OfferForm, RemoveSlotForm, SlotForm
from helpdesk.availability.modules import modules_offered
from helpdesk.availability.queries.mine import standing_of, substitutes_of
from helpdesk.availability.routes.blueprint import bp
from helpdesk.availability.rules import offering, slots
from helpdesk.availability.rules.offering import ChangedMeanwhile
from helpdesk.growth.queries.paths import newcomers_of
from helpdesk.tickets.rules import away
from helpdesk.tickets.words import THEMES


@dataclass(slots=True)
class Forms:
    """The forms of the page; a refused one comes back with what was written. `changing` names the slot under change."""

    offer: OfferForm | None = None
    slot: SlotForm = field(default_factory=SlotForm.blank)
    changing: str = ""
    absence: AbsenceForm = field(default_factory=AbsenceForm.blank)

    def summary(self) -> list[tuple[str, str]]:
        """Return (field id, sentence) of every error; the fields of a slot carry its name before theirs."""
        prefix = f"slot-{self.changing or 'new'}-"
        told = [(prefix + name, sentence) for name, sentence in self.slot.summary()]
        others = [form for form in (self.offer, self.absence) if form]
        return told + [error for form in others for error in form.summary()]


@bp.get("/<lang:lang>/desk/me")
@open_to(Role.FACILITATOR)
def mine(lang: str) -> ResponseReturnValue:
    """Show what I offer and what follows from it."""
    with db.reading() as session:
        return _page(session, Forms())


def _page(session: Session, forms: Forms) -> str:
    standing, modules = standing_of(session, me().id), modules_offered()
    return render_template(
        "helpdesk/availability.html",
        standing=standing,
        offer=forms.offer or OfferForm.of(standing.row),
        forms=forms,
        errors=forms.summary(),
        words=words,
        languages=list(LANGUAGES.items()),
        modules=modules,
        themes=[(theme.value, _(told)) for theme, told in THEMES.items()],
        newcomers=[name or _("Someone") for name in newcomers_of(session, me().id)],
        substitutes=[(str(who), name or _("Someone")) for who, name in substitutes_of(session, me().id)],
    )


def _refused(forms: Forms, status: int = 422) -> ResponseReturnValue:
    with db.reading() as session:
        return _page(session, forms), status


def _here() -> str:
    return url_for("availability.mine", lang=language())


def _saved(form: ActForm, do: Callable[[Session], object]) -> None:
    """Do one act of the page; whatever it refuses is the caller's to show."""
    with acting(me().id, form.act_id) as act:
        act.answer(_here())
        do(act.session)


@bp.post("/desk/me/offer")
@open_to(Role.FACILITATOR)
def offer() -> ResponseReturnValue:
    """Keep what I offer."""
    form = OfferForm.read()
    if not form.validate():
        return _refused(Forms(offer=form))
    said_now = form.offer({known for known, _title in modules_offered()})
    try:
        _saved(form, lambda session: offering.change(session, me().id, said_now, was=said(form.was)))
    except Invalid as error:
        form.refuse(error)
        return _refused(Forms(offer=form))
    except ChangedMeanwhile as error:
        return _overtaken(form, error)
    flash(_("Kept. The desk goes by it from now on."), "ok")
    return redirect(_here())


def _overtaken(form: OfferForm, error: ChangedMeanwhile) -> ResponseReturnValue:
    """Show the form again beside what is kept now; saving it once more is then a choice."""
    form.form_errors.append(_(error.message))
    with db.reading() as session:
        form.was.data = offering.stamp(offering.offer_of(standing_of(session, me().id).row))
        return _page(session, Forms(offer=form)), error.status


@bp.post("/desk/me/slots/add")
@open_to(Role.FACILITATOR)
def add_slot() -> ResponseReturnValue:
    """Offer one more slot a week."""
    form = SlotForm.read()
    return _slot(form, "", lambda session: slots.add(session, me().id, form.weekly()))


@bp.post("/desk/me/slots/change")
@open_to(Role.FACILITATOR)
def change_slot() -> ResponseReturnValue:
    """Put another slot in the place of one."""
    form = SlotForm.read()
    key = said(form.slot)
    return _slot(form, key, lambda session: slots.change(session, me().id, key, form.weekly()))


def _slot(form: SlotForm, changing: str, do: Callable[[Session], object]) -> ResponseReturnValue:
    if not form.validate():
        return _refused(Forms(slot=form, changing=changing))
    try:
        _saved(form, do)
    except Invalid as error:
        form.refuse(error)
        return _refused(Forms(slot=form, changing=changing))
    flash(_("Your week is kept."), "ok")
    return redirect(_here())


@bp.post("/desk/me/slots/remove")
@open_to(Role.FACILITATOR)
def remove_slot() -> ResponseReturnValue:
    """Offer a slot no longer."""
    form = RemoveSlotForm.read()
    _saved(form, lambda session: slots.remove(session, me().id, said(form.slot)))
    flash(_("Your week is kept."), "ok")
    return redirect(_here())


@bp.post("/desk/me/absences/declare")
@open_to(Role.FACILITATOR)
def declare_absence() -> ResponseReturnValue:
    """Say that I am away; what waits for me goes to others when it begins."""
    form = AbsenceForm.read()
    if not form.validate():
        return _refused(Forms(absence=form))
    first, last = cast(date, form.starts_on.data), cast(date, form.ends_on.data)
    try:
        _saved(
            form,
            lambda session: away.declare(session, me().id, first, last, substitute_id=_substitute(form)),
        )
    except Invalid as error:
        form.refuse(error)
        return _refused(Forms(absence=form))
    flash(_("Your absence is known. What follows from it stands at the top of this page."), "ok")
    return redirect(_here())


def _substitute(form: AbsenceForm) -> UUID | None:
    try:
        return UUID(said(form.substitute)) if said(form.substitute) else None
    except ValueError:
        raise Invalid("substitute", N_("Please choose one of the facilitators of the list.")) from None


@bp.post("/desk/me/absences/<uuid:absence_id>/end")
@open_to(Role.FACILITATOR)
def end_absence(absence_id: UUID) -> ResponseReturnValue:
    """Come back before the last day, or take back an absence that has not begun."""
    _saved(ButtonForm.read(), lambda session: away.end(session, absence_id, by=me().id))
    flash(_("Your absence is over. Questions that nobody has answered meanwhile are yours again."), "ok")
    return redirect(_here())
