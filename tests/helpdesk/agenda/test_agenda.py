"""The public agenda: which meetings stand in it, what it tells of each, what its feeds say and how they are kept."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy.orm import Session

from classcode import clock
from classcode.people.models import Person
from classcode.territory.models import Place
from helpdesk.agenda.feeds import ATOM
from helpdesk.meetings.models import MeetingState
from tests.helpdesk.agenda.conftest import Meet
from tests.helpdesk.agenda.microdata import Item, items
from tests.make import Make

REQUIRED = {"name", "startDate", "location"}
"""What search engines ask of an Event at least."""
TOLD = REQUIRED | {
    "endDate", "url", "eventStatus", "eventAttendanceMode", "organizer", "offers", "isAccessibleForFree",
    "inLanguage", "maximumAttendeeCapacity", "remainingAttendeeCapacity",
}  # fmt: skip


def page(client: FlaskClient, address: str = "/fr/agenda/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def events(client: FlaskClient, address: str = "/fr/agenda/") -> list[Item]:
    return [one for one in items(page(client, address)) if one.kind == "https://schema.org/Event"]


@pytest.fixture
def rennes(make: Make, content: None) -> Place:
    return make.place("FR-35238")


def test_an_open_meeting_is_a_whole_event(
    client: FlaskClient, make: Make, meet: Meet, rennes: Place, session: Session
) -> None:
    meeting = meet(rennes, taken=4)
    (event,) = events(client)
    assert set(event.properties) == TOLD
    assert "Programmation" in event.one("name")
    start, end = (datetime.fromisoformat(event.one(name)) for name in ("startDate", "endDate"))
    assert (start, end) == (meeting.starts_at, meeting.ends_at)
    assert start.utcoffset() == meeting.starts_at.astimezone(ZoneInfo("Europe/Paris")).utcoffset()
    assert event.one("eventStatus") == "https://schema.org/EventScheduled"
    assert event.one("eventAttendanceMode") == "https://schema.org/OfflineEventAttendanceMode"
    assert (event.one("maximumAttendeeCapacity"), event.one("remainingAttendeeCapacity")) == ("10", "6")
    assert event.one("url") == f"/fr/meetings/{meeting.id}/"


def test_an_event_says_where_who_organises_and_that_it_costs_nothing(
    client: FlaskClient, meet: Meet, rennes: Place
) -> None:
    meet(rennes, taken=10)
    (event,) = events(client)
    location, offer = event.item("location"), event.item("offers")
    address = location.item("address")
    assert location.kind == "https://schema.org/Place" and location.one("name") == rennes.name
    assert address.kind == "https://schema.org/PostalAddress"
    assert {name: address.one(name) for name in ("streetAddress", "addressLocality", "addressRegion")} == {
        "streetAddress": rennes.address,
        "addressLocality": "Rennes",
        "addressRegion": "Bretagne",
    }
    assert address.one("addressCountry") == "FR"
    assert event.item("organizer").one("name") == "Class’Code"
    assert (offer.one("price"), offer.one("priceCurrency")) == ("0", "EUR")
    assert offer.one("availability") == "https://schema.org/SoldOut"
    assert event.one("isAccessibleForFree") == "true"


def test_no_name_of_anybody_and_nobody_s_own_words_are_told(
    client: FlaskClient, meet: Meet, rennes: Place, bruno: Person, ada: Person
) -> None:
    meet(
        rennes,
        facilitator_id=bruno.id,
        organiser_id=ada.id,
        about="Ada apporte un gâteau.",
        responsible_adult="Zoe",
    )
    for address in ("/fr/agenda/", "/fr/agenda.ics", "/fr/agenda.atom"):
        read = client.get(address).get_data(as_text=True)
        assert not [name for name in ("Bruno", "Ada", "gâteau", "Zoe") if name in read], address


@pytest.mark.parametrize(
    "told",
    [
        {"listed": False},
        {"state": MeetingState.POLLING},
        {"state": MeetingState.CANCELLED},
        {"state": MeetingState.HELD},
        {"days": -1},
        {"hidden_at": clock.now()},
    ],
)
def test_only_open_fixed_meetings_to_come_stand_in_it(
    client: FlaskClient, meet: Meet, rennes: Place, told: dict[str, Any]
) -> None:
    meet(rennes, **told)
    assert events(client) == []
    assert "BEGIN:VEVENT" not in client.get("/fr/agenda.ics").get_data(as_text=True)


def test_a_hidden_place_takes_its_meetings_out_of_the_agenda(
    client: FlaskClient, meet: Meet, rennes: Place, session: Session
) -> None:
    meet(rennes)
    rennes.hidden_at = clock.now()
    session.commit()
    assert events(client) == []


def test_the_agenda_narrows_to_a_region_or_to_around_a_commune(
    client: FlaskClient, make: Make, meet: Meet, rennes: Place
) -> None:
    here, there = meet(rennes, 5), meet(make.place("FR-29019"), 4)
    meet(make.place("FR-31555"), 3)
    addresses = {f"/fr/meetings/{one.id}/" for one in (here, there)}
    assert {one.one("url") for one in events(client, "/fr/agenda/?region=FR-BRE")} == addresses
    (only,) = events(client, "/fr/agenda/?near=Rennes")
    assert only.one("url") == f"/fr/meetings/{here.id}/"
    assert len(events(client, "/fr/agenda/?near=Zzyzx")) == 3


def test_taking_a_seat_leads_through_log_in_to_the_meeting(
    client: FlaskClient, meet: Meet, rennes: Place, login: Any, ada: Person
) -> None:
    meeting = meet(rennes)
    assert f'href="/fr/login?next=/fr/meetings/{meeting.id}/"' in page(client)
    assert "Prendre cette place" in page(client)
    assert "/fr/login?next" not in page(login(client, ada))


def test_a_full_meeting_offers_the_waiting_list(client: FlaskClient, meet: Meet, rennes: Place) -> None:
    meet(rennes, taken=10)
    read = page(client)
    assert "Prendre cette place" not in read and "Rejoindre la liste d’attente" in read


def test_the_page_names_its_feeds(client: FlaskClient, rennes: Place) -> None:
    read = page(client, "/fr/agenda/?region=FR-BRE")
    for kind, name in (("application/atom+xml", "atom"), ("text/calendar", "ics")):
        assert re.search(
            rf'<link rel="alternate" type="{re.escape(kind)}" title="[^"]+" href="/fr/agenda.{name}\?region=FR-BRE">',
            read,
        )


def test_the_calendar_feed_publishes_each_meeting_on_its_place_s_clock(
    client: FlaskClient, make: Make, meet: Meet, rennes: Place
) -> None:
    meeting, far = meet(rennes), meet(make.place("FR-97209"))
    answer = client.get("/fr/agenda.ics")
    assert answer.content_type == "text/calendar; charset=utf-8"
    read = Calendar.from_ical(answer.data)
    assert read["method"] == "PUBLISH"
    found = {str(event["uid"]): event for event in read.walk("VEVENT")}
    assert set(found) == {f"{one.id}@classcode.test" for one in (meeting, far)}
    assert found[f"{far.id}@classcode.test"]["dtstart"].dt == far.starts_at
    assert str(found[f"{far.id}@classcode.test"]["dtstart"].params["tzid"]) == "America/Martinique"
    assert "attendee" not in found[f"{meeting.id}@classcode.test"]


def test_the_atom_feed_is_well_formed_whatever_a_place_is_called(
    client: FlaskClient, meet: Meet, rennes: Place, session: Session
) -> None:
    rennes.name, rennes.address = "Médiathèque <b>&amp; \x01“co”", "]]> rue"
    session.commit()
    meeting = meet(rennes)
    answer = client.get("/fr/agenda.atom")
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    root = ElementTree.fromstring(answer.data)  # noqa: S314  # our own feed
    (entry,) = root.findall(f"{{{ATOM}}}entry")
    assert entry.findtext(f"{{{ATOM}}}id") == f"urn:uuid:{meeting.id}"
    assert "Médiathèque <b>&amp; “co”" in (entry.findtext(f"{{{ATOM}}}summary") or "")
    link = entry.find(f"{{{ATOM}}}link")
    assert link is not None and link.get("href") == f"http://classcode.test/fr/meetings/{meeting.id}/"
    for name in ("id", "title", "updated"):
        assert root.findtext(f"{{{ATOM}}}{name}")


def test_a_page_escapes_whatever_a_place_is_called(
    client: FlaskClient, meet: Meet, rennes: Place, session: Session
) -> None:
    rennes.name = '<script>alert(1)</script>" onload="x'
    session.commit()
    meet(rennes)
    for address in ("/fr/agenda/", "/fr/places/", f"/fr/places/{rennes.id}"):
        read = page(client, address)
        assert "<script>alert" not in read and '" onload="' not in read


@pytest.mark.parametrize("name", ["atom", "ics"])
def test_a_feed_is_kept_and_asked_again_only_for_what_changed(
    client: FlaskClient, meet: Meet, rennes: Place, name: str
) -> None:
    meet(rennes)
    first = client.get(f"/fr/agenda.{name}")
    assert first.headers["Cache-Control"] == "public, max-age=900"
    again = client.get(f"/fr/agenda.{name}", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    meet(rennes, 9)
    changed = client.get(f"/fr/agenda.{name}", headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200 and changed.headers["ETag"] != first.headers["ETag"]


@pytest.mark.parametrize("name", ["atom", "ics"])
def test_a_feed_of_a_region_tells_that_region_alone(
    client: FlaskClient, make: Make, meet: Meet, rennes: Place, name: str
) -> None:
    here, there = meet(rennes), meet(make.place("FR-31555"))
    read = client.get(f"/fr/agenda.{name}?region=FR-BRE").get_data(as_text=True).replace("\r\n ", "")
    assert str(here.id) in read and str(there.id) not in read
    assert client.get(f"/fr/agenda.{name}?region=FR-XXX").status_code == 404


def test_a_long_agenda_comes_in_pages(client: FlaskClient, meet: Meet, rennes: Place) -> None:
    for days in range(1, 16):
        meet(rennes, days)
    assert len(events(client)) == 10
    assert len(events(client, "/fr/agenda/?page=2")) == 5


def test_a_place_tells_its_open_meetings_to_come(
    client: FlaskClient, make: Make, meet: Meet, rennes: Place
) -> None:
    meeting = meet(rennes)
    meet(make.place("FR-35238"), 2)
    (event,) = events(client, f"/fr/places/{rennes.id}")
    assert event.one("url") == f"/fr/meetings/{meeting.id}/"


def test_the_first_page_leads_to_the_agenda(client: FlaskClient, rennes: Place) -> None:
    assert page(client, "/fr/").count('href="/fr/agenda/"') >= 2
