"""Statements that refer to statements: what a filter finds through them, and what a voiding voids.

xAPI 1.0.3, Communication 2.1.3 ("Filter Conditions for StatementRefs"): who refers to a match is a match, however many
references lie between. `StatementTarget` keeps these ways, closed over chains; one whose end has not come yet waits.
Data 2.3.2: a voiding marks its target, whichever of the two came first.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy import exists, func, select, text, update
from sqlalchemy.orm import Session, aliased

from classcode import db
from tracking.log.keys import key_of
from tracking.log.models import StatementTarget
from tracking.models import Statement
from tracking.projections import following
from tracking.standing import Deed
from tracking.xapi.index import Index

if TYPE_CHECKING:
    from tracking.log.writing import Row

EVERYTHING: Final = 2**62
AT_ONCE: Final = 100_000
"""More statements than are being written at any one moment."""
VOIDED: Final = "http://adlnet.gov/expapi/verbs/voided"
_VOIDED_KEY: Final = key_of(VOIDED)
_WHAT_COUNTED: Final = (
    Statement.actor,
    Statement.verb,
    Statement.object_kind,
    Statement.module,
    Statement.timestamp,
    Statement.object_path,
)
_FURTHER: Final = """
    INSERT INTO statement_target (seq, target, of, direct)
    SELECT who.seq, further.target, further.of, false
    FROM statement_target AS who JOIN statement_target AS further ON further.seq = who.of
    WHERE who.of = :via AND (further.of IS NULL OR further.of <> who.seq)
"""
_LEAD_ON: Final = text(f"{_FURTHER} ON CONFLICT DO NOTHING")
"""Whoever refers to a reference refers to its ends as well; in one statement, since chains can be long."""
_LEAD_ONE_ON: Final = text(f"{_FURTHER} AND who.seq = :who ON CONFLICT DO NOTHING")


def follow(session: Session, new: Sequence[tuple[Row, Index]]) -> None:
    """Note where new statements lead to, and who was waiting for them; in order of id, as rows are locked."""
    linked = [(row, index) for row, index in new if row.awaited or index.target is not None]
    met: list[tuple[int, int]] = []
    for row, index in sorted(linked, key=lambda one: one[0].id):
        if index.target is not None:
            met += _refer(session, row.seq, index.target)
        if row.awaited:
            met += _lead_here(session, row.seq, row.id)
    _void(session, met)


def _refer(session: Session, seq: int, target: UUID) -> list[tuple[int, int]]:
    """Lead a new statement to its target, and with it those of its own batch that already lead to it."""
    of = session.scalar(select(Statement.seq).where(Statement.id == target))
    db.insert_once(session, StatementTarget, {"seq": seq, "target": target, "of": of, "direct": True})
    if of is not None:
        session.execute(_LEAD_ONE_ON, {"via": of, "who": seq})
    session.execute(_LEAD_ON, {"via": seq})
    return [] if of is None else [(of, seq)]


def _lead_here(session: Session, seq: int, identity: UUID) -> list[tuple[int, int]]:
    """Lead who waited to this statement; return it with each that refers to it directly."""
    came = session.execute(
        update(StatementTarget)
        .where(StatementTarget.target == identity, StatementTarget.of.is_(None))
        .values(of=seq)
        .returning(StatementTarget.seq, StatementTarget.direct)
    ).all()
    session.execute(_LEAD_ON, {"via": seq})
    return [(seq, who) for who, direct in came if direct]


def _void(session: Session, met: Sequence[tuple[int, int]]) -> None:
    """Mark each target whose other is a voiding of the same authority, and follow anew what had followed from it.

    A voiding itself is never voided.

    Targets are locked in the order of the log, after everything else: two voidings cannot wait for each other.
    """
    voider = aliased(Statement)
    for target, voiding in sorted(met):
        entitled = exists().where(
            voider.seq == voiding,
            voider.verb_key == _VOIDED_KEY,
            voider.client_id.is_not_distinct_from(Statement.client_id),
        )
        mine = (Statement.seq == target, Statement.voided.is_(False), Statement.verb_key != _VOIDED_KEY)
        marked = session.execute(
            update(Statement)
            .where(*mine, entitled)
            .values(voided=True)
            .returning(*_WHAT_COUNTED)
            .execution_options(synchronize_session=False)
        )
        for row in marked.all():
            if row.actor is not None:
                following.unfollow(session, Deed(*row))


def any_references(session: Session) -> bool:
    """Tell whether any statement at all refers to another."""
    return bool(session.scalar(select(exists().where(StatementTarget.seq > 0))))


def met_unseen(session: Session, back: int = AT_ONCE) -> list[tuple[int, UUID]]:
    """Return statements that others wait for although they are there: both were written at the same moment.

    Only the last `back` numbers of the log are looked at: whoever waits longer was passed by no writer at work. On
    SQLite writers come one after the other, and none misses another.
    """
    if session.get_bind().dialect.name == "sqlite":
        return []
    newest = select(func.max(Statement.seq)).scalar_subquery()
    found = session.execute(
        select(Statement.seq, Statement.id)
        .join(StatementTarget, StatementTarget.target == Statement.id)
        .where(StatementTarget.of.is_(None), StatementTarget.seq > newest - back)
        .distinct()
        .order_by(Statement.id)
    )
    return [(row.seq, row.id) for row in found]


def settle(back: int = AT_ONCE) -> None:
    """Bring together what was written at the same moment, among the last `back` numbers of the log."""
    with db.transaction() as session:
        unseen = met_unseen(session, back)
        met = [one for seq, identity in unseen for one in _lead_here(session, seq, identity)]
        _void(session, met)
