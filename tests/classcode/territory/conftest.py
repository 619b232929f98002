"""A database that holds the whole territory, made once, and a small one for tests that change it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, delete
from sqlalchemy.orm import Session

from classcode.db import Base, make_engine
from classcode.territory.loading import load
from classcode.territory.models import Commune, CommuneTerm

SOME = ("FR-29019", "FR-29155", "FR-01001", "FR-35238", "BE-21004", "BE-11001", "BE-84016")
"""Brest, Ouessant, L'Abergement-Clémenciat, Rennes, Brussels, Aartselaar, Daverdisse."""


@pytest.fixture(scope="session")
def _whole(empty_database: Callable[[], str]) -> Iterator[Engine]:
    engine = make_engine(empty_database())
    Base.metadata.create_all(engine)
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
def some(session: Session) -> Session:
    """A session on all regions and these seven communes, in a database of its own."""
    session.execute(delete(CommuneTerm))
    session.execute(delete(Commune))
    load(session, only=SOME)
    return session
