"""All work for later in one table: which function handles each topic, and what comes round by the clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from classcode import clock, db, mail, queues, tidy
from classcode.config import Config
from helpdesk.afterwards import jobs as afterwards
from helpdesk.attachments.jobs import sweep_round as sweep_attachments
from helpdesk.calendar import jobs as calendar
from helpdesk.checkin import jobs as checkin
from helpdesk.gathering import jobs as gathering
from helpdesk.gathering.weeks import USUAL, Week, Weeks
from helpdesk.growth import jobs as growth
from helpdesk.guests import jobs as guests
from helpdesk.jobs import go_round, send_bundles
from helpdesk.mailbox import jobs as mailbox
from helpdesk.mailbox.rules.bouncing import note_refused
from helpdesk.mails import tell_late
from helpdesk.meetings import jobs as meetings
from helpdesk.places import jobs as places
from helpdesk.presence.jobs import forget_presence
from helpdesk.ratings.jobs import ask_for_ratings
from modules import current, frozen, outlines
from modules.assessing import jobs as assessing
from modules.catalog import Module
from modules.jobs import record_completion
from tracking.forwarding.jobs import forwarder, wake_lagging
from tracking.forwarding.rules import FORWARD
from tracking.indicators.alerts import jobs as alerts
from tracking.indicators.exports import jobs as exports
from tracking.indicators.exports.rules import TOPIC as INDICATOR_FILE
from tracking.indicators.snapshots import jobs as publications
from tracking.indicators.snapshots.rules import preparing as publishing
from tracking.indicators.views import jobs as indicator_views
from tracking.log import files
from tracking.research import jobs as research
from tracking.research.rules.files import TOPIC as RESEARCH_FILE
from tracking.rules import COMPLETION

DESK_BUNDLES = "desk-bundles"
DESK_ROUND = "desk-round"
DESK_RATINGS = "desk-ratings"
DESK_PRESENCE = "desk-presence"
LATE_ANSWERS = "late-answers"


@dataclass(frozen=True, slots=True)
class Periodic:
    """Work that comes round: its topic, and every how many minutes."""

    topic: str
    every_minutes: int


ATTACHED_FILES = "attached-files"
DESK_FILES = "desk-files"
PERIODIC = (
    Periodic(DESK_BUNDLES, 5),
    Periodic(DESK_ROUND, 5),
    Periodic(DESK_RATINGS, 30),
    Periodic(afterwards.TOPIC, 30),
    Periodic(DESK_PRESENCE, 60),
    Periodic(tidy.TOPIC, 60),
    Periodic(guests.TOPIC, 60),
    Periodic(ATTACHED_FILES, 24 * 60),
    Periodic(DESK_FILES, 24 * 60),
    Periodic(exports.FILES, 24 * 60),
    Periodic(alerts.TOPIC, 24 * 60),
    Periodic(indicator_views.ROUND, 6 * 60),
    Periodic(LATE_ANSWERS, 60),
    Periodic(assessing.TOPIC, 60),
    Periodic(growth.TOPIC, 60),
    Periodic(gathering.TOPIC, 60),
    Periodic(checkin.TOPIC, 60),
    Periodic(places.TOPIC, 24 * 60),
    Periodic(meetings.TOPIC, 5),
    Periodic(calendar.TOPIC, 5),
    Periodic(mailbox.TOPIC, 2),
    Periodic(mailbox.FORGET, 24 * 60),
    Periodic(research.ROUND, 60),
)


def handlers(config: Config) -> Mapping[str, Callable[[str], None]]:
    """Return the function of each topic for this configuration."""
    return {
        mail.TOPIC: mail.deliverer(config, on_refusal=note_refused),
        FORWARD: forwarder(config),
        COMPLETION: record_completion,
        assessing.TOPIC: assessing.go_round,
        DESK_BUNDLES: send_bundles,
        DESK_ROUND: go_round,
        DESK_RATINGS: ask_for_ratings,
        afterwards.TOPIC: afterwards.go_round,
        DESK_PRESENCE: forget_presence,
        LATE_ANSWERS: tell_late,
        growth.TOPIC: growth.go_round,
        gathering.TOPIC: gathering.rounder(config.meeting_least, weeks_with_meetings),
        checkin.TOPIC: checkin.go_round,
        places.TOPIC: places.restate_places,
        meetings.TOPIC: meetings.go_round,
        calendar.TOPIC: calendar.remind_all,
        mailbox.TOPIC: mailbox.poller(config),
        mailbox.FORGET: mailbox.forget,
        tidy.TOPIC: tidy.tidy,
        guests.TOPIC: guests.forget_unconfirmed,
        ATTACHED_FILES: files.sweeper(config.files_dir),
        DESK_FILES: sweep_attachments,
        INDICATOR_FILE: exports.maker(config),
        publishing.TOPIC: publications.preparer(config, frozen.published),
        publishing.FILES: publications.make_files,
        RESEARCH_FILE: research.maker(config),
        research.ROUND: research.go_round,
        exports.FILES: exports.forget,
        alerts.TOPIC: alerts.rounder(config.small_count, outlines.courses),
        indicator_views.ROUND: indicator_views.go_round,
        indicator_views.MAIL: indicator_views.teller(config),
    }


def weeks_with_meetings() -> Weeks:
    """Tell the help desk after which weeks of each module people meet: features never import each other."""
    return {module.slug: weeks_of(module) for module in current.catalog().courses}


def weeks_of(module: Module) -> list[Week]:
    """Return the weeks of a module after which people meet, in their order."""
    planned = [week for week in module.weeks if week.meeting] or [
        week for week in module.weeks if week.number in USUAL
    ]
    required = set(module.rule.required_units if module.rule else ())
    return [
        Week(
            number=week.number,
            required=tuple(unit for unit in week.units if unit in required) or week.units,
            units=(*week.units, *([week.meeting] if week.meeting else [])),
        )
        for week in planned
    ]


def write_due_rounds() -> None:
    """Write the job of each round that has come; its subject is the round, so two schedulers write one row."""
    now = clock.now()
    with db.transaction() as session:
        for periodic in PERIODIC:
            queues.enqueue_once(session, periodic.topic, _round(now, periodic.every_minutes))


def look_around() -> None:
    """Wake work that no row of its own announces: recipients of statements that lack some. Cheap, every few seconds."""
    wake_lagging()


def _round(now: datetime, minutes: int) -> str:
    start = datetime(now.year, now.month, now.day, tzinfo=UTC)
    passed = (now - start) // timedelta(minutes=minutes)
    return (start + passed * timedelta(minutes=minutes)).isoformat()
