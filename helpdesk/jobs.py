"""What the desk does by the clock: it passes on what met with silence, pairs what waits, moves the questions of those
who are away, closes what was settled long ago, tells leads what nobody holds, and writes one mail before each slot.

Each ticket and each absence has a transaction of its own and is looked at again inside it: a round run twice, late, or
by two schedulers does nothing twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Final, TypeVar
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.mail import Recipient
from classcode.people.models import Facilitator, Person
from classcode.people.queries import recipient
from classcode.queues.rounds import going_on
from classcode.territory.models import Commune
from helpdesk import mails, pairing
from helpdesk.coverage.queries import left_behind
from helpdesk.gathering.queries.page import naming
from helpdesk.models import Absence, DeskMail, Ticket
from helpdesk.pairing import Pairing
from helpdesk.slots import Slot, next_slot
from helpdesk.tickets.queries.alerts import UNHELD, alerts_due
from helpdesk.tickets.queries.candidates import everybody, links, needs_of_all
from helpdesk.tickets.queries.days_off import absences_from, holidays_of
from helpdesk.tickets.queries.holders import is_there, today_of
from helpdesk.tickets.rules import away, holding, talking
from helpdesk.tickets.rules.moving import Overtaken
from helpdesk.tickets.states import HERS, NotNow, State

AHEAD: Final = timedelta(minutes=60)
"""How long before the slot the bundle is written: time enough to read it on the way home. A choice of ours."""
CLOSES: Final = timedelta(days=14)
"""How long after it was settled a question can still be opened again by writing in it. A choice of ours."""
AT_ONCE: Final = 10_000
"""How many waiting questions are paired together at most, the oldest promise first."""
MOVED_ON: Final = (NotNow, Overtaken)
"""What a question says that somebody moved since it was found: nothing is left to do."""
SLOT: Final = "slot"
ALERT: Final = "alert"

Row = TypeVar("Row", Ticket, Absence)


def go_round(_round: str) -> None:
    """Do all that has become due at the desk; what it finds done it leaves alone, and no step stops the next."""
    for step in (_absences_turn, _silence, _left_alone, pair_waiting, _close_settled, send_alerts):
        with going_on("the round's step %s", step.__name__):
            step()


def _on(table: type[Row], ids: Iterable[UUID], act: Callable[[Session, Row], object]) -> None:
    """Act on each row in a transaction of its own, with the row held; what moved on meanwhile is left alone."""
    for row_id in ids:
        with going_on("%s %s", table.__tablename__, row_id, past=MOVED_ON), db.transaction() as session:
            row = session.get(table, row_id, with_for_update=True)
            if row is not None:
                act(session, row)


def _absences_turn() -> None:
    for absence_id, over in _absences():
        _on(Absence, [absence_id], away.give_back if over else away.hand_over)


def _silence() -> None:
    lapsed = _tickets(Ticket.state == State.PROPOSED, Ticket.offered_until <= clock.now())
    _on(Ticket, lapsed, holding.lapse)


def _left_alone() -> None:
    _on(Ticket, _left_behind(), hand_on)


def _close_settled() -> None:
    settled = (Ticket.state == State.RESOLVED, Ticket.resolved_at <= clock.now() - CLOSES)
    _on(Ticket, _tickets(*settled), talking.close)


def _left_behind() -> list[UUID]:
    with db.reading() as session:
        return left_behind(session)


def hand_on(session: Session, ticket: Ticket) -> None:
    """Give a question to somebody else whose holder cannot see it any more: her role ended, her account was closed."""
    holder = ticket.facilitator_id
    if holder is not None and ticket.state in HERS and not is_there(session, holder):
        holding.lend(session, ticket)


def _tickets(*conditions: ColumnElement[bool]) -> list[UUID]:
    with db.reading() as session:
        return list(session.scalars(select(Ticket.id).where(*conditions).order_by(Ticket.promised_by)))


def _absences() -> list[tuple[UUID, bool]]:
    """Return the absences that have begun or are over and wait for the desk, each by the calendar of its place."""
    with db.reading() as session:
        waiting = session.scalars(
            select(Absence).where(Absence.ended_at.is_(None), Absence.given_back_at.is_(None))
        )
        found = [(one, today_of(session, one.facilitator_id)) for one in waiting]
    begun = [(one.id, False) for one, today in found if one.handed_over_at is None and one.starts_on <= today]
    return begun + [(one.id, True) for one, today in found if one.ends_on < today]


def pair_waiting() -> int:
    """Pair all that nobody holds, together: as many as can be, and those who suit best. Return how many were paired."""
    with db.reading() as session:
        waiting = list(
            session.scalars(select(Ticket).where(*UNHELD).order_by(Ticket.promised_by).limit(AT_ONCE))
        )
        if not waiting:
            return 0
        asked = {ticket.id: ticket.learner_id for ticket in waiting}
        found = pairing.match_all(needs_of_all(session, waiting), everybody(session), links(session))
    paired = 0
    for ticket_id, one in zip(asked, found, strict=True):
        with going_on("pairing %s", ticket_id, past=MOVED_ON):
            paired += one is not None and _propose(ticket_id, one)
    return paired


def _propose(ticket_id: UUID, found: Pairing) -> bool:
    with db.transaction() as session:
        ticket = session.scalar(select(Ticket).where(Ticket.id == ticket_id, *UNHELD).with_for_update())
        if ticket is None:
            return False
        holding.keep_reasons(session, ticket, found.weighed, found)
        holding.propose(session, ticket, found)
        return True


def send_alerts() -> None:
    """Tell those who must not lose a question that nobody holds it: one mail an hour at most to each of them."""
    with db.reading() as session:
        due = alerts_due(session)
    window = clock.now().replace(minute=0, second=0, microsecond=0)
    for person_id, count in due.items():
        with going_on("the alert to %s", person_id), db.transaction() as session:
            to = recipient(session, person_id)
            values = {"id": uuid4(), "person_id": person_id, "kind": ALERT, "window": window}
            if to and db.insert_once(session, DeskMail, values | {"written_at": clock.now()}):
                mails.write_alert(session, to, count)


def send_bundles(_round: str) -> None:
    """Write the bundles that are due now; a round run twice, late or by two schedulers writes none twice."""
    with db.reading() as session:
        due = _due(session)
    for person_id, slot in due:
        with going_on("the bundle of %s", person_id), db.transaction() as session:
            _bundle(session, person_id, slot)


def _due(session: Session) -> list[tuple[UUID, Slot]]:
    """Return who has a slot that starts within the hour, or is under way and was missed while no job ran."""
    now = clock.now()
    offers = session.execute(
        select(Facilitator, Person.time_zone, Commune)
        .join(Person, Person.id == Facilitator.person_id)
        .outerjoin(Commune, Commune.code == Person.commune_code)
        .where(Person.disabled_at.is_(None))
    ).all()
    away_on = absences_from(session, (now - timedelta(days=1)).date())
    found = []
    for offer, zone, commune in offers:
        closed = (*away_on.get(offer.person_id, ()), *holidays_of(offer, commune, now.date()))
        slot = next_slot(offer.slots, zone, now, closed=closed)
        if slot and slot.start - AHEAD <= now:
            found.append((offer.person_id, slot))
    return found


def _bundle(session: Session, person_id: UUID, slot: Slot) -> None:
    waiting = _waiting(session, person_id, slot)
    to: Recipient | None = recipient(session, person_id)
    if not waiting or to is None:
        return
    values = {"id": uuid4(), "person_id": person_id, "kind": SLOT, "window": slot.start}
    if db.insert_once(session, DeskMail, values | {"written_at": clock.now()}):
        mails.write_bundle(session, to, slot, waiting, suggested=naming(session, person_id))


def _waiting(session: Session, person_id: UUID, slot: Slot) -> list[Ticket]:
    """Return what waited when the slot began, oldest promise first: what comes later is seen in the page."""
    hers = (Ticket.facilitator_id == person_id, Ticket.state.in_(HERS))
    return list(
        session.scalars(
            select(Ticket).where(*hers, Ticket.moved_at <= slot.start).order_by(Ticket.promised_by)
        )
    )
