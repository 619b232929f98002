"""The page of a meeting leads on to what follows it, each reader to what is hers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from classcode import clock
from classcode.people.models import Person
from helpdesk.meetings.states import MeetingState, Presence, Reply
from tests.helpdesk.afterwards.conftest import ENDS, NEXT_DAY, STARTS, Evening
from tests.make import Make

Login = Callable[[FlaskClient, Person], FlaskClient]


def links(client: FlaskClient, evening: Evening) -> set[str]:
    """Return what the page of the meeting leads to, by the ends of the addresses."""
    page = client.get(f"/fr/meetings/{evening.meeting.id}/").get_data(as_text=True)
    known = ("letter", "feedback", "feedback/told", "notes", "report", "hide")
    return {one for one in known if f'/meetings/{evening.meeting.id}/{one}"' in page}


@pytest.mark.parametrize(
    ("who", "found"),
    [
        ("ada", {"feedback", "notes", "report"}),
        ("bruno", {"feedback/told", "notes"}),
        ("lead", {"feedback/told", "hide"}),
    ],
)
def test_the_day_after(
    client: FlaskClient, login: Login, evening: Evening, make: Make, ada: Person, who: str, found: set[str]
) -> None:
    evening.seat(ada)
    person = {"ada": ada, "bruno": evening.bruno}.get(who) or make.lead("denise", "FR-BRE")
    with clock.at(NEXT_DAY):
        assert links(login(client, person), evening) == found


def test_a_meeting_to_which_nobody_came_has_no_opinions(
    client: FlaskClient, login: Login, evening: Evening, ada: Person
) -> None:
    evening.seat(ada, Presence.ABSENT)
    evening.close()
    evening.meeting.state = MeetingState.NOT_HELD
    with clock.at(NEXT_DAY):
        assert links(login(client, evening.bruno), evening) == {"notes"}
        told = f"/fr/meetings/{evening.meeting.id}/feedback/told"
        assert client.get(told).status_code == 404


def test_before_it_there_is_the_letter(
    client: FlaskClient, login: Login, evening: Evening, ada: Person
) -> None:
    evening.seat(ada, None, reply=Reply.INVITED)
    evening.meeting.state = MeetingState.FIXED
    with clock.at(STARTS - timedelta(days=3)):
        assert links(login(client, ada), evening) == {"letter", "report"}


def test_what_was_reported_waits_on_the_desk_of_who_moderates(
    client: FlaskClient, login: Login, evening: Evening, make: Make
) -> None:
    evening.meeting.reported_at = ENDS
    told = "/fr/desk/meetings/reported"
    assert told in login(client, make.lead("denise", "FR-BRE")).get("/fr/desk/").get_data(as_text=True)
    assert told not in login(client, make.lead("walter", "FR-OCC")).get("/fr/desk/").get_data(as_text=True)


@pytest.mark.parametrize("state", [MeetingState.CANCELLED, MeetingState.POLLING])
def test_nothing_is_told_of_a_meeting_that_did_not_take_place(
    client: FlaskClient, login: Login, evening: Evening, state: MeetingState
) -> None:
    evening.meeting.state = state
    with clock.at(NEXT_DAY):
        assert "feedback/told" not in links(login(client, evening.bruno), evening)


def test_the_words_of_a_hidden_meeting_are_out_of_sight_of_who_was_asked(
    client: FlaskClient, login: Login, evening: Evening, make: Make, ada: Person
) -> None:
    evening.seat(ada, None, reply=Reply.YES)
    meeting = evening.meeting
    meeting.state, meeting.fixed_at = MeetingState.FIXED, meeting.created_at
    meeting.about, meeting.hidden_at = "Des mots blessants", STARTS - timedelta(days=4)
    with clock.at(STARTS - timedelta(days=3)):
        login(client, ada)
        assert "blessants" not in client.get(f"/fr/meetings/{meeting.id}/").get_data(as_text=True)
        assert "blessants" not in client.get(f"/meetings/{meeting.id}/meeting.ics").get_data(as_text=True)
        login(client, make.lead("denise", "FR-BRE"))
        assert "blessants" in client.get(f"/fr/meetings/{meeting.id}/").get_data(as_text=True)


def test_a_lead_who_hid_a_meeting_shows_it_again(
    client: FlaskClient, login: Login, evening: Evening, make: Make, ada: Person
) -> None:
    evening.seat(ada, None, reply=Reply.INVITED)
    evening.meeting.state = MeetingState.FIXED
    address = f"/meetings/{evening.meeting.id}"
    lead, elsewhere = make.lead("denise", "FR-BRE"), make.lead("walter", "FR-OCC")
    make.session.commit()
    with clock.at(STARTS - timedelta(days=3)):
        login(client, lead).post(f"{address}/hide", data={"act": str(make.act())})
        page = client.get(f"/fr{address}/").get_data(as_text=True)
        assert f'{address}/show"' in page and f'{address}/hide"' not in page
        assert f'{address}/show"' not in login(client, ada).get(f"/fr{address}/").get_data(as_text=True)
        refused = login(client, elsewhere).post(f"{address}/show", data={"act": str(make.act())})
        assert refused.status_code == 404
        shown = login(client, lead).post(f"{address}/show", data={"act": str(make.act())})
        assert (shown.status_code, shown.location) == (302, f"/fr{address}/")
    make.session.refresh(evening.meeting)
    assert (evening.meeting.hidden_at, evening.meeting.sequence) == (None, 2)
