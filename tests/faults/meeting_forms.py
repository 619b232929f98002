"""The forms of meetings: choosing a date, making, changing and facilitating one, taking a seat at an open one."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from classcode import clock
from classcode.people.models import Person
from helpdesk.meetings.models import Meeting
from helpdesk.meetings.rules import organising
from helpdesk.meetings.rules.organising import Plan
from helpdesk.meetings.spans import Span
from tests.faults.conftest import SLUG, Scene
from tests.faults.forms import Form, form

HOURS = {"starts": "14:00", "ends": "16:00"}


def organised(scene: Scene, *, dates: int = 1) -> Meeting:
    """Let Ada organise a meeting that is open to all; Eve is asked to it."""
    first = clock.now() + timedelta(days=3)
    spans = [Span(first + timedelta(days=n), first + timedelta(days=n, hours=2)) for n in range(dates)]
    plan = Plan(
        module=SLUG,
        language="fr",
        place_id=scene.place.id,
        dates=tuple(spans),
        capacity=5,
        listed=True,
        invited=frozenset({scene.learner("eve").id}),
    )
    return organising.organise(scene.session, plan, by=scene.ada.id, act_id=uuid4())


@form("meetings.set_up")
def organise(scene: Scene) -> Form:
    day = (clock.now() + timedelta(days=2)).date()
    fields = {"module": SLUG, "place": scene.place.id, "day": day, "capacity": 8, "near": "", "adults": "yes"}
    return Form(scene.ada, "/meetings/new", fields | HOURS)


@form("meetings.answer")
def choose_dates(scene: Scene) -> Form:
    meeting = organised(scene, dates=3)
    fields = {f"date-{date.id}": "yes" for date in meeting.dates}
    invited = next(seat.person_id for seat in meeting.seats if seat.person_id != scene.ada.id)
    return Form(scene.session.get_one(Person, invited), f"/meetings/{meeting.id}/dates", fields)


@form("meetings.fix")
def fix(scene: Scene) -> Form:
    meeting = organised(scene, dates=3)
    return Form(scene.ada, f"/meetings/{meeting.id}/fix", {"date": meeting.dates[1].id})


@form("meetings.amend")
def change(scene: Scene) -> Form:
    meeting = organised(scene)
    day = (clock.now() + timedelta(days=4)).date()
    fields = {"place": scene.place.id, "day": day, "capacity": 6, "seen": 0}
    return Form(scene.ada, f"/meetings/{meeting.id}/change", fields | HOURS)


@form("meetings.join")
def join_a_meeting(scene: Scene) -> Form:
    return Form(scene.learner("fleur"), f"/meetings/{organised(scene).id}/join", {})


@form("meetings.facilitate")
def facilitate(scene: Scene) -> Form:
    return Form(scene.bruno, f"/meetings/{organised(scene).id}/facilitate", {})
