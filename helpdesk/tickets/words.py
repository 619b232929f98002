"""The desk's closed values as sentences in the reader's language: states, trail, reasons. No database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from babel import Locale

from classcode import i18n
from classcode.i18n import N_
from classcode.i18n import gettext as _
from helpdesk.tickets.states import PassOnReason, State, What

STATES: Final[Mapping[State, tuple[str, str, str]]] = {
    State.NEW: (N_("Looking for someone"), "warm", "clock"),
    State.WAITING_FACILITATOR: (N_("An answer is on its way"), "plain", "clock"),
    State.WAITING_LEARNER: (N_("Answered"), "ok", "bubble"),
    State.RESOLVED: (N_("Settled"), "plain", "check"),
}
"""For who asked: words, kind of tag, icon."""

DESK_STATES: Final[Mapping[State, tuple[str, str, str]]] = {
    State.NEW: (N_("Nobody has it yet"), "warm", "alert"),
    State.WAITING_FACILITATOR: (N_("Waits for an answer"), "warm", "clock"),
    State.WAITING_LEARNER: (N_("Answered"), "ok", "bubble"),
    State.RESOLVED: (N_("Settled"), "plain", "check"),
}

TRAIL: Final[Mapping[What, str]] = {
    What.PAIRED: N_("The desk found %(to)s to answer."),
    What.NOBODY_FREE: N_("Nobody is free nearby yet: the people who lead the region have the question."),
    What.TAKEN: N_("%(who)s took the question."),
    What.ASSIGNED: N_("%(who)s gave the question to %(to)s."),
    What.PASSED_ON: N_("%(who)s passed the question on."),
    What.RESOLVED: N_("%(who)s marked the question as settled."),
    What.REOPENED: N_("%(who)s opened the question again."),
    What.REPORTED: N_("%(who)s reported a message."),
    What.HIDDEN: N_("A message was hidden by moderation."),
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
    if km is not None:
        away = i18n.km(km)
        told.append(_("about %(km)s from you", km=away) if to_learner else _("about %(km)s away", km=away))
    if components.get("language"):
        told.append(_("speaks %(language)s", language=language_called(components["language"])))
    if components.get("expertise"):
        told.append(_("knows this module"))
    return told


def why_not(components: Mapping[str, Any]) -> list[str]:
    """Return what stood against somebody, one phrase each; empty when she could have been chosen."""
    told: list[str] = []
    if components.get("language") is None:
        told.append(_("shares no language"))
    if components.get("load", 0) >= components.get("capacity", 0):
        told.append(_("has no room left"))
    if components.get("away"):
        told.append(_("is away"))
    if components.get("passed_on"):
        told.append(_("passed it on"))
    return told


def load(components: Mapping[str, Any]) -> str:
    """Return how full somebody was: "1 of 3 questions"."""
    return _("%(load)s of %(capacity)s questions", load=components["load"], capacity=components["capacity"])


def step(what: str, who: str, to: str) -> str:
    """Return a line of the trail."""
    return _(TRAIL[What(what)], who=who, to=to)
