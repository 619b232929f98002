"""Class'Code in its true size: 25,000 learners in the log, the rest made by a rebuild, every figure exact."""

from __future__ import annotations

import os

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from classcode import clock
from tests.conftest import INFO
from tests.make import Make
from tests.tracking.indicators.synthetic import bulk, class_code, reading, telling
from tracking.projections import jobs

pytestmark = [pytest.mark.proof, pytest.mark.postgres]
PART = int(os.environ.get("SYNTHETIC_PART", "1"))
"""The true size is divided by so much."""


def test_the_figures_of_class_code_are_told_exactly_in_their_true_size(engine: Engine) -> None:
    programme = class_code.programme(part=PART)
    with Session(engine, expire_on_commit=False, info=dict(INFO)) as session:
        with clock.at(programme.begins):
            make = Make(session)
            lead, places = make.lead("lea"), telling.accepted_places(make, programme)
        bulk.write_log(session, programme, places)
        with clock.at(programme.reported_at):
            telling.beside_the_record(session, programme, lead, {})
        session.commit()
    jobs.rebuild()
    with Session(engine, info=dict(INFO)) as session, clock.at(programme.reported_at):
        for view in programme.views:
            for read in reading.EXACT.values():
                reading.assert_exact(read(session, view), view)
    assert not jobs.rebuild(check=True)
