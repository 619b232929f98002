"""The choice of who answers: what is required, what counts, and that nothing depends on chance or order."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classcode.territory.distance import distance_km
from helpdesk.pairing import Against, Candidate, Links, Needs, choose, weigh, why_not
from tests.helpdesk.pairings import (
    BASTIA,
    BREST,
    LILLE,
    NEEDS,
    NOW,
    OUESSANT,
    QUIMPER,
    candidate,
    candidates,
    chosen,
    links,
    questions,
    several,
)

AGAINST: list[tuple[Against, dict[str, object]]] = [
    (Against.LANGUAGE, {"languages": frozenset({"nl"})}),
    (Against.FULL, {"load": 3}),
    (Against.FULL, {"capacity": 0}),
    (Against.AWAY, {"away": True}),
    (Against.TOO_LATE, {"answers_by": None}),
    (Against.TOO_LATE, {"answers_by": NEEDS.promised_by + timedelta(minutes=1)}),
    (Against.ACROSS_WATER, {"point": OUESSANT}),
]


@pytest.mark.parametrize(("reason", "against"), AGAINST)
def test_one_condition_against_somebody_is_enough_and_is_told(
    reason: Against, against: dict[str, object]
) -> None:
    only = candidate(1, **against)
    assert choose(NEEDS, [only]) is None
    assert [one.against for one in weigh(NEEDS, [only])] == [(reason,)]


def test_who_passed_a_question_on_is_not_asked_again() -> None:
    refused = replace(NEEDS, refused=frozenset({UUID(int=1)}))
    assert choose(refused, [candidate(1)]) is None
    assert why_not(refused, candidate(1)).against == (Against.PASSED_ON,)


def test_a_slot_that_ends_with_the_promise_is_in_time() -> None:
    assert chosen(choose(NEEDS, [candidate(1, answers_by=NEEDS.promised_by)])) == 1


def test_somebody_of_another_region_out_of_reach_is_not_even_considered_but_why_not_answers() -> None:
    far = candidate(1, regions=frozenset({"FR-HDF"}), point=LILLE, area_km=100, load=3)
    assert weigh(NEEDS, [far]) == ()
    assert why_not(NEEDS, far).against == (Against.FULL, Against.TOO_FAR)
    assert why_not(NEEDS, far).distance_km == 595


def test_somebody_of_another_region_is_considered_as_far_as_her_area_goes() -> None:
    other = candidate(1, regions=frozenset({"FR-PDL"}))
    found = {km: chosen(choose(NEEDS, [replace(other, area_km=km)])) for km in (51, 53)}
    assert found == {51: None, 53: 1}


def test_somebody_of_the_region_is_considered_however_far() -> None:
    assert chosen(choose(NEEDS, [candidate(1, point=LILLE)])) == 1


def test_water_is_not_crossed_by_area_nor_by_holding_the_region_or_all_of_them() -> None:
    for region in ("FR-20R", "FR-BRE", "*"):
        over_there = candidate(1, regions=frozenset({region}), point=BASTIA, area_km=5000)
        assert choose(NEEDS, [over_there]) is None
        assert Against.ACROSS_WATER in why_not(NEEDS, over_there).against


def test_a_declared_link_crosses_water_and_is_no_distance() -> None:
    over_there = candidate(1, regions=frozenset({"FR-20R"}), point=BASTIA)
    pairing = choose(NEEDS, [over_there], frozenset({frozenset({"FR-BRE", "FR-20R"})}))
    assert pairing and pairing.chosen.linked and not pairing.chosen.region
    assert pairing.chosen.distance_km is None and pairing.chosen.points.distance == 0


def test_a_link_of_a_region_with_itself_reaches_its_islands() -> None:
    islander = candidate(1, point=OUESSANT)
    assert chosen(choose(NEEDS, [islander], frozenset({frozenset({"FR-BRE"})}))) == 1


def test_a_link_between_other_regions_crosses_nothing_here() -> None:
    islander = candidate(1, point=OUESSANT)
    assert choose(NEEDS, [islander], frozenset({frozenset({"FR-PAC", "FR-20R"})})) is None


def test_somebody_for_everywhere_answers_any_region_without_a_distance() -> None:
    pairing = choose(NEEDS, [candidate(1, regions=frozenset({"*"}), point=None)])
    assert pairing and pairing.chosen.region and pairing.chosen.distance_km is None


def test_without_a_commune_on_either_side_no_water_is_known_to_lie_between() -> None:
    unplaced = replace(NEEDS, point=None, region="FR-20R")
    assert chosen(choose(unplaced, [candidate(1, regions=frozenset({"FR-20R"}), point=BREST)])) == 1


def test_without_a_region_the_language_decides_alone() -> None:
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
        {"themes": frozenset({"tool"})},
        {"load": 0, "capacity": 5},
        {"asked_lately": 0},
    ],
)
def test_nearness_expertise_theme_room_and_fairness_each_win_when_all_else_is_equal(
    better: dict[str, object],
) -> None:
    plain = candidate(1, load=1, capacity=3, asked_lately=4)
    assert chosen(choose(NEEDS, [plain, replace(plain, id=UUID(int=2), **better)])) == 2  # type: ignore[arg-type]


def test_who_helped_this_learner_before_wins_when_all_else_is_equal() -> None:
    assert chosen(choose(replace(NEEDS, before=frozenset({UUID(int=2)})), [candidate(1), candidate(2)])) == 2


def test_helping_before_does_not_outweigh_knowing_the_subject() -> None:
    known = replace(NEEDS, before=frozenset({UUID(int=2)}))
    assert chosen(choose(known, [candidate(1, expertise=frozenset({"creative"})), candidate(2)])) == 1


def test_ties_go_to_the_longest_unasked_and_to_who_was_never_asked_first() -> None:
    lately, long_ago = candidate(1, asked_at=NOW), candidate(2, asked_at=NOW - timedelta(days=30))
    assert chosen(choose(NEEDS, [lately, long_ago])) == 2
    assert chosen(choose(NEEDS, [lately, long_ago, candidate(3)])) == 3


def test_who_was_not_chosen_scored_lower_or_was_needed_elsewhere() -> None:
    pairing = choose(NEEDS, [candidate(1, point=QUIMPER), candidate(2), candidate(3, load=3)])
    assert pairing
    best, other, _full = pairing.weighed
    assert [pairing.why_not(one) for one in pairing.weighed] == [
        (),
        (Against.SCORED_LOWER,),
        (Against.FULL,),
    ]
    assert replace(pairing, chosen=other).why_not(best) == (Against.NEEDED_ELSEWHERE,)


def test_the_reasons_hold_closed_values_and_no_position() -> None:
    pairing = choose(NEEDS, [candidate(1, expertise=frozenset({"creative"}))])
    assert pairing
    assert pairing.chosen.components() == {
        "language": "fr",
        "region": True,
        "linked": False,
        "distance_km": 52,
        "across_water": False,
        "too_far": False,
        "expertise": True,
        "theme": False,
        "load": 0,
        "capacity": 3,
        "away": False,
        "answers_by": "2026-11-10T09:00:00+00:00",
        "too_late": False,
        "passed_on": False,
        "before": False,
        "asked_lately": 0,
        "against": [],
        "points": {
            "distance": 16,
            "module": 15,
            "theme": 0,
            "room": 20,
            "region": 10,
            "continuity": 0,
            "fairness": 10,
        },
    }


def test_somebody_with_everything_scores_100() -> None:
    perfect = candidate(
        1, point=QUIMPER, expertise=frozenset({"creative"}), themes=frozenset({"tool"}), area_km=0
    )
    known = replace(NEEDS, before=frozenset({UUID(int=1)}))
    assert [one.score for one in weigh(known, [perfect])] == [100]


@given(questions, several, links, st.integers())
def test_the_order_of_candidates_changes_nothing(
    needs: Needs, some: list[Candidate], linked: Links, seed: int
) -> None:
    shuffled = Random(seed).sample(some, len(some))
    assert weigh(needs, some, linked) == weigh(needs, shuffled, linked)


@given(questions, several, links)
def test_the_chosen_one_breaks_no_condition_and_no_other_who_fits_scores_higher(
    needs: Needs, some: list[Candidate], linked: Links
) -> None:
    pairing = choose(needs, some, linked)
    fitting = [one for one in some if breaks_nothing(needs, one, linked)]
    assert (pairing is None) == (not fitting)
    if pairing:
        assert pairing.chosen.candidate in fitting
        assert pairing.chosen.score == max(why_not(needs, one, linked).score for one in fitting)


def breaks_nothing(needs: Needs, one: Candidate, linked: Links) -> bool:
    """Tell whether somebody can be chosen, said a second time and in other words than the pairing's own."""
    if not set(needs.languages) & one.languages or one.away or one.capacity - one.load < 1:
        return False
    if one.answers_by is None or needs.promised_by < one.answers_by or one.id in needs.refused:
        return False
    if needs.region and any({needs.region, hers} in map(set, linked) for hers in one.regions):
        return True
    if needs.point and one.point and needs.point.landmass != one.point.landmass:
        return False
    if needs.region is None or one.regions & {needs.region, "*"}:
        return True
    km = distance_km(needs.point, one.point) if needs.point and one.point else None
    return km is not None and km <= one.area_km


@given(questions, several, links)
def test_whoever_is_not_considered_was_too_far_or_across_water(
    needs: Needs, some: list[Candidate], linked: Links
) -> None:
    considered = {one.candidate.id for one in weigh(needs, some, linked)}
    for one in some:
        beyond = {Against.TOO_FAR, Against.ACROSS_WATER} & set(why_not(needs, one, linked).against)
        assert one.id in considered or beyond


@given(questions, candidates, links)
def test_scores_stay_between_0_and_100_and_are_the_sum_of_what_is_told(
    needs: Needs, one: Candidate, linked: Links
) -> None:
    weighed = why_not(needs, one, linked)
    assert 0 <= weighed.score <= 100
    assert weighed.score == sum(weighed.components()["points"].values())


@given(questions, candidates, links)
def test_more_of_what_counts_never_lowers_a_score_and_a_link_never_shuts_out(
    needs: Needs, one: Candidate, linked: Links
) -> None:
    plain = why_not(needs, one)
    better = [
        replace(one, expertise=one.expertise | {needs.module}),
        replace(one, themes=one.themes | {needs.theme or "tool"}),
        replace(one, regions=one.regions | {needs.region or "*"}),
        replace(one, load=max(0, one.load - 1)),
        replace(one, asked_lately=max(0, one.asked_lately - 1)),
        replace(one, point=needs.point or one.point),
    ]
    assert all(why_not(needs, other).score >= plain.score for other in better)
    assert set(why_not(needs, one, linked).against) <= set(plain.against)


@given(questions, candidates, candidates)
def test_who_stands_beside_somebody_changes_nothing_about_her(
    needs: Needs, one: Candidate, other: Candidate
) -> None:
    alone = weigh(needs, [one])
    assert [w for w in weigh(needs, [one, replace(other, id=UUID(int=99))]) if w.candidate.id == one.id] == [
        *alone
    ]


def test_a_single_question_is_paired_without_the_packages_of_a_round() -> None:
    import subprocess
    import sys

    code = (
        "import sys; from tests.helpdesk.pairings import NEEDS, candidate;"
        "from helpdesk.pairing import choose, match_all;"
        "assert choose(NEEDS, [candidate(1)]) and match_all([NEEDS], [candidate(1)])[0];"
        "assert not {'scipy', 'numpy'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
