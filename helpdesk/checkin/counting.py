"""How many people were in the room: plain arithmetic on what was recorded. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from helpdesk.meetings.states import Presence, SeatRole

CAME = frozenset({Presence.ATTENDED, Presence.PARTLY})


@dataclass(frozen=True, slots=True)
class Headcount:
    """People with a line, organisers apart, people without an account, and children. Who facilitates is not counted."""

    participants: int
    organisers: int
    guests: int
    children: int

    @property
    def total(self) -> int:
        """Everybody who was counted, once each."""
        return self.participants + self.organisers + self.guests + self.children


def headcount(
    seats: Iterable[tuple[str, str | None]], lines: Iterable[tuple[str | None, bool]], children: int
) -> Headcount:
    """Count (role, presence) of people and (presence, claimed) of lines; a claimed line is its person's seat now."""
    came = [role for role, presence in seats if presence in CAME]
    guests = sum(presence in CAME and not claimed for presence, claimed in lines)
    organisers = came.count(SeatRole.ORGANISER)
    return Headcount(len(came) - organisers, organisers, guests, children)
