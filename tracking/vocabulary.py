"""The vocabulary of the record: verbs, activity types, and the identifiers of the things that statements speak of.

ADL verbs and types where they fit (https://github.com/adlnet/xapi-authored-profiles), own ones, defined in `profile`,
where not. Own identifiers start with the installation's IRI base, which never changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final
from uuid import UUID

ADL_VERB: Final = "http://adlnet.gov/expapi/verbs/"
ADL_TYPE: Final = "http://adlnet.gov/expapi/activities/"
PROFILE_VERSION: Final = "6"
"""The version of the published profile; a changed event, concept or pattern is a new version."""


class Verb(StrEnum):
    """What somebody did; the value is the short key of the verb in our tables."""

    REGISTERED = "registered"
    INITIALIZED = "initialized"
    EXPERIENCED = "experienced"
    COMPLETED = "completed"
    ANSWERED = "answered"
    ATTEMPTED = "attempted"
    PASSED = "passed"
    FAILED = "failed"
    ASKED = "asked"
    RESPONDED = "responded"
    RESOLVED = "resolved"
    RATED = "rated"
    SHARED = "shared"
    FOUND_HELPFUL = "found-helpful"
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TENTATIVE = "tentative"
    WAITING = "waiting"
    CALLED_OFF = "called-off"
    ATTENDED = "attended"
    ABSENT = "absent"
    EARNED = "earned"
    VOIDED = "voided"


ADL_VERBS: Final = frozenset(
    {
        Verb.REGISTERED,
        Verb.INITIALIZED,
        Verb.EXPERIENCED,
        Verb.COMPLETED,
        Verb.ANSWERED,
        Verb.ATTEMPTED,
        Verb.PASSED,
        Verb.FAILED,
        Verb.ASKED,
        Verb.RESPONDED,
        Verb.SHARED,
        Verb.ATTENDED,
        Verb.VOIDED,
    }
)

DISPLAY: Final[Mapping[Verb, Mapping[str, str]]] = {
    Verb.REGISTERED: {"fr": "a rejoint", "en": "registered", "nl": "schreef zich in"},
    Verb.INITIALIZED: {"fr": "a commencé", "en": "initialized", "nl": "begon"},
    Verb.EXPERIENCED: {"fr": "a ouvert", "en": "experienced", "nl": "opende"},
    Verb.COMPLETED: {"fr": "a terminé", "en": "completed", "nl": "voltooide"},
    Verb.ANSWERED: {"fr": "a répondu", "en": "answered", "nl": "beantwoordde"},
    Verb.ATTEMPTED: {"fr": "a essayé", "en": "attempted", "nl": "probeerde"},
    Verb.PASSED: {"fr": "a réussi", "en": "passed", "nl": "slaagde"},
    Verb.FAILED: {"fr": "n'a pas encore réussi", "en": "failed", "nl": "slaagde nog niet"},
    Verb.ASKED: {"fr": "a posé une question", "en": "asked", "nl": "vroeg"},
    Verb.RESPONDED: {"fr": "a répondu à une question", "en": "responded", "nl": "antwoordde"},
    Verb.RESOLVED: {"fr": "a résolu", "en": "resolved", "nl": "loste op"},
    Verb.RATED: {"fr": "a évalué", "en": "rated", "nl": "beoordeelde"},
    Verb.SHARED: {"fr": "a partagé", "en": "shared", "nl": "deelde"},
    Verb.FOUND_HELPFUL: {"fr": "a trouvé utile", "en": "found helpful", "nl": "vond nuttig"},
    Verb.PROPOSED: {"fr": "a proposé", "en": "proposed", "nl": "stelde voor"},
    Verb.ACCEPTED: {"fr": "a dit oui", "en": "accepted", "nl": "zei ja"},
    Verb.DECLINED: {"fr": "a dit non", "en": "declined", "nl": "zei nee"},
    Verb.TENTATIVE: {"fr": "a dit s’il le faut", "en": "said if need be", "nl": "zei als het moet"},
    Verb.WAITING: {"fr": "attend une place", "en": "waits for a seat", "nl": "wacht op een plaats"},
    Verb.CALLED_OFF: {"fr": "a décommandé", "en": "called off", "nl": "zegde af"},
    Verb.ATTENDED: {"fr": "a participé", "en": "attended", "nl": "nam deel"},
    Verb.ABSENT: {"fr": "était absent ou absente", "en": "was absent", "nl": "was afwezig"},
    Verb.EARNED: {"fr": "a obtenu", "en": "earned", "nl": "behaalde"},
    Verb.VOIDED: {"fr": "a annulé", "en": "voided", "nl": "annuleerde"},
}


def verb_iri(verb: Verb, iri_base: str) -> str:
    """Return the identifier of a verb: ADL's where there is one, ours otherwise."""
    return ADL_VERB + verb if verb in ADL_VERBS else f"{iri_base}/xapi/verbs/{verb}"


class Kind(StrEnum):
    """What kind of thing a statement speaks of; the value ends ADL's activity type.

    ABILITY, a question about how able one feels, is in statements an INTERACTION like others, with its scale; only
    what counts of them (`tracking.models.Statement.object_kind`) tells it apart.
    """

    COURSE = "course"
    LESSON = "lesson"
    ASSESSMENT = "assessment"
    INTERACTION = "cmi.interaction"
    ABILITY = "ability"
    SIMULATION = "simulation"
    QUESTION = "question"
    PUBLIC_ANSWER = "public-answer"
    MEETING = "meeting"
    MEETING_DATE = "meeting-date"
    PLACE = "place"
    SURVEY = "survey"
    CERTIFICATE = "certificate"


OWN_KINDS: Final = frozenset(
    {Kind.PUBLIC_ANSWER, Kind.PLACE, Kind.MEETING_DATE, Kind.SURVEY, Kind.CERTIFICATE}
)
"""Kinds for which ADL has no activity type."""
SCALE_OF_ABILITY: Final = "confidence"
"""The scale on which people say how able they feel, as the extension `scale` names it."""
WORLDS: Final = "program"
"""What the path of the worlds of an exercise ends with, where its programs run."""


@dataclass(frozen=True, slots=True)
class Thing:
    """What a statement speaks of: its path under the IRI base, its kind, and its public name where it has one."""

    path: str
    kind: Kind
    name: Mapping[str, str] = field(default_factory=dict)
    interaction: str | None = None

    def iri(self, iri_base: str) -> str:
        """Return the thing's identifier; it carries no language and no host name but the fixed base's."""
        return f"{iri_base}/{self.path}"


def module(slug: str, name: Mapping[str, str] | None = None) -> Thing:
    """Return a module as the record names it."""
    return Thing(f"modules/{slug}", Kind.COURSE, name or {})


def unit(slug: str, unit_id: str, name: Mapping[str, str] | None = None) -> Thing:
    """Return a unit of a module."""
    return Thing(f"modules/{slug}/{unit_id}", Kind.LESSON, name or {})


def activity(slug: str, unit_id: str, activity_id: str) -> Thing:
    """Return an activity of a unit."""
    return Thing(f"modules/{slug}/{unit_id}/{activity_id}", Kind.ASSESSMENT)


def simulation(of: Thing) -> Thing:
    """Return what a program runs in: the worlds of an exercise, which as a whole is an activity."""
    return Thing(f"{of.path}/program", Kind.SIMULATION)


def question(of: Thing, question_id: str, interaction: str, scale: str = "") -> Thing:
    """Return a question of an activity: its type of interaction (Data 2.4.4.1), and scale if any."""
    return Thing(f"{of.path}/{question_id}", kind_of_question(scale), interaction=interaction)


def kind_of_question(scale: object) -> Kind:
    """Tell as what a question counts, by the name of its scale if it has one."""
    return Kind.ABILITY if scale == SCALE_OF_ABILITY else Kind.INTERACTION


def ticket(ticket_id: UUID) -> Thing:
    """Return a question to the help desk; it has no name, since its words are the learner's own."""
    return Thing(f"tickets/{ticket_id}", Kind.QUESTION)


def public_answer(answer_id: UUID) -> Thing:
    """Return a question with its answer for everybody; it has no name, since people wrote its words."""
    return Thing(f"answers/{answer_id}", Kind.PUBLIC_ANSWER)


def meeting(meeting_id: UUID) -> Thing:
    """Return an in-person meeting."""
    return Thing(f"meetings/{meeting_id}", Kind.MEETING)


def meeting_date(meeting_id: UUID, date_id: UUID) -> Thing:
    """Return one of the dates between which people of a meeting choose."""
    return Thing(f"meetings/{meeting_id}/dates/{date_id}", Kind.MEETING_DATE)


def place(place_id: UUID) -> Thing:
    """Return a place where people meet."""
    return Thing(f"places/{place_id}", Kind.PLACE)


def meeting_survey(meeting_id: UUID) -> Thing:
    """Return the questions that people are asked the day after a meeting."""
    return Thing(f"meetings/{meeting_id}/feedback", Kind.SURVEY)


def certificate(attestation_id: UUID) -> Thing:
    """Return an attestation; who holds it is the actor of the statement, and nowhere in its name."""
    return Thing(f"attestations/{attestation_id}", Kind.CERTIFICATE)


def type_iri(kind: Kind, iri_base: str) -> str:
    """Return the activity type: ADL's, or ours where there is none."""
    typed = Kind.INTERACTION if kind is Kind.ABILITY else kind
    return f"{iri_base}/xapi/types/{typed}" if typed in OWN_KINDS else ADL_TYPE + typed


def kind_of_type(iri: str, iri_base: str) -> Kind | None:
    """Return the kind of an activity type, None for one that we never use; it tells no question's scale."""
    return next((kind for kind in Kind if kind is not Kind.ABILITY and type_iri(kind, iri_base) == iri), None)


def extension_iri(name: str, iri_base: str) -> str:
    """Return the identifier of a result extension."""
    return f"{iri_base}/xapi/extensions/{name}"


def profile_iri(iri_base: str) -> str:
    """Return the identifier of our profile, whatever its version; it is also its address."""
    return f"{iri_base}/xapi/profile"


def profile_version_iri(iri_base: str) -> str:
    """Return the identifier of the profile's present version, which its concepts and templates are of."""
    return f"{profile_iri(iri_base)}#v{PROFILE_VERSION}"
