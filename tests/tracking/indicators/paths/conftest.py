"""Histories made by hand, and asking for their paths."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from classcode import clock
from tests.tracking.indicators.rows import Rows, Someone
from tests.tracking.indicators.told import NOW, SPRING
from tracking.indicators.filters import Filter
from tracking.indicators.paths.query import Measured, paths
from tracking.indicators.tally import Count
from tracking.projections.keys import cell_key

Ask = Callable[..., Measured]


@pytest.fixture
def ask(rows: Rows) -> Ask:
    """Ask for the paths of spring 2026, or of another filter, at the end of June."""

    def asked(reach: str = "trained", **chosen: Any) -> Measured:
        rows.session.flush()
        with clock.at(chosen.pop("now", NOW)):
            return paths(rows.session, Filter(**({"period": SPRING} | chosen)), reach)

    return asked


def those(people: Iterable[Someone]) -> Count:
    """Count people with their key, each once."""
    some = list(people)
    return Count(len(some), cell_key(one.key for one in some))
