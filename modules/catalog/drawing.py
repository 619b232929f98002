"""Turns a page's Markdown into safe HTML segments, and checks links and pictures as they are really drawn."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from classcode import render
from classcode.i18n import gettext as _
from classcode.i18n import reader
from modules.catalog import addresses, faults
from modules.catalog.definitions import Segment
from modules.catalog.pages import Page
from modules.catalog.problems import Fault, Findings
from modules.catalog.prose import without_code
from modules.catalog.sources import PICTURE_NAME

_OUTSIDE: Final = re.compile(r"https?://[^\s/?#]+\S*|mailto:[^\s@:]+@[^\s@:]+")


@dataclass(frozen=True)
class Around:
    """What pages may refer to: units by id, drawings by name, and where the module lies."""

    slug: str
    revision: str
    units: Collection[str]
    pictures: Collection[str]


class Drawing:
    """Draws the texts of one page; links and pictures that lead nowhere become findings."""

    def __init__(self, page: Page, around: Around, findings: Findings) -> None:
        self.page = page
        self.around = around
        self.findings = findings
        self._text = "\n".join(without_code(line) for line in page.prose)
        self._seen: dict[str, int] = {}
        self._line: int | None = None
        with reader(page.lang):
            self._surroundings = render.Page(self._link, self._picture, _("Back to the text"), _titles())

    def segments(self) -> tuple[Segment, ...]:
        """Draw the body: HTML, and activities where their blocks stand."""
        digest = hashlib.sha256("\n".join(self.page.lines).encode()).hexdigest()[:16]
        html = render.course(self._with_places(digest), self._surroundings)
        if render.is_source(html):
            self.findings.add(self.page.first_line, faults.TOO_HEAVY)
            return ()
        pieces = re.split(rf"<p>place{digest}n(\d+)</p>\s*", html)
        ids = [quiz.id for _start, _end, quiz in self.page.quizzes]
        found = [
            Segment("activity", ids[int(piece)]) if index % 2 else Segment("html", piece)
            for index, piece in enumerate(pieces)
        ]
        return tuple(segment for segment in found if segment.value.strip())

    def line(self, text: str, number: int) -> str:
        """Draw one line of a quiz that stands at this line of the file."""
        self._line = number
        html = render.inline(text, self._surroundings)
        self._line = None
        if "![" in without_code(text):
            self.findings.add(number, faults.QUIZ_PICTURE)
        return html

    def _with_places(self, digest: str) -> str:
        """Return the body with a word of our own in place of each quiz; nobody can write it by chance."""
        lines = list(self.page.lines)
        for index, (start, end, _quiz) in reversed(list(enumerate(self.page.quizzes))):
            lines[start:end] = ["", f"place{digest}n{index}", ""]
        return "\n".join(lines)

    def _link(self, address: str) -> str | None:
        slug, lang = self.around.slug, self.page.lang
        if address == "help:":
            return addresses.help_desk(lang, slug, self.page.id)
        kind, _colon, unit_id = address.partition(":")
        if kind == "unit" and unit_id in self.around.units:
            return addresses.unit_page(lang, slug, unit_id)
        if kind == "unit":
            self._note(address, faults.UNKNOWN_LINK, id=unit_id)
        elif _OUTSIDE.fullmatch(address):
            return address
        else:
            self._note(address, faults.BAD_LINK, address=address)
        return None

    def _picture(self, address: str, alternative: str) -> str | None:
        if not alternative.strip():
            self._note(address, faults.NO_ALT, name=address)
        named = PICTURE_NAME.fullmatch(address)
        if named is None:
            self._note(address, faults.FOREIGN_PICTURE, name=address)
        elif named[1] not in self.around.pictures:
            self._note(address, faults.NO_PICTURE, name=named[1])
        elif named[2] and named[2] != self.page.lang:
            self._note(address, faults.OTHER_LANGUAGE, name=named[1], lang=self.page.lang)
        return addresses.picture(self.around.slug, self.around.revision, named[1]) if named else None

    def _note(self, address: str, fault: Fault, /, **params: object) -> None:
        """Note a fault at the next place where this address is written."""
        if self._line is None:
            found = self._text.find(f"]({address}", self._seen.get(address, 0))
            self._seen[address] = found + 1
            line = self.page.first_line + (self._text.count("\n", 0, found) if found >= 0 else 0)
        else:
            line = self._line
        self.findings.add(line, fault, **params)


def _titles() -> dict[str, str]:
    """Return the titles of notes that have none of their own."""
    return {
        "note": _("Please note"),
        "tip": _("A tip"),
        "warning": _("Take care"),
        "unplugged": _("Without a computer"),
        "in-class": _("In class"),
        "further": _("To go further"),
    }
