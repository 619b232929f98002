"""School systems: the files say what they should, and broken ones say what is wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode.territory import systems
from classcode.territory.models import Academy, Region
from classcode.territory.system_files import BadSystemFile, read_system

FOLDER = systems.FOLDER


def ids(*found: systems.System) -> list[str]:
    return [one.id for one in found]


def test_all_systems_can_be_read() -> None:
    assert ids(*systems.systems()) == ["fr", "be-fr", "be-nl"]


def test_levels_go_up_one_year_of_age_at_a_time() -> None:
    for system in systems.systems():
        ages = [level.age for level in system.levels]
        assert ages == list(range(3, 3 + len(ages)))


def test_the_french_cycles_are_those_of_the_code() -> None:
    cycles: dict[str, list[str]] = {}
    for level in systems.system("fr").levels:
        cycles.setdefault(level.cycle, []).append(level.id)
    assert cycles["1"] == ["PS", "MS", "GS"]
    assert cycles["3"] == ["CM1", "CM2", "6e"]
    assert cycles["4"] == ["5e", "4e", "3e"]


def test_every_network_of_belgium_is_there() -> None:
    assert ids_of_networks("be-fr") == ["WBE", "CECP", "CPEONS", "SeGEC", "FELSI"]
    assert ids_of_networks("be-nl") == ["GO", "OVSG", "POV", "KOV", "OKO"]


def ids_of_networks(system: str) -> list[str]:
    return [network.id for network in systems.system(system).networks]


def test_brussels_is_offered_both_systems_and_assigned_to_none() -> None:
    assert ids(*systems.systems_offered("BE-BRU")) == ["be-fr", "be-nl"]


def test_a_region_is_offered_its_system_and_elsewhere_all_of_them() -> None:
    assert ids(*systems.systems_offered("FR-BRE")) == ["fr"]
    assert ids(*systems.systems_offered("BE-WLX")) == ["be-fr"]
    assert ids(*systems.systems_offered("BE-VAN")) == ["be-nl"]
    assert ids(*systems.systems_offered("elsewhere")) == ["fr", "be-fr", "be-nl"]


def test_every_region_of_a_country_is_offered_only_systems_of_that_country(whole: Session) -> None:
    for region in whole.scalars(select(Region).where(Region.country != "")):
        assert {one.id[:2] for one in systems.systems_offered(region.code)} == {region.country.lower()}


def test_every_mainland_academy_has_one_holiday_zone(whole: Session) -> None:
    france = systems.system("fr")
    without = {
        academy.name
        for academy in whole.scalars(select(Academy))
        if france.zone_of_academy(academy.code) is None
    }
    assert without == {"Corse", "La Réunion", "Martinique", "Guadeloupe", "Guyane", "Mayotte"}
    listed = [code for academies in france.zones.values() for code in academies]
    assert len(listed) == len(set(listed)) == 24


@pytest.mark.parametrize(
    ("system", "day", "year"),
    [
        ("fr", date(2026, 8, 28), "2025-2026"),
        ("be-fr", date(2026, 8, 28), "2026-2027"),
        ("be-nl", date(2026, 9, 1), "2026-2027"),
        ("fr", date(2025, 9, 1), "2025-2026"),
    ],
)
def test_the_last_days_of_august_tell_the_systems_apart(system: str, day: date, year: str) -> None:
    found = systems.school_year_of(systems.system(system), day)
    assert (found.name, found.official) == (year, True)


def test_a_year_that_no_file_lists_has_the_usual_dates_and_says_so() -> None:
    found = systems.school_year_of(systems.system("fr"), date(2024, 2, 1))
    assert (found.name, found.starts, found.official) == ("2023-2024", date(2023, 9, 1), False)


def test_every_day_of_ten_years_belongs_to_one_school_year_that_has_begun() -> None:
    for system in systems.systems():
        for ordinal in range(date(2020, 1, 1).toordinal(), date(2030, 1, 1).toordinal(), 3):
            day = date.fromordinal(ordinal)
            year = systems.school_year_of(system, day)
            assert year.starts <= day < year.starts.replace(year=year.starts.year + 1, day=31, month=10)


def test_each_zone_has_its_winter_holidays_and_everybodys_christmas() -> None:
    year = systems.school_year_of(systems.system("fr"), date(2026, 1, 10))
    for zone in "ABC":
        called = [holiday.names.fr for holiday in year.holidays_in(zone)]
        assert called == ["Toussaint", "Noël", "Hiver", "Printemps", "Pont de l'Ascension"]
    assert [holiday.names.fr for holiday in year.holidays_in(None)] == [
        "Toussaint",
        "Noël",
        "Pont de l'Ascension",
    ]


def test_level_choices_lead_back_to_their_level() -> None:
    choices = systems.level_choices("nl")
    assert len({key for key, _ in choices}) == len(choices) == 47
    assert all(systems.level_of(key) is not None for key, _ in choices)
    assert dict(choices)["be-nl:P1"].startswith("1e leerjaar")


@pytest.mark.parametrize("key", ["", "fr", "fr:", "fr:P1", "xx:CP", "fr:CP:CP"])
def test_a_key_that_no_file_knows_has_no_level(key: str) -> None:
    assert systems.level_of(key) is None


def test_an_unknown_system_is_a_programming_error() -> None:
    with pytest.raises(KeyError):
        systems.system("../fr")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('name_nl = "Frankrijk"', "", "name_nl: missing"),
        ('stage = "lycee"', 'stage = "lyceum"', "levels.2de.stage: no stage"),
        ("age = 6,", 'age = "6",', "levels.CP.age: not a int"),
        (', nl = "Openbaar onderwijs"', "", "networks.public.nl: missing"),
        ("starts = 2026-09-01", "starts = 2026-05-01", "years.2026-2027"),
        ("last = 2025-11-02", "last = 2025-10-02", "years.2025-2026.holidays"),
        ('zones = ["A"]', 'zones = ["D"]', "holidays.zones: unknown zone"),
        ('usual_start = "09-01"', 'usual_start = "1 Sept"', "usual_start: not a month and day"),
        ('id = "fr"', 'id = "france"', "id: 'france' is not the file's name"),
        ("[[years]]", "[years", "TOML"),
        ('regions = ["FR-"]', "regions = []", "regions: not a list of texts"),
    ],
)
def test_a_broken_file_is_refused_by_name_and_key(tmp_path: Path, old: str, new: str, says: str) -> None:
    text = (FOLDER / "fr.toml").read_text(encoding="utf-8")
    assert old in text
    broken = tmp_path / "fr.toml"
    broken.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadSystemFile) as refused:
        read_system(broken)
    assert str(refused.value).startswith("fr.toml: ")
    assert says in str(refused.value)
