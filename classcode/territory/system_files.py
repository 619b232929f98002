"""Reading one system's file and refusing what contradicts itself; everything else asks `systems`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final, TypeVar

from classcode.territory.schooling import Holiday, Level, Named, Names, SchoolYear, System

LANGUAGES: Final = ("fr", "en", "nl")

_T = TypeVar("_T")


class BadSystemFile(ValueError):
    """A system's file lacks something or contradicts itself; the message names the file and the key."""

    def __init__(self, file: str, key: str, wrong: str) -> None:
        super().__init__(f"{file}: {key}: {wrong}")


def read_system(path: Path) -> System:
    """Read one file and check it; raises `BadSystemFile` naming the file and the key."""
    try:
        table = _Table(path.name, "", tomllib.loads(path.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise BadSystemFile(path.name, "TOML", str(error)) from error
    read = System(
        id=table.get("id", str),
        names=Names(*(table.get(f"name_{language}", str) for language in LANGUAGES)),
        valid_from=table.get("valid_from", date),
        source=table.get("source", str),
        regions=table.texts("regions"),
        usual_start=table.month_and_day("usual_start"),
        zones={zone: table.table("zones").texts(zone) for zone in table.values.get("zones", {})},
        stages=tuple(Named(row.name, row.names()) for row in table.tables("stages")),
        levels=tuple(_level(row) for row in table.tables("levels")),
        networks=tuple(Named(row.name, row.names()) for row in table.tables("networks")),
        years=tuple(sorted((_year(row) for row in table.rows("years")), key=lambda year: year.starts)),
    )
    _check(path.name, read)
    return read


def _level(row: _Table) -> Level:
    return Level(row.name, row.names(), row.get("age", int), row.get("stage", str), row.get("cycle", str))


def _year(row: _Table) -> SchoolYear:
    return SchoolYear(
        name=row.get("name", str),
        starts=row.get("starts", date),
        ends=row.get("ends", date),
        source=row.get("source", str),
        holidays=tuple(_holiday(one) for one in row.rows("holidays")),
    )


def _holiday(row: _Table) -> Holiday:
    zones = row.texts("zones") if "zones" in row.values else ()
    return Holiday(row.names(), row.get("first", date), row.get("last", date), zones)


def _check(file: str, read: System) -> None:
    """Refuse what the types allow and the calendar does not."""
    if file != f"{read.id}.toml":
        raise BadSystemFile(file, "id", f"{read.id!r} is not the file's name")
    stages = {one.id for one in read.stages}
    for level in read.levels:
        if level.stage not in stages:
            raise BadSystemFile(file, f"levels.{level.id}.stage", f"no stage {level.stage!r}")
    for before, year in zip((None, *read.years), read.years, strict=False):
        if before and year.starts <= before.ends:
            raise BadSystemFile(file, f"years.{year.name}.starts", f"before the end of {before.name}")
        _check_year(file, year, set(read.zones))


def _check_year(file: str, year: SchoolYear, zones: set[str]) -> None:
    key = f"years.{year.name}"
    if not timedelta(days=250) < year.ends - year.starts < timedelta(days=366):
        raise BadSystemFile(file, f"{key}.ends", "a school year lasts 250 to 365 days")
    for holiday in year.holidays:
        if not year.starts < holiday.first <= holiday.last < year.ends:
            raise BadSystemFile(
                file, f"{key}.holidays", f"{holiday.first} to {holiday.last} is not in the year"
            )
        if set(holiday.zones) - zones:
            raise BadSystemFile(file, f"{key}.holidays.zones", f"unknown zone in {holiday.zones}")


@dataclass(frozen=True, slots=True)
class _Table:
    """A TOML table that knows where it stands, so that an error can say so."""

    file: str
    path: str
    values: Mapping[str, Any]

    @property
    def name(self) -> str:
        return self.path.rpartition(".")[2]

    def wrong(self, key: str, what: str) -> BadSystemFile:
        return BadSystemFile(self.file, f"{self.path}.{key}".lstrip("."), what)

    def get(self, key: str, kind: type[_T]) -> _T:
        value = self.values.get(key)
        if not isinstance(value, kind):
            raise self.wrong(key, "missing" if value is None else f"not a {kind.__name__}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.get(key, list)
        if not value or not all(isinstance(one, str) for one in value):
            raise self.wrong(key, "not a list of texts")
        return tuple(value)

    def names(self) -> Names:
        return Names(*(self.get(language, str) for language in LANGUAGES))

    def month_and_day(self, key: str) -> tuple[int, int]:
        try:
            found = date.fromisoformat(f"2025-{self.get(key, str)}")
        except ValueError as error:
            raise self.wrong(key, "not a month and day such as 09-01") from error
        return found.month, found.day

    def table(self, key: str) -> _Table:
        return _Table(self.file, f"{self.path}.{key}".lstrip("."), self.get(key, dict))

    def tables(self, key: str) -> Iterator[_Table]:
        whole = self.table(key)
        return (whole.table(name) for name in whole.values)

    def rows(self, key: str) -> Iterator[_Table]:
        for number, row in enumerate(self.get(key, list), start=1):
            if not isinstance(row, dict):
                raise self.wrong(key, f"entry {number} is not a table")
            yield _Table(self.file, f"{self.path}.{key}[{number}]".lstrip("."), row)
