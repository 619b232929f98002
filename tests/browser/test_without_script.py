"""Without JavaScript what matters works: reading, an account, quizzes, asking, replying, and all of the desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from tests.browser.following import follow
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
    follow(page.locator("#menu a[href='/fr/help/']"))
    expect(page).to_have_url("/fr/help/")


def test_somebody_joins_answers_finishes_and_thinks_again(window: Open) -> None:
    page = window("nobody")
    page.goto(FRONT_DOOR)
    follow(page.locator("main .notice a[href*='register']").first)
    page.fill("#email", "lena@example.org")
    page.fill("#password", PASSWORD)
    follow(page.locator("form[action$='/register'] button"))
    quiz = page.locator("section.quiz").first
    expect(quiz.locator("fieldset")).not_to_have_count(0)
    for question in quiz.locator("fieldset").all():
        question.locator("input").first.check()
    follow(quiz.locator("button"))
    expect(page.locator("section.quiz .outcome").first).to_be_visible()
    follow(page.locator("form[action$='/done'] button"))
    page.goto(FRONT_DOOR)
    follow(page.locator("form[action$='/undone'] button"))
    expect(page.locator("form[action$='/done']")).to_have_count(1)


def test_an_unanswered_question_is_pointed_at_and_the_others_stay_ticked(window: Open) -> None:
    page = window("ada")
    page.goto("/fr/modules/creative-programming/when-it-breaks")
    ticked = page.locator("section.quiz fieldset").last.locator("input").first
    ticked.check()
    follow(page.locator("section.quiz button").first)
    expect(page.locator(".error-summary a").first).to_be_visible()
    expect(page.locator("section.quiz fieldset").last.locator("input").first).to_be_checked()


def test_a_learner_asks(window: Open) -> None:
    page = window("ada")
    page.goto("/fr/modules/creative-programming/first-program")
    follow(page.locator("a[href*='/help/ask']").last)
    page.fill("#text", "Le drapeau vert ne lance rien chez moi.")
    follow(page.locator("form[action$='/help/ask'] button"))
    expect(page.locator(".thread")).to_contain_text("ne lance rien")


def test_somebody_takes_a_seat_and_gives_it_back(window: Open, site: Site) -> None:
    page = window("guest")
    page.goto(f"/fr/meetings/{site.places['invited']}/")
    follow(page.locator("form[action$='/reply'] button[value=yes]"))
    expect(page.locator("form[action$='/reply'] button[value=yes]")).to_have_count(0)
    follow(page.locator("form[action$='/reply'] button[value=no]"))
    expect(page.locator("form[action$='/reply'] button[value=yes]")).to_be_visible()


def test_a_facilitator_accepts_and_answers(window: Open) -> None:
    page = window("bruno")
    page.goto("/fr/desk/")
    follow(page.locator("form[action$='/accept'] button").first)
    page.fill("#text", "Essayez sans tablette, avec des cartes.")
    follow(page.locator("section.answer > form > .actions button"))
    expect(page.locator(".thread")).to_contain_text("avec des cartes")


def test_several_questions_are_accepted_at_once_or_none(window: Open) -> None:
    page = window("bruno")
    page.goto("/fr/desk/")
    follow(page.locator("#together button[value=accept]"))
    expect(page.locator("#together-error")).to_be_visible()


def test_a_facilitator_joins_two_questions_and_takes_them_apart(window: Open) -> None:
    page = window("bruno")
    page.goto("/fr/desk/")
    follow(page.locator("section[aria-labelledby=waiting] h3 a", has_text=JOINED).first)
    page.locator("details:has(a[href$='/join']) > summary").click()
    follow(page.locator("a[href$='/join']"))
    page.locator("form[action$='/join'] input[type=radio]").first.check()
    follow(page.locator("form[action$='/join'] button").first)
    follow(page.locator("form[action$='/unjoin'] button").first)
    expect(page.locator("form[action$='/unjoin']")).to_have_count(0)


def test_a_learner_says_how_the_help_was(window: Open, site: Site) -> None:
    page = window("nobody")
    page.goto(f"/fr/rate/{site.places['rate']}")
    page.locator("input[name=stars]").first.check()
    follow(page.locator("form[action$='/rate'] button"))
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
    follow(page.locator(".languages a[hreflang=en]"))
    expect(page.locator("html")).to_have_attribute("lang", "en")
    follow(page.locator(".languages a[hreflang=fr]"))
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    assert page.url.replace("%2F", "/").endswith(f"/fr{place}")
