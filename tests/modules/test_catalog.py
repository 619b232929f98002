"""The catalogue answers by slug, unit and language."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from modules.catalog import Catalog, Module, ModuleKind, read_module, text_of, words
from tests.modules.written import write_module


@pytest.fixture
def module(tmp_path: Path) -> Module:
    found, _problems = read_module(write_module(tmp_path))
    assert found is not None
    return found


def test_modules_come_by_number_and_the_front_door_stands_apart(module: Module) -> None:
    door = replace(module, slug="door", number=0, kind=ModuleKind.FRONT_DOOR, rule=None)
    catalog = Catalog([module, door])
    assert [found.slug for found in catalog.modules] == ["door", "small"]
    assert [found.slug for found in catalog.courses] == ["small"]
    assert catalog.front_door is door
    assert catalog.minutes == 40


def test_units_are_found_by_module_and_id(module: Module) -> None:
    catalog = Catalog([module])
    assert catalog.unit("small", "second") is module.units[1]
    assert catalog.unit("small", "third") is None
    assert catalog.unit("other", "second") is None
    assert catalog.module("other") is None


def test_neighbours_end_where_the_module_ends(module: Module) -> None:
    catalog = Catalog([module])
    first, second, kit = module.units
    assert catalog.neighbours("small", "first") == (None, second)
    assert catalog.neighbours("small", "second") == (first, kit)
    assert catalog.neighbours("small", "kit") == (second, None)
    assert catalog.neighbours("small", "nowhere") == (None, None)


def test_a_unit_is_shown_in_the_language_asked_for(module: Module) -> None:
    shown = text_of(module.units[0], "en")
    assert (shown.text.title, shown.fell_back) == ("First", False)


def test_a_missing_language_falls_back_to_french_and_says_so(module: Module) -> None:
    shown = text_of(module.units[0], "nl")
    assert (shown.text.lang, shown.fell_back) == ("fr", True)


def test_without_french_english_is_next(module: Module) -> None:
    unit = replace(module.units[0], texts={"en": module.units[0].texts["en"]})
    assert text_of(unit, "nl").text.lang == "en"


def test_short_texts_fall_back_the_same_way() -> None:
    assert words({"en": "Small", "fr": "Petit"}, "nl") == "Petit"
    assert words({"en": "Small"}, "en") == "Small"
    assert words({}, "fr") == ""
