"""The forms of who has no account, and of who writes down what she was asked in person."""

from __future__ import annotations

from sqlalchemy import update

from helpdesk.guests.models import PendingQuestion
from helpdesk.guests.queries import hashed
from helpdesk.guests.rules import receive
from helpdesk.models import Source
from tests.faults.conftest import SLUG, UNIT, Scene
from tests.faults.forms import Form, form

EMAIL, TOKEN = "zoe@example.org", "a-token-of-a-mail"
TEXT = "Pourquoi mon robot ne bouge-t-il pas ?"


@form("guests.ask")
def ask_without_an_account(_scene: Scene) -> Form:
    fields = {"unit": f"{SLUG}/{UNIT}", "text": TEXT, "email": EMAIL, "name": "Zoé", "commune": "Rennes"}
    return Form(None, "/help/first", fields)


@form("guests.send")
def confirm_a_first_question(scene: Scene) -> Form:
    shown = waits(scene, EMAIL)
    fields = {"token": TOKEN, "shown": shown, "password": "encore une phrase longue"}
    return Form(None, "/help/first/confirm", fields)


@form("guests.send")
def confirm_a_question_of_a_known_address(scene: Scene) -> Form:
    shown = waits(scene, scene.ada.addresses[0].email)
    return Form(None, "/help/first/confirm", {"token": TOKEN, "shown": shown})


@form("guests.throw_away")
def throw_a_first_question_away(scene: Scene) -> Form:
    waits(scene, EMAIL)
    return Form(None, "/help/first/drop", {"token": TOKEN})


def waits(scene: Scene, email: str) -> str:
    """Let a question wait under an address, behind a link whose token is known here; return its id."""
    pending = receive(
        scene.session, email=email, name="Zoé", subject=None, text=TEXT, via=Source.FORM, language="fr",
        module=SLUG, unit=UNIT,
    )  # fmt: skip
    scene.session.execute(update(PendingQuestion).values(token_hash=hashed(TOKEN)))
    return str(pending.id)


@form("guests.keep")
def log_in_person(scene: Scene) -> Form:
    fields = {"email": EMAIL, "name": "Zoé", "asks_in": "fr", "about": f"{SLUG}/{UNIT}", "text": TEXT}
    return Form(scene.bruno, "/desk/log", fields | {"answered": "Branchez-le.", "keep": "y"})
