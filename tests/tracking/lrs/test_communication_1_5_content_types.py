"""Communication 1.5: reading and writing multipart/mixed; which type a statement needs is Data 2.4.11's test."""

from __future__ import annotations

import email
import email.message
import email.policy
import hashlib
import io
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tracking.lrs import mixed
from tests.tracking.lrs.mixed import BOUNDARY, JSON, SHA2, TEXT, TYPE, body, headers, part, read
from tracking.log.files import Keeper
from tracking.lrs import multipart
from tracking.lrs.errors import TooLarge
from tracking.lrs.multipart import Attachment, read_mixed, write_mixed
from tracking.xapi.errors import Invalid

MEGABYTE = 1024 * 1024
TRICKY = b"\r\n--" + BOUNDARY[:-1].encode() + b"\r\n--\r\r\n-" + BOUNDARY.encode() + b"x\r"
"""Data that look like a boundary again and again, and never are one."""
relaxed = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def keeper(tmp_path: Path) -> Iterator[Keeper]:
    with Keeper(tmp_path) as made:
        yield made


def refusal(data: bytes, keeper: Keeper, content_type: str = TYPE) -> Invalid:
    with pytest.raises(Invalid) as caught:
        read(data, keeper, content_type)
    assert str(caught.value)  # every place of the message is filled
    return caught.value


# What is read.


def test_communication_1_5_2_statements_come_first_and_attachments_after(keeper: Keeper) -> None:
    found = read(body(part()), keeper)
    assert found.statements == b"{}"
    assert {sha2: one.read() for sha2, one in found.parts.items()} == {SHA2: TEXT}
    assert found.parts[SHA2].content_type == "text/plain"


def test_communication_1_5_2_a_request_without_attachments_is_read(keeper: Keeper) -> None:
    assert read(body(), keeper).parts == {}


def test_a_boundary_of_all_allowed_signs_is_understood(keeper: Keeper) -> None:
    boundary = "abcABC0123'()+_,-./:=?"
    data = body(part()).replace(BOUNDARY.encode(), boundary.encode())
    assert SHA2 in read(data, keeper, f'Multipart/Mixed; boundary="{boundary}"; charset=utf-8').parts


@pytest.mark.parametrize("before", [b"\r\n", b"\r\n\r\n", b"No reader of mail here.\r\n", b"-\r\n--x\r\n"])
def test_what_precedes_the_first_boundary_and_follows_the_last_is_ignored(
    keeper: Keeper, before: bytes
) -> None:
    """RFC 2046 section 5.1.1."""
    assert SHA2 in read(before + body(part()) + b"and\r\nmore", keeper).parts


def test_headers_need_no_space_and_the_last_boundary_no_line_end(keeper: Keeper) -> None:
    compact = b"\r\n" + body(part()).replace(b": ", b":").removesuffix(b"\r\n")
    assert SHA2 in read(compact, keeper).parts


def test_spaces_after_a_boundary_are_ignored(keeper: Keeper) -> None:
    """RFC 2046 section 5.1.1."""
    assert SHA2 in read(body(part()).replace(b"46\r\n", b"46 \t\r\n"), keeper).parts


def test_headers_are_read_without_regard_to_case_and_space(keeper: Keeper) -> None:
    headings = {"CONTENT-transfer-ENCODING": "  Binary ", "x-experience-api-hash": SHA2.upper()}
    assert read(body(part(TEXT, headings)), keeper).parts[SHA2].content_type == ""


@pytest.mark.parametrize("name", ["sha224", "sha256", "sha384", "sha512"])
def test_each_function_of_the_sha_2_family_is_known(keeper: Keeper, name: str) -> None:
    digest = hashlib.new(name, TEXT).hexdigest()
    assert digest in read(body(part(TEXT, headers(X_Experience_API_Hash=digest))), keeper).parts


def test_an_attachment_without_a_byte_is_an_attachment(keeper: Keeper) -> None:
    [one] = read(body(part(b"")), keeper).parts.values()
    assert one.read() == b"" and one.size == 0


def test_a_second_copy_of_the_same_data_changes_nothing(keeper: Keeper) -> None:
    """Communication 1.5.2: one copy SHOULD be sent, so two are no error."""
    found = read(body(part(), part()), keeper)
    assert found.parts[SHA2].read() == TEXT


@relaxed
@given(sizes=st.lists(st.integers(1, 90), max_size=60), data=st.binary(max_size=80))
def test_however_the_body_is_cut_the_same_is_read(keeper: Keeper, sizes: list[int], data: bytes) -> None:
    whole = body(part(TRICKY), part(data)) + b"after"
    found = read_mixed(mixed.Slices(whole, sizes), TYPE, largest=mixed.LARGEST, keep=keeper)
    assert found.statements == b"{}"
    assert {one.read() for one in found.parts.values()} == {TRICKY, data}


def test_cut_after_every_byte_the_same_is_read(keeper: Keeper) -> None:
    whole = b"before\r\n" + body(part(TRICKY), part())
    found = read_mixed(mixed.Slices(whole, [1] * len(whole)), TYPE, largest=mixed.LARGEST, keep=keeper)
    assert {one.read() for one in found.parts.values()} == {TRICKY, TEXT}


# What is refused.


@pytest.mark.parametrize(
    ("content_type", "clause"),
    [
        ("multipart/form-data; boundary=x", "Communication 1.5"),
        ("text/plain", "Communication 1.5"),
        ("", "Communication 1.5"),
        ("multipart/mixed", "Communication 1.5.2"),
        ("multipart/mixed;", "Communication 1.5.2"),
        ("multipart/mixed; boundary=", "Communication 1.5.2"),
        (f"multipart/mixed; boundary={'x' * 71}", "Communication 1.5.2"),
        ('multipart/mixed; boundary="a\r\nb"', "Communication 1.5.2"),
        ('multipart/mixed; boundary="ends in a space "', "Communication 1.5.2"),
        ("multipart/mixed; boundary=é", "Communication 1.5.2"),
    ],
)
def test_communication_1_5_2_the_content_type_names_multipart_mixed_and_a_boundary(
    keeper: Keeper, content_type: str, clause: str
) -> None:
    assert refusal(body(), keeper, content_type).clause == clause


@pytest.mark.parametrize("heading", [{}, {"Content-Type": "text/plain"}])
def test_communication_1_5_2_the_first_part_is_json(keeper: Keeper, heading: dict[str, str]) -> None:
    data = part(b"{}", heading) + part() + f"--{BOUNDARY}--".encode()
    assert "application/json" in refusal(data, keeper).message


@pytest.mark.parametrize("encoding", [None, "base64", "8bit", ""])
def test_communication_1_5_2_every_further_part_is_binary(keeper: Keeper, encoding: str | None) -> None:
    wrong = part(TEXT, headers(Content_Transfer_Encoding=encoding))
    caught = refusal(body(part(b"other"), wrong), keeper)
    assert "Content-Transfer-Encoding" in caught.message
    assert caught.params["number"] == 3


@pytest.mark.parametrize("sha2", [None, "", "x" * 64, SHA2[:-1], "../" + SHA2[:61], SHA2 + "é"])
def test_communication_1_5_2_every_further_part_announces_its_hash(keeper: Keeper, sha2: str | None) -> None:
    data = body(part(TEXT, headers(X_Experience_API_Hash=sha2)))
    assert "X-Experience-API-Hash" in refusal(data, keeper).message


def test_communication_1_5_2_an_attachment_is_matched_by_its_hash_alone(keeper: Keeper) -> None:
    wrong = part(TEXT, headers(X_Experience_API_Hash="b0" * 32))
    assert "another hash" in refusal(body(wrong), keeper).message


@pytest.mark.parametrize("length", ["-1", "27.0", "", "9" * 16, "²"])
def test_a_length_is_a_number_of_bytes(keeper: Keeper, length: str) -> None:
    refusal(body(part(TEXT, headers(Content_Length=length))), keeper)


def test_statements_in_two_parts_are_refused(keeper: Keeper) -> None:
    refusal(body(part(b"{}", JSON), part()), keeper)


def test_a_header_given_twice_is_refused(keeper: Keeper) -> None:
    assert "twice" in refusal(body(part(TEXT, headers() | {"content-type": "a/b"})), keeper).message


@pytest.mark.parametrize("end", [b"", b"\r\n--", f"--{BOUNDARY}".encode(), f"--{BOUNDARY}-".encode()])
def test_a_truncated_request_is_refused(keeper: Keeper, end: bytes) -> None:
    assert "ends before" in refusal(body(part(), end=end), keeper).message


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"--", f"--{BOUNDARY}--".encode(), f"--{BOUNDARY}\r\n".encode()]
)
def test_a_request_without_parts_is_refused(keeper: Keeper, data: bytes) -> None:
    refusal(data, keeper)


def test_more_parts_than_we_count_are_refused(keeper: Keeper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(multipart, "MOST_PARTS", 2)
    read(body(part(b"1"), part(b"2")), keeper)
    refusal(body(part(b"1"), part(b"2"), part(b"3")), keeper)


@pytest.mark.parametrize("more", [{f"X-{n}": "y" for n in range(20)}, {"X": "y" * 5000}, {"X" * 5000: "y"}])
def test_more_or_longer_headers_than_we_read_are_refused(keeper: Keeper, more: dict[str, str]) -> None:
    refusal(body(part(TEXT, headers() | more)), keeper)


def test_a_request_larger_than_the_client_may_send_is_refused(keeper: Keeper) -> None:
    whole = body(part())
    read(whole, keeper, largest=len(whole))
    with pytest.raises(TooLarge):
        read(whole, keeper, largest=len(whole) - 1)


def test_statements_larger_than_memory_should_hold_are_refused(
    keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(multipart, "LARGEST_STATEMENTS", 1)
    with pytest.raises(TooLarge):
        read(body(part()), keeper)


PIECES = st.sampled_from(
    [
        *(f"--{BOUNDARY}{end}".encode() for end in ("", "\r\n", "--", "--\r\n", " \r\n", "\n")),
        *(b"\r\n", b"\r", b"\n", b"-", b":", b" ", b"\r\n\r\n", b"\0", b"\xff", b"{}", TEXT),
        b"Content-Type: application/json\r\n",
        b"Content-Transfer-Encoding: binary\r\n",
        f"X-Experience-API-Hash: {SHA2}\r\n".encode(),
        *(body(), part(), part(b"{}", JSON)),
    ]
)


@relaxed
@given(
    pieces=st.lists(PIECES | st.binary(max_size=20), max_size=20),
    sizes=st.lists(st.integers(1, 50), max_size=30),
)
def test_whatever_comes_is_read_or_refused_and_nothing_else_goes_wrong(
    keeper: Keeper, pieces: list[bytes], sizes: list[int]
) -> None:
    told = []
    for cut in ([], sizes):
        try:
            stream = mixed.Slices(b"".join(pieces), cut)
            found = read_mixed(stream, TYPE, largest=mixed.LARGEST, keep=keeper)
            told.append((found.statements, set(found.parts)))
        except Invalid as error:
            told.append((error.message.encode(), set()))
    assert told[0] == told[1]


@relaxed
@given(content_type=st.text() | st.text().map("multipart/mixed; boundary={}".format))
def test_whatever_content_type_comes_is_read_or_refused(keeper: Keeper, content_type: str) -> None:
    with pytest.raises(Invalid):
        read(b"", keeper, content_type)


# What it costs.


class Endless(io.RawIOBase):
    """A body with one attachment of many zeros that is never whole in memory."""

    def __init__(self, size: int) -> None:
        digest = hashlib.sha256()
        for _ in range(size // MEGABYTE):
            digest.update(bytes(MEGABYTE))
        self.sha2 = digest.hexdigest()
        before, after = body(part(b"", headers(X_Experience_API_Hash=self.sha2))).rsplit(b"\r\n--", 1)
        self._pieces = [before, *[bytes(MEGABYTE // 16)] * (size // MEGABYTE * 16), b"\r\n--" + after]

    def read(self, _size: int = -1) -> bytes:
        return self._pieces.pop(0) if self._pieces else b""


def test_an_attachment_of_20_megabytes_is_read_and_sent_in_constant_memory(tmp_path: Path) -> None:
    stream = Endless(20 * MEGABYTE)
    tracemalloc.start()
    try:
        with Keeper(tmp_path) as keeper:
            found = read_mixed(stream, TYPE, largest=mixed.LARGEST, keep=keeper)
            assert found.parts[stream.sha2].size == 20 * MEGABYTE
            keeper.keep()
        path = tmp_path / "xapi" / stream.sha2[:2] / stream.sha2
        _type, pieces = write_mixed([b"{}"], [Attachment(stream.sha2, "a/b", path)])
        assert sum(map(len, pieces)) > 20 * MEGABYTE
        assert tracemalloc.get_traced_memory()[1] < 2 * MEGABYTE
    finally:
        tracemalloc.stop()


# What is written.


def sent(tmp_path: Path, data: bytes, content_type: str) -> tuple[str, bytes]:
    path = tmp_path / mixed.sha256(data)
    path.write_bytes(data)
    file = Attachment(path.name, content_type, path)
    kind, pieces = write_mixed([b'{"statements"', b":[]}"], [file, file])
    return kind, b"".join(pieces)


def parsed(kind: str, data: bytes) -> list[email.message.Message]:
    """Return the parts of an answer as another reader sees them: Python's own, made for mail."""
    raw = f"Content-Type: {kind}\r\n\r\n".encode() + data
    message = email.message_from_bytes(raw, policy=email.policy.HTTP)
    assert not message.defects
    return list(message.iter_parts())


def test_communication_1_5_2_an_answer_has_statements_then_each_file_once(tmp_path: Path) -> None:
    statements, file = parsed(*sent(tmp_path, TEXT, "text/plain; charset=ascii"))
    assert statements["Content-Type"] == "application/json"
    assert statements.get_payload() == '{"statements":[]}'
    assert dict(file.items()) == {
        "Content-Type": 'text/plain; charset="ascii"',
        "Content-Transfer-Encoding": "binary",
        "X-Experience-API-Hash": SHA2,
    }
    assert file.get_payload(decode=True) == TEXT


@relaxed
@given(data=st.binary(max_size=300))
def test_what_is_written_can_be_read_back(keeper: Keeper, tmp_path: Path, data: bytes) -> None:
    kind, answer = sent(tmp_path, data, "a/b")
    found = read(answer, keeper, kind)
    assert found.statements == b'{"statements":[]}'
    assert [one.read() for one in found.parts.values()] == [data]


@pytest.mark.parametrize("content_type", ["a/b\r\nX-Other: 1", "", "a/é", "x" * 300])
def test_a_content_type_cannot_break_out_of_its_header(tmp_path: Path, content_type: str) -> None:
    file = parsed(*sent(tmp_path, TEXT, content_type))[1]
    assert file["Content-Type"] == "application/octet-stream" and file["X-Other"] is None


def test_a_file_that_is_missing_is_told_before_the_answer_begins(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_mixed([b"{}"], [Attachment(SHA2, "text/plain", tmp_path / SHA2)])
