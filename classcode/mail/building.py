"""A row as a message on the wire: headers (RFC 5322), text part first, then the same as HTML. No socket.

A mail with an event carries it twice (RFC 6047): beside the text, where Gmail and Outlook look for what they act on,
and as a file, which Apple's Mail, Thunderbird and telephones show and open. What the event says is none of this room's
business.
"""

from __future__ import annotations

from collections.abc import Sequence
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import EmailPolicy, Policy
from email.utils import parseaddr
from html import escape
from typing import Final
from uuid import UUID

from classcode.mail.models import OutgoingMail

MOST_EARLIER: Final = 12
"""Message-IDs in References: the first, which names the thread, and the latest (RFC 5322 section 3.6.4 lets us cut)."""
EVENT_FILE: Final = "invite.ics"


class _Identifiers(UnstructuredHeader, BaseHeader):
    """A list of Message-IDs or links, one a line: the library would encode one longer than a line, and break it."""

    def fold(self, *, policy: Policy) -> str:
        """Write the header with a line break before each further id."""
        return f"{self.name}: " + f"{policy.linesep} ".join(str(self).split()) + policy.linesep


def _policy() -> EmailPolicy[EmailMessage]:
    registry = HeaderRegistry()
    for name in ("in-reply-to", "references", "list-unsubscribe"):
        registry.map_to_type(name, _Identifiers)
    return EmailPolicy(header_factory=registry)


_POLICY: Final = _policy()


def identifier(mail_id: UUID | str, sender: str) -> str:
    """Return the Message-ID of a row, for the domain from which mail leaves."""
    _, address = parseaddr(sender)
    return f"<{mail_id}@{address.partition('@')[2]}>"


def message(mail: OutgoingMail, sender: str, site: str = "") -> EmailMessage:
    """Build the message, text part first; the Message-ID is the row's. Only a line that leads to `site` is a link."""
    built = EmailMessage(policy=_POLICY)
    built["Subject"] = mail.subject
    built["From"] = sender
    built["To"] = Address(addr_spec=mail.to)
    if mail.reply_to:
        built["Reply-To"] = Address(addr_spec=mail.reply_to)
    built["Date"] = mail.written_at
    built["Message-ID"] = identifier(mail.id, sender)
    if mail.earlier:
        earlier = _earlier(mail.earlier, sender)
        built["In-Reply-To"] = earlier[-1]
        built["References"] = " ".join(earlier)
    if mail.stop_link:
        # RFC 2369: mail programs show it as a button of their own.
        built["List-Unsubscribe"] = f"<{mail.stop_link}>"
        if mail.stop_link.startswith("https:"):
            # RFC 8058 section 3.1: that button stops the mails at once, by a POST of theirs.
            built["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    built["Content-Language"] = mail.language
    built["Auto-Submitted"] = "auto-generated"  # RFC 3834: so that no answering machine answers
    built.set_content(mail.text)
    built.add_alternative(_html(mail, site), subtype="html")
    if mail.calendar and mail.calendar_method:
        _add_event(built, mail.calendar, mail.calendar_method)
    return built


def _add_event(built: EmailMessage, event: bytes, method: str) -> None:
    """Add an event as the last of the alternatives and as a file; its lines stay as long as they were made."""
    # Quoted-printable: in base64 the library would end lines with a bare line feed, which is no iCalendar.
    built.add_alternative(
        event.decode(), subtype="calendar", params={"method": method}, cte="quoted-printable"
    )
    built.add_attachment(event, maintype="application", subtype="ics", filename=EVENT_FILE)


def _earlier(ids: Sequence[str], sender: str) -> list[str]:
    kept = ids if len(ids) <= MOST_EARLIER else [ids[0], *ids[-MOST_EARLIER + 1 :]]
    return [one if one.startswith("<") else identifier(one, sender) for one in kept]


def _html(mail: OutgoingMail, site: str) -> str:
    paragraphs = []
    for block in mail.text.strip().split("\n\n"):
        lines = [_linked(_indented(escape(line)), site) for line in block.split("\n")]
        paragraphs.append(f"<p>{'<br>'.join(lines)}</p>")
    body = "\n".join(paragraphs)
    head = f'<meta charset="utf-8"><title>{escape(mail.subject)}</title>'
    return f'<!doctype html><html lang="{mail.language}">{head}{body}</html>'


def _indented(line: str) -> str:
    """Keep the spaces before a line: people send programs."""
    words = line.lstrip(" ")
    return "&nbsp;" * (len(line) - len(words)) + words


def _linked(line: str, site: str) -> str:
    """Make a link of a line that is nothing but one of ours; what people wrote stays text."""
    ours = site and line.startswith(f"{escape(site)}/") and " " not in line
    return f'<a href="{line}">{line}</a>' if ours else line
