"""Two accounts of one person: what she did with either counts for the one that goes on, being left alone too."""

from __future__ import annotations

from datetime import timedelta

from classcode import clock
from classcode.people.models import Person
from helpdesk.gathering.models import GatheringChoice, MeetingSuggestion
from helpdesk.gathering.states import SuggestionState
from helpdesk.taking_over import take_over
from tests.helpdesk.gathering.conftest import MODULE, WEEKS, Town, people_of
from tests.helpdesk.gathering.suggested import suggested
from tracking import vocabulary
from tracking.projections.merging import merge
from tracking.rules import actor_of
from tracking.vocabulary import Verb


def another(town: Town, name: str) -> Person:
    return town.make.person(name, commune="FR-35238")


def made_one(town: Town, kept: Person, merged: Person) -> None:
    """Do what makes two accounts one, but for closing the second."""
    merge(town.session, actor_of(town.session, kept.id), actor_of(town.session, merged.id))
    take_over(town.session, kept.id, merged.id)
    town.session.get_one(Person, merged.id).disabled_at = clock.now()
    town.session.commit()


def test_a_week_finished_half_with_each_account_is_finished(town: Town, four: list[Person]) -> None:
    iris, other = another(town, "iris"), another(town, "iris-2")
    (first, second), *_ = [one.required for one in WEEKS[MODULE]]
    town._record(iris, Verb.COMPLETED, vocabulary.unit(MODULE, first), 5)
    town._record(other, Verb.COMPLETED, vocabulary.unit(MODULE, second), 4)
    made_one(town, iris, other)
    town.go_round()
    assert people_of(town.suggestion()) == {one.id for one in (*four, iris)}


def test_a_week_finished_with_the_account_that_was_closed_is_hers(town: Town, four: list[Person]) -> None:
    iris, other = another(town, "iris"), town.finished("iris-2")
    made_one(town, iris, other)
    town.go_round()
    assert people_of(town.suggestion()) == {one.id for one in (*four, iris)}


def test_who_met_lately_with_the_account_that_was_closed_is_left_alone(
    town: Town, four: list[Person]
) -> None:
    iris, other = town.finished("iris"), another(town, "iris-2")
    town.met(other, days_ago=3)
    made_one(town, iris, other)
    town.go_round()
    assert people_of(town.suggestion()) == {one.id for one in four}


def test_meetings_of_both_accounts_are_counted_together(town: Town, four: list[Person]) -> None:
    iris, other = town.finished("iris", week=3), another(town, "iris-2")
    for person in (iris, other):
        town.met(person, days_ago=40)
    three = [town.finished(name, week=3) for name in ("noe", "mia", "tom")]
    made_one(town, iris, other)
    town.go_round()
    assert iris.id not in {who for one in town.suggestions() for who in people_of(one)}
    assert len(three) == 3


def test_who_was_set_aside_with_the_account_that_was_closed_is_not_gathered_there_again(
    town: Town, four: list[Person]
) -> None:
    iris, other = town.finished("iris"), another(town, "iris-2")
    one: MeetingSuggestion = suggested(town.session, town.place, [other], facilitator_id=town.bruno.id)
    one.state, one.closed_at = SuggestionState.DISMISSED, clock.now() - timedelta(days=1)
    town.session.flush()
    made_one(town, iris, other)
    town.go_round()
    assert people_of(town.suggestion()) == {person.id for person in four}


def test_who_asked_with_the_account_that_was_closed_to_be_left_out_stays_left_out(
    town: Town, four: list[Person]
) -> None:
    iris, other = town.finished("iris"), another(town, "iris-2")
    town.session.add(GatheringChoice(person_id=other.id, off_at=clock.now()))
    made_one(town, iris, other)
    town.go_round()
    assert people_of(town.suggestion()) == {person.id for person in four}
