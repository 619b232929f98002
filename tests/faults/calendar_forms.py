"""The form of one's own calendar that is an act: ending its address."""

from __future__ import annotations

from helpdesk.calendar.rules import feeds
from tests.faults.conftest import Scene
from tests.faults.forms import Form, form


@form("calendar.end")
def end_a_calendar(scene: Scene) -> Form:
    feeds.give(scene.session, scene.ada.id)
    return Form(scene.ada, "/me/calendar/end", {})
