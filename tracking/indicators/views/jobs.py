"""The monthly mails: from the first of a month on a round writes one row for each view and month, a job tells it.

What its owner may see is looked at when the mail is written, not when it was asked for.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from classcode import db, i18n, queues
from classcode.config import Config
from classcode.mail import Recipient
from classcode.people.models import Role
from classcode.people.queries import recipient, regions_of_role
from tracking.indicators import asking, beside, choosing
from tracking.indicators.choices import Known
from tracking.indicators.filters import Filter
from tracking.indicators.periods import ZONE, Period, midnight
from tracking.indicators.report import report
from tracking.indicators.views import mails, pages, queries, rules
from tracking.indicators.views.mails import News
from tracking.indicators.views.models import SavedView
from tracking.indicators.views.queries import Due
from tracking.indicators.views.spans import past, spans, system_of
from tracking.indicators.views.standing import standing
from tracking.indicators.views.telling import Told, by_region, paragraphs

ROUND: Final = "indicator-months"
"""The topic of the round; its subject is the moment at which it came."""
MAIL: Final = "indicator-month"
"""The topic of "tell this month of this view"; its subject is the row's id."""
TOKEN_BYTES: Final = 32


def go_round(came: str) -> None:
    """Write the month past of every view whose owner had asked for it before this month began; each once.

    The first round of a month does it; a site that stood still that day tells it when it is back, in the same month.
    """
    today = datetime.fromisoformat(came).astimezone(ZONE).date()
    with db.transaction() as session:
        rules.forget(session)
        for view_id in queries.subscribed(session, midnight(today.replace(day=1))):
            mail_id = rules.order(session, view_id, past(today))
            if mail_id is not None:
                queues.enqueue(session, MAIL, str(mail_id))


def teller(config: Config) -> Callable[[str], None]:
    """Return the job that tells one month of one view, once."""

    def tell(mail_id: str) -> None:
        with db.reading(still=True) as session:
            due = queries.due(session, UUID(mail_id))
            read = _news(session, due, config.small_count) if due else None
        if due is not None:
            _close(due, read)

    return tell


def _close(due: Due, read: tuple[Recipient, News] | None) -> None:
    """Close the month, and write the mail in the same transaction where there is one to write."""
    token = secrets.token_urlsafe(TOKEN_BYTES) if read else None
    with db.transaction() as session:
        if rules.close(session, due.mail_id, token) and read and token:
            to, news = read
            mails.write(session, to, due.view, news, token)


def _news(session: Session, due: Due, k: int) -> tuple[Recipient, News] | None:
    """Return whom to tell what; None where she wants no mail, has no address, leads nothing, or not this any more."""
    view = due.view
    to = recipient(session, view.person_id)
    held = regions_of_role(session, view.person_id, Role.LEAD)
    if to is None or not held or view.mailed_since is None:
        return None
    with i18n.reader(to.language, to.zone):
        known = asking.known_within(session, to.language, asking.seen(held))
        if standing(pages.answers(view.asked), known).asked is None:
            return None
        told = _told(session, due, known, k)
        chosen = tuple(choosing.said(told.month.asked, known))
        return to, News(told.month, chosen, _figures(told, view, known))


def _figures(told: Told, view: SavedView, known: Known) -> tuple[str, ...]:
    """Return the figures of a view in sentences; those of a map also by region."""
    ids = pages.told(view.page, view.asked)
    regions = by_region(told.month, ids[0], known.regions) if view.page == pages.MAP else None
    return (*([regions] if regions else []), *paragraphs(told, ids))


def _told(session: Session, due: Due, known: Known, k: int) -> Told:
    """Read the reports of a mail, each as a live page of that period would."""
    given = pages.answers(due.view.asked)
    three = spans(due.month, system_of(given.get("period", "")))

    def asked(period: Period) -> Filter:
        found = standing({**given, "period": period.key}, known).asked
        assert found is not None, "a period that every filter takes"
        return found

    language = i18n.language()
    month, month_before = (
        report(session, asked(one), k, language) for one in (three.month, three.month_before)
    )
    return Told(month, month_before, beside.read(session, asked(three.year), k, language))
