"""Every statement that our features write follows one template of the published profile, and breaks none of its rules.

One story through the rules of the features writes each kind of event; the demonstration (tests/classcode/demonstration)
writes a year of them.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import uuid4

import orjson
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.demonstration.answering import answer_to
from classcode.people.models import Person
from helpdesk.afterwards.opinions import Opinion as Thought
from helpdesk.afterwards.rules import closed, issue_for, saying
from helpdesk.answers import rules as answers
from helpdesk.answers.access import Seen
from helpdesk.checkin.rules import recording
from helpdesk.checkin.rules.recording import Ticked
from helpdesk.meetings.models import Meeting, Presence, Reply, Seat
from helpdesk.meetings.rules import cancelling, fixing, organising, polling, proposing, replying
from helpdesk.meetings.rules.organising import Plan
from helpdesk.meetings.rules.proposing import Proposal
from helpdesk.meetings.spans import Span
from helpdesk.meetings.states import Answer
from helpdesk.models import Ticket
from helpdesk.ratings.rules import Opinion, rate_own
from helpdesk.tickets.rules import holding, merging, talking
from helpdesk.tickets.rules.asking import Question, open_ticket
from modules.catalog import Module
from modules.exercises.place import Place
from modules.exercises.rules import run_program
from modules.programs.exercise import Exercise, World
from modules.programs.language import Kind
from modules.rules import attempts, learning
from modules.rules.completing import record_if_complete
from modules.rules.learning import Here, Learner, here_of
from tests.make import Make
from tests.tracking.emitted import Told, statements
from tracking import profile
from tracking.profile import matching
from tracking.profile.concepts import EXTENSIONS
from tracking.vocabulary import extension_iri

TUESDAY = datetime(2026, 11, 10, 9, 0, tzinfo=UTC)
BASE = "http://classcode.test"
PROFILE = profile.build(BASE)
TEMPLATES = {one["id"]: one for one in PROFILE["templates"]}


class Year:
    """What Ada and Bruno do: she learns, asks, and comes to a second meeting after missing a first."""

    def __init__(self, make: Make, ada: Person, bruno: Person, course: Module) -> None:
        self.session, self.make, self.ada, self.bruno, self.course = make.session, make, ada, bruno, course

    def live(self) -> None:
        with clock.at(TUESDAY):
            self.learn()
            first, second = self.meet(), self.meet()
            self.choose()
        self.share()
        self.come(first, Presence.EXCUSED, Presence.ABSENT)
        self.come(second, Presence.ATTENDED, Presence.PARTLY)
        self.look_back(second)
        assert record_if_complete(self.session, self.ada.id, self.course)

    def act(self) -> Learner:
        return Learner(self.ada.id, uuid4(), "fr")

    def learn(self) -> None:
        learning.join(self.session, self.act(), self.course)
        for unit in self.course.units:
            here = Here(self.course, unit)
            for right in (False, True):
                self.answer(here, right=right)
            learning.mark_done(self.session, self.act(), here)
        welcome = here_of(self.course, self.course.units[0])
        self.program(welcome)
        learning.undo_done(self.session, self.act(), welcome)
        learning.mark_done(self.session, self.act(), welcome)

    def answer(self, here: Here, *, right: bool) -> None:
        for activity in here.unit.activities:
            questions = attempts.questions_of(activity, self.ada.id, 1 + right)
            chosen = {one.id: answer_to(Random(1), one, right=right) for one in questions}
            learning.answer(self.session, self.act(), here, activity, chosen=chosen)

    def program(self, here: Here) -> None:
        """Have a program judged that does nothing, and one that works."""
        world = World("only", Kind.ROBOT, (">G",))
        texts = {"fr": "Un pas", "en": "One step"}
        exercise = Exercise("one-step", Kind.ROBOT, True, "0" * 12, texts, texts, ("forward",), (), (world,))
        for steps in (0, 1):
            tree = {"version": 1, "do": [{"op": "forward"}] * steps}
            run_program(self.session, self.act(), Place(here.module, here.unit, exercise), tree)

    def meet(self) -> Meeting:
        """Ask, settle, rate, open again, be parted and put back, be proposed a meeting; say yes, no, and yes again."""
        question = Question(
            text="Mon chat ne tourne pas.", module=self.course.slug, unit="loops-and-events", language="fr"
        )
        ticket = open_ticket(self.session, self.ada.id, question, act_id=uuid4())
        if ticket.facilitator_id is None:
            holding.take(self.session, ticket, by=self.bruno.id)
        talking.answer(self.session, ticket, "Essayez encore.", act_id=uuid4())
        talking.resolve(self.session, ticket, by=self.ada.id, act_id=uuid4())
        rate_own(self.session, ticket, Opinion(4), by=self.ada.id, act_id=uuid4())
        again = talking.reply(self.session, ticket, "Non.")
        apart = merging.split(self.session, ticket, [again.id], by=self.bruno.id, act_id=uuid4())
        merging.unsplit(self.session, apart, by=self.bruno.id)
        talking.answer(self.session, ticket, "Voyons-nous.", act_id=uuid4())
        meeting = proposing.propose(self.session, ticket, self.proposal(), by=self.bruno.id, act_id=uuid4())
        for said in (Reply.YES, Reply.NO, Reply.YES):
            replying.reply(self.session, meeting.id, self.ada.id, said, act_id=uuid4())
        return meeting

    def choose(self) -> None:
        """Say which dates suit and think again; wait for a seat, leave the queue; see the meeting called off."""
        first = TUESDAY + timedelta(days=10)
        dates = tuple(Span(first + timedelta(days=n), first + timedelta(days=n, hours=2)) for n in range(3))
        plan = Plan(
            module=self.course.slug,
            language="fr",
            place_id=self.make.place("FR-35238").id,
            dates=dates,
            capacity=1,
            facilitator_id=self.bruno.id,
            invited=frozenset({self.ada.id, self.make.person("lou").id}),
        )
        meeting = organising.organise(self.session, plan, by=self.bruno.id, act_id=uuid4())
        for words in (tuple(Answer), (Answer.NO, Answer.YES, Answer.IF_NEED_BE), tuple(Answer)):
            told = {one.id: word for one, word in zip(meeting.dates, words, strict=True)}
            polling.answer(self.session, meeting.id, self.ada.id, told, act_id=uuid4())
        fixing.fix(self.session, meeting.id, meeting.dates[0].id, by=self.bruno.id, act_id=uuid4())
        lou = next(seat.person_id for seat in meeting.seats if seat.person_id != self.ada.id)
        for said in (Reply.YES, Reply.NO, Reply.YES):
            replying.reply(self.session, meeting.id, lou, said, act_id=uuid4())
        cancelling.cancel(self.session, meeting.id, by=self.bruno.id, act_id=uuid4())

    def share(self) -> None:
        """Tell what helped; it is published, helps somebody who takes that back, and is taken back itself."""
        ticket = self.session.scalars(select(Ticket).where(Ticket.learner_id == self.ada.id)).first()
        assert ticket is not None
        words = "Pourquoi ?", "Il manquait la boucle."
        told = answers.write(self.session, ticket, *words, by=self.ada.id, language="fr")
        lead, reader = self.make.lead("denise", "FR-BRE"), self.make.person("eve")
        with clock.at(TUESDAY + timedelta(days=1)):
            answers.publish(self.session, Seen(answer=told, lead=True), by=lead.id)
        with clock.at(TUESDAY + timedelta(days=9)):
            hers = Seen(answer=told, reader=reader.id, public=True)
            answers.say_helped(self.session, hers, act_id=uuid4())
            answers.unsay_helped(self.session, hers)
            answers.withdraw(self.session, Seen(answer=told, reader=self.ada.id, writer=True))

    def proposal(self) -> Proposal:
        place = self.make.place("FR-35238")
        return Proposal(
            place_id=place.id, day=date(2026, 11, 24), starts=time(18, 30), ends=time(20, 0), capacity=5
        )

    def come(self, meeting: Meeting, *presences: Presence) -> None:
        """Tick one presence after another, each a correction of the one before."""
        with clock.at(meeting.ends_at + timedelta(hours=1)):
            for presence in presences:
                minutes = 40 if presence is Presence.PARTLY else None
                told = [Ticked(self.ada.id, presence, minutes)]
                recording.record_presence(self.session, meeting.id, told, by=self.bruno.id, act_id=uuid4())

    def look_back(self, meeting: Meeting) -> None:
        """Say how the meeting was and think again; get an attestation, and another one after a correction."""
        with clock.at(meeting.ends_at + timedelta(hours=25)):
            for points in (5, 4):
                thought = Thought(points, "not-yet", "right")
                saying.say(self.session, meeting.id, thought, by=self.ada.id, act_id=uuid4())
            meeting.list_closed_at = clock.now()
            closed(self.session, meeting, by=self.bruno.id)
            seat = self.session.get_one(Seat, (meeting.id, self.ada.id))
            seat.minutes_present = 35
            issue_for(self.session, seat, by=self.bruno.id)


@pytest.fixture
def told(session: Session, make: Make, ada: Person, bruno: Person, shipped: list[Module]) -> list[Told]:
    """Everything that the record was told in that story."""
    course = next(module for module in shipped if module.slug == "creative-programming")
    Year(make, ada, bruno, course).live()
    return statements(session)


def test_each_statement_is_meant_by_one_template_and_breaks_no_rule_of_it(told: list[Told]) -> None:
    for one in told:
        meant = [template for template in TEMPLATES.values() if matching.is_meant(one, template)]
        assert len(meant) == 1, orjson.dumps(one)
        assert matching.broken(one, meant[0]) == [], orjson.dumps(one)


def test_each_template_is_the_template_of_something(told: list[Told]) -> None:
    assert {matching.template_of(one, PROFILE) for one in told} == set(TEMPLATES)


def test_each_extension_is_carried_by_something_and_has_the_type_of_its_schema(told: list[Told]) -> None:
    carried: dict[str, list[object]] = {}
    for one in told:
        for iri, value in one.get("result", {}).get("extensions", {}).items():
            carried.setdefault(iri, []).append(value)
    assert set(carried) == {extension_iri(name, BASE) for name in EXTENSIONS}
    types = {"integer": int, "boolean": bool, "string": str}
    for name, extension in EXTENSIONS.items():
        values = carried[extension_iri(name, BASE)]
        assert {type(value) for value in values} == {types[str(extension.schema["type"])]}
        assert all(value in extension.schema.get("enum", values) for value in values)  # type: ignore[operator]
        assert all(value >= extension.schema.get("minimum", value) for value in values)  # type: ignore[operator]


def test_what_is_voided_is_of_the_templates_that_may_be(told: list[Told]) -> None:
    known = {one["id"]: one for one in told}
    voiding = TEMPLATES[f"{BASE}/xapi/templates/statement-voided"]
    voided = {
        matching.template_of(known[one["object"]["id"]], PROFILE)
        for one in told
        if one["object"]["objectType"] == "StatementRef"
    }
    assert voided == set(voiding["objectStatementRefTemplate"])
