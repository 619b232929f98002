"""What the overview of the indicators finds in the demonstration: figures, a year before for pupils, actions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from classcode import clock
from classcode.territory import systems
from tests.classcode.demonstration.conftest import TODAY
from tracking.indicators import beside, periods, steps
from tracking.indicators.beside import Beside
from tracking.indicators.comparing import Trend
from tracking.indicators.filters import Filter

NOW = datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC) + timedelta(hours=9)


@pytest.fixture
def both(session: Session) -> Beside:
    asked = Filter(period=periods.school_year(systems.system("fr"), TODAY))
    with clock.at(NOW):
        return beside.read(session, asked, 11, "fr")


def test_pupils_are_more_than_in_the_autumn_before(both: Beside) -> None:
    assert both.compared("pupils-reached").trend is Trend.MORE


def test_accompaniment_schools_and_places_have_figures(both: Beside) -> None:
    for id_ in ("schools-accompanied", "schools-touched", "places-identified"):
        assert both.figure(id_)[1].total.value, id_


def test_actions_of_the_programme_and_of_a_region_are_on_several_steps(
    session: Session, both: Beside
) -> None:
    actions = steps.actions(session, both.now.asked)
    assert len({one.at for one in actions}) > 1
    assert len({one.region for one in actions}) > 1
