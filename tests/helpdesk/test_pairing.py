"""The choice of who answers: what is required, what counts, and that nothing depends on chance or order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classcode.territory.distance import Point
from helpdesk.pairing import Candidate, Needs, Pairing, choose, weigh

NOW = datetime(2026, 11, 10, 9, 0, tzinfo=UTC)
QUIMPER = Point(48.0, -4.1, "europe")
BREST = Point(48.39, -4.49, "europe")
LILLE = Point(50.63, 3.06, "europe")
BASTIA = Point(42.7, 9.45, "corsica")

NEEDS = Needs(languages=("fr",), module="creative", at=NOW, region="FR-BRE", point=QUIMPER)


def candidate(number: int, **changed: object) -> Candidate:
    plain = Candidate(
        id=UUID(int=number),
        languages=frozenset({"fr"}),
        regions=frozenset({"FR-BRE"}),
        expertise=frozenset(),
        load=0,
        capacity=3,
        area_km=30,
        point=BREST,
    )
    return replace(plain, **changed)  # type: ignore[arg-type]


def chosen(pairing: Pairing | None) -> int | None:
    return pairing.chosen.candidate.id.int if pairing else None


@pytest.mark.parametrize(
    "against",
    [
        {"languages": frozenset({"nl"})},
        {"load": 3},
        {"capacity": 0},
        {"away_until": NOW + timedelta(days=1)},
        {"passed_on": True},
    ],
)
def test_one_thing_against_somebody_is_enough_and_is_told(against: dict[str, object]) -> None:
    only = candidate(1, **against)
    assert choose(NEEDS, [only]) is None
    assert [one.fits for one in weigh(NEEDS, [only])] == [False]


def test_somebody_who_is_back_can_be_chosen() -> None:
    assert chosen(choose(NEEDS, [candidate(1, away_until=NOW)])) == 1


def test_somebody_of_another_region_out_of_reach_is_not_even_a_candidate() -> None:
    assert weigh(NEEDS, [candidate(1, regions=frozenset({"FR-HDF"}), point=LILLE, area_km=100)]) == ()


def test_somebody_of_another_region_within_reach_is() -> None:
    assert chosen(choose(NEEDS, [candidate(1, regions=frozenset({"FR-PDL"}), area_km=60)])) == 1


def test_water_is_never_crossed() -> None:
    over_there = candidate(1, regions=frozenset({"FR-20R"}), point=BASTIA, area_km=5000)
    assert choose(NEEDS, [over_there]) is None


def test_somebody_for_everywhere_answers_any_region_without_a_distance() -> None:
    pairing = choose(NEEDS, [candidate(1, regions=frozenset({"*"}), point=None)])
    assert pairing and pairing.chosen.region and pairing.chosen.distance_km is None


def test_without_a_commune_the_language_decides_alone() -> None:
    nowhere = replace(NEEDS, region=None, point=None, languages=("nl", "fr"))
    far = candidate(1, regions=frozenset({"FR-HDF"}), point=LILLE)
    assert chosen(choose(nowhere, [far])) == 1
    assert choose(replace(nowhere, languages=("en",)), [far]) is None


def test_the_preferred_language_is_the_one_told() -> None:
    both = candidate(1, languages=frozenset({"fr", "nl"}))
    pairing = choose(replace(NEEDS, languages=("nl", "fr")), [both])
    assert pairing and pairing.chosen.language == "nl"


@pytest.mark.parametrize(
    "better",
    [
        {"point": QUIMPER},
        {"expertise": frozenset({"creative"})},
        {"load": 0, "capacity": 5},
    ],
)
def test_nearness_expertise_and_room_each_win_when_all_else_is_equal(better: dict[str, object]) -> None:
    plain = candidate(1, load=1, capacity=3)
    assert chosen(choose(NEEDS, [plain, replace(plain, id=UUID(int=2), **better)])) == 2  # type: ignore[arg-type]


def test_ties_go_to_the_longest_unasked_and_to_who_was_never_asked_first() -> None:
    lately, long_ago = candidate(1, asked_at=NOW), candidate(2, asked_at=NOW - timedelta(days=30))
    assert chosen(choose(NEEDS, [lately, long_ago])) == 2
    assert chosen(choose(NEEDS, [lately, long_ago, candidate(3)])) == 3


def test_the_reasons_hold_closed_values_and_no_position() -> None:
    pairing = choose(NEEDS, [candidate(1, expertise=frozenset({"creative"}))])
    assert pairing
    assert pairing.chosen.components() == {
        "language": "fr",
        "region": True,
        "distance_km": 52,
        "expertise": True,
        "load": 0,
        "capacity": 3,
        "away": False,
        "passed_on": False,
    }


candidates = st.builds(
    candidate,
    st.integers(1, 10**6),
    languages=st.frozensets(st.sampled_from(["fr", "nl", "en"])),
    regions=st.frozensets(st.sampled_from(["FR-BRE", "FR-HDF", "*"])),
    expertise=st.frozensets(st.sampled_from(["creative", "robots"])),
    load=st.integers(0, 5),
    capacity=st.integers(0, 5),
    area_km=st.integers(0, 800),
    point=st.sampled_from([None, QUIMPER, BREST, LILLE, BASTIA]),
    away_until=st.sampled_from([None, NOW - timedelta(days=1), NOW + timedelta(days=1)]),
    asked_at=st.sampled_from([None, NOW, NOW - timedelta(days=9)]),
    passed_on=st.booleans(),
)
several = st.lists(candidates, max_size=12, unique_by=lambda one: one.id)


@given(several, st.randoms(use_true_random=False))
def test_the_order_of_candidates_changes_nothing(some: list[Candidate], chance: object) -> None:
    shuffled = list(some)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert weigh(NEEDS, some) == weigh(NEEDS, shuffled)


@given(several)
def test_the_chosen_one_fits_and_no_other_who_fits_scores_higher(some: list[Candidate]) -> None:
    pairing = choose(NEEDS, some)
    fitting = [one for one in weigh(NEEDS, some) if one.fits]
    assert (pairing is None) == (not fitting)
    if pairing:
        assert pairing.chosen.score == max(one.score for one in fitting)


@given(several)
def test_scores_stay_between_0_and_100(some: list[Candidate]) -> None:
    assert all(0 <= one.score <= 100 for one in weigh(NEEDS, some))
