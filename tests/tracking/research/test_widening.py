"""How each column widens, and that every wider value follows from the narrower one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from classcode.territory import systems
from tracking.research.variables import COLUMNS, VARIABLES, Who, columns_of, country_of, tables_of
from tracking.research.weeks import monday_of, widened

MARCH = datetime(2026, 3, 2, 9, tzinfo=UTC)


def written(column: str, **declared: str) -> tuple[str, ...]:
    return COLUMNS[column].write(Who(declared, MARCH))


def test_a_department_widens_to_region_country_and_nothing() -> None:
    assert written("department", department="35", region="FR-BRE") == ("35", "FR-BRE", "FR", "*")


def test_where_there_is_no_department_the_region_stands_for_it() -> None:
    assert written("department", region="BE-WNA") == ("BE-WNA", "BE-WNA", "BE", "*")
    assert written("region", region="elsewhere") == ("elsewhere", "elsewhere", "*")
    assert (country_of(""), country_of("FR-971")) == ("", "FR")


def test_what_was_not_told_stays_empty_until_nothing_is_told() -> None:
    assert written("department") == ("", "", "", "*")
    assert written("gender") == ("", "*")
    assert written("level") == ("", "", "*")


def test_a_level_widens_to_its_cycle_or_where_there_is_none_to_its_stage() -> None:
    assert written("level", level="fr:CM1") == ("fr:CM1", "fr:3", "*")
    assert written("level", level="fr:2de") == ("fr:2de", "fr:lycee", "*")
    assert written("level", level="fr:unknown") == ("", "", "*")


@pytest.mark.parametrize("column", COLUMNS.values(), ids=list(COLUMNS))
def test_a_column_has_a_value_for_each_of_its_steps(column: object) -> None:
    assert len(column.write(Who({}, MARCH))) == len(column.steps) == column.height + 1  # type: ignore[attr-defined]
    assert column.write(Who({}, MARCH))[-1] == "*"  # type: ignore[attr-defined]


def test_a_week_is_that_of_paris() -> None:
    assert monday_of(datetime(2026, 3, 1, 23, 30, tzinfo=UTC)).isoformat() == "2026-03-02"
    assert monday_of(datetime(2026, 3, 1, 22, 30, tzinfo=UTC)).isoformat() == "2026-02-23"


def test_a_week_widens_to_the_month_term_and_school_year_of_its_thursday() -> None:
    assert widened(MARCH) == ("2026-W10", "2026-03", "2025-2026-T2", "2025-2026")
    assert widened(datetime(2026, 8, 31, 9, tzinfo=UTC)) == (
        "2026-W36",
        "2026-09",
        "2026-2027-T1",
        "2026-2027",
    )
    assert widened(datetime(2027, 1, 1, 9, tzinfo=UTC)) == (
        "2026-W53",
        "2026-12",
        "2026-2027-T1",
        "2026-2027",
    )


def test_each_wider_value_follows_from_the_narrower_one() -> None:
    above: dict[tuple[int, str], str] = {}
    days = [widened(MARCH + timedelta(days=day)) for day in range(1200)]
    levels = [written("level", level=key) for key, _ in systems.level_choices("fr")]
    for number, steps in enumerate([*days, *levels]):
        kind = 0 if number < len(days) else 10
        for step, (narrow, wide) in enumerate(pairwise(steps)):
            assert above.setdefault((kind + step, narrow), wide) == wide


def test_a_study_that_asks_for_both_gets_the_department_which_says_the_region() -> None:
    assert [one.steps[0] for one in columns_of(["region", "department"])] == ["department"]
    assert tables_of(["weeks", "milestones", "gender"]) == ("milestones", "weeks")
    assert len(set(VARIABLES)) == len(VARIABLES)
