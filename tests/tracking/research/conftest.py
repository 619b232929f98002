"""The world of studies."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from classcode.config import Config
from tests.make import Make
from tests.tracking.research.world import World


@pytest.fixture
def world(make: Make, config: Config, engine: Engine) -> World:
    """A world on this test's database."""
    assert engine.url
    return World(make, config)
