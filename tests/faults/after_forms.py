"""The forms of what follows a meeting: an opinion, what people share, reports and what moderators do about them."""

from __future__ import annotations

from helpdesk.afterwards.models import MeetingNote
from helpdesk.afterwards.rules import asking, noting
from helpdesk.meetings.models import Meeting, Seat
from helpdesk.meetings.states import Presence
from tests.faults.conftest import Scene
from tests.faults.forms import Form, form

SAID = {"useful": "4", "will_try": "yes", "pace": "right", "comment": "Merci."}
TOKEN = "t" * 43


def been(scene: Scene) -> Meeting:
    """Let Ada have been at a meeting that ended an hour ago."""
    meeting = scene.met()
    seat = scene.session.get_one(Seat, (meeting.id, scene.ada.id))
    seat.presence, seat.minutes_present = Presence.ATTENDED, 120
    scene.session.flush()
    return meeting


def noted(scene: Scene) -> tuple[Meeting, MeetingNote]:
    """Let Ada have left a note there."""
    meeting = been(scene)
    return meeting, noting.write(scene.session, meeting, "Voir la page des robots.", by=scene.ada.id)


@form("afterwards.send")
def opinion_by_link(scene: Scene) -> Form:
    asking.request(scene.session, been(scene), scene.ada.id, TOKEN)
    return Form(None, "/feedback", SAID | {"token": TOKEN})


@form("afterwards.send_own")
def opinion_on_the_page(scene: Scene) -> Form:
    return Form(scene.ada, f"/meetings/{been(scene).id}/feedback", SAID)


@form("afterwards.write")
def leave_a_note(scene: Scene) -> Form:
    return Form(scene.ada, f"/meetings/{been(scene).id}/notes", {"text": "Voir la page des robots."})


@form("afterwards.change")
def change_a_note(scene: Scene) -> Form:
    meeting, note = noted(scene)
    return Form(scene.ada, f"/meetings/{meeting.id}/notes/{note.id}", {"text": "Autre chose.", "version": 1})


@form("afterwards.withdraw")
def take_a_note_back(scene: Scene) -> Form:
    meeting, note = noted(scene)
    return Form(scene.ada, f"/meetings/{meeting.id}/notes/{note.id}/withdraw", {})


@form("afterwards.report_note")
def report_a_note(scene: Scene) -> Form:
    meeting, note = noted(scene)
    return Form(scene.bruno, f"/meetings/{meeting.id}/notes/{note.id}/report", {})


@form("afterwards.hide_note")
def hide_a_note(scene: Scene) -> Form:
    meeting, note = noted(scene)
    lead = scene.make.lead("denise", "FR-BRE")
    return Form(lead, f"/meetings/{meeting.id}/notes/{note.id}/hide", {})


@form("afterwards.keep_note")
def leave_a_reported_note(scene: Scene) -> Form:
    meeting, note = noted(scene)
    note.reported_at = note.written_at
    lead = scene.make.lead("denise", "FR-BRE")
    return Form(lead, f"/meetings/{meeting.id}/notes/{note.id}/keep", {})


@form("afterwards.report")
def report_a_meeting(scene: Scene) -> Form:
    return Form(scene.ada, f"/meetings/{been(scene).id}/report", {})


@form("afterwards.hide")
def hide_a_meeting(scene: Scene) -> Form:
    return Form(scene.make.lead("denise", "FR-BRE"), f"/meetings/{been(scene).id}/hide", {})


@form("afterwards.show_again")
def show_a_meeting_again(scene: Scene) -> Form:
    meeting = been(scene)
    meeting.hidden_at = meeting.ends_at
    return Form(scene.make.lead("denise", "FR-BRE"), f"/meetings/{meeting.id}/show", {})


@form("afterwards.keep")
def leave_a_reported_meeting(scene: Scene) -> Form:
    meeting = been(scene)
    meeting.reported_at = meeting.ends_at
    return Form(scene.make.lead("denise", "FR-BRE"), f"/meetings/{meeting.id}/keep", {})
