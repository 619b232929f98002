"""The block editor: the maze with blocks, one program for both editors, and a frame that breaks no rule of its own."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Frame, Page, Response, expect

from tests.browser.looking import listening
from tests.browser.programming import BLOCKS, UNIT, Course, Windows, course, opened, windows

__all__ = ["course", "windows"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]

MEDIA: Final = "/static/vendor/blockly/media"
WHERE: Final = """([type, input, index]) => {
    // Where the connection of a block is on the screen, and where a block of the list of offers is taken up.
    const Blockly = window.Blockly, workspace = Blockly.getMainWorkspace();
    const offers = workspace.getFlyout().getWorkspace().getTopBlocks(true);
    if (input === "offer") {
        const box = offers.find(one => one.type === type).getSvgRoot().getBoundingClientRect();
        return [box.left + 14, box.top + 16];
    }
    const block = workspace.getBlocksByType(type, true)[index];
    const place = input === "next" ? block.nextConnection : block.getInput(input).connection;
    const at = Blockly.utils.svgMath.wsToScreenCoordinates(workspace, new Blockly.utils.Coordinate(place.x, place.y));
    return [at.x, at.y];
}"""

SETTLED: Final = """async () => {
    // The editor moves stacks apart a moment after each drop.
    const boxes = () => Blockly.getMainWorkspace().getTopBlocks().map(one => one.getSvgRoot().getBoundingClientRect());
    const places = () => JSON.stringify(boxes());
    for (let last = ""; last !== places(); await new Promise(done => setTimeout(done, 400))) last = places();
}"""

PICTURES: Final = """async () => {
    // What the editor draws with pictures, and what each picture measures once the browser has read it.
    const named = selector =>
        [...document.querySelectorAll(selector)].map(one => one.getAttribute("xlink:href")).filter(Boolean);
    const carried = document.createElement("div");
    carried.className = "blocklyDragging blocklyDraggingDelete";
    document.querySelector(".injectionDiv").append(carried); // as a block is that is carried to the bin
    const urls = {
        trash: named(".blocklyTrash image"), zoom: named(".blocklyZoom image"), arrow: named(".blocklyField image"),
        cursor: [getComputedStyle(carried).cursor.match(/url\\("(.+?)"\\)/)[1]],
    };
    const width = async src => {
        const seen = Object.assign(new Image(), { src });
        await seen.decode().catch(() => null);
        return seen.naturalWidth;
    };
    const read = async ([name, all]) => [name, await Promise.all(all.map(async one => [one, await width(one)]))];
    return Object.fromEntries(await Promise.all(Object.entries(urls).map(read)));
}"""

HIGHLIGHTS: Final = """() => {
    // How the place behind the first block is shown before, while and after something hangs over it.
    const [start] = Blockly.getMainWorkspace().getBlocksByType("start");
    const place = start.nextConnection, shown = () => getComputedStyle(document.getElementById(place.id)).display;
    const said = [shown()];
    place.highlight();
    said.push(shown());
    place.unhighlight();
    return [...said, shown()];
}"""

DRAWN: Final = """([selector, hidden]) => {
    // Where a picture stands, which is shown or hidden first; a field keeps an empty one in reserve.
    const one = [...document.querySelectorAll(selector)].find(
        found => found.tagName !== "image" || found.getAttribute("xlink:href"));
    one.style.visibility = hidden ? "hidden" : "";
    const { x, y, width, height } = one.getBoundingClientRect();
    return [x, y, width, height];
}"""


def open_blocks(page: Page) -> Frame:
    """Open the block editor and return its frame, once the blocks are there."""
    page.locator("#two-mazes").get_by_role("button", name="Ouvrir l’éditeur de blocs").click()
    page.wait_for_selector(".blocks-frame[data-open]")
    frame = page.frame(url="**" + BLOCKS)
    assert frame is not None
    return frame


def drag(page: Page, frame: Frame, offer: str, to: tuple[str, str, int]) -> None:
    """Drag a block from the offers to the connection of another one, with the mouse."""
    box = page.locator(".blocks-frame").bounding_box()
    assert box is not None
    frame.evaluate(SETTLED)
    start = frame.evaluate(WHERE, [offer, "offer", 0])
    page.mouse.move(box["x"] + start[0], box["y"] + start[1])
    page.mouse.down()
    page.mouse.move(box["x"] + start[0] + 8, box["y"] + start[1], steps=2)
    # From the right, so that nothing on the way makes room for it; taking it up may have scrolled the others.
    page.mouse.move(box["x"] + box["width"] - 60, box["y"] + box["height"] - 60)
    frame.evaluate(SETTLED)
    end = frame.evaluate(WHERE, list(to))
    page.mouse.move(box["x"] + end[0] + 160, box["y"] + end[1] + 18)
    page.mouse.move(box["x"] + end[0] + 16, box["y"] + end[1] + 18, steps=4)
    page.mouse.up()


def test_the_maze_is_solved_with_blocks(windows: Windows) -> None:
    page = opened(windows.mine(width=1280))
    maze = page.locator("#two-mazes")
    frame = open_blocks(page)
    page.locator(".blocks-frame").scroll_into_view_if_needed()
    for op in ("forward", "forward"):
        drag(page, frame, op, (_last(frame), "next", 0))
    maze.get_by_role("button", name="Vérifier dans tous les mondes").click()
    expect(maze.locator(".exercise-outcome li").nth(0)).to_contain_text("✗ Monde 1")
    maze.get_by_role("button", name="Repartir du début").click()
    frame.wait_for_function("() => Blockly.getMainWorkspace().getAllBlocks(false).length === 1")
    page.locator(".blocks-frame").scroll_into_view_if_needed()
    drag(page, frame, "until", ("start", "next", 0))
    drag(page, frame, "if-else", ("until", "do", 0))
    drag(page, frame, "forward", ("if-else", "do", 0))
    drag(page, frame, "left", ("if-else", "else", 0))
    frame.evaluate(
        "() => Blockly.getMainWorkspace().getBlocksByType('if-else')[0].setFieldValue('path-ahead', 'test')"
    )
    maze.get_by_role("button", name="Vérifier dans tous les mondes").click()
    expect(maze.locator(".exercise-outcome")).to_contain_text("Votre programme réussit partout.")
    maze.get_by_role("button", name="Revenir à la liste d’étapes").click()
    expect(maze.locator(".step-pick")).to_have_count(4)
    expect(maze.locator(".exercise-saved")).to_contain_text("Enregistré")


def _last(frame: Frame) -> str:
    return str(
        frame.evaluate(
            """() => {
            const [start] = Blockly.getMainWorkspace().getBlocksByType("start");
            return start.lastConnectionInStack(true).getSourceBlock().type;
        }"""
        )
    )


def test_a_program_of_the_list_is_the_same_in_blocks_and_back(windows: Windows) -> None:
    page = opened(windows.mine(width=1280))
    maze = page.locator("#two-mazes")
    for op in ("repeat", "forward"):
        maze.locator(f".palette-step[data-op={op}]").click()
    maze.locator(".palette-step", has_text="Si… sinon").click()
    maze.locator(".palette-step[data-op=left]").click()
    told = maze.locator(".step-pick").evaluate_all("all => all.map(one => one.getAttribute('aria-label'))")
    frame = open_blocks(page)
    assert frame.evaluate("() => Blockly.getMainWorkspace().getAllBlocks(true).map(one => one.type)") == [
        "start",
        "repeat",
        "forward",
        "if-else",
        "left",
    ]
    maze.get_by_role("button", name="Revenir à la liste d’étapes").click()
    back = maze.locator(".step-pick").evaluate_all("all => all.map(one => one.getAttribute('aria-label'))")
    assert back == told


@pytest.mark.parametrize(
    ("lang", "words"), [("fr", "Supprimer"), ("en", "Delete"), ("nl", "Blok verwijderen")]
)
def test_the_frame_breaks_no_rule_of_its_own_in_any_language(course: Course, lang: str, words: str) -> None:
    with course.window(None, width=1280) as context:
        page = context.new_page()
        with listening(page, course.stack.base_url) as complaints:
            page.goto(f"/{lang}/modules/small/second")
            page.wait_for_selector("#two-mazes[data-ready]")
            page.locator("#two-mazes .exercise-program > .actions .link").first.click()
            page.wait_for_selector(".blocks-frame[data-open]")
            frame = page.frames[1]
            drag(page, frame, "until", ("start", "next", 0))
            assert str(frame.evaluate("() => Blockly.Msg.DELETE_BLOCK")).startswith(words)
        assert complaints == []


def test_the_frame_allows_no_picture_in_a_page_and_no_style_of_an_element(windows: Windows) -> None:
    policy = windows.nobodys().request.get(BLOCKS).headers["content-security-policy"]
    rules = {words[0]: words[1:] for words in (rule.split() for rule in policy.split(";"))}

    assert rules["img-src"] == ["'self'"]
    assert "'unsafe-hashes'" not in policy and "unsafe-inline" not in policy and "data:" not in policy
    assert rules["default-src"] == rules["connect-src"] == ["'none'"]
    assert "media-src" not in rules  # it is silent


def test_the_editor_draws_its_own_pictures_from_our_files(windows: Windows, course: Course) -> None:
    page = windows.nobodys(width=1280).new_page()
    with listening(page, course.stack.base_url) as complaints:
        page.goto(f"{UNIT}#two-mazes")
        page.wait_for_selector("#two-mazes[data-ready]")
        frame = open_blocks(page)
        drag(page, frame, "until", ("start", "next", 0))
        page.set_viewport_size({"width": 1280, "height": 1600})
        page.locator(".blocks-frame").scroll_into_view_if_needed()
        seen = frame.evaluate(PICTURES)
        for name in ("trash", "zoom", "arrow", "cursor"):
            assert seen[name] and all(width for _url, width in seen[name]), seen[name]
            assert {urlsplit(url).path.rpartition("/")[0] for url, _width in seen[name]} == {MEDIA}
        for picture in (".blocklyTrash", ".blocklyZoomIn", ".blocklyZoomOut", ".blocklyField image"):
            assert _picture(page, frame, picture) != _picture(page, frame, picture, hidden=True), picture
    assert complaints == []


def test_a_connection_shows_itself_without_a_style_that_the_policy_refuses(
    windows: Windows, course: Course
) -> None:
    page = windows.nobodys(width=1280).new_page()
    with listening(page, course.stack.base_url) as complaints:
        page.goto(f"{UNIT}#two-mazes")
        page.wait_for_selector("#two-mazes[data-ready]")
        frame = open_blocks(page)
        shown = frame.evaluate(HIGHLIGHTS)
    assert shown == ["none", "inline", "none"]
    assert complaints == []


def _picture(page: Page, frame: Frame, selector: str, *, hidden: bool = False) -> bytes:
    """Return what stands where a picture is, with or without it; the mouse is away, so that nothing lights up."""
    page.mouse.move(0, 0)
    around = page.locator(".blocks-frame").bounding_box()
    assert around is not None
    x, y, width, height = frame.evaluate(DRAWN, [selector, hidden])
    return page.screenshot(
        clip={"x": around["x"] + x, "y": around["y"] + y, "width": width, "height": height}
    )


def test_blocks_are_used_by_touch_on_a_small_phone(windows: Windows) -> None:
    page = opened(windows.mine(has_touch=True, is_mobile=True))
    frame = open_blocks(page)
    at, size = (
        frame.evaluate(f"() => Blockly.getMainWorkspace().getFlyout().{name}()")
        for name in ("getY", "getHeight")
    )
    assert at + size <= frame.evaluate("() => innerHeight") + 1
    assert frame.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0


def test_messages_from_elsewhere_change_nothing(windows: Windows) -> None:
    page = opened(windows.nobodys(width=1280))
    frame = open_blocks(page)
    forged = {"kind": "changed", "program": {"version": 1, "do": [{"op": "left"}]}}
    page.evaluate("message => window.postMessage(message, '*')", forged)
    frame.evaluate("message => window.postMessage(message, '*')", {**forged, "kind": "load"})
    page.locator("#two-mazes").get_by_role("button", name="Revenir à la liste d’étapes").click()
    expect(page.locator("#two-mazes .step-pick")).to_have_count(0)


def test_the_frame_alone_is_a_light_page_that_says_what_it_is(windows: Windows) -> None:
    page = windows.nobodys().new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(BLOCKS, wait_until="networkidle")
    expect(page.locator("#waiting")).to_be_visible()
    assert not [url for url in asked if "vendor" in url]


def test_the_size_that_is_told_is_what_is_loaded(windows: Windows) -> None:
    page = opened(windows.nobodys(width=1280))
    told = page.locator("#two-mazes").get_by_role("button", name="Ouvrir l’éditeur de blocs").inner_text()
    answers: list[Response] = []

    def heard(answer: Response) -> None:
        answers.append(answer)

    page.on("response", heard)
    open_blocks(page)
    sizes = [len(one.body()) for one in answers if "/vendor/blockly/" in one.url]
    scripts = round(sum(size for size in sizes if size > 10_000) / 1000)
    assert str(scripts) == "".join(sign for sign in told if sign.isdigit())
