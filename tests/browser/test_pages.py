"""Every page as each role sees it: open to all, readable on a small phone and in the dark, light, self-contained."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import pytest
from flask import Flask

from tests.browser.looking import Look, Seen, Site
from tests.browser.looks import LOOKS, UNIT

pytestmark = [pytest.mark.browser, pytest.mark.slow]

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
        "bruno /fr/meetings/{now}/list",
        "bruno /fr/meetings/{now}/screen",
        "bruno /fr/meetings/{now}/sheet",
        "ada /nl/checkin/{shown}",
        "bruno /fr/help/{hers}/",
        "bruno /fr/meetings/{record}/",
        "guest /fr/meetings/{invited}/",
        "denise /fr/indicators/",
        "denise /fr/indicators/figures/",
        "emile /fr/indicators/figures/action-progress",
        "ada /fr/me/record",
        "ada /fr/me/record/{recorded}",
        "fanny /fr/record/",
        "admin /fr/record/clients/",
        "fanny /fr/record/searches/{search}",
        "bruno /fr/help/{hers}/join",
        "denise /en/help/{unheld}/why",
        "bruno /fr/desk/canned",
        "bruno /fr/desk/me",
        "denise /fr/desk/people/{applied}/",
        "denise /fr/desk/settings?region=FR-BRE",
        "denise /fr/desk/reports",
        "nobody /fr/places/",
        "nobody /fr/agenda/",
    }
)
TEXT_PAGE: Final = 100_000
"""Bytes of a page with its styles and scripts, without its drawings."""
ACTIVITY_PAGE: Final = 350_000
"""The same of a page with programs to write, with all parts of their editor."""
SCRIPT: Final = 30_000
"""Bytes of script outside programs; the list of steps has a bound of its own in test_programs.py."""
FIRST_VISIT: Final = 15
"""Requests."""
FEEDS: Final = (".ics", ".atom")
"""How addresses end that are for programs: nobody looks at them."""


@pytest.fixture(params=LOOKS, ids=str)
def seen(request: pytest.FixtureRequest, site: Site) -> Seen:
    """A page on a phone, in the light."""
    return site.look(request.param)


def test_every_page_of_the_site_is_looked_at(app: Flask) -> None:
    pages = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and "lang" in rule.arguments and not rule.rule.endswith(FEEDS)
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
    assert seen.weight <= (ACTIVITY_PAGE if seen.programs else TEXT_PAGE)
    assert seen.programs or seen.script_weight <= SCRIPT


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
        assert page.locator("#module-front-door h2").get_attribute("lang") is None
        assert page.locator("#module-creative-programming .over [lang=fr]").count() == 1
        page.goto("/nl/modules/creative-programming/variables")
        assert page.locator("h1").get_attribute("lang") == "fr"
        page.goto("/nl/modules/creative-programming/welcome")
        assert page.locator("h1").get_attribute("lang") is None


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
