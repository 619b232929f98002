"""The ways that matter, walked with Tab, Space and Enter alone: every stop shows itself, and none is a trap."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final, cast

import pytest
from playwright.sync_api import Page, expect

from classcode import clock
from classcode.demonstration import PASSWORD
from classcode.demonstration.characters import DOMAIN
from helpdesk.checkin import codes
from tests.browser.checked import ShownNow
from tests.browser.looking import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MOST_STOPS: Final = 120
UNIT: Final = "/fr/modules/creative-programming/when-it-breaks"
HERE: Final = """() => {
    const one = document.activeElement;
    const box = one.getBoundingClientRect();
    const style = getComputedStyle(one);
    return {
        tag: one.tagName,
        words: (one.innerText || one.value || "").slice(0, 40),
        outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
        seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
    };
}"""


@pytest.fixture
def nobody(site: Site) -> Iterator[Page]:
    """A window of somebody who is not signed in."""
    with site.window("nobody", width=1280) as context:
        yield context.new_page()


@pytest.fixture
def ada(site: Site) -> Iterator[Page]:
    """Ada's window."""
    with site.window("ada", width=1280) as context:
        yield context.new_page()


@pytest.fixture
def guest(site: Site) -> Iterator[Page]:
    """The window of somebody who is asked to a meeting."""
    with site.window("guest", width=1280) as context:
        yield context.new_page()


@pytest.fixture
def bruno(site: Site) -> Iterator[Page]:
    """The window of somebody who answers."""
    with site.window("bruno", width=1280) as context:
        yield context.new_page()


@pytest.fixture
def denise(site: Site) -> Iterator[Page]:
    """The window of a project lead."""
    with site.window("denise", width=1280) as context:
        yield context.new_page()


def step(page: Page) -> dict[str, Any]:
    """Press Tab once; return where that leads, having checked that it shows."""
    page.keyboard.press("Tab")
    stop: dict[str, Any] = page.evaluate(HERE)
    if stop["tag"] != "BODY":
        assert stop["outline"] > 0, f"no visible focus on {stop}"
        if not stop["seen"]:  # what came in meanwhile may have moved it; the browser follows
            page.wait_for_function(f"({HERE})().seen")
    return stop


def walk_to(page: Page, selector: str) -> None:
    """Press Tab until this control has the focus."""
    wanted = page.locator(selector).first
    for _stop in range(MOST_STOPS):
        step(page)
        if wanted.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"{selector} is never reached")


def press(page: Page, key: str = "Enter") -> None:
    """Press a key that leads to another page, and wait for it."""
    with page.expect_navigation():
        page.keyboard.press(key)


def test_the_first_stop_skips_the_menu(nobody: Page) -> None:
    nobody.goto("/fr/")
    assert step(nobody)["words"] == "Aller au contenu"
    nobody.keyboard.press("Enter")
    expect(nobody.locator("#main")).to_be_focused()
    following = step(nobody)
    assert nobody.evaluate("() => document.querySelector('#main').contains(document.activeElement)"), (
        following
    )


@pytest.mark.parametrize("path", ["/fr/", "/fr/register", UNIT])
def test_tab_goes_through_a_whole_page_and_out_again(path: str, nobody: Page) -> None:
    nobody.goto(path)
    stops = []
    for _stop in range(MOST_STOPS):
        stops.append(step(nobody))
        if stops[-1]["tag"] == "BODY":
            break
    assert stops[-1]["tag"] == "BODY"
    assert stops[-2]["words"] == "Accessibilité"


def test_somebody_logs_in(nobody: Page) -> None:
    nobody.goto("/fr/login")
    walk_to(nobody, "#email")
    nobody.keyboard.type(f"bruno@{DOMAIN}")
    walk_to(nobody, "#password")
    nobody.keyboard.type(PASSWORD)
    press(nobody)
    expect(nobody.locator("form[action$='/logout']")).to_have_count(1)


def test_a_learner_answers_a_quiz_and_finishes_the_page(ada: Page) -> None:
    ada.goto(UNIT)
    quiz = ada.locator("section.quiz").first.get_attribute("id")
    for question in ada.locator(f"#{quiz} fieldset").all():
        walk_to(ada, f"#{question.get_attribute('id')} input")
        ada.keyboard.press("Space")
    walk_to(ada, f"#{quiz} button")
    press(ada)
    expect(ada.locator(f"#{quiz} .outcome")).to_be_visible()
    walk_to(ada, "form[action$='/done'] button")
    press(ada)
    ada.goto(UNIT)
    expect(ada.locator("form[action$='/undone']")).to_have_count(1)


def test_a_mistake_takes_the_focus_and_leads_to_its_field(ada: Page) -> None:
    ada.goto("/fr/help/ask?unit=creative-programming/welcome")
    walk_to(ada, "form[action$='/help/ask'] button")
    press(ada)
    expect(ada.locator(".error-summary")).to_be_focused()
    walk_to(ada, ".error-summary a")
    ada.keyboard.press("Enter")
    expect(ada.locator("#text")).to_be_focused()


def test_a_learner_asks_a_question(ada: Page) -> None:
    ada.goto("/fr/modules/creative-programming/first-program")
    walk_to(ada, "a[href*='/help/ask']")
    press(ada)
    walk_to(ada, "#text")
    ada.keyboard.type("Mon lutin sort de la scène et ne revient pas.")
    walk_to(ada, "form[action$='/help/ask'] button")
    press(ada)
    expect(ada.locator("main")).to_contain_text("ne revient pas")


def test_somebody_takes_a_seat_at_a_meeting(guest: Page, site: Site) -> None:
    guest.goto("/fr/meetings/")
    walk_to(guest, f"main a[href*='{site.places['invited']}']")
    press(guest)
    walk_to(guest, "form[action$='/reply'] button[value=yes]")
    press(guest)
    expect(guest.locator("form[action$='/reply'] button[value=no]")).to_be_visible()
    expect(guest.locator("form[action$='/reply'] button[value=yes]")).to_have_count(0)


def test_somebody_says_which_dates_suit_her(ada: Page, site: Site) -> None:
    ada.goto(f"/fr/meetings/{site.places['polling']}/")
    dates = ada.locator("fieldset.date-answer").all()
    names = [one.get_attribute("id") for one in dates]
    for name in names:
        walk_to(ada, f"#{name} input")
        ada.keyboard.press("Space")
    ada.keyboard.press("ArrowDown")
    walk_to(ada, "form[action$='/dates'] button")
    press(ada)
    chosen = [ada.locator(f"#{name} input:checked").get_attribute("value") for name in names]
    assert chosen == ["yes"] * (len(names) - 1) + ["if-need-be"]


def test_somebody_checks_in_with_the_code_on_the_wall(ada: Page, site: Site) -> None:
    shown = cast("ShownNow", site.places["shown"])
    ada.goto("/fr/checkin")
    walk_to(ada, "#code")
    ada.keyboard.type(codes.code(shown.key, shown.meeting_id, clock.now()).lower())
    walk_to(ada, "form[action$='/checkin'] button")
    press(ada)
    expect(ada.locator("main .notice.ok")).to_be_visible()


def test_a_facilitator_ticks_the_list(bruno: Page, site: Site) -> None:
    bruno.goto(f"/fr/meetings/{site.places['now']}/list")
    line = bruno.locator(".roll-line.waits").first.get_attribute("data-line")
    walk_to(bruno, f"[data-line='{line}'] input:checked")
    bruno.keyboard.press("ArrowDown")
    walk_to(bruno, "#attendance .actions.stays button")
    press(bruno)
    expect(bruno.locator(f"[data-line='{line}'] input[value=attended]")).to_be_checked()


def test_a_learner_asks_without_her_name(ada: Page) -> None:
    ada.goto("/fr/help/ask?unit=creative-programming/loops-and-events")
    walk_to(ada, "#text")
    ada.keyboard.type("À quoi sert une boucle, au fond ?")
    walk_to(ada, "#unnamed")
    ada.keyboard.press("Space")
    walk_to(ada, "form[action$='/help/ask'] button.main")
    press(ada)
    expect(ada.locator("main .tag", has_text="sans votre nom")).to_be_visible()


def test_a_facilitator_accepts_a_question_and_answers_it(bruno: Page) -> None:
    bruno.goto("/fr/desk/")
    walk_to(bruno, "form[action$='/accept'] button")
    press(bruno)
    expect(bruno.locator("form[action$='/accept']")).to_have_count(0)
    walk_to(bruno, "#text")
    bruno.keyboard.type("Essayez sans tablette, avec des cartes.")
    walk_to(bruno, "section.answer > form > .actions button")
    press(bruno)
    expect(bruno.locator(".thread")).to_contain_text("avec des cartes")


def test_a_facilitator_says_that_she_will_be_away(bruno: Page) -> None:
    bruno.goto("/fr/desk/me")
    walk_to(bruno, "details:has(form[action$='/absences/declare']) > summary")
    bruno.keyboard.press("Enter")
    walk_to(bruno, "#ends_on")
    bruno.keyboard.type(f"{same_either_way(clock.now().date()):%d%m%Y}")
    walk_to(bruno, "form[action$='/absences/declare'] button")
    press(bruno)
    expect(bruno.locator("form[action*='/absences/'][action$='/end']")).to_have_count(1)


def same_either_way(day: date) -> date:
    """Return the next day whose number is its month's: browsers differ in which of the two is typed first."""
    while day.day != day.month:
        day += timedelta(days=1)
    return day


def test_a_lead_has_a_file_prepared_and_makes_a_token(denise: Page) -> None:
    denise.goto("/fr/indicators/figures/")
    walk_to(denise, "form[action$='/exports/order'] select")
    denise.keyboard.type("Classeur Open")
    walk_to(denise, "form[action$='/exports/order'] button")
    press(denise)
    expect(denise.locator("article h2").first).to_have_text("Classeur OpenDocument (ODS)")
    denise.goto("/fr/indicators/tokens/")
    walk_to(denise, "#name")
    denise.keyboard.type("Carte des régions")
    walk_to(denise, "form[action$='/tokens/make'] button")
    press(denise)
    expect(denise.locator("dd code")).to_contain_text("ccp_")


def test_a_lead_goes_from_the_overview_to_a_figure_to_its_definition_and_back(denise: Page) -> None:
    address = "/fr/indicators/?period=fr:2026-2027"
    figure = "a[href='/fr/indicators/figures/participating?period=fr:2026-2027']"
    denise.goto(address)
    walk_to(denise, f".headline {figure}")
    press(denise)
    expect(denise.locator("h1")).to_have_text("Personnes qui participent")
    expect(denise.locator("main dl dt").first).to_have_text("Formule")
    walk_to(denise, ".crumbs a")
    press(denise)
    expect(denise.locator(f".headline {figure}")).to_be_visible()
    expect(denise).to_have_url(f"{denise.url.split('/fr/')[0]}{address}")


def test_a_lead_sorts_the_map_keeps_it_under_a_name_and_finds_it_again(denise: Page) -> None:
    denise.goto("/fr/indicators/map?figure=registered")
    walk_to(denise, ".by-region th a[href*='sort=value']")
    press(denise)
    expect(denise.locator(".by-region th[aria-sort=descending]")).to_have_count(1)
    walk_to(denise, ".save-view > summary")
    denise.keyboard.press("Enter")
    walk_to(denise, "#called")
    denise.keyboard.type("Ma carte")
    walk_to(denise, "form[action$='/views/save'] button")
    press(denise)
    expect(denise.locator(".flashes")).to_contain_text("Cette vue est enregistrée")
    denise.goto("/fr/indicators/views/")
    walk_to(denise, "article h2 a:has-text('Ma carte')")
    press(denise)
    expect(denise.locator(".by-region th[aria-sort=descending]")).to_have_count(1)
