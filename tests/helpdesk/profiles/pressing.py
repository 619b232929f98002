"""The forms of a page as somebody fills them in without thought: words everywhere, of every list the first choice."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

WORDS = "Quelques mots, assez pour une raison."


@dataclass
class Form:
    """Where a form posts, and what it would send."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)


class Forms(HTMLParser):
    """The posting forms of a page, in order; buttons that carry a value are left out."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._open: Form | None = None
        self._list = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a form, and what stands in it."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(given.get("action", "")) if given.get("method") == "post" else None
            self.found += [self._open] if self._open else []
        elif self._open is not None:
            self._note(tag, given, self._open.fields)

    def handle_endtag(self, tag: str) -> None:
        """Close a form."""
        self._open = None if tag == "form" else self._open

    def _note(self, tag: str, given: dict[str, str], fields: dict[str, str]) -> None:
        name, kind = given.get("name", ""), given.get("type", "")
        if tag == "textarea":
            fields[name] = WORDS
        elif tag == "select":
            self._list = name
        elif tag == "option" and given.get("value"):
            fields.setdefault(self._list, given["value"])
        elif tag == "input" and kind in {"radio", "checkbox"}:
            fields.setdefault(name, given.get("value", "on"))
        elif tag == "input" and kind != "file":
            fields[name] = given.get("value", "")
