"""What a course text needs to know of the page around it; the text itself never decides an address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class Download(NamedTuple):
    """A file to keep: where it is, and its kind and size in words, said after the link's own."""

    address: str
    facts: str


def _as_written(address: str) -> str | Download | None:
    return address


def _picture_as_written(address: str, _alternative: str) -> str | None:
    return address


def _unheard(_formula: str) -> None:
    return None


@dataclass(frozen=True)
class Page:
    """How addresses in a text become the page's own, and the words Markdown adds, in the page's language.

    `link` receives an address, `picture` an address and its text alternative; None takes either away. `unreadable`
    hears of each formula that cannot be drawn.
    """

    link: Callable[[str], str | Download | None] = _as_written
    picture: Callable[[str, str], str | None] = _picture_as_written
    back: str = "Back to the text"
    titles: Mapping[str, str] = field(default_factory=dict)
    unreadable: Callable[[str], None] = _unheard
