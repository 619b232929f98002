"""Questions whose pieces are moved about, on a phone: by keyboard alone, with a finger, without script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Locator, Page, expect

from classcode.people.models import Person
from tests.browser.looking import OVERFLOW, RULES
from tests.browser.questioned import ALL, POOL, SURVEY, Course, Login, course
from tests.browser.test_keyboard import press, walk_to
from tests.browser.test_pages import SCRIPT, TEXT_PAGE
from tests.modules.kinds import RIGHT, WRONG

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MOVED: Final = "/fr/modules/kinds/moved"
ORDER: Final = ["bowl", "mix", "heat", "pour"]
LINES: Final = {"start": 0, "four": 1, "walk": 2, "turn": 2}
PAIRS: Final = {"loop": "again", "test": "maybe", "name": "box"}
CHECK: Final = "#moved .actions button[type=submit]"
TARGET: Final = 44
"""Pixels of whatever a finger presses."""


@pytest.fixture
def asked(chromium: Browser, app: Flask, login: Login, ada: Person, tmp_path: Path) -> Iterator[Course]:
    """The course of all kinds of questions, with Ada before it; nothing of it may go wrong."""
    with course(chromium, app, login, ada, tmp_path / "content") as served:
        yield served
    assert served.complaints == []


@pytest.fixture
def phone(asked: Course) -> Iterator[Page]:
    """Ada's small phone, on the page where pieces are moved."""
    with asked.window() as page:
        page.goto(MOVED)
        yield page


def card(page: Page, piece: str, question: str) -> Locator:
    """Return the card of a piece."""
    return page.locator(f"#moved-{question} [data-piece={piece}]")


def order(page: Page) -> list[str]:
    """Return the lines to order as they stand."""
    found: list[str] = page.locator("#moved-order .piece").evaluate_all(
        "all => all.map(one => one.dataset.piece)"
    )
    return found


def values(page: Page, question: str) -> list[str]:
    """Return what the lists of a question would post."""
    found: list[str] = page.locator(f"#moved-{question} select").evaluate_all(
        "all => all.map(one => one.value)"
    )
    return found


def said(page: Page, question: str) -> Locator:
    """Return what a screen reader was told last."""
    return page.locator(f"#moved-{question} [role=status]")


def test_a_learner_answers_with_the_keyboard_alone(phone: Page) -> None:
    _order_by_keys(phone)
    _build_by_keys(phone)
    _match_by_keys(phone)
    walk_to(phone, CHECK)
    press(phone)
    expect(phone.locator("#moved .outcome.ok")).to_contain_text("3 bonnes réponses sur 3")


def _order_by_keys(page: Page) -> None:
    for place, piece in enumerate(ORDER):
        walk_to(page, f"#moved-order [data-piece={piece}] .up")
        for _step in range(order(page).index(piece) - place):
            page.keyboard.press("ArrowUp")
            expect(said(page, "order")).to_contain_text("sur 4")
        expect(card(page, piece, "order").locator(".up")).to_be_focused()
    assert order(page) == ORDER


def _build_by_keys(page: Page) -> None:
    for place, (piece, indent) in enumerate(LINES.items(), 1):
        walk_to(page, f"#moved-lines [data-piece={piece}] .add")
        page.keyboard.press("Enter")
        for _step in range(indent):
            page.keyboard.press("ArrowRight")
        expect(said(page, "lines")).to_contain_text(f"ligne {place} sur {place}, décalage {indent}")


def _match_by_keys(page: Page) -> None:
    for left, right in PAIRS.items():
        walk_to(page, f"#moved-match [data-half={right}] button")
        page.keyboard.press("Enter")
        expect(said(page, "match")).to_contain_text("en main")
        walk_to(page, f"#moved-match [data-piece={left}] .slot")
        page.keyboard.press("Enter")
        expect(said(page, "match")).to_contain_text("va avec")


def test_a_learner_answers_with_a_finger(asked: Course) -> None:
    with asked.window(has_touch=True, is_mobile=True) as page:
        page.goto(MOVED)
        for place, piece in enumerate(ORDER):
            for _step in range(order(page).index(piece) - place):
                card(page, piece, "order").locator(".up").tap()
        for piece, indent in LINES.items():
            card(page, piece, "lines").locator(".add").tap()
            for _step in range(indent):
                card(page, piece, "lines").locator(".more").tap()
        for left, right in PAIRS.items():
            page.locator(f"#moved-match [data-half={right}] button").tap()
            card(page, left, "match").locator(".slot").tap()
        page.locator(CHECK).tap()
        expect(page.locator("#moved .outcome.ok")).to_be_visible()


def test_a_learner_answers_without_script(asked: Course) -> None:
    with asked.window(java_script_enabled=False) as page:
        page.goto(MOVED)
        for place, piece in enumerate(ORDER, 1):
            page.select_option(f"#moved-order-{piece}", f"{piece}={place}")
        for place, (piece, indent) in enumerate(LINES.items(), 1):
            page.select_option(f"#moved-lines-{piece}", f"{piece}={place}")
            page.select_option(f"#moved-lines-{piece}-indent", f"{piece}>{indent}")
        for left, right in PAIRS.items():
            page.select_option(f"#moved-match-{left}", f"{left}={right}")
        page.locator(CHECK).click()
        expect(page.locator("#moved .outcome.ok")).to_be_visible()


def drag(page: Page, what: Locator, where: Locator, *, below: bool = False) -> None:
    """Drag something onto something else, to its upper or lower half."""
    what.scroll_into_view_if_needed()
    start, end = what.bounding_box(), where.bounding_box()
    assert start is not None and end is not None
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(start["x"] + start["width"] / 2 + 10, start["y"] + start["height"] / 2 + 5, steps=3)
    page.mouse.move(end["x"] + 20, end["y"] + end["height"] * (0.9 if below else 0.1), steps=5)
    page.mouse.up()


def test_lines_are_dragged_into_order(asked: Course) -> None:
    with asked.window(width=1280) as page:
        page.goto(MOVED)
        last, first = order(page)[-1], order(page)[0]
        drag(page, card(page, last, "order").locator(".grip"), card(page, first, "order"))
        expect(page.locator("#moved-order .piece").first).to_have_attribute("data-piece", last)
        assert f"{last}=1" in values(page, "order")


def test_lines_are_dragged_into_the_program_and_cards_onto_their_place(asked: Course) -> None:
    with asked.window(width=1280) as page:
        page.goto(MOVED)
        drag(page, card(page, "start", "lines").locator(".grip"), page.locator("#moved-lines .board-empty"))
        expect(page.locator("#moved-lines .program [data-piece=start]")).to_have_count(1)
        assert "start=1" in values(page, "lines")
        half = page.locator("#moved-match [data-half=again] button")
        drag(page, half, card(page, "loop", "match"))
        expect(card(page, "loop", "match").locator(".slot")).to_have_text("On recommence")
        assert "loop=again" in values(page, "match")


def test_nothing_is_answered_before_something_is_moved(phone: Page) -> None:
    assert set(values(phone, "order")) == {""}
    assert not [one for one in values(phone, "lines") if "=" in one]


def test_every_move_can_be_undone_and_is_said(phone: Page) -> None:
    first, second = order(phone)[:2]
    card(phone, first, "order").locator(".down").click()
    assert order(phone)[:2] == [second, first]
    phone.locator("#moved-order .undo-move").click()
    assert order(phone)[:2] == [first, second]
    expect(said(phone, "order")).to_have_text("Le dernier geste est annulé.")
    expect(phone.locator("#moved-order .undo-move")).to_have_attribute("aria-disabled", "true")


def test_feedback_goes_while_something_else_is_laid_out_and_comes_back_with_it(phone: Page) -> None:
    for piece in LINES:
        card(phone, piece, "lines").locator(".add").click()
    for left, right in PAIRS.items():
        phone.locator(f"#moved-match [data-half={right}] button").click()
        card(phone, left, "match").locator(".slot").click()
    card(phone, order(phone)[0], "order").locator(".down").click()
    with phone.expect_navigation():
        phone.locator(CHECK).click()
    told = card(phone, "four", "lines").locator(".feedback")
    expect(told).to_contain_text("Autre décalage")
    card(phone, "four", "lines").locator(".more").click()
    expect(told).to_be_hidden()
    phone.locator("#moved-lines .undo-move").click()
    expect(told).to_be_visible()


def test_a_card_taken_back_frees_its_place(phone: Page) -> None:
    phone.locator("#moved-match [data-half=again] button").click()
    card(phone, "loop", "match").locator(".slot").click()
    card(phone, "loop", "match").locator(".slot").click()
    assert set(values(phone, "match")) == {""}
    expect(said(phone, "match")).to_contain_text("repris")


def answer(page: Page, given: dict[str, list[str]]) -> None:
    """Post answers to the quiz of all kinds from its own page."""
    fields: list[Any] = [[name, value] for name, all_values in given.items() for value in all_values]
    with page.expect_navigation():
        page.evaluate(
            """fields => {
                const form = document.querySelector("#every-kind form");
                const posted = document.createElement("form");
                posted.method = "post";
                posted.action = form.action;
                const kept = form.querySelectorAll("input[type=hidden]");
                const hidden = [...kept].map(one => [one.name, one.value]);
                for (const [name, value] of [...hidden, ...fields]) {
                    const one = document.createElement("input");
                    [one.name, one.value] = [name, value];
                    posted.append(one);
                }
                document.body.append(posted);
                posted.submit();
            }""",
            fields,
        )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_every_kind_has_no_barrier_before_and_after(asked: Course, scheme: Any, width: int) -> None:
    with asked.window(width=width, color_scheme=scheme) as page:
        for path in (ALL, POOL, SURVEY):
            page.goto(path)
            _no_barrier(page, width)
        page.goto(ALL)
        answer(page, WRONG)
        _no_barrier(page, width)
        answer(page, RIGHT | {"number": ["2"], "lines": WRONG["lines"], "match": WRONG["match"]})
        _no_barrier(page, width)


def _no_barrier(page: Page, width: int) -> None:
    checked = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    found = [(one["id"], one["nodes"][0]["target"]) for one in checked.response["violations"]]
    assert found == []
    for wide in {width, 320} if width < 600 else {width}:
        page.set_viewport_size({"width": wide, "height": 800})
        assert page.evaluate(OVERFLOW) <= 0
    page.set_viewport_size({"width": width, "height": 800})


def test_whatever_is_pressed_is_large_enough_for_a_finger(phone: Page) -> None:
    card(phone, "start", "lines").locator(".add").click()
    boxes = [one.bounding_box() for one in phone.locator("#moved button:visible").all()]
    assert [
        box for box in boxes if box and (box["height"] < TARGET - 0.5 or box["width"] < TARGET - 0.5)
    ] == []


def test_a_page_of_every_kind_is_light(asked: Course) -> None:
    with asked.window() as page:
        served = page.goto(ALL)
        assert served is not None
        found = page.locator("script[src], link[rel=stylesheet]")
        urls = found.evaluate_all("all => all.map(one => one.src || one.href)")
        sizes = {url: len(page.request.get(url).body()) for url in urls}
        assert len(served.body()) + sum(sizes.values()) <= TEXT_PAGE
        assert sum(size for url, size in sizes.items() if "/js/" in url) <= SCRIPT


def test_on_paper_there_are_lines_to_write_on_and_no_buttons(phone: Page) -> None:
    phone.emulate_media(media="print")
    expect(phone.locator("#moved-order .lists").first).to_be_visible()
    expect(phone.locator("#moved-order .moves").first).to_be_hidden()
