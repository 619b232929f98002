"""What the desk knows of the course's words: a passage for each unit, told by whoever put the application together.

Features never import each other, so the application sets `app.extensions["helpdesk.passages"]` to a `Passages`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Final

from flask import current_app

EXTENSION: Final = "helpdesk.passages"
_HEADINGS: Final = frozenset({"h2", "h3", "h4", "h5", "h6"})


@dataclass(frozen=True, slots=True)
class Passage:
    """A unit as a question may meet it; `summary` holds its objectives too, `html` its page."""

    module: str
    unit: str
    title: str
    module_title: str
    summary: str
    html: str


@dataclass(frozen=True, slots=True)
class Course:
    """All units that can be shown now, in reading order; `revision` changes whenever one of them does.

    `first` is the module under which a question goes that names none.
    """

    revision: str
    first: str = "general"
    passages: Callable[[], Iterable[Passage]] = tuple


Passages = Callable[[str], Course]
"""Given a language: the units as they read in it."""


def course(language: str) -> Course:
    """Return the units of the course; none where the application tells of none."""
    passages: Passages | None = current_app.extensions.get(EXTENSION)
    return passages(language) if passages else Course("")


def split(html: str) -> tuple[str, str]:
    """Return the headings of a page and the rest of its words."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return " ".join(reader.headings), " ".join(reader.rest)


class _Reader(HTMLParser):
    """Puts words that stand in a heading apart from all others."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.headings: list[str] = []
        self.rest: list[str] = []
        self._inside = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Enter a heading."""
        self._inside += tag in _HEADINGS

    def handle_endtag(self, tag: str) -> None:
        """Leave a heading."""
        self._inside = max(0, self._inside - (tag in _HEADINGS))

    def handle_data(self, data: str) -> None:
        """Keep words where they belong."""
        (self.headings if self._inside > 0 else self.rest).append(data)
