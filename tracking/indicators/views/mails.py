"""The mail that tells a month of a view: its figures in sentences, a link to the page, a link that stops it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from classcode import i18n, mail
from classcode.i18n import gettext as _
from classcode.mail import Letter, Recipient
from tracking.indicators import words
from tracking.indicators.report import Report
from tracking.indicators.views.models import SavedView

MONTH: Final = "indicator-month"


@dataclass(frozen=True, slots=True)
class News:
    """What a mail tells: the report of the month, what was chosen besides the period, and the figures in sentences."""

    month: Report
    chosen: tuple[str, ...]
    figures: tuple[str, ...]


def write(session: Session, to: Recipient, view: SavedView, news: News, token: str) -> None:
    """Write the mail in its reader's language; the token of its second link stands in it and nowhere else."""
    with i18n.reader(to.language, to.zone):
        month = words.period(news.month.asked.period)
        subject = _("%(view)s: the figures of %(month)s", view=view.name, month=month)
        here = f"{session.info['base_url']}/{i18n.language()}/indicators/views"
        text = _text(view, news, f"{here}/{view.id}/go", f"{here}/stop/{token}")
        one_click = f"{session.info['base_url']}/indicators/views/stop/{token}"
        mail.write(session, to, Letter(MONTH, subject, text, stop_link=one_click))


def _text(view: SavedView, news: News, page: str, stop: str) -> str:
    return "\n\n".join(
        [
            _("Hello,"),
            _("here are the figures of your view “%(view)s”.", view=view.name)
            + "".join(f"\n{one}." for one in news.chosen),
            *(news.figures or [_("Nothing can be shown for this month or this school year.")]),
            words.rule(news.month.rule.shows, news.month.k),
            _("The view, with its definitions:") + f"\n{page}",
            _("You asked for this mail each month. To stop it:") + f"\n{stop}",
            "Class'Code",
        ]
    )
