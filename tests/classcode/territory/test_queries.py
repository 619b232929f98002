"""Looking regions, communes and places up."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from classcode.territory import queries
from classcode.territory.distance import Point
from classcode.territory.models import Commune, Place, PlaceState

BREST = Point(48.39, -4.4863, "europe")


def names(session: Session, text: str, limit: int = 10) -> list[str]:
    return [commune.name for commune in queries.find_communes(session, text, limit)]


def place(name: str, commune_code: str, lat: float, lon: float) -> Place:
    return Place(name=name, commune_code=commune_code, lat=lat, lon=lon)


def test_regions_come_by_country_in_french_order(whole: Session) -> None:
    found = queries.regions(whole)
    assert list(found) == ["FR", "BE", ""]
    assert [region.name_fr for region in found["FR"]][:2] == [
        "Auvergne-Rhône-Alpes",
        "Bourgogne-Franche-Comté",
    ]
    assert [region.name_fr for region in found["FR"]].index("Île-de-France") == 9
    assert [region.code for region in found[""]] == ["elsewhere"]


@pytest.mark.parametrize(
    "text", ["saint-brieuc", "SAINT BRIEUC", "St Brieuc", "st. brieuc", "Saint-Brieuc (22000)"]
)
def test_a_commune_is_found_however_it_is_written(whole: Session, text: str) -> None:
    assert names(whole, text, 1) == ["Saint-Brieuc"]


def test_an_exact_name_comes_before_a_larger_commune_that_begins_with_it(whole: Session) -> None:
    assert names(whole, "liege", 1) == ["Liège"]
    assert names(whole, "sainte", 1) != []
    assert names(whole, "lens")[0] == "Lens"


def test_among_equal_beginnings_the_largest_comes_first(whole: Session) -> None:
    assert names(whole, "marseil", 1) == ["Marseille"]


def test_a_name_is_found_without_its_article(whole: Session) -> None:
    assert names(whole, "mans", 1) == ["Le Mans"]
    assert names(whole, "le mans", 1) == ["Le Mans"]


def test_a_postcode_finds_all_its_communes(whole: Session) -> None:
    assert names(whole, "29200") == ["Brest"]
    assert set(names(whole, "97150")) == {"Saint-Martin"}


def test_a_name_with_its_postcode_means_the_commune_that_has_both(whole: Session) -> None:
    found = queries.find_communes(whole, "29000 Quimper")
    assert [commune.code for commune in found] == ["FR-29232"]
    assert {commune.department_code for commune in queries.find_communes(whole, "Saint-Denis 93200")} == {
        "93"
    }


def test_both_names_of_a_belgian_municipality_find_it(whole: Session) -> None:
    for text in ("Anvers", "Antwerpen", "antwerpen 2000"):
        assert queries.find_communes(whole, text, 1)[0].code == "BE-11002"


def test_a_commune_that_was_merged_is_found_by_its_former_name(whole: Session) -> None:
    assert "Sèvremoine" in names(whole, "saint macaire en mauges")


@pytest.mark.parametrize("text", ["", " ", "b", "1", "-", "zzzz", "%", "'; --", "b%"])
def test_too_little_or_nothing_known_finds_nothing(whole: Session, text: str) -> None:
    assert names(whole, text) == []


def test_no_more_than_the_limit_is_found(whole: Session) -> None:
    assert len(names(whole, "sa", 7)) == 7


def test_a_commune_and_its_region_come_by_code(whole: Session) -> None:
    brest = queries.commune(whole, "FR-29019")
    assert brest is not None
    assert brest.region.code == "FR-BRE"
    region = queries.region_of(whole, "BE-84016")
    assert region is not None
    assert region.code == "BE-WLX"


def test_an_unknown_code_has_no_commune_and_no_region(whole: Session) -> None:
    assert queries.commune(whole, "29019") is None
    assert queries.region_of(whole, "FR-00000") is None
    assert queries.region(whole, "FR-XXX") is None


def test_the_marquesas_are_half_an_hour_ahead_of_tahiti(whole: Session) -> None:
    noon = datetime(2026, 1, 15, 12, tzinfo=UTC)
    offsets = []
    for code in ("FR-98735", "FR-98731"):
        commune = queries.commune(whole, code)
        assert commune is not None
        offset = noon.astimezone(queries.zone_of(commune)).utcoffset()
        assert offset is not None
        offsets.append(offset.total_seconds() / 3600)
    assert offsets == [-10.0, -9.5]


def test_the_nearest_places_come_first_with_their_distance(whole: Session) -> None:
    whole.add_all(
        [
            place("Rennes", "FR-35238", 48.1113, -1.68),
            place("Brest", "FR-29019", 48.4, -4.49),
            place("Liège", "BE-62063", 50.63, 5.57),
        ]
    )
    found = queries.nearest_places(whole, BREST, 2)
    assert [one.place.name for one in found] == ["Brest", "Rennes"]
    assert [round(one.km) for one in found] == [1, 210]


def test_places_across_the_water_are_not_offered(whole: Session) -> None:
    whole.add_all(
        [place("Ouessant", "FR-29155", 48.4583, -5.0967), place("Rennes", "FR-35238", 48.1113, -1.68)],
    )
    assert [one.place.name for one in queries.nearest_places(whole, BREST)] == ["Rennes"]


def test_a_hidden_place_is_offered_to_nobody(whole: Session) -> None:
    hidden = place("Brest", "FR-29019", 48.4, -4.49)
    hidden.hidden_at = datetime(2026, 1, 1, tzinfo=UTC)
    whole.add(hidden)
    whole.flush()
    assert queries.nearest_places(whole, BREST) == []
    assert queries.place(whole, hidden.id) is None


def test_a_new_place_is_identified_and_dated(whole: Session) -> None:
    new = place("Médiathèque", "FR-29019", 48.4, -4.49)
    whole.add(new)
    whole.flush()
    whole.expire(new)
    found = queries.place(whole, new.id)
    assert found is not None
    assert found.state is PlaceState.IDENTIFIED
    assert found.created_at.tzinfo is UTC


def test_the_point_of_a_commune_stands_on_its_landmass(whole: Session) -> None:
    assert queries.point_of(whole.get_one(Commune, "FR-29155")).landmass == "ouessant"
