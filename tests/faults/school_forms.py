"""The forms of schools: lists of them, accompanying one, and the figures that leads declare."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select

from classcode import clock
from classcode.people.models import Person, Role
from classcode.people.rules.profile import grant
from classcode.territory.schools.importing import import_schools
from classcode.territory.schools.models import School
from helpdesk.accompaniment.access import accompaniment
from helpdesk.accompaniment.models import Accompaniment, AccompanimentStep
from helpdesk.accompaniment.rules import attending, stepping
from helpdesk.accompaniment.rules.opening import open_accompaniment
from helpdesk.accompaniment.stages import days_of, years_offered
from tests.faults.conftest import Scene
from tests.faults.forms import Fields, Form, form
from tests.helpdesk.accompaniment.people import Worker
from tests.make import Make
from tracking.declared_figures import classes, rules
from tracking.declared_figures.classes import ToldClass
from tracking.declared_figures.kinds import Kind
from tracking.declared_figures.rules import Told

LIST = "official_id;name;stages;commune\n0351234A;École Jules-Verne;elementaire;35238\n"
FIGURE: Fields = {
    "kind": "press",
    "about": "Un journal",
    "value": "3",
    "dated_on": "2026-03-03",
    "source": "Revue de presse",
}


def this_year() -> str:
    """Return the school year of today."""
    return years_offered("fr", clock.now().date())[0]


def first_day() -> date:
    """Return the first day of this school year."""
    return days_of("fr", this_year())[0]


def a_school(scene: Scene) -> School:
    """List a school of Rennes."""
    import_schools(scene.session, "fr", LIST.encode())
    return scene.session.scalars(select(School)).one()


def accompanied(scene: Scene) -> Accompaniment:
    """Let Bruno accompany it."""
    return open_accompaniment(
        scene.session, Worker.of(scene.session, scene.bruno), a_school(scene).id, this_year()
    )


def a_step(scene: Scene) -> AccompanimentStep:
    """Let a first step be planned, at which Ada was."""
    seen = accompaniment(scene.session, Worker.of(scene.session, scene.bruno), accompanied(scene).id)
    told = stepping.Told(title="Entretien", planned_on=first_day())
    step = stepping.add_step(scene.session, seen, told, by=scene.bruno.id)
    attending.mark(scene.session, seen, step, scene.ada.id, by=scene.bruno.id)
    scene.session.flush()
    return step


def where_is(step: AccompanimentStep) -> str:
    """Return where the forms of a step post."""
    return f"/desk/schools/{step.accompaniment_id}/steps/{step.id}"


@form("schools.bring")
def bring_a_list_of_schools(scene: Scene) -> Form:
    grant(scene.session, scene.bruno.id, Role.ADMINISTRATOR)
    return Form(scene.bruno, "/schools/import", {"system": "fr", "pasted": LIST})


@form("accompaniment.open_one")
def accompany_a_school(scene: Scene) -> Form:
    return Form(scene.bruno, "/desk/schools/open", {"school": str(a_school(scene).id), "year": this_year()})


@form("accompaniment.hand_over")
def hand_an_accompaniment_over(scene: Scene) -> Form:
    eve = Make(scene.session).facilitator("eve", region="FR-BRE", commune="FR-29019")
    return Form(scene.bruno, f"/desk/schools/{accompanied(scene).id}/hand-over", {"facilitator": str(eve.id)})


@form("accompaniment.add_step")
def write_a_step(scene: Scene) -> Form:
    fields = {"title": "Entretien", "planned_on": first_day().isoformat(), "headcount": "3"}
    return Form(scene.bruno, f"/desk/schools/{accompanied(scene).id}/steps", fields)


@form("accompaniment.change_step")
def change_a_step(scene: Scene) -> Form:
    fields = {"title": "Atelier", "planned_on": first_day().isoformat(), "version": "1"}
    return Form(scene.bruno, where_is(a_step(scene)), fields)


@form("accompaniment.withdraw_step")
def withdraw_a_step(scene: Scene) -> Form:
    return Form(scene.bruno, f"{where_is(a_step(scene))}/withdraw", {})


@form("accompaniment.mark")
def mark_somebody_at_a_step(scene: Scene) -> Form:
    somebody = Make(scene.session).person("marion", commune="FR-35238")
    return Form(scene.bruno, f"{where_is(a_step(scene))}/there", {"somebody": str(somebody.id)})


@form("accompaniment.unmark")
def take_somebody_off_a_step(scene: Scene) -> Form:
    return Form(scene.bruno, f"{where_is(a_step(scene))}/not-there", {"somebody": str(scene.ada.id)})


def leading(scene: Scene) -> Person:
    """Let Bruno lead his region too."""
    grant(scene.session, scene.bruno.id, Role.LEAD, "FR-BRE")
    return scene.bruno


@form("accompaniment.hide")
def hide_the_words_of_a_step(scene: Scene) -> Form:
    return Form(leading(scene), f"{where_is(a_step(scene))}/hide", {})


@form("accompaniment.show_again")
def show_the_words_of_a_step(scene: Scene) -> Form:
    where = where_is(a_step(scene))
    return Form(leading(scene), f"{where}/show", {}, ((f"{where}/hide", {}),))


@form("accompaniment.agree")
def let_my_name_be_printed(scene: Scene) -> Form:
    return Form(scene.ada, f"/me/schools/{a_step(scene).id}/name", {"named": "yes"})


@form("accompaniment.was_not_there")
def say_that_i_was_not_there(scene: Scene) -> Form:
    return Form(scene.ada, f"/me/schools/{a_step(scene).id}/not-there", {})


@form("accompaniment.report")
def report_the_words_of_a_step(scene: Scene) -> Form:
    return Form(scene.ada, f"/me/schools/{a_step(scene).id}/report", {})


def leading_all(scene: Scene) -> Person:
    """Let Bruno lead all regions."""
    grant(scene.session, scene.bruno.id, Role.LEAD)
    return scene.bruno


def a_figure(scene: Scene) -> UUID:
    """Let a figure be declared."""
    told = Told(
        kind=Kind.PRESS, about="Un journal", value=2, dated_on=date(2026, 3, 3), source="Revue de presse"
    )
    return rules.enter(scene.session, told, by=scene.bruno.id).id


@form("declared.enter")
def declare_a_figure(scene: Scene) -> Form:
    return Form(leading_all(scene), "/declared", FIGURE)


@form("declared.correct")
def correct_a_figure(scene: Scene) -> Form:
    return Form(leading_all(scene), f"/declared/{a_figure(scene)}", {**FIGURE, "version": "1"})


@form("declared.withdraw")
def withdraw_a_figure(scene: Scene) -> Form:
    return Form(leading_all(scene), f"/declared/{a_figure(scene)}/withdraw", {})


@form("declared.declare")
def declare_a_class(scene: Scene) -> Form:
    fields = {
        "school": "Centre de loisirs",
        "region": "FR-BRE",
        "name": "Groupe A",
        "held_on": "2026-03-03",
        "pupils": "12",
        "source": "Animatrice",
    }
    return Form(leading_all(scene), "/declared/classes", fields)


@form("declared.withdraw_class")
def withdraw_a_declared_class(scene: Scene) -> Form:
    told = ToldClass(
        name="Groupe A",
        held_on=date(2026, 3, 3),
        pupils=12,
        source="Animatrice",
        place="Centre de loisirs",
        region_code="FR-BRE",
    )
    declaration = classes.declare_class(scene.session, told, by=scene.bruno.id)
    return Form(leading_all(scene), f"/declared/classes/{declaration.id}/withdraw", {})


@form("declared.enter_births_of")
def enter_births(scene: Scene) -> Form:
    fields = {"country": "FR", "year": "2024", "births": "660800", "source": "Insee"}
    return Form(leading_all(scene), "/declared/births", fields)
