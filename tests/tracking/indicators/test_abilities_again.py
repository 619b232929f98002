"""Of those who answered again: what they had said at first and what they said then, of the same questions."""

from __future__ import annotations

from statistics import fmean

import pytest

from classcode import clock
from tests.tracking.indicators.rows import values
from tests.tracking.indicators.told import NOW, Story
from tracking.indicators.explaining import queries
from tracking.indicators.explaining.queries import Sought
from tracking.indicators.filters import Filter
from tracking.indicators.periods import month
from tracking.indicators.query.scope import Scope
from tracking.indicators.tally import Cell

BRE = "FR-BRE"


@pytest.mark.database
def test_before_and_after_are_told_of_the_same_people_and_the_same_questions(story: Story) -> None:
    """Reckoned beside it in plain Python: who answered once, and what was answered once, is left out."""
    told = {
        "ada": ({"one": 1, "two": 3, "three": 5}, {"one": 4, "two": 4}),
        "bea": ({"one": 2}, {"one": 2, "two": 5}),
        "cleo": ({"one": 5, "two": 5}, {}),
        "dora": ({}, {"one": 1}),
        "eva": ({"one": 1}, {"two": 5}),
    }
    for before, after in told.values():
        person = story.person()
        story.feels(person, dict(before), 1)
        story.feels(person, dict(after), 40, place="after")
    both = [
        [(before[item], after[item]) for item in before.keys() & after.keys()]
        for before, after in told.values()
        if before.keys() & after.keys()
    ]
    found = story.figures()
    first, last = found["self-efficacy-before"].total, found["self-efficacy-after"].total
    assert first.value == pytest.approx(fmean(fmean(one for one, _ in pairs) for pairs in both))
    assert last.value == pytest.approx(fmean(fmean(two for _, two in pairs) for pairs in both))
    assert first.rests == last.rests
    assert first.rests.people == len(both) == 2


@pytest.mark.database
def test_the_day_of_the_last_answer_decides_and_the_first_may_be_older(story: Story) -> None:
    ada = story.person(BRE)
    story.feels(ada, {"one": 1}, -20)
    story.feels(ada, {"one": 2}, 5, place="middle")
    story.feels(ada, {"one": 4}, 40, place="after")
    found = story.figures()
    before, after = found["self-efficacy-before"], found["self-efficacy-after"]
    assert (before.total.value, after.total.value) == (1, 4)
    assert values(before, "month") == {"2026-03": 1, "2026-04": 1, "2026-05": None}
    assert values(after, "month") == {"2026-03": 2, "2026-04": 4, "2026-05": None}
    assert story.total("self-efficacy-after", period=month("2026-03")) == 2
    assert story.total("self-efficacy-after", period=month("2026-02")) is None
    assert story.total("self-efficacy-after", region=BRE) == 4
    assert story.total("self-efficacy-after", module="robots") is None


def test_an_answer_changed_in_one_place_is_no_second_answer(story: Story) -> None:
    ada = story.person()
    story.feels(ada, {"one": 1}, 1)
    story.feels(ada, {"one": 5}, 2)
    found = story.figures()
    assert found["self-efficacy"].total.value == 5
    assert found["self-efficacy-before"].total == found["self-efficacy-after"].total == Cell(None)


@pytest.mark.database
def test_behind_before_and_after_stand_the_first_and_the_last_answers(story: Story) -> None:
    ada = story.person()
    story.feels(ada, {"one": 1, "two": 2, "three": 3}, -9)
    last = story.feels(ada, {"one": 4, "two": 4}, 9, place="after")
    with clock.at(NOW):
        scope = Scope(Filter(period=month("2026-03")), clock.now())
        newest = queries.newest(story.session)
        found = {
            id_: queries.page(story.session, Sought(id_, scope, newest)).lines
            for id_ in ("self-efficacy-before", "self-efficacy-after")
        }
    assert {one.id for one in found["self-efficacy-after"]} == set(last)
    assert {one.path.split("/")[3] for one in found["self-efficacy-before"]} == {"before"}
    assert len(found["self-efficacy-before"]) == 2
