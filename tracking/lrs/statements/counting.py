"""Statements from outside that count: those of a client and a template that an administrator listed together.

All others are kept and can be read, and nobody gets further by them: progress, attestations and indicators look at
what counts only (see `tracking.models.Statement`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracking import profile, rules
from tracking.log.writing import Counted, Entry
from tracking.lrs.scopes import Client
from tracking.models import Pseudonym, Statement
from tracking.profile.matching import template_of
from tracking.projections import reading
from tracking.standing import Deed
from tracking.vocabulary import Kind, Verb, extension_iri, kind_of_question, kind_of_type, verb_iri
from tracking.xapi import durations


def weigh(session: Session, client: Client, entries: Sequence[Entry]) -> Sequence[Entry]:
    """Return the entries with what counts filled in, for a client whose templates are listed."""
    if not client.trusted:
        return entries
    iri_base: str = session.info["iri_base"]
    weighed = [
        replace(entry, counted=_counted(client, orjson.loads(entry.body), iri_base)) for entry in entries
    ]
    actors = {entry.counted.actor for entry in weighed if entry.counted}
    known = {*session.scalars(select(Pseudonym.actor).where(Pseudonym.actor.in_(actors)))}
    known |= reading.kept_actors(session, actors).keys()
    return [
        entry if entry.counted is None or entry.counted.actor in known else replace(entry, counted=None)
        for entry in weighed
    ]


def follow(session: Session, entries: Sequence[Entry]) -> None:
    """Let follow from new statements what follows from our own: projections, and a look at the module's rule."""
    counted = [entry for entry in entries if entry.counted]
    if not counted:
        return
    # Its voiding may have come before a statement (Data 2.3.2): nothing ever follows from such a one.
    mine = (Statement.id.in_([entry.id for entry in counted]), Statement.voided.is_(True))
    voided = set(session.scalars(select(Statement.id).where(*mine)))
    by_actor: dict[UUID, list[Deed]] = defaultdict(list)
    for entry in counted:
        one = entry.counted
        if one is not None and entry.id not in voided:
            deed = Deed(one.actor, one.verb, one.object_kind, one.module, entry.timestamp, one.object_path)
            by_actor[one.actor].append(deed)
    for actor, deeds in by_actor.items():
        kept, _ = reading.person_of(session, actor)
        person = session.scalars(select(Pseudonym.person_id).where(Pseudonym.actor == kept)).one_or_none()
        rules.follow(session, deeds, person)


@lru_cache(maxsize=4)
def _profile(iri_base: str) -> Mapping[str, Any]:
    return profile.build(iri_base)


def _counted(client: Client, statement: Mapping[str, Any], iri_base: str) -> Counted | None:
    """Return what counts of a statement that follows a listed template and speaks of one of ours, or None."""
    template = template_of(statement, _profile(iri_base)) or ""
    actor, thing = (
        _own_actor(statement["actor"], iri_base),
        _own_path(statement["object"].get("id", ""), iri_base),
    )
    if template.removeprefix(f"{iri_base}/xapi/templates/") not in client.trusted or not actor or not thing:
        return None
    verbs = {verb_iri(verb, iri_base): verb for verb in Verb if verb is not Verb.VOIDED}
    verb = verbs.get(statement["verb"]["id"])
    kind = _kind(statement, iri_base)
    if verb is None or kind is None:
        return None
    return Counted(actor, verb, thing, kind, _module(statement, iri_base), _minutes(statement))


def _kind(statement: Mapping[str, Any], iri_base: str) -> Kind | None:
    """Return as what the object counts: by its type and, of a question, by the scale of its answer."""
    kind = kind_of_type(statement["object"].get("definition", {}).get("type", ""), iri_base)
    if kind is not Kind.INTERACTION:
        return kind
    extensions = statement.get("result", {}).get("extensions", {})
    return kind_of_question(extensions.get(extension_iri("scale", iri_base)))


def _own_actor(actor: Mapping[str, Any], iri_base: str) -> UUID | None:
    account = actor.get("account", {})
    if account.get("homePage") != iri_base:
        return None
    try:
        return UUID(account["name"])
    except ValueError:
        return None


def _own_path(iri: str, iri_base: str) -> str | None:
    return iri.removeprefix(f"{iri_base}/") if iri.startswith(f"{iri_base}/") else None


def _module(statement: Mapping[str, Any], iri_base: str) -> str | None:
    """Return the module that a statement lies in, by its object or what that belongs to."""
    related = statement.get("context", {}).get("contextActivities", {})
    iris = [
        statement["object"]["id"],
        *(one["id"] for kind in ("parent", "grouping") for one in related.get(kind, ())),
    ]
    for iri in iris:
        found = re.match(r"modules/([^/]+)", _own_path(iri, iri_base) or "")
        if found:
            return found[1]
    return None


def _minutes(statement: Mapping[str, Any]) -> int | None:
    lasted = durations.seconds(statement.get("result", {}).get("duration", ""))
    return None if lasted is None else round(lasted / 60)
