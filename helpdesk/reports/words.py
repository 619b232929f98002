"""The closed values of the reports in the reader's language: bands, sources, changes of hands, times."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from classcode import i18n
from classcode.i18n import N_
from classcode.i18n import gettext as _
from helpdesk.models import Source
from helpdesk.reports.figures import End
from helpdesk.tickets.states import What

BANDS: Final = (
    N_("Up to 1 hour"),
    N_("1 to 4 hours"),
    N_("4 to 24 hours"),
    N_("1 to 2 days"),
    N_("2 to 3 days"),
    N_("3 days to a week"),
    N_("1 to 2 weeks"),
    N_("More than 2 weeks"),
)
"""In the order of `figures.bands`."""
NOT_ANSWERED: Final[Mapping[End, str]] = {
    End.WAITING: N_("Still waiting for an answer"),
    End.WITHOUT: N_("Ended without an answer"),
}
NOT_SETTLED: Final[Mapping[End, str]] = {
    End.WAITING: N_("Not settled yet"),
    End.WITHOUT: N_("Withdrawn by who asked"),
}
SOURCES: Final[Mapping[str, str]] = {
    Source.WEB: N_("On the site"),
    Source.MAIL: N_("By mail"),
    Source.FORM: N_("By the form, without an account"),
    Source.IN_PERSON: N_("In person, noted by a facilitator"),
}
CHANGES: Final[Mapping[What, str]] = {
    What.DECLINED: N_("Declined by who was asked"),
    What.LAPSED: N_("Passed on after silence"),
    What.PASSED_ON: N_("Given back by who had accepted"),
    What.LENT: N_("Handed over during an absence"),
    What.ASSIGNED: N_("Given by a lead"),
}
IN_DAYS: Final = 48
"""Hours from which a time is told in days."""


def lasted(hours: float | None) -> str:
    """Write a time: "40 min", "3 h 20 min", "5,2 jours"; a dash where too many still wait to tell."""
    if hours is None:
        return "-"
    if hours < IN_DAYS:
        return i18n.minutes(round(hours * 60))
    days = hours / 24
    return _("%(n)s days", n=i18n.number(days, 0 if days.is_integer() else 1))
