"""The reference data: complete, consistent, and the same after a second load."""

from __future__ import annotations

import gzip
import tomllib
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from classcode.territory.loading import DATA, load
from classcode.territory.models import Academy, Commune, CommuneTerm, Department, Region
from tests.classcode.territory.conftest import SOME


def rows(session: Session) -> list[tuple[object, ...]]:
    tables = [Region, Academy, Department, Commune, CommuneTerm]
    by_key = [select(*one.__table__.columns).order_by(*one.__table__.primary_key) for one in tables]
    return [tuple(row) for one in by_key for row in session.execute(one)]


def test_there_are_eighteen_french_regions_and_six_inhabited_collectivities(whole: Session) -> None:
    codes = whole.scalars(select(Region.national_code).where(Region.country == "FR")).all()
    assert len([code for code in codes if len(code) == 2]) == 18
    assert sorted(code for code in codes if len(code) == 3) == ["975", "977", "978", "986", "987", "988"]


def test_belgium_is_ten_provinces_and_brussels(whole: Session) -> None:
    codes = whole.scalars(select(Region.code).where(Region.country == "BE")).all()
    assert len(codes) == 11
    assert "BE-BRU" in codes


def test_elsewhere_is_a_region_without_country_or_communes(whole: Session) -> None:
    elsewhere = whole.get_one(Region, "elsewhere")
    assert elsewhere.country == ""
    assert elsewhere.called("nl") == "Elders"


def test_there_are_thirty_academies_and_each_lies_in_the_region_of_its_departments(whole: Session) -> None:
    assert whole.scalar(select(func.count()).select_from(Academy)) == 30
    strangers = select(Department.code).join(Academy).where(Academy.region_code != Department.region_code)
    # Saint-Barthélemy and Saint-Martin are regions of their own and belong to the academy of Guadeloupe.
    assert whole.scalars(strangers.order_by(Department.code)).all() == ["977", "978"]


def test_only_the_collectivities_without_an_academy_have_none(whole: Session) -> None:
    without = select(Department.code).where(Department.academy_code.is_(None)).order_by(Department.code)
    assert whole.scalars(without).all() == ["975", "986", "987", "988"]


def test_every_zone_named_is_a_time_zone(whole: Session) -> None:
    zones = {*whole.scalars(select(Region.zone).distinct()), *whole.scalars(select(Commune.zone).distinct())}
    assert len(zones) > 12
    assert all(ZoneInfo(zone) for zone in zones)


def test_every_commune_listed_as_an_island_exists_and_got_its_landmass(whole: Session) -> None:
    islands = tomllib.loads((DATA / "islands.toml").read_text(encoding="utf-8"))
    expected = {f"FR-{code}": name for name, codes in islands["landmasses"].items() for code in codes}
    found = whole.execute(select(Commune.code, Commune.landmass).where(Commune.code.in_(expected)))
    assert {row.code: row.landmass for row in found} == expected


def test_every_position_is_plausible_for_its_country(whole: Session) -> None:
    belgium = select(Commune.code).where(
        Commune.country == "BE", ~(Commune.lat.between(49.4, 51.6) & Commune.lon.between(2.5, 6.5))
    )
    mainland = select(Commune.code).where(
        Commune.country == "FR",
        Commune.landmass == "europe",
        ~(Commune.lat.between(42.3, 51.2) & Commune.lon.between(-4.9, 8.3)),
    )
    assert whole.scalars(belgium).all() == []
    assert whole.scalars(mainland).all() == []


def test_the_share_of_matched_communes_is_what_the_sources_state(whole: Session) -> None:
    stated = (DATA / "SOURCES.md").read_text(encoding="utf-8")
    for country in ("FR", "BE"):
        mine = select(func.count()).select_from(Commune).where(Commune.country == country)
        total, exact = whole.scalar(mine), whole.scalar(mine.where(~Commune.approximate))
        assert total and exact
        assert f"| {total:,} | {exact / total * 100:.1f} % ({exact:,}) |" in stated


def test_known_towns_lie_where_the_map_has_them(whole: Session) -> None:
    expected = {"FR-29019": (48.39, -4.49), "BE-62063": (50.63, 5.57), "FR-98818": (-22.27, 166.45)}
    for code, (lat, lon) in expected.items():
        town = whole.get_one(Commune, code)
        assert (round(town.lat, 2), round(town.lon, 2), town.approximate) == (lat, lon, False)


def test_a_french_commune_knows_its_department_academy_and_region(whole: Session) -> None:
    brest = whole.get_one(Commune, "FR-29019")
    assert (brest.department_code, brest.academy_code, brest.region_code) == ("29", "14", "FR-BRE")
    assert brest.postcodes == ["29200"]
    assert brest.population and brest.population > 100_000


def test_french_and_belgian_codes_do_not_collide(some: Session) -> None:
    aartselaar = some.get_one(Commune, "BE-11001")
    assert aartselaar.national_code == "11001"
    assert aartselaar.region_code == "BE-VAN"


def test_a_municipality_is_called_by_its_readers_language(some: Session) -> None:
    brussels = some.get_one(Commune, "BE-21004")
    assert [brussels.called(language) for language in ("fr", "nl", "en")] == [
        "Bruxelles",
        "Brussel",
        "Bruxelles",
    ]


def test_loading_twice_changes_nothing(some: Session) -> None:
    before = rows(some)
    assert load(some, only=SOME) == load(some, only=SOME)
    assert rows(some) == before


def test_loading_again_repairs_what_was_changed_by_hand(some: Session) -> None:
    some.execute(update(Commune).where(Commune.code == "FR-29019").values(name="Brast"))
    load(some, only=SOME)
    assert some.get_one(Commune, "FR-29019").name == "Brest"


def test_a_commune_that_left_the_files_keeps_its_row_and_is_no_longer_found(some: Session) -> None:
    load(some, only=[code for code in SOME if code != "FR-29155"])
    assert some.get(Commune, "FR-29155") is not None
    assert some.scalars(select(CommuneTerm).where(CommuneTerm.commune_code == "FR-29155")).all() == []


def test_loading_leaves_the_commit_to_its_caller(some: Session) -> None:
    load(some, only=[*SOME, "FR-75056"])
    some.rollback()
    assert some.get(Commune, "FR-75056") is None


def test_the_file_of_communes_carries_no_date_and_is_small() -> None:
    packed = (DATA / "communes.csv.gz").read_bytes()
    assert packed[4:8] == b"\0\0\0\0"
    assert len(packed) < 1_000_000
    assert gzip.decompress(packed).startswith(b"country,code,name,")
