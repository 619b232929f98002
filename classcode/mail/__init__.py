"""Mail that leaves: a row written with the act, delivered by a job; smtplib is named only in this room.

A mail has one subject, a text, and at most one link of ours, besides one that stops mails of its kind. Its Message-ID
is fixed when the row is written, so that a crash between sending and marking can only repeat the same message, never
make another one. What comes in by mail is read in `helpdesk.mailbox`.
"""

from classcode.mail.building import identifier, message
from classcode.mail.models import OutgoingMail
from classcode.mail.sending import TIMEOUT, WHOLE, deliverer, send_row
from classcode.mail.writing import TOPIC, Calendar, Letter, Recipient, Thread, write

__all__ = [
    "TIMEOUT",
    "TOPIC",
    "WHOLE",
    "Calendar",
    "Letter",
    "OutgoingMail",
    "Recipient",
    "Thread",
    "deliverer",
    "identifier",
    "message",
    "send_row",
    "write",
]
