"""The forms of suggested meetings: taking one up, setting one aside, and being left out of them."""

from __future__ import annotations

from helpdesk.gathering.models import MeetingSuggestion
from tests.faults.conftest import Scene
from tests.faults.forms import Form, form
from tests.helpdesk.gathering.suggested import suggested


@form("gathering.invite")
def invite_suggested_people(scene: Scene) -> Form:
    one = a_suggestion(scene)
    fields = {"dates": ["0", "1", "2"], "place": one.place_id}
    return Form(scene.bruno, f"/desk/suggestions/{one.id}/invite", fields)


@form("gathering.dismiss")
def set_a_suggestion_aside(scene: Scene) -> Form:
    return Form(scene.bruno, f"/desk/suggestions/{a_suggestion(scene).id}/dismiss", {"why": "not-now"})


@form("gathering.set_least")
def settle_how_many_make_a_meeting(scene: Scene) -> Form:
    return Form(
        scene.make.lead("denise", "FR-BRE"), "/desk/settings/meetings", {"region": "FR-BRE", "least": "5"}
    )


@form("gathering.keep_choice")
def be_left_out_of_suggestions(scene: Scene) -> Form:
    return Form(scene.ada, "/meetings/choice", {"wants": "no"})


def a_suggestion(scene: Scene) -> MeetingSuggestion:
    """Let Ada and three others of Rennes be suggested for a meeting that Bruno could lead."""
    others = [scene.make.person(name, commune="FR-35238") for name in ("eve", "zoe", "lea")]
    return suggested(scene.session, scene.place, [scene.ada, *others], facilitator_id=scene.bruno.id)
