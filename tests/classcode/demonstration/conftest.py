"""A small demonstration, built once by the real command's function, and bound again for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from classcode import db, demonstration
from classcode.config import Config, load
from classcode.start import bind_database

ROOT = Path(__file__).parents[3]
TODAY = date(2026, 11, 20)
SMALL = 30


def config_in(folder: Path, database_url: str = "", port: int = 8000) -> Config:
    """The configuration of a demonstration in a folder of its own; its database is SQLite in there unless named."""
    return load(
        {
            "ENVIRONMENT": "demo",
            "VAR_DIR": str(folder),
            "DATABASE_URL": database_url,
            "CONTENT_DIR": str(ROOT / "content"),
            "PORT": str(port),
        }
    )


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, empty_database: Callable[[], str]) -> Config:
    """The small demonstration, which tests only read."""
    config = config_in(tmp_path_factory.mktemp("demonstration"), empty_database())
    demonstration.build(config, lambda line: None, until=TODAY, scale=SMALL)
    db.bound_engine().dispose()
    return config


@pytest.fixture
def session(built: Config) -> Iterator[Session]:
    """A reading session on the small demonstration."""
    engine = bind_database(built)
    with db.reading() as opened:
        yield opened
    engine.dispose()
