"""Check-in in a real browser: the list without a network, one key for each person, and a screen that renews itself."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from classcode.people.models import Person
from helpdesk.checkin.models import MeetingGuest
from helpdesk.meetings.models import Meeting, Seat
from tests.browser.checked import checked
from tests.make import PASSWORD, Make

pytestmark = [pytest.mark.browser, pytest.mark.slow]

KEPT = """async () => ({
    lists: Object.keys(localStorage).filter(key => key.startsWith("roll:")),
    pages: (await caches.keys()).filter(key => key.startsWith("roll-")),
})"""


@dataclass
class Evening:
    """The running site, a meeting of this moment, and who runs it."""

    base_url: str
    engine: Engine
    meeting_id: UUID
    ada: UUID
    bruno: str

    def seat(self, person_id: UUID) -> Seat:
        with Session(self.engine, expire_on_commit=False) as session:
            return session.get_one(Seat, (self.meeting_id, person_id))


@pytest.fixture
def evening(app: Flask, make: Make, engine: Engine, ada: Person, bruno: Person) -> Iterator[Evening]:
    """Serve the site in a thread of this process."""
    make.place()
    for number in range(9):
        make.person(f"learner{number}")
    found = checked(make.session, ada=ada.id, bruno=bruno.id)
    make.session.commit()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Evening(
        f"http://127.0.0.1:{server.server_port}", engine, UUID(found["now"]), ada.id, bruno.addresses[0].email
    )
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def window(chromium: Browser, evening: Evening) -> Iterator[BrowserContext]:
    """Bruno's phone, on which he is signed in."""
    with chromium.new_context(
        viewport={"width": 360, "height": 800}, locale="fr-FR", base_url=evening.base_url
    ) as context:
        page = context.new_page()
        page.goto("/fr/login")
        page.fill("#email", evening.bruno)
        page.fill("#password", PASSWORD)
        page.locator("form[action$='/login'] button").click()
        page.wait_for_url("**/fr/")
        yield context


@pytest.fixture
def page(window: BrowserContext) -> Page:
    """The page that he looks at."""
    return window.pages[0]


def tick(page: Page, key: object, presence: str) -> None:
    page.locator(f"input[name='presence-{key}'][value='{presence}']").check()


def send(page: Page) -> None:
    page.locator("form#synchronise button").click()


def test_a_list_opened_once_is_ticked_without_a_network_and_sent_when_there_is_one(
    evening: Evening, window: BrowserContext, page: Page
) -> None:
    page.goto(f"/fr/meetings/{evening.meeting_id}/offline/")
    expect(page.locator("[data-offline-ready]")).to_contain_text("téléphone")
    window.set_offline(True)
    page.reload()
    tick(page, evening.ada, "attended")
    tick(page, "line-2", "attended")
    send(page)
    expect(page.locator("[data-offline-waiting]")).to_contain_text("pas de réseau")
    page.reload()
    assert page.locator(f"input[name='presence-{evening.ada}'][value='attended']").is_checked()
    window.set_offline(False)
    send(page)
    page.wait_for_url("**/synchronised/**")
    assert evening.seat(evening.ada).checked_how == "offline-list"
    assert guests(evening) == {1: "attended", 2: "attended"}
    assert page.evaluate(KEPT) == {"lists": [], "pages": []}


def guests(evening: Evening) -> dict[int, str | None]:
    with Session(evening.engine) as session:
        return {one.line: one.presence for one in session.scalars(select(MeetingGuest))}


def test_logging_out_leaves_nothing_of_a_list_on_the_phone(evening: Evening, page: Page) -> None:
    page.goto(f"/fr/meetings/{evening.meeting_id}/offline/")
    expect(page.locator("[data-offline-ready]")).to_contain_text("téléphone")
    tick(page, evening.ada, "attended")
    assert page.evaluate(KEPT)["lists"] and page.evaluate(KEPT)["pages"]
    page.goto("/fr/")
    page.locator("button.menu-button").first.click()
    page.locator("form[action$='/logout'] button").click()
    page.wait_for_load_state("networkidle")
    assert page.evaluate(KEPT) == {"lists": [], "pages": []}


def test_the_list_is_ticked_by_one_key_for_each_person(evening: Evening, page: Page) -> None:
    page.goto(f"/fr/meetings/{evening.meeting_id}/list")
    lines = page.locator(".roll-line[data-line]")
    lines.nth(0).locator("input[type=radio]").first.focus()
    for _ in range(4):
        page.keyboard.press("p")
    ticked = [lines.nth(n).locator("input[value=attended]").is_checked() for n in range(5)]
    assert ticked[:4] == [True] * 4
    page.locator("#attendance .stays button.main").press("Enter")
    page.wait_for_load_state()
    with Session(evening.engine) as session:
        there = session.scalars(select(Seat.presence).where(Seat.meeting_id == evening.meeting_id)).all()
    assert list(there).count("attended") >= 4


def test_the_screen_asks_for_itself_again_and_says_when_it_cannot(
    evening: Evening, window: BrowserContext, page: Page
) -> None:
    page.clock.install()
    page.goto(f"/fr/meetings/{evening.meeting_id}/screen")
    code = page.locator(".screen-code")
    first = code.inner_text()
    renew(evening)
    page.clock.run_for(31_000)
    expect(code).not_to_have_text(first)
    window.set_offline(True)
    page.clock.run_for(31_000)
    expect(page.locator(".screen-away")).to_be_visible()


def renew(evening: Evening) -> None:
    """Let the meeting have another key, so that its code turns at once."""
    with Session(evening.engine) as session:
        session.execute(update(Meeting).where(Meeting.id == evening.meeting_id).values(checkin_key="ab" * 32))
        session.commit()


def test_the_sheet_fits_its_paper(evening: Evening, page: Page) -> None:
    page.goto(f"/fr/meetings/{evening.meeting_id}/sheet")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 672, "height": 950})  # A4 at 96 dots an inch, within its margins
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert not page.locator(".site-header").is_visible() and not page.locator(".on-screen").is_visible()
