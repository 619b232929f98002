"""The people of the desk, for who decides: applications first, newcomers and their mentors, who left of late."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from classcode import auth, db, journal
from classcode.acts import acting
from classcode.auth import me, open_to
from classcode.errors import Invalid
from classcode.forms import ActForm, said
from classcode.i18n import N_, language
from classcode.i18n import gettext as _
from classcode.people.models import Person, Role
from classcode.territory.models import Region
from helpdesk.availability import words as week
from helpdesk.availability.weekly import read_all
from helpdesk.growth import access, criteria, words
from helpdesk.growth.forms import ApproveForm, MentorForm, RefuseForm
from helpdesk.growth.models import FacilitatorPath
from helpdesk.growth.queries import paths
from helpdesk.growth.queries.deeds import deeds_of
from helpdesk.growth.routes.blueprint import bp
from helpdesk.growth.rules import deciding
from helpdesk.growth.steps import Door, PathState, stops
from helpdesk.tickets.words import language_called


@dataclass(slots=True)
class Forms:
    """The forms of one path; a refused one comes back with what was written."""

    approve: ApproveForm = field(default_factory=ApproveForm.blank)
    refuse: RefuseForm = field(default_factory=RefuseForm.blank)
    mentor: MentorForm = field(default_factory=MentorForm.blank)

    def summary(self) -> list[tuple[str, str]]:
        """Return (field id, sentence) of every error on the page."""
        return [error for form in (self.approve, self.refuse, self.mentor) for error in form.summary()]


@bp.get("/<lang:lang>/desk/people")
@open_to(Role.LEAD, Role.ADMINISTRATOR)
def people(lang: str) -> ResponseReturnValue:
    """Show who waits for a decision first, then the newcomers, then the others."""
    with db.reading() as session:
        led = access.led_by(session, me())
        lines, invited = paths.lines(session, led, me().id), paths.invited_in(session, led)
    by_state = {state: [one for one in lines if one.path.state == state] for state in PathState}
    return render_template("helpdesk/growth_people.html", by_state=by_state, invited=invited, words=words)


@bp.get("/<lang:lang>/desk/people/<uuid:path_id>/")
@open_to(Role.LEAD, Role.ADMINISTRATOR)
def person(lang: str, path_id: UUID) -> ResponseReturnValue:
    """Show one way to the desk, to decide about it."""
    return _page(path_id, Forms())


def _page(path_id: UUID, forms: Forms) -> str:
    with db.reading() as session:
        path = access.path_led(session, me(), path_id)
        names = _names(session, path)
        return render_template(
            "helpdesk/growth_person.html",
            path=path,
            name=names.get(path.person_id) or _("Someone"),
            mentor=names.get(path.mentor_id) if path.mentor_id else None,
            decider=names.get(path.decided_by_id) if path.decided_by_id else None,
            region=session.get(Region, path.region_code) if path.region_code else None,
            criteria=criteria.weigh(deeds_of(session, path.person_id)) if path.door == Door.RECORD else (),
            stops=stops(path),
            slots=[week.slot(slot) for slot in read_all(path.slots)],
            mentors=[(str(who), name or _("Someone")) for who, name in paths.mentors_for(session, path)],
            forms=forms,
            errors=forms.summary(),
            words=words,
            language_called=language_called,
        )


def _names(session: Session, path: FacilitatorPath) -> dict[UUID, str | None]:
    told = (path.person_id, path.mentor_id, path.decided_by_id)
    found = (session.get(Person, one) for one in told if one)
    return {one.id: one.name for one in found if one}


def _address(path_id: UUID) -> str:
    return url_for("growth.person", lang=language(), path_id=path_id)


@contextmanager
def _deciding(path_id: UUID, form: ActForm) -> Iterator[tuple[Session, FacilitatorPath]]:
    """Open the act of a form on a path that is hers to decide, held until it is done."""
    with acting(me().id, form.act_id) as act:
        act.answer(_address(path_id))
        yield act.session, access.path_led(act.session, me(), path_id, acting=True)


@bp.post("/desk/people/<uuid:path_id>/approve")
@open_to(Role.LEAD, Role.ADMINISTRATOR)
def approve(path_id: UUID) -> ResponseReturnValue:
    """Let somebody in; she logs in anew, since her role changes."""
    form = ApproveForm.read()

    def decide(session: Session, path: FacilitatorPath) -> None:
        deciding.approve(session, path, by=me().id, mentor_id=_mentor(said(form.mentor)))
        auth.end_all(session, path.person_id)

    return _done(
        path_id, form, Forms(approve=form), decide, told=_("She is of the desk, and a mail tells her so.")
    )


@bp.post("/desk/people/<uuid:path_id>/refuse")
@open_to(Role.LEAD, Role.ADMINISTRATOR)
def refuse(path_id: UUID) -> ResponseReturnValue:
    """Refuse an application, with a reason."""
    form = RefuseForm.read()

    def decide(session: Session, path: FacilitatorPath) -> None:
        deciding.refuse(session, path, said(form.reason), by=me().id)

    return _done(
        path_id, form, Forms(refuse=form), decide, told=_("The application is refused; a mail tells her why.")
    )


@bp.post("/desk/people/<uuid:path_id>/mentor")
@open_to(Role.LEAD, Role.ADMINISTRATOR)
def mentor(path_id: UUID) -> ResponseReturnValue:
    """Choose who is at a newcomer's side."""
    form = MentorForm.read()

    def decide(session: Session, path: FacilitatorPath) -> None:
        chosen = _mentor(said(form.mentor))
        if chosen is None:
            raise Invalid("mentor", N_("Please choose one of the facilitators of the list."))
        deciding.choose_mentor(session, path, chosen)

    return _done(path_id, form, Forms(mentor=form), decide, told=_("Kept: both read it on their pages."))


def _mentor(told: str) -> UUID | None:
    try:
        return UUID(told) if told else None
    except ValueError:
        raise Invalid("mentor", N_("Please choose one of the facilitators of the list.")) from None


def _done(
    path_id: UUID,
    form: ActForm,
    forms: Forms,
    decide: Callable[[Session, FacilitatorPath], None],
    *,
    told: str,
) -> ResponseReturnValue:
    """Do one act of the page and note it; a field that is refused brings the page back."""
    try:
        with _deciding(path_id, form) as (session, path):
            decide(session, path)
    except Invalid as error:
        form.refuse(error)
        return _page(path_id, forms), 422
    journal.note("desk-decided", me().id, path=str(path_id), about=str(path.person_id), state=path.state)
    flash(told, "ok")
    return redirect(_address(path_id))
