"""The forms of the desk itself: what a facilitator offers and keeps, what a lead settles, and who joins or leaves."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from classcode import clock
from classcode.people.models import Facilitator, Person
from helpdesk.answers import rules as answers
from helpdesk.answers.models import PublicAnswer, Stage
from helpdesk.availability.rules import links
from helpdesk.availability.rules.offering import offer_of, stamp
from helpdesk.availability.weekly import read_all
from helpdesk.canned import rules as canned
from helpdesk.growth.models import FacilitatorPath
from helpdesk.growth.rules import applying, deciding
from helpdesk.tickets.rules import away
from tests.faults.conftest import Scene
from tests.faults.forms import Fields, Form, form
from tests.faults.thread_forms import settle
from tests.helpdesk.growth.conftest import wish

MINE = "/desk/me"


# What a facilitator offers.


@form("availability.offer")
def offer(scene: Scene) -> Form:
    row = scene.session.get_one(Facilitator, scene.bruno.id)
    fields = {"was": stamp(offer_of(row)), "languages": ["fr"], "area_km": "70", "capacity": ""}
    return Form(scene.bruno, f"{MINE}/offer", fields | {"presentation": "J'enseigne à Rennes."})


@form("availability.add_slot")
def add_a_slot(scene: Scene) -> Form:
    return Form(scene.bruno, f"{MINE}/slots/add", {"weekday": "2", "start": "08:00", "end": "09:00"})


@form("availability.change_slot")
def change_a_slot(scene: Scene) -> Form:
    slot = {"slot": a_slot(scene), "weekday": "2", "start": "08:00", "end": "09:00"}
    return Form(scene.bruno, f"{MINE}/slots/change", slot)


@form("availability.remove_slot")
def remove_a_slot(scene: Scene) -> Form:
    return Form(scene.bruno, f"{MINE}/slots/remove", {"slot": a_slot(scene)})


def a_slot(scene: Scene) -> str:
    """Return what names the first of Bruno's slots."""
    return read_all(scene.session.get_one(Facilitator, scene.bruno.id).slots)[0].key


@form("availability.declare_absence")
def declare_an_absence(scene: Scene) -> Form:
    """From today on: what waits for Bruno is lent at once."""
    today = clock.local(clock.now(), scene.bruno.time_zone).date()
    stand_in = scene.make.facilitator("anne", region="FR-BRE", commune="FR-35238")
    days = {"starts_on": today, "ends_on": today + timedelta(days=3), "substitute": stand_in.id}
    return Form(scene.bruno, f"{MINE}/absences/declare", days)


@form("availability.end_absence")
def end_an_absence(scene: Scene) -> Form:
    today = clock.local(clock.now(), scene.bruno.time_zone).date()
    scene.make.facilitator("anne", region="FR-BRE", commune="FR-35238")
    absence = away.declare(scene.session, scene.bruno.id, today, today + timedelta(days=3))
    return Form(scene.bruno, f"{MINE}/absences/{absence.id}/end", {})


@form("profiles.report")
def report_a_profile(scene: Scene) -> Form:
    present(scene)
    return Form(scene.ada, f"/help/people/{scene.bruno.id}/report", {})


@form("profiles.hide")
def hide_a_profile(scene: Scene) -> Form:
    present(scene)
    return Form(lead(scene), f"/help/people/{scene.bruno.id}/hide", {})


def present(scene: Scene) -> None:
    """Let Bruno say something about himself."""
    scene.session.get_one(Facilitator, scene.bruno.id).presentation = "J'enseigne à Rennes."


# Answers that are kept.


@form("canned.keep")
def keep_an_answer(scene: Scene) -> Form:
    return Form(scene.bruno, "/desk/canned", {"whose": "mine"} | WORDING)


@form("canned.change")
def change_a_kept_answer(scene: Scene) -> Form:
    return Form(scene.bruno, f"/desk/canned/{a_kept_answer(scene)}", {"whose": "mine"} | WORDING)


@form("canned.remove")
def remove_a_kept_answer(scene: Scene) -> Form:
    return Form(scene.bruno, f"/desk/canned/{a_kept_answer(scene)}/remove", {})


WORDING = {"title_fr": "Boucles", "text_fr": "Regardez la condition de la boucle."}


def a_kept_answer(scene: Scene) -> UUID:
    """Let Bruno keep an answer."""
    wording = {"fr": canned.Wording("Bonjour", "Bonjour et merci.")}
    who = scene.bruno.id
    return canned.keep(scene.session, wording, by=who, owner_id=who, region_code=None).id


# Public answers.


@form("answers.propose")
def write_a_public_answer(scene: Scene) -> Form:
    settle(scene)
    fields = {"question": "Pourquoi reste-t-il à zéro ?", "answer": "Branchez-le.", "language": "fr"}
    return Form(scene.bruno, f"/help/{scene.ticket.id}/public", fields)


@form("answers.publish")
def publish_an_answer(scene: Scene) -> Form:
    return Form(lead(scene), f"{written(scene)}/publish", {})


@form("answers.send_back")
def send_an_answer_back(scene: Scene) -> Form:
    return Form(lead(scene), f"{written(scene)}/send-back", {"reason": "Trop long."})


@form("answers.object_to")
def object_to_an_answer(scene: Scene) -> Form:
    return Form(scene.ada, f"{written(scene)}/object", {})


@form("answers.report")
def report_an_answer(scene: Scene) -> Form:
    return Form(None, f"{written(scene, Stage.PUBLISHED)}/report", {})


@form("answers.hide")
def hide_an_answer(scene: Scene) -> Form:
    return Form(lead(scene), f"{written(scene, Stage.PUBLISHED)}/hide", {})


@form("answers.keep")
def leave_a_reported_answer(scene: Scene) -> Form:
    where = written(scene, Stage.PUBLISHED)
    scene.session.get_one(PublicAnswer, UUID(where.rpartition("/")[2])).reported_at = clock.now()
    return Form(lead(scene), f"{where}/keep", {})


def written(scene: Scene, stage: Stage = Stage.PROPOSED) -> str:
    """Let Bruno write a public answer; return where its forms post."""
    settle(scene)
    made = answers.write(
        scene.session, scene.ticket, "Pourquoi ?", "Branchez-le.", by=scene.bruno.id, language="fr"
    )
    made.stage, made.visible_from = stage, clock.now() - timedelta(days=1)
    scene.session.flush()
    return f"/help/answers/{made.id}"


# What a learner tells, and whom an answer helped.


@form("answers.tell")
def tell_what_helped(scene: Scene) -> Form:
    settle(scene)
    fields = {
        "question": "Pourquoi reste-t-il à zéro ?",
        "answer": "Il fallait le brancher.",
        "language": "fr",
    }
    return Form(scene.ada, f"/help/{scene.ticket.id}/share", fields)


@form("answers.withdraw")
def take_back_what_was_told(scene: Scene) -> Form:
    settle(scene)
    words = "Pourquoi ?", "Il fallait le brancher."
    told = answers.write(scene.session, scene.ticket, *words, by=scene.ada.id, language="fr")
    return Form(scene.ada, f"/help/answers/{told.id}/withdraw", {})


@form("answers.say_helped")
def say_that_it_helped(scene: Scene) -> Form:
    return Form(scene.learner("eve"), f"{written(scene, Stage.PUBLISHED)}/helped", {})


@form("answers.unsay_helped")
def take_back_that_it_helped(scene: Scene) -> Form:
    where, eve = written(scene, Stage.PUBLISHED), scene.learner("eve")
    return Form(eve, f"{where}/not-helped", {}, ((f"{where}/helped", {}),))


# What a lead settles.


@form("availability.promise")
def promise(scene: Scene) -> Form:
    fields = {"region": "FR-BRE", "was": "3-14-False", "answer_days": "1", "resolve_days": "10"}
    return Form(lead(scene), "/desk/settings/promise", fields)


@form("availability.add_link")
def link_over_water(scene: Scene) -> Form:
    return Form(lead(scene, "FR-OCC"), "/desk/settings/links/add", {"region": "FR-OCC", "other": "FR-20R"})


@form("availability.remove_link")
def take_a_link_back(scene: Scene) -> Form:
    who = lead(scene, "FR-OCC")
    links.declare(scene.session, "FR-OCC", "FR-20R", by=who.id)
    fields = {"region": "FR-OCC", "one": "FR-OCC", "two": "FR-20R"}
    return Form(who, "/desk/settings/links/remove", fields)


def lead(scene: Scene, region: str = "FR-BRE") -> Person:
    """Make somebody who leads a region."""
    return scene.make.lead("denise", region)


# Joining the desk and leaving it.


@form("growth.apply")
def apply(scene: Scene) -> Form:
    told: Fields = {
        "region": "FR-BRE",
        "languages": ["fr"],
        "motivation": "J'aime expliquer.",
        "charter": "yes",
    }
    slot = {"weekday_1": "1", "start_1": "19:00", "end_1": "21:00"}
    return Form(newcomer(scene), "/help/join/apply", dict(told) | slot)


@form("growth.withdraw")
def withdraw_an_application(scene: Scene) -> Form:
    return Form(scene.session.get_one(Person, applied(scene).person_id), "/help/join/withdraw", {})


@form("growth.approve")
def approve(scene: Scene) -> Form:
    return Form(lead(scene), f"/desk/people/{applied(scene).id}/approve", {"mentor": scene.bruno.id})


@form("growth.refuse")
def refuse(scene: Scene) -> Form:
    return Form(lead(scene), f"/desk/people/{applied(scene).id}/refuse", {"reason": "Pas encore."})


@form("growth.mentor")
def choose_a_mentor(scene: Scene) -> Form:
    who, path = lead(scene), applied(scene)
    deciding.approve(scene.session, path, by=who.id)
    return Form(who, f"/desk/people/{path.id}/mentor", {"mentor": scene.bruno.id})


@form("growth.step_back")
def step_back(scene: Scene) -> Form:
    scene.meet()
    return Form(scene.bruno, "/help/join/step-back", {})


def newcomer(scene: Scene) -> Person:
    """Make somebody who comes from computing."""
    return scene.make.person("lena", commune="FR-35238")


def applied(scene: Scene) -> FacilitatorPath:
    """Let a newcomer apply."""
    return applying.apply(scene.session, newcomer(scene).id, wish())
