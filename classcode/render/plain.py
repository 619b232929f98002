"""HTML of a stranger's mail as plain text: sanitised first, then walked; quotations get the `> ` that text mails have.

The sanitiser gives well-formed HTML back, so the walk meets no comment, no declaration and no half-open tag.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

import nh3

LENGTH: Final = 500_000
"""Characters of HTML that are read; what a person writes has a hundredth of it."""
TAGS: Final = 20_000
"""Signs that open a tag: the sanitiser takes 0.5 s for so many divisions inside each other, and 90 s for 300,000."""

_PARAGRAPHS: Final = frozenset("p blockquote ul ol pre table h1 h2 h3 h4 h5 h6 hr".split())
_LINES: Final = frozenset({"div", "li", "tr", "section", "article", "center"})
_KEPT: Final = _PARAGRAPHS | _LINES | {"br", "td", "th", "a", "b", "span"}
_GONE: Final = frozenset("script style title template svg math iframe object noscript".split())
_SPACES: Final = re.compile(r"[ \t\r\n\f\v]+")
_DEEPEST: Final = 20
"""Quotations inside quotations that are marked one by one."""


def to_text(html: str) -> str:
    """Return what a reader would see of an HTML mail, line by line, in linear time."""
    clean = nh3.clean(
        _bounded(html),
        tags=set(_KEPT),
        clean_content_tags=set(_GONE),
        attributes={"blockquote": {"type"}, "div": {"class", "id"}, "a": {"href"}},
        url_schemes={"http", "https"},
        link_rel=None,
    )
    walker = _Walker()
    walker.feed(clean)
    walker.close()
    return walker.text()


def _bounded(html: str) -> str:
    kept = html[:LENGTH]
    return "<".join(kept.split("<", TAGS + 1)[: TAGS + 1])


class _Walker(HTMLParser):
    """Collects lines; `>` stands before each line of a quotation, one for each level."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = []
        self._line: list[str] = []
        self._depth = 0
        self._verbatim = 0
        self._link: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line or a paragraph where the tag does."""
        self._break(tag, paragraph=tag in _PARAGRAPHS)
        self._depth += tag == "blockquote"
        self._verbatim += tag == "pre"
        if tag == "li":
            self._line.append("- ")
        elif tag == "hr":
            self._line.append("_" * 32)
            self._end_line()
        elif tag == "a":
            self._link = dict(attrs).get("href")

    def handle_endtag(self, tag: str) -> None:
        """End the line or the paragraph; a link's address follows words that do not say it."""
        if tag == "a" and self._link:
            self._add_address(self._link)
        self._break(tag, paragraph=tag in _PARAGRAPHS)
        self._depth -= tag == "blockquote"
        self._verbatim -= tag == "pre"

    def handle_data(self, data: str) -> None:
        """Add words; white space counts in `pre` alone."""
        if self._verbatim > 0:
            first, *others = data.split("\n")
            self._line.append(first)
            for other in others:
                self._end_line()
                self._line.append(other)
            return
        words = _SPACES.sub(" ", data)
        if words != " " or self._line:
            self._line.append(words)

    def text(self) -> str:
        """Return the lines; never more than one empty line in a row."""
        self._end_line()
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self._lines)).strip("\n")

    def _add_address(self, link: str) -> None:
        self._link = None
        if link.startswith("http") and link.rstrip("/") not in "".join(self._line[-3:]):
            self._line.append(f" <{link}>")

    def _break(self, tag: str, *, paragraph: bool) -> None:
        if tag == "br":
            self._end_line()
        elif tag in {"td", "th"}:
            self._line.append(" ")
        elif paragraph or tag in _LINES:
            if self._line:
                self._end_line()
            if paragraph and self._lines and self._lines[-1].strip("> "):
                self._lines.append(self._mark())

    def _end_line(self) -> None:
        words = "".join(self._line)
        words = words.rstrip() if self._verbatim > 0 else words.strip(" ")
        self._lines.append(self._mark() + words)
        self._line = []

    def _mark(self) -> str:
        return "> " * min(max(self._depth, 0), _DEEPEST)
