"""The pages of meetings: what each person sees there, and what a post changes."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time, timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.people.models import Person
from helpdesk.availability.modules import EXTENSION
from helpdesk.meetings.models import Meeting, MeetingState, Reply, Seat
from helpdesk.meetings.rules import replying
from helpdesk.meetings.spans import Hours
from tests.helpdesk.meetings.conftest import Story
from tests.make import Make

Enter = Callable[[Person], FlaskClient]


@pytest.fixture(autouse=True)
def _site(app: Flask) -> None:
    """Put the application together first: it looks at the schema, and no test may hold the database then."""


@pytest.fixture
def one_module(app: Flask) -> None:
    """Let the catalogue offer one module."""
    app.extensions[EXTENSION] = lambda _language: [("creative-programming", "Programmer, c’est créatif")]


@pytest.fixture
def enter(app: Flask, login: Callable[[FlaskClient, Person], FlaskClient]) -> Enter:
    """Give each person a browser of her own."""
    return lambda person: login(app.test_client(), person)


@pytest.fixture
def meeting(story: Story) -> Meeting:
    """A meeting proposed to Ada."""
    return story.propose()


def fresh(session: Session, meeting: Meeting) -> Meeting:
    session.rollback()
    return session.get_one(Meeting, meeting.id, populate_existing=True)


def seat_of(session: Session, meeting: Meeting) -> Seat:
    return session.scalars(
        select(Seat).where(Seat.meeting_id == meeting.id), execution_options={"populate_existing": True}
    ).one()


def form(**fields: object) -> dict[str, str]:
    return {"act": str(uuid4()), "lang": "fr"} | {name: str(value) for name, value in fields.items()}


def proposal(story: Story, **other: object) -> dict[str, str]:
    usual = {"place": story.place.id, "day": "2026-11-24", "starts": "18:30", "ends": "20:00", "capacity": 5}
    return form(**(usual | other))


def words(page: str) -> str:
    """Return what a page says, without tags and with plain spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).replace("&nbsp;", " ").split())


def test_the_proposal_page_names_the_nearest_place_its_distance_and_its_clock(
    story: Story, enter: Enter
) -> None:
    page = enter(story.bruno).get(f"/fr/help/{story.ticket.id}/propose")
    assert page.status_code == 200
    assert f"{story.place.name}, Rennes" in words(page.text)
    assert "moins de 1 km" in words(page.text) or "km" in words(page.text)
    assert "heure de Paris" in words(page.text)


def test_a_facilitator_proposes_and_lands_on_the_meeting(
    story: Story, enter: Enter, session: Session
) -> None:
    answer = enter(story.bruno).post(f"/help/{story.ticket.id}/propose", data=proposal(story))
    made = session.scalars(select(Meeting)).one()
    assert (answer.status_code, answer.location) == (302, f"/fr/meetings/{made.id}/")


def test_a_double_click_proposes_once(story: Story, enter: Enter, session: Session) -> None:
    browser, data = enter(story.bruno), proposal(story)
    first, second = (browser.post(f"/help/{story.ticket.id}/propose", data=data) for _ in range(2))
    assert first.location == second.location
    assert len(session.scalars(select(Meeting)).all()) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("day", "2026-11-01"),
        ("day", "demain"),
        ("ends", "18:35"),
        ("capacity", "13"),
        ("capacity", "x"),
        ("place", "x"),
    ],
)
def test_a_refused_proposal_shows_the_form_again_with_what_was_written(
    story: Story, enter: Enter, session: Session, field: str, value: str
) -> None:
    answer = enter(story.bruno).post(
        f"/help/{story.ticket.id}/propose", data=proposal(story, **{field: value})
    )
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert 'value="18:30"' in answer.text
    assert session.scalars(select(Meeting)).all() == []


def test_an_unknown_field_is_refused(story: Story, enter: Enter) -> None:
    answer = enter(story.bruno).post(f"/help/{story.ticket.id}/propose", data=proposal(story, state="held"))
    assert answer.status_code == 400


def test_a_neighbour_with_the_same_need_can_be_asked_too(
    story: Story, enter: Enter, session: Session
) -> None:
    other = story.neighbour()
    enter(story.bruno).post(f"/help/{story.ticket.id}/propose", data=proposal(story, others=other))
    assert {seat.person_id for seat in session.scalars(select(Seat))} == {story.ada.id, other}


def test_nobody_but_the_holder_of_the_ticket_proposes(
    story: Story, enter: Enter, chloe: Person, make: Make
) -> None:
    lead = make.lead("dora", "FR-BRE")
    for person, status in ((chloe, 404), (lead, 403), (story.ada, 403)):
        browser = enter(person)
        assert browser.get(f"/fr/help/{story.ticket.id}/propose").status_code == status
        assert browser.post(f"/help/{story.ticket.id}/propose", data=proposal(story)).status_code == status


def test_my_invitation_stands_first_and_waits_for_me(story: Story, meeting: Meeting, enter: Enter) -> None:
    page = words(enter(story.ada).get("/fr/meetings/").text)
    assert "Invitations" in page and "Rencontre avec Bruno" in page and "Votre réponse est attendue" in page
    assert "18 h 30 à 20 h 00, heure de Paris" in page


def test_without_a_meeting_the_page_says_how_one_comes(enter: Enter, chloe: Person) -> None:
    assert "Pas encore de rencontre" in enter(chloe).get("/fr/meetings/").text


def test_a_meeting_without_attendance_waits_for_its_facilitator(
    story: Story, meeting: Meeting, enter: Enter
) -> None:
    replying.reply(story.session, meeting.id, story.ada.id, Reply.YES, act_id=uuid4())
    browser = enter(story.bruno)
    assert "Vous attend" not in browser.get("/fr/meetings/").text
    with clock.at(meeting.ends_at):
        page = words(browser.get("/fr/meetings/").text)
    assert "Rencontre avec Ada" in page and "Vous attend" in page


def test_somebody_outside_reads_the_same_404_as_for_an_unknown_meeting(
    meeting: Meeting, enter: Enter, chloe: Person
) -> None:
    browser = enter(chloe)
    theirs, unknown = (browser.get(f"/fr/meetings/{one}/") for one in (meeting.id, UUID(int=7)))
    assert theirs.status_code == unknown.status_code == 404
    assert words(theirs.text).replace(str(meeting.id), "") == words(unknown.text).replace(
        str(UUID(int=7)), ""
    )


@pytest.mark.parametrize("what", ["reply", "cancel", "join", "change", "fix"])
def test_somebody_outside_changes_nothing(
    meeting: Meeting, enter: Enter, chloe: Person, session: Session, what: str
) -> None:
    data = {"reply": form(answer="yes"), "fix": form(date=str(UUID(int=7)))}.get(what, form())
    with clock.at(meeting.starts_at - timedelta(hours=1)):
        assert enter(chloe).post(f"/meetings/{meeting.id}/{what}", data=data).status_code == 404
    after = fresh(session, meeting)
    assert (after.state, after.taken) == (MeetingState.FIXED, 0)


def test_without_an_account_the_pages_ask_to_sign_in(
    meeting: Meeting, session: Session, client: FlaskClient
) -> None:
    session.commit()
    assert client.get(f"/fr/meetings/{meeting.id}/").status_code == 302
    assert client.get("/fr/meetings/").status_code == 302


def test_the_lead_of_the_region_reads_figures_and_no_names(
    meeting: Meeting, enter: Enter, make: Make
) -> None:
    browser = enter(make.lead("dora", "FR-BRE"))
    page = browser.get(f"/fr/meetings/{meeting.id}/")
    assert "Rencontres dans ma région" in browser.get("/fr/meetings/").text
    assert page.status_code == 200
    assert "Ada" not in page.text and "1 personne sans réponse" in words(page.text)
    posts = re.sub(r"/(fr|en|nl)/meetings", "", page.text)
    assert re.findall(rf"/meetings/{meeting.id}/(\w+)", posts) == ["hide"]  # she moderates, and nothing else


def test_the_lead_of_another_region_reads_nothing(meeting: Meeting, enter: Enter, make: Make) -> None:
    assert enter(make.lead("dora", "FR-OCC")).get(f"/fr/meetings/{meeting.id}/").status_code == 404


def test_learners_do_not_read_each_others_names(story: Story, enter: Enter) -> None:
    made = story.propose(others=frozenset({story.neighbour()}))
    assert "Voisine" not in enter(story.ada).get(f"/fr/meetings/{made.id}/").text


def test_the_page_tells_place_address_and_distance_to_the_learner(
    story: Story, meeting: Meeting, enter: Enter
) -> None:
    page = words(enter(story.ada).get(f"/fr/meetings/{meeting.id}/").text)
    assert "1 place de la Mairie" in page and "km" in page and "Bruno" in page


def test_a_yes_shows_on_the_page_and_can_be_taken_back(
    story: Story, meeting: Meeting, enter: Enter, session: Session
) -> None:
    browser = enter(story.ada)
    said = browser.post(f"/meetings/{meeting.id}/reply", data=form(answer="yes"), follow_redirects=True)
    assert "Vous avez une place" in said.text and "Rendre ma place" in said.text
    browser.post(f"/meetings/{meeting.id}/reply", data=form(answer="no"))
    assert (fresh(session, meeting).taken, seat_of(session, meeting).reply) == (0, "no")


def test_a_double_click_on_yes_takes_one_seat(
    story: Story, meeting: Meeting, enter: Enter, session: Session
) -> None:
    browser, data = enter(story.ada), form(answer="yes")
    for _ in range(2):
        assert (
            browser.post(f"/meetings/{meeting.id}/reply", data=data).location == f"/fr/meetings/{meeting.id}/"
        )
    assert fresh(session, meeting).taken == 1


def test_a_yes_to_a_full_meeting_is_a_place_in_the_queue_with_its_number(story: Story, enter: Enter) -> None:
    other = story.neighbour()
    made = story.propose(capacity=1, others=frozenset({other}))
    replying.reply(story.session, made.id, other, Reply.YES, act_id=uuid4())
    browser = enter(story.ada)
    assert "Oui, m’inscrire sur la liste d’attente" in browser.get(f"/fr/meetings/{made.id}/").text
    answer = browser.post(f"/meetings/{made.id}/reply", data=form(answer="yes"), follow_redirects=True)
    assert "le rang 1 sur la liste d’attente" in words(answer.text)


def test_an_answer_that_is_neither_yes_nor_no_changes_nothing(
    story: Story, meeting: Meeting, enter: Enter, session: Session
) -> None:
    assert (
        enter(story.ada).post(f"/meetings/{meeting.id}/reply", data=form(answer="attended")).status_code
        == 422
    )
    assert seat_of(session, meeting).state == "invited"


def test_a_cancelled_meeting_says_so_to_who_was_asked(story: Story, meeting: Meeting, enter: Enter) -> None:
    assert enter(story.bruno).post(f"/meetings/{meeting.id}/cancel", data=form()).status_code == 302
    page = enter(story.ada).get(f"/fr/meetings/{meeting.id}/").text
    assert "Annul" in words(page) and "Prendre cette place" not in page


@pytest.mark.parametrize("language", ["fr", "en", "nl"])
def test_every_page_shows_in_each_language(
    story: Story, meeting: Meeting, enter: Enter, language: str
) -> None:
    browser = enter(story.bruno)
    for address in ("meetings/", f"meetings/{meeting.id}/", f"help/{story.ticket.id}/propose"):
        assert browser.get(f"/{language}/{address}").status_code == 200


def poll_form(meeting: Meeting, *said: str) -> dict[str, str]:
    return form(**{f"date-{one.id}": word for one, word in zip(meeting.dates, said, strict=True)})


def test_dates_are_answered_and_one_is_fixed_on_the_page(
    story: Story, enter: Enter, session: Session
) -> None:
    made = story.propose(more=(Hours(date(2026, 11, 26), time(18, 30), time(20, 0)),))
    first, second = poll_form(made, "no", "yes"), str(made.dates[1].id)
    learner, host = enter(story.ada), enter(story.bruno)
    assert "Quelles dates vous conviennent" in learner.get(f"/fr/meetings/{made.id}/").text
    assert learner.post(f"/meetings/{made.id}/dates", data=first).status_code == 302
    assert "Convient au plus grand nombre" in host.get(f"/fr/meetings/{made.id}/").text
    assert host.post(f"/meetings/{made.id}/fix", data=form(date=second)).status_code == 302
    assert "Rendre ma place" in learner.get(f"/fr/meetings/{made.id}/").text


def test_a_date_left_unanswered_is_named_and_the_others_keep_what_was_said(
    story: Story, enter: Enter
) -> None:
    made = story.propose(more=(Hours(date(2026, 11, 26), time(18, 30), time(20, 0)),))
    one, other = (f"date-{date.id}" for date in made.dates)
    answer = enter(story.ada).post(f"/meetings/{made.id}/dates", data=form(**{one: "if-need-be"}))
    assert answer.status_code == 422
    assert f'href="#{other}"' in answer.text
    assert re.search(rf'name="{one}" value="if-need-be" checked', answer.text)


def test_only_who_runs_it_fixes_the_date(story: Story, enter: Enter, session: Session) -> None:
    made = story.propose(more=(Hours(date(2026, 11, 26), time(18, 30), time(20, 0)),))
    chosen = form(date=str(made.dates[0].id))
    assert enter(story.ada).post(f"/meetings/{made.id}/fix", data=chosen).status_code == 404
    assert fresh(session, made).state == MeetingState.POLLING


def organised(story: Story, **other: str) -> dict[str, str]:
    usual = {
        "module": "creative-programming",
        "place": str(story.place.id),
        "day": "2026-11-24",
        "starts": "18:30",
        "ends": "20:00",
        "capacity": "8",
        "listed": "yes",
        "adults": "yes",
        "near": "",
    }
    return form(**(usual | other))


@pytest.mark.usefixtures("one_module")
def test_a_learner_organises_a_meeting_that_another_joins(
    story: Story, enter: Enter, chloe: Person, session: Session
) -> None:
    made = enter(story.ada).post("/meetings/new", data=organised(story))
    assert made.status_code == 302
    page = enter(chloe).get(made.location)
    assert "Prendre cette place" in page.text and "Ada" in page.text
    assert enter(chloe).post(made.location.replace("/fr/", "/") + "join", data=form()).status_code == 302
    assert session.scalars(select(Meeting.taken)).one() == 1


@pytest.mark.usefixtures("one_module")
@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"adults": ""}, "adults"),
        ({"module": "no-such-module"}, "module"),
        ({"children": "yes"}, "responsible_adult"),
        ({"day_2": "2026-11-26"}, "starts_2"),
        ({"ends": "18:00"}, "ends"),
        ({"capacity": "0"}, "capacity"),
    ],
)
def test_what_does_not_fit_is_named_and_nothing_is_made(
    story: Story, enter: Enter, session: Session, wrong: dict[str, str], field: str
) -> None:
    data = {name: value for name, value in organised(story, **wrong).items() if value or name == "near"}
    answer = enter(story.ada).post("/meetings/new", data=data)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert session.scalars(select(Meeting)).all() == []


def test_the_page_of_a_change_shows_the_meeting_as_it_is_and_changes_it(
    story: Story, meeting: Meeting, enter: Enter, session: Session
) -> None:
    browser = enter(story.bruno)
    assert 'value="18:30"' in browser.get(f"/fr/meetings/{meeting.id}/change").text
    data = form(
        place=str(meeting.place_id), day="2026-11-24", starts="19:00", ends="20:30", capacity="6", seen="0"
    )
    assert browser.post(f"/meetings/{meeting.id}/change", data=data).status_code == 302
    assert (
        browser.post(f"/meetings/{meeting.id}/change", data=data | {"act": str(uuid4())}).status_code == 409
    )
    assert (fresh(session, meeting).capacity, fresh(session, meeting).sequence) == (6, 1)


@pytest.mark.usefixtures("one_module")
def test_a_facilitator_of_the_region_finds_a_meeting_without_one_and_comes(
    story: Story, enter: Enter, session: Session
) -> None:
    made = enter(story.ada).post("/meetings/new", data=organised(story)).location
    browser = enter(story.bruno)
    assert "Rencontres sans personne pour les animer" in browser.get("/fr/meetings/").text
    assert browser.post(made.replace("/fr/", "/") + "facilitate", data=form()).status_code == 302
    assert session.scalars(select(Meeting.facilitator_id)).one() == story.bruno.id


@pytest.mark.usefixtures("one_module")
def test_thirty_days_after_it_the_organiser_no_longer_reads_names(
    story: Story, enter: Enter, chloe: Person, session: Session
) -> None:
    made = enter(story.ada).post("/meetings/new", data=organised(story)).location
    enter(chloe).post(made.replace("/fr/", "/") + "join", data=form())
    ends_at = session.scalars(select(Meeting.ends_at)).one()
    session.commit()
    for days, reads in ((29, True), (31, False)):
        with clock.at(ends_at + timedelta(days=days)):
            assert ("Chloe" in enter(story.ada).get(made).text) is reads


@pytest.mark.parametrize(("days", "reads"), [(29, True), (31, False)])
def test_the_list_of_meetings_that_i_ran_names_who_came_for_thirty_days(
    story: Story, meeting: Meeting, enter: Enter, session: Session, chloe: Person, days: int, reads: bool
) -> None:
    meeting.organiser_id, meeting.facilitator_id = chloe.id, None
    session.commit()
    with clock.at(meeting.ends_at + timedelta(days=days)):
        page = words(enter(chloe).get("/fr/meetings/").get_data(as_text=True))
    assert (f"Rencontre avec {story.ada.name}" in page) is reads


def test_a_place_that_was_hidden_meanwhile_is_not_offered_to_a_change(
    story: Story, meeting: Meeting, enter: Enter, session: Session
) -> None:
    address = f"/fr/meetings/{meeting.id}/change"
    choice = f'value="{story.place.id}"'
    session.commit()
    assert choice in enter(story.bruno).get(address).get_data(as_text=True)
    story.place.hidden_at = clock.now()
    session.commit()
    assert choice not in enter(story.bruno).get(address).get_data(as_text=True)
