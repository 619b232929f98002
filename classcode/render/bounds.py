"""What is refused before and after parsing, and the clock that stops a parser in the middle of hostile text.

Python-Markdown takes 17 s for 5,000 opening brackets and overflows the stack on 2,000 list markers
(measured). Legitimate pages stay far under every number here.
"""

from __future__ import annotations

import re
import time
import xml.etree.ElementTree as etree
from collections.abc import Callable
from typing import Any, Final

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor

SECONDS: Final = 0.8
"""Processor time one parse may take in its thread: an ordinary unit takes 0.1; sanitising comes on top."""
HTML_LENGTH: Final = 150_000
"""Characters of HTML handed to the sanitiser, which reads 200,000 or more a second."""

_HOPELESS: Final = re.compile(
    r"[\[(]{40}"  # brackets that open and never close
    r"|(?:(?:[-*+:]|\d{1,9}[.)])[ \t]+){60}"  # markers of lists, one inside another
    r"|(?:>[ \t]*){40}"  # quotations of quotations
    r"|^(?:[ ]{4}|\t){16}[ \t]*(?:[-*+:>!?]|\d{1,9}[.)])",  # the same, step by step
    re.MULTILINE,
)
_FENCE: Final = re.compile(r"^[ >\t]*(?:```|~~~)", re.MULTILINE)
_FENCES: Final = 200
_FOOTNOTES: Final = 500


class TooSlow(Exception):
    """The parser's time is used up; the text is shown as typed."""


def bearable(text: str, length: int) -> bool:
    """Tell whether parsing may begin: short enough, and without the shapes known to be endless."""
    if len(text) > length or _HOPELESS.search(text):
        return False
    # A footnote's mark that never closes is searched for to the end of the text, each one again.
    return text.count("[^") <= _FOOTNOTES and sum(1 for _ in _FENCE.finditer(text)) <= _FENCES


def small_enough(html: str) -> bool:
    """Tell whether the parser's answer may go to the sanitiser."""
    return len(html) <= HTML_LENGTH


def watch(md: Markdown) -> None:
    """Start the clock of a Markdown object, made for one text: every block and every match looks at it.

    Call it last: patterns registered later would not be watched.
    """
    end = time.thread_time() + SECONDS
    md.parser.blockprocessors.register(_BlockClock(md, end), "clock", 1_000)
    for pattern in md.inlinePatterns:
        # The parser retries a pattern at each place where its match is refused, without asking anyone else.
        setattr(pattern, "handleMatch", _timed(pattern.handleMatch, end))  # noqa: B010 (mypy forbids the plain form)


def _timed(handle: Callable[..., Any], end: float) -> Callable[..., Any]:
    def handle_in_time(*match: Any) -> Any:
        _stop_after(end)
        return handle(*match)

    return handle_in_time


def _stop_after(end: float) -> None:
    if time.thread_time() > end:
        raise TooSlow


class _BlockClock(BlockProcessor):
    """Takes no block; is only asked, before all others, whether it would."""

    def __init__(self, md: Markdown, end: float) -> None:
        super().__init__(md.parser)
        self.end = end

    def test(self, parent: etree.Element, block: str) -> bool:
        """Look at the time and leave the block to the others."""
        _stop_after(self.end)
        return False
