"""What learners of the demonstration said of the help: about half of those who were asked, most of them content."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import uuid4

from sqlalchemy import select

from classcode import clock
from classcode.demonstration.stage import Stage
from helpdesk.models import Ticket
from helpdesk.ratings import rules
from helpdesk.ratings.rules import Opinion

STARS: Final = (5, 5, 5, 4, 4, 4, 3, 2)
COMMENTS: Final = (
    "Réponse claire, avec un exemple que j’ai repris en classe.",
    "Merci, j’ai compris où était l’erreur.",
    "La réponse est venue un peu tard pour ma séance du mardi.",
    "J’aurais aimé un schéma, mais l’explication suffit.",
)


def give(stage: Stage) -> None:
    """Ask about every question that was answered and settled, five hours after; some say how it went a day later."""
    settled = (Ticket.state.in_(rules.SETTLED), Ticket.first_answered_at.is_not(None))
    wanted = select(Ticket).where(*settled, Ticket.resolved_at < stage.end - timedelta(days=2))
    said = 0
    for ticket in stage.session.scalars(wanted.order_by(Ticket.resolved_at, Ticket.id)).all():
        assert ticket.resolved_at is not None
        with clock.at(ticket.resolved_at + timedelta(hours=5)):
            rules.begin(stage.session, ticket.id)
        if stage.chance.random() < 0.55:
            with clock.at(ticket.resolved_at + timedelta(hours=29)):
                _say(stage, ticket, comments=said % 3 == 0)
            said += 1


def _say(stage: Stage, ticket: Ticket, *, comments: bool) -> None:
    comment = stage.chance.choice(COMMENTS) if comments else ""
    opinion = Opinion(stage.chance.choice(STARS), comment)
    rules.rate_own(stage.session, ticket, opinion, by=ticket.learner_id, act_id=uuid4())
