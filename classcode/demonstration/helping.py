"""What the desk has learned: answers kept for another time, public answers, and somebody who wants to join it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta
from random import Random
from typing import Any, Final

from classcode import clock
from classcode.demonstration import learners, reading, sharing, threads
from classcode.demonstration.characters import DOMAIN
from classcode.demonstration.learners import Student
from classcode.demonstration.neighbours import HOME, Neighbour, ago, give, person_id_of, read
from classcode.demonstration.people import Account, write_account
from classcode.demonstration.stage import Life, Stage
from classcode.demonstration.threads import Asker, More
from helpdesk.answers import rules as publishing
from helpdesk.answers.access import Seen
from helpdesk.answers.models import PublicAnswer
from helpdesk.availability.weekly import Weekly
from helpdesk.canned import rules as keeping
from helpdesk.canned.rules import Wording
from helpdesk.growth.rules import applying
from helpdesk.growth.rules.applying import Application
from helpdesk.jobs import CLOSES
from helpdesk.models import Ticket
from helpdesk.tickets.rules import talking
from helpdesk.tickets.states import Theme

FIRST: Final = 80
"""The number of the first neighbour whose question became a public answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A question of so many days ago that Bruno answered, and what was written of it for everybody.

    He wrote it, or with `told` whoever had asked. `again` is the conversation in which the same learner asks once
    more, `again_days` ago, and waits.
    """

    name: str
    commune: str
    script: str
    days: float
    question: str
    answer: str
    published: bool
    told: bool = False
    again: str | None = None
    again_days: float = 0.0


def enter(stage: Stage, password_hash: str) -> None:
    """Bring on the stage what was kept, written for everybody, and asked of the lead."""
    stage.enter(_kept(stage))
    for number, told in enumerate(reading.toml("lessons")["lesson"], FIRST):
        stage.enter(_lesson(stage, Lesson(**told), Neighbour(number, password_hash)))
    stage.enter(_application(stage, password_hash))


def _kept(stage: Stage) -> Life:
    """Bruno keeps answers for himself, Denise for the whole region."""
    yield ago(stage, 70.2)
    for told in reading.toml("canned")["answer"]:
        wordings = {code: Wording(**words) for code, words in told["words"].items()}
        by = person_id_of(stage.session, told["by"])
        owner = None if told["shared"] else by
        keeping.keep(stage.session, wordings, by=by, owner_id=owner, region_code=HOME)
        yield clock.now() + timedelta(days=3)


def _lesson(stage: Stage, lesson: Lesson, neighbour: Neighbour) -> Life:
    """Somebody asks, is answered and thanks; what was learned is written for everybody, and Denise decides."""
    script = reading.script(lesson.script)
    yield ago(stage, lesson.days + 2)
    asker = Asker(write_account(stage, neighbour.new(lesson.name)), lesson.name, lesson.commune, "fr")
    yield from read(stage, Student(asker.person_id, "fr", 0.8), learners.where(stage, script.unit))
    yield ago(stage, lesson.days)
    ticket = threads.open_ticket(stage, asker, script, commune=lesson.commune)
    give(stage, ticket, "bruno", accepted=True)
    yield ago(stage, lesson.days - 0.9)
    threads.answer(stage, ticket, threads.fill(stage, asker, script.answers))
    yield ago(stage, lesson.days - 1.3)
    threads.thank(stage, ticket, script.thanks)
    yield ago(stage, lesson.days - 2.2)
    yield from _written(stage, lesson, ticket)
    yield from _asked_again(stage, lesson, asker, ticket)


def _written(stage: Stage, lesson: Lesson, ticket: Ticket) -> Life:
    by = ticket.learner_id if lesson.told else person_id_of(stage.session, "bruno")
    written = publishing.write(stage.session, ticket, lesson.question, lesson.answer, by=by, language="fr")
    if lesson.published:
        yield clock.now() + timedelta(days=1.1)
        _publish(stage, written)
        stage.enter(sharing.helps(stage, Random(lesson.script), written))  # noqa: S311 - the same year each time


def _publish(stage: Stage, written: PublicAnswer) -> None:
    publishing.publish(stage.session, Seen(answer=written, lead=True), by=stage.leads[0])


def _asked_again(stage: Stage, lesson: Lesson, asker: Asker, before: Ticket) -> Life:
    """Long after, when the question is closed, the same learner goes on from it; the desk knows who helped her."""
    if lesson.again is None or before.resolved_at is None:
        return
    yield before.resolved_at + CLOSES
    talking.close(stage.session, before)
    script = reading.script(lesson.again)
    yield ago(stage, lesson.again_days + 0.6)
    yield from read(stage, Student(asker.person_id, "fr", 0.7), learners.where(stage, script.unit))
    yield ago(stage, lesson.again_days)
    more = More(theme=Theme.IN_CLASS, follows=before.id)
    ticket = threads.open_ticket(stage, asker, script, commune=lesson.commune, more=more)
    give(stage, ticket, "bruno", accepted=True)


def _application(stage: Stage, password_hash: str) -> Life:
    """Somebody from computing wants to join the desk of Denise's region, and waits for her decision."""
    told = reading.toml("application")
    yield ago(stage, 3.3)
    new = Account(email=f"{told['email']}@{DOMAIN}", password_hash=password_hash)
    person_id = write_account(stage, new)
    yield ago(stage, 2.2)
    applying.apply(stage.session, person_id, _wish(told))


def _wish(told: dict[str, Any]) -> Application:
    weekday, start, end = told["slot"]
    slot = Weekly(weekday, time.fromisoformat(start), time.fromisoformat(end))
    return Application(
        region_code=HOME,
        languages=tuple(told["languages"]),
        slots=(slot,),
        accepted=True,
        name=told["name"],
        motivation=told["motivation"].strip(),
        background=told["background"].strip(),
    )
