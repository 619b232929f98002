"""The codes on papers: long, the same each time, and read back however somebody typed them."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracking.attestations import codes

KEY = codes.key_from("k" * 40)
ONE = UUID(int=1)


def test_a_code_is_computed_again_and_another_key_gives_another() -> None:
    assert codes.code_of(KEY, ONE) == codes.code_of(KEY, ONE)
    assert codes.code_of(KEY, ONE) != codes.code_of(codes.key_from("l" * 40), ONE)


def test_a_code_holds_more_than_128_bits() -> None:
    assert codes.SIGNS * 5 >= 128
    assert len(codes.code_of(KEY, ONE)) == codes.SIGNS


def test_it_is_printed_in_groups_of_four() -> None:
    assert {len(part) for part in codes.grouped(codes.code_of(KEY, ONE)).split("-")} == {4}


@given(st.uuids())
def test_what_is_printed_is_read_back(identity: UUID) -> None:
    code = codes.code_of(KEY, identity)
    assert codes.read(f"  {codes.grouped(code).lower().replace('-', ' ')} ") == code
    assert codes.read(code.replace("0", "o").replace("1", "l")) == code


@pytest.mark.parametrize("typed", ["", "ABC", "x" * 43, "U" * 28, "é" * 28, "0" * 29, "٣" * 28, "ſ" * 28])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert codes.read(typed) is None
