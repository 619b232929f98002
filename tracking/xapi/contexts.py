"""What was around it: contexts with their activities, and the agents and groups that xAPI 2.0 adds (Data 2.4.6).

That `revision` and `platform` belong to activities only is asked where the object is known: `statements.py`.
"""

from __future__ import annotations

from typing import Final

from classcode.i18n import N_
from tracking.xapi import clauses
from tracking.xapi.activities import activity
from tracking.xapi.actors import actor, agent, group
from tracking.xapi.references import reference
from tracking.xapi.shapes import Check, extensions, iri, language, listed, one_of, shaped, text, uuid
from tracking.xapi.versions import Version

NO_TYPES: Final = N_("The list of relevant types is empty; leave it out or name one.")

_activities: Final = listed(activity, clauses.CONTEXT_ACTIVITIES)


def _one_or_many(value: object) -> None:
    if type(value) is list:
        _activities(value)
    else:
        activity(value)


def _related(kind: str, name: str, inner: Check) -> Check:
    clause = clauses.CONTEXT_AGENTS_2
    properties: dict[str, Check] = {
        "objectType": one_of((kind,), clause),
        name: inner,
        "relevantTypes": listed(iri(clause), clause, refusal_of_none=NO_TYPES),
    }
    return listed(shaped(properties, clause, ("objectType", name)), clause)


_ACTIVITIES: Final[dict[str, Check]] = dict.fromkeys(
    ("parent", "grouping", "category", "other"), _one_or_many
)
_CONTEXT: Final[dict[str, Check]] = {
    "registration": uuid(clauses.REGISTRATION),
    "instructor": actor,
    "team": group,
    "contextActivities": shaped(_ACTIVITIES, clauses.CONTEXT_ACTIVITIES),
    "revision": text(clauses.CONTEXT),
    "platform": text(clauses.CONTEXT),
    "language": language(clauses.CONTEXT),
    "statement": reference,
    "extensions": extensions(clauses.CONTEXT),
}
_ADDED_BY_2: Final[dict[str, Check]] = {
    "contextAgents": _related("contextAgent", "agent", agent),
    "contextGroups": _related("contextGroup", "group", group),
}
CONTEXT: Final[dict[Version, Check]] = {
    Version.V1: shaped(_CONTEXT, clauses.CONTEXT),
    Version.V2: shaped(_CONTEXT | _ADDED_BY_2, clauses.CONTEXT),
}
"""The check of a context by version."""
