"""One mail from its bytes to plain values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.errors import MessageError
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from hashlib import sha256
from typing import Final

from helpdesk.mailbox.reading import bounds
from helpdesk.mailbox.reading.automatic import Bounce, automatic, bounce, calendar_answer
from helpdesk.mailbox.reading.bodies import File, body_of
from helpdesk.mailbox.reading.bounds import Unreadable
from helpdesk.mailbox.reading.headers import Headers, headers_of, identifiers, recipients, sender, words
from helpdesk.mailbox.reading.languages import language_of
from helpdesk.mailbox.reading.replies import reply_of

__all__ = ["File", "Mail", "read"]

_FORWARD: Final = re.compile(r"(?:fwd?|tr|wg|doorst|i)\s?:", re.IGNORECASE)
_ANSWER: Final = re.compile(
    r"(?:(?:re|aw|antw|rép|rif|sv|fwd?|tr|wg|doorst)\s?(?:\[\d+\])?\s?:\s*)+", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mail as it was understood. `text` is what was written anew, `whole` all of it.

    `sender` is empty when the mail names not exactly one. `earlier` are the Message-IDs that it answers, the nearest
    first. `automatic` tells by what a machine shows; `results` are what mail servers found of it (RFC 8601).
    """

    message_id: str
    sender: str
    name: str
    recipients: tuple[str, ...]
    subject: str
    earlier: tuple[str, ...]
    text: str
    whole: str
    files: tuple[File, ...]
    language: str
    automatic: str | None
    bounce: Bounce | None
    results: tuple[str, ...]

    @property
    def digest(self) -> str:
        """What tells two mails of one Message-ID apart: who wrote, and her words."""
        return sha256(f"{self.sender}\n{self.whole}".encode()).hexdigest()


def read(raw: bytes) -> Mail:
    """Read one mail; raise `Unreadable` for what no person's mail program would write."""
    bounds.check(raw)
    try:
        return _read(raw)
    except (MessageError, RecursionError, ValueError, LookupError, TypeError, AttributeError) as error:
        # The library stumbles in many ways over what was made to trip it; the row says which.
        raise Unreadable(type(error).__name__) from error


def _read(raw: bytes) -> Mail:
    message: Message = BytesParser(policy=compat32).parsebytes(raw)
    headers = headers_of(message)
    body = body_of(message)
    subject = words(headers.first("subject"))[:300]
    address, name = sender(headers)
    text = reply_of(body.text, forwarded=_FORWARD.match(subject) is not None)
    return Mail(
        message_id=_identifier(headers, raw),
        sender=address,
        name=name,
        recipients=recipients(headers),
        subject=_ANSWER.sub("", subject, count=1).strip() if _ANSWER.match(subject) else subject,
        earlier=_earlier(headers),
        text=text,
        whole=body.text,
        files=tuple(body.files),
        language=language_of(text, headers.first("content-language")),
        automatic=automatic(headers, address, subject) or calendar_answer(message),
        bounce=bounce(headers, message, raw),
        results=tuple(headers.all("authentication-results")),
    )


def _identifier(headers: Headers, raw: bytes) -> str:
    """Return the Message-ID, or one made from the mail itself when it has none that can be kept."""
    return next(iter(identifiers(headers.all("message-id"))), f"<{sha256(raw).hexdigest()}@no-message-id>")


def _earlier(headers: Headers) -> tuple[str, ...]:
    answered, thread = identifiers(headers.all("in-reply-to")), identifiers(headers.all("references"))
    return tuple(dict.fromkeys((*answered, *reversed(thread))))
