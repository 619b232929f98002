"""What is left at the year's end: mails count as sent, completions and invitations are looked at once more."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update

from classcode import clock, mail
from classcode.demonstration import nearby, openings, opinions
from classcode.demonstration.stage import Stage
from classcode.mail import OutgoingMail
from classcode.queues import Job, JobState
from helpdesk.growth.queries.deeds import could_be_invited
from helpdesk.growth.rules import inviting
from helpdesk.jobs import CLOSES
from helpdesk.models import Ticket
from helpdesk.places.rules.restating import restate_all
from helpdesk.tickets.rules import talking
from helpdesk.tickets.states import State
from tracking.rules import COMPLETION


def settle(stage: Stage) -> None:
    """Settle the jobs that the rules wrote; forwarding has none, it reads the log by itself."""
    stage.session.flush()
    _close_what_was_settled(stage)
    opinions.give(stage)
    _look_at_completions(stage)
    _invite(stage)
    openings.announce(stage)
    with clock.at(stage.end):
        restate_all(stage.session)
    nearby.suggest(stage)
    left = update(OutgoingMail).where(OutgoingMail.sent_at.is_(None)).values(sent_at=OutgoingMail.written_at)
    stage.session.execute(left, execution_options={"synchronize_session": False})
    done = update(Job).where(Job.topic.in_((mail.TOPIC, COMPLETION))).values(state=JobState.DONE, attempts=1)
    stage.session.execute(done, execution_options={"synchronize_session": False})


def _close_what_was_settled(stage: Stage) -> None:
    """Close questions at the time at which the desk's rounds would have."""
    over = Ticket.state == State.RESOLVED, Ticket.resolved_at <= stage.end - CLOSES
    for ticket in stage.session.scalars(select(Ticket).where(*over).order_by(Ticket.resolved_at, Ticket.id)):
        assert ticket.resolved_at is not None
        with clock.at(ticket.resolved_at + CLOSES):
            talking.close(stage.session, ticket)


def _invite(stage: Stage) -> None:
    """Invite whoever came to meet the criteria after she had completed the module, as the rounds would have."""
    with clock.at(stage.end - timedelta(hours=3)):
        while found := could_be_invited(stage.session):
            invited = [inviting.invite(stage.session, person_id) for person_id in found]
            if not any(invited):
                return


def _look_at_completions(stage: Stage) -> None:
    """Do what waits: lives record completions as they happen, so that hardly anything is left to find here."""
    waiting = select(Job.subject, Job.due_at).where(Job.topic == COMPLETION, Job.state == JobState.WAITING)
    for subject, due_at in stage.session.execute(waiting.order_by(Job.due_at, Job.subject)).all():
        person_id, _, slug = subject.partition(":")
        if slug == stage.course.slug:
            with clock.at(due_at):
                stage.complete(UUID(person_id))
