"""How able people say they are: from the answer on a page to the figure, as it is reckoned by hand."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from statistics import fmean
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.people.models import Person
from modules.catalog import Activity
from modules.rules import learning
from modules.rules.learning import Learner
from tests.make import Make
from tests.modules.questions import samples
from tests.modules.questions.place import here
from tests.modules.questions.samples import option
from tests.tracking.indicators.rows import values
from tests.tracking.indicators.told import NOW, SLUG, Story
from tracking import vocabulary
from tracking.erasure import rules as erasing
from tracking.erasure.subjects import subject_told
from tracking.indicators.definition import breaks, definition
from tracking.indicators.disclosure import Exact, Perturbed, disclose
from tracking.indicators.explaining import queries
from tracking.indicators.explaining.queries import Sought
from tracking.indicators.filters import Filter
from tracking.indicators.periods import month
from tracking.indicators.query import figures
from tracking.indicators.query.scope import Scope
from tracking.indicators.tally import Cell, Count, Figure, Lack
from tracking.models import Statement
from tracking.projections.models import Opinion
from tracking.rules import actor_of, void
from tracking.statements import Result
from tracking.vocabulary import Verb

ID = "self-efficacy"
BRE, OCC = "FR-BRE", "FR-OCC"
K = 11


def kept(session: Session) -> list[tuple[str, str, int]]:
    """Return the opinions that the projection keeps."""
    return sorted(tuple(row) for row in session.execute(select(Opinion.about, Opinion.path, Opinion.points)))


# From the page to the figure


def test_an_answer_on_the_page_names_its_scale_and_is_counted(session: Session, ada: Person) -> None:
    asked = replace(samples.LIKERT, options=tuple(option(str(n)) for n in range(1, 6)), scale="confidence")
    activity = Activity("before", {"fr": "Avant"}, False, None, (asked,), survey=True)
    place = here(activity)
    with clock.at(NOW - timedelta(days=60)):
        learning.answer(session, Learner(ada.id, uuid4(), "fr"), place, activity, chosen={"q": ["4"]})
    body = json.loads(session.scalars(select(Statement.body).where(Statement.verb == "answered")).one())
    scales = [value for iri, value in body["result"]["extensions"].items() if iri.endswith("/scale")]
    assert scales == ["confidence"]
    assert body["object"]["definition"]["type"].endswith("/cmi.interaction")
    assert body["object"]["definition"]["interactionType"] == "likert"
    assert kept(session) == [("ability", "modules/small/page/before/q", 4)]
    assert Story(Make(session)).total(ID) == 4


@pytest.mark.parametrize("scale", ["agreement", "frequency", ""])
def test_another_scale_is_no_answer_about_oneself(story: Story, scale: str) -> None:
    story.feels(story.person(), {"one": 5}, 1, scale=scale)
    assert kept(story.session) == []
    assert story.figures()[ID].lacks is Lack.SOURCE


@pytest.mark.parametrize("point", ["0", "6", "well", "", "4.5"])
def test_what_is_no_point_of_the_scale_makes_no_row(story: Story, point: str) -> None:
    story.feels(story.person(), {"one": point}, 1)
    assert kept(story.session) == []


def test_it_is_no_opinion_of_an_answer_or_a_meeting_nor_they_of_it(story: Story) -> None:
    ada, eva = story.person(), story.person()
    ticket = story.asks(ada)
    story.answers(eva, ticket, 1, 60)
    story.tell(ada, Verb.RESOLVED, vocabulary.ticket(ticket), 2)
    score = Result(scaled=0.0, raw=1, least=1, most=5)
    story.tell(ada, Verb.RATED, vocabulary.ticket(ticket), 3, result=score)
    story.feels(ada, {"feedback": 5, "two": 4}, 4)
    found = story.figures()
    assert found[ID].total.value == 4.5
    assert found["satisfaction-answers"].total.value == 0
    assert found["satisfaction-meetings"].total.value is None


# What is counted


@pytest.mark.database
def test_the_figure_is_the_mean_of_each_persons_mean_of_her_last_answers(story: Story) -> None:
    """Reckoned beside it from the answers themselves, in plain Python."""
    told: dict[str, list[tuple[str, int]]] = {
        "ada": [("one", 2), ("two", 3), ("one", 4)],
        "bea": [("one", 5)],
        "cleo": [("one", 1), ("two", 1), ("three", 2)],
        "dora": [("two", 3), ("two", 5), ("two", 2)],
    }
    for said in told.values():
        person = story.person()
        for number, (item, point) in enumerate(said):
            place = "after" if number == len(said) - 1 else "before"
            story.feels(person, {item: point}, 3 * number, place=place)
    by_hand = fmean(fmean(dict(said).values()) for said in told.values())
    cell = story.figures()[ID].total
    assert cell.value == pytest.approx(by_hand)
    assert cell.rests.people == len(told)


@pytest.mark.database
def test_a_period_has_its_own_last_answers_and_so_has_each_month(story: Story) -> None:
    ada = story.person()
    story.feels(ada, {"one": 2, "two": 2}, 1)
    story.feels(ada, {"one": 5}, 40, place="after")
    found = story.figures()[ID]
    assert found.total.value == 3.5
    assert values(found, "month") == {"2026-03": 2, "2026-04": 5, "2026-05": None}
    assert story.total(ID, period=month("2026-03")) == 2
    assert story.total(ID, period=month("2026-02")) is None


@pytest.mark.database
def test_she_stands_where_she_was_at_her_last_answer_in_the_rows_and_in_the_filter(story: Story) -> None:
    ada, bea = story.person(BRE), story.person(OCC)
    story.feels(ada, {"one": 1}, 1)
    story.moves(ada, OCC, 20)
    story.feels(ada, {"one": 5}, 30, place="after")
    story.feels(bea, {"one": 2}, 30)
    assert values(story.figures()[ID], "region") == {BRE: None, OCC: 3.5}
    assert story.total(ID, region=OCC) == 3.5
    assert story.total(ID, region=BRE) is None
    assert story.total(ID, region=BRE, period=month("2026-03")) == 1


@pytest.mark.database
def test_each_module_has_its_own_last_answers(story: Story) -> None:
    ada = story.person()
    story.feels(ada, {"one": 2}, 1)
    story.feels(ada, {"one": 4}, 5, module="robots")
    with clock.at(NOW):
        asked = Filter(period=month("2026-03"))
        found = {one.id: one for one in figures(story.session, asked, ("module",), only=(ID,))}[ID]
    assert found.total.value == 3
    assert values(found, "module") == {SLUG: 2, "robots": 4}
    assert story.total(ID, module="robots") == 4


def test_an_answer_taken_back_counts_no_longer_and_somebody_erased_neither(story: Story) -> None:
    ada, bea = story.person(), story.person()
    story.feels(ada, {"one": 2}, 1)
    last = story.feels(ada, {"one": 4}, 2, place="after")
    story.feels(bea, {"one": 5}, 1)
    assert story.total(ID) == 4.5
    void(story.session, last[0], ada.id)
    assert story.total(ID) == 3.5
    subject = subject_told(story.session, str(actor_of(story.session, bea.id)), "k" * 40)
    assert subject is not None
    erasure = erasing.begin(story.session, subject).id
    while erasing.erase_some(story.session, erasure, subject)[0]:
        pass
    erasing.finish(story.session, erasure, subject)
    assert story.total(ID) == 2


# What is shown


def crowd(story: Story, people: int, point: Callable[[int], int]) -> Figure:
    """Let so many people answer one item; return the figure."""
    for number in range(people):
        story.feels(story.person(), {"one": point(number)}, 1)
    return story.figures()[ID]


def test_a_small_group_is_not_shown(story: Story) -> None:
    told = disclose([crowd(story, K - 1, lambda number: 1 + number % 5)], Exact(K))[0]
    assert told.total.hidden and all(shown.hidden for rows in told.rows.values() for _key, shown in rows)


def shown(values_: Iterable[Cell]) -> list[float | None]:
    """Return what live views show of some cells."""
    return [disclose([Figure(ID, cell)], Perturbed(K))[0].total.value for cell in values_]


def test_a_live_view_hides_small_groups_and_stays_within_the_scale() -> None:
    keys = [number * 7_919_317 % 2**32 for number in range(400)]
    small = shown(Cell(3.0, Count(2, key)) for key in keys)
    assert small.count(None) > len(small) * 0.7
    large = shown(Cell(4.9, Count(12, key)) for key in keys)
    assert all(value is None or 1 < value < 5 for value in large)
    assert len(set(large)) > 5


@pytest.mark.parametrize("value", [1.0, 5.0])
def test_a_mean_that_would_tell_everybodys_answer_is_not_shown(value: float) -> None:
    cell = Cell(value, Count(200, 12345))
    assert shown([cell]) == [None]
    assert disclose([Figure(ID, cell)], Exact(K))[0].total.hidden


def test_a_group_that_is_large_enough_is_shown_near_the_truth(story: Story) -> None:
    figure = crowd(story, 60, lambda number: 1 + number % 5)
    assert figure.total.value == 3
    assert disclose([figure], Exact(K))[0].total.value == 3
    live = disclose([figure], Perturbed(K))[0].total.value
    assert live is not None and abs(live - 3) <= (K + 1) * 2 / 60 + 0.05


# What is told beside it


def test_without_answers_the_page_says_what_will_be_here(
    story: Story, make: Make, client: FlaskClient, login: Callable[..., FlaskClient]
) -> None:
    lead = login(client, make.lead("eva"))
    with clock.at(NOW):
        told = lead.get("/en/indicators/figures/self-efficacy", query_string={"period": "2026-03"}).text
    assert "The figure comes when people answer the questions" in told
    assert story.figures()[ID].lacks is Lack.SOURCE


def test_once_somebody_answered_a_period_without_answers_has_nothing_to_divide(story: Story) -> None:
    story.feels(story.person(), {"one": 3}, 1)
    found = story.figures(period=month("2026-01"))[ID]
    assert (found.lacks, found.total) == (None, Cell(None))


@pytest.mark.database
def test_the_statements_behind_it_are_the_last_answers(story: Story) -> None:
    ada, bea = story.person(BRE), story.person(OCC)
    story.feels(ada, {"one": 1, "two": 2}, 1)
    story.feels(ada, {"one": 4}, 9, place="after")
    story.feels(bea, {"one": 3}, 2)
    with clock.at(NOW):
        scope = Scope(Filter(period=month("2026-03"), region=BRE), clock.now())
        found = queries.whole(story.session, Sought(ID, scope, queries.newest(story.session)))
    assert (found.people, found.statements) == (1, 2)


def test_the_second_version_of_the_definition_marks_no_break() -> None:
    assert definition(ID).version == 2 and definition(ID).available and not definition(ID, 1).available
    assert breaks(ID) == ()
