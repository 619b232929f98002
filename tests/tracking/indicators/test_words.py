"""The words of values, units and definitions, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import pytest

from classcode import i18n
from tracking.indicators import words
from tracking.indicators.definition import definition, definitions
from tracking.indicators.disclosure import Shown, Shows
from tracking.indicators.kinds import Group, Kind, Origin, Progress, Unit

CLOSED: list[tuple[type[StrEnum], Mapping[StrEnum, str]]] = [
    (Unit, words.UNITS),
    (Group, words.GROUPS),
    (Origin, words.ORIGINS),
    (Kind, words.KINDS),
    (Progress, words.PROGRESS),
]


@pytest.mark.parametrize(("closed", "told"), CLOSED, ids=lambda one: getattr(one, "__name__", None))
def test_each_closed_word_is_said_in_every_language(
    closed: type[StrEnum], told: Mapping[StrEnum, str]
) -> None:
    assert set(told) == set(closed)
    for language in ("fr", "nl"):
        # A word that reads the same in both languages still stands in the catalogue.
        assert set(told.values()) <= set(i18n.catalogue(language)._catalog)


def test_a_step_is_told_in_words_and_carries_no_unit() -> None:
    progress = definition("action-progress")
    with i18n.reader("fr"):
        assert words.value(progress, Shown(2)) == "d’un quart à la moitié"
        assert words.unit(progress) is None


@pytest.mark.parametrize(("share", "told"), [(0.4023, "40,2"), (0.87, "87"), (0.0, "0"), (1.0, "100")])
def test_a_share_has_one_decimal_where_it_tells_something(share: float, told: str) -> None:
    with i18n.reader("fr"):
        assert words.value(definition("girls-share"), Shown(share)) == f"{told}\u00a0%"


@pytest.mark.parametrize("shows", list(Shows))
def test_each_rule_of_disclosure_is_said_with_its_threshold(shows: Shows) -> None:
    with i18n.reader("en"):
        assert ("11" in words.rule(shows, 11)) is (shows is not Shows.OPEN)


def test_a_definition_is_told_part_by_part_and_leaves_out_what_it_lacks() -> None:
    with i18n.reader("en"):
        rate = [head for head, _text in words.told(definition("attendance-rate"))]
        count = [head for head, _text in words.told(definition("registered"))]
    assert rate[:5] == [
        "Formula",
        "Who or what is counted",
        "Which date counts",
        "Above the line",
        "Below the line",
    ]
    assert "Above the line" not in count and count[-1] == "Source"


def test_a_definition_tells_its_version_its_day_and_the_version_of_the_product() -> None:
    with i18n.reader("en"):
        assert words.version(definition("registered", 1)).startswith("1, in force since")
        assert words.version(definition("registered", 1)).endswith("with Class’Code 0.1.0")


def test_what_has_no_source_yet_says_in_every_language_what_will_be_there() -> None:
    for language in i18n.LANGUAGES:
        with i18n.reader(language):
            assert all(words.empty(one) for one in definitions() if not one.available)
