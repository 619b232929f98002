"""The table of kinds: name, declared type and content agree, or the file is refused with a sentence that names it."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classcode.errors import Invalid
from classcode.i18n import LOCALE_DIR
from helpdesk.attachments.kinds import (
    ENDINGS,
    KINDS,
    LARGEST,
    LONGEST_NAME,
    MEGABYTE,
    MOST_FILES,
    checked,
    safe_name,
)
from helpdesk.attachments.refusals import FileRefused, NothingInIt, NotThisKind, NotWhatItSays, TooBig
from tests.helpdesk.attachments.samples import PDF, TAKEN, gif, jpeg, png, sb3


@pytest.mark.parametrize(("name", "declared", "kind", "data"), TAKEN)
def test_a_file_whose_name_type_and_content_agree_is_taken(
    name: str, declared: str, kind: str, data: bytes
) -> None:
    assert checked(name, declared, data).kind == kind


@pytest.mark.parametrize(("name", "declared", "kind", "data"), TAKEN)
def test_what_was_kept_once_is_kept_again_unchanged(name: str, declared: str, kind: str, data: bytes) -> None:
    once = checked(name, declared, data)
    assert checked(once.name, KINDS[kind].media_type, once.data) == once


@pytest.mark.parametrize(
    "name",
    [
        "page.html",
        "dessin.svg",
        "film.mp4",
        "voix.mp3",
        "lettre.docx",
        "tout.zip",
        "setup.exe",
        "sans",
        ".png.",
    ],
)
def test_other_kinds_are_refused(name: str) -> None:
    with pytest.raises(NotThisKind):
        checked(name, None, b"anything")


@pytest.mark.parametrize(
    "data", [png(), jpeg(), gif(), PDF, sb3(), b"<svg xmlns='http://www.w3.org/2000/svg'/>"]
)
@pytest.mark.parametrize("ending", sorted(ENDINGS))
def test_content_of_another_kind_than_the_name_says_is_refused(ending: str, data: bytes) -> None:
    own = {"png": png(), "jpg": jpeg(), "jpeg": jpeg(), "gif": gif(), "pdf": PDF, "sb3": sb3()}.get(ending)
    text = KINDS[ENDINGS[ending]].media_type.startswith("text/")
    if data == own or (text and data.startswith(b"<svg")):  # as a text, a drawing is a text
        return
    with pytest.raises(NotWhatItSays):
        checked(f"file.{ending}", None, data)


@pytest.mark.parametrize("declared", ["text/html", "image/svg+xml", "image/png, text/html", "image"])
def test_a_declared_type_that_does_not_agree_is_refused(declared: str) -> None:
    with pytest.raises(NotWhatItSays):
        checked("photo.png", declared, png())


def test_ten_megabytes_are_taken_and_a_byte_more_is_not() -> None:
    assert len(checked("note.txt", None, b"a" * LARGEST).data) == LARGEST
    with pytest.raises(TooBig):
        checked("note.txt", None, b"a" * (LARGEST + 1))


def test_of_a_stream_no_more_than_one_byte_too_many_is_read() -> None:
    stream = BytesIO(b"a" * (3 * LARGEST))
    with pytest.raises(TooBig):
        checked("note.txt", None, stream)
    assert stream.tell() == LARGEST + 1


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(NothingInIt):
        checked("note.txt", None, b"")


def test_a_refusal_stands_beside_the_field_and_names_the_file() -> None:
    with pytest.raises(FileRefused) as told:
        checked("C:\\Users\\Ada\\photo.heic", "image/heic", b"x")
    assert isinstance(told.value, Invalid) and told.value.field == "files"
    assert "photo.heic" in str(told.value) and "Users" not in str(told.value)


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Bureau\\Été 2026.PNG", "Été 2026.png"),
        ("a\r\nSet-Cookie: b.txt", "a Set-Cookie_ b.txt"),
        ("photo\u202egnp.txt", "photo gnp.txt"),
        ('<a href="x">.pdf', "_a href=_x__.pdf"),
        (".txt", "_.txt"),
        ("n" * 300 + ".csv", "n" * (LONGEST_NAME - 4) + ".csv"),
    ],
)
def test_a_name_keeps_its_words_and_loses_what_systems_read_into_it(given_name: str, kept: str) -> None:
    assert safe_name(given_name) == kept


@given(st.text(max_size=400))
def test_no_name_leads_anywhere(name: str) -> None:
    kept = safe_name(name)
    assert len(kept) <= LONGEST_NAME and kept.isprintable() and not re.search(r'[/\\:"<>|?*]', kept)


@given(st.sampled_from(sorted(ENDINGS)), st.binary(max_size=300))
def test_whatever_bytes_come_are_taken_or_refused(ending: str, data: bytes) -> None:
    try:
        checked(f"file.{ending}", None, data)
    except FileRefused:
        return


@given(st.sampled_from([one for one in TAKEN if len(one[3]) < 2000]), st.data())
def test_a_file_with_one_byte_changed_is_taken_or_refused(
    one: tuple[str, str, str, bytes], data: st.DataObject
) -> None:
    name, declared, _kind, held = one
    at = data.draw(st.integers(0, len(held) - 1))
    changed = held[:at] + bytes([data.draw(st.integers(0, 255))]) + held[at + 1 :]
    try:
        checked(name, declared, changed)
    except FileRefused:
        return


@given(st.sampled_from([one for one in TAKEN if len(one[3]) < 2000]), st.data())
def test_a_file_cut_short_is_taken_or_refused(one: tuple[str, str, str, bytes], data: st.DataObject) -> None:
    name, declared, kind, held = one
    cut = held[: data.draw(st.integers(0, len(held) - 1))]
    try:
        checked(name, declared, cut)
    except FileRefused:
        return
    assert kind in {"text", "csv", "program", "pdf"}


def test_the_form_tells_the_limits_and_kinds_that_hold() -> None:
    page = (LOCALE_DIR.parent / "templates/helpdesk/attachments.html").read_text()
    accepted = re.search(r'accepted = "(.*?)"', page)
    assert accepted is not None
    told = set(accepted[1].split(","))
    pictures = {kind.media_type for kind in KINDS.values() if kind.picture}
    assert told == {f".{ending}" for ending in ENDINGS} | pictures
    assert f"most_files, megabytes = {MOST_FILES}, {LARGEST // MEGABYTE}" in page
