"""Every job delivered twice, and a crash between the effect and its mark: one effect all the same (F2, F9, F10)."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from threading import Barrier
from typing import TypeVar
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, Update, select, update

from classcode import clock, db, mail, queues, schedule, tidy
from classcode.acts import Act
from classcode.config import Config
from classcode.mail import Letter, OutgoingMail
from classcode.people.models import Facilitator
from classcode.people.queries import recipient
from classcode.queues import Job, JobState
from helpdesk.meetings.models import Presence
from helpdesk.meetings.rules import recording
from helpdesk.meetings.rules.recording import Ticked
from modules.current import catalog
from modules.jobs import record_completion
from modules.rules import learning
from modules.rules.learning import Here, Learner
from tests.browser.stack import Postbox
from tests.faults.conftest import SLUG, Scene, rows
from tests.faults.test_double_click import right_answers
from tests.tracking.other_store import Store
from tracking.forwarding import rules as forwarding
from tracking.forwarding.models import Recipient
from tracking.forwarding.rules import ENVIRONMENT, FORWARD
from tracking.log import files
from tracking.models import Statement
from tracking.rules import COMPLETION

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


def a_mail(scene: Scene, _config: Config | None = None) -> str:
    to = recipient(scene.session, scene.ada.id)
    assert to is not None
    return str(mail.write(scene.session, to, Letter("test", "Bonjour", "Une ligne.")).id)


def a_recipient(scene: Scene, _config: Config | None = None) -> str:
    """Let the store that the environment names lack every statement of the scene."""
    forwarding.add_environment(scene.session)
    return str(forwarding.recipient(scene.session, ENVIRONMENT).id)


def a_completion(scene: Scene, _config: Config | None = None) -> str:
    """Let Ada meet the rule of the module; return the subject of the job that looks whether she has."""
    module = catalog().module(SLUG)
    assert module is not None and module.rule is not None
    for unit_id in module.rule.required_units:
        unit = module.unit(unit_id)
        assert unit is not None
        learning.mark_done(scene.session, Learner(scene.ada.id, uuid4(), "fr"), Here(module, unit))
    unit = module.unit("loops-and-events")
    assert unit is not None
    chosen = {name: list(options) for name, options in right_answers().items()}  # type: ignore[call-overload]
    learner = Learner(scene.ada.id, uuid4(), "fr")
    learning.answer(scene.session, learner, Here(module, unit), unit.activities[0], chosen=chosen)
    came = [Ticked(scene.ada.id, Presence.ATTENDED)]
    recording.record_presence(scene.session, scene.met().id, came, by=scene.bruno.id, act_id=uuid4())
    return f"{scene.ada.id}:{SLUG}"


def a_round_before_a_slot(scene: Scene, _config: Config | None = None) -> str:
    """Let Bruno's slot begin in half an hour."""
    begins = clock.now().astimezone(ZoneInfo(scene.bruno.time_zone)) + timedelta(minutes=30)
    ends = begins + timedelta(hours=1)
    slot = {"weekday": begins.weekday(), "start": f"{begins:%H:%M}", "end": f"{ends:%H:%M}"}
    scene.session.get_one(Facilitator, scene.bruno.id).slots = [slot]
    return begins.isoformat()


def an_hour_with_old_acts(scene: Scene, _config: Config | None = None) -> str:
    long_ago = clock.now() - timedelta(days=365)
    scene.session.add(Act(person_id=scene.ada.id, act_id=uuid4(), answered_at="/", at=long_ago))
    scene.session.add(Job(topic="mail", subject="old", state=JobState.DONE, due_at=long_ago))
    return long_ago.isoformat()


def a_day_with_an_unused_file(_scene: Scene, config: Config) -> str:
    """Let an attached file of long ago lie there that no statement names."""
    path = files.address(config.files_dir, "0" * 64)
    path.parent.mkdir(parents=True)
    path.touch()
    os.utime(path, (0, 0))
    return "a day"


SUBJECTS: dict[str, Callable[[Scene, Config], str]] = {
    mail.TOPIC: a_mail,
    FORWARD: a_recipient,
    COMPLETION: a_completion,
    schedule.DESK_BUNDLES: a_round_before_a_slot,
    tidy.TOPIC: an_hour_with_old_acts,
    schedule.ATTACHED_FILES: a_day_with_an_unused_file,
}


def test_every_topic_is_delivered_twice_below(connected: Config) -> None:
    assert set(SUBJECTS) == set(schedule.handlers(connected))


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
