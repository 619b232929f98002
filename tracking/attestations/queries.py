"""Reading attestations: a person's own with their codes, and what a code tells anybody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode.people import queries as people
from classcode.territory.models import Commune
from tracking.attestations import codes
from tracking.attestations.models import Attestation


@dataclass(frozen=True, slots=True)
class Held:
    """A paper as its holder reads it; `code` is None where the installation's secret changed since it was issued."""

    paper: Attestation
    commune: Commune
    led_by: str | None
    code: str | None


class Found(StrEnum):
    """What a code leads to."""

    VALID = "valid"
    REVOKED = "revoked"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What anybody reads of a paper by its code: no name, no place, no identifier."""

    found: Found
    kind: str
    role: str
    module: str
    minutes: int
    held_on: date
    issued_at: datetime
    revoked_at: datetime | None


def held_by(session: Session, person_id: UUID) -> list[Held]:
    """Return what stands for a person, the latest day first; revoked papers are not shown."""
    wanted = (
        select(Attestation, Commune)
        .join(Commune, Commune.code == Attestation.commune_code)
        .where(Attestation.person_id == person_id, Attestation.revoked_at.is_(None))
        .order_by(Attestation.held_on.desc(), Attestation.id)
    )
    return _held(session, [(paper, commune) for paper, commune in session.execute(wanted)])


def held(session: Session, paper: Attestation) -> Held:
    """Return one paper as its holder reads it."""
    return _held(session, [(paper, session.get_one(Commune, paper.commune_code))])[0]


def _held(session: Session, rows: Iterable[tuple[Attestation, Commune]]) -> list[Held]:
    found = list(rows)
    leading = {
        paper.led_by_id for paper, _ in found if paper.led_by_id and paper.led_by_id != paper.person_id
    }
    names = people.names(session, leading)
    key: bytes = session.info["attestation_key"]
    return [
        Held(
            paper,
            commune,
            names[paper.led_by_id].name if paper.led_by_id in names else None,
            _code(key, paper),
        )
        for paper, commune in found
    ]


def _code(key: bytes, paper: Attestation) -> str | None:
    code = codes.code_of(key, paper.id)
    return codes.grouped(code) if codes.hash_of(code) == paper.code_hash else None


def verified(session: Session, code: str) -> Verified | None:
    """Return what a code tells, or None when it leads to nothing."""
    paper = session.scalar(select(Attestation).where(Attestation.code_hash == codes.hash_of(code)))
    if paper is None:
        return None
    gone = Found.REPLACED if paper.replaced_by_id else Found.REVOKED
    return Verified(
        found=gone if paper.revoked_at else Found.VALID,
        kind=paper.kind,
        role=paper.role,
        module=paper.module,
        minutes=paper.minutes,
        held_on=paper.held_on,
        issued_at=paper.issued_at,
        revoked_at=paper.revoked_at,
    )
