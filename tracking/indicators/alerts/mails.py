"""The weekly mail of alerts: what opened since the last one, each in a line, and the page where it can be ended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy.orm import Session

from classcode import i18n, mail
from classcode.i18n import gettext as _
from classcode.i18n import ngettext
from classcode.mail import Letter, Recipient
from tracking.indicators.alerts.words import Told

ALERTS: Final = "indicator-alerts"
MOST: Final = 5
"""Alerts that the mail names; the page has them all."""


def new_alerts(session: Session, to: Recipient, new: Sequence[Told]) -> None:
    """Write of new alerts to somebody who asked for it."""
    with i18n.reader(to.language, to.zone):
        lines = [_("- %(title)s: %(where)s", title=one.title, where=one.where) for one in new[:MOST]]
        if len(new) > MOST:
            lines.append(ngettext("- and %(n)s more", "- and %(n)s more", len(new) - MOST))
        subject = ngettext("One new alert", "%(n)s new alerts", len(new))
        text = _(
            "Hello,\n\nThis is new in what you lead:\n\n%(lines)s\n\n"
            "By how much, what can be done, and how to end this mail:\n%(link)s\n\nClass’Code",
            lines="\n".join(lines),
            link=f"{session.info['base_url']}/{to.language}/indicators/alerts/",
        )
        mail.write(session, to, Letter(ALERTS, subject, text))
