"""The life of a question to the desk: asked, paired or assigned, answered, perhaps passed on, settled or left alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select

from classcode import clock
from classcode.demonstration import meetings, reading
from classcode.demonstration.days import evening_after
from classcode.demonstration.people import commune_name
from classcode.demonstration.reading import Script
from classcode.demonstration.stage import Life, Stage
from classcode.people.rules.profile import Told
from helpdesk.models import Ticket
from helpdesk.tickets.queries.attempts import last_attempt
from helpdesk.tickets.queries.holders import absence_now
from helpdesk.tickets.rules import asking, holding, talking
from helpdesk.tickets.rules.asking import Question
from helpdesk.tickets.states import HERS, OPEN, PassOnReason, State

GIVES_NO_COMMUNE = 0.05
"""The share who skip the question where they are."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks the desk, with what she tells it when it asks: her name and her commune."""

    person_id: UUID
    name: str
    commune: str
    language: str


@dataclass(frozen=True, slots=True)
class More:
    """What a learner may say besides her words: what it is about, that she keeps her name, what it goes on from."""

    theme: str | None = None
    unnamed: bool = False
    follows: UUID | None = None


def ask(stage: Stage, asker: Asker, script: Script) -> Life:
    """Live a question from now on, by its script."""
    skips = script.kind == "help" and stage.perhaps(GIVES_NO_COMMUNE)
    ticket = open_ticket(stage, asker, script, commune=None if skips else asker.commune)
    yield from _find_holder(stage, ticket)
    if ticket.facilitator_id is None:
        return
    yield _answer_time(stage)
    if not answer(stage, ticket, fill(stage, asker, script.answers)):
        return
    if script.kind == "meeting":
        meetings.wait_for_one(stage, ticket)
    else:
        yield from _settle(stage, ticket, script)


def open_ticket(
    stage: Stage, asker: Asker, script: Script, *, commune: str | None, more: More | None = None
) -> Ticket:
    """Ask the desk, telling one's name as the form asks for it, and where one is unless that is skipped."""
    module, more = stage.course.slug, more or More()
    question = Question(
        text=fill(stage, asker, script.asks),
        module=module,
        unit=script.unit,
        language=asker.language,
        attempt=last_attempt(stage.session, asker.person_id, module, script.unit),
        told=Told(name=asker.name, commune_code=commune),
        theme=more.theme,
        unnamed=more.unnamed,
        follows=more.follows,
    )
    stage.counted["questions"] += 1
    return asking.open_ticket(stage.session, asker.person_id, question, act_id=uuid4())


def fill(stage: Stage, asker: Asker, text: str) -> str:
    """Return a script's text with the asker's commune in its place."""
    return reading.near(text, commune_name(stage, asker.commune, asker.language))


def _find_holder(stage: Stage, ticket: Ticket) -> Life:
    """Let a lead assign what nobody holds; now and then a facilitator passes one on, or lets it lapse."""
    if ticket.facilitator_id is not None and stage.perhaps(0.05):
        yield evening_after(stage.chance, clock.now(), 0, 1)
        holding.pass_on(
            stage.session, ticket, stage.chance.choice(list(PassOnReason)), by=ticket.facilitator_id
        )
    elif ticket.offered_until is not None and stage.perhaps(0.05):
        yield ticket.offered_until + timedelta(minutes=3)
        holding.lapse(stage.session, ticket)
    if ticket.facilitator_id is None:
        yield evening_after(stage.chance, clock.now(), 0.3, 1.5)
        _assign(stage, ticket)
    yield evening_after(stage.chance, clock.now(), 0, 0.5)
    accept(stage, ticket)


def _assign(stage: Stage, ticket: Ticket) -> None:
    near = stage.facilitators.get(ticket.region_code) or stage.facilitators["BE-BRU"]
    there = [one for one in near if one != ticket.learner_id and absence_now(stage.session, one) is None]
    holding.assign(stage.session, ticket, stage.chance.choice(there), by=stage.leads[0])


def unheld(stage: Stage, region: str, lent_by: UUID) -> list[Ticket]:
    """Return what nobody holds after somebody of the region went away, the oldest promise first."""
    lent = (Ticket.region_code == region, Ticket.lent_by_id == lent_by, Ticket.state == State.NEW)
    return list(stage.session.scalars(select(Ticket).where(*lent).order_by(Ticket.promised_by, Ticket.id)))


def accept(stage: Stage, ticket: Ticket) -> None:
    """Accept what was proposed, as whoever it was proposed to."""
    if ticket.state == State.PROPOSED and ticket.facilitator_id is not None:
        holding.accept(stage.session, ticket, by=ticket.facilitator_id)


def _answer_time(stage: Stage) -> datetime:
    """Most answers come within the promised three days, some the same evening, a few too late."""
    least, most = stage.chance.choices(((0, 0.9), (0.8, 2), (1.5, 2.4), (3, 5)), (0.4, 0.35, 0.18, 0.07))[0]
    return evening_after(stage.chance, clock.now(), least, most)


def answer(stage: Stage, ticket: Ticket, text: str) -> bool:
    """Answer as the holder, at times with a note for the team; return whether it was still waiting for that."""
    if ticket.state not in HERS or ticket.facilitator_id is None:
        return False
    talking.answer(stage.session, ticket, text, act_id=uuid4())
    if stage.perhaps(0.08):
        note = stage.chance.choice(reading.toml("notes")["notes"])
        talking.note(stage.session, ticket, note, by=ticket.facilitator_id)
    return True


def _settle(stage: Stage, ticket: Ticket, script: Script) -> Life:
    if stage.perhaps(0.15):
        yield from _left_alone(stage, ticket)
        return
    yield evening_after(stage.chance, clock.now(), 0.2, 3)
    if script.again and script.answers_again:
        talking.reply(stage.session, ticket, script.again)
        yield _answer_time(stage)
        if not answer(stage, ticket, script.answers_again):
            return
        yield evening_after(stage.chance, clock.now(), 0.2, 3)
    thank(stage, ticket, script.thanks)


def _left_alone(stage: Stage, ticket: Ticket) -> Life:
    """The learner never comes back; after a while whoever holds the question settles it."""
    yield evening_after(stage.chance, clock.now(), 14, 25)
    if ticket.state == State.WAITING_LEARNER and ticket.facilitator_id and stage.perhaps(0.8):
        talking.resolve(stage.session, ticket, by=ticket.facilitator_id, act_id=uuid4())


def thank(stage: Stage, ticket: Ticket, thanks: str) -> None:
    """Thank, as the one who asked, and say that it is settled."""
    if ticket.state not in OPEN:
        return
    talking.reply(stage.session, ticket, thanks)
    with clock.at(clock.now() + timedelta(seconds=40)):
        talking.resolve(stage.session, ticket, by=ticket.learner_id, act_id=uuid4())
