"""Programs in the page: the maze by touch and by keys, drafts that survive, worlds that say why, and a light editor."""

from __future__ import annotations

import re
from typing import Any, Final

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, Response, expect

from tests.browser.looking import RULES, listening
from tests.browser.programming import UNIT, Course, Windows, course, opened, windows

__all__ = ["course", "windows"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]

EDITOR: Final = ("drafts.js", "drawing.js", "exercise.js", "steps.js")
MOST_SCRIPT: Final = 30_000
MOST_PAGE: Final = 350_000
SAVED: Final = re.compile("Enregistré à")
COUNTED: Final = ("forward", "forward", "left", "forward")
"""Right in the first world, where the corridor has three cells; wrong in the second, where it has five."""


def exercise(page: Page, name: str = "two-mazes") -> Locator:
    return page.locator(f"#{name}")


def add(page: Page, *ops: str, tap: bool = False) -> None:
    for op in ops:
        button = exercise(page).locator(f".palette-step[data-op={op}]").first
        button.tap() if tap else button.click()


def steps(page: Page) -> list[str]:
    """Return the program as the list tells it to screen readers."""
    picks = exercise(page).locator(".step-pick").all()
    return [str(pick.get_attribute("aria-label")).replace("\N{NO-BREAK SPACE}", " ") for pick in picks]


def saved(page: Page) -> None:
    expect(exercise(page).locator(".exercise-saved")).to_have_text(SAVED)


def test_the_maze_is_solved_by_touch_on_a_small_phone(windows: Windows) -> None:
    page = opened(windows.mine(has_touch=True, is_mobile=True))
    maze = exercise(page)
    add(page, *COUNTED, tap=True)
    maze.locator(".exercise-run select").select_option("fast")
    maze.get_by_role("button", name="Lancer").tap()
    expect(maze.locator(".exercise-told")).to_contain_text("C’est réussi, en 4 pas.")
    maze.get_by_role("button", name="Passer au monde 2").tap()
    maze.get_by_role("button", name="Lancer").tap()
    expect(maze.locator(".step.failed")).to_have_count(1)
    expect(maze.locator(".exercise-told")).to_contain_text("Étape 4 : Avancer")
    expect(maze.locator(".exercise-told")).to_contain_text("Comptez les cases de ce monde.")
    maze.get_by_role("button", name="Repartir du début").tap()
    add(page, "until", tap=True)
    maze.locator(".palette-step", has_text="Si… sinon").tap()
    add(page, "forward", tap=True)
    maze.get_by_role("button", name="Ajouter une étape ici").tap()
    add(page, "left", tap=True)
    assert [name.partition(" :")[0] for name in steps(page)] == [
        "Étape 1",
        "Étape 1.1",
        "Étape 1.1.1",
        "Étape 1.1.2",
    ]
    maze.locator("li[data-path='0.do.0'] > .step select").select_option("path-ahead")
    maze.get_by_role("button", name="Vérifier dans tous les mondes").tap()
    expect(maze.locator(".exercise-outcome")).to_contain_text("Votre programme réussit partout.")
    expect(maze.get_by_role("tab", name="Monde 2 cela marche")).to_be_visible()


def test_a_counted_program_passes_the_first_world_and_fails_the_second(windows: Windows) -> None:
    page = opened(windows.mine(width=1280))
    maze = exercise(page)
    add(page, *COUNTED)
    maze.get_by_role("button", name="Vérifier dans tous les mondes").click()
    expect(maze.locator(".exercise-outcome li").nth(0)).to_contain_text("✓ Monde 1")
    expect(maze.locator(".exercise-outcome li").nth(1)).to_contain_text("✗ Monde 2")
    expect(maze.get_by_role("tab", selected=True)).to_have_text(re.compile("Monde 2"))
    expect(maze.locator("li[data-path='3'] > .step.failed")).to_be_visible()
    expect(maze.locator(".stage-where")).to_contain_text("Robot en D4")


def test_the_maze_is_solved_with_the_keyboard_alone(windows: Windows) -> None:
    page = opened(windows.mine(width=1280))
    maze = exercise(page)
    press_on(page, maze.locator(".palette-step[data-op=until]"))
    press_on(page, maze.locator(".palette-step[data-op=left]"))
    press_on(page, maze.locator(".palette-step[data-op=forward]"))
    walk_to(page, maze.locator(".step-pick[tabindex='0']"))
    page.keyboard.press("Home")
    expect(maze.locator(".step-pick").first).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("Alt+ArrowDown")
    expect(maze.get_by_role("button", name=re.compile(r"Étape 2\s: Avancer"))).to_be_focused()
    expect(maze.locator(".unseen[role=status]")).to_have_text(re.compile(r"Maintenant étape 2\s: Avancer\."))
    page.keyboard.press("Delete")
    expect(maze.locator(".step-pick")).to_have_count(2)
    page.keyboard.press("Control+z")
    expect(maze.locator(".step-pick")).to_have_count(3)
    for _key in range(3):
        page.keyboard.press("Alt+ArrowUp")
    expect(maze.get_by_role("button", name=re.compile(r"Étape 1\s: Avancer"))).to_be_focused()
    page.keyboard.press("Delete")
    press_on(page, maze.locator(".step-pick[data-key='pick 0.do.0']"), arrows=True)
    page.keyboard.press("Delete")
    press_on(page, maze.get_by_role("button", name="Ajouter une étape ici"))
    press_on(page, maze.locator(".palette-step", has_text="Si… sinon"))
    press_on(page, maze.locator(".palette-step[data-op=forward]"))
    press_on(page, maze.get_by_role("button", name="Ajouter une étape ici"))
    press_on(page, maze.locator(".palette-step[data-op=left]"))
    walk_to(page, maze.locator(".step-pick[tabindex='0']"))
    for _key in range(2):
        page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")
    expect(maze.locator("li[data-path='0.do.0'] > .step select")).to_be_focused()
    page.keyboard.type("il y a un passage devant")
    press_on(page, maze.get_by_role("button", name="Vérifier dans tous les mondes"))
    expect(maze.locator(".exercise-outcome")).to_contain_text("Votre programme réussit partout.")


def walk_to(page: Page, wanted: Locator) -> None:
    """Press Tab until a control has the focus, from the top of the exercise if need be."""
    for _stop in range(120):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => {
                const here = document.activeElement;
                return here === document.body || parseFloat(getComputedStyle(here).outlineWidth) > 0;
            }"""
        )
        assert seen, "a stop without a visible focus"
    raise AssertionError(f"{wanted} is never reached")


def press_on(page: Page, wanted: Locator, *, arrows: bool = False) -> None:
    """Walk to a control and press it; a step is reached from another one by the arrows."""
    if arrows:
        wanted.focus()
        return
    walk_to(page, wanted)
    page.keyboard.press("Enter")


def test_a_program_is_saved_within_two_seconds_and_comes_back_elsewhere(windows: Windows) -> None:
    page = opened(windows.mine())
    add(page, "forward", "repeat")
    expect(exercise(page).locator(".exercise-saved")).to_have_text(SAVED, timeout=2000)
    other = opened(windows.mine(width=1280))
    assert steps(other) == ["Étape 1 : Avancer", "Étape 2 : Répéter 3 fois"]


def test_a_program_outlives_a_cut_and_leaves_when_the_network_is_back(windows: Windows) -> None:
    context = windows.mine()
    page = opened(context)
    add(page, "forward")
    saved(page)
    context.set_offline(True)
    add(page, "left")
    expect(exercise(page).locator(".exercise-saved")).to_contain_text("gardé sur cet appareil")
    exercise(page).get_by_role("button", name="Lancer").click()
    expect(exercise(page).locator(".exercise-told strong")).to_be_visible()
    context.set_offline(False)
    saved(page)
    assert steps(opened(windows.mine())) == ["Étape 1 : Avancer", "Étape 2 : Pivoter à gauche"]


def test_a_program_that_could_not_leave_is_sent_when_its_page_is_opened_again(windows: Windows) -> None:
    context = windows.mine()
    page = opened(context)
    add(page, "forward")
    saved(page)
    context.set_offline(True)
    add(page, "right")
    expect(exercise(page).locator(".exercise-saved")).to_contain_text("gardé sur cet appareil")
    page.close()
    context.set_offline(False)
    again = opened(context)
    assert len(steps(again)) == 2
    saved(again)
    assert len(steps(opened(windows.mine()))) == 2


def test_two_devices_that_disagree_lose_nothing(windows: Windows) -> None:
    one, other = opened(windows.mine()), opened(windows.mine())
    add(one, "forward")
    saved(one)
    add(other, "left", "left")
    clash = exercise(other).locator(".exercise-clash")
    expect(clash).to_contain_text("modifié ailleurs")
    clash.get_by_role("button", name="Prendre l’autre").click()
    assert steps(other) == ["Étape 1 : Avancer"]
    exercise(other).get_by_role("button", name="Annuler", exact=True).click()
    assert len(steps(other)) == 2
    saved(other)
    assert len(steps(opened(windows.mine()))) == 2


def test_somebody_without_an_account_tries_and_what_she_wrote_is_there_when_she_has_one(
    windows: Windows, course: Course
) -> None:
    page = opened(windows.nobodys())
    add(page, *COUNTED)
    exercise(page).get_by_role("button", name="Vérifier dans tous les mondes").click()
    expect(exercise(page).locator(".exercise-outcome li").nth(1)).to_contain_text("✗ Monde 2")
    page.goto("/fr/login")
    page.fill("#email", windows.email)
    page.fill("#password", "une phrase longue et calme")
    page.locator("form[action$='/login'] button").click()
    page.wait_for_url("**/fr/")
    page.goto(UNIT)
    saved(page)
    assert len(steps(page)) == len(COUNTED)


def test_a_program_that_is_full_says_so(windows: Windows) -> None:
    page = opened(windows.nobodys())
    add(page, *["forward"] * 7)
    assert len(steps(page)) == 6
    expect(exercise(page).locator(".exercise-said")).to_contain_text("6 étapes au plus")


def test_a_program_runs_step_by_step_and_goes_back_to_the_start(windows: Windows) -> None:
    page = opened(windows.nobodys())
    maze = exercise(page)
    add(page, *COUNTED)
    maze.get_by_role("button", name="Un pas").click()
    expect(maze.locator(".stage-where")).to_contain_text("Robot en C3")
    expect(maze.locator("li[data-path='0'] > .step.running")).to_be_visible()
    maze.get_by_role("button", name="Au départ").click()
    expect(maze.locator(".stage-where")).to_contain_text("Robot en B3")
    expect(maze.locator(".running")).to_have_count(0)


def test_numbers_out_of_bounds_are_refused_and_the_old_one_stays(windows: Windows) -> None:
    page = opened(windows.nobodys())
    add(page, "repeat")
    field = exercise(page).locator("li[data-path='0'] input")
    for typed in ("0", "101"):
        field.fill(typed)
        field.press("Tab")
        expect(field).to_have_value("3")


def test_a_turtle_draws_what_is_asked(windows: Windows) -> None:
    page = opened(windows.mine(), "square")
    sheet = exercise(page, "square")
    for op in ("repeat", "forward", "right"):
        sheet.locator(f".palette-step[data-op={op}]").click()
    for path, value in (("0", "4"), ("0.do.0", "80")):  # from one field straight to the next
        sheet.locator(f"li[data-path='{path}'] > .step input").fill(value)
    sheet.get_by_role("button", name="Vérifier mon programme").click()
    expect(sheet.locator(".exercise-outcome")).to_contain_text("Votre programme fait ce qui était demandé.")


def test_without_script_the_text_and_the_mazes_are_read(windows: Windows) -> None:
    page = windows.nobodys(java_script_enabled=False).new_page()
    page.goto(UNIT)
    expect(exercise(page).locator(".exercise-text")).to_contain_text("Menez le robot")
    expect(exercise(page).locator("pre").first).to_have_text(re.compile(r"#>\.\.#"))


@pytest.mark.parametrize(
    ("width", "scheme"), [(360, "light"), (360, "dark"), (1280, "light"), (1280, "dark")]
)
def test_an_exercise_has_no_barrier_and_fits(
    windows: Windows, course: Course, width: int, scheme: Any
) -> None:
    page = windows.nobodys(width=width, color_scheme=scheme).new_page()
    with listening(page, course.stack.base_url) as complaints:
        page.goto(UNIT)
        page.wait_for_selector("#two-mazes[data-ready]")
        add(page, "until", "forward", "if")
        exercise(page).locator("summary").first.click()
        exercise(page).get_by_role("button", name="Vérifier dans tous les mondes").click()
        expect(exercise(page).locator(".failed")).to_have_count(1)
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}}).response["violations"]
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found] == []
    assert complaints == []
    assert (
        page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
        <= 0
    )


def test_targets_are_large_enough_for_fingers(windows: Windows) -> None:
    page = opened(windows.nobodys())
    add(page, "repeat", "forward")
    small = (
        exercise(page)
        .locator("button:visible, input:visible, select:visible")
        .evaluate_all(
            "all => all.filter(one => one.getBoundingClientRect().height < 43.5).map(one => one.textContent)"
        )
    )
    assert small == []


def test_the_list_of_steps_is_light_and_the_blocks_wait_until_asked(windows: Windows) -> None:
    page = windows.nobodys().new_page()
    answers: list[Response] = []

    def heard(answer: Response) -> None:
        answers.append(answer)  # its body is read afterwards, when all of it is there

    page.on("response", heard)
    page.goto(UNIT, wait_until="networkidle")
    asked = {one.url.partition("?")[0].rpartition("/")[2]: len(one.body()) for one in answers}
    assert sum(asked[name] for name in EDITOR) <= MOST_SCRIPT
    assert sum(asked.values()) <= MOST_PAGE
    assert "blockly.js" not in asked
