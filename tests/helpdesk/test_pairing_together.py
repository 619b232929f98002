"""Many questions paired at once: as many as can be, the best total, no condition broken, and the reasons of `weigh`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from helpdesk.pairing import Candidate, Links, Needs, Pairing, choose, match_all, shortlists, weigh, why_not
from helpdesk.pairing.columns import Columns
from helpdesk.pairing.together import TOLD
from helpdesk.pairing.weighing import own_points, reach_of, turn
from tests.helpdesk.pairings import NEEDS, NOW, QUIMPER, candidate, chosen, links, questions, several, waiting


def asked(number: int, **changed: object) -> Needs:
    return replace(NEEDS, key=UUID(int=number), **changed)  # type: ignore[arg-type]


def test_nothing_waiting_or_nobody_there_pairs_nothing() -> None:
    assert match_all([], [candidate(1)]) == []
    assert match_all([asked(1), asked(2)], []) == [None, None]
    assert match_all([asked(1), asked(2)], [candidate(1, away=True)]) == [None, None]


def test_somebody_gets_no_more_questions_than_she_has_room_for() -> None:
    found = match_all([asked(number) for number in range(1, 5)], [candidate(1, load=1, capacity=3)])
    assert sum(one is not None for one in found) == 2


def test_all_are_paired_together_when_one_after_the_other_would_leave_somebody_out() -> None:
    both, dutch = asked(1, languages=("fr", "nl")), asked(2, languages=("nl",))
    bilingual = candidate(1, languages=frozenset({"fr", "nl"}), point=QUIMPER, capacity=1)
    found = match_all([both, dutch], [bilingual, candidate(2, capacity=1)])
    assert [chosen(one) for one in found] == [2, 1]


def test_a_round_spreads_over_people_instead_of_filling_one() -> None:
    crew = [candidate(1, capacity=5), candidate(2, capacity=5)]
    found = match_all([asked(number) for number in range(1, 5)], crew)
    assert Counter(chosen(one) for one in found) == {1: 2, 2: 2}


def test_the_reasons_count_what_she_got_in_the_same_round_in_the_order_of_the_promises() -> None:
    later = asked(1, promised_by=NEEDS.promised_by + timedelta(hours=1))
    found = match_all([later, asked(2)], [candidate(1)])
    assert [one and one.chosen.candidate.load for one in found] == [1, 0]
    assert [one and one.chosen.candidate.asked_lately for one in found] == [1, 0]


def test_equals_go_to_the_longest_unasked() -> None:
    crew = [candidate(number, asked_at=NOW - timedelta(days=number), capacity=1) for number in (1, 2, 3)]
    assert {chosen(one) for one in match_all([asked(1), asked(2)], crew)} == {2, 3}


def test_one_question_alone_is_paired_as_by_itself() -> None:
    crew = [candidate(number) for number in range(1, 9)]
    (alone,) = match_all([NEEDS], crew)
    assert alone and alone.chosen == choose(NEEDS, crew).chosen  # type: ignore[union-attr]
    assert alone.weighed == weigh(NEEDS, crew)[:TOLD]


@given(waiting, several, links, st.integers())
def test_the_order_of_what_comes_in_changes_nothing(
    some: list[Needs], crew: list[Candidate], linked: Links, seed: int
) -> None:
    found = dict(zip([one.key for one in some], match_all(some, crew, linked), strict=True))
    shuffled, others = Random(seed).sample(some, len(some)), Random(seed).sample(crew, len(crew))
    assert [found[one.key] for one in shuffled] == match_all(shuffled, others, linked)


@given(waiting, several, links)
def test_no_condition_is_broken_and_nobody_gets_more_than_her_capacity(
    some: list[Needs], crew: list[Candidate], linked: Links
) -> None:
    pairs = [(one, got) for one, got in zip(some, match_all(some, crew, linked), strict=True) if got]
    given_to = Counter(got.chosen.candidate.id for _, got in pairs)
    assert all(one.load + given_to[one.id] <= one.capacity for one in crew if given_to[one.id])
    before = {one.id: one for one in crew}
    assert all(why_not(one, before[got.chosen.candidate.id], linked).fits for one, got in pairs)


@given(waiting, several, links)
def test_the_reasons_are_those_of_weigh(some: list[Needs], crew: list[Candidate], linked: Links) -> None:
    before = {one.id: one for one in crew}
    for one, got in zip(some, match_all(some, crew, linked), strict=True):
        if got:
            alone, her = weigh(one, crew, linked), got.chosen.candidate
            others = [other for other in got.weighed if other != got.chosen]
            assert others == [other for other in alone[:TOLD] if other.candidate.id != her.id]
            assert got.chosen == why_not(one, her, linked)
            assert her == replace(before[her.id], load=her.load, asked_lately=her.asked_lately)


@settings(max_examples=60)
@given(st.lists(questions, max_size=4, unique_by=lambda one: one.key), several, links)
def test_a_round_equals_the_best_of_all_ways_to_pair(
    some: list[Needs], crew: list[Candidate], linked: Links
) -> None:
    assert counted(match_all(some, crew[:4], linked)) == max(ways(some, crew[:4], linked))


@pytest.mark.parametrize("seed", range(20))
def test_a_round_in_a_crowd_equals_the_best_of_all_ways_to_pair(seed: int) -> None:
    some, crew = crowd(seed, 5, 3)
    chance = Random(seed)
    crew = [replace(one, expertise=frozenset(chance.sample(["creative", "robots"], 1))) for one in crew]
    some = [replace(one, module=chance.choice(["creative", "robots"])) for one in some]
    assert counted(match_all(some, crew)) == max(ways(some, crew, frozenset()))


def counted(found: Sequence[Pairing | None]) -> tuple[int, int]:
    """Return how many are paired, and their total score."""
    return sum(one is not None for one in found), sum(one.chosen.score for one in found if one)


def ways(some: Sequence[Needs], crew: Sequence[Candidate], linked: Links) -> Iterator[tuple[int, int]]:
    """Yield what every way to pair gives, by trying them all."""
    if not some:
        yield 0, 0
        return
    yield from ways(some[1:], crew, linked)
    for at, her in enumerate(crew):
        weighed = why_not(some[0], her, linked)
        if weighed.fits:
            fuller = replace(her, load=her.load + 1, asked_lately=her.asked_lately + 1)
            for paired, total in ways(some[1:], [*crew[:at], fuller, *crew[at + 1 :]], linked):
                yield paired + 1, total + weighed.score


@given(waiting, several, links)
def test_columns_say_what_weighing_one_by_one_says(
    some: list[Needs], crew: list[Candidate], linked: Links
) -> None:
    if not some or not crew:
        return
    held = Columns(crew, linked).hold(some)
    told = zip(
        held.rows.tolist(), held.columns.tolist(), held.points.tolist(), held.fits.tolist(), strict=True
    )
    assert [*told] == [
        (row, column, weighed.score, weighed.fits)
        for row, one in enumerate(some)
        for column, her in enumerate(crew)
        if reach_of(one, her, linked).considered and (weighed := why_not(one, her, linked))
    ]


def crowd(seed: int, questions: int, people: int) -> tuple[list[Needs], list[Candidate]]:
    """Return a crowd of one town in which few speak two languages and places are short."""
    chance = Random(seed)
    tongues = [frozenset({"fr"}), frozenset({"nl"}), frozenset({"fr", "nl"})]
    crew = [
        candidate(
            number, languages=chance.choices(tongues, (6, 1, 2))[0], load=chance.randrange(3), capacity=3
        )
        for number in range(1, people + 1)
    ]
    wanted = [("fr",), ("nl",), ("nl", "fr")]
    return [asked(number, languages=chance.choice(wanted)) for number in range(1, questions + 1)], crew


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("kept", [1, 3, 60])
def test_short_lists_never_pair_fewer_than_everybody_who_fits_allows(
    seed: int, kept: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shortlists, "KEPT", kept)
    some, crew = crowd(seed, 60, 25)
    found = match_all(some, crew)
    assert counted(found)[0] == most(some, crew)
    taken = Counter(one.chosen.candidate.id for one in found if one)
    assert all(taken[one.id] <= one.capacity - one.load for one in crew)


def most(some: Sequence[Needs], crew: Sequence[Candidate]) -> int:
    """Return how many can be paired at all (Hopcroft and Karp's algorithm, over every seat)."""
    seats = [one for one in crew for _ in range(one.capacity - one.load)]
    fits = np.array([[why_not(needs, one).fits for one in seats] for needs in some])
    return int((maximum_bipartite_matching(csr_array(fits), perm_type="column") >= 0).sum())


def test_whoever_came_first_in_the_round_left_the_next_one_less_room() -> None:
    assert own_points(candidate(1), 1) < own_points(candidate(1))
    assert own_points(candidate(1), 1) == own_points(candidate(1, load=1, asked_lately=1))


def test_who_was_never_asked_comes_before_who_was() -> None:
    assert turn(candidate(2)) < turn(candidate(1, asked_at=NOW))
