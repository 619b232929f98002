"""Two publications: nobody is found by subtracting them, and every difference has its reasons from what they froze."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from classcode.people.models import Person
from tests.tracking.indicators.snapshots.publishing import YEAR, Press
from tests.tracking.indicators.snapshots.test_frozen import erase
from tests.tracking.indicators.told import NOW
from tracking.indicators.disclosure import Place
from tracking.indicators.kinds import Change, Disclosure
from tracking.indicators.snapshots.comparing import Comparison, Difference, Reason, compare
from tracking.indicators.snapshots.document import Document, month_view
from tracking.indicators.snapshots.reckoning import QueryVersion

K = 11
LATER = NOW + timedelta(days=20)


def more(press: Press, people: int, region: str = "FR-BRE") -> None:
    """Let some more people join in March."""
    for _ in range(people):
        press.story.joins(press.story.person(region), 3)


def twice(press: Press, people: int, period: str = "2026-03") -> tuple[Document, Document]:
    """Publish, let some more people join, publish the same period again."""
    first = press.document(press.published("premier", period))
    more(press, people)
    return first, press.document(press.published("second", period, at=LATER))


def counts(document: Document) -> Mapping[tuple[str, Place], float]:
    """Return every shown count of people."""
    return {
        (one.id, place): shown.value
        for one in document.definitions
        if one.disclosure is Disclosure.PEOPLE
        for place, shown in document.cells(one.id)
        if not shown.hidden and shown.value is not None
    }


def of(found: Comparison, indicator_id: str) -> Difference:
    return next(one for one in found.differences if one.definition.id == indicator_id)


@pytest.mark.parametrize("people", [1, 3, 10])
def test_what_differs_by_fewer_than_k_people_is_hidden_in_the_later_one(press: Press, people: int) -> None:
    first, second = twice(press, people, YEAR)
    before, after = counts(first), counts(second)
    assert before and after
    moved = [abs(after[where] - before[where]) for where in before.keys() & after.keys()]
    assert [by for by in moved if 0 < by < K] == []


def test_a_month_published_before_its_year_gives_nobody_away_either(press: Press) -> None:
    month = press.document(press.published("mars", "2026-03"))
    more(press, 4)
    year = counts(press.document(press.published("annee", YEAR, at=LATER)))
    assert ("registered", frozenset()) in counts(month)
    for (id_, place), value in counts(month).items():
        there = year.get((id_, place | month_view("2026-03")))
        assert there is None or abs(there - value) == 0 or abs(there - value) >= K


def test_what_did_not_change_is_shown_again(press: Press) -> None:
    first, second = twice(press, 0)
    assert counts(first) == counts(second)
    found = compare(first, second)
    assert found.differences == () and found.alike > 50


def test_new_data_is_told_with_how_much_it_changed(press: Press) -> None:
    first, second = twice(press, 25)
    found = of(compare(second, first), "registered")
    assert found.reasons == (Reason.STATEMENTS, Reason.FACTS)
    assert {cell.place: cell.by for cell in found.cells} == {
        frozenset(): 25,
        frozenset({("region", "FR-BRE")}): 25,
    }


def test_a_cell_shown_in_one_alone_is_told_as_hidden_and_without_a_difference(press: Press) -> None:
    first, second = twice(press, 3)
    found = of(compare(first, second), "registered")
    assert Reason.HIDDEN in found.reasons
    assert {cell.by for cell in found.cells} == {None}


def test_an_erasure_between_the_two_is_a_reason(press: Press, learners: list[Person]) -> None:
    first = press.document(press.published("premier"))
    for person in learners[:12]:
        erase(press, person)
    second = press.document(press.published("second", at=LATER))
    assert second.markers.erasures == 12
    assert Reason.ERASURE in of(compare(first, second), "registered").reasons


def test_the_reasons_come_from_what_was_frozen_not_from_the_present(press: Press) -> None:
    first, second = twice(press, 25)
    found = compare(first, second)
    more(press, 40)
    press.session.commit()
    assert compare(first, second) == found


def changed(document: Document, value: int, **other: object) -> Document:
    """Return the document as if it told another total of people registered."""
    whole = list(document.views[frozenset()])
    whole[0] = replace(whole[0], total=replace(whole[0].total, value=value))
    return replace(document, views={**document.views, frozenset(): whole}, **other)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "reason"), [(Change.MEANING, Reason.DEFINITION), (Change.WORDS, Reason.WORDS)]
)
def test_a_new_version_of_a_definition_is_a_reason(press: Press, changes: Change, reason: Reason) -> None:
    first = press.document(press.published("premier"))
    newer = replace(first.definitions[0], version=9, digest="0" * 64, changes=changes)
    found = compare(first, changed(first, 70, definitions=(newer, *first.definitions[1:])))
    assert [(one.definition.id, one.reasons) for one in found.differences] == [("registered", (reason,))]


def test_another_query_other_content_and_another_threshold_are_reasons(content: None, press: Press) -> None:
    first = press.document(press.published("premier"))
    other = QueryVersion("9.9", "0" * 64)
    assert of(compare(first, changed(first, 70, query=other)), "registered").reasons == (Reason.QUERY,)
    assert of(compare(first, changed(first, 70, content=())), "registered").reasons == (Reason.CONTENT,)
    rule = replace(first.rule, k=12)
    assert of(compare(first, changed(first, 70, rule=rule)), "registered").reasons == (Reason.THRESHOLD,)


def test_a_difference_that_nothing_explains_says_so(press: Press) -> None:
    first = press.document(press.published("premier"))
    assert of(compare(first, changed(first, 70)), "registered").reasons == (Reason.UNKNOWN,)
