"""Growth in sentences of the reader's language: criteria, doors, states, steps. No database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from babel import Locale, dates

from classcode import i18n
from classcode.i18n import N_, ngettext
from classcode.i18n import gettext as _
from helpdesk.growth.criteria import Criterion, What
from helpdesk.growth.steps import Door, PathState, Step, Stop

DOORS: Final[Mapping[Door, str]] = {
    Door.RECORD: N_("By the record: learned here first"),
    Door.APPLICATION: N_("From computing, by an application"),
    Door.RETURN: N_("Comes again after stepping back"),
    Door.APPOINTED: N_("Named by an administrator"),
}

STATES: Final[Mapping[PathState, tuple[str, str, str]]] = {
    PathState.INVITED: (N_("Invited"), "warm", "clock"),
    PathState.APPLIED: (N_("Waits for a decision"), "warm", "clock"),
    PathState.APPROVED: (N_("Of the desk; the first meeting together is to come"), "plain", "people"),
    PathState.WORKING: (N_("Of the desk"), "ok", "check"),
    PathState.REFUSED: (N_("Refused"), "plain", "cross"),
    PathState.WITHDRAWN: (N_("Not pursued"), "plain", "undo"),
    PathState.STEPPED_BACK: (N_("Stepped back"), "plain", "undo"),
}
"""Words, kind of tag, icon."""

STEPS: Final[Mapping[Step, str]] = {
    Step.BEGUN: N_("Invited, or applied"),
    Step.CHARTER: N_("Charter accepted"),
    Step.APPROVED: N_("Let in by the people who lead the region"),
    Step.MET: N_("First meeting held together with somebody of the desk"),
    Step.WORKING: N_("Working by yourself"),
}


def state_tag(state: str) -> tuple[str, str, str]:
    """Return words, kind of tag and icon of a path's state."""
    words, kind, icon = STATES[PathState(state)]
    return _(words), kind, icon


def door(told: str) -> str:
    """Return by which door somebody comes."""
    return _(DOORS[Door(told)])


def step(stop: Stop) -> str:
    """Return a step in words."""
    return _(STEPS[stop.step])


def needed(criterion: Criterion) -> str:
    """Say what a criterion asks for."""
    if criterion.what is What.MODULES:
        return ngettext("Finish one module", "Finish %(n)s modules", criterion.needed)
    if criterion.what is What.MEETINGS:
        return ngettext("Come to one meeting", "Come to %(n)s meetings", criterion.needed)
    if criterion.what is What.HELPFUL:
        return ngettext(
            "Help one other person by a public answer of yours",
            "Help %(n)s other people by public answers of yours",
            criterion.needed,
        )
    return ngettext("Do an activity on one day", "Do activities on %(n)s different days", criterion.needed)


def figure(criterion: Criterion) -> str:
    """Say where somebody stands with a criterion."""
    return _(
        "you: %(figure)s of %(needed)s",
        figure=i18n.number(criterion.figure),
        needed=i18n.number(criterion.needed),
    )


def month(version: str) -> str:
    """Write a version of the charter, "2026-11", as the month it is of."""
    first = date.fromisoformat(f"{version}-01")
    return dates.format_date(first, "LLLL y", locale=Locale.parse(i18n.language()))
