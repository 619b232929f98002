"""How the build script decides where a commune is."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

SCRIPT = Path(__file__).parents[3] / "scripts" / "match_positions.py"


@pytest.fixture(scope="module")
def matching() -> ModuleType:
    spec = importlib.util.spec_from_file_location("match_positions", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["match_positions"] = module  # its dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def draft(matching: ModuleType, code: str, name: str, **more: Any) -> Any:
    given = {
        "postcodes": ["29000"],
        "population": 1_000,
        "group": "G",
        "department": "29",
        "landmass": "europe",
    }
    return matching.Draft(country="FR", code=code, name=name, name_nl=name, region="FR-BRE", **given | more)


def city(matching: ModuleType, name: str, lat: float, lon: float, population: int = 1_000) -> Any:
    return matching.City(name, set(), lat, lon, population, "FR-BRE")


def test_a_name_borne_once_on_both_sides_is_matched(matching: ModuleType) -> None:
    brest = draft(matching, "1", "Brest")
    matching.match([brest], [city(matching, "brest", 48.4, -4.5)])
    assert (brest.lat, brest.lon, brest.how) == (48.4, -4.5, "name")


def test_of_two_of_one_name_the_nearest_to_the_intercommunality_is_meant(matching: ModuleType) -> None:
    sure, doubtful = draft(matching, "1", "Sure"), draft(matching, "2", "Double")
    cities = [
        city(matching, "sure", 48, -4),
        city(matching, "double", 48, -2),
        city(matching, "double", 48.1, -4),
    ]
    matching.match([sure, doubtful], cities)
    assert (doubtful.lat, doubtful.lon) == (48.1, -4)


def test_a_namesake_far_from_the_intercommunality_is_refused(matching: ModuleType) -> None:
    near = [draft(matching, str(number), f"Near {number}") for number in range(3)]
    cities = [city(matching, f"near {number}", 48, -4 + number / 10) for number in range(3)]
    stray = draft(matching, "9", "Stray")
    matching.match([*near, stray], [*cities, city(matching, "stray", 48, -1)])
    assert stray.how == ""


def test_one_locality_never_serves_two_communes(matching: ModuleType) -> None:
    both = [draft(matching, "1", "Same"), draft(matching, "2", "Same")]
    matching.match(
        [draft(matching, "3", "Sure"), *both],
        [city(matching, "sure", 48, -4), city(matching, "same", 48, -4)],
    )
    assert sorted(one.how for one in both) == ["", "name"]


def test_the_rest_takes_the_weighted_centre_of_its_surroundings(matching: ModuleType) -> None:
    large = draft(matching, "1", "Large", population=3_000)
    small, lost = draft(matching, "2", "Small"), draft(matching, "3", "Lost")
    matching.match([large, small, lost], [city(matching, "large", 48, -4), city(matching, "small", 48.4, -4)])
    matching.place_the_rest([large, small, lost], {})
    assert (lost.lat, lost.how) == (pytest.approx(48.1), "postcode")
    assert lost.row()[9] == 1


def test_no_surroundings_across_the_water_stand_in_for_an_island(matching: ModuleType) -> None:
    town, island = draft(matching, "1", "Town"), draft(matching, "2", "Island", landmass="island")
    matching.match([town, island], [city(matching, "town", 48, -4)])
    with pytest.raises(SystemExit, match="Island"):
        matching.place_the_rest([town, island], {})
    matching.place_the_rest([town, island], {"2": [48.5, -5.0]})
    assert (island.lat, island.lon) == (48.5, -5.0)
