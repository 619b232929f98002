"""A small course with exercises, served to a browser: two mazes that no counted program passes, and a square."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from classcode import db
from modules.catalog import read_module
from modules.rules.publishing import publish
from tests.browser.stack import Stack, serving
from tests.conftest import INFO, fill
from tests.make import PASSWORD, Make
from tests.modules.written import spoil, write_module

ROBOT: Final = """\
id: two-mazes
title: Deux labyrinthes
graded: true
text: "Menez le robot à l’étoile **dans les deux mondes**, avec le même programme."
blocks: [forward, left, right, repeat, until, if, else]
tests: [at-goal, path-ahead]
max_blocks: 6
max_steps: 100
solution: |
  until at-goal
    if path-ahead
      forward
    else
      left
worlds:
  - id: short
    map: |
      #####
      ###G#
      #>..#
      #####
  - id: long
    map: |
      #######
      #####G#
      #####.#
      #>....#
      #######
hints:
  wall: Comptez les cases *de ce monde*.
"""
TURTLE: Final = """\
id: square
title: Un carré
text: Dessinez ce carré.
blocks: [forward, right, repeat, colour]
solution: |
  repeat 4
    forward 80
    right 90
"""
UNIT: Final = "/fr/modules/small/second"
BLOCKS: Final = "/fr/modules/small/second/exercises/two-mazes/blocks"


@dataclass
class Course:
    """The running site, its browser and its database, and who has an account there."""

    stack: Stack
    browser: Browser
    engine: Engine

    def newcomer(self) -> str:
        """Make somebody's account and return her address."""
        with Session(self.engine, expire_on_commit=False, info=dict(INFO)) as session:
            person = Make(session).person(f"ada-{uuid4().hex[:8]}", commune="FR-35238")
            session.commit()
            return person.addresses[0].email

    def window(self, email: str | None, *, width: int = 360, **options: Any) -> BrowserContext:
        """Open a window of somebody, or of nobody; nothing moves in it unless asked otherwise."""
        context = self.browser.new_context(
            viewport={"width": width, "height": 800},
            locale="fr-FR",
            base_url=self.stack.base_url,
            **{"reduced_motion": "reduce"} | options,
        )
        context.set_default_timeout(10_000)
        if email:
            page = context.new_page()
            page.goto("/fr/login")
            page.fill("#email", email)
            page.fill("#password", PASSWORD)
            page.locator("form[action$='/login'] button").click()
            page.wait_for_url("**/fr/")
            page.close()
        return context


class Windows:
    """Windows that close at the end of a test: of one newcomer, or of nobody."""

    def __init__(self, course: Course, kept: ExitStack) -> None:
        self._course, self._kept = course, kept
        self.email = course.newcomer()

    def mine(self, **options: Any) -> BrowserContext:
        """Open a window of the newcomer, as on another device each time."""
        return self._kept.enter_context(self._course.window(self.email, **options))

    def nobodys(self, **options: Any) -> BrowserContext:
        """Open a window of somebody without an account."""
        return self._kept.enter_context(self._course.window(None, **options))


@contextmanager
def small_course(browser: Browser, folder: Path) -> Iterator[Course]:
    """Serve the course from a folder."""
    engine = db.make_engine(f"sqlite:///{folder}/classcode.sqlite3")
    fill(engine)
    written = write_module(folder / "content")
    for lang in ("fr", "en"):
        blocks = f"Some text.\n\n```robot\n{ROBOT}```\n\n```turtle\n{TURTLE}```\n\nAnd on."
        spoil(written / f"02-second.{lang}.md", "Some text.", blocks)
    module, problems = read_module(written)
    assert module is not None, problems
    with Session(engine, expire_on_commit=False, info=dict(INFO)) as session:
        publish(session, module, folder)
        session.commit()
    with serving({"VAR_DIR": str(folder)}, with_worker=False) as stack:
        yield Course(stack, browser, engine)
    engine.dispose()


def opened(context: BrowserContext, exercise: str = "two-mazes") -> Page:
    """Open the unit and wait until its exercise is alive."""
    page = context.new_page()
    page.goto(f"{UNIT}#{exercise}")
    page.wait_for_selector(f"#{exercise}[data-ready]")
    return page


@pytest.fixture(scope="module")
def course(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Course]:
    """The small course, served."""
    with small_course(chromium, tmp_path_factory.mktemp("course")) as course:
        yield course


@pytest.fixture
def windows(course: Course) -> Iterator[Windows]:
    """The windows of this test."""
    with ExitStack() as kept:
        yield Windows(course, kept)
