"""Data 2.4.11 and Communication 1.5: statements and the data of their attachments come together or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from classcode.files import is_sha2
from tests.tracking.lrs.mixed import SHA2, TEXT, attached
from tracking.xapi.errors import Invalid
from tracking.xapi.parts import check_parts, named_by

URL = "http://over.there.example/file.txt"


@dataclass(frozen=True)
class Came:
    """A part as a request brought it."""

    data: bytes = TEXT
    content_type: str = "text/plain"
    length: int | None = None

    @property
    def size(self) -> int:
        return len(self.data)

    def read(self) -> bytes:
        return self.data


def refusal(
    statements: list[dict[str, Any]], parts: dict[str, Came] | None = None, *, batch: bool = True
) -> Invalid:
    with pytest.raises(Invalid) as caught:
        check_parts(statements, parts or {}, batch=batch)
    return caught.value


def test_communication_1_5_1_json_is_enough_without_attachments() -> None:
    check_parts([{}, {"attachments": []}], {})


def test_communication_1_5_1_json_is_enough_where_every_attachment_has_a_file_url() -> None:
    check_parts([{"attachments": [attached(fileUrl=URL), attached(b"other", fileUrl=URL)]}], {})


def test_communication_1_5_1_json_is_not_enough_for_an_attachment_without_file_url() -> None:
    caught = refusal([{}, {"attachments": [attached(fileUrl=URL), attached(b"other")]}])
    assert (caught.where, caught.clause) == ("[1].attachments[1]", "Communication 1.5.1")


def test_communication_1_5_2_every_attachment_without_file_url_has_its_part() -> None:
    check_parts([{"attachments": [attached()]}], {SHA2: Came()})
    caught = refusal([{"attachments": [attached(), attached(b"other")]}], {SHA2: Came()})
    assert (caught.where, caught.clause) == ("[0].attachments[1]", "Communication 1.5.2")


def test_communication_1_5_2_a_part_that_no_attachment_names_is_refused() -> None:
    other = attached(b"other")["sha2"]
    caught = refusal([{"attachments": [attached()]}], {SHA2: Came(), other: Came(b"other")})
    assert caught.params == {"sha2": other}


def test_an_attachment_with_a_file_url_may_send_its_data_all_the_same() -> None:
    check_parts([{"attachments": [attached(fileUrl=URL)]}], {SHA2: Came()})


def test_communication_1_5_2_two_statements_may_share_one_part() -> None:
    check_parts([{"attachments": [attached()]}, {"attachments": [attached()]}], {SHA2: Came()})


def test_a_hash_in_capitals_is_the_same_hash() -> None:
    check_parts([{"attachments": [attached(sha2=SHA2.upper())]}], {SHA2: Came()})


def test_the_attachments_of_a_substatement_need_their_data_too() -> None:
    inner = {"object": {"objectType": "SubStatement", "attachments": [attached()]}}
    assert refusal([inner], batch=False).where == "object.attachments[0]"
    check_parts([inner], {SHA2: Came()})


def test_communication_1_5_2_the_type_of_a_part_is_the_type_of_its_attachment() -> None:
    statement = {"attachments": [attached()]}
    check_parts([statement], {SHA2: Came(content_type="TEXT/plain; charset=utf-8")})
    check_parts([statement], {SHA2: Came(content_type="")})
    caught = refusal([statement], {SHA2: Came(content_type="text/html")}, batch=False)
    assert (caught.where, caught.clause) == ("attachments[0].contentType", "Communication 1.5.2")


def test_communication_1_5_2_the_length_of_a_part_is_the_length_of_its_attachment() -> None:
    check_parts([{"attachments": [attached()]}], {SHA2: Came(length=27)})
    assert refusal([{"attachments": [attached()]}], {SHA2: Came(length=28)}).where.endswith(".length")


def test_every_attachment_is_found_with_its_path() -> None:
    statement = {"attachments": [{"sha2": "1"}], "object": {"objectType": "Activity", "attachments": [{}]}}
    assert list(named_by(statement, "[3]")) == [("[3].attachments[0]", {"sha2": "1"})]


@pytest.mark.parametrize(
    "text", ["", SHA2.upper(), SHA2[:-1], SHA2 + "0", "g" * 64, "../" + SHA2[3:], "²" * 64]
)
def test_only_hexadecimal_digests_of_the_family_are_a_sha_2(text: str) -> None:
    assert is_sha2(SHA2)
    assert not is_sha2(text)
