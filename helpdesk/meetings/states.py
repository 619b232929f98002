"""The closed words of meetings: how far one has come, what people answer, what was seen of them. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class MeetingState(StrEnum):
    """How far a meeting has come; it is held once somebody's presence has been recorded.

    Where its list was closed and nobody had come it was not held; a correction can still say that it was.
    """

    POLLING = "polling"
    FIXED = "fixed"
    HELD = "held"
    NOT_HELD = "not-held"
    CANCELLED = "cancelled"


AHEAD: Final = frozenset({MeetingState.POLLING, MeetingState.FIXED})
"""Nobody's presence has been recorded yet, and it was not called off."""


class SeatRole(StrEnum):
    """As what somebody comes; an organiser takes no participant's seat and is not counted as one."""

    PARTICIPANT = "participant"
    ORGANISER = "organiser"


class Answer(StrEnum):
    """Whether a proposed date suits somebody."""

    YES = "yes"
    IF_NEED_BE = "if-need-be"
    NO = "no"


class Reply(StrEnum):
    """Where somebody stands before the meeting.

    `INVITED` means no answer yet, `WAITING` in the queue for a seat, `OFFERED` that a free one is kept for her.
    """

    INVITED = "invited"
    YES = "yes"
    NO = "no"
    WAITING = "waiting"
    OFFERED = "offered"


HOLDS_A_SEAT: Final = frozenset({Reply.YES, Reply.OFFERED})
"""Replies that `Meeting.taken` counts, for participants."""
IN_THE_QUEUE: Final = frozenset({Reply.WAITING, Reply.OFFERED})
"""Replies that keep a place in the queue."""


class Presence(StrEnum):
    """What was recorded about one person; a seat without it is not recorded yet."""

    ATTENDED = "attended"
    PARTLY = "partly"
    ABSENT = "absent"
    EXCUSED = "excused"


class Checked(StrEnum):
    """How somebody's presence was taken; the first two by herself, `SLIP` by the code on a paper slip."""

    QR = "qr"
    CODE = "code"
    LIST = "facilitator-list"
    SHEET = "paper-sheet"
    OFFLINE = "offline-list"
    SLIP = "paper-code"


class Step(StrEnum):
    """What can happen to a meeting; replies and presences use their own words."""

    PROPOSED = "proposed"
    INVITED = "invited"
    ANSWERED = "answered"
    FIXED = "fixed"
    REPLIED = "replied"
    OFFERED = "offered"
    PASSED_ON = "passed-on"
    CHANGED = "changed"
    FACILITATOR = "facilitator"
    DECLARED = "declared"
    RECORDED = "recorded"
    WALKED_IN = "walked-in"
    CLAIMED = "claimed"
    CLOSED = "closed"
    CHILDREN = "children"
    REPORTED = "reported"
    HIDDEN = "hidden"
    SHOWN = "shown"
    PLACE_HIDDEN = "place-hidden"
    PLACE_SHOWN = "place-shown"
    CANCELLED = "cancelled"
