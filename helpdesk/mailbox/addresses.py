"""Reply addresses: `desk+<token>@domain`, of which the token names a question and proves for whom it was made. Pure.

The token is the question's id and 128 bits of HMAC-SHA-256 over the question and the person, 32 bytes in lower-case
base32: 52 letters and digits, whatever case a mail server turns them to. A local part holds 64 characters (RFC 5321
section 4.5.3.1.1), so the name before the plus has at most 11. The person is not in the token: who writes is looked up
by her confirmed address, and the code is computed anew for her.
"""

from __future__ import annotations

import base64
import hmac
from dataclasses import dataclass
from email.utils import parseaddr
from hashlib import sha256
from typing import Final
from uuid import UUID

from classcode.config import Config

CODE: Final = 16
"""Bytes of the code: 128 bits."""
TOKEN: Final = 52
"""Characters of id and code in base32: 32 bytes, 5 bits a character, without the filling."""
LOCAL: Final = 64
"""Characters before the @ (RFC 5321 section 4.5.3.1.1)."""
_PURPOSE: Final = b"classcode reply address, 1"


@dataclass(frozen=True, slots=True)
class Token:
    """What a reply address says: the question, and a code that only one person's address has."""

    ticket_id: UUID
    code: bytes


@dataclass(frozen=True, slots=True)
class Mailbox:
    """The address at which answers arrive, and the key that signs what is put into it.

    `sender` is the address in our own mails; `auth_server` the name of the mail server whose findings are believed.
    """

    name: str
    domain: str
    key: bytes
    sender: str = ""
    auth_server: str | None = None

    def address(self, ticket_id: UUID, person_id: UUID) -> str:
        """Return the address at which this person writes about this question."""
        token = base64.b32encode(ticket_id.bytes + self._code(ticket_id, person_id)).decode().rstrip("=")
        return f"{self.name}+{token.lower()}@{self.domain}"

    def read(self, address: str) -> Token | None:
        """Return what a reply address of ours says, or None for any other address."""
        local, _, domain = address.strip().lower().rpartition("@")
        name, plus, token = local.partition("+")
        if (name, plus, domain) != (self.name, "+", self.domain) or len(token) != TOKEN:
            return None
        try:
            held = base64.b32decode(token.upper() + "=" * (-TOKEN % 8))
        except ValueError:
            return None
        return Token(UUID(bytes=held[:-CODE]), held[-CODE:])

    def is_for(self, token: Token, person_id: UUID) -> bool:
        """Tell whether an address was made for this person; forging one costs 2^127 tries on average."""
        return hmac.compare_digest(token.code, self._code(token.ticket_id, person_id))

    def is_own(self, address: str) -> bool:
        """Tell whether this is the mailbox itself, with or without a token, or the sender of our mails."""
        local, _, domain = address.strip().lower().rpartition("@")
        plain = f"{local.partition('+')[0]}@{domain}"
        return plain in {f"{self.name}@{self.domain}", self.sender}

    def _code(self, ticket_id: UUID, person_id: UUID) -> bytes:
        return hmac.digest(self.key, ticket_id.bytes + person_id.bytes, sha256)[:CODE]


def mailbox_of(config: Config) -> Mailbox | None:
    """Return the mailbox that answers may be sent to, or None where no mailbox is read."""
    if config.imap_url is None:
        return None
    name, _, domain = parseaddr(config.mail_reply_to)[1].lower().rpartition("@")
    key = hmac.digest(config.secret_key.encode(), _PURPOSE, sha256)
    return Mailbox(name, domain, key, parseaddr(config.mail_from)[1].lower(), config.mail_auth_server)
