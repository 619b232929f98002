"""Every job delivered twice, and a crash between the effect and its mark: one effect all the same (F2, F9, F10)."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from threading import Barrier
from typing import TypeVar
from uuid import UUID

import pytest
from sqlalchemy import Engine, Update, select, update

from classcode import clock, db, mail, queues, schedule
from classcode.config import Config
from classcode.mail import OutgoingMail
from classcode.queues import Job, JobState
from helpdesk.calendar import jobs as calendar
from helpdesk.growth import jobs as growth
from helpdesk.mailbox import jobs as mailbox
from modules.assessing import jobs as readings
from modules.jobs import record_completion
from tests.browser.stack import Postbox
from tests.faults.conftest import Scene, rows
from tests.faults.subjects import SUBJECTS, a_completion, a_mail, a_recipient, a_round_with_an_absence
from tests.tracking.other_store import Store
from tracking.forwarding.models import Recipient
from tracking.forwarding.rules import FORWARD
from tracking.indicators.views import jobs as views
from tracking.models import Statement

WORKERS = 8
T = TypeVar("T")
BOTH = pytest.mark.parametrize(
    "database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)], ids=str
)


@dataclass
class Outside:
    """What other machines have seen of us: Message-IDs and statement ids, in order."""

    postbox: Postbox
    store: Store

    def seen(self) -> tuple[list[str], list[str]]:
        """Return everything that arrived so far."""
        return [str(one["Message-ID"]) for one in self.postbox.mails], list(self.store.stored)


@pytest.fixture
def outside(engine: Engine, connected: Config, postbox: Postbox, store: Store) -> Outside:
    """The jobs of this process, bound to a real mail server and a real LRS."""
    queues.bind(schedule.handlers(connected), None)
    return Outside(postbox, store)


def test_every_topic_is_delivered_twice_below(connected: Config) -> None:
    # A mailbox is looked into twice, by two and by one that is killed, in tests/helpdesk/mailbox/test_polling.py.
    assert set(SUBJECTS) | {mailbox.TOPIC} == set(schedule.handlers(connected))


@pytest.mark.parametrize("topic", SUBJECTS)
def test_a_job_delivered_twice_has_one_effect(
    scene: Scene, connected: Config, outside: Outside, engine: Engine, topic: str
) -> None:
    def world() -> object:
        kept = sorted(connected.files_dir.rglob("*"))
        return rows(engine, but=frozenset()), outside.seen(), kept

    subject = SUBJECTS[topic](scene, connected)
    scene.session.commit()
    handler, before = schedule.handlers(connected)[topic], world()
    handler(subject)
    once = world()
    handler(subject)
    assert before != once == world()


@pytest.mark.parametrize("topic", SUBJECTS)
def test_a_job_that_crashed_before_it_was_marked_has_one_effect(
    scene: Scene, connected: Config, outside: Outside, engine: Engine, topic: str
) -> None:
    subject = SUBJECTS[topic](scene, connected)
    queues.enqueue(scene.session, topic, subject)
    scene.session.commit()

    def world() -> object:
        return rows(engine, but=frozenset({"job"})), outside.seen(), sorted(connected.files_dir.rglob("*"))

    job_id, before = str(job_of(topic, subject).id), world()
    assert queues.run(job_id)
    once = world()
    lost = {"state": JobState.WAITING, "leased_until": None}
    _unmark(update(Job).where(Job.topic == topic, Job.subject == subject).values(**lost))
    assert queues.run(job_id)
    assert before != once == world()
    assert job_of(topic, subject).state == JobState.DONE


def test_an_absence_that_begins_is_handed_over_once(
    scene: Scene, connected: Config, outside: Outside, engine: Engine
) -> None:
    subject = a_round_with_an_absence(scene)
    scene.session.commit()
    go_round, before = schedule.handlers(connected)[schedule.DESK_ROUND], rows(engine)
    go_round(subject)
    once = rows(engine)
    go_round(subject)
    assert before["absence"] != once["absence"]
    assert once == rows(engine)


def test_a_mail_that_left_before_a_crash_leaves_again_as_the_same_message(
    scene: Scene, connected: Config, outside: Outside
) -> None:
    subject, deliver = a_mail(scene), schedule.handlers(connected)[mail.TOPIC]
    scene.session.commit()
    deliver(subject)
    _unmark(update(OutgoingMail).values(sent_at=None))
    deliver(subject)
    messages, _statements = outside.seen()
    assert messages == [f"<{subject}@classcode.test>"] * 2


def test_statements_that_left_before_a_crash_are_stored_once(
    scene: Scene, connected: Config, outside: Outside
) -> None:
    subject, forward = a_recipient(scene), schedule.handlers(connected)[FORWARD]
    scene.session.commit()
    forward(subject)
    _unmark(update(Recipient).values(cursor=0, sent=0))
    forward(subject)
    with db.reading() as session:
        written = session.scalars(select(Statement.id).order_by(Statement.seq)).all()
        recipient = session.get_one(Recipient, UUID(subject))
    assert outside.seen() == ([], [str(one) for one in written])
    assert recipient.sent == len(written) > 0


def _unmark(change: Update) -> None:
    """Leave the rows as a crash does that comes after the effect and before its mark."""
    with db.transaction() as session:
        session.execute(change)


@BOTH
def test_of_many_workers_with_one_job_one_runs_it(scene: Scene, outside: Outside, database: str) -> None:
    subject = a_mail(scene)
    scene.session.commit()
    job_id = str(job_of(mail.TOPIC, subject).id)
    assert sorted(at_once(lambda: queues.run(job_id))) == [False] * (WORKERS - 1) + [True]
    assert outside.seen() == ([f"<{subject}@classcode.test>"], [])
    assert job_of(mail.TOPIC, subject).state == JobState.DONE


@BOTH
def test_a_completion_looked_at_by_many_at_once_is_recorded_once(
    scene: Scene, outside: Outside, database: str
) -> None:
    subject = a_completion(scene)
    scene.session.commit()
    at_once(lambda: record_completion(subject))
    with db.reading() as session:
        completed = select(Statement).where(Statement.verb == "completed", Statement.object_kind == "course")
        assert len(session.scalars(completed).all()) == 1


ONE_ROUND = {
    schedule.DESK_ROUND: {"ticket_step": 3, "desk_mail": 1, "outgoing_mail": 1},
    schedule.DESK_RATINGS: {"rating_request": 1, "outgoing_mail": 1},
    readings.TOPIC: {"outgoing_mail": 1},
    calendar.TOPIC: {"meeting_mail": 6, "outgoing_mail": 2},
    growth.TOPIC: {"facilitator_path": 1, "desk_mail": 1, "outgoing_mail": 2},
    views.ROUND: {"monthly_mail": 1, "job": 1},
    views.MAIL: {"monthly_mail": 0, "outgoing_mail": 1},
}
"""What one round of each writes where its subject was made: late and early, two of them may meet.

A reminder leaves three marks for each of two people: that it was written, its date, and what her calendar holds.
"""


@BOTH
@pytest.mark.parametrize("topic", ONE_ROUND)
def test_a_round_that_many_run_at_once_has_one_effect(
    scene: Scene, connected: Config, outside: Outside, engine: Engine, topic: str, database: str
) -> None:
    subject, go_round = SUBJECTS[topic](scene, connected), schedule.handlers(connected)[topic]
    scene.session.commit()
    before = rows(engine)
    at_once(lambda: go_round(subject))
    after = rows(engine)
    assert {table: len(after[table]) - len(before[table]) for table in ONE_ROUND[topic]} == ONE_ROUND[topic]


def at_once(work: Callable[[], T]) -> list[T]:
    """Do the same in several threads at the same moment; return what each got."""
    start = Barrier(WORKERS)

    def one(_number: int) -> T:
        start.wait()
        return work()

    with ThreadPoolExecutor(WORKERS) as threads:
        return list(threads.map(one, range(WORKERS)))


def job_of(topic: str, subject: str) -> Job:
    """Return the job of a topic and subject as it stands."""
    with db.reading() as session:
        return session.scalars(select(Job).where(Job.topic == topic, Job.subject == subject)).one()


def test_a_worker_that_slept_past_its_lease_marks_nothing(engine: Engine) -> None:
    """Another worker took the job meanwhile and did it; the sleeper's late failure must not bring it back."""
    done: list[str] = []

    def work(subject: str) -> None:
        done.append(subject)
        if len(done) == 1:
            _unmark(update(Job).values(leased_until=clock.now() - timedelta(seconds=1)))
            assert queues.run(str(job_of("work", subject).id))
            raise queues.GaveUp("too late")

    queues.bind({"work": work}, None)
    with db.transaction() as session:
        queues.enqueue(session, "work", "1")
    queues.drain()
    job = job_of("work", "1")
    assert (done, job.state, job.last_error) == (["1", "1"], JobState.DONE, None)
