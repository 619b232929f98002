"""Reading the microdata of a page, as the HTML standard tells it (section 5.2): items with their properties."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

EMPTY: Final = {"meta", "link", "img", "br", "input", "hr", "path", "circle"}


@dataclass
class Item:
    """An item: its type, and each property's values in order, texts or items."""

    kind: str
    properties: dict[str, list[str | Item]] = field(default_factory=dict)

    def one(self, name: str) -> str:
        """Return the only value of a property that is a text."""
        (value,) = self.properties[name]
        assert isinstance(value, str)
        return value

    def item(self, name: str) -> Item:
        """Return the only value of a property that is an item."""
        (value,) = self.properties[name]
        assert isinstance(value, Item)
        return value


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.top: list[Item] = []
        self._open: list[tuple[str, Item | None, str, list[str] | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        item = Item(given.get("itemtype") or "") if "itemscope" in given else None
        name, words = given.get("itemprop") or "", None
        if item is not None:
            self._put(name, item)
        elif name:
            value = self._value(tag, given)
            if value is None:
                words = []
            else:
                self._put(name, value)
        if tag not in EMPTY:
            self._open.append((tag, item, name, words))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in EMPTY:
            self.handle_endtag(tag)

    def _value(self, tag: str, given: dict[str, str | None]) -> str | None:
        attribute = {"meta": "content", "link": "href", "a": "href", "time": "datetime"}.get(tag)
        return given.get(attribute) or "" if attribute else None

    def _put(self, name: str, value: str | Item) -> None:
        around = next((item for _tag, item, _name, _words in reversed(self._open) if item), None)
        if not name or around is None:
            assert isinstance(value, Item)
            self.top.append(value)
        else:
            around.properties.setdefault(name, []).append(value)

    def handle_data(self, data: str) -> None:
        for _tag, _item, _name, words in self._open:
            if words is not None:
                words.append(data)

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            opened, item, name, words = self._open.pop()
            if words is not None and item is None:
                self._put(name, " ".join("".join(words).split()))
            if opened == tag:
                return


def items(page: str) -> list[Item]:
    """Return the items of a page that are no property of another."""
    reader = _Reader()
    reader.feed(page)
    return reader.top
