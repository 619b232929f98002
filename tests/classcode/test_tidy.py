"""What is kept only for a while goes by itself, at the time that its declaration names, and nothing else goes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.acts import Act
from classcode.auth.models import WebSession
from classcode.auth.visitors import open_session
from classcode.db import Base
from classcode.mail import OutgoingMail
from classcode.people.models import CountedTry, MailedToken, Person
from classcode.queues import Job, JobState
from classcode.tidy import tidy

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
SHORT = timedelta(minutes=1)


def left(table: type[Base]) -> int:
    """Return how many rows a table holds after tidying at noon."""
    with clock.at(NOON):
        tidy("")
    with db.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def write(session: Session, *rows: Base) -> None:
    session.add_all(rows)
    session.commit()


def act(at: datetime) -> Act:
    return Act(person_id=uuid4(), act_id=uuid4(), at=at)


def counted(at: datetime) -> CountedTry:
    return CountedTry(what="sign-in", who="hash", at=at)


def mailed(to: Person, expires_at: datetime) -> MailedToken:
    return MailedToken(
        address_id=to.addresses[0].id,
        purpose="confirm",
        token_hash=uuid4().hex,
        made_at=NOON - timedelta(days=7),
        expires_at=expires_at,
    )


def job(state: JobState, due_at: datetime) -> Job:
    return Job(topic="work", subject=uuid4().hex, state=state, due_at=due_at)


def declared_days(table: type[Base], column: str) -> str:
    return str(table.__table__.columns[column].info["erased"])


def test_an_act_is_kept_for_the_thirty_days_that_its_column_declares(session: Session) -> None:
    assert "after 30 days" in declared_days(Act, "person_id")
    limit = NOON - timedelta(days=30)
    write(session, act(limit - SHORT), act(limit + SHORT))
    assert left(Act) == 1


def test_a_counted_try_is_kept_for_the_day_that_its_column_declares(session: Session) -> None:
    assert "after a day" in declared_days(CountedTry, "who")
    limit = NOON - timedelta(days=1)
    write(session, counted(limit - SHORT), counted(limit + SHORT))
    assert left(CountedTry) == 1


def test_a_link_that_expired_goes(session: Session, ada: Person) -> None:
    write(session, mailed(ada, NOON - SHORT), mailed(ada, NOON + SHORT))
    assert left(MailedToken) == 1


def test_a_web_session_that_ended_goes(session: Session, ada: Person) -> None:
    for lasts in (timedelta(hours=2), timedelta(days=30)):
        with clock.at(NOON - timedelta(hours=3)):
            open_session(session, ada.id, lasts)
    session.commit()
    assert left(WebSession) == 1


@pytest.mark.parametrize(("state", "kept"), [(JobState.DONE, 0), (JobState.DEAD, 1), (JobState.WAITING, 1)])
def test_only_a_job_that_is_done_goes_however_old(session: Session, state: JobState, kept: int) -> None:
    write(session, job(state, NOON - timedelta(days=31)))
    assert left(Job) == kept


def test_a_job_done_lately_stays(session: Session) -> None:
    write(session, job(JobState.DONE, NOON - timedelta(days=29)))
    assert left(Job) == 1


def test_tidying_twice_changes_nothing_more(session: Session) -> None:
    write(session, act(NOON))
    assert [left(Act), left(Act)] == [1, 1]


@pytest.mark.parametrize(
    ("days", "sent", "kept"), [(31, True, ""), (29, True, "words"), (31, False, "words")], ids=str
)
def test_a_mail_that_left_a_month_ago_loses_its_words(
    session: Session, days: int, sent: bool, kept: str
) -> None:
    then = NOON - timedelta(days=days)
    told = {"kind": "answer", "to": "ada@example.org", "subject": "words", "text": "words", "language": "fr"}
    told["stop_link"] = "words"
    write(session, OutgoingMail(**told, written_at=then, sent_at=then if sent else None))
    assert left(OutgoingMail) == 1
    session.expire_all()
    mail = session.scalars(select(OutgoingMail)).one()
    assert (mail.subject, mail.text, mail.stop_link or "") == (kept, kept, kept)
