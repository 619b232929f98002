"""A page with formulas, tabs, recordings and widgets in a real browser: keys and touch, script or none, both themes."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import OVERFLOW, RULES
from tests.modules.rich import write_rich
from tests.served import Served, environment, run, serving

PAGE = "/en/modules/rich/all"
RECORD = """async () => {
  const sheet = document.createElement("canvas");
  sheet.width = 64; sheet.height = 36;
  const pen = sheet.getContext("2d");
  const recorder = new MediaRecorder(sheet.captureStream(25), { mimeType: "video/webm;codecs=vp8" });
  const pieces = [];
  recorder.ondataavailable = (event) => pieces.push(event.data);
  const over = new Promise((done) => { recorder.onstop = done; });
  recorder.start();
  const begin = performance.now();
  for (let frame = 0; frame < 12 || performance.now() - begin < 500; frame += 1) {
    pen.fillStyle = frame % 2 ? "#0b6464" : "#f7d774";
    pen.fillRect(0, 0, 64, 36);
    await new Promise((next) => requestAnimationFrame(next));
  }
  recorder.stop();
  await over;
  const bytes = new Uint8Array(await new Blob(pieces).arrayBuffer());
  return btoa(String.fromCharCode(...bytes));
}"""
"""A film of a few frames, made by the browser itself."""


@pytest.fixture(scope="module")
def served(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The rich module with a film that really plays, served to whoever comes."""
    folder: Path = tmp_path_factory.mktemp("rich")
    module = write_rich(folder / "content")
    page = chromium.new_page()
    (module / "media" / "robot.webm").write_bytes(base64.b64decode(page.evaluate(RECORD)))
    page.close()
    database, var = f"sqlite:///{folder}/rich.sqlite3", folder / "var"
    content = str(folder / "content")
    given = environment(database, var, 1, CONTENT_DIR=content)
    run(given, "db", "upgrade")
    run(given, "content", "publish")
    with serving(database, var, workers=1, CONTENT_DIR=content) as web:
        yield web


def opened(browser: Browser, served: Served, **options: Any) -> Page:
    """Open the page in a new window of a phone, where nothing moves unless asked otherwise."""
    given = {"viewport": {"width": 360, "height": 740}, "reduced_motion": "reduce", **options}
    page = browser.new_context(base_url=served.base_url, **given).new_page()
    page.set_default_timeout(15_000)
    page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
    page.goto(PAGE)
    return page


@pytest.fixture
def phone(chromium: Browser, served: Served) -> Iterator[Page]:
    page = opened(chromium, served)
    yield page
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_no_rule_of_accessibility_is_broken(
    chromium: Browser, served: Served, scheme: str, width: int
) -> None:
    page = opened(chromium, served, color_scheme=scheme, viewport={"width": width, "height": 900})
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
    assert page.evaluate(OVERFLOW) <= 0
    page.context.close()


def test_a_formula_is_mathematics_to_the_browser(phone: Page) -> None:
    first = phone.locator("math").first
    assert first.evaluate("one => one.namespaceURI") == "http://www.w3.org/1998/Math/MathML"
    fraction = phone.locator(".formula mfrac").first
    above, below = (fraction.locator(":scope > *").nth(n).bounding_box() for n in (0, 1))
    assert above is not None and below is not None and above["y"] + above["height"] <= below["y"] + 1


def test_tabs_are_gone_through_with_the_arrows(phone: Page) -> None:
    tabs = phone.get_by_role("tab")
    expect(tabs).to_have_text(["Scratch", "Python"])
    tabs.first.focus()
    phone.keyboard.press("ArrowRight")
    expect(tabs.nth(1)).to_be_focused()
    expect(tabs.nth(1)).to_have_attribute("aria-selected", "true")
    expect(phone.get_by_role("tabpanel")).to_contain_text("for turn in range(4)")
    expect(phone.get_by_text("Use the block")).to_be_hidden()
    phone.keyboard.press("ArrowRight")
    expect(phone.get_by_role("tabpanel")).to_contain_text("Use the block")


def test_a_recording_is_asked_for_when_it_is_played_and_shows_its_captions(phone: Page) -> None:
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    phone.reload()
    film = phone.locator("#robot-film video")
    assert film.evaluate("one => one.networkState") != 2, "it loads before it is asked for"
    assert not [url for url in asked if url.endswith(".webm")]
    with phone.expect_response(re.compile(r"\.webm$")) as answer:
        film.evaluate("async one => { one.muted = true; await one.play(); }")
    assert answer.value.status == 206
    phone.wait_for_function("() => document.querySelector('#robot-film video').ended")
    cues = film.evaluate(
        "one => { one.textTracks[0].mode = 'showing'; return (one.textTracks[0].cues || []).length; }"
    )
    assert cues == 2


def test_a_network_is_walked_with_the_keyboard_alone(phone: Page) -> None:
    network = phone.locator("#six-lines")
    ask, told = network.locator(".ask"), network.locator(".told")
    expect(ask).to_have_text("Step 1 of 5: 4 and 2 meet. Which is the smaller?")
    network.get_by_role("button", name="4", exact=True).focus()
    phone.keyboard.press("Enter")
    expect(told).to_have_text("Look again: 2 is smaller than 4.")
    phone.keyboard.press("Tab")
    phone.keyboard.press("Space")
    expect(told).to_have_text("Yes: 2 leaves on the left, 4 on the right.")
    for _meeting in range(11):
        numbers = [int(one) for one in network.locator(".choices button").all_inner_texts()]
        network.locator(".choices button").nth(numbers.index(min(numbers))).focus()
        phone.keyboard.press("Enter")
    expect(ask).to_have_text(re.compile("They arrive in order: 1, 2, 3, 4, 5, 6. It took 12 meetings"))
    expect(ask).to_be_focused()
    expect(network.locator(".token text")).to_have_text(["4", "2", "6", "5", "1", "3"], use_inner_text=False)


def test_a_network_can_be_watched_step_by_step_and_given_other_numbers(phone: Page) -> None:
    network = phone.locator("#six-lines")
    network.get_by_role("button", name="Do this step for me").click()
    expect(network.locator(".told")).to_have_text("Step 1 is done: 2, 4, 5, 6, 1, 3.")
    network.get_by_role("button", name="Start again").click()
    expect(network.locator(".told")).to_have_text("The numbers are at the start: 4, 2, 6, 5, 1, 3.")
    network.get_by_role("button", name="Other numbers").click()
    for _step in range(5):
        network.get_by_role("button", name="Do this step for me").click()
    expect(network.locator(".ask")).to_contain_text("They arrive in order")


def test_cards_are_turned_by_touch_and_the_table_fills(chromium: Browser, served: Served) -> None:
    page = opened(chromium, served, has_touch=True)
    cards = page.locator("#five-cards")
    expect(cards.locator(".ask")).to_have_text("Make 9.")
    for value in ("8", "1"):
        card = cards.get_by_role("button", name=f"Card {value}", exact=True)
        box = card.bounding_box()
        assert box is not None and box["width"] >= 44 and box["height"] >= 44
        card.tap()
        expect(card).to_have_attribute("aria-pressed", "true")
    expect(cards.locator(".told")).to_have_text("That is it: 9 is written 01001.")
    expect(cards.locator("tr[data-number='9'] td")).to_have_text(["0", "1", "0", "0", "1"])
    expect(cards.locator(".ask")).to_have_text("Make 21.")
    for value in ("8", "16", "4"):
        cards.get_by_role("button", name=f"Card {value}", exact=True).tap()
    expect(cards.locator(".told")).to_contain_text("You made them all.")
    page.context.close()


def test_a_picture_is_drawn_with_the_keyboard_alone(phone: Page) -> None:
    picture = phone.locator("#boat")
    picture.get_by_role("button", name="Row 1, square 1").focus()
    rows = ["...#....", "...##...", "########", ".#.##.#."]
    for number, row in enumerate(rows):
        for place, sign in enumerate(row):
            if sign == "#":
                phone.keyboard.press("Space")
            if place < len(row) - 1:
                phone.keyboard.press("ArrowRight")
        if number == 0:
            expect(picture.locator(".told")).to_have_text("Row 1 is right.")
        phone.keyboard.press("ArrowDown")
        phone.keyboard.press("Home")
    expect(picture.locator(".told")).to_have_text("Every row is right: A boat.")
    expect(picture.locator("tr.right")).to_have_count(4)
    picture.get_by_role("button", name="Wipe the sheet").click()
    expect(picture.locator("tr.right")).to_have_count(0)


def test_a_row_that_differs_is_said_in_numbers(phone: Page) -> None:
    picture = phone.locator("#boat")
    picture.get_by_role("button", name="Row 1, square 4").click()
    picture.get_by_role("button", name="Compare").click()
    expect(picture.locator(".told")).to_have_text(
        "Rows that are right: 1 of 4. Row 2 says 8; the numbers are 3 2 3."
    )


def test_the_numbers_of_a_picture_are_written_and_compared(phone: Page) -> None:
    picture = phone.locator("#hat")
    picture.get_by_label("Numbers of row 1").fill("1 2")
    picture.get_by_role("button", name="Compare").click()
    expect(picture.locator(".told")).to_contain_text("Row 1 adds up to 3, and it has 4 squares.")
    picture.get_by_label("Numbers of row 1").fill("1, 2, 1")
    picture.get_by_label("Numbers of row 2").fill("0 4")
    expect(picture.locator(".told")).to_have_text("Every row is right: A hat.")


def test_without_script_everything_is_read_and_printed(chromium: Browser, served: Served) -> None:
    page = opened(chromium, served, java_script_enabled=False)
    expect(page.get_by_text("Use the block")).to_be_visible()
    expect(page.get_by_text("for turn in range")).to_be_visible()
    expect(page.locator("#six-lines svg").first).to_be_visible()
    expect(page.locator("#six-lines .number")).to_have_text(["4", "2", "6", "5", "1", "3"])
    expect(page.locator("#five-cards .bcard")).to_have_count(5)
    expect(page.locator("#boat .code").first).to_have_text("3 1 4")
    assert page.locator(".play:visible").count() == 0
    page.locator("#boat summary").click()
    expect(page.get_by_role("img", name="A boat.")).to_be_visible()
    page.context.close()


def test_on_paper_all_tabs_are_read_and_nothing_waits_to_be_pressed(phone: Page) -> None:
    phone.emulate_media(media="print")
    for words in ("Use the block", "for turn in range"):
        expect(phone.get_by_text(words)).to_be_visible()
    assert phone.locator(".play:visible, [role=tablist]:visible, video:visible").count() == 0
    expect(phone.locator("#six-lines .number").first).to_be_visible()
