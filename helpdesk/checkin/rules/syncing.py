"""Taking in what was ticked without a network: each tick at the time it was made, and the later of two wins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID, uuid5

from sqlalchemy import delete
from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import Invalid
from helpdesk.checkin import window
from helpdesk.checkin.models import MeetingGuest, OfflineBatch
from helpdesk.checkin.rules import gates
from helpdesk.checkin.rules.emptied import emptied_at
from helpdesk.checkin.rules.guests import Line, guests_of, says, write_lines
from helpdesk.checkin.rules.writing import Source, Ticked, checked, hold, seats_of, write
from helpdesk.meetings.models import Meeting, Seat
from helpdesk.meetings.states import Checked, Presence

BATCHES: Final = UUID("6f3b4a1e-5f1c-57a8-8f0e-2f9d7f0b9c34")
"""The uuid5 namespace of batches: the same act of the same person is the same batch."""
KEPT: Final = timedelta(days=30)


class Became(StrEnum):
    """What became of a tick."""

    TAKEN = "taken"
    SAME = "same"
    LATER = "later"
    CLOSED = "closed"
    UNKNOWN = "unknown"
    NOT_EXPECTED = "not-expected"
    MINUTES = "minutes"
    CLAIMED = "claimed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """One tick on a phone: of a person, or of a numbered line; `at` is when it was made, by the server's clock."""

    at: datetime
    presence: Presence | None
    minutes: int | None = None
    person_id: UUID | None = None
    line: int | None = None
    name: str = ""


def synchronise(
    session: Session, meeting_id: UUID, ticks: Iterable[Tick], *, by: UUID, act_id: UUID
) -> OfflineBatch:
    """Take in the ticks of one phone, and keep what became of each. Sent again, they change nothing.

    Raises `NotBegun`, `CalledOff` or `DatesOpen`: they then stay on the phone. A tick lies between the opening of the
    list and now, whatever the phone's clock says; of several of one line the last counts.
    """
    meeting = gates.settled(session, meeting_id)
    if clock.now() < window.opens(meeting.starts_at):
        raise gates.NotBegun
    taking = _Taking(session, meeting, by, act_id)
    told = [{**_written(tick), "became": str(taking.take(tick))} for tick in _last(ticks, meeting)]
    hold(session, meeting, taking.seats.values())
    batch = OfflineBatch(
        id=batch_id(by, act_id), meeting_id=meeting_id, by_id=by, at=clock.now(), outcome=told
    )
    session.add(batch)
    session.flush()
    return batch


def batch_id(by: UUID, act_id: UUID) -> UUID:
    """Return the id of the batch that an act of somebody sent."""
    return uuid5(BATCHES, f"{by}:{act_id}")


def _last(ticks: Iterable[Tick], meeting: Meeting) -> list[Tick]:
    """Return the last tick of each line, moved into the time in which it can have been made."""
    now, last = clock.now(), {}
    for tick in sorted(ticks, key=lambda one: one.at):
        last[(tick.person_id, tick.line)] = replace(tick, at=window.within(tick.at, meeting.starts_at, now))
    return list(last.values())


def _written(tick: Tick) -> dict[str, Any]:
    return {
        "person": str(tick.person_id) if tick.person_id else None,
        "line": tick.line,
        "presence": tick.presence,
        "minutes": tick.minutes,
        "at": tick.at.isoformat(),
    }


class _Taking:
    """The lines of one meeting while a batch is taken in."""

    def __init__(self, session: Session, meeting: Meeting, by: UUID, act_id: UUID) -> None:
        self.session, self.meeting, self.by, self.act_id = session, meeting, by, act_id
        self.seats: Mapping[UUID, Seat] = seats_of(session, meeting.id)
        self.lines: Mapping[int, MeetingGuest] = {one.line: one for one in guests_of(session, meeting.id)}
        self.emptied: Mapping[int, datetime] = emptied_at(session, meeting.id)

    def take(self, tick: Tick) -> Became:
        """Write one tick, or say why not."""
        if self.meeting.list_closed_at is not None:
            return Became.CLOSED
        try:
            return self._seat(tick) if tick.person_id else self._line(tick)
        except Invalid as refused:
            return Became.MINUTES if refused.field.startswith("minutes") else Became.NOT_EXPECTED

    def _seat(self, tick: Tick) -> Became:
        seat = self.seats.get(tick.person_id) if tick.person_id else None
        if seat is None:
            return Became.UNKNOWN
        one = checked(self.meeting, seat, Ticked(seat.person_id, tick.presence, tick.minutes))
        if (seat.presence, seat.minutes_present) == (one.presence, one.minutes):
            seat.recorded_at = max(tick.at, seat.recorded_at or tick.at)
            return Became.SAME
        if seat.recorded_at is not None and seat.recorded_at >= tick.at:
            return Became.LATER
        write(
            self.session, seat, one, Source(by=self.by, act_id=self.act_id, how=Checked.OFFLINE, at=tick.at)
        )
        return Became.TAKEN

    def _line(self, tick: Tick) -> Became:
        if tick.line is None:
            return Became.UNKNOWN
        there = self.lines.get(tick.line)
        if there is not None and there.claimed_at is not None:
            return Became.CLAIMED
        name = tick.name or ((there.name or "") if there else "")
        line = Line(tick.line, tick.presence, tick.minutes, name if tick.presence else "", tick.at)
        said_already = says(self.meeting, there, line)
        last = there.recorded_at if there else self.emptied.get(tick.line)
        if last is not None and last >= tick.at and not said_already:
            return Became.LATER
        changed = write_lines(self.session, self.meeting, [line], by=self.by)
        if there is not None and said_already:
            there.recorded_at = max(tick.at, there.recorded_at)
        return Became.TAKEN if changed else Became.SAME


def forget_batches(session: Session) -> None:
    """Delete what phones sent more than 30 days ago; what was recorded from it stays."""
    session.execute(delete(OfflineBatch).where(OfflineBatch.at < clock.now() - KEPT))
