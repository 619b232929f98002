"""The agenda's page and its feeds; open to everybody, and the feeds may be kept by whoever reads them."""

from __future__ import annotations

from hashlib import sha256
from typing import Any, Final

from flask import Blueprint, Response, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from classcode import clock, db, i18n
from classcode.auth import ANYONE, open_to, visitor
from classcode.errors import NotFound
from classcode.i18n import gettext as _
from classcode.territory import queries as territory
from classcode.territory.models import Region
from helpdesk.agenda.cards import open_card, title
from helpdesk.agenda.feeds import Entry, Feed, atom
from helpdesk.agenda.occasions import public_occasion
from helpdesk.agenda.queries import NEAR_KM, Wanted, hers, open_meetings
from helpdesk.calendar import ical
from helpdesk.calendar.occasions import site_of
from helpdesk.meetings.cards import address, hours
from helpdesk.meetings.models import Meeting
from helpdesk.places.routes.searching import page_of_list, read_search, region_choices

bp = Blueprint("agenda", __name__)
KEPT_SECONDS: Final = 900
"""How long a feed may be kept unasked: programs that read feeds come every quarter of an hour at most."""


@bp.get("/<lang:lang>/agenda/")
@open_to(ANYONE)
def index(lang: str) -> ResponseReturnValue:
    """Show the open meetings to come, of a region or around a commune."""
    now, who = clock.now(), visitor()
    with db.reading() as session:
        search = read_search(session)
        page = page_of_list(open_meetings(session, Wanted(search.asked.region, search.around), now))
        region = territory.region(session, search.asked.region) if search.asked.region else None
        return render_template(
            "agenda/index.html",
            search=search,
            region=region,
            page=page,
            hers=hers(session, who.id, page.shown) if who else frozenset(),
            cards=[open_card(meeting, search.asked.near) for meeting in page.shown],
            regions=region_choices(session),
            near_km=NEAR_KM,
            organiser=_base(),
        )


def _base() -> str:
    return str(current_app.extensions["classcode"].base_url)


@bp.get("/<lang:lang>/agenda.atom")
@open_to(ANYONE)
def atom_feed(lang: str) -> ResponseReturnValue:
    """Give the agenda as an Atom feed, of a region or of all."""
    with db.reading() as session:
        region = _region_asked(session)
        found = open_meetings(session, _wanted(region), clock.now())
        entries = tuple(_entry(meeting) for meeting in found)
    query: dict[str, Any] = {"region": region.code} if region else {}
    told = Feed(
        href=_base() + url_for("agenda.atom_feed", lang=lang, **query),
        page=_base() + url_for("agenda.index", lang=lang, **query),
        title=feed_title(region),
        author="Class’Code",
        language=lang,
        entries=entries,
    )
    return _kept(atom(told), "application/atom+xml")


@bp.get("/<lang:lang>/agenda.ics")
@open_to(ANYONE)
def calendar_feed(lang: str) -> ResponseReturnValue:
    """Give the agenda as a calendar that programs subscribe to, of a region or of all."""
    with db.reading() as session:
        region = _region_asked(session)
        site = site_of(session)
        found = [public_occasion(one, site) for one in open_meetings(session, _wanted(region), clock.now())]
    return _kept(ical.published(found, feed_title(region)), ical.MIMETYPE)


def _region_asked(session: Session) -> Region | None:
    """Return the region of the address, None for all; raise `NotFound` where there is none of this code."""
    code = request.args.get("region", "")
    if not code:
        return None
    region = territory.region(session, code[:9]) if "\0" not in code else None
    if region is None:
        raise NotFound
    return region


def _wanted(region: Region | None) -> Wanted:
    return Wanted(region.code if region else None)


def feed_title(region: Region | None) -> str:
    """Return what the agenda of a region, or of all, is called."""
    if region is None:
        return _("Open meetings")
    return _("Open meetings: %(region)s", region=region.called(i18n.language()))


def _entry(meeting: Meeting) -> Entry:
    when = f"{i18n.day(meeting.starts_at, meeting.zone)}, {hours(meeting)}"
    return Entry(
        meeting.id,
        title(meeting),
        f"{when}. {address(meeting.place)}",
        _base() + url_for("meetings.show", lang=i18n.language(), meeting_id=meeting.id),
        meeting.changed_at or meeting.fixed_at or meeting.created_at,
    )


def _kept(body: bytes, kind: str) -> Response:
    """Answer with a file that may be kept, or that it has not changed (RFC 9110, 13.1.2)."""
    answer = Response(body, content_type=f"{kind}; charset=utf-8")
    answer.set_etag(sha256(body).hexdigest()[:32])
    answer.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    answer.make_conditional(request)
    return answer
