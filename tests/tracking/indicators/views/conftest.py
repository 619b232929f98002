"""Dora leads everything; Eva leads Brittany. Views are kept through the real rules."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

import pytest

from classcode import clock
from classcode.people.models import Person
from tests.make import Make
from tracking.indicators.views import rules
from tracking.indicators.views.rules import Wish

JUNE: Final = datetime(2026, 6, 20, 9, tzinfo=UTC)
JULY: Final = datetime(2026, 7, 2, 6, tzinfo=UTC)
Keep = Callable[..., UUID]


@pytest.fixture
def dora(make: Make) -> Person:
    return make.lead("dora")


@pytest.fixture
def eva(make: Make) -> Person:
    return make.lead("eva", "FR-BRE")


@pytest.fixture
def keep(make: Make) -> Keep:
    """Keep a view of somebody: `keep(dora, asked="region=FR-BRE", mailed=True)`; returns its id."""

    def kept(
        who: Person, name: str = "Ma région", *, page: str = "figures", asked: str = "", mailed: bool = False
    ) -> UUID:
        with clock.at(JUNE):
            view_id = rules.save(make.session, who.id, Wish(name, page, asked))
            if mailed:
                rules.mail_monthly(make.session, who.id, view_id, wanted=True)
        make.session.commit()
        return view_id

    return kept
