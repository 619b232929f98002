"""Databases that hold a whole programme, told once for all tests of a file."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.territory import loading
from tests.conftest import INFO
from tests.make import COMMUNES, Make
from tests.tracking.indicators.synthetic import class_code, codenplay, telling
from tests.tracking.indicators.synthetic.plan import Programme
from tracking.log import names

Told = tuple[Session, Programme]


@pytest.fixture(scope="module")
def told(
    template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[Programme], Session]]:
    """Tell a programme to a database of its own, which lives as long as the tests of a file."""
    path = tmp_path_factory.mktemp("synthetic") / "classcode.sqlite3"
    shutil.copy(template, path)
    engine = db.make_engine(f"sqlite:///{path}")
    names.forget()
    with Session(engine, expire_on_commit=False, info=dict(INFO)) as session:

        def tell(programme: Programme) -> Session:
            rural = {f"BE-{code}" for code in codenplay.RURAL_COMMUNES}
            loading.load(session, only=COMMUNES | rural)
            telling.tell(Make(session), programme)
            session.commit()
            return session

        yield tell
    engine.dispose()
    names.forget()


@pytest.fixture(scope="module")
def year(told: Callable[[Programme], Session]) -> Told:
    """CodeNPlay's year."""
    programme = codenplay.programme()
    return told(programme), programme


@pytest.fixture(scope="module")
def two_years(told: Callable[[Programme], Session]) -> Told:
    """Two years of Class'Code, at a fiftieth of their size."""
    programme = class_code.programme()
    return told(programme), programme


@pytest.fixture(autouse=True)
def on_the_day_of_the_report(request: pytest.FixtureRequest) -> Iterator[None]:
    """Read a programme's figures when they were read."""
    name = next((one for one in ("year", "two_years") if one in request.fixturenames), None)
    if name is None:
        yield
        return
    with clock.at(request.getfixturevalue(name)[1].reported_at):
        yield
