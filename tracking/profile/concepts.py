"""Our own concepts: verbs, an activity type, result extensions. Pure; what ADL defines is left to ADL.

https://github.com/adlnet/xapi-profiles, part two, section 7.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import orjson

from tracking.profile.events import CHECKED_IN, PACES, ROLES, SCALES, TEMPLATES, WILL_TRY
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
    Verb.FOUND_HELPFUL: words(
        "Une personne dit qu’une réponse publique, écrite par une autre, l’a aidée.",
        "A reader says that a public answer, which somebody else wrote, helped her.",
        "Een lezer zegt dat een openbaar antwoord, door iemand anders geschreven, geholpen heeft.",
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
    Verb.TENTATIVE: words(
        "Une personne peut venir à cette date s’il le faut.",
        "Somebody can come on this date if need be.",
        "Iemand kan die datum als het moet.",
    ),
    Verb.WAITING: words(
        "Une personne a dit oui à une rencontre complète : elle attend qu’une place se libère.",
        "Somebody said yes to a meeting that is full: she waits for a seat.",
        "Iemand zei ja tegen een volle bijeenkomst en wacht op een plaats.",
    ),
    Verb.CALLED_OFF: words(
        "La personne qui mène une rencontre l’a décommandée.",
        "Who runs a meeting called it off.",
        "Wie een bijeenkomst leidt, zegde ze af.",
    ),
    Verb.ABSENT: words(
        "Une personne qui avait dit oui n’est pas venue à la rencontre.",
        "A learner who had said yes did not come to the meeting.",
        "Iemand die ja gezegd had, kwam niet naar de bijeenkomst.",
    ),
    Verb.EARNED: words(
        "Une personne a obtenu une attestation : ce qu’elle a fait, et combien de temps.",
        "Somebody earned an attestation: what she did, and for how long.",
        "Iemand behaalde een attest: wat die persoon deed, en hoelang.",
    ),
}
"""What our own verbs mean."""

TYPES: Final[Mapping[Kind, Told]] = {
    Kind.PUBLIC_ANSWER: (
        words("Réponse publique", "Public answer", "Openbaar antwoord"),
        words(
            "Une question et sa réponse, écrites pour tout le monde, sans nommer personne.",
            "A question and its answer, written for everybody, naming nobody.",
            "Een vraag en het antwoord, voor iedereen geschreven, zonder iemand te noemen.",
        ),
    ),
    Kind.MEETING_DATE: (
        words("Date proposée", "Proposed date", "Voorgestelde datum"),
        words(
            "Une des dates entre lesquelles les personnes d’une rencontre choisissent.",
            "One of the dates between which the people of a meeting choose.",
            "Een van de data waaruit de mensen van een bijeenkomst kiezen.",
        ),
    ),
    Kind.PLACE: (
        words("Lieu", "Place", "Plaats"),
        words(
            "Un lieu public où l’on se rencontre.",
            "A public place where people meet.",
            "Een openbare plaats waar mensen elkaar ontmoeten.",
        ),
    ),
    Kind.SURVEY: (
        words("Questionnaire", "Survey", "Vragenlijst"),
        words(
            "Quelques questions à réponses fermées, posées le lendemain d’une rencontre.",
            "A few questions with closed answers, asked the day after a meeting.",
            "Enkele gesloten vragen, gesteld de dag na een bijeenkomst.",
        ),
    ),
    Kind.CERTIFICATE: (
        words("Attestation", "Attestation", "Attest"),
        words(
            "Un papier qui dit ce qu’une personne a fait et combien de temps ; un code permet de le vérifier.",
            "A paper that says what somebody did and for how long; a code lets others check it.",
            "Een papier dat zegt wat iemand deed en hoelang; met een code kan men het nagaan.",
        ),
    ),
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
    "will-try": Extension(
        {"type": "string", "enum": list(WILL_TRY)},
        words(
            "Va essayer quelque chose en classe",
            "Will try something in class",
            "Gaat iets uitproberen in de klas",
        ),
    ),
    "pace": Extension(
        {"type": "string", "enum": list(PACES)},
        words("Le rythme de la rencontre", "The pace of the meeting", "Het tempo van de bijeenkomst"),
    ),
    "role": Extension(
        {"type": "string", "enum": list(ROLES)},
        words("À quel titre", "In which role", "In welke rol"),
    ),
    "scale": Extension(
        {"type": "string", "enum": list(SCALES)},
        words("L’échelle de la question", "The scale of the question", "De schaal van de vraag"),
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
