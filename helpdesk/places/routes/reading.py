"""The directory as list and map, and one place with what is planned there; open to everybody."""

from __future__ import annotations

from uuid import UUID

from flask import current_app, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.auth import ANYONE, open_to, visitor
from classcode.i18n import gettext as _
from classcode.i18n import language
from classcode.territory import queries as territory
from classcode.territory.distance import Point, distance_km
from classcode.territory.models import Commune
from helpdesk.agenda.cards import open_card
from helpdesk.agenda.queries import Wanted, hers, open_meetings
from helpdesk.places import access, words
from helpdesk.places.access import Seen
from helpdesk.places.forms import ReasonForm
from helpdesk.places.queries.directory import Asked, Spot, commune_of, in_full, spots
from helpdesk.places.queries.keeping import how_many_wait, named_by, names_in, sent_back, steps_of
from helpdesk.places.routes.blueprint import bp
from helpdesk.places.routes.maps import region_map, whole_map
from helpdesk.places.routes.searching import page_of_list, read_search, region_choices
from helpdesk.places.rules.checking import is_approximate


@bp.get("/<lang:lang>/places/")
@open_to(ANYONE)
def index(lang: str) -> ResponseReturnValue:
    """Show the places that match, as a map and as its twin, the list."""
    with db.reading() as session:
        search = read_search(session)
        found = spots(session, search.asked)
        page = page_of_list(found)
        return render_template(
            "places/index.html",
            search=search,
            page=page,
            cards=_cards(session, page.shown, search.asked.near),
            **_maps(session, search.asked, found),
            **_around(session),
        )


def _cards(session: Session, shown: list[Spot], near: Commune | None) -> list[words.PlaceCard]:
    km = {spot.id: spot.km for spot in shown}
    around = bool(near and near.approximate)
    return [
        words.card(place, page_of(place.id), km[place.id], from_around=around)
        for place in in_full(session, shown)
    ]


def page_of(place_id: UUID) -> str:
    """Return the address of a place's page."""
    return url_for("places.show", lang=language(), place_id=place_id)


def _maps(session: Session, asked: Asked, found: list[Spot]) -> dict[str, object]:
    regions = {one.code: one for some in territory.regions(session).values() for one in some}
    chosen = regions.get(asked.region or "")
    if chosen is not None:
        return {"regions": region_choices(session), "drawn": region_map(chosen, found), "insets": []}
    drawn, insets = whole_map(regions, found)
    return {"regions": region_choices(session), "drawn": drawn, "insets": insets}


def _around(session: Session) -> dict[str, object]:
    """Return what stands beside the list for whoever looks: her own places that wait, and what waits for her."""
    who = visitor()
    mine = named_by(session, who.id) if who else []
    return {
        "mine": [(place.name, page_of(place.id)) for place in mine],
        "sent_back": sent_back(session, [place.id for place in mine]) if mine else {},
        "waiting": how_many_wait(session, who) if who else 0,
        "meanings": [(_(words.STATES[state][0]), _(told)) for state, told in words.MEANINGS.items()],
    }


@bp.get("/<lang:lang>/places/<uuid:place_id>")
@open_to(ANYONE)
def show(lang: str, place_id: UUID) -> ResponseReturnValue:
    """Show one place, its rooms, and the open meetings to come there."""
    with db.reading() as session:
        return place_page(session, access.place(session, visitor(), place_id))


def place_page(session: Session, seen: Seen, form: ReasonForm | None = None) -> str:
    """Render a place with what this visitor may do; `form` is a refused one."""
    place, who = seen.place, visitor()
    steps = steps_of(session, place.id) if seen.keeps or seen.may_hide else []
    coming = open_meetings(session, Wanted(place_id=place.id), clock.now()) if seen.public else []
    return render_template(
        "places/show.html",
        seen=seen,
        place=place,
        card=words.card(place, page_of(place.id), _far(session, seen)),
        approximate=is_approximate(place),
        rooms=[(room.name, words.seats(room.capacity)) for room in place.rooms],
        coming=[open_card(meeting) for meeting in coming],
        drawn=region_map(place.commune.region, [_spot(seen)]),
        hers=hers(session, who.id, coming) if who else frozenset(),
        organiser=str(current_app.extensions["classcode"].base_url),
        note=sent_back(session, [place.id]).get(place.id),
        steps=steps,
        names=names_in(session, steps),
        words=words,
        form=form or ReasonForm.blank(),
    )


def _far(session: Session, seen: Seen) -> float | None:
    who = visitor()
    near = commune_of(session, who.id) if who else None
    if near is None:
        return None
    place = seen.place
    return distance_km(territory.point_of(near), Point(place.lat, place.lon, place.commune.landmass))


def _spot(seen: Seen) -> Spot:
    place, commune = seen.place, seen.place.commune
    return Spot(
        place.id,
        place.name,
        commune.called(language()),
        commune.code,
        commune.region_code,
        place.lat,
        place.lon,
        None,
    )
