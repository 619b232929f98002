"""One figure asked for alone: fewer families are asked, and what its page shows is the same."""

from __future__ import annotations

import random
from datetime import date

import pytest
from sqlalchemy.orm import Session

from classcode import clock, i18n
from classcode.territory import systems
from tests.make import Make
from tests.tracking.indicators.told import NOW, SPRING, Story
from tests.tracking.projections.history import PEOPLE, WHAT, Telling
from tracking.indicators import beside, headlines, trends
from tracking.indicators.definition import ORDER
from tracking.indicators.filters import Filter
from tracking.indicators.periods import school_year
from tracking.indicators.query import FAMILIES, figures
from tracking.indicators.query.scope import Scope

BEFORE = -364


def test_each_family_measures_the_indicators_that_it_stands_for(session: Session) -> None:
    scope = Scope(Filter(period=SPRING), NOW)
    for measure, ids in FAMILIES.items():
        assert tuple(measure(session, scope)) == ids, measure.__module__


def test_no_indicator_is_measured_twice() -> None:
    ids = [id_ for some in FAMILIES.values() for id_ in some]
    assert len(ids) == len(set(ids)) and set(ids) == set(ORDER)


def test_one_figure_alone_has_the_total_and_the_months_of_the_whole_report(make: Make) -> None:
    chance = random.Random(7)
    telling = Telling(make)
    telling.tell(
        [
            (chance.choice(WHAT), chance.randrange(PEOPLE), chance.randrange(3), chance.randrange(101))
            for _ in range(60)
        ]
    )
    asked = Filter(period=SPRING)
    with clock.at(NOW):
        for whole in figures(make.session, asked):
            (alone,) = figures(make.session, asked, only=(whole.id,))
            assert (alone.id, alone.total, alone.lacks) == (whole.id, whole.total, whole.lacks)
            assert alone.by_month == whole.by_month
            # The rows that it lacks are those in which it has nothing.
            assert set(alone.by_region) <= set(whole.by_region)
            assert all(not cell.value for _code, cell in set(whole.by_region) - set(alone.by_region))


@pytest.mark.parametrize("people", [0, 40])
def test_a_figure_of_its_own_page_stands_beside_the_year_before_as_on_the_overview(
    story: Story, people: int
) -> None:
    for number in range(people):
        who = story.person(("FR-BRE", "FR-OCC")[number % 2])
        story.joins(who, BEFORE)
        story.asks(who, BEFORE + 3)
    for number in range(60):
        story.joins(story.person(), number % 50)
    year = Filter(period=school_year(systems.system("fr"), date(2026, 3, 1)))
    with clock.at(NOW), i18n.reader("en"):
        both = beside.read(story.session, year, 11, "en")
        assert (both.before is not None) == bool(people)
        for id_ in ("registered", "questions", "trained", "places-identified", "self-efficacy"):
            alone = beside.read(story.session, year, 11, "en", of=id_)
            assert (alone.before is None) == (both.before is None)
            assert alone.now == both.now
            assert headlines.headline(alone, id_) == headlines.headline(both, id_)
            assert trends.chart(alone, id_) == trends.chart(both, id_)
