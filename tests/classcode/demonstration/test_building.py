"""What the built year holds, that it is the same each time, and that it is built whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from classcode import clock, db, demonstration
from classcode.auth import visitors
from classcode.config import Config, ConfigError
from classcode.demonstration import ACCOUNTS, PASSWORD, learners
from classcode.demonstration.neighbours import person_id_of
from classcode.mail import OutgoingMail
from classcode.people.models import Address, Person, Role
from classcode.people.rules.accounts import normalise_email, sign_in
from classcode.queues import Job, JobState
from classcode.territory.models import Place
from helpdesk.meetings.models import Meeting
from helpdesk.meetings.queries import run_by
from helpdesk.models import Ticket
from helpdesk.tickets.queries.desk import desk_of
from helpdesk.tickets.states import HERS
from tests.classcode.demonstration.conftest import SMALL, TODAY, config_in
from tests.make import Make
from tracking import milestones
from tracking.models import Milestone, Statement

END = datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC)
MORNING = END + timedelta(hours=9)


def build(config: Config, scale: int) -> list[str]:
    said: list[str] = []
    demonstration.build(config, said.append, until=TODAY, scale=scale)
    return said


def fingerprint() -> tuple[int, str]:
    """Return how many statements there are and a hash of their ids in order; leave no connection open."""
    with db.reading() as session:
        ids = session.scalars(select(Statement.id).order_by(Statement.seq)).all()
    db.bound_engine().dispose()
    return len(ids), sha256("".join(map(str, ids)).encode()).hexdigest()


def test_the_year_ends_today_and_lasts_no_longer_than_a_year(session: Session) -> None:
    first, last = session.execute(select(func.min(Statement.timestamp), func.max(Statement.stored))).one()

    assert END - timedelta(days=366) < first
    assert END - timedelta(days=1) < last < END


def test_forty_places_and_all_who_were_asked_for_are_there(session: Session) -> None:
    assert session.scalar(select(func.count()).select_from(Place)) == 40
    assert (
        len(
            session.scalars(
                select(Milestone).where(Milestone.kind == "registered", Milestone.module == "")
            ).all()
        )
        > SMALL
    )


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.email)
def test_each_shown_account_signs_in_with_the_shown_password(
    session: Session, account: demonstration.Account
) -> None:
    assert sign_in(session, account.email, PASSWORD) is not None


def test_roles_are_those_that_the_list_of_accounts_tells(session: Session) -> None:
    def held(first_name: str) -> dict[str, frozenset[str]]:
        token = visitors.open_session(session, person_id_of(session, first_name))
        found = visitors.find(session, token)
        assert found
        return {role: regions for role, regions in found.regions.items() if role != Role.LEARNER}

    assert held("ada") == {}
    assert held("bruno") == {Role.FACILITATOR: {"FR-BRE"}}
    assert held("chloe") == {Role.FACILITATOR: {"FR-OCC"}}
    assert held("denise") == {Role.LEAD: {"FR-BRE"}}
    assert held("emile") == {Role.LEAD: {"*"}}
    assert held("admin") == {Role.ADMINISTRATOR: {"*"}}


def test_ada_is_half_way_with_an_open_question_that_bruno_holds(session: Session) -> None:
    ada, bruno = person_id_of(session, "ada"), person_id_of(session, "bruno")
    question = session.scalars(select(Ticket).where(Ticket.learner_id == ada)).one()

    assert question.facilitator_id == bruno and question.state in HERS
    assert question.promised_by > MORNING


def test_bruno_finds_six_questions_and_a_meeting_to_record(session: Session) -> None:
    bruno = person_id_of(session, "bruno")
    waiting = select(Ticket).where(Ticket.facilitator_id == bruno, Ticket.state.in_(HERS))
    run = run_by(session, bruno, MORNING)

    assert len(session.scalars(waiting).all()) >= 6
    assert [meeting.taken for meeting in run.waiting] == [3]
    assert all(meeting.taken < meeting.capacity for meeting in run.coming)
    assert run.coming


def test_denise_finds_two_questions_that_nobody_holds(session: Session) -> None:
    token = visitors.open_session(session, person_id_of(session, "denise"))
    denise = visitors.find(session, token)
    assert denise

    with clock.at(MORNING):
        desk = desk_of(session, denise)

    assert [line.late for line in desk.unheld] == [False, False]


def test_nothing_of_the_past_waits_to_be_sent_or_done(session: Session) -> None:
    assert session.scalar(select(func.count()).where(OutgoingMail.sent_at.is_(None))) == 0
    assert session.scalar(select(func.count()).where(Job.state != JobState.DONE)) == 0
    assert session.scalar(select(func.count()).select_from(OutgoingMail)) != 0


def test_no_name_and_no_address_of_anybody_is_in_a_statement(session: Session) -> None:
    names = {name for name in session.scalars(select(Person.name)) if name}
    addresses = set(session.scalars(select(Address.email)))
    anybody = re.compile(r"\b(" + "|".join(map(re.escape, sorted(names | addresses))) + r")(?!\w)")

    found = [
        payload for payload in session.scalars(select(Statement.body)) if anybody.search(payload.decode())
    ]

    assert len(names) > 20
    assert found == []


def test_addresses_are_such_as_registering_accepts_and_lead_nowhere(session: Session) -> None:
    for email in session.scalars(select(Address.email)):
        assert normalise_email(email) == email
        assert email.endswith(".test")


def test_the_kept_milestones_are_those_that_the_log_gives(session: Session) -> None:
    def kept() -> set[tuple[object, ...]]:
        rows = session.execute(select(Milestone.actor, Milestone.kind, Milestone.module, Milestone.at))
        return {tuple(row) for row in rows}

    before = kept()
    for actor in {actor for actor, *_ in before}:
        milestones.rebuild(session, actor)

    assert kept() == before


def test_meetings_are_held_in_public_places_of_the_askers_surroundings(session: Session) -> None:
    held = session.scalars(select(Meeting)).all()

    assert len(held) >= 3
    assert all(meeting.place.commune.region_code for meeting in held)


def test_a_second_build_changes_nothing_and_says_so(built: Config) -> None:
    said = build(built, SMALL)
    before = fingerprint()
    build(built, SMALL + 10)

    assert len(said) == 1
    assert before == fingerprint()


@pytest.mark.slow
def test_the_same_day_gives_the_same_statements_and_a_broken_build_leaves_nothing(
    tmp_path: Path, empty_database: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    prints = []
    for name in ("one", "two"):
        config = config_in(tmp_path / name, empty_database())
        if name == "two":
            with monkeypatch.context() as broken:
                broken.setattr(learners, "study", None)
                with pytest.raises(TypeError):
                    build(config, 3)
            with db.reading() as session:
                assert session.scalar(select(func.count()).select_from(Person)) == 0
            db.bound_engine().dispose()
        build(config, 3)
        prints.append(fingerprint())

    assert prints[0] == prints[1]


def test_a_database_with_other_people_is_refused(tmp_path: Path, database_url: str, engine: Engine) -> None:
    with db.transaction() as session:
        Make(session).person("somebody")

    with pytest.raises(ConfigError, match="DATABASE_URL"):
        build(config_in(tmp_path, database_url), SMALL)
    db.bound_engine().dispose()
