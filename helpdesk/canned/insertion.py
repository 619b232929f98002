"""A kept answer in a question's own words: its places filled for the person who asked, in the language she asked in."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import i18n
from classcode.people.models import Person
from helpdesk.canned.filling import filled
from helpdesk.canned.queries import answer_for
from helpdesk.tickets.access import Seen, Who
from helpdesk.tickets.naming import learner_called
from helpdesk.tickets.units import about


def written_for(session: Session, visitor: Who, seen: Seen, answer_id: UUID) -> str:
    """Return the words to insert; raise `NotFound` for an answer that is not hers to use."""
    ticket = seen.ticket
    kept = answer_for(session, visitor, answer_id, ticket.language)
    both = select(Person).where(Person.id.in_([ticket.learner_id, visitor.id]))
    people = {one.id: one for one in session.scalars(both)}
    learner = learner_called(
        ticket.id, people[ticket.learner_id].name, unnamed=ticket.unnamed, named=seen.names_learner
    )
    with i18n.reader(kept.language, people[ticket.learner_id].time_zone):
        unit = about(ticket.module, ticket.unit)
        values = {
            "name": learner,
            "unit": unit.title,
            "module": unit.module,
            "promise": i18n.day(ticket.promised_by),
            "me": people[visitor.id].name,
        }
        return filled(kept.text, values)


def appended(text: str, more: str) -> str:
    """Return what was written with an insertion after it, a line apart; nothing of it is ever lost."""
    return f"{text.rstrip()}\n\n{more}" if text.strip() else more
