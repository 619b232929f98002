"""The forms of check-in: arriving, ticking, closing and correcting the list, and claiming a presence on paper."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import orjson

from classcode import clock
from helpdesk.checkin import codes
from helpdesk.checkin.rules import closing, guests
from helpdesk.checkin.rules.closing import Rest
from helpdesk.checkin.rules.guests import Line
from helpdesk.meetings.models import Meeting
from helpdesk.meetings.states import Presence
from tests.faults.conftest import Scene
from tests.faults.forms import Form, form


def going_on(scene: Scene) -> Meeting:
    """Let the meeting to which Ada said yes be half over."""
    meeting = scene.met()
    meeting.ends_at = clock.now() + timedelta(hours=1)
    scene.session.flush()
    return meeting


@form("checkin.check_in")
def check_in_by_code(scene: Scene) -> Form:
    meeting = going_on(scene)
    return Form(scene.ada, "/checkin", {"code": codes.code(meeting.checkin_key, meeting.id, clock.now())})


@form("checkin.check_in")
def check_in_by_scanning(scene: Scene) -> Form:
    meeting = going_on(scene)
    shown = codes.token(meeting.checkin_key, meeting.id, clock.now())
    proof = codes.grant(meeting.checkin_key, shown, clock.now())
    return Form(scene.ada, "/checkin", {"token": shown, "proof": proof})


@form("checkin.check_in")
def check_in_where_no_seat_was_taken(scene: Scene) -> Form:
    meeting = going_on(scene)
    meeting.listed = True
    fields = {"code": codes.code(meeting.checkin_key, meeting.id, clock.now())}
    return Form(scene.make.person("walter"), "/checkin", fields)


@form("checkin.take_over")
def claim_a_slip(scene: Scene) -> Form:
    meeting = scene.met()
    guests.record_lines(scene.session, meeting.id, [Line(1, Presence.ATTENDED)], by=scene.bruno.id)
    code = codes.slip(meeting.checkin_key, codes.line_id(meeting.id, 1))
    return Form(scene.make.person("nadia"), "/claim", {"code": code})


@form("checkin.renew")
def renew_the_codes(scene: Scene) -> Form:
    return Form(scene.bruno, f"/meetings/{going_on(scene).id}/screen/renew", {})


@form("checkin.attendance")
def attendance(scene: Scene) -> Form:
    fields = {f"presence-{scene.ada.id}": "attended", f"minutes-{scene.ada.id}": ""}
    line = {"presence-line-1": "partly", "minutes-line-1": "30", "name-line-1": "Nadia"}
    return Form(scene.bruno, f"/meetings/{scene.met().id}/attendance", fields | line)


@form("checkin.close")
def close_the_list(scene: Scene) -> Form:
    return Form(scene.bruno, f"/meetings/{scene.met().id}/close", {"rest": "absent"})


@form("checkin.correct")
def correct_the_list(scene: Scene) -> Form:
    meeting = scene.met()
    closing.close(scene.session, meeting.id, scene.bruno.id, act_id=uuid4(), rest=Rest.ABSENT)
    fields = {f"presence-{scene.ada.id}": "attended", "reason": "Elle était là."}
    return Form(scene.bruno, f"/meetings/{meeting.id}/correct", fields)


@form("checkin.synchronise")
def send_what_was_ticked(scene: Scene) -> Form:
    now = int(clock.now().timestamp() * 1000)
    ticks = [{"at": now, "presence": "attended", "person": str(scene.ada.id)}]
    fields = {"ticks": orjson.dumps(ticks).decode(), "sent": now}
    return Form(scene.bruno, f"/meetings/{scene.met().id}/offline", fields)
