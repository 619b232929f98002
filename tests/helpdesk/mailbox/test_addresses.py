"""Reply addresses: for one person and one question, whatever case they are turned to, and not to be made up."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest

from classcode.config import ConfigError, load
from helpdesk.mailbox.addresses import LOCAL, Mailbox, mailbox_of
from helpdesk.mailbox.reading.authenticity import is_forged

TICKET, ADA, EVE = uuid4(), uuid4(), uuid4()


def test_an_address_is_for_one_person_and_one_question(mailbox: Mailbox) -> None:
    token = mailbox.read(mailbox.address(TICKET, ADA))
    assert token is not None and token.ticket_id == TICKET
    assert mailbox.is_for(token, ADA) and not mailbox.is_for(token, EVE)


def test_an_address_survives_any_change_of_case(mailbox: Mailbox) -> None:
    address = mailbox.address(TICKET, ADA)
    assert mailbox.read(address.upper()) == mailbox.read(address) == mailbox.read(address.title())


def test_a_local_part_keeps_to_the_length_that_mail_servers_take(mailbox: Mailbox) -> None:
    longest = Mailbox("elevenchars", mailbox.domain, mailbox.key).address(TICKET, ADA)
    local = longest.partition("@")[0]
    assert len(local) == LOCAL and re.fullmatch(r"[a-z]+\+[a-z2-7]{52}", local)


@pytest.mark.parametrize("change", ["aide@", "aide+@", "aide+abc@", f"aide+{'a' * 51}@", f"aide+{'1' * 52}@"])
def test_other_addresses_say_nothing(mailbox: Mailbox, change: str) -> None:
    assert mailbox.read(change + mailbox.domain) is None


def test_one_letter_changed_is_for_nobody(mailbox: Mailbox) -> None:
    address = mailbox.address(TICKET, ADA)
    for place in (6, 30, 57):
        other = "b" if address[place] != "b" else "c"
        token = mailbox.read(address[:place] + other + address[place + 1 :])
        assert token is None or not mailbox.is_for(token, ADA)


def test_another_installation_s_key_makes_other_addresses(mailbox: Mailbox) -> None:
    elsewhere = Mailbox(mailbox.name, mailbox.domain, b"another key")
    token = mailbox.read(elsewhere.address(TICKET, ADA))
    assert token is not None and not mailbox.is_for(token, ADA)


@pytest.mark.parametrize("given", ["ne-pas-repondre@example.org", "aide+1@example.org", "élan@example.org"])
def test_a_mailbox_whose_name_leaves_no_room_is_refused_at_start(given: str) -> None:
    environ = {"ENVIRONMENT": "test", "IMAP_URL": "imaps://a:b@example.org/INBOX", "MAIL_REPLY_TO": given}
    with pytest.raises(ConfigError, match="MAIL_REPLY_TO"):
        load(environ)


def test_without_a_mailbox_there_is_no_reply_address() -> None:
    assert mailbox_of(load({"ENVIRONMENT": "test", "MAIL_FROM": "ne-pas-repondre@example.org"})) is None


@pytest.mark.parametrize(
    ("found", "forged"),
    [
        ("mx.example.org; dmarc=fail; spf=pass", True),
        ("mx.example.org; dmarc=pass; spf=fail", False),
        ("mx.example.org; spf=fail; dkim=none", True),
        ("mx.example.org; spf=fail; dkim=pass", False),
        ("mx.example.org; spf=none", False),
        ("mx.elsewhere.org; dmarc=fail", False),
    ],
)
def test_only_our_own_mail_server_is_believed_about_a_sender(found: str, forged: bool) -> None:
    assert is_forged([found, "mx.example.org; dmarc=fail"], "mx.example.org") is (
        forged or "elsewhere" in found
    )
    assert not is_forged([found], None)
