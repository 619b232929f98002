"""A database that holds the whole territory, made once, and a small one for tests that change it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from classcode.db import Base, make_engine
from classcode.territory import models
from classcode.territory.loading import load

TABLES = [
    Base.metadata.tables[model.__tablename__]
    for model in (
        models.Region,
        models.Academy,
        models.Department,
        models.Commune,
        models.CommuneTerm,
        models.Place,
    )
]

SOME = ("FR-29019", "FR-29155", "FR-01001", "FR-35238", "BE-21004", "BE-11001", "BE-84016")
"""Brest, Ouessant, L'Abergement-Clémenciat, Rennes, Brussels, Aartselaar, Daverdisse."""


def _engine(folder: Path) -> Engine:
    engine = make_engine(f"sqlite:///{folder / 'territory.sqlite'}")
    Base.metadata.create_all(engine, tables=TABLES)
    return engine


@pytest.fixture(scope="session")
def _whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = _engine(tmp_path_factory.mktemp("territory"))
    with Session(engine) as session:
        load(session)
        session.commit()
    yield engine
    engine.dispose()


@pytest.fixture
def whole(_whole: Engine) -> Iterator[Session]:
    """A session on all regions and communes; whatever a test writes is rolled back."""
    with Session(_whole) as session:
        yield session
        session.rollback()


@pytest.fixture
def some(tmp_path: Path) -> Iterator[Session]:
    """A session on all regions and seven communes, in a database of its own."""
    engine = _engine(tmp_path)
    with Session(engine) as session:
        load(session, only=SOME)
        session.commit()
        yield session
    engine.dispose()
