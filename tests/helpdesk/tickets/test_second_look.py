"""Rarer turns: what is hidden stays hidden, nothing is taken from who has it, who is told can act."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import Invalid
from classcode.people.models import Facilitator, Person
from helpdesk import jobs
from helpdesk.models import Ticket
from helpdesk.tickets.queries.alerts import alerts_due
from helpdesk.tickets.queries.days_off import holidays_of
from helpdesk.tickets.queries.desk import desk_of
from helpdesk.tickets.rules import away, holding, merging, moderating, talking
from helpdesk.tickets.rules.moderating import HIDDEN_SUBJECT
from helpdesk.tickets.states import PassOnReason, State
from tests.helpdesk.tickets.conftest import Ask
from tests.helpdesk.tickets.test_access import sees, visitor
from tests.make import Make

WEDNESDAY = datetime(2026, 11, 11, 9, tzinfo=UTC)


def test_splitting_does_not_bring_hidden_words_back_as_a_title(
    session: Session, ask: Ask, ada: Person, bruno: Person, make: Make
) -> None:
    ticket = ask(ada, text="My cat does not turn")
    named = talking.reply(session, ticket, "It is Zymurgie, of class 3b, who did it")
    moderating.hide(session, named, by=bruno.id)
    new = merging.split(session, ticket, [named.id], by=bruno.id, act_id=make.act())
    assert new.subject == HIDDEN_SUBJECT


def test_a_later_absence_takes_nothing_from_who_accepted_it_long_after_the_first(
    session: Session, ask: Ask, ada: Person, bruno: Person, make: Make
) -> None:
    gil = make.facilitator("gil", region="FR-BRE", commune="FR-29019")
    with clock.at(WEDNESDAY):
        ticket = ask(ada)
        assert ticket.facilitator_id == bruno.id
        first = away.declare(session, bruno.id, date(2026, 11, 11), date(2026, 11, 11), substitute_id=gil.id)
        talking.answer(session, ticket, "Turn it.", act_id=make.act())
    with clock.at(WEDNESDAY + timedelta(days=1)):
        away.give_back(session, first)
        talking.reply(session, ticket, "It still does not.")
        assert (ticket.facilitator_id, ticket.lent_by_id) == (gil.id, None)
        holding.give_back(session, ticket, PassOnReason.OTHER, by=gil.id)
        hugo = make.facilitator("hugo", region="FR-BRE", commune="FR-29019")
        holding.assign(session, ticket, hugo.id, by=make.lead("denise").id)
        holding.accept(session, ticket, by=hugo.id)
        second = away.declare(session, bruno.id, date(2026, 11, 12), date(2026, 11, 12))
        away.end(session, second.id, by=bruno.id)
    assert (ticket.state, ticket.facilitator_id) == (State.ACCEPTED, hugo.id)


@pytest.mark.parametrize("year", [2031, 9998])
def test_nobody_is_away_in_a_far_future(session: Session, bruno: Person, year: int) -> None:
    with clock.at(WEDNESDAY), pytest.raises(Invalid) as refused:
        away.declare(session, bruno.id, date(year, 12, 31), date(year + 1, 12, 31))
    assert refused.value.field == "starts_on"


def test_a_question_that_no_lead_of_the_region_can_read_is_seen_by_one_of_elsewhere_who_can(
    session: Session, ask: Ask, ada: Person, make: Make
) -> None:
    denise, walter = make.lead("denise", "FR-BRE"), make.lead("walter", "BE-WHT")
    walter.answer_languages = ["nl"]
    ada.answer_languages = ["nl"]
    session.flush()
    ticket = ask(ada, language="nl")
    assert (ticket.facilitator_id, ticket.language) == (None, "nl")
    assert set(alerts_due(session)) == {walter.id}
    assert [sees(session, who, ticket.id) for who in (denise, walter)] == [True, True]
    assert [bool(desk_of(session, visitor(session, who)).unheld) for who in (denise, walter)] == [True, True]


def test_a_question_that_a_lead_of_the_region_reads_is_no_other_lead_s(
    session: Session, ask: Ask, ada: Person, make: Make
) -> None:
    make.lead("denise", "FR-BRE")
    walter = make.lead("walter", "BE-WHT")
    ticket = ask(ada)
    assert not sees(session, walter, ticket.id)
    assert not desk_of(session, visitor(session, walter)).unheld


def test_holidays_last_until_the_evening_of_their_last_day_where_she_lives(
    session: Session, bruno: Person
) -> None:
    offer = session.get_one(Facilitator, bruno.id)
    offer.off_in_holidays, offer.school_system = True, "fr"
    for closed in holidays_of(offer, None, date(2026, 9, 1)):
        # West of Greenwich it is still the last day when the calendar of UTC has turned the page.
        assert closed in holidays_of(offer, None, closed.last + timedelta(days=1))


def test_one_question_that_trips_the_desk_does_not_stop_the_round(
    session: Session, ask: Ask, ada: Person, bruno: Person, make: Make
) -> None:
    zoe = make.person("zoe", commune="FR-35238")
    with clock.at(WEDNESDAY):
        broken, sound = ask(ada), ask(zoe)
        assert {broken.state, sound.state} == {State.PROPOSED}
        broken.offered_until = sound.offered_until = WEDNESDAY + timedelta(hours=1)
        broken.promised_by = WEDNESDAY + timedelta(hours=2)
        ada.answer_languages = None  # type: ignore[assignment]
        session.commit()
    with clock.at(WEDNESDAY + timedelta(hours=3)):
        jobs.go_round("")
    session.expire_all()
    assert session.get_one(Ticket, sound.id).state == State.NEW
    assert session.get_one(Ticket, broken.id).state == State.PROPOSED
