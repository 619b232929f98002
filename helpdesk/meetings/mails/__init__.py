"""The mails about a meeting: asked, fixed, changed, called off, a seat that waits or is free, and two reminders.

Each is short: one subject, one link, and the name of who acted. Where a person has a seat, the mail also enters the
meeting into her calendar, moves it there, or takes it out. A yes or a no sends none; the page shows it.
"""

from helpdesk.meetings.mails.asking import invited, maybe, to_run
from helpdesk.meetings.mails.kinds import (
    ABOUT_DATE,
    CANCELLED,
    CHANGED,
    FIXED,
    INVITED,
    MAYBE,
    OFFERED,
    REMINDER,
    TO_RUN,
    WAITING,
)
from helpdesk.meetings.mails.moving import cancelled, changed
from helpdesk.meetings.mails.reminding import reminded
from helpdesk.meetings.mails.seating import fixed, offered, waiting

__all__ = [
    "ABOUT_DATE",
    "CANCELLED",
    "CHANGED",
    "FIXED",
    "INVITED",
    "MAYBE",
    "OFFERED",
    "REMINDER",
    "TO_RUN",
    "WAITING",
    "cancelled",
    "changed",
    "fixed",
    "invited",
    "maybe",
    "offered",
    "reminded",
    "to_run",
    "waiting",
]
