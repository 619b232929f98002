"""What the cast shares: when things happened, who is who, neighbours with an account, a unit read, a question given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.demonstration import feelings, learners, threads
from classcode.demonstration.characters import DOMAIN
from classcode.demonstration.learners import Student
from classcode.demonstration.people import Account
from classcode.demonstration.stage import Life, Stage
from classcode.people.models import Address
from helpdesk.models import Ticket
from helpdesk.tickets.rules import holding
from modules.rules import learning
from modules.rules.learning import Here

HOME: Final = "FR-BRE"


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A number that keeps addresses apart, and the shared password hash."""

    number: int
    password_hash: str

    def new(self, name: str, language: str = "fr") -> Account:
        """Return an account for one of these people."""
        email = f"voisinage.{self.number}@{DOMAIN}"
        return Account(email=email, password_hash=self.password_hash, language=language)


def ago(stage: Stage, days: float) -> datetime:
    """Return the instant so many days before the year's end."""
    return stage.end - timedelta(days=days)


def person_id_of(session: Session, first_name: str) -> UUID:
    """Return one of the cast or of the facilitators by the first part of her address."""
    wanted = select(Address.person_id).where(Address.email == f"{first_name}@{DOMAIN}")
    return session.scalars(wanted).one()


def read(stage: Stage, student: Student, here: Here) -> Life:
    """Read a unit at the pace that it says, answer its activities once, mark it as done."""
    learning.open_unit(stage.session, student.act(), here)
    yield clock.now() + timedelta(minutes=here.unit.minutes)
    for activity in here.unit.activities:
        if activity.survey:
            feelings.say(stage, student.act, here, activity)
        else:
            learners.answer(stage, student, here, activity, skill=student.skill)
    learning.mark_done(stage.session, student.act(), here)


def give(stage: Stage, ticket: Ticket, first_name: str, *, accepted: bool = False) -> None:
    """Let the lead give a question to somebody, where the desk chose another; she accepts at once, if she does."""
    holder = person_id_of(stage.session, first_name)
    if ticket.facilitator_id != holder:
        holding.assign(stage.session, ticket, holder, by=stage.leads[0])
    if accepted:
        threads.accept(stage, ticket)


def lasts(stage: Stage, ticket: Ticket) -> bool:
    """Tell whether what is proposed stays with her for the whole day on which the demonstration opens."""
    return ticket.offered_until is None or ticket.offered_until > stage.end + timedelta(days=1)
