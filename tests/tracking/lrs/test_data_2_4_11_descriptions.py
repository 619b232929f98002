"""Data 2.4.11: how attachments are described; that their data fits is the matter of other tests."""

from __future__ import annotations

import pytest

from tests.tracking.lrs.statement import BOTH, FILE, INSIDE, accepted, having, refusal
from tracking.xapi.versions import Version

WHERE = "attachments[0]"


@BOTH
def test_data_2_4_11_a_description_may_hold_everything(version: Version) -> None:
    whole = FILE | {"description": {"en": "About it"}, "fileUrl": "https://example.org/file.txt"}
    assert accepted(having("attachments", [FILE, whole]), version)
    assert accepted(having("object", INSIDE | {"attachments": [whole]}), version)
    assert accepted(having("attachments", []), version)


@BOTH
@pytest.mark.parametrize("name", ["usageType", "display", "contentType", "length", "sha2"])
def test_data_2_4_11_a_description_names_use_title_type_length_and_checksum(
    name: str, version: Version
) -> None:
    partial = {key: value for key, value in FILE.items() if key != name}
    assert refusal(having("attachments", [partial]), version) == (WHERE, "Data 2.4.11")


@pytest.mark.parametrize("sha2", ["a" * 56, "A" * 64, "0" * 96, "f" * 128])
def test_data_2_4_11_a_checksum_is_of_any_sha_2(sha2: str) -> None:
    assert accepted(having("attachments", [FILE | {"sha2": sha2}]))


@pytest.mark.parametrize("kind", ["text/plain", "application/vnd.a+json", 'text/plain; charset="utf-8"; x=y'])
def test_data_2_4_11_a_type_is_a_media_type(kind: str) -> None:
    assert accepted(having("attachments", [FILE | {"contentType": kind}]))


@BOTH
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("usageType", "certificate"),
        ("usageType", 7),
        ("display", "A file"),
        ("display", 7),
        ("description", "About it"),
        ("description", None),
        ("contentType", "text"),
        ("contentType", "text/plain\r\nX: y"),
        ("contentType", ""),
        ("contentType", 7),
        ("length", "27"),
        ("length", -1),
        ("length", 27.0),
        ("length", True),
        ("length", None),
        ("sha2", "../../etc/passwd"),
        ("sha2", "a" * 40),
        ("sha2", "g" * 64),
        ("sha2", 12345),
        ("fileUrl", "file.txt"),
        ("fileUrl", None),
    ],
)
def test_data_2_4_11_a_description_of_another_form_is_refused(
    name: str, value: object, version: Version
) -> None:
    statement = having("attachments", [FILE | {name: value}])
    assert refusal(statement, version) == (f"{WHERE}.{name}", "Data 2.4.11")
