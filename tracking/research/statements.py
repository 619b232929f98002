"""A statement as a study gets it: valid xAPI, with names of the study, dates to the week, and nothing free. Pure.

Built anew from a list of what may stay, so that what nobody thought of is not there. What goes: when exactly and in
which order, enrolments, places, people, languages, names of things, comments, and answers that are not closed choices.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from tracking.research.names import Names
from tracking.research.weeks import monday_of
from tracking.vocabulary import Kind, Verb, extension_iri

VERBS: Final = frozenset(set(Verb) - {Verb.REGISTERED, Verb.VOIDED})
"""When somebody registered is told, as coarsely as it must be, beside the statements."""
KINDS: Final = frozenset(
    {
        Kind.COURSE,
        Kind.LESSON,
        Kind.ASSESSMENT,
        Kind.INTERACTION,
        Kind.ABILITY,
        Kind.SIMULATION,
        Kind.QUESTION,
        Kind.MEETING,
        Kind.SURVEY,
        Kind.CERTIFICATE,
    }
)
"""Places, dates of meetings and published answers are left out: they lead to where and who."""
CLOSED: Final = frozenset({"choice", "true-false", "likert", "matching", "sequencing"})
"""The interaction types (Data 2.4.4.1) whose answers are chosen among given ones; a number may be anything."""
_CHOSEN: Final = re.compile(r"[\w-]{1,64}(?:\[[,.]\][\w-]{1,64})*", re.ASCII)
_WORD: Final = re.compile(r"[a-z-]{1,12}")
_EXTENSIONS: Final = ("attempt", "excused", "reassignments", "will-try", "pace", "scale")
_TIMED: Final = frozenset({Verb.COMPLETED, Verb.ATTENDED})
"""Where a duration is a declared or planned one, not a moment in disguise."""
_SCORE: Final = ("scaled", "raw", "min", "max")
_COURSE: Final = "modules/"


@dataclass(frozen=True, slots=True)
class Study:
    """What statements of a study carry: its names, and the page at home under which its pseudonyms are accounts."""

    names: Names
    iri_base: str
    home: str

    def of(self, statement: Mapping[str, Any], actor: UUID, said: Said) -> dict[str, Any]:
        """Return one statement of a learner, whoever of her accounts it named."""
        monday = f"{monday_of(said.at):%Y-%m-%d}T00:00:00.000Z"
        built: dict[str, Any] = {
            "id": str(self.names.thing(UUID(statement["id"]))),
            "actor": _agent(self.home, self.names.learner(actor)),
            "verb": statement["verb"],
            "object": self._thing(statement["object"]),
        }
        result = self._result(statement, said.verb)
        context = self._context(statement.get("context", {}))
        built |= {"result": result} if result else {}
        built |= {"context": context} if context else {}
        authority = _agent(self.iri_base, "classcode")
        return built | {"timestamp": monday, "stored": monday, "authority": authority, "version": "1.0.3"}

    def _thing(self, thing: Mapping[str, Any]) -> dict[str, Any]:
        told = thing.get("definition", {})
        definition = {name: told[name] for name in ("type", "interactionType") if name in told}
        return {"objectType": "Activity", "id": self.names.within(thing["id"]), "definition": definition}

    def _result(self, statement: Mapping[str, Any], verb: str) -> dict[str, Any]:
        result = statement.get("result", {})
        kept = {name: result[name] for name in ("success", "completion") if name in result}
        if "score" in result:
            kept["score"] = {name: result["score"][name] for name in _SCORE if name in result["score"]}
        if verb in _TIMED and "duration" in result:
            kept["duration"] = result["duration"]
        response = closed_response(statement)
        if response is not None:
            kept["response"] = response
        extensions = self._extensions(result.get("extensions", {}))
        return kept | ({"extensions": extensions} if extensions else {})

    def _extensions(self, told: Mapping[str, Any]) -> dict[str, Any]:
        known = (extension_iri(name, self.iri_base) for name in _EXTENSIONS)
        return {iri: told[iri] for iri in known if iri in told and _is_closed(told[iri])}

    def _context(self, context: Mapping[str, Any]) -> dict[str, Any]:
        """Keep the way up from a question to its module, and the revision of what was read."""
        related = context.get("contextActivities", {})
        kept = {kind: self._courses(related.get(kind, ())) for kind in ("parent", "grouping")}
        kept = {kind: things for kind, things in kept.items() if things}
        built: dict[str, Any] = {"contextActivities": kept} if kept else {}
        return built | ({"revision": context["revision"]} if "revision" in context else {})

    def _courses(self, things: Any) -> list[dict[str, Any]]:
        listed = [things] if isinstance(things, Mapping) else things
        return [self._thing(one) for one in listed if one["id"].startswith(f"{self.iri_base}/{_COURSE}")]


@dataclass(frozen=True, slots=True)
class Said:
    """What the log says of a statement beside its text."""

    verb: str
    at: datetime


def _agent(home: str, name: str) -> dict[str, Any]:
    return {"objectType": "Agent", "account": {"homePage": home, "name": name}}


def _is_closed(value: object) -> bool:
    """Tell whether an extension's value is a number, a yes or no, or one short word of a list."""
    return isinstance(value, bool | int) or (isinstance(value, str) and bool(_WORD.fullmatch(value)))


def closed_response(statement: Mapping[str, Any]) -> str | None:
    """Return what was chosen among given answers, None for anything that somebody wrote."""
    kind = statement["object"].get("definition", {}).get("interactionType")
    response = statement.get("result", {}).get("response")
    chosen = kind in CLOSED and isinstance(response, str) and _CHOSEN.fullmatch(response)
    return response if chosen else None
