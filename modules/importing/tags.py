"""HTML inside Markdown: what has a Markdown of its own becomes it, what only arranges goes, the rest is left to see."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Final

_TAG: Final = re.compile(r"<(/?)([A-Za-z][\w-]*)((?:\s[^<>]*)?)/?>")
_ATTRIBUTE: Final = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_MARKS: Final = {
    "b": "**", "strong": "**", "i": "*", "em": "*", "code": "`", "kbd": "`", "samp": "`", "tt": "`", "var": "*"
}  # fmt: skip
_ARRANGING: Final = frozenset(
    {
        "div",
        "span",
        "center",
        "font",
        "section",
        "article",
        "figure",
        "picture",
        "source",
        "small",
        "u",
        "main",
    }
    | {
        "header",
        "footer",
        "nav",
        "aside",
        "abbr",
        "mark",
        "sup",
        "sub",
        "ins",
        "del",
        "s",
        "wbr",
        "big",
        "label",
    }
)
_LINES: Final = {"p": "", "br": "  ", "hr": "---", "figcaption": "", "details": ""}
HEAVY: Final = re.compile(
    r"\s*<(table|iframe|video|audio|script|style|svg|form|object|embed|ul|ol|dl|pre|blockquote)\b",
    re.IGNORECASE,
)
"""The beginning of a block that is kept as text until its end."""


def attributes(written: str) -> dict[str, str]:
    """Return the attributes of a tag."""
    return {
        name.lower(): unescape(double or single or bare)
        for name, double, single, bare in _ATTRIBUTE.findall(written)
    }


def to_markdown(line: str, unknown: Callable[[str], None]) -> str:
    """Return a line with its tags as Markdown; `unknown` hears of each tag that is shown as text."""
    links: list[str] = []

    def changed(found: re.Match[str]) -> str:
        closing, name = bool(found[1]), found[2].lower()
        if name == "a":
            return _link(closing, attributes(found[3]).get("href", ""), links)
        made = _plain_tag(name, closing, found[3])
        if made is not None:
            return made
        if not closing:
            unknown(found[0])
        return f"`{found[0].replace('`', '')}`"

    changed_line = _TAG.sub(changed, line)
    return changed_line + "".join(f"]({address})" for address in reversed(links) if address)


def _link(closing: bool, address: str, links: list[str]) -> str:
    """Open or shut a link; one without an address was a place, and leaves nothing."""
    if not closing:
        links.append(address.replace(" ", "%20"))
        return "[" if address else ""
    ended = links.pop() if links else ""
    return f"]({ended})" if ended else ""


def _plain_tag(name: str, closing: bool, written: str) -> str | None:
    """Return what stands for a tag in Markdown, "" for one that only arranges, None for one that is not known."""
    if name in _MARKS:
        return _MARKS[name]
    if name in _LINES:
        return _LINES[name]
    if re.fullmatch(r"h[1-6]", name):
        return "" if closing else "#" * int(name[1]) + " "
    if name == "img":
        told = attributes(written)
        alternative = told.get("alt", "").replace("[", "(").replace("]", ")")
        return f"![{alternative}]({told.get('src', '').replace(' ', '%20')})"
    return "" if name in _ARRANGING else None
