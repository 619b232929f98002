"""What a course text needs to know of the page around it; the text itself never decides an address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


def _as_written(address: str) -> str | None:
    return address


def _picture_as_written(address: str, _alternative: str) -> str | None:
    return address


@dataclass(frozen=True)
class Page:
    """How addresses in a text become the page's own, and the words Markdown adds, in the page's language.

    `link` receives an address, `picture` an address and its text alternative; None takes either away.
    """

    link: Callable[[str], str | None] = _as_written
    picture: Callable[[str, str], str | None] = _picture_as_written
    back: str = "Back to the text"
    titles: Mapping[str, str] = field(default_factory=dict)
