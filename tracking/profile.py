"""The vocabulary, published as an xAPI profile in JSON-LD: our own concepts, and a template for each event. Pure.

https://github.com/adlnet/xapi-profiles, version 1.0 of the specification. `docs/vocabulary.md` tells the same table.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tracking.events import TEMPLATES, Template, Words, words
from tracking.vocabulary import ADL_VERBS, DEFINITION, DISPLAY, Kind, Verb, type_iri, verb_iri

CONTEXT: Final = "https://w3id.org/xapi/profiles/context"
CONFORMS_TO: Final = "https://w3id.org/xapi/profiles#1.0"
VERSION: Final = "1"
MADE: Final = "2026-11-21T00:00:00Z"
"""When this version of the profile was made; a changed event or concept is a new version."""

DEFINITIONS: Final[Mapping[Verb, Words]] = {
    Verb.RESOLVED: words(
        "La question posée au bureau d’accueil est réglée pour qui l’a posée.",
        DEFINITION[Verb.RESOLVED],
        "De vraag aan het onthaal is opgelost voor wie ze stelde.",
    ),
    Verb.PROPOSED: words(
        "Une personne de l’équipe a proposé une rencontre, avec un lieu, un début et une fin.",
        DEFINITION[Verb.PROPOSED],
        "Een begeleider stelde een bijeenkomst voor, met een plaats, een begin en een einde.",
    ),
    Verb.ACCEPTED: words(
        "Une personne a dit oui à une rencontre proposée.",
        DEFINITION[Verb.ACCEPTED],
        "Iemand zei ja tegen een voorgestelde bijeenkomst.",
    ),
    Verb.DECLINED: words(
        "Une personne a dit non à une rencontre proposée.",
        DEFINITION[Verb.DECLINED],
        "Iemand zei nee tegen een voorgestelde bijeenkomst.",
    ),
    Verb.ABSENT: words(
        "Une personne qui avait dit oui n’est pas venue à la rencontre.",
        DEFINITION[Verb.ABSENT],
        "Iemand die ja gezegd had, kwam niet naar de bijeenkomst.",
    ),
}
"""What our own verbs mean, in three languages."""

PLACE: Final = (
    words("Lieu", "Place", "Plaats"),
    words(
        "Un lieu public où l’on se rencontre.",
        "A public place where people meet.",
        "Een openbare plaats waar mensen elkaar ontmoeten.",
    ),
)
EXTENSIONS: Final[Mapping[str, tuple[str, Words]]] = {
    "attempt": ("integer", words("Le combientième essai", "Which attempt this is", "De hoeveelste poging")),
    "minutes-online": (
        "integer",
        words("Minutes déclarées en ligne", "Declared minutes online", "Aangegeven minuten online"),
    ),
    "minutes-in-person": (
        "integer",
        words(
            "Minutes de présence en rencontre",
            "Minutes present at meetings",
            "Minuten aanwezig op bijeenkomsten",
        ),
    ),
    "reassignments": (
        "integer",
        words(
            "Combien de fois la question a changé de mains",
            "How often the question changed hands",
            "Hoe vaak de vraag van hand wisselde",
        ),
    ),
    "excused": (
        "boolean",
        words("L’absence était annoncée", "The absence was announced", "De afwezigheid was aangekondigd"),
    ),
    "checked-in": (
        "string",
        words("Qui a relevé la présence", "How presence was noted", "Hoe aanwezigheid genoteerd is"),
    ),
}
"""What a result may carry beyond the specification: the JSON type, and what it is."""

PATHS: Final[Mapping[str, str]] = {
    "registration": "$.context.registration",
    "revision": "$.context.revision",
    "language": "$.context.language",
    "instructor": "$.context.instructor",
    "parent": "$.context.contextActivities.parent",
    "grouping": "$.context.contextActivities.grouping",
    "completion": "$.result.completion",
    "success": "$.result.success",
    "response": "$.result.response",
    "score": "$.result.score.scaled",
    "duration": "$.result.duration",
}
"""Where in a statement the parts lie that an event carries; extensions have paths of their own."""


def build(iri_base: str) -> dict[str, Any]:
    """Build the whole profile of an installation."""
    own = f"{iri_base}/profile.jsonld"
    version = f"{own}#v{VERSION}"
    return {
        "@context": CONTEXT,
        "id": own,
        "type": "Profile",
        "conformsTo": CONFORMS_TO,
        "prefLabel": dict(words("Class’Code", "Class’Code", "Class’Code")),
        "definition": dict(
            words(
                "La trace d’une formation hybride : étapes, activités, questions, rencontres.",
                "The record of a hybrid training: units, activities, questions, meetings.",
                "De neerslag van een hybride opleiding: stappen, activiteiten, vragen, bijeenkomsten.",
            )
        ),
        "versions": [{"id": version, "generatedAtTime": MADE}],
        "author": {"type": "Organization", "name": "Class’Code"},
        "concepts": concepts(iri_base, version),
        "templates": [_template(one, iri_base, version) for one in TEMPLATES],
    }


def concepts(iri_base: str, version: str) -> list[dict[str, Any]]:
    """Return our own concepts; ADL's verbs and types are ADL's, and templates refer to them."""
    verbs = [
        _concept(verb_iri(verb, iri_base), "Verb", version, (DISPLAY[verb], DEFINITIONS[verb]))
        for verb in Verb
        if verb not in ADL_VERBS
    ]
    extensions = [
        _concept(extension_iri(name, iri_base), "ResultExtension", version, (meaning, meaning))
        | {"inlineSchema": f'{{"type": "{kind}"}}'}
        for name, (kind, meaning) in EXTENSIONS.items()
    ]
    place = _concept(type_iri(Kind.PLACE, iri_base), "ActivityType", version, PLACE)
    return [*verbs, place, *extensions]


def _concept(iri: str, kind: str, version: str, told: tuple[Words, Words]) -> dict[str, Any]:
    label, definition = told
    return {
        "id": iri,
        "type": kind,
        "inScheme": version,
        "prefLabel": dict(label),
        "definition": dict(definition),
    }


def extension_iri(name: str, iri_base: str) -> str:
    """Return the identifier of a result extension."""
    return f"{iri_base}/xapi/extensions/{name}"


def path_of(name: str, iri_base: str) -> str:
    """Return the JSONPath at which a statement holds what the table calls by this name."""
    return PATHS.get(name) or f"$.result.extensions['{extension_iri(name, iri_base)}']"


def _template(one: Template, iri_base: str, version: str) -> dict[str, Any]:
    rules = [{"location": path_of(name, iri_base), "presence": "included"} for name in one.always]
    rules += [{"location": path_of(name, iri_base), "presence": "recommended"} for name in one.sometimes]
    built: dict[str, Any] = {
        "id": f"{iri_base}/xapi/templates/{one.id}",
        "type": "StatementTemplate",
        "inScheme": version,
        "prefLabel": dict(one.label),
        "definition": dict(one.label),
        "verb": verb_iri(one.verb, iri_base),
    }
    if one.kind is not None:
        built["objectActivityType"] = type_iri(one.kind, iri_base)
    return built | ({"rules": rules} if rules else {})
