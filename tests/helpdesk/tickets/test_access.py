"""Who sees a ticket: its learner, its holder, the leads of its region, and nobody is told that others exist."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from classcode.auth import Visitor
from classcode.auth.visitors import EVERYWHERE
from classcode.errors import NotFound
from classcode.people.models import Person, Role
from classcode.people.queries import regions_of_role
from classcode.people.rules.profile import revoke
from helpdesk.tickets import access
from helpdesk.tickets.queries.desk import desk_of
from helpdesk.tickets.queries.thread import thread_of
from helpdesk.tickets.rules import holding, moderating, talking
from helpdesk.tickets.states import What
from tests.helpdesk.tickets.conftest import Ask
from tests.make import Make


def visitor(session: Session, person: Person) -> Visitor:
    """Return a person as a request would see her now."""
    roles = {str(role): regions_of_role(session, person.id, role) for role in Role}
    held = {role: frozenset(code or EVERYWHERE for code in codes) for role, codes in roles.items() if codes}
    held[Role.LEARNER] = frozenset({EVERYWHERE})
    return Visitor(person.id, "token", person.name, "fr", "Europe/Paris", frozenset(held), held)


def sees(session: Session, person: Person, ticket_id: object) -> bool:
    try:
        access.ticket(session, visitor(session, person), ticket_id)  # type: ignore[arg-type]
    except NotFound:
        return False
    return True


def test_the_learner_and_her_facilitator_see_it_and_chloe_does_not(
    session: Session, ask: Ask, ada: Person, bruno: Person, chloe: Person
) -> None:
    ticket = ask(ada)
    assert [sees(session, who, ticket.id) for who in (ada, bruno, chloe)] == [True, True, False]


def test_an_unknown_ticket_and_somebody_else_s_read_the_same(
    session: Session, ask: Ask, ada: Person, bruno: Person, chloe: Person
) -> None:
    ticket = ask(ada)
    with pytest.raises(NotFound) as theirs:
        access.ticket(session, visitor(session, chloe), ticket.id)
    with pytest.raises(NotFound) as unknown:
        access.ticket(session, visitor(session, chloe), uuid4())
    assert str(theirs.value) == str(unknown.value)


def test_a_lead_sees_her_region_and_not_another_that_has_its_own(
    session: Session, ask: Ask, make: Make, ada: Person
) -> None:
    ticket = ask(ada)
    here, there = make.lead("here", "FR-BRE"), make.lead("there", "FR-OCC")
    assert [sees(session, who, ticket.id) for who in (here, there)] == [True, False]


def test_a_region_without_lead_is_seen_by_every_lead_and_administrator(
    session: Session, ask: Ask, make: Make, ada: Person
) -> None:
    ticket = ask(ada)
    there, root = make.lead("there", "FR-OCC"), make.administrator()
    assert [sees(session, who, ticket.id) for who in (there, root)] == [True, True]
    assert all(desk_of(session, visitor(session, who)).unheld for who in (there, root))


def test_facilitators_of_the_region_see_it_while_nobody_holds_it(
    session: Session, ask: Ask, make: Make, ada: Person
) -> None:
    ticket = ask(ada)
    bruno = make.facilitator("bruno", region="FR-BRE", commune="FR-35238")
    denis = make.facilitator("denis", region="FR-BRE", commune="FR-35238")
    assert sees(session, denis, ticket.id)
    holding.take(session, ticket, by=bruno.id)
    assert not sees(session, denis, ticket.id)
    assert access.takeable(session, visitor(session, denis), ticket.id) is ticket


def test_chloe_may_not_even_try_to_take_it(session: Session, ask: Ask, ada: Person, chloe: Person) -> None:
    ticket = ask(ada)
    with pytest.raises(NotFound):
        access.takeable(session, visitor(session, chloe), ticket.id)


def test_a_role_taken_back_closes_the_ticket_at_once(
    session: Session, ask: Ask, ada: Person, bruno: Person
) -> None:
    ticket = ask(ada)
    revoke(session, bruno.id, Role.FACILITATOR, "FR-BRE")
    assert not sees(session, bruno, ticket.id)


def test_the_learner_reads_no_note_and_the_chosen_one_s_reasons_alone(
    session: Session, ask: Ask, make: Make, ada: Person, bruno: Person
) -> None:
    make.facilitator("denis", region="FR-BRE", commune="FR-29019")
    ticket = ask(ada)
    note = talking.note(session, ticket, "A secret", by=bruno.id)
    seen = {who: access.ticket(session, visitor(session, who), ticket.id) for who in (ada, bruno)}
    hers, his = thread_of(session, seen[ada]), thread_of(session, seen[bruno])
    assert (len(hers.messages), len(his.messages)) == (1, 2)
    assert (len(hers.candidates), len(his.candidates)) == (0, 2)
    assert hers.why is not None and hers.why.name == "Bruno"
    with pytest.raises(NotFound):
        access.message(session, seen[ada], note.id)


def test_who_reported_a_message_is_told_to_moderators_alone(
    session: Session, ask: Ask, make: Make, ada: Person, bruno: Person
) -> None:
    ticket, lead = ask(ada), make.lead("denis", "FR-BRE")
    moderating.report(session, talking.answer(session, ticket, "Rude", act_id=uuid4()), by=ada.id)
    told = []
    for who in (ada, bruno, lead):
        steps = thread_of(session, access.ticket(session, visitor(session, who), ticket.id)).steps
        told.append(What.REPORTED in {step.what for step in steps})
    assert told == [False, False, True]


def test_a_lead_who_asks_is_a_learner_in_her_own_thread(session: Session, ask: Ask, make: Make) -> None:
    lead = make.lead("denis", "FR-BRE")
    seen = access.ticket(session, visitor(session, lead), ask(lead).id)
    assert seen.learner and not seen.inside and not seen.may_take and not seen.may_hide


def test_an_administrator_sees_a_thread_only_while_a_report_waits(
    session: Session, ask: Ask, make: Make, ada: Person, bruno: Person
) -> None:
    make.lead("denis", "FR-BRE")
    ticket, root = ask(ada), make.administrator()
    assert not sees(session, root, ticket.id)
    message = talking.answer(session, ticket, "Call me at home", act_id=uuid4())
    moderating.report(session, message, by=ada.id)
    assert sees(session, root, ticket.id)
    assert [line.id for line in desk_of(session, visitor(session, root)).reported] == [ticket.id]
    moderating.hide(session, message, by=root.id)
    assert not sees(session, root, ticket.id)
