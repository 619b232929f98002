"""A browser without script, over real HTTP: it keeps cookies, reads forms and their hidden fields, times answers."""

from __future__ import annotations

import time
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar


class Forms(HTMLParser):
    """The forms of a page by their address: every hidden field and its value."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, dict[str, str]] = {}
        self._open: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a form, or a hidden field of the one that is open."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = self.found.setdefault(given.get("action", ""), {})
        elif tag == "input" and given.get("type") == "hidden":
            self._open[given["name"]] = given.get("value", "")


@dataclass(frozen=True)
class Page:
    """What came back after all redirections."""

    address: str
    text: str

    def hidden(self, action: str) -> dict[str, str]:
        """Return the hidden fields of the form that posts to an address ending so."""
        return next(fields for address, fields in Forms(self.text).found.items() if address.endswith(action))


@dataclass
class Browser:
    """One person's browser; `slowest` is the longest that she waited for an answer, in seconds."""

    base_url: str
    slowest: float = 0.0
    page: Page = field(default_factory=lambda: Page("", ""))

    def __post_init__(self) -> None:
        cookies = urllib.request.HTTPCookieProcessor(CookieJar())
        self._opener = urllib.request.build_opener(cookies)

    def get(self, path: str) -> Page:
        """Open a page; anything but a page that is there raises `HTTPError`."""
        return self._ask(path, None)

    def press(self, action: str, **fields: str) -> Page:
        """Fill in the form of the present page that posts to an address ending so, and press its button."""
        posted = self.page.hidden(action) | fields
        address = next(one for one in Forms(self.page.text).found if one.endswith(action))
        return self._ask(address, urllib.parse.urlencode(posted).encode())

    def _ask(self, path: str, body: bytes | None) -> Page:
        began = time.monotonic()
        address = urllib.parse.urljoin(self.page.address or self.base_url, path)
        with self._opener.open(address, body, timeout=30) as answered:
            self.page = Page(answered.url, answered.read().decode())
        self.slowest = max(self.slowest, time.monotonic() - began)
        return self.page
