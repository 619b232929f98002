"""The two walls behind Markdown: bleach, then nh3, with the same lists and our own reading of each attribute.

bleach 6.4 lets `javascript:123` through (digits look like a port) and is no longer mended, hence the second
wall and the strict reading of addresses here: http, https, mailto or a path, as a browser would parse them
(ASVS 1.2.2).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import nh3
from bleach.sanitizer import Cleaner

from classcode.render.shape import NOTES

SCHEMES: Final = frozenset({"http", "https", "mailto"})

Check = Callable[[str], bool]


@dataclass(frozen=True)
class Allowed:
    """One dialect's tags, and for each (tag, attribute) what its value may be; nothing else passes."""

    tags: frozenset[str]
    values: Mapping[tuple[str, str], Check]

    def admits(self, tag: str, name: str, value: str) -> bool:
        """Tell whether this attribute may stay with this value."""
        check = self.values.get((tag, name))
        return check is not None and check(value)

    def names(self) -> dict[str, set[str]]:
        """Return the attribute names of each tag."""
        found: dict[str, set[str]] = {}
        for tag, name in self.values:
            found.setdefault(tag, set()).add(name)
        return found


def safe(html: str, allowed: Allowed) -> str:
    """Return the HTML with nothing but what the dialect allows; bleach escapes other tags, nh3 drops them."""
    # A Cleaner keeps its parser's state: one for each text, never shared between threads.
    once = Cleaner(tags=allowed.tags, attributes=allowed.admits, protocols=SCHEMES).clean(html)
    return nh3.clean(
        once,
        tags=set(allowed.tags),
        attributes=allowed.names(),
        attribute_filter=lambda tag, name, value: value if allowed.admits(tag, name, value) else None,
        url_schemes=set(SCHEMES),
        link_rel=None,
    )


def address_is_safe(address: str) -> bool:
    """Tell whether a browser would read this as http, https, mailto or a path here (never `//elsewhere`)."""
    # Browsers drop tabs and line ends anywhere, controls and spaces in front, then look for the scheme
    # (https://url.spec.whatwg.org/#concept-basic-url-parser); we drop more, which only makes us stricter.
    read = re.sub(r"[\x00-\x20\x7f-\xa0\u2000-\u200f\u2028-\u202f\ufeff]", "", address).replace("\\", "/")
    if read.startswith("//"):
        return False
    before, colon, _ = re.split(r"[/?#]", read, maxsplit=1)[0].partition(":")
    return not colon or before.lower() in SCHEMES


def _own_address(address: str) -> bool:
    """Tell whether a picture is ours: nothing is loaded from elsewhere."""
    return address_is_safe(address) and ":" not in address


def _one_of(*words: str) -> Check:
    return lambda value: value in words


def _matching(pattern: str) -> Check:
    expression = re.compile(pattern)
    return lambda value: expression.fullmatch(value) is not None


def _anything(_value: str) -> bool:
    return True


_LINK: Final[dict[tuple[str, str], Check]] = {
    ("a", "href"): address_is_safe,
    ("a", "rel"): _one_of("noopener noreferrer"),
}
_COURSE: Final[dict[tuple[str, str], Check]] = {
    **_LINK,
    ("a", "class"): _one_of("footnote-ref", "footnote-backref", "download"),
    ("a", "download"): _one_of(""),
    ("a", "title"): _anything,
    # Formulas, which become MathML behind these walls: `formulas` says why.
    ("code", "class"): _one_of("math"),
    ("pre", "class"): _one_of("math"),
    ("img", "src"): _own_address,
    ("img", "alt"): _anything,
    ("img", "title"): _anything,
    ("ol", "start"): _matching(r"\d{1,6}"),
    ("th", "scope"): _one_of("col"),
    ("th", "class"): _one_of("left", "center", "right"),
    ("td", "class"): _one_of("left", "center", "right"),
    ("div", "class"): _one_of(
        "table", "footnote", "highlight", "tab", "tabs", *(f"admonition {kind}" for kind in NOTES)
    ),
    ("div", "tabindex"): _one_of("0"),
    ("p", "class"): _one_of("admonition-title", "tab-title"),
    ("details", "class"): _one_of("solution"),
    ("details", "open"): _one_of("open", ""),
    ("span", "class"): _matching(r"[a-z][a-z0-9]{0,3}"),
    ("li", "id"): _matching(r"fn:[\w-]{1,40}"),
    ("sup", "id"): _matching(r"fnref\d*:[\w-]{1,40}"),
}

_LINE_TAGS: Final = frozenset({"a", "strong", "em", "code", "br"})
_MESSAGE_TAGS: Final = _LINE_TAGS | {"p", "ul", "ol", "li", "pre"}
_COURSE_TAGS: Final = (
    _MESSAGE_TAGS
    | {"h2", "h3", "h4", "h5", "h6", "hr", "blockquote", "dl", "dt", "dd", "div", "span", "sup"}
    | {"img", "figure", "figcaption", "details", "summary", "table", "thead", "tbody", "tr", "th", "td"}
)

INLINE: Final = Allowed(_LINE_TAGS | {"p"}, {**_LINK, ("code", "class"): _one_of("math")})
MESSAGE: Final = Allowed(_MESSAGE_TAGS, {**_LINK, ("ol", "start"): _matching(r"\d{1,6}")})
COURSE: Final = Allowed(_COURSE_TAGS, _COURSE)
