"""What a meeting is to one person's calendar: certain, possible, called off, or nothing that belongs there. Pure."""

from __future__ import annotations

from typing import Final

from helpdesk.calendar.occasion import Standing
from helpdesk.meetings.states import MeetingState, Reply

MAY_COME: Final = frozenset({Reply.YES, Reply.INVITED, Reply.OFFERED})
"""Who waits in the queue has nothing to write down yet, and who declined wants to forget it."""


def standing(state: str, reply: str | None, *, runs: bool, hidden: bool = False) -> Standing | None:
    """Return how a meeting stands for who gave this reply, or who runs it; None where it has no place there.

    While dates are being chosen there is none: five possible evenings would hide the ones that are taken. What is
    `hidden` before it is held counts as called off: an entry that only vanished from a feed would stay in calendars.
    """
    if state == MeetingState.POLLING or not (runs or reply in MAY_COME):
        return None
    if state == MeetingState.CANCELLED or (hidden and state == MeetingState.FIXED):
        return Standing.CANCELLED
    return Standing.CONFIRMED if runs or reply == Reply.YES else Standing.TENTATIVE
