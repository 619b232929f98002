"""The forms of alerts: putting one aside, showing it again, asking for the weekly mail and ending it."""

from __future__ import annotations

from classcode import clock
from classcode.people.models import Person, Role
from classcode.people.rules.profile import grant
from tests.faults.conftest import Scene
from tests.faults.forms import Fields, Form, form
from tracking.indicators.alerts.models import IndicatorAlert
from tracking.indicators.alerts.rules import letters
from tracking.indicators.alerts.signs import Kind

SEEN: Fields = {"note": "Deux personnes arrivent.", "days": "14"}


def an_alert(scene: Scene) -> IndicatorAlert:
    """Let an alert be open in Bretagne."""
    row = IndicatorAlert(
        kind=Kind.WAITS,
        region="FR-BRE",
        subject="",
        names={},
        figures={"lately": 30.0, "before": 12.0, "people": 50},
        opened_at=clock.now(),
        last_seen=clock.now().date(),
    )
    scene.session.add(row)
    scene.session.flush()
    return row


def leading(scene: Scene) -> Person:
    """Let Bruno lead his region too."""
    grant(scene.session, scene.bruno.id, Role.LEAD, "FR-BRE")
    return scene.bruno


@form("indicator_alerts.put_aside")
def put_an_alert_aside(scene: Scene) -> Form:
    return Form(leading(scene), f"/indicators/alerts/{an_alert(scene).id}/aside", SEEN)


@form("indicator_alerts.show_again")
def show_an_alert_again(scene: Scene) -> Form:
    where = f"/indicators/alerts/{an_alert(scene).id}"
    return Form(leading(scene), f"{where}/again", {}, ((f"{where}/aside", SEEN),))


@form("indicator_alerts.ask_letters")
def ask_for_the_mail_of_alerts(scene: Scene) -> Form:
    return Form(leading(scene), "/indicators/alerts/letters/ask", {})


@form("indicator_alerts.end_letters")
def end_the_mail_of_alerts(scene: Scene) -> Form:
    letters.ask(scene.session, leading(scene).id)
    return Form(scene.bruno, "/indicators/alerts/letters/end", {})
