"""Every page as each role sees it: open to all, readable on a small phone and in the dark, light, self-contained."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import pytest
from flask import Flask

from tests.browser.looking import Look, Seen, Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

UNIT: Final = "/fr/modules/creative-programming/loops-and-events"
ANSWER: Final = "form[action$='/answer'] button[type=submit]"
LOOKS: Final = (
    Look("nobody", "modules.home", "/fr/"),
    Look("nobody", "modules.home", "/nl/"),
    Look("nobody", "modules.catalogue", "/nl/modules/"),
    Look("nobody", "modules.module", "/fr/modules/creative-programming"),
    Look("nobody", "modules.unit", "/fr/modules/front-door/front-door"),
    Look("nobody", "modules.unit", "/nl/modules/creative-programming/welcome"),
    Look("nobody", "modules.unit", UNIT.replace("/fr/", "/en/")),
    Look("nobody", "account.register", "/fr/register"),
    Look("nobody", "account.register", "/fr/register", 422, "form[action$='/register'] button"),
    Look("nobody", "account.login", "/en/login"),
    Look("nobody", "account.login", "/fr/login", 422, "form[action$='/login'] button"),
    Look("nobody", "account.forgot", "/nl/forgot"),
    Look("nobody", "account.confirm", "/fr/confirm/{confirm}"),
    Look("nobody", "account.confirm", "/fr/confirm/unknown", 410),
    Look("nobody", "account.reset", "/fr/reset/{reset}"),
    Look("nobody", "pages.about", "/fr/about"),
    Look("nobody", "pages.privacy", "/fr/privacy"),
    Look("nobody", "pages.accessibility", "/fr/accessibility"),
    Look("nobody", "pages.mails", "/fr/demo/mails", 404),
    Look("ada", "modules.home", "/fr/"),
    Look("ada", "modules.catalogue", "/fr/modules/"),
    Look("ada", "modules.module", "/fr/modules/creative-programming"),
    Look("ada", "modules.unit", UNIT),
    Look("ada", "modules.unit", "/fr/modules/creative-programming/when-it-breaks", 422, ANSWER),
    Look("ada", "modules.unit", "/fr/modules/creative-programming/class-robot-game"),
    Look("ada", "account.me", "/fr/me/"),
    Look("ada", "helpdesk.mine", "/fr/help/"),
    Look("ada", "helpdesk.ask", "/fr/help/ask?unit=creative-programming/loops-and-events"),
    Look(
        "ada",
        "helpdesk.ask",
        "/fr/help/ask?unit=creative-programming",
        422,
        "form[action$='/help/ask'] button",
    ),
    Look("ada", "helpdesk.ticket", "/fr/help/{hers}/"),
    Look("ada", "meetings.mine", "/fr/meetings/"),
    Look("ada", "helpdesk.desk", "/fr/desk/", 403),
    Look("guest", "meetings.mine", "/fr/meetings/"),
    Look("guest", "meetings.show", "/fr/meetings/{invited}/"),
    Look("bruno", "modules.home", "/fr/"),
    Look("bruno", "helpdesk.desk", "/fr/desk/"),
    Look("bruno", "helpdesk.ticket", "/fr/help/{hers}/"),
    Look("bruno", "meetings.propose", "/fr/help/{hers}/propose"),
    Look("bruno", "meetings.propose", "/fr/help/{hers}/propose", 422, "form[action$='/propose'] button"),
    Look("bruno", "meetings.mine", "/fr/meetings/"),
    Look("bruno", "meetings.show", "/fr/meetings/{record}/"),
    Look("bruno", "meetings.show", "/fr/meetings/{coming}/"),
    Look("denise", "helpdesk.desk", "/fr/desk/"),
    Look("denise", "helpdesk.ticket", "/fr/help/{unheld}/"),
    Look("denise", "indicators.show", "/fr/indicators/"),
    Look("emile", "indicators.show", "/en/indicators/?period=dates&from=2026-01-01&to=2026-06-30"),
    Look("emile", "indicators.show", "/fr/indicators/?period=dates&from=2026-13-01", 422),
    Look("emile", "meetings.show", "/fr/meetings/{held}/"),
    Look("ada", "record.mine", "/fr/me/record"),
    Look("ada", "record.mine", "/nl/me/record?before=1"),
    Look("ada", "record.statement", "/fr/me/record/{recorded}"),
    Look("ada", "looking.search", "/fr/record/", 403),
    Look("guest", "record.statement", "/fr/me/record/{recorded}", 404),
    Look("fanny", "looking.search", "/fr/record/"),
    Look("fanny", "looking.search", "/fr/record/", 422, "form[action$='/record/search'] button"),
    Look("fanny", "looking.found", "/fr/record/searches/{search}"),
    Look("fanny", "looking.one", "/nl/record/searches/{search}/{recorded}"),
    Look("admin", "tracking.deliveries", "/fr/deliveries/"),
    Look("admin", "lrs_clients.clients", "/fr/record/clients/"),
    Look("admin", "lrs_clients.clients", "/nl/record/clients/", 422, "form[action$='/clients/add'] button"),
    Look("admin", "lrs_clients.ask", "/fr/record/clients/{client}/revoke"),
    Look("admin", "helpdesk.desk", "/fr/desk/"),
)
IN_THE_DARK: Final = tuple(
    look
    for look in LOOKS
    if str(look)
    in {
        "nobody /fr/",
        "nobody /fr/modules/front-door/front-door",
        "nobody /fr/register pressed",
        f"ada {UNIT}",
        "ada /fr/modules/creative-programming",
        "bruno /fr/desk/",
        "bruno /fr/help/{hers}/",
        "bruno /fr/meetings/{record}/",
        "guest /fr/meetings/{invited}/",
        "denise /fr/indicators/",
        "ada /fr/me/record",
        "ada /fr/me/record/{recorded}",
        "fanny /fr/record/",
        "admin /fr/record/clients/",
        "fanny /fr/record/searches/{search}",
    }
)
TEXT_PAGE: Final = 100_000
"""Bytes of a page with its styles and scripts, without its drawings."""
SCRIPT: Final = 30_000
FIRST_VISIT: Final = 15
"""Requests."""


@pytest.fixture(params=LOOKS, ids=str)
def seen(request: pytest.FixtureRequest, site: Site) -> Seen:
    """A page on a phone, in the light."""
    return site.look(request.param)


def test_every_page_of_the_site_is_looked_at(app: Flask) -> None:
    pages = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and "lang" in rule.arguments
    }
    assert pages - {look.endpoint for look in LOOKS} == set()


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_a_page_answers_as_it_should(look: Look, site: Site) -> None:
    assert site.look(look).status == look.status


def test_a_page_has_no_barrier_that_a_machine_can_find(seen: Seen) -> None:
    assert seen.violations == []


@pytest.mark.parametrize("look", IN_THE_DARK, ids=str)
def test_nor_on_a_wide_screen_in_the_dark(look: Look, site: Site) -> None:
    assert site.look(look, 1280, "dark").violations == []


@pytest.mark.parametrize("look", IN_THE_DARK, ids=str)
def test_a_wide_page_needs_no_sideways_scrolling(look: Look, site: Site) -> None:
    assert site.look(look, 1280, "dark").overflow[1280] <= 0


def test_a_page_fits_a_small_phone(seen: Seen) -> None:
    assert {width: over for width, over in seen.overflow.items() if over > 0} == {}


def test_a_page_has_one_title_and_skips_no_level(seen: Seen) -> None:
    levels = [level for level, _words in seen.headings]
    assert levels.count(1) == 1
    assert [
        seen.headings[at + 1] for at, (one, next_one) in enumerate(pairwise(levels)) if next_one > one + 1
    ] == []


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_a_page_names_its_language(look: Look, site: Site) -> None:
    assert site.look(look).lang == look.path[1:3]


def test_a_page_asks_nothing_of_others_and_breaks_no_rule_of_its_own(seen: Seen) -> None:
    assert seen.complaints == []


def test_a_page_is_light(seen: Seen) -> None:
    assert seen.weight <= TEXT_PAGE
    assert seen.script_weight <= SCRIPT


@pytest.mark.parametrize("path", ["/fr/", "/fr/modules/front-door/front-door", UNIT])
def test_a_first_visit_asks_for_little(path: str, site: Site) -> None:
    asked: list[str] = []
    with site.window("nobody") as context:
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.goto(path, wait_until="networkidle")
    assert len(asked) <= FIRST_VISIT


def test_a_text_in_another_language_than_its_page_says_so(site: Site) -> None:
    with site.window("nobody") as context:
        page = context.new_page()
        page.goto("/nl/modules/")
        assert page.locator("#module-creative-programming h2").get_attribute("lang") == "fr"
        assert page.locator("#module-front-door h2").get_attribute("lang") is None
        page.goto("/nl/modules/creative-programming/welcome")
        assert page.locator("h1").get_attribute("lang") == "fr"


def test_the_menu_of_a_phone_opens_without_a_barrier(site: Site) -> None:
    with site.window("denise") as context:
        page = context.new_page()
        page.goto("/fr/")
        page.locator(".site-header .menu-button:visible").click()
        page.locator("#menu a").first.wait_for(state="visible")
        entry = page.locator("#menu a[href='/fr/indicators/']").bounding_box()
    assert entry is not None
    assert entry["height"] >= 44
    assert entry["x"] + entry["width"] <= 360
