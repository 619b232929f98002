"""Mails made to trip a reader, mails of machines, and headers that say two things at once."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpdesk.mailbox.reading import LARGEST, Unreadable, read
from helpdesk.mailbox.reading.languages import language_of
from helpdesk.mailbox.reading.replies import reply_of
from tests.helpdesk.mailbox.conftest import written

ADA, DESK = "Ada <ada@example.org>", "aide@classcode.test"
PLAIN = b"From: ada@example.org\r\nTo: aide@classcode.test\r\nMessage-ID: <1@x>\r\n"


def nested(levels: int) -> bytes:
    head = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(levels)
    )
    return PLAIN + head + b"Content-Type: text/plain\r\n\r\nBonjour\r\n"


def inside_each_other(levels: int) -> bytes:
    return PLAIN + b"Content-Type: message/rfc822\r\n\r\n" * levels + b"Bonjour\r\n"


HOSTILE = {
    "a thousand levels": nested(1000),
    "mails inside mails": inside_each_other(2000),
    "a hundred thousand parts": PLAIN
    + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
    + b"--b\r\n\r\nx\r\n" * 100_000,
    "a header without end": b"Subject: " + b"x" * 5_000_000 + b"\r\n\r\nBonjour",
    "headers without end": b"X-A: b\r\n" * 1_000_000,
    "too large": PLAIN + b"\r\n" + b"x" * LARGEST,
}


@pytest.mark.parametrize("shape", HOSTILE)
def test_what_was_made_to_trip_a_parser_is_refused_at_once(shape: str) -> None:
    begun = time.process_time()
    with pytest.raises(Unreadable):
        read(HOSTILE[shape])
    assert time.process_time() - begun < 2


HEAVY = {
    "a line of 20 MB": PLAIN + b"\r\n" + b"x" * 20_000_000,
    "twenty levels of nothing": nested(19) + b"\r\n" * 1_000_000,
    "quotations in quotations": PLAIN + b"\r\n" + b">" * 100_000 + b"\r\n" * 50_000,
    "sentences that never end": PLAIN + b"\r\n" + b"Le 22 nov. 2026 a crit a 10:00 \r\n" * 50_000,
    "labels without end": PLAIN + b"\r\n" + b"De : x\r\n" * 100_000,
    "divisions in divisions": PLAIN + b"Content-Type: text/html\r\n\r\n" + b"<div>" * 300_000 + b"Bonjour",
    "a punycode body": PLAIN + b"Content-Type: text/plain; charset=punycode\r\n\r\n" + b"a-" * 500_000,
    "encoded words without end": PLAIN + b"Subject: " + b"=?utf-8?q?x?= " * 15_000 + b"\r\n\r\nBonjour",
    "a comment in each comment": b"From: " + b"(" * 15_000 + b"\r\nMessage-ID: <2@x>\r\n\r\nBonjour",
}


@pytest.mark.parametrize("shape", HEAVY)
def test_what_is_merely_heavy_is_read_in_bounded_time(shape: str) -> None:
    begun = time.process_time()
    read(HEAVY[shape])
    assert time.process_time() - begun < 5


@given(st.binary(max_size=2000))
@settings(max_examples=200, deadline=None)
def test_no_bytes_at_all_raise_anything_but_unreadable(tail: bytes) -> None:
    for head in (b"", PLAIN, PLAIN + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n'):
        try:
            read(head + tail)
        except Unreadable:
            continue


LINES = st.sampled_from(
    [
        "",
        "Bonjour",
        "> cité",
        "Le 22 nov. 2026 à 10:00, Ada a écrit :",
        "-- ",
        "De : a",
        "Envoyé : b",
        "Objet : c",
    ]
)


@given(st.lists(LINES, max_size=30))
@settings(max_examples=200, deadline=None)
def test_a_reply_is_never_lost_and_nothing_is_invented(lines: list[str]) -> None:
    text = "\n".join(lines)
    kept = reply_of(text)
    assert bool(kept.strip()) == bool(text.strip())
    assert {line for line in kept.split("\n") if line.strip()} <= {*(one.rstrip() for one in lines), "> […]"}


@pytest.mark.parametrize(
    ("sender", "wanted"),
    [
        ("ada@example.org", "ada@example.org"),
        ('"Martin, Ada" <Ada@Example.org>', "ada@example.org"),
        ('"eve@example.org" <ada@example.org>', "ada@example.org"),
        ("Ada (eve@example.org) <ada@example.org>", "ada@example.org"),
        ("ada@example.org, eve@example.org", ""),
        ("Ada <ada@example.org> <eve@example.org>", ""),
        ("<ada@example.org>eve@example.org", ""),
        ("ada@example.org@example.net", ""),
        ("", ""),
    ],
)
def test_a_sender_is_one_address_or_nobody(sender: str, wanted: str) -> None:
    raw = f"From: {sender}\r\nMessage-ID: <1@x>\r\n\r\nBonjour".encode()
    assert read(raw).sender == wanted


def test_two_from_headers_name_nobody() -> None:
    assert read(b"From: ada@example.org\r\nFrom: eve@example.org\r\n\r\nBonjour").sender == ""


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated; owner-email=x"},
        {"Precedence": "bulk"},
        {"Precedence": "auto_reply"},
        {"X_Autoreply": "yes"},
        {"X_Auto_Response_Suppress": "All"},
        {"List_Id": "<teachers.example.org>"},
        {"List_Unsubscribe": "<mailto:x@example.org>"},
        {"Return_Path": "<>"},
        {"Subject": "Réponse automatique : Re: La boucle"},
        {"Subject": "Automatic reply: La boucle"},
        {"Subject": "Automatisch antwoord: De lus"},
        {"Subject": "Abwesenheitsnotiz: Schleife"},
    ],
    ids=str,
)
def test_a_machine_shows(headers: dict[str, str]) -> None:
    assert read(written(ADA, DESK, **headers)).automatic


@pytest.mark.parametrize(
    "sender", ["MAILER-DAEMON@example.org", "postmaster@example.org", "noreply@example.org"]
)
def test_addresses_of_machines_show_too(sender: str) -> None:
    assert read(written(sender, DESK)).automatic


@pytest.mark.parametrize(
    "headers",
    [{"Auto_Submitted": "no"}, {"Subject": "Absence de fin dans ma boucle"}, {"Return_Path": "<ada@x.org>"}],
)
def test_a_person_does_not_look_like_one(headers: dict[str, str]) -> None:
    assert read(written(ADA, DESK, **headers)).automatic is None


def test_a_mail_without_an_id_gets_the_same_one_each_time() -> None:
    raw = b"From: ada@example.org\r\n\r\nBonjour"
    assert read(raw).message_id == read(raw).message_id != read(raw + b"!").message_id


def test_the_nearest_mail_that_is_answered_comes_first() -> None:
    mail = read(written(ADA, DESK, In_Reply_To="<3@x>", References="<1@x> <2@x> <3@x>"))
    assert mail.earlier == ("<3@x>", "<2@x>", "<1@x>")


def test_a_title_loses_its_marks_of_an_answer() -> None:
    titles = ["Re: La boucle", "RE : TR: La boucle", "Rép : La boucle", "AW: Re[2]: La boucle", "La boucle"]
    assert {read(written(ADA, DESK, Subject=one)).subject for one in titles} == {"La boucle"}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Bonjour, comment faire pour que ma boucle s'arrête ?", "fr"),
        ("Hello, how do I make the loop stop?", "en"),
        ("Hallo, hoe kan ik de lus laten stoppen?", "nl"),
        ("???", "fr"),
    ],
)
def test_the_language_of_a_few_words_is_guessed(text: str, language: str) -> None:
    assert language_of(text) == language


def test_what_the_header_says_breaks_a_tie() -> None:
    assert language_of("OK", "nl-BE") == "nl"
