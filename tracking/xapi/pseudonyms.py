"""Pseudonyms for actors that come with a mailbox: where policy asks for it, the mailbox is never stored. Pure.

A pseudonym is an account under our own IRI base whose name is a keyed hash (HMAC, RFC 2104) of the identifier: who
knows the address and not the key cannot find the person. The same identifier always gives the same pseudonym, so a
client that asks for the mailbox still finds its statements. Who vouches for a statement (`authority`) is no learner
and keeps its name. Attached files are not looked into: a signed statement carries its actor in the signature too.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from typing import Any, Final

from tracking.xapi.index import ifi

REPLACED: Final = ("mbox", "mbox_sha1sum", "openid")
"""The identifiers that lead to a person outside; an account leads only to whoever keeps the accounts."""
PREFIX: Final = "outside-"
"""How the name of a pseudonym begins: our own actors are UUIDs, so that the two never meet."""

Actor = Mapping[str, Any]
Rename = Callable[[Actor], Actor]


def key_from(secret: str) -> bytes:
    """Derive the key of the pseudonyms from the installation's secret, which keeps signing other things."""
    return hmac.digest(secret.encode(), b"classcode xapi pseudonyms", "sha256")


def pseudonym_of(actor: Actor, key: bytes, iri_base: str) -> Actor:
    """Return the actor under its pseudonym, without its name; one without a mailbox comes back as it is."""
    identifier = ifi(actor)
    if identifier is None or "account" in actor:
        return actor
    kept = {name: value for name, value in actor.items() if name not in (*REPLACED, "name")}
    return {**kept, "account": {"homePage": iri_base, "name": pseudonym(identifier, key)}}


def pseudonym(identifier: str, key: bytes) -> str:
    """Return the account name that stands for an identifier such as `mbox:mailto:ada@example.org`."""
    return PREFIX + hmac.new(key, identifier.encode(), "sha256").hexdigest()[:40]


def pseudonymise(statement: Mapping[str, Any], key: bytes, iri_base: str) -> dict[str, Any]:
    """Return a valid statement with every mailbox but the authority's replaced; the given one is not changed."""
    return with_actors(statement, lambda actor: pseudonym_of(actor, key, iri_base))


def with_actors(statement: Mapping[str, Any], rename: Rename) -> dict[str, Any]:
    """Return a copy in which every actor but the authority went through `rename`, members before their group."""
    changed = dict(statement)
    changed["actor"] = renamed(statement["actor"], rename)
    changed["object"] = _object(statement["object"], rename)
    if statement.get("context"):
        changed["context"] = _context(statement["context"], rename)
    return changed


def renamed(actor: Actor, rename: Rename) -> Actor:
    """Return one actor, and the members of a group, after `rename`."""
    if actor.get("member"):
        actor = {**actor, "member": [renamed(member, rename) for member in actor["member"]]}
    return rename(actor)


def _object(thing: Mapping[str, Any], rename: Rename) -> Mapping[str, Any]:
    kind = thing.get("objectType", "Activity")
    if kind in ("Agent", "Group"):
        return renamed(thing, rename)
    return with_actors(thing, rename) if kind == "SubStatement" else thing


def _context(context: Mapping[str, Any], rename: Rename) -> dict[str, Any]:
    changed = dict(context)
    for name in ("instructor", "team"):
        if name in context:
            changed[name] = renamed(context[name], rename)
    for plural, single in (("contextAgents", "agent"), ("contextGroups", "group")):
        if plural in context:
            changed[plural] = [{**entry, single: renamed(entry[single], rename)} for entry in context[plural]]
    return changed
