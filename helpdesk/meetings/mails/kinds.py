"""The kinds of mails about a meeting, as they stand on their rows and are counted. Pure."""

from __future__ import annotations

from typing import Final

INVITED: Final = "meeting-proposed"
TO_RUN: Final = "meeting-to-run"
FIXED: Final = "meeting-fixed"
MAYBE: Final = "meeting-maybe"
WAITING: Final = "meeting-waiting"
OFFERED: Final = "meeting-offered"
CHANGED: Final = "meeting-changed"
CANCELLED: Final = "meeting-cancelled"
REMINDER: Final = "meeting-reminder"
LEFT: Final = "meeting-left"
BACK: Final = "meeting-back"
PLACE_HIDDEN: Final = "meeting-place-hidden"
PLACE_SHOWN: Final = "meeting-place-shown"
FACILITATOR_LEFT: Final = "meeting-facilitator-left"
FACILITATOR_CAME: Final = "meeting-facilitator-came"
ENTERED: Final = "event-entered"
"""On a row of `MeetingMail`: that the last event mailed to this person stands in her calendar."""
TAKEN_OUT: Final = "event-taken-out"
"""The same where it was called off for her."""
ABOUT_DATE: Final = "told-date"
"""On a row of `MeetingMail`: when a mail last told this person this beginning of this meeting."""
