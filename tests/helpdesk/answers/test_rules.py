"""Public answers: written anew, published by a lead, stopped by the learner, hidden in one act."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.auth import visitors
from classcode.auth.visitors import Visitor
from classcode.errors import Invalid, NotFound
from classcode.mail import OutgoingMail
from classcode.people.models import Person
from helpdesk.answers import access, rules
from helpdesk.answers.access import Seen
from helpdesk.answers.models import PublicAnswer, Stage
from helpdesk.answers.queries import public, to_look_at
from helpdesk.tickets.rules.asking import open_ticket
from tests.helpdesk.answers.conftest import TEXT, Publish, Settled
from tests.helpdesk.tickets.conftest import question
from tests.make import Make


def visitor(session: Session, person: Person) -> Visitor:
    found = visitors.find(session, visitors.open_session(session, person.id))
    assert found
    return found


def seen(session: Session, person: Person | None, answer_id: UUID) -> Seen:
    return access.answer(session, visitor(session, person) if person else None, answer_id)


@pytest.fixture
def lead(make: Make) -> Person:
    """Denise leads Bretagne."""
    return make.lead("denise", "FR-BRE")


@pytest.fixture
def proposed(session: Session, settled: Settled, bruno: Person) -> PublicAnswer:
    """What Bruno proposed."""
    return rules.write(session, settled(), "Pourquoi ?", TEXT, by=bruno.id, language="fr")


def test_nobody_reads_what_is_only_proposed(session: Session, proposed: PublicAnswer, chloe: Person) -> None:
    assert public(session, "fr") == []
    for stranger in (None, chloe):
        with pytest.raises(NotFound):
            seen(session, stranger, proposed.id)


def test_a_lead_publishes_and_a_week_later_everybody_reads(
    session: Session, proposed: PublicAnswer, lead: Person
) -> None:
    rules.publish(session, seen(session, lead, proposed.id), by=lead.id)
    assert public(session, "fr") == []
    with time_machine.travel(clock.now() + timedelta(days=7, minutes=1), tick=False):
        assert public(session, "fr") == [proposed] and seen(session, None, proposed.id).public


def test_the_learner_is_told_when_it_is_published(
    session: Session, proposed: PublicAnswer, lead: Person, ada: Person
) -> None:
    rules.publish(session, seen(session, lead, proposed.id), by=lead.id)
    mail = session.scalars(select(OutgoingMail).where(OutgoingMail.kind == "public-answer")).one()
    assert mail.person_id == ada.id and str(proposed.id) in mail.text


@pytest.mark.parametrize("days", [1, 30])
def test_the_learner_stops_it_before_and_after_with_one_press(
    session: Session, proposed: PublicAnswer, lead: Person, ada: Person, days: int
) -> None:
    rules.publish(session, seen(session, lead, proposed.id), by=lead.id)
    with time_machine.travel(clock.now() + timedelta(days=days), tick=False):
        rules.object_to(session, seen(session, ada, proposed.id))
        rules.object_to(session, seen(session, ada, proposed.id))
        assert proposed.stage == Stage.OBJECTED and public(session, "fr") == []


def test_nobody_else_stops_it(session: Session, publish: Publish, chloe: Person) -> None:
    with pytest.raises(NotFound):
        rules.object_to(session, seen(session, chloe, publish().id))


def test_what_was_stopped_is_never_written_again(
    session: Session, proposed: PublicAnswer, ada: Person, bruno: Person
) -> None:
    rules.object_to(session, seen(session, ada, proposed.id))
    ticket = access.source(session, visitor(session, bruno), proposed.ticket_id or uuid4())
    with pytest.raises(Invalid):
        rules.write(session, ticket, "Again?", TEXT, by=bruno.id, language="fr")


def test_a_lead_sends_back_with_a_reason_and_the_writer_changes_it(
    session: Session, proposed: PublicAnswer, settled: Settled, lead: Person, bruno: Person, ada: Person
) -> None:
    with pytest.raises(Invalid):
        rules.send_back(session, seen(session, lead, proposed.id), " ", by=lead.id)
    rules.send_back(session, seen(session, lead, proposed.id), "It names a school.", by=lead.id)
    assert to_look_at(session, visitor(session, bruno)) == [proposed]
    with pytest.raises(NotFound):
        seen(session, ada, proposed.id)
    ticket = access.source(session, visitor(session, bruno), proposed.ticket_id or uuid4())
    rules.write(session, ticket, "Autrement ?", TEXT, by=bruno.id, language="fr")
    assert (proposed.stage, proposed.question, proposed.reason) == (Stage.PROPOSED, "Autrement ?", None)


def test_a_lead_of_elsewhere_decides_nothing(
    session: Session, make: Make, proposed: PublicAnswer, lead: Person
) -> None:
    with pytest.raises(NotFound):
        seen(session, make.lead("fanny", "FR-OCC"), proposed.id)
    assert to_look_at(session, visitor(session, lead)) == [proposed]


def test_the_writer_does_not_publish(
    session: Session, proposed: PublicAnswer, lead: Person, bruno: Person
) -> None:
    with pytest.raises(NotFound):
        rules.publish(session, seen(session, bruno, proposed.id), by=bruno.id)


def test_a_report_brings_it_to_the_lead_who_hides_it_in_one_act(
    session: Session, publish: Publish, lead: Person
) -> None:
    answer = publish()
    rules.report(session, seen(session, None, answer.id))
    assert to_look_at(session, visitor(session, lead)) == [answer]
    rules.hide(session, seen(session, lead, answer.id), by=lead.id)
    assert public(session, "fr") == [] and to_look_at(session, visitor(session, lead)) == []


def test_a_lead_may_leave_what_was_reported(session: Session, publish: Publish, lead: Person) -> None:
    answer = publish()
    rules.report(session, seen(session, None, answer.id))
    rules.keep(session, seen(session, lead, answer.id))
    assert (answer.stage, answer.reported_at) == (Stage.PUBLISHED, None)


@pytest.mark.parametrize(
    ("field", "words"), [("question", (" ", TEXT)), ("question", ("x" * 201, TEXT)), ("answer", ("Why?", ""))]
)
def test_both_parts_are_written(
    session: Session, settled: Settled, bruno: Person, field: str, words: tuple[str, str]
) -> None:
    with pytest.raises(Invalid) as refused:
        rules.write(session, settled(), *words, by=bruno.id, language="fr")
    assert refused.value.field == field


def test_only_a_settled_question_of_hers_is_a_source(
    session: Session, settled: Settled, ada: Person, bruno: Person, chloe: Person
) -> None:
    opened, done = open_ticket(session, ada.id, question(), act_id=uuid4()), settled()
    assert access.source(session, visitor(session, bruno), done.id) is done
    for who, ticket in ((bruno, opened), (chloe, done), (ada, done)):
        with pytest.raises(NotFound):
            access.source(session, visitor(session, who), ticket.id)


def test_it_outlives_the_question_and_its_writer(
    session: Session, publish: Publish, ada: Person, bruno: Person
) -> None:
    answer = publish()
    for person in (ada, bruno):
        session.delete(person)
        session.flush()
    session.expire_all()
    assert public(session, "fr") == [answer] and (answer.ticket_id, answer.written_by_id) == (None, None)
