"""The desk's closed values as sentences in the reader's language: states, trail, reasons. No database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from babel import Locale

from classcode import i18n
from classcode.i18n import N_
from classcode.i18n import gettext as _
from helpdesk.models import Source
from helpdesk.pairing import Against
from helpdesk.pairing.weighing import CONTINUITY, FAIRNESS, MODULE, NEARNESS, REGION, ROOM, THEME
from helpdesk.tickets.states import PassOnReason, State, Theme, What

STATES: Final[Mapping[State, tuple[str, str, str]]] = {
    State.NEW: (N_("Looking for someone"), "warm", "clock"),
    State.PROPOSED: (N_("Somebody has been asked"), "plain", "clock"),
    State.ACCEPTED: (N_("An answer is on its way"), "plain", "clock"),
    State.WAITING_FACILITATOR: (N_("An answer is on its way"), "plain", "clock"),
    State.REOPENED: (N_("Open again"), "plain", "clock"),
    State.WAITING_LEARNER: (N_("Answered"), "ok", "bubble"),
    State.RESOLVED: (N_("Settled"), "plain", "check"),
    State.CLOSED: (N_("Closed"), "plain", "check"),
    State.CANCELLED: (N_("Withdrawn"), "plain", "check"),
    State.MERGED: (N_("Joined to another question"), "plain", "check"),
}
"""For who asked: words, kind of tag, icon."""

DESK_STATES: Final[Mapping[State, tuple[str, str, str]]] = {
    **STATES,
    State.NEW: (N_("Nobody has it yet"), "warm", "alert"),
    State.PROPOSED: (N_("Proposed: to be accepted"), "warm", "clock"),
    State.ACCEPTED: (N_("Accepted: waits for an answer"), "warm", "clock"),
    State.WAITING_FACILITATOR: (N_("Waits for an answer"), "warm", "clock"),
    State.REOPENED: (N_("Open again: waits for an answer"), "warm", "clock"),
}

TRAIL: Final[Mapping[What, str]] = {
    What.LOGGED: N_("%(who)s noted the question, which was asked in person."),
    What.PAIRED: N_("The desk found %(to)s to answer."),
    What.NOBODY_FREE: N_("Nobody is free nearby yet: the people who lead the region have the question."),
    What.ACCEPTED: N_("%(who)s accepted the question."),
    What.DECLINED: N_("%(who)s passed the question on."),
    What.LAPSED: N_("No answer came in time: the desk looks for somebody else."),
    What.TAKEN: N_("%(who)s took the question."),
    What.ASSIGNED: N_("%(who)s gave the question to %(to)s."),
    What.PASSED_ON: N_("%(who)s passed the question on."),
    What.LENT: N_("%(of)s is away: the desk looks for somebody in the meantime."),
    What.RETURNED: N_("%(to)s is back and has the question again."),
    What.RESOLVED: N_("%(who)s marked the question as settled."),
    What.REOPENED: N_("%(who)s opened the question again."),
    What.CLOSED: N_("The question was closed, two weeks after it was settled."),
    What.CANCELLED: N_("%(who)s withdrew the question."),
    What.MERGED: N_("%(who)s joined this question to another one."),
    What.MERGED_IN: N_("%(who)s joined another question to this one."),
    What.UNMERGED: N_("%(who)s took the two questions apart again."),
    What.UNMERGED_OUT: N_("%(who)s took the two questions apart again."),
    What.SPLIT: N_("%(who)s made a question of its own of a part of this one."),
    What.SPLIT_OFF: N_("%(who)s made this question of a part of another one."),
    What.PROMISE_MOVED: N_("The desk promises its answer sooner."),
    What.NAME_LIFTED: N_("%(who)s, who leads the region, looked up who asked, and gave a reason."),
    What.NAME_SHOWN: N_("The person who asked shows her name."),
    What.NOT_DELIVERED: N_("A mail about this question did not arrive."),
    What.REPORTED: N_("%(who)s reported a message."),
    What.HIDDEN: N_("A message was hidden by moderation."),
}

THEMES: Final[Mapping[Theme, str]] = {
    Theme.NOTION: N_("Understanding a notion"),
    Theme.TOOL: N_("Using a tool"),
    Theme.IN_CLASS: N_("Doing it with a class"),
    Theme.OTHER: N_("Something else"),
}

PASS_ON: Final[Mapping[PassOnReason, str]] = {
    PassOnReason.NO_TIME: N_("I have no time before the promised day"),
    PassOnReason.NOT_MY_SUBJECT: N_("It is not my subject"),
    PassOnReason.KNOW_EACH_OTHER: N_("We know each other too well"),
    PassOnReason.OTHER: N_("Another reason"),
}


def state_tag(state: str, *, desk: bool) -> tuple[str, str, str]:
    """Return words, kind of tag and icon of a state, as the learner or the desk reads it."""
    words, kind, icon = (DESK_STATES if desk else STATES)[State(state)]
    return _(words), kind, icon


def language_called(code: str) -> str:
    """Return a language's name in the reader's language: "français", "French"."""
    return str(Locale.parse(code).get_language_name(i18n.language()) or code)


def why(components: Mapping[str, Any], region: str, *, to_learner: bool) -> list[str]:
    """Return what speaks for somebody, one phrase each: region, distance, language, module."""
    km = components.get("distance_km")
    told: list[str] = []
    if components.get("region"):
        told.append(_("facilitator in %(region)s", region=region))
    if km is not None and km < 1:
        told.append(_("in your commune") if to_learner else _("in the same commune"))
    elif km is not None:
        away = i18n.km(km)
        told.append(_("about %(km)s from you", km=away) if to_learner else _("about %(km)s away", km=away))
    if components.get("language"):
        told.append(_("speaks %(language)s", language=language_called(components["language"])))
    if components.get("expertise"):
        told.append(_("knows this module"))
    if components.get("theme"):
        told.append(_("knows this kind of question"))
    if components.get("before"):
        told.append(_("has answered you before") if to_learner else _("has answered her before"))
    return told


AGAINST: Final[Mapping[Against, str]] = {
    Against.LANGUAGE: N_("shares no language"),
    Against.FULL: N_("has no room left"),
    Against.AWAY: N_("is away"),
    Against.TOO_LATE: N_("answers only after the promised day"),
    Against.PASSED_ON: N_("passed it on"),
    Against.TOO_FAR: N_("is too far away"),
    Against.ACROSS_WATER: N_("is across the water"),
    Against.SCORED_LOWER: N_("suits less well than who was chosen"),
    Against.NEEDED_ELSEWHERE: N_("was needed for another question that waited at the same time"),
}
HER_OWN: Final = frozenset({Against.FULL, Against.AWAY, Against.TOO_LATE, Against.PASSED_ON})
"""What tells of somebody's time: for herself and the leads. Others read that she could not take it."""


def why_not(components: Mapping[str, Any], *, to_lead: bool = True) -> list[str]:
    """Return what stood against somebody, one phrase each; empty when she could have been chosen."""
    against = [Against(word) for word in components.get("against", ())]
    told = [_(AGAINST[word]) for word in against if to_lead or word not in HER_OWN]
    hidden = not to_lead and HER_OWN & set(against)
    return [*told, _("could not take it at that moment")] if hidden else told


def compared(*, lower: bool) -> str:
    """Return why somebody against whom nothing stood was not chosen."""
    return _(AGAINST[Against.SCORED_LOWER if lower else Against.NEEDED_ELSEWHERE])


PARTS: Final[Mapping[str, tuple[str, int]]] = {
    "distance": (N_("Nearness"), NEARNESS),
    "module": (N_("Module"), MODULE),
    "theme": (N_("Kind of question"), THEME),
    "room": (N_("Room"), ROOM),
    "region": (N_("Region"), REGION),
    "continuity": (N_("Has helped her before"), CONTINUITY),
    "fairness": (N_("Asked less than others lately"), FAIRNESS),
}
"""The components of a score of 100: their names, and how many points each may give."""

HOW: Final[Mapping[What, str]] = {
    What.TAKEN: N_("took the question herself"),
    What.ASSIGNED: N_("asked by the people who lead the region"),
}
"""Why somebody has a question whom the desk did not choose."""

SOURCES: Final[Mapping[Source, str]] = {
    Source.MAIL: N_("Asked by mail"),
    Source.FORM: N_("Asked without an account"),
    Source.IN_PERSON: N_("Asked in person"),
}


def load(components: Mapping[str, Any]) -> str:
    """Return how full somebody was: "1 of 3 questions"."""
    return _("%(load)s of %(capacity)s questions", load=components["load"], capacity=components["capacity"])


def came_by(source: str) -> str | None:
    """Return how a question came in, where it was not asked on a page."""
    told = SOURCES.get(Source(source))
    return _(told) if told else None


def step(what: str, **people: str) -> str:
    """Return a line of the trail; `who` did it, `to` and `of` are whom it concerns."""
    return _(TRAIL[What(what)], **people)
