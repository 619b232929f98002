"""Dates as each language says them."""

from __future__ import annotations

from datetime import date

import pytest

from classcode import i18n


@pytest.mark.parametrize(
    ("language", "day", "told"),
    [
        ("fr", date(2026, 9, 1), "mardi 1er septembre 2026"),
        ("fr", date(2026, 9, 11), "vendredi 11 septembre 2026"),
        ("nl", date(2026, 9, 1), "dinsdag 1 september 2026"),
    ],
)
def test_a_day_is_written_in_full(language: str, day: date, told: str) -> None:
    with i18n.reader(language):
        assert i18n.day(day) == told
