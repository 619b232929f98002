"""One version everywhere: what the packaging says, what the changelog says, and what brought a definition."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from classcode.version import VERSION
from tracking.indicators.definition import every_version
from tracking.indicators.snapshots.reckoning import query_version

ROOT = Path(__file__).parents[2]


def numbers(version: str) -> tuple[int, ...]:
    return tuple(int(one) for one in version.split("."))


def test_the_packaging_takes_the_version_from_the_source() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert "version" in told["project"]["dynamic"] and "version" not in told["project"]
    assert told["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "classcode.version.VERSION"}


def test_it_is_the_newest_of_the_changelog_or_the_one_to_come() -> None:
    newest, *released = re.findall(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    if newest == "Unreleased":
        assert numbers(VERSION) > numbers(released[0])
    else:
        assert newest == VERSION


def test_no_definition_came_with_a_version_that_does_not_exist() -> None:
    brought = {one.since_version for one in every_version()}
    assert numbers(max(brought, key=numbers)) <= numbers(VERSION)
    assert query_version().product == VERSION
