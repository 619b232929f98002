"""Making a meeting: from a question that I hold, or of my own accord, as anybody with an account may."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from classcode import clock, db, i18n
from classcode.acts import acting
from classcode.auth import SIGNED_IN, me, open_to
from classcode.errors import Invalid
from classcode.forms import said
from classcode.i18n import gettext as _
from classcode.people.models import Person, Role
from classcode.territory import queries as territory
from classcode.territory.models import ELSEWHERE, Place
from helpdesk.availability.modules import modules_offered
from helpdesk.meetings import access, cards, queries, spans
from helpdesk.meetings.forms import OrganiseForm, ProposeForm
from helpdesk.meetings.queries import Offer
from helpdesk.meetings.routes.blueprint import address, bp
from helpdesk.meetings.rules import organising, proposing
from helpdesk.meetings.rules.organising import Plan

LONGEST_SEARCH: Final = 80


@bp.get("/<lang:lang>/help/<uuid:ticket_id>/propose")
@open_to(Role.FACILITATOR)
def propose(lang: str, ticket_id: UUID) -> ResponseReturnValue:
    """Show the form that proposes a meeting to the learner of a ticket."""
    with db.reading() as session:
        return _propose_page(session, ticket_id, ProposeForm.blank())


@bp.post("/help/<uuid:ticket_id>/propose")
@open_to(Role.FACILITATOR)
def create(ticket_id: UUID) -> ResponseReturnValue:
    """Propose the meeting, or show again what needs another look."""
    form = ProposeForm.read()
    with db.reading() as session:
        page = _propose_page(session, ticket_id, form, check=True)
    if form.errors:
        return page, 422
    try:
        with acting(me().id, form.act_id) as act:
            ticket = access.ticket_held(act.session, me(), ticket_id, acting=True)
            meeting = proposing.propose(act.session, ticket, form.proposal(), by=me().id, act_id=act.id)
            where = act.answer(address(meeting.id))
    except Invalid as error:
        form.refuse(error)
        with db.reading() as session:
            return _propose_page(session, ticket_id, form), 422
    flash(_("Your proposal has left. Answers will show on this page."), "ok")
    return redirect(where)


def _propose_page(session: Session, ticket_id: UUID, form: ProposeForm, *, check: bool = False) -> str:
    ticket = access.ticket_held(session, me(), ticket_id)
    offer, others = queries.places_offered(session, ticket), queries.others_to_invite(session, ticket)
    form.offer(offer, others)
    if check:
        form.validate()
    return render_template(
        "meetings/propose.html",
        ticket=ticket,
        form=form,
        offer=offer,
        zones=zones_of(offer),
        errors=form.summary(),
    )


def zones_of(offer: Offer) -> list[str]:
    """Return in words the time zones of the places that can be chosen."""
    return [cards.zone_told(zone) for zone in sorted({one.place.commune.zone for one in offer.places})]


@bp.get("/<lang:lang>/meetings/new")
@open_to(SIGNED_IN)
def organise(lang: str) -> ResponseReturnValue:
    """Show the form that organises a meeting, with places around a commune (hers unless another is asked for)."""
    near = request.args.get("near", "")[:LONGEST_SEARCH]
    form = OrganiseForm.blank(near=near, module=request.args.get("module", ""), listed=True)
    with db.reading() as session:
        return _organise_page(session, form)


@bp.post("/meetings/new")
@open_to(SIGNED_IN)
def set_up(lang: str = "") -> ResponseReturnValue:
    """Organise the meeting, or show again what needs another look."""
    form = OrganiseForm.read()
    with db.reading() as session:
        page = _organise_page(session, form, check=True)
    if form.errors:
        return page, 422
    try:
        with acting(me().id, form.act_id) as act:
            meeting = organising.organise(act.session, _plan(act.session, form), by=me().id, act_id=act.id)
            where = act.answer(address(meeting.id))
    except Invalid as error:
        form.refuse(error)
        with db.reading() as session:
            return _organise_page(session, form), 422
    flash(_("Your meeting is set up. Who comes will show on this page."), "ok")
    return redirect(where)


def _plan(session: Session, form: OrganiseForm) -> Plan:
    place = session.get(Place, form.place_id)
    if place is None:
        raise Invalid("place", _("Please choose one of the places of the list."))
    runs = me().may(Role.FACILITATOR, place.commune.region_code)
    return Plan(
        module=said(form.module),
        language=i18n.language(),
        place_id=place.id,
        room_id=form.room_id,
        dates=spans.spans(form.hours(), place.commune.zone, clock.now()),
        capacity=form.capacity.data or 0,
        about=said(form.about),
        listed=form.listed.data,
        facilitator_id=me().id if runs else None,
        responsible_adult=form.adult(),
    )


def _organise_page(session: Session, form: OrganiseForm, *, check: bool = False) -> str:
    commune_code, region_code = _around(session, said(form.near))
    offer = queries.places_around(session, commune_code, region_code)
    form.offer_places(offer)
    form.module.choices = modules_offered()
    if check:
        form.validate()
    return render_template(
        "meetings/organise.html", form=form, offer=offer, zones=zones_of(offer), errors=form.summary()
    )


def _around(session: Session, near: str) -> tuple[str | None, str]:
    """Return the commune meant and its region: the one written, or else hers."""
    found = territory.find_communes(session, near, limit=1) if near.strip() else []
    if found:
        return found[0].code, found[0].region_code
    person = session.get_one(Person, me().id)
    commune = territory.commune(session, person.commune_code) if person.commune_code else None
    return (commune.code, commune.region_code) if commune else (None, ELSEWHERE)
