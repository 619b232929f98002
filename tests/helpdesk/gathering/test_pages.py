"""The page of suggestions: who sees which, whose names, what a click does; and everybody's own choice."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from classcode.people.models import Person
from helpdesk.gathering.models import GatheringChoice, MeetingSuggestion
from helpdesk.gathering.queries.page import SHOWN
from helpdesk.gathering.states import SuggestionState
from helpdesk.meetings.models import Meeting, MeetingState
from helpdesk.tickets.states import State
from tests.helpdesk.gathering.conftest import Town
from tests.helpdesk.gathering.suggested import suggested
from tests.helpdesk.profiles.conftest import as_

__all__ = ["as_"]
As = Callable[[Person], FlaskClient]
PAGE = "/fr/desk/suggestions/"
pytestmark = pytest.mark.usefixtures("content")


@pytest.fixture
def people(town: Town) -> list[Person]:
    return [town.make.person(name, commune="FR-35238") for name in ("ada", "eve", "zoe", "lea")]


@pytest.fixture
def one(town: Town, people: list[Person]) -> MeetingSuggestion:
    return suggested(town.session, town.place, people, facilitator_id=town.bruno.id)


def post(
    client: FlaskClient, one: MeetingSuggestion, what: str = "invite", **fields: object
) -> tuple[int, str]:
    """Press a button of a suggestion."""
    told: dict[str, object] = {"act": str(uuid4()), "lang": "fr"}
    told |= {"dates": ["0", "1", "2"], "place": str(one.place_id)} if what == "invite" else {}
    answer = client.post(f"/desk/suggestions/{one.id}/{what}", data=told | fields)
    return answer.status_code, answer.location or answer.text


def test_a_facilitator_of_the_region_and_its_lead_see_a_suggestion_others_do_not(
    town: Town, one: MeetingSuggestion, as_: As
) -> None:
    chloe = town.make.facilitator("chloe", region="FR-OCC", commune="FR-31555")
    denise, walter = town.make.lead("denise", "FR-BRE"), town.make.lead("walter", "FR-OCC")

    for person, sees in ((town.bruno, True), (denise, True), (chloe, False), (walter, False)):
        assert (str(one.id) in as_(person).get(PAGE).text) is sees


def test_whom_it_names_sees_it_from_another_region(town: Town, people: list[Person], as_: As) -> None:
    chloe = town.make.facilitator("chloe", region="FR-OCC", commune="FR-31555")
    one = suggested(town.session, town.place, people, facilitator_id=chloe.id)

    assert str(one.id) in as_(chloe).get(PAGE).text


def test_a_place_whose_seats_nobody_counted_asks_for_them(
    town: Town, one: MeetingSuggestion, as_: As
) -> None:
    one.reasons = one.reasons | {"place": one.reasons["place"] | {"seats": 0}}
    town.place.capacity = None
    town.session.commit()
    browser = as_(town.bruno)
    page = browser.get(PAGE).text
    assert "personne n’a compté ses places" in page and f'id="capacity-{one.id}"' in page

    status, page = post(browser, one, capacity="beaucoup")
    assert status == 422 and 'value="beaucoup"' in page and f'id="capacity-{one.id}-error"' in page
    assert post(browser, one, capacity="8")[0] == 302
    assert town.session.scalars(select(Meeting)).one().capacity == 8


def test_learners_have_no_such_page(as_: As, people: list[Person]) -> None:
    assert as_(people[0]).get(PAGE).status_code == 403


def test_a_facilitator_who_is_among_the_people_does_not_see_it(town: Town, as_: As) -> None:
    learns = town.make.facilitator("anne", region="FR-BRE", commune="FR-35238")
    one = suggested(town.session, town.place, [learns])

    client = as_(learns)
    assert str(one.id) not in client.get(PAGE).text
    assert post(client, one)[0] == 404


def test_names_stand_there_only_of_those_whose_question_the_reader_holds(
    town: Town, one: MeetingSuggestion, people: list[Person], as_: As
) -> None:
    town.asks(people[0], facilitator_id=town.bruno.id, state=State.ACCEPTED)
    town.asks(people[1], facilitator_id=town.bruno.id, state=State.ACCEPTED, unnamed=True)
    town.asks(people[2], facilitator_id=town.make.facilitator("anne", region="FR-BRE", commune="FR-35238").id)

    read = as_(town.bruno).get(PAGE).text
    assert "Ada, à environ" in read
    assert not any(name in read for name in ("Eve", "Zoe", "Lea"))
    assert "3 personnes du module, à environ 4, 5 et 6 km" in read.replace("\xa0", " ")


def test_the_lead_sees_counts_alone(
    town: Town, one: MeetingSuggestion, people: list[Person], as_: As
) -> None:
    town.asks(people[0], facilitator_id=town.bruno.id, state=State.ACCEPTED)

    read = as_(town.make.lead("denise", "FR-BRE")).get(PAGE).text
    assert "Ada" not in read and "4 personnes du module" in read.replace("\xa0", " ")


def test_one_click_invites_these_people(town: Town, one: MeetingSuggestion, as_: As) -> None:
    client = as_(town.bruno)

    status, where = post(client, one)

    meeting = town.session.scalars(select(Meeting)).one()
    assert (status, where) == (302, f"/fr/meetings/{meeting.id}/")
    assert (meeting.state, meeting.facilitator_id, len(meeting.seats)) == (
        MeetingState.POLLING,
        town.bruno.id,
        4,
    )


def test_a_lead_invites_for_the_facilitator_who_was_suggested(
    town: Town, one: MeetingSuggestion, as_: As
) -> None:
    post(as_(town.make.lead("denise", "FR-BRE")), one)

    assert town.session.scalars(select(Meeting)).one().facilitator_id == town.bruno.id


def test_two_clicks_by_two_people_make_one_meeting_and_the_second_is_told_who(
    town: Town, one: MeetingSuggestion, as_: As
) -> None:
    anne = town.make.facilitator("anne", region="FR-BRE", commune="FR-35238")
    second = as_(anne)

    post(as_(town.bruno), one)
    assert post(second, one) == (302, PAGE)

    assert "Bruno a déjà invité ces personnes" in second.get(PAGE).text
    assert town.session.scalar(select(func.count()).select_from(Meeting)) == 1


def test_no_date_kept_is_refused_beside_the_dates_and_nothing_is_sent(
    town: Town, one: MeetingSuggestion, as_: As
) -> None:
    status, read = post(as_(town.bruno), one, dates=[])

    assert status == 422 and f'href="#dates-{one.id}"' in read
    assert town.session.scalar(select(Meeting.id)) is None


@pytest.mark.parametrize(
    "fields", [{"dates": ["²"]}, {"dates": ["-1"]}, {"place": "x"}, {"place": str(uuid4())}]
)
def test_what_the_page_did_not_offer_is_refused(
    town: Town, one: MeetingSuggestion, as_: As, fields: dict[str, object]
) -> None:
    assert post(as_(town.bruno), one, **fields)[0] == 422


def test_setting_aside_asks_why(town: Town, one: MeetingSuggestion, as_: As) -> None:
    client = as_(town.bruno)

    assert post(client, one, "dismiss", why="")[0] == 422
    assert post(client, one, "dismiss", why="not-now")[0] == 302
    town.session.expire_all()
    assert town.session.get_one(MeetingSuggestion, one.id).state == SuggestionState.DISMISSED


def test_nobody_else_can_press_its_buttons(town: Town, one: MeetingSuggestion, as_: As) -> None:
    client = as_(town.make.facilitator("chloe", region="FR-OCC", commune="FR-31555"))

    assert post(client, one)[0] == post(client, one, "dismiss", why="not-now")[0] == 404


def test_the_page_says_why_and_why_not_otherwise(town: Town, one: MeetingSuggestion, as_: As) -> None:
    read = as_(town.bruno).get(PAGE).text.replace("\xa0", " ")

    for told in (
        "15 km",
        "45 km/h",
        "1,3",
        "connaît ce module",
        "n’a plus de place",
        "absence ou de vacances",
    ):
        assert told in read


def test_without_suggestions_the_page_says_how_they_come(town: Town, as_: As) -> None:
    assert "Toutes les heures" in as_(town.bruno).get(PAGE).text


def test_a_page_shows_a_few_and_tells_how_many_more(town: Town, people: list[Person], as_: As) -> None:
    for _number in range(SHOWN + 2):
        suggested(town.session, town.place, people, facilitator_id=town.bruno.id)

    read = as_(town.bruno).get(PAGE).text
    assert read.count("<article") == SHOWN and "2 autres" in read.replace("\xa0", " ")


def test_the_desk_leads_to_the_page(town: Town, as_: As) -> None:
    assert PAGE in as_(town.bruno).get("/fr/desk/").text


def test_everybody_may_choose_to_be_left_out_and_come_back(town: Town, people: list[Person], as_: As) -> None:
    client = as_(people[0])
    assert client.get("/fr/meetings/choice").status_code == 200

    for wants, rows in (("no", 1), ("no", 1), ("yes", 0)):
        told = {"act": str(uuid4()), "lang": "fr", "wants": wants}
        assert client.post("/meetings/choice", data=told).status_code == 302
        assert town.session.scalar(select(func.count()).select_from(GatheringChoice)) == rows
        town.session.rollback()


def test_a_choice_that_is_none_is_refused(people: list[Person], as_: As) -> None:
    told = {"act": str(uuid4()), "lang": "fr", "wants": "maybe"}
    assert as_(people[0]).post("/meetings/choice", data=told).status_code == 422
