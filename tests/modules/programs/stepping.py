"""The browser's stepper in a real Chromium, asked many cases at a time; its files are read from disk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import orjson
from playwright.sync_api import Browser, Page, Route

SCRIPTS: Final = Path(__file__).parents[3] / "classcode" / "static" / "js" / "programs"
ORIGIN: Final = "http://classcode.test"
ASK: Final = """async (cases) => {
  const { run } = await import("/stepper.js");
  const answer = (one) => {
    const begun = performance.now();
    const ran = run(one.program, one.world, one.limit);
    return { ran, took: performance.now() - begun };
  };
  return JSON.stringify(JSON.parse(cases).map(answer));
}"""


@contextmanager
def stepper(chromium: Browser) -> Iterator[Page]:
    """Open an empty page that can import the stepper and what it imports."""
    page = chromium.new_page()
    page.route(f"{ORIGIN}/**", _serve)
    page.goto(f"{ORIGIN}/")
    yield page
    page.close()


def _serve(route: Route) -> None:
    name = route.request.url.removeprefix(f"{ORIGIN}/")
    if name.endswith(".js"):
        route.fulfill(path=SCRIPTS / name, content_type="text/javascript")
    else:
        route.fulfill(body="<!doctype html><title>steps</title>", content_type="text/html")


def answers(page: Page, cases: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what the browser makes of cases: for each `ran`, the answer, and `took`, milliseconds."""
    told: list[dict[str, Any]] = orjson.loads(page.evaluate(ASK, orjson.dumps(cases).decode()))
    return told
