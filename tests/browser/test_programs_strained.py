"""Programs where it is hard: deep ones on small phones, large letters, no connection for the blocks, languages."""

from __future__ import annotations

import re
from typing import Any, Final

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.looking import OVERFLOW
from tests.browser.programming import Windows, course, opened, windows

__all__ = ["course", "windows"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]

KEEP: Final = """async (program) => {
    const { urls } = JSON.parse(document.querySelector("#two-mazes").dataset.exercise);
    const token = document.querySelector("meta[name=csrf-token]").content;
    const answer = await fetch(urls.draft, {
        method: "PUT", headers: { "Content-Type": "application/json", "X-CSRFToken": token },
        body: JSON.stringify({ program, version: 0 }),
    });
    return answer.status;
}"""
OUTSIDE: Final = """all => all.filter(one => {
    const { left, right } = one.getBoundingClientRect();
    return left < 0 || right > document.documentElement.clientWidth;
}).map(one => one.outerHTML.slice(0, 80))"""
STEPS: Final = "#two-mazes :is(.step, .step-pick, .step select, .step input, .palette-step, .tool)"


def deep(level: int = 1) -> list[dict[str, Any]]:
    """Return steps that stand in one another six deep."""
    if level == 6:
        return [{"op": "forward"}, {"op": "left"}, {"op": "right"}]
    inner = {"op": "if", "test": "path-ahead", "do": deep(level + 1), "else": [{"op": "right"}]}
    return [{"op": "repeat", "times": 100, "do": [{"op": "left"}]} if level == 3 else {"op": "left"}, inner]


def read_deep(windows: Windows, **options: Any) -> Page:
    """Open the maze with forty steps, some of them six deep."""
    context = windows.mine(has_touch=True, is_mobile=True, **options)
    page = opened(context)
    few = [{"op": "forward"}] * 22
    assert page.evaluate(KEEP, {"version": 1, "do": [*deep(), *few]}) == 200
    page.close()
    page = opened(context)
    expect(page.locator("#two-mazes .step-pick")).to_have_count(41)
    return page


@pytest.mark.parametrize("letters", ["100%", "200%"])
def test_a_deep_program_fits_a_small_phone_with_letters_of_any_size(windows: Windows, letters: str) -> None:
    page = read_deep(windows)
    page.evaluate("size => { document.documentElement.style.fontSize = size; }", letters)

    assert page.locator(STEPS).evaluate_all(OUTSIDE) == []
    assert page.evaluate(OVERFLOW) <= 0


def test_the_bar_of_steps_leaves_most_of_a_phone_on_its_side_to_the_program(windows: Windows) -> None:
    page = read_deep(windows)
    page.set_viewport_size({"width": 740, "height": 360})
    page.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
    bar = page.locator("#two-mazes .steps-bar")
    page.locator("#two-mazes .step-pick").first.focus()

    box, step = bar.bounding_box(), page.locator("#two-mazes .step-pick").first.bounding_box()
    assert box and step
    assert box["height"] <= 180
    assert step["y"] + step["height"] <= box["y"] + 1


def test_what_is_refused_is_said_where_the_finger_is(windows: Windows) -> None:
    page = opened(windows.nobodys(has_touch=True, is_mobile=True))
    forward = page.locator("#two-mazes .palette-step[data-op=forward]")
    for _tap in range(7):
        forward.tap()
    said = page.locator("#two-mazes .exercise-said")

    expect(said).to_contain_text("6 étapes au plus")
    expect(said).to_be_in_viewport()
    expect(forward).to_be_in_viewport()
    page.locator("#two-mazes .tool-undo").tap()
    expect(said).to_have_count(0)


def test_blocks_that_cannot_be_loaded_are_said_so_and_come_later(windows: Windows) -> None:
    context = windows.nobodys(has_touch=True, is_mobile=True)
    page = opened(context)
    maze = page.locator("#two-mazes")
    maze.locator(".palette-step[data-op=forward]").tap()
    context.set_offline(True)
    maze.get_by_role("button", name="Ouvrir l’éditeur de blocs").tap()
    expect(maze.locator(".exercise-said")).to_contain_text("n’a pas pu être chargé")
    expect(maze.locator(".exercise-said")).to_be_in_viewport()
    expect(maze.locator(".step-pick")).to_have_count(1)
    context.set_offline(False)
    maze.get_by_role("button", name="Ouvrir l’éditeur de blocs").tap()
    expect(page.locator(".blocks-frame[data-open]")).to_be_visible()


def test_a_library_that_does_not_arrive_gives_the_list_back(windows: Windows) -> None:
    context = windows.nobodys()
    page = opened(context)
    maze = page.locator("#two-mazes")
    maze.locator(".palette-step[data-op=left]").click()
    context.route("**/vendor/blockly/blockly.js*", lambda route: route.abort())
    maze.get_by_role("button", name="Ouvrir l’éditeur de blocs").click()
    expect(maze.locator(".exercise-said")).to_contain_text("n’a pas pu être chargé")
    expect(maze.locator(".blocks-frame")).to_have_count(0)
    expect(maze.locator(".step-pick")).to_be_visible()


def test_a_slow_line_is_told_that_the_blocks_are_coming(windows: Windows) -> None:
    context = windows.nobodys()
    page = opened(context)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    context.route("**/vendor/blockly/blockly.js*", hold)
    page.locator("#two-mazes").get_by_role("button", name="Ouvrir l’éditeur de blocs").click()
    expect(page.frame_locator(".blocks-frame").locator("#waiting")).to_have_text(
        "L’éditeur de blocs se charge…"
    )
    held[0].continue_()
    expect(page.locator(".blocks-frame[data-open]")).to_be_visible()


def test_a_frame_that_does_not_arrive_gives_the_list_back(windows: Windows) -> None:
    context = windows.nobodys()
    page = opened(context)
    maze = page.locator("#two-mazes")
    context.route("**/exercises/two-mazes/blocks", lambda route: route.abort())
    maze.get_by_role("button", name="Ouvrir l’éditeur de blocs").click()
    expect(maze.locator(".exercise-said")).to_contain_text("n’a pas pu être chargé")
    expect(maze.locator(".blocks-frame")).to_have_count(0)


@pytest.mark.parametrize(
    ("lang", "told"),
    [("fr", "✓ Monde 1\N{NO-BREAK SPACE}: "), ("en", "✓ World 1: "), ("nl", "✓ Wereld 1: ")],
)
def test_results_and_hours_are_written_as_the_language_has_them(
    windows: Windows, lang: str, told: str
) -> None:
    page = windows.mine().new_page()
    page.goto(f"/{lang}/modules/small/second")
    page.wait_for_selector("#two-mazes[data-ready]")
    maze = page.locator("#two-mazes")
    for op in ("forward", "forward", "left", "forward"):
        maze.locator(f".palette-step[data-op={op}]").click()
    maze.locator(".exercise-program > .actions .main").click()
    first = maze.locator(".exercise-outcome li").first
    expect(first).to_be_visible()

    assert str(first.text_content()).startswith(told)
    expect(maze.locator(".exercise-saved")).to_have_text(re.compile(r" \d\d:\d\d\.$"))
