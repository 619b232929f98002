"""The whole story, lived by four persons in a real browser: join, learn, ask, be answered, meet, complete, count."""

from __future__ import annotations

import json
import re
from contextlib import AbstractContextManager
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from classcode import clock
from helpdesk.meetings.models import Meeting
from modules.catalog import Activity, Module, Unit, read_modules
from tests.browser.conftest import Cast, open_page
from tests.browser.following import follow
from tests.browser.stack import ROOT, Stack, code_of, until
from tests.make import PASSWORD
from tracking.models import Statement

pytestmark = pytest.mark.browser

ADA = "ada.martin@example.org"
WORDS = "Mes deux lutins parlent en même temps, et je ne comprends pas pourquoi."
ANSWER = "Envoyez un message du premier lutin au second, et tout ira bien."
SLUG = "creative-programming"


@pytest.fixture(scope="module")
def course() -> Module:
    """The shipped module, read from its sources: the test answers its quizzes as somebody who knows."""
    modules, _problems = read_modules(ROOT / "content")
    return next(module for module in modules if module.slug == SLUG)


@pytest.fixture(scope="module")
def front_door() -> Module:
    """The shipped front door."""
    modules, _problems = read_modules(ROOT / "content")
    return next(module for module in modules if module.slug == "front-door")


def press(page: Page, action: str, *, last: bool = False) -> None:
    """Press the main button of the form that posts to an address ending so, and wait for the page it leads to."""
    form = page.locator(f"form[action$='{action}']")
    follow((form.last if last else form.first).locator("button[type=submit]").first)


def log_in(page: Page, email: str) -> None:
    """Log in by the page."""
    page.goto("/fr/login")
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    press(page, "/login")
    expect(page.locator("form[action$='/logout']")).to_have_count(1)


def answer_quiz(page: Page, activity: Activity) -> None:
    """Answer every question of a quiz rightly and post it."""
    for question in activity.questions:
        for option in question.options:
            if option.correct:
                page.check(f"#{activity.id}-{question.id}-{option.id}")
    press(page, f"/{activity.id}/answer")
    expect(page.locator(f"#{activity.id} .outcome.ok")).to_be_visible()


def join_at_the_front_door(page: Page, front_door: Module) -> int:
    """Go from the home page to the first graded quiz; return how many fields had to be filled on the way."""
    page.goto("/")
    follow(page.locator("main .page-header a.button"))
    follow(page.locator("main .notice a[href*='register']"))
    fields = page.locator("main form input:not([type=hidden])")
    count = fields.count()
    page.fill("#email", ADA)
    page.fill("#password", PASSWORD)
    press(page, "/register")
    answer_quiz(page, front_door.activities[0])
    return count


def work_through_the_week(page: Page, course: Module) -> None:
    """Join the module and read it page after page: required ones are marked as done, one graded quiz is passed."""
    page.goto(f"/fr/modules/{SLUG}")
    with opening(page, course.units[0]):
        press(page, "/join")
    for unit, following in pairwise(course.units):
        assert page.url.endswith(unit.id)
        if unit.id == "loops-and-events":
            answer_quiz(page, unit.activities[0])
        with opening(page, following):
            press(page, f"/{unit.id}/done") if unit.required else follow(page.locator(".unit-end a.button"))


def opening(page: Page, unit: Unit) -> AbstractContextManager[object]:
    """Wait until the page that an act leads to has told that it was opened."""
    return page.expect_response(re.compile(rf"/{unit.id}/opened$"))


def confirm_by_code(page: Page, stack: Stack) -> None:
    """Copy the six digits of the mail."""
    mails = stack.postbox.wait_for(ADA, 1)
    page.goto("/fr/me/")
    page.fill("#code", code_of(mails[0]))
    press(page, "/confirm/code")
    expect(page.locator(".tag.ok").first).to_be_visible()


def ask(page: Page) -> str:
    """Ask from a unit; return the address of the conversation."""
    page.goto(f"/fr/modules/{SLUG}/loops-and-events")
    follow(page.locator("a[href*='/help/ask']").last)
    page.fill("textarea[name=text]", WORDS)
    page.fill("input[name=commune]", "35000")
    page.fill("input[name=name]", "Ada")
    press(page, "/help/ask")
    page.wait_for_url(re.compile(r"/fr/help/[0-9a-f-]{36}/"))
    expect(page.locator("main")).to_contain_text("Bruno")
    return page.url.split("#")[0]


def answer_and_propose(page: Page, cast: Cast) -> None:
    """Bruno finds the question in his queue, answers, and proposes a meeting in two days."""
    page.goto("/fr/desk/")
    follow(page.locator("main a[href*='/fr/help/']").first)
    expect(page.locator("main")).to_contain_text(WORDS)
    page.fill("textarea[name=text]", ANSWER)
    press(page, "/answer")
    expect(page.locator("main")).to_contain_text(ANSWER)
    follow(page.locator("a[href$='/propose']").first)
    page.get_by_label(re.compile(re.escape(cast.place))).check()
    page.fill("#day", (clock.now() + timedelta(days=2)).date().isoformat())
    page.fill("#starts", "14:00")
    page.fill("#ends", "16:30")
    page.fill("#capacity", "8")
    press(page, "/propose")
    page.wait_for_url(re.compile(r"/fr/meetings/[0-9a-f-]{36}/"))


def let_time_pass(engine: Engine) -> None:
    """Make the meeting one that began three hours ago: the one thing that a test cannot wait for."""
    now = clock.now()
    with Session(engine) as session:
        session.execute(
            update(Meeting).values(starts_at=now - timedelta(hours=3), ends_at=now - timedelta(minutes=30))
        )
        session.commit()


def record_who_came(page: Page, meeting_url: str) -> None:
    """Bruno ticks Ada as present."""
    page.goto(f"{meeting_url}list")
    page.check("input[name^='presence-'][value='attended']")
    press(page, "/attendance")


def payloads(engine: Engine) -> list[dict[str, object]]:
    """Return all statements in the order of the log."""
    with Session(engine) as session:
        return [json.loads(text) for text in session.scalars(select(Statement.body).order_by(Statement.seq))]


def told(statement: dict[str, object]) -> str:
    """Return a statement as "verb kind"."""
    verb = str(statement["verb"]["id"]).rsplit("/", 1)[-1]  # type: ignore[index]
    kind = str(statement["object"]["definition"]["type"]).rsplit("/", 1)[-1]  # type: ignore[index]
    return f"{verb} {kind}"


def expected(course: Module, front_door: Module) -> list[str]:
    """Return what the vocabulary promises for this story, in order."""
    quiz = front_door.activities[0]
    story = ["registered course", "initialized course", "experienced lesson"]
    story += ["answered cmi.interaction"] * len(quiz.questions) + ["passed assessment"]
    story += ["registered course"]
    for number, unit in enumerate(course.units):
        story += ["initialized course"] if number == 0 else []
        story += ["experienced lesson"]
        if unit.id == "loops-and-events":
            story += ["answered cmi.interaction"] * len(unit.activities[0].questions) + ["passed assessment"]
        story += ["completed lesson"] if unit.required else []
    story += ["asked question", "responded question", "proposed meeting", "accepted meeting"]
    return [*story, "attended meeting", "completed course", "resolved question"]


def test_the_whole_story(
    stack: Stack, cast: Cast, behind: Engine, chromium: Browser, course: Module, front_door: Module
) -> None:
    ada, bruno = open_page(chromium, stack, 360), open_page(chromium, stack, 1280)
    assert join_at_the_front_door(ada, front_door) == 2
    work_through_the_week(ada, course)
    confirm_by_code(ada, stack)
    conversation = ask(ada)

    log_in(bruno, cast.bruno)
    answer_and_propose(bruno, cast)
    meeting_url = bruno.url
    ada.goto(conversation)
    expect(ada.locator("main")).to_contain_text(ANSWER)
    ada.goto("/fr/meetings/")
    follow(ada.locator("main article a[href*='/fr/meetings/']").first)
    follow(ada.locator("form[action$='/reply'] button[value=yes]"))

    chloe = open_page(chromium, stack, 1280)
    log_in(chloe, cast.chloe)
    for hidden in (conversation, meeting_url):
        answer = chloe.goto(hidden)
        assert answer is not None and answer.status == 404

    let_time_pass(behind)
    record_who_came(bruno, meeting_url)
    until(lambda: any(told(one) == "completed course" for one in payloads(behind)))
    bruno.goto(conversation)
    press(bruno, "/resolve")
    ada.goto(f"/fr/modules/{SLUG}")
    expect(ada.locator(".notice.ok")).to_be_visible()

    denise = open_page(chromium, stack, 1280)
    log_in(denise, cast.denise)
    denise.goto("/fr/indicators/")
    expect(denise.locator("main .headline").first).to_be_visible()
    denise.goto("/fr/indicators/figures/")
    expect(denise.locator("main .figure").first).to_be_visible()
    with denise.expect_download() as download:
        denise.locator("form:has(input[name=fmt][value=csv]) button").click()
    exported = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert exported.startswith("figure,")
    assert "trained" in exported

    recorded = payloads(behind)
    assert [told(one) for one in recorded] == expected(course, front_door)
    everything = json.dumps(recorded, ensure_ascii=False).lower()
    for private in (
        "ada",
        "bruno",
        "example.org",
        WORDS[:20].lower(),
        ANSWER[:20].lower(),
        cast.place.lower(),
    ):
        assert not re.search(rf"\b{re.escape(private)}\b", everything), private
    assert all(UUID(str(one["actor"]["account"]["name"])) for one in recorded)  # type: ignore[index]
    assert 3 <= len(stack.postbox.to(ADA)) <= 5
