"""Erasing one actor from the record, some hundred statements at a time; the caller's transaction holds each step.

An erasure may stop after any step and be taken up again: what is done is done, and the receipt counts on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import orjson
from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from classcode import clock, db
from tracking.erasure.models import Erasure
from tracking.erasure.queries import Sorted, Subject, documents_of, next_batch
from tracking.erasure.rewriting import NAME, without
from tracking.log import names, references
from tracking.log.identities import own_account
from tracking.log.keys import key_of
from tracking.log.models import StatementActivity, StatementAgent, StatementFile, StatementTarget, XapiAgent
from tracking.log.writing import Row
from tracking.lrs.documents.models import Document
from tracking.models import LearnerFact, MergedActor, Pseudonym, Statement
from tracking.projections import following, freezing
from tracking.record.covering import uncover
from tracking.record.models import RecordLook
from tracking.research.rules import files as research
from tracking.xapi.index import Index, index

_NOTHING = {
    "statements": 0,
    "rewritten": 0,
    "documents": 0,
    "attachments": 0,
    "index_rows": 0,
    "ids_digest": "",
}


def begin(session: Session, subject: Subject) -> Erasure:
    """Return the erasure of this subject that was interrupted, or a new one.

    With a new one what she had reached is added to the frozen counts, while the log still tells it.
    """
    unfinished = (Erasure.identifier_digest == subject.digest, Erasure.finished_at.is_(None))
    found = session.scalars(select(Erasure).where(*unfinished).limit(1)).one_or_none()
    if found is None:
        found = Erasure(
            id=uuid4(),
            at=clock.now(),
            identifier_digest=subject.digest,
            counts=dict(_NOTHING),
            finished_at=None,
        )
        session.add(found)
        session.flush()
        _overwrite_deleted(session)
        freezing.freeze(session, subject.actors)
    return found


def erase_some(session: Session, erasure_id: UUID, subject: Subject) -> tuple[int, set[str]]:
    """Erase the next statements; return how many were dealt with and the SHA-2 of files that nothing names now.

    Hers are deleted with their rows; in others' statements the erased account takes her place. A voiding of somebody
    else's statement stays as well, without her: what it corrected stays corrected.
    """
    _overwrite_deleted(session)
    batch = next_batch(session, subject)
    if batch is None:
        return 0, set()
    erasure = session.get_one(Erasure, erasure_id, with_for_update=True)
    bodies = _locked(session, batch)
    counts = dict(erasure.counts)
    doomed = {seq: bodies[seq] for seq in batch.hers if seq in bodies}
    files = _delete(session, subject, doomed, counts)
    for seq in batch.others:
        if seq in bodies:
            files |= _rewrite(session, subject, seq, bodies[seq][1])
    # Rows that speak of her where no statement is any more: a repair of the index may have been due.
    _forget_links(session, subject, batch.all)
    unused = files - set(session.scalars(select(StatementFile.sha2).where(StatementFile.sha2.in_(files))))
    counts["attachments"] += len(unused)
    counts["rewritten"] += len(batch.others)
    erasure.counts = counts
    return len(batch.all), unused


def finish(session: Session, erasure_id: UUID, subject: Subject) -> Erasure:
    """Delete what is beside the log: documents, the actor, and for one of ours rows, facts and the link to her.

    Effect after the commit: files of studies that may hold her are removed.
    """
    _overwrite_deleted(session)
    erasure = session.get_one(Erasure, erasure_id, with_for_update=True)
    documents = db.changed(session.execute(delete(Document).where(*documents_of(subject))))
    session.execute(
        delete(XapiAgent).where(XapiAgent.key.in_(subject.keys), XapiAgent.ifi.in_(subject.identifiers))
    )
    session.execute(delete(RecordLook).where(RecordLook.actor_key.in_(subject.keys)))
    uncover(session, subject.keys)
    freezing.forget(session, subject.actors)
    if subject.actors:
        research.let_go(session, subject.actors)
    for table in (LearnerFact, Pseudonym, MergedActor):
        session.execute(delete(table).where(table.actor.in_(subject.actors)))
    erasure.counts = erasure.counts | {"documents": erasure.counts["documents"] + documents}
    erasure.finished_at = clock.now()
    session.flush()
    names.forget()
    return erasure


def receipt(erasure: Erasure) -> dict[str, Any]:
    """Return what may be kept and shown: when, how much, digests of whom and of which ids; it leads to nobody."""
    times = {"begun": erasure.at, "finished": erasure.finished_at}
    told = {name: at.isoformat(timespec="seconds") if at else None for name, at in times.items()}
    return {
        "erasure": str(erasure.id),
        **told,
        "identifier_digest": erasure.identifier_digest,
        **erasure.counts,
    }


def _overwrite_deleted(session: Session) -> None:
    """Have SQLite write zeros over what is deleted, which it would otherwise leave in the file."""
    if session.get_bind().dialect.name == "sqlite":
        session.connection().exec_driver_sql("PRAGMA secure_delete = ON")


def _locked(session: Session, batch: Sorted) -> dict[int, tuple[UUID, bytes]]:
    rows = session.execute(
        select(Statement.seq, Statement.id, Statement.body)
        .where(Statement.seq.in_(batch.all))
        .order_by(Statement.id)
        .with_for_update()
    )
    return {seq: (identity, body) for seq, identity, body in rows}


def _delete(
    session: Session, subject: Subject, doomed: Mapping[int, tuple[UUID, bytes]], counts: dict[str, Any]
) -> set[str]:
    if not doomed:
        return set()
    files = set(session.scalars(select(StatementFile.sha2).where(StatementFile.seq.in_(doomed))))
    meetings = following.meetings_of(session, doomed)
    referring = _referring(session, doomed)
    rows = _delete_links(
        session, subject, {seq: index(orjson.loads(body)) for seq, (_, body) in doomed.items()}
    )
    for table in (StatementTarget, StatementFile):
        rows += db.changed(session.execute(delete(table).where(table.seq.in_(doomed))))
    session.execute(delete(Statement).where(Statement.seq.in_(doomed)))
    _follow_anew(session, referring)
    for path in meetings:
        following.meeting(session, path)
    digest = counts["ids_digest"]
    for seq in sorted(doomed):
        digest = sha256(bytes.fromhex(digest) + doomed[seq][0].bytes).hexdigest()
    counts["ids_digest"] = digest
    counts["statements"] += len(doomed)
    counts["index_rows"] += rows
    return files


def _delete_links(session: Session, subject: Subject, indexes: Mapping[int, Index]) -> int:
    """Delete the rows by which statements are found; by their keys, since no index leads from a number to them."""
    rows = 0
    for table, key, kind in (
        (StatementAgent, StatementAgent.agent_key, "agents"),
        (StatementActivity, StatementActivity.activity_key, "activities"),
    ):
        given = [
            {"of": key_of(identifier), "at": seq}
            for seq, found in indexes.items()
            for identifier in getattr(found, kind)
        ]
        if given:
            gone = delete(table).where(key == bindparam("of"), table.seq == bindparam("at"))
            rows += db.changed(session.connection().execute(gone, given))
    return rows + _forget_links(session, subject, indexes)


def _forget_links(session: Session, subject: Subject, seqs: Iterable[int]) -> int:
    of_her = (StatementAgent.agent_key.in_(subject.keys), StatementAgent.seq.in_(list(seqs)))
    return db.changed(session.execute(delete(StatementAgent).where(*of_her)))


def _referring(session: Session, doomed: Collection[int]) -> list[int]:
    """Return the statements that refer to some of these, directly or through others, and stay."""
    found = session.scalars(select(StatementTarget.seq).where(StatementTarget.of.in_(doomed)).distinct())
    return sorted(seq for seq in found if seq not in doomed)


def _follow_anew(session: Session, seqs: Collection[int]) -> None:
    """Note again where statements lead to, now that some of what they led to is gone."""
    if not seqs:
        return
    session.execute(delete(StatementTarget).where(StatementTarget.seq.in_(seqs)))
    rows = session.execute(select(Statement.seq, Statement.id, Statement.body).where(Statement.seq.in_(seqs)))
    # One by one and upwards: a reference to a reference needs the ways of that one first.
    for row in sorted(rows, key=lambda row: row.seq):
        references.follow(session, [(Row(row.seq, row.id, awaited=False), index(orjson.loads(row.body)))])


def _rewrite(session: Session, subject: Subject, seq: int, body: bytes) -> set[str]:
    iri_base: str = session.info["iri_base"]
    rewritten = without(body, subject.identifiers, iri_base)
    session.execute(update(Statement).where(Statement.seq == seq).values(body=rewritten.body))
    if subject.actors:
        hers = (Statement.seq == seq, Statement.actor.in_(subject.actors))
        session.execute(update(Statement).where(*hers).values(actor=None))
    erased = own_account(NAME, iri_base)
    narrow = index(rewritten.statement).agents.get(erased)
    if narrow is not None:
        key = key_of(erased)
        db.insert_once(session, XapiAgent, {"key": key, "ifi": erased, "names": [], "mailbox": False})
        session.merge(StatementAgent(agent_key=key, seq=seq, narrow=narrow))
    gone = (StatementFile.seq == seq, StatementFile.sha2.in_(rewritten.signatures))
    session.execute(delete(StatementFile).where(*gone))
    return set(rewritten.signatures)
