"""`course`, `inline` and `message`: Markdown in, safe HTML out, in bounded time, never an exception.

A text that is too long, too deep or too slow is shown as typed, escaped, in `<pre class="source">`.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from html import escape
from typing import Final

from markdown import Markdown

from classcode.render import bounds, clean, dialects, formulas
from classcode.render.page import Page

log = logging.getLogger(__name__)

COURSE_LENGTH: Final = 60_000
"""Characters of one course page: ten times a long unit, which the whole chain digests in two seconds."""
MESSAGE_LENGTH: Final = 20_000
"""Characters of one message; forms refuse longer ones before they come here."""
INLINE_LENGTH: Final = 2_000
"""Characters of one question, option or feedback."""

_BREAKS: Final = re.compile(r"[ \t\r\n\f\v]+")
_SOURCE: Final = '<pre class="source">'


def course(text: str, page: Page | None = None) -> str:
    """Return a course page's HTML: headings from h2, notes, figures, tables, footnotes, coloured code."""
    page = page or Page()
    html = _shown(text, lambda: dialects.for_course(page), clean.COURSE, COURSE_LENGTH)
    return formulas.draw(html, page.unreadable)


def message(text: str) -> str:
    """Return people's own words as HTML: paragraphs, lists, emphasis, links and code; no picture, no tag."""
    return _shown(text, dialects.for_messages, clean.MESSAGE, MESSAGE_LENGTH)


def inline(text: str, page: Page | None = None) -> str:
    """Return one line as HTML without a paragraph: emphasis, code, links; line ends become spaces."""
    one_line = _BREAKS.sub(" ", text.strip())  # a no-break space is the author's and stays
    page = page or Page()
    html = _shown(one_line, lambda: dialects.for_one_line(page), clean.INLINE, INLINE_LENGTH)
    if is_source(html):
        return escape(one_line)
    return formulas.draw(html.removeprefix("<p>").removesuffix("</p>"), page.unreadable)


def is_source(html: str) -> bool:
    """Tell whether a text was refused and is shown as it was typed."""
    return html.startswith(_SOURCE)


def _shown(text: str, dialect: Callable[[], Markdown], allowed: clean.Allowed, length: int) -> str:
    if not bounds.bearable(text, length):
        return _as_typed(text, length)
    try:
        html = dialect().convert(text)
        return clean.safe(html, allowed) if bounds.small_enough(html) else _as_typed(text, length)
    except Exception as trouble:  # noqa: BLE001
        # Two libraries read a stranger's text here: whatever they stumble over, the page around it must stand
        # (assurance F19). The text itself may be private and is not logged.
        log.warning("text of %d characters shown as typed: %s", len(text), type(trouble).__name__)
        return _as_typed(text, length)


def _as_typed(text: str, length: int) -> str:
    kept = "".join(letter for letter in text[:length] if letter.isprintable() or letter in "\n\t")
    return f"{_SOURCE}{escape(kept)}{'…' if len(text) > length else ''}</pre>"
