"""The three Markdown dialects, each made anew for one text: Markdown objects keep state, threads share none.

Raw HTML is no part of them: the rules that would let it through are taken out, so it comes out escaped.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterable
from typing import Any, Final

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString, Registry

from classcode.render import bounds, formulas
from classcode.render.code import coloured
from classcode.render.page import Page
from classcode.render.shape import Shape
from classcode.render.tabs import Tabs

_COURSE: Final = (
    "tables",
    "footnotes",
    "def_list",
    "sane_lists",
    "admonition",
    "pymdownx.details",
    "pymdownx.superfences",
)
_REFERENCES: Final = ("reference", "short_reference", "image_reference", "short_image_ref")
_NO_MESSAGE_BLOCK: Final = ("hashheader", "setextheader", "hr", "quote")
_NO_INLINE_BLOCK: Final = (*_NO_MESSAGE_BLOCK, "indent", "code", "olist", "ulist")


def for_course(page: Page) -> Markdown:
    """Return the full dialect of course pages."""
    settings: dict[str, dict[str, Any]] = {
        "tables": {"use_align_attribute": True},
        "footnotes": {"BACKLINK_TITLE": page.back.replace("{", "").replace("}", ""), "BACKLINK_TEXT": "↩"},
        "pymdownx.superfences": {
            "custom_fences": [
                {"name": "math", "class": "math", "format": formulas.fenced},
                {"name": "*", "class": "highlight", "format": coloured},
            ]
        },
    }
    md = Markdown(extensions=_COURSE, extension_configs=settings)
    md.parser.blockprocessors.register(Tabs(md.parser), "tabs", 106)
    return _watched(_with_formulas(md), page)


def for_messages() -> Markdown:
    """Return the dialect of people's own words: a line end is a line break, a bare web address is a link."""
    md = Markdown(extensions=("sane_lists", "nl2br", "fenced_code"))
    _take_out(md.inlinePatterns, ("image_link",))
    _take_out(md.parser.blockprocessors, _NO_MESSAGE_BLOCK)
    md.inlinePatterns.register(_BareAddress(_ADDRESS, md), "bare_address", 110)
    return _watched(md, Page())


def for_one_line(page: Page) -> Markdown:
    """Return the dialect of quiz texts: one paragraph with emphasis, code and links."""
    md = Markdown()
    _take_out(md.inlinePatterns, ("image_link",))
    _take_out(md.parser.blockprocessors, _NO_INLINE_BLOCK)
    return _watched(_with_formulas(md), page)


def _with_formulas(md: Markdown) -> Markdown:
    """Read formulas after code and before everything else, the escapes of Markdown included."""
    md.inlinePatterns.register(formulas.InSentences(formulas.PATTERN, md), "formula", 185)
    md.ESCAPED_CHARS = [*md.ESCAPED_CHARS, "$"]
    return md


def _watched(md: Markdown, page: Page) -> Markdown:
    _take_out(md.preprocessors, ("html_block",))
    # References let a short text repeat a long address thousands of times (350 MB for 60 kB, measured).
    _take_out(md.parser.blockprocessors, ("reference",))
    _take_out(md.inlinePatterns, _REFERENCES)
    # Mail addresses in angle brackets go too: Markdown hides them behind entities that no check can read.
    _take_out(md.inlinePatterns, ("html", "automail"))
    md.treeprocessors.register(Shape(md, page), "shape", -10)
    bounds.watch(md)
    return md


def _take_out(registry: Registry[Any], names: Iterable[str]) -> None:
    for name in names:
        registry.deregister(name)


_ADDRESS: Final = r"(?<![\w/@])(https?://[^\s<>\"'`*\[\]{}|\\^\x02\x03]{1,1000})"


class _BareAddress(InlineProcessor):
    """Makes a link of an address written alone; the sign that ends the sentence stays outside."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[etree.Element, int, int]:  # type: ignore[override]
        """Return the link and the span it replaces."""
        address = m.group(1).rstrip(".,;:!?)»")
        link = etree.Element("a", href=address)
        link.text = AtomicString(address)
        return link, m.start(1), m.start(1) + len(address)
