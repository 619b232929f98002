"""What the demonstration shows of the desk: each way in which a question can wait, and what the desk has learned."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock, db, demonstration, queues, schedule
from classcode.auth import visitors
from classcode.auth.visitors import Visitor
from classcode.demonstration.neighbours import HOME, person_id_of
from classcode.migrating import upgrade
from classcode.people.models import Facilitator
from classcode.start import bind_database
from helpdesk import jobs
from helpdesk.answers.models import PublicAnswer, Stage
from helpdesk.canned.models import CannedAnswer
from helpdesk.coverage.classes import Sight
from helpdesk.coverage.queries import coverage
from helpdesk.growth.criteria import all_met
from helpdesk.growth.models import FacilitatorPath
from helpdesk.growth.queries.deeds import could_be_invited, deeds_of
from helpdesk.growth.steps import Door, PathState
from helpdesk.models import Absence, Ticket, TicketStep
from helpdesk.ratings.models import Rating
from helpdesk.tickets import access
from helpdesk.tickets.queries.others import others_of
from helpdesk.tickets.states import HERS, State, What
from tests.classcode.demonstration.conftest import TODAY, config_in

MORNING = datetime(TODAY.year, TODAY.month, TODAY.day, 9, tzinfo=UTC)


def waiting_for_bruno(session: Session) -> list[Ticket]:
    bruno = person_id_of(session, "bruno")
    wanted = select(Ticket).where(Ticket.facilitator_id == bruno, Ticket.state.in_(HERS))
    return list(session.scalars(wanted.order_by(Ticket.opened_at)))


def trail(session: Session, ticket: Ticket) -> set[str]:
    return set(session.scalars(select(TicketStep.what).where(TicketStep.ticket_id == ticket.id)))


@pytest.fixture
def bruno(session: Session) -> Visitor:
    """Bruno, signed in."""
    found = visitors.find(session, visitors.open_session(session, person_id_of(session, "bruno")))
    assert found
    return found


def test_one_question_was_asked_without_a_name(session: Session, bruno: Visitor) -> None:
    unnamed = [one for one in waiting_for_bruno(session) if one.unnamed]

    assert len(unnamed) == 1
    assert not access.ticket(session, bruno, unnamed[0].id).names_learner


def test_one_question_is_proposed_to_bruno_and_stays_so_all_day(session: Session) -> None:
    proposed = [one for one in waiting_for_bruno(session) if one.state == State.PROPOSED]

    assert any(one.offered_until and one.offered_until > MORNING for one in proposed)


def test_one_question_was_given_back_by_somebody_and_one_was_lent(session: Session) -> None:
    trails = [trail(session, one) for one in waiting_for_bruno(session)]

    assert [What.PASSED_ON in one for one in trails].count(True) == 1
    assert [What.LENT in one for one in trails].count(True) >= 1


def test_somebody_of_the_region_is_away_and_bruno_stands_in(session: Session) -> None:
    absence = session.scalars(select(Absence)).one()

    assert absence.starts_on < TODAY < absence.ends_on
    assert absence.substitute_id == person_id_of(session, "bruno")
    assert absence.handed_over_at


def test_two_open_questions_of_one_learner_can_be_joined(session: Session, bruno: Visitor) -> None:
    joinable = [
        one
        for one in waiting_for_bruno(session)
        if others_of(session, bruno, access.ticket(session, bruno, one.id))
    ]

    assert len({one.learner_id for one in joinable}) == 1
    assert len(joinable) == 2


def test_a_question_goes_on_from_a_closed_one_of_the_same_learner(session: Session) -> None:
    after = session.scalars(select(Ticket).where(Ticket.follows_id.is_not(None))).one()
    before = session.get_one(Ticket, after.follows_id)

    assert before.state == State.CLOSED
    assert before.learner_id == after.learner_id


def test_answers_are_kept_by_bruno_and_for_his_region(session: Session) -> None:
    kept = session.scalars(select(CannedAnswer)).all()
    his = [one for one in kept if one.owner_id == person_id_of(session, "bruno")]
    shared = [one for one in kept if one.owner_id is None]

    assert his and shared
    assert {one.region_code for one in shared} == {HOME}
    assert any(set(one.texts) == {"fr", "en", "nl"} for one in kept)


def test_two_answers_of_bruno_are_public_and_one_waits_for_denise_beside_one_of_a_learner(
    session: Session,
) -> None:
    bruno = person_id_of(session, "bruno")
    found = session.scalars(select(PublicAnswer)).all()
    his = [one for one in found if one.written_by_id == bruno]
    waiting = [one for one in found if one.stage == Stage.PROPOSED and one.region_code == HOME]

    assert sorted(one.stage for one in his) == [Stage.PROPOSED, Stage.PUBLISHED, Stage.PUBLISHED]
    assert all(one.visible_from and one.visible_from < MORNING for one in his if one.stage == Stage.PUBLISHED)
    assert {one.by_learner for one in waiting} == {True, False}


def test_learners_tell_what_helped_them_and_whoever_helped_others_is_invited(
    session: Session,
) -> None:
    told = session.scalars(select(PublicAnswer).where(PublicAnswer.by_learner)).all()
    invited = session.scalars(
        select(FacilitatorPath.person_id).where(FacilitatorPath.door == Door.RECORD)
    ).all()

    assert len({one.question for one in told}) == len(told) >= 2
    assert all(all_met(deeds_of(session, person_id)) for person_id in invited)
    assert set(invited) <= {one.written_by_id for one in told}
    assert invited


def test_somebody_applies_and_nobody_is_left_to_invite(session: Session) -> None:
    applied = select(FacilitatorPath).where(FacilitatorPath.state == PathState.APPLIED)
    path = session.scalars(applied).one()

    assert (path.door, path.region_code) == (Door.APPLICATION, HOME)
    assert could_be_invited(session) == []
    assert session.scalar(
        select(FacilitatorPath.id).where(FacilitatorPath.state == PathState.INVITED).limit(1)
    )


def test_bruno_presents_himself_and_learners_comment_on_the_help(session: Session) -> None:
    assert session.get_one(Facilitator, person_id_of(session, "bruno")).presentation
    assert session.scalar(select(Rating.comment).where(Rating.comment != "").limit(1))


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory: pytest.TempPathFactory, empty_database: Callable[[], str]) -> str:
    """The address of a database with its schema and reference data, in which nobody is."""
    config = config_in(tmp_path_factory.mktemp("upgraded"), empty_database())
    upgrade(config)
    return config.database_url


@pytest.mark.slow
@pytest.mark.parametrize("days", range(7))
def test_whatever_day_it_is_one_round_leaves_nothing_unseen_and_bruno_his_questions(
    tmp_path: Path, upgraded: str, copied_database: Callable[[str], str], days: int
) -> None:
    config = config_in(tmp_path, copied_database(upgraded))
    today = TODAY + timedelta(days=days)
    demonstration.build(config, lambda line: None, until=today, scale=3)
    db.bound_engine().dispose()
    engine = bind_database(config)
    queues.bind(schedule.handlers(config), None)

    with clock.at(_nine(today)):
        jobs.go_round("")
        with db.reading() as session:
            his = waiting_for_bruno(session)
            ada = person_id_of(session, "ada")
            unseen = coverage(session).of(Sight.UNSEEN)
    engine.dispose()

    assert unseen == []
    assert len(his) >= 7
    assert ada in {one.learner_id for one in his}
    assert any(one.state == State.PROPOSED for one in his)


def _nine(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
