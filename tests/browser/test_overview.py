"""The overview of the indicators on a phone: it answers "how are we doing" before anybody scrolls."""

from __future__ import annotations

from typing import Final

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.looking import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE: Final = {"width": 360, "height": 640}
"""A small phone's window in CSS pixels, its browser's own bars taken off."""


def bottom(one: Locator) -> float:
    box = one.bounding_box()
    assert box is not None
    return box["y"] + box["height"]


@pytest.mark.parametrize("lang", ["fr", "en", "nl"])
def test_a_phone_shows_the_sentence_and_the_first_figure_before_any_scrolling(lang: str, site: Site) -> None:
    with site.window("emile") as context:
        page = context.new_page()
        page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
        page.goto(f"/{lang}/indicators/")
        first = page.locator(".headline").first
        expect(page.locator("h1 + .lead")).to_be_visible()
        assert bottom(page.locator("h1 + .lead")) < PHONE["height"]
        assert bottom(first.locator(".value")) < PHONE["height"]
        assert bottom(first.locator(".trend")) < PHONE["height"]


def test_the_filter_of_the_overview_opens_and_shows_the_same_figures_of_another_choice(site: Site) -> None:
    with site.window("emile") as context:
        page = context.new_page()
        page.goto("/fr/indicators/")
        page.locator("details.filter > summary").click()
        page.select_option("#region", "FR-BRE")
        page.locator("details.filter form button").click()
        page.wait_for_url("**region=FR-BRE**")
        expect(page.locator("main").get_by_text("Bretagne").first).to_be_attached()


def test_on_paper_the_figures_stay_and_the_links_between_pages_go(site: Site) -> None:
    with site.window("emile") as context:
        page = context.new_page()
        page.goto("/fr/indicators/")
        page.emulate_media(media="print")
        expect(page.locator(".headline .value").first).to_be_visible()
        expect(page.locator(".plot").first).to_be_visible()
        expect(page.locator("nav.parts")).to_be_hidden()
        expect(page.locator("details.filter")).to_be_hidden()
