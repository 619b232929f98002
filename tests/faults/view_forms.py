"""The forms of saved views: keeping one, naming it, its mail each month, letting go of it."""

from __future__ import annotations

from uuid import UUID

from classcode.people.models import Person
from tests.faults.conftest import Scene
from tests.faults.forms import Form, form
from tracking.indicators.views import rules
from tracking.indicators.views.rules import Wish

TOKEN = "a-link-that-stops"


def a_view(scene: Scene, *, mailed: bool = False) -> tuple[Person, UUID]:
    """Let a lead keep a view, and perhaps have it by mail."""
    lead = scene.make.lead("lena")
    view_id = rules.save(scene.session, lead.id, Wish("Ma région", "map", "figure=trained"))
    if mailed:
        rules.mail_monthly(scene.session, lead.id, view_id, wanted=True)
        mail_id = rules.order(scene.session, view_id, "2020-01")
        assert mail_id is not None
        rules.close(scene.session, mail_id, TOKEN)
    return lead, view_id


@form("indicator_views.save")
def save_a_view(scene: Scene) -> Form:
    fields = {"page": "map", "called": "Ma région", "figure": "trained", "region": "FR-BRE"}
    return Form(scene.make.lead("lena"), "/indicators/views/save", fields)


@form("indicator_views.rename")
def rename_a_view(scene: Scene) -> Form:
    lead, view_id = a_view(scene)
    return Form(lead, f"/indicators/views/{view_id}/rename", {"called": "Bilan"})


@form("indicator_views.monthly")
def have_a_view_by_mail(scene: Scene) -> Form:
    lead, view_id = a_view(scene)
    return Form(lead, f"/indicators/views/{view_id}/monthly", {"wanted": "yes"})


@form("indicator_views.delete")
def delete_a_view(scene: Scene) -> Form:
    lead, view_id = a_view(scene)
    return Form(lead, f"/indicators/views/{view_id}/delete", {})


@form("indicator_views.stop")
def stop_a_monthly_mail(scene: Scene) -> Form:
    a_view(scene, mailed=True)
    return Form(None, "/indicators/views/stop", {"token": TOKEN})
