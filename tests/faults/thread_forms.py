"""The forms of one question, from asking to the meeting that it led to, on both sides of its thread."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import select, update

from classcode import clock
from helpdesk.models import Message, Ticket
from helpdesk.ratings import rules as ratings
from helpdesk.tickets.rules import merging, talking
from tests.faults.conftest import SLUG, UNIT, Scene, asked
from tests.faults.forms import Form, form
from tests.helpdesk.attachments.samples import png


@form("helpdesk.create")
def ask(scene: Scene) -> Form:
    fields = {"unit": f"{SLUG}/{UNIT}", "text": "Mes deux lutins parlent en même temps.", "with_attempt": "y"}
    return Form(scene.ada, "/help/ask", fields)


@form("helpdesk.answer")
def answer(scene: Scene) -> Form:
    return Form(scene.bruno, f"/help/{scene.ticket.id}/answer", {"text": "Envoyez un message."})


@form("helpdesk.answer")
def write_back(scene: Scene) -> Form:
    talking.answer(scene.session, scene.ticket, "Envoyez un message.", act_id=uuid4())
    return Form(scene.ada, f"/help/{scene.ticket.id}/answer", {"text": "Et ensuite ?"})


@form("helpdesk.note")
def note(scene: Scene) -> Form:
    return Form(scene.bruno, f"/help/{scene.ticket.id}/note", {"note": "Vu la semaine dernière."})


@form("helpdesk.resolve")
def resolve(scene: Scene) -> Form:
    return Form(scene.bruno, f"/help/{scene.ticket.id}/resolve", {})


@form("helpdesk.pass_on")
def pass_on(scene: Scene) -> Form:
    return Form(scene.bruno, f"/help/{scene.ticket.id}/pass-on", {"reason": "no-time"})


@form("helpdesk.assign")
def assign(scene: Scene) -> Form:
    lead = scene.make.lead("denise", "FR-BRE")
    other = scene.make.facilitator("chloe", region="FR-BRE", commune="FR-35288")
    return Form(lead, f"/help/{scene.ticket.id}/assign", {"facilitator": other.id})


@form("helpdesk.take")
def take(scene: Scene) -> Form:
    scene.ticket.facilitator_id = None
    return Form(scene.bruno, f"/help/{scene.ticket.id}/take", {})


@form("helpdesk.report")
def report(scene: Scene) -> Form:
    return Form(scene.bruno, f"/help/{scene.ticket.id}/messages/{first_message(scene)}/report", {})


@form("helpdesk.hide")
def hide(scene: Scene) -> Form:
    lead = scene.make.lead("denise", "FR-BRE")
    return Form(lead, f"/help/{scene.ticket.id}/messages/{first_message(scene)}/hide", {})


def first_message(scene: Scene) -> object:
    return scene.session.scalars(select(Message.id).where(Message.ticket_id == scene.ticket.id)).first()


@form("meetings.create")
def propose(scene: Scene) -> Form:
    day = (clock.now() + timedelta(days=2)).date()
    fields = {"place": scene.place.id, "day": day, "starts": "14:00", "ends": "16:00", "capacity": 8}
    return Form(scene.bruno, f"/help/{scene.ticket.id}/propose", fields | {"others": scene.learner("eve").id})


@form("meetings.reply")
def reply(scene: Scene) -> Form:
    return Form(scene.ada, f"/meetings/{scene.meet().id}/reply", {"answer": "yes"})


@form("meetings.cancel")
def cancel(scene: Scene) -> Form:
    return Form(scene.bruno, f"/meetings/{scene.meet().id}/cancel", {})


@form("helpdesk.create")
def ask_with_a_file(scene: Scene) -> Form:
    fields = {"unit": f"{SLUG}/{UNIT}", "text": "Voici mon écran.", "files": png()}
    return Form(scene.ada, "/help/ask", fields)


@form("helpdesk.answer")
def answer_with_a_file(scene: Scene) -> Form:
    fields = {"text": "Regardez cette image.", "files": png()}
    return Form(scene.bruno, f"/help/{scene.ticket.id}/answer", fields)


@form("helpdesk.withdraw")
def withdraw(scene: Scene) -> Form:
    return Form(scene.ada, f"/help/{scene.ticket.id}/withdraw", {})


@form("helpdesk.accept")
def accept(scene: Scene) -> Form:
    return Form(scene.bruno, f"/help/{scene.ticket.id}/accept", {})


@form("helpdesk.together")
def together(scene: Scene) -> Form:
    tickets = [str(scene.ticket.id), str(asked(scene.session, scene.ada).id)]
    return Form(scene.bruno, "/desk/together", {"what": "settle", "ticket": tickets})


@form("helpdesk.join")
def join_two_questions(scene: Scene) -> Form:
    other = asked(scene.session, scene.ada)
    return Form(scene.bruno, f"/help/{scene.ticket.id}/join", {"other": other.id})


@form("helpdesk.unjoin")
def unjoin(scene: Scene) -> Form:
    other = asked(scene.session, scene.ada)
    merging.merge(scene.session, other, scene.ticket, by=scene.bruno.id)
    return Form(scene.bruno, f"/help/{scene.ticket.id}/unjoin", {"other": other.id})


@form("helpdesk.split")
def split(scene: Scene) -> Form:
    return Form(scene.bruno, f"/help/{scene.ticket.id}/split", {"messages": [str(second_message(scene))]})


@form("helpdesk.unsplit")
def unsplit(scene: Scene) -> Form:
    taken = [second_message(scene)]
    new = merging.split(scene.session, scene.ticket, taken, by=scene.bruno.id, act_id=uuid4())
    scene.session.refresh(scene.bruno)  # splitting forgets what the session has read
    return Form(scene.bruno, f"/help/{new.id}/unsplit", {})


def second_message(scene: Scene) -> UUID:
    """Let Ada write once more; return that message."""
    return talking.reply(scene.session, scene.ticket, "Et mon score reste à zéro.").id


@form("profiles.lift")
def lift_a_name(scene: Scene) -> Form:
    scene.ticket.unnamed = True
    lead = scene.make.lead("denise", "FR-BRE")
    return Form(lead, f"/help/{scene.ticket.id}/name", {"reason": "Elle a été insultée dans ce fil."})


@form("profiles.show_name")
def show_my_name(scene: Scene) -> Form:
    scene.ticket.unnamed = True
    return Form(scene.ada, f"/help/{scene.ticket.id}/show-name", {})


@form("ratings.send_own")
def rate_on_the_page(scene: Scene) -> Form:
    settle(scene)
    return Form(scene.ada, f"/help/{scene.ticket.id}/rate", {"stars": "4", "comment": "Merci."})


@form("ratings.send")
def rate_by_link(scene: Scene) -> Form:
    settle(scene)
    ratings.begin(scene.session, scene.ticket.id, "a-token-of-a-mail")
    return Form(None, "/rate", {"token": "a-token-of-a-mail", "stars": "4", "comment": "Merci."})


def settle(scene: Scene) -> None:
    """Let Bruno answer, and Ada say two hours ago that her question was settled."""
    talking.answer(scene.session, scene.ticket, "Envoyez un message.", act_id=uuid4())
    talking.resolve(scene.session, scene.ticket, by=scene.ada.id, act_id=uuid4())
    long_ago = clock.now() - timedelta(hours=2)
    scene.session.execute(update(Ticket).where(Ticket.id == scene.ticket.id).values(resolved_at=long_ago))
    scene.session.expire(scene.ticket)
