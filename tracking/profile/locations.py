"""Where in a statement the parts lie that an event carries: our short names, and their JSONPath. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tracking.vocabulary import extension_iri

LOCATIONS: Final[Mapping[str, str]] = {
    "home": "$.actor.account.homePage",
    "name": "$.actor.name",
    "timestamp": "$.timestamp",
    "attachments": "$.attachments",
    "description": "$.object.definition.description",
    "right answers": "$.object.definition.correctResponsesPattern",
    "interaction": "$.object.definition.interactionType",
    "registration": "$.context.registration",
    "revision": "$.context.revision",
    "language": "$.context.language",
    "instructor": "$.context.instructor.account.name",
    "result": "$.result",
    "completion": "$.result.completion",
    "success": "$.result.success",
    "response": "$.result.response",
    "score": "$.result.score.scaled",
    "points": "$.result.score.raw",
    "least": "$.result.score.min",
    "most": "$.result.score.max",
    "duration": "$.result.duration",
}
"""The short names of `events`; extensions go by names of their own."""


def location(name: str, iri_base: str) -> str:
    """Return the JSONPath of a short name, or of the result extension that is called so."""
    return LOCATIONS.get(name) or f"$.result.extensions['{extension_iri(name, iri_base)}']"
