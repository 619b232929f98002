"""The forms of research: asking for a study, deciding, ordering a file, ending, and agreeing to be in one."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from classcode.people.models import Role
from classcode.people.rules.profile import grant
from tests.faults.conftest import Scene
from tests.faults.forms import Form, form
from tracking.research import queries
from tracking.research.rules import files, studies
from tracking.research.rules.choosing import choose
from tracking.research.rules.studies import Told


def a_study(scene: Scene, *, agreed: bool = True) -> UUID:
    """Let Bruno, who leads all regions, have asked for a study, and somebody else have agreed to it."""
    grant(scene.session, scene.bruno.id, Role.LEAD)
    today = queries.today()
    told = Told(
        title="Étude",
        responsible="Dr Ana, Université",
        purpose="Comprendre les reprises.",
        agreement="Convention 12",
        starts_on=today - timedelta(days=90),
        ends_on=today,
        closes_on=today + timedelta(days=90),
        variables=["region", "weeks"],
        k=11,
        may_leave_out=5,
    )
    study = studies.ask(scene.session, told, by=scene.bruno.id, small_count=11)
    if agreed:
        studies.decide(scene.session, study.id, agrees=True, reason="Conforme", by=scene.ada.id)
    return study.id


def a_file(scene: Scene) -> UUID:
    """Let Bruno have ordered a file of a study."""
    return files.order(scene.session, scene.bruno.id, a_study(scene)).id


@form("research.ask_for")
def ask_for_a_study(scene: Scene) -> Form:
    grant(scene.session, scene.bruno.id, Role.LEAD)
    today = queries.today()
    fields = {
        "title": "Étude",
        "responsible": "Dr Ana",
        "purpose": "Comprendre",
        "agreement": "Convention 12",
        "starts_on": (today - timedelta(days=90)).isoformat(),
        "ends_on": today.isoformat(),
        "closes_on": (today + timedelta(days=90)).isoformat(),
        "variables": "weeks",
        "k": "11",
        "may_leave_out": "5",
    }
    return Form(scene.bruno, "/research/ask", fields)


@form("research.decide")
def decide_on_a_study(scene: Scene) -> Form:
    study_id = a_study(scene, agreed=False)
    grant(scene.session, scene.ada.id, Role.DATA_PROTECTION)
    return Form(scene.ada, f"/research/{study_id}/decide", {"decision": "yes", "reason": "Conforme"})


@form("research.order")
def order_a_file_of_a_study(scene: Scene) -> Form:
    return Form(scene.bruno, f"/research/{a_study(scene)}/export", {})


@form("research.end")
def end_a_study(scene: Scene) -> Form:
    return Form(scene.bruno, f"/research/{a_study(scene)}/end", {})


@form("research.keep_choice")
def agree_to_research(scene: Scene) -> Form:
    choose(scene.session, scene.bruno.id, agrees=True)
    return Form(scene.ada, "/me/research", {"agrees": "yes"})
