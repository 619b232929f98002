"""The desk's mails: what was answered to who asked, what waits to a facilitator before her slot, alerts to a lead.

Mails about one question are a thread, in which both sides answer by mail where a mailbox is read (`helpdesk.mailbox`).
"""

from helpdesk.mails.answers import FIRST, LATER, tell_late, tell_of_answer, tell_of_files
from helpdesk.mails.desk import ALERT, BUNDLE, write_alert, write_bundle
from helpdesk.mails.notices import NOT_TAKEN, TOO_LARGE, UNPLACED, WHICH

__all__ = [
    "ALERT",
    "BUNDLE",
    "FIRST",
    "LATER",
    "NOT_TAKEN",
    "TOO_LARGE",
    "UNPLACED",
    "WHICH",
    "tell_late",
    "tell_of_answer",
    "tell_of_files",
    "write_alert",
    "write_bundle",
]
