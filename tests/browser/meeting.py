"""What the story of a meeting needs beside its people: time that passes, rounds, mails read as calendars."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from email.message import EmailMessage
from types import SimpleNamespace
from typing import Any, Final
from uuid import UUID, uuid4

from playwright.sync_api import Page
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from classcode import clock, schedule
from classcode.config import load
from classcode.db import Base
from classcode.people.models import Person
from classcode.start import bind_database
from helpdesk.afterwards.models import FeedbackRequest
from helpdesk.meetings.models import Meeting, MeetingDate, MeetingMail, MeetingStep, Seat
from modules import current
from tests.browser.stack import Stack
from tests.helpdesk.calendar.reading import READERS, Agenda, Read, parts_of
from tests.make import Make
from tracking import rules as record
from tracking import vocabulary
from tracking.models import Pseudonym, Statement
from tracking.statements import Event
from tracking.vocabulary import Verb

IRI_BASE: Final = "http://classcode.test"
INFO: Final = {"iri_base": IRI_BASE, "base_url": "", "answer_days": 3, "forwarding": False}
SLUG: Final = "creative-programming"
KEPT: Final[tuple[type[Base], ...]] = (Meeting, MeetingDate, Seat, MeetingMail, MeetingStep, FeedbackRequest)
"""The tables whose instants move when time passes."""


def people(engine: Engine) -> SimpleNamespace:
    """Write who is there before the story: six learners, two of whom finished week one, and Bruno; two places."""
    with Session(engine, expire_on_commit=False, info=dict(INFO)) as session:
        make = Make(session)
        names = ("ada", "eve", "ines", "odile", "paul", "fanny")
        everybody = {name: make.person(name, commune="FR-35238") for name in names}
        everybody["bruno"] = make.facilitator("bruno", region="FR-BRE", commune="FR-35238")
        make.place("FR-35238", name="Médiathèque des Quais", capacity=12)
        make.place("FR-35238", name="Maison des Lices", capacity=10)
        for name in ("odile", "paul"):
            finish_week_one(session, everybody[name].id)
        session.commit()
        return SimpleNamespace(**{name: one.addresses[0].email for name, one in everybody.items()})


def finish_week_one(session: Session, person_id: UUID) -> None:
    """Let the record hold that somebody completed what week one requires."""
    week = schedule.weeks_with_meetings()[SLUG][0]
    for unit in week.required:
        about = vocabulary.unit(SLUG, unit)
        at = clock.now() - timedelta(days=2)
        told = Event(
            act_id=uuid4(), person_id=person_id, verb=Verb.COMPLETED, object=about, at=at, module=SLUG
        )
        record.record(session, told)


class Time:
    """What the test does in the place of time: it moves what meetings keep, and lets a round of the clock come."""

    def __init__(self, stack: Stack) -> None:
        self.config = load(stack.environment)
        self.engine = bind_database(self.config)
        current.bind(self.config.var_dir)

    def round(self, topic: str) -> None:
        """Let one round of the product come, in this process, on the product's own database."""
        schedule.handlers(self.config)[topic]("a round")

    def until(self, meeting_id: UUID, before: timedelta) -> None:
        """Let it be so long before the start of a meeting (after it, with a negative one)."""
        with Session(self.engine) as session:
            passed = session.get_one(Meeting, meeting_id).starts_at - before - clock.now()
            for table in KEPT:
                for row in session.scalars(select(table)):
                    _age(row, passed)
            session.commit()

    def offers_lapse(self) -> None:
        """Let the time of every offer be over."""
        with Session(self.engine) as session:
            for seat in session.scalars(select(Seat).where(Seat.offered_until.is_not(None))):
                seat.offered_until = clock.now() - timedelta(minutes=1)
            session.commit()
        self.round("meetings-round")


def _age(row: Base, passed: timedelta) -> None:
    for column in row.__table__.columns:
        value = getattr(row, column.key)
        if isinstance(value, datetime):
            setattr(row, column.key, value - passed)


def meeting_of(url: str) -> UUID:
    """Return the meeting whose page this is."""
    return UUID(re.findall(r"/meetings/([0-9a-f-]{36})", url)[-1])


def row(engine: Engine, meeting_id: UUID) -> Meeting:
    """Return a meeting as it stands, with its place and seats."""
    with Session(engine, expire_on_commit=False) as session:
        meeting = session.get_one(Meeting, meeting_id)
        _ = meeting.place, meeting.seats
        return meeting


def person(engine: Engine, name: str) -> UUID:
    """Return somebody by her first name."""
    with Session(engine) as session:
        return session.scalars(select(Person.id).where(Person.name == name)).one()


def replies(engine: Engine, meeting_id: UUID) -> dict[str, str]:
    """Return where everybody at a meeting stands before it, by first name."""
    wanted = select(Person.name, Seat.reply).join(Seat, Seat.person_id == Person.id)
    with Session(engine) as session:
        return {
            str(name): reply for name, reply in session.execute(wanted.where(Seat.meeting_id == meeting_id))
        }


def agendas(mails: Iterable[EmailMessage]) -> list[Agenda]:
    """Return the calendar of somebody who takes in every event of her mails, once for each library that reads them."""
    events = [body for mail in mails for kind, body in parts_of(mail) if kind == "text/calendar"]
    found = []
    for reader in READERS:
        found.append(Agenda())
        for body in events:
            found[-1].take(reader(body))
    return found


def text_of(mail: EmailMessage) -> str:
    """Return the words of a mail."""
    body = mail.get_body(preferencelist=("plain",))
    assert body is not None
    return str(body.get_content())


def about(mails: Iterable[EmailMessage], meeting_id: UUID) -> list[EmailMessage]:
    """Return the mails that speak of a meeting: they lead to its page, or ask how it was."""
    return [one for one in mails if str(meeting_id) in text_of(one) or "/feedback/" in text_of(one)]


def statements(engine: Engine) -> list[dict[str, Any]]:
    """Return the whole log in its order."""
    with Session(engine) as session:
        return [json.loads(one) for one in session.scalars(select(Statement.body).order_by(Statement.seq))]


def of_features(engine: Engine) -> list[dict[str, Any]]:
    """Return what the product itself recorded: all but the lessons that the story begins with."""
    return [one for one in statements(engine) if _kind(one) != "lesson"]


def told(engine: Engine) -> dict[str, Counter[str]]:
    """Return what the record holds of meetings by first name: how often each "verb kind", voided ones included."""
    with Session(engine) as session:
        named = select(Pseudonym.actor, Person.name).join(Person, Person.id == Pseudonym.person_id)
        names = {actor: name for actor, name in session.execute(named)}  # noqa: C416 - rows are no pairs
    bodies = statements(engine)
    by: dict[str, Counter[str]] = {}
    kinds = {one["id"]: _kind(one) for one in bodies}
    for one in bodies:
        kind = _kind(one) or f"{kinds[one['object']['id']]} statement"
        if kind.split()[0] in {"meeting", "meeting-date", "survey", "certificate"}:
            name = names[UUID(one["actor"]["account"]["name"])] or "Wanda"
            verb = one["verb"]["id"].rsplit("/", 1)[-1]
            by.setdefault(name, Counter())[f"{verb} {kind}"] += 1
    return by


def _kind(statement: dict[str, Any]) -> str:
    """Return the kind of a statement's object, nothing where that is a statement."""
    definition = statement["object"].get("definition", {})
    return str(definition.get("type", "")).rsplit("/", 1)[-1]


class Company:
    """The people of a story with their windows and addresses, and the meeting that they speak of."""

    meeting: UUID

    def __init__(
        self, stack: Stack, time: Time, windows: SimpleNamespace, addresses: SimpleNamespace
    ) -> None:
        self.stack, self.engine, self.time = stack, time.engine, time
        self.windows, self.addresses = windows, addresses

    def page(self, name: str) -> Page:
        page: Page = getattr(self.windows, name)
        return page

    def at(self, name: str, meeting_id: UUID | None = None) -> Page:
        """Open the page of the meeting in somebody's window."""
        page = self.page(name)
        page.goto(f"/fr/meetings/{meeting_id or self.meeting}/")
        return page

    def row(self) -> Meeting:
        return row(self.engine, self.meeting)

    def person(self, name: str) -> UUID:
        return person(self.engine, name)

    def replies(self) -> dict[str, str]:
        """Return what each has answered, by first name."""
        return replies(self.engine, self.meeting)

    def mails(self, name: str, meeting_id: UUID, least: int = 0) -> list[EmailMessage]:
        """Return the mails to somebody about a meeting, none as long as there are fewer than `least`."""
        found = about(self.stack.postbox.to(getattr(self.addresses, name)), meeting_id)
        return found if len(found) >= least else []

    def entry(self, name: str) -> Read:
        """Return the one event in somebody's calendar; both libraries read the same."""
        mails = about(self.stack.postbox.to(getattr(self.addresses, name)), self.meeting)
        read = [list(one.entries.values()) for one in agendas(mails)]
        assert read[0] == read[1]
        [one] = read[0]
        meeting = self.row()
        assert (one.starts_at, one.ends_at) == (meeting.starts_at, meeting.ends_at)
        return one
