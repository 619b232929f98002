"""What a learner tells of what helped her, whom an answer helped, and what the record holds of both."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import orjson
import pytest
import time_machine
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.errors import Invalid, NotFound
from classcode.mail import OutgoingMail
from classcode.people.models import Person, RoleGrant
from helpdesk.answers import access, rules
from helpdesk.answers.models import AnswerHelped, PublicAnswer, Stage
from helpdesk.answers.queries import helped, of_learner, public, to_look_at
from helpdesk.growth.queries.deeds import deeds_of
from helpdesk.models import Ticket
from helpdesk.tickets.rules import talking
from helpdesk.tickets.rules.asking import open_ticket
from tests.helpdesk.answers.conftest import TEXT, Publish, Settled
from tests.helpdesk.answers.test_rules import seen, visitor
from tests.helpdesk.tickets.conftest import question
from tests.helpdesk.tickets.test_concurrency import BOTH, at_once
from tests.make import Make
from tracking.models import Pseudonym, Statement
from tracking.vocabulary import Verb


@pytest.fixture
def lead(make: Make) -> Person:
    """Denise leads Bretagne."""
    return make.lead("denise", "FR-BRE")


@pytest.fixture
def told(session: Session, settled: Settled, ada: Person) -> PublicAnswer:
    """What Ada told of what helped her."""
    return rules.write(session, settled(), "Pourquoi ?", TEXT, by=ada.id, language="fr")


def published(session: Session, answer: PublicAnswer, lead: Person) -> PublicAnswer:
    """Let the lead publish it, more than a week ago."""
    with time_machine.travel(clock.now() - timedelta(days=8), tick=False):
        rules.publish(session, seen(session, lead, answer.id), by=lead.id)
    return answer


def said(session: Session, verb: Verb, *, voided: bool = False) -> list[Statement]:
    wanted = select(Statement).where(Statement.verb == verb, Statement.voided.is_(voided))
    return list(session.scalars(wanted))


def source(session: Session, person: Person, ticket: Ticket | UUID | None) -> Ticket:
    key = ticket.id if isinstance(ticket, Ticket) else ticket
    assert key
    return access.own_source(session, visitor(session, person), key)


# From a question of her own.


def test_only_her_own_settled_question_is_one_to_tell_of(
    session: Session, settled: Settled, make: Make, ada: Person, bruno: Person, chloe: Person, lead: Person
) -> None:
    opened, done = open_ticket(session, ada.id, question(), act_id=uuid4()), settled()
    assert source(session, ada, done) is done
    refused = [(ada, opened), *((who, done) for who in (make.person("eve"), bruno, chloe, lead))]
    for who, ticket in refused:
        with pytest.raises(NotFound):
            source(session, who, ticket)


def test_a_closed_question_is_one_too_and_a_withdrawn_one_is_not(
    session: Session, settled: Settled, ada: Person
) -> None:
    done, opened = settled(), open_ticket(session, ada.id, question(), act_id=uuid4())
    talking.close(session, done)
    talking.cancel(session, opened, by=ada.id)
    assert source(session, ada, done) is done
    with pytest.raises(NotFound):
        source(session, ada, opened)


def test_it_is_marked_as_a_learner_s_and_a_facilitator_s_is_not(
    session: Session, settled: Settled, told: PublicAnswer, bruno: Person
) -> None:
    other = rules.write(session, settled(), "Why?", TEXT, by=bruno.id, language="fr")
    assert (told.by_learner, told.stage, other.by_learner) == (True, Stage.PROPOSED, False)


def test_whoever_comes_second_is_told_that_there_is_one(
    session: Session, told: PublicAnswer, settled: Settled, ada: Person, bruno: Person
) -> None:
    ticket = session.get_one(Ticket, told.ticket_id)
    with pytest.raises(Invalid):
        rules.write(session, ticket, "Mine", TEXT, by=bruno.id, language="fr")
    other = settled()
    rules.write(session, other, "Mine", TEXT, by=bruno.id, language="fr")
    with pytest.raises(Invalid):
        rules.write(session, other, "Hers", TEXT, by=ada.id, language="fr")


# Through the same door.


def test_a_lead_finds_it_and_nobody_else_reads_it(
    session: Session, make: Make, told: PublicAnswer, lead: Person, chloe: Person
) -> None:
    assert to_look_at(session, visitor(session, lead)) == [told]
    for stranger in (None, chloe, make.person("eve"), make.lead("fanny", "FR-OCC")):
        with pytest.raises(NotFound):
            seen(session, stranger, told.id)


def test_its_writer_is_told_by_mail_and_the_record_that_she_shared_it(
    session: Session, told: PublicAnswer, lead: Person, ada: Person
) -> None:
    published(session, told, lead)
    mail = session.scalars(select(OutgoingMail).where(OutgoingMail.kind == "public-answer")).one()
    assert mail.person_id == ada.id and str(told.id) in mail.text and "vous a débloqué" in mail.text
    shared = said(session, Verb.SHARED)
    assert [one.actor for one in shared] == [session.get_one(Pseudonym, ada.id).actor]
    body = orjson.loads(shared[0].body)
    assert "instructor" not in body["context"] and "result" not in body
    assert told.question not in shared[0].body.decode() and told.answer not in shared[0].body.decode()
    assert body["object"]["id"] == f"http://classcode.test/answers/{told.id}"


def test_what_a_facilitator_wrote_is_shared_by_nobody(
    session: Session, settled: Settled, bruno: Person, lead: Person
) -> None:
    published(session, rules.write(session, settled(), "Why?", TEXT, by=bruno.id, language="fr"), lead)
    assert said(session, Verb.SHARED) == []


def test_sent_back_she_reads_why_and_changes_it(
    session: Session, told: PublicAnswer, lead: Person, ada: Person, bruno: Person
) -> None:
    rules.send_back(session, seen(session, lead, told.id), "Elle nomme une école.", by=lead.id)
    mail = session.scalars(select(OutgoingMail).where(OutgoingMail.kind == "public-answer")).one()
    assert mail.person_id == ada.id and "Elle nomme une école." in mail.text
    with pytest.raises(NotFound):
        seen(session, bruno, told.id)
    assert seen(session, ada, told.id).may_rewrite
    rules.write(session, source(session, ada, told.ticket_id), "Autrement ?", TEXT, by=ada.id, language="fr")
    assert (told.stage, told.question, told.reason) == (Stage.PROPOSED, "Autrement ?", None)


def test_she_may_still_change_it_when_her_question_was_opened_again(
    session: Session, told: PublicAnswer, ada: Person
) -> None:
    ticket = session.get_one(Ticket, told.ticket_id)
    talking.reply(session, ticket, "Toujours pas.")
    assert source(session, ada, ticket) is ticket


@pytest.mark.parametrize("days", [1, 30])
def test_whoever_answered_may_object_before_and_after(
    session: Session, told: PublicAnswer, lead: Person, bruno: Person, ada: Person, days: int
) -> None:
    rules.publish(session, seen(session, lead, told.id), by=lead.id)
    with time_machine.travel(clock.now() + timedelta(days=days), tick=False):
        assert not seen(session, ada, told.id).may_object
        rules.object_to(session, seen(session, bruno, told.id))
        rules.object_to(session, seen(session, bruno, told.id))
    assert told.stage == Stage.OBJECTED
    assert said(session, Verb.SHARED) == [] and len(said(session, Verb.SHARED, voided=True)) == 1


def test_a_former_facilitator_objects_no_longer(session: Session, told: PublicAnswer, bruno: Person) -> None:
    assert seen(session, bruno, told.id).may_object
    session.execute(delete(RoleGrant).where(RoleGrant.person_id == bruno.id))
    with pytest.raises(NotFound):
        seen(session, bruno, told.id)


def test_she_takes_it_back_for_good_and_the_record_forgets_it(
    session: Session, told: PublicAnswer, lead: Person, ada: Person, bruno: Person
) -> None:
    published(session, told, lead)
    for _ in range(2):
        rules.withdraw(session, seen(session, ada, told.id))
    assert told.stage == Stage.WITHDRAWN and public(session, "fr") == []
    assert said(session, Verb.SHARED) == []
    for who in (lead, bruno, None):
        with pytest.raises(NotFound):
            seen(session, who, told.id)
    with pytest.raises(Invalid):
        rules.write(session, session.get_one(Ticket, told.ticket_id), "Again", TEXT, by=ada.id, language="fr")


def test_nobody_takes_back_what_another_wrote(
    session: Session, publish: Publish, told: PublicAnswer, lead: Person, ada: Person, bruno: Person
) -> None:
    for who, answer in ((lead, told), (bruno, told), (ada, publish()), (bruno, publish())):
        with pytest.raises(NotFound):
            rules.withdraw(session, seen(session, who, answer.id))


def test_hidden_by_a_lead_it_is_shared_no_longer(session: Session, told: PublicAnswer, lead: Person) -> None:
    published(session, told, lead)
    rules.hide(session, seen(session, lead, told.id), by=lead.id)
    assert said(session, Verb.SHARED) == []


def test_she_finds_what_she_told_whatever_became_of_it(
    session: Session, told: PublicAnswer, ada: Person, bruno: Person
) -> None:
    for stage in Stage:
        told.stage = stage
        assert list(of_learner(session, ada.id)) == [told]
    assert list(of_learner(session, bruno.id)) == []


# Whom it helped.


def test_it_helps_each_reader_once_until_she_takes_it_back(
    session: Session, publish: Publish, make: Make
) -> None:
    answer, eve, fay = publish(), make.person("eve"), make.person("fay")
    for who in (eve, eve, fay):
        rules.say_helped(session, seen(session, who, answer.id), act_id=uuid4())
    assert helped(session, answer.id, eve.id).people == len(said(session, Verb.FOUND_HELPFUL)) == 2
    for _ in range(2):
        rules.unsay_helped(session, seen(session, eve, answer.id))
    after = helped(session, answer.id, eve.id)
    assert (after.people, after.mine) == (1, False)
    assert helped(session, answer.id, fay.id).mine and not helped(session, answer.id, None).mine
    assert len(said(session, Verb.FOUND_HELPFUL)) == len(said(session, Verb.FOUND_HELPFUL, voided=True)) == 1


def test_she_may_find_it_helpful_again(session: Session, publish: Publish, make: Make) -> None:
    answer, eve = publish(), make.person("eve")
    rules.say_helped(session, seen(session, eve, answer.id), act_id=uuid4())
    rules.unsay_helped(session, seen(session, eve, answer.id))
    rules.say_helped(session, seen(session, eve, answer.id), act_id=uuid4())
    assert helped(session, answer.id, eve.id).people == len(said(session, Verb.FOUND_HELPFUL)) == 1


def test_the_record_names_the_reader_and_nobody_else(session: Session, publish: Publish, make: Make) -> None:
    answer, eve = publish(), make.person("eve")
    rules.say_helped(session, seen(session, eve, answer.id), act_id=uuid4())
    one = said(session, Verb.FOUND_HELPFUL)[0]
    assert one.actor == session.get_one(Pseudonym, eve.id).actor
    assert b"instructor" not in one.body and answer.question.encode() not in one.body


def test_neither_its_writer_nor_who_decided_nor_a_passer_by_is_helped(
    session: Session, told: PublicAnswer, lead: Person, ada: Person
) -> None:
    published(session, told, lead)
    for who in (ada, lead, None):
        with pytest.raises(NotFound):
            rules.say_helped(session, seen(session, who, told.id), act_id=uuid4())
    assert helped(session, told.id, None).people == 0


def test_nobody_is_helped_by_what_is_not_public(
    session: Session, publish: Publish, told: PublicAnswer, bruno: Person, ada: Person
) -> None:
    for who, answer in ((bruno, told), (ada, publish(visible=False))):
        with pytest.raises(NotFound):
            rules.say_helped(session, seen(session, who, answer.id), act_id=uuid4())


def test_a_reader_who_leaves_takes_her_row_with_her(session: Session, publish: Publish, make: Make) -> None:
    answer, eve = publish(), make.person("eve")
    rules.say_helped(session, seen(session, eve, answer.id), act_id=uuid4())
    session.delete(eve)
    session.flush()
    assert helped(session, answer.id, None).people == 0


# Growth reads it from the record; the rows say the same.


def by_rows(session: Session, writer: UUID) -> int:
    mine = (PublicAnswer.written_by_id == writer, PublicAnswer.by_learner, AnswerHelped.person_id != writer)
    wanted = select(func.count(AnswerHelped.person_id.distinct())).join(PublicAnswer)
    return session.scalar(wanted.where(*mine, PublicAnswer.stage == Stage.PUBLISHED)) or 0


def test_the_figure_of_the_record_is_that_of_the_rows_after_each_act(
    session: Session, settled: Settled, make: Make, ada: Person, bruno: Person, lead: Person
) -> None:
    eve, fay = make.person("eve"), make.person("fay")
    first, second = (
        published(session, rules.write(session, settled(), "Why?", TEXT, by=ada.id, language="fr"), lead)
        for _ in range(2)
    )
    theirs = published(
        session, rules.write(session, settled(), "Who?", TEXT, by=bruno.id, language="fr"), lead
    )
    figures = []

    def look() -> None:
        figures.append(deeds_of(session, ada.id).helped)
        assert figures[-1] == by_rows(session, ada.id)

    for who, answer in ((eve, first), (eve, second), (eve, theirs), (fay, second)):
        rules.say_helped(session, seen(session, who, answer.id), act_id=uuid4())
        look()
    rules.unsay_helped(session, seen(session, eve, first.id))
    look()
    rules.hide(session, seen(session, lead, second.id), by=lead.id)
    look()
    assert figures == [1, 1, 1, 2, 2, 0]
    assert deeds_of(session, bruno.id).helped == 0, "the criterion is about what learners told"


@BOTH
def test_of_many_clicks_at_once_one_counts(
    session: Session, publish: Publish, make: Make, database: str
) -> None:
    answer_id, eve = publish().id, make.person("eve")
    who = visitor(session, eve)
    session.commit()

    def press(own: Session) -> None:
        rules.say_helped(own, access.answer(own, who, answer_id, acting=True), act_id=uuid4())

    def take_back(own: Session) -> None:
        rules.unsay_helped(own, access.answer(own, who, answer_id, acting=True))

    assert at_once([press] * 12) == [None] * 12
    with db.reading() as reading:
        assert helped(reading, answer_id, eve.id).people == len(said(reading, Verb.FOUND_HELPFUL)) == 1
    assert at_once([press, take_back] * 8) == [None] * 16
    with db.reading() as reading:
        assert helped(reading, answer_id, None).people == len(said(reading, Verb.FOUND_HELPFUL))


@BOTH
def test_a_learner_and_a_facilitator_who_write_at_once_make_one(
    session: Session, settled: Settled, ada: Person, bruno: Person, database: str
) -> None:
    ticket_id = settled().id
    hers, his = visitor(session, ada), visitor(session, bruno)
    session.commit()

    def tell(own: Session) -> None:
        ticket = access.own_source(own, hers, ticket_id, acting=True)
        rules.write(own, ticket, "Hers", TEXT, by=ada.id, language="fr")

    def write(own: Session) -> None:
        ticket = access.source(own, his, ticket_id, acting=True)
        rules.write(own, ticket, "His", TEXT, by=bruno.id, language="fr")

    refusals = at_once([tell, write])
    assert sorted(isinstance(one, Invalid) for one in refusals) == [False, True]
    with db.reading() as reading:
        assert reading.scalar(select(func.count()).select_from(PublicAnswer)) == 1
