"""What the pages of asking need to be looked at: a link that waits, settled questions, public answers of each kind."""

from __future__ import annotations

from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.demonstration.characters import DOMAIN
from classcode.mail import OutgoingMail
from classcode.people.models import Address
from helpdesk.answers import rules
from helpdesk.answers.models import PublicAnswer, Stage
from helpdesk.guests.mails import KIND
from helpdesk.guests.rules import receive
from helpdesk.models import Source, Ticket
from helpdesk.tickets.rules import holding, talking
from helpdesk.tickets.rules.asking import Question, open_ticket

TOLD: Final = "Où cliquer pour commencer ?", "Sur le drapeau vert, que *je cherchais ailleurs*."


def asked(session: Session, *, facilitator: UUID) -> dict[str, str]:
    """Ask without an account, and make public answers of what was settled: two of the desk, one that Ada tells."""
    session.info.setdefault("base_url", "")
    source, first = (_settled(session, facilitator) for _ in range(2))
    told = select(PublicAnswer.ticket_id).where(PublicAnswer.ticket_id.is_not(None))
    settled = select(Ticket).where(Ticket.resolved_at.is_not(None), Ticket.id.not_in(told))
    others = settled.where(Ticket.facilitator_id != facilitator).order_by(Ticket.opened_at)
    public, proposed = (_written(session, one) for one in (session.scalars(others.limit(1)).one(), first))
    own = _settled(session)
    public.stage, public.visible_from = Stage.PUBLISHED, clock.now()
    return {
        "first": _link(session),
        "settled": str(source.id),
        "public": str(public.id),
        "proposed": str(proposed.id),
        "own": str(own.id),
        "told": str(rules.write(session, own, *TOLD, by=own.learner_id, language="fr").id),
        "untold": str(_settled(session).id),
    }


def _settled(session: Session, holder: UUID | None = None) -> Ticket:
    """Let Ada ask something, of this facilitator where one is named, and settle it herself."""
    session.info.update(answer_days=3, forwarding=False)
    ada = session.scalars(select(Address.person_id).where(Address.email == f"ada@{DOMAIN}")).one()
    words = Question(
        text="Où cliquer pour commencer ?", module="creative-programming", unit="first-program", language="fr"
    )
    ticket = open_ticket(session, ada, words, act_id=uuid4())
    if holder is not None:
        holding.assign(session, ticket, holder, by=holder)
    talking.resolve(session, ticket, by=ada, act_id=uuid4())
    return ticket


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
