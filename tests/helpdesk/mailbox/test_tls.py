"""The mailbox by TLS, from the first byte or by STARTTLS: read where the certificate is right, else no word is said."""

from __future__ import annotations

import imaplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest

from helpdesk.mailbox import imap as door
from helpdesk.mailbox.imap import MailboxAway
from tests.helpdesk.mailbox.certificates import Certificate, certificate, tls_before
from tests.helpdesk.mailbox.conftest import written
from tests.helpdesk.mailbox.stalling import stalling
from tests.servers import ImapServer, imap_server

HERE, ELSEWHERE = "127.0.0.1", "127.0.0.2"
MAIL = written("ada@example.org", "aide@classcode.test", "It works by TLS.")
KINDS = ["imaps", "starttls"]


@dataclass(frozen=True)
class Mailbox:
    """A mailbox behind TLS: its address, and whether its password was heard on the way, sealed or not."""

    url: str
    was_told_the_password: Callable[[], bool]


@pytest.fixture
def by_tls(imap: ImapServer, folder: str) -> Iterator[Callable[[str, Certificate], Mailbox]]:
    """Open a mailbox with one mail in it: `by_tls("imaps", certificate)`."""
    with ExitStack() as running:
        yield lambda kind, shown: running.enter_context(KIND[kind](imap, folder, shown))


@contextmanager
def from_the_first_byte(imap: ImapServer, folder: str, shown: Certificate) -> Iterator[Mailbox]:
    imap.deliver(MAIL, folder)
    with tls_before(imap.port, shown) as (port, heard):
        url = imap.url(folder, port=port).replace("imap://", "imaps://")
        yield Mailbox(url, lambda: b"LOGIN" in b"".join(heard))


@contextmanager
def by_starttls(_plain: ImapServer, folder: str, shown: Certificate) -> Iterator[Mailbox]:
    # What stands between stops at the first word that would carry a password in clear.
    with imap_server(shown) as server, stalling(server.port, b"LOGIN") as between:
        _deliver(server)
        yield Mailbox(server.url(port=between.port), between.reached.is_set)


def _deliver(server: ImapServer) -> None:
    """Put the mail there, as its own mail server does, which looks at no certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with imaplib.IMAP4(HERE, server.port, timeout=10) as connection:
        connection.starttls(context)
        connection.login(server.user, server.password)
        assert connection.append("INBOX", "", "", MAIL)[0] == "OK"


KIND = {"imaps": from_the_first_byte, "starttls": by_starttls}


def trust(monkeypatch: pytest.MonkeyPatch, trusted: Path) -> None:
    """Let this machine trust one certificate more, as its administrator would."""
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))


@pytest.mark.parametrize("kind", KINDS)
def test_a_mailbox_with_the_right_certificate_is_read(
    by_tls: Callable[[str, Certificate], Mailbox], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    shown = certificate(tmp_path, HERE)
    trust(monkeypatch, shown.chain)
    with door.opened(by_tls(kind, shown).url) as folder:
        held = [folder.whole(uid, 10_000) for uid in folder.after(0)]
    assert any(b"It works by TLS." in (mail or b"") for mail in held)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("wrong", ["nobody knows it", "of another server", "too old"])
def test_a_wrong_certificate_is_refused_and_the_password_stays_here(
    by_tls: Callable[[str, Certificate], Mailbox],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    wrong: str,
) -> None:
    shown = certificate(
        tmp_path, ELSEWHERE if wrong == "of another server" else HERE, days=-3 if wrong == "too old" else 1
    )
    if wrong != "nobody knows it":
        trust(monkeypatch, shown.chain)
    mailbox = by_tls(kind, shown)
    with pytest.raises(MailboxAway, match="CERTIFICATE_VERIFY_FAILED"), door.opened(mailbox.url):
        pass
    assert not mailbox.was_told_the_password()


def test_what_is_noted_of_a_refused_certificate_holds_no_password(
    by_tls: Callable[[str, Certificate], Mailbox], imap: ImapServer, tmp_path: Path
) -> None:
    mailbox = by_tls("imaps", certificate(tmp_path, HERE))
    with pytest.raises(MailboxAway) as away, door.opened(mailbox.url):
        pass
    assert imap.password not in str(away.value) and quote(imap.password, safe="") not in str(away.value)
