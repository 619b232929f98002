"""What people share at a meeting: for who was there or meant to be, one's own to change, any to report, for a year."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from classcode import clock
from classcode.people.models import Person
from helpdesk.afterwards.jobs import forget_notes
from helpdesk.afterwards.models import MeetingNote
from helpdesk.afterwards.rules import noting
from helpdesk.meetings import lines
from helpdesk.meetings.models import MeetingStep
from helpdesk.meetings.states import Presence, Reply, Step
from tests.helpdesk.afterwards.conftest import ENDS, NEXT_DAY, STARTS, Evening
from tests.make import Make

Login = Callable[[FlaskClient, Person], FlaskClient]


def posted(**fields: object) -> dict[str, object]:
    return {"act": str(uuid4()), "lang": "fr"} | fields


@pytest.fixture
def shared(evening: Evening, ada: Person) -> Evening:
    """The evening at which Ada was."""
    evening.seat(ada)
    evening.session.commit()
    return evening


@pytest.fixture
def note(shared: Evening, ada: Person) -> MeetingNote:
    """What Ada left."""
    with clock.at(ENDS):
        left = noting.write(shared.session, shared.meeting, "Voir https://example.org/robots", by=ada.id)
    shared.session.commit()
    return left


def at(evening: Evening, *rest: object) -> str:
    return "/".join(["/meetings", str(evening.meeting.id), "notes", *map(str, rest)])


def found(evening: Evening) -> list[MeetingNote]:
    return list(evening.session.scalars(select(MeetingNote).execution_options(populate_existing=True)))


def steps(evening: Evening) -> list[tuple[str, UUID | None]]:
    rows = evening.session.scalars(select(MeetingStep).order_by(MeetingStep.seq))
    return [(row.what, row.by_person_id) for row in rows]


def test_who_was_there_leaves_a_note_that_the_others_read_as_markdown(
    client: FlaskClient, login: Login, shared: Evening, ada: Person
) -> None:
    text = "Essayez **ceci** : https://example.org/robots <script>alert(1)</script>"
    with clock.at(NEXT_DAY):
        assert login(client, ada).post(at(shared), data=posted(text=text)).status_code == 302
        page = login(client, shared.bruno).get(f"/fr{at(shared)}").get_data(as_text=True)
    assert "<strong>ceci</strong>" in page and 'href="https://example.org/robots"' in page
    assert "<script>alert" not in page and "Ada" in page


@pytest.mark.parametrize(
    ("presence", "reply", "reads"),
    [
        (Presence.ATTENDED, Reply.INVITED, True),
        (Presence.ABSENT, Reply.YES, True),
        (None, Reply.NO, False),
        (None, Reply.WAITING, False),
        (None, Reply.INVITED, False),
    ],
)
def test_they_are_for_who_came_or_had_said_yes(
    client: FlaskClient,
    login: Login,
    evening: Evening,
    ada: Person,
    presence: str | None,
    reply: str,
    reads: bool,
) -> None:
    evening.seat(ada, presence, reply=reply)
    login(client, ada)
    with clock.at(NEXT_DAY):
        assert (client.get(f"/fr{at(evening)}").status_code == 200) is reads


@pytest.mark.parametrize("who", ["chloe", "lead", "administrator"])
def test_nobody_else_reads_or_writes_them(
    client: FlaskClient, login: Login, note: MeetingNote, shared: Evening, make: Make, chloe: Person, who: str
) -> None:
    others = {"lead": lambda: make.lead("denise", "FR-BRE"), "administrator": make.administrator}
    person = others[who]() if who in others else chloe
    login(client, person)
    with clock.at(NEXT_DAY):
        assert client.get(f"/fr{at(shared)}").status_code == 404
        assert client.post(at(shared), data=posted(text="Moi aussi")).status_code == 404
        assert client.post(at(shared, note.id), data=posted(text="x")).status_code == 404
        for act in ("withdraw", "report"):
            assert client.post(at(shared, note.id, act), data=posted()).status_code == 404


@pytest.mark.parametrize(
    ("moment", "status"),
    [
        (STARTS - timedelta(minutes=1), 404),
        (STARTS, 200),
        (ENDS + timedelta(days=364), 200),
        (ENDS + timedelta(days=366), 404),
    ],
)
def test_they_open_with_the_meeting_and_close_a_year_after(
    client: FlaskClient, login: Login, shared: Evening, ada: Person, moment: datetime, status: int
) -> None:
    with clock.at(moment):
        login(client, ada)
        assert client.get(f"/fr{at(shared)}").status_code == status


def test_after_a_year_they_are_deleted(note: MeetingNote, shared: Evening) -> None:
    with clock.at(ENDS + timedelta(days=364)):
        assert forget_notes(shared.session) == 0
    with clock.at(ENDS + timedelta(days=366)):
        assert forget_notes(shared.session) == 1


def test_one_changes_one_s_own(
    client: FlaskClient, login: Login, note: MeetingNote, shared: Evening, ada: Person
) -> None:
    login(client, ada)
    with clock.at(NEXT_DAY):
        assert "Voir https" in client.get(f"/fr{at(shared, note.id)}").get_data(as_text=True)
        assert client.post(at(shared, note.id), data=posted(text="Autre", version=1)).status_code == 302
        late = client.post(at(shared, note.id), data=posted(text="Encore", version=1))
    assert late.status_code == 422 and "Encore" in late.get_data(as_text=True)
    assert [(one.text, one.version) for one in found(shared)] == [("Autre", 2)]


def test_one_takes_one_s_own_back(
    client: FlaskClient, login: Login, note: MeetingNote, shared: Evening, ada: Person
) -> None:
    with clock.at(NEXT_DAY):
        assert login(client, ada).post(at(shared, note.id, "withdraw"), data=posted()).status_code == 302
    assert found(shared) == []


def test_another_s_note_is_not_hers_to_change(
    client: FlaskClient, login: Login, note: MeetingNote, shared: Evening
) -> None:
    login(client, shared.bruno)
    with clock.at(NEXT_DAY):
        assert client.get(f"/fr{at(shared, note.id)}").status_code == 404
        assert client.post(at(shared, note.id), data=posted(text="x", version=1)).status_code == 404
        assert client.post(at(shared, note.id, "withdraw"), data=posted()).status_code == 404


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001])
def test_what_says_nothing_or_too_much_is_refused(
    client: FlaskClient, login: Login, shared: Evening, ada: Person, text: str
) -> None:
    with clock.at(NEXT_DAY):
        assert login(client, ada).post(at(shared), data=posted(text=text)).status_code == 422
    assert found(shared) == []


def test_twenty_notes_are_enough(shared: Evening, ada: Person) -> None:
    for _ in range(20):
        noting.write(shared.session, shared.meeting, "Encore", by=ada.id)
    with pytest.raises(noting.TooManyNotes):
        noting.write(shared.session, shared.meeting, "Encore", by=ada.id)


# Reporting and hiding


def test_a_reported_note_waits_for_the_lead_and_who_reported_is_not_kept(
    client: FlaskClient, login: Login, note: MeetingNote, shared: Evening, make: Make
) -> None:
    with clock.at(NEXT_DAY):
        login(client, shared.bruno)
        for _ in range(2):
            assert client.post(at(shared, note.id, "report"), data=posted()).status_code == 302
        assert (
            login(client, make.lead("walter", "FR-OCC")).get("/fr/desk/meetings/reported").status_code == 200
        )
        elsewhere = client.get("/fr/desk/meetings/reported").get_data(as_text=True)
        here = (
            login(client, make.lead("denise", "FR-BRE"))
            .get("/fr/desk/meetings/reported")
            .get_data(as_text=True)
        )
    assert "example.org/robots" in here and "example.org/robots" not in elsewhere
    assert steps(shared) == [("reported", None)]


@pytest.mark.parametrize(("note_id", "said"), [("", "La rencontre a été"), ("a-note", "Une note de la")])
def test_the_trail_says_whether_the_meeting_or_a_note_of_it_was_reported(note_id: str, said: str) -> None:
    step = MeetingStep(at=NEXT_DAY, what=Step.REPORTED, detail={"note": note_id} if note_id else {})
    assert lines.trail([step], {})[0].body.startswith(said)


def test_nobody_reports_her_own(
    client: FlaskClient, login: Login, note: MeetingNote, shared: Evening, ada: Person
) -> None:
    with clock.at(NEXT_DAY):
        assert login(client, ada).post(at(shared, note.id, "report"), data=posted()).status_code == 409


def test_a_moderator_hides_in_one_act_and_its_author_still_reads_it(
    client: FlaskClient, login: Login, note: MeetingNote, shared: Evening, make: Make, ada: Person
) -> None:
    denise = make.lead("denise", "FR-BRE")
    with clock.at(NEXT_DAY):
        assert login(client, denise).post(at(shared, note.id, "hide"), data=posted()).status_code == 302
        theirs = login(client, shared.bruno).get(f"/fr{at(shared)}").get_data(as_text=True)
        hers = login(client, ada).get(f"/fr{at(shared)}").get_data(as_text=True)
        assert client.get(f"/fr{at(shared, note.id)}").status_code == 404
    assert "example.org/robots" not in theirs and "example.org/robots" in hers
    assert steps(shared) == [("hidden", denise.id)]


def test_a_moderator_leaves_what_is_fine(
    client: FlaskClient, login: Login, note: MeetingNote, shared: Evening, make: Make
) -> None:
    note.reported_at = ENDS
    with clock.at(NEXT_DAY):
        login(client, make.lead("denise", "FR-BRE")).post(at(shared, note.id, "keep"), data=posted())
    assert [one.reported_at for one in found(shared)] == [None]


@pytest.mark.parametrize("act", ["hide", "keep"])
def test_a_lead_of_elsewhere_moderates_nothing_here(
    client: FlaskClient, login: Login, note: MeetingNote, shared: Evening, make: Make, act: str
) -> None:
    login(client, make.lead("walter", "FR-OCC"))
    assert client.post(at(shared, note.id, act), data=posted()).status_code == 404
    assert client.post(f"/meetings/{shared.meeting.id}/{act}", data=posted()).status_code == 404


def test_a_meeting_is_reported_and_hidden_too(
    client: FlaskClient, login: Login, shared: Evening, make: Make, ada: Person
) -> None:
    denise, meeting = make.lead("denise", "FR-BRE"), shared.meeting
    meeting.about = "Venez chez moi"
    with clock.at(NEXT_DAY):
        assert login(client, ada).post(f"/meetings/{meeting.id}/report", data=posted()).status_code == 302
        assert "Venez chez moi" in login(client, denise).get("/fr/desk/meetings/reported").get_data(
            as_text=True
        )
        assert client.post(f"/meetings/{meeting.id}/hide", data=posted()).status_code == 302
        assert "Venez chez moi" not in client.get("/fr/desk/meetings/reported").get_data(as_text=True)
    shared.session.refresh(meeting)
    assert meeting.reported_at is not None and meeting.hidden_at is not None
    assert steps(shared) == [("reported", None), ("hidden", denise.id)]


def test_a_stranger_reports_a_public_meeting_and_not_a_private_one(
    client: FlaskClient, login: Login, shared: Evening, chloe: Person
) -> None:
    login(client, chloe)
    assert client.post(f"/meetings/{shared.meeting.id}/report", data=posted()).status_code == 404
    shared.meeting.listed = True
    shared.session.commit()
    assert client.post(f"/meetings/{shared.meeting.id}/report", data=posted()).status_code == 302
