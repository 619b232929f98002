"""Without JavaScript what matters works: reading, an account, quizzes, asking, replying, and all of the desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import Site
from tests.make import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FRONT_DOOR: Final = "/fr/modules/front-door/front-door"
JOINED: Final = "Faut-il un compte Scratch"
"""What somebody asked who asked twice."""
Open = Callable[[str], Page]


@pytest.fixture
def window(site: Site) -> Iterator[Open]:
    """Open a window of somebody whose browser runs no script, on a small phone."""
    with ExitStack() as open_windows:

        def opened(who: str) -> Page:
            context = open_windows.enter_context(site.window(who, java_script_enabled=False))
            return context.new_page()

        yield opened


def test_a_page_is_read_whole(window: Open) -> None:
    page = window("nobody")
    page.goto("/fr/modules/creative-programming/loops-and-events")
    expect(page.locator("section.quiz fieldset").first).to_be_visible()
    page.locator("details.solution summary").first.click()
    expect(page.locator("details.solution p").first).to_be_visible()


def test_the_menu_opens(window: Open) -> None:
    page = window("ada")
    page.goto("/fr/")
    page.locator(".site-header .wrap > .menu-button").click()
    page.locator("#menu a[href='/fr/help/']").click()
    expect(page).to_have_url("/fr/help/")


def test_somebody_joins_answers_finishes_and_thinks_again(window: Open) -> None:
    page = window("nobody")
    page.goto(FRONT_DOOR)
    page.locator("main .notice a[href*='register']").first.click()
    page.fill("#email", "lena@example.org")
    page.fill("#password", PASSWORD)
    page.locator("form[action$='/register'] button").click()
    quiz = page.locator("section.quiz").first
    for question in quiz.locator("fieldset").all():
        question.locator("input").first.check()
    quiz.locator("button").click()
    expect(page.locator("section.quiz .outcome").first).to_be_visible()
    page.locator("form[action$='/done'] button").click()
    page.goto(FRONT_DOOR)
    page.locator("form[action$='/undone'] button").click()
    expect(page.locator("form[action$='/done']")).to_have_count(1)


def test_an_unanswered_question_is_pointed_at_and_the_others_stay_ticked(window: Open) -> None:
    page = window("ada")
    page.goto("/fr/modules/creative-programming/when-it-breaks")
    ticked = page.locator("section.quiz fieldset").last.locator("input").first
    ticked.check()
    page.locator("section.quiz button").first.click()
    expect(page.locator(".error-summary a").first).to_be_visible()
    expect(page.locator("section.quiz fieldset").last.locator("input").first).to_be_checked()


def test_a_learner_asks(window: Open) -> None:
    page = window("ada")
    page.goto("/fr/modules/creative-programming/first-program")
    page.locator("a[href*='/help/ask']").last.click()
    page.fill("#text", "Le drapeau vert ne lance rien chez moi.")
    page.locator("form[action$='/help/ask'] button").click()
    expect(page.locator(".thread")).to_contain_text("ne lance rien")


def test_somebody_takes_a_seat_and_gives_it_back(window: Open, site: Site) -> None:
    page = window("guest")
    page.goto(f"/fr/meetings/{site.places['invited']}/")
    page.locator("form[action$='/reply'] button[value=yes]").click()
    page.locator("form[action$='/reply'] button[value=no]").click()
    expect(page.locator("form[action$='/reply'] button[value=yes]")).to_be_visible()


def test_a_facilitator_accepts_and_answers(window: Open) -> None:
    page = window("bruno")
    page.goto("/fr/desk/")
    page.locator("form[action$='/accept'] button").first.click()
    page.fill("#text", "Essayez sans tablette, avec des cartes.")
    page.locator("section.answer > form > .actions button").click()
    expect(page.locator(".thread")).to_contain_text("avec des cartes")


def test_several_questions_are_accepted_at_once_or_none(window: Open) -> None:
    page = window("bruno")
    page.goto("/fr/desk/")
    page.locator("#together button[value=accept]").click()
    expect(page.locator("#together-error")).to_be_visible()


def test_a_facilitator_joins_two_questions_and_takes_them_apart(window: Open) -> None:
    page = window("bruno")
    page.goto("/fr/desk/")
    page.locator("section[aria-labelledby=waiting] h3 a", has_text=JOINED).first.click()
    page.locator("details:has(a[href$='/join']) > summary").click()
    page.locator("a[href$='/join']").click()
    page.locator("form[action$='/join'] input[type=radio]").first.check()
    page.locator("form[action$='/join'] button").first.click()
    page.locator("form[action$='/unjoin'] button").first.click()
    expect(page.locator("form[action$='/unjoin']")).to_have_count(0)


def test_a_learner_says_how_the_help_was(window: Open, site: Site) -> None:
    page = window("nobody")
    page.goto(f"/fr/rate/{site.places['rate']}")
    page.locator("input[name=stars]").first.check()
    page.locator("form[action$='/rate'] button").click()
    expect(page).to_have_url("/fr/rated")


@pytest.mark.parametrize(
    "place",
    [
        "/modules/creative-programming/loops-and-events",
        "/help/ask?unit=creative-programming/first-program",
        "/meetings/",
    ],
)
def test_another_language_keeps_the_place(place: str, window: Open) -> None:
    page = window("ada")
    page.goto(f"/fr{place}")
    page.locator(".languages a[hreflang=en]").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.locator(".languages a[hreflang=fr]").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    assert page.url.replace("%2F", "/").endswith(f"/fr{place}")
