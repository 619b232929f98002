"""What opinions tell together: in fives, with the response rate, and never so that one can be worked out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from classcode import clock
from classcode.people.models import Person
from helpdesk.afterwards import queries
from helpdesk.afterwards.opinions import Opinion
from helpdesk.afterwards.rules import saying
from helpdesk.afterwards.telling import FEW, Gathered, of_meeting, of_region
from helpdesk.meetings.states import Presence
from tests.helpdesk.afterwards.conftest import NEXT_DAY, Evening
from tests.make import Make

Login = Callable[[FlaskClient, Person], FlaskClient]


def opinions(*useful: int) -> tuple[Opinion, ...]:
    return tuple(Opinion(one, "yes", "right", f"Words {at}") for at, one in enumerate(useful, 1))


def gathered(*useful: int, asked: int = 12, closed: bool = True) -> Gathered:
    return Gathered(asked=asked, given=opinions(*useful), closed=closed)


def test_under_five_nothing_is_told_but_how_many_answered() -> None:
    told = of_meeting(gathered(5, 4, 4, 3))
    assert (told.enough, told.given, told.asked, told.comments) == (False, 4, 12, ())
    assert set(told.useful.values()) == {0}


def test_from_five_on_the_distribution_the_mean_and_the_rate() -> None:
    told = of_meeting(gathered(5, 4, 4, 3, 4, asked=10))
    assert (told.useful, told.mean, told.response_rate) == ({5: 1, 4: 3, 3: 1, 2: 0, 1: 0}, 4.0, 0.5)


def test_the_sixth_changes_nothing_until_the_tenth() -> None:
    five, nine = of_meeting(gathered(5, 4, 4, 3, 4)), of_meeting(gathered(5, 4, 4, 3, 4, 1, 1, 1, 1))
    assert (five.useful, five.comments) == (nine.useful, nine.comments)
    assert of_meeting(gathered(5, 4, 4, 3, 4, 1, 1, 1, 1, 1)).counted == 10


def test_comments_come_in_an_order_that_tells_nothing() -> None:
    told = of_meeting(gathered(5, 4, 4, 3, 4)).comments
    assert sorted(told) == [f"Words {at}" for at in range(1, 6)] != list(told)


def test_a_region_counts_what_is_told_of_each_and_remainders_of_several() -> None:
    told = of_region([gathered(5, 5, 5, 5, 5, 1, 1), gathered(2, 2, 2)])
    assert (told.counted, told.useful) == (10, {5: 5, 4: 0, 3: 0, 2: 3, 1: 2})


def test_a_remainder_of_one_meeting_alone_is_not_told() -> None:
    assert of_region([gathered(5, 5, 5, 5, 5, 1), gathered()]).counted == 5
    assert of_region([gathered(1, 2, 3, 4)]).counted == 0


def test_nor_one_that_can_still_change() -> None:
    assert of_region([gathered(1, 1, 1, closed=False), gathered(2, 2, closed=False)]).counted == 0


MEETINGS = st.lists(
    st.builds(
        lambda points, closed: Gathered(asked=20, given=opinions(*points), closed=closed),
        st.lists(st.integers(1, 5), max_size=12),
        st.booleans(),
    ),
    max_size=6,
)


@given(MEETINGS)
def test_the_region_without_its_meetings_is_five_people_of_two_meetings_or_nobody(
    meetings: list[Gathered],
) -> None:
    whole, parts = of_region(meetings), [of_meeting(one) for one in meetings]
    rest = whole.counted - sum(one.counted for one in parts)
    assert rest % FEW == 0
    assert rest == 0 or sum(bool(one.rest) for one in meetings) >= 2
    assert whole.asked == sum(one.asked for one in meetings)


def say(evening: Evening, *useful: int) -> None:
    """Let so many people be there and say so."""
    for points in useful:
        seat = evening.seat()
        with clock.at(NEXT_DAY):
            opinion = Opinion(points, "yes", "right", "Merci Bruno")
            saying.say(
                evening.session, evening.meeting.id, opinion, by=seat.person_id, act_id=evening.make.act()
            )
    evening.session.commit()


@pytest.mark.parametrize(("given", "shown"), [(4, False), (5, True)])
def test_who_ran_it_reads_from_five_on_with_the_rate(
    client: FlaskClient, login: Login, evening: Evening, given: int, shown: bool
) -> None:
    say(evening, *([4] * given))
    login(client, evening.bruno)
    with clock.at(NEXT_DAY):
        page = client.get(f"/fr/meetings/{evening.meeting.id}/feedback/told").get_data(as_text=True)
    assert f"{given} réponses sur {given} personnes" in page
    assert ("Merci Bruno" in page) is shown is ("4,0 sur 5" in page)
    assert "Someone" not in page


def test_the_lead_of_the_region_reads_it_and_the_one_of_another_does_not(
    client: FlaskClient, login: Login, evening: Evening, make: Make, ada: Person
) -> None:
    evening.seat(ada)
    for person, status in (
        (make.lead("denise", "FR-BRE"), 200),
        (make.lead("walter", "FR-OCC"), 404),
        (ada, 404),
    ):
        login(client, person)
        with clock.at(NEXT_DAY):
            assert client.get(f"/fr/meetings/{evening.meeting.id}/feedback/told").status_code == status


def test_the_page_of_regions_is_the_lead_s(
    client: FlaskClient, login: Login, evening: Evening, make: Make
) -> None:
    say(evening, 5, 4, 4, 3, 4)
    evening.close()
    for person, seen in ((make.lead("denise", "FR-BRE"), True), (make.lead("walter", "FR-OCC"), False)):
        login(client, person)
        with clock.at(NEXT_DAY):
            page = client.get("/fr/desk/meetings/feedback").get_data(as_text=True)
            before = client.get("/fr/desk/meetings/feedback?year=2025").get_data(as_text=True)
        assert ("4,0 sur 5" in page) is seen
        assert "4,0 sur 5" not in before
    login(client, evening.bruno)
    assert client.get("/fr/desk/meetings/feedback").status_code == 403


def test_an_opinion_of_who_was_not_there_after_all_counts_no_more(evening: Evening) -> None:
    say(evening, 5, 4, 4, 3, 4)
    evening.session.expire_all()
    seat = evening.meeting.seats[0]
    seat.presence, seat.minutes_present = Presence.ABSENT, None
    evening.session.flush()
    told = queries.told_of(evening.session, evening.meeting)
    assert (told.given, told.asked, told.enough) == (4, 4, False)
