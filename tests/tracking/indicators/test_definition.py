"""The definition files: complete, in three languages, and refused with the file's name where they are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracking.indicators.definition import FOLDER, ORDER, BadDefinition, Disclosure, Unit, definitions, read
from tracking.indicators.query import MEASURES
from tracking.standing import PARTICIPATING_DAYS

GOOD = (FOLDER / "registered.1.toml").read_text()


def write(tmp_path: Path, text: str, name: str = "registered.1.toml") -> Path:
    path = tmp_path / name
    path.write_text(text)
    return path


def test_every_indicator_in_order_is_defined_and_measured() -> None:
    assert tuple(one.id for one in definitions()) == ORDER == tuple(MEASURES)


def test_each_definition_states_its_zone_and_its_disclosure_fits_its_unit() -> None:
    for one in definitions():
        assert one.time_zone == "Europe/Paris"
        assert (one.disclosure is Disclosure.RATE) == (one.unit is Unit.SHARE)


def test_the_threshold_of_participation_stands_in_its_definition() -> None:
    found = next(one for one in definitions() if one.id == "participating")
    assert PARTICIPATING_DAYS == 3 and "three distinct days" in found.formula.en


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('unit = "people"', 'unit = "persons"'),
        ("version = 1", 'version = "1"'),
        ("since = 2026-11-21", 'since = "yesterday"'),
        ("[label]", "[name]"),
        ('nl = "Ingeschreven mensen"', 'nl = " "'),
        ('source = "record"', ""),
        ("version = 1", "version = 2"),
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, old: str, new: str) -> None:
    with pytest.raises(BadDefinition, match=r"registered\.1\.toml"):
        read(write(tmp_path, GOOD.replace(old, new)))


def test_a_new_version_takes_over_and_the_old_one_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in FOLDER.glob("*.toml"):
        write(tmp_path, path.read_text(), path.name)
    write(tmp_path, GOOD.replace("version = 1", "version = 2"), "registered.2.toml")
    monkeypatch.setattr("tracking.indicators.definition.FOLDER", tmp_path)
    assert {one.id: one.version for one in definitions.__wrapped__()}["registered"] == 2
    assert read(tmp_path / "registered.1.toml").version == 1
