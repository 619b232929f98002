"""What the pages of asking need to be looked at: a link that waits, a settled question, public answers of two kinds."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.mail import OutgoingMail
from helpdesk.answers import rules
from helpdesk.answers.models import PublicAnswer, Stage
from helpdesk.guests.mails import KIND
from helpdesk.guests.rules import receive
from helpdesk.models import Source, Ticket


def asked(session: Session, *, facilitator: object) -> dict[str, str]:
    """Ask without an account, and make a public answer and a proposed one of what this facilitator settled."""
    session.info.setdefault("base_url", "")
    told = select(PublicAnswer.ticket_id).where(PublicAnswer.ticket_id.is_not(None))
    settled = select(Ticket).where(
        Ticket.facilitator_id == facilitator, Ticket.resolved_at.is_not(None), Ticket.id.not_in(told)
    )
    source, first, second = session.scalars(settled.order_by(Ticket.opened_at).limit(3)).all()
    public, proposed = (_written(session, one) for one in (first, second))
    public.stage, public.visible_from = Stage.PUBLISHED, clock.now()
    return {
        "first": _link(session),
        "settled": str(source.id),
        "public": str(public.id),
        "proposed": str(proposed.id),
    }


def _link(session: Session) -> str:
    """Return the token of the link that a question without an account was mailed."""
    words = "Peut-on commencer sans ordinateur ?"
    told = {"name": "Louise", "subject": None, "text": words, "via": Source.FORM, "language": "fr"}
    receive(session, email="louise@example.org", **told)  # type: ignore[arg-type]
    mail = session.scalars(select(OutgoingMail).where(OutgoingMail.kind == KIND)).one()
    return next(line for line in mail.text.splitlines() if "/first/" in line).rpartition("/")[2]


def _written(session: Session, ticket: Ticket) -> PublicAnswer:
    assert ticket.facilitator_id is not None
    words = "Peut-on commencer sans ordinateur ?", "Oui : le jeu du robot *se joue dans la cour*."
    return rules.write(session, ticket, *words, by=ticket.facilitator_id, language="fr")
