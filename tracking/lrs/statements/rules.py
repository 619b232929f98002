"""Taking statements in: all of a request or none; a repeat is welcome, a contradiction refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.i18n import N_
from tracking.log import at_once, reading
from tracking.log.keys import key_of
from tracking.log.names import Pending
from tracking.log.reading import in_slices
from tracking.log.references import VOIDED
from tracking.log.stamping import UNSTAMPED, stamped
from tracking.log.writing import Entry, write
from tracking.lrs.errors import Conflict, Forbidden
from tracking.lrs.scopes import Client, Scope
from tracking.lrs.statements import counting
from tracking.lrs.statements.completing import Setting, complete
from tracking.models import Statement
from tracking.xapi import clauses
from tracking.xapi.compare import equivalent
from tracking.xapi.errors import Invalid
from tracking.xapi.parts import Part, check_parts
from tracking.xapi.pseudonyms import pseudonymise
from tracking.xapi.signatures import check_signatures
from tracking.xapi.statements import check_statement
from tracking.xapi.versions import Version

_VOIDED_KEY: Final = key_of(VOIDED)


def check(version: Version, sent: Sequence[Any], parts: Mapping[str, Part], *, single: bool = False) -> None:
    """Check every statement of a request, with the data of its attachments."""
    places = _places(sent, single=single)
    for place, statement in zip(places, sent, strict=True):
        check_statement(statement, version, place)
    check_parts(sent, parts, batch=not single)
    for place, statement in zip(places, sent, strict=True):
        if "attachments" in statement:
            check_signatures(statement, parts, place)


def fill_in(
    client: Client, version: Version, sent: Sequence[Any], parts: Mapping[str, Part], *, single: bool = False
) -> list[Entry]:
    """Complete checked statements, but for the instant of storing: who writes stamps it (`tracking.log.stamping`)."""
    setting = Setting(client.id, client.authority, _defines(client), version, UNSTAMPED)
    places = _places(sent, single=single)
    kept = _under_policy(sent)
    entries = [complete(one, setting, parts, place) for place, one in zip(places, kept, strict=True)]
    _refuse_twins(entries)
    return entries


def _under_policy(sent: Sequence[Any]) -> Sequence[Any]:
    """Return checked statements as this installation keeps them: with pseudonyms for mailboxes, where it wants that."""
    info = db.bound_info()
    key: bytes | None = info.get("pseudonym_key")
    return [pseudonymise(one, key, info["iri_base"]) for one in sent] if key else sent


def _places(sent: Sequence[Any], *, single: bool) -> list[str]:
    return [""] if single else [f"[{place}]" for place in range(len(sent))]


def _defines(client: Client) -> bool:
    return not client.scopes.isdisjoint((Scope.DEFINE, Scope.ALL))


def _refuse_twins(entries: Sequence[Entry]) -> None:
    if len({entry.id for entry in entries}) == len(entries):
        return
    seen: set[UUID] = set()
    for place, entry in enumerate(entries):
        if entry.id in seen:
            raise Invalid(
                f"[{place}].id", clauses.POST, N_("Two statements of this request have the same id.")
            )
        seen.add(entry.id)


def is_short(client: Client, entries: Sequence[Entry], lacking: Pending) -> bool:
    """Tell whether one exchange with PostgreSQL is enough for a request's statements."""
    return bool(entries) and not client.trusted and at_once.is_short(entries, lacking)


def store(
    session: Session, client: Client, entries: Sequence[Entry], *, single: bool = False, named: bool = False
) -> None:
    """Stamp a request's statements and append them to the log, with what follows from those that count.

    The session holds the log (`horizon.hold`); `named` as for `write`. Conflict when an id holds something else, and
    nothing is written then.
    """
    if not entries:
        return
    places = dict(zip((entry.id for entry in entries), _places(entries, single=single), strict=True))
    _refuse_voiding_of_others(session, entries, places)
    weighed = counting.weigh(session, client, stamped(entries, clock.now_to_the_millisecond()))
    new = write(session, weighed, named=named)
    counting.follow(session, [entry for entry in weighed if entry.id in new])
    if len(new) < len(entries):
        _refuse_contradictions(session, [entry for entry in entries if entry.id not in new], places)


def _refuse_contradictions(session: Session, repeated: Sequence[Entry], places: Mapping[UUID, str]) -> None:
    """Compare with what is stored under the same ids (Data 2.3.1, Communication 2.1.1 and 2.1.2)."""
    stored = reading.bodies(session, [entry.id for entry in repeated])
    for entry in repeated:
        # One that was there a moment ago and is not any more was being erased.
        kept = stored.get(entry.id, b"{}")
        if not equivalent(orjson.loads(entry.body), orjson.loads(kept)):
            message = N_("Another statement is stored under this id. Nothing was changed.")
            raise Conflict(message, where=_at(places[entry.id], "id"), clause=clauses.LIFECYCLE)


def _refuse_voiding_of_others(session: Session, entries: Sequence[Entry], places: Mapping[UUID, str]) -> None:
    """Let a client void what came under its own authority only (Data 2.3.2 leaves this to the record)."""
    voiding = {
        entry.index.target: entry
        for entry in reversed(entries)
        if entry.index.target is not None and entry.index.verb == VOIDED
    }
    for targets in in_slices(list(voiding)):
        found = session.execute(
            select(Statement.id, Statement.client_id, Statement.verb_key).where(Statement.id.in_(targets))
        )
        for identity, owner, verb_key in found:
            entry = voiding[identity]
            if owner != entry.client_id and verb_key != _VOIDED_KEY:
                raise Forbidden(
                    N_("Only statements that you sent yourself can be voided."),
                    where=_at(places[entry.id], "object.id"),
                    clause=clauses.VOIDING,
                )


def _at(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name
