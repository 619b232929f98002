"""The tables beside the log that are asked by key or by number: names, references, attached files, what is voided."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from tracking.doctor.expecting import Expected
from tracking.doctor.findings import Finding, Kind
from tracking.log.files import address
from tracking.log.keys import key_of
from tracking.log.models import StatementFile, StatementTarget, XapiActivity, XapiAgent
from tracking.log.references import VOIDED
from tracking.models import Statement
from tracking.xapi.index import is_mailbox

_IN_ONE_QUESTION: Final = 500
_VOIDED_KEY: Final = key_of(VOIDED)
_NOBODY: Final = UUID(int=0)
Bounds = tuple[int, int]
T = TypeVar("T")


def agents_wrong(
    session: Session, agents: Mapping[str, int], activities: Mapping[str, int]
) -> Iterator[Finding]:
    """Tell which actors and activities, given with a statement that names them, are missing or another's."""
    for part in _parts(list(agents)):
        known = {row.key: row for row in session.execute(_agents(part))}
        for identifier in part:
            row = known.get(key_of(identifier))
            if row is None or row.ifi != identifier:
                yield _name_wrong(Kind.AGENT, agents[identifier], identifier, row.ifi if row else None)
            elif row.mailbox != is_mailbox(identifier):
                yield Finding(Kind.AGENT, agents[identifier], f"mailbox is {row.mailbox}")
    for part in _parts(list(activities)):
        keys = [key_of(iri) for iri in part]
        rows = session.execute(select(XapiActivity.key, XapiActivity.iri).where(XapiActivity.key.in_(keys)))
        iris = {row.key: row.iri for row in rows}
        for iri in part:
            if iris.get(key_of(iri)) != iri:
                yield _name_wrong(Kind.ACTIVITY, activities[iri], iri, iris.get(key_of(iri)))


def _agents(identifiers: Collection[str]) -> Any:
    keys = [key_of(identifier) for identifier in identifiers]
    return select(XapiAgent.key, XapiAgent.ifi, XapiAgent.mailbox).where(XapiAgent.key.in_(keys))


def _name_wrong(kind: Kind, seq: int, wanted: str, found: str | None) -> Finding:
    if found is None:
        return Finding(kind, seq, f"no row has the key {key_of(wanted)}")
    # Two identifiers with one key cannot both be written down; see `tracking.log.keys` for how likely that is.
    meet = key_of(found) == key_of(wanted)
    return Finding(kind, seq, f"key {key_of(wanted)} is taken by another identifier", mendable=not meet)


def references_wrong(
    session: Session, bounds: Bounds, targets: Mapping[int, UUID], ids: Mapping[int, UUID]
) -> Iterator[Finding]:
    """Tell whose ways to other statements are not the direct one and, behind it, those of its target."""
    between = StatementTarget.seq.between(*bounds)
    rows = session.execute(
        select(StatementTarget.seq, StatementTarget.target, StatementTarget.of, StatementTarget.direct).where(
            between
        )
    )
    found: dict[int, dict[UUID, tuple[int | None, bool]]] = {}
    for seq, target, of, direct in rows:
        found.setdefault(seq, {})[target] = (of, direct)
    where = _numbers(session, [*targets.values(), *(target for ways in found.values() for target in ways)])
    further = _ways(session, [where[target] for target in targets.values() if target in where])
    for seq in sorted(targets.keys() | found.keys()):
        wanted: dict[UUID, tuple[int | None, bool]] = {}
        if seq in targets:
            direct_target = targets[seq]
            behind = further.get(where.get(direct_target, 0), ())
            wanted = {target: (where.get(target), False) for target in behind}
            wanted[direct_target] = (where.get(direct_target), True)
        ways = found.get(seq, {})
        # Statements that refer to each other in a circle may or may not lead back to themselves.
        for one in (ways, wanted):
            one.pop(ids.get(seq, _NOBODY), None)
        if ways != wanted:
            yield Finding(
                Kind.REFERENCE, seq, f"leads to {len(ways)} statements by its rows, to {len(wanted)} truly"
            )


def _numbers(session: Session, ids: Sequence[UUID]) -> dict[UUID, int]:
    found: dict[UUID, int] = {}
    for part in _parts(ids):
        rows = session.execute(select(Statement.id, Statement.seq).where(Statement.id.in_(part)))
        found.update((identity, seq) for identity, seq in rows)
    return found


def _ways(session: Session, seqs: Sequence[int]) -> dict[int, list[UUID]]:
    found: dict[int, list[UUID]] = {}
    for part in _parts(seqs):
        rows = session.execute(
            select(StatementTarget.seq, StatementTarget.target).where(StatementTarget.seq.in_(part))
        )
        for seq, target in rows:
            found.setdefault(seq, []).append(target)
    return found


def voided_by_others(session: Session, bounds: Bounds) -> set[int]:
    """Return the numbers of those statements of a stretch that a voiding of the same sender names (Data 2.3.2)."""
    voiding = aliased(Statement)
    return set(
        session.scalars(
            select(Statement.seq)
            .join(StatementTarget, StatementTarget.of == Statement.seq)
            .join(voiding, voiding.seq == StatementTarget.seq)
            .where(StatementTarget.of.between(*bounds), StatementTarget.direct)
            .where(voiding.verb_key == _VOIDED_KEY, Statement.verb_key != _VOIDED_KEY)
            .where(voiding.client_id.is_not_distinct_from(Statement.client_id))
        )
    )


def files_wrong(
    session: Session, bounds: Bounds, said: Mapping[int, Expected], files_dir: Path
) -> Iterator[Finding]:
    """Tell which attached files have no row, no statement that names them, or are not on disk."""
    rows = session.execute(
        select(StatementFile.seq, StatementFile.sha2).where(StatementFile.seq.between(*bounds))
    )
    found: dict[int, set[str]] = {}
    for seq, sha2 in rows:
        found.setdefault(seq, set()).add(sha2)
    for seq in sorted(said.keys() | found.keys()):
        held = found.get(seq, set())
        allowed = said[seq].files if seq in said else frozenset()
        attached = said[seq].attached if seq in said else frozenset()
        for sha2 in sorted(held - allowed):
            yield Finding(Kind.FILE_ROW, seq, f"the row of {sha2} is too much")
        for sha2 in sorted(attached - held):
            yield Finding(Kind.FILE_ROW, seq, f"the row of {sha2} is missing")
        for sha2 in sorted((held & allowed) | attached):
            if not address(files_dir, sha2).is_file():
                yield Finding(Kind.FILE, seq, f"{sha2} is not in the folder of files", mendable=False)


def _parts(values: Sequence[T]) -> Iterator[list[T]]:
    rest = iter(dict.fromkeys(values))
    while part := list(islice(rest, _IN_ONE_QUESTION)):
        yield part
