"""Whose question it is: taken once, assigned by a lead, passed on to the next candidate or to the lead's queue."""

from __future__ import annotations

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from classcode.errors import Invalid, NotFound
from classcode.people.models import Person
from helpdesk.models import Ticket
from helpdesk.tickets.queries.offers import SHOWN, assignable
from helpdesk.tickets.rules import holding
from helpdesk.tickets.rules.holding import AlreadyTaken, NotFacilitator
from helpdesk.tickets.rules.moving import Overtaken
from helpdesk.tickets.states import PassOnReason, State, What
from tests.helpdesk.tickets.conftest import Ask, trail
from tests.make import Make


def test_who_comes_second_is_told_who_was_first(
    session: Session, ask: Ask, make: Make, ada: Person, chloe: Person
) -> None:
    ticket = ask(ada)
    first, second = make.lead("denis", "FR-BRE"), make.lead("eve", "FR-BRE")
    holding.take(session, ticket, by=first.id)
    with pytest.raises(AlreadyTaken) as refused:
        holding.take(session, ticket, by=second.id)
    assert "Denis" in str(refused.value)
    assert ticket.facilitator_id == first.id


def test_taking_twice_is_taking_once(session: Session, ask: Ask, ada: Person, make: Make) -> None:
    ticket, lead = ask(ada), make.lead("denis", "FR-BRE")
    holding.take(session, ticket, by=lead.id)
    holding.take(session, ticket, by=lead.id)
    assert trail(session, ticket).count(What.TAKEN) == 1


def test_a_ticket_that_moved_since_it_was_read_is_not_moved_again(
    session: Session, ask: Ask, ada: Person, make: Make
) -> None:
    ticket, lead = ask(ada), make.lead("denis", "FR-BRE")
    elsewhere = update(Ticket).values(version=Ticket.version + 1).execution_options(synchronize_session=False)
    session.execute(elsewhere)
    with pytest.raises(Overtaken):
        holding.take(session, ticket, by=lead.id)
    assert What.TAKEN not in trail(session, ticket)


def test_a_lead_gives_a_question_to_a_facilitator(
    session: Session, ask: Ask, make: Make, ada: Person, chloe: Person
) -> None:
    ticket, lead = ask(ada), make.lead("denis", "FR-BRE")
    holding.assign(session, ticket, chloe.id, by=lead.id)
    assert (ticket.facilitator_id, ticket.state) == (chloe.id, State.PROPOSED)


def test_only_facilitators_are_given_questions(session: Session, ask: Ask, make: Make, ada: Person) -> None:
    ticket, lead = ask(ada), make.lead("denis", "FR-BRE")
    with pytest.raises(NotFacilitator):
        holding.assign(session, ticket, lead.id, by=lead.id)


def test_the_region_s_facilitators_are_offered_first(
    session: Session, ask: Ask, ada: Person, bruno: Person, chloe: Person
) -> None:
    offers = assignable(session, ask(ada))
    assert [(one.name, one.near, one.load) for one in offers.shown] == [
        ("Bruno", True, 1),
        ("Chloe", False, 0),
    ]


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ("CHLO", ["Chloe"]),
        ("bretagne", ["Bruno"]),
        ("occitanie", ["Chloe"]),
        ("zz", []),
        (" ", ["Bruno", "Chloe"]),
    ],
)
def test_somebody_is_found_by_a_part_of_her_name_or_region(
    session: Session, ask: Ask, ada: Person, bruno: Person, chloe: Person, wanted: str, names: list[str]
) -> None:
    assert [one.name for one in assignable(session, ask(ada), wanted).shown] == names


def test_a_long_list_is_cut_and_says_so(session: Session, ask: Ask, make: Make, ada: Person) -> None:
    for number in range(SHOWN + 3):
        make.facilitator(f"f{number}", region="FR-BRE", commune="FR-35238")
    offers = assignable(session, ask(ada))
    assert (len(offers.shown), offers.left_out) == (SHOWN, 3)
    assert len(assignable(session, wanted="F52").shown) == 1


def test_a_question_passed_on_goes_to_the_next_candidate(
    session: Session, ask: Ask, make: Make, ada: Person, bruno: Person
) -> None:
    ticket, denis = ask(ada), make.facilitator("denis", region="FR-BRE", commune="FR-29019")
    holding.pass_on(session, ticket, PassOnReason.NO_TIME, by=bruno.id)
    assert ticket.facilitator_id == denis.id
    assert trail(session, ticket)[-2:] == [What.DECLINED, What.PAIRED]


def test_passed_on_by_everybody_it_comes_to_the_lead_and_never_back(
    session: Session, ask: Ask, make: Make, ada: Person, bruno: Person
) -> None:
    ticket = ask(ada)
    holding.pass_on(session, ticket, PassOnReason.NOT_MY_SUBJECT, by=bruno.id)
    assert (ticket.facilitator_id, ticket.state) == (None, State.NEW)


def test_a_reason_outside_the_list_is_refused(session: Session, ask: Ask, ada: Person, bruno: Person) -> None:
    with pytest.raises(Invalid):
        holding.pass_on(session, ask(ada), "because she wrote rubbish", by=bruno.id)


def test_an_unheld_question_cannot_be_passed_on(
    session: Session, ask: Ask, ada: Person, chloe: Person
) -> None:
    with pytest.raises(NotFound):
        holding.pass_on(session, ask(ada), PassOnReason.OTHER, by=chloe.id)
