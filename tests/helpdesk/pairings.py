"""Questions and candidates for the tests of pairing: plain ones to change, and strategies that draw any."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import strategies as st

from classcode.territory.distance import Point
from helpdesk.pairing import Candidate, Needs, Pairing

NOW = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)
"""A Monday morning."""
QUIMPER = Point(48.0, -4.1, "europe")
BREST = Point(48.39, -4.49, "europe")
LILLE = Point(50.63, 3.06, "europe")
BASTIA = Point(42.7, 9.45, "corse")
OUESSANT = Point(48.46, -5.1, "ouessant")

NEEDS = Needs(
    key=UUID(int=1),
    languages=("fr",),
    module="creative",
    theme="tool",
    at=NOW,
    promised_by=NOW + timedelta(days=3),
    region="FR-BRE",
    point=QUIMPER,
)


def candidate(number: int, **changed: object) -> Candidate:
    """Return somebody of Brest who could answer `NEEDS`, changed as told."""
    plain = Candidate(
        id=UUID(int=number),
        languages=frozenset({"fr"}),
        regions=frozenset({"FR-BRE"}),
        expertise=frozenset(),
        load=0,
        capacity=3,
        area_km=30,
        answers_by=NOW + timedelta(days=1),
        point=BREST,
    )
    return replace(plain, **changed)  # type: ignore[arg-type]


def chosen(pairing: Pairing | None) -> int | None:
    """Return the number of who was chosen."""
    return pairing.chosen.candidate.id.int if pairing else None


_points = st.sampled_from([None, QUIMPER, BREST, LILLE, BASTIA, OUESSANT])
_languages = ["fr", "nl", "en"]
_regions = ["FR-BRE", "FR-HDF", "FR-20R"]
_people = st.frozensets(st.integers(1, 12).map(lambda number: UUID(int=number)), max_size=3)

questions = st.builds(
    Needs,
    key=st.uuids(),
    languages=st.lists(st.sampled_from(_languages), min_size=1, max_size=2, unique=True).map(tuple),
    module=st.sampled_from(["creative", "robots"]),
    theme=st.sampled_from([None, "tool", "notion"]),
    at=st.just(NOW),
    promised_by=st.integers(-1, 4).map(lambda days: NOW + timedelta(days=days)),
    region=st.sampled_from([None, *_regions]),
    point=_points,
    before=_people,
    refused=_people,
)

candidates = st.builds(
    candidate,
    st.integers(1, 12),
    languages=st.frozensets(st.sampled_from(_languages)),
    regions=st.frozensets(st.sampled_from([*_regions, "*"])),
    expertise=st.frozensets(st.sampled_from(["creative", "robots"])),
    themes=st.frozensets(st.sampled_from(["tool", "notion"])),
    load=st.integers(0, 3),
    capacity=st.integers(0, 3),
    area_km=st.integers(0, 800),
    point=_points,
    answers_by=st.none() | st.integers(0, 4).map(lambda days: NOW + timedelta(days=days)),
    away=st.booleans(),
    asked_at=st.sampled_from([None, NOW, NOW - timedelta(days=9)]),
    asked_lately=st.integers(0, 9),
)

several = st.lists(candidates, max_size=12, unique_by=lambda one: one.id)
waiting = st.lists(questions, max_size=6, unique_by=lambda one: one.key)
links = st.frozensets(
    st.frozensets(st.sampled_from(_regions), min_size=1, max_size=2),
    max_size=2,
)
