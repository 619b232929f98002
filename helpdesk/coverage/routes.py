"""The page of the proof, for leads and administrators, and the metrics for whoever watches the machines."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from flask import Blueprint, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue

from classcode import db, i18n
from classcode.auth import ANYONE, me, open_to
from classcode.errors import NotFound
from classcode.i18n import N_
from classcode.i18n import gettext as _
from classcode.people.models import Role
from helpdesk.coverage import metrics, queries
from helpdesk.coverage.classes import Found, Sight, Why
from helpdesk.reports.choices import ROLES, regions_of
from helpdesk.tickets.words import language_called
from tracking.indicators.report import region_names

bp = Blueprint("coverage", __name__)
SIGHTS: Final = {
    Sight.UNSEEN: N_("In nobody’s sight"),
    Sight.QUEUE: N_("In a queue: nobody holds it, its keepers were told"),
    Sight.LATE: N_("Past the promised day: in sight of those who keep the queue"),
    Sight.PROPOSED: N_("Proposed to somebody, until the end of her next slot"),
    Sight.HELD: N_("Held by somebody who is there, within the promise"),
    Sight.WAITING_LEARNER: N_("Answered: the learner is waited for"),
}
"""What first needs a look comes first."""
WHY: Final = {
    Why.HOLDER_GONE: N_("Who held it can no longer sign in, or has no desk any more."),
    Why.HOLDER_AWAY: N_("Who holds it is away, and it was not handed over."),
    Why.LAPSED: N_("It met with silence and was not passed on."),
    Why.NO_KEEPER: N_("Nobody at all keeps the queue of this region."),
    Why.NOT_TOLD: N_("Those who keep the queue have not been told for more than an hour."),
}
LISTED: Final = (Sight.UNSEEN, Sight.QUEUE, Sight.LATE)
MOST: Final = 20
"""Lines of each list; the counts are of all."""
PASSED_ON: Final = ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via")
"""Whoever sends one of these comes through a proxy, and so not from this machine."""


@bp.get("/<lang:lang>/desk/coverage")
@open_to(*ROLES)
def show(lang: str) -> ResponseReturnValue:
    """Show in whose sight every open question of the reader's regions is."""
    with db.reading() as session:
        found = queries.coverage(session, regions_of(me()))
        lists = [(sight, found.of(sight)) for sight in LISTED]
        names = region_names(session, lang)
        people = queries.names_of(session, _people(lists))
    return render_template(
        "helpdesk/coverage.html",
        found=found,
        unseen=found.counts[Sight.UNSEEN],
        rows=[(_(words), i18n.number(found.counts[sight])) for sight, words in SIGHTS.items()],
        lists=[(_(SIGHTS[sight]), some[:MOST], len(some)) for sight, some in lists if some],
        told=lambda one: _told(one, people),
        regions=names,
        language_called=language_called,
        may_open=lambda one: me().may(Role.LEAD, one.question.region),
    )


def _people(lists: Sequence[tuple[Sight, Sequence[Found]]]) -> set[UUID]:
    shown = [one for _sight, some in lists for one in some[:MOST]]
    return {who for one in shown for who in one.by} | {
        one.question.holder for one in shown if one.question.holder
    }


def _told(one: Found, people: dict[UUID, str]) -> str:
    """Say who has it in sight, or what is wrong."""
    if one.why:
        return _(WHY[one.why])
    named = sorted(people.get(who, _("Someone")) for who in one.by)
    return _("In sight of %(names)s", names=", ".join(named))


@bp.get("/metrics")
@open_to(ANYONE)
def scrape() -> ResponseReturnValue:
    """Give the figures to a program on this machine, or to one that shows METRICS_TOKEN; others find nothing."""
    if not (_from_here() or _shows_token()):
        raise NotFound
    with db.reading() as session:
        found = queries.coverage(session)
        some = metrics.gauges(found, queries.states(session), queries.backlog(session))
        body = metrics.text(some)
    return Response(body, content_type=metrics.CONTENT_TYPE, headers={"Cache-Control": "no-store"})


def _from_here() -> bool:
    return request.remote_addr in {"127.0.0.1", "::1"} and not any(
        name in request.headers for name in PASSED_ON
    )


def _shows_token() -> bool:
    token: str | None = current_app.extensions["classcode"].metrics_token
    shown = request.headers.get("Authorization", "")
    return token is not None and hmac.compare_digest(shown.encode(), f"Bearer {token}".encode())
