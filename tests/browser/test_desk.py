"""The desk's comforts in a browser: kept answers at the cursor, who else is here, shortcuts; and all without them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from classcode import db
from helpdesk.canned import rules as canned
from helpdesk.canned.rules import Wording
from helpdesk.tickets.rules.asking import Question, open_ticket
from tests.conftest import INFO
from tests.make import PASSWORD, Make
from tests.served import serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@dataclass(frozen=True)
class Desk:
    """The desk as it is served: its address, two questions that wait for Bruno, and who may come."""

    base_url: str
    browser: Browser
    tickets: tuple[str, str]
    addresses: dict[str, str]

    def window(self, who: str, **options: bool) -> BrowserContext:
        """Open a window in which somebody has signed in."""
        context = self.browser.new_context(base_url=self.base_url, locale="en-GB", **options)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto("/en/login")
        page.fill("#email", self.addresses[who])
        page.fill("#password", PASSWORD)
        page.locator("form[action$='/login'] button").click()
        page.wait_for_url("**/en/")
        page.close()
        return context


@pytest.fixture(scope="module")
def desk(chromium: Browser, template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Two questions of Ada's, proposed to Bruno, whose region Denise leads."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copy(template, folder / "desk.sqlite3")
    url = f"sqlite:///{folder / 'desk.sqlite3'}"
    engine = db.make_engine(url)
    db.bind(engine, **INFO)
    with db.transaction() as session:
        make = Make(session)
        people = {
            "ada": make.person("ada", commune="FR-35238"),
            "bruno": make.facilitator("bruno", region="FR-BRE", commune="FR-35238"),
            "denise": make.lead("denise", "FR-BRE"),
        }
        bruno = people["bruno"].id
        wording = {"fr": Wording("Hello", "Bonjour {name},")}
        canned.keep(session, wording, by=bruno, owner_id=bruno, region_code=None)
        asked = Question(text="", module="creative-programming", unit="loops-and-events", language="fr")
        tickets = [
            open_ticket(session, people["ada"].id, replace(asked, text=words), act_id=uuid4())
            for words in ("The first question", "The second question")
        ]
        addresses = {name: person.addresses[0].email for name, person in people.items()}
    engine.dispose()
    with serving(url, folder) as served:
        yield Desk(served.base_url, chromium, (str(tickets[0].id), str(tickets[1].id)), addresses)


@pytest.fixture
def bruno(desk: Desk) -> Iterator[Page]:
    """Bruno's window on the first question."""
    with desk.window("bruno") as context:
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
        with page.expect_response("**/here"):
            page.goto(f"/en/help/{desk.tickets[0]}/")
        yield page


def test_a_kept_answer_comes_at_the_cursor_and_is_taken_out_again(bruno: Page) -> None:
    box = bruno.locator("#text")
    box.fill("Before. After.")
    box.evaluate("area => area.setSelectionRange(8, 8)")
    bruno.locator("details.canned summary").click()
    bruno.locator("#canned").select_option(index=1)
    bruno.locator("[data-insert]").click()
    expect(box).to_have_value("Before. Bonjour Ada,After.")
    bruno.locator("[data-take-out]").click()
    expect(box).to_have_value("Before. After.")


def test_what_was_written_after_it_stays_when_it_is_taken_out(bruno: Page) -> None:
    box = bruno.locator("#text")
    bruno.locator("details.canned summary").click()
    bruno.locator("#canned").select_option(index=1)
    bruno.locator("[data-insert]").click()
    expect(box).to_have_value("Bonjour Ada,")
    box.press("End")
    box.type(" and more")
    bruno.locator("[data-take-out]").click()
    expect(box).to_have_value(" and more")


def test_the_browser_s_own_undo_knows_of_an_insertion(bruno: Page) -> None:
    box = bruno.locator("#text")
    bruno.locator("details.canned summary").click()
    bruno.locator("#canned").select_option(index=1)
    bruno.locator("[data-insert]").click()
    expect(box).to_have_value("Bonjour Ada,")
    box.press("Control+z")
    expect(box).to_have_value("")


def test_a_second_person_sees_who_has_the_question_open_and_who_writes(desk: Desk, bruno: Page) -> None:
    bruno.locator("#text").type("I am")
    with bruno.expect_response("**/here"):
        bruno.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    with desk.window("denise") as hers:
        page = hers.new_page()
        page.goto(f"/en/help/{desk.tickets[0]}/")
        expect(page.locator(".presence")).to_contain_text("Bruno is writing here.")


def test_shortcuts_lead_through_the_desk_and_are_silent_while_somebody_writes(desk: Desk) -> None:
    with desk.window("bruno") as context:
        page = context.new_page()
        page.goto("/en/desk/")
        page.keyboard.press("j")
        page.keyboard.press("j")
        expect(page.locator(".desk-card a[data-open]").nth(1)).to_be_focused()
        page.keyboard.press("k")
        page.keyboard.press("a")
        expect(page.locator("[data-accept] button").first).to_be_focused()
        page.keyboard.press("o")
        page.wait_for_url("**/help/*/")
        page.keyboard.press("?")
        expect(page.locator("dialog#keys")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator("dialog#keys")).to_be_hidden()
        page.keyboard.press("r")
        expect(page.locator("#text")).to_be_focused()
        page.keyboard.type("jko?an")
        expect(page.locator("#text")).to_have_value("jko?an")
        page.locator("#text").blur()
        page.keyboard.press("n")
        expect(page.locator("#note")).to_be_focused()


def test_shortcuts_can_be_turned_off_for_good(desk: Desk) -> None:
    with desk.window("bruno") as context:
        page = context.new_page()
        page.goto("/en/desk/keys")
        page.locator("#keys-page-switch").uncheck()
        page.goto(f"/en/help/{desk.tickets[0]}/")
        page.keyboard.press("r")
        expect(page.locator("#text")).not_to_be_focused()


def test_the_number_of_chosen_questions_is_told(desk: Desk) -> None:
    with desk.window("bruno") as context:
        page = context.new_page()
        page.goto("/en/desk/")
        page.locator(".pick input").first.check()
        expect(page.locator("[data-chosen]")).to_have_text("Chosen: 1.")


def test_without_script_an_answer_is_inserted_and_taken_out_and_the_note_stays_folded(desk: Desk) -> None:
    with desk.window("bruno", java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"/en/help/{desk.tickets[1]}/")
        assert not page.locator("#note").is_visible()
        page.fill("#text", "My own words")
        page.locator("details.canned summary").click()
        page.locator("#canned").select_option(index=1)
        page.locator("[data-insert]").click()
        expect(page.locator("#text")).to_have_value("My own words\n\nBonjour Ada,")
        page.locator("[data-take-out]").click()
        expect(page.locator("#text")).to_have_value("My own words")
