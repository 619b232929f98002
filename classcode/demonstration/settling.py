"""What is left at the year's end: mails of the past count as sent, completions are looked at once more."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select, update

from classcode import clock, mail
from classcode.demonstration.stage import Stage
from classcode.mail import OutgoingMail
from classcode.queues import Job, JobState
from tracking.rules import COMPLETION


def settle(stage: Stage) -> None:
    """Settle the jobs that the rules wrote; forwarding has none, it reads the log by itself."""
    stage.session.flush()
    _look_at_completions(stage)
    left = update(OutgoingMail).where(OutgoingMail.sent_at.is_(None)).values(sent_at=OutgoingMail.written_at)
    stage.session.execute(left, execution_options={"synchronize_session": False})
    done = update(Job).where(Job.topic.in_((mail.TOPIC, COMPLETION))).values(state=JobState.DONE, attempts=1)
    stage.session.execute(done, execution_options={"synchronize_session": False})


def _look_at_completions(stage: Stage) -> None:
    """Do what waits: lives record completions as they happen, so that hardly anything is left to find here."""
    waiting = select(Job.subject, Job.due_at).where(Job.topic == COMPLETION, Job.state == JobState.WAITING)
    for subject, due_at in stage.session.execute(waiting.order_by(Job.due_at, Job.subject)).all():
        person_id, _, slug = subject.partition(":")
        if slug == stage.course.slug:
            with clock.at(due_at):
                stage.complete(UUID(person_id))
