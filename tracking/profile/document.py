"""The profile as one JSON-LD document: who made it, its versions, concepts, templates and patterns. Pure.

https://github.com/adlnet/xapi-profiles, version 1.0 of the specification. `docs/vocabulary.md` tells the same.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Final

from tracking.profile.concepts import concepts
from tracking.profile.events import ALWAYS, NEVER, TEMPLATES, Template
from tracking.profile.locations import location
from tracking.profile.meanings import EVENTS, NOTES
from tracking.profile.stories import PATTERNS, TOLD, Pattern, Way
from tracking.profile.words import words
from tracking.vocabulary import PROFILE_VERSION, profile_iri, profile_version_iri, type_iri, verb_iri

CONTEXT: Final = "https://w3id.org/xapi/profiles/context"
CONFORMS_TO: Final = "https://w3id.org/xapi/profiles#1.0"
MADE: Final = {
    "1": "2026-11-21T00:00:00Z",
    "2": "2026-11-22T00:00:00Z",
    "3": "2026-11-22T04:00:00Z",
    "4": "2026-11-22T08:00:00Z",
    "5": "2026-11-22T16:00:00Z",
    "6": "2026-11-22T20:00:00Z",
}
"""When each version was made."""
DEFINITION: Final = words(
    "La trace d’une formation hybride : étapes, activités, questions, rencontres.",
    "The record of a hybrid training: units, activities, questions, meetings.",
    "De neerslag van een hybride opleiding: stappen, activiteiten, vragen, bijeenkomsten.",
)


def build(iri_base: str) -> dict[str, Any]:
    """Build the whole profile of an installation."""
    version = profile_version_iri(iri_base)
    return {
        "@context": CONTEXT,
        "id": profile_iri(iri_base),
        "type": "Profile",
        "conformsTo": CONFORMS_TO,
        "prefLabel": dict(words("Class’Code", "Class’Code", "Class’Code")),
        "definition": dict(DEFINITION),
        "versions": _versions(iri_base),
        "author": {"type": "Organization", "name": "Class’Code"},
        "concepts": concepts(iri_base, version),
        "templates": [_template(one, iri_base, version) for one in TEMPLATES],
        "patterns": [_pattern(one, iri_base, version) for one in PATTERNS],
    }


def _versions(iri_base: str) -> list[dict[str, Any]]:
    """Return the versions, newest first; the first one was published under another address."""
    here = profile_version_iri(iri_base).removesuffix(PROFILE_VERSION)
    named = {number: f"{here}{number}" for number in MADE} | {"1": f"{iri_base}/profile.jsonld#v1"}
    told = [{"id": named[number], "generatedAtTime": made} for number, made in MADE.items()]
    following = [one | {"wasRevisionOf": [before["id"]]} for before, one in pairwise(told)]
    return [*reversed(following), told[0]]


def template_iri(template_id: str, iri_base: str) -> str:
    """Return the identifier of an event's template."""
    return f"{iri_base}/xapi/templates/{template_id}"


def _template(one: Template, iri_base: str, version: str) -> dict[str, Any]:
    label, definition = EVENTS[one.id]
    built: dict[str, Any] = {
        "id": template_iri(one.id, iri_base),
        "type": "StatementTemplate",
        "inScheme": version,
        "prefLabel": dict(label),
        "definition": dict(definition),
        "verb": verb_iri(one.verb, iri_base),
    }
    if one.kind is not None:
        built["objectActivityType"] = type_iri(one.kind, iri_base)
    if one.parents:
        built["contextParentActivityType"] = [type_iri(kind, iri_base) for kind in one.parents]
    if one.groupings:
        built["contextGroupingActivityType"] = [type_iri(kind, iri_base) for kind in one.groupings]
    if one.voids:
        built["objectStatementRefTemplate"] = [template_iri(each, iri_base) for each in one.voids]
    if one.solo:
        built["allowedSolo"] = True
    return built | {"rules": _rules(one, iri_base)}


def _rules(one: Template, iri_base: str) -> list[dict[str, Any]]:
    presences = {
        "included": (*ALWAYS, *one.always),
        "recommended": one.sometimes,
        "excluded": (*NEVER, *one.never),
    }
    only = {"home": (iri_base,), **one.closed}
    return [
        _rule(one.id, name, iri_base, presence, only.get(name, ()))
        for presence, names in presences.items()
        for name in names
    ]


def _rule(
    template_id: str, name: str, iri_base: str, presence: str, allowed: tuple[str | bool, ...]
) -> dict[str, Any]:
    rule: dict[str, Any] = {"location": location(name, iri_base), "presence": presence}
    if allowed:
        rule["all"] = list(allowed)
    note = NOTES.get((template_id, name)) or NOTES.get(("", name))
    return rule | ({"scopeNote": dict(note)} if note else {})


def _pattern(one: Pattern, iri_base: str, version: str) -> dict[str, Any]:
    built: dict[str, Any] = {
        "id": _pattern_iri(one.id, iri_base),
        "type": "Pattern",
        "inScheme": version,
        "primary": one.primary,
    }
    if one.id in TOLD:
        label, definition = TOLD[one.id]
        built |= {"prefLabel": dict(label), "definition": dict(definition)}
    parts = [_part(each, iri_base) for each in one.of]
    return built | {str(one.way): parts if one.way in {Way.SEQUENCE, Way.ALTERNATES} else parts[0]}


def _part(id_: str, iri_base: str) -> str:
    return template_iri(id_, iri_base) if id_ in EVENTS else _pattern_iri(id_, iri_base)


def _pattern_iri(pattern_id: str, iri_base: str) -> str:
    return f"{iri_base}/xapi/patterns/{pattern_id}"
