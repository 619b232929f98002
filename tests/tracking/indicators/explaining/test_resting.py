"""Behind every figure stand the statements of exactly the people whom it counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from classcode import clock
from tests.make import Make
from tests.tracking.indicators.told import NOW
from tests.tracking.projections.history import HISTORIES, Act, Telling
from tracking.indicators.definition import ORDER, definition
from tracking.indicators.explaining import queries
from tracking.indicators.explaining.queries import Sought
from tracking.indicators.explaining.resting import FAMILIES, family_of
from tracking.indicators.filters import Filter
from tracking.indicators.kinds import Disclosure, Origin
from tracking.indicators.periods import Period
from tracking.indicators.query import facilitators, figures
from tracking.indicators.query.scope import Scope
from tracking.indicators.tally import Figure
from tracking.log import names

SPRING = Period("dates", date(2026, 2, 1), date(2026, 5, 31))
OF_PEOPLE = [
    id_
    for id_ in ORDER
    if definition(id_).origin in {Origin.RECORD, Origin.SURVEY}
    and definition(id_).disclosure is not Disclosure.OPEN
]
FILTERS: Sequence[Mapping[str, str]] = (
    {},
    {"region": "FR-BRE"},
    {"module": "front-door"},
    {"module": "creative-programming", "gender": "f"},
    {"setting": "none"},
)
LIVES: Sequence[Sequence[Act]] = (
    [("join", who, 1, who) for who in range(4)] + [("finish", who, 1, 30 + who) for who in range(3)],
    [("answer", who, 1, 24 * day) for who in range(3) for day in range(4)] + [("open", 0, 1, 1)],
    [("ask", 0, 0, 5), ("ask", 0, 1, 6), ("respond", 3, 0, 9), ("respond", 2, 1, 11), ("resolve", 0, 0, 12)],
    [("ask", 0, 0, 5), ("respond", 3, 0, 9), ("resolve", 0, 0, 12), ("rate", 0, 0, 4), ("ask", 0, 1, 7)],
    [("attend", 0, 0, 9), ("attend", 1, 0, 10), ("miss", 2, 0, 11), ("opine", 0, 0, 4), ("miss", 3, 1, 12)],
    [("join", 2, 0, 1), ("lead", 2, 0, 30), ("attend", 1, 0, 31), ("join", 3, 1, 2), ("ask", 0, 0, 3)],
    [("answer", 1, 0, 1), ("answer", 2, 0, 30), ("unit", 1, 1, 5), ("merge", 1, 0, 2), ("earn", 2, 1, 60)],
    [("attend", 1, 0, 9), ("fact", 1, 0, 0), ("fact", 1, 1, 52), ("answer", 1, 1, 70), ("void", 0, 0, 0)],
    [("feel", 0, 0, 3), ("feel", 0, 1, 9), ("feel", 1, 2, 4), ("feel", 2, 1, 5), ("merge", 2, 0, 0)],
)


def true_people(figure: Figure) -> int:
    """Return how many people a total rests on; of a rate, those below the line."""
    return (figure.total.over[1] if figure.total.over else figure.total).rests.people


def check(telling: Telling, asked: Filter) -> int:
    """Hold every figure of people against the people behind its statements; return how many counted anybody."""
    session = telling.session
    scope = Scope(asked, clock.now())
    some = 0
    for figure in figures(session, asked):
        if figure.id not in OF_PEOPLE or figure.lacks:
            continue
        found = queries.whole(session, Sought(figure.id, scope, queries.newest(session)))
        counted = true_people(figure)
        if (
            telling.erased and figure.id == facilitators.ACTIVE
        ):  # what others said of her meetings went with them
            assert found.people <= counted, (figure.id, asked)
        else:
            assert found.people == counted, (figure.id, asked)
        assert (found.statements >= found.people) or not found.people
        some += found.people > 0
    return some


def lived(make: Make, history: Sequence[Act], filters: Sequence[Mapping[str, str]]) -> int:
    """Tell a history and check some filters; nothing stays."""
    telling = Telling(make)
    try:
        telling.tell(history)
        telling.session.flush()
        with clock.at(NOW):
            return sum(check(telling, Filter(period=SPRING, **asked)) for asked in filters)
    finally:  # where a figure is wrong, too: what shrinks the history begins with nobody again
        make.session.rollback()
        names.forget()


@pytest.mark.database
@pytest.mark.parametrize("history", LIVES)
def test_as_many_people_stand_behind_the_statements_as_the_figure_counts(
    history: Sequence[Act], make: Make
) -> None:
    assert lived(make, history, FILTERS[:3]) > 0


# Each history ends by a rollback, so one database serves them all.
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=12)
@given(history=HISTORIES, asked=st.sampled_from(FILTERS))
@example(history=[("lead", 1, 0, 0), ("erase", 0, 0, 0)], asked={})
def test_so_it_is_after_any_history(history: list[Act], asked: Mapping[str, str], make: Make) -> None:
    lived(make, history, [asked])


def test_every_indicator_with_a_source_says_what_it_rests_on() -> None:
    for one in ORDER:
        assert (family_of(one) is not None) == definition(one).available, one


def test_an_indicator_of_the_record_has_statements_and_others_say_which_rows_they_rest_on() -> None:
    for family in FAMILIES:
        for id_ in family.rows:
            origin = definition(id_).origin
            told = {Origin.RECORD, Origin.SURVEY}
            assert (family.statements is not None) == (origin in told | {Origin.MIXED}), id_
            assert (family.others is not None) == (origin not in told), id_


def test_no_indicator_stands_in_two_families() -> None:
    ids = [id_ for family in FAMILIES for id_ in family.rows]
    assert len(ids) == len(set(ids))
