"""How long there is left, and until when: in words that a tired reader understands. No database."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from babel import Locale, dates

from classcode import clock, i18n
from classcode.i18n import gettext as _
from classcode.i18n import ngettext

SOON: Final = timedelta(days=6)
"""So far ahead a day of the week says which one is meant."""
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)


def until(instant: datetime) -> str:
    """Return a moment to come as one says it: "Tuesday, 21:00" this week, with its date later."""
    local, today = instant.astimezone(i18n.zone()), clock.now().astimezone(i18n.zone())
    if not today.date() <= local.date() <= (today + SOON).date():
        return f"{i18n.day(instant)}, {i18n.hour(instant)}"
    day = dates.format_date(local.date(), format="EEEE", locale=Locale.parse(i18n.language()))
    return f"{day}, {i18n.hour(instant)}"


def left(instant: datetime) -> str:
    """Return what is left until then, rounded down: "2 days left", "3 hours late"."""
    rest = instant - clock.now()
    if rest < timedelta():
        return _("%(time)s late", time=lasting(-rest))
    return _("%(time)s left", time=lasting(rest))


def lasting(time: timedelta) -> str:
    """Return a length of time in its largest whole unit: days from two on, hours, or minutes."""
    if time >= 2 * _DAY:
        return ngettext("%(n)s day", "%(n)s days", time // _DAY)
    if time >= _HOUR:
        return ngettext("%(n)s hour", "%(n)s hours", time // _HOUR)
    return ngettext("%(n)s minute", "%(n)s minutes", time // timedelta(minutes=1))
