"""The form that asks, in a browser: suggestions appear and force nothing, and the button that sends stays in sight."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Thread

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from classcode.people.models import Person
from tests.browser.looking import OVERFLOW, RULES, listening

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.usefixtures("content")]
HERE = "/fr/help/ask?unit=creative-programming/loops-and-events"
WORDS = "Comment répéter sans recopier les blocs ?"


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """The application on a port of this machine, its forms protected as in production."""
    app.config["WTF_CSRF_ENABLED"] = True
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


Visit = Callable[..., Page]


@pytest.fixture
def visit(
    chromium: Browser,
    address: str,
    login: Callable[[FlaskClient, Person], FlaskClient],
    app: Flask,
    ada: Person,
) -> Iterator[Visit]:
    """Open the form as Ada: `visit()` on a phone, `visit(java_script_enabled=False)` without script."""
    cookie = login(app.test_client(), ada).get_cookie("classcode")
    assert cookie
    opened = []

    def go(path: str = HERE, *, width: int = 360, signed_in: bool = True, **options: object) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": 640}, base_url=address, **options)  # type: ignore[arg-type]
        if signed_in:
            context.add_cookies([{"name": "classcode", "value": cookie.value, "url": address}])
        opened.append(context)
        page = context.new_page()
        page.goto(path)
        return page

    yield go
    for context in opened:
        context.close()


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    return [one["id"] for one in found.response["violations"]]


def test_suggestions_appear_while_one_writes_and_the_question_leaves_all_the_same(
    visit: Visit, address: str
) -> None:
    page = visit()
    with listening(page, address) as complaints:
        send = page.locator(".stays button")
        expect(send).to_have_accessible_name("Envoyer ma question")
        page.fill("#text", WORDS)
        expect(page.locator("#suggestions a").first).to_be_visible()
        expect(send).to_have_accessible_name("Poser quand même")
        assert violations(page) == []
        send.click()
        page.wait_for_url("**/fr/help/*-*/")
    assert complaints == []


def test_suggestions_go_when_the_words_do(visit: Visit) -> None:
    page = visit()
    page.fill("#text", WORDS)
    expect(page.locator("#suggestions a").first).to_be_visible()
    page.fill("#text", "asdf qwer zxcv yxcv")
    expect(page.locator("#suggestions a")).to_have_count(0)
    expect(page.locator(".stays button")).to_have_accessible_name("Envoyer ma question")


@pytest.mark.parametrize("path", [HERE, "/fr/help/first"])
def test_the_button_that_sends_is_in_sight_wherever_one_reads(visit: Visit, path: str) -> None:
    page = visit(path, signed_in=path == HERE)
    for field in ("#text", ".stays button"):
        page.locator(field).scroll_into_view_if_needed()
        expect(page.locator(".stays button")).to_be_in_viewport(ratio=1)
    page.evaluate("scrollTo(0, document.querySelector('#text').offsetTop - 100)")
    expect(page.locator(".stays button")).to_be_in_viewport(ratio=1)


def test_what_has_the_focus_is_never_under_the_button(visit: Visit) -> None:
    page = visit()
    page.locator("#text").focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        covered = page.evaluate("""() => {
            const one = document.activeElement, bar = document.querySelector(".stays");
            if (!one || bar.contains(one) || !bar.closest("form").contains(one)) return false;
            return one.getBoundingClientRect().top >= bar.getBoundingClientRect().top;
        }""")
        assert not covered


def test_who_sees_what_follows_the_tick_and_is_whole_without_script(visit: Visit) -> None:
    page = visit()
    named, unnamed = (page.locator(f"[data-when-unnamed={case}]") for case in ("no", "yes"))
    expect(named).to_be_visible()
    expect(unnamed).to_be_hidden()
    page.check("#unnamed")
    expect(named).to_be_hidden()
    expect(unnamed).to_be_visible()
    plain = visit(java_script_enabled=False)
    for case in ("no", "yes"):
        expect(plain.locator(f"[data-when-unnamed={case}]")).to_be_visible()


def test_without_script_a_button_looks_first(visit: Visit) -> None:
    page = visit(java_script_enabled=False)
    page.fill("#text", WORDS)
    page.check("#unnamed")
    page.locator("input[name=look]").click()
    expect(page.locator("#suggestions a").first).to_be_visible()
    expect(page.locator("#text")).to_have_value(WORDS)
    expect(page.locator("#unnamed")).to_be_checked()
    page.get_by_role("button", name="Poser quand même").click()
    page.wait_for_url("**/fr/help/*-*/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", [HERE, "/nl/help/first", "/fr/help/first/sent", "/en/help/answers/"])
def test_the_pages_have_no_barrier_and_fit(visit: Visit, path: str, width: int, scheme: str) -> None:
    page = visit(path, width=width, signed_in=path == HERE, color_scheme=scheme)
    assert violations(page) == [] and page.evaluate(OVERFLOW) <= 0
