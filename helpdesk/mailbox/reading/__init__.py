"""A mail's bytes as plain values: who wrote, to which address, what she says, what she attached. Pure, and bounded.

Whatever comes in is hostile until read: every size, depth and count is capped before a parser sees it, and the one
refusal is `Unreadable`. Nothing here knows a ticket or a person.
"""

from helpdesk.mailbox.reading.bounds import LARGEST, Unreadable
from helpdesk.mailbox.reading.parsing import File, Mail, read

__all__ = ["LARGEST", "File", "Mail", "Unreadable", "read"]
