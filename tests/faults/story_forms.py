"""The forms of accounts and modules, and those behind which something runs: keys, deliveries, searches."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import select

from classcode import clock
from classcode.people.models import Role
from classcode.people.rules.addresses import Mailed, Purpose, add_address, make_token
from classcode.people.rules.profile import grant
from classcode.queues import Job, JobState
from modules.current import catalog
from tests.faults.conftest import QUIZ, SLUG, UNIT, Scene
from tests.faults.forms import Fields, Form, form
from tests.make import PASSWORD
from tracking.forwarding import rules as forwarding
from tracking.forwarding.models import Poisoned
from tracking.forwarding.rules import ENVIRONMENT
from tracking.indicators.tokens import rules as tokens
from tracking.indicators.tokens.models import AccessToken
from tracking.lrs.clients import rules as clients
from tracking.models import Statement

HERE = f"/modules/{SLUG}/{UNIT}"


@form("account.create")
def register(_scene: Scene) -> Form:
    return Form(None, "/register", {"email": "new@example.org", "password": PASSWORD})


@form("account.enter")
def log_in(scene: Scene) -> Form:
    return Form(None, "/login", {"email": scene.ada.addresses[0].email, "password": PASSWORD})


@form("account.send_reset")
def forgot(scene: Scene) -> Form:
    return Form(None, "/forgot", {"email": scene.ada.addresses[0].email})


@form("modules.join")
def join(scene: Scene) -> Form:
    return Form(scene.ada, f"/modules/{SLUG}/join", {})


@form("modules.opened")
def opened(scene: Scene) -> Form:
    return Form(scene.ada, f"{HERE}/opened", {}, ((f"/modules/{SLUG}/join", {}),))


@form("modules.mark_done")
def done(scene: Scene) -> Form:
    return Form(scene.ada, f"{HERE}/done", {})


@form("modules.undo_done")
def undone(scene: Scene) -> Form:
    return Form(scene.ada, f"{HERE}/undone", {}, ((f"{HERE}/done", {}),))


@form("modules.answer")
def quiz(scene: Scene) -> Form:
    return Form(scene.ada, f"{HERE}/{QUIZ}/answer", right_answers())


def right_answers() -> Fields:
    """Return what somebody who knows ticks."""
    unit = catalog().unit(SLUG, UNIT)
    activity = unit.activity(QUIZ) if unit else None
    assert activity is not None
    return {question.id: [o.id for o in question.options if o.correct] for question in activity.questions}


@form("account.tell")
def tell(scene: Scene) -> Form:
    fields = {"name": "Ada", "commune": "29200", "answer_languages": "fr", "pupils_a_year": 24, "gender": "f"}
    return Form(scene.ada, "/me/tell", fields)


@form("account.add_address")
def one_more_address(scene: Scene) -> Form:
    return Form(scene.ada, "/me/addresses", {"email": "second@example.org"})


@form("account.send_confirmation")
def send_the_mail_again(scene: Scene) -> Form:
    return Form(scene.ada, "/confirm/send", {}, (("/me/addresses", {"email": "second@example.org"}),))


@form("account.change_password")
def new_password(scene: Scene) -> Form:
    return Form(
        scene.ada, "/me/password", {"current_password": PASSWORD, "password": "encore une phrase longue"}
    )


@form("tracking.again")
def deliver_again(scene: Scene) -> Form:
    job = Job(topic="mail", subject=str(uuid4()), state=JobState.DEAD, due_at=clock.now(), attempts=12)
    scene.session.add(job)
    scene.session.flush()
    return Form(scene.make.administrator(), f"/deliveries/{job.id}/again", {})


@form("account.confirm_code")
def confirm_by_code(scene: Scene) -> Form:
    return Form(scene.ada, "/confirm/code", {"code": mailed(scene, Purpose.CONFIRM).code})


@form("account.confirm_link")
def confirm_by_link(scene: Scene) -> Form:
    return Form(None, "/confirm", {"token": mailed(scene, Purpose.CONFIRM).token})


@form("account.choose_password")
def reset(scene: Scene) -> Form:
    token = mailed(scene, Purpose.RESET).token
    return Form(None, "/reset", {"token": token, "password": "encore une phrase longue"})


def mailed(scene: Scene, purpose: Purpose) -> Mailed:
    """Return what the mail about Ada's second address says."""
    return make_token(scene.session, add_address(scene.session, scene.ada.id, "second@example.org"), purpose)


@form("account.remove_address")
def remove_an_address(scene: Scene) -> Form:
    address = add_address(scene.session, scene.ada.id, "second@example.org")
    return Form(scene.ada, "/me/addresses/remove", {"address": address.id, "current_password": PASSWORD})


@form("looking.begin")
def look_into_the_record(scene: Scene) -> Form:
    officer = scene.make.person("officer")
    grant(scene.session, officer.id, Role.DATA_PROTECTION)
    return Form(officer, "/record/search", {"verb": "", "reason": "Ada a demandé ce que nous gardons."})


@form("explaining.begin")
def look_at_the_statements_behind_a_figure(scene: Scene) -> Form:
    officer = scene.make.person("officer")
    grant(scene.session, officer.id, Role.DATA_PROTECTION)
    told = {"period": "fr:2026-2027", "reason": "Vérifier le chiffre du rapport annuel."}
    return Form(officer, "/indicators/explain/registered", told)


@form("lrs_clients.revoke")
def revoke_a_key(scene: Scene) -> Form:
    key = clients.add(scene.session, clients.Wish("Moodle")).client
    return Form(scene.make.administrator(), f"/record/clients/{key.id}/revoke", {})


@form("tokens.revoke")
def end_a_token(scene: Scene) -> Form:
    lead = scene.make.lead("lena")
    tokens.make(scene.session, lead.id, "Tableau de bord", tokens.DAYS[0])
    token_id = scene.session.scalars(select(AccessToken.id)).one()
    return Form(lead, f"/indicators/tokens/{token_id}/revoke", {})


@form("exports.order")
def order_a_file_of_figures(scene: Scene) -> Form:
    return Form(
        scene.make.lead("lena"), "/indicators/exports/order", {"fmt": "ods", "period": "fr:2026-2027"}
    )


@form("forwarding.again")
def send_what_was_refused(scene: Scene) -> Form:
    return Form(scene.make.administrator(), f"{refused(scene)}/again", {})


@form("forwarding.leave_out")
def leave_out_what_was_refused(scene: Scene) -> Form:
    return Form(scene.make.administrator(), f"{refused(scene)}/leave-out", {})


def refused(scene: Scene) -> str:
    """Let another store refuse one statement; return the address of that store's forms."""
    forwarding.add_environment(scene.session)
    store = forwarding.recipient(scene.session, ENVIRONMENT).id
    seq = scene.session.scalars(select(Statement.seq).order_by(Statement.seq)).first()
    scene.session.add(Poisoned(recipient_id=store, seq=seq, reason="400", at=clock.now()))
    return f"/deliveries/recipients/{store}"
