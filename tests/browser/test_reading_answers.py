"""A facilitator reads an open answer on a small phone, with the keyboard alone: nothing of it is out of reach."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, expect
from sqlalchemy.orm import Session

from classcode.people.models import Person
from tests.browser.looking import OVERFLOW, RULES
from tests.browser.questioned import Course, Login, course
from tests.browser.test_keyboard import walk_to
from tests.modules.assessing.opened import WRITTEN, answered, publish_opened, waiting

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LIST = "/fr/answers-to-read/"
OPENED = "main a[href*='/answers-to-read/']"


@pytest.fixture
def desk(
    chromium: Browser,
    app: Flask,
    login: Login,
    session: Session,
    *,
    ada: Person,
    bruno: Person,
    tmp_path: Path,
) -> Iterator[Course]:
    """What Bruno sees after Ada has answered; nothing of it may go wrong."""
    publish_opened(session)
    answered(session, ada)
    with course(chromium, app, login, bruno, tmp_path / "content") as served:
        yield served
    assert served.complaints == []


def test_the_keyboard_alone_is_enough_to_read_and_reply(desk: Course, session: Session) -> None:
    with desk.window() as page:
        page.goto(LIST)
        walk_to(page, OPENED)
        page.keyboard.press("Enter")
        expect(page.get_by_text(WRITTEN["lesson"][0])).to_be_visible()
        for name in ("level-clear", "level-short"):
            walk_to(page, f"[name={name}]")
            page.keyboard.press("ArrowDown")
        walk_to(page, "#words")
        page.keyboard.type("Quelle bonne idée !")
        walk_to(page, "form[action*='/answers-to-read/'] button[type=submit]")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{LIST}")
        expect(page.locator(OPENED)).to_have_count(0)
    session.expire_all()
    assert waiting(session)[0].read_at is not None


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_its_pages_have_no_barrier_and_fit_a_small_phone(desk: Course, session: Session, scheme: str) -> None:
    with desk.window(color_scheme=scheme) as page:
        for address in (LIST, f"{LIST}{waiting(session)[0].id}"):
            page.goto(address)
            checked = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
            assert checked.violations_count == 0, checked.generate_report()
            assert page.evaluate(OVERFLOW) <= 0
