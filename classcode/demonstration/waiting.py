"""What waits when the demonstration opens: neighbours' questions in each of the ways in which one can wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from classcode import clock
from classcode.demonstration import learners, reading, threads
from classcode.demonstration.learners import Student
from classcode.demonstration.neighbours import HOME, Neighbour, ago, give, lasts, person_id_of, read
from classcode.demonstration.people import write_account
from classcode.demonstration.stage import Life, Stage
from classcode.demonstration.threads import Asker, More
from helpdesk.models import Ticket
from helpdesk.tickets.rules import away, holding, talking
from helpdesk.tickets.states import PassOnReason, Theme

AWAY: Final = "thi.mai"
"""Who is away this week; Bruno stands in for her."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """A question that waits: whose it is, days ago, and what is special about it.

    `proposed` is not accepted yet; `second` was answered, and the learner wrote again; `through` held it before;
    `also` is a second question of the same learner, which asks to be joined to the first.
    """

    holder: str | None
    name: str
    commune: str
    script: str
    days: float
    theme: Theme | None = None
    proposed: bool = False
    second: bool = False
    unnamed: bool = False
    through: str | None = None
    also: str | None = None


WAITING: Final = (
    Waits(
        holder="bruno",
        name="Karim T.",
        commune="FR-35238",
        script="message-order",
        days=2.1,
        theme=Theme.TOOL,
        second=True,
    ),
    Waits(
        holder="bruno",
        name="Linh",
        commune="FR-35085",
        script="recipe",
        days=1.3,
        theme=Theme.NOTION,
        through=AWAY,
    ),
    Waits(
        holder="bruno",
        name="Joana",
        commune="FR-35238",
        script="accounts",
        days=1.2,
        theme=Theme.IN_CLASS,
        through="maelle",
        also="one-computer",
    ),
    Waits(
        holder="bruno",
        name="Nolwenn",
        commune="FR-35047",
        script="scared",
        days=0.6,
        theme=Theme.OTHER,
        unnamed=True,
    ),
    Waits(holder="bruno", name="Tanguy", commune="FR-35236", script="no-tablet", days=0.08, proposed=True),
    Waits(holder="chloe", name="Mercedes", commune="FR-31555", script="abstraction", days=1.4),
    Waits(holder="chloe", name="Youssef", commune="FR-81004", script="start-again", days=0.25),
    Waits(holder=None, name="Pieter", commune="FR-56121", script="nl-robot", days=1.25),
    Waits(holder=None, name="Femke", commune="FR-29232", script="nl-herhaal", days=0.35),
)


def enter(stage: Stage, password_hash: str) -> None:
    """Bring on the stage those who wait, and the absence of one facilitator."""
    stage.enter(_absence(stage))
    for number, waits in enumerate(WAITING):
        stage.enter(_waiting(stage, waits, Neighbour(number, password_hash)))


def _absence(stage: Stage) -> Life:
    """A facilitator says in time that she is away; when it begins, what is her turn goes to others."""
    yield ago(stage, 4.4)
    person_id, today = person_id_of(stage.session, AWAY), stage.end.date()
    days = today - timedelta(days=1), today + timedelta(days=6)
    substitute = person_id_of(stage.session, "bruno")
    absence = away.declare(stage.session, person_id, *days, substitute_id=substitute)
    yield ago(stage, 0.95)
    away.hand_over(stage.session, absence)
    for ticket in threads.unheld(stage, HOME, lent_by=person_id):
        give(stage, ticket, "bruno")


def _waiting(stage: Stage, waits: Waits, neighbour: Neighbour) -> Life:
    """Somebody reads the unit, answers its quiz, asks, and waits."""
    script = reading.script(waits.script)
    yield ago(stage, waits.days + 3)
    person_id = write_account(stage, neighbour.new(waits.name, script.lang))
    yield from read(stage, Student(person_id, script.lang, 0.6), learners.where(stage, script.unit))
    yield ago(stage, waits.days)
    asker = Asker(person_id, waits.name, waits.commune, script.lang)
    more = More(theme=waits.theme, unnamed=waits.unnamed)
    ticket = threads.open_ticket(stage, asker, script, commune=waits.commune, more=more)
    if waits.holder is None:
        _let_go(stage, ticket)
        return
    yield from _passed_through(stage, ticket, waits)
    give(stage, ticket, waits.holder, accepted=not waits.proposed)
    yield from _goes_on(stage, ticket, waits, asker)


def _let_go(stage: Stage, ticket: Ticket) -> None:
    """Make sure that nobody holds it: whoever the desk finds passes it on."""
    while ticket.facilitator_id is not None:
        holding.pass_on(stage.session, ticket, PassOnReason.NOT_MY_SUBJECT, by=ticket.facilitator_id)


def _passed_through(stage: Stage, ticket: Ticket, waits: Waits) -> Life:
    """Let somebody else have it first: she goes away, which lends it, or gives it back."""
    if waits.through is None:
        return
    give(stage, ticket, waits.through, accepted=True)
    if waits.through == AWAY:
        yield ago(stage, 0.9)
        return
    yield clock.now() + timedelta(hours=5)
    _give_back(stage, ticket, person_id_of(stage.session, waits.through))


def _give_back(stage: Stage, ticket: Ticket, by: UUID) -> None:
    note = "Je ne connais pas le règlement de l'académie : Bruno l'a déjà expliqué à une école voisine."
    talking.note(stage.session, ticket, note, by=by)
    holding.give_back(stage.session, ticket, PassOnReason.NOT_MY_SUBJECT, by=by)


def _goes_on(stage: Stage, ticket: Ticket, waits: Waits, asker: Asker) -> Life:
    """Let the learner write again after an answer, or ask something else."""
    script = reading.script(waits.script)
    if waits.second and script.again:
        yield clock.now() + timedelta(hours=20)
        threads.answer(stage, ticket, script.answers)
        yield clock.now() + timedelta(hours=3)
        talking.reply(stage.session, ticket, script.again)
    if waits.also and waits.holder:
        yield clock.now() + timedelta(hours=8)
        other = threads.open_ticket(stage, asker, reading.script(waits.also), commune=waits.commune)
        give(stage, other, waits.holder)
        if not lasts(stage, other):
            threads.accept(stage, other)
