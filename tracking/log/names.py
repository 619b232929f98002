"""Who and what statements speak of, in full: actors with their names, activities with their canonical definition.

Written as the last thing of a transaction, in the order of their keys, so that two writers cannot wait for each other
in a circle. A process remembers for a while what it wrote, and asks the database nothing about it.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

import orjson
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from classcode import db
from tracking.log.definitions import merge
from tracking.log.keys import key_of
from tracking.log.models import XapiActivity, XapiAgent
from tracking.xapi.index import is_mailbox

if TYPE_CHECKING:
    from tracking.log.writing import Entry

MOST_NAMES: Final = 10
"""How many names of one actor are kept."""
MOST_DEFINITIONS: Final = 50
"""How many definitions of one activity are remembered."""
NO_DEFINITION: Final = 0
REMEMBERED: Final = 50_000
FORGET_AFTER: Final = 300.0
"""Seconds; an actor erased meanwhile by another process is written again after this, when somebody names her."""


class Told:
    """What a transaction's statements say of one activity, in their order."""

    def __init__(self, iri: str) -> None:
        self.iri = iri
        self.definitions: list[Mapping[str, Any]] = []
        self.seen: list[int] = []


class Pending:
    """What a transaction's statements speak of, until its end."""

    def __init__(self) -> None:
        self.agents: dict[int, tuple[str, set[str]]] = {}
        self.activities: dict[int, Told] = {}
        self.overruled: set[int] = set()


class Memory:
    """What this process wrote: names of actors, and of each activity the definitions that its one definition holds."""

    def __init__(self) -> None:
        self.agents: set[tuple[int, str]] = set()
        self.activities: dict[int, set[int]] = {}
        self.since = 0.0

    def clear(self) -> None:
        """Forget everything."""
        self.agents.clear()
        self.activities.clear()
        self.since = time.monotonic()

    def take(self, pending: Pending) -> None:
        """Remember what was committed; where it overruled what was said before, that is new when it is said again."""
        for key, (_, names) in pending.agents.items():
            self.agents.add((key, ""))
            self.agents.update((key, name) for name in names)
        for key, told in pending.activities.items():
            known = self.activities.get(key)
            if known is None or key in pending.overruled or len(known) > MOST_DEFINITIONS:
                self.activities[key] = set(told.seen[-1:] if key in pending.overruled else told.seen)
            else:
                known.update(told.seen)


_memory = Memory()


def forget() -> None:
    """Forget what was written, as a test that begins with another database must."""
    _memory.clear()


def lacking(entries: Iterable[Entry]) -> Pending:
    """Return what these statements speak of and this process has not written, or what they say of it anew."""
    _forget_in_time()
    pending = Pending()
    for entry in entries:
        _note(pending, entry)
    return pending


def remember(pending: Pending) -> None:
    """Remember what was written in full and committed."""
    _memory.take(pending)


def _forget_in_time() -> None:
    known = len(_memory.agents) + len(_memory.activities)
    if known > REMEMBERED or time.monotonic() - _memory.since > FORGET_AFTER:
        _memory.clear()


def note_names(session: Session, entries: Iterable[Entry]) -> None:
    """Take up what these statements speak of; it is written before the commit, once."""
    _forget_in_time()
    pending: Pending = session.info.get("names") or Pending()
    for entry in entries:
        _note(pending, entry)
    if pending.agents or pending.activities:
        session.info["names"] = pending
        db.before_commit(session, "names", _write)


def _note(pending: Pending, entry: Entry) -> None:
    index = entry.index
    for identifier in index.agents:
        _note_agent(pending, identifier, index.names.get(identifier, ""))
    for iri in index.activities:
        _note_activity(pending, iri, index.definitions.get(iri) if entry.defines else None)


def _note_agent(pending: Pending, identifier: str, name: str) -> None:
    key = key_of(identifier)
    if (key, name) in _memory.agents:
        return
    names = pending.agents.setdefault(key, (identifier, set()))[1]
    if name:
        names.add(name)


def _note_activity(pending: Pending, iri: str, definition: Mapping[str, Any] | None) -> None:
    key = key_of(iri)
    told = pending.activities.get(key)
    seen = hash(orjson.dumps(definition)) if definition else NO_DEFINITION
    if told is None:
        known = _memory.activities.get(key)
        if known is not None and (seen in known or not definition):
            return
        told = pending.activities[key] = Told(iri)
    elif not definition or told.seen[-1] == seen:
        return
    told.seen.append(seen)
    if definition:
        told.definitions.append(definition)


def _write(session: Session) -> None:
    pending: Pending = session.info.pop("names")
    session.flush()
    for key in sorted(pending.agents):
        _write_agent(session, key, *pending.agents[key])
    for key in sorted(pending.activities):
        if _write_activity(session, key, pending.activities[key]):
            pending.overruled.add(key)
    db.after_commit(session, lambda: _memory.take(pending))


def _write_agent(session: Session, key: int, identifier: str, names: set[str]) -> None:
    kept = sorted(names)[:MOST_NAMES]
    row = {"key": key, "ifi": identifier, "names": kept, "mailbox": is_mailbox(identifier)}
    if db.insert_once(session, XapiAgent, row) or not names:
        return
    known = session.scalar(select(XapiAgent.names).where(XapiAgent.key == key).with_for_update()) or []
    grown = [*known, *(name for name in kept if name not in known)][-MOST_NAMES:]
    if grown != known:
        session.execute(update(XapiAgent).where(XapiAgent.key == key).values(names=grown))


def _write_activity(session: Session, key: int, told: Told) -> bool:
    """Write what is new of an activity; tell whether something that was said of it before no longer holds."""
    first, overruled = _merged(None, told.definitions)
    inserted = db.insert_once(session, XapiActivity, {"key": key, "iri": told.iri, "definition": first})
    if inserted or not told.definitions:
        return overruled
    known = session.scalar(select(XapiActivity.definition).where(XapiActivity.key == key).with_for_update())
    grown, overruled = _merged(known, told.definitions)
    if grown != known:
        session.execute(update(XapiActivity).where(XapiActivity.key == key).values(definition=grown))
    return overruled


def _merged(known: bytes | None, definitions: Iterable[Mapping[str, Any]]) -> tuple[bytes | None, bool]:
    """Return one definition that holds all, and whether any of them took back what was said before it."""
    merged = orjson.loads(known) if known else None
    overruled = False
    for definition in definitions:
        both = merge(merged, definition)
        overruled = overruled or (merged is not None and merge(definition, merged) != both)
        merged = both
    return (orjson.dumps(merged) if merged else None), overruled
