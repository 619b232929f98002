"""Issuing attestations: what stands for somebody and an occasion is made what she deserves, once and no more.

A paper never changes. What is deserved now and said differently revokes the former one and issues another; what is no
longer deserved revokes it. The unique index on what stands has the last word when two do this at once.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.errors import NotFound
from classcode.people.rules import limits
from classcode.people.rules.limits import Limit
from tracking import rules as record
from tracking.attestations import codes, events
from tracking.attestations.deserving import Deserved, Occasion
from tracking.attestations.models import Attestation
from tracking.statements import statement_id

WRONG_CODES: Final = Limit("verify", 30, 5)
"""Wrong codes from one network address: far more than typing errors, far fewer than a search."""


def settle(
    session: Session, occasion: Occasion, person_id: UUID, due: Deserved | None, *, by: UUID
) -> Attestation | None:
    """Make what stands for this person and occasion be what is due; return it, None when nothing is.

    Effects: rows, statements (a revoked paper's is voided in the name of `by`). Doing it again changes nothing.
    """
    standing = _standing(session, occasion, person_id)
    if standing and due and says(standing, due):
        return standing
    if standing:
        _revoke(session, standing, by)
    if due is None:
        return None
    issued = _issue(session, due)
    if standing:
        standing.replaced_by_id = issued.id
        session.flush()
    return issued


def says(paper: Attestation, due: Deserved) -> bool:
    """Tell whether a paper says what is deserved now."""
    now = due.occasion
    return (paper.role, paper.minutes, paper.module, paper.held_on, paper.commune_code) == (
        due.role,
        due.minutes,
        now.module,
        now.held_on,
        now.commune_code,
    )


def _standing(session: Session, occasion: Occasion, person_id: UUID) -> Attestation | None:
    """Return what stands, its row held: a rival's paper, committed meanwhile, is seen."""
    wanted = select(Attestation).where(
        Attestation.person_id == person_id,
        Attestation.kind == occasion.kind,
        Attestation.of == occasion.of.path,
        Attestation.revoked_at.is_(None),
    )
    return session.scalar(wanted.with_for_update(), execution_options={"populate_existing": True})


def _issue(session: Session, due: Deserved) -> Attestation:
    """Write a paper with its statement, unless a rival did meanwhile: then return the rival's."""
    identity, now, occasion = uuid4(), clock.now(), due.occasion
    event = events.earned(identity, due, now)
    values = {
        "id": identity,
        "person_id": due.person_id,
        "kind": occasion.kind,
        "of": occasion.of.path,
        "role": due.role,
        "module": occasion.module,
        "minutes": due.minutes,
        "held_on": occasion.held_on,
        "commune_code": occasion.commune_code,
        "led_by_id": occasion.led_by_id,
        "issued_at": now,
        "code_hash": codes.hash_of(codes.code_of(session.info["attestation_key"], identity)),
        "statement_id": statement_id(event),
    }
    if db.insert_once(session, Attestation, values):
        record.record(session, event)
    found = _standing(session, occasion, due.person_id)
    assert found is not None, "the index holds one that stands"
    return found


def _revoke(session: Session, paper: Attestation, by: UUID) -> None:
    mine = update(Attestation).where(Attestation.id == paper.id, Attestation.revoked_at.is_(None))
    if db.changed(session.execute(mine.values(revoked_at=clock.now()))):
        record.void(session, paper.statement_id, by)


def access_own(session: Session, person_id: UUID, attestation_id: UUID) -> Attestation:
    """Return a paper to its holder; raise `NotFound` to everybody else."""
    found = session.get(Attestation, attestation_id)
    if found is None or found.person_id != person_id:
        raise NotFound
    return found


def check_patience(session: Session, network: str) -> None:
    """Raise `TooMany` once too many wrong codes came from a network address."""
    limits.check(session, WRONG_CODES, network)


def count_wrong(session: Session, network: str) -> None:
    """Count a wrong code."""
    limits.count(session, WRONG_CODES, network)
