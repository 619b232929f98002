"""Our own concepts: verbs, an activity type, result extensions. Pure; what ADL defines is left to ADL.

https://github.com/adlnet/xapi-profiles, part two, section 7.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import orjson

from tracking.profile.events import CHECKED_IN, TEMPLATES
from tracking.profile.words import Told, Words, words
from tracking.vocabulary import ADL_VERBS, DISPLAY, Kind, Verb, extension_iri, type_iri, verb_iri

VERBS: Final[Mapping[Verb, Words]] = {
    Verb.RESOLVED: words(
        "La question posée au bureau d’accueil est réglée pour qui l’a posée.",
        "The question to the help desk is settled for whoever asked it.",
        "De vraag aan het onthaal is opgelost voor wie ze stelde.",
    ),
    Verb.RATED: words(
        "La personne qui avait posé la question dit à quel point l’aide lui a servi, de 1 à 5.",
        "Whoever had asked says how much the help was of use, from 1 to 5.",
        "Wie de vraag stelde, zegt hoe nuttig de hulp was, van 1 tot 5.",
    ),
    Verb.PROPOSED: words(
        "Une personne de l’équipe a proposé une rencontre, avec un lieu, un début et une fin.",
        "A facilitator proposed an in-person meeting with a place, a start and an end.",
        "Een begeleider stelde een bijeenkomst voor, met een plaats, een begin en een einde.",
    ),
    Verb.ACCEPTED: words(
        "Une personne a dit oui à une rencontre proposée.",
        "A learner said yes to a proposed meeting.",
        "Iemand zei ja tegen een voorgestelde bijeenkomst.",
    ),
    Verb.DECLINED: words(
        "Une personne a dit non à une rencontre proposée.",
        "A learner said no to a proposed meeting.",
        "Iemand zei nee tegen een voorgestelde bijeenkomst.",
    ),
    Verb.ABSENT: words(
        "Une personne qui avait dit oui n’est pas venue à la rencontre.",
        "A learner who had said yes did not come to the meeting.",
        "Iemand die ja gezegd had, kwam niet naar de bijeenkomst.",
    ),
}
"""What our own verbs mean."""

TYPES: Final[Mapping[Kind, Told]] = {
    Kind.PLACE: (
        words("Lieu", "Place", "Plaats"),
        words(
            "Un lieu public où l’on se rencontre.",
            "A public place where people meet.",
            "Een openbare plaats waar mensen elkaar ontmoeten.",
        ),
    )
}
"""Our own activity types."""


@dataclass(frozen=True, slots=True)
class Extension:
    """What a result may carry beyond the specification: its JSON Schema, and what it is."""

    schema: Mapping[str, object]
    meaning: Words


_COUNT: Final = {"type": "integer", "minimum": 0}

EXTENSIONS: Final[Mapping[str, Extension]] = {
    "attempt": Extension(
        {"type": "integer", "minimum": 1},
        words("Le combientième essai", "Which attempt this is", "De hoeveelste poging"),
    ),
    "minutes-online": Extension(
        _COUNT, words("Minutes déclarées en ligne", "Declared minutes online", "Aangegeven minuten online")
    ),
    "minutes-in-person": Extension(
        _COUNT,
        words(
            "Minutes de présence en rencontre",
            "Minutes present at meetings",
            "Minuten aanwezig op bijeenkomsten",
        ),
    ),
    "reassignments": Extension(
        _COUNT,
        words(
            "Combien de fois la question a changé de mains",
            "How often the question changed hands",
            "Hoe vaak de vraag van hand wisselde",
        ),
    ),
    "excused": Extension(
        {"type": "boolean"},
        words("L’absence était annoncée", "The absence was announced", "De afwezigheid was aangekondigd"),
    ),
    "checked-in": Extension(
        {"type": "string", "enum": list(CHECKED_IN)},
        words("Qui a relevé la présence", "How presence was noted", "Hoe aanwezigheid genoteerd is"),
    ),
}


def concepts(iri_base: str, version: str) -> list[dict[str, Any]]:
    """Return our own concepts as JSON-LD; templates refer to ADL's by their IRI."""
    verbs = [
        _concept(verb_iri(verb, iri_base), "Verb", version, (DISPLAY[verb], VERBS[verb]))
        for verb in Verb
        if verb not in ADL_VERBS
    ]
    types = [
        _concept(type_iri(kind, iri_base), "ActivityType", version, told) for kind, told in TYPES.items()
    ]
    return [*verbs, *types, *(_extension(name, iri_base, version) for name in EXTENSIONS)]


def _extension(name: str, iri_base: str, version: str) -> dict[str, Any]:
    one = EXTENSIONS[name]
    iri = extension_iri(name, iri_base)
    built = _concept(iri, "ResultExtension", version, (one.meaning, one.meaning))
    # Templates say which verbs carry it, so that the two never differ.
    carriers = [verb_iri(each.verb, iri_base) for each in TEMPLATES if name in each.always + each.sometimes]
    built["recommendedVerbs"] = list(dict.fromkeys(carriers))
    built["inlineSchema"] = orjson.dumps(one.schema).decode()
    return built


def _concept(iri: str, kind: str, version: str, told: Told) -> dict[str, Any]:
    label, definition = told
    return {
        "id": iri,
        "type": kind,
        "inScheme": version,
        "prefLabel": dict(label),
        "definition": dict(definition),
    }
