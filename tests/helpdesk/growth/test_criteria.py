"""The criteria and the steps: pure values; and the figures as the record holds them."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode.i18n import LANGUAGES
from classcode.people.models import Person
from helpdesk.growth import charter
from helpdesk.growth.criteria import NEEDED, Deeds, What, all_met, weigh
from helpdesk.growth.queries.deeds import could_be_invited, deeds_of
from helpdesk.growth.steps import Door, PathState, Step, stops
from tests.helpdesk.growth.conftest import MODULE, MONDAY, learn
from tests.make import Make
from tracking import rules as record
from tracking import vocabulary
from tracking.models import Statement
from tracking.projections.merging import merge
from tracking.statements import Event
from tracking.vocabulary import Verb

DAY = datetime(2026, 11, 9, tzinfo=UTC)


def test_each_criterion_tells_its_figure_and_whether_it_is_met() -> None:
    told = {one.what: (one.figure, one.met) for one in weigh(Deeds(("one", "two"), 0, 4, 3))}
    modules_and_meetings = {What.MODULES: (2, True), What.MEETINGS: (0, False)}
    assert told == modules_and_meetings | {What.HELPFUL: (3, True), What.DAYS: (4, False)}


@pytest.mark.parametrize("what", list(What))
def test_the_door_stays_shut_while_one_figure_is_short(what: What) -> None:
    figures = dict(NEEDED) | {what: NEEDED[what] - 1}
    assert not all_met(deeds_with(figures))
    assert all_met(deeds_with(dict(NEEDED)))


def deeds_with(figures: dict[What, int]) -> Deeds:
    modules = ("m",) * figures[What.MODULES]
    return Deeds(modules, figures[What.MEETINGS], figures[What.DAYS], figures[What.HELPFUL])


def test_the_figures_are_those_of_the_record(session: Session, ada: Person, make: Make) -> None:
    assert deeds_of(session, make.person("nobody").id) == Deeds()
    learn(session, ada, days=6, meetings=2, helped=3)
    assert deeds_of(session, ada.id) == Deeds((MODULE,), 2, 6, 3)


def test_a_meeting_that_was_recorded_by_mistake_does_not_count(session: Session, ada: Person) -> None:
    learn(session, ada)
    attended = session.scalars(select(Statement.id).where(Statement.verb == Verb.ATTENDED)).one()
    record.void(session, attended, ada.id)
    assert deeds_of(session, ada.id).meetings == 0


def void(session: Session, verb: Verb, by: Person) -> None:
    for statement_id in session.scalars(select(Statement.id).where(Statement.verb == verb)).all():
        record.void(session, statement_id, by.id)


@pytest.mark.parametrize("verb", [Verb.SHARED, Verb.FOUND_HELPFUL])
def test_an_answer_that_was_taken_down_helps_nobody_nor_does_a_thank_you_taken_back(
    session: Session, ada: Person, verb: Verb
) -> None:
    learn(session, ada)
    void(session, verb, ada)
    assert deeds_of(session, ada.id).helped == 0


def test_whoever_is_helped_by_two_answers_counts_once_and_the_writer_never(
    session: Session, ada: Person, bruno: Person
) -> None:
    for _ in range(2):
        answer = vocabulary.public_answer(uuid4())
        for who, verb in ((ada, Verb.SHARED), (bruno, Verb.FOUND_HELPFUL), (ada, Verb.FOUND_HELPFUL)):
            told = Event(act_id=uuid4(), person_id=who.id, verb=verb, object=answer, at=MONDAY, module=MODULE)
            record.record(session, told)
    assert deeds_of(session, ada.id).helped == 1
    assert deeds_of(session, bruno.id).helped == 0


def test_two_accounts_of_one_person_helped_and_were_helped_as_one(
    session: Session, make: Make, ada: Person, bruno: Person
) -> None:
    """Both answers are hers, a reader with two accounts counts once, and her own two accounts never."""
    second, also_bruno = make.person("ada-2"), make.person("bruno-2")
    for writer, readers in (
        (ada, (bruno, second)),
        (second, (also_bruno, ada, make.person("eve"), make.person("zoe"))),
    ):
        answer = vocabulary.public_answer(uuid4())
        for who, verb in ((writer, Verb.SHARED), *((one, Verb.FOUND_HELPFUL) for one in readers)):
            told = Event(act_id=uuid4(), person_id=who.id, verb=verb, object=answer, at=MONDAY, module=MODULE)
            record.record(session, told)
    for kept, closed in ((ada, second), (bruno, also_bruno)):
        merge(session, record.actor_of(session, kept.id), record.actor_of(session, closed.id))
    assert deeds_of(session, ada.id).helped == 3


def test_the_door_opens_on_what_both_accounts_did(session: Session, make: Make, ada: Person) -> None:
    second = make.person("ada-2")
    learn(session, ada, helped=0)
    learn(session, second, days=1, meetings=0, finished=False)
    assert ada.id not in could_be_invited(session)
    merge(session, record.actor_of(session, ada.id), record.actor_of(session, second.id))
    assert list(could_be_invited(session)) == [ada.id]


def path(**values: Any) -> Any:
    empty = dict.fromkeys(("invited_at", "applied_at", "charter_at", "decided_at", "met_at"))
    return SimpleNamespace(**(empty | {"state": PathState.APPLIED, "door": Door.RECORD} | values))


def test_the_step_that_is_waited_for_is_marked() -> None:
    here = [stop.step for stop in stops(path(invited_at=DAY, applied_at=DAY, charter_at=DAY)) if stop.here]
    assert here == [Step.APPROVED]
    approved = path(state=PathState.APPROVED, applied_at=DAY, charter_at=DAY, decided_at=DAY)
    assert [stop.step for stop in stops(approved) if stop.here] == [Step.MET]


def test_a_refusal_reaches_nothing_and_waits_for_nothing() -> None:
    refused = stops(path(state=PathState.REFUSED, applied_at=DAY, charter_at=DAY, decided_at=DAY))
    assert [stop.step for stop in refused if stop.at] == [Step.BEGUN, Step.CHARTER]
    assert not any(stop.here for stop in refused)


def test_whoever_comes_again_needs_no_first_meeting() -> None:
    again = path(door=Door.RETURN, state=PathState.WORKING, applied_at=DAY, charter_at=DAY, decided_at=DAY)
    assert Step.MET not in {stop.step for stop in stops(again)}
    assert all(stop.at for stop in stops(again))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_charter_exists_in_every_language_with_the_same_points(language: str) -> None:
    text = charter.text(language)
    assert text.count("<strong>") == 6 and "<pre" not in text
