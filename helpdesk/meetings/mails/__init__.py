"""The mails about a meeting: asked, fixed, changed, called off, a seat that waits or is free, and two reminders.

Each is short: one subject, one link, and the name of who acted. Where a person has a seat, the mail also enters the
meeting into her calendar, moves it there, or takes it out. A yes or a no sends none, and the page shows it, unless a
mail had entered the event: then her own no takes it out again.
"""

from helpdesk.meetings.mails.asking import invited, maybe, to_run
from helpdesk.meetings.mails.hosting import facilitator_came, facilitator_left
from helpdesk.meetings.mails.kinds import (
    ABOUT_DATE,
    BACK,
    CANCELLED,
    CHANGED,
    FACILITATOR_CAME,
    FACILITATOR_LEFT,
    FIXED,
    INVITED,
    LEFT,
    MAYBE,
    OFFERED,
    PLACE_HIDDEN,
    PLACE_SHOWN,
    REMINDER,
    TO_RUN,
    WAITING,
)
from helpdesk.meetings.mails.moving import cancelled, changed
from helpdesk.meetings.mails.placing import place_hidden, place_shown
from helpdesk.meetings.mails.reminding import reminded
from helpdesk.meetings.mails.seating import answered, fixed, offered, waiting

__all__ = [
    "ABOUT_DATE",
    "BACK",
    "CANCELLED",
    "CHANGED",
    "FACILITATOR_CAME",
    "FACILITATOR_LEFT",
    "FIXED",
    "INVITED",
    "LEFT",
    "MAYBE",
    "OFFERED",
    "PLACE_HIDDEN",
    "PLACE_SHOWN",
    "REMINDER",
    "TO_RUN",
    "WAITING",
    "answered",
    "cancelled",
    "changed",
    "facilitator_came",
    "facilitator_left",
    "fixed",
    "invited",
    "maybe",
    "offered",
    "place_hidden",
    "place_shown",
    "reminded",
    "to_run",
    "waiting",
]
