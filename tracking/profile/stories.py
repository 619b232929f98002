"""In which order events follow each other: stories, each a pattern made of smaller ones. Pure.

https://github.com/adlnet/xapi-profiles, part two, section 9: matching is greedy and never goes back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tracking.profile.words import Told, words


class Way(StrEnum):
    """How the parts of a pattern follow each other; the value is the property of the specification."""

    SEQUENCE = "sequence"
    ALTERNATES = "alternates"
    OPTIONAL = "optional"
    ZERO_OR_MORE = "zeroOrMore"
    ONE_OR_MORE = "oneOrMore"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern of events and of other patterns, by their ids; a primary one is a whole story."""

    id: str
    way: Way
    of: tuple[str, ...]
    primary: bool = False


PATTERNS: Final = (
    Pattern("learning", Way.SEQUENCE, ("module-joined", "opening", "steps", "finish"), primary=True),
    Pattern("opening", Way.OPTIONAL, ("module-opened",)),
    Pattern("steps", Way.ZERO_OR_MORE, ("step",)),
    Pattern("step", Way.ALTERNATES, ("unit-opened", "unit-done", "attempt", "trial")),
    Pattern("attempt", Way.SEQUENCE, ("answers", "outcome")),
    Pattern("trial", Way.SEQUENCE, ("program-run", "outcome")),
    Pattern("answers", Way.ONE_OR_MORE, ("question-answered",)),
    Pattern("outcome", Way.OPTIONAL, ("verdict",)),
    Pattern("verdict", Way.ALTERNATES, ("activity-passed", "activity-failed")),
    Pattern("finish", Way.OPTIONAL, ("finished",)),
    Pattern("finished", Way.SEQUENCE, ("module-finished", "steps")),
    Pattern("asking", Way.SEQUENCE, ("desk-asked", "turns"), primary=True),
    Pattern("turns", Way.ZERO_OR_MORE, ("turn",)),
    Pattern("turn", Way.ALTERNATES, ("desk-responded", "desk-resolved", "desk-rated")),
    Pattern("public-answer", Way.ALTERNATES, ("shared", "thanked"), primary=True),
    Pattern("shared", Way.SEQUENCE, ("answer-shared", "thanks")),
    Pattern("thanks", Way.ZERO_OR_MORE, ("answer-found-helpful",)),
    Pattern("thanked", Way.ONE_OR_MORE, ("answer-found-helpful",)),
    Pattern("date", Way.ONE_OR_MORE, ("date-answer",), primary=True),
    Pattern("date-answer", Way.ALTERNATES, ("date-suits", "date-if-need-be", "date-does-not-suit")),
    Pattern("meeting", Way.SEQUENCE, ("meeting-proposed", "replies", "presences"), primary=True),
    Pattern("replies", Way.ZERO_OR_MORE, ("reply",)),
    Pattern(
        "reply",
        Way.ALTERNATES,
        ("meeting-accepted", "meeting-declined", "meeting-waiting", "meeting-called-off"),
    ),
    Pattern("presences", Way.ZERO_OR_MORE, ("presence",)),
    Pattern("presence", Way.ALTERNATES, ("meeting-attended", "meeting-absent")),
)

TOLD: Final[Mapping[str, Told]] = {
    "learning": (
        words("Apprendre avec un module", "Learning with a module", "Leren met een module"),
        words(
            "Une personne rejoint un module, ouvre ses étapes, répond, et le termine quand sa règle est remplie ; "
            "elle peut continuer ensuite. Les traces d’une même inscription portent le même registration.",
            "Somebody joins a module, opens its units, answers, and finishes it when its rule is met; she may go on "
            "afterwards. The statements of one enrolment carry the same registration.",
            "Iemand sluit zich aan bij een module, opent de stappen, antwoordt, en voltooit ze als aan de regel "
            "voldaan is; daarna verdergaan kan. De statements van één inschrijving dragen dezelfde registration.",
        ),
    ),
    "asking": (
        words("Une question au bureau d’accueil", "A question to the desk", "Een vraag aan het onthaal"),
        words(
            "Une question est posée, reçoit des réponses, est réglée, puis l’aide peut être évaluée ; une question "
            "réglée peut être rouverte. "
            "Ces traces n’ont pas de registration : elles ont le même objet.",
            "A question is asked, answered and resolved, and the help may be rated; a resolved one may be opened "
            "again. These statements carry no registration: they share their object.",
            "Een vraag wordt gesteld, beantwoord en opgelost, en de hulp kan beoordeeld worden; een opgeloste vraag "
            "kan weer opengaan. Deze statements dragen geen registration: ze hebben hetzelfde object.",
        ),
    ),
    "public-answer": (
        words("Une réponse publique", "A public answer", "Een openbaar antwoord"),
        words(
            "Une réponse publique est partagée, si c’est la personne qui avait posé la question qui l’a écrite, puis "
            "aide d’autres personnes. Ces traces n’ont pas de registration : elles ont le même objet.",
            "A public answer is shared, where whoever had asked wrote it, then helps other people. These statements "
            "carry no registration: they share their object.",
            "Een openbaar antwoord wordt gedeeld, als wie de vraag stelde het schreef, en helpt dan anderen. Deze "
            "statements dragen geen registration: ze hebben hetzelfde object.",
        ),
    ),
    "date": (
        words("Une date proposée", "A proposed date", "Een voorgestelde datum"),
        words(
            "Chaque personne invitée dit si une date proposée pour une rencontre lui convient, autant de fois qu’elle "
            "change d’avis. Ces traces n’ont pas de registration : elles ont le même objet.",
            "Everybody asked says whether a date proposed for a meeting suits, as often as she changes her mind. These "
            "statements carry no registration: they share their object.",
            "Elke genodigde zegt of een voorgestelde datum past, zo vaak als die van gedachte verandert. Deze "
            "statements dragen geen registration: ze hebben hetzelfde object.",
        ),
    ),
    "meeting": (
        words("Une rencontre", "A meeting", "Een bijeenkomst"),
        words(
            "Une rencontre est proposée, les personnes répondent avant qu’elle commence, puis les présences sont "
            "relevées. Ces traces n’ont pas de registration : elles ont le même objet.",
            "A meeting is proposed, people reply before it starts, then presence is recorded. These statements carry "
            "no registration: they share their object.",
            "Een bijeenkomst wordt voorgesteld, mensen antwoorden voor ze begint, daarna worden de aanwezigheden "
            "genoteerd. Deze statements dragen geen registration: ze hebben hetzelfde object.",
        ),
    ),
}
"""What the stories are called, and what happens in them."""
