"""What an erasure would touch: whose identifiers, which statements are hers and which only mention her."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from tracking.log.keys import key_of
from tracking.log.models import StatementAgent, StatementFile, StatementTarget
from tracking.log.references import VOIDED
from tracking.lrs.documents.models import Document
from tracking.models import Statement

AT_ONCE: Final = 500
"""How many statements one transaction erases."""
_VOIDED_KEY: Final = key_of(VOIDED)


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is erased: all her identifiers, the keyed digest of the first, and her actors where she is one of ours."""

    identifiers: tuple[str, ...]
    digest: str
    actors: tuple[UUID, ...] = ()
    keys: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "keys", tuple(key_of(one) for one in self.identifiers))


@dataclass(frozen=True, slots=True)
class Sorted:
    """Some statements by their numbers: those that go, and those that stay without her."""

    hers: tuple[int, ...]
    others: tuple[int, ...]

    @property
    def all(self) -> tuple[int, ...]:
        """Every number."""
        return self.hers + self.others


@dataclass(slots=True)
class Plan:
    """How much an erasure would delete (statements, documents, files) and change (`rewritten`)."""

    statements: int = 0
    rewritten: int = 0
    documents: int = 0
    attachments: int = 0


def plan(session: Session, subject: Subject) -> Plan:
    """Count what an erasure would do, changing nothing; files are counted where no other statement has them."""
    told = Plan(documents=count_documents(session, subject))
    files: set[str] = set()
    for batch in batches(session, subject):
        told.statements += len(batch.hers)
        told.rewritten += len(batch.others)
        files.update(session.scalars(select(StatementFile.sha2).where(StatementFile.seq.in_(batch.hers))))
    told.attachments = sum(not _held_by_others(session, subject, sha2) for sha2 in files)
    return told


def batches(session: Session, subject: Subject) -> Iterator[Sorted]:
    """Walk the statements that speak of somebody, upwards."""
    after = 0
    while batch := next_batch(session, subject, after):
        yield batch
        after = max(batch.all)


def next_batch(session: Session, subject: Subject, after: int = 0) -> Sorted | None:
    """Return the next statements that speak of somebody, None when there are no more."""
    of_her = StatementAgent.agent_key.in_(subject.keys)
    found = select(StatementAgent.seq).where(of_her, StatementAgent.seq > after).distinct()
    seqs = session.scalars(found.order_by(StatementAgent.seq).limit(AT_ONCE)).all()
    if not seqs:
        return None
    narrow = set(_narrow(session, subject, seqs))
    narrow -= _still_voiding(session, subject, narrow)
    return Sorted(
        tuple(seq for seq in seqs if seq in narrow), tuple(seq for seq in seqs if seq not in narrow)
    )


def remaining(session: Session, subject: Subject) -> int:
    """Count the statements that speak of somebody."""
    of_her = StatementAgent.agent_key.in_(subject.keys)
    return session.scalar(select(func.count(StatementAgent.seq.distinct())).where(of_her)) or 0


def count_documents(session: Session, subject: Subject) -> int:
    """Count the states and profiles kept about somebody."""
    return session.scalar(select(func.count()).select_from(Document).where(*documents_of(subject))) or 0


def documents_of(subject: Subject) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that choose somebody's documents; keys find them, identifiers make sure."""
    return (Document.agent_key.in_(subject.keys), Document.agent.in_(subject.identifiers))


def _narrow(session: Session, subject: Subject, seqs: Collection[int]) -> Sequence[int]:
    of_her = (StatementAgent.agent_key.in_(subject.keys), StatementAgent.narrow)
    return session.scalars(select(StatementAgent.seq).where(*of_her, StatementAgent.seq.in_(seqs))).all()


def _still_voiding(session: Session, subject: Subject, seqs: Collection[int]) -> set[int]:
    """Return the voidings among these whose target is somebody else's and stays: without them it would count again."""
    voiding = aliased(Statement)
    rows = session.execute(
        select(StatementTarget.seq, StatementTarget.of)
        .join(voiding, voiding.seq == StatementTarget.seq)
        .where(StatementTarget.seq.in_(seqs), StatementTarget.direct, StatementTarget.of.is_not(None))
        .where(voiding.verb_key == _VOIDED_KEY)
    ).all()
    hers = set(_narrow(session, subject, [of for _, of in rows if of is not None]))
    return {seq for seq, of in rows if of not in hers}


def _held_by_others(session: Session, subject: Subject, sha2: str) -> bool:
    hers = select(StatementAgent.seq).where(StatementAgent.agent_key.in_(subject.keys), StatementAgent.narrow)
    others = select(StatementFile.seq).where(StatementFile.sha2 == sha2, StatementFile.seq.not_in(hers))
    return session.scalar(select(others.exists())) or False
