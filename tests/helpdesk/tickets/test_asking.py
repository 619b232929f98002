"""Asking: one act that opens a ticket, tells who will answer and why, and records that somebody asked."""

from __future__ import annotations

from datetime import timedelta

import orjson
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classcode.errors import Invalid, TooMany
from classcode.people.models import Facilitator, Person
from classcode.people.rules.profile import Told
from classcode.territory.models import ELSEWHERE
from helpdesk.models import Message, PairingReason, Ticket
from helpdesk.tickets.rules.asking import LONGEST, SUBJECT
from helpdesk.tickets.states import State, What
from tests.helpdesk.tickets.conftest import WORDS, Ask, trail, verbs
from tests.make import Make
from tracking.models import LearnerFact, Statement


def test_a_question_goes_to_the_facilitator_of_the_region(ask: Ask, ada: Person, bruno: Person) -> None:
    ticket = ask(ada)
    assert ticket.facilitator_id == bruno.id and ticket.state == State.PROPOSED


def test_the_promise_is_counted_from_the_question(ask: Ask, ada: Person) -> None:
    ticket = ask(ada)
    assert ticket.promised_by - ticket.opened_at == timedelta(days=3)


def test_the_trail_tells_who_asked_and_whom_the_desk_found(
    session: Session, ask: Ask, ada: Person, bruno: Person
) -> None:
    assert trail(session, ask(ada)) == [What.ASKED, What.PAIRED]


def test_every_candidate_considered_is_kept_with_reasons(
    session: Session, ask: Ask, make: Make, ada: Person, bruno: Person, chloe: Person
) -> None:
    full = make.facilitator("denis", region="FR-BRE", commune="FR-29019")
    session.get_one(Facilitator, full.id).capacity = 0
    ticket = ask(ada)
    kept = session.scalars(select(PairingReason).where(PairingReason.ticket_id == ticket.id)).all()
    assert {(one.facilitator_id, one.chosen) for one in kept} == {(bruno.id, True), (full.id, False)}


def test_nobody_in_the_region_leaves_the_question_in_the_lead_s_queue(
    session: Session, ask: Ask, ada: Person, chloe: Person
) -> None:
    ticket = ask(ada)
    assert (ticket.state, ticket.facilitator_id, ticket.region_code) == (State.NEW, None, "FR-BRE")
    assert trail(session, ticket) == [What.ASKED, What.NOBODY_FREE]


def test_without_a_commune_the_language_alone_decides_and_the_region_is_elsewhere(
    ask: Ask, make: Make, chloe: Person
) -> None:
    ticket = ask(make.person("eve"))
    assert ticket.region_code == ELSEWHERE and ticket.facilitator_id == chloe.id


def test_nobody_is_paired_with_herself(ask: Ask, bruno: Person) -> None:
    assert ask(bruno).facilitator_id is None


def test_a_full_facilitator_gets_no_more(session: Session, ask: Ask, ada: Person, bruno: Person) -> None:
    session.get_one(Facilitator, bruno.id).capacity = 1
    assert [ask(ada).facilitator_id, ask(ada).facilitator_id] == [bruno.id, None]


def test_the_commune_told_is_kept_as_facts(session: Session, ask: Ask, make: Make) -> None:
    ask(make.person("eve"), told=Told(commune_code="FR-35238"))
    facts = dict(session.execute(select(LearnerFact.kind, LearnerFact.value)).all())
    of_commune = {"region": "FR-BRE", "department": "35", "academy": "14", "commune_type": "urban"}
    assert facts == {**of_commune, "language": "fr"}


def test_the_statement_says_who_asked_about_what_and_not_a_word_more(
    session: Session, ask: Ask, ada: Person, bruno: Person
) -> None:
    ticket = ask(ada)
    row = session.scalars(select(Statement)).one()
    told = orjson.loads(row.body)
    assert (row.verb, row.object_path, row.module) == (
        "asked",
        f"tickets/{ticket.id}",
        "creative-programming",
    )
    grouping = [
        thing["id"].rpartition("classcode.test/")[2]
        for thing in told["context"]["contextActivities"]["grouping"]
    ]
    assert grouping == ["modules/creative-programming/loops-and-events", "modules/creative-programming"]
    assert "instructor" not in told["context"]
    assert not any(word in row.body.decode() for word in ("cat does", "Ada", "Bruno", "35238"))


@pytest.mark.parametrize("text", ["", " \n ", "x" * (LONGEST + 1)])
def test_an_empty_or_endless_question_leaves_no_row(
    session: Session, ask: Ask, ada: Person, text: str
) -> None:
    with pytest.raises(Invalid) as refused:
        ask(ada, text=text)
    assert refused.value.field == "text"
    assert session.scalar(select(func.count()).select_from(Ticket)) == 0
    assert verbs(session) == []


def test_the_title_is_the_first_line_cut_at_a_word(session: Session, ask: Ask, ada: Person) -> None:
    assert ask(ada).subject == "My cat does not turn."
    long = ask(ada, text="word " * 60).subject
    assert len(long) <= SUBJECT and long.endswith("word…")


def test_the_words_are_kept_as_written(session: Session, ask: Ask, ada: Person) -> None:
    ask(ada, text=WORDS.replace("\n", "\r\n"))
    assert session.scalars(select(Message.text)).one() == WORDS


def test_asking_without_end_is_refused(ask: Ask, ada: Person) -> None:
    for _ in range(20):
        ask(ada)
    with pytest.raises(TooMany):
        ask(ada)
