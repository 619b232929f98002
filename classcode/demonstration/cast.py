"""The cast: seven accounts to sign in with, and what waits for them (neighbours' questions: `waiting`, `helping`).

Ada learns near Bruno; Chloé facilitates elsewhere; Denise leads Ada's region and Émile all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import uuid4

from classcode import clock
from classcode.demonstration import (
    helping,
    learners,
    meetings,
    nearby,
    plans,
    programs,
    reading,
    threads,
    waiting,
)
from classcode.demonstration.characters import DOMAIN
from classcode.demonstration.learners import Student
from classcode.demonstration.neighbours import HOME, Neighbour, ago, give, lasts, read
from classcode.demonstration.people import Account as NewAccount
from classcode.demonstration.people import write_account
from classcode.demonstration.programs import Way
from classcode.demonstration.stage import Life, Stage
from classcode.demonstration.threads import Asker
from classcode.i18n import N_
from classcode.people.models import Role, Setting
from classcode.people.rules.profile import Told, grant
from helpdesk.meetings.models import Reply
from helpdesk.meetings.rules import replying
from modules.exercises.place import Place
from modules.rules import learning
from modules.rules.learning import Here
from tracking import declared

PASSWORD: Final = "apprendre-avec-vous"  # noqa: S105 - it is shown to everybody: these accounts belong to nobody


@dataclass(frozen=True, slots=True)
class Account:
    """An account to sign in with, and what one sees with it (an English source string)."""

    email: str
    sees: str


ACCOUNTS: Final = (
    Account(
        f"ada@{DOMAIN}",
        N_("learns: half-way through week one, with an open question and a program half done"),
    ),
    Account(
        f"bruno@{DOMAIN}",
        N_("facilitates in Ada's region: questions and lesson plans wait, and a meeting to record"),
    ),
    Account(f"chloe@{DOMAIN}", N_("facilitates in another region, and sees nothing of Ada's")),
    Account(
        f"denise@{DOMAIN}",
        N_("leads one region: two questions that nobody holds, an application"),
    ),
    Account(f"emile@{DOMAIN}", N_("leads everywhere: the indicators of all regions")),
    Account(f"fanny@{DOMAIN}", N_("answers for data protection: looks into the record, with a reason")),
    Account(f"admin@{DOMAIN}", N_("administers")),
)


def write_leads(stage: Stage, password_hash: str) -> None:
    """Write Denise, Émile, Fanny and the administrator, a year ago."""
    for email, name, role, region in (
        ("denise", "Denise R.", Role.LEAD, HOME),
        ("emile", "Émile W.", Role.LEAD, None),
        ("fanny", "Fanny T.", Role.DATA_PROTECTION, None),
        ("admin", "Aïssatou F.", Role.ADMINISTRATOR, None),
    ):
        new = NewAccount(email=f"{email}@{DOMAIN}", password_hash=password_hash, name=name)
        person_id = write_account(stage, new)
        grant(stage.session, person_id, role, region)
        if role is Role.LEAD:
            stage.leads.append(person_id)


def enter_cast(stage: Stage, password_hash: str) -> None:
    """Bring Ada and the neighbours who give Bruno, Chloé and Denise something to do on the stage."""
    stage.enter(_ada(stage, password_hash))
    waiting.enter(stage, password_hash)
    helping.enter(stage, password_hash)
    nearby.enter(stage, password_hash)
    plans.enter(stage, password_hash)
    for number, evening in enumerate(EVENINGS):
        stage.enter(_evening(stage, evening, Neighbour(50 + 10 * number, password_hash)))


def _ada(stage: Stage, password_hash: str) -> Life:
    """Ada joined twelve days ago, did four units, failed a quiz and passed it; yesterday she programmed and asked."""
    yield ago(stage, 12.25)
    ada = write_account(stage, NewAccount(email=f"ada@{DOMAIN}", password_hash=password_hash))
    student = Student(ada, "fr", 1.0)
    learning.join(stage.session, student.act(), stage.course)
    told = Told(setting=Setting.IN_SCHOOL, level="fr:CM1", pupils_a_year=26, school="École des Tilleuls")
    declared.tell(stage.session, ada, told)
    units = {unit.id: Here(stage.course, unit) for unit in stage.course.units}
    for days, unit in ((12.2, "welcome"), (9.2, "instruct-a-robot"), (5.25, "first-program")):
        yield ago(stage, days)
        yield from read(stage, student, units[unit])
    yield ago(stage, 2.4)
    yield from _program(stage, student, units["loops-and-events"], Way.REPAIRS)
    yield ago(stage, 2.25)
    yield from _fail_then_pass(stage, student, units["loops-and-events"])
    yield ago(stage, 0.25)
    yield from _program(stage, student, units["when-it-breaks"], Way.GIVES_UP)
    yield ago(stage, 0.22)
    ticket = threads.open_ticket(
        stage, Asker(ada, "Ada", "FR-35238", "fr"), reading.script("square-flat"), commune="FR-35238"
    )
    give(stage, ticket, "bruno")
    if not lasts(stage, ticket):
        threads.accept(stage, ticket)


def _program(stage: Stage, student: Student, here: Here, way: Way) -> Life:
    learning.open_unit(stage.session, student.act(), here)
    for exercise in here.unit.exercises:
        yield from programs.work(stage, student.act, Place(here.module, here.unit, exercise), way)


def _fail_then_pass(stage: Stage, student: Student, here: Here) -> Life:
    learning.open_unit(stage.session, student.act(), here)
    yield clock.now() + timedelta(minutes=here.unit.minutes)
    for activity in here.unit.activities:
        learners.answer(stage, student, here, activity, skill=0.0)
    yield clock.now() + timedelta(minutes=7)
    yield from read(stage, student, here)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evening:
    """A meeting of one of the cast: proposed so many days ago to these people, for a day counted from today."""

    holder: str
    names: tuple[str, ...]
    communes: tuple[str, ...]
    proposed: float
    starts: int


EVENINGS: Final = (
    Evening(
        holder="bruno",
        names=("Houria", "Erwan B.", "Catarina", "Maïwenn", "Duc"),
        communes=("FR-35238", "FR-35238", "FR-35288", "FR-35115", "FR-35238"),
        proposed=11.3,
        starts=-1,
    ),
    Evening(
        holder="bruno",
        names=("Rosa", "Gaëtan", "Thuy L."),
        communes=("FR-35238", "FR-35236", "FR-35238"),
        proposed=4.3,
        starts=6,
    ),
    Evening(
        holder="chloe",
        names=("Nuno", "Imane"),
        communes=("FR-31555", "FR-31555"),
        proposed=3.3,
        starts=9,
    ),
)
SUNDAY: Final = 6
REPLIES: Final = (Reply.YES, Reply.YES, None, Reply.NO, Reply.YES)


def _evening(stage: Stage, evening: Evening, neighbour: Neighbour) -> Life:
    """Some ask for a meeting, are answered, and are asked to come; nobody records it, that is left to the visitor."""
    yield ago(stage, evening.proposed + 6)
    tickets = []
    for number, (name, commune) in enumerate(zip(evening.names, evening.communes, strict=True)):
        one = Neighbour(neighbour.number + number, neighbour.password_hash)
        person_id = write_account(stage, one.new(name))
        yield from read(stage, Student(person_id, "fr", 0.8), Here(stage.course, stage.course.units[number]))
        asker = Asker(person_id, name, commune, "fr")
        tickets.append(threads.open_ticket(stage, asker, learners.wish_of(stage, asker), commune=commune))
        give(stage, tickets[-1], evening.holder, accepted=True)
    yield ago(stage, evening.proposed + 5)
    for ticket in tickets:
        threads.answer(
            stage,
            ticket,
            "Bonjour, bravo pour ce chemin. Je rassemble quelques demandes et je vous propose une date.",
        )
    yield ago(stage, evening.proposed)
    day = stage.end.date() + timedelta(days=evening.starts)
    if day.weekday() == SUNDAY:
        day -= timedelta(days=1)
    meeting = meetings.propose(stage, tickets, on=day)
    for ticket, reply in zip(tickets, REPLIES, strict=False):
        yield clock.now() + timedelta(hours=5)
        if reply:
            replying.reply(stage.session, meeting.id, ticket.learner_id, reply, act_id=uuid4())
