"""How many people come to a meeting, and what share stays away without a word, of late and in as long a time before."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracking.indicators import tally
from tracking.indicators.alerts import thresholds
from tracking.indicators.alerts.reading.shown import People, people, places_of, value
from tracking.indicators.alerts.reading.spans import Span, before, until
from tracking.indicators.alerts.signs import Turnout
from tracking.indicators.kinds import Disclosure
from tracking.indicators.tally import Cell
from tracking.projections.models import MeetingCount, Presence

CAME = "attended"
NO_SHOW = "absent"


@dataclass(slots=True)
class _Seats:
    """What was seen of people in one place and span: times, and whose, by what they did."""

    times: Counter[str] = field(default_factory=Counter)
    whose: dict[str, People] = field(default_factory=lambda: defaultdict(People))
    others: People = field(default_factory=People)
    expected: People = field(default_factory=People)

    def cell(self, status: str) -> Cell:
        """Return how often people did something."""
        return Cell(self.times[status], self.whose[status].count)

    @property
    def no_shows(self) -> Cell:
        """Return which share of those expected stayed away without a word."""
        whole = Cell(self.times.total(), self.expected.count)
        others = Cell(self.times.total() - self.times[NO_SHOW], self.others.count)
        return tally.share(self.cell(NO_SHOW), whole, others)


Places = dict[str, _Seats]


def turnouts(session: Session, now: datetime, k: int) -> list[Turnout]:
    """Return the turnout of every region with meetings, and of everywhere, as it may be shown."""
    lately = until(now, thresholds.MEETINGS_LATELY)
    spans = (lately, before(lately, thresholds.MEETINGS_LATELY))
    held = [_held(session, span) for span in spans]
    seats = [_seats(session, span) for span in spans]
    return [
        Turnout(
            region=place,
            meetings=(held[0][place], held[1][place]),
            came=(_came(seats[0], place, k), _came(seats[1], place, k)),
            no_show=(_no_show(seats[0], place, k), _no_show(seats[1], place, k)),
            people=(_people(seats[0], place, k), _people(seats[1], place, k)),
        )
        for place in sorted(held[0])
    ]


def _came(seats: Places, place: str, k: int) -> float | None:
    return value(seats[place].cell(CAME), Disclosure.SUM, k)


def _no_show(seats: Places, place: str, k: int) -> float | None:
    return value(seats[place].no_shows, Disclosure.RATE, k)


def _people(seats: Places, place: str, k: int) -> int:
    return people(seats[place].expected.count, k)


def _held(session: Session, span: Span) -> Counter[str]:
    """Count the meetings that were held; they are events, not people."""
    rows = select(MeetingCount.region).where(
        MeetingCount.held_at >= span.starts, MeetingCount.held_at < span.ends
    )
    return Counter(place for region in session.scalars(rows) for place in places_of(region))


def _seats(session: Session, span: Span) -> Places:
    rows = select(Presence.region, Presence.actor, Presence.key, Presence.status).where(
        Presence.at >= span.starts, Presence.at < span.ends
    )
    found: Places = defaultdict(_Seats)
    for region, actor, key, status in session.execute(rows):
        for place in places_of(region):
            seats = found[place]
            seats.times[status] += 1
            seats.whose[status].add(actor, key)
            seats.expected.add(actor, key)
            if status != NO_SHOW:
                seats.others.add(actor, key)
    return found
