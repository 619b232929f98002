"""A browser, and the running product with its cast: Bruno and Denise exist, Ada has yet to come."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from classcode import db
from tests.browser.looking import Site, small_demonstration
from tests.browser.ready import Ready
from tests.browser.stack import Stack, running
from tests.make import Make


@pytest.fixture(scope="session")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Ready:
    """Products made up once for all workers of this run."""
    base = tmp_path_factory.getbasetemp()
    return Ready((base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "ready")


@pytest.fixture(scope="module")
def site(chromium: Browser, ready: Ready, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A small demonstration, served: one for each file of tests, so that none finds the traces of another."""
    with small_demonstration(chromium, ready, tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture(params=["embedded", pytest.param("production", marks=pytest.mark.postgres)])
def stack(request: pytest.FixtureRequest, ready: Ready, tmp_path: Path) -> Iterator[Stack]:
    """The running product, once on SQLite with its own runner, once on PostgreSQL with Redis and an RQ worker."""
    postgres = request.getfixturevalue("postgres") if request.param == "production" else None
    with running(ready, tmp_path / "var", postgres) as running_stack:
        yield running_stack


@pytest.fixture
def behind(stack: Stack) -> Iterator[Engine]:
    """The product's own database, seen from the test."""
    folder = stack.environment["VAR_DIR"]
    engine = db.make_engine(stack.environment.get("DATABASE_URL") or f"sqlite:///{folder}/classcode.sqlite3")
    yield engine
    engine.dispose()


@dataclass(frozen=True)
class Cast:
    """Who is there before Ada comes, by address."""

    bruno: str
    chloe: str
    denise: str
    place: str


@pytest.fixture
def cast(behind: Engine) -> Cast:
    """Bruno facilitates Bretagne, Chloe Occitanie, Denise leads everywhere; one place in Rennes."""
    info = {"iri_base": "http://classcode.test", "base_url": "", "answer_days": 3, "forwarding": False}
    with Session(behind, expire_on_commit=False, info=info) as session:
        make = Make(session)
        bruno = make.facilitator("bruno", region="FR-BRE", commune="FR-35238")
        chloe = make.facilitator("chloe", region="FR-OCC", commune="FR-31555")
        denise = make.lead("denise")
        place = make.place("FR-35238", name="Médiathèque des Quais")
        session.commit()
        first = {person.id: person.addresses[0].email for person in (bruno, chloe, denise)}
        return Cast(first[bruno.id], first[chloe.id], first[denise.id], place.name)


def open_page(browser: Browser, stack: Stack, width: int) -> Page:
    """Open a new browser window of somebody else, French, watched: nothing from elsewhere, no script error."""
    context = browser.new_context(
        viewport={"width": width, "height": 800}, locale="fr-FR", base_url=stack.base_url
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.on("request", lambda request: _only_ours(request.url, stack.base_url))
    page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
    return page


def _only_ours(url: str, base_url: str) -> None:
    assert url.startswith((base_url, "data:", "blob:")), f"a request left for {url}"
