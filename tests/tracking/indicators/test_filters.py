"""Every dimension of a filter keeps whom it names, alone and in rows; the same people have the same key anywhere."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event, select

from classcode.territory.schools.models import School
from tests.tracking.indicators.rows import Rows, Someone, values
from tests.tracking.indicators.told import NOW, SLUG, SPRING
from tracking.indicators.filters import DIMENSIONS, Filter
from tracking.indicators.periods import Period
from tracking.indicators.query import (
    activity,
    attendance,
    desk,
    facilitators,
    hours,
    meetings,
    people,
    places,
)
from tracking.indicators.query.scope import Scope
from tracking.indicators.tally import Count, Lack
from tracking.models import Milestone
from tracking.projections.keys import BITS
from tracking.projections.models import FrozenCount, LessonDone

BRE, OCC, WLX = "FR-BRE", "FR-OCC", "BE-WLX"


def counted(people: Iterable[Someone]) -> Count:
    some = list(people)
    return Count(len(some), sum(one.key for one in some) % 2**BITS)


def school(rows: Rows, community: str, network: str) -> UUID:
    one = School(
        id=uuid4(),
        system="be-fr",
        official_id=uuid4().hex[:8],
        name="École",
        stages=["primaire"],
        degree="primary",
        network=network,
        community=community,
        commune_code="BE-21004",
        searched="ecole",
    )
    rows.session.add(one)
    rows.session.flush()
    return one.id


@pytest.mark.parametrize(
    ("dimension", "hers", "asked"),
    [
        ("region", {"region": BRE}, BRE),
        ("country", {"region": BRE}, "FR"),
        ("country", {"region": WLX}, "BE"),
        ("country", {"region": "elsewhere"}, "elsewhere"),
        ("department", {"region": BRE, "department": "35"}, "35"),
        ("academy", {"region": BRE, "academy": "14"}, "14"),
        ("academy", {"region": WLX}, WLX),
        ("commune_type", {"commune_type": "rural"}, "rural"),
        ("language", {"language": "nl"}, "nl"),
        ("gender", {"gender": "not-said"}, "not-said"),
        ("gender", {}, "not-asked"),
        ("setting", {"setting": "initial-training"}, "initial-training"),
        ("level", {"level": "fr:CM1"}, "fr:CM1"),
        ("level", {}, "none"),
    ],
)
def test_a_filter_keeps_whom_it_names_alone(
    rows: Rows, dimension: str, hers: dict[str, str], asked: str
) -> None:
    full = {
        "region": OCC, "department": "31", "academy": "16", "commune_type": "urban", "language": "en", "gender": "f",
        "setting": "in-school", "level": "be-fr:P3",
    }  # fmt: skip
    if dimension == "country":
        full["region"] = {"FR": WLX}.get(asked, OCC)
    mine, other = rows.someone(**hers), rows.someone(**full)
    for one in (mine, other):
        rows.reaches(one, "registered")
        rows.completes(one, 60)
    found = rows.figures(**{dimension: asked})
    assert found["registered"].total.rests == found["hours-online"].total.rests == counted([mine])


def test_who_prefers_not_to_say_and_who_was_never_asked_stand_apart(rows: Rows) -> None:
    for gender in ("f", "not-said", "not-said", None):
        rows.reaches(rows.someone(gender=gender), "registered")
    found = rows.figures(by=("gender",))["registered"]
    assert values(found, "gender") == {"f": 1, "not-said": 2, None: 1}


def test_community_and_network_are_those_of_the_school_and_not_of_the_region(rows: Rows) -> None:
    brussels = "BE-BRU"
    dutch = rows.someone(region=brussels, school=str(school(rows, "nl", "GO")))
    french = rows.someone(region=brussels, school=str(school(rows, "fr", "WBE")))
    nowhere = rows.someone(region=brussels)
    for one in (dutch, french, nowhere):
        rows.reaches(one, "registered")
    assert rows.figures(community="nl")["registered"].total.rests == counted([dutch])
    assert rows.figures(network="WBE")["registered"].total.rests == counted([french])
    assert rows.figures(community="none")["registered"].total.rests == counted([nowhere])
    assert values(rows.figures(by=("community",))["registered"], "community") == {"fr": 1, "nl": 1, None: 1}


def test_rows_by_module_count_each_module_and_enrolments_their_sum(rows: Rows) -> None:
    ada = rows.someone()
    rows.reaches(ada, "registered", 1, "robots")
    rows.reaches(rows.someone(), "registered", 2, "robots")
    rows.reaches(rows.someone(), "registered", 2, "data")
    found = rows.figures(by=("module",))
    assert values(found["registered"], "module") == {"data": 1, "robots": 2}
    assert values(found["enrolments"], "module") == {"data": 1, "robots": 2}
    assert found["registered"].total.value == found["enrolments"].total.value == 3


POOL = {
    "region": [BRE, OCC, WLX, None],
    "department": ["35", "31", None],
    "commune_type": ["rural", "urban", None],
    "gender": ["f", "m", "not-said", None],
    "setting": ["in-school", "initial-training", None],
    "level": ["fr:CM1", None],
}


def test_filters_together_count_whom_counting_by_hand_counts(rows: Rows) -> None:
    chance = random.Random(7)
    crowd = [rows.someone(**{name: chance.choice(pool) for name, pool in POOL.items()}) for _ in range(120)]
    for one in crowd:
        rows.reaches(one, "engaged", chance.uniform(-20, 110))
        for _ in range(chance.randrange(3)):
            rows.completes(one, 30, chance.uniform(0, 80))
    for _ in range(12):
        asked = {name: chance.choice(pool) or "none" for name, pool in POOL.items() if chance.random() < 0.3}
        _compare(rows, crowd, asked)


def _compare(rows: Rows, crowd: list[Someone], asked: dict[str, str]) -> None:
    fit = {
        one.actor: one
        for one in crowd
        if all((one.profile[name] or "none") == value for name, value in asked.items())
    }
    anywhere = select(Milestone).where(Milestone.module == "", Milestone.actor.in_(fit))
    reached = [
        fit[row.actor] for row in rows.session.scalars(anywhere) if SPRING.starts <= row.at < SPRING.ends
    ]
    lessons = rows.session.scalars(select(LessonDone).where(LessonDone.actor.in_(fit))).all()
    found = rows.figures(by=("setting",), **asked)
    assert found["engaged"].total.rests == counted(reached)
    assert found["hours-online"].total.rests == counted(
        fit[actor] for actor in {row.actor for row in lessons}
    )
    assert found["hours-online"].total.value == len(lessons) / 2
    for axis in ("region", "setting"):
        for value, cell in found["engaged"].rows[axis]:
            assert cell.rests == counted(one for one in reached if one.profile[axis] == value)


def test_a_meeting_has_no_gender_so_that_nothing_is_said_of_meetings_for_one(rows: Rows) -> None:
    rows.meeting(3)
    found = rows.figures(gender="f")
    for id_ in ("meetings-held", "seats", "headcount", "places-identified", "facilitators-active"):
        assert (found[id_].total.value, found[id_].lacks) == (None, Lack.FILTER)
    assert found["met"].total.value == 0 and found["met"].lacks is None


@pytest.mark.parametrize("asked", [{}, {"country": "FR"}, {"module": "robots"}])
def test_the_erased_stay_in_the_totals_of_whole_calendar_years(rows: Rows, asked: dict[str, str]) -> None:
    here = rows.someone(region=BRE)
    rows.reaches(here, "registered", 1, "robots")
    for module, count in (("", 4), ("robots", 3), ("data", 2)):
        gone = FrozenCount(kind="registered", module=module, year=2026, country="FR", people=count, key=count)
        rows.session.add(gone)
    year = Period("dates", date(2026, 1, 1), date(2026, 12, 31))
    found = rows.figures(period=year, **asked)
    people = 3 if "module" in asked else 4
    assert found["registered"].total.rests == Count(1 + people, (here.key + people) % 2**BITS)
    assert found["registered"].total.value == 1 + people
    assert found["enrolments"].total.value == (4 if "module" in asked else 6)


@pytest.mark.parametrize(
    "asked", [{"region": BRE}, {"gender": "not-asked"}, {"period": SPRING}, {"allowed": frozenset({BRE})}]
)
def test_the_erased_are_in_no_finer_figure(rows: Rows, asked: dict[str, object]) -> None:
    rows.session.add(FrozenCount(kind="registered", module="", year=2026, country="FR", people=4, key=4))
    year = Period("dates", date(2026, 1, 1), date(2026, 12, 31))
    assert rows.total("registered", **({"period": year} | asked)) == 0


OF_THE_RECORD = (people, activity, facilitators, desk, meetings, attendance, hours, places)


def test_the_number_of_questions_is_fixed_whatever_the_filter(rows: Rows) -> None:
    rows.reaches(rows.someone(region=BRE), "registered")
    rows.figures()
    seen: list[str] = []
    event.listen(rows.session.get_bind(), "before_cursor_execute", lambda *given: seen.append(given[2]))
    numbers = set()
    for asked in [{}, {"module": SLUG}, *({name: "none"} for name in DIMENSIONS)]:
        seen.clear()
        for family in OF_THE_RECORD:
            family.measure(rows.session, Scope(Filter(period=SPRING, **asked), NOW))
        numbers.add(len(seen))
    assert numbers == {14}


def test_a_filter_says_what_it_narrows() -> None:
    asked = Filter(period=SPRING, gender="not-asked", region="none", level="fr:CM1")
    assert dict(asked.chosen()) == {"region": None, "gender": None, "level": "fr:CM1"}
    assert asked.of_people and not replace(asked, gender=None, level=None).of_people
