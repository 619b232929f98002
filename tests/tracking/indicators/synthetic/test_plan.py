"""The generators themselves: the same seed, the same programme; numbers that add up before anything is told."""

from __future__ import annotations

from tests.tracking.indicators.synthetic import class_code, codenplay
from tests.tracking.indicators.synthetic.plan import parts, spread


def test_the_same_seed_gives_the_same_programme() -> None:
    assert codenplay.programme(7) == codenplay.programme(7)
    assert class_code.programme(7) == class_code.programme(7)


def test_another_seed_gives_other_acts_and_the_same_truth() -> None:
    one, other = codenplay.programme(1), codenplay.programme(2)
    assert one.people != other.people
    assert one.views == other.views


def test_the_children_of_the_classes_are_those_published() -> None:
    classes = codenplay.programme().classes
    often = sum(one.pupils for one in classes if len(one.days) > 1)
    once = sum(one.pupils for one in classes if len(one.days) == 1)
    assert (often, once) == (4_222, 4_308)
    assert sum(one.girls for one in classes) == codenplay.GIRLS
    assert all(0 <= one.girls <= one.pupils for one in classes)


def test_cutting_and_spreading_lose_nobody() -> None:
    assert (parts(50, 24), sum(parts(1_001, 24))) == ([17, 17, 16], 1_001)
    assert list(spread(10, [3, 3, 4])) == [3, 3, 4]


def test_the_inputs_make_the_shares_of_an_age_class_that_were_published() -> None:
    shares = [
        people * class_code.PUPILS[level] / class_code.BIRTHS
        for level, people in (("primary", class_code.PRIMARY), ("secondary", class_code.SECONDARY))
    ]
    assert shares == [0.15, 0.30]
