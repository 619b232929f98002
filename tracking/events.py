"""The events that become statements: for each its verb, its object and what it carries, in words. Pure.

`profile` publishes them; `docs/vocabulary.md` shows the same table, and a test compares the two.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tracking.vocabulary import ADL_VERBS, Kind, Verb

Words = Mapping[str, str]


def words(fr: str, en: str, nl: str) -> Words:
    """Return one text in the three languages."""
    return {"fr": fr, "en": en, "nl": nl}


@dataclass(frozen=True, slots=True)
class Template:
    """One event: which verb, on what, always carrying what, and sometimes what besides."""

    id: str
    verb: Verb
    kind: Kind | None
    label: Words
    always: tuple[str, ...] = ()
    sometimes: tuple[str, ...] = ()


_LEARNING: Final = ("registration", "revision")
_INSIDE: Final = (*_LEARNING, "parent")
_MET: Final = ("instructor", "grouping")
_NAMED: Final = ("language",)

TEMPLATES: Final = (
    Template(
        "module-joined",
        Verb.REGISTERED,
        Kind.COURSE,
        words("Module rejoint", "Module joined", "Aangesloten bij een module"),
        _LEARNING,
        _NAMED,
    ),
    Template(
        "module-opened",
        Verb.INITIALIZED,
        Kind.COURSE,
        words("Module ouvert une première fois", "Module opened first", "Module voor het eerst geopend"),
        _LEARNING,
        _NAMED,
    ),
    Template(
        "unit-opened",
        Verb.EXPERIENCED,
        Kind.LESSON,
        words("Étape ouverte", "Unit opened", "Stap geopend"),
        _INSIDE,
        _NAMED,
    ),
    Template(
        "unit-done",
        Verb.COMPLETED,
        Kind.LESSON,
        words("Étape marquée comme faite", "Unit marked as done", "Stap als gedaan aangevinkt"),
        (*_INSIDE, "completion", "duration"),
        _NAMED,
    ),
    Template(
        "question-answered",
        Verb.ANSWERED,
        Kind.INTERACTION,
        words("Réponse à une question", "Question answered", "Vraag beantwoord"),
        (*_INSIDE, "grouping", "success", "response", "attempt"),
        _NAMED,
    ),
    Template(
        "activity-passed",
        Verb.PASSED,
        Kind.ASSESSMENT,
        words("Activité réussie", "Activity passed", "Activiteit geslaagd"),
        (*_INSIDE, "grouping", "success", "score", "attempt"),
        _NAMED,
    ),
    Template(
        "activity-failed",
        Verb.FAILED,
        Kind.ASSESSMENT,
        words("Activité pas encore réussie", "Activity not passed yet", "Activiteit nog niet geslaagd"),
        (*_INSIDE, "grouping", "success", "score", "attempt"),
        _NAMED,
    ),
    Template(
        "module-finished",
        Verb.COMPLETED,
        Kind.COURSE,
        words("Module terminé", "Module finished", "Module voltooid"),
        (*_LEARNING, "completion", "minutes-online", "minutes-in-person"),
    ),
    Template(
        "desk-asked",
        Verb.ASKED,
        Kind.QUESTION,
        words("Question au bureau d’accueil", "Question to the desk", "Vraag aan het onthaal"),
        ("grouping",),
        _NAMED,
    ),
    Template(
        "desk-responded",
        Verb.RESPONDED,
        Kind.QUESTION,
        words("Réponse du bureau d’accueil", "Answer of the desk", "Antwoord van het onthaal"),
        ("grouping",),
        ("duration", "reassignments", *_NAMED),
    ),
    Template(
        "desk-resolved",
        Verb.RESOLVED,
        Kind.QUESTION,
        words("Question réglée", "Question resolved", "Vraag opgelost"),
        ("grouping",),
        _NAMED,
    ),
    Template(
        "meeting-proposed",
        Verb.PROPOSED,
        Kind.MEETING,
        words("Rencontre proposée", "Meeting proposed", "Bijeenkomst voorgesteld"),
        ("grouping",),
        _NAMED,
    ),
    Template(
        "meeting-accepted",
        Verb.ACCEPTED,
        Kind.MEETING,
        words("Oui à une rencontre", "Yes to a meeting", "Ja tegen een bijeenkomst"),
        _MET,
        _NAMED,
    ),
    Template(
        "meeting-declined",
        Verb.DECLINED,
        Kind.MEETING,
        words("Non à une rencontre", "No to a meeting", "Nee tegen een bijeenkomst"),
        _MET,
        _NAMED,
    ),
    Template(
        "meeting-attended",
        Verb.ATTENDED,
        Kind.MEETING,
        words("Présence à une rencontre", "Meeting attended", "Bijeenkomst bijgewoond"),
        (*_MET, "duration", "checked-in"),
        _NAMED,
    ),
    Template(
        "meeting-absent",
        Verb.ABSENT,
        Kind.MEETING,
        words("Absence à une rencontre", "Absent from a meeting", "Afwezig op een bijeenkomst"),
        (*_MET, "excused"),
        _NAMED,
    ),
    Template(
        "statement-voided",
        Verb.VOIDED,
        None,
        words("Acte annulé", "Act taken back", "Handeling teruggenomen"),
    ),
)


def table() -> list[tuple[str, str, str, str]]:
    """Return the events as rows: event, verb, object, what it carries (in brackets what it may carry)."""
    return [_row(one) for one in TEMPLATES]


def _row(one: Template) -> tuple[str, str, str, str]:
    verb = one.verb.value if one.verb in ADL_VERBS else f"own: {one.verb}"
    carried = [*one.always, *(f"({name})" for name in one.sometimes)]
    return one.label["en"], verb, one.kind or "statement", ", ".join(carried)
