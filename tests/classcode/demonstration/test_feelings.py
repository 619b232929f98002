"""In the demonstration learners say how able they feel, so that its indicators show a figure."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from statistics import fmean
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from modules.models import ActivityAttempt
from tests.classcode.demonstration.conftest import TODAY
from tracking.indicators.filters import Filter
from tracking.indicators.periods import Period
from tracking.indicators.query import figures
from tracking.indicators.tally import Cell

MORNING = datetime(TODAY.year, TODAY.month, TODAY.day, 9, tzinfo=UTC)
YEARS = Period("dates", TODAY.replace(year=TODAY.year - 2, day=1), TODAY)
SURVEYS = ("before-the-module", "after-the-module")


def surveys(session: Session) -> list[ActivityAttempt]:
    wanted = select(ActivityAttempt).where(ActivityAttempt.activity.in_(SURVEYS))
    return list(session.scalars(wanted.order_by(ActivityAttempt.at)))


def total(session: Session) -> Cell:
    with clock.at(MORNING):
        return figures(session, Filter(period=YEARS), only=("self-efficacy",))[0].total


def test_the_figure_of_the_demonstration_is_what_its_learners_answered(session: Session) -> None:
    last: dict[UUID, dict[str, int]] = defaultdict(dict)
    for attempt in surveys(session):
        last[attempt.person_id] |= {item: int(told[0]) for item, told in attempt.answers.items()}
    cell = total(session)
    assert cell.rests.people == len(last) > 0
    assert cell.value == pytest.approx(fmean(fmean(points.values()) for points in last.values()))


def test_some_say_nothing_and_some_leave_a_question_out(session: Session) -> None:
    joined = set(session.scalars(select(ActivityAttempt.person_id).distinct()))
    said = surveys(session)
    assert 0 < len({one.person_id for one in said}) < len(joined)
    assert {len(one.answers) for one in said} > {5}
