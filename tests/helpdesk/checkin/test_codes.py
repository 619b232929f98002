"""Codes of a meeting: how long each holds, what a renewed key leaves, and what nobody can forge."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from helpdesk.checkin import codes, window
from helpdesk.meetings.models import new_key

KEY, OTHER = new_key(), new_key()
MEETING = UUID("00000000-0000-4000-8000-000000000001")
NOW = datetime(2026, 11, 24, 17, 30, tzinfo=UTC)


@pytest.mark.parametrize(("seconds", "holds"), [(0, True), (29, True), (59, True), (60, False), (-1, False)])
def test_a_qr_code_holds_for_its_turn_and_the_next(seconds: int, holds: bool) -> None:
    shown = codes.token(KEY, MEETING, NOW)
    assert codes.is_token(KEY, shown, NOW + timedelta(seconds=seconds)) is holds


@pytest.mark.parametrize(
    ("minutes", "holds"), [(0, True), (4.9, True), (9.9, True), (10, False), (-0.1, False)]
)
def test_a_typed_code_holds_for_its_five_minutes_and_the_next_five(minutes: float, holds: bool) -> None:
    shown = codes.code(KEY, MEETING, NOW)
    assert codes.is_code(KEY, MEETING, shown, NOW + timedelta(minutes=minutes)) is holds


def test_a_token_names_its_meeting_and_is_short_enough_for_a_small_drawing() -> None:
    shown = codes.token(KEY, MEETING, NOW)
    assert codes.meeting_of(shown) == MEETING and len(shown) == 34


@pytest.mark.parametrize("shown", ["", "x", "é" * 34, "A" * 21, "\0" * 34, "a" * 5000, "..//"])
def test_what_is_no_token_names_no_meeting_or_holds_nowhere(shown: str) -> None:
    assert not codes.is_token(KEY, shown, NOW)


def test_a_token_of_another_meeting_or_key_holds_nowhere_here() -> None:
    shown = codes.token(KEY, MEETING, NOW)
    moved = codes.token(KEY, uuid4(), NOW)[:22] + shown[22:]
    assert not codes.is_token(OTHER, shown, NOW)
    assert not codes.is_token(KEY, moved, NOW)


def test_codes_are_spelled_without_letters_that_look_alike() -> None:
    spelled = "".join(codes.code(new_key(), MEETING, NOW) + codes.slip(new_key(), MEETING) for _ in range(50))
    assert not set(spelled) & set("0O1IL") and set(spelled) <= set(codes.ALPHABET)


def test_a_proof_outlives_the_token_for_a_quarter_of_an_hour_and_is_of_that_token_alone() -> None:
    shown = codes.token(KEY, MEETING, NOW)
    proof = codes.grant(KEY, shown, NOW)
    assert codes.is_granted(KEY, shown, proof, NOW + timedelta(minutes=15))
    assert not codes.is_granted(KEY, shown, proof, NOW + timedelta(minutes=15, seconds=1))
    assert not codes.is_granted(KEY, codes.token(KEY, MEETING, NOW + timedelta(minutes=1)), proof, NOW)
    assert not codes.is_granted(OTHER, shown, proof, NOW)


@pytest.mark.parametrize("proof", ["", ".", "9" * 400, f"{'9' * 12}.x", "²³.x", "-1.x", "1.2.3"])
def test_a_made_up_proof_is_none(proof: str) -> None:
    assert not codes.is_granted(KEY, codes.token(KEY, MEETING, NOW), proof, NOW)


def test_a_renewed_key_voids_what_was_shown_and_keeps_the_slips() -> None:
    renewed, guest = codes.renewed(KEY), codes.line_id(MEETING, 1)
    assert not codes.is_token(renewed, codes.token(KEY, MEETING, NOW), NOW)
    assert not codes.is_code(renewed, MEETING, codes.code(KEY, MEETING, NOW), NOW)
    assert codes.slip(renewed, guest) == codes.slip(KEY, guest)


@pytest.mark.parametrize("typed", ["abcd-efgh-jkmn", " ABCD EFGH JKMN ", "abcd–efgh–jkmn", "ABCDEFGHJKMN"])
def test_a_slip_is_read_however_it_is_typed(typed: str) -> None:
    assert codes.normal(typed) == "ABCDEFGHJKMN"


def test_each_line_has_a_slip_of_its_own() -> None:
    assert len({codes.slip(KEY, codes.line_id(MEETING, line)) for line in range(1, 61)}) == 60


@pytest.mark.parametrize(("seconds", "left"), [(0, 30), (1, 29), (29, 1)])
def test_the_screen_knows_how_long_its_code_lasts(seconds: int, left: int) -> None:
    assert codes.next_turn(NOW + timedelta(seconds=seconds)) == left


@pytest.mark.parametrize(
    ("minutes", "is_open"), [(-30.1, False), (-30, True), (0, True), (105, True), (105.1, False)]
)
def test_the_window_is_from_half_an_hour_before_to_a_quarter_after(minutes: float, is_open: bool) -> None:
    ends = NOW + timedelta(minutes=90)
    assert window.is_open(NOW, ends, NOW + timedelta(minutes=minutes)) is is_open


@pytest.mark.parametrize(
    ("late", "minutes"), [(-20, None), (0, None), (15, None), (15.1, 74), (30, 60), (89.5, 1), (100, 1)]
)
def test_minutes_run_from_the_check_in_to_the_end(late: float, minutes: int | None) -> None:
    declared = NOW + timedelta(minutes=late)
    assert window.minutes_from(declared, NOW, NOW + timedelta(minutes=90)) == minutes
