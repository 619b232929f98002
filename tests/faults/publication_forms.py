"""The forms of publications: preparing one, and what becomes of the draft and of what is published."""

from __future__ import annotations

from classcode import clock
from classcode.people.models import Person
from classcode.territory.schooling import Names
from tests.faults.conftest import Scene
from tests.faults.forms import Form, form
from tracking.indicators.snapshots import files, freezing, reading, spans, writing
from tracking.indicators.snapshots.models import Publication
from tracking.indicators.snapshots.rules import preparing, settling
from tracking.indicators.snapshots.rules.preparing import Told

TITLE = Names("Bilan", "Report", "Verslag")


def a_lead(scene: Scene) -> Person:
    """Somebody who leads all regions."""
    return scene.make.lead("lena")


def an_order(scene: Scene, lead: Person) -> Publication:
    """Let the month of today be ordered."""
    told = Told(slug="bilan", title=TITLE, period=f"{clock.now():%Y-%m}")
    return preparing.order(scene.session, told, by=lead.id)


def a_frozen_one(scene: Scene, lead: Person) -> Publication:
    """Let it be frozen: what is left are the workbooks."""
    row = an_order(scene, lead)
    wish = freezing.Wish(slug="bilan", title=TITLE, period=spans.read(row.period), k=11)
    document = writing.write(freezing.freeze(scene.session, wish, [], []))
    made = list(files.frozen(document))
    assert preparing.keep_frozen(scene.session, row.id, row.round, reading.read(document), made)
    return row


def a_draft(scene: Scene, lead: Person) -> Publication:
    """Let it be a draft."""
    row = a_frozen_one(scene, lead)
    assert preparing.finish(scene.session, row.id, row.round)
    scene.session.refresh(row)
    return row


@form("publications.prepare")
def order_a_publication(scene: Scene) -> Form:
    fields = {
        "title_fr": "Bilan",
        "title_en": "",
        "title_nl": "",
        "slug": "bilan",
        "period": f"{clock.now():%Y-%m}",
    }
    return Form(a_lead(scene), "/indicators/publications", fields)


@form("publications.publish")
def publish_a_draft(scene: Scene) -> Form:
    lead = a_lead(scene)
    return Form(lead, f"/indicators/publications/{a_draft(scene, lead).id}/publish", {})


@form("publications.again")
def prepare_a_draft_again(scene: Scene) -> Form:
    lead = a_lead(scene)
    return Form(lead, f"/indicators/publications/{a_draft(scene, lead).id}/again", {})


@form("publications.discard")
def discard_a_draft(scene: Scene) -> Form:
    lead = a_lead(scene)
    return Form(lead, f"/indicators/publications/{a_draft(scene, lead).id}/discard", {})


@form("publications.withdraw")
def withdraw_a_publication(scene: Scene) -> Form:
    lead = a_lead(scene)
    row = a_draft(scene, lead)
    settling.publish(scene.session, row, by=lead.id)
    return Form(lead, f"/indicators/publications/{row.id}/withdraw", {"reason": "Une région manquait."})
