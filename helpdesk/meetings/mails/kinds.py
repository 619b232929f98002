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
ABOUT_DATE: Final = "told-date"
"""On a row of `MeetingMail`: when a mail last told this person this beginning of this meeting."""
