"""How a test goes from one page to the next: it waits for the next one, since the old one stays until that is there."""

from __future__ import annotations

from playwright.sync_api import Locator


def follow(control: Locator) -> None:
    """Click what leads to another page, and wait for that: only then may a test count, read or leave again."""
    with control.page.expect_navigation():
        control.click()
