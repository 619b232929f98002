"""The door to IMAP: six commands of RFC 3501 by the standard library, with time-outs; imaplib is named only here.

Mails are fetched with PEEK and stay where they are; one that was taken is marked as seen. A server that is away, slow
or strange raises `MailboxAway`: what was not read is read at the next look.
"""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

TIMEOUT: Final = 15
"""Seconds that the server may take for each answer."""
HEADERS: Final = 256 * 1024
"""Bytes of a mail that are fetched when it is too large to be read."""
LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
NO_STARTTLS: Final = "IMAP_URL: the server offers no STARTTLS, and a password never travels in clear"
_NUMBER: Final = re.compile(rb"RFC822\.SIZE (\d{1,12})")


class MailboxAway(Exception):
    """The mailbox cannot be read now; the message names what happened, without the password."""


class Folder:
    """One folder of a mailbox, open for reading and marking."""

    def __init__(self, server: imaplib.IMAP4, uidvalidity: int) -> None:
        self._server = server
        self.uidvalidity = uidvalidity

    def after(self, uid: int) -> list[int]:
        """Return the UIDs above this one, in order; the server names the last one even when it is not above."""
        found = self._uid("SEARCH", f"UID {uid + 1}:*")
        return sorted(
            one for line in found if isinstance(line, bytes) for one in map(int, line.split()) if one > uid
        )

    def size(self, uid: int) -> int | None:
        """Return the bytes of a mail, or None when it has gone."""
        for line in self._uid("FETCH", str(uid), "(RFC822.SIZE)"):
            match = _NUMBER.search(line) if isinstance(line, bytes) else None
            if match:
                return int(match.group(1))
        return None

    def whole(self, uid: int, most: int) -> bytes | None:
        """Return a mail's bytes, no more than `most`, or None when it has gone; it does not count as read by that."""
        return self._literal(uid, f"(BODY.PEEK[]<0.{most}>)")

    def headers(self, uid: int) -> bytes | None:
        """Return the headers of a mail."""
        return self._literal(uid, f"(BODY.PEEK[HEADER]<0.{HEADERS}>)")

    def mark(self, uids: Sequence[int]) -> None:
        """Mark mails as seen; those that have gone are left out."""
        if uids:
            self._uid("STORE", ",".join(map(str, uids)), "+FLAGS.SILENT", r"(\Seen)")

    def _literal(self, uid: int, what: str) -> bytes | None:
        found = self._uid("FETCH", str(uid), what)
        return next((one[1] for one in found if isinstance(one, tuple)), None)

    def _uid(self, command: str, *arguments: str) -> list[bytes | tuple[bytes, bytes] | None]:
        answer, found = self._server.uid(command, *arguments)
        if answer != "OK":
            raise MailboxAway(f"{command}: {answer}")
        return list(found)


def place_of(url: str) -> str:
    """Return the name of a folder for rows and logs: who, where, which, and never the password."""
    parts = urlsplit(url)
    return f"{unquote(parts.username or '')}@{parts.hostname}:{_port(parts)}/{_folder(parts)}"


@contextmanager
def opened(url: str) -> Iterator[Folder]:
    """Open the folder of an address; raise `MailboxAway` whatever goes wrong between here and the end."""
    parts = urlsplit(url)
    server: imaplib.IMAP4 | None = None
    try:
        server = _connected(parts)
        server.login(unquote(parts.username or ""), unquote(parts.password or ""))
        answer, said = server.select(f'"{_folder(parts)}"')
        if answer != "OK":
            raise MailboxAway(f"SELECT: {said!r}"[:200])
        yield Folder(server, _uidvalidity(server))
        server.logout()
    except (OSError, imaplib.IMAP4.error, ValueError) as error:
        raise MailboxAway(f"{type(error).__name__}: {error}"[:300]) from error
    finally:
        if server is not None:
            with suppress(OSError):
                server.shutdown()  # without a word, where one would wait for a server that is silent


def _connected(parts: SplitResult) -> imaplib.IMAP4:
    host, context = parts.hostname or "localhost", ssl.create_default_context()
    if parts.scheme == "imaps":
        return imaplib.IMAP4_SSL(host, _port(parts), ssl_context=context, timeout=TIMEOUT)
    server = imaplib.IMAP4(host, _port(parts), timeout=TIMEOUT)
    if "STARTTLS" in server.capabilities:
        server.starttls(context)
    elif host not in LOOPBACK:
        server.shutdown()
        raise MailboxAway(NO_STARTTLS)
    return server


def _port(parts: SplitResult) -> int:
    return parts.port or (993 if parts.scheme == "imaps" else 143)


def _folder(parts: SplitResult) -> str:
    return re.sub(r'["\\\r\n]', "", unquote(parts.path.strip("/"))) or "INBOX"


def _uidvalidity(server: imaplib.IMAP4) -> int:
    _, said = server.response("UIDVALIDITY")
    number = said[0] if said else None
    if not isinstance(number, bytes):
        raise MailboxAway("the server tells no UIDVALIDITY")
    return int(number)
