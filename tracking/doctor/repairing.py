"""Writing the right rows beside the log, from its bytes as they are at that moment; the caller's transaction holds."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from classcode import db
from tracking.doctor.beside import voided_by_others
from tracking.doctor.expecting import Expected, counted_columns, expected
from tracking.doctor.findings import Finding, Kind
from tracking.log import names, references
from tracking.log.keys import key_of
from tracking.log.models import (
    StatementActivity,
    StatementAgent,
    StatementFile,
    StatementTarget,
    XapiActivity,
    XapiAgent,
)
from tracking.log.writing import Entry, Row
from tracking.models import Statement
from tracking.xapi.index import is_mailbox

AT_ONCE: Final = 500
"""How many findings one transaction mends."""
_LINKS: Final[dict[Kind, tuple[type[StatementAgent | StatementActivity], str]]] = {
    Kind.AGENT_LINK: (StatementAgent, "agent_key"),
    Kind.ACTIVITY_LINK: (StatementActivity, "activity_key"),
}


def repair(session: Session, findings: Sequence[Finding]) -> None:
    """Write the right rows for findings; those that cannot be mended are passed over."""
    mendable = [finding for finding in findings if finding.mendable]
    read = _read(session, {finding.seq for finding in mendable})
    _drop_surplus(session, mendable)
    for kind in _LINKS:
        _write_links(session, kind, read, _seqs(mendable, kind))
    for seq in _seqs(mendable, Kind.COLUMN) & read.keys():
        _write_columns(session, *read[seq])
    for seq in _seqs(mendable, Kind.FILE_ROW) & read.keys():
        _write_files(session, seq, read[seq][1])
    for seq in sorted(_seqs(mendable, Kind.REFERENCE) & read.keys()):
        _lead(session, *read[seq])
    for seq in _seqs(mendable, Kind.VOIDED) & read.keys():
        voided = seq in voided_by_others(session, (seq, seq))
        session.execute(update(Statement).where(Statement.seq == seq).values(voided=voided))
    named = _seqs(mendable, Kind.AGENT) | _seqs(mendable, Kind.ACTIVITY)
    _write_names(session, [read[seq] for seq in sorted(named & read.keys())])


def _seqs(findings: Collection[Finding], kind: Kind) -> set[int]:
    return {finding.seq for finding in findings if finding.kind is kind}


def _read(session: Session, seqs: Collection[int]) -> dict[int, tuple[Any, Expected]]:
    """Read the statements again and hold them: one may have been erased since it was looked at."""
    rows = session.execute(
        select(*Statement.__table__.columns)
        .where(Statement.seq.in_(seqs))
        .order_by(Statement.id)
        .with_for_update()
    )
    return {row.seq: (row, expected(row.body)) for row in rows}


def _drop_surplus(session: Session, findings: Sequence[Finding]) -> None:
    for kind, (table, key) in _LINKS.items():
        given = [
            {"of": finding.surplus, "at": finding.seq}
            for finding in findings
            if finding.kind is kind and finding.surplus is not None
        ]
        if given:
            rows = (getattr(table, key) == bindparam("of"), table.seq == bindparam("at"))
            session.connection().execute(delete(table).where(*rows), given)


def _write_links(
    session: Session, kind: Kind, read: Mapping[int, tuple[Any, Expected]], seqs: Collection[int]
) -> None:
    table, key = _LINKS[kind]
    rows = [
        {key: of, "seq": seq, "narrow": narrow}
        for seq in sorted(seqs & read.keys())
        for of, narrow in (
            read[seq][1].agents if kind is Kind.AGENT_LINK else read[seq][1].activities
        ).items()
    ]
    if rows:
        dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
        insert = dialect.insert(table)
        right = insert.on_conflict_do_update(
            index_elements=[key, "seq"], set_={"narrow": insert.excluded.narrow}
        )
        session.connection().execute(right, rows)


def _write_columns(session: Session, row: Any, said: Expected) -> None:
    values = {
        "stored": said.stored,
        "timestamp": said.timestamp,
        "verb_key": key_of(said.index.verb),
        "registration": said.index.registration,
    }
    if row.client_id is None:
        values |= counted_columns(row, said, session.info["iri_base"])
    session.execute(update(Statement).where(Statement.seq == row.seq).values(values))


def _write_files(session: Session, seq: int, said: Expected) -> None:
    unnamed = (StatementFile.seq == seq, StatementFile.sha2.not_in(said.files))
    session.execute(delete(StatementFile).where(*unnamed))
    listed = [*said.statement.get("attachments", ()), *said.statement["object"].get("attachments", ())]
    for one in listed:
        if one["sha2"].lower() in said.attached:
            values = {"seq": seq, "sha2": one["sha2"].lower(), "content_type": one["contentType"]}
            db.insert_once(session, StatementFile, values)


def _lead(session: Session, row: Any, said: Expected) -> None:
    """Note anew where a statement leads to, and lead everybody who refers to it along."""
    session.execute(delete(StatementTarget).where(StatementTarget.seq == row.seq))
    session.execute(update(StatementTarget).where(StatementTarget.target == row.id).values(of=None))
    references.follow(session, [(Row(row.seq, row.id, awaited=True), said.index)])


def _write_names(session: Session, read: Sequence[tuple[Any, Expected]]) -> None:
    names.forget()
    for _, said in read:
        _correct_names(session, said)
    # Only of our own statements is it known that they may define; what others defined stays as it was.
    entries = [
        Entry(
            id=row.id,
            stored=said.stored,
            timestamp=said.timestamp,
            body=row.body,
            index=said.index,
            defines=row.client_id is None,
        )
        for row, said in read
    ]
    names.note_names(session, entries)


def _correct_names(session: Session, said: Expected) -> None:
    """Write the right identifier where a row has that of another key; where two share a key, nothing can be done."""
    wanted: dict[int, str] = {key_of(one): one for one in said.index.agents}
    for row in session.scalars(select(XapiAgent).where(XapiAgent.key.in_(wanted))).all():
        if key_of(row.ifi) != row.key:
            row.ifi, row.names = wanted[row.key], []
        row.mailbox = is_mailbox(row.ifi)
    wanted = {key_of(iri): iri for iri in said.index.activities}
    for activity in session.scalars(select(XapiActivity).where(XapiActivity.key.in_(wanted))).all():
        if key_of(activity.iri) != activity.key:
            activity.iri, activity.definition = wanted[activity.key], None
