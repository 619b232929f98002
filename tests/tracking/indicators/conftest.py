"""The small programme that the tests of indicators tell."""

from __future__ import annotations

import pytest

from tests.make import Make
from tests.tracking.indicators.rows import Rows
from tests.tracking.indicators.told import Story


@pytest.fixture
def story(make: Make) -> Story:
    return Story(make)


@pytest.fixture
def rows(make: Make) -> Rows:
    return Rows(make.session)
