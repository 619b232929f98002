"""What a statement speaks of, taken out for searching: verb, actors, activities, registration, reference. Pure.

"Narrow" is what the plain filters of a query look at; everything else answers to the related ones only (xAPI 1.0.3,
Communication 2.1.3: `agent` and `related_agents`, `activity` and `related_activities`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

_MAILBOXES: Final = ("mbox", "mbox_sha1sum", "openid")
_LISTS: Final = ("parent", "grouping", "category", "other")


@dataclass(slots=True)
class Index:
    """The keys by which a valid statement is found; each value of `agents` and `activities` tells "narrow"."""

    verb: str
    registration: UUID | None = None
    target: UUID | None = None
    agents: dict[str, bool] = field(default_factory=dict)
    activities: dict[str, bool] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    definitions: dict[str, Mapping[str, Any]] = field(default_factory=dict)


def ifi(actor: Mapping[str, Any]) -> str | None:
    """Return an actor's Inverse Functional Identifier as one text, or None for an anonymous group (Data 2.4.2.3)."""
    account = actor.get("account")
    if account is not None:
        return f"account:{account['homePage']}|{account['name']}"
    for kind in _MAILBOXES:
        if kind in actor:
            return f"{kind}:{actor[kind]}"
    return None


def is_mailbox(identifier: str) -> bool:
    """Tell whether an identifier names a mailbox, plainly or as a checksum that a list of addresses undoes."""
    return identifier.startswith("mbox")


def index(statement: Mapping[str, Any]) -> Index:
    """Take out of a valid statement what it is found by."""
    found = Index(statement["verb"]["id"])
    _actor(found, statement["actor"], narrow=True)
    _object(found, statement["object"], narrow=True)
    context = statement.get("context")
    if context:
        _context(found, context)
        registration = context.get("registration")
        found.registration = UUID(registration) if registration else None
    if "authority" in statement:
        _actor(found, statement["authority"], narrow=False)
    return found


def activities_of(statement: Mapping[str, Any]) -> Iterator[str]:
    """Yield the IRI of every activity that a valid statement speaks of, as often as it does."""
    thing = statement["object"]
    kind = thing.get("objectType", "Activity")
    if kind == "Activity":
        yield thing["id"]
    elif kind == "SubStatement":
        yield from activities_of(thing)
    for held in statement.get("context", {}).get("contextActivities", {}).values():
        for activity in [held] if isinstance(held, dict) else held:
            yield activity["id"]


def _actor(found: Index, actor: Mapping[str, Any], *, narrow: bool) -> None:
    identifier = ifi(actor)
    if identifier is not None:
        agents = found.agents
        agents[identifier] = narrow or agents.get(identifier, False)
        name = actor.get("name")
        if name:
            found.names[identifier] = name
    for member in actor.get("member", ()):
        _actor(found, member, narrow=narrow)


def _object(found: Index, thing: Mapping[str, Any], *, narrow: bool) -> None:
    kind = thing.get("objectType", "Activity")
    if kind == "Activity":
        _activity(found, thing, narrow=narrow)
    elif kind == "StatementRef":
        if narrow:
            found.target = UUID(thing["id"])
    elif kind == "SubStatement":
        _actor(found, thing["actor"], narrow=False)
        _object(found, thing["object"], narrow=False)
        if thing.get("context"):
            _context(found, thing["context"])
    else:
        _actor(found, thing, narrow=narrow)


def _activity(found: Index, activity: Mapping[str, Any], *, narrow: bool) -> None:
    iri = activity["id"]
    activities = found.activities
    activities[iri] = narrow or activities.get(iri, False)
    definition = activity.get("definition")
    if definition:
        found.definitions[iri] = definition


def _context(found: Index, context: Mapping[str, Any]) -> None:
    for name in ("instructor", "team"):
        if name in context:
            _actor(found, context[name], narrow=False)
    related = context.get("contextActivities")
    if related:
        for kind in _LISTS:
            one = related.get(kind)
            if one:
                for activity in [one] if isinstance(one, dict) else one:
                    _activity(found, activity, narrow=False)
    for plural, single in (("contextAgents", "agent"), ("contextGroups", "group")):
        for entry in context.get(plural, ()):
            _actor(found, entry[single], narrow=False)
